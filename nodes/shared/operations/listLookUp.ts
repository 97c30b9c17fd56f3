import type { IDataObject } from 'n8n-workflow';

import { identityOf, isSameKey } from '../compare';
import { Fault, orThrow } from '../fault';
import { firstKeyless, toldApartBy } from '../keyed';
import type { KeyOf } from '../keyed';
import { readList } from '../pages';
import type { Pages } from '../pages';
import { eachInParallel } from '../parallel';
import { forgetLists, keepList, RecentList, recentList } from '../recentLists';
import type { Upsert } from '../resource';
import { SortedSearch } from '../sortedSearch';
import { isBlank, text } from '../values';
import type { VendorRequest, WriteFields } from '../wire';
import type { Run } from './kind';

/** A record that is looked for. */
export interface Wanted {
	readonly fields: WriteFields;
	readonly matchOn: string;
	readonly matchValue: string;
	/** How long ago the list may have been read, in ms. */
	readonly reuseMs: number;
}

/** The records that were found, by what each was looked for by; none means that there is none. */
type Found = Map<string, IDataObject[]>;

/** The list, without what was read of it already. */
interface Rest {
	readonly request: VendorRequest;
	readonly pages: Pages;
}

/** More are not looked for one by one. */
const MOST_SEARCHED = 50;

/** What a vendor sorts by. */
const nameIn = (value: unknown): string => (text(value) ?? '').normalize('NFC');

const identity = ({ matchOn, matchValue }: Wanted): string => identityOf(matchOn, matchValue);

/**
 * Finds records with vendors that have no search for them: in a list that was read a while ago, if that is wanted; or
 * at their place in the vendor's order; or else by reading the whole list, once for all items.
 */
export class ListLookUp {
	/** What later executions may use. */
	private list: RecentList | undefined;
	private readonly keyOf: KeyOf;

	/**
	 * @param used the fields that items are matched on
	 * @param valueOf the value that a record holds for such a field
	 */
	constructor(
		private readonly run: Run<Upsert>,
		private readonly how: Extract<Upsert['find'], { kind: 'scan' }>,
		private readonly used: readonly string[],
		private readonly valueOf: (field: string, record: IDataObject) => unknown,
	) {
		this.keyOf = toldApartBy(run.resource.keyOf);
	}

	async find(items: readonly Wanted[]): Promise<Found> {
		const wanted = [...new Map(items.map((item) => [identity(item), item])).values()];
		const { connection } = this.run;
		const name = JSON.stringify([this.how.request, this.used]);
		const reuseMs = Math.min(...wanted.map((each) => each.reuseMs));
		const began = Date.now();
		this.list = reuseMs > 0 ? recentList(connection, name, reuseMs, began) : undefined;
		const found = this.list === undefined ? undefined : await this.inRecent(wanted, this.list);
		if (found !== undefined) return found;
		const searched = await this.inOrder(wanted);
		if (searched instanceof Map) return searched;
		this.list = reuseMs > 0 ? new RecentList(began) : undefined;
		const read = await this.inAll(wanted, searched);
		if (this.list !== undefined) keepList(connection, name, this.list);
		return read;
	}

	/** What later executions have to know of a record that was written. */
	wrote(record: IDataObject): void {
		forgetLists(this.run.connection, this.list);
		this.add(record);
	}

	private add(record: IDataObject): void {
		const { list } = this;
		const key = list === undefined ? undefined : this.keyOf(record);
		if (list === undefined || key === undefined) return;
		list.size++;
		for (const field of this.used) {
			const value = this.valueOf(field, record);
			if (!isBlank(value)) list.add(identityOf(field, value), key);
		}
	}

	/** @returns undefined where the list does not tell the truth any more: a record has gone, or has changed */
	private async inRecent(wanted: readonly Wanted[], list: RecentList): Promise<Found | undefined> {
		const { connection, parallel, resource } = this.run;
		const { read } = resource;
		const keys = wanted.map((each) => list.keysOf(identity(each)));
		const found: Found = new Map();
		// Where it takes no fewer requests than the list, that is read.
		if (read === undefined || keys.flat().length > list.size / this.how.paging.pageSize) return undefined;
		let isTrue = true;
		const lookAgain = async (index: number): Promise<void> => {
			const each = wanted[index];
			if (each === undefined) return;
			const records: IDataObject[] = [];
			for (const value of keys[index] ?? []) {
				const answer = await connection.send(read({ by: 'id', value }, {}), 'read');
				const record = answer instanceof Fault ? undefined : answer.records[0];
				if (record !== undefined && this.keyOf(record) === value && this.isMatch(each, record))
					records.push(record);
				else isTrue = false;
			}
			found.set(identity(each), records);
		};
		await eachInParallel(wanted.length, parallel, lookAgain, () => !isTrue);
		if (isTrue) return found;
		forgetLists(connection);
		return undefined;
	}

	/** @returns what is left to be read where not all were found: the list in the order in which it was begun */
	private async inOrder(wanted: readonly Wanted[]): Promise<Found | Rest> {
		const { connection, resource } = this.run;
		const { paging, request, sorted = [] } = this.how;
		const searches = new Map<(typeof sorted)[number], SortedSearch>();
		const found: Found = new Map();
		let rest: Rest = { request, pages: connection };
		// Whether records are the same that are found by different fields is known only of those that all were found.
		if (this.used.length > 1 || wanted.length > MOST_SEARCHED) return rest;
		for (const [index, each] of wanted.entries()) {
			const order = sorted.find(({ by: [first = ''] }) => !isBlank(each.fields[first]));
			if (order === undefined) return rest;
			const namesOf = (record: IDataObject): string[] =>
				order.by.map((field) => nameIn(this.valueOf(field, record)));
			const search =
				searches.get(order) ?? new SortedSearch(connection, { request: order.request, paging, namesOf });
			searches.set(order, search);
			rest = { request: order.request, pages: search.rest };
			if (!(await search.isLong())) return rest;
			const before = search.requests;
			const names = order.by.map((field) => nameIn(each.fields[field]));
			const known = names.slice(0, [...names, ''].indexOf(''));
			const records = await search.find(known, (record) => this.isMatch(each, record));
			if (records.length === 0 || firstKeyless(resource, records) !== undefined) return rest;
			found.set(identity(each), records);
			// The others would take more requests than there are pages.
			if ((wanted.length - index - 1) * (search.requests - before) > search.known) return rest;
		}
		return found;
	}

	private async inAll(wanted: readonly Wanted[], { pages, request }: Rest): Promise<Found> {
		const found: Found = new Map(wanted.map((each) => [identity(each), []]));
		const read = await readList(pages, {
			request,
			paging: this.how.paging,
			limit: undefined,
			maxParallelRequests: this.run.parallel,
			keyOf: this.keyOf,
			take: (record) => {
				this.add(record);
				for (const field of this.used)
					found.get(identityOf(field, this.valueOf(field, record)))?.push(record);
			},
		});
		orThrow(read);
		return found;
	}

	private isMatch({ matchOn, matchValue }: Wanted, record: IDataObject): boolean {
		return isSameKey(this.valueOf(matchOn, record), matchValue);
	}
}
