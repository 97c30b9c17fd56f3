import '../../lab/engine/environment';
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import type { SandboxCredentials, Settings } from '../../lab/sandbox';
import type { EngineRun } from '../../lab/engine/harness';
import { vendorOf } from '../../lab/vendors';
import { Rig, customer, numbered, until } from './support';
import type { NodeName } from '../../lab/vendors';
import type { NodeCall } from './support';

/** How a vendor with a log-in behaves where its session is concerned. */
interface SessionVendor {
	readonly title: string;
	readonly node: NodeName;
	readonly from: keyof SandboxCredentials;
	readonly settings: Partial<Settings>;
	/** The setting for how long a session lives. */
	readonly lifetime: keyof Settings;
	/** How a session that the vendor has ended is renewed. */
	readonly renewed: readonly string[];
	readonly login: string;
	readonly password: IDataObject;
	readonly refusal: string;
	readonly hint: RegExp;
	/** Another customer for each index. */
	key(index: number): string | number;
}

/** Codes of seeded customers; others of them begin with a letter or are phone numbers. */
const EPASS_CODES = [2, 3, 4, 6, 8, 9, 10, 11, 12, 13, 14, 16, 18, 19, 20, 21, 22, 23, 24, 26].map(
	(index) => `${500_000 + index}`,
);

const VENDORS: readonly SessionVendor[] = [
	{
		title: 'Pro Delivery Manager, which answers a dead session with code 203',
		node: 'proDeliveryManager',
		from: 'proDeliveryManagerApi',
		settings: { pdmDeadTokenCode: 203 },
		lifetime: 'pdmTokenSeconds',
		renewed: ['GetSessionToken'],
		login: 'GetSessionToken',
		password: { apiKey: 'a-wrong-key' },
		refusal: 'Invalid / inactive API key (code 202)',
		hint: /API Key/,
		key: (index) => 1408 + index,
	},
	{
		title: 'Pro Delivery Manager, which answers a dead session with code 202',
		node: 'proDeliveryManager',
		from: 'proDeliveryManagerApi',
		settings: { pdmDeadTokenCode: 202 },
		lifetime: 'pdmTokenSeconds',
		renewed: ['GetSessionToken'],
		login: 'GetSessionToken',
		password: { apiKey: 'a-wrong-key' },
		refusal: 'Invalid / inactive API key (code 202)',
		hint: /API Key/,
		key: (index) => 1408 + index,
	},
	{
		title: 'Guardant Station with a log-in',
		node: 'guardantStation',
		from: 'guardantStationLogin',
		settings: {},
		lifetime: 'guardantTokenSeconds',
		renewed: ['login'],
		login: 'login',
		password: { password: 'a-wrong-password' },
		refusal: 'Wrong login or password',
		hint: /user name and password/,
		key: (index) => 10 + index,
	},
	{
		title: 'EPASS',
		node: 'epass',
		from: 'epassApi',
		settings: {},
		lifetime: 'epassTokenSeconds',
		// The stand-in forgets the refresh token with the session, so the refresh is tried and fails.
		renewed: ['tokenrefresh', 'login'],
		login: 'login',
		password: { password: 'a-wrong-password' },
		refusal: 'Invalid user or password.',
		hint: /Password/,
		key: (index) => EPASS_CODES[index] ?? '',
	},
];

