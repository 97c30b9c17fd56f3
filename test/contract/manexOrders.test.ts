import type { IDataObject } from 'n8n-workflow';

import { ManexErpApi } from '../../credentials/ManexErpApi.credentials';
import { manexErp as vendor } from '../../nodes/ManexErp/vendor';
import { kindOf } from '../../nodes/shared/operations';
import type { Given, Operation, Resource } from '../../nodes/shared/resource';
import type { RecordRef } from '../../nodes/shared/keys';
import { unwrapAnswer } from '../../nodes/shared/unwrap';
import type { VendorRequest, WriteFields } from '../../nodes/shared/wire';
import { parameters } from '../unit/planned';
import { byHand, locator, only, queryOf, read, recordsIn, Wiretap } from './helpers';
import type { Wire } from './helpers';

const API_KEY = '123456789';

const resourceOf = (name: string): Resource => {
	const resource = vendor.resources[name];
	if (resource === undefined) throw new Error(`ManEx has no ${name}`);
	return resource;
};

interface AnyPlan {
	readonly ref?: RecordRef;
	readonly fields?: WriteFields;
	readonly given?: Given;
	readonly request?: VendorRequest;
	readonly listing?: { readonly request: VendorRequest };
}

/** The request that an operation of any resource comes to, or the last one of it. */
function requestOf(path: readonly [string, string], values: IDataObject): VendorRequest {
	const [name, operationName] = path;
	const resource = resourceOf(name);
	const operation: Operation | undefined = resource.operations[operationName];
	if (operation === undefined) throw new Error(`${name} has no ${operationName}`);
	const plan = kindOf(operation).plan({ vendor, name, resource, operation }, parameters(values)) as AnyPlan;
	const { fields = {}, given = {}, listing, ref, request } = plan;
	const known = request ?? listing?.request;
	if (known !== undefined) return known;
	if (ref !== undefined && operation.kind === 'update')
		return operation.request(ref, fields, undefined, given);
	if (ref !== undefined && operation.kind === 'delete') return operation.request(ref, given);
	throw new Error(`${operationName} comes to no request`);
}

const simplified = (name: string, record: IDataObject): IDataObject => ({
	...resourceOf(name).simplify(record, ''),
});
const envelope = (Message: string, ResponseObject: unknown): IDataObject => ({
	$id: '1',
	Code: 200,
	Message,
	SessionId: null,
	IsValidUser: true,
	ResponseObject: ResponseObject as IDataObject,
});

