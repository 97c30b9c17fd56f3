import type { IDataObject } from 'n8n-workflow';

import { shortened } from './unwrap';
import { asObject, flagOf, numeric, text } from './values';

/** Parts of an answer in the forms in which servers give them, whatever form the documentation shows. */

/** The value under a name, in any letter case; as it is written comes first. */
export function member(object: Readonly<IDataObject> | undefined, name: string): unknown {
	if (object === undefined) return undefined;
	if (Object.hasOwn(object, name)) return object[name];
	const wanted = name.toLowerCase();
	const key = Object.keys(object).find((each) => each.toLowerCase() === wanted);
	return key === undefined ? undefined : object[key];
}

/**
 * Records where a list or one record is expected: one record stands for a list of it, and an object whose names are
 * numbers for a list (PHP writes a list with gaps so). Nothing, in any of its forms, is no record.
 * @returns undefined for what holds anything but records
 */
export function recordList(value: unknown): IDataObject[] | undefined {
	const object = asObject(value);
	if (object === undefined && !Array.isArray(value))
		return value === undefined || value === null || value === '' || value === false ? [] : undefined;
	const entries = object === undefined ? (value as unknown[]) : entriesOf(object);
	const found = entries.map(asObject);
	return found.every((entry) => entry !== undefined) ? found : undefined;
}

function entriesOf(object: IDataObject): unknown[] {
	const names = Object.keys(object);
	return names.every((name) => /^\d+$/.test(name)) ? Object.values(object) : [object];
}

/** One object, or a list of one. */
export function oneObject(value: unknown): IDataObject | undefined {
	return asObject(Array.isArray(value) && value.length === 1 ? value[0] : value);
}

const SUCCESS = ['success', 'successful', 'succeeded', 'ok'];
const ERRORS = ['error', 'errors', 'errormessage', 'errormessages', 'exception', 'exceptionmessage'];
const BAD_STATUS = /^(error|fail|failed|failure)$/i;

/** Whether an envelope says yes in one of the usual forms. */
export function saysYes(envelope: IDataObject): boolean {
	const status = text(member(envelope, 'status')) ?? '';
	return (
		SUCCESS.some((name) => flagOf(member(envelope, name)) === true) || /^(success|ok|true)$/i.test(status)
	);
}

/** Whether an envelope says no in one of the usual forms, although its HTTP status is good. */
export function saysNo(envelope: IDataObject): boolean {
	// Most hold none of the usual names, and each answer is asked.
	const names = Object.keys(envelope).map((name) => name.toLowerCase());
	const has = (name: string): boolean => names.includes(name);
	if (SUCCESS.some((name) => has(name) && flagOf(member(envelope, name)) === false)) return true;
	if (ERRORS.some((name) => has(name) && saysSomething(member(envelope, name)))) return true;
	if (BAD_STATUS.test(text(member(envelope, 'status')) ?? '')) return true;
	return text(member(envelope, 'message')) !== null && codeOf(envelope) >= 400;
}

/** A numeric code beside the words; 0 where there is none. */
export function codeOf(envelope: IDataObject): number {
	return numeric(member(envelope, 'code')) ?? 0;
}

function saysSomething(value: unknown): boolean {
	if (Array.isArray(value)) return value.some(saysSomething);
	const object = asObject(value);
	if (object !== undefined) return Object.values(object).some(saysSomething);
	const words = text(value)?.toLowerCase();
	return words !== undefined && !['0', 'false', 'none', 'null'].includes(words);
}

/** Words by which vendors say that there is no such record. */
export function saysAbsent(words: string | null): boolean {
	return /not found|does ?n[o']t exist|no (such|match)|no \w+( \w+)? (was |were )?found/i.test(
		shortened(words ?? ''),
	);
}
