import '../../lab/engine/environment';
import type { IDataObject } from 'n8n-workflow';
import { AUTOMATIC, Rig, commonCustomer, customer, CUSTOMER_KEYS, PREFIX } from './support';

const API = PREFIX.pdm;
/** `session_token` is masked in the log. */
const SESSION = { company_id: 9001, session_token: '***' };

const JOE = commonCustomer({
	id: 1408,
	code: 'C001408',
	externalId: 'EXTREF164736',
	name: 'Joe Bloggs',
	firstName: 'Joe',
	lastName: 'Bloggs',
	email: 'joe@blogs.com',
	addressLine1: 'Test Address Line 1',
	addressLine2: 'Test Address Line 2',
	city: 'Test City',
	state: 'Test County',
	postalCode: 'TT11 1TT',
	active: true,
	createdAt: '2017-12-12',
	updatedAt: '2017-12-14',
});

const REQUIRED = {
	first_name: 'Ann',
	last_name: 'Lee',
	'address.line_1': '1 High St',
	'address.city': 'Leeds',
	'address.postal_code': 'LS1 1AA',
};
const REQUIRED_BODY = {
	first_name: 'Ann',
	last_name: 'Lee',
	address: { line_1: '1 High St', city: 'Leeds', postal_code: 'LS1 1AA' },
};

