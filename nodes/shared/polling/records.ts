import type { IDataObject } from 'n8n-workflow';

import { Fault } from '../fault';
import type { RecordRef } from '../keys';
import { readList } from '../pages';
import { eachInParallel } from '../parallel';
import { readable } from '../watch';
import type { WatchSource } from '../watch';
import { readOne } from '../write';
import type { Poll, PollKind, PollRun } from './kind';
import { keyHash } from './ledger';
import { isLedger, ledgerIn, ledgerNames, ledgerWithout } from './names';
import { newestOf, noticed, oldestFirst } from './order';
import { Sieve } from './sieve';

type RecordsSource = Extract<WatchSource, { kind: 'records' }>;
type ListsSource = Extract<WatchSource, { kind: 'lists' }>;

const kept = { isKnown: isLedger, namesOf: ledgerNames, without: ledgerWithout };

/** Records that are looked at one by one. One that is added later has a baseline of its own. */
export const records: PollKind<RecordsSource> = {
	poll: async (run, known) => {
		const sieve = new Sieve(run, ledgerIn(known), known === undefined);
		for (const record of await readEach(run)) sieve.take(record, '');
		return pollOf(run, sieve);
	},
	newest: async (run, most) =>
		newestOf(
			run.watched,
			(await readEach(run)).flatMap((record) => noticed(run.watched, record)),
			most,
		),
	...kept,
};

/** Lists of what belongs to records; the list of one that is added later has a baseline of its own. */
export const lists: PollKind<ListsSource> = {
	poll: async (run, known) => {
		const ledger = ledgerIn(known);
		const first = known === undefined;
		const sieve = new Sieve(run, ledger, false);
		for (const { of, records: found } of await readLists(run)) {
			const hash = keyHash(`list of ${of.value}`);
			const isNew = ledger.versionOf(hash) === undefined;
			sieve.learned.set(hash, 0);
			sieve.seen.add(hash);
			for (const record of found) sieve.take(record, of.value, isNew && !(first && run.existing));
		}
		return pollOf(run, sieve);
	},
	newest: async (run, most) =>
		newestOf(
			run.watched,
			(await readLists(run)).flatMap(({ of, records: found }) =>
				found.flatMap((record) => noticed(run.watched, record, of.value)),
			),
			most,
		),
	...kept,
};

function pollOf(run: PollRun, sieve: Sieve): Poll {
	sieve.check();
	return {
		changes: oldestFirst(run.watched, sieve.changes),
		after: (given) => ({ ledger: sieve.after(given) }),
	};
}

/** In the order in which they were named; one that is not there is said so, and left out. */
async function readEach(run: PollRun<RecordsSource>): Promise<IDataObject[]> {
	const { connection, parallel, source, watched } = run;
	const resource = readable(watched);
	const found: IDataObject[] = [];
	await eachInParallel(source.refs.length, parallel, async (index) => {
		const ref = source.refs[index];
		if (ref === undefined) return;
		const record = await readOne({ connection, resource }, ref);
		if (record instanceof Fault) absentOrThrow(run, record, watched.one, ref);
		else found[index] = record;
	});
	return found.filter((record) => record !== undefined);
}

async function readLists(
	run: PollRun<ListsSource>,
): Promise<ReadonlyArray<{ of: RecordRef; records: IDataObject[] }>> {
	const { connection, parallel, source, watched } = run;
	const found: Array<{ of: RecordRef; records: IDataObject[] }> = [];
	await eachInParallel(source.parents.length, parallel, async (index) => {
		const of = source.parents[index];
		if (of === undefined) return;
		const own: IDataObject[] = [];
		const read = await readList(connection, {
			...source.listing(of.value),
			paging: source.paging,
			limit: undefined,
			maxParallelRequests: 1,
			keyOf: watched.keyOf,
			take: (record) => own.push(record),
		});
		if (read instanceof Fault) absentOrThrow(run, read, source.of, of);
		else found[index] = { of, records: own };
	});
	return found.filter((list) => list !== undefined);
}

function absentOrThrow(run: PollRun, fault: Fault, one: string, { value }: RecordRef): void {
	if (fault.details.kind !== 'absent') throw fault;
	run.say(`Watch: there is no ${one} "${value}"; the others are watched`);
}
