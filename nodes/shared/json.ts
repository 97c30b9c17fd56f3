import { sleep } from './n8n';

/** So many bytes are read in some five milliseconds. */
const PART_LENGTH = 500_000;
/** How often the end of a list is looked for, before the whole is read at once after all. */
const MOST_ENDS = 20;

/**
 * The value of a JSON text. A long list in it, such as all that a vendor has, is read part by part,
 * with a break after each: n8n does everything else in the same process.
 * @param ends with whoever waits for it
 * @param charset as the answer names it
 * @throws SyntaxError when it is no JSON
 */
export async function parseJson(bytes: Buffer, ends?: AbortSignal, charset = ''): Promise<unknown> {
	const isLong = bytes.length > 2 * PART_LENGTH && !isOfOtherBytes(charset);
	const found = isLong ? await parseInParts(bytes, ends) : undefined;
	return found ?? (JSON.parse(textOf(bytes, charset)) as unknown);
}

const BYTE_ORDER_MARK = '\uFEFF';

/** What stands where bytes are no UTF-8. */
const NO_CHARACTER = '\uFFFD';

/** Of what is written in these, every byte may be UTF-8 as well. */
const isOfOtherBytes = (charset: string): boolean => /^(utf-?16|iso-2022)/i.test(charset);

/**
 * Bytes as text: in UTF-8, as JSON has to be, whatever charset is named, since servers name theirs without looking.
 * What is no UTF-8 is in that charset, or in Windows-1252, which has a character for every byte: a name that was
 * damaged here would be written back so.
 */
export function textOf(bytes: Buffer, charset = ''): string {
	const text = bytes.toString('utf8');
	const isUtf8 = !text.includes(NO_CHARACTER) || decoded(bytes, 'utf-8') !== undefined;
	if (!isUtf8 || isOfOtherBytes(charset)) {
		const other = decoded(bytes, charset) ?? (isUtf8 ? undefined : decoded(bytes, 'windows-1252'));
		if (other !== undefined) return other;
	}
	return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
}

/** @returns undefined for bytes that are none of the charset's, or a charset that nobody knows */
function decoded(bytes: Buffer, charset: string): string | undefined {
	try {
		return new TextDecoder(charset, { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

/**
 * Where one record ends and the next begins is guessed by the name that the first one begins with. A part that is
 * cut anywhere else is no JSON, so what can be read was cut rightly.
 * @returns undefined where it cannot be read so
 */
async function parseInParts(bytes: Buffer, ends: AbortSignal | undefined): Promise<unknown> {
	// One byte a character, so that places in it are places among the bytes.
	const head = bytes.toString('latin1', 0, PART_LENGTH);
	const found = openingIn(head, bytes);
	if (found === undefined) return undefined;
	const { before: opening, beginning, start } = found;
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
	// Each try reads all that is left.
	const most = bytes.length - position > 2 * PART_LENGTH ? 2 : MOST_ENDS;
	for (let tries = 0; end > position && tries < most; tries++, end = bytes.lastIndexOf(']', end - 1)) {
		if (!take(position, end)) continue;
		const [before, after] = [bytes.subarray(0, opening), bytes.subarray(end + 1)];
		return withList(`${textOf(before)}["${PLACE}"]${after.toString('utf8')}`, list);
	}
	return undefined;
}

/** How many lists are looked at for one that goes on: records hold lists of their own. */
const MOST_OPENINGS = 20;

/** Where the first list begins whose records go on for long: a short one may stand before it. */
function openingIn(
	head: string,
	bytes: Buffer,
): { before: number; start: number; beginning: Buffer } | undefined {
	const openings = head.matchAll(/\[\s*(\{\s*"[^"\\]*"\s*:)/g);
	let tries = 0;
	for (const { 0: whole, 1: first = '', index } of openings) {
		const start = index + whole.length - first.length;
		const beginning = bytes.subarray(start, start + first.length);
		if (bytes.includes(beginning, start + PART_LENGTH)) return { before: index, start, beginning };
		if (++tries === MOST_OPENINGS) return undefined;
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
	// It may be in another charset: then the whole is.
	return text.includes(NO_CHARACTER) ? '' : text;
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
