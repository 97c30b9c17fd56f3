import '../../lab/engine/environment';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import type { EngineRun } from '../../lab/engine/harness';
import type { Fault, SandboxCredentials, VendorName } from '../../lab/sandbox';
import type { NodeName } from '../../lab/vendors';
import { TestServer } from './server';
import { Rig } from './support';
import type { Sent } from './support';

/** The five credentials in n8n's own HTTP Request node, which knows nothing of the vendors. */

interface Call {
	readonly method: string;
	readonly path: string;
	readonly query?: string;
	readonly body?: IDataObject | IDataObject[];
}

interface Case {
	readonly id: string;
	readonly node: NodeName;
	readonly vendor: VendorName;
	readonly read: Call;
	readonly create: Call;
	/** The path of its log-in, where it has one. */
	readonly login?: string;
}

const CASES: readonly Case[] = [
	{
		id: 'weevioPimsApi',
		node: 'weevioPims',
		vendor: 'weevio',
		read: { method: 'GET', path: '/customers/single', query: '?customerCode=M-1000' },
		create: { method: 'PUT', path: '/customers/create', body: { CUSTOMER_NAME: 'A B' } },
	},
	{
		id: 'proDeliveryManagerApi',
		node: 'proDeliveryManager',
		vendor: 'pdm',
		read: {
			method: 'POST',
			path: '/GetCustomer',
			body: { customer_id: 1408, external_customer_ref: '' },
		},
		create: {
			method: 'POST',
			path: '/CreateCustomer',
			body: {
				customer: {
					first_name: 'A',
					last_name: 'B',
					address: { line_1: 'C', city: 'D', postal_code: 'E' },
				},
			},
		},
		login: 'GetSessionToken',
	},
	{
		id: 'manexErpApi',
		node: 'manexErp',
		vendor: 'manex',
		read: { method: 'GET', path: '/API/Customer/Get', query: '?CustNumOrName=0000000010' },
		create: { method: 'POST', path: '/API/Customer/Add', query: '?Custname=A&Status=Active' },
	},
	{
		id: 'guardantStationApi',
		node: 'guardantStation',
		vendor: 'guardant',
		read: { method: 'GET', path: '/customers/8' },
		create: { method: 'POST', path: '/customers', body: { customer: { customerName: 'A' } } },
	},
	{
		id: 'guardantLogin',
		node: 'guardantStation',
		vendor: 'guardant',
		read: { method: 'GET', path: '/customers/8' },
		create: { method: 'POST', path: '/customers', body: { customer: { customerName: 'A' } } },
		login: 'login',
	},
	{
		id: 'epassApi',
		node: 'epass',
		vendor: 'epass',
		read: { method: 'GET', path: '/customer/customer', query: '?CustomerCode=1000' },
		create: {
			method: 'POST',
			path: '/customer/customer',
			body: { firstName: 'A', lastName: 'B' },
		},
		login: 'login',
	},
];
const SESSIONS = CASES.filter(({ login }) => login !== undefined);

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 60 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const stored = (id: string): ICredentialDataDecryptedObject => rig.engine.credentials.get(id).data;

function change(id: string, changes: IDataObject): void {
	const credential = rig.engine.credentials.get(id);
	rig.engine.credentials.set({
		...credential,
		data: { ...credential.data, ...changes } as ICredentialDataDecryptedObject,
	});
}

/** The HTTP Request node as a person sets it up with a predefined credential. */
async function request(
	{ id, node }: Pick<Case, 'id' | 'node'>,
	{ method, path, query = '', body }: Call,
	parameters: IDataObject = {},
	root = String(stored(id).baseUrl),
): Promise<EngineRun> {
	return await rig.engine.runNode({
		type: 'n8n-nodes-base.httpRequest',
		parameters: {
			method,
			url: `${root}${path}${query}`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: `${node}Api`,
			...(body === undefined ? {} : { sendBody: true, specifyBody: 'json', jsonBody: JSON.stringify(body) }),
			options: { response: { response: { neverError: false, fullResponse: false } } },
			...parameters,
		} as INodeParameters,
		credentials: { [`${node}Api`]: id },
	});
}

/** What reached a path of a vendor's, log-ins and probes aside. */
const sentTo = ({ vendor }: Case, { method, path }: Call): Sent[] =>
	rig.sent(vendor).filter((sent) => sent.method === method && sent.path.includes(path));

const OK: Record<VendorName, object> = {
	weevio: { status: 'success' },
	pdm: { status: { code: 101 } },
	manex: { Code: 200 },
	guardant: { customer: expect.anything() },
	epass: expect.objectContaining({}),
};

