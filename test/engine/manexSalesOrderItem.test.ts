import '../../lab/engine/environment';
import { mapped } from '../../lab/n8n/workflows';

import type { IDataObject } from 'n8n-workflow';

import { AUTOMATIC, Rig } from './support';

const call = (action: string): string => `/manex/API/SO/${action}/***`;

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 40 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const located = (value: unknown): IDataObject => ({ __rl: true, mode: 'id', value }) as IDataObject;
const line = (value: unknown): IDataObject => ({
	resource: 'salesOrderItem',
	salesOrderItem: located(value),
});
const ofOrder = (value: unknown): IDataObject => ({ resource: 'salesOrderItem', salesOrder: located(value) });
const byHand = (value: IDataObject): IDataObject => ({
	fields: mapped(value),
});
/** The second line of the order 100002. */
const SECOND = '_L00000009';
const counters = () => rig.control.counters().manex;
const sentTo = (action: string): number =>
	rig.sent('manex').filter(({ path }) => path === call(action)).length;

describe('get', () => {
	it('reads a line by its key, with its due dates and prices', async () => {
		const item = await rig.item('manexErp', 'get', line(SECOND));
		expect(item).toEqual({
			id: SECOND,
			salesOrderId: '0000100002',
			lineNumber: 2,
			itemId: '_I00000003',
			partNumber: null,
			revision: null,
			description: expect.any(String),
			category: null,
			unit: expect.stringMatching(/^(EACH|FT|ROLL)$/),
			quantity: expect.any(Number),
			quantityEach: 1,
			shipped: expect.any(Number),
			balance: Number(item.quantity) - Number(item.shipped),
			total: Number(item.quantity) * 12.5,
			status: 'Standard',
			firstDueDate: expect.stringMatching(/^2026-01-\d\dT00:00:00$/),
			deliveryFrequency: 'ON DEMAND',
			deliveryTime: null,
			transitDays: 2,
			hasWorkOrder: false,
			warehouseKey: null,
			note: null,
			dueDates: [
				{
					id: '_D9',
					dueDate: item.firstDueDate,
					shipDate: item.firstDueDate,
					commitDate: null,
					completedAt: null,
					quantity: item.quantity,
					shipped: item.shipped,
					onSchedule: true,
				},
			],
			prices: [
				{
					id: '_R9',
					description: item.description,
					quantity: item.quantity,
					price: 12.5,
					total: item.total,
					taxable: false,
					flat: false,
					recordType: 'P',
					saleType: 'PC ASSEMB.',
				},
			],
		});
		expect(Object.keys(item)[0]).toBe('id');
		expect(rig.sent('manex')).toEqual([
			{ method: 'GET', path: call('ItemGet'), query: { UNIQUELN: SECOND } },
		]);
	});

	it('gives every field under its name under "raw", lists included, without $id on any level', async () => {
		const item = await rig.item('manexErp', 'get', { ...line(SECOND), output: 'raw' });
		expect(item).toMatchObject({
			UNIQUELN: SECOND,
			SONO: '0000100002',
			LINE_NO: '0000002',
			STATUS: 'Standard',
		});
		expect(JSON.stringify(item)).not.toContain('$id');
	});

	it('fails for the item whose line is missing, and asks once for equal ones', async () => {
		const run = await rig.run('manexErp', 'get', line('={{ $json.key }}'), {
			input: [{ key: SECOND }, { key: 'nothing' }, { key: SECOND }],
			onError: 'continueRegularOutput',
		});
		expect(run.json().map(({ error, id }) => id ?? error)).toEqual([
			SECOND,
			'Sales Order Item does not exists: nothing [item 1]',
			SECOND,
		]);
		expect(rig.sent('manex')).toHaveLength(2);
	});

	it('asks for the key that is missing, and sends nothing', async () => {
		const run = await rig.run('manexErp', 'get', line("={{ '' }}"));
		expect(run.error?.message).toBe('Sales Order Item: nothing is chosen or entered (By ID) [item 0]');
		expect(rig.requests('manex')).toEqual([]);
	});
});