describe('Pro Delivery Manager', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 60 });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	const lastBody = (): IDataObject => rig.sent('pdm').at(-1)?.body as IDataObject;

	describe('get', () => {
		it('gives the common shape, with the session in the body of one request', async () => {
			const item = await rig.item('proDeliveryManager', 'get', customer(1408));
			expect(item).toEqual(JOE);
			expect(Object.keys(item)).toEqual(CUSTOMER_KEYS);
			expect(rig.requests('pdm').map(({ method, path, body }) => ({ method, path, body }))).toEqual([
				{ method: 'POST', path: `${API}/GetSessionToken`, body: { key: '***', company_id: 9001 } },
				{
					method: 'POST',
					path: `${API}/GetCustomer`,
					body: { ...SESSION, customer_id: 1408, external_customer_ref: '' },
				},
			]);
		});

		it('gives the whole record under "raw", the named fields under "selected"', async () => {
			const raw = await rig.item('proDeliveryManager', 'get', { ...customer(1408), output: 'raw' });
			expect(raw).toEqual(rig.control.record('pdm', 1408));
			const selected = await rig.item('proDeliveryManager', 'get', {
				...customer(1408),
				output: 'selected',
				outputFields: ['email', 'address.county'],
			});
			expect(selected).toEqual({ id: 1408, email: 'joe@blogs.com', 'address.county': 'Test County' });
		});

		it('looks a customer up by the external reference', async () => {
			expect(await rig.item('proDeliveryManager', 'get', customer('EXTREF164736', 'externalRef'))).toEqual(
				JOE,
			);
			expect(lastBody()).toEqual({ ...SESSION, external_customer_ref: 'EXTREF164736' });
		});

		it.each([1408, '1408', ' 1408 '])(
			'takes the key %j from an expression and sends a number',
			async (key) => {
				expect(
					await rig.item('proDeliveryManager', 'get', customer('={{ $json.key }}'), { input: [{ key }] }),
				).toEqual(JOE);
				expect(lastBody().customer_id).toBe(1408);
			},
		);

		it('answers several items in their order, equal ones from one request', async () => {
			const ids = [1410, 1408, 1410, 1409, 1408];
			const run = await rig.run('proDeliveryManager', 'get', customer('={{ $json.id }}'), {
				input: ids.map((id) => ({ id })),
			});
			expect(run.json().map(({ id }) => id)).toEqual(ids);
			expect(run.output().map(({ pairedItem }) => pairedItem)).toEqual(ids.map((_, item) => ({ item })));
			expect(rig.sent('pdm')).toHaveLength(3);
		});

		it('tells by status.code, not by HTTP status, and survives a null customer beside a refusal', async () => {
			rig.control.settings({ pdmFailureHttpStatus: 400, pdmFailureCustomer: 'null' });
			const run = await rig.run('proDeliveryManager', 'get', customer(1));
			expect(run.error).toMatchObject({
				message: 'No matching customer found: 1 [item 0]',
				description: 'Check the ID, or choose the customer by its external reference',
			});
		});
	});

	describe('create', () => {
		it('nests the address and returns the vendor’s record', async () => {
			const item = await rig.item('proDeliveryManager', 'create', {
				...(await rig.mapped('proDeliveryManager', 'create', {
					...REQUIRED,
					gender: '={{ "female" }}',
					active: '={{ "true" }}',
				})),
			});
			expect(item).toMatchObject({ id: 1468, code: 'C001468', name: 'Ann Lee', city: 'Leeds', active: true });
			expect(Object.keys(item)).toEqual(CUSTOMER_KEYS);
			expect(rig.sent('pdm')).toEqual([
				{
					method: 'POST',
					path: `${API}/CreateCustomer`,
					query: {},
					body: { ...SESSION, customer: { ...REQUIRED_BODY, gender: 'Female', active: true } },
				},
			]);
		});

		it.each([
			['ISO text', '1968-11-06'],
			['ISO text with time and zone', '1968-11-06T23:30:00-08:00'],
			['a Date', '={{ new Date(1968, 10, 6, 12) }}'],
			['a Luxon DateTime', '={{ DateTime.fromISO("1968-11-06") }}'],
			[
				'a Luxon DateTime late in another zone',
				'={{ DateTime.fromISO("1968-11-06T23:00", { zone: "Asia/Tokyo" }) }}',
			],
			['the American form', '11/6/1968'],
		])('sends the birthday given as %s as the calendar day it names', async (_, dob) => {
			await rig.item('proDeliveryManager', 'create', {
				...(await rig.mapped('proDeliveryManager', 'create', { ...REQUIRED, dob })),
			});
			expect(lastBody().customer).toMatchObject({ dob: '1968-11-06' });
		});

		// Expressions: the editor itself refuses a literal that is no date.
		it.each([
			'={{ "31/12/2020" }}',
			'={{ "2023-02-30" }}',
			'={{ "yesterday" }}',
			'={{ new Date(NaN) }}',
			'={{ $json }}',
		])('refuses %j as a birthday before anything is sent', async (dob) => {
			const run = await rig.run('proDeliveryManager', 'create', {
				...(await rig.mapped('proDeliveryManager', 'create', { ...REQUIRED, dob })),
			});
			expect(run.error).toMatchObject({
				message: expect.stringMatching(/^Fields: Date of Birth \(dob\): .* is not a date \[item 0\]$/),
				description: expect.stringContaining('2026-01-31'),
			});
			expect(rig.requests('pdm')).toEqual([]);
		});

		it('maps a company of another vendor by the common names', async () => {
			const [source] = await rig.items('weevioPims', 'get', customer('M-1000'));
			await rig.item('proDeliveryManager', 'create', AUTOMATIC, { input: [source ?? {}] });
			expect(lastBody().customer).toEqual({
				first_name: 'Acme',
				last_name: 'Repair',
				address: { line_1: '101 Main St', city: 'Bloomington', postal_code: '47404', county: 'IN' },
				email_address: 'jane@acme.example',
				tel_number_1: '800-555-1212',
			});
		});

		it('maps a person of another vendor by the common names, with the archive state as "active"', async () => {
			const [source] = await rig.items('guardantStation', 'get', customer(8));
			await rig.item(
				'proDeliveryManager',
				'create',
				{ ...AUTOMATIC, extraFields: '{"address": {"line_1": "a", "city": "b", "postal_code": "c"}}' },
				{
					input: [source ?? {}],
				},
			);
			expect(lastBody().customer).toEqual({
				first_name: 'My first name',
				last_name: 'My last name',
				email_address: 'cust@gmail.com',
				tel_number_1: '123-12-12',
				active: true,
				address: { line_1: 'a', city: 'b', postal_code: 'c' },
			});
		});

		it('takes nested and dotted input keys alike', async () => {
			for (const input of [REQUIRED, REQUIRED_BODY]) {
				await rig.item('proDeliveryManager', 'create', AUTOMATIC, { input: [input] });
				expect(lastBody().customer).toEqual(REQUIRED_BODY);
			}
		});

		it('lets extra fields win, dotted or nested, beside the mapped address', async () => {
			const fields = await rig.mapped('proDeliveryManager', 'create', REQUIRED);
			for (const extraFields of [
				'{"address.city": "York", "loyalty": 3}',
				'{"address": {"city": "York"}, "loyalty": 3}',
			]) {
				await rig.item('proDeliveryManager', 'create', { ...fields, extraFields });
				expect(lastBody().customer).toEqual({
					...REQUIRED_BODY,
					address: { ...REQUIRED_BODY.address, city: 'York' },
					loyalty: 3,
				});
			}
		});

		it('names every required field that is empty', async () => {
			const run = await rig.run('proDeliveryManager', 'create', {
				...(await rig.mapped('proDeliveryManager', 'create', {
					...REQUIRED,
					last_name: '={{ $json.none }}',
					'address.city': '={{ "" }}',
				})),
			});
			expect(run.error?.message).toBe(
				'Fields: "Last Name" (last_name), "City" (address.city) are required [item 0]',
			);
			expect(rig.requests('pdm')).toEqual([]);
		});

		it('passes on the words and the code with which PDM refuses a record', async () => {
			const run = await rig.run('proDeliveryManager', 'create', {
				...(await rig.mapped('proDeliveryManager', 'create', {
					...REQUIRED,
					external_customer_ref: 'EXTREF164736',
				})),
			});
			expect(run.error?.message).toBe(
				'Data exceeded parameters: external_customer_ref must be unique (code 302) [item 0]',
			);
		});
	});

	describe('update', () => {
		it('reads the customer, changes what is given and writes the rest back untouched', async () => {
			const before = rig.control.record('pdm', 1408) ?? {};
			const item = await rig.item('proDeliveryManager', 'update', {
				...customer(1408),
				...(await rig.mapped('proDeliveryManager', 'update', {
					'address.city': 'New City',
					email_address: '',
				})),
				output: 'raw',
			});
			expect(rig.sent('pdm').map(({ path }) => path)).toEqual([
				`${API}/GetCustomer`,
				`${API}/ModifyCustomer`,
			]);
			const address = { ...(before.address as IDataObject), city: 'New City' };
			const after = rig.control.record('pdm', 1408);
			expect(after).toEqual({ ...before, address, email_address: '', last_modified: expect.any(String) });
			expect(item).toEqual(after);
			expect(lastBody().customer).not.toHaveProperty('customer_ref');
			expect(lastBody().customer).not.toHaveProperty('created');
			expect(lastBody().customer).toMatchObject({
				customer_id: 1408,
				title: 'Mr',
				dob: '1968-11-06',
				active: true,
			});
		});

		it('keeps an inactive customer inactive', async () => {
			const inactive = rig.control.records('pdm').find((record) => record.active === false) ?? {};
			await rig.item('proDeliveryManager', 'update', {
				...customer(inactive.customer_id),
				...(await rig.mapped('proDeliveryManager', 'update', { tel_number_2: '5' })),
			});
			expect(rig.control.record('pdm', Number(inactive.customer_id))).toMatchObject({
				active: false,
				tel_number_2: '5',
			});
		});

		it('finds the customer by its external reference, and can change that reference', async () => {
			const item = await rig.item('proDeliveryManager', 'update', {
				...customer('EXTREF164736', 'externalRef'),
				...(await rig.mapped('proDeliveryManager', 'update', { external_customer_ref: 'NEWREF' })),
			});
			expect(item).toMatchObject({ id: 1408, externalId: 'NEWREF' });
			expect(rig.control.record('pdm', 1408)?.external_customer_ref).toBe('NEWREF');
		});

		it('returns the merged record when PDM answers with a status alone', async () => {
			rig.control.settings({ pdmModifyAnswer: 'statusOnly' });
			const item = await rig.item('proDeliveryManager', 'update', {
				...customer(1408),
				...(await rig.mapped('proDeliveryManager', 'update', { 'address.city': 'New City' })),
			});
			expect(item).toEqual({ ...JOE, city: 'New City' });
		});

		it('changes each item’s own customer', async () => {
			const run = await rig.run(
				'proDeliveryManager',
				'update',
				{
					...customer('={{ $json.id }}'),
					...(await rig.mapped('proDeliveryManager', 'update', { last_name: '={{ $json.name }}' })),
				},
				{ input: [1409, 1410, 1411].map((id) => ({ id, name: `Name ${id}` })) },
			);
			expect(run.output().map(({ json, pairedItem }) => [json.id, json.lastName, pairedItem])).toEqual([
				[1409, 'Name 1409', { item: 0 }],
				[1410, 'Name 1410', { item: 1 }],
				[1411, 'Name 1411', { item: 2 }],
			]);
		});
	});
});
