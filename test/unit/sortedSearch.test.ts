import type { IDataObject } from 'n8n-workflow';

import { Random } from '../../lab/sandbox/data';
import { Fault } from '../../nodes/shared/fault';
import { readList } from '../../nodes/shared/pages';
import { resting } from '../../nodes/shared/parallel';
import type { Paging } from '../../nodes/shared/resource';
import type { Connection } from '../../nodes/shared/send';
import { SortedSearch } from '../../nodes/shared/sortedSearch';
import type { Records, VendorRequest } from '../../nodes/shared/wire';

const PAGE = 10;
/** What one search may take, with the pages that say whether the list is long. */
const MOST = 23;
const REQUEST: VendorRequest = { method: 'GET', path: ['records'], query: { sortby: 'name' } };
const paging: Extract<Paging, { kind: 'offset' }> = {
	kind: 'offset',
	pageSize: PAGE,
	page: (request, offset, limit) => ({ ...request, query: { ...request.query, offset, limit } }),
};
const namesOf = ({ last, first }: IDataObject): string[] => [String(last), String(first)];

type Order = (one: string, other: string) => number;
const byCode: Order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/** A vendor that keeps a list in some order, and counts what it is asked for. */
class Vendor {
	readonly asked: number[] = [];
	readonly warnings = new Set<string>();
	readonly list: readonly IDataObject[];

	constructor(
		records: readonly IDataObject[],
		order: Order,
		private readonly refuses: (offset: number) => boolean = () => false,
	) {
		this.list = [...records].sort((one, other) => {
			const [last = '', first = ''] = namesOf(one);
			const [otherLast = '', otherFirst = ''] = namesOf(other);
			return order(last, otherLast) || order(first, otherFirst);
		});
	}

	async send({ query }: VendorRequest): Promise<Records | Fault> {
		const offset = Number(query?.offset);
		this.asked.push(offset / PAGE);
		if (this.refuses(offset)) return new Fault({ kind: 'input', message: 'Invalid offset' });
		return { kind: 'records', records: this.list.slice(offset, offset + Number(query?.limit)) };
	}

	resting(): () => Promise<void> {
		return resting(undefined);
	}

	search(): SortedSearch {
		return new SortedSearch(this as unknown as Connection, { request: REQUEST, paging, namesOf });
	}
}

const SYLLABLES = ['an', 'Be', 'co', 'De', 'él', 'O’', 'st ', 'Жу', 'ра', 'ё', '"', '-', 'Zo', '7'];

function records(count: number, random: Random): IDataObject[] {
	const word = (): string => Array.from({ length: random.int(1, 4) }, () => random.pick(SYLLABLES)).join('');
	return Array.from({ length: count }, (_, id) => ({ id, last: word(), first: word() }));
}

const ORDERS: ReadonlyArray<readonly [string, Order]> = [
	['in any letter case', (one, other) => byCode(one.toLowerCase(), other.toLowerCase())],
	['by code', byCode],
	['as a dictionary', new Intl.Collator('ru').compare],
	['as a dictionary, without signs', new Intl.Collator('en', { ignorePunctuation: true }).compare],
];

