import type { IDataObject } from 'n8n-workflow';

import { text } from '../values';
import type { Watched } from '../watch';
import type { RecordKey } from '../wire';
import type { Noticed } from './kind';

/** By the day on which a record was made, as far as it says so, and by its key, in which numbers count as such. */
export function oldestFirst(watched: Watched, changes: readonly Noticed[]): Noticed[] {
	// One for all comparisons, of which a long list takes hundreds of thousands.
	const byKey = new Intl.Collator('en', { numeric: true });
	return changes
		.map((change) => ({ change, made: madeOn(watched, change) }))
		.sort(
			(one, other) =>
				compared(one.made, other.made) || byKey.compare(String(one.change.key), String(other.change.key)),
		)
		.map(({ change }) => change);
}

const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The keys of shared shapes that say when a record was made. */
export const MADE = ['createdAt', 'date'] as const;

function madeOn({ simplify }: Watched, { parent, record }: Noticed): string {
	const shaped = simplify(record, parent) as IDataObject;
	return MADE.map((name) => text(shaped[name])).find((made) => made !== null) ?? '';
}

/** A record that is shown, or new; none for one without its key. */
export function noticed(
	{ keyOf }: Watched,
	record: IDataObject,
	parent: RecordKey = '',
	version = 0,
): Noticed[] {
	const key = keyOf(record);
	return key === undefined ? [] : [{ event: 'created', key, version, record, parent }];
}

/** Some of the newest, the newest first. */
export const newestOf = (watched: Watched, found: readonly Noticed[], most: number): Noticed[] =>
	oldestFirst(watched, found).reverse().slice(0, most);
