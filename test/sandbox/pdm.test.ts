import type { Sandbox } from '../../lab/sandbox';
import documented from './documented/pdm';
import { client, clockAt, pdm, pdmToken, withSandbox } from './helpers';
import type { Json } from './helpers';

const CUSTOMER = {
	external_customer_ref: 'NEW-1',
	title: 'Mrs',
	first_name: 'Zoë',
	last_name: "O'Neil",
	gender: 'Female',
	dob: '1980-02-03',
	address: {
		line_1: '1 High St',
		line_2: 'Flat 2',
		line_3: '',
		city: 'Leeds',
		county: 'Yorks',
		postal_code: 'LS1 1AA',
	},
	email_address: 'zoe@example.com',
	tel_number_1: '0113',
	tel_number_2: '',
	active: 1,
};

describe('sandbox: PDM', () => {
	let sandbox: Sandbox;
	let call: ReturnType<typeof pdm>;
	beforeAll(async () => {
		sandbox = await withSandbox();
	});
	afterAll(async () => await sandbox.close());
	afterEach(() => jest.restoreAllMocks());
	beforeEach(async () => {
		sandbox.control.reset();
		call = pdm(sandbox, await pdmToken(sandbox));
	});

	it('gives a session token', async () => {
		const { baseUrl, companyId, apiKey } = sandbox.credentials.proDeliveryManagerApi;
		const login = async (body: Json) => (await client.post<Json>(`${baseUrl}/GetSessionToken`, body)).data;
		const now = Date.UTC(2026, 0, 31, 12);
		clockAt(now);
		const { status, session } = await login({ key: apiKey, company_id: companyId });
		expect(status).toEqual({ code: 101, details: 'OK' });
		expect(session.session_token).toMatch(/^9001\|[0-9a-f-]{36}\|\d{4}$/);
		const local = Date.parse(`${session.expires_local_datetime}Z`);
		const utc = Date.parse(`${session.expires_utc_datetime}Z`);
		expect(utc - local).toBe(6 * 3_600_000);
		expect(utc).toBe(now + 3_600_000);
		expect((await login({ key: 'x', company_id: companyId })).status.code).toBe(202);
		expect((await login({ key: apiKey, company_id: 1 })).status.code).toBe(201);
		expect((await login({ company_id: companyId })).status.code).toBe(301);
		expect((await login({ key: apiKey, company_id: '9001' })).status.code).toBe(303);
		expect(sandbox.control.counters().pdm).toMatchObject({ logins: 2, failedLogins: 1 });
	});

	it('answers the documented GetCustomer, by id and by reference', async () => {
		const { customer_id, external_customer_ref } = documented.getRequest;
		expect(await call('GetCustomer', { customer_id, external_customer_ref })).toEqual(documented.getAnswer);
		const byRef = { customer_id: '', external_customer_ref: 'EXTREF164736' };
		expect(await call('GetCustomer', byRef)).toEqual(documented.getAnswer);
		const both = { customer_id: 1, external_customer_ref: 'EXTREF164736' };
		expect(await call('GetCustomer', both)).toEqual(documented.getAnswer);
	});

	it('answers with codes inside HTTP 200', async () => {
		expect(await call('GetCustomer')).toMatchObject({ status: { code: 301 } });
		expect(await call('GetCustomer', { customer_id: 'x' })).toMatchObject({
			status: { code: 303 },
		});
		expect(await call('GetCustomer', { customer_id: 1 })).toEqual({
			status: { code: 401, details: 'No matching customer found' },
		});
		expect(await call('GetCustomer', { external_customer_ref: 'x'.repeat(51) })).toMatchObject({
			status: { code: 302 },
		});
		expect(await call('GetCustomer', { session_token: 'x', customer_id: 1408 })).toMatchObject({
			status: { code: 203 },
		});
		sandbox.control.settings({ pdmDeadTokenCode: 202 });
		expect(await call('GetCustomer', { session_token: 'x' })).toMatchObject({
			status: { code: 202 },
		});
	});

	it('lets tokens die', async () => {
		sandbox.control.settings({ pdmTokenSeconds: 60 });
		const now = Date.now();
		clockAt(now);
		const short = pdm(sandbox, await pdmToken(sandbox));
		clockAt(now + 59_999);
		expect((await short('GetCustomer', { customer_id: 1408 })).status.code).toBe(101);
		clockAt(now + 60_000);
		expect((await short('GetCustomer', { customer_id: 1408 })).status.code).toBe(203);
		expect((await call('GetCustomer', { customer_id: 1408 })).status.code).toBe(101);
		sandbox.control.expireSessions('pdm');
		expect((await call('GetCustomer', { customer_id: 1408 })).status.code).toBe(203);
	});

	it('takes only POST and no trailing slash', async () => {
		const { baseUrl } = sandbox.credentials.proDeliveryManagerApi;
		expect((await client.get(`${baseUrl}/GetCustomer`)).status).toBe(405);
		expect((await client.post(`${baseUrl}/GetCustomer/`, {})).status).toBe(404);
	});

	it('creates and modifies, the latter replacing everything', async () => {
		const made = await call('CreateCustomer', { customer: CUSTOMER });
		expect(made).toMatchObject({
			status: { code: 101 },
			customer: { ...CUSTOMER, active: true, customer_id: 1908, customer_ref: 'C001908' },
		});
		const part = {
			customer_id: 1908,
			first_name: 'Ann',
			last_name: 'Lee',
			address: CUSTOMER.address,
		};
		const changed = await call('ModifyCustomer', { customer: part });
		expect(changed.customer).toMatchObject({ first_name: 'Ann', email_address: '', active: false });
		const gone = await call('GetCustomer', { external_customer_ref: 'NEW-1' });
		expect(gone.status.code).toBe(401);
		sandbox.control.settings({ pdmModifyAnswer: 'statusOnly' });
		expect(await call('ModifyCustomer', { customer: { ...CUSTOMER, customer_id: 1908 } })).toEqual({
			status: { code: 101, details: 'OK' },
		});
		expect(sandbox.control.created('pdm')).toHaveLength(1);
	});

	it('refuses what is missing, too long, of the wrong type or used already', async () => {
		const create = async (change: Json) =>
			(await call('CreateCustomer', { customer: { ...CUSTOMER, ...change } })).status as Json;
		expect(await create({ first_name: '' })).toMatchObject({
			code: 301,
			details: expect.stringContaining('first_name'),
		});
		expect(await create({ title: 'x'.repeat(13) })).toMatchObject({
			code: 302,
			details: expect.stringContaining('title'),
		});
		expect(await create({ tel_number_1: 5 })).toMatchObject({
			code: 303,
			details: expect.stringContaining('tel_number_1'),
		});
		expect(await create({ gender: 'x' })).toMatchObject({ code: 302 });
		expect(await create({ external_customer_ref: 'EXTREF164736' })).toMatchObject({ code: 302 });
		expect(sandbox.control.created('pdm')).toHaveLength(0);
	});

	describe('deliveries', () => {
		const order = async (delivery: unknown): Promise<Json> => await call('CreateDelivery', { delivery });

		it('are ordered for the next day, or for the one that is given', async () => {
			clockAt(Date.UTC(2026, 1, 2, 12));
			call = pdm(sandbox, await pdmToken(sandbox));
			const tomorrow = await order({ customer_id: 1408 });
			expect(tomorrow).toMatchObject({
				status: { code: 101, details: 'OK' },
				delivery: { customer_id: 1408, delivery_date: '2026-02-03', boxes: 1, fridge: false },
			});
			const given = await order({ external_customer_ref: 'EXTREF164736', delivery_date: '2026-03-01' });
			expect(given.delivery).toMatchObject({ customer_id: 1408, delivery_date: '2026-03-01' });
			expect(sandbox.control.counters().pdm.created).toBe(2);
		});

		it('have the other forms of an answer', async () => {
			sandbox.control.settings({ pdmDeliveryAnswer: 'id' });
			expect(await order({ customer_id: 1408 })).toEqual({
				status: { code: 101, details: 'OK' },
				delivery_id: 52_001,
			});
			sandbox.control.settings({ pdmDeliveryAnswer: 'statusOnly' });
			expect(await order({ customer_id: 1408 })).toEqual({ status: { code: 101, details: 'OK' } });
		});

		it('are refused twice on a day only when they are to be checked', async () => {
			const day = { customer_id: 1408, delivery_date: '2026-02-03' };
			expect((await order(day)).status.code).toBe(101);
			expect((await order(day)).status.code).toBe(101);
			expect((await order({ ...day, check_delivery: true })).status.code).toBe(404);
			expect((await order({ ...day, customer_id: 1409, check_delivery: true })).status.code).toBe(101);
		});

		it.each<[number, string, Json]>([
			[301, 'customer_id', {}],
			[401, 'No matching customer', { customer_id: 1 }],
			[303, 'boxes', { customer_id: 1408, boxes: '2' }],
			[302, 'boxes', { customer_id: 1408, boxes: 0 }],
			[303, 'fridge', { customer_id: 1408, fridge: 1 }],
			[302, 'delivery_date', { customer_id: 1408, delivery_date: '02/03/2026' }],
			[302, 'notes', { customer_id: 1408, notes: 'x'.repeat(251) }],
			[303, 'items', { customer_id: 1408, items: {} }],
			[301, 'items[0].quantity', { customer_id: 1408, items: [{ description: 'x' }] }],
			[
				302,
				'items[0].description',
				{ customer_id: 1408, items: [{ description: 'x'.repeat(151), quantity: 1 }] },
			],
			[303, 'items[0].quantity', { customer_id: 1408, items: [{ description: 'x', quantity: 1.5 }] }],
		])('are refused with code %i for %s', async (code, words, delivery) => {
			expect(await order(delivery)).toEqual({
				status: { code, details: expect.stringContaining(words) },
			});
			expect(sandbox.control.counters().pdm.created).toBe(0);
		});

		it('keep their reference for themselves', async () => {
			const referred = { customer_id: 1408, external_delivery_ref: 'SO-1' };
			expect((await order(referred)).status.code).toBe(101);
			expect((await order(referred)).status.code).toBe(302);
			expect((await order(undefined)).status.code).toBe(301);
			expect((await order('x')).status.code).toBe(303);
		});
	});
});
