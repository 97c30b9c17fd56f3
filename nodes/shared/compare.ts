import type { IDataObject } from 'n8n-workflow';

import { toIsoDate } from './dates';
import { member } from './envelope';
import type { Field } from './fields';
import type { Resource } from './resource';
import { asObject, flagOf, numeric, text, valueAt } from './values';
import type { WriteFields } from './wire';

/**
 * Two comparisons that must not be taken for one another. Finding is lenient: letter case, padding and the form of
 * an accented letter do not tell records apart. Deciding is exact: what differs in anything but padding and the form
 * in which a vendor documents a value is written, and has not arrived.
 */

/** Equal for values that find the same record. */
export const findable = (value: unknown): string => (text(value) ?? '').normalize('NFC').toLowerCase();

export const isSameKey = (one: unknown, other: unknown): boolean => findable(one) === findable(other);

/** Equal for two values of a field that find the same record. */
export const identityOf = (field: string, value: unknown): string => JSON.stringify([field, findable(value)]);

type Written = Pick<Resource, 'fields' | 'namesInAnyCase'>;

/** The written values that a record does not hold, or not surely: those of answers that never bring them count as held. */
export function notStored(resource: Written, written: WriteFields, record: IDataObject): WriteFields {
	const byId = new Map(resource.fields.map((field) => [field.id, field]));
	return Object.fromEntries(
		Object.entries(written).filter(([name, value]) => {
			const field = byId.get(name);
			if (field?.neverRead === true) return false;
			return !isStored(field, storedAt(resource, record, field?.readAs ?? name), value);
		}),
	);
}

/** Whether a record tells nothing of a written value, since its answers may not bring it. */
export function isSilent(
	{ fields, namesInAnyCase }: Written,
	written: WriteFields,
	record: IDataObject,
): boolean {
	return fields.some(
		({ id, perhapsRead, readAs = id }) =>
			perhapsRead === true &&
			Object.hasOwn(written, id) &&
			storedAt({ fields, namesInAnyCase }, record, readAs) === undefined,
	);
}

/** The value that a record holds under a name, in any letter case where the vendor takes names so. */
export function storedAt({ namesInAnyCase }: Written, record: IDataObject, name: string): unknown {
	const found = valueAt(record, name);
	return found === undefined && namesInAnyCase === true ? member(record, name) : found;
}

/** Whether a stored value says what a written one says, each in any form that the field's kind has. */
export function isStored(field: Pick<Field, 'kind'> | undefined, stored: unknown, written: unknown): boolean {
	if (field === undefined || typeof written === 'object') return isSame(stored, written);
	const { kind } = field;
	switch (kind.type) {
		case 'text':
			return plain(stored) === plain(written);
		case 'number':
			return isSameOf(numeric, stored, written);
		case 'boolean':
			// A flag that is not there is not set.
			return isSameOf(flagOf, plain(stored) === '' ? false : stored, plain(written) === '' ? false : written);
		case 'date':
			return dayOf(stored) === dayOf(written);
		case 'choice':
			return kind.anyCase === true
				? plain(stored).toLowerCase() === plain(written).toLowerCase()
				: plain(stored) === plain(written);
		case 'list':
			return isSame(stored, written);
	}
}

/** Two values of a kind that nobody documents: exactly, but for numbers and flags that the vendor keeps as text. */
function isSame(stored: unknown, written: unknown): boolean {
	if (Array.isArray(stored) && Array.isArray(written)) {
		return stored.length === written.length && written.every((each, index) => isSame(stored[index], each));
	}
	const outer = asObject(stored);
	const inner = asObject(written);
	if (outer !== undefined && inner !== undefined) {
		const names = new Set([...Object.keys(outer), ...Object.keys(inner)]);
		return [...names].every((name) => isSame(ownAt(outer, name), ownAt(inner, name)));
	}
	// A list or an object is held by nothing but one of its own.
	if (isNested(stored) || isNested(written)) return isNothing(stored) && isNothing(written);
	if (plain(stored) === plain(written)) return true;
	if (typeof stored === 'boolean' || typeof written === 'boolean') return isSameOf(flagOf, stored, written);
	if (typeof stored === 'number' || typeof written === 'number') return decimal(stored) === decimal(written);
	return false;
}

const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** An empty list is what a vendor may show as null. */
const isNothing = (value: unknown): boolean =>
	Array.isArray(value) ? value.length === 0 : !isNested(value) && plain(value) === '';

/** Own properties only: `__proto__` names no other. */
const ownAt = (object: IDataObject, name: string): unknown =>
	Object.hasOwn(object, name) ? object[name] : undefined;

function isSameOf<T>(read: (value: unknown) => T | null, one: unknown, other: unknown): boolean {
	const value = read(one);
	return value === null ? plain(one) === plain(other) : value === read(other);
}

/** Without white space around it, which vendors fill up or take off; nothing is the same as no text. */
function plain(value: unknown): string {
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	return typeof value === 'string' ? value.trim() : '';
}

/** `10.00` as `10`; a code such as `007` stays what it is. */
function decimal(value: unknown): string {
	const written = plain(value);
	if (!/^-?(0|[1-9]\d*)\.\d+$/.test(written)) return written;
	let end = written.length;
	while (written[end - 1] === '0') end--;
	return written.slice(0, written[end - 1] === '.' ? end - 1 : end);
}

/** The calendar date as written, in ISO 8601; '' for a vendor's ways of saying "no date". */
function dayOf(value: unknown): string {
	const date = toIsoDate(value);
	if (date !== null) return date.slice(0, 10);
	const written = plain(value);
	return /^(0001-01-01|0000-00-00|0$|null$)/.test(written) ? '' : written;
}
