import type { IDataObject } from 'n8n-workflow';

import { WeevioPimsApi } from '../../credentials/WeevioPimsApi.credentials';
import { ITEM_KEYS, ORDER_KEYS } from '../../nodes/shared/shapes';
import { unwrapAnswer } from '../../nodes/shared/unwrap';
import type { Answer, Unwrapped, VendorRequest } from '../../nodes/shared/wire';
import { weevioPims as vendor } from '../../nodes/WeevioPims/vendor';
import { planned, resourceOf } from '../unit/planned';
import { listRequests, locator, only, queryOf, read, recordsIn, Wiretap } from './helpers';
import type { Wire } from './helpers';

const CREDENTIAL = { teamId: '<YOUR-TEAM-ID>', apiId: 'YOUR_API_ID', apiSecret: 'YOUR_API_SECRET' };
const BASE_PATH = '/tenant/api/pims/v1';

/** The columns that the page names; all values are text there. */
const ORDER: IDataObject = {
	ORDER_NUMBER: '100245',
	REFERENCE_NUMBER: 'PO-8812',
	CUSTOMER_CODE: 'M-1000',
	ORDER_DATE: '03/29/2022',
	ORDER_STATUS: 'Open',
};
const lineOf = (values: IDataObject): IDataObject => ({ ORDER_LINEITEMS: values });
const LINE: IDataObject = {
	LINE_NUMBER: '1',
	PART_CODE: 'P-10442',
	DESCRIPTION: 'Brake pad',
	QUANTITY: '4',
	NUMBER_SHIPPED: '1',
};
const COMMON_LINE = {
	lineNumber: 1,
	code: 'P-10442',
	description: 'Brake pad',
	quantity: 4,
	shipped: 1,
	price: null,
	total: null,
};
const SINGLE = { status: 'success', data: ORDER, subRecords: [lineOf(LINE)] };
const SHOPIFY = {
	shopify_order_number: '#12345',
	orders: [
		{
			order_type: 'invoice',
			pims_order_number: '100245',
			create_date: '2022-03-29T14:05:00Z',
			modified_date: '2022-03-30T08:00:00Z',
			tracking_numbers: ['1Z999AA10123456784', '1Z999AA10123456785'],
			is_dropship: false,
			shipping_something: { that: 'no page explains' },
		},
		{
			order_type: 'sales order',
			pims_order_number: '100246',
			create_date: '2022-03-29T14:05:00Z',
			modified_date: null,
			tracking_numbers: [],
			is_dropship: true,
		},
	],
};

/** An answer to a request of this kind, as the runtime reads it. */
const answered = (path: readonly string[], body: unknown, method: Answer['method'] = 'GET'): Unwrapped =>
	unwrapAnswer(vendor, { status: 200, headers: {}, body, method, path });
const recordsOf = (...of: Parameters<typeof answered>): IDataObject[] => {
	const unwrapped = answered(...of);
	return unwrapped.kind === 'records' ? unwrapped.records : [];
};
const common = (resource: string, record: IDataObject): IDataObject =>
	resourceOf(vendor, resource).simplify(record, '');

