import type { IDataObject } from 'n8n-workflow';

import { Fault, InputFault } from '../fault';
import { keyless } from '../keyed';
import { readList } from '../pages';
import type { Listing, Paging } from '../resource';
import type { RecordKey } from '../wire';
import type { Noticed, PollRun } from './kind';
import { keyHash, MOST_RECORDS } from './ledger';
import type { Ledger } from './ledger';

/** How long records may be compared without a break: n8n has other things to do in the same process. */
const LONGEST_WITHOUT_REST_MS = 30;
/** How many records are kept back until they are compared. */
const MOST_KEPT_BACK = 100;

/** Lets pass what is new or changed, record by record, so that an unchanged list of 25,000 is never held as a whole. */
export class Sieve {
	readonly changes: Noticed[] = [];
	/** What is not given out, but to be known from now on. */
	readonly learned = new Map<number, number>();
	readonly seen = new Set<number>();
	private taken = 0;
	private readonly wants: { readonly created: boolean; readonly updated: boolean };

	/** @param baseline whether what is not known is learned and no change */
	constructor(
		private readonly run: PollRun,
		private readonly ledger: Ledger,
		private readonly baseline: boolean,
	) {
		const { event } = run;
		this.wants = { created: event !== 'updated', updated: event !== 'created' };
	}

	take(record: IDataObject, parent: RecordKey, baseline = this.baseline): void {
		const { watched, watching } = this.run;
		this.taken++;
		const key = watched.keyOf(record);
		if (key === undefined) throw keyless(watched.one);
		const hash = keyHash(key);
		if (this.seen.has(hash)) return;
		this.seen.add(hash);
		const before = this.ledger.versionOf(hash);
		const version = this.wants.updated ? watching.versionOf(record, parent) : 0;
		if (before === undefined) {
			if (baseline || !this.wants.created) this.learned.set(hash, version);
			else this.changes.push({ event: 'created', key, version, record, parent });
		} else if (before !== version && this.wants.updated) {
			this.changes.push({ event: 'updated', key, version, record, parent });
		}
	}

	/** What is known once some changes were given out. */
	after(given: readonly Noticed[]): string {
		for (const [hash, version] of this.learned) this.ledger.set(hash, version);
		for (const { key, version } of given) this.ledger.set(keyHash(key), version);
		this.ledger.trim((hash) => this.seen.has(hash));
		return this.ledger.toString();
	}

	/** @throws InputFault for more records than are kept, and for a watched field that none of them has */
	check(): void {
		if (this.seen.size > MOST_RECORDS) throw tooMany(this.run.watched.many);
		const [missing] = this.run.watching.unseen;
		if (missing === undefined || this.taken === 0) return;
		throw new InputFault(
			`Fields to Watch: none of the ${this.run.watched.many} has a field "${missing}"`,
			'Enter names as the chosen output has them',
		);
	}
}

/**
 * Reads a whole list, handing its records on with breaks in between.
 * @returns how many there were
 * @throws InputFault when there are more than a trigger can keep in mind
 */
export async function readWhole(
	{ connection, parallel, watched }: Pick<PollRun, 'connection' | 'parallel' | 'watched'>,
	{ keep, pageSize, request }: Listing,
	paging: Paging,
	take: (record: IDataObject) => void,
): Promise<number> {
	let count = 0;
	const keptBack: IDataObject[] = [];
	const hand = (record: IDataObject): void => {
		if (keep === undefined || keep(record)) take(record);
	};
	const read = await readList(connection, {
		request,
		paging,
		pageSize,
		limit: MOST_RECORDS + 1,
		maxParallelRequests: parallel,
		keyOf: watched.keyOf,
		take: (record) => {
			count++;
			keptBack.push(record);
			// Pages come with breaks of their own; what comes as one answer has to be given some.
			if (paging.kind === 'single' || keptBack.length < MOST_KEPT_BACK) return;
			for (const each of keptBack.splice(0)) hand(each);
		},
	});
	if (read instanceof Fault) throw read;
	if (read.more || count > MOST_RECORDS) throw tooMany(watched.many);
	const rest = connection.resting(LONGEST_WITHOUT_REST_MS);
	for (const record of keptBack) {
		await rest();
		hand(record);
	}
	return count;
}

const tooMany = (many: string): InputFault =>
	new InputFault(
		`There are more than ${MOST_RECORDS.toLocaleString('en-US')} ${many}, which is the most that can be compared from poll to poll`,
		'Narrow down what is watched',
	);
