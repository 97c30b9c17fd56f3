import '../../lab/engine/environment';
import { AUTOMATIC, Rig, commonCustomer, customer, CUSTOMER_KEYS, ORDER_KEYS, PREFIX } from './support';

const API = PREFIX.weevio;
const TEAM = { teamID: 'sandbox-team' };

const ACME = commonCustomer({
	id: 'M-1000',
	code: 'M-1000',
	name: 'Acme Repair',
	email: 'jane@acme.example',
	phone: '800-555-1212',
	addressLine1: '101 Main St',
	city: 'Bloomington',
	state: 'IN',
	postalCode: '47404',
	country: 'US',
});

describe('Weevio PIMS', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 120 });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	const recordsOf = (): Array<Record<string, string>> =>
		rig.control.records('weevio') as Array<Record<string, string>>;

	describe('get', () => {
		it('gives the common shape, with one documented request', async () => {
			const item = await rig.item('weevioPims', 'get', customer('M-1000'));
			expect(item).toEqual(ACME);
			expect(Object.keys(item)).toEqual(CUSTOMER_KEYS);
			expect(rig.sent('weevio')).toEqual([
				{ method: 'GET', path: `${API}/customers/single`, query: { ...TEAM, customerCode: 'M-1000' } },
			]);
		});

		it('signs in with HTTP Basic', async () => {
			rig.control.settings({ keepSecrets: true });
			await rig.item('weevioPims', 'get', customer('M-1000'));
			expect(rig.requests('weevio')[0]?.headers.authorization).toBe(
				`Basic ${Buffer.from('sandbox-weevio-id:sandbox-weevio-secret').toString('base64')}`,
			);
		});

		it('gives every column as PIMS names it under "raw"', async () => {
			const item = await rig.item('weevioPims', 'get', { ...customer('M-1000'), output: 'raw' });
			expect(item).toEqual(rig.control.record('weevio', 'M-1000'));
		});

		it('gives the key and the named fields, of either naming, under "selected"', async () => {
			const item = await rig.item('weevioPims', 'get', {
				...customer('M-1000'),
				output: 'selected',
				outputFields: 'name, BATTN ,nowhere',
			});
			expect(item).toEqual({ id: 'M-1000', name: 'Acme Repair', BATTN: 'Jane Doe', nowhere: null });
		});

		it.each([['id'], ['list']])('takes a code in the mode "%s", blanks around it ignored', async (mode) => {
			const item = await rig.item('weevioPims', 'get', customer('={{ $json.code }}', mode), {
				input: [{ code: '  M-1000 ' }],
			});
			expect(item).toEqual(ACME);
		});

		it.each([true, false])(
			'answers several items in their order, with look-ups in batches: %s',
			async (batchLookups) => {
				const codes = [
					...recordsOf()
						.slice(0, 9)
						.map((record) => record.CUSTOMER_CODE),
					'M-1000',
				];
				const run = await rig.run(
					'weevioPims',
					'get',
					{ ...customer('={{ $json.code }}'), options: { batchLookups } },
					{ input: codes.map((code) => ({ code })) },
				);
				expect(run.json().map(({ id }) => id)).toEqual(codes);
				expect(run.output().map(({ pairedItem }) => pairedItem)).toEqual(codes.map((_, item) => ({ item })));
				expect(run.json().every((item) => Object.keys(item).join() === CUSTOMER_KEYS.join())).toBe(true);
			},
		);

		it('fails the item alone whose customer is missing from a batch', async () => {
			const codes = ['M-1001', 'NOPE', 'M-1000', 'M-2002', 'M-2003'];
			const run = await rig.run('weevioPims', 'get', customer('={{ $json.code }}'), {
				input: codes.map((code) => ({ code })),
				onError: 'continueErrorOutput',
			});
			expect(run.json().map(({ id }) => id)).toEqual(codes.filter((code) => code !== 'NOPE'));
			expect(run.output(undefined, 1)).toEqual([
				{
					json: {
						code: 'NOPE',
						error: expect.stringMatching(/(Record not found: NOPE|No customer found for "NOPE") \[item 1\]$/),
					},
					pairedItem: { item: 1 },
				},
			]);
		});

		it.each([
			['HTTP 400 with words', 'status400', 'Record not found: NOPE [item 0]'],
			['null as data', 'nullData', 'No customer found for "NOPE" [item 0]'],
			['empty data', 'emptyData', 'No customer found for "NOPE" [item 0]'],
		] as const)(
			'says that a customer does not exist when Weevio answers with %s',
			async (_, form, message) => {
				rig.control.settings({ weevioNotFound: form });
				const run = await rig.run('weevioPims', 'get', customer('NOPE'));
				expect(run.error).toMatchObject({
					message,
					description: expect.stringMatching(
						/^Check the ID, or find it with the operation "[a-z ]+ customers"/i,
					),
				});
			},
		);

		it.each(['message', 'error', 'text'] as const)(
			'finds the words of a refusal in the form "%s"',
			async (form) => {
				rig.control.settings({ weevioErrorBody: form });
				const run = await rig.run('weevioPims', 'get', customer('NOPE'));
				expect(run.error?.message).toBe('Record not found: NOPE [item 0]');
			},
		);
	});

	describe('search', () => {
		it('sends each condition as a filter, with the conjunction from the second on', async () => {
			const items = await rig.items('weevioPims', 'search', {
				filters: {
					conditions: [
						{ conjunction: 'OR', field: 'CUSTOMER_NAME', operator: 'contains', value: 'Acme' },
						{ conjunction: 'AND', field: 'BSTATE', operator: 'equals', value: 'IN' },
						{ conjunction: 'OR', field: 'SEMAIL', operator: 'contains', value: 'acme.example' },
					],
				},
			});
			expect(items.map(({ id }) => id)).toEqual(['M-1000', 'M-1001']);
			expect(rig.sent('weevio')).toEqual([
				{
					method: 'POST',
					path: `${API}/customers/query`,
					query: { ...TEAM, maxReturn: '50' },
					body: [
						{ field: 'CUSTOMER_NAME', value: 'Acme', contains: true },
						{ field: 'BSTATE', value: 'IN', contains: false, conjunction: 'AND' },
						{ field: 'SEMAIL', value: 'acme.example', contains: true, conjunction: 'OR' },
					],
				},
			]);
		});

		it('narrows with AND and widens with OR', async () => {
			const search = async (conjunction: string) =>
				await rig.items('weevioPims', 'search', {
					returnAll: true,
					filters: {
						conditions: [
							{ field: 'BSTATE', operator: 'equals', value: 'IN' },
							{ conjunction, field: 'BNAME', operator: 'contains', value: 'Smith' },
						],
					},
				});
			const inState = (record: Record<string, string>) => record.BSTATE === 'IN';
			const named = (record: Record<string, string>) => record.BNAME?.includes('Smith') === true;
			const both = recordsOf().filter((record) => inState(record) && named(record));
			const either = recordsOf().filter((record) => inState(record) || named(record));
			expect(either.length).toBeGreaterThan(both.length);
			expect((await search('AND')).map(({ id }) => id)).toEqual(both.map((record) => record.CUSTOMER_CODE));
			expect((await search('OR')).map(({ id }) => id)).toEqual(either.map((record) => record.CUSTOMER_CODE));
		});

		it('returns all customers without filters, and says so to a vendor that wants a filter', async () => {
			rig.control.settings({ weevioEmptyFilter: 'reject' });
			const items = await rig.items('weevioPims', 'search', { returnAll: true });
			expect(items).toHaveLength(120);
			expect(items.every((item) => Object.keys(item).join() === CUSTOMER_KEYS.join())).toBe(true);
		});

		it('returns exactly as many as the limit says', async () => {
			expect(await rig.items('weevioPims', 'search', { limit: 7 })).toHaveLength(7);
			expect(rig.sent('weevio')[0]?.query.maxReturn).toBe('7');
		});

		it('gives each item its own search, linked to it', async () => {
			const run = await rig.run(
				'weevioPims',
				'search',
				{
					filters: {
						conditions: [{ field: 'CUSTOMER_CODE', operator: 'contains', value: '={{ $json.part }}' }],
					},
				},
				{ input: [{ part: 'M-100' }, { part: 'no such code' }, { part: 'M-1001' }] },
			);
			expect(run.output().map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
				['M-1000', { item: 0 }],
				['M-1001', { item: 0 }],
				['M-1001', { item: 2 }],
			]);
		});

		it('passes on the words with which PIMS refuses a column', async () => {
			const run = await rig.run('weevioPims', 'search', {
				filters: { conditions: [{ field: 'NO_COLUMN', operator: 'equals', value: '1' }] },
			});
			expect(run.error?.message).toBe("Unknown field 'NO_COLUMN' [item 0]");
		});

		it('names the condition that has no field', async () => {
			const run = await rig.run('weevioPims', 'search', {
				filters: {
					conditions: [
						{ field: 'BCITY', operator: 'equals', value: 'x' },
						{ field: '', operator: 'equals', value: '1' },
					],
				},
			});
			expect(run.error?.message).toMatch(/^Filters: condition 2 has no Field.* \[item 0\]$/);
			expect(rig.sent('weevio')).toEqual([]);
		});
	});

	describe('create', () => {
		it('sends the mapped fields with PUT and returns the new code with what was sent', async () => {
			const item = await rig.item('weevioPims', 'create', {
				...(await rig.mapped('weevioPims', 'create', {
					CUSTOMER_NAME: 'New One',
					BEMAIL: 'a@b.example',
					BCITY: '',
				})),
			});
			expect(item).toEqual(
				commonCustomer({ id: 'M-1234', code: 'M-1234', name: 'New One', email: 'a@b.example' }),
			);
			expect(Object.keys(item)).toEqual(CUSTOMER_KEYS);
			expect(rig.sent('weevio')).toEqual([
				{
					method: 'PUT',
					path: `${API}/customers/create`,
					query: TEAM,
					body: { CUSTOMER_NAME: 'New One', BEMAIL: 'a@b.example' },
				},
			]);
		});

		it('takes values from each item and links each new customer to it', async () => {
			const run = await rig.run(
				'weevioPims',
				'create',
				{
					...(await rig.mapped('weevioPims', 'create', { CUSTOMER_NAME: '={{ $json.who }}' })),
					output: 'raw',
					options: { maxParallelRequests: 1 },
				},
				{ input: [{ who: 'One' }, { who: 'Two' }] },
			);
			expect(run.output()).toEqual([
				{ json: { CUSTOMER_CODE: 'M-1234', CUSTOMER_NAME: 'One' }, pairedItem: { item: 0 } },
				{ json: { CUSTOMER_CODE: 'M-1235', CUSTOMER_NAME: 'Two' }, pairedItem: { item: 1 } },
			]);
		});

		it('maps the customer of another vendor by the common names', async () => {
			const [source] = await rig.items('proDeliveryManager', 'get', customer(1408));
			await rig.item('weevioPims', 'create', AUTOMATIC, { input: [source ?? {}] });
			expect(rig.sent('weevio')[0]?.body).toEqual({
				CUSTOMER_NAME: 'Joe Bloggs',
				BNAME: 'Joe Bloggs',
				BEMAIL: 'joe@blogs.com',
				BADDRESS1: 'Test Address Line 1',
				BCITY: 'Test City',
				BSTATE: 'Test County',
				BZIPCODE: 'TT11 1TT',
			});
		});

		it('prefers the vendor’s own names to the common ones', async () => {
			await rig.item('weevioPims', 'create', AUTOMATIC, {
				input: [{ CUSTOMER_NAME: 'Own', name: 'Common', BEMAIL: 'own@x.example', email: 'common@x.example' }],
			});
			expect(rig.sent('weevio')[0]?.body).toEqual({
				CUSTOMER_NAME: 'Own',
				BNAME: 'Common',
				BEMAIL: 'own@x.example',
			});
		});

		it('lets extra fields win, as text or as an object', async () => {
			const fields = await rig.mapped('weevioPims', 'create', { CUSTOMER_NAME: 'Mapped', BCITY: 'Mapped' });
			await rig.item('weevioPims', 'create', { ...fields, extraFields: '{"BCITY": "Extra", "TERMS": 30}' });
			await rig.item(
				'weevioPims',
				'create',
				{ ...fields, extraFields: '={{ ({ BCITY: $json.city }) }}' },
				{ input: [{ city: 'Object' }] },
			);
			expect(rig.sent('weevio').map(({ body }) => body)).toEqual([
				{ CUSTOMER_NAME: 'Mapped', BCITY: 'Extra', TERMS: 30 },
				{ CUSTOMER_NAME: 'Mapped', BCITY: 'Object' },
			]);
		});

		it('passes on the words with which PIMS refuses a record', async () => {
			const run = await rig.run('weevioPims', 'create', {
				...(await rig.mapped('weevioPims', 'create', { CUSTOMER_NAME: 'x', CUSTOMER_CODE: 'M-1000' })),
			});
			expect(run.error?.message).toBe('CUSTOMER_CODE M-1000 already exists [item 0]');
		});
	});

	describe('update', () => {
		it('says that the vendor answers with the ID alone, unless the record was read', async () => {
			const fields = await rig.mapped('weevioPims', 'update', { BPHONE: '1' });
			const told = async (parameters: object): Promise<boolean> => {
				const run = await rig.run('weevioPims', 'update', {
					...customer('M-1000'),
					...fields,
					...parameters,
				});
				expect(run.error).toBeUndefined();
				return run.hints().some(({ message }) => message.includes('with the ID alone'));
			};
			expect(await told({})).toBe(true);
			expect(await told({ options: { includeChanges: true } })).toBe(false);
			expect(await told({ options: { dryRun: true } })).toBe(false);
		});

		it('sends the changed fields alone, with the code, and leaves the others as they are', async () => {
			const before = rig.control.record('weevio', 'M-1000');
			const item = await rig.item('weevioPims', 'update', {
				...customer('M-1000'),
				...(await rig.mapped('weevioPims', 'update', { BPHONE: '1', BATTN: '' })),
			});
			expect(item).toMatchObject({ id: 'M-1000', phone: '1' });
			expect(Object.keys(item)).toEqual(CUSTOMER_KEYS);
			expect(rig.sent('weevio')).toEqual([
				{
					method: 'POST',
					path: `${API}/customers/update`,
					query: TEAM,
					body: { CUSTOMER_CODE: 'M-1000', BPHONE: '1', BATTN: '' },
				},
			]);
			expect(rig.control.record('weevio', 'M-1000')).toEqual({ ...before, BPHONE: '1', BATTN: '' });
		});

		it('does not let extra fields turn to another customer', async () => {
			const run = await rig.run('weevioPims', 'update', {
				...customer('M-1000'),
				...(await rig.mapped('weevioPims', 'update', {})),
				extraFields: '{"CUSTOMER_CODE": "M-1001", "BPHONE": "9"}',
			});
			expect(run.error?.message).toMatch(/^Extra Fields: CUSTOMER_CODE is "M-1001"/);
			expect(rig.sent('weevio')).toEqual([]);
		});
	});

	describe('list orders', () => {
		it('queries the orders by customer code and gives the common shape', async () => {
			const items = await rig.items('weevioPims', 'listOrders', customer('M-1000'));
			expect(items).toHaveLength(3);
			expect(items.every((item) => Object.keys(item).join() === ORDER_KEYS.join())).toBe(true);
			expect(items[0]).toEqual({
				id: '100000',
				number: '100000',
				customerId: 'M-1000',
				reference: expect.stringMatching(/^PO-\d{6}$/),
				description: null,
				status: expect.any(String),
				date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
				quantity: null,
				total: null,
				lines: null,
			});
			expect(rig.sent('weevio')).toEqual([
				{
					method: 'POST',
					path: `${API}/orders/query`,
					query: { ...TEAM, maxReturn: '50' },
					body: [{ field: 'CUSTOMER_CODE', value: 'M-1000', contains: false }],
				},
			]);
		});

		it('gives the orders as PIMS names them under "raw", and at most the limit', async () => {
			const items = await rig.items('weevioPims', 'listOrders', {
				...customer('M-1000'),
				output: 'raw',
				limit: 2,
			});
			expect(items).toHaveLength(2);
			expect(Object.keys(items[0] ?? {})).toEqual([
				'ORDER_NUMBER',
				'REFERENCE_NUMBER',
				'CUSTOMER_CODE',
				'ORDER_DATE',
				'ORDER_STATUS',
			]);
		});

		it.each([true, false])(
			'links the orders of several customers to their items, in batches: %s',
			async (batchLookups) => {
				const codes = recordsOf()
					.slice(0, 8)
					.map((record) => record.CUSTOMER_CODE);
				const run = await rig.run(
					'weevioPims',
					'listOrders',
					{ ...customer('={{ $json.code }}'), returnAll: true, options: { batchLookups } },
					{ input: codes.map((code) => ({ code })) },
				);
				expect(run.error).toBeUndefined();
				expect(run.output().length).toBeGreaterThan(8);
				for (const { json, pairedItem } of run.output()) {
					expect(json.customerId).toBe(codes[(pairedItem as { item: number }).item]);
				}
				const items = run.output().map(({ pairedItem }) => (pairedItem as { item: number }).item);
				expect(items).toEqual([...items].sort((a, b) => a - b));
			},
		);

		it('applies the limit to each item', async () => {
			const codes = recordsOf()
				.slice(0, 6)
				.map((record) => record.CUSTOMER_CODE);
			const run = await rig.run(
				'weevioPims',
				'listOrders',
				{ ...customer('={{ $json.code }}'), limit: 2 },
				{
					input: codes.map((code) => ({ code })),
				},
			);
			const counts = codes.map(
				(_, item) =>
					run.output().filter(({ pairedItem }) => (pairedItem as { item: number }).item === item).length,
			);
			expect(Math.max(...counts)).toBe(2);
		});
	});

	it('takes the key of its own output as it stands', async () => {
		const [found] = await rig.items('weevioPims', 'search', { limit: 1 });
		expect(
			await rig.item('weevioPims', 'get', customer('={{ $json.id }}'), { input: [found ?? {}] }),
		).toEqual(found);
	});
});