describe.each(VENDORS)('$title', (vendor) => {
	const { from, key, node } = vendor;
	const name = vendorOf(node).name;
	const ID = 'account';
	let rig: Rig;

	beforeAll(async () => {
		rig = await Rig.start({ customers: 60, settings: vendor.settings });
	});
	beforeEach(() => {
		rig.reset();
		rig.setCredential(ID, node, {}, from);
	});
	afterAll(async () => await rig.close());

	const session = (): IDataObject => rig.engine.credentials.get(ID).data as IDataObject;

	async function get(count: number, parallel = 10, call: NodeCall = {}): Promise<EngineRun> {
		const options = { batchLookups: false, maxParallelRequests: parallel };
		const input = numbered(count, key);
		return await rig.run(
			node,
			'get',
			{ ...customer('={{ $json.key }}'), options },
			{ credential: ID, input, ...call },
		);
	}

	function expectAll(run: EngineRun, count: number): void {
		expect(run.error).toBeUndefined();
		expect(run.json().map(({ id }) => id)).toEqual(numbered(count, key).map((item) => item.key));
	}

	it('logs in once for many parallel items on a fresh credential', async () => {
		expectAll(await get(20), 20);
		expect(rig.logins(name)).toEqual([vendor.login]);
		expect(rig.sent(name)).toHaveLength(20);
		expect(rig.engine.credentials.updates).toBe(1);
	});

	it('keeps the session in the credential, from where the next execution takes it', async () => {
		await get(1);
		expect(session()).toMatchObject({
			sessionToken: expect.stringMatching(/.{20,}/),
			sessionAccount: expect.stringMatching(/.{20,}/),
		});
		const stored = session();
		expectAll(await get(3), 3);
		expect(rig.logins(name)).toEqual([vendor.login]);
		expect(session()).toEqual(stored);
	});

	it('decrypts the credential a handful of times, however many requests there are', async () => {
		await get(1);
		rig.engine.credentials.reads = 0;
		await get(20);
		expect(rig.engine.credentials.reads).toBeLessThan(6);
	});

	it('renews a session before it is used, once its stored time is over', async () => {
		await get(1);
		const before = session();
		if (before.sessionExpiresAt === '') {
			// No lifetime is documented for this vendor: only a refusal tells. See the next tests.
			expect(node).toBe('guardantStation');
			return;
		}
		expect(Date.parse(String(before.sessionExpiresAt))).toBeGreaterThan(Date.now() + 3_000_000);
		rig.engine.credentials.set({
			...rig.engine.credentials.get(ID),
			data: { ...before, sessionExpiresAt: '2020-01-01T00:00:00.000Z' } as never,
		});
		rig.control.clearRequests();
		expectAll(await get(20), 20);
		expect(rig.logins(name)).toEqual([vendor.renewed[0]]);
		expect(rig.sent(name)).toHaveLength(20);
		expect(session().sessionToken).not.toBe(before.sessionToken);
	});

	it('renews once for many parallel items when the stored session turns out to be dead', async () => {
		await get(1);
		const before = session();
		rig.control.expireSessions(name);
		rig.control.clearRequests();
		expectAll(await get(20), 20);
		expect(rig.logins(name)).toEqual(vendor.renewed);
		expect(session().sessionToken).not.toBe(before.sessionToken);
	});

	it('renews when the vendor ends the session in the middle of a run, and loses no item', async () => {
		await get(1);
		rig.control.clearRequests();
		rig.control.addFault({ vendor: name, fault: { kind: 'expiredSession' }, skip: 7 });
		const run = await get(20);
		expectAll(run, 20);
		expect(run.output().map(({ pairedItem }) => pairedItem)).toEqual(
			numbered(20, key).map((_, item) => ({ item })),
		);
		expect(rig.logins(name)).toEqual(vendor.renewed);
	});

	it('uses the renewed session in the next execution', async () => {
		await get(1);
		rig.control.expireSessions(name);
		await get(5);
		rig.control.clearRequests();
		expectAll(await get(5), 5);
		expect(rig.logins(name)).toEqual([]);
	});

	it('never writes twice when the session ends under a write', async () => {
		await get(1);
		rig.control.expireSessions(name);
		const created = rig.control.created(name).length;
		const values: Record<string, IDataObject> = {
			proDeliveryManager: {
				first_name: 'A',
				last_name: 'B',
				'address.line_1': 'C',
				'address.city': 'D',
				'address.postal_code': 'E',
			},
			guardantStation: { customerName: 'A' },
			epass: { firstName: 'A', lastName: 'B' },
		};
		const run = await rig.run(
			node,
			'create',
			{ ...(await rig.mapped(node, 'create', values[node] ?? {})) },
			{ credential: ID },
		);
		expect(run.error).toBeUndefined();
		expect(rig.control.created(name)).toHaveLength(created + 1);
	});

	it('does not use a session that was made with another password', async () => {
		await get(1);
		rig.engine.credentials.set({
			...rig.engine.credentials.get(ID),
			data: { ...session(), ...vendor.password } as never,
		});
		rig.control.clearRequests();
		const run = await get(1);
		expect(run.error?.message).toBe(`${vendor.refusal} [item 0]`);
		expect(rig.sent(name)).toEqual([]);
	});

	it('does not use a session that was made for another base URL', async () => {
		await get(1);
		const { baseUrl } = session();
		const other = String(baseUrl).replace('127.0.0.1', 'localhost');
		rig.engine.credentials.set({
			...rig.engine.credentials.get(ID),
			data: { ...session(), baseUrl: other } as never,
		});
		rig.control.clearRequests();
		expectAll(await get(2), 2);
		expect(rig.logins(name)).toEqual([vendor.login]);
		expect(rig.requests(name).every(({ headers }) => headers.host?.startsWith('localhost:'))).toBe(true);
	});

	it.each([
		['stop', undefined, 20],
		['continue', 'continueRegularOutput', 20],
	] as const)(
		'ends with the vendor’s words after a bounded number of log-ins on a wrong password, under "%s"',
		async (_, onError, count) => {
			rig.setCredential(ID, node, vendor.password, from);
			const run = await get(count, 5, { onError });
			if (onError === undefined) {
				expect(run.error).toMatchObject({
					message: `${vendor.refusal} [item 0]`,
					description: expect.stringMatching(vendor.hint),
				});
			} else {
				expect(run.json()).toEqual(
					numbered(count, key).map((_item, index) => ({ error: `${vendor.refusal} [item ${index}]` })),
				);
			}
			// Many an account is locked after a few wrong passwords.
			expect(rig.logins(name).length).toBeLessThanOrEqual(3);
			expect(rig.sent(name)).toEqual([]);
		},
	);

	it('ends with the vendor’s words after a bounded number of log-ins when every new session is refused at once', async () => {
		rig.control.addFault({
			vendor: name,
			fault: { kind: 'expiredSession' },
			count: 1000,
			match: {
				pathIncludes:
					node === 'epass' ? '/customer/' : node === 'guardantStation' ? '/customers/' : '/GetCustomer',
			},
		});
		const run = await get(1);
		expect(run.error?.description).toMatch(/used elsewhere/);
		expect(rig.logins(name).filter((path) => path === vendor.login).length).toBeLessThanOrEqual(5);
		expect(rig.sent(name).length).toBeLessThanOrEqual(4);
	});

	it('keeps two accounts of one vendor apart', async () => {
		rig.setCredential('second', node, {}, from);
		const [first, second] = await Promise.all([get(5), get(5, 10, { credential: 'second' })]);
		// EPASS keeps one session a user: the two throw each other out, and both come through.
		expectAll(first, 5);
		expectAll(second, 5);
		expect(rig.engine.credentials.get('second').data.sessionToken).not.toBe(session().sessionToken);
	});
});

