import '../../lab/engine/environment';
import type { IDataObject } from 'n8n-workflow';
import { AUTOMATIC, Rig, commonCustomer, customer, CUSTOMER_KEYS, ORDER_KEYS, PREFIX } from './support';

const API = PREFIX.guardant;

const GOOGLE = commonCustomer({
	id: 8,
	name: 'Google',
	firstName: 'My first name',
	lastName: 'My last name',
	companyName: 'Google',
	email: 'cust@gmail.com',
	phone: '123-12-12',
	active: true,
});

describe('Guardant Station', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 320 });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	const stored = (id: number): IDataObject => (rig.control.record('guardant', id) ?? {}) as IDataObject;
	const all = (): IDataObject[] => rig.control.records('guardant') as IDataObject[];

	describe('get', () => {
		it.each(['guardantStationApi', 'guardantLogin'])(
			'gives the common shape, with the credential %s',
			async (credential) => {
				rig.control.settings({ keepSecrets: true });
				const item = await rig.item('guardantStation', 'get', customer(8), { credential });
				expect(item).toEqual(GOOGLE);
				expect(Object.keys(item)).toEqual(CUSTOMER_KEYS);
				expect(rig.sent('guardant')).toEqual([{ method: 'GET', path: `${API}/customers/8`, query: {} }]);
				expect(rig.requests('guardant').at(-1)?.headers.authorization).toMatch(
					credential === 'guardantLogin' ? /^Bearer [0-9a-f-]{36}$/ : /^Bearer sandbox-guardant-token$/,
				);
			},
		);

		it('sends the token in the header, and logs in at the path and with the names, that the credential states', async () => {
			rig.control.settings({
				keepSecrets: true,
				guardantHeaderName: 'X-Token',
				guardantHeaderPrefix: '',
				guardantLoginPath: '/auth/sign-in',
				guardantUsernameField: 'user',
				guardantPasswordField: 'pass',
				guardantTokenField: 'data.session.token',
			});
			const changes = {
				headerName: 'X-Token',
				headerPrefix: '',
				loginPath: 'auth/sign-in',
				usernameField: 'user',
				passwordField: 'pass',
				tokenField: 'data.session.token',
			};
			rig.setCredential('own', 'guardantStation', changes, 'guardantStationLogin');
			expect(await rig.item('guardantStation', 'get', customer(8), { credential: 'own' })).toEqual(GOOGLE);
			const [login, get] = rig.requests('guardant');
			expect(login).toMatchObject({
				method: 'POST',
				path: `${API}/auth/sign-in`,
				body: { user: 'sandbox', pass: 'sandbox-guardant-password' },
			});
			expect(get?.headers).toMatchObject({ 'x-token': expect.stringMatching(/^[0-9a-f-]{36}$/) });
			expect(get?.headers).not.toHaveProperty('authorization');
		});

		it('gives the whole record under "raw", the named fields under "selected"', async () => {
			expect(await rig.item('guardantStation', 'get', { ...customer(8), output: 'raw' })).toEqual(stored(8));
			const selected = { ...customer(8), output: 'selected', outputFields: 'email, companyname' };
			expect(await rig.item('guardantStation', 'get', selected)).toEqual({
				id: 8,
				email: 'cust@gmail.com',
				companyname: 'Google',
			});
		});

		it.each([8, '8'])('takes the key %j from an expression', async (key) => {
			for (const mode of ['id', 'list']) {
				expect(
					await rig.item('guardantStation', 'get', customer('={{ $json.key }}', mode), {
						input: [{ key }],
					}),
				).toEqual(GOOGLE);
			}
		});

		it('gives a person the joined name and an archived customer as inactive', async () => {
			const archived = all().find((record) => record.archived === true && record.companyname === '') ?? {};
			expect(await rig.item('guardantStation', 'get', customer(archived._id))).toMatchObject({
				id: archived._id,
				name: `${String(archived.name)} ${String(archived.lastname)}`,
				companyName: null,
				active: false,
			});
		});

		it('answers several items in their order, linked to them', async () => {
			const ids = [12, 8, 12, 4];
			const run = await rig.run('guardantStation', 'get', customer('={{ $json.id }}'), {
				input: ids.map((id) => ({ id })),
			});
			expect(run.output().map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual(
				ids.map((id, item) => [id, { item }]),
			);
		});

		it.each([
			['object', 'Customer not found: 999999 [item 0]'],
			['flat', 'Customer not found: 999999 [item 0]'],
			['text', 'Customer not found: 999999 [item 0]'],
			['empty', 'Guardant Station found nothing there (HTTP 404): 999999 [item 0]'],
		] as const)('finds the words of a refusal in the form "%s"', async (form, message) => {
			rig.control.settings({ guardantErrorBody: form });
			const run = await rig.run('guardantStation', 'get', customer(999_999));
			expect(run.error).toMatchObject({
				message,
				description: expect.stringMatching(
					/^Check the ID, or find it with the operation "[a-z ]+ customers"/i,
				),
			});
		});
	});

	describe('search', () => {
		const search = async (
			filters: IDataObject,
			more: IDataObject = { returnAll: true },
		): Promise<IDataObject[]> => await rig.items('guardantStation', 'search', { filters, ...more });

		it('reads all pages and gives every customer once, in the common shape', async () => {
			const items = await search({});
			expect(items.every((item) => Object.keys(item).join() === CUSTOMER_KEYS.join())).toBe(true);
			expect(items.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(
				all()
					.map(({ _id }) => Number(_id))
					.sort((a, b) => a - b),
			);
			const pages = rig.sent('guardant').map(({ path, query }) => [path, query.offset, query.limit]);
			expect(pages.slice(0, 4)).toEqual(
				['0', '100', '200', '300'].map((offset) => [`${API}/customers`, offset, '100']),
			);
		});

		it.each([1, 100, 101, 230])(
			'returns exactly %i records when that is the limit, without reading further',
			async (limit) => {
				const everything = await search({});
				rig.control.clearRequests();
				expect(await search({}, { limit })).toEqual(everything.slice(0, limit));
				expect(rig.sent('guardant')).toHaveLength(Math.ceil(limit / 100));
			},
		);

		it('filters by type and archive state on the server', async () => {
			const items = await search({ type: 'company', archived: 'yes' });
			const expected = all().filter((record) => record.companyname !== '' && record.archived === true);
			expect(items).toHaveLength(expected.length);
			expect(items.every(({ active, companyName }) => active === false && companyName !== null)).toBe(true);
			expect(rig.sent('guardant')[0]?.query).toMatchObject({ type: 'company', archived: 'true' });
			expect(await search({ type: 'person', archived: 'no' })).toHaveLength(
				all().filter((record) => record.companyname === '' && record.archived === false).length,
			);
		});

		it('leaves out the archive filter for "any"', async () => {
			expect(await search({ archived: 'any' })).toHaveLength(320);
			expect(rig.sent('guardant')[0]?.query).not.toHaveProperty('archived');
		});

		it.each(['asc', 'desc'])('sorts on the server, %s', async (direction) => {
			const items = await search({ sortBy: 'company', direction });
			expect(rig.sent('guardant')[0]?.query).toMatchObject({ sortby: 'company', direction });
			const names = items.map(({ companyName }) => String(companyName ?? '').toLowerCase());
			const sorted = [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
			expect(names).toEqual(direction === 'asc' ? sorted : sorted.reverse());
		});

		it('sorts by Sort, and refuses another sorting that is stored in Filters', async () => {
			const sort = { sortBy: 'company', direction: 'desc' };
			const filters = { direction: 'desc' };
			await rig.items('guardantStation', 'search', { sort, filters });
			expect(rig.sent('guardant')[0]?.query).toMatchObject({ sortby: 'company', direction: 'desc' });
			const run = await rig.run('guardantStation', 'search', { sort, filters: { direction: 'asc' } });
			expect(run.error).toMatchObject({
				message: 'Sort: Sort Direction is "desc", but Filters: Sort Direction is "asc" [item 0]',
				description: expect.stringContaining('Remove Sort Direction from Filters'),
			});
		});

		it('matches text here, in any letter case, over names, email, phone and references, on all pages', async () => {
			const smiths = await search({ text: 'SMITH' });
			const hit = (record: IDataObject) =>
				['name', 'lastname', 'companyname', 'email'].some((key) =>
					String(record[key]).toLowerCase().includes('smith'),
				);
			expect(smiths).toHaveLength(all().filter(hit).length);
			expect(smiths.length).toBeGreaterThan(10);
			expect((await search({ text: 'my first name my LAST' })).map(({ id }) => id)).toContain(8);
			expect((await search({ text: '123-12-12' })).map(({ id }) => id)).toEqual([8]);
			expect((await search({ text: 'CRM-300' })).map(({ externalId }) => externalId)).toEqual(['CRM-300']);
			expect(await search({ text: 'nobody is called this' })).toEqual([]);
		});

		it('returns exactly as many matches as the limit says', async () => {
			expect(await search({ text: 'smith' }, { limit: 3 })).toEqual(
				(await search({ text: 'smith' })).slice(0, 3),
			);
		});

		it('gives each item its own search, linked to it', async () => {
			const run = await rig.run(
				'guardantStation',
				'search',
				{ filters: { text: '={{ $json.text }}' } },
				{ input: [{ text: 'cust@gmail' }, { text: 'nobody at all' }, { text: 'postman@gmail' }] },
			);
			expect(run.output().map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
				[8, { item: 0 }],
				[9, { item: 2 }],
			]);
		});
	});

	describe('create', () => {
		it('posts the write names and returns the vendor’s record', async () => {
			const values = {
				customerCompanyName: 'New Ltd',
				customerEmail: 'a@b.example',
				customerStatus: 1,
				archived: false,
				crmId: 'C-1',
			};
			const item = await rig.item('guardantStation', 'create', {
				...(await rig.mapped('guardantStation', 'create', values)),
			});
			expect(item).toEqual(
				commonCustomer({
					id: 327,
					externalId: 'C-1',
					name: 'New Ltd',
					companyName: 'New Ltd',
					email: 'a@b.example',
					active: true,
				}),
			);
			expect(rig.sent('guardant')).toEqual([
				{ method: 'POST', path: `${API}/customers`, query: {}, body: values },
			]);
		});

		it('maps a person of another vendor to given and family name', async () => {
			const [source] = await rig.items('proDeliveryManager', 'get', customer(1408));
			await rig.item('guardantStation', 'create', AUTOMATIC, { input: [source ?? {}] });
			expect(rig.sent('guardant')[0]?.body).toEqual({
				customerName: 'Joe',
				customerLastName: 'Bloggs',
				customerEmail: 'joe@blogs.com',
				archived: false,
				crmId: 'EXTREF164736',
			});
		});

		it('maps a customer with one name to the company name', async () => {
			const [source] = await rig.items('weevioPims', 'get', customer('M-1000'));
			await rig.item('guardantStation', 'create', AUTOMATIC, { input: [source ?? {}] });
			expect(rig.sent('guardant')[0]?.body).toEqual({
				customerCompanyName: 'Acme Repair',
				customerEmail: 'jane@acme.example',
				customerPhone: '800-555-1212',
			});
		});

		it('lets extra fields win', async () => {
			await rig.item('guardantStation', 'create', {
				...(await rig.mapped('guardantStation', 'create', { customerName: 'Mapped', customerPhone: '1' })),
				extraFields: '{"customerName": "Extra"}',
			});
			expect(rig.sent('guardant')[0]?.body).toEqual({ customerName: 'Extra', customerPhone: '1' });
		});

		it('passes on the words with which the vendor refuses a record', async () => {
			const run = await rig.run('guardantStation', 'create', {
				...(await rig.mapped('guardantStation', 'create', { customerName: 'N' })),
				extraFields: '{"customerStatus": 7}',
			});
			expect(run.error?.message).toBe('Invalid customerStatus [item 0]');
		});
	});

	describe('update', () => {
		it('reads the customer, changes what is given and writes the rest back untouched', async () => {
			const id = Number(
				all().find((record) => record.crmid !== '' && record.archived === false && record.status === 1)?._id,
			);
			const before = stored(id);
			const item = await rig.item('guardantStation', 'update', {
				...customer(id),
				...(await rig.mapped('guardantStation', 'update', {
					customerPhone: '55',
					customerDescription: '',
				})),
				output: 'raw',
			});
			expect(rig.sent('guardant').map(({ method, path }) => [method, path])).toEqual([
				['GET', `${API}/customers/${id}`],
				['PUT', `${API}/customers/${id}`],
			]);
			expect(rig.sent('guardant')[1]?.body).toEqual({
				customerName: before.name,
				customerLastName: before.lastname,
				customerCompanyName: before.companyname,
				customerEmail: before.email,
				customerPhone: '55',
				customerDescription: '',
				customerStatus: 1,
				archived: false,
				crmId: before.crmid,
				refId: '',
			});
			expect(stored(id)).toEqual({ ...before, phone: '55', description: '' });
			expect(item).toEqual(stored(id));
		});

		it('keeps an archived customer archived, and archives one when told to', async () => {
			const archived = Number(all().find((record) => record.archived === true)?._id);
			const before = stored(archived);
			const phone = await rig.mapped('guardantStation', 'update', { customerPhone: '55' });
			await rig.item('guardantStation', 'update', { ...customer(archived), ...phone });
			expect(stored(archived)).toEqual({ ...before, phone: '55' });
			const item = await rig.item('guardantStation', 'update', {
				...customer(8),
				...(await rig.mapped('guardantStation', 'update', { archived: true })),
			});
			expect(item).toEqual({ ...GOOGLE, active: false });
		});

		it('changes each item’s own customer, linked to it', async () => {
			const run = await rig.run(
				'guardantStation',
				'update',
				{
					...customer('={{ $json.id }}'),
					...(await rig.mapped('guardantStation', 'update', { customerPhone: '={{ $json.phone }}' })),
				},
				{ input: [4, 8, 9].map((id) => ({ id, phone: `555-${id}` })) },
			);
			expect(run.output().map(({ json, pairedItem }) => [json.id, json.phone, pairedItem])).toEqual([
				[4, '555-4', { item: 0 }],
				[8, '555-8', { item: 1 }],
				[9, '555-9', { item: 2 }],
			]);
		});
	});

	describe('delete', () => {
		it.each(['emptyObject', 'empty', 'noContent'] as const)(
			'removes the customer when the answer is "%s"',
			async (form) => {
				rig.control.settings({ guardantDeleteAnswer: form });
				expect(await rig.item('guardantStation', 'delete', customer('={{ "9" }}'))).toEqual({
					deleted: true,
					id: 9,
				});
				expect(rig.sent('guardant')).toEqual([{ method: 'DELETE', path: `${API}/customers/9`, query: {} }]);
				expect(rig.control.record('guardant', 9)).toBeUndefined();
			},
		);

		it('fails for a customer that is not there, and removes those of the other items', async () => {
			const run = await rig.run('guardantStation', 'delete', customer('={{ $json.id }}'), {
				input: [{ id: 8 }, { id: 9999 }, { id: 9 }],
				onError: 'continueRegularOutput',
			});
			expect(run.output()).toEqual([
				{ json: { deleted: true, id: 8 }, pairedItem: { item: 0 } },
				{ json: { error: 'Customer not found: 9999 [item 1]' }, pairedItem: { item: 1 } },
				{ json: { deleted: true, id: 9 }, pairedItem: { item: 2 } },
			]);
		});
	});

	describe('list orders', () => {
		const busiest = async (): Promise<number> => {
			for (let id = 10; id < 60; id++) {
				const orders = await rig.items('guardantStation', 'listOrders', {
					...customer(id),
					returnAll: true,
				});
				if (orders.length > 8) {
					rig.control.clearRequests();
					return id;
				}
			}
			throw new Error('No customer with many orders');
		};

		it('gives the common shape, with the documented names of the states', async () => {
			const items = await rig.items('guardantStation', 'listOrders', customer(4));
			expect(items.map((item) => Object.keys(item))).toEqual([ORDER_KEYS, ORDER_KEYS]);
			expect(items[0]).toEqual({
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
			});
			expect(items[1]).toMatchObject({ status: 'Submit', customerId: 4 });
			expect(rig.sent('guardant')).toEqual([
				{ method: 'GET', path: `${API}/customers/4/orders`, query: { offset: '0', limit: '50' } },
				// Behind a short page comes one more question.
				{ method: 'GET', path: `${API}/customers/4/orders`, query: { offset: '2', limit: '50' } },
			]);
		});

		it('gives the vendor’s fields under "raw"', async () => {
			const [first] = await rig.items('guardantStation', 'listOrders', { ...customer(4), output: 'raw' });
			expect(first).toMatchObject({
				_id: 10016,
				activationlimit: 7,
				customerrequired: true,
				date: 1527501148,
				status: 0,
			});
		});

		it('filters by state and sorts on the server', async () => {
			const id = await busiest();
			const options = { status: [2, 1], sortBy: 'submitdate', direction: 'desc' };
			const items = await rig.items('guardantStation', 'listOrders', {
				...customer(id),
				output: 'raw',
				options,
			});
			expect(rig.sent('guardant')[0]?.query).toMatchObject({
				status: '2,1',
				sortby: 'submitdate',
				direction: 'desc',
			});
			expect(items.length).toBeGreaterThan(0);
			expect(items.every(({ status }) => status !== 0)).toBe(true);
			const dates = items.map(({ submitdate }) => Number(submitdate));
			expect(dates).toEqual([...dates].sort((a, b) => b - a));
		});

		it('filters for drafts alone, whose number is 0', async () => {
			const items = await rig.items('guardantStation', 'listOrders', {
				...customer(4),
				options: { status: [0] },
			});
			expect(items.map(({ status }) => status)).toEqual(['Draft']);
		});

		it('returns exactly as many orders as the limit says', async () => {
			const id = await busiest();
			const everything = await rig.items('guardantStation', 'listOrders', {
				...customer(id),
				returnAll: true,
			});
			rig.control.clearRequests();
			expect(await rig.items('guardantStation', 'listOrders', { ...customer(id), limit: 3 })).toEqual(
				everything.slice(0, 3),
			);
			expect(rig.sent('guardant').map(({ query }) => query)).toEqual([{ offset: '0', limit: '3' }]);
		});

		it('links the orders of several customers to their items', async () => {
			const ids = [4, 12, 4, 13];
			const run = await rig.run('guardantStation', 'listOrders', customer('={{ $json.id }}'), {
				input: ids.map((id) => ({ id })),
			});
			expect(
				run.output().filter(({ pairedItem }) => (pairedItem as { item: number }).item === 2),
			).toHaveLength(2);
			for (const { json, pairedItem } of run.output()) {
				expect(json.customerId).toBe(ids[(pairedItem as { item: number }).item]);
			}
		});

		it('takes the customers of its own search as they stand', async () => {
			const found = await rig.items('guardantStation', 'search', { limit: 5 });
			const run = await rig.run('guardantStation', 'listOrders', customer('={{ $json.id }}'), {
				input: found,
			});
			expect(run.error).toBeUndefined();
		});

		it('refuses a state that is not documented, before anything is sent', async () => {
			const run = await rig.run('guardantStation', 'listOrders', {
				...customer(4),
				options: { status: '={{ [5] }}' },
			});
			expect(run.error).toMatchObject({
				message: expect.stringMatching(/status "5" is not 0, 1 or 2 \[item 0\]$/),
				description: expect.stringContaining('Draft (0)'),
			});
			expect(rig.sent('guardant')).toEqual([]);
		});
	});
});