describe('ManEx ERP beyond customers, as its pages print it', () => {
	let tap: Wiretap;
	beforeAll(async () => {
		tap = await Wiretap.open();
	});
	afterAll(async () => await tap.close());
	const send = async (
		request: VendorRequest,
		requestFormat: 'query' | 'json' = 'query',
		apiKey = API_KEY,
	): Promise<Wire> =>
		await tap.send(vendor, new ManexErpApi(), { baseUrl: tap.origin, apiKey, requestFormat }, request);

	const itemFields = {
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
		serialYes: true,
		descript: 'Chip',
	};
	const lineFields = {
		part_no: 'P1',
		uOfMeas: 'EACH',
		ord_qty: 10,
		soDet_Desc: 'Chip',
		deliv_time: '3:00',
		status: 'Standard',
	};

	describe('requests', () => {
		it.each<[string, [string, string], IDataObject, string, string, Record<string, string>]>([
			[
				'SO/Get with the number alone',
				['salesOrder', 'get'],
				{ salesOrder: locator('id', '0000000123') },
				'GET',
				'SO/Get',
				{ SoNo: '0000000123' },
			],
			[
				'SO/Add, its dates with hyphens',
				['salesOrder', 'create'],
				{
					fields: byHand({
						custNo: '0000000010',
						orderDate: '2015-01-31',
						SOAPPROVAL: true,
						SOAPPRVINIT: 'AB',
					}),
				},
				'POST',
				'SO/Add',
				{ custNo: '0000000010', orderDate: '01-31-2015', SOAPPROVAL: '1', SOAPPRVINIT: 'AB' },
			],
			[
				'SO/Edit with the number, and the customer only if he was given',
				['salesOrder', 'update'],
				{ salesOrder: locator('id', '123'), fields: byHand({ PoNo: 'PO1' }) },
				'POST',
				'SO/Edit',
				{ SoNo: '0000000123', PoNo: 'PO1' },
			],
			[
				'SO/ItemGet with the key of the line',
				['salesOrderItem', 'get'],
				{ salesOrderItem: locator('id', '_1EI0NK5LL') },
				'GET',
				'SO/ItemGet',
				{ UNIQUELN: '_1EI0NK5LL' },
			],
			[
				'SO/ItemADD with both names of the part number',
				['salesOrderItem', 'create'],
				{ salesOrder: locator('id', '123'), fields: byHand(lineFields) },
				'POST',
				'SO/ItemADD',
				{ SoNo: '0000000123', ...lineFields, ord_qty: '10', part_num: 'P1' },
			],
			[
				'SO/ItemDelete with the order and the key of the line',
				['salesOrderItem', 'delete'],
				{ salesOrder: locator('id', '123'), salesOrderItem: locator('id', '_1EI0NK5LL') },
				'POST',
				'SO/ItemDelete',
				{ SONO: '0000000123', uniqueln: '_1EI0NK5LL' },
			],
			[
				'ItemMaster/Add',
				['item', 'create'],
				{ fields: byHand(itemFields) },
				'POST',
				'ItemMaster/Add',
				{ ...itemFields, serialYes: 'true' },
			],
			[
				'ItemMaster/Edit with both names of the description',
				['item', 'update'],
				{ item: locator('id', '_1EP0Q018R'), fields: byHand({ abc: 'A', descript: 'Chip' }) },
				'POST',
				'ItemMaster/Edit',
				{ uniq_key: '_1EP0Q018R', abc: 'A', descript: 'Chip', Description: 'Chip' },
			],
			[
				'WO/Get',
				['workOrder', 'get'],
				{ workOrder: locator('id', '0000000456') },
				'GET',
				'WO/Get',
				{ WoNo: '0000000456' },
			],
			[
				'WO/Add',
				['workOrder', 'create'],
				{
					fields: byHand({
						Uniq_Key: '_1EP0Q018R',
						openclos: 'STANDARD',
						Due_Date: '2015-01-31',
						custNo: '0000000010',
						bldQty: 5,
					}),
				},
				'POST',
				'WO/Add',
				{
					Uniq_Key: '_1EP0Q018R',
					openclos: 'STANDARD',
					Due_Date: '01-31-2015',
					custNo: '0000000010',
					bldQty: '5',
				},
			],
			[
				'PO/Get',
				['purchaseOrder', 'search'],
				{ filters: { poStatus: 'Open', scheduledPriorTo: '2015-01-31', supName: 'Arrow', received: false } },
				'GET',
				'PO/Get',
				{ poStatus: 'Open', scheduledPriorTo: '01-31-2015', supName: 'Arrow', received: 'false' },
			],
			[
				'PO/ItemGet below /API, with the supplier under its own name',
				['purchaseOrderItem', 'search'],
				{ filters: { supplierName: 'Arrow', withBalance: true } },
				'GET',
				'PO/ItemGet',
				{ supplierName: 'Arrow', withBalance: 'true' },
			],
		])('sends %s, as a query string or as JSON', async (_, path, values, method, action, query) => {
			const request = requestOf(path, values);
			const wire = await send(request);
			expect(wire).toMatchObject({ method, path: `/API/${action}/${API_KEY}`, body: '' });
			expect(queryOf(wire)).toEqual(query);
			const json = await send(request, 'json');
			expect(json).toMatchObject({ method: 'POST', path: `/API/${action}/${API_KEY}`, query: '' });
			const body = JSON.parse(json.body) as Record<string, unknown>;
			expect(Object.fromEntries(Object.entries(body).map(([key, value]) => [key, String(value)]))).toEqual(
				query,
			);
		});

		it('sends ItemMaster/Get with the key of the account first in the query, as both manuals print it', async () => {
			const request = requestOf(['item', 'get'], { item: locator('id', '_1EP0Q018R') });
			expect(await send(request)).toMatchObject({
				method: 'GET',
				path: '/API/ItemMaster/Get',
				query: `apiKey=${API_KEY}&uniqkey=_1EP0Q018R`,
				body: '',
			});
			expect(await send(request, 'json')).toMatchObject({
				method: 'POST',
				path: '/API/ItemMaster/Get',
				query: `apiKey=${API_KEY}`,
				body: '{"uniqkey":"_1EP0Q018R"}',
			});
		});

		it('knows the supplier under no other name than the function does', () => {
			const other = /^Filters cannot be read: "\w+" is unknown, only/;
			const search = (resource: string, name: string) => () =>
				requestOf([resource, 'search'], { filters: { [name]: 'Arrow' } });
			expect(search('purchaseOrder', 'supplierName')).toThrow(other);
			expect(search('purchaseOrderItem', 'supName')).toThrow(other);
		});

		it('looks an item up by part number and revision', async () => {
			const values = { item: locator('partNumber', '910-1 & 2'), options: { revision: 'A' } };
			const wire = await send(requestOf(['item', 'get'], values));
			expect(queryOf(wire)).toEqual({ apiKey: API_KEY, partnum: '910-1 & 2', revision: 'A' });
		});

		it('encodes an API key that a query would take apart', async () => {
			const request = requestOf(['item', 'get'], { item: locator('id', '1') });
			expect((await send(request, 'query', 'a&b=c#d+ e')).query).toBe(
				'apiKey=a%26b%3Dc%23d%2B%20e&uniqkey=1',
			);
		});

		it('puts the key where it belongs when a person writes the address in another letter case', async () => {
			const request = { method: 'GET', path: ['itemmaster', 'GET'], query: { uniqkey: '1' } } as const;
			expect(await send(request)).toMatchObject({
				path: '/API/itemmaster/GET',
				query: `apiKey=${API_KEY}&uniqkey=1`,
			});
		});

		it.each([
			'STANDARD',
			'PRIORITY-1',
			'PRIORITY-2',
			'FIRM PLAN',
			'ADMIN HOLD',
			'MFG HOLD',
			'REWORK',
			'REWORK FIRM',
			'CANCEL',
		])('takes the documented status %s of a work order', (openclos) => {
			const fields = byHand({ Uniq_Key: '1', openclos, Due_Date: '2015-01-31', custNo: '0000000010' });
			expect(requestOf(['workOrder', 'create'], { fields }).query).toMatchObject({ openclos });
		});

		it.each(['Standard', 'Priority-1', 'Priority-2', 'Cancel', 'Closed'])(
			'takes the documented status %s of a sales order item',
			(status) => {
				const values = { salesOrder: locator('id', '1'), fields: byHand({ ...lineFields, status }) };
				expect(requestOf(['salesOrderItem', 'create'], values).query).toMatchObject({ status });
			},
		);

		it.each([
			'part_class',
			'part_type',
			'part_sourc',
			'U_of_Meas',
			'Pur_UOfM',
			'CustNo',
			'CustPartNo',
			'CustRev',
			'part_No',
			'status',
			'serialYes',
			'descript',
		])('asks for %s, which is marked as required for a new item', (name) => {
			const fields = byHand(Object.fromEntries(Object.entries(itemFields).filter(([each]) => each !== name)));
			expect(() => requestOf(['item', 'create'], { fields })).toThrow(
				new RegExp(`\\(${name}\\) is required`),
			);
		});
	});

	describe('answers', () => {
		it.each([
			'Sales Order added successfully.',
			'Sales Order edited successfully.',
			'Sales Order Item deleted successfully.',
		])('reads "%s" as done, with nothing to show', (message) => {
			expect(recordsIn(vendor, envelope(message, null))).toEqual([]);
			expect(recordsIn(vendor, envelope(message, 'null'))).toEqual([]);
		});

		const added = (ResponseObject: unknown, path = ['ItemMaster', 'Add']): unknown =>
			unwrapAnswer(vendor, {
				status: 200,
				headers: {},
				method: 'POST',
				path,
				body: envelope('Item added successfully.', ResponseObject),
			});

		it('reads the key of a new item, which is a text and all that comes', () => {
			expect(added(' _1EP0Q018R ')).toEqual({ kind: 'records', records: [{ Uniq_Key: '_1EP0Q018R' }] });
			expect(resourceOf('item').keyOf({ Uniq_Key: '_1EP0Q018R' })).toBe('_1EP0Q018R');
		});

		it.each([null, '', 'null'])('reads %j as no key of a new item', (nothing) => {
			expect(added(nothing)).toEqual({ kind: 'records', records: [] });
		});

		it('takes a text for a key in no other answer', () => {
			expect(added('_1EP0Q018R', ['Customer', 'Add'])).toEqual({ kind: 'records', records: [] });
		});

		it('reads the one work order out of its list', () => {
			const record = only(
				recordsIn(vendor, envelope('Work Order details:', [{ $id: '2', WONO: '0000000456 ' }])),
			);
			expect(record).toEqual({ WONO: '0000000456' });
			expect(resourceOf('workOrder').keyOf(record)).toBe('0000000456');
		});

		it('reads a work order by its documented names', () => {
			const record = {
				WONO: '0000000456',
				UNIQ_KEY: '_1EP0Q018R',
				OPENCLOS: 'STANDARD  ',
				ORDERDATE: '2015-01-02T00:00:00',
				DUE_DATE: '2015-01-31T00:00:00',
				BLDQTY: '5.00',
				COMPLETE: 2,
				BALANCE: 3,
				IS_CLOSED: 'false',
				DATECHG: null,
				KITSTATUS: ' ',
				START_DATE: null,
				CUSTNO: '0000000010',
				SONO: '0000000123',
				KITLSTCHDT: null,
				COMPLETEDT: null,
			};
			expect(simplified('workOrder', record)).toEqual({
				id: '0000000456',
				itemId: '_1EP0Q018R',
				customerId: '0000000010',
				salesOrderId: '0000000123',
				status: 'STANDARD',
				closed: false,
				kitStatus: null,
				quantity: 5,
				completed: 2,
				balance: 3,
				orderDate: '2015-01-02T00:00:00',
				startDate: null,
				dueDate: '2015-01-31T00:00:00',
				completedAt: null,
				kitChangedAt: null,
				changedAt: null,
			});
		});

		it('adds up what lies at every place of every manufacturer, in text or in numbers', () => {
			const record = {
				Uniq_Key: '_1',
				Part_No: 'P1',
				InvtmfHdList: [
					{
						InvtmfGrList: [
							{ Qty_Oh: 10, Reserved: 2 },
							{ Qty_Oh: '5.5', Reserved: '0.5' },
						],
					},
					{ InvtmfGrList: [{ Qty_Oh: 1 }] },
					{ InvtmfGrList: null },
				],
			};
			expect(simplified('item', record)).toMatchObject({ quantityOnHand: 16.5, quantityAvailable: 14 });
			expect(simplified('item', { Uniq_Key: '_1' })).toMatchObject({
				quantityOnHand: null,
				quantityAvailable: null,
			});
		});

		it.each([
			['Active  ', true],
			['inactive', false],
			['Phase Out', null],
		])('reads the status "%s" of an item as active: %j', (Status, active) => {
			expect(simplified('item', { Status }).active).toBe(active);
		});

		it('reads the lines of a sales order, should ManEx send them, as common lines', () => {
			const line = {
				LINE_NO: '0000001',
				PART_NO: 'P1',
				Sodet_Desc: 'Chip',
				ORD_QTY: '10.00',
				SHIPPEDQTY: 4,
				EXTENDED: 25,
				SOPRICESList: [{ PRICE: 2.5, EXTENDED: 99 }],
			};
			for (const name of ['SOItemsList', 'SODetailList'])
				expect(simplified('salesOrder', { SONO: '0000000123', [name]: [line] }).lines).toEqual([
					{
						lineNumber: 1,
						code: 'P1',
						description: 'Chip',
						quantity: 10,
						shipped: 4,
						price: 2.5,
						total: 25,
					},
				]);
		});

		it('reads purchase orders and their items by their documented names', () => {
			const order = {
				PONUM: '000000000000123',
				PODATE: '2015-01-02T00:00:00',
				POSTATUS: 'Open  ',
				POTOTAL: '12.50',
			};
			expect(simplified('purchaseOrder', order)).toMatchObject({
				id: '000000000000123',
				number: '000000000000123',
				customerId: null,
				status: 'Open',
				date: '2015-01-02T00:00:00',
				total: 12.5,
			});
			const item = {
				UNIQLNNO: '_9',
				PONUM: '000000000000123',
				ITEMNO: '001',
				COSTEACH: '1.5',
				ORD_QTY: 5,
				Part_No: '007',
			};
			expect(simplified('purchaseOrderItem', item)).toMatchObject({
				id: '_9',
				purchaseOrderId: '000000000000123',
				lineNumber: 1,
				partNumber: '007',
				quantity: 5,
				cost: 1.5,
			});
		});
	});

	describe('refusals', () => {
		const refusal = (Message: string): IDataObject => ({ ...envelope(Message, null), Code: 403 });
		const answered = (path: string[], Message: string): unknown =>
			unwrapAnswer(vendor, { status: 200, headers: {}, method: 'GET', path, body: refusal(Message) });

		it.each([
			'$$Sales Order does not exists.',
			'$$Sales Order Due Date does not exists.',
			'WorkOrderSchedule does not exists.',
		])('reads "%s" as absent, without the dollars', (message) => {
			expect(read(vendor, refusal(message))).toEqual({
				kind: 'refused',
				reason: 'absent',
				message: message.replace('$$', ''),
			});
		});

		it.each([
			['PO', 'Get'],
			['PO', 'ItemGet'],
			['po', 'itemget'],
		])('reads it as nothing found in a search by %s/%s', (...path) => {
			expect(answered(path, 'Purchase Order does not exists.')).toEqual({ kind: 'records', records: [] });
			expect(answered(path, 'Object reference not set')).toMatchObject({ reason: 'input' });
		});

		it('reads it as absent in a look-up', () => {
			expect(answered(['WO', 'Get'], 'Work Order does not exists.')).toMatchObject({ reason: 'absent' });
		});
	});
});