describe('EPASS, one session a user', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 60 });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	const stored = (): IDataObject => rig.engine.credentials.get('epassApi').data as IDataObject;

	/** Another program that logs in as the same API user, which ends the session of n8n. */
	async function rivalLogin(userId = 'N8NAPI'): Promise<string> {
		const { baseUrl, organizationId, password } = rig.sandbox.credentials.epassApi;
		const { data } = await axios.post<{ token: string }>(`${baseUrl}/authentication/login`, {
			UserID: userId,
			Password: password,
			OrganizationID: organizationId,
			ApplicationName: 'rival',
		});
		return data.token;
	}

	async function search(count: number, parallel = 3): Promise<EngineRun> {
		return await rig.run(
			'epass',
			'search',
			{
				filters: { conditions: [{ field: 'ID', operator: 'greaterThan', value: '={{ $json.key }}' }] },
				limit: 1,
				options: { maxParallelRequests: parallel },
			},
			{ input: numbered(count, (index) => 160_000 + index) },
		);
	}

	it('refreshes the token rather than log in, when only the token has ended', async () => {
		await search(1);
		const before = stored();
		rig.control.addFault({
			vendor: 'epass',
			fault: { kind: 'status', status: 401 },
			match: { pathIncludes: '/customer/search' },
		});
		rig.control.clearRequests();
		expect((await search(5)).json()).toHaveLength(5);
		expect(rig.logins('epass')).toEqual(['tokenrefresh']);
		expect(rig.control.counters().epass).toMatchObject({ logins: 1, refreshes: 1 });
		expect(stored().sessionToken).not.toBe(before.sessionToken);
		expect(stored().refreshToken).not.toBe(before.refreshToken);
	});

	it('sends the ended token and its refresh token, and nothing else, with the refresh', async () => {
		await search(1);
		const before = stored();
		rig.control.settings({ keepSecrets: true });
		rig.control.addFault({
			vendor: 'epass',
			fault: { kind: 'status', status: 401 },
			match: { pathIncludes: '/customer/search' },
		});
		await search(1);
		const refresh = rig.requests('epass').find(({ path }) => path.endsWith('/tokenrefresh'));
		expect(refresh).toMatchObject({
			method: 'PUT',
			body: { CurrentToken: before.sessionToken, RefreshToken: before.refreshToken },
		});
		expect(refresh?.headers).not.toHaveProperty('authorization');
	});

	it('logs in when the refresh token has ended as well', async () => {
		await search(1);
		rig.engine.credentials.set({
			...rig.engine.credentials.get('epassApi'),
			data: {
				...stored(),
				refreshExpiresAt: '2020-01-01T00:00:00.000Z',
				sessionExpiresAt: '2020-01-01T00:00:00.000Z',
			} as never,
		});
		rig.control.clearRequests();
		expect((await search(1)).json()).toHaveLength(1);
		expect(rig.logins('epass')).toEqual(['login']);
	});

	it.each([
		['a web page', { kind: 'html' }],
		['HTTP 500', { kind: 'status', status: 500 }],
		['nothing', { kind: 'empty' }],
	] as const)('logs in when the refresh is answered with %s', async (_, fault) => {
		await search(1);
		rig.control.addFault({
			vendor: 'epass',
			fault: { kind: 'status', status: 401 },
			match: { pathIncludes: '/customer/search' },
		});
		rig.control.addFault({ vendor: 'epass', fault, match: { pathIncludes: '/tokenrefresh' } });
		rig.control.clearRequests();
		const run = await search(1);
		expect(run.error).toBeUndefined();
		expect(rig.logins('epass')).toEqual(['tokenrefresh', 'login']);
	});

	it('recovers with one log-in after another program logged in as the same user', async () => {
		await search(1);
		await rivalLogin();
		rig.control.clearRequests();
		expect((await search(10)).json()).toHaveLength(10);
		expect(rig.logins('epass')).toEqual(['tokenrefresh', 'login']);
	});

	it('recovers when that happens in the middle of a run', async () => {
		await search(1);
		rig.control.clearRequests();
		rig.control.setLatency(15);
		const running = search(20);
		await until(() => rig.sent('epass').length >= 6);
		await rivalLogin();
		const run = await running;
		expect(run.error).toBeUndefined();
		expect(run.json()).toHaveLength(20);
	});

	it('lets two executions with the same user come through, though each log-in ends the session of the other', async () => {
		rig.setCredential('rival', 'epass', {});
		const parameters = (value: string): IDataObject => ({
			filters: { conditions: [{ field: 'ID', operator: 'greaterThan', value }] },
			limit: 1,
		});
		const input = numbered(4, (index) => 160_000 + index);
		const runs = await Promise.all(
			['epassApi', 'rival'].map(
				async (credential) =>
					await rig.run('epass', 'search', parameters('={{ $json.key }}'), { credential, input }),
			),
		);
		for (const run of runs) {
			expect(run.error).toBeUndefined();
			expect(run.json()).toHaveLength(4);
		}
	});

	it('is not disturbed by the log-in of another user', async () => {
		await search(1);
		await rivalLogin('OTHERAPI');
		rig.control.clearRequests();
		expect((await search(5)).json()).toHaveLength(5);
		expect(rig.logins('epass')).toEqual([]);
	});

	it('does not use the session of another user', async () => {
		await search(1);
		rig.engine.credentials.set({
			...rig.engine.credentials.get('epassApi'),
			data: { ...stored(), userId: 'OTHERAPI' } as never,
		});
		rig.control.settings({ keepSecrets: true });
		rig.control.clearRequests();
		expect((await search(1)).json()).toHaveLength(1);
		expect(rig.logins('epass')).toEqual(['login']);
		expect(rig.requests('epass')[0]?.body).toMatchObject({ UserID: 'OTHERAPI' });
	});
});

describe('Pro Delivery Manager', () => {
	it('waits and tries again when the log-in meets the rate limit', async () => {
		const rig = await Rig.start({ customers: 20 });
		rig.control.addFault({
			vendor: 'pdm',
			fault: { kind: 'rateLimit' },
			match: { pathIncludes: '/GetSessionToken' },
		});
		const item = await rig.item('proDeliveryManager', 'get', customer(1408));
		expect(item.id).toBe(1408);
		expect(rig.logins('pdm')).toEqual(['GetSessionToken', 'GetSessionToken']);
		await rig.close();
	});
});
