import type { Sandbox } from '../../lab/sandbox';
import { client, withSandbox } from './helpers';
import type { Json } from './helpers';

const NULL_REFERENCE = 'Object reference not set to an instance of an object.';

describe('sandbox: ManEx beyond customers', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await withSandbox({ customers: 20 });
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => sandbox.control.reset());

	/** `SO/Get`, with the key where the manuals have it. */
	const call = async (action: string, params: Json = {}, method = 'GET', key?: string) => {
		const { apiKey, baseUrl } = sandbox.credentials.manexErpApi;
		const used = key ?? apiKey;
		const isByQuery = action.toLowerCase() === 'itemmaster/get';
		const url = `${baseUrl}/API/${action}${isByQuery ? '' : `/${used}`}`;
		const query = isByQuery ? { apiKey: used, ...params } : params;
		return await client.request<Json>({ method, url, params: query });
	};
	const envelope = (Code: number, Message: string, ResponseObject: unknown = null): Json => ({
		$id: '1',
		Code,
		Message,
		SessionId: null,
		IsValidUser: true,
		ResponseObject,
	});
	const refused = (what: string): Json => envelope(403, `${what} failed.${NULL_REFERENCE}`);
	const absent = (what: string): Json => envelope(403, `${what} does not exists.`);

	it('numbers each object of an answer, from the envelope on', async () => {
		const { data } = await call('SO/ItemGet', { UNIQUELN: '_L00000000' });
		const object = data.ResponseObject as Json;
		expect([data.$id, object.$id]).toEqual(['1', '2']);
		expect((object.DueDateList as Json[])[0]?.$id).toBe('3');
		expect((object.SOPRICESList as Json[])[0]?.$id).toBe('4');
		expect(Object.keys(object)).toEqual(
			expect.arrayContaining(['UNIQUELN', 'UNIQ_KEY', 'SONO', 'LINE_NO', 'ORD_QTY', 'BALANCE', 'Sodet_Desc']),
		);
	});

	it('adds a sales order and says nothing of it, not even its number', async () => {
		const order = { custNo: '0000000010', orderDate: '01-31-2026', PoNo: 'PO 1' };
		const added = await call('SO/Add', order, 'POST');
		expect(added.data).toEqual(envelope(200, 'Sales Order added successfully.'));
		expect((await call('SO/Get', { SoNo: '0000100020' })).data.ResponseObject).toMatchObject({
			SONO: '0000100020',
			CUSTNO: '0000000010',
			ORDERDATE: '2026-01-31T00:00:00',
		});
		expect(sandbox.control.counters().manex.created).toBe(1);
	});

	it.each<[Json]>([
		[{}],
		[{ custNo: '10' }],
		[{ custNo: '0000000010', orderDate: '2026-01-31' }],
		[{ custNo: '0000000010', orderDate: '02-31-2026' }],
		[{ custNo: '0000000010', POAck: 'true' }],
		[{ custNo: '0000000010', SOAPPROVAL: 1 }],
		[{ custNo: '0000000010', SoNo: '0000100000' }],
	])('refuses the sales order %j', async (order) => {
		expect((await call('SO/Add', order, 'POST')).data).toEqual(refused('Sales Order add'));
	});

	it('edits a sales order by its number', async () => {
		const { data } = await call('SO/Edit', { SoNo: '0000100001', PoNo: 'X' }, 'POST');
		expect(data).toMatchObject({ Code: 200, Message: 'Sales Order edited successfully.' });
		expect((await call('SO/Get', { SoNo: '0000100001' })).data.ResponseObject.PONO).toMatch(/^X +$/);
		expect((await call('SO/Edit', { SoNo: '1', PoNo: 'X' }, 'POST')).data).toEqual(absent('$$Sales Order'));
	});

	const line = {
		SoNo: '0000100001',
		part_num: 'P1',
		uOfMeas: 'EACH',
		ord_qty: 10,
		soDet_Desc: 'Chip',
		deliv_time: '3:00',
		status: 'Standard',
	};

	it('adds a line without saying its key, and deletes one of its own order alone', async () => {
		expect((await call('SO/ItemADD', line, 'POST')).data).toEqual(
			envelope(200, 'Sales Order Item added successfully.'),
		);
		const other = { SONO: '0000100002', uniqueln: '_L00000004' };
		expect((await call('SO/ItemDelete', other, 'POST')).data).toEqual(absent('$$Sales Order Item'));
		const own = { SONO: '0000100001', uniqueln: '_L00000004' };
		expect((await call('SO/ItemDelete', own, 'POST')).data).toEqual(
			envelope(200, 'Sales Order Item deleted successfully.'),
		);
		expect((await call('SO/ItemGet', { UNIQUELN: '_L00000004' })).data).toEqual(absent('$$Sales Order Item'));
	});

	it.each<[Json]>([
		[{ part_num: '' }],
		[{ status: 'standard' }],
		[{ deliv_time: 'noon' }],
		[{ eachQty: 0 }],
		[{ eachQty: 10 }],
		[{ fstduedt: '2026-01-31' }],
	])('refuses a line with %j', async (change) => {
		expect((await call('SO/ItemADD', { ...line, ...change }, 'POST')).data).toEqual(
			refused('Sales Order Item add'),
		);
	});

	it('takes the key of ItemMaster/Get in the query, and nowhere else', async () => {
		const good = await call('ItemMaster/Get', { uniqkey: '_I00000001' });
		expect(good.data.ResponseObject).toMatchObject({ Uniq_Key: '_I00000001' });
		const { apiKey, baseUrl } = sandbox.credentials.manexErpApi;
		const inPath = await client.get<Json>(`${baseUrl}/API/ItemMaster/Get/${apiKey}?uniqkey=_I00000001`);
		expect(inPath).toMatchObject({ status: 404 });
		const byPart = { partnum: '910-0006', revision: 'B' };
		expect((await call('ItemMaster/Get', byPart)).data.ResponseObject.Uniq_Key).toBe('_I00000007');
		expect((await call('ItemMaster/Get', { partnum: 'none' })).data).toEqual(absent('Item'));
		const wrong = await call('ItemMaster/Get', { uniqkey: '_I00000001' }, 'GET', 'WRONGKEY00');
		expect(wrong.data).toMatchObject({ Message: 'Invalid API Key.', IsValidUser: false });
	});

	it('hides the key in its log, wherever it was sent', async () => {
		await call('ItemMaster/Get', { uniqkey: '_I00000001' });
		await call('SO/Get', { SoNo: '0000100000' });
		expect(JSON.stringify(sandbox.control.requests())).not.toContain('SANDBOXKEY');
	});

	const item = {
		part_class: 'IC',
		part_type: 'SMT',
		part_sourc: 'BUY',
		U_of_Meas: 'EACH',
		Pur_UOfM: 'EACH',
		CustNo: '0000000010',
		CustPartNo: 'C1',
		CustRev: 'A',
		part_No: 'P1',
		status: 'active',
		serialYes: 'true',
		descript: 'Chip',
	};

	it('answers a new item with its key alone, and wants all that is marked as required', async () => {
		expect((await call('ItemMaster/Add', item, 'POST')).data).toEqual(
			envelope(200, 'Item added successfully.', '_I00000040'),
		);
		for (const name of Object.keys(item))
			expect((await call('ItemMaster/Add', { ...item, [name]: '' }, 'POST')).data).toEqual(
				refused('Item add'),
			);
	});

	it.each(['descript', 'Description'])(
		'edits an item with its ABC code, its text called %s',
		async (name) => {
			const change = { uniq_key: '_I00000001', [name]: 'Better' };
			expect((await call('ItemMaster/Edit', change, 'POST')).data).toEqual(refused('Item edit'));
			expect((await call('ItemMaster/Edit', { ...change, abc: 'A' }, 'POST')).data).toMatchObject({
				Code: 200,
			});
			const { data } = await call('ItemMaster/Get', { uniqkey: '_I00000001' });
			expect(data.ResponseObject.Descript).toMatch(/^Better +$/);
		},
	);

	it('answers a work order as a list, and a new one as an object', async () => {
		const { data } = await call('WO/Get', { WoNo: '0000200000' });
		expect(data.ResponseObject).toEqual([expect.objectContaining({ $id: '2', WONO: '0000200000' })]);
		const order = { Uniq_Key: '_I1', openclos: 'STANDARD', Due_Date: '01-31-2026', custNo: '0000000010' };
		const added = await call('WO/Add', order, 'POST');
		expect(added.data.ResponseObject).toMatchObject({ WONO: '0000200030', DUE_DATE: '2026-01-31T00:00:00' });
		for (const change of [
			{ openclos: 'Standard' },
			{ Due_Date: '' },
			{ custNo: '1' },
			{ WoNo: '0000200000' },
		])
			expect((await call('WO/Add', { ...order, ...change }, 'POST')).data).toEqual(refused('Work Order add'));
	});

	it('searches purchase orders and their items by what both manuals list', async () => {
		const all = (await call('PO/Get')).data.ResponseObject as Json[];
		expect(all).toHaveLength(60);
		const items = (await call('PO/ItemGet', { poNum: '000000000300002' })).data.ResponseObject as Json[];
		expect(items).toHaveLength(3);
		const [item] = items;
		const filters: Json = {
			uniqlnno: item?.UNIQLNNO,
			supName: String(item?.Supname).trim(),
			poStatus: 'Closed',
		};
		expect((await call('PO/Get', filters)).data.ResponseObject).toHaveLength(1);
		expect((await call('PO/Get', { ...filters, poStatus: 'Open' })).data.ResponseObject).toEqual([]);
	});

	it.each(['SO/Get', 'SO/ItemGet', 'WO/Get', 'ItemMaster/Get', 'SO/Nothing', 'PO/Add'])(
		'finds no action for %s without its parameter, or with another name',
		async (action) => {
			const { data, status } = await call(action);
			expect(status).toBe(404);
			const [controller] = action.split('/');
			expect(data.MessageDetail).toBe(
				`No action was found on the controller '${controller}' that matches the request.`,
			);
		},
	);

	it.each(['SO/Get', 'WO/Get', 'PO/Get'])('refuses a wrong key at %s', async (action) => {
		const params = { SoNo: '0000100000', WoNo: '0000200000' };
		expect((await call(action, params, 'GET', 'WRONGKEY00')).data).toEqual({
			...envelope(403, 'Invalid API Key.'),
			IsValidUser: false,
		});
	});
});