describe.each(CASES)('$id', (one) => {
	const { create, id, node, read, vendor } = one;
	const match = { pathIncludes: create.path, method: create.method };

	it('signs a request below the Base URL, a read and a write', async () => {
		for (const call of [read, create]) {
			const run = await request(one, call);
			expect(run.error).toBeUndefined();
			expect(run.json()[0]).toMatchObject(OK[vendor]);
		}
		expect(rig.control.created(vendor)).toHaveLength(1);
	});

	it('works with a blank and a slash at the end of the Base URL, as the node does', async () => {
		const root = String(stored(id).baseUrl);
		change(id, { baseUrl: ` ${root}/ ` });
		expect((await request(one, read, {}, root)).json()[0]).toMatchObject(OK[vendor]);
	});

	describe('L7: goes to no other host', () => {
		let thief: TestServer;
		beforeAll(async () => {
			thief = await TestServer.start();
		});
		beforeEach(() => {
			thief.arrived.length = 0;
		});
		afterAll(async () => await thief.close());

		it('whatever the address', async () => {
			const { host: thiefHost, port } = new URL(thief.url);
			const home = new URL(String(stored(id).baseUrl));
			const addresses = [
				thief.url,
				thief.url.replace('http:', 'HTTP:'),
				`http://localhost:${port}`,
				`http://${home.host}@${thiefHost}`,
				`http://${home.host}%40${thiefHost}`,
				`http:\\\\${thiefHost}`,
				`http:/${thiefHost}`,
				`${home.origin.replace(/\d+$/, '')}${port}`,
				`https://${home.host}`,
				`http://[::ffff:127.0.0.1]:${port}`,
			];
			await request(one, read);
			for (const address of addresses) {
				for (const call of [read, create]) {
					const run = await request(one, call, {}, address);
					expect([address, run.error?.message]).toEqual([address, expect.any(String)]);
				}
			}
			expect(thief.arrived).toEqual([]);
			expect(rig.control.requests({ vendor: 'other' })).toEqual([]);
		});

		it.each([301, 302, 303, 307, 308])('nor after HTTP %i, however it is followed', async (status) => {
			await request(one, read);
			for (const location of [`${thief.url}/x`, thief.url.replace('127.0.0.1', 'localhost')]) {
				for (const redirect of [
					{},
					{ redirect: { redirect: { followRedirects: true, maxRedirects: 5 } } },
					{
						redirect: { redirect: { followRedirects: true, maxRedirects: 5 } },
						sendCredentialsOnCrossOriginRedirect: true,
					},
				]) {
					for (const call of [read, create]) {
						const fault: Fault = { kind: 'status', status, body: '', headers: { location } };
						rig.control.addFault({ vendor, fault, match: { pathIncludes: call.path } });
						await request(one, call, { options: redirect });
						rig.control.clearFaults();
					}
				}
			}
			expect(thief.arrived).toEqual([]);
		});
	});

	it.each([
		['answered with HTTP 500', { kind: 'status', status: 500 }],
		['answered with HTTP 502 after it was done', { kind: 'statusAfter', status: 502 }],
		['refused with HTTP 400', { kind: 'status', status: 400 }],
		['refused with HTTP 403', { kind: 'status', status: 403 }],
		['lost on the way back', { kind: 'resetAfter' }],
		['lost on the way there', { kind: 'resetBefore' }],
		['answered with half an answer', { kind: 'truncated' }],
	] as ReadonlyArray<readonly [string, Fault]>)('L5: a write that is %s is sent once', async (_, fault) => {
		for (const isWarm of [true, false]) {
			rig.reset();
			if (isWarm) await request(one, read);
			rig.control.clearRequests();
			rig.control.addFault({ vendor, fault, match });
			const run = await request(one, create);
			expect(run.error).toBeDefined();
			expect(sentTo(one, create)).toHaveLength(1);
			expect(rig.control.created(vendor).length).toBeLessThanOrEqual(1);
			expect(rig.logins(vendor)).toHaveLength(isWarm || one.login === undefined ? 0 : 1);
		}
	});

	it('L5: a write that is late is sent once', async () => {
		await request(one, read);
		rig.control.clearRequests();
		rig.control.addFault({ vendor, fault: { kind: 'delay', ms: 1500 }, match });
		const run = await request(one, create, { options: { timeout: 300 } });
		expect(run.error).toBeDefined();
		expect(sentTo(one, create)).toHaveLength(1);
	});

	it('leaves the node’s own session alone, and takes it', async () => {
		const key = node === 'epass' ? '1000' : node === 'proDeliveryManager' ? 1408 : undefined;
		if (key === undefined) return;
		await rig.item(node, 'get', { customer: { __rl: true, mode: 'id', value: key } });
		const before = stored(id);
		await request(one, read);
		expect(stored(id)).toEqual(before);
		expect(rig.logins(vendor)).toHaveLength(1);
	});
});

