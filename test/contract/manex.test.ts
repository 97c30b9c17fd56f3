import { ManexErpApi } from '../../credentials/ManexErpApi.credentials';
import { manexErp as vendor } from '../../nodes/ManexErp/vendor';
import { CUSTOMER_KEYS } from '../../nodes/shared/shapes';
import type { VendorRequest } from '../../nodes/shared/wire';
import { planned } from '../unit/planned';
import documented from '../sandbox/documented/manex';
import {
	byHand,
	faultIn,
	locator,
	only,
	queryOf,
	read,
	readFirst,
	recordsIn,
	simplified,
	Wiretap,
} from './helpers';
import type { Wire } from './helpers';

const API_KEY = '123456789';

/** The query string of the Edit sample, `territory` included as the page writes it. */
const EDIT_SAMPLE = {
	CUSTNO: '0000000000',
	CUSTNAME: 'CustomerName',
	STATUS: 'Active',
	territory: 'NEW ENGLAND',
};

const lowerCaseKeys = (values: object): Record<string, unknown> =>
	Object.fromEntries(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value]));

describe('ManEx ERP, as the page of customers prints it', () => {
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

	describe('requests', () => {
		const get = () => planned(vendor, 'get', { customer: locator('name', 'Customer') });
		const add = () => planned(vendor, 'create', { fields: byHand(documented.addRequest) });
		const edit = () =>
			planned(vendor, 'update', {
				customer: locator('id', EDIT_SAMPLE.CUSTNO),
				fields: byHand({
					Custname: EDIT_SAMPLE.CUSTNAME,
					Status: EDIT_SAMPLE.STATUS,
					Territory: EDIT_SAMPLE.territory,
				}),
			});

		it('gets a customer with the query string as printed and the key at the end of the path', async () => {
			expect(await send(get().request)).toMatchObject({
				method: 'GET',
				path: `/API/Customer/Get/${API_KEY}`,
				query: 'CustNumOrName=Customer',
				body: '',
			});
		});

		it('gets a customer with the JSON as printed, by POST', async () => {
			expect(await send(get().request, 'json')).toMatchObject({
				method: 'POST',
				path: `/API/Customer/Get/${API_KEY}`,
				query: '',
				body: '{"CustNumOrName":"Customer"}',
			});
		});

		it('pads a customer number to the ten digits that the vendor keeps', async () => {
			const plan = planned(vendor, 'get', { customer: locator('id', '10') });
			expect((await send(plan.request)).query).toBe('CustNumOrName=0000000010');
		});

		it('adds a customer with the query string as printed, CustName being Custname in the table', async () => {
			const wire = await send(add().request);
			expect(wire).toMatchObject({ method: 'POST', path: `/API/Customer/Add/${API_KEY}`, body: '' });
			expect(wire.query).toBe('Custname=CustomerName&Status=Active');
			expect(wire.query.toLowerCase()).toBe('CustName=CustomerName&Status=Active'.toLowerCase());
		});

		it('adds a customer with the JSON as printed', async () => {
			expect(await send(add().request, 'json')).toMatchObject({
				method: 'POST',
				path: `/API/Customer/Add/${API_KEY}`,
				query: '',
				body: JSON.stringify(documented.addRequest),
			});
		});

		it('edits a customer with the parameters of the sample, whose letter case differs from the table’s', async () => {
			const plan = edit();
			expect(readFirst(vendor, plan)).toBeUndefined();
			const request = plan.operation.request(plan.ref, plan.fields, undefined, {});
			const wire = await send(request);
			expect(wire).toMatchObject({ method: 'POST', path: `/API/Customer/Edit/${API_KEY}`, body: '' });
			expect(lowerCaseKeys(queryOf(wire))).toEqual(lowerCaseKeys(EDIT_SAMPLE));
			const json = await send(request, 'json');
			expect(json).toMatchObject({ method: 'POST', path: `/API/Customer/Edit/${API_KEY}`, query: '' });
			expect(lowerCaseKeys(JSON.parse(json.body) as object)).toEqual(lowerCaseKeys(EDIT_SAMPLE));
		});

		it('sends dates as MM/DD/YYYY like the table, not as the Edit sample’s YYYY-MM-DD00:00:00', () => {
			const plan = planned(vendor, 'update', {
				customer: locator('id', '10'),
				fields: byHand({ Acct_date: '2014-11-19T13:28:00' }),
			});
			expect(plan.operation.request(plan.ref, plan.fields, undefined, {}).query).toEqual({
				Custno: '0000000010',
				Acct_date: '11/19/2014',
			});
		});

		it('reads a customer that is named by its name first, since Edit wants the number', () => {
			const plan = planned(vendor, 'update', {
				customer: locator('name', 'Customer'),
				fields: byHand({ Phone: '1' }),
			});
			expect(readFirst(vendor, plan)?.query).toEqual({ CustNumOrName: 'Customer' });
			const current = only(recordsIn(vendor, documented.getAnswer));
			expect(plan.operation.request(plan.ref, plan.fields, current, {}).query).toEqual({
				Custno: '0000000010',
				Phone: '1',
			});
		});

		it('writes the Status camel-cased, as the page asks, from any letter case', () => {
			const status = (Status: string) =>
				planned(vendor, 'create', { fields: byHand({ Custname: 'A', Status }) }).fields.Status;
			expect(['ACTIVE', 'inactive', 'Quote'].map(status)).toEqual(['Active', 'Inactive', 'Quote']);
		});

		it.each([
			'SOUTHERN CA',
			'NORTHERN CA',
			'EAST',
			'WEST',
			'MIDWEST',
			'NEW ENGLAND',
			'SOUTH',
			'GREAT LAKES',
			'MEXICO',
			'CANADA',
			'UNITED KINGDOM',
		])('takes the documented territory %s', (Territory) => {
			const fields = byHand({ ...documented.addRequest, Territory });
			expect(planned(vendor, 'create', { fields }).fields).toMatchObject({ Territory });
		});

		it.each(['NET 10', 'NET 15', 'NET 30', 'NET 30/2% 10', 'NET 45', 'COD', 'NONE'])(
			'sends the documented terms %s unharmed in a query string',
			async (Terms) => {
				const fields = byHand({ ...documented.addRequest, Terms });
				const wire = await send(planned(vendor, 'create', { fields }).request);
				expect(queryOf(wire).Terms).toBe(Terms);
			},
		);

		it('encodes an API key that a URL would take apart', async () => {
			expect((await send(get().request, 'query', 'a/b?c#d')).path).toBe('/API/Customer/Get/a%2Fb%3Fc%23d');
		});
	});

	describe('answers', () => {
		it('reads the added customer as printed, without $id', () => {
			const { $id, ...expected } = documented.addAnswer.ResponseObject;
			expect($id).toBe('2');
			const record = only(recordsIn(vendor, documented.addAnswer));
			expect(record).toEqual(expected);
			expect(simplified(vendor, record)).toMatchObject({
				id: '0000000010',
				name: 'CustomerName',
				active: true,
				createdAt: '2014-11-19T10:09:57.041868-05:00',
				updatedAt: null,
			});
		});

		it('reads an edit as done, with nothing to show', () => {
			expect(recordsIn(vendor, documented.editAnswer)).toEqual([]);
		});

		it('reads the customer as printed, its padding trimmed', () => {
			const record = only(recordsIn(vendor, documented.getAnswer));
			expect(record).toMatchObject({
				CUSTNAME: 'Customer',
				PHONE: '',
				TERRITORY: 'NEW ENGLAND',
				STATUS: 'Active',
			});
			expect(record).not.toHaveProperty('$id');
			const item = simplified(vendor, record);
			expect(Object.keys(item)).toEqual([...CUSTOMER_KEYS]);
			expect(item).toEqual({
				id: '0000000010',
				code: '0000000010',
				externalId: null,
				name: 'Customer',
				firstName: null,
				lastName: null,
				companyName: null,
				email: null,
				phone: null,
				addressLine1: null,
				addressLine2: null,
				city: null,
				state: null,
				postalCode: null,
				country: null,
				active: true,
				createdAt: '2014-11-19T13:28:00',
				updatedAt: '2014-11-19T13:27:49.25',
			});
		});

		it('loses padding and $id on every level of the answer', () => {
			const inner = { $id: '3', CITY: 'Boston   ', NOTES: [{ $id: '4', TEXT: ' x ' }] };
			const record = only(
				recordsIn(vendor, {
					...documented.getAnswer,
					ResponseObject: { ...documented.getAnswer.ResponseObject, LinkAddList: [inner] },
				}),
			);
			expect(record.LinkAddList).toEqual([{ CITY: 'Boston', NOTES: [{ TEXT: 'x' }] }]);
		});

		it.each([
			['Active', true],
			['ACTIVE    ', true],
			['Inactive', false],
			['Quote', null],
			['', null],
		])('reads the status "%s" as active: %j', (STATUS, active) => {
			expect(simplified(vendor, { CUSTNO: '1', STATUS }).active).toBe(active);
		});
	});

	describe('answers as Freshdesk prints them, with "200", "null" and "true" as text', () => {
		const envelope = {
			$id: '1',
			Code: '200',
			Message: 'Customer details:',
			SessionId: 'null',
			IsValidUser: 'true',
		};

		it('reads a code that is text', () => {
			const { ResponseObject } = documented.getAnswer;
			expect(only(recordsIn(vendor, { ...envelope, ResponseObject }))).toMatchObject({
				CUSTNAME: 'Customer',
			});
		});

		it('reads the text "null" as no customer', () => {
			expect(recordsIn(vendor, { ...envelope, ResponseObject: 'null' })).toEqual([]);
		});

		it('reads the text "null" as no date', () => {
			const ResponseObject = {
				CUSTNO: '0000000010',
				CUSTNAME: 'Customer',
				ACCT_DATE: 'null',
				modifiedDate: 'null',
			};
			const record = only(recordsIn(vendor, { ...envelope, ResponseObject }));
			expect(simplified(vendor, record)).toMatchObject({ createdAt: null, updatedAt: null });
		});

		it('tells a wrong key from a wrong parameter by the text "false"', () => {
			const refusal = { ...envelope, Code: '403', Message: 'Refused', ResponseObject: 'null' };
			expect(read(vendor, { ...refusal, IsValidUser: 'false' })).toMatchObject({ reason: 'credential' });
			expect(read(vendor, { ...refusal, IsValidUser: 'False' })).toMatchObject({ reason: 'credential' });
			expect(read(vendor, refusal)).toMatchObject({ reason: 'input' });
		});
	});

	describe('refusals', () => {
		it.each([
			['a parameter error of Add', documented.addRefused, 'input', /Customer Number is taken/],
			['a parameter error of Edit', documented.editRefused, 'input', undefined],
			['a key error', documented.keyRefused, 'credential', undefined],
			['a customer that does not exist', documented.notFound, 'absent', undefined],
		])('reads %s as printed, whatever the HTTP status', (_, body, reason, advice) => {
			for (const status of [200, 403]) {
				expect(read(vendor, body, status)).toEqual({
					kind: 'refused',
					reason,
					message: body.Message,
					...(advice === undefined ? {} : { advice: expect.stringMatching(advice) }),
				});
			}
		});

		it.each([
			['Add', documented.addRouteError],
			['Get', documented.getRouteError],
		])('reads the route error of %s in both of its sentences, with or without HTTP 404', (_, body) => {
			for (const status of [200, 404]) {
				const refusal = read(vendor, body, status);
				expect(refusal).toMatchObject({ kind: 'refused', reason: 'input' });
				expect(refusal).toMatchObject({ message: `${body.Message} ${body.MessageDetail}` });
			}
		});

		it('drops the $$ with which some sales order messages begin', () => {
			expect(read(vendor, { ...documented.addRefused, Message: '$$Order is closed.' })).toMatchObject({
				message: 'Order is closed.',
			});
		});

		it('reads HTTP statuses of what stands before the vendor', () => {
			expect(read(vendor, 'Too many requests', 429)).toMatchObject({ reason: 'rateLimit' });
			expect(read(vendor, { Message: 'An error has occurred.' }, 500)).toMatchObject({
				reason: 'failed',
				message: 'An error has occurred.',
			});
		});

		it('does not take another answer for the vendor', () => {
			expect(faultIn(vendor, {}).details.kind).toBe('unreadable');
			expect(faultIn(vendor, 'OK').details.kind).toBe('unreadable');
		});
	});
});
