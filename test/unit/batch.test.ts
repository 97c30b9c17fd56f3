import type { IDataObject } from 'n8n-workflow';

import { lookUpTogether } from '../../nodes/shared/batch';
import type { Found } from '../../nodes/shared/batch';
import { epass } from '../../nodes/Epass/vendor';
import { absent, Fault } from '../../nodes/shared/fault';
import { resting } from '../../nodes/shared/parallel';
import type { BatchLookup, Paging } from '../../nodes/shared/resource';
import type { Connection } from '../../nodes/shared/send';
import type { Records, VendorRequest } from '../../nodes/shared/wire';
import { customerOf } from './planned';

/** What is looked up: its key is the batch's. */
const resource = {
	...customerOf(epass),
	keyOf: ({ id }: IDataObject) => (typeof id === 'string' ? id : undefined),
};
const batch: BatchLookup = {
	size: 250,
	request: (keys) => ({ method: 'POST', path: ['query'], body: { keys: [...keys] } }),
	paging: {
		kind: 'single',
		returnAllSize: 10_000,
		sized: (request, size) => ({ ...request, query: { size } }),
	},
	keyOf: ({ id }) => (typeof id === 'string' ? id : undefined),
};
const paging: Paging = {
	kind: 'cursor',
	pageSize: 500,
	page: (request, cursor) => ({ ...request, query: { cursor } }),
	idOf: ({ number }) => (typeof number === 'number' ? number : undefined),
};

const keys = (count: number): string[] => Array.from({ length: count }, (_, index) => `C${index}`);
const record = (id: string): IDataObject => ({ id, number: Number(id.slice(1)) + 1, name: `Customer ${id}` });
const refusal = (kind: 'input' | 'unavailable'): Fault => new Fault({ kind, message: 'Too many' });

type Reply = IDataObject[] | Omit<Records, 'kind'> | Fault;

/** Plays the vendor: `many` answers batches, `one` single look-ups. */
class Vendor {
	readonly batches: string[][] = [];
	readonly singles: string[] = [];
	cancelled = false;

	constructor(
		private readonly many: (asked: string[], request: VendorRequest) => Reply,
		private readonly one: (key: string) => Reply = (key) => [record(key)],
	) {}

	async send(request: VendorRequest): Promise<Records | Fault> {
		await new Promise((resolve) => setImmediate(resolve));
		const reply = this.reply(request);
		if (reply instanceof Fault) return reply;
		return { kind: 'records', ...(Array.isArray(reply) ? { records: reply } : reply) };
	}

	resting(): () => Promise<void> {
		return resting(undefined);
	}

	private reply(request: VendorRequest): Reply {
		const key = request.path[1];
		if (key !== undefined) {
			this.singles.push(key);
			return this.one(key);
		}
		const asked = (request.body as { keys: string[] }).keys;
		this.batches.push(asked);
		return this.many(asked, request);
	}

	async lookUp(
		wanted: string[],
		lookup: BatchLookup = batch,
		goesOn = true,
		needed?: readonly string[],
	): Promise<Found> {
		const lookups = wanted.map((key) => ({
			key,
			request: { method: 'GET' as const, path: ['single', key] },
		}));
		const connection = this as unknown as Connection;
		return await lookUpTogether({ connection, parallel: 5, goesOn, resource }, lookup, lookups, needed);
	}
}

