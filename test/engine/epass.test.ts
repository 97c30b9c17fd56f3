import '../../lab/engine/environment';
import type { IDataObject } from 'n8n-workflow';
import { AUTOMATIC, Rig, commonCustomer, customer, CUSTOMER_KEYS, ORDER_KEYS, PREFIX } from './support';

const API = PREFIX.epass;

const BEN = commonCustomer({
	id: '1000',
	code: '1000',
	name: 'Ben Kenobi',
	firstName: 'Ben',
	lastName: 'Kenobi',
	phone: '(306) 955-1684',
	addressLine1: '1510 Dune Sea Drive.',
	city: 'Mos Eisley',
	state: 'TA',
	postalCode: 'S7J 0G4',
	createdAt: '2018-02-21T00:00:00',
});

describe('EPASS', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 120 });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	const all = (): IDataObject[] => rig.control.records('epass') as IDataObject[];
	const byId = (a: IDataObject, b: IDataObject): number => Number(a.ID) - Number(b.ID);
	const codesOf = (records: IDataObject[]): unknown[] => [...records].sort(byId).map(({ Code }) => Code);
	const lastBody = (): IDataObject => rig.sent('epass').at(-1)?.body as IDataObject;

	describe('get', () => {
		it('gives the common shape, with the token of a log-in as bearer', async () => {
			rig.control.settings({ keepSecrets: true });
			const item = await rig.item('epass', 'get', customer('1000'));
			expect(item).toEqual(BEN);
			expect(Object.keys(item)).toEqual(CUSTOMER_KEYS);
			const [login, get] = rig.requests('epass');
			expect(login).toMatchObject({
				method: 'POST',
				path: `${API}/authentication/login`,
				body: {
					UserID: 'N8NAPI',
					Password: 'sandbox-epass-password',
					OrganizationID: 'SANDBOX',
					ApplicationName: 'n8n',
				},
			});
			expect(get).toMatchObject({
				method: 'GET',
				path: `${API}/customer/customer`,
				query: { CustomerCode: '1000' },
			});
			expect(get?.headers.authorization).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
			expect(rig.requests('epass')).toHaveLength(2);
		});

		it('gives all attributes but the sensitive ones under "raw"', async () => {
			const whole = all().find((record) => record.SSN !== '') ?? {};
			const hidden = ['SSN', 'WebPassword', 'WebPassword2', 'EmpSalary', 'EmpAltIncome', 'EmpAltIncomeDesc'];
			const raw = { ...customer(whole.Code), output: 'raw' };
			const expected = Object.fromEntries(Object.entries(whole).filter(([name]) => !hidden.includes(name)));
			expect(await rig.item('epass', 'get', raw)).toEqual(expected);
			expect(await rig.item('epass', 'get', { ...raw, options: { includeSensitiveFields: true } })).toEqual(
				whole,
			);
		});

		it('hides sensitive attributes under "selected", unless they are asked for', async () => {
			const whole = all().find((record) => record.SSN !== '') ?? {};
			const selected = { ...customer(whole.Code), output: 'selected', outputFields: 'SSN,City' };
			expect(await rig.item('epass', 'get', selected)).toEqual({
				id: whole.Code,
				SSN: null,
				City: whole.City,
			});
			const shown = { ...selected, options: { includeSensitiveFields: true } };
			expect(await rig.item('epass', 'get', shown)).toEqual({
				id: whole.Code,
				SSN: '000-00-0000',
				City: whole.City,
			});
		});

		it.each([1000, '1000', ' 1000 '])('takes the code %j from an expression', async (code) => {
			for (const mode of ['id', 'list']) {
				expect(
					await rig.item('epass', 'get', customer('={{ $json.code }}', mode), { input: [{ code }] }),
				).toEqual(BEN);
			}
		});

		it.each([true, false])(
			'answers several items in their order, with look-ups in batches: %s',
			async (batchLookups) => {
				const codes = [
					...all()
						.slice(2, 10)
						.map(({ Code }) => String(Code)),
					'1000',
					'140773',
					'1000',
				];
				const run = await rig.run(
					'epass',
					'get',
					{ ...customer('={{ $json.code }}'), options: { batchLookups } },
					{ input: codes.map((code) => ({ code })) },
				);
				expect(run.output().map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual(
					codes.map((code, item) => [code, { item }]),
				);
				expect(run.json().at(-1)).toEqual(BEN);
			},
		);

		it('fails the item alone whose customer is missing from a batch', async () => {
			const codes = ['140773', 'NOPE', '1000', '500002', '500003'];
			const run = await rig.run('epass', 'get', customer('={{ $json.code }}'), {
				input: codes.map((code) => ({ code })),
				onError: 'continueErrorOutput',
			});
			expect(run.json().map(({ id }) => id)).toEqual(codes.filter((code) => code !== 'NOPE'));
			expect(run.output(undefined, 1)).toEqual([
				{
					json: {
						code: 'NOPE',
						error: expect.stringMatching(
							/(Customer not found: NOPE|No customer found for "NOPE") \[item 1\]$/,
						),
					},
					pairedItem: { item: 1 },
				},
			]);
		});

		it.each([
			[404, 'text'],
			[200, 'text'],
			[200, 'jsonString'],
			[400, 'jsonString'],
		] as const)('understands "Customer not found." with HTTP %i as %s', async (status, form) => {
			rig.control.settings({ epassNotFoundStatus: status, epassNotFoundForm: form });
			const run = await rig.run('epass', 'get', customer('zzz'));
			expect(run.error).toMatchObject({
				message: 'Customer not found: zzz [item 0]',
				description: expect.stringMatching(
					/^Check the ID, or find it with the operation "[a-z ]+ customers"/i,
				),
			});
		});
	});

	describe('search', () => {
		const search = async (parameters: IDataObject): Promise<unknown[]> =>
			(await rig.items('epass', 'search', { returnAll: true, ...parameters })).map(({ id }) => id);
		const where = async (...conditions: IDataObject[]): Promise<unknown[]> =>
			await search({ filters: { conditions } });

		it('sends the first condition as query and the others as subqueries', async () => {
			await where(
				{ field: 'LastName', operator: 'equal', value: 'SMITH' },
				{ conjunction: 'OR', field: 'lastname', operator: 'equal', value: 'WILLIAMS' },
				{ conjunction: 'AND', field: 'City', operator: 'like', value: 'abb' },
			);
			expect(rig.sent('epass')).toEqual([
				{
					method: 'POST',
					path: `${API}/customer/search`,
					query: {},
					body: {
						query: { fieldName: 'LastName', eval: 'EQUAL', value: 'SMITH' },
						subquery: [
							{ logic: 'OR', query: { fieldName: 'lastname', eval: 'EQUAL', value: 'WILLIAMS' } },
							{ logic: 'AND', query: { fieldName: 'City', eval: 'LIKE', value: 'abb' } },
						],
						tables: {
							Customer: [
								...['ID', 'Code', 'ExternalID', 'FirstName', 'LastName', 'Email'],
								...['Phone1', 'Phone2', 'BusinessPhone', 'Address1', 'Address2', 'City', 'State', 'ZipCode'],
								...['Country', 'DateCreated', 'DateModified'],
							],
						},
						paging: { pageSize: 500, pageStartId: 0 },
					},
				},
			]);
		});

		it.each([
			['Selected Fields of the common ones', { output: 'selected', outputFields: 'city, name' }, 'few'],
			['Selected Fields with one of EPASS', { output: 'selected', outputFields: 'city, AccountType' }, 'all'],
			['Raw', { output: 'raw' }, 'all'],
		])('asks for no more columns than the output needs: %s', async (_, output, columns) => {
			const filters = { conditions: [{ field: 'Code', operator: 'equal', value: '140773' }] };
			const [item] = await rig.items('epass', 'search', { filters, ...output });
			expect(lastBody().tables).toEqual(
				columns === 'all' ? undefined : { Customer: ['ID', 'Code', 'City', 'FirstName', 'LastName'] },
			);
			expect(item).toMatchObject(output.output === 'raw' ? { City: 'ABBOTSFORD' } : { city: 'ABBOTSFORD' });
			if (columns === 'few') expect(item).toEqual({ id: '140773', city: 'ABBOTSFORD', name: 'ASH WILLIAMS' });
		});

		it.each([
			['refuses', { kind: 'vendorError', message: 'Invalid column name' }],
			['breaks down over', { kind: 'status', status: 500, body: 'Invalid column name' }],
		] as const)('asks for all columns where EPASS %s some', async (_, fault) => {
			rig.control.addFault({ vendor: 'epass', fault, match: { pathIncludes: '/customer/search' } });
			const expected = codesOf(all());
			expect(await search({ options: { pageSize: 50 } })).toEqual(expected);
			const asked = rig.sent('epass').map(({ body }) => (body as IDataObject).tables !== undefined);
			expect(asked).toEqual([true, false, false, false]);
		});

		it('ends with what EPASS says where it takes neither few columns nor all, and not after a page', async () => {
			rig.control.addFault({
				vendor: 'epass',
				fault: { kind: 'vendorError', message: 'No search today' },
				count: 2,
				match: { pathIncludes: '/customer/search' },
			});
			const run = await rig.run('epass', 'search', { returnAll: true });
			expect(run.error?.message).toBe('No search today [item 0]');
			expect(rig.sent('epass')).toHaveLength(2);
			rig.control.clearFaults();
			rig.control.clearRequests();
			rig.control.addFault({
				vendor: 'epass',
				fault: { kind: 'vendorError', message: 'Not this page' },
				skip: 1,
				match: { pathIncludes: '/customer/search' },
			});
			const second = await rig.run('epass', 'search', { returnAll: true, options: { pageSize: 50 } });
			expect(second.error?.message).toBe('Not this page [item 0]');
			expect(rig.sent('epass')).toHaveLength(2);
		});

		it('finds by "equal" and "like"', async () => {
			expect(await where({ field: 'Code', operator: 'equal', value: '1000' })).toEqual(['1000']);
			expect(await where({ field: 'LastName', operator: 'like', value: 'smith' })).toEqual(
				codesOf(all().filter(({ LastName }) => String(LastName).toLowerCase().includes('smith'))),
			);
		});

		it('finds by "in", from a list with commas or an array', async () => {
			const expected = codesOf(
				all().filter(({ City }) => ['burnaby', 'calgary'].includes(String(City).toLowerCase())),
			);
			expect(expected.length).toBeGreaterThan(2);
			for (const value of ['Burnaby, calgary ,', '={{ ["Burnaby", "calgary"] }}']) {
				expect(await where({ field: 'City', operator: 'in', value })).toEqual(expected);
				expect(lastBody().query).toEqual({
					fieldName: 'City',
					eval: 'IN',
					valueList: ['Burnaby', 'calgary'],
				});
			}
		});

		it('finds by "between" and "greaterThan"', async () => {
			const created = (record: IDataObject) => String(record.DateCreated).slice(0, 10);
			expect(
				await where({ field: 'DateCreated', operator: 'between', value: '2018-01-01', value2: '2018-12-31' }),
			).toEqual(
				codesOf(all().filter((record) => created(record) >= '2018-01-01' && created(record) <= '2018-12-31')),
			);
			expect(lastBody().query).toEqual({
				fieldName: 'DateCreated',
				eval: 'BETWEEN',
				start: '2018-01-01',
				end: '2018-12-31',
			});
			expect(await where({ field: 'YTDPurchase', operator: 'greaterThan', value: '1500' })).toEqual(
				codesOf(all().filter(({ YTDPurchase }) => Number(YTDPurchase) > 1500)),
			);
		});

		it.each([
			['chosen as "other"', { operator: 'other', otherOperator: 'LESSTHAN' }],
			['typed by an expression', { operator: '={{ "LESSTHAN" }}' }],
		])('sends an operator that is %s as it is, and passes on what EPASS says to it', async (_, operator) => {
			const run = await rig.run('epass', 'search', {
				filters: { conditions: [{ field: 'ID', value: '5', ...operator }] },
			});
			expect(lastBody().query).toEqual({ fieldName: 'ID', eval: 'LESSTHAN', value: '5' });
			expect(run.error?.message).toBe('Error. Invalid Search Operator: LESSTHAN [item 0]');
		});

		it('reads the words of a refusal under HTTP 200, too', async () => {
			rig.control.settings({ epassRejectHttpStatus: 'ok' });
			const run = await rig.run('epass', 'search', {
				filters: { conditions: [{ field: 'Nowhere', operator: 'equal', value: '5' }] },
			});
			expect(run.error?.message).toBe('Error. Invalid Search Field: Nowhere [item 0]');
		});

		it.each([
			['no field', { field: '', operator: 'equal', value: '1' }, /^Filters: condition 1 has no Field/],
			[
				'one end of a range',
				{ field: 'ID', operator: 'between', value: '1', value2: '' },
				/^Filters: condition 1 needs two values/,
			],
			[
				'an empty list',
				{ field: 'ID', operator: 'in', value: ' , ' },
				/^Filters: condition 1 needs at least one value/,
			],
			[
				'no operator',
				{ field: 'ID', operator: 'other', otherOperator: '', value: '1' },
				/^Filters: condition 1 has no operator/,
			],
		])('refuses a condition with %s, before anything is sent', async (_, condition, message) => {
			const run = await rig.run('epass', 'search', { filters: { conditions: [condition] } });
			expect(run.error?.message).toMatch(message);
			expect(run.error?.description).toMatch(/^(Enter|Fill in) /);
			expect(rig.requests('epass')).toEqual([]);
		});

		it('sends a nested query as it is, in place of the filters', async () => {
			const query = {
				query: { fieldName: 'City', eval: 'EQUAL', value: 'Burnaby' },
				subquery: [
					{
						logic: 'OR',
						query: { fieldName: 'City', eval: 'EQUAL', value: 'Calgary' },
						subquery: [{ logic: 'AND', query: { fieldName: 'State', eval: 'EQUAL', value: 'AB' } }],
					},
				],
			};
			const filters = { conditions: [{ field: 'Code', operator: 'equal', value: 'not used' }] };
			const expected = codesOf(
				all().filter(({ City, State }) => City === 'Burnaby' || (City === 'Calgary' && State === 'AB')),
			);
			expect(await search({ filters, query: JSON.stringify(query) })).toEqual(expected);
			expect(lastBody()).toEqual({ ...query, paging: { pageSize: 500, pageStartId: 0 } });
			const run = await rig.run(
				'epass',
				'search',
				{ returnAll: true, query: '={{ $json.search }}' },
				{ input: [{ search: query }] },
			);
			expect(run.json().map(({ id }) => id)).toEqual(expected);
		});

		it('takes a single condition of EPASS for a query, and tables and extended information beside it', async () => {
			expect(await search({ query: '{"fieldName": "Code", "eval": "EQUAL", "value": "1000"}' })).toEqual([
				'1000',
			]);
			const items = await rig.items('epass', 'search', {
				output: 'raw',
				query: JSON.stringify({
					query: { fieldName: 'Code', eval: 'EQUAL', value: '140773' },
					tables: { Customer: ['Code', 'City', 'BranchCode'] },
					extendedInfo: { Branch: [] },
				}),
			});
			expect(items).toEqual([
				{
					Code: '140773',
					City: 'ABBOTSFORD',
					BranchCode: '140',
					ExtendedInfo: { Branch: { ID: 11, Code: '140', Description: 'Abbotsford' } },
				},
			]);
		});

		it.each([
			['a list', '[1]', /^Query must be a JSON object/],
			['an object without a condition', '{"paging": {}}', /^Query has neither "query" nor "fieldName"/],
		])('refuses %s for a query, before anything is sent', async (_, query, message) => {
			const run = await rig.run('epass', 'search', { query });
			expect(run.error?.message).toMatch(message);
			expect(rig.requests('epass')).toEqual([]);
		});

		it('returns all customers without conditions, over several pages', async () => {
			const ids = await search({ options: { pageSize: 50 } });
			expect(ids).toEqual(codesOf(all()));
			const pages = rig.sent('epass').map(({ body }) => (body as IDataObject).paging as IDataObject);
			expect(pages.map(({ pageSize }) => pageSize)).toEqual([50, 50, 50]);
			expect(pages[0]?.pageStartId).toBe(0);
			expect(Number(pages[2]?.pageStartId)).toBeGreaterThan(Number(pages[1]?.pageStartId));
		});

		it('reads on by what the server grants when it caps the page size', async () => {
			rig.control.settings({ epassMaxPageSize: 33 });
			expect(await search({})).toEqual(codesOf(all()));
			expect(rig.sent('epass')).toHaveLength(4);
		});

		it.each([1, 50, 51, 119])('returns exactly %i records when that is the limit', async (limit) => {
			expect(await search({ returnAll: false, limit, options: { pageSize: 50 } })).toEqual(
				codesOf(all()).slice(0, limit),
			);
			expect(rig.sent('epass')).toHaveLength(Math.ceil(limit / 50));
		});

		it('gives each item its own search, in the common shape, linked to it', async () => {
			const run = await rig.run(
				'epass',
				'search',
				{ filters: { conditions: [{ field: 'Code', operator: 'equal', value: '={{ $json.code }}' }] } },
				{ input: [{ code: '140773' }, { code: 'none' }, { code: 1000 }] },
			);
			expect(run.output().map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
				['140773', { item: 0 }],
				['1000', { item: 2 }],
			]);
			expect(Object.keys(run.json()[1] ?? {})).toEqual(CUSTOMER_KEYS);
			expect(run.json()[1]).toEqual(BEN);
		});
	});

	describe('create', () => {
		it('posts the fields in camelCase and returns the new code with what was sent', async () => {
			const values = {
				firstName: 'New',
				lastName: 'Customer',
				zipCode: 'V1V 1V1',
				externalID: 'X-1',
				creditLimit: '={{ "100" }}',
			};
			const item = await rig.item('epass', 'create', {
				...(await rig.mapped('epass', 'create', values)),
			});
			expect(item).toEqual(
				commonCustomer({
					id: '191408',
					code: '191408',
					externalId: 'X-1',
					name: 'New Customer',
					firstName: 'New',
					lastName: 'Customer',
					postalCode: 'V1V 1V1',
				}),
			);
			expect(Object.keys(item)).toEqual(CUSTOMER_KEYS);
			expect(rig.sent('epass')).toEqual([
				{
					method: 'POST',
					path: `${API}/customer/customer`,
					query: {},
					body: { ...values, creditLimit: 100 },
				},
			]);
			expect(await rig.item('epass', 'get', customer(item.id))).toMatchObject({
				name: 'New Customer',
				postalCode: 'V1V 1V1',
			});
		});

		it('sends contacts and departments as lists', async () => {
			const lists = {
				contacts: [{ name: 'A', phone: '1' }],
				customerDepartments: [{ department: 'VANCOUVER', mapZoneCode: 'VANIS' }],
			};
			await rig.item(
				'epass',
				'create',
				{
					...(await rig.mapped('epass', 'create', {
						firstName: 'N',
						lastName: 'L',
						contacts: JSON.stringify(lists.contacts),
						customerDepartments: '={{ $json.departments }}',
					})),
				},
				{ input: [{ departments: lists.customerDepartments }] },
			);
			expect(lastBody()).toEqual({ firstName: 'N', lastName: 'L', ...lists });
		});

		it('maps the customer of another vendor by the common names', async () => {
			const [pdm] = await rig.items('proDeliveryManager', 'get', customer(1408));
			const { code, ...person } = pdm ?? {};
			expect(code).toBe('C001408');
			await rig.item('epass', 'create', AUTOMATIC, { input: [person] });
			expect(lastBody()).toEqual({
				firstName: 'Joe',
				lastName: 'Bloggs',
				externalID: 'EXTREF164736',
				email: 'joe@blogs.com',
				address1: 'Test Address Line 1',
				address2: 'Test Address Line 2',
				city: 'Test City',
				state: 'Test County',
				zipCode: 'TT11 1TT',
			});
		});

		it('splits the one name of another vendor’s customer, whose separate names are null', async () => {
			const [weevio] = await rig.items('weevioPims', 'get', customer('M-1000'));
			await rig.item('epass', 'create', AUTOMATIC, { input: [weevio ?? {}] });
			expect(lastBody()).toMatchObject({
				firstName: 'Acme',
				lastName: 'Repair',
				email: 'jane@acme.example',
				zipCode: '47404',
			});
		});

		it('lets extra fields win', async () => {
			await rig.item('epass', 'create', {
				...(await rig.mapped('epass', 'create', { firstName: 'N', lastName: 'L', city: 'Mapped' })),
				extraFields: '{"city": "Extra", "suite": "12"}',
			});
			expect(lastBody()).toEqual({ firstName: 'N', lastName: 'L', city: 'Extra', suite: '12' });
		});

		it.each(['same', 'ok'] as const)(
			'names every message of a refusal, with HTTP status "%s"',
			async (epassRejectHttpStatus) => {
				rig.control.settings({ epassRejectHttpStatus, epassRequired: ['City', 'Email'] });
				const run = await rig.run('epass', 'create', {
					...(await rig.mapped('epass', 'create', { firstName: 'N', lastName: 'L' })),
				});
				expect(run.error?.message).toBe(
					'CUS-10029 City is missing.; CUS-10039 Email address is missing. [item 0]',
				);
			},
		);
	});

	describe('list orders', () => {
		it('searches the invoices sold to the customer and gives the common shape', async () => {
			const items = await rig.items('epass', 'listOrders', customer(1000));
			expect(items).toHaveLength(4);
			expect(items.every((item) => Object.keys(item).join() === ORDER_KEYS.join())).toBe(true);
			expect(items[0]).toEqual({
				id: '5827',
				number: '5827',
				customerId: '1000',
				reference: null,
				description: null,
				status: expect.any(String),
				date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
				quantity: null,
				total: expect.any(Number),
				lines: null,
			});
			expect(rig.sent('epass')).toEqual([
				{
					method: 'POST',
					path: `${API}/invoicing/invoice/search`,
					query: {},
					body: {
						query: { fieldName: 'SoldToCode', eval: 'EQUAL', value: '1000' },
						paging: { pageSize: 50, pageStartId: 0 },
					},
				},
			]);
		});

		it('searches by the customer billed when told to', async () => {
			await rig.items('epass', 'listOrders', {
				...customer('1000'),
				options: { invoiceCustomer: 'BillToCode' },
			});
			expect(lastBody().query).toEqual({ fieldName: 'BillToCode', eval: 'EQUAL', value: '1000' });
		});

		it('reads all pages, and stops exactly at the limit', async () => {
			const options = { pageSize: 3 };
			const everything = await rig.items('epass', 'listOrders', {
				...customer('1000'),
				returnAll: true,
				options,
			});
			expect(everything).toHaveLength(4);
			expect(rig.sent('epass')).toHaveLength(2);
			expect(await rig.items('epass', 'listOrders', { ...customer('1000'), limit: 2, options })).toEqual(
				everything.slice(0, 2),
			);
		});

		it.each([true, false])(
			'links the invoices of several customers to their items, in batches: %s',
			async (batchLookups) => {
				const codes = [
					...all()
						.slice(0, 8)
						.map(({ Code }) => Code),
					'1000',
				];
				const run = await rig.run(
					'epass',
					'listOrders',
					{ ...customer('={{ $json.code }}'), returnAll: true, options: { batchLookups } },
					{ input: codes.map((code) => ({ code })) as IDataObject[] },
				);
				expect(run.error).toBeUndefined();
				const positions = run.output().map(({ pairedItem }) => (pairedItem as { item: number }).item);
				expect(positions).toEqual([...positions].sort((a, b) => a - b));
				for (const { json, pairedItem } of run.output())
					expect(json.customerId).toBe(codes[(pairedItem as { item: number }).item]);
				expect(positions.filter((item) => item === codes.length - 1)).toHaveLength(4);
			},
		);

		it.each([true, false])('applies the limit to each item, in batches: %s', async (batchLookups) => {
			const codes = all()
				.slice(0, 8)
				.map(({ Code }) => Code);
			const run = await rig.run(
				'epass',
				'listOrders',
				{ ...customer('={{ $json.code }}'), limit: 2, options: { batchLookups } },
				{ input: codes.map((code) => ({ code })) as IDataObject[] },
			);
			const counts = codes.map(
				(_, item) =>
					run.output().filter(({ pairedItem }) => (pairedItem as { item: number }).item === item).length,
			);
			expect(Math.max(...counts)).toBe(2);
			expect(counts[0]).toBe(2);
			expect(run.hints().map(({ message }) => message)).toContain(
				'Stopped at the limit of 2: turn on Return All to get the rest.',
			);
		});

		it('asks for each by itself where two are one code but for letter case', async () => {
			rig.control.insert('epass', 'invoice', { BillToCode: 'a7', Code: 'X-1' });
			const codes = [
				'a7',
				'A7',
				...all()
					.slice(0, 4)
					.map(({ Code }) => Code),
			];
			const positions = async (batchLookups: boolean): Promise<unknown[]> => {
				const run = await rig.run(
					'epass',
					'listOrders',
					{ ...customer('={{ $json.code }}'), returnAll: true, options: { batchLookups } },
					{ input: codes.map((code) => ({ code })) as IDataObject[] },
				);
				return run.output().map(({ pairedItem }) => pairedItem);
			};
			expect(await positions(true)).toEqual(await positions(false));
			const singly = rig.requests('epass').filter(({ body }) => JSON.stringify(body).includes('"A7"'));
			expect(singly.every(({ body }) => !JSON.stringify(body).includes('"a7"'))).toBe(true);
		});

		it('gives no items for a customer without invoices', async () => {
			await rig.item('epass', 'create', {
				...(await rig.mapped('epass', 'create', { firstName: 'N', lastName: 'L' })),
			});
			expect(await rig.items('epass', 'listOrders', customer('191408'))).toEqual([]);
		});
	});
});
