import '../../lab/engine/environment';
import { mapped } from '../../lab/n8n/workflows';

import type { IDataObject } from 'n8n-workflow';

import { AUTOMATIC, Rig } from './support';

const call = (action: string): string => `/manex/API/WO/${action}/***`;

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 40 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const workOrder = (value: unknown): IDataObject => ({
	resource: 'workOrder',
	workOrder: { __rl: true, mode: 'id', value } as IDataObject,
});
const byHand = (value: IDataObject): IDataObject => ({
	resource: 'workOrder',
	fields: mapped(value),
});
const counters = () => rig.control.counters().manex;
const sentTo = (action: string): number =>
	rig.sent('manex').filter(({ path }) => path === call(action)).length;

describe('get', () => {
	it('reads the order by its number, of which ManEx makes a list', async () => {
		const item = await rig.item('manexErp', 'get', workOrder('0000200003'));
		expect(item).toEqual({
			id: '0000200003',
			itemId: '_I00000003',
			customerId: '0000000013',
			salesOrderId: '0000100003',
			status: expect.stringMatching(/^[A-Z12 -]+$/),
			closed: false,
			kitStatus: item.kitStatus,
			quantity: expect.any(Number),
			completed: expect.any(Number),
			balance: Number(item.quantity) - Number(item.completed),
			orderDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00$/),
			startDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00$/),
			dueDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00$/),
			completedAt: null,
			kitChangedAt: null,
			changedAt: null,
		});
		expect(Object.keys(item)[0]).toBe('id');
		expect(rig.sent('manex')).toEqual([{ method: 'GET', path: call('Get'), query: { WoNo: '0000200003' } }]);
	});

	it('gives every field under its name under "raw"', async () => {
		const item = await rig.item('manexErp', 'get', { ...workOrder('0000200003'), output: 'raw' });
		expect(item).toMatchObject({ WONO: '0000200003', IS_CLOSED: false });
		expect(item.OPENCLOS).toBe(String(item.OPENCLOS).trim());
		expect(item).not.toHaveProperty('$id');
	});

	it('fails for the item whose order is missing, and asks once for equal ones', async () => {
		const run = await rig.run('manexErp', 'get', workOrder('={{ $json.no }}'), {
			input: [{ no: '0000200003' }, { no: '9' }, { no: '0000200003' }],
			onError: 'continueRegularOutput',
		});
		expect(run.json().map(({ error, id }) => id ?? error)).toEqual([
			'0000200003',
			'Work Order does not exists: 9 [item 1]',
			'0000200003',
		]);
		expect(rig.sent('manex')).toHaveLength(2);
	});

	it('asks for the number that is missing, and sends nothing', async () => {
		const run = await rig.run('manexErp', 'get', workOrder("={{ '' }}"));
		expect(run.error?.message).toBe('Work Order: nothing is chosen or entered (By ID) [item 0]');
		expect(rig.requests('manex')).toEqual([]);
	});
});

