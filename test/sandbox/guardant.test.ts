import type { Sandbox } from '../../lab/sandbox';
import documented from './documented/guardant';
import { client, clockAt, guardant, withSandbox } from './helpers';
import type { Json } from './helpers';

describe('sandbox: Guardant', () => {
	let sandbox: Sandbox;
	let call: ReturnType<typeof guardant>;
	beforeAll(async () => {
		sandbox = await withSandbox();
		call = guardant(sandbox);
	});
	afterAll(async () => await sandbox.close());
	afterEach(() => jest.restoreAllMocks());
	beforeEach(() => sandbox.control.reset());

	const login = async (change: Json = {}) => {
		const { baseUrl, username, password } = sandbox.credentials.guardantStationLogin;
		return await client.post<Json>(`${baseUrl}/login`, { login: username, password, ...change });
	};

	it('answers the documented reads', async () => {
		expect((await call('GET', '/customers/4')).data).toEqual(documented.get);
		expect((await call('GET', '/customers/8')).data.customer).toEqual(documented.listed.customers[0]);
		expect((await call('GET', '/customers/9')).data).toEqual(documented.createAnswer);
		expect((await call('GET', '/customers/4/orders')).data).toEqual(documented.orders);
	});

	it('creates, replaces and removes', async () => {
		const made = await call('POST', '/customers', {}, documented.createRequest);
		expect(made.data.customer).toEqual({
			_id: 507,
			name: 'My first name',
			lastname: 'My last name',
			email: 'postman@gmail.com',
			companyname: 'Google',
			phone: '123-11-11',
			description: 'Created by postman',
			status: 0,
			archived: false,
			archivationdate: 0,
			crmid: '',
			refid: '',
		});
		expect((await call('PUT', '/customers/9', {}, documented.putRequest)).data).toEqual(documented.putAnswer);
		const part = await call('PUT', '/customers/9', {}, { customerName: 'Only', archived: true });
		expect(part.data.customer).toMatchObject({
			name: 'Only',
			email: '',
			companyname: '',
			archived: true,
		});
		expect(part.data.customer.archivationdate).toBeGreaterThan(0);
		expect((await call('DELETE', '/customers/9')).data).toEqual({});
		expect((await call('GET', '/customers/9')).status).toBe(404);
		expect((await call('GET', '/customers/9/orders')).status).toBe(404);
		expect(sandbox.control.counters().guardant).toMatchObject({
			created: 1,
			updated: 2,
			deleted: 1,
		});
		const listed = await everything({});
		expect(listed).toHaveLength(500);
		expect(listed.some((each) => each._id === 9)).toBe(false);
		expect(listed.some((each) => each._id === 507)).toBe(true);
	});

	async function everything(query: Json): Promise<Json[]> {
		const found: Json[] = [];
		for (;;) {
			const { data } = await call('GET', '/customers', {
				limit: 100,
				offset: found.length,
				...query,
			});
			found.push(...(data.customers as Json[]));
			if ((data.customers as Json[]).length < 100) return found;
		}
	}

	it('pages and sorts without a double or a gap', async () => {
		const sortKeys: Record<string, string[]> = {
			default: ['companyname', 'lastname', 'name'],
			name: ['lastname', 'name'],
			company: ['companyname'],
		};
		for (const [sortby, keys] of Object.entries(sortKeys)) {
			const up = await everything({ sortby });
			expect(new Set(up.map((each) => each._id)).size).toBe(500);
			const words = up.map((each) => keys.map((key) => String(each[key]).toLowerCase()).join('\u0000'));
			expect(words).toEqual([...words].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
			expect(await everything({ sortby, direction: 'desc' })).toEqual([...up].reverse());
		}
	});

	it('filters by type and archived', async () => {
		const companies = await everything({ type: 'company' });
		const people = await everything({ type: 'person' });
		expect(companies.every((each) => each.companyname !== '')).toBe(true);
		expect(people.every((each) => each.companyname === '')).toBe(true);
		expect(companies.length + people.length).toBe(500);
		expect(await everything({ type: 'anything' })).toHaveLength(500);
		const archived = await everything({ archived: true });
		expect(archived.every((each) => each.archived === true)).toBe(true);
		expect(archived.length + (await everything({ archived: false })).length).toBe(500);
	});

	it('sorts, filters and cuts orders', async () => {
		let id = 10;
		while (((await call('GET', `/customers/${id}/orders`)).data.orders as Json[]).length < 6) id++;
		const all = (await call('GET', `/customers/${id}/orders`)).data.orders as Json[];
		const down = await call('GET', `/customers/${id}/orders`, {
			direction: 'desc',
			limit: 2,
			offset: 1,
		});
		expect(down.data.orders).toEqual([...all].reverse().slice(1, 3));
		const some = await call('GET', `/customers/${id}/orders`, {
			status: '0,2',
			sortby: 'submitdate',
		});
		expect(some.data.orders).toHaveLength(all.filter((each) => each.status !== 1).length);
	});

	it('refuses bad paging, bad bodies and unknown ids', async () => {
		for (const query of [{ limit: 0 }, { limit: 101 }, { offset: -1 }, { sortby: 'x' }]) {
			expect((await call('GET', '/customers', query)).status).toBe(400);
		}
		expect((await call('POST', '/customers', {}, { customerName: 5 })).status).toBe(400);
		const unknown = await call('GET', '/customers/99999');
		expect(unknown.status).toBe(404);
		expect(unknown.data).toEqual({ error: { code: 10404, message: 'Customer not found' } });
		sandbox.control.settings({ guardantErrorBody: 'flat' });
		expect((await call('GET', '/customers/99999')).data).toHaveProperty('message');
		sandbox.control.settings({ guardantErrorBody: 'empty' });
		expect((await call('GET', '/customers/99999')).data).toBe('');
	});

	it('demands a token and lets login tokens die', async () => {
		expect((await guardant(sandbox, 'wrong')('GET', '/customers/4')).status).toBe(401);
		expect((await login({ password: 'x' })).status).toBe(401);
		sandbox.control.settings({ guardantTokenSeconds: 60 });
		const now = Date.now();
		clockAt(now);
		const { data } = await login();
		expect(Object.keys(data)).toEqual(['token']);
		const logged = guardant(sandbox, data.token as string);
		clockAt(now + 59_999);
		expect((await logged('GET', '/customers/4')).status).toBe(200);
		clockAt(now + 60_000);
		expect((await logged('GET', '/customers/4')).status).toBe(401);
		expect((await call('GET', '/customers/4')).status).toBe(200);
	});

	it('lets the assumed names of the login be changed', async () => {
		sandbox.control.settings({
			guardantLoginPath: '/auth/sign-in',
			guardantTokenField: 'data.jwt',
			guardantHeaderName: 'X-Token',
			guardantHeaderPrefix: '',
		});
		const { baseUrl, username, password } = sandbox.credentials.guardantStationLogin;
		const { data } = await client.post<Json>(`${baseUrl}/auth/sign-in`, {
			login: username,
			password,
		});
		const headers = { 'X-Token': data.data.jwt as string };
		expect((await client.get(`${baseUrl}/customers/4`, { headers })).status).toBe(200);
	});
});
