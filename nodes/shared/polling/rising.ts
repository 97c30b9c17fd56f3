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
	poll: async (run, known) => {
		if (known === undefined && !run.existing) return await baseline(run);
		const last = Number(known?.last ?? 0);
		const ids = new Set(numbersIn(known?.ids));
		const found = await recordsAbove(run, Math.max(0, lowIn(known) - LATE));
		const changes = [...found]
			.filter(([number]) => !ids.has(number))
			.sort(([one], [other]) => one - other)
			.flatMap(([number, record]) => noticed(run.watched, record, '', number));
		return {
			changes,
			after: (given) => {
				const numbers = given.map(({ version }) => version);
				const left = changes.slice(given.length).map(({ version }) => version - 1);
				return knownOf(Math.max(last, ...numbers), [...ids, ...numbers], Math.min(...left));
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
		const back = new Set(numbersIn(names));
		const lowest = Math.min(lowIn(known), ...[...back].map((number) => number - 1));
		const ids = numbersIn(known.ids).filter((number) => !back.has(number));
		return { ...known, ids: ids.join(','), low: Math.max(0, lowest) };
	},
};

/** From where on records may not have been given out. */
const lowIn = (known: Known | undefined): number => Number(known?.low ?? known?.last ?? 0);

const numbersIn = (text: unknown): number[] =>
	typeof text === 'string' && text !== '' ? text.split(',').map(Number) : [];

/** @param low below the first that is still to be given out, where it is not above the last one */
function knownOf(last: number, ids: readonly number[], low = Infinity): Known {
	const from = Math.min(last, low);
	return {
		last,
		ids: ids.filter((number) => number > from - KEPT).join(','),
		...(low < last ? { low } : {}),
	};
}

async function baseline(run: PollRun<RisingSource>): Promise<Poll> {
	const last = await highestNumber(run);
	const near = [...(await recordsAbove(run, Math.max(0, last - KEPT), false)).keys()];
	return { changes: [], after: () => knownOf(Math.max(last, ...near), near) };
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
