import type { IDataObject } from 'n8n-workflow';

/** A plain object of a vendor's answer, or undefined for anything else. */
export function asObject(value: unknown): IDataObject | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as IDataObject)
		: undefined;
}

/** The objects of an array; anything else in it, or anything but an array, counts as none. */
export function asObjects(value: unknown): IDataObject[] {
	return Array.isArray(value)
		? value.filter((entry): entry is IDataObject => asObject(entry) !== undefined)
		: [];
}

/** Trimmed text, or null where the vendor sent nothing: absent, null, "" and padding count as nothing. */
export function text(value: unknown): string | null {
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (typeof value !== 'string') return null;
	const trimmed = value.trim();
	return trimmed === '' ? null : trimmed;
}

/** The first of several values that says something. */
export function firstText(...values: unknown[]): string | null {
	for (const value of values) {
		const found = text(value);
		if (found !== null) return found;
	}
	return null;
}

/** Given and family name as one, or null when both are missing. */
export function joinedName(first: unknown, last: unknown): string | null {
	return [text(first), text(last)].filter((part) => part !== null).join(' ') || null;
}

/** In digits: JavaScript would take `0x10` for a number as well. No two parts of it can hold the same digits. */
export const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** A number that a vendor may send as text, or null. */
export function numeric(value: unknown): number | null {
	if (typeof value === 'number') return finite(value);
	const found = text(value);
	return found !== null && DECIMAL.test(found) ? finite(Number(found)) : null;
}

/** A yes or no that a vendor may send as 1 or 0, or as text; null for anything else. */
export function flagOf(value: unknown): boolean | null {
	if (typeof value === 'boolean') return value;
	const word = text(value)?.toLowerCase();
	if (word === '1' || word === 'true') return true;
	return word === '0' || word === 'false' ? false : null;
}

/** The value at a dotted path (`address.line_1`), own properties only. */
export function valueAt(record: IDataObject, path: string): unknown {
	if (Object.hasOwn(record, path)) return record[path];
	let value: unknown = record;
	for (const key of path.split('.')) {
		const object = asObject(value);
		if (object === undefined || !Object.hasOwn(object, key)) return undefined;
		value = object[key];
	}
	return value;
}

/** The value at a name, or else at the same name in another letter case. */
export function inAnyCase(record: IDataObject, name: string): unknown {
	const exact = valueAt(record, name);
	if (exact !== undefined) return exact;
	const alike = Object.keys(record).find((key) => key.toLowerCase() === name.toLowerCase());
	return alike === undefined ? undefined : record[alike];
}

/**
 * Fields with dotted names as a nested object: `{'a.b': 1}` becomes `{a: {b: 1}}`.
 * An object given for a name that is there already adds to it. Without a dotted name it is the same object, not a copy.
 */
export function nested(fields: Readonly<Record<string, unknown>>): IDataObject {
	const paths = Object.keys(fields);
	if (!paths.some((path) => path.includes('.'))) return fields as IDataObject;
	const result: IDataObject = {};
	for (const path of paths) {
		const value = fields[path];
		const keys = path.split('.');
		const last = keys.pop() ?? path;
		let target = result;
		for (const key of keys) {
			const inner = { ...ownObject(target, key) };
			define(target, key, inner);
			target = inner;
		}
		const before = ownObject(target, last);
		const added = asObject(value);
		define(target, last, before !== undefined && added !== undefined ? merged(before, added) : value);
	}
	return result;
}

/** Not the prototype, which `__proto__` would name. */
function ownObject(target: IDataObject, key: string): IDataObject | undefined {
	return Object.hasOwn(target, key) ? asObject(target[key]) : undefined;
}

/** Sets an own property even where its name is `__proto__`, which an assignment would take as the prototype. */
export function define(target: IDataObject, key: string, value: unknown): void {
	if (key === '__proto__') {
		Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
		return;
	}
	target[key] = value as IDataObject[string];
}

/** A new object with `over` laid over `base`, objects within them likewise. */
export function merged(base: Readonly<IDataObject>, over: Readonly<IDataObject>): IDataObject {
	const result: IDataObject = { ...base };
	mergeInto(result, over);
	return result;
}

/** As `merged`, into an object of one's own: a copy of a long one costs more than all that is laid over it. */
export function mergeInto(target: IDataObject, over: Readonly<IDataObject>): void {
	for (const key of Object.keys(over)) {
		const value = over[key];
		const before = asObject(target[key]);
		const added = asObject(value);
		define(target, key, before !== undefined && added !== undefined ? merged(before, added) : value);
	}
}

/**
 * A record with fields laid over it: a dotted name reaches into an object and leaves the rest of it, a plain one
 * puts a value in the place of another, whatever that was.
 */
export function laidOver(
	record: Readonly<IDataObject>,
	fields: Readonly<Record<string, unknown>>,
): IDataObject {
	const dotted = Object.entries(fields).filter(([name]) => name.includes('.'));
	const plain = Object.entries(fields).filter(([name]) => !name.includes('.'));
	const result = { ...record };
	for (const [name, value] of plain) define(result, name, value);
	mergeInto(result, nested(Object.fromEntries(dotted)));
	return result;
}

/** Whether a value says nothing: it is not there, or a text of white space alone, Unicode's and invisible signs included. */
export function isBlank(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	// Nearly every text has one of these, and the whole of Unicode takes its time.
	if (typeof value !== 'string' || /[!-~]/.test(value)) return false;
	return !/[^\s\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/u.test(value);
}

/** Whether a number is whole but larger than JavaScript holds exactly: it may have been another one. */
export const isInexact = (value: unknown): boolean =>
	typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);

/** A record without the names that say nothing: null stands for what is not known. */
export const withoutNulls = (record: Readonly<Record<string, unknown>>): IDataObject =>
	Object.fromEntries(
		Object.entries(record).filter(([, value]) => value !== null && value !== undefined),
	) as IDataObject;

/** The entries of a list that is given as an array, as text with commas, or as its only entry. */
export const entriesOf = (value: unknown): unknown[] =>
	typeof value === 'string' ? value.split(',') : [value].flat();

/** A record without some of its fields. */
export function without(record: Readonly<IDataObject>, fields: readonly string[]): IDataObject {
	const rest: IDataObject = {};
	for (const name of Object.keys(record)) if (!fields.includes(name)) define(rest, name, record[name]);
	return rest;
}

export function asText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** A text as a pattern that finds just this text. */
export const escaped = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
