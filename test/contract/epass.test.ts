import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { EpassApi } from '../../credentials/EpassApi.credentials';
import { epass as vendor } from '../../nodes/Epass/vendor';
import { LoginFailed, withRenewalAsked } from '../../nodes/shared/login';
import { CUSTOMER_KEYS, ORDER_KEYS } from '../../nodes/shared/shapes';
import type { VendorRequest } from '../../nodes/shared/wire';
import { customerOf, planned } from '../unit/planned';
import documented from '../sandbox/documented/epass';
import {
	authenticated,
	byHand,
	faultIn,
	inSession,
	listRequests,
	locator,
	loginHelper,
	only,
	read,
	recordsIn,
	simplified,
	simplifiedOrder,
	Wiretap,
} from './helpers';
import type { Wire } from './helpers';

describe('EPASS, as the page of customers prints it', () => {
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
	/** A search as the node plans it, before the runtime adds the page to it. */
	const search = (values: IDataObject) => planned(vendor, 'search', values);
	const condition = (field: string, operator: string, value: unknown, more: IDataObject = {}) => ({
		conjunction: 'AND',
		field,
		operator,
		value: value as string,
		...more,
	});

	describe('requests', () => {
		it('retrieves a customer record as printed, with the session as bearer token', async () => {
			const plan = planned(vendor, 'get', { customer: locator('id', '1000') });
			const wire = await send(plan.request);
			expect(wire).toMatchObject({
				method: 'GET',
				path: '/api/v1/customer/customer',
				query: 'CustomerCode=1000',
				body: '',
			});
			expect(wire.headers.authorization).toBe('Bearer header.payload.signature');
		});

		it('asks a batch for all columns that the simplified output reads', () => {
			const read = new Set<string>();
			const note = (_: object, column: string | symbol): undefined =>
				void (typeof column === 'string' && read.add(column));
			customerOf(vendor).simplify(new Proxy({}, { get: note, getOwnPropertyDescriptor: note }), '');
			const { operation } = planned(vendor, 'get', { customer: locator('id', '1000') });
			const columns = operation.simplifiedBatch?.columns ?? [];
			expect([...columns].sort()).toEqual([...read, 'ID'].sort());
			expect(operation.simplifiedBatch?.request(['1000']).body).toMatchObject({
				query: { fieldName: 'Code', eval: 'IN', valueList: ['1000'] },
				tables: { Customer: columns },
			});
		});

		it('takes customer codes of up to 20 characters', () => {
			const code = (value: string) => () => planned(vendor, 'get', { customer: locator('id', value) });
			expect(code('x'.repeat(20))).not.toThrow();
			expect(code('x'.repeat(21))).toThrow(/at most 20/);
		});

		it('adds a customer from extra fields byte for byte as printed, nulls and empty lists included', async () => {
			const plan = planned(vendor, 'create', {
				extraFields: JSON.stringify(documented.createRequest, null, 4),
			});
			const wire = await send(plan.request);
			expect(wire).toMatchObject({ method: 'POST', path: '/api/v1/customer/customer', query: '' });
			expect(wire.body).toBe(JSON.stringify(documented.createRequest));
		});

		it('adds a customer from fields with every value that is printed, less the nulls and empty texts', () => {
			// `contact` and `customerDepartment` stand beside `contacts` and `customerDepartments` in the sample alone.
			const { contact, customerDepartment, ...printed } = documented.createRequest;
			expect([contact, customerDepartment]).toEqual([[], []]);
			const plan = planned(vendor, 'create', {
				fields: byHand(printed as unknown as IDataObject),
			});
			expect(plan.request.body).toEqual(
				Object.fromEntries(Object.entries(printed).filter(([, value]) => value !== null && value !== '')),
			);
		});

		it('searches for one ID as in the first sample', () => {
			const plan = search({ filters: { conditions: [condition('ID', 'equal', '301762')] } });
			expect(plan.listing.request).toMatchObject({ method: 'POST', path: ['customer', 'search'] });
			expect(JSON.stringify(plan.listing.request.body)).toBe(
				'{"query":{"fieldName":"ID","eval":"EQUAL","value":"301762"}}',
			);
		});

		it('searches with extended info as in the second sample', () => {
			const plan = search({ query: JSON.stringify(documented.searchById) });
			expect(JSON.stringify(plan.listing.request.body)).toBe(JSON.stringify(documented.searchById));
		});

		it('sends the nested search of the third sample byte for byte, paging first', async () => {
			const { paging, ...query } = documented.searchNested;
			const plan = search({
				query: JSON.stringify(query),
				options: { pageSize: paging.pageSize },
				limit: 50,
			});
			const wire = await send(only(await listRequests(plan)));
			expect(wire).toMatchObject({ method: 'POST', path: '/api/v1/customer/search', query: '' });
			expect(wire.body).toBe(JSON.stringify(documented.searchNested));
		});

		it('reads on past the first page of a sample that was pasted with its paging', () => {
			const plan = search({ query: documented.searchNested as unknown as IDataObject });
			const { paging } = plan.operation;
			if (paging.kind !== 'cursor') throw new Error('EPASS pages by a cursor');
			expect(paging.page(plan.listing.request, 150, 5).body).toMatchObject({
				paging: { pageSize: 5, pageStartId: 150 },
				query: documented.searchNested.query,
			});
		});

		it('spells the documented operators as the first sample spells EQUAL, with the values where they belong', () => {
			const body = (entry: IDataObject): unknown =>
				(search({ filters: { conditions: [entry] } }).listing.request.body as IDataObject).query;
			expect(body(condition('code', 'between', '1', { value2: '150' }))).toEqual({
				fieldName: 'code',
				eval: 'BETWEEN',
				start: '1',
				end: '150',
			});
			const cities = { fieldName: 'CITY', eval: 'IN', valueList: ['vancouver', 'calgary', 'burnaby'] };
			expect(body(condition('CITY', 'in', 'vancouver, calgary,,burnaby'))).toEqual(cities);
			expect(body(condition('CITY', 'in', ['vancouver', 'calgary', 'burnaby']))).toEqual(cities);
			expect(body(condition('LastYearPurchase', 'greaterThan', 0))).toEqual({
				fieldName: 'LastYearPurchase',
				eval: 'GREATERTHAN',
				value: '0',
			});
			expect(body(condition('code', 'like', 'A'))).toEqual({ fieldName: 'code', eval: 'LIKE', value: 'A' });
		});

		it('sends an operator that the documentation does not show as it was typed', () => {
			const evalOf = (entry: IDataObject): unknown =>
				(
					(search({ filters: { conditions: [entry] } }).listing.request.body as IDataObject)
						.query as IDataObject
				).eval;
			expect(evalOf(condition('Code', 'LESSTHAN', '5'))).toBe('LESSTHAN');
			expect(evalOf(condition('Code', 'other', '5', { otherOperator: 'NOTEQUAL' }))).toBe('NOTEQUAL');
		});

		it('combines further conditions as siblings, from first to last', () => {
			const plan = search({
				filters: {
					conditions: [
						condition('lastname', 'equal', 'SMITH', { conjunction: 'OR' }),
						condition('lastname', 'equal', 'JONES', { conjunction: 'OR' }),
						condition('city', 'equal', 'Vancouver'),
					],
				},
			});
			expect(plan.listing.request.body).toEqual({
				query: { fieldName: 'lastname', eval: 'EQUAL', value: 'SMITH' },
				subquery: [
					{ logic: 'OR', query: { fieldName: 'lastname', eval: 'EQUAL', value: 'JONES' } },
					{ logic: 'AND', query: { fieldName: 'city', eval: 'EQUAL', value: 'Vancouver' } },
				],
			});
		});

		it.each([
			['no field', condition(' ', 'equal', '1'), /condition 1 has no Field/],
			['no end of a range', condition('code', 'between', '1'), /condition 1 needs two values/],
			['no value in a list', condition('code', 'in', ' , '), /condition 1 needs at least one value/],
			['no typed operator', condition('code', 'other', '1'), /condition 1 has no operator/],
		])('refuses a condition with %s before anything is sent', (_, entry, message) => {
			expect(() => search({ filters: { conditions: [entry] } })).toThrow(message);
		});

		it.each([
			['no JSON', '{query', /not valid JSON/],
			['no object', '[1]', /must be a JSON object/],
			['no query', '{"paging":{}}', /neither "query" nor "fieldName"/],
		])('refuses a nested query that is %s', (_, query, message) => {
			expect(() => search({ query })).toThrow(message);
		});

		it('always sends a condition, since an empty search is refused', () => {
			for (const values of [{}, { query: '' }, { query: '{}' }, { filters: { conditions: [] } }]) {
				const { query } = search(values).listing.request.body as IDataObject;
				expect(query).toMatchObject({
					fieldName: expect.stringMatching(/./),
					value: expect.stringMatching(/./),
				});
			}
		});

		it('lists the invoices of a customer by SoldToCode, or by BillToCode when asked', async () => {
			const body = async (options: IDataObject): Promise<Wire> =>
				await send(
					only(
						await listRequests(
							planned(vendor, 'listOrders', {
								customer: locator('id', '1000'),
								options,
								limit: 5,
							}),
						),
					),
				);
			const sold = await body({});
			expect(sold).toMatchObject({ method: 'POST', path: '/api/v1/invoicing/invoice/search' });
			expect(JSON.parse(sold.body)).toEqual({
				paging: { pageSize: 5, pageStartId: 0 },
				query: { fieldName: 'SoldToCode', eval: 'EQUAL', value: '1000' },
			});
			expect(JSON.parse((await body({ invoiceCustomer: 'BillToCode' })).body)).toMatchObject({
				query: { fieldName: 'BillToCode' },
			});
		});
	});

	describe('the flat camelCase envelope of an added record', () => {
		it('takes ID and Code from the keys of the Customer table, not from those of other tables', () => {
			const record = only(recordsIn(vendor, documented.createAnswer, 201));
			expect(record).toEqual({ ID: 354308, Code: '191408' });
			expect(simplified(vendor, record)).toMatchObject({ id: '191408', code: '191408' });
		});

		it('gives every code and message of a refusal as printed', () => {
			const message = documented.createRefused.messages.map((entry) => `${entry.code} ${entry.message}`);
			for (const status of [200, 422]) {
				const refusal = read(vendor, documented.createRefused, status);
				expect(refusal).toMatchObject({ kind: 'refused', reason: 'input' });
				for (const words of message)
					expect(refusal).toMatchObject({ message: expect.stringContaining(words) });
			}
		});

		it('falls back to the general message of a refusal without messages', () => {
			expect(read(vendor, { ...documented.createRefused, messages: [] }, 422)).toMatchObject({
				message: documented.createRefused.generalMessage,
			});
		});
	});

	describe('the Result and Values envelope of a record that was asked for', () => {
		it('reads the customer as printed, HttpStatusCode 0 being good', () => {
			const record = only(recordsIn(vendor, documented.get));
			expect(record).toEqual(documented.get.Values[0]?.Fields);
			const item = simplified(vendor, record);
			expect(Object.keys(item)).toEqual([...CUSTOMER_KEYS]);
			expect(item).toEqual({
				id: '1000',
				code: '1000',
				externalId: null,
				name: 'Ben Kenobi',
				firstName: 'Ben',
				lastName: 'Kenobi',
				companyName: null,
				email: null,
				phone: '(306) 955-1684',
				addressLine1: '1510 Dune Sea Drive.',
				addressLine2: null,
				city: 'Mos Eisley',
				state: 'TA',
				postalCode: 'S7J 0G4',
				country: null,
				active: null,
				createdAt: '2018-02-21T00:00:00',
				updatedAt: null,
			});
		});

		it.each([
			['text', 'Customer not found.', 200],
			['text with HTTP 404', 'Customer not found.', 404],
			['text in quotation marks', '"Customer not found."', 200],
			['JSON', { message: 'Customer not found.' }, 404],
			[
				'an envelope',
				{ Result: { Success: false, GeneralMessage: 'Customer not found.', HttpStatusCode: 404 } },
				200,
			],
		])('reads "Customer not found." as %s', (_, body, status) => {
			expect(read(vendor, body, status)).toEqual({
				kind: 'refused',
				reason: 'absent',
				message: 'Customer not found.',
			});
		});

		it('reads no values as no customer', () => {
			expect(recordsIn(vendor, { ...documented.get, Values: [] })).toEqual([]);
			expect(recordsIn(vendor, { Result: documented.get.Result })).toEqual([]);
		});
	});

	describe('the Results envelope of a search', () => {
		it('reads the customers as printed, extended info beside their fields', () => {
			const record = only(recordsIn(vendor, documented.searchAnswer));
			expect(record).toEqual({
				...documented.searchAnswer.Customer[0]?.Fields,
				CustomerDepartment: [],
				ExtendedInfo: { Branch: { ID: 11, Code: '140', Description: 'Abbotsford' } },
			});
			expect(simplified(vendor, record)).toMatchObject({ id: '140773', name: 'ASH WILLIAMS', state: 'BC' });
		});

		it('goes on at LargestID only while pages remain', () => {
			const next = (Paging: IDataObject) => {
				const unwrapped = read(vendor, { ...documented.searchAnswer, Paging });
				return unwrapped.kind === 'records' ? unwrapped.next : unwrapped;
			};
			expect(next(documented.searchAnswer.Paging)).toBeUndefined();
			expect(next({ PageSize: 5, LargestID: 303428, PagesRemaining: true })).toBe(303428);
			expect(next({ PageSize: 5, LargestID: 303428, PagesRemaining: false })).toBeUndefined();
		});

		it('reads a search whose table is left out as no records', () => {
			const { Results, Paging } = documented.searchAnswer;
			expect(recordsIn(vendor, { Results, Paging })).toEqual([]);
			expect(recordsIn(vendor, { Results, Paging, Customer: null })).toEqual([]);
		});

		it('gives the exception message of a refused search as printed', () => {
			for (const status of [200, 400]) {
				expect(read(vendor, documented.searchRefused, status)).toEqual({
					kind: 'refused',
					reason: 'input',
					message: 'Error. Empty Search Field',
				});
			}
		});

		it('trims the left-padded Code of an invoice', () => {
			const { Results, Paging } = documented.searchAnswer;
			const Fields = {
				ID: 7,
				Code: ' 5827',
				SoldToCode: '  1000',
				Status: 'Open',
				DateCreated: '2020-12-10T00:00:00',
			};
			const record = only(recordsIn(vendor, { Results, Paging, Invoice: [{ Fields }] }));
			expect(record).toEqual(Fields);
			const item = simplifiedOrder(vendor, record, '1000');
			expect(Object.keys(item)).toEqual([...ORDER_KEYS]);
			expect(item).toMatchObject({ id: '5827', number: '5827', customerId: '1000', status: 'Open' });
		});

		it('names the customer that was asked for when an invoice does not', () => {
			expect(simplifiedOrder(vendor, { Code: '1' }, '1000').customerId).toBe('1000');
		});
	});

	it('takes HTTP 401 for a session that has ended, and keeps its words', () => {
		expect(read(vendor, 'Session expired', 401)).toEqual({
			kind: 'refused',
			reason: 'session',
			message: 'Session expired',
		});
		expect(read(vendor, '', 401)).toMatchObject({
			reason: 'session',
			message: expect.stringContaining('401'),
		});
	});

	it('does not take an answer without an envelope for the vendor', () => {
		expect(faultIn(vendor, {}).details.kind).toBe('unreadable');
		expect(faultIn(vendor, 'Welcome').details.kind).toBe('unreadable');
		expect(faultIn(vendor, '<!doctype html><p>', 200).details.kind).toBe('foreign');
	});
});

