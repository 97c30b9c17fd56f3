import type { IDataObject } from 'n8n-workflow';

import { Fault } from '../fault';
import { readList } from '../pages';
import type { Listing } from '../resource';
import type { WatchSource } from '../watch';
import type { Known, Poll, PollKind, PollRun } from './kind';
import { MOST_RECORDS } from './ledger';
import { noticed } from './order';

type RisingSource = Extract<WatchSource, { kind: 'rising' }>;

/** How far below the highest number a record may turn up late: what was begun first may be done last. */
const LATE = 50;
/** How far below it numbers are kept in mind. */
const KEPT = 200;

/**
 * Records whose number only grows: those above the highest that was given out, and those a little below it that were
 * not there before.
 */
export const rising: PollKind<RisingSource> = {
	isKnown: ({ again = '', ids = '', last, low = 0 }) =>
		[last, low].every((number) => Number.isSafeInteger(number) && Number(number) >= 0) &&
		[again, ids].every((numbers) => /^(\d+(,\d+)*)?$/.test(String(numbers))),
	poll: async (run, known) => {
		if (known === undefined && !run.existing) return await baseline(run);
		const last = Number(known?.last ?? 0);
		const ids = new Set(numbersIn(known?.ids));
		const again = new Set(numbersIn(known?.again));
		const late = lowIn(known) - LATE;
		const found = await recordsAbove(run, Math.max(0, least(again, late + 1) - 1));
		const highest = greatest(found.keys(), 0);
		const changes = [...found]
			.filter(([number]) => again.has(number) || (number > late && !ids.has(number)))
			.sort(([one], [other]) => one - other)
			.flatMap(([number, record]) => noticed(run.watched, record, '', number));
		return {
			changes,
			after: (given) => {
				const numbers = given.map(({ version }) => version);
				const left = changes.slice(given.length).map(({ version }) => version);
				const isLeft = new Set(left);
				return knownOf({
					last: greatest(numbers, last),
					ids: [...ids, ...numbers],
					// What was there and is not any more is not waited for.
					again: [...again].filter((number) => isLeft.has(number) || number > highest),
					low: least(
						left.filter((number) => !again.has(number)),
						Infinity,
					),
				});
			},
		};
	},
	newest: async (run, most) => {
		const highest = await highestNumber(run);
		const near = await recordsAbove(run, Math.max(0, highest - KEPT));
		// The filters may want none of these.
		const found = near.size > 0 || highest <= KEPT ? near : await recordsAbove(run, 0);
		return [...found]
			.sort(([one], [other]) => other - one)
			.slice(0, most)
			.flatMap(([number, record]) => noticed(run.watched, record, '', number));
	},
	// The number stands where other kinds have a version: it is what names such a change.
	namesOf: (given) => given.map(({ version }) => version).join(','),
	without: (known, names) => {
		// By their numbers alone: how far below them numbers were kept in mind is over.
		const again = new Set([...numbersIn(known.again), ...numbersIn(names)]);
		return { ...known, again: [...again].join(',') };
	},
};

/** From where on records may not have been given out. */
const lowIn = (known: Known | undefined): number => Number(known?.low ?? known?.last ?? 0);

const numbersIn = (text: unknown): number[] =>
	typeof text === 'string' && text !== '' ? text.split(',').map(Number) : [];

const least = (numbers: Iterable<number>, otherwise: number): number => {
	let found = otherwise;
	for (const number of numbers) found = Math.min(found, number);
	return found;
};

const greatest = (numbers: Iterable<number>, otherwise: number): number => {
	let found = otherwise;
	for (const number of numbers) found = Math.max(found, number);
	return found;
};

/**
 * @param low the first that is still to be given out, where it is not above the last one
 * @param again those that were given out, and are to be once more
 */
function knownOf({ again = [], ids, last, low = Infinity }: RisingKnown): Known {
	const from = Math.min(last, low - 1);
	return {
		last,
		ids: ids.filter((number) => number > from - KEPT).join(','),
		...(low <= last ? { low: low - 1 } : {}),
		...(again.length > 0 ? { again: again.join(',') } : {}),
	};
}

interface RisingKnown {
	readonly last: number;
	readonly ids: readonly number[];
	readonly again?: readonly number[];
	readonly low?: number;
}

async function baseline(run: PollRun<RisingSource>): Promise<Poll> {
	const last = await highestNumber(run);
	const near = [...(await recordsAbove(run, Math.max(0, last - KEPT), false)).keys()];
	return { changes: [], after: () => knownOf({ last: greatest(near, last), ids: near }) };
}

/**
 * As many as are given out at once, and what may come late among them. That they come in rising order is not
 * documented: where they do not, all are read.
 */
async function recordsAbove(
	run: PollRun<RisingSource>,
	number: number,
	filtered = true,
): Promise<ReadonlyMap<number, IDataObject>> {
	const listing = run.source.above(number, filtered);
	const some = await readSome(run, listing, run.limit + KEPT);
	return some.rising ? some.found : (await readSome(run, listing, MOST_RECORDS)).found;
}

async function readSome(
	{ connection, source, watched }: PollRun<RisingSource>,
	{ keep, pageSize, request }: Listing,
	limit: number,
): Promise<{ found: Map<number, IDataObject>; rising: boolean }> {
	const found = new Map<number, IDataObject>();
	let highest = 0;
	let rises = true;
	const outcome = await readList(connection, {
		request,
		paging: source.paging,
		pageSize,
		keep,
		limit,
		maxParallelRequests: 1,
		keyOf: watched.keyOf,
		take: (record) => {
			const number = source.numberOf(record);
			if (number === undefined) return;
			rises &&= number > highest;
			highest = Math.max(highest, number);
			found.set(number, record);
		},
	});
	if (outcome instanceof Fault) throw outcome;
	return { found, rising: rises || !outcome.more };
}

/** There is no sorting to ask for: some forty questions find the highest number among hundreds of thousands. */
async function highestNumber({ connection, source }: PollRun<RisingSource>): Promise<number> {
	const oneAbove = async (number: number): Promise<number | undefined> => {
		let found: number | undefined;
		const { request } = source.above(number, false);
		const outcome = await readList(connection, {
			request,
			paging: source.paging,
			limit: 1,
			maxParallelRequests: 1,
			take: (record) => {
				found = source.numberOf(record);
			},
		});
		if (outcome instanceof Fault) throw outcome;
		return found !== undefined && found > number ? found : undefined;
	};
	let low = 0;
	let step = 1;
	let found = await oneAbove(low);
	if (found === undefined) return 0;
	while (found !== undefined) {
		low = found;
		found = await oneAbove(low + step);
		step *= 2;
	}
	let none = low + step / 2;
	while (none > low) {
		const middle = Math.floor((low + none) / 2);
		const above = await oneAbove(middle);
		if (above === undefined) none = middle;
		else low = above;
	}
	return low;
}
