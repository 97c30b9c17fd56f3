import '../../lab/engine/environment';
import { mapped } from '../../lab/n8n/workflows';

import type { IDataObject } from 'n8n-workflow';

import type { Fault } from '../../lab/sandbox/types';
import { AUTOMATIC, customer, PREFIX, Rig } from './support';

const API = PREFIX.guardant;
/** The key of the vendor's page. */
const DONGLE = 991846791;
/** Orders of the vendor's page, one that was submitted and one that was not. */
const SUBMITTED = 10096;
const DRAFT = 10016;

const KEYS = ['id', 'model', 'publicCode', 'typeFlags', 'netResource', 'driverType'];

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 230 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const ofDongles: IDataObject = { resource: 'dongle' };
const dongle = (value: unknown): IDataObject => ({
	...ofDongles,
	dongle: { __rl: true, mode: 'id', value } as IDataObject,
});
const byHand = (value: IDataObject): IDataObject => ({
	fields: mapped(value),
});
const asked = (): string[] =>
	rig.sent('guardant').map(({ method, path }) => `${method} ${path.slice(API.length)}`);

describe('search', () => {
	it('lists all dongles, page by page, in either direction', async () => {
		const all = await rig.items('guardantStation', 'search', { ...ofDongles, returnAll: true });
		expect(all.every((item) => Object.keys(item).join() === KEYS.join())).toBe(true);
		expect(new Set(all.map(({ id }) => id)).size).toBe(230);
		expect(all).toContainEqual({
			id: DONGLE,
			model: 'SIGN',
			publicCode: 1368487351,
			typeFlags: 0,
			netResource: 0,
			driverType: null,
		});
		expect(rig.sent('guardant').slice(0, 3)).toEqual(
			['0', '100', '200'].map((offset) => ({
				method: 'GET',
				path: `${API}/dongles`,
				query: { offset, limit: '100' },
			})),
		);
		const down = await rig.items('guardantStation', 'search', {
			...ofDongles,
			filters: { direction: 'desc' },
			returnAll: true,
		});
		expect(down).toEqual([...all].reverse());
	});

	it('returns as many as the limit says, and the vendor’s fields under "raw"', async () => {
		const raw = await rig.items('guardantStation', 'search', { ...ofDongles, limit: 3, output: 'raw' });
		expect(raw).toHaveLength(3);
		expect(Object.keys(raw[0] ?? {})).toEqual([
			'dongleid',
			'model',
			'netresource',
			'publiccode',
			'typeflags',
		]);
		expect(rig.sent('guardant').map(({ query }) => query)).toEqual([{ offset: '0', limit: '3' }]);
	});

	it('asks once for items that want the same list', async () => {
		const items = await rig.items(
			'guardantStation',
			'search',
			{ ...ofDongles, limit: 2 },
			{ input: [{}, {}, {}] },
		);
		expect(items).toHaveLength(6);
		expect(asked()).toEqual(['GET /dongles']);
	});

	it('brings an error, never the first page alone, when the second one fails', async () => {
		rig.control.addFault({
			vendor: 'guardant',
			fault: { kind: 'status', status: 403 },
			skip: 1,
			count: 10,
			match: { pathIncludes: '/dongles' },
		});
		const run = await rig.run('guardantStation', 'search', { ...ofDongles, returnAll: true });
		expect(run.error?.message).toMatch(/HTTP 403/);
	});
});