describe('create', () => {
	const values = {
		Uniq_Key: '_I00000001',
		custNo: '0000000011',
		Due_Date: '2026-05-31',
		openclos: '={{ "Firm Plan" }}',
		bldQty: 25,
	};

	it('adds the order and returns it as ManEx has it', async () => {
		const item = await rig.item('manexErp', 'create', byHand(values));
		expect(item).toMatchObject({
			id: '0000200030',
			itemId: '_I00000001',
			customerId: '0000000011',
			status: 'FIRM PLAN',
			quantity: 25,
			balance: 25,
			dueDate: '2026-05-31T00:00:00',
		});
		expect(rig.sent('manex')).toEqual([
			{
				method: 'POST',
				path: call('Add'),
				query: { ...values, bldQty: '25', Due_Date: '05-31-2026', openclos: 'FIRM PLAN' },
			},
		]);
		expect(await rig.item('manexErp', 'get', workOrder(item.id))).toEqual(item);
	});

	it('posts it as JSON when the credential says so', async () => {
		rig.setCredential('json', 'manexErp', { requestFormat: 'json' });
		await rig.item('manexErp', 'create', byHand(values), { credential: 'json' });
		expect(rig.sent('manex')).toMatchObject([
			{ method: 'POST', path: call('Add'), query: {}, body: { bldQty: 25, Due_Date: '05-31-2026' } },
		]);
	});

	it('takes a line of a sales order, but for the customer', async () => {
		const line = await rig.item('manexErp', 'get', {
			resource: 'salesOrderItem',
			salesOrderItem: { __rl: true, mode: 'id', value: '_L00000009' } as IDataObject,
		});
		rig.control.clearRequests();
		const parameters = { resource: 'workOrder', ...AUTOMATIC };
		const run = await rig.run('manexErp', 'create', parameters, { input: [line] });
		expect(run.error?.message).toBe('Fields: "Customer Number" (custNo) is required [item 0]');
		const extraFields = '{"custNo": "0000000012"}';
		await rig.item('manexErp', 'create', { ...parameters, extraFields }, { input: [line] });
		expect(rig.sent('manex').map(({ query }) => query)).toEqual([
			{
				Uniq_Key: line.itemId,
				Due_Date: String(line.firstDueDate).replace(/^(\d+)-(\d+)-(\d+)T.*/, '$2-$3-$1'),
				openclos: 'STANDARD',
				bldQty: String(line.quantity),
				custNo: '0000000012',
			},
		]);
	});

	it.each<[IDataObject, RegExp]>([
		[{ bldQty: 1 }, /^Fields: "Item Key" \(Uniq_Key\), "Customer Number" \(custNo\), "Due Date"/],
		[{ ...values, custNo: '11' }, /\(custNo\): "11" is not a customer number of ten digits/],
		[{ ...values, openclos: '={{ "OPEN" }}' }, /\(openclos\): "OPEN" is not one of STANDARD, PRIORITY-1/],
		[{ ...values, Due_Date: '2026-02-30' }, /\(Due_Date\): "2026-02-30" is not a date/],
		[{ ...values, bldQty: -1 }, /\(bldQty\) must be 0 or more, not -1/],
	])('sends nothing for %j', async (fields, message) => {
		const run = await rig.run('manexErp', 'create', byHand(fields));
		expect(run.error?.message).toMatch(message);
		expect(rig.requests('manex')).toEqual([]);
	});

	const lost = { vendor: 'manex', match: { pathIncludes: '/WO/Add' } } as const;

	it.each([
		['resetAfter', [1, 1]],
		['resetBefore', [2, 1]],
	] as const)('looks an order up by its own number after %s, and adds it once', async (kind, sent) => {
		rig.control.addFault({ ...lost, fault: { kind } });
		const item = await rig.item('manexErp', 'create', byHand({ ...values, WoNo: '0000900001' }));
		expect(item).toMatchObject({ id: '0000900001', status: 'FIRM PLAN', quantity: 25 });
		expect([sentTo('Add'), sentTo('Get')]).toEqual(sent);
		expect(counters().created).toBe(1);
	});

	it('says of an order without a number that it may have been saved, and never adds it again', async () => {
		rig.control.addFault({ ...lost, fault: { kind: 'resetAfter' } });
		const run = await rig.run('manexErp', 'create', byHand(values));
		expect(run.error?.message).toMatch(/ - the record may have been saved all the same \[item 0\]$/);
		expect([sentTo('Add'), counters().created]).toEqual([1, 1]);
	});

	it('fails for the item that ManEx refuses, in its words, and goes on with the others', async () => {
		const run = await rig.run('manexErp', 'create', byHand({ ...values, WoNo: '={{ $json.no }}' }), {
			input: [{ no: '0000200003' }, { no: '0000900002' }],
			onError: 'continueRegularOutput',
		});
		const [refused, added] = run.json();
		expect(refused?.error).toMatch(/^Work Order add failed\.Object reference not set.* \[item 0\]$/);
		expect(added).toMatchObject({ id: '0000900002' });
	});
});