describe('Weevio PIMS, orders and inventory as their pages have them', () => {
	let tap: Wiretap;
	beforeAll(async () => {
		tap = await Wiretap.open();
	});
	afterAll(async () => await tap.close());
	const send = async (request: VendorRequest): Promise<Wire> =>
		await tap.send(vendor, new WeevioPimsApi(), { ...CREDENTIAL, baseUrl: tap.origin + BASE_PATH }, request);

	describe('requests', () => {
		it.each([
			['order', '100245', 'orders', 'orderNum'],
			['inventoryItem', 'P-10442', 'inventory', 'partCode'],
		])('asks for a single %s by its key', async (resource, key, path, parameter) => {
			const plan = planned(vendor, 'get', { [resource]: locator('id', key) }, {}, resource);
			const wire = await send(plan.request);
			expect(wire).toMatchObject({ method: 'GET', path: `${BASE_PATH}/${path}/single`, body: '' });
			expect(queryOf(wire)).toEqual({ teamID: '<YOUR-TEAM-ID>', [parameter]: key });
		});

		it.each([
			['order', 'orders', 'ORDER_STATUS', 'Open'],
			['inventoryItem', 'inventory', 'PART_DESCRIPTION', 'Brake'],
		])('queries with filters of the documented form: %s', async (resource, path, field, value) => {
			const filters = {
				conditions: [
					{ field, operator: 'equals', value },
					{ field, operator: 'contains', value: 'x', conjunction: 'OR' },
				],
			};
			const plan = planned(vendor, 'search', { filters, limit: 10 }, {}, resource);
			const wire = await send(only(await listRequests(plan)));
			expect(wire).toMatchObject({ method: 'POST', path: `${BASE_PATH}/${path}/query` });
			expect(queryOf(wire)).toEqual({ teamID: '<YOUR-TEAM-ID>', maxReturn: '10' });
			expect(wire.body).toBe(
				JSON.stringify([
					{ field, value, contains: false },
					{ field, value: 'x', contains: true, conjunction: 'OR' },
				]),
			);
		});

		it.each([
			['order', 'ORDER_NUMBER'],
			['inventoryItem', 'PART_CODE'],
		])('asks for all without filters by a condition that each key meets: %s', async (resource, field) => {
			const plan = planned(vendor, 'search', { returnAll: true }, {}, resource);
			expect(only(await listRequests(plan)).body).toEqual([{ field, value: '', contains: true }]);
		});

		const dayAsked = async (value: unknown, operator = 'equals', field = 'ORDER_DATE'): Promise<unknown> => {
			const filters = { conditions: [{ field, operator, value }] } as IDataObject;
			const plan = planned(vendor, 'search', { filters }, {}, 'order');
			return (only(await listRequests(plan)).body as IDataObject[])[0]?.value;
		};

		it.each([
			['2022-03-29', '03/29/2022'],
			['2022-03-29T23:30:00.000-05:00', '03/29/2022'],
			['03/29/2022', '03/29/2022'],
			['3/29/2022', '03/29/2022'],
		])('asks for the orders of the day %s in the form in which PIMS holds it', async (given, asked) => {
			expect(await dayAsked(given)).toBe(asked);
		});

		it('leaves a part of a date, and dates of other columns, as they are', async () => {
			expect(await dayAsked('2022', 'contains')).toBe('2022');
			expect(await dayAsked('2022-03-29', 'equals', 'REFERENCE_NUMBER')).toBe('2022-03-29');
		});

		it('names the condition whose day is none', async () => {
			await expect(dayAsked('2022-02-30')).rejects.toThrow(
				/^Filters: condition 1: "2022-02-30" is not a date$/,
			);
		});

		it('asks for orders by their Shopify number, its # encoded, and without a number of records', async () => {
			const values = { shopifyOrderNumber: '#12345' };
			const plan = planned(vendor, 'getByShopifyNumber', values, {}, 'order');
			const wire = await send(only(await listRequests(plan as never)));
			expect(wire).toMatchObject({
				method: 'GET',
				path: `${BASE_PATH}/orders/by_shopify_reference`,
				body: '',
			});
			expect(wire.query).toContain('shopify_order_number=%2312345');
			expect(queryOf(wire)).toEqual({ teamID: '<YOUR-TEAM-ID>', shopify_order_number: '#12345' });
		});

		it.each([undefined, '', '  ', null])('wants a Shopify number, which %j is not', (shopifyOrderNumber) => {
			expect(() =>
				planned(vendor, 'getByShopifyNumber', { shopifyOrderNumber } as IDataObject, {}, 'order'),
			).toThrow(/^Shopify Order Number: nothing is entered$/);
		});
	});

	describe('answers', () => {
		const single = ['orders', 'single'];
		const query = ['orders', 'query'];

		it('reads an order with its line items as the common order', () => {
			const record = only(recordsOf(single, SINGLE));
			expect(record).toEqual({ ...ORDER, subRecords: [lineOf(LINE)] });
			const item = common('order', record);
			expect(Object.keys(item)).toEqual([...ORDER_KEYS]);
			expect(item).toEqual({
				id: '100245',
				number: '100245',
				customerId: 'M-1000',
				reference: 'PO-8812',
				description: null,
				status: 'Open',
				date: '2022-03-29',
				quantity: null,
				total: null,
				lines: [COMMON_LINE],
			});
		});

		it.each([
			['a list', [lineOf(LINE)]],
			['one of them alone', lineOf(LINE)],
			['lines without their table', [LINE]],
			['lines among sub-records of other tables', [{ ORDER_NOTES: { NOTE: 'x' } }, lineOf(LINE)]],
		])('finds the lines in %s', (_, subRecords) => {
			expect(common('order', only(recordsOf(single, { ...SINGLE, subRecords }))).lines).toEqual([
				COMMON_LINE,
			]);
		});

		it('tells an order without lines from one whose lines were not sent', () => {
			const without = only(recordsOf(single, { ...SINGLE, subRecords: null }));
			expect(without).toHaveProperty('subRecords', null);
			expect(common('order', without).lines).toBeNull();
			const listed = recordsOf(query, { status: 'success', data: [ORDER], subRecords: null }, 'POST');
			expect(only(listed)).not.toHaveProperty('subRecords');
		});

		const other = { ...ORDER, ORDER_NUMBER: '100246' };
		const listed = (subRecords: unknown): Unwrapped =>
			answered(query, { status: 'success', data: [ORDER, other], subRecords }, 'POST');

		it('gives each order of a list the line items that repeat its number', () => {
			const [first, second] = ['100245', '100246'].map((ORDER_NUMBER) => lineOf({ ORDER_NUMBER, ...LINE }));
			expect(listed([second, first, second])).toEqual({
				kind: 'records',
				records: [
					{ subRecords: [first], ...ORDER },
					{ subRecords: [second, second], ...other },
				],
			});
		});

		it.each([
			['do not say whose they are', [lineOf(LINE)]],
			['are those of an order that is not there', [lineOf({ ORDER_NUMBER: '1', ...LINE })]],
		])('leaves out line items of a list that %s, and says so', (_, subRecords) => {
			expect(listed(subRecords)).toEqual({
				kind: 'records',
				records: [ORDER, other],
				warnings: [expect.stringContaining('they were left out')],
			});
		});

		it('makes numbers of quantities alone: codes and numbers of orders stay as they are', () => {
			const record = only(
				recordsOf(single, {
					...SINGLE,
					data: { ...ORDER, ORDER_NUMBER: '000123', REFERENCE_NUMBER: '007' },
					subRecords: [lineOf({ ...LINE, PART_CODE: '0042', QUANTITY: '1.50' })],
				}),
			);
			expect(common('order', record)).toMatchObject({ id: '000123', number: '000123', reference: '007' });
			expect(common('order', record).lines).toMatchObject([{ code: '0042', quantity: 1.5 }]);
		});

		it('reads an inventory item as the common item', () => {
			const record = {
				PART_CODE: '0042',
				PART_DESCRIPTION: 'Brake pad',
				BARCODE: '012345678905',
				QTY_ONHAND: '12.00',
				QTY_AVAILABLE: '7',
			};
			const answer = { status: 'success', data: record, subRecords: null };
			const item = common('inventoryItem', only(recordsOf(['inventory', 'single'], answer)));
			expect(Object.keys(item)).toEqual([...ITEM_KEYS]);
			expect(item).toEqual({
				id: '0042',
				code: '0042',
				name: 'Brake pad',
				description: 'Brake pad',
				barcode: '012345678905',
				unit: null,
				price: null,
				cost: null,
				quantityOnHand: 12,
				quantityAvailable: 7,
				active: null,
				createdAt: null,
				updatedAt: null,
			});
		});
	});

	describe('answers about a Shopify number', () => {
		const { getByShopifyNumber } = resourceOf(vendor, 'order').operations;
		const brings = getByShopifyNumber?.kind === 'list' ? getByShopifyNumber.brings : undefined;

		it('are all that PIMS has of it, in their own envelope, with what no page explains', () => {
			expect(recordsIn(vendor, SHOPIFY)).toEqual(
				SHOPIFY.orders.map((order) => ({ shopify_order_number: '#12345', ...order })),
			);
		});

		it('are common orders, with their tracking numbers', () => {
			const [invoice, rest] = recordsIn(vendor, SHOPIFY).map((record) => brings?.simplify(record, ''));
			expect(Object.keys(invoice ?? {})).toEqual([
				...ORDER_KEYS,
				'updatedAt',
				'trackingNumbers',
				'isDropship',
			]);
			expect(invoice).toEqual({
				id: '100245',
				number: '100245',
				customerId: null,
				reference: '#12345',
				description: null,
				status: 'invoice',
				date: '2022-03-29T14:05:00Z',
				quantity: null,
				total: null,
				lines: null,
				updatedAt: '2022-03-30T08:00:00Z',
				trackingNumbers: '1Z999AA10123456784, 1Z999AA10123456785',
				isDropship: false,
			});
			expect(rest).toMatchObject({
				id: '100246',
				status: 'sales order',
				updatedAt: null,
				trackingNumbers: null,
				isDropship: true,
			});
		});

		it.each([
			['an empty list', { shopify_order_number: '#1', orders: [] }],
			['no list', { shopify_order_number: '#1', orders: null }],
		])('are none for %s', (_, body) => expect(recordsIn(vendor, body)).toEqual([]));

		it.each([
			['the usual envelope', { status: 'success', data: SHOPIFY }],
			['another letter case', { Shopify_Order_Number: '#12345', Orders: SHOPIFY.orders }],
			['one order instead of a list', { ...SHOPIFY, orders: SHOPIFY.orders[0] }],
		])('are read in %s as well', (_, body) => {
			const [first] = recordsIn(vendor, body);
			expect(first).toEqual({ shopify_order_number: '#12345', ...SHOPIFY.orders[0] });
		});

		it('are refused as the page says', () => {
			expect(read(vendor, { message: 'Invalid API credentials' }, 401)).toMatchObject({
				reason: 'credential',
				message: 'Invalid API credentials',
			});
		});
	});
});
