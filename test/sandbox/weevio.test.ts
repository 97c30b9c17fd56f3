import type { Sandbox } from '../../lab/sandbox';
import documented from './documented/weevio';
import { client, weevio, withSandbox } from './helpers';
import type { Json } from './helpers';

describe('sandbox: Weevio', () => {
	let sandbox: Sandbox;
	let call: ReturnType<typeof weevio>;
	beforeAll(async () => {
		sandbox = await withSandbox();
		call = weevio(sandbox);
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => sandbox.control.reset());

	it('answers the documented single', async () => {
		const { status, data } = await call('GET', '/customers/single', { customerCode: 'M-1000' });
		expect(status).toBe(200);
		expect(data).toMatchObject(documented.single);
		expect(data.subRecords).toBeNull();
		for (const value of Object.values(data.data as Json)) expect(typeof value).toBe('string');
	});

	it('answers the documented query', async () => {
		const { data } = await call('POST', '/customers/query', { maxReturn: 10 }, documented.filters);
		expect(data).toMatchObject(documented.queryAnswer);
		expect(data.data).toHaveLength(2);
		const none = await call('POST', '/customers/query', {}, [{ field: 'BNAME', value: 'nobody at all' }]);
		expect(none.data).toEqual({ status: 'success', data: [], subRecords: null });
	});

	it('creates and updates as documented, and keeps the other fields', async () => {
		const made = await call('PUT', '/customers/create', {}, documented.createRequest);
		expect(made.data).toEqual(documented.createAnswer);
		const changed = await call('POST', '/customers/update', {}, documented.updateRequest);
		expect(changed.data).toEqual(documented.updateAnswer);
		expect(sandbox.control.record('weevio', 'M-1234')).toMatchObject({
			...documented.createRequest,
			...documented.updateRequest,
		});
		expect(sandbox.control.created('weevio')).toHaveLength(1);
		expect(sandbox.control.counters().weevio).toMatchObject({ created: 1, updated: 1, metered: 2 });
	});

	it('refuses what PIMS refuses', async () => {
		const cases: Array<[string, string, Json, unknown]> = [
			['PUT', '/customers/create', {}, { FUNCTION: 'ADD' }],
			['POST', '/customers/update', {}, { BNAME: 'x' }],
			['POST', '/customers/update', {}, { CUSTOMER_CODE: 'M-9', BNAME: 'x' }],
			['POST', '/customers/query', {}, [{ field: 'NO_COLUMN', value: 'x' }]],
			['POST', '/customers/query', {}, { field: 'BNAME', value: 'x' }],
			['POST', '/customers/query', { maxReturn: 'ten' }, []],
			['GET', '/customers/single', {}, undefined],
			['GET', '/customers/single', { customerCode: 'M-9' }, undefined],
		];
		for (const [method, path, query, body] of cases) {
			const { status, data } = await call(method, path, query, body);
			expect([status, data.status]).toEqual([400, 'error']);
		}
		expect((await call('POST', '/customers/create', {}, {})).status).toBe(404);
	});

	it('has the other forms of "not found" and of errors', async () => {
		const miss = async () => await call('GET', '/customers/single', { customerCode: 'M-9' });
		sandbox.control.settings({ weevioNotFound: 'nullData' });
		expect((await miss()).data).toEqual({ status: 'success', data: null, subRecords: null });
		sandbox.control.settings({ weevioNotFound: 'emptyData' });
		expect((await miss()).data.data).toEqual({});
		sandbox.control.settings({ weevioNotFound: 'status400', weevioErrorBody: 'text' });
		expect((await miss()).data).toBe('Record not found');
		sandbox.control.settings({ weevioErrorBody: 'error' });
		expect((await miss()).data).toHaveProperty('error');
	});

	it('enforces credentials and teamID, in all documented places', async () => {
		const { baseUrl, teamId, apiId, apiSecret } = sandbox.credentials.weevioPimsApi;
		const url = `${baseUrl}/customers/single`;
		const params = { teamID: teamId, customerCode: 'M-1000' };
		expect((await client.get(url, { params })).status).toBe(401);
		const wrong = { username: apiId, password: 'x' };
		expect((await client.get(url, { params, auth: wrong })).status).toBe(401);
		const inQuery = { ...params, apiID: apiId, apiSecret };
		expect((await client.get(url, { params: inQuery })).status).toBe(200);
		const inBody = { apiID: apiId, apiSecret, teamID: teamId, BNAME: 'Body auth' };
		expect((await client.put(`${baseUrl}/customers/create`, inBody)).data.status).toBe('success');
		expect(sandbox.control.created('weevio')[0]).not.toHaveProperty('apiSecret');
		const noTeam = await call('GET', '/customers/single', {
			teamID: undefined,
			customerCode: 'M-1000',
		});
		expect(noTeam.status).toBe(400);
		expect(noTeam.data.message).toBe("Missing 'teamID' parameter!");
		expect((await call('GET', '/customers/single', { teamID: 'other', customerCode: 'M-1000' })).status).toBe(
			401,
		);
		expect(sandbox.control.counters().weevio.metered).toBe(2);
	});

	it('cuts at maxReturn, 100 when absent', async () => {
		const all = [{ field: 'CUSTOMER_CODE', value: 'M-', contains: true }];
		expect((await call('POST', '/customers/query', { maxReturn: 3 }, all)).data.data).toHaveLength(3);
		expect((await call('POST', '/customers/query', {}, all)).data.data).toHaveLength(100);
		expect((await call('POST', '/customers/query', { maxReturn: 5000 }, all)).data.data).toHaveLength(500);
	});

	it('lists the orders of a customer, line items only on single', async () => {
		const filters = [{ field: 'CUSTOMER_CODE', value: 'M-1000', contains: false }];
		const { data } = await call('POST', '/orders/query', {}, filters);
		expect(data.data).toHaveLength(3);
		expect(data.subRecords).toBeNull();
		const order = data.data[0] as Json;
		expect(order).toMatchObject({
			ORDER_NUMBER: expect.stringMatching(/^\d+$/),
			CUSTOMER_CODE: 'M-1000',
			ORDER_DATE: expect.stringMatching(/^\d\d\/\d\d\/\d{4}$/),
		});
		const single = await call('GET', '/orders/single', { orderNum: order.ORDER_NUMBER });
		expect(single.data.data).toEqual(order);
		expect(single.data.subRecords[0].ORDER_LINEITEMS).toMatchObject({ LINE_NUMBER: '1' });
		const everything = await call('POST', '/orders/query', { maxReturn: 100000 }, []);
		const numbers = (everything.data.data as Json[]).map((each) => each.ORDER_NUMBER as string);
		expect(numbers.length).toBeGreaterThan(1000);
		expect(new Set(numbers).size).toBe(numbers.length);
	});

	it('looks orders up by number, many at once, and has the lines in lists in the other forms', async () => {
		const { data: first } = await call('GET', '/orders/single', { orderNum: '100000' });
		const either = ['100000', '100001', '999'].map((value, index) => ({
			field: 'ORDER_NUMBER',
			value,
			...(index === 0 ? {} : { conjunction: 'OR' }),
		}));
		const listed = async () => (await call('POST', '/orders/query', {}, either)).data;
		expect((await listed()).data).toMatchObject([{ ORDER_NUMBER: '100000' }, { ORDER_NUMBER: '100001' }]);
		sandbox.control.settings({ weevioQuerySubRecords: true });
		expect((await listed()).subRecords).toEqual(expect.arrayContaining(first.subRecords as Json[]));
		sandbox.control.settings({ weevioLinesNameOrder: true });
		const { subRecords } = await listed();
		expect(subRecords[0].ORDER_LINEITEMS).toMatchObject({ ORDER_NUMBER: '100000', LINE_NUMBER: '1' });
		const missing = await call('GET', '/orders/single', { orderNum: '1' });
		expect([missing.status, missing.data.status]).toEqual([400, 'error']);
	});

	it('answers about a Shopify number in its own envelope', async () => {
		const ask = async (query: Json) => await call('GET', '/orders/by_shopify_reference', query);
		const { data } = await ask({ shopify_order_number: '#12345' });
		expect(Object.keys(data)).toEqual(['shopify_order_number', 'orders']);
		expect(data.orders).toMatchObject([
			{ order_type: 'invoice', pims_order_number: '100000', is_dropship: false },
			{ order_type: 'sales order', pims_order_number: '100001', tracking_numbers: [] },
		]);
		expect((await ask({ shopify_order_number: '#10001' })).data.orders).toMatchObject([
			{ pims_order_number: '100001' },
		]);
		for (const number of ['#1', '12345', 'x'])
			expect((await ask({ shopify_order_number: number })).data).toEqual({
				shopify_order_number: number,
				orders: [],
			});
		const missing = await ask({});
		expect([missing.status, missing.data.message]).toEqual([
			400,
			"Missing 'shopify_order_number' parameter!",
		]);
	});

	it('has the stock that the lines of orders name', async () => {
		const { data: order } = await call('GET', '/orders/single', { orderNum: '100000' });
		const line = order.subRecords[0].ORDER_LINEITEMS as Json;
		const { data: item } = await call('GET', '/inventory/single', { partCode: line.PART_CODE });
		expect(item).toEqual({
			status: 'success',
			data: {
				PART_CODE: line.PART_CODE,
				PART_DESCRIPTION: line.DESCRIPTION,
				BARCODE: expect.any(String),
				QTY_ONHAND: expect.stringMatching(/^\d+(\.50)?$/),
				QTY_AVAILABLE: expect.stringMatching(/^\d+(\.50)?$/),
			},
			subRecords: null,
		});
		const either = [
			{ field: 'PART_CODE', value: 'P-10001' },
			{ field: 'BARCODE', value: item.data.BARCODE as string, conjunction: 'OR' },
		];
		const found = await call('POST', '/inventory/query', {}, either);
		expect((found.data.data as Json[]).map((each) => each.PART_CODE as string).sort()).toEqual(
			['P-10001', line.PART_CODE as string].sort(),
		);
		const all = await call('POST', '/inventory/query', { maxReturn: 1000 }, []);
		expect(all.data.data).toHaveLength(400);
		for (const [path, query] of [
			['/inventory/single', { partCode: 'P-1' }],
			['/inventory/single', {}],
		] as const)
			expect((await call('GET', path, query)).status).toBe(400);
	});
});