describe.each(SESSIONS)('$id, a session that has ended', (one) => {
	const { create, id, login, read, vendor } = one;

	it.each([
		['a read', read],
		['a write', create],
	])('L6: by the clock: n8n logs in before %s, which is sent once', async (_, call) => {
		await request(one, read);
		change(id, { sessionExpiresAt: '2020-01-01T00:00:00.000Z' });
		rig.control.expireSessions(vendor);
		rig.control.clearRequests();
		const run = await request(one, call);
		expect(run.error).toBeUndefined();
		expect(run.json()[0]).toMatchObject(OK[vendor]);
		expect(rig.logins(vendor).filter((path) => path === login)).toHaveLength(1);
		expect(sentTo(one, call)).toHaveLength(1);
		expect(rig.sent(vendor)).toHaveLength(1);
	});

	it('L6: with another password, or another account: n8n logs in anew, and fails with the vendor’s words', async () => {
		await request(one, read);
		const secret = 'apiKey' in stored(id) ? 'apiKey' : 'password';
		change(id, { [secret]: 'wrong-secret-word' });
		rig.control.clearRequests();
		const run = await request(one, read);
		expect(run.error?.message).toMatch(/API key|login or password|user or password/i);
		expect(rig.sent(vendor)).toEqual([]);
	});

	it('at the vendor’s: logs in once where HTTP 401 says so, and the write is done once', async () => {
		await request(one, read);
		rig.control.expireSessions(vendor);
		rig.control.clearRequests();
		const run = await request(one, create);
		if (vendor === 'pdm') {
			// Says it within HTTP 200, which the HTTP Request node takes for good: the clock is what renews it.
			expect(run.json()[0]).toMatchObject({ status: { code: 203 } });
			expect(rig.control.created(vendor)).toEqual([]);
			return;
		}
		expect(run.error).toBeUndefined();
		expect(rig.control.created(vendor)).toHaveLength(1);
		expect(rig.logins(vendor).filter((path) => path === login)).toHaveLength(1);
	});

	it('S5: words of a refused log-in that repeat the password are blanked', async () => {
		const { apiKey, password } = stored(id);
		const secret = String(apiKey ?? password);
		for (const words of [secret, encodeURIComponent(secret), JSON.stringify(secret)]) {
			rig.control.addFault({
				vendor,
				fault: { kind: 'status', status: 401, body: { message: `Bad: ${words}` } },
				match: { pathIncludes: String(login) },
			});
			rig.control.addFault({
				vendor,
				fault: { kind: 'status', status: 401, body: { message: `Bad: ${words}` } },
				match: { pathIncludes: String(login) },
			});
			const run = await request(one, read);
			rig.control.clearFaults();
			expect(run.error).toBeDefined();
			expect(JSON.stringify(run.raw.data.resultData)).not.toContain(secret);
		}
	});
});

describe('L4: Pro Delivery Manager, a body that is not handed over as an object', () => {
	const [, pdm] = CASES;
	if (pdm === undefined) throw new Error('No such case');
	const raw = async (body: string, rawContentType = 'application/json'): Promise<EngineRun> =>
		await request(
			pdm,
			{ method: 'POST', path: '/GetCustomer' },
			{
				sendBody: true,
				contentType: 'raw',
				rawContentType,
				body,
			},
		);

	it.each([
		['JSON', '{"customer_id":1408,"external_customer_ref":""}'],
		['JSON with blanks around it', ' \n{ "customer_id": 1408, "external_customer_ref": "" }\n '],
		[
			'JSON with another token',
			'{"customer_id":1408,"external_customer_ref":"","session_token":"x","company_id":1}',
		],
	])('%s is sent with company and session in it', async (_, body) => {
		rig.control.settings({ keepSecrets: true });
		const run = await raw(body);
		expect(run.json()[0]).toMatchObject({ status: { code: 101 }, customer: { customer_id: 1408 } });
		expect(rig.sent('pdm')[0]?.body).toMatchObject({
			customer_id: 1408,
			session_token: stored('proDeliveryManagerApi').sessionToken,
		});
	});

	it.each(['customer_id=1408', '[{"customer_id":1408}]', '"1408"', '{"customer_id":1408', 'null', '7'])(
		'other text is refused, not left out: %s',
		async (body) => {
			const run = await raw(body);
			expect(run.error?.message).toMatch(/JSON object as the body/);
			// After any error n8n asks for a new session, so the old one is looked at.
			const isProbe = ({ body: sent }: Sent): boolean => (sent as IDataObject).customer_id === 0;
			expect(rig.sent('pdm').filter((sent) => !isProbe(sent))).toEqual([]);
		},
	);

	it('so is a form', async () => {
		for (const contentType of ['form-urlencoded', 'multipart-form-data']) {
			const bodyParameters = { parameters: [{ name: 'customer_id', value: '1408' }] };
			const run = await request(
				pdm,
				{ method: 'POST', path: '/GetCustomer' },
				{
					sendBody: true,
					contentType,
					bodyParameters,
				},
			);
			const arrived = rig.sent('pdm');
			if (run.error !== undefined) expect(arrived).toEqual([]);
			else expect(arrived[0]?.body).toMatchObject({ customer_id: '1408', session_token: '***' });
		}
	});
});