describe('create', () => {
	const values = {
		part_no: '910-0001',
		ord_qty: 10,
		eachQty: 2,
		uOfMeas: 'EACH',
		soDet_Desc: 'Bolt & nut',
		deliv_time: '3:00',
		status: '={{ "standard" }}',
		fstduedt: '2026-04-01',
	};
	const without = (name: string): IDataObject =>
		Object.fromEntries(Object.entries(values).filter(([each]) => each !== name));

	it('adds the line to the order under both names of its part number, and gives what was sent', async () => {
		const item = await rig.item('manexErp', 'create', { ...ofOrder(100002), ...byHand(values) });
		expect(item).toMatchObject({
			id: null,
			salesOrderId: '0000100002',
			partNumber: '910-0001',
			description: 'Bolt & nut',
			quantity: 10,
			quantityEach: 2,
			unit: 'EACH',
			status: 'Standard',
			deliveryTime: '3:00',
			firstDueDate: '2026-04-01',
		});
		expect(rig.sent('manex')).toEqual([
			{
				method: 'POST',
				path: call('ItemADD'),
				query: {
					SoNo: '0000100002',
					part_num: '910-0001',
					part_no: '910-0001',
					ord_qty: '10',
					uOfMeas: 'EACH',
					soDet_Desc: 'Bolt & nut',
					deliv_time: '3:00',
					status: 'Standard',
					eachQty: '2',
					fstduedt: '04-01-2026',
				},
			},
		]);
		expect(rig.control.created('manex')).toMatchObject([{ SONO: '0000100002', Sodet_Desc: 'Bolt & nut' }]);
	});

	it('posts it as JSON when the credential says so', async () => {
		rig.setCredential('json', 'manexErp', { requestFormat: 'json' });
		await rig.item('manexErp', 'create', { ...ofOrder(100002), ...byHand(values) }, { credential: 'json' });
		expect(rig.sent('manex')).toMatchObject([
			{ method: 'POST', query: {}, body: { SoNo: '0000100002', ord_qty: 10, part_num: '910-0001' } },
		]);
	});

	it('takes the lines of a common order, in their order, but for what no other vendor knows', async () => {
		const lines = [1, 2, 3].map((lineNumber) => ({
			lineNumber,
			code: `P-${lineNumber}`,
			description: `Part ${lineNumber}`,
			quantity: lineNumber * 2,
			shipped: 0,
			price: 1,
			total: 2,
		}));
		const run = await rig.run(
			'manexErp',
			'create',
			{
				...ofOrder(100002),
				...AUTOMATIC,
				extraFields: '{"uOfMeas": "EACH", "deliv_time": "3:00"}',
			},
			{ input: lines },
		);
		expect(run.json().map(({ partNumber, quantity }) => [partNumber, quantity])).toEqual([
			['P-1', 2],
			['P-2', 4],
			['P-3', 6],
		]);
		expect(rig.sent('manex').map(({ query }) => query)).toEqual(
			lines.map(({ code, description, lineNumber, quantity }) => ({
				SoNo: '0000100002',
				part_num: code,
				part_no: code,
				ord_qty: String(quantity),
				soDet_Desc: description,
				status: 'Standard',
				line_no: String(lineNumber),
				uOfMeas: 'EACH',
				deliv_time: '3:00',
			})),
		);
	});

	it('names what such a line lacks, and sends nothing', async () => {
		const run = await rig.run(
			'manexErp',
			'create',
			{ ...ofOrder(100002), ...AUTOMATIC },
			{ input: [{ code: 'P-1', quantity: 1, description: 'Part' }] },
		);
		expect(run.error?.message).toBe(
			'Fields: "Unit of Measure" (uOfMeas), "Delivery Time" (deliv_time) are required [item 0]',
		);
		expect(rig.requests('manex')).toEqual([]);
	});

	it('copies a line of ManEx to another order', async () => {
		const read = await rig.item('manexErp', 'get', line(SECOND));
		rig.control.clearRequests();
		await rig.item(
			'manexErp',
			'create',
			{ ...ofOrder(100003), ...AUTOMATIC, extraFields: '{"deliv_time": "3:00"}' },
			{ input: [read] },
		);
		expect(rig.sent('manex')[0]?.query).toMatchObject({
			SoNo: '0000100003',
			uniq_key: '_I00000003',
			ord_qty: String(read.quantity),
			uOfMeas: read.unit,
		});
	});

	it('takes a line of no item when it is said to be miscellaneous', async () => {
		const misc = { ...without('part_no'), IsMisc: true };
		await rig.item('manexErp', 'create', { ...ofOrder(100002), ...byHand(misc) });
		expect(rig.sent('manex')[0]?.query).toMatchObject({ IsMisc: 'true' });
		expect(rig.sent('manex')[0]?.query).not.toHaveProperty('part_num');
	});

	it.each<[IDataObject, RegExp]>([
		[without('part_no'), /^Fields: "Part Number" \(part_no\) or "Item Key" \(uniq_key\) is required/],
		[without('ord_qty'), /"Quantity" \(ord_qty\) is required/],
		[without('status'), /"Status" \(status\) is required/],
		[{ ...values, status: '={{ "Open" }}' }, /\(status\): "Open" is not one of Standard, Priority-1/],
		[{ ...values, deliv_time: '25:00' }, /\(deliv_time\): "25:00" is not a time such as 3:00/],
		[{ ...values, eachQty: 10 }, /Quantity Each \(eachQty\) must be more than 0 and less than the Quantity/],
		[{ ...values, eachQty: 0 }, /Quantity Each \(eachQty\) must be more than 0/],
		[{ ...values, ord_qty: -1 }, /\(ord_qty\) must be 0 or more, not -1/],
	])('sends nothing for %j', async (fields, message) => {
		const run = await rig.run('manexErp', 'create', { ...ofOrder(100002), ...byHand(fields) });
		expect(run.error?.message).toMatch(message);
		expect(rig.requests('manex')).toEqual([]);
	});

	it('adds nothing to another order than the chosen one', async () => {
		const extraFields = '{"SONO": "0000100003"}';
		const run = await rig.run('manexErp', 'create', { ...ofOrder(100002), ...byHand(values), extraFields });
		expect(run.error?.message).toBe(
			'Extra Fields: SONO is not taken from here, since Sales Order says it [item 0]',
		);
		expect(rig.requests('manex')).toEqual([]);
	});

	it('asks for the order that is missing, and sends nothing', async () => {
		const run = await rig.run('manexErp', 'create', { ...ofOrder("={{ '' }}"), ...byHand(values) });
		expect(run.error?.message).toBe('Sales Order: nothing is chosen or entered (By ID) [item 0]');
		expect(rig.requests('manex')).toEqual([]);
	});

	it('fails for the item whose order is missing, in the vendor’s words, and goes on', async () => {
		const run = await rig.run(
			'manexErp',
			'create',
			{ ...ofOrder('={{ $json.no }}'), ...byHand(values) },
			{ input: [{ no: 1 }, { no: 100002 }], onError: 'continueRegularOutput' },
		);
		expect(run.json().map(({ error, salesOrderId }) => error ?? salesOrderId)).toEqual([
			'Sales Order does not exists: 0000000001 [item 0]',
			'0000100002',
		]);
	});

	it.each(['resetAfter', 'resetBefore', 'truncated'] as const)(
		'is never sent a second time after %s: it may have been saved, and the order to look at is named',
		async (kind) => {
			rig.control.addFault({ vendor: 'manex', match: { pathIncludes: '/SO/ItemADD' }, fault: { kind } });
			const run = await rig.run('manexErp', 'create', { ...ofOrder(100002), ...byHand(values) });
			expect(run.error?.message).toMatch(/ - the record may have been saved all the same \[item 0\]$/);
			expect(run.error?.description).toBe(
				"Look in the vendor's system for the sales order 0000100002 before you run this item again",
			);
			expect([sentTo('ItemADD'), rig.sent('manex').length]).toEqual([1, 1]);
			expect(counters().created).toBe(kind === 'resetBefore' ? 0 : 1);
		},
	);
});

