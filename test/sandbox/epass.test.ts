import type { Sandbox } from '../../lab/sandbox';
import documented from './documented/epass';
import { clockAt, epass, epassLogin, withSandbox } from './helpers';
import type { Json } from './helpers';

describe('sandbox: EPASS', () => {
	let sandbox: Sandbox;
	let call: ReturnType<typeof epass>;
	beforeAll(async () => {
		sandbox = await withSandbox();
	});
	afterAll(async () => await sandbox.close());
	afterEach(() => jest.restoreAllMocks());
	beforeEach(async () => {
		sandbox.control.reset();
		call = epass(sandbox, (await epassLogin(sandbox)).data.token as string);
	});

	const search = async (body: Json) => (await call('POST', '/customer/search', body)).data;

	describe('sessions', () => {
		it('logs in with names in any case', async () => {
			const now = Date.UTC(2026, 0, 31, 12);
			clockAt(now);
			const { data } = await epassLogin(sandbox, { UserID: undefined, UserId: 'N8NAPI' });
			expect(data).toMatchObject({ successful: true, token: expect.any(String) });
			expect(data.tokenExpiry).toMatch(/-07:00$/);
			expect(Date.parse(data.tokenExpiry as string)).toBe(now + 3_600_000);
		});

		it('refuses a wrong password as documented', async () => {
			const refused = await epassLogin(sandbox, { Password: 'x' });
			expect(refused.status).toBe(200);
			expect(refused.data).toMatchObject({
				successful: false,
				token: null,
				additionalMessages: 'Invalid user or password.',
				refreshExpiry: '0001-01-01T00:00:00',
			});
			sandbox.control.settings({ epassFailedLoginStatus: 401 });
			expect((await epassLogin(sandbox, { Password: 'x' })).status).toBe(401);
			expect((await call('GET', '/customer/customer?CustomerCode=1000')).status).toBe(200);
		});

		it('keeps one session per user', async () => {
			const second = epass(sandbox, (await epassLogin(sandbox)).data.token as string);
			expect((await call('GET', '/customer/customer?CustomerCode=1000')).status).toBe(401);
			expect((await second('GET', '/customer/customer?CustomerCode=1000')).status).toBe(200);
			await epassLogin(sandbox, { UserID: 'OTHERAPI' });
			expect((await second('GET', '/customer/customer?CustomerCode=1000')).status).toBe(200);
		});

		it('refreshes a dead token once', async () => {
			sandbox.control.settings({ epassTokenSeconds: 60 });
			const now = Date.now();
			clockAt(now);
			const { token, refreshToken } = (await epassLogin(sandbox)).data;
			const old = epass(sandbox, token as string);
			clockAt(now + 59_999);
			expect((await old('GET', '/customer/customer?CustomerCode=1000')).status).toBe(200);
			clockAt(now + 60_000);
			expect((await old('GET', '/customer/customer?CustomerCode=1000')).status).toBe(401);
			sandbox.control.settings({ epassTokenSeconds: 60 });
			const pair = { CurrentToken: token as string, RefreshToken: refreshToken as string };
			const renewed = await old('PUT', '/authentication/tokenrefresh', pair);
			expect(renewed.data).toMatchObject({ successful: true });
			const fresh = epass(sandbox, renewed.data.token as string);
			expect((await fresh('GET', '/customer/customer?CustomerCode=1000')).status).toBe(200);
			expect((await old('PUT', '/authentication/tokenrefresh', pair)).status).toBe(401);
			expect(sandbox.control.counters().epass.refreshes).toBe(1);
		});
	});

	describe('customers', () => {
		it('answers the documented get, and "not found" as text', async () => {
			const found = await call('GET', '/customer/customer?CustomerCode=1000');
			expect(found.data).toEqual(documented.get);
			expect(Object.keys(found.data.Values[0].Fields as Json)).toEqual(
				Object.keys(documented.get.Values[0]?.Fields ?? {}),
			);
			const missing = await call('GET', '/customer/customer?CustomerCode=none');
			expect([missing.status, missing.data]).toEqual([404, 'Customer not found.']);
			sandbox.control.settings({ epassNotFoundStatus: 200, epassNotFoundForm: 'jsonString' });
			const other = await call('GET', '/customer/customer?CustomerCode=none');
			expect([other.status, other.data]).toEqual([200, 'Customer not found.']);
		});

		it('creates as documented', async () => {
			const made = await call('POST', '/customer/customer', documented.createRequest);
			expect(made.status).toBe(201);
			expect(made.data).toEqual(documented.createAnswer);
			expect(sandbox.control.record('epass', '191408')).toMatchObject({
				ID: 354308,
				FirstName: 'Bluster',
				Email: 'test@test.com',
				BranchCode: 'DEFAULT',
			});
			const { Customer } = await search({
				query: { fieldName: 'id', eval: 'equal', value: '354308' },
				tables: { Customer: ['code'], CustomerContact: ['contact2email'], CustomerDepartment: [] },
			});
			expect(Customer).toEqual([
				{
					Fields: { code: '191408' },
					CustomerContact: [{ Fields: { contact2email: 'email2@hotmail.com' } }],
					CustomerDepartment: [
						{
							Fields: {
								ID: 531,
								CustomerCode: '191408',
								Department: 'VANCOUVER',
								MapZoneCode: 'VANIS',
							},
						},
						{
							Fields: {
								ID: 532,
								CustomerCode: '191408',
								Department: 'KELOWNA',
								MapZoneCode: 'KEL',
							},
						},
					],
				},
			]);
		});

		it('refuses as documented', async () => {
			sandbox.control.settings({ epassRequired: ['Address1', 'City', 'ZipCode', 'Email'] });
			const refused = await call('POST', '/customer/customer', {});
			expect(refused.status).toBe(422);
			expect(refused.data).toEqual(documented.createRefused);
			sandbox.control.settings({ epassRequired: [], epassRejectHttpStatus: 'ok' });
			const least = await call('POST', '/customer/customer', { firstName: 'A' });
			expect([least.status, least.data.httpStatusCode]).toEqual([200, 422]);
			expect(least.data.messages).toEqual(documented.createRefused.messages.slice(0, 1));
		});

		it('wants unique codes and external ids', async () => {
			const create = async (body: Json) =>
				(await call('POST', '/customer/customer', { firstName: 'A', lastName: 'B', ...body })).status;
			expect(await create({ code: 'X1', externalID: 'E1' })).toBe(201);
			expect(await create({ code: 'X1' })).toBe(422);
			expect(await create({ externalID: 'E1' })).toBe(422);
			expect(await create({ code: 'x'.repeat(21) })).toBe(422);
			expect(await create({ email: 'no mail' })).toBe(422);
			expect(sandbox.control.created('epass')).toHaveLength(1);
		});
	});

	describe('search', () => {
		it('answers the documented search', async () => {
			expect(await search(documented.searchById)).toEqual(documented.searchAnswer);
		});

		it('refuses an empty field as documented', async () => {
			const refused = await call('POST', '/customer/search', {});
			expect(refused.status).toBe(400);
			expect(refused.data).toEqual(documented.searchRefused);
			for (const query of [
				{ fieldName: 'nothing', eval: 'EQUAL', value: '1' },
				{ fieldName: 'Code', eval: 'SOUNDSLIKE', value: '1' },
			]) {
				expect((await search({ query })).Results).toMatchObject({
					Success: false,
					HttpStatusCode: 400,
				});
			}
		});

		it('takes the documented nested search', async () => {
			const found = await search(documented.searchNested);
			expect(found.Results.Success).toBe(true);
			expect(found.Paging.PageSize).toBe(5);
			expect(found.SubQuery).toEqual(documented.searchNested.subquery);
		});

		it('knows the operators', async () => {
			const all = sandbox.control.records('epass');
			const ids = async (query: Json) => {
				const { Customer } = await search({ query, paging: { pageSize: 1000 } });
				return (Customer as Json[]).map((each) => each.Fields.ID as number).sort((a, b) => a - b);
			};
			const expected = (test: (record: Json) => boolean) =>
				all
					.filter(test)
					.map((each) => each.ID as number)
					.sort((a, b) => a - b);
			const cities = ['vancouver', 'burnaby'];
			expect(await ids({ fieldName: 'CITY', eval: 'in', valueList: cities })).toEqual(
				expected((each) => cities.includes(String(each.City).toLowerCase())),
			);
			expect(await ids({ fieldName: 'LastYearPurchase', eval: 'greaterthan', value: '1000' })).toEqual(
				expected((each) => Number(each.LastYearPurchase) > 1000),
			);
			const dates = {
				fieldName: 'datecreated',
				eval: 'between',
				start: '10/10/2020',
				end: '10/10/2021',
			};
			expect(await ids(dates)).toEqual(
				expected(
					(each) =>
						String(each.DateCreated) >= '2020-10-10' && String(each.DateCreated) <= '2021-10-10T00:00:00',
				),
			);
			expect(await ids({ fieldName: 'code', eval: 'like', value: 'a1' })).toEqual(
				expected((each) => String(each.Code).toLowerCase().includes('a1')),
			);
			expect(await ids({ fieldName: 'lastname', eval: 'like', value: 'smi%' })).toEqual(
				expected((each) => String(each.LastName).toLowerCase().startsWith('smi')),
			);
		});

		it('combines siblings left to right', async () => {
			const query = { fieldName: 'FirstName', eval: 'EQUAL', value: 'Ben' };
			const or = { logic: 'OR', query: { fieldName: 'FirstName', eval: 'EQUAL', value: 'ash' } };
			const and = {
				logic: 'AND',
				query: { fieldName: 'City', eval: 'EQUAL', value: 'Abbotsford' },
			};
			const codes = (answer: Json) => (answer.Customer as Json[]).map((each) => each.Fields.Code as string);
			expect(codes(await search({ query, subquery: [or, and] }))).toEqual(['140773']);
			expect(codes(await search({ query, subquery: [and, or] }))).toContain('140773');
			// Nested: Ben AND (ash OR …) leaves nothing of 140773.
			const nested = { logic: 'AND', query: and.query, subquery: [or] };
			expect(codes(await search({ query, subquery: [nested] }))).not.toContain('140773');
		});

		it('pages by LargestID', async () => {
			const found: number[] = [];
			let start = 0;
			for (let page = 0; page < 20; page++) {
				const answer = await search({
					query: { fieldName: 'ID', eval: 'greaterthan', value: '0' },
					paging: { pageSize: 90, pageStartId: start },
				});
				found.push(...(answer.Customer as Json[]).map((each) => each.Fields.ID as number));
				if (answer.Paging.PagesRemaining === false) {
					expect(answer.Paging.LargestID).toBe(0);
					break;
				}
				start = answer.Paging.LargestID as number;
			}
			expect(found).toHaveLength(500);
			expect(new Set(found).size).toBe(500);
			expect(found).toEqual([...found].sort((a, b) => a - b));
		});

		it('finds invoices by customer and by code', async () => {
			const body = { query: { fieldName: 'SoldToCode', eval: 'EQUAL', value: '1000' } };
			const { data } = await call('POST', '/invoicing/invoice/search', body);
			expect(data.Invoice).toHaveLength(4);
			const byCode = await call('POST', '/invoicing/invoice/search/code', {
				query: { invoicecode: '5827' },
			});
			expect(byCode.data.Invoice).toEqual([data.Invoice[0]]);
			expect(byCode.data.Invoice[0].Fields.Code).toMatch(/^ +5827$/);
			const open = await call('POST', '/invoicing/invoice/search', {
				query: { fieldName: 'Status', eval: 'EQUAL', value: 'open' },
				extendedInfo: { Branch: ['Code'] },
			});
			expect(open.data.Paging).toMatchObject({ PageSize: 100, PagesRemaining: true });
			expect(open.data.Invoice[0].ExtendedInfo.Branch.Fields).toHaveProperty('Code');
		});
	});
});