describe('create', () => {
	const values: IDataObject = {
		dongleId: 123456789,
		dongleModel: 2,
		publicCode: 1368487351,
		typeFlags: 0,
		netResource: 0,
	};
	const add = (fields: IDataObject, order: string | number = SUBMITTED): IDataObject => ({
		...ofDongles,
		order,
		...byHand(fields),
	});

	it('adds the dongle to the order, as documented', async () => {
		const item = await rig.item('guardantStation', 'create', add(values));
		expect(item).toEqual({
			id: 123456789,
			model: 'SIGN',
			publicCode: 1368487351,
			typeFlags: 0,
			netResource: 0,
			driverType: null,
		});
		expect(rig.sent('guardant')).toEqual([
			{ method: 'POST', path: `${API}/orders/${SUBMITTED}/dongles`, query: {}, body: values },
		]);
		expect(rig.control.counters().guardant.created).toBe(1);
	});

	it('takes the order that Get Many Orders gives out, and the model by its name', async () => {
		const orders = await rig.items('guardantStation', 'listOrders', {
			...customer(4),
			options: { status: [1] },
		});
		rig.control.clearRequests();
		const run = await rig.run(
			'guardantStation',
			'create',
			add({ dongleId: '-77', dongleModel: 'code_time' }, '={{ $json.id }}'),
			{ input: orders },
		);
		expect(run.json()).toMatchObject([{ id: -77, model: 'CODE_TIME' }]);
		expect(rig.sent('guardant')).toMatchObject([
			{ path: `${API}/orders/${SUBMITTED}/dongles`, body: { dongleId: -77, dongleModel: 5 } },
		]);
	});

	it('takes the dongles that Get Many gives out, mapped automatically', async () => {
		const found = await rig.items('guardantStation', 'search', { ...ofDongles, limit: 3 });
		rig.control.clearRequests();
		const items = await rig.items(
			'guardantStation',
			'create',
			{ ...ofDongles, order: SUBMITTED, ...AUTOMATIC },
			{ input: found },
		);
		expect(items.map(({ id }) => id)).toEqual(found.map(({ id }) => id));
		expect(items).toEqual(found);
	});

	it('does not take the ID of another record for a dongle’s', async () => {
		const [order] = await rig.items('guardantStation', 'listOrders', customer(4));
		rig.control.clearRequests();
		const run = await rig.run(
			'guardantStation',
			'create',
			{ ...ofDongles, order: SUBMITTED, ...AUTOMATIC },
			{ input: [{ ...order, netResource: 0 }] },
		);
		expect(run.error?.message).toBe('Fields: "Dongle ID" (dongleId) is required [item 0]');
		expect(rig.requests('guardant')).toEqual([]);
	});

	it.each<[IDataObject, string | number, RegExp]>([
		[{ dongleModel: 2 }, SUBMITTED, /^Fields: "Dongle ID" \(dongleId\) is required/],
		[{ dongleId: 1.5 }, SUBMITTED, /^Fields: Dongle ID \(dongleId\) must be a whole number/],
		[
			{ dongleId: 1, dongleModel: 6 },
			SUBMITTED,
			/^Fields: Model \(dongleModel\): "6" is not one of 0, 1, 2, 3, 4, 5/,
		],
		[
			{ dongleId: 1, netResource: 'x' },
			SUBMITTED,
			/^Fields: Network Resource \(netResource\) must be a number/,
		],
		[values, 0, /^Order: nothing is entered/],
		[values, '={{ $json.order }}', /^Order: nothing is entered/],
		[values, '={{ "PO-1" }}', /^Order: "PO-1" is not a whole number from 1 on/],
	])('refuses %j for the order %j before anything is sent', async (fields, order, words) => {
		const run = await rig.run('guardantStation', 'create', add(fields, order));
		expect(run.error?.message).toMatch(words);
		expect(rig.requests('guardant')).toEqual([]);
	});

	it('passes on the vendor’s refusals, item by item', async () => {
		const run = await rig.run(
			'guardantStation',
			'create',
			{ ...ofDongles, order: '={{ $json.order }}', ...byHand({ dongleId: '={{ $json.dongle }}' }) },
			{
				input: [
					{ order: DRAFT, dongle: 1 },
					{ order: SUBMITTED, dongle: 1 },
					{ order: SUBMITTED, dongle: 1 },
					{ order: 999_999, dongle: 2 },
				],
				onError: 'continueRegularOutput',
			},
		);
		expect(run.json().map(({ error, id }) => error ?? id)).toEqual([
			'The order is not in the Submit status (Dongle ID 1) [item 0]',
			1,
			'The hardware key was added to the order before (Dongle ID 1) [item 2]',
			'Order not found [item 3]',
		]);
	});

	it('passes on the vendor’s own code with its words', async () => {
		rig.control.addFault({
			vendor: 'guardant',
			fault: {
				kind: 'vendorError',
				message: 'Hardware key does not support time limited features',
				code: 10172,
			},
		});
		const run = await rig.run('guardantStation', 'create', add(values));
		expect(run.error?.message).toBe('Hardware key does not support time limited features [item 0]');
	});

	it.each<Fault>([
		{ kind: 'resetAfter' },
		{ kind: 'resetBefore' },
		{ kind: 'truncated' },
		{ kind: 'empty' },
		{ kind: 'notJson' },
		{ kind: 'status', status: 500 },
		{ kind: 'status', status: 503 },
		{ kind: 'statusAfter', status: 502 },
	])('is never sent again when its answer was lost ($kind): nobody can look', async (fault) => {
		rig.control.addFault({ vendor: 'guardant', fault, match: { method: 'POST' } });
		const run = await rig.run('guardantStation', 'create', add(values));
		expect(run.error).toMatchObject({
			message: expect.stringMatching(/ - the record may have been saved all the same \[item 0\]$/),
			description: "Look in the vendor's system for the dongle ID 123456789 before you run this item again",
		});
		expect(asked()).toEqual([`POST /orders/${SUBMITTED}/dongles`]);
	});
});

