import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { ProDeliveryManagerApi } from '../../credentials/ProDeliveryManagerApi.credentials';
import { proDeliveryManager as vendor } from '../../nodes/ProDeliveryManager/vendor';
import { LoginFailed, withRenewalAsked } from '../../nodes/shared/login';
import { CUSTOMER_KEYS } from '../../nodes/shared/shapes';
import type { VendorRequest } from '../../nodes/shared/wire';
import { planned } from '../unit/planned';
import documented from '../sandbox/documented/pdm';
import {
	authenticated,
	byHand,
	faultIn,
	inSession,
	loginHelper,
	locator,
	only,
	read,
	readFirst,
	recordsIn,
	simplified,
	Wiretap,
} from './helpers';
import type { Wire } from './helpers';

const TOKEN = documented.getRequest.session_token;
const CREDENTIAL: ICredentialDataDecryptedObject = {
	companyId: 9001,
	apiKey: 'access-key-of-the-branch',
};

describe('Pro Delivery Manager, as the page of GetCustomer prints it', () => {
	let tap: Wiretap;
	beforeAll(async () => {
		tap = await Wiretap.open();
	});
	afterAll(async () => await tap.close());
	const send = async (request: VendorRequest): Promise<Wire> =>
		await tap.send(
			vendor,
			new ProDeliveryManagerApi(),
			inSession(vendor, { ...CREDENTIAL, baseUrl: `${tap.origin}/end-point` }, TOKEN),
			request,
		);

	describe('requests', () => {
		it('asks for a customer by its id with the body as printed, company and session first', async () => {
			const plan = planned(vendor, 'get', { customer: locator('id', '1408') });
			const wire = await send(plan.request);
			expect(wire).toMatchObject({ method: 'POST', path: '/end-point/GetCustomer', query: '' });
			expect(wire.body).toBe(JSON.stringify(documented.getRequest));
			expect(wire.headers['content-type']).toMatch(/^application\/json/);
			expect(wire.headers.authorization).toBeUndefined();
		});

		it('K1: leaves the id out when the external reference is the key', async () => {
			const plan = planned(vendor, 'get', { customer: locator('externalRef', 'EXTREF164736') });
			expect((await send(plan.request)).body).toBe(
				JSON.stringify({
					...documented.getRequest,
					customer_id: undefined,
					external_customer_ref: 'EXTREF164736',
				}),
			);
		});

		it('sends the company id as a number even when it was stored as text', async () => {
			const plan = planned(vendor, 'get', { customer: locator('id', 1408) });
			const wire = await tap.send(
				vendor,
				new ProDeliveryManagerApi(),
				inSession(vendor, { ...CREDENTIAL, companyId: '9001', baseUrl: tap.origin }, TOKEN),
				plan.request,
			);
			expect(wire.body).toBe(JSON.stringify(documented.getRequest));
		});

		it('takes references of up to 50 characters, counted as characters', () => {
			const ref = (value: string) => () =>
				planned(vendor, 'get', { customer: locator('externalRef', value) });
			expect(ref('😀'.repeat(50))).not.toThrow();
			expect(ref('x'.repeat(51))).toThrow(/51 characters.*at most 50/);
		});

		it('wants the customer id in digits', () => {
			const id = (value: string) => () => planned(vendor, 'get', { customer: locator('id', value) });
			expect(id('C001408')).toThrow(/whole number.*"C001408"/);
			expect(id('1e3')).toThrow(/whole number/);
		});

		it('nests the address of a new customer', async () => {
			const fields = {
				first_name: 'Joe',
				last_name: 'Bloggs',
				'address.line_1': 'Test Address Line 1',
				'address.city': 'Test City',
				'address.postal_code': 'TT11 1TT',
				dob: '1968-11-06T00:00:00.000Z',
				active: 'true',
			};
			const plan = planned(vendor, 'create', { fields: byHand(fields) });
			const wire = await send(plan.request);
			expect(wire.path).toBe('/end-point/CreateCustomer');
			expect(JSON.parse(wire.body)).toEqual({
				company_id: 9001,
				session_token: TOKEN,
				customer: {
					first_name: 'Joe',
					last_name: 'Bloggs',
					address: { line_1: 'Test Address Line 1', city: 'Test City', postal_code: 'TT11 1TT' },
					dob: '1968-11-06',
					active: true,
				},
			});
		});

		it('changes a customer by sending back the complete record, less what the vendor keeps itself', async () => {
			const plan = planned(vendor, 'update', {
				customer: locator('id', '1408'),
				fields: byHand({ 'address.city': 'Leeds', tel_number_1: '0113' }),
			});
			const before = readFirst(vendor, plan);
			if (before === undefined) throw new Error('Nothing is read first');
			expect((await send(before)).body).toBe(JSON.stringify(documented.getRequest));
			const current = only(recordsIn(vendor, documented.getAnswer));
			const wire = await send(plan.operation.request(plan.ref, plan.fields, current, {}));
			expect(wire).toMatchObject({ method: 'POST', path: '/end-point/ModifyCustomer' });
			const sent = JSON.parse(wire.body) as { customer: IDataObject };
			const { customer_ref, created, last_modified, ...writable } = documented.getAnswer.customer;
			expect([customer_ref, created, last_modified].some((value) => wire.body.includes(value))).toBe(false);
			expect(sent.customer).toEqual({
				...writable,
				address: { ...writable.address, city: 'Leeds' },
				tel_number_1: '0113',
			});
		});

		it('leaves the record that was read as it was when it merges the changes', () => {
			const plan = planned(vendor, 'update', {
				customer: locator('id', '1408'),
				fields: byHand({ 'address.city': 'Leeds' }),
			});
			const current = structuredClone(documented.getAnswer.customer) as unknown as IDataObject;
			plan.operation.request(plan.ref, plan.fields, current, {});
			expect(current).toEqual(documented.getAnswer.customer);
		});
	});

	describe('answers', () => {
		it('reads the customer as printed', () => {
			const record = only(recordsIn(vendor, documented.getAnswer));
			expect(record).toEqual(documented.getAnswer.customer);
			const item = simplified(vendor, record);
			expect(Object.keys(item)).toEqual([...CUSTOMER_KEYS]);
			expect(item).toEqual({
				id: 1408,
				code: 'C001408',
				externalId: 'EXTREF164736',
				name: 'Joe Bloggs',
				firstName: 'Joe',
				lastName: 'Bloggs',
				companyName: null,
				email: 'joe@blogs.com',
				phone: null,
				addressLine1: 'Test Address Line 1',
				addressLine2: 'Test Address Line 2',
				city: 'Test City',
				state: 'Test County',
				postalCode: 'TT11 1TT',
				country: null,
				active: true,
				createdAt: '2017-12-12',
				updatedAt: '2017-12-14',
			});
		});

		it.each([
			[true, true],
			[1, true],
			['1', true],
			['True', true],
			[false, false],
			[0, false],
			['False', false],
			['', null],
			[undefined, null],
		])('reads the active flag %j as %j', (active, expected) => {
			expect(simplified(vendor, { customer_id: 1, active }).active).toBe(expected);
		});

		it('reads a good code without a customer as none', () => {
			expect(recordsIn(vendor, { status: { code: 101, details: 'OK' } })).toEqual([]);
		});
	});

	describe('refusals inside HTTP 200', () => {
		it.each([
			[201, 'Invalid / inactive company ID', 'credential'],
			[204, 'IP address not approved', 'credential'],
			[205, 'Rate limit exceeded', 'rateLimit'],
			[301, 'Required data missing', 'input'],
			[302, 'Data exceeded parameters: first_name', 'input'],
			[303, 'Incorrect data type: customer_id', 'input'],
			[401, 'No matching customer found', 'absent'],
			[500, 'General service error', 'failed'],
		])('reads code %i as documented', (code, details, reason) => {
			const refusal = read(vendor, { status: { code, details } });
			expect(refusal).toMatchObject({ kind: 'refused', reason });
			expect(refusal.kind === 'refused' && refusal.message.startsWith(details)).toBe(true);
		});

		it.each([202, 203])(
			'takes code %i, which no page explains here, for a session that has ended',
			(code) => {
				expect(read(vendor, { status: { code, details: 'Invalid / inactive API key' } })).toMatchObject({
					reason: 'session',
				});
			},
		);

		it('takes a code that arrives as text for the same code', () => {
			expect(
				recordsIn(vendor, { ...documented.getAnswer, status: { code: '101', details: 'OK' } }),
			).toHaveLength(1);
			expect(read(vendor, { status: { code: '401', details: 'No matching customer found' } })).toMatchObject({
				reason: 'absent',
			});
		});

		it('judges by the code, whatever the HTTP status says', () => {
			expect(recordsIn(vendor, documented.getAnswer, 500)).toHaveLength(1);
			expect(
				read(vendor, { status: { code: 401, details: 'No matching customer found' } }, 404),
			).toMatchObject({
				reason: 'absent',
				message: expect.stringContaining('No matching customer found'),
			});
		});

		it('names the code when the vendor gives no words', () => {
			expect(read(vendor, { status: { code: 402, details: '' } })).toMatchObject({
				reason: 'input',
				message: expect.stringContaining('402'),
			});
		});

		it('does not take an answer without a status code for the vendor', () => {
			expect(faultIn(vendor, { customer: {} }).details.kind).toBe('unreadable');
			expect(faultIn(vendor, { status: 'ok' }).details.kind).toBe('unreadable');
			expect(faultIn(vendor, '').details.kind).toBe('unreadable');
		});
	});
});

