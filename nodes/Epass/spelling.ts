import type { IDataObject } from 'n8n-workflow';

import { define } from '../shared/values';
import type { Unwrapped } from '../shared/wire';
import { customer } from './customer';
import { invoice } from './invoice';
import { item } from './item';
import { SENSITIVE_FIELDS } from './sensitive';

/** Every name under which something here reads a record, by its small letters. */
const documented = new Map(
	[
		...['ID', 'SoldToCode', 'BillToCode', 'SoldToFirstName', 'SoldToLastName'],
		...customer.fields.map(({ id, readAs }) => readAs ?? id),
		...customer.reads,
		...invoice.fields.map(({ id }) => id),
		...invoice.reads,
		...item.reads,
		...SENSITIVE_FIELDS,
	].map((name) => [name.toLowerCase(), name]),
);

/** The records of an answer with the names that are documented for their columns. */
export function inDocumentedSpelling(unwrapped: Unwrapped): Unwrapped {
	if (unwrapped.kind !== 'records') return unwrapped;
	return { ...unwrapped, records: unwrapped.records.map(speller()) };
}

/**
 * More names than a search asks for by name: a record that has them is a whole one. All in an answer are, with the
 * same names, which takes longer to see than to read a list of them.
 */
const MOST_CHOSEN = 127;

/**
 * EPASS names a column in its answer as the search asked for it: `city` where the node reads `City`. Gives records the
 * documented names back, in their place; a record that has them is handed back, not copied. Made for one answer,
 * whose names it looks at once each: a customer has some 170, a list a hundred thousand customers.
 */
function speller(): (record: IDataObject) => IDataObject {
	const spelling = new Map<string, string>();
	const spell = (key: string): string => {
		let name = spelling.get(key);
		if (name === undefined) spelling.set(key, (name = documented.get(key.toLowerCase()) ?? key));
		return name;
	};
	// The names of the last record that had them as they are documented: most others have the same.
	let right: readonly string[] = [];
	return (record) => {
		if (right.length > MOST_CHOSEN) return record;
		const keys = Object.keys(record);
		if (keys.length === right.length && keys.every((key, index) => key === right[index])) return record;
		const isSpelled = (key: string): boolean => spell(key) === key || Object.hasOwn(record, spell(key));
		if (keys.every(isSpelled)) {
			right = keys;
			return record;
		}
		const spelled: IDataObject = {};
		for (const key of keys) define(spelled, isSpelled(key) ? key : spell(key), record[key]);
		return spelled;
	};
}
