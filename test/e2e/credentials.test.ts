import type { StoredCredential } from '../../lab/n8n/examples';
import type { N8nRest } from '../../lab/n8n/rest';
import { Instance } from '../../lab/n8n/instance';
import { chain, recordBy, customerNode, webhook } from '../../lab/n8n/workflows';
import { dribble, TestServer } from '../engine/server';

/** For each stored credential: a wrong secret, and a wrong account where the vendor has one beside the secret. */
const accounts: Array<{ id: string; secret: string; account?: [string, unknown] }> = [
	{ id: 'sandboxWeevio', secret: 'apiSecret', account: ['teamId', 'nobody'] },
	{ id: 'sandboxPdm', secret: 'apiKey', account: ['companyId', 4711] },
	{ id: 'sandboxManex', secret: 'apiKey' },
	{ id: 'sandboxGuardant', secret: 'accessToken' },
	{ id: 'sandboxGuardantLogin', secret: 'password', account: ['username', 'nobody'] },
	{ id: 'sandboxEpass', secret: 'password', account: ['organizationId', 'NOBODY'] },
];

/** Those for which n8n keeps a session, and a node that opens one. */
const sessions = [
	{ id: 'sandboxPdm', node: 'proDeliveryManager', vendor: 'pdm', customer: '1408', secret: 'apiKey' },
	{
		id: 'sandboxGuardantLogin',
		node: 'guardantStation',
		vendor: 'guardant',
		customer: '8',
		secret: 'password',
	},
	{ id: 'sandboxEpass', node: 'epass', vendor: 'epass', customer: '1000', secret: 'password' },
] as const;

