import '../../lab/engine/environment';

import type { IDataObject } from 'n8n-workflow';

import { customer, ORDER_KEYS, PREFIX, Rig } from './support';

const API = PREFIX.weevio;
const TEAM = { teamID: 'sandbox-team' };

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 120 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const order = (value: unknown, mode = 'id'): IDataObject => ({
	resource: 'order',
	order: { __rl: true, mode, value } as IDataObject,
});
const where = (...conditions: IDataObject[]): IDataObject => ({
	resource: 'order',
	filters: { conditions },
});
const ofShopify = (shopifyOrderNumber: string): IDataObject => ({ resource: 'order', shopifyOrderNumber });

/** The numbers of the first orders that there are. */
async function numbers(count: number): Promise<unknown[]> {
	const orders = await rig.items('weevioPims', 'search', { ...where(), limit: count });
	rig.control.clearRequests();
	return orders.map(({ id }) => id);
}

/** Line items in lists, which say whose they are. */
const withLinesInLists = (): void => {
	rig.control.settings({ weevioQuerySubRecords: true, weevioLinesNameOrder: true });
};

describe('get', () => {
	it('looks the order up by its number and gives the common order with its lines', async () => {
		const item = await rig.item('weevioPims', 'get', order('100000'));
		expect(Object.keys(item)).toEqual([...ORDER_KEYS]);
		expect(item).toMatchObject({
			id: '100000',
			number: '100000',
			customerId: 'M-1000',
			date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
		});
		const lines = item.lines as IDataObject[];
		expect(lines.length).toBeGreaterThan(0);
		for (const [index, line] of lines.entries()) {
			expect(line).toEqual({
				lineNumber: index + 1,
				code: expect.stringMatching(/^P-\d{5}$/),
				description: expect.stringMatching(/./),
				quantity: expect.any(Number),
				shipped: expect.any(Number),
				price: null,
				total: null,
			});
		}
		expect(rig.sent('weevio')).toEqual([
			{ method: 'GET', path: `${API}/orders/single`, query: { ...TEAM, orderNum: '100000' } },
		]);
	});

	it('feeds the customer into the next node, and the code of a line into that of stock', async () => {
		const { customerId, lines } = await rig.item('weevioPims', 'get', order('100000'));
		expect(await rig.item('weevioPims', 'get', customer(customerId))).toMatchObject({ id: 'M-1000' });
		const [line] = lines as IDataObject[];
		const stock = await rig.item('weevioPims', 'get', {
			resource: 'inventoryItem',
			inventoryItem: { __rl: true, mode: 'id', value: line?.code } as IDataObject,
		});
		expect(stock).toMatchObject({ code: line?.code, name: line?.description });
	});

	it('gives all columns under PIMS’s names, and the line items as they came, in raw output', async () => {
		const item = await rig.item('weevioPims', 'get', { ...order('100000'), output: 'raw' });
		expect(item).toMatchObject({ ORDER_NUMBER: '100000', CUSTOMER_CODE: 'M-1000' });
		expect(item.subRecords).toMatchObject([{ ORDER_LINEITEMS: { LINE_NUMBER: '1' } }]);
	});

	it('gives the key and the fields that were named, of either naming', async () => {
		const selected = { output: 'selected', outputFields: 'status, REFERENCE_NUMBER' };
		const item = await rig.item('weevioPims', 'get', { ...order('100000'), ...selected });
		expect(item).toEqual({
			id: '100000',
			status: expect.any(String),
			REFERENCE_NUMBER: expect.stringMatching(/^PO-/),
		});
	});

	it.each([
		['status400', /^Record not found: 1 \[item 1\]$/],
		['nullData', /^No order found for "1" \[item 1\]$/],
		['emptyData', /^No order found for "1" \[item 1\]$/],
	] as const)(
		'says which order was not found, and goes on with the others: %s',
		async (weevioNotFound, words) => {
			rig.control.settings({ weevioNotFound });
			const run = await rig.run('weevioPims', 'get', order('={{ $json.number }}'), {
				input: [{ number: '100000' }, { number: '1' }],
				onError: 'continueRegularOutput',
			});
			const [found, missing] = run.json();
			expect(found).toMatchObject({ id: '100000' });
			expect(missing).toEqual({ error: expect.stringMatching(words) });
		},
	);

	it('asks once for items that want the same order', async () => {
		const items = await rig.items('weevioPims', 'get', order('={{ $json.number }}'), {
			input: [{ number: '100000' }, { number: 100000 }, { number: ' 100000' }],
		});
		expect(items.map(({ id }) => id)).toEqual(['100000', '100000', '100000']);
		expect(rig.sent('weevio')).toHaveLength(1);
	});

	it('sends nothing when an item names no order', async () => {
		const run = await rig.run('weevioPims', 'get', order('={{ $json.number }}'), {
			input: [{ number: '100000' }, {}],
		});
		expect(run.error?.message).toBe('Order: nothing is chosen or entered (By ID) [item 1]');
		expect(rig.sent('weevio')).toEqual([]);
	});

	it('is tried again after a passing fault', async () => {
		rig.control.addFault({ vendor: 'weevio', fault: { kind: 'status', status: 503 } });
		expect(await rig.item('weevioPims', 'get', order('100000'))).toMatchObject({ id: '100000' });
		expect(rig.sent('weevio')).toHaveLength(2);
	});
});

