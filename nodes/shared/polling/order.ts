import type { IDataObject } from 'n8n-workflow';

import { text } from '../values';
import type { Watched } from '../watch';
import type { Noticed } from './kind';

const collator = { numeric: true } as const;

/** By the day on which a record was made, as far as it says so, and by its key, in which numbers count as such. */
export function oldestFirst(watched: Watched, changes: readonly Noticed[]): Noticed[] {
	return changes
		.map((change) => ({ change, made: madeOn(watched, change) }))
		.sort(
			(one, other) =>
				compared(one.made, other.made) ||
				String(one.change.key).localeCompare(String(other.change.key), 'en', collator),
		)
		.map(({ change }) => change);
}

const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function madeOn({ simplify }: Watched, { parent, record }: Noticed): string {
	const { createdAt, date } = simplify(record, parent) as IDataObject;
	return text(createdAt) ?? text(date) ?? '';
}
