import type { IDataObject } from 'n8n-workflow';

import { Fault, orThrow } from '../../nodes/shared/fault';
import { readList } from '../../nodes/shared/pages';
import type { ListRead, ListRun } from '../../nodes/shared/pages';
import { resting } from '../../nodes/shared/parallel';
import type { Paging } from '../../nodes/shared/resource';
import type { Connection } from '../../nodes/shared/send';
import type { Records, VendorRequest } from '../../nodes/shared/wire';

const REQUEST: VendorRequest = { method: 'GET', path: ['customers'] };
const withQuery = (query: VendorRequest['query']): VendorRequest => ({ ...REQUEST, query });
const number = (value: unknown): number => (typeof value === 'number' ? value : NaN);

const single: Paging = { kind: 'single', returnAllSize: 10, sized: (_, size) => withQuery({ size }) };
const offset: Paging = {
	kind: 'offset',
	pageSize: 10,
	page: (_, start, size) => withQuery({ start, size }),
};
const cursor: Paging = {
	kind: 'cursor',
	pageSize: 10,
	page: (_, start, size) => withQuery({ start, size }),
	idOf: ({ id }) => (typeof id === 'number' ? id : undefined),
};

const customers = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ id: index + 1 }));
const ids = (records: readonly IDataObject[]): unknown[] => records.map(({ id }) => id);
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

interface Asked {
	start: number;
	size: number;
}

/** Far more requests than any of these lists needs: a reading that does not end is a failure, not a hang. */
const RUNAWAY = 200;

/** A stand-in for the connection: `answer` plays the vendor, everything asked is noted. */
class Vendor {
	readonly asked: Asked[] = [];
	readonly warnings = new Set<string>();
	atOnce = 0;
	mostAtOnce = 0;
	cancel: AbortSignal | undefined;

	constructor(private readonly answer: (asked: Asked) => Omit<Records, 'kind'> | Fault) {}

	async send({ query }: VendorRequest): Promise<Records | Fault> {
		const asked = { start: number(query?.start), size: number(query?.size) };
		this.asked.push(asked);
		if (this.asked.length > RUNAWAY) throw new Error('This reading does not end');
		this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
		await new Promise((resolve) => setImmediate(resolve));
		this.atOnce--;
		const answer = this.answer(asked);
		return answer instanceof Fault ? answer : { kind: 'records', ...answer };
	}

	resting(): () => Promise<void> {
		return resting(this.cancel);
	}

	/** What reading the list ends with. */
	async end(run: Partial<ListRun> & Pick<ListRun, 'paging'>): Promise<ListRead> {
		return await readList(this as unknown as Connection, {
			request: REQUEST,
			limit: undefined,
			maxParallelRequests: 5,
			take: () => undefined,
			...run,
		});
	}

	/** A list that is read without a fault. */
	async read(
		run: Partial<ListRun> & Pick<ListRun, 'paging'>,
	): Promise<{ records: IDataObject[]; more: boolean }> {
		const records: IDataObject[] = [];
		const { more } = orThrow(await this.end({ take: (record) => records.push(record), ...run }));
		return { records, more };
	}
}

const paged = (count: number) =>
	new Vendor(({ start, size }) => ({ records: customers(count).slice(start, start + size) }));
const sized = (count: number) => new Vendor(({ size }) => ({ records: customers(count).slice(0, size) }));
/** As EPASS: records above the cursor, and the largest id of the page when more follow. */
const cursored = (count: number) =>
	new Vendor(({ start, size }) => {
		const records = customers(count).slice(start, start + size);
		return start + size < count ? { records, next: start + size } : { records };
	});