describe('many orders at once', () => {
	const many = async (count: number, more: IDataObject = {}): Promise<IDataObject[]> => {
		const input = (await numbers(count)).map((number) => ({ number }) as IDataObject);
		return await rig.items('weevioPims', 'get', { ...order('={{ $json.number }}'), ...more }, { input });
	};
	const singly = { options: { batchLookups: false } };

	it('are looked up with one query and compared with a single look-up, where lists bring the lines', async () => {
		withLinesInLists();
		const together = await many(200);
		const [single, ...queries] = rig.sent('weevio').sort((a, b) => a.method.localeCompare(b.method));
		expect(single).toMatchObject({ method: 'GET', path: `${API}/orders/single` });
		expect(queries).toHaveLength(1);
		expect(queries[0]?.body).toHaveLength(200);
		expect(queries[0]).toMatchObject({ path: `${API}/orders/query`, query: { ...TEAM, maxReturn: '200' } });
		expect(together).toEqual(await many(200, singly));
		expect(together.every(({ lines }) => (lines as unknown[]).length > 0)).toBe(true);
	});

	it('are looked up one by one where lists lack the lines, which would be lost', async () => {
		const together = await many(10);
		expect(together).toEqual(await many(10, singly));
		expect(together.every(({ lines }) => Array.isArray(lines))).toBe(true);
	});

	it('are looked up with one query all the same when no lines are wanted', async () => {
		const selected = { output: 'selected', outputFields: 'status, date, ORDER_STATUS' };
		const together = await many(200, selected);
		expect(rig.sent('weevio')).toHaveLength(2);
		expect(together).toEqual(await many(200, { ...selected, ...singly }));
		expect(together[0]).toEqual({
			id: expect.any(String),
			status: together[0]?.ORDER_STATUS,
			date: expect.stringMatching(/^\d{4}-/),
			ORDER_STATUS: expect.any(String),
		});
	});

	it.each(['lines', 'subRecords', 'SUBRECORDS'])('lose nothing that is named: %s', async (outputFields) => {
		const selected = { output: 'selected', outputFields };
		expect(await many(6, selected)).toEqual(await many(6, { ...selected, ...singly }));
	});

	it('fail singly: an unknown one is named, the others are given', async () => {
		withLinesInLists();
		const wanted = [...(await numbers(6)), 'NOPE'];
		const run = await rig.run('weevioPims', 'get', order('={{ $json.number }}'), {
			input: wanted.map((number) => ({ number }) as IDataObject),
			onError: 'continueRegularOutput',
		});
		expect(run.json().map(({ id }) => id)).toEqual([...wanted.slice(0, 6), undefined]);
		expect(run.json().at(-1)?.error).toMatch(/\[item 6\]$/);
	});
});

