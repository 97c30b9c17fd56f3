import '../../lab/engine/environment';
import { mapped } from '../../lab/n8n/workflows';

import type { IDataObject } from 'n8n-workflow';

import { AUTOMATIC, customer, ORDER_KEYS, Rig } from './support';

const call = (action: string): string => `/manex/API/SO/${action}/***`;

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 40 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const salesOrder = (value: unknown): IDataObject => ({
	resource: 'salesOrder',
	salesOrder: { __rl: true, mode: 'id', value } as IDataObject,
});
const byHand = (value: IDataObject): IDataObject => ({
	resource: 'salesOrder',
	fields: mapped(value),
});
const stored = (number: string): IDataObject => (rig.control.record('manex', number) ?? {}) as IDataObject;
const sentTo = (action: string): number =>
	rig.sent('manex').filter(({ path }) => path === call(action)).length;
const { created, updated } = {
	created: () => rig.control.counters().manex.created,
	updated: () => rig.control.counters().manex.updated,
};

describe('get', () => {
	it('reads the order by its number and gives the common order, whose customer the next node takes', async () => {
		const item = await rig.item('manexErp', 'get', salesOrder('0000100000'));
		expect(Object.keys(item)).toEqual([...ORDER_KEYS]);
		expect(item).toEqual({
			id: '0000100000',
			number: '0000100000',
			customerId: '0000000010',
			reference: expect.stringMatching(/^PO-\d{6}$/),
			description: 'Call before delivery',
			status: null,
			date: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00$/),
			quantity: null,
			total: null,
			lines: null,
		});
		expect(rig.sent('manex')).toEqual([{ method: 'GET', path: call('Get'), query: { SoNo: '0000100000' } }]);
		expect(await rig.item('manexErp', 'get', customer(item.customerId))).toMatchObject({ name: 'Customer' });
	});

	it.each(['100003', 100003, ' 0000100003 '])('pads the number %j to ten digits', async (key) => {
		const item = await rig.item('manexErp', 'get', salesOrder('={{ $json.key }}'), { input: [{ key }] });
		expect(item.id).toBe('0000100003');
		expect(rig.sent('manex')[0]?.query).toEqual({ SoNo: '0000100003' });
	});

	it('sends a number with letters in it as it is', async () => {
		const run = await rig.run('manexErp', 'get', salesOrder('WEB-12'));
		expect(run.error?.message).toBe('Sales Order does not exists: WEB-12 [item 0]');
		expect(rig.sent('manex')[0]?.query).toEqual({ SoNo: 'WEB-12' });
	});

	it('posts the number as JSON when the credential says so', async () => {
		rig.setCredential('json', 'manexErp', { requestFormat: 'json' });
		await rig.item('manexErp', 'get', salesOrder('100000'), { credential: 'json' });
		expect(rig.sent('manex')).toEqual([
			{ method: 'POST', path: call('Get'), query: {}, body: { SoNo: '0000100000' } },
		]);
	});

	it('gives every field without padding and without $id under "raw", and named ones under "selected"', async () => {
		const raw = await rig.item('manexErp', 'get', { ...salesOrder('100000'), output: 'raw' });
		const kept = stored('0000100000');
		expect(Object.keys(raw)).toEqual(Object.keys(kept));
		expect(raw.SHIPVIA).toBe(String(kept.SHIPVIA).trim());
		const selected = await rig.item('manexErp', 'get', {
			...salesOrder('100000'),
			output: 'selected',
			outputFields: 'customerId, TERMS',
		});
		expect(selected).toEqual({ id: '0000100000', customerId: '0000000010', TERMS: kept.TERMS });
	});

	it('fails for the item whose order is missing, and asks once for items that want the same', async () => {
		const run = await rig.run('manexErp', 'get', salesOrder('={{ $json.no }}'), {
			input: [{ no: '100001' }, { no: '999' }, { no: '0000100001' }],
			onError: 'continueRegularOutput',
		});
		expect(run.output().map(({ json, pairedItem }) => [json.id ?? json.error, pairedItem])).toEqual([
			['0000100001', { item: 0 }],
			['Sales Order does not exists: 0000000999 [item 1]', { item: 1 }],
			['0000100001', { item: 2 }],
		]);
		expect(rig.sent('manex')).toHaveLength(2);
	});

	it.each([
		["={{ '' }}", /^Sales Order: nothing is chosen or entered/],
		["={{ '12345678901' }}", /^Sales Order: the sales order number must be up to ten digits or letters/],
		["={{ '1/2' }}", /^Sales Order: the sales order number must be up to ten digits or letters/],
	])('sends nothing for the number %j', async (number, message) => {
		const run = await rig.run('manexErp', 'get', salesOrder(number));
		expect(run.error?.message).toMatch(message);
		expect(rig.requests('manex')).toEqual([]);
	});
});