describe('delete', () => {
	const remove = { ...line(SECOND), ...ofOrder(100002) };

	it('removes the line from the order', async () => {
		expect(await rig.item('manexErp', 'delete', remove)).toEqual({ deleted: true, id: SECOND });
		expect(rig.sent('manex')).toEqual([
			{ method: 'POST', path: call('ItemDelete'), query: { SONO: '0000100002', uniqueln: SECOND } },
		]);
		expect(rig.control.record('manex', SECOND)).toBeUndefined();
	});

	it('removes nothing of another order', async () => {
		const wrong = { ...line(SECOND), ...ofOrder(100003) };
		const run = await rig.run('manexErp', 'delete', wrong);
		expect(run.error?.message).toBe('Sales Order Item does not exists: _L00000009 [item 0]');
		expect(rig.control.record('manex', SECOND)).toBeDefined();
		const tried = await rig.run('manexErp', 'delete', { ...wrong, options: { dryRun: true } });
		expect(tried.error?.message).toContain(SECOND);
		const right = await rig.item('manexErp', 'delete', { ...remove, options: { dryRun: true } });
		expect(right).toMatchObject({ result: 'wouldDelete', id: SECOND });
	});

	it.each([
		['resetAfter', [1, 1]],
		['resetBefore', [2, 1]],
	] as const)('looks again after %s, and removes the line once', async (kind, sent) => {
		rig.control.addFault({ vendor: 'manex', match: { pathIncludes: '/SO/ItemDelete' }, fault: { kind } });
		expect(await rig.item('manexErp', 'delete', remove)).toEqual({ deleted: true, id: SECOND });
		expect([sentTo('ItemDelete'), sentTo('ItemGet')]).toEqual(sent);
		expect(counters().deleted).toBe(1);
	});

	it('asks for the order that is missing, and sends nothing', async () => {
		const run = await rig.run('manexErp', 'delete', { ...line(SECOND), ...ofOrder("={{ '' }}") });
		expect(run.error?.message).toBe('Sales Order: nothing is chosen or entered (By ID) [item 0]');
		expect(rig.requests('manex')).toEqual([]);
	});
});