describe('update', () => {
	it('changes the driver type, as documented', async () => {
		const item = await rig.item('guardantStation', 'update', {
			...dongle(DONGLE),
			...byHand({ driverType: 2 }),
		});
		expect(item).toMatchObject({ id: DONGLE, model: 'SIGN', driverType: 2 });
		expect(rig.sent('guardant')).toEqual([
			{ method: 'PUT', path: `${API}/dongles/${DONGLE}`, query: {}, body: { driverType: 2 } },
		]);
	});

	it('takes any number, since one of the documented values is misprinted', async () => {
		await rig.item('guardantStation', 'update', {
			...dongle(String(DONGLE)),
			...byHand({ driverType: '16' }),
		});
		expect(rig.sent('guardant')[0]?.body).toEqual({ driverType: 16 });
	});

	it.each<[unknown, IDataObject, RegExp]>([
		[DONGLE, { driverType: 'W16' }, /^Fields: Driver Type \(driverType\) must be a number, not "W16"/],
		[DONGLE, { driverType: -1 }, /^Fields: Driver Type \(driverType\) must be 0 or more/],
		['={{ "A1" }}', { driverType: 2 }, /^Dongle: the dongle ID must be a whole number, not "A1"/],
		[DONGLE, {}, /^Fields: nothing is filled in/],
	])('refuses %j with %j before anything is sent', async (key, fields, words) => {
		const run = await rig.run('guardantStation', 'update', { ...dongle(key), ...byHand(fields) });
		expect(run.error?.message).toMatch(words);
		expect(rig.requests('guardant')).toEqual([]);
	});

	it('fails for a dongle that is not there, and changes those of the other items', async () => {
		const run = await rig.run(
			'guardantStation',
			'update',
			{ ...dongle('={{ $json.key }}'), ...byHand({ driverType: 0 }) },
			{ input: [{ key: DONGLE }, { key: 5 }], onError: 'continueRegularOutput' },
		);
		expect(run.json().map(({ error, id }) => error ?? id)).toEqual([
			DONGLE,
			'Hardware key not found: 5 [item 1]',
		]);
	});

	it('is not sent again when its answer was lost: nothing documented reads a dongle', async () => {
		rig.control.addFault({ vendor: 'guardant', fault: { kind: 'resetAfter' } });
		const run = await rig.run('guardantStation', 'update', {
			...dongle(DONGLE),
			...byHand({ driverType: 2 }),
		});
		expect(run.error).toMatchObject({
			message: expect.stringMatching(/ - the record may have been saved all the same \[item 0\]$/),
			description: `Look in the vendor's system for the dongle ${DONGLE} before you run this item again`,
		});
		expect(asked()).toEqual([`PUT /dongles/${DONGLE}`]);
	});
});

