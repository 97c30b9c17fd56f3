import type { IDataObject } from 'n8n-workflow';

import { EpassApi } from '../../credentials/EpassApi.credentials';
import { epass as vendor } from '../../nodes/Epass/vendor';
import { kindOf } from '../../nodes/shared/operations';
import type { Create, Get, Operation, Resource, Update } from '../../nodes/shared/resource';
import { ITEM_KEYS, ORDER_KEYS } from '../../nodes/shared/shapes';
import { unwrapAnswer } from '../../nodes/shared/unwrap';
import type { Unwrapped, VendorRequest, WriteFields } from '../../nodes/shared/wire';
import documented from '../sandbox/documented/epass';
import { parameters } from '../unit/planned';
import { byHand, inSession, locator, Wiretap } from './helpers';
import type { Wire } from './helpers';

type Name = keyof typeof vendor.resources;

interface Planned {
	readonly request: VendorRequest;
	readonly fields: WriteFields;
}

/** What is sent for one item; of a change, what follows once the record was read. */
function planned(name: Name, kind: Operation['kind'], values: IDataObject, item: IDataObject = {}): Planned {
	const resource: Resource = vendor.resources[name];
	const operation = Object.values(resource.operations).find((each) => each.kind === kind) as
		Create | Get | Update;
	const plan = kindOf(operation).plan(
		{ vendor, name, resource, operation },
		parameters(values, item),
	) as unknown as Planned & { ref: Parameters<Update['request']>[0]; given: WriteFields };
	return operation.kind === 'update'
		? { ...plan, request: operation.request(plan.ref, plan.fields, undefined, plan.given) }
		: plan;
}

const readAt = (path: readonly string[], body: unknown, status = 200): Unwrapped =>
	unwrapAnswer(vendor, { status, headers: {}, body, path });

const recordAt = (path: readonly string[], body: unknown, status = 201): IDataObject => {
	const unwrapped = readAt(path, body, status);
	if (unwrapped.kind !== 'records') throw new Error(unwrapped.message);
	const [record, ...others] = unwrapped.records;
	if (record === undefined || others.length > 0) throw new Error('Expected one record');
	return record;
};

const NOTE = ['invoicing', 'invoice', 'note', 'add'];
const COMMENT = ['invoicing', 'invoice', 'comment', 'add'];
const EDIT = ['invoicing', 'invoice', 'edit'];
const ADD = ['invoicing', 'invoice', 'add'];
const WEB_ORDER = ['external', 'weborder'];
const ITEM = ['items', 'item'];