describe('search', () => {
	it('finds orders by conditions', async () => {
		const open = where({ field: 'ORDER_STATUS', operator: 'equals', value: 'Open' });
		const found = await rig.items('weevioPims', 'search', { ...open, limit: 5 });
		expect(found).toHaveLength(5);
		expect(found.every((item) => Object.keys(item).join() === ORDER_KEYS.join())).toBe(true);
		expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['Open']));
		expect(rig.sent('weevio')).toEqual([
			{
				method: 'POST',
				path: `${API}/orders/query`,
				query: { ...TEAM, maxReturn: '5' },
				body: [{ field: 'ORDER_STATUS', value: 'Open', contains: false }],
			},
		]);
	});

	it('finds the orders of a day that an expression brings as a date', async () => {
		const { date } = await rig.item('weevioPims', 'get', order('100000'));
		const found = await rig.items(
			'weevioPims',
			'search',
			where({ field: 'ORDER_DATE', operator: 'equals', value: '={{ DateTime.fromISO($json.day) }}' }),
			{ input: [{ day: date } as IDataObject] },
		);
		expect(found.map(({ id }) => id)).toContain('100000');
		expect(found.every((item) => item.date === date)).toBe(true);
	});

	it.each([
		['3/9/2022', '03/09/2022'],
		['03-09-2022', '03/09/2022'],
		['2022-03-09T23:30:00Z', '03/09/2022'],
	])('asks for the day %s as the column has it', async (value, sent) => {
		await rig.items('weevioPims', 'search', where({ field: 'ORDER_DATE', operator: 'equals', value }));
		expect(rig.sent('weevio')[0]?.body).toEqual([{ field: 'ORDER_DATE', value: sent, contains: false }]);
	});

	it.each(['9 March 2022', '13/40/2022', '2022'])('refuses %s, which is no day', async (value) => {
		const search = where({ field: 'ORDER_DATE', operator: 'equals', value });
		const run = await rig.run('weevioPims', 'search', search);
		expect(run.error?.message).toMatch(/is not a date.* \[item 0\]$/);
		expect(rig.sent('weevio')).toEqual([]);
	});

	it('gives all orders without conditions, and as many as the limit says', async () => {
		const all = await rig.items('weevioPims', 'search', { ...where(), returnAll: true });
		expect(all.length).toBeGreaterThan(300);
		expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
		const run = await rig.run('weevioPims', 'search', { ...where(), limit: 7 });
		expect(run.json()).toEqual(all.slice(0, 7));
		// The editor itself says that such a limit was reached, and nothing of several items or an expression.
		const said = async (parameters: IDataObject, input?: IDataObject[]): Promise<string[]> =>
			(await rig.run('weevioPims', 'search', { ...where(), ...parameters }, { input }))
				.hints()
				.map(({ message }) => message);
		const stopped = 'Stopped at the limit of 7: turn on Return All to get the rest.';
		expect(run.hints().map(({ message }) => message)).not.toContain(stopped);
		expect(await said({ limit: '={{ 7 }}' })).toContain(stopped);
		expect(await said({ limit: 7 }, [{}, {}])).toContain(stopped);
	});

	it('gives the lines where lists say whose they are, and says where they do not', async () => {
		const own = where({ field: 'CUSTOMER_CODE', operator: 'equals', value: 'M-1000' });
		rig.control.settings({ weevioQuerySubRecords: true });
		const unclear = await rig.run('weevioPims', 'search', own);
		expect(unclear.json().map(({ lines }) => lines)).toEqual([null, null, null]);
		expect(unclear.hints().map(({ message }) => message)).toContainEqual(
			expect.stringContaining('without saying to which record they belong'),
		);
		withLinesInLists();
		const found = await rig.items('weevioPims', 'search', own);
		for (const item of found) expect(item).toEqual(await rig.item('weevioPims', 'get', order(item.id)));
	});

	it('asks once for items that want the same, and links what comes to each of them', async () => {
		const run = await rig.run(
			'weevioPims',
			'search',
			where({ field: 'CUSTOMER_CODE', operator: 'equals', value: '={{ $json.code }}' }),
			{ input: [{ code: 'M-1000' }, { code: 'M-1000' }] },
		);
		expect(run.output().map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
			0, 0, 0, 1, 1, 1,
		]);
		expect(rig.sent('weevio')).toHaveLength(1);
	});

	it('sends nothing for a condition without a value, which would find everything', async () => {
		const run = await rig.run(
			'weevioPims',
			'search',
			where({ field: 'ORDER_STATUS', operator: 'contains', value: '={{ $json.status }}' }),
		);
		expect(run.error?.message).toBe('Filters: condition 1 has no value [item 0]');
		expect(rig.sent('weevio')).toEqual([]);
	});

	it('passes on the words with which PIMS refuses a column', async () => {
		const run = await rig.run(
			'weevioPims',
			'search',
			where({ field: 'NO_COLUMN', operator: 'equals', value: '1' }),
		);
		expect(run.error?.message).toBe("Unknown field 'NO_COLUMN' [item 0]");
	});
});