describe('get history', () => {
	const history = async (
		filters: IDataObject = {},
		more: IDataObject = { returnAll: true },
	): Promise<IDataObject[]> =>
		await rig.items('guardantStation', 'getHistory', { ...dongle(DONGLE), filters, ...more });

	it('lists what was done to the dongle', async () => {
		const entries = await history();
		expect(entries).toHaveLength(12);
		expect(entries[0]).toEqual({
			dongleId: DONGLE,
			actionDate: '2020-09-13T12:26:40.000Z',
			actionResult: 0,
			comment: 'First writing',
		});
		expect(rig.sent('guardant')[0]).toEqual({
			method: 'GET',
			path: `${API}/getdonglehistory/${DONGLE}`,
			query: { offset: '0', limit: '100' },
		});
	});

	it.each(['history', 'donglehistory', 'events', ''])('finds the entries under the name %j', async (name) => {
		rig.control.settings({ guardantHistoryName: name });
		expect(await history()).toHaveLength(12);
	});

	it('filters by time and result, and sorts, on the server', async () => {
		const entries = await history({
			actionDateBegin: '2020-10-01',
			actionDateEnd: '2021-08-31',
			actionResult: 0,
			direction: 'desc',
		});
		expect(rig.sent('guardant')[0]?.query).toMatchObject({
			actiondatebegin: String(Date.parse('2020-10-01T00:00:00Z') / 1000),
			actiondateend: String(Date.parse('2021-08-31T23:59:59Z') / 1000),
			actionresult: '0',
			direction: 'desc',
		});
		const dates = entries.map(({ actionDate }) => String(actionDate));
		expect(dates.length).toBeGreaterThan(5);
		expect(dates).toEqual([...dates].sort().reverse());
		expect(entries.every(({ actionResult }) => actionResult === 0)).toBe(true);
	});

	it('takes a date of n8n’s', async () => {
		await history({ actionDateBegin: '={{ DateTime.fromISO("2021-01-01T03:00:00+03:00") }}' });
		expect(rig.sent('guardant')[0]?.query.actiondatebegin).toBe(
			String(Date.parse('2021-01-01T00:00:00Z') / 1000),
		);
	});

	it.each([
		1609459200,
		1609459200999,
		'1609459200',
		'={{ DateTime.fromISO("2021-01-01T00:00:00Z").toMillis() }}',
	])('takes %j, in seconds or in milliseconds since 1970', async (actionDateBegin) => {
		await history({ actionDateBegin });
		expect(rig.sent('guardant')[0]?.query.actiondatebegin).toBe('1609459200');
	});

	it('reads on past a page, and stops at the limit', async () => {
		const all = await rig.items('guardantStation', 'search', { ...ofDongles, returnAll: true });
		const lengths = new Map<unknown, number>();
		const run = await rig.run(
			'guardantStation',
			'getHistory',
			{ ...dongle('={{ $json.id }}'), returnAll: true },
			{ input: all.slice(0, 20) },
		);
		for (const { json } of run.output()) lengths.set(json.dongleId, (lengths.get(json.dongleId) ?? 0) + 1);
		const [longest, length] = [...lengths].sort(([, a], [, b]) => b - a)[0] ?? [];
		expect(length).toBeGreaterThan(100);
		rig.control.clearRequests();
		const some = await rig.items('guardantStation', 'getHistory', { ...dongle(longest), limit: 3 });
		expect(some).toHaveLength(3);
		expect(rig.sent('guardant').map(({ query }) => query)).toEqual([{ offset: '0', limit: '3' }]);
	});

	it('gives the vendor’s fields under "raw"', async () => {
		const [entry] = await history({}, { limit: 1, output: 'raw' });
		expect(entry).toEqual({ actiondate: 1600000000, actionresult: 0, comment: 'First writing' });
	});

	it('links each entry to its item, and goes on past a dongle that is not there', async () => {
		const run = await rig.run(
			'guardantStation',
			'getHistory',
			{ ...dongle('={{ $json.key }}'), limit: 1 },
			{ input: [{ key: DONGLE }, { key: 5 }], onError: 'continueRegularOutput' },
		);
		expect(run.output().map(({ json, pairedItem }) => [json.error ?? json.dongleId, pairedItem])).toEqual([
			[DONGLE, { item: 0 }],
			['Hardware key not found: 5 [item 1]', { item: 1 }],
		]);
	});

	it.each<[IDataObject, RegExp]>([
		[{ actionDateBegin: 'soon' }, /^Filters: From: "soon" is not a date \[item 0\]$/],
		[{ actionDateEnd: '={{ $json.until }}' }, /^Filters: Until has no value \[item 0\]$/],
		[
			{ actionDateBegin: 20260131 },
			/^Filters: From: 20260131 is no time in seconds since 1970, nor in milliseconds \[item 0\]$/,
		],
		[{ actionDateEnd: '20260131' }, /^Filters: Until: 20260131 is no time in seconds since 1970/],
		[
			{ actionDateBegin: '2021-02-01', actionDateEnd: '2021-01-01' },
			/^Filters: From is later than Until \[item 0\]$/,
		],
		[{ direction: 'up' }, /^Filters: Sort Direction: "up" is not one of asc, desc \[item 0\]$/],
	])('refuses %j before anything is sent', async (filters, words) => {
		const run = await rig.run('guardantStation', 'getHistory', { ...dongle(DONGLE), filters });
		expect(run.error?.message).toMatch(words);
		expect(rig.requests('guardant')).toEqual([]);
	});
});