describe('EPASS, as the pages of invoices, items and web orders print it', () => {
	let tap: Wiretap;
	beforeAll(async () => {
		tap = await Wiretap.open();
	});
	afterAll(async () => await tap.close());
	const send = async (request: VendorRequest): Promise<Wire> =>
		await tap.send(
			vendor,
			new EpassApi(),
			inSession(vendor, { baseUrl: `${tap.origin}/api/v1` }, 'header.payload.signature'),
			request,
		);

	describe('notes and comments', () => {
		it('adds a note as printed, its code as the text that the table says it is', async () => {
			const { code, ...rest } = documented.noteRequest;
			const { request } = planned('invoiceNote', 'create', {
				invoice: locator('id', code),
				extraFields: rest as unknown as IDataObject,
			});
			const wire = await send(request);
			expect(wire).toMatchObject({ method: 'POST', path: '/api/v1/invoicing/invoice/note/add', query: '' });
			expect(JSON.parse(wire.body)).toEqual({ ...documented.noteRequest, code: '12345' });
			expect(wire.headers.authorization).toBe('Bearer header.payload.signature');
		});

		it('adds a comment as printed', async () => {
			const { invoiceCode, ...rest } = documented.commentRequest;
			const { request } = planned('invoiceNote', 'create', {
				invoice: locator('id', invoiceCode),
				noteType: 'comment',
				extraFields: rest as unknown as IDataObject,
			});
			const wire = await send(request);
			expect(wire).toMatchObject({ method: 'POST', path: '/api/v1/invoicing/invoice/comment/add' });
			expect(JSON.parse(wire.body)).toEqual(documented.commentRequest);
		});

		it('takes the ID from the table that was written to, whichever others there are', () => {
			expect(recordAt(NOTE, documented.noteAnswer)).toEqual({ ID: 4988226 });
			expect(recordAt(COMMENT, documented.commentAnswer)).toEqual({ ID: 1234567 });
			const [comment, address] = documented.commentAnswer.keys;
			const other = { ...address, keys: [{ key: 'ID', fields: [{ fieldName: 'ID', fieldValue: 7 }] }] };
			expect(recordAt(COMMENT, { ...documented.commentAnswer, keys: [other, comment] })).toEqual({
				ID: 1234567,
			});
		});

		it.each([200, 422])('gives the details of a refusal as printed, with HTTP %i', (status) => {
			expect(readAt(NOTE, documented.noteRefused, status)).toEqual({
				kind: 'refused',
				reason: 'input',
				message: 'One or more of the fields has an invalid or missing value.; Note cannot be blank.',
			});
		});
	});

	describe('changes of an invoice', () => {
		it('reschedules as printed', async () => {
			const { invoiceCode, ...rest } = documented.editRequest;
			const { request } = planned('invoice', 'update', {
				invoice: locator('id', invoiceCode),
				extraFields: rest as unknown as IDataObject,
			});
			const wire = await send(request);
			expect(wire).toMatchObject({ method: 'POST', path: '/api/v1/invoicing/invoice/edit', query: '' });
			// EPASS takes names in any letter case: its own samples mix `invoiceCode` with `JobStatusCode`.
			const names = Object.entries(JSON.parse(wire.body) as IDataObject).map(([name, value]) => [
				name.toLowerCase(),
				value,
			]);
			expect(Object.fromEntries(names)).toEqual({
				usermodified: null,
				invoicecode: '1234567',
				scheduledate: '2021-10-18',
			});
		});

		it('writes a date in the format of the table, and overrides nested as it shows them', () => {
			const { request } = planned('invoice', 'update', {
				invoice: locator('id', '5827'),
				fields: byHand({
					ScheduleDate: '2026-01-31T18:30:00.000+01:00',
					'OverridesScheduleDate.LoginOverride': true,
					'OverridesScheduleDate.DeleteExistingPrimaryCall': false,
				}),
				extraFields: { RequestedDate: null },
			});
			expect(request.body).toEqual({
				InvoiceCode: '5827',
				ScheduleDate: '2026-01-31T00:00:00.000Z',
				RequestedDate: null,
				OverridesScheduleDate: { LoginOverride: true, DeleteExistingPrimaryCall: false },
			});
		});

		it('takes the ID of the invoice from its answer in either letter case, not that of the note', () => {
			expect(recordAt(EDIT, documented.editAnswer)).toEqual({ ID: 12345 });
			expect(recordAt(EDIT, documented.editAnswerInPascalCase)).toEqual({ ID: 2179386 });
			const keys = [...documented.editAnswer.keys].reverse();
			expect(recordAt(EDIT, { ...documented.editAnswer, keys })).toEqual({ ID: 12345 });
		});

		it.each([200, 422])('gives code and words of a refusal as printed, with HTTP %i', (status) => {
			expect(readAt(EDIT, documented.editRefused, status)).toEqual({
				kind: 'refused',
				reason: 'input',
				message: 'INV-010073 You cannot select a Schedule Date that is in the past.',
			});
		});
	});

	describe('a new invoice', () => {
		const HEADER = { BillToCode: '1000', SoldToCode: '1000', InvTypeCode: 'SALE', PaymentTypeCode: 'COD' };

		it('is sent with the four required fields of its table', async () => {
			const { request } = planned('invoice', 'create', { fields: byHand(HEADER) });
			const wire = await send(request);
			expect(wire).toMatchObject({ method: 'POST', path: '/api/v1/invoicing/invoice/add', query: '' });
			expect(JSON.parse(wire.body)).toEqual(HEADER);
		});

		it('takes child tables along as they are, for one transaction', () => {
			const extraFields = { Models: [{ ModelCode: 'AEG-100' }] };
			expect(planned('invoice', 'create', { fields: byHand(HEADER), extraFields }).request.body).toEqual({
				...HEADER,
				...extraFields,
			});
		});

		it('is known by ID and Code where the answer names both, as that to a new customer does', () => {
			const [customer] = documented.createAnswer.keys;
			const answer = { ...documented.createAnswer, keys: [{ ...customer, table: 'Invoice' }] };
			expect(recordAt(ADD, answer)).toEqual({ ID: 354308, Code: '191408' });
		});
	});

	describe('lines', () => {
		it.each([
			['item', { ItemCode: '110' }],
			['model', { ModelCode: 'AEG-100', QtyOrdered: 2 }],
			['misc', { MiscCode: 'DELIVERY', Qty: 1 }],
			['labor', { LaborRateCode: 'INSTALL', TechnicianCode: 'T1', SellingPrice: 80 }],
			['package', { PackageCode: 'KITCHEN', Qty: 1 }],
		])(
			'adds a line of type %s to its own address, with the fields of its table',
			async (lineType, fields) => {
				const { request } = planned('invoiceLine', 'create', {
					invoice: locator('id', '5827'),
					lineType,
					fields: byHand(fields),
				});
				const wire = await send(request);
				expect(wire).toMatchObject({
					method: 'POST',
					path: `/api/v1/invoicing/invoice/${lineType}/add`,
					query: '',
				});
				expect(JSON.parse(wire.body)).toEqual({ InvoiceCode: '5827', ...fields });
			},
		);
	});

	describe('items', () => {
		it('asks for an item as printed', async () => {
			const wire = await send(planned('item', 'get', { item: locator('id', '110') }).request);
			expect(wire).toMatchObject({ method: 'GET', path: '/api/v1/items/item', query: 'code=110', body: '' });
		});

		it('takes item codes of up to 20 characters', () => {
			const code = (value: string) => () => planned('item', 'get', { item: locator('id', value) });
			expect(code('x'.repeat(20))).not.toThrow();
			expect(code('x'.repeat(21))).toThrow(/at most 20/);
		});

		it('reads the item as printed as a common item', () => {
			const record = recordAt(ITEM, documented.item, 200);
			expect(record).toEqual(documented.item.Values[0]?.Fields);
			const item = vendor.resources.item.simplify(record, '');
			expect(Object.keys(item)).toEqual([...ITEM_KEYS]);
			expect(item).toEqual({
				id: '110',
				code: '110',
				name: 'TEST',
				description: 'TEST',
				barcode: null,
				unit: null,
				price: 0,
				cost: 0,
				quantityOnHand: 0,
				quantityAvailable: null,
				active: true,
				createdAt: '2022-01-13T00:00:00',
				updatedAt: '2022-01-13T13:49:40',
			});
		});

		it.each([
			['text', 'Item not found.', 200],
			['text with HTTP 404', 'Item not found.', 404],
			['text in quotation marks', '"Item not found."', 404],
			['JSON', { message: 'Item not found.' }, 404],
			['an envelope', { Result: { Success: false, ExceptionMessage: 'Item not found.' } }, 200],
		])('reads that there is no such item as %s, though its form is not documented', (_, body, status) => {
			expect(readAt(ITEM, body, status)).toMatchObject({ reason: 'absent', message: 'Item not found.' });
		});

		it('reads no values as no item', () => {
			expect(readAt(ITEM, { ...documented.item, Values: [] })).toMatchObject({ records: [] });
		});
	});

	describe('web orders', () => {
		const ORDER = {
			webOrderID: 'W-1',
			orderDate: '2026-01-31',
			firstName: 'Ada',
			lastName: 'Lovelace',
			email: 'ada@example.com',
		};

		it('sends the header in the names of its table, dates as YYYY-MM-DD', async () => {
			const fields = { ...ORDER, grandTotal: 120, shipToCity: 'London', shippingETA: '02/03/2026' };
			const wire = await send(planned('webOrder', 'create', { fields: byHand(fields) }).request);
			expect(wire).toMatchObject({ method: 'POST', path: '/api/v1/external/weborder', query: '' });
			expect(JSON.parse(wire.body)).toEqual({ ...fields, shippingETA: '2026-02-03' });
		});

		it.each([
			['webOrderID', 20],
			['firstName', 20],
			['lastName', 50],
			['email', 255],
			['orderComment', 8000],
			['shippingMethod', 50],
			['carrierCode', 5],
			['trackingNumber', 250],
			['shipToFirstName', 20],
			['shipToAddress1', 30],
			['billToState', 4],
			['billToZip', 10],
			['billToPhone2', 20],
		])('takes %s of up to %i characters', (name, most) => {
			const fields = (length: number) => () =>
				planned('webOrder', 'create', { fields: byHand({ ...ORDER, [name]: 'x'.repeat(length) }) });
			expect(fields(most)).not.toThrow();
			expect(fields(most + 1)).toThrow(new RegExp(`\\(${name}\\) is ${most + 1} characters long`));
		});

		it.each([
			['the envelope of other writes', { ...documented.noteAnswer, keys: [] }, 201],
			['an object that names the order', { id: 901, webOrderID: 'W-1' }, 200],
			['an object that says yes', { status: 'OK' }, 200],
			['"created" without a body', '', 201],
			['"no content"', '', 204],
		])('reads %s as taken, since the answer is not documented', (_, body, status) => {
			expect(readAt(WEB_ORDER, body, status)).toMatchObject({ kind: 'records' });
		});

		it.each([
			['an empty answer', '', 200],
			['an object that says nothing of the order', { page: { title: 'Welcome' } }, 200],
			['a list', [1], 200],
		])('does not take %s for a yes', (_, body, status) => {
			expect(() => readAt(WEB_ORDER, body, status)).toThrow(/EPASS sent an/);
		});

		it.each([
			['no', { success: false, message: 'Web orders are not set up.' }, 200],
			['an error', { message: 'Web orders are not set up.' }, 422],
		])('reads %s as a refusal', (_, body, status) => {
			expect(readAt(WEB_ORDER, body, status)).toMatchObject({
				kind: 'refused',
				message: 'Web orders are not set up.',
			});
		});

		it('gives the common order', () => {
			expect(Object.keys(vendor.resources.webOrder.simplify(ORDER, ''))).toEqual([...ORDER_KEYS]);
		});
	});
});