describe('EPASS, /authentication/login and /authentication/tokenrefresh', () => {
	const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);
	const CREDENTIALS: ICredentialDataDecryptedObject = {
		baseUrl: 'https://epass.example.com/api/v1/',
		userId: 'API1',
		password: 'secret-word',
		organizationId: 'ORG',
		applicationName: 'n8n',
		branchCode: '310',
		terminalCode: 'T1',
	};
	const granted = {
		successful: true,
		token: 'new.jwt.token',
		tokenExpiry: '2026-01-31T08:00:00-05:00',
		additionalMessages: null,
		refreshToken: 'new-refresh',
		refreshExpiry: '2026-01-31T17:00:00-05:00',
	};
	const failed = {
		successful: false,
		token: null,
		tokenExpiry: '0001-01-01T00:00:00',
		additionalMessages: 'Invalid user or password.',
		refreshToken: null,
		refreshExpiry: '0001-01-01T00:00:00',
	};

	beforeEach(() => {
		jest.spyOn(Date, 'now').mockReturnValue(NOW);
	});
	afterEach(() => jest.restoreAllMocks());

	const run = async (
		credentials: ICredentialDataDecryptedObject,
		...answers: Array<{ body: unknown; statusCode?: number }>
	) => {
		const { helper, requests } = loginHelper(...answers);
		return { session: await new EpassApi().preAuthentication.call(helper, credentials), requests };
	};

	it('logs in with the documented keys', async () => {
		const { requests } = await run(CREDENTIALS, { body: granted });
		expect(only(requests)).toMatchObject({
			method: 'POST',
			url: 'https://epass.example.com/api/v1/authentication/login',
			disableFollowRedirect: true,
		});
		expect(JSON.stringify(only(requests).body)).toBe(
			'{"UserID":"API1","Password":"secret-word","OrganizationID":"ORG","ApplicationName":"n8n","BranchCode":"310","TerminalCode":"T1"}',
		);
	});

	it('keeps both tokens with expiries somewhat before the vendor’s, zones observed', async () => {
		const { session } = await run(CREDENTIALS, { body: granted });
		expect(session).toMatchObject({ sessionToken: 'new.jwt.token', refreshToken: 'new-refresh' });
		const minutesLeft = (time: unknown): number => (Date.parse(String(time)) - NOW) / 60_000;
		expect(minutesLeft(session.sessionExpiresAt)).toBeGreaterThan(50);
		expect(minutesLeft(session.sessionExpiresAt)).toBeLessThan(60);
		expect(minutesLeft(session.refreshExpiresAt)).toBeGreaterThan(590);
		expect(minutesLeft(session.refreshExpiresAt)).toBeLessThan(600);
	});

	it.each([200, 401])(
		'fails in the vendor’s words when the log-in is refused with HTTP %i',
		async (statusCode) => {
			const attempt = run(CREDENTIALS, { body: failed, statusCode });
			await expect(attempt).rejects.toThrow('Invalid user or password.');
			await expect(attempt).rejects.toMatchObject({ details: { kind: 'login' } });
		},
	);

	it('fails plainly when the log-in brings no token or no words', async () => {
		await expect(run(CREDENTIALS, { body: { ...granted, token: null } })).rejects.toThrow(LoginFailed);
		await expect(run(CREDENTIALS, { body: '', statusCode: 400 })).rejects.toThrow(/HTTP 400/);
	});

	describe('with a session that has ended', () => {
		/** What the first log-in stored, as the node hands it on: with its token blanked. */
		const ended = async (): Promise<ICredentialDataDecryptedObject> => {
			const { session } = await run(CREDENTIALS, {
				body: { ...granted, token: 'old.jwt', refreshToken: 'old-refresh' },
			});
			return { ...CREDENTIALS, ...session, sessionToken: '' } as ICredentialDataDecryptedObject;
		};
		/** The node says beside it which one has ended. */
		const renew = async (
			credentials: ICredentialDataDecryptedObject,
			...answers: Array<{ body: unknown; statusCode?: number }>
		) => await withRenewalAsked(credentials, 'old.jwt', async () => await run(credentials, ...answers));

		it('exchanges the old pair for a new one', async () => {
			const { session, requests } = await renew(await ended(), { body: granted });
			expect(only(requests)).toMatchObject({
				method: 'PUT',
				url: 'https://epass.example.com/api/v1/authentication/tokenrefresh',
			});
			expect(JSON.stringify(only(requests).body)).toBe(
				'{"CurrentToken":"old.jwt","RefreshToken":"old-refresh"}',
			);
			expect(session).toMatchObject({ sessionToken: 'new.jwt.token', refreshToken: 'new-refresh' });
		});

		it('logs in when the refresh is refused', async () => {
			const { session, requests } = await renew(
				await ended(),
				{ body: failed, statusCode: 401 },
				{ body: granted },
			);
			expect(requests.map(({ url }) => url.split('/').at(-1))).toEqual(['tokenrefresh', 'login']);
			expect(session.sessionToken).toBe('new.jwt.token');
		});

		it('logs in at once when the refresh token has ended too', async () => {
			const credentials = { ...(await ended()), refreshExpiresAt: new Date(NOW - 1).toISOString() };
			const { requests } = await renew(credentials, { body: granted });
			expect(only(requests).url).toMatch(/login$/);
		});

		it('logs in at once when the credential was edited since', async () => {
			const credentials = { ...(await ended()), password: 'another' };
			const { requests } = await renew(credentials, { body: granted });
			expect(only(requests).url).toMatch(/login$/);
		});
	});

	it('keeps the other headers of a request and refuses a token with a line break', async () => {
		const request = {
			url: 'https://epass.example.com/api/v1/customer/search',
			headers: { Accept: 'application/json' },
		};
		const sign = async (token: string) =>
			await authenticated(new EpassApi(), inSession(vendor, CREDENTIALS, token), request);
		expect(await sign('t')).toMatchObject({
			headers: { Accept: 'application/json', Authorization: 'Bearer t' },
		});
		await expect(sign('a\nb')).rejects.toThrow(/line break/);
	});
});