describe('a search in a sorted list', () => {
	it.each(ORDERS)('finds each record of a list that is sorted %s with few requests', async (_, order) => {
		const random = new Random(11);
		const all = records(10_000, random);
		const vendor = new Vendor(all, order);
		for (let turn = 0; turn < 50; turn++) {
			const wanted = random.pick(all);
			vendor.asked.length = 0;
			const search = vendor.search();
			expect(await search.isLong()).toBe(true);
			const found = await search.find(namesOf(wanted), ({ id }) => id === wanted.id);
			expect(found).toEqual([wanted]);
			expect(vendor.asked.length).toBeLessThanOrEqual(MOST);
			expect(new Set(vendor.asked).size).toBe(vendor.asked.length);
			expect(search.requests).toBe(vendor.asked.length);
		}
	});

	it('finds by the first name alone what shares it with a few pages of others', async () => {
		const all = records(5000, new Random(12));
		const same = Array.from({ length: 55 }, (_, index) => ({
			id: `same ${index}`,
			last: 'Smith',
			first: `${index}`,
		}));
		const vendor = new Vendor([...all, ...same], new Intl.Collator('en', { sensitivity: 'base' }).compare);
		for (const wanted of same) {
			vendor.asked.length = 0;
			const search = vendor.search();
			await search.isLong();
			expect(await search.find(['SMITH'], ({ id }) => id === wanted.id)).toEqual([wanted]);
			expect(vendor.asked.length).toBeLessThanOrEqual(MOST);
		}
	});

	it('gives up, and finds no other record, where none of that name is the one', async () => {
		const vendor = new Vendor(records(10_000, new Random(13)), byCode);
		const search = vendor.search();
		await search.isLong();
		expect(await search.find(['Nobody'], () => false)).toEqual([]);
		expect(vendor.asked.length).toBeLessThanOrEqual(MOST);
	});

	it('gives up where more records than it may read have the name', async () => {
		const all = Array.from({ length: 10_000 }, (_, id) => ({ id, last: 'Same', first: '' }));
		const vendor = new Vendor(all, byCode);
		const search = vendor.search();
		await search.isLong();
		expect(await search.find(['Same'], ({ id }) => id === 9999)).toEqual([]);
		expect(vendor.asked.length).toBeLessThanOrEqual(MOST);
	});

	it('misses in a list that is in no order, and takes no more requests for it', async () => {
		const random = new Random(14);
		const all = records(10_000, random);
		const vendor = new Vendor(all, () => 0);
		const wanted = all[5003] ?? {};
		const search = vendor.search();
		await search.isLong();
		expect(await search.find(namesOf(wanted), ({ id }) => id === wanted.id)).toEqual([]);
		expect(vendor.asked.length).toBeLessThanOrEqual(MOST);
	});

	it('misses where the vendor refuses to look so far ahead', async () => {
		const vendor = new Vendor(records(10_000, new Random(15)), byCode, (offset) => offset > 5000);
		const search = vendor.search();
		expect(await search.isLong()).toBe(true);
		const wanted = vendor.list[9000] ?? {};
		expect(await search.find(namesOf(wanted), ({ id }) => id === wanted.id)).toEqual([]);
	});

	it.each([0, 1, 9, 10, 11, 159, 160, 161])(
		'takes a list of %d records for long only from 16 pages on',
		async (count) => {
			const vendor = new Vendor(records(count, new Random(16)), byCode);
			expect(await vendor.search().isLong()).toBe(count > 150);
			expect(vendor.asked.length).toBeLessThanOrEqual(3);
		},
	);

	it('takes less for the next record: what was seen is not asked for again', async () => {
		const random = new Random(17);
		const all = records(10_000, random);
		const vendor = new Vendor(all, byCode);
		const search = vendor.search();
		await search.isLong();
		for (let turn = 0; turn < 200; turn++) {
			const wanted = random.pick(all);
			expect(await search.find(namesOf(wanted), ({ id }) => id === wanted.id)).toEqual([wanted]);
		}
		expect(new Set(vendor.asked).size).toBe(vendor.asked.length);
		expect(search.known).toBe(1000);
	});

	it('leaves the rest of the list to be read, without what it has seen', async () => {
		const vendor = new Vendor(records(400, new Random(18)), byCode);
		const search = vendor.search();
		await search.isLong();
		await search.find(['Nobody'], () => false);
		const ids: unknown[] = [];
		await readList(search.rest, {
			request: REQUEST,
			paging,
			limit: undefined,
			maxParallelRequests: 3,
			keyOf: ({ id }) => Number(id),
			take: ({ id }) => ids.push(id),
		});
		expect(ids).toEqual(vendor.list.map(({ id }) => id));
		const inList = vendor.asked.filter((page) => page < 40);
		expect(new Set(inList).size).toBe(inList.length);
	});
});
