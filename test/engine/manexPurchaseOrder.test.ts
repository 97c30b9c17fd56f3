import '../../lab/engine/environment';

import type { IDataObject } from 'n8n-workflow';

import { ORDER_KEYS, Rig } from './support';

const call = (action: string): string => `/manex/API/PO/${action}/***`;
/** As many as the sandbox has. */
const ALL = 60;

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 40 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const orders = (filters: IDataObject = {}): IDataObject => ({ resource: 'purchaseOrder', filters });
const lines = (filters: IDataObject = {}): IDataObject => ({ resource: 'purchaseOrderItem', filters });
const all = { returnAll: true };

describe('a search of purchase orders', () => {
	it('brings all of them without a filter, as common orders', async () => {
		const items = await rig.items('manexErp', 'search', { ...orders(), ...all });
		expect(items).toHaveLength(ALL);
		expect(items.every((item) => Object.keys(item).join() === ORDER_KEYS.join())).toBe(true);
		expect(items[0]).toEqual({
			id: '000000000300000',
			number: '000000000300000',
			customerId: null,
			reference: null,
			description: null,
			status: 'Open',
			date: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00$/),
			quantity: null,
			total: expect.any(Number),
			lines: null,
		});
		expect(rig.sent('manex')).toEqual([{ method: 'GET', path: call('Get'), query: {} }]);
	});

	it('sends every filter as documented', async () => {
		const filters = {
			poNum: 300003,
			supName: 'Mouser & Co',
			uniqSupno: '_S1',
			partNo: '910-0001',
			revision: 'A',
			uniqKey: '_I00000001',
			uniqlnno: '_P00000001',
			poStatus: '={{ "open" }}',
			mfgrPtNo: 'TI-1',
			partmfgr: 'TI',
			withBalance: true,
			received: false,
			scheduledPriorTo: '2026-01-31T00:00:00',
		};
		expect(await rig.items('manexErp', 'search', orders(filters))).toEqual([]);
		expect(rig.sent('manex')[0]?.query).toEqual({
			...filters,
			poNum: '000000000300003',
			poStatus: 'Open',
			withBalance: 'true',
			received: 'false',
			scheduledPriorTo: '01-31-2026',
		});
	});

	it('posts them as JSON when the credential says so', async () => {
		rig.setCredential('json', 'manexErp', { requestFormat: 'json' });
		const filters = { poStatus: 'Closed', received: true };
		const items = await rig.items(
			'manexErp',
			'search',
			{ ...orders(filters), ...all },
			{ credential: 'json' },
		);
		expect(new Set(items.map(({ status }) => status))).toEqual(new Set(['Closed']));
		expect(rig.sent('manex')).toEqual([{ method: 'POST', path: call('Get'), query: {}, body: filters }]);
	});

	it('brings what is open and scheduled before a day', async () => {
		const due = { poStatus: 'Open', scheduledPriorTo: '={{ DateTime.fromISO("2025-12-20") }}' };
		const items = await rig.items('manexErp', 'search', { ...orders(due), ...all });
		expect(items.length).toBeGreaterThan(2);
		expect(items.length).toBeLessThan(ALL / 3);
		expect(rig.sent('manex')[0]?.query).toEqual({ poStatus: 'Open', scheduledPriorTo: '12-20-2025' });
	});

	it('leaves out what is beyond the limit, with a hint, and asks no more for it', async () => {
		const run = await rig.run('manexErp', 'search', { ...orders(), limit: '={{ 5 }}' });
		expect(run.json().map(({ id }) => id)).toEqual([0, 1, 2, 3, 4].map((index) => `00000000030000${index}`));
		expect(rig.sent('manex')).toHaveLength(1);
		expect(JSON.stringify(run.hints())).toMatch(/5/);
		const whole = await rig.run('manexErp', 'search', { ...orders(), limit: ALL });
		expect(whole.json()).toHaveLength(ALL);
		expect(whole.hints().map(({ message }) => message)).toEqual(['1 request was sent.']);
	});

	it('gives every field under its name under "raw", without padding', async () => {
		const [item] = await rig.items('manexErp', 'search', {
			...orders({ poNum: '300001' }),
			output: 'raw',
		});
		expect(item).toMatchObject({ PONUM: '000000000300001', POSTATUS: 'Cancelled', TERMS: 'NET 30' });
		expect(item).not.toHaveProperty('$id');
	});

	it.each(['empty', 'refused'] as const)('finds nothing without an error, %s', async (manexNothingFound) => {
		rig.control.settings({ manexNothingFound });
		expect(await rig.items('manexErp', 'search', orders({ supName: 'Nobody' }))).toEqual([]);
		expect(await rig.items('manexErp', 'search', lines({ supplierName: 'Nobody' }))).toEqual([]);
	});

	it('asks once for items that look for the same, and links what each found', async () => {
		const run = await rig.run('manexErp', 'search', orders({ poNum: '={{ $json.no }}' }), {
			input: [{ no: 300001 }, { no: 300002 }, { no: '300001' }],
		});
		expect(run.output().map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
			['000000000300001', { item: 0 }],
			['000000000300002', { item: 1 }],
			['000000000300001', { item: 2 }],
		]);
		expect(rig.sent('manex')).toHaveLength(2);
	});

	it.each<[IDataObject, RegExp]>([
		[{ supName: '' }, /^Filters: Supplier Name has no value/],
		[{ supName: '={{ $json.none }}' }, /^Filters: Supplier Name has no value/],
		[{ partNo: '={{ [1] }}' }, /^Filters: Part Number takes a single value, not a list/],
		[{ poStatus: '={{ "Late" }}' }, /^Filters: Status: "Late" is not one of Open, Cancelled, Closed/],
		[{ received: '={{ "perhaps" }}' }, /^Filters: Received must be true or false, not "perhaps"/],
		[{ scheduledPriorTo: 'soon' }, /^Filters: Scheduled Prior To: "soon" is not a date/],
		[{ scheduledPriorTo: '' }, /^Filters: Scheduled Prior To: "" is not a date/],
	])('sends nothing for the filters %j', async (filters, message) => {
		const run = await rig.run('manexErp', 'search', orders(filters));
		expect(run.error?.message).toMatch(message);
		expect(rig.requests('manex')).toEqual([]);
	});

	it('fails for the item that ManEx refuses, and goes on with the others', async () => {
		rig.control.addFault({
			vendor: 'manex',
			fault: { kind: 'vendorError', message: 'No right to see this' },
		});
		const run = await rig.run(
			'manexErp',
			'search',
			{ ...orders({ poNum: '={{ $json.no }}' }), options: { maxParallelRequests: 1 } },
			{ input: [{ no: 300001 }, { no: 300002 }], onError: 'continueRegularOutput' },
		);
		expect(run.json().map(({ error, id }) => error ?? id)).toEqual([
			'No right to see this [item 0]',
			'000000000300002',
		]);
	});
});

