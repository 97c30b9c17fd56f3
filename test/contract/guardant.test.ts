import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { GuardantStationApi } from '../../credentials/GuardantStationApi.credentials';
import { guardantStation as vendor } from '../../nodes/GuardantStation/vendor';
import { LoginFailed } from '../../nodes/shared/login';
import { CUSTOMER_KEYS, ORDER_KEYS } from '../../nodes/shared/shapes';
import type { VendorRequest } from '../../nodes/shared/wire';
import { planned } from '../unit/planned';
import documented from '../sandbox/documented/guardant';
import {
	byHand,
	faultIn,
	inSession,
	listRequests,
	locator,
	loginHelper,
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

const CREDENTIAL: ICredentialDataDecryptedObject = {
	authentication: 'accessToken',
	accessToken: 'ready-access-token',
	headerName: 'Authorization',
	headerPrefix: 'Bearer',
};

describe('Guardant Station, as its pages print it', () => {
	let tap: Wiretap;
	beforeAll(async () => {
		tap = await Wiretap.open();
	});
	afterAll(async () => await tap.close());
	const send = async (request: VendorRequest, change: ICredentialDataDecryptedObject = {}): Promise<Wire> =>
		await tap.send(
			vendor,
			new GuardantStationApi(),
			{ ...CREDENTIAL, baseUrl: `${tap.origin}/v1.0`, ...change },
			request,
		);

	describe('requests', () => {
		it('lists customers with offset and limit as the documented paging wants them', async () => {
			const plan = planned(vendor, 'search', { limit: 100 });
			const wire = await send(only(await listRequests(plan)));
			expect(wire).toMatchObject({
				method: 'GET',
				path: '/v1.0/customers',
				query: 'offset=0&limit=100',
				body: '',
			});
			expect(wire.headers.authorization).toBe('Bearer ready-access-token');
		});

		it('sends sorting, kind and archive state by the documented names', async () => {
			const plan = planned(vendor, 'search', {
				filters: { type: 'company', archived: 'no', sortBy: 'default', direction: 'asc' },
				limit: 100,
			});
			expect(queryOf(await send(only(await listRequests(plan))))).toEqual({
				type: 'company',
				archived: 'false',
				sortby: 'default',
				direction: 'asc',
				offset: '0',
				limit: '100',
			});
		});

		it('leaves archived out for "any", since both are returned without it', async () => {
			const plan = planned(vendor, 'search', { filters: { archived: 'any' } });
			expect(queryOf(await send(only(await listRequests(plan))))).not.toHaveProperty('archived');
		});

		it('gets a customer by its id in the path', async () => {
			const plan = planned(vendor, 'get', { customer: locator('id', '4') });
			expect(await send(plan.request)).toMatchObject({
				method: 'GET',
				path: '/v1.0/customers/4',
				query: '',
				body: '',
			});
		});

		it('takes the leading blank in the create sample’s " customerName" for a misprint and sends none', async () => {
			const { ' customerName': customerName, crmId, refId, ...fields } = documented.createRequest;
			const plan = planned(vendor, 'create', {
				fields: byHand({ customerName, ...fields }),
				extraFields: { crmId, refId },
			});
			const wire = await send(plan.request);
			expect(wire).toMatchObject({ method: 'POST', path: '/v1.0/customers' });
			expect(wire.body).toBe(JSON.stringify({ customerName, ...fields, crmId, refId }));
		});

		it('creates from extra fields alone, byte for byte as printed, blank included', async () => {
			const plan = planned(vendor, 'create', {
				extraFields: JSON.stringify(documented.createRequest),
			});
			expect((await send(plan.request)).body).toBe(JSON.stringify(documented.createRequest));
		});

		it('changes a customer with all keys as printed, those that were not given read first', async () => {
			const { customerName, customerPhone, customerDescription, customerStatus } = documented.putRequest;
			const plan = planned(vendor, 'update', {
				customer: locator('id', 9),
				fields: byHand({ customerName, customerPhone, customerDescription, customerStatus }),
			});
			expect(readFirst(vendor, plan)).toMatchObject({ method: 'GET', path: ['customers', '9'] });
			const current = only(recordsIn(vendor, documented.createAnswer));
			const wire = await send(plan.operation.request(plan.ref, plan.fields, current, {}));
			expect(wire).toMatchObject({ method: 'PUT', path: '/v1.0/customers/9', query: '' });
			expect(wire.body).toBe(JSON.stringify(documented.putRequest));
		});

		it('empties a field of a customer when "" is given for it', () => {
			const plan = planned(vendor, 'update', {
				customer: locator('id', 9),
				fields: byHand({ customerPhone: '' }),
			});
			const current = only(recordsIn(vendor, documented.createAnswer));
			expect(plan.operation.request(plan.ref, plan.fields, current, {}).body).toMatchObject({
				customerPhone: '',
				customerEmail: 'postman@gmail.com',
			});
		});

		it('removes a customer without a body', async () => {
			const plan = planned(vendor, 'delete', { customer: locator('list', 9) });
			expect(await send(plan.operation.request(plan.ref, {}))).toMatchObject({
				method: 'DELETE',
				path: '/v1.0/customers/9',
				query: '',
				body: '',
			});
		});

		it('lists the orders of a customer, by the states as a comma list', async () => {
			const plan = planned(vendor, 'listOrders', {
				customer: locator('id', 4),
				options: { status: [0, 1], sortBy: 'number', direction: 'asc' },
				limit: 100,
			});
			const wire = await send(only(await listRequests(plan)));
			expect(wire).toMatchObject({ method: 'GET', path: '/v1.0/customers/4/orders' });
			expect(wire.query).toBe('status=0,1&sortby=number&direction=asc&offset=0&limit=100');
		});

		it('asks for orders of all states without the status parameter', async () => {
			const plan = planned(vendor, 'listOrders', {
				customer: locator('id', 4),
				options: { status: [] },
			});
			expect(queryOf(await send(only(await listRequests(plan))))).toEqual({ offset: '0', limit: '50' });
		});

		it('refuses an order state that is not documented', () => {
			expect(() =>
				planned(vendor, 'listOrders', {
					customer: locator('id', 4),
					options: { status: [3] },
				}),
			).toThrow(/"3" is not 0, 1 or 2/);
		});

		it('puts the token alone into another header when the credential says so', async () => {
			const plan = planned(vendor, 'get', { customer: locator('id', '4') });
			const { headers } = await send(plan.request, { headerName: 'X-Auth-Token', headerPrefix: '' });
			expect(headers['x-auth-token']).toBe('ready-access-token');
			expect(headers.authorization).toBeUndefined();
		});

		it('sends the session token after a log-in', async () => {
			const plan = planned(vendor, 'get', { customer: locator('id', '4') });
			const credential = { ...CREDENTIAL, baseUrl: `${tap.origin}/v1.0`, authentication: 'login' };
			const { headers } = await send(plan.request, inSession(vendor, credential, 'of-the-session'));
			expect(headers.authorization).toBe('Bearer of-the-session');
		});

		it('sends no header that a line break would split', async () => {
			const plan = planned(vendor, 'get', { customer: locator('id', '4') });
			await expect(send(plan.request, { accessToken: 'a\r\nX-Admin: 1' })).rejects.toThrow(/line break/);
			await expect(send(plan.request, { headerName: 'A: b\nC' })).rejects.toThrow(/line break/);
		});
	});

	describe('answers', () => {
		it('reads the list of customers as printed', () => {
			const record = only(recordsIn(vendor, documented.listed));
			expect(record).toEqual(documented.listed.customers[0]);
			const item = simplified(vendor, record);
			expect(Object.keys(item)).toEqual([...CUSTOMER_KEYS]);
			expect(item).toEqual({
				id: 8,
				code: null,
				externalId: null,
				name: 'Google',
				firstName: 'My first name',
				lastName: 'My last name',
				companyName: 'Google',
				email: 'cust@gmail.com',
				phone: '123-12-12',
				addressLine1: null,
				addressLine2: null,
				city: null,
				state: null,
				postalCode: null,
				country: null,
				active: true,
				createdAt: null,
				updatedAt: null,
			});
		});

		it('reads the single customer as printed, a first name alone being the name', () => {
			const record = only(recordsIn(vendor, documented.get));
			expect(record).toEqual(documented.get.customer);
			expect(simplified(vendor, record)).toMatchObject({
				id: 4,
				name: 'Peter',
				firstName: 'Peter',
				lastName: null,
				companyName: null,
			});
		});

		it.each([
			['create', documented.createAnswer, 'PostMan'],
			['change', documented.putAnswer, 'PostManPut'],
		])(
			'reads the answer to a %s as printed, in names that differ from the written ones',
			(_, body, firstName) => {
				const record = only(recordsIn(vendor, body));
				expect(record).toEqual(body.customer);
				expect(simplified(vendor, record)).toMatchObject({ id: 9, firstName, email: 'postman@gmail.com' });
			},
		);

		it.each([
			['nothing', '', 200],
			['nothing and HTTP 204', '', 204],
			['null', null, 200],
			['an empty object', {}, 200],
			['a success flag', { success: true }, 200],
		])('takes %s for the answer to a removal, which is not documented', (_, body, status) => {
			expect(recordsIn(vendor, body, status, 'DELETE')).toEqual([]);
			// Anywhere else it would pass for an empty list, or for a record that was saved.
			expect(faultIn(vendor, body, status).details.kind).toBe('unreadable');
		});

		it('reads the orders as printed, 0 meaning no date', () => {
			const records = recordsIn(vendor, documented.orders);
			expect(records).toEqual(documented.orders.orders);
			const items = records.map((record) => simplifiedOrder(vendor, record, 4));
			expect(Object.keys(items[0] ?? {})).toEqual([...ORDER_KEYS]);
			expect(items).toEqual([
				{
					id: 10016,
					number: 0,
					customerId: 4,
					reference: null,
					description: 'With client',
					status: 'Draft',
					date: '2018-05-28T09:52:28.000Z',
					quantity: 2,
					total: null,
					lines: null,
				},
				{
					id: 10096,
					number: 0,
					customerId: 4,
					reference: null,
					description: 'test bugs in sn activation number',
					status: 'Submit',
					date: '2018-10-02T06:55:38.000Z',
					quantity: 10,
					total: null,
					lines: null,
				},
			]);
			const [order = {}] = records;
			expect(simplifiedOrder(vendor, { ...order, status: 2, date: 0 }, 4)).toMatchObject({
				status: 'Revoked',
				date: null,
			});
			expect(simplifiedOrder(vendor, { ...order, status: 7 }, 4).status).toBe('7');
		});

		it('finds text in any of the documented names, in any letter case, since the vendor has no search', () => {
			const keep = (text: string) =>
				planned(vendor, 'search', { filters: { text } }).listing.keep ?? (() => true);
			const [record = {}] = documented.listed.customers as IDataObject[];
			for (const text of ['GOOGLE', 'cust@', '123-12', 'first', 'my first name my LAST']) {
				expect([text, keep(text)(record)]).toEqual([text, true]);
			}
			expect(keep('nobody')(record)).toBe(false);
			expect(() => keep('')).toThrow(/^Filters: Text has no value/);
		});
	});

	describe('refusals, whose form is not documented', () => {
		it.each([
			[401, 'session'],
			[403, 'forbidden'],
			[404, 'absent'],
			[429, 'rateLimit'],
			[400, 'input'],
			[500, 'failed'],
			[503, 'unavailable'],
		])('reads HTTP %i by its status, with whatever words it brings', (status, reason) => {
			for (const body of [
				'Said the vendor',
				{ message: 'Said the vendor' },
				{ error: { message: 'Said the vendor' } },
			]) {
				expect(read(vendor, body, status)).toEqual({ kind: 'refused', reason, message: 'Said the vendor' });
			}
			expect(read(vendor, '', status)).toMatchObject({
				reason,
				message: expect.stringContaining(String(status)),
			});
		});

		it('takes an error inside HTTP 200 for a refusal', () => {
			expect(read(vendor, { error: 'Code 10172' })).toMatchObject({ kind: 'refused', message: 'Code 10172' });
			expect(read(vendor, { error: { message: 'Code 10172' } })).toMatchObject({ message: 'Code 10172' });
		});

		it('does not take text for the vendor', () => {
			expect(faultIn(vendor, 'It works!').details.kind).toBe('unreadable');
			expect(faultIn(vendor, '<html></html>').details.kind).toBe('foreign');
		});
	});
});

describe('Guardant Station, a log-in that is all settings', () => {
	const CREDENTIALS: ICredentialDataDecryptedObject = {
		baseUrl: 'https://station.guardant.ru/v1.0/',
		authentication: 'login',
		username: 'jane',
		password: 'secret-word',
		loginPath: '/login',
		usernameField: 'login',
		passwordField: 'password',
		tokenField: 'token',
	};
	const login = async (change: ICredentialDataDecryptedObject, body: unknown, statusCode = 200) => {
		const { helper, requests } = loginHelper({ body, statusCode });
		const credentials = { ...CREDENTIALS, ...change };
		const session = await new GuardantStationApi().preAuthentication.call(helper, credentials);
		return { session, requests };
	};

	it('posts user and password by the default names and takes the token from the default field', async () => {
		const { session, requests } = await login({}, { token: 'of-the-session' });
		expect(only(requests)).toMatchObject({ method: 'POST', url: 'https://station.guardant.ru/v1.0/login' });
		expect(JSON.stringify(only(requests).body)).toBe('{"login":"jane","password":"secret-word"}');
		expect(session).toMatchObject({ sessionToken: 'of-the-session', sessionExpiresAt: '' });
	});

	it('goes by the credential’s own path and names, a dotted token field included', async () => {
		const { session, requests } = await login(
			{
				loginPath: 'auth/signin',
				usernameField: 'email',
				passwordField: 'pass',
				tokenField: 'data.access.token',
			},
			{ data: { access: { token: 'deep' } } },
		);
		expect(only(requests).url).toBe('https://station.guardant.ru/v1.0/auth/signin');
		expect(only(requests).body).toEqual({ email: 'jane', pass: 'secret-word' });
		expect(session.sessionToken).toBe('deep');
	});

	it.each([
		'/../login',
		'/%2e%2e/elsewhere/login',
		'/a/%252E%252e/login',
		'https://evil.example/login',
		'//evil.example',
		'/login?x',
	])('posts no password to %s, which is no path below the Base URL', async (loginPath) => {
		const { helper, requests } = loginHelper();
		const failed = new GuardantStationApi().preAuthentication.call(helper, { ...CREDENTIALS, loginPath });
		await expect(failed).rejects.toThrow('must be a path below the Base URL');
		expect(requests).toEqual([]);
	});

	it('logs nobody in when the credential holds a ready token', async () => {
		const { helper, requests } = loginHelper();
		const credentials = { ...CREDENTIALS, authentication: 'accessToken' };
		expect(await new GuardantStationApi().preAuthentication.call(helper, credentials)).toEqual({});
		expect(requests).toEqual([]);
	});

	it('tells a wrong path, where everything wants a log-in, from a wrong password', async () => {
		const wanted = { statusCode: 401, body: { message: 'Authorization required' } };
		const refused = { statusCode: 401, body: { message: 'Wrong password' } };
		const failing = async (stored: string, ...answers: Array<typeof wanted>): Promise<string> => {
			const { helper, requests } = loginHelper(...answers);
			const credentials = { ...CREDENTIALS, sessionToken: stored };
			const failed = new GuardantStationApi().preAuthentication.call(helper, credentials);
			const error: unknown = await failed.catch((thrown: unknown) => thrown);
			expect(requests).toHaveLength(answers.length);
			expect(JSON.stringify(requests[1] ?? '')).not.toContain('secret-word');
			return error instanceof LoginFailed ? error.message : '';
		};
		expect(await failing('', wanted, wanted)).toMatch(
			/^Authorization required: .+ Login Path is most likely/,
		);
		expect(await failing('', refused, wanted)).toBe('Wrong password');
		// A path that has worked is right.
		expect(await failing('old', wanted)).toBe('Authorization required');
	});

	it('fails in the vendor’s words when the log-in is refused, and plainly when no token comes', async () => {
		await expect(login({}, { message: 'Wrong password' }, 401)).rejects.toThrow('Wrong password');
		await expect(login({}, { token: '' })).rejects.toThrow(LoginFailed);
		await expect(login({}, { other: 'x' })).rejects.toThrow(LoginFailed);
		await expect(login({}, 'plain')).rejects.toThrow(LoginFailed);
	});
});