describe('a list that comes as one answer', () => {
	it('is asked for with the limit, and never brings more than it', async () => {
		const vendor = sized(25);
		expect(ids((await vendor.read({ paging: single, limit: 3 })).records)).toEqual([1, 2, 3]);
		expect(vendor.asked.map(({ size }) => size)).toEqual([3]);
		const deaf = new Vendor(() => ({ records: customers(25) }));
		expect((await deaf.read({ paging: single, limit: 3 })).records).toHaveLength(3);
	});

	it('is asked for again with ten times the size while all are wanted and the answer is full', async () => {
		const vendor = sized(250);
		const { more, records } = await vendor.read({ paging: single });
		expect(ids(records)).toEqual(upTo(250));
		expect(more).toBe(false);
		expect(vendor.asked.map(({ size }) => size)).toEqual([10, 100, 1000]);
	});

	it('hands each record on once, however often the answer is asked for again', async () => {
		const { records } = await sized(1000).read({ paging: single });
		expect(new Set(ids(records)).size).toBe(records.length);
	});

	it('stops asking at some size, and says that more exist', async () => {
		const endless = new Vendor(({ size }) => ({ records: customers(size) }));
		const { more } = await endless.read({ paging: single });
		expect(more).toBe(true);
		expect(endless.asked.length).toBeLessThan(6);
	});

	it('is read as a whole when a filter of our own picks from it', async () => {
		const vendor = sized(10);
		const { records } = await vendor.read({ paging: single, limit: 2, keep: ({ id }) => number(id) > 6 });
		expect(ids(records)).toEqual([7, 8]);
	});
});

describe('a list of one answer that no request makes shorter', () => {
	const whole: Paging = { kind: 'single', returnAllSize: Infinity };

	it.each([
		[0, undefined, 0, false],
		[12, undefined, 12, false],
		[12, 5, 5, true],
		[12, 12, 12, false],
		[12, 50, 12, false],
	])(
		'of %i brings, with the limit %p, %i, and says whether there is more',
		async (all, limit, count, more) => {
			const vendor = new Vendor(() => ({ records: customers(all) }));
			const read = await vendor.read({ paging: whole, limit });
			expect(ids(read.records)).toEqual(upTo(count));
			expect(read.more).toBe(more);
			expect(vendor.asked).toEqual([{ start: NaN, size: NaN }]);
		},
	);
});

