import type { IDataObject } from 'n8n-workflow';

import { WeevioPimsApi } from '../../credentials/WeevioPimsApi.credentials';
import { CUSTOMER_KEYS, ORDER_KEYS } from '../../nodes/shared/shapes';
import { unwrapAnswer } from '../../nodes/shared/unwrap';
import type { VendorRequest } from '../../nodes/shared/wire';
import { weevioPims as vendor } from '../../nodes/WeevioPims/vendor';
import { customerOf, planned } from '../unit/planned';
import documented from '../sandbox/documented/weevio';
import {
	byHand,
	faultIn,
	listRequests,
	locator,
	only,
	queryOf,
	read,
	readFirst,
	recordsIn,
	simplified,
	simplifiedOrder,
	Wiretap,
} from './helpers';
import type { Wire } from './helpers';

const CREDENTIAL = { teamId: '<YOUR-TEAM-ID>', apiId: 'YOUR_API_ID', apiSecret: 'YOUR_API_SECRET' };
const BASE_PATH = '/tenant/api/pims/v1';

describe('Weevio PIMS, as its pages print it', () => {
	let tap: Wiretap;
	beforeAll(async () => {
		tap = await Wiretap.open();
	});
	afterAll(async () => await tap.close());
	const send = async (request: VendorRequest): Promise<Wire> =>
		await tap.send(vendor, new WeevioPimsApi(), { ...CREDENTIAL, baseUrl: tap.origin + BASE_PATH }, request);

	describe('requests', () => {
		it('asks for a single customer as printed, with Basic authentication and the teamID', async () => {
			const plan = planned(vendor, 'get', { customer: locator('id', 'M-1000') });
			const wire = await send(plan.request);
			expect(wire).toMatchObject({ method: 'GET', path: `${BASE_PATH}/customers/single`, body: '' });
			expect(queryOf(wire)).toEqual({ teamID: '<YOUR-TEAM-ID>', customerCode: 'M-1000' });
			const basic = Buffer.from('YOUR_API_ID:YOUR_API_SECRET').toString('base64');
			expect(wire.headers.authorization).toBe(`Basic ${basic}`);
		});

		it('keeps a customer code with special characters in one query parameter', async () => {
			const plan = planned(vendor, 'get', { customer: locator('id', 'M 1&teamID=x#?/é') });
			expect(queryOf(await send(plan.request))).toEqual({
				teamID: '<YOUR-TEAM-ID>',
				customerCode: 'M 1&teamID=x#?/é',
			});
		});

		it('queries customers with the filters as printed', async () => {
			const plan = planned(vendor, 'search', {
				filters: {
					conditions: [
						{ field: 'BEMAIL', operator: 'equals', value: 'jane@acme.example', conjunction: 'AND' },
						{ field: 'SEMAIL', operator: 'contains', value: 'acme.example', conjunction: 'OR' },
					],
				},
				limit: 10,
			});
			const wire = await send(only(await listRequests(plan)));
			expect(wire).toMatchObject({ method: 'POST', path: `${BASE_PATH}/customers/query` });
			expect(queryOf(wire)).toEqual({ teamID: '<YOUR-TEAM-ID>', maxReturn: '10' });
			expect(wire.body).toBe(JSON.stringify(documented.filters));
			expect(wire.headers['content-type']).toMatch(/^application\/json/);
		});

		it('leaves the conjunction out of the first filter only', async () => {
			const plan = planned(vendor, 'search', {
				filters: { conditions: [{ field: 'BCITY', operator: 'equals', value: 'x', conjunction: 'OR' }] },
			});
			expect(only(await listRequests(plan)).body).toEqual([{ field: 'BCITY', value: 'x', contains: false }]);
		});

		it('creates with PUT as headed, although the curl sample would send POST', async () => {
			const plan = planned(vendor, 'create', { fields: byHand(documented.createRequest) });
			const wire = await send(plan.request);
			expect(wire).toMatchObject({ method: 'PUT', path: `${BASE_PATH}/customers/create` });
			expect(queryOf(wire)).toEqual({ teamID: '<YOUR-TEAM-ID>' });
			expect(JSON.parse(wire.body)).toEqual(documented.createRequest);
		});

		it('creates with the fields in the order in which they are printed', async () => {
			const plan = planned(vendor, 'create', { fields: byHand(documented.createRequest) });
			expect((await send(plan.request)).body).toBe(JSON.stringify(documented.createRequest));
		});

		it('creates from extra fields alone, byte for byte as printed', async () => {
			const extraFields = JSON.stringify(documented.createRequest, null, 4);
			const plan = planned(vendor, 'create', { extraFields });
			expect((await send(plan.request)).body).toBe(JSON.stringify(documented.createRequest));
		});

		it('updates with the customer code and the changed fields as printed', async () => {
			const { CUSTOMER_CODE, ...fields } = documented.updateRequest;
			const plan = planned(vendor, 'update', {
				customer: locator('id', CUSTOMER_CODE),
				fields: byHand(fields),
			});
			expect(readFirst(vendor, plan)).toBeUndefined();
			const wire = await send(plan.operation.request(plan.ref, plan.fields, undefined, {}));
			expect(wire).toMatchObject({ method: 'POST', path: `${BASE_PATH}/customers/update` });
			expect(queryOf(wire)).toEqual({ teamID: '<YOUR-TEAM-ID>' });
			expect(wire.body).toBe(JSON.stringify(documented.updateRequest));
		});

		it('never sends a FUNCTION field, which the API sets itself', () => {
			expect(customerOf(vendor).fields.map(({ id }) => id)).not.toContain('FUNCTION');
		});

		it('lists the orders of a customer by the CUSTOMER_CODE column', async () => {
			const plan = planned(vendor, 'listOrders', {
				customer: locator('id', 'M-1000'),
				limit: 7,
			});
			const wire = await send(only(await listRequests(plan)));
			expect(wire).toMatchObject({ method: 'POST', path: `${BASE_PATH}/orders/query` });
			expect(queryOf(wire)).toEqual({ teamID: '<YOUR-TEAM-ID>', maxReturn: '7' });
			expect(wire.body).toBe('[{"field":"CUSTOMER_CODE","value":"M-1000","contains":false}]');
		});
	});

	describe('answers', () => {
		it('reads the single customer as printed', () => {
			const record = only(recordsIn(vendor, documented.single));
			expect(record).toEqual(documented.single.data);
			const item = simplified(vendor, record);
			expect(Object.keys(item)).toEqual([...CUSTOMER_KEYS]);
			expect(item).toEqual({
				id: 'M-1000',
				code: 'M-1000',
				externalId: null,
				name: 'Acme Repair',
				firstName: null,
				lastName: null,
				companyName: null,
				email: 'jane@acme.example',
				phone: '800-555-1212',
				addressLine1: '101 Main St',
				addressLine2: null,
				city: 'Bloomington',
				state: 'IN',
				postalCode: '47404',
				country: 'US',
				active: null,
				createdAt: null,
				updatedAt: null,
			});
		});

		it('reads the list of customers as printed, and an empty one as none', () => {
			expect(recordsIn(vendor, documented.queryAnswer)).toEqual(documented.queryAnswer.data);
			expect(recordsIn(vendor, { status: 'success', data: [], subRecords: null })).toEqual([]);
		});

		const answerTo = (action: string, body: unknown): IDataObject[] => {
			const answer = { status: 200, headers: {}, body, method: 'POST', path: ['customers', action] } as const;
			const unwrapped = unwrapAnswer(vendor, answer);
			return unwrapped.kind === 'records' ? unwrapped.records : [];
		};

		it.each([
			['create', documented.createAnswer],
			['update', documented.updateAnswer],
		])('takes the text that answers a %s as the customer code', (action, body) => {
			const record = only(answerTo(action, body));
			expect(record).toEqual({ CUSTOMER_CODE: 'M-1234' });
			expect(simplified(vendor, record)).toMatchObject({ id: 'M-1234', code: 'M-1234' });
		});

		it('takes a customer code that arrives as a number for a code all the same', () => {
			expect(only(answerTo('create', { status: 'success', data: 1234 }))).toEqual({ CUSTOMER_CODE: '1234' });
		});

		it.each([null, {}, ''])('reads a success with data %j as no customer', (data) => {
			expect(recordsIn(vendor, { status: 'success', data, subRecords: null })).toEqual([]);
		});

		it('reads an order with the columns that the orders page names', () => {
			const line = { ORDER_LINEITEMS: { LINE_NUMBER: '1', PART_CODE: 'P-1', QUANTITY: '2' } };
			const order = {
				ORDER_NUMBER: '5001',
				REFERENCE_NUMBER: 'WEB-1',
				CUSTOMER_CODE: 'M-1000',
				ORDER_DATE: '01/31/2026',
				ORDER_STATUS: 'Open',
			};
			const record = only(recordsIn(vendor, { status: 'success', data: [order], subRecords: null }));
			const item = simplifiedOrder(vendor, record, 'M-1000');
			expect(Object.keys(item)).toEqual([...ORDER_KEYS]);
			expect(item).toEqual({
				id: '5001',
				number: '5001',
				customerId: 'M-1000',
				reference: 'WEB-1',
				description: null,
				status: 'Open',
				date: '2026-01-31',
				quantity: null,
				total: null,
				lines: null,
			});
			expect(simplifiedOrder(vendor, { ...order, subRecords: [line] }, 'M-1000').lines).toEqual([
				{
					lineNumber: 1,
					code: 'P-1',
					description: null,
					quantity: 2,
					shipped: null,
					price: null,
					total: null,
				},
			]);
		});
	});

	describe('refusals', () => {
		const shapes: Array<[string, (words: string) => unknown]> = [
			['plain text', (words) => words],
			['a message', (message) => ({ status: 'error', message })],
			['an error text', (error) => ({ error })],
			['an error object', (message) => ({ error: { message } })],
			['text as data', (data) => ({ status: 'error', data })],
		];

		it.each(shapes)('gives the words of an HTTP 400 whose body is %s', (_, body) => {
			expect(read(vendor, body("Missing 'teamID' parameter!"), 400)).toEqual({
				kind: 'refused',
				reason: 'input',
				message: "Missing 'teamID' parameter!",
			});
		});

		it.each(shapes)('takes an HTTP 401 whose body is %s for a wrong credential', (_, body) => {
			expect(read(vendor, body('Invalid API ID or API Secret'), 401)).toEqual({
				kind: 'refused',
				reason: 'credential',
				message: 'Invalid API ID or API Secret',
			});
		});

		it('says what was refused even when the body is empty', () => {
			expect(read(vendor, '', 401)).toMatchObject({
				reason: 'credential',
				message: expect.stringContaining('401'),
			});
			expect(read(vendor, '', 400)).toMatchObject({
				reason: 'input',
				message: expect.stringContaining('400'),
			});
		});

		it.each(['Customer not found', 'CUSTOMER_CODE M-9 does not exist', 'No such customer'])(
			'takes an HTTP 400 with the words "%s" for an unknown customer',
			(message) => {
				expect(read(vendor, { status: 'error', message }, 400)).toMatchObject({ reason: 'absent', message });
			},
		);

		it('takes another status word in a good answer for a refusal', () => {
			const body: IDataObject = { status: 'error', message: 'BEMAIL is too long', data: null };
			expect(read(vendor, body)).toEqual({ kind: 'refused', reason: 'input', message: 'BEMAIL is too long' });
		});

		it.each([
			['an empty answer', ''],
			['another JSON', { hello: 'world' }],
			['a list', []],
		])('does not take %s for the vendor', (_, body) => {
			expect(faultIn(vendor, body).details).toMatchObject({ kind: 'unreadable', status: 200 });
		});

		it('does not take a web page or a redirect for the vendor', () => {
			expect(faultIn(vendor, '<!DOCTYPE html><html><body>Log in</body></html>').details.kind).toBe('foreign');
			expect(read(vendor, '<html>Bad gateway</html>', 502)).toMatchObject({ reason: 'unavailable' });
			expect(faultIn(vendor, '', 302).details.kind).toBe('foreign');
		});
	});
});
