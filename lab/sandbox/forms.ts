import { gzipSync } from 'node:zlib';
import { isObject } from './json';
import type { OtherType, VendorReply } from './types';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Announced as gzip, which it is not any more behind its header. */
export function damagedGzip({ status, body, headers }: VendorReply): VendorReply {
	const damaged = gzipSync(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
	// Its header stays; behind it comes a block of a kind that gzip does not know.
	damaged.fill(0xff, 10);
	return {
		status,
		body: damaged,
		contentType: JSON_TYPE,
		headers: { ...headers, 'content-encoding': 'gzip' },
	};
}

export function deepJson(levels: number, status: number): VendorReply {
	return { status, body: '{"a":'.repeat(levels) + '1' + '}'.repeat(levels), contentType: JSON_TYPE };
}

/** The same answer in types that servers also use; one without a body, or in plain text, stays as it is. */
export function inOtherTypes(answer: VendorReply, form: OtherType): VendorReply {
	if (!isObject(answer.body)) return answer;
	const body =
		form === 'unwrapped' || form === 'listed' ? restacked(answer.body, form) : retyped(answer.body, form);
	return { ...answer, body };
}

/** What stands at the top: a list of one as its entry, or each object as a list of it. */
function restacked(body: Record<string, unknown>, form: 'unwrapped' | 'listed'): unknown {
	return Object.fromEntries(
		Object.entries(body).map(([name, value]) => {
			if (form === 'unwrapped') return [name, Array.isArray(value) && value.length === 1 ? value[0] : value];
			return [name, isObject(value) ? [value] : value];
		}),
	);
}

function retyped(value: unknown, form: OtherType): unknown {
	if (Array.isArray(value)) return value.map((entry) => retyped(entry, form));
	if (isObject(value))
		return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, retyped(inner, form)]));
	if (typeof value === 'boolean' && form === 'textFlags') return String(value);
	if (typeof value === 'boolean' && form === 'numberFlags') return Number(value);
	return typeof value === 'number' && form === 'textNumbers' ? String(value) : value;
}
