import type { IDataObject } from 'n8n-workflow';

import { Fault } from './fault';
import { asObject, firstText } from './values';
import type { Vendor } from './vendor';
import type { Answer, Refusal, RefusalReason, Unwrapped } from './wire';

export function refused(reason: RefusalReason, message: string | null, fallback: string): Refusal {
	return { kind: 'refused', reason, message: message ?? fallback };
}

export function records(found: IDataObject[], next?: number | string): Unwrapped {
	return next === undefined ? { kind: 'records', records: found } : { kind: 'records', records: found, next };
}

/** What a refusal's HTTP status means where the vendor documents nothing else. */
export function reasonForStatus(status: number): RefusalReason {
	if (status === 401 || status === 403) return 'credential';
	if (status === 404) return 'absent';
	if (status === 429) return 'rateLimit';
	if (status === 502 || status === 503 || status === 504) return 'unavailable';
	if (status >= 500) return 'failed';
	return 'input';
}

/**
 * The words of an error body whose shape no documentation shows: the usual keys of JSON, or short plain text.
 * HTML is nobody's words.
 */
export function wordsOf(body: unknown): string | null {
	if (typeof body === 'string') {
		const plain = body.trim();
		return plain === '' || looksLikeHtml(plain) || plain.length > 500 ? null : plain;
	}
	const object = asObject(body);
	if (object === undefined) return null;
	const inner = asObject(object.error) ?? asObject(object.data) ?? {};
	return firstText(
		object.message,
		object.Message,
		object.error_description,
		object.error,
		object.details,
		object.detail,
		object.title,
		inner.message,
		inner.details,
		typeof object.data === 'string' ? object.data : undefined,
	);
}

export function looksLikeHtml(body: string): boolean {
	return /^\s*<(!doctype|html|head|body|\?xml)/i.test(body);
}

/**
 * Takes the vendor's envelope off, after setting aside what cannot be the vendor's answer at all.
 * @throws Fault for an answer that is not the vendor's, or not complete
 */
export function unwrapAnswer(vendor: Vendor, answer: Answer): Unwrapped {
	const { status, body } = answer;
	if (status >= 300 && status < 400) {
		throw new Fault({
			kind: 'foreign',
			message: `${vendor.displayName} redirected the request to another address, which is not followed with your credential`,
			description: 'Check the Base URL of the credential: it may need https:// or another path',
			status,
			nothingDone: true,
		});
	}
	if (typeof body === 'string' && looksLikeHtml(body)) {
		throw new Fault({
			kind: status >= 500 ? reasonForStatus(status) : 'foreign',
			message: `${vendor.displayName} answered with a web page instead of data (HTTP ${status})`,
			description:
				'Check the Base URL of the credential, and whether a proxy or log-in page stands in between',
			status,
			body,
		});
	}
	return vendor.unwrap(answer);
}

/** For an answer with a good status in which nothing of the vendor's envelope is found. */
export function unknownEnvelope(vendor: string, answer: Answer): Fault {
	const empty = answer.body === '' || answer.body === undefined || answer.body === null;
	return new Fault({
		kind: 'unreadable',
		message: empty
			? `${vendor} sent an empty answer (HTTP ${answer.status})`
			: `${vendor} sent an answer that cannot be read (HTTP ${answer.status})`,
		description: 'Try again; if it stays so, check the Base URL of the credential',
		status: answer.status,
		body: answer.body,
	});
}

const ADVICE: Record<RefusalReason, string> = {
	absent:
		'Check that the record exists and that its key is written as the vendor writes it; if nothing is ever found, check the Base URL of the credential',
	credential: 'Check the credential, and that its user may do this',
	session: 'The session has ended; run the node again',
	rateLimit: 'Wait a while, or lower Max Parallel Requests in the options',
	unavailable: 'The vendor is out of order for now; try again later',
	failed: 'The vendor could not process this request; try again later, or ask the vendor',
	input: 'Correct the values named in the message',
};

export function refusalFault(refusal: Refusal, answer: Answer, retryAfterMs?: number): Fault {
	return new Fault({
		kind: refusal.reason,
		message: refusal.message,
		description: ADVICE[refusal.reason],
		status: answer.status,
		body: answer.body,
		...(retryAfterMs === undefined ? {} : { retryAfterMs }),
	});
}
