import type { IDataObject } from 'n8n-workflow';

import { Fault } from './fault';
import type { Paging } from './resource';
import type { Connection } from './send';
import type { RecordKey, VendorRequest } from './wire';

export interface ListRun {
	readonly request: VendorRequest;
	readonly paging: Paging;
	/** How many records are wanted at most; undefined for all. */
	readonly limit: number | undefined;
	readonly maxParallelRequests: number;
	readonly pageSize?: number | undefined;
	readonly keep?: ((record: IDataObject) => boolean) | undefined;
	/** Takes one record; called in the vendor's order, `limit` times at most. */
	take(record: IDataObject): void;
}

/** Whether more records exist than were handed on, or the fault that a page ended with. */
export type ListRead = { readonly more: boolean } | Fault;

/** Reads a list page by page and hands its records on one by one, so that no page is kept. */
export async function readList(connection: Connection, run: ListRun): Promise<ListRead> {
	switch (run.paging.kind) {
		case 'single':
			return await readSingle(connection, run, run.paging);
		case 'offset':
			return await readByOffset(connection, run, run.paging);
		case 'cursor':
			return await readByCursor(connection, run, run.paging);
	}
}

/** Hands on what is kept, up to the limit. */
class Taker {
	taken = 0;
	/** Whether a record was left over when the limit was reached. */
	overflow = false;

	constructor(private readonly run: ListRun) {}

	get full(): boolean {
		return this.run.limit !== undefined && this.taken >= this.run.limit;
	}

	takeAll(records: readonly IDataObject[]): void {
		const { keep, take } = this.run;
		for (const record of records) {
			if (keep !== undefined && !keep(record)) continue;
			if (this.full) {
				this.overflow = true;
				return;
			}
			this.taken++;
			take(record);
		}
	}
}

/** How often a full answer is asked for again with ten times the size, when all records are wanted. */
const MOST_ENLARGEMENTS = 3;

async function readSingle(
	connection: Connection,
	run: ListRun,
	paging: Extract<Paging, { kind: 'single' }>,
): Promise<ListRead> {
	const taker = new Taker(run);
	// A filter of our own needs all records, to find enough that pass it.
	let size = run.limit === undefined || run.keep !== undefined ? paging.returnAllSize : run.limit;
	for (let enlargement = 0; ; enlargement++) {
		const answer = await connection.send(paging.sized(run.request, size), 'read');
		if (answer instanceof Fault) return answer;
		const cut = answer.records.length >= size;
		if (!cut || run.limit !== undefined || enlargement >= MOST_ENLARGEMENTS) {
			taker.takeAll(answer.records);
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

/**
 * Pages are asked for without waiting for each other, half as many at once as have arrived so far: the end is
 * overrun by no more than half of what was read, and by less than the bound on parallel requests.
 */
async function readByOffset(
	connection: Connection,
	run: ListRun,
	paging: Extract<Paging, { kind: 'offset' }>,
): Promise<ListRead> {
	const taker = new Taker(run);
	const pageSize = pageSizeOf(run, paging.pageSize);
	const wanted =
		run.limit === undefined || run.keep !== undefined ? Infinity : Math.ceil(run.limit / pageSize);
	const arrived = new Map<number, IDataObject[]>();
	let asked = 0;
	let taken = 0;
	let ended = false;
	let complete = false;
	let failure: Fault | undefined;

	/** Hands on what has arrived without a gap, so that the vendor's order is kept. */
	const takeArrived = (): void => {
		for (let page = arrived.get(taken); page !== undefined && !complete; page = arrived.get(taken)) {
			arrived.delete(taken++);
			taker.takeAll(page);
			complete = page.length < pageSize;
		}
	};
	const readers: Array<Promise<void>> = [];
	const reader = async (): Promise<void> => {
		while (!ended && !taker.full && asked < wanted) {
			const index = asked++;
			const request = paging.page(run.request, index * pageSize, pageSize);
			const page = await connection.send(request, 'read');
			if (page instanceof Fault) {
				failure ??= page;
				ended = true;
				return;
			}
			arrived.set(index, page.records);
			ended ||= page.records.length < pageSize;
			takeArrived();
			if (readers.length < Math.min(run.maxParallelRequests, Math.ceil(taken / 2))) readers.push(reader());
		}
	};
	readers.push(reader());
	// Readers join while others are awaited.
	for (let index = 0; index < readers.length; index++) await readers[index];
	// A page beyond the end, or beyond what is wanted, may fail without harm.
	if (failure !== undefined && !complete && !taker.full) return failure;
	return { more: complete ? taker.overflow : true };
}

async function readByCursor(
	connection: Connection,
	run: ListRun,
	paging: Extract<Paging, { kind: 'cursor' }>,
): Promise<ListRead> {
	const taker = new Taker(run);
	const pageSize = pageSizeOf(run, paging.pageSize);
	let cursor: number | string = 0;
	const asked = new Set<number | string>([cursor]);
	let lastPage = new Set<RecordKey>();
	for (;;) {
		const answer = await connection.send(paging.page(run.request, cursor, pageSize), 'read');
		if (answer instanceof Fault) return answer;
		const { records, next } = answer;
		const page = new Set<RecordKey>();
		const fresh: IDataObject[] = [];
		for (const record of records) {
			const id = paging.idOf(record);
			// A vendor that counts its cursor inclusively repeats the last record of the page before.
			if (id !== undefined && (lastPage.has(id) || page.has(id))) continue;
			if (id !== undefined) page.add(id);
			fresh.push(record);
		}
		taker.takeAll(fresh);
		if (next === undefined) return { more: taker.overflow };
		if (taker.full) return { more: true };
		if (asked.has(next) || fresh.length === 0) {
			return new Fault({
				kind: 'unreadable',
				message: `The vendor says that more records follow ${String(cursor)}, but sends none of them`,
				description: 'Narrow the search, or set a Limit, and tell the vendor',
			});
		}
		cursor = next;
		asked.add(cursor);
		lastPage = page;
	}
}