describe('look-ups together', () => {
	it('find a thousand with a single look-up and four batches, under way at once', async () => {
		const vendor = new Vendor((asked) => asked.map(record));
		const found = await vendor.lookUp(keys(1000));
		expect(found.size).toBe(1000);
		expect(found.get('C999')).toEqual(record('C999'));
		expect(vendor.batches.map(({ length }) => length)).toEqual([250, 250, 250, 250]);
		expect(vendor.singles).toEqual(['C0']);
	});

	it('are asked for in parts when the vendor takes fewer at a time', async () => {
		const vendor = new Vendor((asked) => (asked.length > 60 ? refusal('input') : asked.map(record)));
		const found = await vendor.lookUp(keys(200));
		expect([...found.keys()].sort()).toEqual(keys(200).sort());
		expect(vendor.batches.map(({ length }) => length)).toEqual([200, 50, 50, 50, 50]);
	});

	it('are left to single ones when the parts are refused as well', async () => {
		const vendor = new Vendor(() => refusal('input'));
		const found = await vendor.lookUp(keys(200));
		expect([...found.keys()]).toEqual(['C0']);
		expect(vendor.batches.map(({ length }) => length)).toEqual([200, 50]);
	});

	it('are not asked for in parts when the vendor is out of order', async () => {
		const vendor = new Vendor(() => refusal('unavailable'));
		expect((await vendor.lookUp(keys(200))).size).toBe(1);
		expect(vendor.batches).toHaveLength(1);
	});

	it('are not trusted when their records lack a field of the single one', async () => {
		const vendor = new Vendor((asked) => asked.map((id) => ({ id })));
		expect([...(await vendor.lookUp(keys(10))).keys()]).toEqual(['C0']);
	});

	it('may lack the fields that they did not ask for', async () => {
		const vendor = new Vendor((asked) => asked.map((id) => ({ id })));
		expect((await vendor.lookUp(keys(10), { ...batch, columns: ['id', 'alias'] })).size).toBe(10);
	});

	it.each([[['id']], [['id', 'alias']], [[]]])(
		'may lack the fields that are of no use: where %j are needed',
		async (needed) => {
			const vendor = new Vendor((asked) => asked.map((id) => ({ id })));
			expect((await vendor.lookUp(keys(10), batch, true, needed)).size).toBe(10);
		},
	);

	it.each(['name', 'NAME', 'name.first'])(
		'are not trusted when their records lack a field that is needed: %s',
		async (name) => {
			const vendor = new Vendor((asked) => asked.map((id) => ({ id })));
			expect([...(await vendor.lookUp(keys(10), batch, true, ['id', name])).keys()]).toEqual(['C0']);
		},
	);

	it('are not trusted when a record that they do not bring is there after all', async () => {
		const vendor = new Vendor((asked) => asked.slice(0, 5).map(record));
		const found = await vendor.lookUp(keys(10));
		expect([...found.keys()]).toEqual(['C0', 'C5']);
	});

	it('leave a key open that no batch brings, once another such key was looked up singly', async () => {
		const vendor = new Vendor(
			(asked) => asked.filter((key) => key !== 'C3' && key !== 'C7').map(record),
			(key) => (key === 'C3' || key === 'C7' ? absent('customer', key) : [record(key)]),
		);
		const found = await vendor.lookUp(keys(10));
		expect(found.get('C3')).toBeInstanceOf(Fault);
		expect(found.has('C7')).toBe(false);
		expect(found.size).toBe(9);
		expect(vendor.singles).toEqual(['C0', 'C3']);
	});

	it('give a key that has two records the one that a single look-up brings', async () => {
		const vendor = new Vendor((asked) => [...asked.map(record), { ...record('C4'), number: 500 }]);
		expect((await vendor.lookUp(keys(10), { ...batch, paging })).get('C4')).toEqual(record('C4'));
	});

	it('read on where the vendor answers in smaller pages', async () => {
		const vendor = new Vendor((asked, { query }) => {
			const start = Number(query?.cursor);
			const records = asked.slice(start, start + 30).map(record);
			return start + 30 < asked.length ? { records, next: start + 30 } : { records };
		});
		expect((await vendor.lookUp(keys(100), { ...batch, paging })).size).toBe(100);
		expect(vendor.batches).toHaveLength(4);
	});

	it('stop at a key that does not exist, when the others are not wanted then', async () => {
		const vendor = new Vendor(
			(asked) => asked.slice(1).map(record),
			(key) => absent('customer', key),
		);
		const found = await vendor.lookUp(keys(10), batch, false);
		expect([...found.keys()]).toEqual(['C0']);
		expect(found.get('C0')).toBeInstanceOf(Fault);
	});
});