describe('a list that is paged by position', () => {
	it.each([1, 9, 10, 11, 25, 30, 50, 99])(
		'brings exactly %i of a hundred when that is the limit',
		async (limit) => {
			const vendor = paged(100);
			const { more, records } = await vendor.read({ paging: offset, limit });
			expect(ids(records)).toEqual(upTo(limit));
			expect(more).toBe(true);
			expect(Math.max(...vendor.asked.map(({ size }) => size))).toBeLessThanOrEqual(Math.min(limit, 10));
			expect(vendor.asked.length).toBe(Math.ceil(limit / 10));
		},
	);

	it.each([0, 1, 10, 95, 100, 101])('brings all of %i in order, each once', async (count) => {
		const { more, records } = await paged(count).read({ paging: offset });
		expect(ids(records)).toEqual(upTo(count));
		expect(more).toBe(false);
	});

	it('brings all there are when the limit is larger', async () => {
		const { more, records } = await paged(23).read({ paging: offset, limit: 500 });
		expect(ids(records)).toEqual(upTo(23));
		expect(more).toBe(false);
	});

	it('reads past the end by no more than half of what has been read', async () => {
		for (const count of [0, 5, 15, 35, 95, 100, 305]) {
			const vendor = paged(count);
			await vendor.read({ paging: offset, maxParallelRequests: 8 });
			const beyond = vendor.asked.filter(({ start }) => start > count).length;
			expect(beyond).toBeLessThanOrEqual(Math.ceil(Math.floor(count / 10) / 2));
			expect(beyond).toBeLessThan(8);
		}
	});

	it('keeps to the number of requests at once', async () => {
		const vendor = paged(400);
		await vendor.read({ paging: offset, maxParallelRequests: 3 });
		expect(vendor.mostAtOnce).toBe(3);
	});

	it('asks for one page at first, and once more behind a short one', async () => {
		const vendor = paged(4);
		await vendor.read({ paging: offset, maxParallelRequests: 8 });
		expect(vendor.asked).toEqual([
			{ start: 0, size: 10 },
			{ start: 4, size: 10 },
		]);
	});

	/** As a vendor that gives other pages than asked for; `length` is how many records there are at a time. */
	const inPagesOf = (count: number, length: (asked: Asked) => number) =>
		new Vendor((asked) => ({
			records: customers(count).slice(asked.start, asked.start + length(asked)),
		}));

	it.each([1, 3, 5, 9])('K11: a vendor that gives %i at most is read to its end', async (most) => {
		for (const count of [0, 1, most, most + 1, 46]) {
			const vendor = inPagesOf(count, () => most);
			const { more, records } = await vendor.read({ paging: offset });
			expect(ids(records)).toEqual(upTo(count));
			expect(more).toBe(false);
		}
	});

	it('K11: pages whose length changes from one to the next lose and double nothing', async () => {
		const lengths = [7, 10, 10, 10, 2, 10, 9, 1, 10, 10];
		for (const maxParallelRequests of [1, 3, 8]) {
			const vendor = inPagesOf(95, ({ start }) => lengths[start % lengths.length] ?? 10);
			const { records } = await vendor.read({ paging: offset, maxParallelRequests });
			expect(ids(records)).toEqual(upTo(95));
		}
	});

	it('K11: a limit is kept in small pages, too', async () => {
		const { more, records } = await inPagesOf(100, () => 4).read({ paging: offset, limit: 30 });
		expect(ids(records)).toEqual(upTo(30));
		expect(more).toBe(true);
	});

	it.each([11, 25, 73, 100])(
		'S12: pages of %i where 10 are asked for bring each record once',
		async (length) => {
			const { more, records } = await inPagesOf(73, () => length).read({ paging: offset });
			expect(ids(records)).toEqual(upTo(73));
			expect(more).toBe(false);
		},
	);

	it('S12: an offset that is ignored ends with a fault, not with the same page for ever', async () => {
		const deaf = new Vendor(({ size }) => ({ records: customers(730).slice(0, size) }));
		expect(await deaf.end({ paging: offset })).toMatchObject({ details: { kind: 'unreadable' } });
		expect(deaf.asked.length).toBeLessThan(4);
		const inTurn = new Vendor(({ start }) => ({
			records: start % 20 === 0 ? customers(10) : customers(20).slice(10),
		}));
		expect(await inTurn.end({ paging: offset })).toMatchObject({ details: { kind: 'unreadable' } });
		expect(inTurn.asked.length).toBeLessThan(12);
	});

	it.each([4, 25])(
		'S12: a vendor that always gives its %i records is said to page no further',
		async (count) => {
			const deaf = new Vendor(() => ({ records: customers(count) }));
			const { records } = await deaf.read({ paging: offset });
			expect(ids(records)).toEqual(upTo(count));
			expect([...deaf.warnings]).toEqual([expect.stringContaining(`first ${count} records`)]);
		},
	);

	it.each([1, 3, 9])('D5: %i records put in front while the list is read double none', async (added) => {
		for (const count of [10, 34, 90]) {
			let before = 0;
			const shifting = new Vendor(({ start, size }) => {
				const list = [
					...Array.from({ length: before }, (_, index) => ({ id: 1000 + index })),
					...customers(count),
				];
				if (start > 0) before = added;
				return { records: list.slice(start, start + size) };
			});
			const { records } = await shifting.read({ paging: offset, keyOf: ({ id }) => number(id) });
			expect(ids(records)).toEqual(upTo(count));
		}
	});

	it.each([4, 10, 14])(
		'D5: %i records put in front between the last page and the look behind it are no fault',
		async (added) => {
			for (const count of [14, 34, 40]) {
				let before = 0;
				const growing = new Vendor(({ start, size }) => {
					const list = [
						...Array.from({ length: before }, (_, index) => ({ id: 1000 + index })),
						...customers(count),
					];
					// Somebody saves without pause while the end is looked for.
					if (start + size >= count) before += before < 2 * added ? added : 0;
					return { records: list.slice(start, start + size) };
				});
				const { more, records } = await growing.read({
					paging: offset,
					maxParallelRequests: 1,
					keyOf: ({ id }) => number(id),
				});
				const old = ids(records).filter((id) => number(id) < 1000);
				expect(old).toEqual(upTo(count));
				expect(new Set(ids(records)).size).toBe(records.length);
				expect(more).toBe(false);
			}
		},
	);

	it('K8: a record without its key is no record', async () => {
		const vendor = new Vendor(() => ({ records: [{ id: 1 }, { name: 'x' }] }));
		const keyOf = ({ id }: IDataObject) => (typeof id === 'number' ? id : undefined);
		for (const paging of [single, offset, cursor])
			expect(await vendor.end({ paging, keyOf })).toMatchObject({ details: { kind: 'unreadable' } });
	});

	it('S22: what `take` throws is thrown once all that is under way has come', async () => {
		const vendor = paged(300);
		const failing = vendor.end({
			paging: offset,
			take: ({ id }) => {
				if (id === 95) throw new Error('no place for 95');
			},
		});
		await expect(failing).rejects.toThrow('no place for 95');
		expect(vendor.atOnce).toBe(0);
	});

	it('reads on with full pages until enough has passed a filter of our own', async () => {
		const vendor = paged(100);
		const { records } = await vendor.read({
			paging: offset,
			limit: 3,
			keep: ({ id }) => number(id) % 30 === 0,
		});
		expect(ids(records)).toEqual([30, 60, 90]);
		expect(new Set(vendor.asked.map(({ size }) => size))).toEqual(new Set([10]));
	});

	it('ends at the end when the filter finds too few', async () => {
		const { more, records } = await paged(100).read({
			paging: offset,
			limit: 3,
			keep: ({ id }) => id === 50,
		});
		expect(ids(records)).toEqual([50]);
		expect(more).toBe(false);
	});

	it('takes the page size that the request asks for', async () => {
		const vendor = paged(9);
		await vendor.read({ paging: offset, pageSize: 4 });
		expect(new Set(vendor.asked.map(({ size }) => size))).toEqual(new Set([4]));
	});

	it('fails with the fault of a page, and hands on nothing after it', async () => {
		const vendor = new Vendor(({ start, size }) => {
			if (start >= 30) return new Fault({ kind: 'failed', message: 'page four' });
			return { records: customers(100).slice(start, start + size) };
		});
		const seen: unknown[] = [];
		const end = await vendor.end({ paging: offset, take: ({ id }) => seen.push(id) });
		expect(end).toMatchObject({ details: { kind: 'failed', message: 'page four' } });
		expect(seen).toEqual(upTo(seen.length));
	});
});