describe('a search of the items of purchase orders', () => {
	it('brings them as they are, numbers as numbers and codes as text', async () => {
		const items = await rig.items('manexErp', 'search', lines({ poNum: '300002' }));
		expect(items).toHaveLength(3);
		expect(items[1]).toEqual({
			id: '_P00000009',
			purchaseOrderId: '000000000300002',
			lineNumber: 2,
			partNumber: '910-0006',
			revision: 'B',
			supplierName: expect.any(String),
			orderStatus: 'Closed',
			orderDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00$/),
			quantity: expect.any(Number),
			received: items[1]?.quantity,
			accepted: expect.any(Number),
			rejected: expect.any(Number),
			cost: expect.any(Number),
		});
		expect(rig.sent('manex')).toEqual([
			{ method: 'GET', path: call('ItemGet'), query: { poNum: '000000000300002' } },
		]);
	});

	it('names the supplier as this function does', async () => {
		const items = await rig.items('manexErp', 'search', {
			...lines({ supplierName: 'Mouser & Co' }),
			...all,
		});
		expect(new Set(items.map(({ supplierName }) => supplierName))).toEqual(new Set(['Mouser & Co']));
		expect(rig.sent('manex')[0]?.query).toEqual({ supplierName: 'Mouser & Co' });
	});

	it('stays within the limit', async () => {
		const items = await rig.items('manexErp', 'search', { ...lines(), limit: 7 });
		expect(items).toHaveLength(7);
		expect(rig.sent('manex')).toHaveLength(1);
	});

	it('gives every field under its name under "raw"', async () => {
		const [item] = await rig.items('manexErp', 'search', {
			...lines({ uniqlnno: '_P00000009' }),
			output: 'raw',
		});
		expect(item).toMatchObject({ UNIQLNNO: '_P00000009', ITEMNO: '002', Part_No: '910-0006' });
	});
});