describe('get by Shopify number', () => {
	it('gives every record of PIMS for the number as a common order with its state', async () => {
		const items = await rig.items('weevioPims', 'getByShopifyNumber', ofShopify('#12345'));
		expect(Object.keys(items[0] ?? {}).slice(0, ORDER_KEYS.length)).toEqual([...ORDER_KEYS]);
		expect(items).toMatchObject([
			{
				id: '100000',
				number: '100000',
				reference: '#12345',
				status: 'invoice',
				date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
				trackingNumbers: '1Z999AA10123456784',
				isDropship: false,
			},
			{ id: '100001', reference: '#12345', status: 'sales order', trackingNumbers: null },
		]);
		expect(rig.sent('weevio')).toEqual([
			{
				method: 'GET',
				path: `${API}/orders/by_shopify_reference`,
				query: { ...TEAM, shopify_order_number: '#12345' },
			},
		]);
		expect(await rig.item('weevioPims', 'get', order(items[0]?.id))).toMatchObject({ id: '100000' });
	});

	it('passes on what no page explains in raw output', async () => {
		const [first] = await rig.items('weevioPims', 'getByShopifyNumber', {
			...ofShopify('#12345'),
			output: 'raw',
		});
		expect(first).toMatchObject({
			shopify_order_number: '#12345',
			pims_order_number: '100000',
			tracking_numbers: ['1Z999AA10123456784'],
			shipping: { method: 'Ground' },
		});
	});

	it('gives the fields that were named, with the key', async () => {
		const [first] = await rig.items('weevioPims', 'getByShopifyNumber', {
			...ofShopify('#12345'),
			output: 'selected',
			outputFields: 'status, shipping',
		});
		expect(first).toEqual({ id: '100000', status: 'invoice', shipping: { method: 'Ground' } });
	});

	it('gives no item for a number that PIMS does not know, and goes on', async () => {
		const run = await rig.run('weevioPims', 'getByShopifyNumber', ofShopify('={{ $json.name }}'), {
			input: [{ name: '#77777777' }, { name: '#12345' }],
		});
		expect(run.error).toBeUndefined();
		expect(run.output().map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([1, 1]);
	});

	it('asks once for items that want the same number', async () => {
		const items = await rig.items('weevioPims', 'getByShopifyNumber', ofShopify('={{ $json.name }}'), {
			input: [{ name: '#12345' }, { name: '#12345' }],
		});
		expect(items).toHaveLength(4);
		expect(rig.sent('weevio')).toHaveLength(1);
	});

	it.each([
		['={{ 9007199254740993 }}', /too large to be exact/],
		['={{ 0 / 0 }}', /has no value/],
		['={{ true }}', /nothing is entered/],
		['\u200b', /nothing is entered|has no value/],
		['={{ [1] }}', /must be a text, not a list/],
	])('sends nothing for %s, which is no number of an order', async (number, words) => {
		const run = await rig.run('weevioPims', 'getByShopifyNumber', ofShopify(number));
		expect(run.error?.message).toMatch(/^Shopify Order Number.* \[item 0\]$/);
		expect(run.error?.message).toMatch(words);
		expect(rig.sent('weevio')).toEqual([]);
	});

	it('sends nothing when an item has no number', async () => {
		const run = await rig.run('weevioPims', 'getByShopifyNumber', ofShopify('={{ $json.name }}'), {
			input: [{ name: '#12345' }, {}],
		});
		expect(run.error).toMatchObject({
			message: 'Shopify Order Number has no value [item 1]',
			description: 'Check that the expression has a value for this item',
		});
		const typed = await rig.run('weevioPims', 'getByShopifyNumber', ofShopify('  '));
		expect(typed.error?.message).toBe('Shopify Order Number: nothing is entered [item 0]');
		expect(rig.sent('weevio')).toEqual([]);
	});
});

describe('the pick list', () => {
	const search = async (filter: string) =>
		await rig.engine.listSearch({
			method: 'searchOrders',
			...rig.nodeOf('weevioPims', { ...order(''), operation: 'get' }),
			filter,
		});

	it('shows reference and customer of each order, and finds what was typed', async () => {
		const { results } = await search('100000');
		expect(results).toEqual([
			{ name: expect.stringMatching(/^PO-\d{6}, M-1000 \(100000\)$/), value: '100000' },
		]);
		const all = await search('');
		expect(all.results).toHaveLength(50);
		expect(all.paginationToken).toBe('50');
	});

	it('finds orders by reference and by customer', async () => {
		const { reference } = await rig.item('weevioPims', 'get', order('100000'));
		expect((await search(String(reference))).results).toMatchObject([{ value: '100000' }]);
		expect((await search('M-1000')).results.map(({ value }) => value)).toEqual([
			'100000',
			'100001',
			'100002',
		]);
	});
});