describe('Pro Delivery Manager, GetSessionToken', () => {
	const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);
	const CREDENTIALS: ICredentialDataDecryptedObject = {
		...CREDENTIAL,
		baseUrl: 'https://pdm.example.com/end-point/',
	};
	const granted = {
		status: { code: 101, details: 'OK' },
		session: {
			session_token: TOKEN,
			expires_local_datetime: '2026-01-31 07:00:00',
			expires_utc_datetime: '2026-01-31 13:00:00',
		},
	};

	beforeEach(() => {
		jest.spyOn(Date, 'now').mockReturnValue(NOW);
	});
	afterEach(() => jest.restoreAllMocks());

	const login = async (body: unknown, statusCode = 200) => {
		const { helper, requests } = loginHelper({ body, statusCode });
		const session = await new ProDeliveryManagerApi().preAuthentication.call(helper, CREDENTIALS);
		return { session, requests };
	};
	const refused = async (body: unknown, statusCode = 200): Promise<LoginFailed> => {
		const error: unknown = await login(body, statusCode).catch((thrown: unknown) => thrown);
		if (error instanceof LoginFailed) return error;
		throw new Error('The log-in was not refused');
	};

	it.each(['', null, undefined, 'north'])('wants a Company ID, which %p is none', async (companyId) => {
		const { helper, requests } = loginHelper({ body: granted });
		const credentials = { ...CREDENTIALS, companyId } as ICredentialDataDecryptedObject;
		await expect(new ProDeliveryManagerApi().preAuthentication.call(helper, credentials)).rejects.toThrow(
			/^The Company ID of the credential is (empty|not a number)$/,
		);
		expect(requests).toEqual([]);
	});

	it('is called GetSessionToken, although the GetCustomer page writes GetSession', async () => {
		const { requests } = await login(granted);
		expect(only(requests)).toMatchObject({
			method: 'POST',
			url: 'https://pdm.example.com/end-point/GetSessionToken',
			disableFollowRedirect: true,
		});
		expect(JSON.stringify(only(requests).body)).toBe('{"key":"access-key-of-the-branch","company_id":9001}');
	});

	it('keeps the token, and an expiry somewhat before the UTC one, not the local one', async () => {
		const { session } = await login(granted);
		expect(session.sessionToken).toBe(TOKEN);
		const expires = Date.parse(String(session.sessionExpiresAt));
		expect(expires).toBeLessThan(Date.UTC(2026, 0, 31, 13));
		expect(expires).toBeGreaterThan(Date.UTC(2026, 0, 31, 12, 50));
	});

	it('belongs to base URL, company and key: with another one of them it is not used', async () => {
		const { session } = await login(granted);
		const use = async (change: ICredentialDataDecryptedObject): Promise<IHttpRequestOptions> =>
			await authenticated(
				new ProDeliveryManagerApi(),
				{ ...CREDENTIALS, ...(session as ICredentialDataDecryptedObject), ...change },
				{ url: String(change.baseUrl ?? CREDENTIALS.baseUrl) },
			);
		await expect(use({})).resolves.toMatchObject({ body: { session_token: TOKEN } });
		const changes: ICredentialDataDecryptedObject[] = [
			{ baseUrl: 'https://other.example' },
			{ companyId: 2 },
			{ apiKey: 'x' },
		];
		for (const change of changes)
			await expect(use(change)).rejects.toMatchObject({ response: { status: 401 } });
	});

	it.each([
		[201, 'Invalid / inactive company ID', 'login'],
		[202, 'Invalid / inactive API key', 'login'],
		[204, 'IP address not approved', 'login'],
		[205, 'Rate limit exceeded', 'rateLimit'],
		[500, 'General service error', 'failed'],
	])('fails in the vendor’s words for code %i', async (code, details, kind) => {
		const error = await refused({ status: { code, details } });
		expect(error.message.startsWith(details)).toBe(true);
		expect(error.details.kind).toBe(kind);
	});

	it('does not take a web page, a redirect or a broken server for a refusal of the key', async () => {
		expect((await refused('<html><body>Welcome</body></html>')).details.kind).toBe('foreign');
		expect((await refused('', 301)).details.kind).toBe('foreign');
		expect((await refused('', 503)).details.kind).toBe('unavailable');
	});

	it.each([undefined, '', '  ', 'a\r\nb', 7])(
		'does not accept %j as a session token',
		async (session_token) => {
			const error = await refused({ ...granted, session: { ...granted.session, session_token } });
			expect(error.details.kind).toBe('login');
		},
	);

	it('keeps no expiry when the vendor sends none that can be read', async () => {
		const session = { ...granted.session, expires_utc_datetime: 'soon' };
		expect((await login({ ...granted, session })).session.sessionExpiresAt).toBe('');
	});

	it('sends nothing else when only the session was to be renewed', async () => {
		const credential = inSession(vendor, CREDENTIALS, TOKEN);
		const request = { url: 'https://pdm.example.com/end-point/GetCustomer' };
		await withRenewalAsked(credential, 'old', async () => {
			await expect(authenticated(new ProDeliveryManagerApi(), credential, request)).rejects.toThrow(
				/nothing else/,
			);
		});
		expect(await authenticated(new ProDeliveryManagerApi(), credential, request)).toMatchObject({
			body: { company_id: 9001, session_token: TOKEN },
		});
	});
});
