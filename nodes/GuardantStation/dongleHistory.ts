import type { IDataObject } from 'n8n-workflow';

import { recordList } from '../shared/envelope';
import { dateFrom, ownShape, parentKey } from '../shared/sources';
import type { Yields } from '../shared/sources';
import { asObject, define } from '../shared/values';

/**
 * What was done to a hardware key. Of an entry only two names are known, from the filters of the request: what else it
 * holds is handed on under the vendor's names.
 */
const known = ownShape({
	dongleId: parentKey,
	actionDate: dateFrom('actiondate', 'actionDate'),
	actionResult: {
		reads: ['actionresult', 'actionResult'],
		of: ({ actionResult, actionresult = actionResult }) => (isSingle(actionresult) ? actionresult : null),
	},
});

const KNOWN = new Set(known.shape.keys.map((key) => key.toLowerCase()));

export const history: Yields = {
	...known,
	simplify: (record, dongle) => {
		const entry: IDataObject = known.simplify(record, dongle);
		for (const [name, value] of Object.entries(record))
			if (isSingle(value) && !KNOWN.has(name.toLowerCase())) define(entry, name, value);
		return entry as ReturnType<Yields['simplify']>;
	},
};

/** Objects and lists are in the raw output alone. */
function isSingle(value: unknown): value is string | number | boolean {
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/**
 * The entries of an answer. Under which name it keeps them is not documented: the first list that holds something
 * counts, also one level further down.
 * @returns undefined where there is no such list
 */
export function entriesIn(body: unknown): IDataObject[] | undefined {
	if (Array.isArray(body)) return recordList(body);
	const values = Object.values(asObject(body) ?? {});
	const objects = values.map(asObject).filter((value) => value !== undefined);
	const lists = [values, ...objects.map(Object.values<unknown>)].flatMap(listsIn);
	const [first] = [...lists.filter(({ length }) => length > 0), ...lists];
	// One entry may stand for the list of it, and nothing for an empty one.
	return first ?? (values.length === 1 ? recordList(values[0]) : undefined);
}

const listsIn = (values: unknown[]): IDataObject[][] =>
	values
		.filter(Array.isArray)
		.map(recordList)
		.filter((list) => list !== undefined);