describe('L3: ManEx ERP, an address with more than one question mark', () => {
	it.each([
		['?CustNumOrName=who?me', { CustNumOrName: 'who?me' }],
		['?CustNumOrName=??', { CustNumOrName: '??' }],
		['?CustNumOrName=a/b?c=d', { CustNumOrName: 'a/b?c=d' }],
		['?CustNumOrName=a%3Fb&x=?', { CustNumOrName: 'a?b', x: '?' }],
		['?CustNumOrName=10#part', { CustNumOrName: '10' }],
		['/?CustNumOrName=10', { CustNumOrName: '10' }],
		['?', {}],
	])('%s arrives whole, with the key at the end of the path', async (query, arrived) => {
		await request(
			{ id: 'manexErpApi', node: 'manexErp' },
			{ method: 'GET', path: '/API/Customer/Get', query },
		);
		expect(rig.sent('manex')).toEqual([
			{ method: 'GET', path: '/manex/API/Customer/Get/***', query: arrived },
		]);
	});

	it.each([
		['?uniqkey=_I00000001', { uniqkey: '_I00000001' }],
		['?partnum=who?me', { partnum: 'who?me' }],
		['/?uniqkey=1#part', { uniqkey: '1' }],
		['?', {}],
		['', {}],
	])('%s arrives whole where the key is part of the query, as for an item', async (query, arrived) => {
		rig.control.settings({ keepSecrets: true });
		await request(
			{ id: 'manexErpApi', node: 'manexErp' },
			{ method: 'GET', path: '/API/ItemMaster/Get', query },
		);
		expect(rig.sent('manex')).toEqual([
			{ method: 'GET', path: '/manex/API/ItemMaster/Get', query: { apiKey: 'SANDBOXKEY', ...arrived } },
		]);
	});
});

describe('S16: Guardant Station, a Login Path that leads elsewhere', () => {
	const keys: ReadonlyArray<keyof SandboxCredentials> = ['guardantStationLogin'];
	it.each([
		(thief: string) => `${thief}/login`,
		(thief: string) => thief.replace('http:', ''),
		(thief: string) => thief.replace('http:', 'HTTP:'),
		(thief: string) => `@${thief.slice('http://'.length)}/login`,
		(thief: string) => `.${thief.slice('http://'.length)}/login`,
		(thief: string) => `\\\\${thief.slice('http://'.length)}/login`,
		(thief: string) => `/\\${thief.slice('http://'.length)}/login`,
		() => '../../login',
		() => '/login?x=1',
		() => '/%2e%2e/login',
		() => '/login\r\nX: y',
	])('takes the password nowhere: %#', async (pathFor) => {
		const thief = await TestServer.start();
		rig.setCredential('elsewhere', 'guardantStation', { loginPath: pathFor(thief.url) }, keys[0]);
		const [, , , , guardant] = CASES;
		const runs = [
			await rig.run(
				'guardantStation',
				'get',
				{ customer: { __rl: true, mode: 'id', value: 8 } },
				{ credential: 'elsewhere' },
			),
			await request({ id: 'elsewhere', node: 'guardantStation' }, guardant?.read ?? { method: '', path: '' }),
		];
		for (const run of runs) expect(run.error).toBeDefined();
		expect(thief.arrived).toEqual([]);
		expect(rig.control.requests({ vendor: 'other' })).toEqual([]);
		await thief.close();
	});
});
