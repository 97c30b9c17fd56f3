import { sleep } from './n8n';

/** So many bytes are read in some five milliseconds. */
const PART_LENGTH = 500_000;
/** How often the end of a list is looked for, before the whole is read at once after all. */
const MOST_ENDS = 20;

/**
 * The value of a JSON text in UTF-8. A long list in it, such as all customers in one answer, is read part by part,
 * with a break after each: n8n does everything else in the same process.
 * @param ends with whoever waits for it
 * @throws SyntaxError when it is no JSON
 */
export async function parseJson(bytes: Buffer, ends?: AbortSignal): Promise<unknown> {
	const found = bytes.length > 2 * PART_LENGTH ? await parseInParts(bytes, ends) : undefined;
	return found ?? (JSON.parse(textOf(bytes)) as unknown);
}

const BYTE_ORDER_MARK = '\uFEFF';

export function textOf(bytes: Buffer): string {
	const text = bytes.toString('utf8');
	return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
}

/**
 * Where one record ends and the next begins is guessed by the name that the first one begins with. A part that is
 * cut anywhere else is no JSON, so what can be read was cut rightly.
 * @returns undefined where it cannot be read so
 */
async function parseInParts(bytes: Buffer, ends: AbortSignal | undefined): Promise<unknown> {
	// One byte a character, so that places in it are places among the bytes.
	const head = bytes.toString('latin1', 0, PART_LENGTH);
	const opening = /\[\s*(\{\s*"[^"\\]*"\s*:)/.exec(head);
	if (opening?.[1] === undefined) return undefined;
	const start = opening.index + opening[0].length - opening[1].length;
	const beginning = bytes.subarray(start, start + opening[1].length);
	const list: unknown[] = [];
	const take = (from: number, to: number): boolean => {
		const part = to > from ? parsed(bracketed(bytes, from, to)) : undefined;
		if (!Array.isArray(part)) return false;
		for (const each of part as unknown[]) list.push(each);
		return true;
	};
	let position = start;
	for (;;) {
		const next = bytes.indexOf(beginning, position + PART_LENGTH);
		if (next < 0 || !take(position, bytes.lastIndexOf(',', next))) break;
		position = next;
		await sleep(1, undefined);
		ends?.throwIfAborted();
	}
	// Records hold lists of their own; behind the list there is little more than the end of its envelope.
	let end = bytes.lastIndexOf(']');
	for (let tries = 0; end > position && tries < MOST_ENDS; tries++, end = bytes.lastIndexOf(']', end - 1)) {
		if (!take(position, end)) continue;
		const [before, after] = [bytes.subarray(0, opening.index), bytes.subarray(end + 1)];
		return withList(`${textOf(before)}["${PLACE}"]${after.toString('utf8')}`, list);
	}
	return undefined;
}

/** A part of a list as a list. Brackets put around the text would have it copied once more. */
function bracketed(bytes: Buffer, from: number, to: number): string {
	const [before = 0, after = 0] = [bytes[from - 1], bytes[to]];
	bytes[from - 1] = OPENING;
	bytes[to] = CLOSING;
	const text = bytes.toString('utf8', from - 1, to + 1);
	bytes[from - 1] = before;
	bytes[to] = after;
	return text;
}

const [OPENING, CLOSING] = [0x5b, 0x5d];

/** Holds the list's place in what stands around it. */
const PLACE = 'n8n-nodes-backoffice: a list';

/** @returns undefined for what is no JSON, or has no place for the list */
function withList(text: string, list: unknown[]): unknown {
	let placed = false;
	const around = parsed(text, (_, value) => {
		if (!Array.isArray(value) || value[0] !== PLACE) return value;
		placed = true;
		return list;
	});
	return placed ? around : undefined;
}

function parsed(text: string, reviver?: (key: string, value: unknown) => unknown): unknown {
	try {
		return JSON.parse(text, reviver) as unknown;
	} catch {
		return undefined;
	}
}
