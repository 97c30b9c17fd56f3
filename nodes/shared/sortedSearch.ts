import type { IDataObject } from 'n8n-workflow';

import { Fault } from './fault';
import type { Pages } from './pages';
import type { Paging } from './resource';
import { requestIdentity } from './wire';
import type { Records, VendorRequest } from './wire';

/** The vendor's list in one of its orders. */
export interface Sorted {
	readonly request: VendorRequest;
	readonly paging: Extract<Paging, { kind: 'offset' }>;
	/** The texts of a record that the vendor sorts by, first to last. */
	namesOf(record: IDataObject): readonly string[];
}

/** Pages that a search reads at most, beside the first ones: what it does not find in these, it does not find. */
const MOST_PAGES = 20;
/** A list of fewer pages is read as a whole: that takes no longer, and sees every record. */
const FEWEST_PAGES = 16;
/** How much further each page is while the end of the list is not known. */
const STRIDE = 4;

/**
 * The orders that a vendor may sort texts in, none of which is documented. They differ in few names, so that what one
 * of them misses is seldom far from what was seen already.
 */
const COLLATIONS: readonly Collation[] = [
	(one, other) => byCode(one.toLowerCase(), other.toLowerCase()),
	new Intl.Collator('und', { sensitivity: 'accent' }).compare,
	new Intl.Collator('und', { sensitivity: 'accent', ignorePunctuation: true }).compare,
	// Cyrillic before Latin.
	new Intl.Collator('ru', { sensitivity: 'accent' }).compare,
	new Intl.Collator('ru', { sensitivity: 'accent', ignorePunctuation: true }).compare,
	byCode,
];

type Collation = (one: string, other: string) => number;

function byCode(one: string, other: string): number {
	return one < other ? -1 : one > other ? 1 : 0;
}

/** A record with what the vendor sorts it by. */
interface Entry {
	readonly record: IDataObject;
	readonly names: readonly string[];
}

/**
 * Looks in a sorted list where a record of some names has to be, and leaves it to the caller whether a record is the
 * one that is meant: an order that is not what it seems to be makes it miss, and never find another one.
 */
export class SortedSearch {
	/** By number of page; what could not be read is not there. */
	private readonly pages = new Map<number, readonly Entry[] | undefined>();
	private readonly answers = new Map<string, Records>();

	constructor(
		private readonly connection: Pages,
		private readonly sorted: Sorted,
	) {}

	/** The pages that the list has, at least. */
	get known(): number {
		return Math.max(0, ...[...this.pages].filter(([, page]) => page?.length !== 0).map(([page]) => page + 1));
	}

	/** How many requests it took. */
	get requests(): number {
		return this.pages.size;
	}

	/** The list as it is read page by page: what was seen of it already is not asked for again. */
	get rest(): Pages {
		return {
			warnings: this.connection.warnings,
			resting: () => this.connection.resting(),
			send: async (request, effect) => {
				const answer = this.answers.get(requestIdentity(request));
				return answer ?? (await this.connection.send(request, effect));
			},
		};
	}

	/** Whether the list is so long that a search is worth it: its first pages are read, and one where a short list has ended. */
	async isLong(): Promise<boolean> {
		const { pageSize } = this.sorted.paging;
		const first = await this.page(0);
		if (first === undefined || first.length < pageSize) return false;
		const [, far] = await Promise.all([this.page(1), this.page(FEWEST_PAGES - 1)]);
		return far !== undefined && far.length > 0;
	}

	/**
	 * @param names what the record is sorted by, as far as it is known: one text at least
	 * @returns the records that are meant of the page where they turned up; none where they did not
	 */
	async find(names: readonly string[], isMeant: (record: IDataObject) => boolean): Promise<IDataObject[]> {
		const most = this.pages.size + MOST_PAGES;
		for (const collation of COLLATIONS) {
			const found = await this.findBy(collation, names, isMeant, most);
			if (found.length > 0) return found;
		}
		return [];
	}

	private async findBy(
		collation: Collation,
		names: readonly string[],
		isMeant: (record: IDataObject) => boolean,
		most: number,
	): Promise<IDataObject[]> {
		const compare = ({ names: own }: Entry, other: readonly string[]): number => {
			for (const [index, name] of other.entries()) {
				const order = collation(own[index] ?? '', name);
				if (order !== 0) return order;
			}
			return 0;
		};
		const isInOrder = (page: readonly Entry[]): boolean =>
			page.every((entry, index) => {
				const before = page[index - 1];
				return before === undefined || compare(before, entry.names) <= 0;
			});
		// The last page that lies before what is looked for, and the first behind it; what was seen already comes first.
		let low = -1;
		let high = Infinity;
		const seen = [...this.pages.keys()];
		for (;;) {
			const next = seen.shift() ?? (high - low > 1 ? between(low, high) : undefined);
			if (next === undefined || (this.pages.size >= most && !this.pages.has(next))) return [];
			const page = await this.page(next);
			if (page === undefined) return [];
			const found = meantAmong(page, isMeant);
			if (found.length > 0) return found;
			if (!isInOrder(page)) return [];
			const [first] = page;
			const last = page.at(-1);
			if (first === undefined || compare(first, names) > 0) high = Math.min(high, next);
			else if (last !== undefined && compare(last, names) < 0) low = Math.max(low, next);
			else return await this.findAmongEqual(next, (entry) => compare(entry, names) === 0, isMeant, most);
		}
	}

	/** Records of the same names may fill several pages: those around one that holds some are read as long as they do. */
	private async findAmongEqual(
		start: number,
		isEqual: (entry: Entry) => boolean,
		isMeant: (record: IDataObject) => boolean,
		most: number,
	): Promise<IDataObject[]> {
		for (const step of [-1, 1]) {
			let page = this.pages.get(start);
			for (let next = start + step; next >= 0 && this.pages.size < most; next += step) {
				const outermost = step < 0 ? page?.[0] : page?.at(-1);
				if (outermost === undefined || !isEqual(outermost)) break;
				page = await this.page(next);
				const found = meantAmong(page ?? [], isMeant);
				if (found.length > 0) return found;
			}
		}
		return [];
	}

	private async page(number: number): Promise<readonly Entry[] | undefined> {
		if (this.pages.has(number)) return this.pages.get(number);
		const { paging, request } = this.sorted;
		const asked = paging.page(request, number * paging.pageSize, paging.pageSize);
		const answer = await this.connection.send(asked, 'read');
		if (!(answer instanceof Fault)) this.answers.set(requestIdentity(asked), answer);
		const page =
			answer instanceof Fault
				? undefined
				: answer.records.map((record): Entry => ({ record, names: this.sorted.namesOf(record) }));
		this.pages.set(number, page);
		return page;
	}
}

const meantAmong = (page: readonly Entry[], isMeant: (record: IDataObject) => boolean): IDataObject[] =>
	page.map(({ record }) => record).filter(isMeant);

/** Far ahead while the end is not known, and then in the middle of what is left. */
function between(low: number, high: number): number {
	return Number.isFinite(high) ? Math.floor((low + high) / 2) : (low + 1) * STRIDE - 1;
}