describe('a list in which each page names the next', () => {
	it.each([1, 10, 15, 40])('brings exactly %i of a hundred when that is the limit', async (limit) => {
		const vendor = cursored(100);
		const { more, records } = await vendor.read({ paging: cursor, limit });
		expect(ids(records)).toEqual(upTo(limit));
		expect(more).toBe(true);
		expect(vendor.asked.length).toBe(Math.ceil(limit / 10));
	});

	it.each([0, 1, 10, 11, 95])('brings all of %i in order and stops where no page follows', async (count) => {
		const vendor = cursored(count);
		const { more, records } = await vendor.read({ paging: cursor });
		expect(ids(records)).toEqual(upTo(count));
		expect(more).toBe(false);
		expect(vendor.asked.length).toBe(Math.max(1, Math.ceil(count / 10)));
	});

	it('drops the record that a vendor with an inclusive cursor repeats', async () => {
		const inclusive = new Vendor(({ start, size }) => {
			const from = Math.max(0, start - 1);
			const records = customers(50).slice(from, from + size);
			const last = number(records.at(-1)?.id);
			return last < 50 ? { records, next: last } : { records };
		});
		expect(ids((await inclusive.read({ paging: cursor })).records)).toEqual(upTo(50));
	});

	it('reads on with full pages until enough has passed a filter of our own', async () => {
		const vendor = cursored(100);
		const { records } = await vendor.read({
			paging: cursor,
			limit: 2,
			keep: ({ id }) => number(id) % 40 === 0,
		});
		expect(ids(records)).toEqual([40, 80]);
		expect(new Set(vendor.asked.map(({ size }) => size))).toEqual(new Set([10]));
	});

	const unreadable = { details: { kind: 'unreadable' } };

	it('K11: empty pages are read over while the cursor moves', async () => {
		const sparse = new Vendor(({ start }) => {
			const records = start % 30 === 0 ? customers(100).slice(start, start + 10) : [];
			return start < 90 ? { records, next: start + 10 } : { records };
		});
		const { more, records } = await sparse.read({ paging: cursor });
		expect(ids(records)).toEqual([
			...upTo(10),
			31,
			32,
			33,
			34,
			35,
			36,
			37,
			38,
			39,
			40,
			...upTo(70).slice(60),
			...upTo(100).slice(90),
		]);
		expect(more).toBe(false);
	});

	it('K11: empty pages without end come to one', async () => {
		const empty = new Vendor(({ start }) => ({ records: [], next: start + 10 }));
		expect(await empty.end({ paging: cursor })).toMatchObject(unreadable);
	});

	it('S13: two pages in turn behind a cursor that grows end with a fault', async () => {
		const inTurn = new Vendor(({ start }) => ({
			records: start % 20 === 0 ? customers(10) : customers(20).slice(10),
			next: start + 10,
		}));
		expect(await inTurn.end({ paging: cursor })).toMatchObject(unreadable);
		expect(inTurn.asked).toHaveLength(3);
	});

	it('S13: a record without an ID again and again ends with a fault, but equal ones do not', async () => {
		const again = new Vendor(({ start }) => ({ records: [{ name: 'x' }], next: start + 10 }));
		expect(await again.end({ paging: cursor })).toMatchObject(unreadable);
		const equal = new Vendor(({ start }) => {
			const records = [{ city: 'Burnaby' }, { city: start < 50 ? 'Burnaby' : 'Surrey' }];
			return start < 90 ? { records, next: start + 10 } : { records };
		});
		expect((await equal.read({ paging: cursor })).records).toHaveLength(20);
	});

	it('ends with a fault when the cursor does not move', async () => {
		const stuck = new Vendor(() => ({ records: [], next: 0 }));
		expect(await stuck.end({ paging: cursor })).toMatchObject(unreadable);
		expect(stuck.asked.length).toBeLessThan(3);
	});

	it('ends with a fault when the cursor moves but the same records come again', async () => {
		const deaf = new Vendor(({ start }) => ({ records: customers(10), next: start + 10 }));
		expect(await deaf.end({ paging: cursor })).toMatchObject(unreadable);
		expect(deaf.asked.length).toBeLessThan(4);
	});

	it('ends with a fault when the cursor goes back and forth', async () => {
		const pendulum = new Vendor(({ start }) =>
			start === 10 ? { records: customers(20).slice(10), next: 0 } : { records: customers(10), next: 10 },
		);
		expect(await pendulum.end({ paging: cursor })).toMatchObject(unreadable);
	});

	it('ends with a fault when records without an id come for ever from a cursor that goes in circles', async () => {
		const circle = new Vendor(({ start }) => ({ records: [{ name: 'x' }], next: (start + 1) % 3 }));
		expect(await circle.end({ paging: cursor })).toMatchObject(unreadable);
	});

	it('asks no further page of a vendor in trouble once the limit is reached', async () => {
		const stuck = new Vendor(() => ({ records: customers(10), next: 0 }));
		expect((await stuck.read({ paging: cursor, limit: 10 })).records).toHaveLength(10);
	});
});
