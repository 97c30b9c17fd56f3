import type { IDataObject } from 'n8n-workflow';

import { Fault } from './fault';
import { keyless } from './keyed';
import type { KeyOf } from './keyed';
import { AT_ONE_GO } from './parallel';
import type { Paging } from './resource';
import type { Connection } from './send';
import type { RecordKey, VendorRequest } from './wire';

export interface ListRun {
	readonly request: VendorRequest;
	/** The same with fewer fields, which is asked for instead, until the vendor refuses it. */
	readonly narrow?: VendorRequest | undefined;
	readonly paging: Paging;
	/** How many records are wanted at most; undefined for all. */
	readonly limit: number | undefined;
	readonly maxParallelRequests: number;
	readonly pageSize?: number | undefined;
	readonly keep?: ((record: IDataObject) => boolean) | undefined;
	/** Each record has a key, and the same key is the same record; undefined where the request leaves it out. */
	readonly keyOf?: KeyOf | undefined;
	/** Takes one record; called in the vendor's order, `limit` times at most. */
	take(record: IDataObject): void;
}

/** What lists are read from. */
export type Pages = Pick<Connection, 'resting' | 'send' | 'warnings'>;

/** Whether more records exist than were handed on, or the fault that a page ended with. */
export type ListRead = { readonly more: boolean } | Fault;

/** Refusals that may be of a field that this vendor's table does not have. */
const MAY_BE_OF_A_FIELD: ReadonlySet<string> = new Set(['failed', 'input']);

/** Reads a list page by page and hands its records on one by one, so that no page is kept. */
export async function readList(connection: Pages, run: ListRun): Promise<ListRead> {
	const { narrow, take } = run;
	if (narrow === undefined) return await readPages(connection, run);
	let isTaken = false;
	const first: ListRun = {
		...run,
		request: narrow,
		take: (record) => {
			isTaken = true;
			take(record);
		},
	};
	const read = await readPages(connection, first);
	const isRefused = read instanceof Fault && !isTaken && MAY_BE_OF_A_FIELD.has(read.details.kind);
	return isRefused ? await readPages(connection, run) : read;
}

async function readPages(connection: Pages, run: ListRun): Promise<ListRead> {
	switch (run.paging.kind) {
		case 'single':
			return await readSingle(connection, run, run.paging);
		case 'offset':
			return await readByOffset(connection, run, run.paging);
		case 'cursor':
			return await readByCursor(connection, run, run.paging);
	}
}

/** What a page brought. */
interface Taken {
	/** Records that had not come before. */
	readonly fresh: number;
	/** Records that had, and were left out. */
	readonly dropped: number;
}

/**
 * Hands on what is kept, up to the limit, and each record once: a list that shifts while it is paged brings some
 * twice. Of all that was handed on it remembers no more than the keys.
 */
class Taker {
	/** Whether a record was left over when the limit was reached. */
	overflow = false;
	private taken = 0;
	private readonly seen = new Set<RecordKey>();

	/** @param idOf what pages are told apart by; undefined for a list that comes as one answer */
	constructor(
		private readonly run: ListRun,
		private readonly idOf?: KeyOf,
	) {}

	get full(): boolean {
		return this.run.limit !== undefined && this.taken >= this.run.limit;
	}

	/** Whether all of a page's records have come before. */
	knows(records: readonly IDataObject[]): boolean {
		return records.every((record) => this.seen.has(this.idOf?.(record) ?? contentOf(record)));
	}

	take(records: readonly IDataObject[]): Taken | Fault {
		const { idOf } = this;
		const { keep, keyOf, take } = this.run;
		let fresh = 0;
		let dropped = 0;
		for (const record of records) {
			const key = keyOf?.(record);
			if (keyOf !== undefined && key === undefined) return keyless('record');
			if (idOf !== undefined) {
				const id = idOf === keyOf ? key : idOf(record);
				if (this.isNew(id ?? contentOf(record))) fresh++;
				else if (id !== undefined) {
					dropped++;
					continue;
				}
			}
			if (keep !== undefined && !keep(record)) continue;
			if (this.full) {
				this.overflow = true;
				break;
			}
			this.taken++;
			take(record);
		}
		return { fresh, dropped };
	}

	private isNew(id: RecordKey): boolean {
		const { size } = this.seen;
		return this.seen.add(id).size > size;
	}
}