describe('create', () => {
	const values = {
		custNo: '0000000011',
		orderDate: '2026-02-28',
		SoNo: '0000900001',
		PoNo: 'PO 1 & 2',
		POAck: true,
		SOAMTDSCT: '5.5',
		SOAPPROVAL: 'yes',
		SOAPPRVINIT: 'AB',
	};
	const sent = {
		custNo: '0000000011',
		orderDate: '02-28-2026',
		SoNo: '0000900001',
		PoNo: 'PO 1 & 2',
		POAck: '1',
		SOAMTDSCT: '5.5',
		SOAPPROVAL: '1',
		SOAPPRVINIT: 'AB',
	};

	it('posts the fields as a query string, and gives what was sent, since ManEx answers with nothing', async () => {
		const item = await rig.item('manexErp', 'create', byHand(values));
		expect(item).toEqual({
			id: '0000900001',
			number: '0000900001',
			customerId: '0000000011',
			reference: 'PO 1 & 2',
			description: null,
			status: null,
			date: '2026-02-28',
			quantity: null,
			total: null,
			lines: null,
		});
		expect(rig.sent('manex')).toEqual([{ method: 'POST', path: call('Add'), query: sent }]);
		expect(stored('0000900001')).toMatchObject({
			CUSTNO: '0000000011',
			ORDERDATE: '2026-02-28T00:00:00',
			POACK: true,
			SOAPPRVINIT: 'AB',
		});
		expect(await rig.item('manexErp', 'get', salesOrder(item.id))).toMatchObject({ id: '0000900001' });
	});

	it('posts them as JSON when the credential says so', async () => {
		rig.setCredential('json', 'manexErp', { requestFormat: 'json' });
		await rig.item('manexErp', 'create', byHand(values), { credential: 'json' });
		expect(rig.sent('manex')).toEqual([
			{
				method: 'POST',
				path: call('Add'),
				query: {},
				body: { ...sent, POAck: 1, SOAMTDSCT: 5.5, SOAPPROVAL: 1 },
			},
		]);
	});

	it('knows no number that ManEx gave by itself', async () => {
		const item = await rig.item('manexErp', 'create', byHand({ custNo: '0000000011' }));
		expect(item).toMatchObject({ id: null, number: null, customerId: '0000000011', date: null });
		expect(created()).toBe(1);
	});

	it('takes the order of another vendor without a field mapped by hand but the customer', async () => {
		const [order] = await rig.items('weevioPims', 'listOrders', customer('M-1000'));
		const extraFields = '{"custNo": "0000000012"}';
		const item = await rig.item(
			'manexErp',
			'create',
			{ resource: 'salesOrder', ...AUTOMATIC, extraFields },
			{ input: [order ?? {}] },
		);
		expect(rig.sent('manex')).toEqual([
			{
				method: 'POST',
				path: call('Add'),
				query: {
					orderDate: String(order?.date).replace(/^(\d+)-(\d+)-(\d+)$/, '$2-$3-$1'),
					PoNo: order?.reference,
					custNo: '0000000012',
				},
			},
		]);
		expect(item).toMatchObject({
			customerId: '0000000012',
			reference: order?.reference,
			date: order?.date,
		});
	});

	it('names the customer that an order of another vendor lacks, and sends nothing', async () => {
		const orders = await rig.items('epass', 'listOrders', customer('1000'));
		const run = await rig.run(
			'manexErp',
			'create',
			{ resource: 'salesOrder', ...AUTOMATIC },
			{ input: orders.slice(0, 1) },
		);
		expect(run.error?.message).toBe('Fields: "Customer Number" (custNo) is required [item 0]');
		expect(rig.requests('manex')).toEqual([]);
	});

	it('takes the customer along from an order of ManEx, and leaves its number', async () => {
		const order = await rig.item('manexErp', 'get', salesOrder('100003'));
		rig.control.clearRequests();
		await rig.item('manexErp', 'create', { resource: 'salesOrder', ...AUTOMATIC }, { input: [order] });
		expect(rig.sent('manex')[0]?.query).toEqual({
			custNo: '0000000013',
			orderDate: expect.stringMatching(/^\d\d-\d\d-\d{4}$/),
			PoNo: order.reference,
			SONote: 'Call before delivery',
		});
	});

	it.each<[IDataObject, RegExp]>([
		[{}, /^Fields: "Customer Number" \(custNo\) is required/],
		[{ PoNo: '1' }, /^Fields: "Customer Number" \(custNo\) is required/],
		[{ custNo: '11' }, /^Fields: Customer Number \(custNo\): "11" is not a customer number of ten digits/],
		[{ custNo: '0000000011', SoNo: '12' }, /\(SoNo\): "12" is not a sales order number: ten digits/],
		[{ custNo: '0000000011', orderDate: '31-01-2026' }, /\(orderDate\): "31-01-2026" is not a date/],
		[{ custNo: '0000000011', POAck: 2 }, /\(POAck\) must be true or false/],
		[
			{ custNo: '0000000011', SOAPPROVAL: true },
			/^Fields: "Approval Initials" \(SOAPPRVINIT\) is required where "Approved"/,
		],
	])('sends nothing for %j', async (fields, message) => {
		const run = await rig.run('manexErp', 'create', byHand(fields));
		expect(run.error?.message).toMatch(message);
		expect(rig.requests('manex')).toEqual([]);
	});

	it('fails for the item that ManEx refuses, in its words, and goes on with the others', async () => {
		const run = await rig.run(
			'manexErp',
			'create',
			byHand({ custNo: '0000000011', SoNo: '={{ $json.no }}' }),
			{
				input: [{ no: '0000100000' }, { no: '0000900002' }],
				onError: 'continueRegularOutput',
			},
		);
		const [refused, added] = run.json();
		expect(refused?.error).toMatch(/^Sales Order add failed\.Object reference not set.* \[item 0\]$/);
		expect(added).toMatchObject({ id: '0000900002' });
	});

	const lost = { vendor: 'manex', match: { pathIncludes: '/SO/Add' } } as const;

	it('looks an order up by its own number when the answer is lost, and adds it once', async () => {
		rig.control.addFault({ ...lost, fault: { kind: 'resetAfter' } });
		const item = await rig.item('manexErp', 'create', byHand(values));
		expect(item).toMatchObject({ id: '0000900001', customerId: '0000000011', reference: 'PO 1 & 2' });
		expect([sentTo('Add'), sentTo('Get'), created()]).toEqual([1, 1, 1]);
	});

	it('knows it in any letter case of the names, since the answer’s are cut off in the documentation', async () => {
		rig.control.addFault({ ...lost, fault: { kind: 'resetAfter' } });
		const ResponseObject = { $id: '2', SoNo: '0000900001', CustNo: '0000000011', PoNo: 'A' };
		const body = { $id: '1', Code: 200, Message: '', IsValidUser: true, ResponseObject };
		const fault = { kind: 'status', status: 200, body } as const;
		rig.control.addFault({ vendor: 'manex', match: { pathIncludes: '/SO/Get' }, fault });
		const fields = { custNo: '0000000011', SoNo: '0000900001', PoNo: 'A' };
		expect(await rig.item('manexErp', 'create', byHand(fields))).toMatchObject({
			id: '0000900001',
			reference: 'A',
		});
		expect([sentTo('Add'), sentTo('Get')]).toEqual([1, 1]);
	});

	it('adds it again where the look-up shows that it had not arrived', async () => {
		rig.control.addFault({ ...lost, fault: { kind: 'resetBefore' } });
		await rig.item('manexErp', 'create', byHand(values));
		expect([sentTo('Add'), sentTo('Get'), created()]).toEqual([2, 1, 1]);
	});

	it('says of an order without a number that it may have been saved, and never adds it again', async () => {
		rig.control.addFault({ ...lost, fault: { kind: 'resetAfter' } });
		const run = await rig.run('manexErp', 'create', byHand({ custNo: '0000000011' }));
		expect(run.error?.message).toMatch(/ - the record may have been saved all the same \[item 0\]$/);
		expect(run.error?.description).toMatch(/^Look in the vendor's system whether the record is there/);
		expect([sentTo('Add'), created()]).toEqual([1, 1]);
	});
});

describe('update', () => {
	const change = { ...byHand({ PoNo: 'NEW-1', POAck: false, orderDate: '2026-03-01' }) };

	it('sends the number and the changes, and returns these', async () => {
		const before = stored('0000100002');
		const item = await rig.item('manexErp', 'update', { ...change, ...salesOrder(100002) });
		expect(item).toMatchObject({ id: '0000100002', reference: 'NEW-1' });
		expect(rig.sent('manex')).toEqual([
			{
				method: 'POST',
				path: call('Edit'),
				query: { SoNo: '0000100002', orderDate: '03-01-2026', PoNo: 'NEW-1', POAck: '0' },
			},
		]);
		expect(stored('0000100002')).toEqual({
			...before,
			PONO: 'NEW-1',
			POACK: false,
			ORDERDATE: '2026-03-01T00:00:00',
		});
	});

	it('changes each item’s own order, and names the one that is missing', async () => {
		const run = await rig.run(
			'manexErp',
			'update',
			{ ...byHand({ PoNo: '={{ $json.po }}' }), ...salesOrder('={{ $json.no }}') },
			{
				input: [
					{ no: 100002, po: 'A' },
					{ no: 1, po: 'B' },
				],
				onError: 'continueRegularOutput',
			},
		);
		expect(run.json()).toEqual([
			expect.objectContaining({ id: '0000100002', reference: 'A' }),
			{ error: 'Sales Order does not exists: 0000000001 [item 1]' },
		]);
	});

	it('looks again when the answer is lost, and changes once', async () => {
		rig.control.addFault({
			vendor: 'manex',
			match: { pathIncludes: '/SO/Edit' },
			fault: { kind: 'resetAfter' },
		});
		const item = await rig.item('manexErp', 'update', { ...change, ...salesOrder(100002) });
		expect(item).toMatchObject({ id: '0000100002', reference: 'NEW-1', customerId: '0000000012' });
		expect([sentTo('Edit'), sentTo('Get'), updated()]).toEqual([1, 1, 1]);
	});

	it('changes once more where the look-up shows that it had not arrived', async () => {
		rig.control.addFault({
			vendor: 'manex',
			match: { pathIncludes: '/SO/Edit' },
			fault: { kind: 'resetBefore' },
		});
		await rig.item('manexErp', 'update', { ...change, ...salesOrder(100002) });
		expect([sentTo('Edit'), sentTo('Get'), updated()]).toEqual([2, 1, 1]);
	});

	it.each<[IDataObject, RegExp]>([
		[{ ...byHand({}), extraFields: '{"SONO": "5"}' }, /^Extra Fields: SoNo is "5", but the sales order/],
		[byHand({ custNo: 'x' }), /\(custNo\): "x" is not a customer number/],
		[byHand({ SOAPPROVAL: true }), /"Approval Initials" \(SOAPPRVINIT\) is required/],
		[
			{ ...byHand({ PoNo: '1' }), extraFields: '{"lines": []}' },
			/^Extra Fields: lines must be a single value/,
		],
	])('sends nothing for %j', async (fields, message) => {
		const run = await rig.run('manexErp', 'update', { ...fields, ...salesOrder(100002) });
		expect(run.error?.message).toMatch(message);
		expect(rig.requests('manex')).toEqual([]);
	});
});
