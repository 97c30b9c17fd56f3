import type { IDataObject } from 'n8n-workflow';

import { Fault, InputFault } from '../fault';
import type { WatchSource } from '../watch';
import type { Noticed, Poll, PollKind, PollRun } from './kind';
import { packed, unpacked } from './keyList';
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
export const deletions: Pick<PollKind<ListSource>, 'poll' | 'namesOf' | 'without'> = {
	poll: async (run, known) => {
		const now = await recordsByKey(run);
		const { memory } = run;
		const lost = new Map<string, IDataObject>();
		const before = known === undefined ? [] : unpacked(String(known.keys ?? ''));
		const missing = before.filter((key) => !now.has(key));
		const agreed = agreesThat(run, before.length, missing, now);
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
function agreesThat(
	{ memory, watched }: PollRun,
	before: number,
	missing: readonly string[],
	now: ReadonlyMap<string, unknown>,
): boolean {
	if (missing.length <= Math.max(FEW, before * SMALL_PART)) {
		memory.short = undefined;
		return false;
	}
	const keys = packed(now.keys());
	const reads = memory.short?.keys === keys ? memory.short.reads + 1 : 1;
	memory.short = { keys, reads };
	if (reads >= READS_THAT_AGREE) return true;
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
