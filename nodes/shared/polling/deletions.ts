import type { IDataObject } from 'n8n-workflow';

import { Fault, InputFault } from '../fault';
import type { WatchSource } from '../watch';
import type { Noticed, Poll, PollKind, PollRun } from './kind';
import { isPacked, packed, unpacked } from './keyList';
import { readWhole } from './sieve';

type ListSource = Extract<WatchSource, { kind: 'list' }>;

/** So many may be missing at once, or so large a part of all, until a list is taken to have come short. */
const FEW = 10;
const SMALL_PART = 0.2;
/** How many complete reads in a row must bring the same shorter list, until it is taken to be true. */
const READS_THAT_AGREE = 3;
/** How long the keys may be, as text, that a trigger keeps in mind. */
const LONGEST_KEYS = 270_000;

/**
 * What is missing from a complete list, twice in a row: a list that shifts while it is paged leaves some out. What
 * was known of the records stays in this process; their keys alone are kept.
 */
export const deletions: Omit<PollKind<ListSource>, 'newest'> = {
	isKnown: ({ keys }) => isPacked(keys),
	poll: async (run, known) => {
		const now = await recordsByKey(run);
		const { memory } = run;
		const lost = new Map<string, IDataObject>();
		const before = known === undefined ? [] : unpacked(String(known.keys ?? ''));
		const missing = before.filter((key) => !now.has(key));
		const agreed = agreesThat(run, before.length, missing);
		const gone = missing.filter((key) => agreed || memory.missing.has(key));
		for (const key of missing) {
			const item = memory.known.get(key);
			if (item !== undefined) lost.set(key, item);
		}
		memory.missing = new Set(missing);
		memory.known = new Map([...now, ...lost]);
		return {
			changes: gone.map((key): Noticed => deleted(run, key, lost.get(key))),
			after: (given) => {
				const done = new Set(given.map(({ key }) => String(key)));
				return { keys: checkedKeys(run, [...now.keys(), ...missing.filter((key) => !done.has(key))]) };
			},
		} satisfies Poll;
	},
	namesOf: (given) => packed(given.map(({ key }) => String(key))),
	without: (known, names) => ({
		...known,
		keys: packed(new Set([...unpacked(String(known.keys ?? '')), ...unpacked(names)])),
	}),
};

async function recordsByKey(run: PollRun<ListSource>): Promise<Map<string, IDataObject>> {
	const { source, watched, watching } = run;
	const found = new Map<string, IDataObject>();
	await readWhole(run, source.listing, source.paging, (record) => {
		const key = watched.keyOf(record);
		if (key !== undefined) found.set(String(key), watching.shape(record, ''));
	});
	return found;
}

/** @throws Fault for a list that came short, until it has come so often enough */
function agreesThat({ memory, watched }: PollRun, before: number, missing: readonly string[]): boolean {
	if (missing.length <= Math.max(FEW, before * SMALL_PART)) {
		memory.short = undefined;
		return false;
	}
	const { short } = memory;
	// What was given out meanwhile is missed no more; and what is new has nothing to do with it.
	const agrees = short !== undefined && missing.every((key) => short.missing.has(key));
	const reads = agrees ? short.reads + 1 : 1;
	memory.short = { missing: new Set(missing), reads };
	if (reads >= READS_THAT_AGREE) return true;
	// A list that is not believed says of none that it is gone, and of some that they are there.
	memory.missing = new Set(missing.filter((key) => memory.missing.has(key)));
	throw new Fault({
		kind: 'unreadable',
		message: `The list came short: ${missing.length} of ${before} ${watched.many} are missing at once`,
		description: `If they were deleted, they are given out once ${READS_THAT_AGREE} polls in a row agree`,
	});
}

function deleted({ watched }: PollRun, key: string, item: IDataObject | undefined): Noticed {
	const record = watched.watch.remains?.(key) ?? {};
	return { event: 'deleted', key, version: 0, record, parent: '', ...(item === undefined ? {} : { item }) };
}

function checkedKeys({ watched }: PollRun, keys: readonly string[]): string {
	const text = packed(keys);
	if (text.length <= LONGEST_KEYS) return text;
	throw new InputFault(
		`The keys of ${keys.length} ${watched.many} are too long to be kept from poll to poll`,
		'Narrow them down with Filters',
	);
}