/** A sentence for a person: not a status text, and nothing that leaked out of the code. */
const words = /^(?!.*(?:undefined|null|\[object|TypeError|\s{4}at )).{15,}$/s;

describe('credential tests as the editor runs them', () => {
	let instance: Instance;
	let rest: N8nRest;
	let url: string;

	beforeAll(async () => {
		instance = await Instance.create();
		({ rest, url } = await instance.start(
			sessions.map(({ id, node, customer }) =>
				chain(
					`open${id}`,
					webhook(`open-${id}`),
					customerNode('Get', node, instance.credential(id), {
						operation: 'get',
						customer: recordBy('id', customer),
					}),
				),
			),
		));
		for (const { id } of sessions) await rest.publish(`open${id}`);
	});

	afterAll(async () => await instance.remove());

	const test = async (id: string, change: Record<string, unknown> = {}) => {
		const { data, ...credential } = instance.credential(id);
		return await rest.testCredential({ ...credential, data: { ...data, ...change } });
	};

	/** A person has the credential open in the editor, with its secrets hidden, and changes one field. */
	const testAsEdited = async (known: string, change: Record<string, unknown>) => {
		const { id } = instance.credential(known);
		const { name, type, data } = await rest.must<{
			name: string;
			type: string;
			data: Record<string, unknown>;
		}>('GET', `/rest/credentials/${id}?includeData=true`);
		return await rest.testCredential({ id, name, type, data: { ...data, ...change } });
	};

	it('offers the five credential types', async () => {
		expect(await rest.credentialTypes()).toEqual(
			expect.arrayContaining([
				'weevioPimsApi',
				'proDeliveryManagerApi',
				'manexErpApi',
				'guardantStationApi',
				'epassApi',
			]),
		);
	});

	describe.each(accounts)('$id', ({ id, secret, account }) => {
		it('succeeds with the right values', async () => {
			expect(await test(id)).toMatchObject({ status: 'OK' });
		});

		it('fails with words for a wrong secret', async () => {
			const result = await test(id, { [secret]: 'wrong-secret' });
			expect(result).toEqual({ status: 'Error', message: expect.stringMatching(words) });
			expect(result.message).not.toContain('wrong-secret');
		});

		if (account) {
			it('fails with words for a wrong account', async () => {
				expect(await test(id, { [account[0]]: account[1] })).toEqual({
					status: 'Error',
					message: expect.stringMatching(words),
				});
			});
		}

		it('fails where nothing listens at the base URL', async () => {
			// Of a request that it sends itself, not for a log-in, n8n shows the bare code of a network error.
			const logsIn = sessions.some((session) => session.id === id);
			expect(await test(id, { baseUrl: 'http://127.0.0.1:9' })).toEqual({
				status: 'Error',
				message: logsIn ? expect.stringMatching(/ cannot be reached\. Check the Base URL/) : 'ECONNREFUSED',
			});
		});

		it.each(['', 'no address', 'localhost:8080'])(
			'fails with words for the base URL "%s"',
			async (baseUrl) => {
				expect(await test(id, { baseUrl })).toEqual({
					status: 'Error',
					message: expect.stringMatching(/^The Base URL of the credential /),
				});
			},
		);

		it('fails with words where the base URL is some other web site', async () => {
			expect(await test(id, { baseUrl: `${url}/signin` })).toEqual({
				status: 'Error',
				message: expect.stringMatching(words),
			});
		});
	});

	describe.each(sessions)('$id with a valid session stored', ({ id, vendor, secret }) => {
		beforeAll(async () => {
			const response = await fetch(`${url}/webhook/open-${id}`, { method: 'POST' });
			expect(response.status).toBe(200);
			expect(instance.sandbox.control.counters()[vendor].logins).toBeGreaterThan(0);
		});

		it('still succeeds with the right values', async () => {
			expect(await testAsEdited(id, {})).toMatchObject({ status: 'OK' });
		});

		it('still fails for a wrong secret', async () => {
			expect(await testAsEdited(id, { [secret]: 'wrong-secret' })).toEqual({
				status: 'Error',
				message: expect.stringMatching(words),
			});
		});
	});

	it.each(accounts)('L1: $id: takes a Base URL with a blank at its end, as the node does', async ({ id }) => {
		const { baseUrl } = instance.credential(id).data;
		for (const written of [`${String(baseUrl)} `, ` ${String(baseUrl)}/`, `${String(baseUrl)}//\n`])
			expect(await test(id, { baseUrl: written })).toMatchObject({ status: 'OK' });
	});

	it('tells a wrong Login Path from a wrong password', async () => {
		const { message } = await test('sandboxGuardantLogin', { loginPath: '/signin' });
		expect(message).toMatch(/Login Path is most likely wrong$/);
		expect((await test('sandboxGuardantLogin', { password: 'wrong' })).message).not.toContain('Login Path');
	});

	it('says that a Company ID is missing', async () => {
		expect(await test('sandboxPdm', { companyId: '' })).toEqual({
			status: 'Error',
			message: 'The Company ID of the credential is empty',
		});
	});

	it('L2: takes an empty Login Path for the usual one, as the node does', async () => {
		expect(await test('sandboxGuardantLogin', { loginPath: '' })).toMatchObject({ status: 'OK' });
	});

	describe('at a server that is not the vendor’s', () => {
		let server: TestServer;
		let thief: TestServer;
		beforeAll(async () => {
			[server, thief] = await Promise.all([TestServer.start(), TestServer.start()]);
		});
		beforeEach(() => {
			server.arrived.length = 0;
			thief.arrived.length = 0;
		});
		afterAll(async () => {
			await server.close();
			await thief.close();
		});

		it.each(accounts)('S3: $id: no redirect takes a secret along', async ({ id }) => {
			for (const status of [301, 302, 303, 307, 308]) {
				server.answer = (response) => {
					response.writeHead(status, { location: `${thief.url}/x` }).end();
				};
				expect(await test(id, { baseUrl: server.url })).toEqual({
					status: 'Error',
					message: expect.any(String),
				});
			}
			expect(server.arrived).not.toEqual([]);
			expect(thief.arrived).toEqual([]);
		});

		it.each(accounts)('L2: $id: an answer of another shape is not green', async ({ id }) => {
			for (const body of ['OK', '{}', '{"hello":"world"}', '[{"hello":"world"}]', '', '"text"']) {
				server.answer = (response) => {
					response.setHeader('content-type', 'application/json');
					response.end(body);
				};
				expect([body, await test(id, { baseUrl: server.url })]).toEqual([
					body,
					{ status: 'Error', message: expect.any(String) },
				]);
			}
		});

		it.each(sessions)(
			'S5: $id: words that repeat the secret are shown without it',
			async ({ id, secret }) => {
				server.answer = (response, { body }) => {
					response.writeHead(401, { 'content-type': 'application/json' });
					response.end(JSON.stringify({ message: `No such login: ${body}` }));
				};
				const result = await test(id, { baseUrl: server.url, [secret]: 'a-secret-word' });
				expect(result).toMatchObject({ status: 'Error' });
				expect(result.message).not.toContain('a-secret-word');
			},
		);

		it('S16: a Login Path that is an address takes the password nowhere', async () => {
			for (const loginPath of [
				`${thief.url}/login`,
				thief.url.replace('http:', ''),
				`@${thief.url.slice(7)}`,
			]) {
				expect(await test('sandboxGuardantLogin', { loginPath })).toMatchObject({ status: 'Error' });
			}
			expect(thief.arrived).toEqual([]);
		});
	});
});

/** Waits for as long as it takes, and no longer. */
function event(): { readonly happened: Promise<void>; happen(): void } {
	let happen = (): void => undefined;
	const happened = new Promise<void>((resolve) => (happen = resolve));
	return { happened, happen };
}

describe('one credential for many executions', () => {
	let instance: Instance;
	let server: TestServer;
	let url: string;

	const pdm = (id: string, data: Record<string, unknown>): StoredCredential => ({
		id,
		name: id,
		type: 'proDeliveryManagerApi',
		data: { baseUrl: server.url, ...data },
	});

	beforeAll(async () => {
		server = await TestServer.start();
		const own = [
			pdm('tenants', {
				companyId: '={{ $json.body.tenant }}',
				apiKey: '={{ "key-of-" + $json.body.tenant }}',
			}),
			pdm('slow', { companyId: 1, apiKey: 'key' }),
		];
		instance = await Instance.create({ credentials: own });
		const started = await instance.start(
			own.map((credential) =>
				chain(
					credential.id,
					webhook(credential.id),
					customerNode('Get', 'proDeliveryManager', credential, {
						operation: 'get',
						customer: recordBy('id', '8'),
						options: { timeout: credential.id === 'slow' ? 1000 : 60_000, maxRetries: 0 },
					}),
				),
			),
		);
		({ url } = started);
		for (const { id } of own) await started.rest.publish(id);
	});

	afterAll(async () => {
		await instance.remove();
		await server.close();
	});

	const call = async (path: string, body: object): Promise<Response> =>
		await fetch(`${url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});

	it('S1: each tenant gets its own customer, while the log-in of another is under way', async () => {
		const begun = event();
		const released = event();
		server.answer = (response, { path, body }) => {
			const { company_id: company, session_token: token } = JSON.parse(body) as Record<string, unknown>;
			response.setHeader('content-type', 'application/json');
			if (path === '/GetCustomer') {
				const customer = { customer_id: 8, first_name: String(token), last_name: String(company) };
				response.end(JSON.stringify({ status: { code: 101, details: 'OK' }, customer }));
				return;
			}
			const session = { session_token: `session-of-${String(company)}`, expires_utc_datetime: '' };
			const answer = JSON.stringify({ status: { code: 101, details: 'OK' }, session });
			if (company !== 3003) {
				response.end(answer);
				return;
			}
			begun.happen();
			void released.happened.then(() => response.end(answer));
		};
		const first = call('tenants', { tenant: 3003 });
		await begun.happened;
		for (const tenant of [4004, 5005, 4004]) {
			const other = (await (await call('tenants', { tenant })).json()) as object;
			expect(other).toMatchObject({ firstName: `session-of-${tenant}`, lastName: String(tenant) });
		}
		released.happen();
		expect(await (await first).json()).toMatchObject({
			firstName: 'session-of-3003',
			lastName: '3003',
		});
	});

	it('S2: a log-in that never comes to its end holds up neither its own execution nor those after it', async () => {
		server.answer = dribble;
		for (let execution = 0; execution < 3; execution++) expect((await call('slow', {})).status).toBe(500);
		const together = await Promise.all([1, 2, 3].map(async () => await call('slow', {})));
		expect(together.map(({ status }) => status)).toEqual([500, 500, 500]);
		server.answer = (response, { path }) => {
			response.setHeader('content-type', 'application/json');
			const session = { session_token: 'session', expires_utc_datetime: '' };
			response.end(
				JSON.stringify({
					status: { code: 101, details: 'OK' },
					...(path === '/GetCustomer' ? { customer: { customer_id: 8 } } : { session }),
				}),
			);
		};
		expect(await (await call('slow', {})).json()).toMatchObject({ id: 8 });
	});
});
