import type { JsonObject } from './types';

/** What the controllers of ManEx beside the customers' have in common; each is a file of its own. */

export type Value = string | number | boolean | null;
export type Columns = Record<string, Value>;

/** An answer before its envelope. */
export interface Outcome {
	readonly code: 200 | 403;
	readonly message: string;
	readonly object: unknown;
}

export interface Action {
	/** Parameters without any of which no action matches the request. */
	readonly needs?: readonly string[];
	/** Names of what was sent are in small letters. */
	run(sent: JsonObject): Outcome;
}

export interface Controller {
	/** By its name in small letters. */
	readonly actions: Readonly<Record<string, Action>>;
	record(key: string): JsonObject | undefined;
	created(): JsonObject[];
}

export const good = (message: string, object: unknown = null): Outcome => ({ code: 200, message, object });
export const refused = (message: string): Outcome => ({ code: 403, message, object: null });
export const refusedData = (what: string): Outcome =>
	refused(`${what} failed.Object reference not set to an instance of an object.`);

/** A column, and what it takes of a text; undefined stands for a value that is not taken. */
export type Reader = readonly [column: string, take: (value: string) => Value | undefined];

export const textOf = (column: string, width: number): Reader => [
	column,
	(value) => (value.length <= width ? value : undefined),
];
export const oneOf = (column: string, values: readonly string[]): Reader => [
	column,
	(value) => (values.includes(value) ? value : undefined),
];
export const numberOf = (column: string, least = -Infinity): Reader => [
	column,
	(value) => (/^-?\d+(\.\d+)?$/.test(value) && Number(value) >= least ? Number(value) : undefined),
];
export const oneOrNought = (column: string): Reader => [
	column,
	(value) => (value === '1' ? true : value === '0' ? false : undefined),
];
export const trueOrFalse = (column: string): Reader => [
	column,
	(value) => (/^true$/i.test(value) ? true : /^false$/i.test(value) ? false : undefined),
];
/** MM-DD-YYYY, which the orders' pages show. */
export const dayOf = (column: string): Reader => [column, (value) => isoOf(value)];

export function isoOf(value: string): string | undefined {
	const [, month, day, year] = /^(\d{2})-(\d{2})-(\d{4})$/.exec(value) ?? [];
	const iso = `${year}-${month}-${day}T00:00:00`;
	const time = Date.parse(`${iso}Z`);
	return Number.isNaN(time) || new Date(time).toISOString().slice(0, 19) !== iso ? undefined : iso;
}

/** A single value that was sent, as text; '' for none. */
export function sentText(sent: JsonObject, name: string): string {
	const value = sent[name];
	return value === undefined || value === null || typeof value === 'object' ? '' : String(value).trim();
}

/** The values that were sent as columns, or undefined where one is not taken. Unknown names are ignored. */
export function readColumns(
	readers: Readonly<Record<string, Reader>>,
	sent: JsonObject,
): Columns | undefined {
	const columns: Columns = {};
	for (const [name, [column, take]] of Object.entries(readers)) {
		if (sent[name] === undefined || sent[name] === null) continue;
		const value = take(sentText(sent, name));
		if (value === undefined) return undefined;
		columns[column] = value;
	}
	return columns;
}

/** Fixed-width columns are filled up with blanks where they are read; the widths are guesses. */
export const padded = (columns: Columns, widths: Readonly<Record<string, number>>): Columns =>
	Object.fromEntries(
		Object.entries(columns).map(([name, value]) => [
			name,
			typeof value === 'string' ? value.padEnd(widths[name] ?? 0) : value,
		]),
	);

export const paddedNumber = (number: number, digits = 10): string => String(number).padStart(digits, '0');
