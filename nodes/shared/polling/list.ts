import type { IDataObject } from 'n8n-workflow';

import { FEWEST_FOR_BATCH, lookUpTogether } from '../batch';
import type { Lookup } from '../batch';
import { Fault } from '../fault';
import type { RecordRef } from '../keys';
import type { Listing } from '../resource';
import { quoted } from '../printable';
import { readable } from '../watch';
import type { WatchSource } from '../watch';
import { readOne, readRequest } from '../write';
import { deletions } from './deletions';
import type { Known, Noticed, Poll, PollKind, PollRun } from './kind';
import { isLedger, ledgerIn, ledgerNames, ledgerWithout } from './names';
import { MADE, newestOf, noticed, oldestFirst } from './order';
import { readWhole, Sieve } from './sieve';

type ListSource = Extract<WatchSource, { kind: 'list' }>;

/** A list as a whole, compared with what was there before. */
export const list: PollKind<ListSource> = {
	isKnown: (known) => ('keys' in known ? deletions.isKnown(known) : isLedger(known)),
	poll: async (run, known) =>
		run.event === 'deleted' ? await deletions.poll(run, known) : await changesIn(run, known),
	newest: async (run, most) => {
		const found: Noticed[] = [];
		const { source, watched } = run;
		const { listing, whole } = narrowest(run);
		await readWhole(run, listing, source.paging, (record) => found.push(...noticed(watched, record)));
		const newest = newestOf(watched, found, most);
		return whole ? newest : await readWholly(run, newest);
	},
	namesOf: (given) => (given[0]?.event === 'deleted' ? deletions.namesOf(given) : ledgerNames(given)),
	without: (known, names) =>
		'keys' in known ? deletions.without(known, names) : ledgerWithout(known, names),
};

async function changesIn(run: PollRun<ListSource>, known: Known | undefined): Promise<Poll> {
	const { existing, limit, source, watched } = run;
	const sieve = new Sieve(run, ledgerIn(known), known === undefined && !existing);
	const { listing, whole } = narrowest(run);
	await readWhole(run, listing, source.paging, (record) => sieve.take(record, ''));
	sieve.check();
	const changes = oldestFirst(watched, sieve.changes);
	return {
		changes: whole ? changes : await firstWhole(run, changes, limit),
		after: (given) => ({ ledger: sieve.after(given) }),
	};
}

/** The list with as few fields as the watched values need, and those of the items where they are known. */
function narrowest({
	event,
	source: { batch, listing, narrowed },
	watched,
	watching: { reads, watches },
}: PollRun<ListSource>): { listing: Listing; whole: boolean } {
	const compared = event === 'created' ? [] : watches;
	if (narrowed === undefined || compared === undefined) return { listing, whole: true };
	const needed = [...compared, ...MADE.flatMap((name) => watched.readsFor(name) ?? [])];
	if (reads !== undefined) return { listing: narrowed([...needed, ...reads]), whole: true };
	return batch === undefined ? { listing, whole: true } : { listing: narrowed(needed), whole: false };
}

/** As many as are given out at once, with all their fields. */
async function firstWhole(
	run: PollRun<ListSource>,
	changes: readonly Noticed[],
	limit: number,
): Promise<Noticed[]> {
	const whole: Noticed[] = [];
	for (let at = 0; at < changes.length && whole.length < limit;) {
		const next = changes.slice(at, at + limit - whole.length);
		at += next.length;
		whole.push(...(await readWholly(run, next)));
	}
	return whole;
}

/** The records with all their fields; what has gone meanwhile is left out, and is still a change if it comes back. */
async function readWholly(run: PollRun<ListSource>, changes: readonly Noticed[]): Promise<Noticed[]> {
	const { connection, parallel, source, watched } = run;
	const { batch } = source;
	if (batch === undefined || changes.length === 0) return [...changes];
	const resource = readable(watched);
	const ref = ({ key }: Noticed): RecordRef => ({ by: 'id', value: key });
	const lookups = changes.map((change): Lookup => ({
		key: change.key,
		request: readRequest(resource, ref(change), {}),
	}));
	const found =
		lookups.length < FEWEST_FOR_BATCH
			? new Map<string, IDataObject | Fault>()
			: await lookUpTogether({ connection, parallel, resource, goesOn: true }, batch, lookups);
	const whole: Noticed[] = [];
	for (const change of changes) {
		const record = found.get(String(change.key)) ?? (await readOne({ connection, resource }, ref(change)));
		if (!(record instanceof Fault)) whole.push({ ...change, record });
		else if (record.details.kind !== 'absent') throw record;
		else
			run.say(
				`The list has a ${watched.one} that cannot be read by its key, or that is gone: ${quoted(change.key)}`,
			);
	}
	return whole;
}