/**
 * What stands for a record without an ID: equal records are both handed on, but say nothing new. A number below 0,
 * which no ID is; two records that share one by chance do no harm.
 */
function contentOf(record: IDataObject): number {
	let hash = 7;
	for (const character of JSON.stringify(record))
		hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 2 ** 40;
	return -1 - hash;
}

/** How often a full answer is asked for again with ten times the size, when all records are wanted. */
const MOST_ENLARGEMENTS = 3;

async function readSingle(
	connection: Pages,
	run: ListRun,
	paging: Extract<Paging, { kind: 'single' }>,
): Promise<ListRead> {
	const taker = new Taker(run);
	// A filter of our own needs all records, to find enough that pass it; what says no size brings them anyway.
	const isWhole = run.limit === undefined || run.keep !== undefined || paging.sized === undefined;
	let size = isWhole ? paging.returnAllSize : run.limit;
	for (let enlargement = 0; ; enlargement++) {
		const answer = await connection.send(paging.sized?.(run.request, size) ?? run.request, 'read');
		if (answer instanceof Fault) return answer;
		const cut = answer.records.length >= size;
		if (!cut || run.limit !== undefined || enlargement >= MOST_ENLARGEMENTS) {
			const rest = connection.resting();
			for (let from = 0; from < answer.records.length && !taker.overflow; from += AT_ONE_GO) {
				await rest();
				const taken = taker.take(answer.records.slice(from, from + AT_ONE_GO));
				if (taken instanceof Fault) return taken;
			}
			return { more: taker.overflow || cut };
		}
		size *= 10;
	}
}

/** No page is larger than what is wanted of it, unless a filter of our own picks from it. */
function pageSizeOf(run: ListRun, usual: number): number {
	const size = run.pageSize ?? usual;
	return run.limit === undefined || run.keep !== undefined ? size : Math.min(run.limit, size);
}

async function readByOffset(
	connection: Pages,
	run: ListRun,
	paging: Extract<Paging, { kind: 'offset' }>,
): Promise<ListRead> {
	return await new OffsetReader(connection, run, paging).read();
}

/**
 * Pages are asked for without waiting for each other, half as many at once as have arrived so far: the end is
 * overrun by no more than half of what was read, and by less than the bound on parallel requests.
 *
 * Where a page begins follows from what came, not from what was asked for: a vendor may give fewer or more than
 * that. So a page of another length than expected makes void what was asked for beyond it, and one page alone is
 * asked for next. The end is where nothing comes: a short page may be all that the vendor gives at a time.
 */
class OffsetReader {
	private readonly taker: Taker;
	private readonly size: number;
	/** How many records at most are to be asked for. */
	private readonly wanted: number;
	private readonly underWay = new Set<Promise<void>>();

	/** How many records a page brings: as many as are asked for, until it brings another number. */
	private step: number;
	/** What arrived before its turn, by its offset. */
	private readonly arrived = new Map<number, readonly IDataObject[] | Fault>();
	/** Where the next page to hand on begins, and the next one to ask for. */
	private position = 0;
	private next = 0;
	/** Pages handed on, and pages under way, since pages have had this length. */
	private pages = 0;
	private asked = 0;
	/** Grows when what is under way becomes void. */
	private course = 0;
	/** Records that came twice, in whose place others are wanted. */
	private dropped = 0;
	/** The longest page so far, the pages that brought something new, and those in a row that did not. */
	private longest = 0;
	private fresh = 0;
	private barren = 0;

	/** Nothing further is asked for. */
	private ended = false;
	/** The end was seen. */
	private complete = false;
	private fault: Fault | undefined;
	private thrown: { readonly error: unknown } | undefined;

	constructor(
		private readonly connection: Pages,
		private readonly run: ListRun,
		private readonly paging: Extract<Paging, { kind: 'offset' }>,
	) {
		this.taker = new Taker(run, run.keyOf ?? (() => undefined));
		this.size = pageSizeOf(run, paging.pageSize);
		this.step = this.size;
		this.wanted = run.limit === undefined || run.keep !== undefined ? Infinity : run.limit;
	}

	async read(): Promise<ListRead> {
		this.ask();
		while (this.underWay.size > 0) await Promise.race(this.underWay);
		if (this.thrown !== undefined) throw this.thrown.error;
		if (this.fault !== undefined) return this.fault;
		return { more: this.complete ? this.taker.overflow : true };
	}

	private ask(): void {
		while (
			!this.ended &&
			this.next - this.dropped < this.wanted &&
			this.underWay.size < this.run.maxParallelRequests &&
			this.asked < Math.max(1, Math.ceil(this.pages / 2))
		) {
			const page = this.page(this.next).then(() => {
				this.underWay.delete(page);
				this.ask();
			});
			this.underWay.add(page);
		}
	}

	private async page(offset: number): Promise<void> {
		const { course } = this;
		this.next += this.step;
		this.asked++;
		try {
			const request = this.paging.page(this.run.request, offset, this.size);
			const answer = await this.connection.send(request, 'read');
			if (course !== this.course) return;
			this.asked--;
			this.arrived.set(offset, answer instanceof Fault ? answer : answer.records);
			this.handOn();
			// What lies beyond a page that failed or is empty is not wanted.
			const last = answer instanceof Fault || answer.records.length === 0;
			if (last && course === this.course) this.next = Infinity;
		} catch (error) {
			this.thrown ??= { error };
			this.ended = true;
		}
	}

	/** Hands on what has arrived without a gap, so that the vendor's order is kept. */
	private handOn(): void {
		for (;;) {
			const page = this.arrived.get(this.position);
			if (this.ended || page === undefined) return;
			this.arrived.delete(this.position);
			if (page instanceof Fault) return this.end(page);
			if (page.length === 0) return this.end();
			if (this.taker.knows(page)) {
				// Records that were added meanwhile have moved the last ones on, to where the end was.
				if (page.length < this.longest) return this.end();
				if (this.run.keyOf === undefined || ++this.barren > MOST_KNOWN_PAGES)
					return this.end(this.repeated(page.length));
				this.dropped += page.length;
			} else {
				const taken = this.taker.take(page);
				if (taken instanceof Fault) return this.end(taken);
				if (this.taker.full) this.ended = true;
				this.dropped += taken.dropped;
				this.barren = 0;
				this.fresh++;
			}
			this.longest = Math.max(this.longest, page.length);
			this.position += page.length;
			if (page.length === this.step) this.pages++;
			else this.startAnew(page.length);
		}
	}

	private startAnew(step: number): void {
		this.course++;
		this.arrived.clear();
		this.step = step;
		this.next = this.position;
		this.pages = 0;
		this.asked = 0;
	}

	private end(fault?: Fault): void {
		this.ended = true;
		this.complete = fault === undefined;
		this.fault = fault;
	}

	/**
	 * The same page again and again. Where it is the only one, and not as long as was asked for, the vendor does not
	 * page: this is all that it gives.
	 */
	private repeated(length: number): Fault | undefined {
		if (this.fresh > 1 || length === this.size) return sameAgain(`record ${this.position}`);
		this.connection.warnings.add(
			`Asked for what follows the first ${length} records, the vendor sent the same ones again: there may be more`,
		);
		return undefined;
	}
}

/** How many whole pages in a row may be known already: as many records may have been added meanwhile. */
const MOST_KNOWN_PAGES = 3;

/** How many pages in a row may bring nothing new while the vendor's cursor moves. */
const MOST_BARREN_PAGES = 20;

async function readByCursor(
	connection: Pages,
	run: ListRun,
	paging: Extract<Paging, { kind: 'cursor' }>,
): Promise<ListRead> {
	const taker = new Taker(run, paging.idOf);
	const pageSize = pageSizeOf(run, paging.pageSize);
	let cursor: number | string = 0;
	const asked = new Set<number | string>([cursor]);
	let barren = 0;
	for (;;) {
		const answer = await connection.send(paging.page(run.request, cursor, pageSize), 'read');
		if (answer instanceof Fault) return answer;
		const { next, records } = answer;
		const taken = taker.take(records);
		if (taken instanceof Fault) return taken;
		if (next === undefined) return { more: taker.overflow };
		if (taker.full) return { more: true };
		barren = taken.fresh > 0 ? 0 : barren + 1;
		const repeated = records.length > 0 && taken.dropped === records.length;
		if (asked.has(next) || repeated || barren > MOST_BARREN_PAGES) return sameAgain(String(cursor));
		cursor = next;
		asked.add(cursor);
	}
}

function sameAgain(place: string): Fault {
	return new Fault({
		kind: 'unreadable',
		message: `The vendor says that more records follow ${place}, but sends none of them`,
		description: 'Narrow the search, or set a Limit, and tell the vendor',
	});
}
