import '../../lab/engine/environment';
import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import type { EngineRun } from '../../lab/engine/harness';
import type { Fault, SandboxCredentials } from '../../lab/sandbox';
import { repository } from '../../lab/repository';
import { vendorOf } from '../../lab/vendors';
import type { NodeName } from '../../lab/vendors';
import type { Vendor } from '../../nodes/shared/vendor';
import { dribble, TestServer } from './server';
import { AUTOMATIC, customer, KNOWN, numbered, ONE_BY_ONE, Rig, until } from './support';

/** What an answer means, and what becomes of a request without one, through n8n's own engine. */

const NODES = KNOWN.map(([node]) => node);

/** Those with a log-in: node, credential, its kind, and a customer. */
const SESSIONS: ReadonlyArray<readonly [NodeName, string, keyof SandboxCredentials, (i: number) => unknown]> =
	[
		['proDeliveryManager', 'proDeliveryManagerApi', 'proDeliveryManagerApi', (index) => 1408 + index],
		['guardantStation', 'guardantLogin', 'guardantStationLogin', (index) => 10 + index],
		['epass', 'epassApi', 'epassApi', (index) => ['500002', '500003', '500004', '500006'][index % 4]],
	];
const LOGIN = '/GetSessionToken|/login'.split('|');
const loginPath = (node: NodeName): string => (node === 'proDeliveryManager' ? LOGIN[0] : LOGIN[1]) ?? '';

const PERSON: IDataObject = {
	name: 'A B',
	firstName: 'A',
	lastName: 'B',
	addressLine1: 'C',
	city: 'D',
	postalCode: 'E',
};
const CREATE_PATH: Record<string, string> = {
	weevio: 'create',
	pdm: 'CreateCustomer',
	manex: '/Add',
	guardant: '/customers',
	epass: '/customer/customer',
};

const PAGE =
	'<!DOCTYPE html><html><head><title>Too busy</title></head><body><h1>Come back</h1></body></html>';
const page = (status: number, headers: Record<string, string> = {}): Fault => ({
	kind: 'status',
	status,
	body: PAGE,
	headers: { 'content-type': 'text/html', ...headers },
});

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 60 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

/** With the log-in behind it, so that a fault meets the request that is meant. */
async function warm(node: NodeName, key: unknown, credential?: string): Promise<void> {
	await rig.item(node, 'get', customer(key), { credential });
	rig.control.clearRequests();
}

async function create(node: NodeName, options: IDataObject = {}, input = [PERSON]): Promise<EngineRun> {
	return await rig.run(node, 'create', { ...AUTOMATIC, options }, { input });
}

const NO_RETRY = { options: { maxRetries: 0 } };
const failureOf = (run: EngineRun): unknown => (run.error as { failure?: unknown } | undefined)?.failure;

describe('the status decides before the body', () => {
	describe.each(KNOWN)('%s', (node, key) => {
		const vendor = vendorOf(node).name;

		it.each([
			['HTTP 429 with a web page', page(429, { 'retry-after': '0' })],
			['HTTP 503 with a web page', page(503, { 'retry-after': '0' })],
			['HTTP 429 with JSON', { kind: 'status', status: 429, headers: { 'retry-after': '0' } }],
			['HTTP 429 with nothing', { kind: 'status', status: 429, body: '', headers: { 'retry-after': '0' } }],
		] as ReadonlyArray<readonly [string, Fault]>)('A1: %s is waited out by a read', async (_, fault) => {
			await warm(node, key);
			rig.control.addFault({ vendor, fault });
			expect(await rig.item(node, 'get', customer(key))).toMatchObject({ id: key });
			expect(rig.sent(vendor)).toHaveLength(2);
		});

		it.each([401, 403, 400, 429, 422])(
			'A3: HTTP %i with a web page refuses a create, and nothing was done',
			async (status) => {
				await warm(node, key);
				rig.control.addFault({
					vendor,
					fault: page(status),
					count: 9,
					match: { pathIncludes: CREATE_PATH[vendor] },
				});
				const run = await create(node, { maxRetries: 0 });
				expect(run.error?.message).toBeDefined();
				expect(`${run.error?.message} ${run.error?.description}`).not.toMatch(/may have been saved/);
				expect(run.error?.httpCode).toBe(String(status));
				expect(rig.control.created(vendor)).toEqual([]);
			},
		);

		it.each([429, 503])('A5: the wait that HTTP %i asks for is kept, whatever the body', async (status) => {
			await warm(node, key);
			for (const fault of [
				page(status, { 'retry-after': '7' }),
				{ kind: 'status', status, headers: { 'retry-after': '7' } } as const,
			]) {
				rig.control.addFault({ vendor, fault });
				const run = await rig.run(node, 'get', { ...customer(key), ...NO_RETRY });
				expect(failureOf(run)).toMatchObject({ retryAfterMs: 7000 });
			}
		});

		it.each([408, 425, 502, 504, 520, 522, 524, 527, 530])(
			'A6: HTTP %i passes, so a read is repeated and told apart from wrong values',
			async (status) => {
				await warm(node, key);
				rig.control.addFault({ vendor, fault: page(status, { 'retry-after': '0' }) });
				expect(await rig.item(node, 'get', customer(key))).toMatchObject({ id: key });
				rig.control.addFault({ vendor, fault: page(status) });
				const run = await rig.run(node, 'get', { ...customer(key), ...NO_RETRY });
				expect(run.error?.description).toMatch(/out of order for now/);
			},
		);

		it.each(['gzip', 'deflate', 'br'])(
			'A6: an answer whose %s arrived damaged is asked for again, but nothing is written twice',
			async (encoding) => {
				await warm(node, key);
				const damaged: Fault = {
					kind: 'status',
					status: 200,
					body: 'not what it says',
					headers: { 'content-encoding': encoding },
				};
				rig.control.addFault({ vendor, fault: damaged });
				expect(await rig.item(node, 'get', customer(key))).toMatchObject({ id: key });
				rig.control.clearRequests();
				const match = { pathIncludes: CREATE_PATH[vendor] };
				rig.control.addFault({ vendor, fault: damaged, count: 9, match });
				const run = await create(node);
				expect(`${run.error?.message} ${run.error?.description}`).toMatch(/may have been saved/);
				const writes = rig.sent(vendor).filter(({ method }) => method !== 'GET');
				expect(writes.filter(({ path }) => path.includes(match.pathIncludes ?? ''))).toHaveLength(1);
			},
		);
	});

	it.each(SESSIONS)(
		'A2: %s: HTTP 401 with a web page ends the session, which is renewed once',
		async (node, credential, _, key) => {
			const vendor = vendorOf(node).name;
			for (const fault of [page(401), { kind: 'status', status: 401, body: '' } as const, page(401)]) {
				await warm(node, key(0), credential);
				rig.control.addFault({ vendor, fault });
				expect(await rig.item(node, 'get', customer(key(0)), { credential })).toMatchObject({ id: key(0) });
				expect(rig.logins(vendor)).toHaveLength(1);
			}
		},
	);

	it.each(SESSIONS)(
		'A4: %s: a refused log-in is not tried again for the next item, whatever it is refused with',
		async (node, credential, _, key) => {
			const vendor = vendorOf(node).name;
			const answers: Fault[] = [
				page(401),
				page(403),
				{ kind: 'status', status: 401, body: '' },
				{ kind: 'status', status: 403, body: { message: 'Locked' } },
				{ kind: 'html' },
				{ kind: 'redirect', location: '/elsewhere' },
				{ kind: 'notJson' },
				{ kind: 'empty' },
			];
			for (const fault of answers) {
				rig.reset();
				rig.control.addFault({ vendor, fault, count: 99, match: { pathIncludes: loginPath(node) } });
				const run = await rig.run(
					node,
					'get',
					{ ...customer('={{ $json.key }}'), ...ONE_BY_ONE },
					{ credential, input: numbered(10, key), onError: 'continueRegularOutput' },
				);
				expect(run.json().map(({ error }) => typeof error)).toEqual(
					Array.from({ length: 10 }, () => 'string'),
				);
				expect([fault, rig.logins(vendor)]).toEqual([fault, [expect.any(String)]]);
				expect(rig.sent(vendor)).toEqual([]);
			}
		},
	);

	it.each(SESSIONS)(
		'A5: %s: the wait that the log-in is answered with is kept',
		async (node, credential, _, key) => {
			const vendor = vendorOf(node).name;
			for (const fault of [
				page(429, { 'retry-after': '7' }),
				page(503, { 'retry-after': '7' }),
				{ kind: 'status', status: 429, headers: { 'retry-after': '7' } } as const,
			]) {
				rig.reset();
				rig.control.addFault({ vendor, fault });
				const run = await rig.run(node, 'get', { ...customer(key(0)), ...NO_RETRY }, { credential });
				expect(failureOf(run)).toMatchObject({ retryAfterMs: 7000 });
			}
		},
	);
});

describe('B1: what cannot be sent has done nothing', () => {
	/** Of nobody's authority, and good for a hundred years. */
	const CERTIFICATE = {
		key: `-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXqPanXTLM8mqwY4P\niFMP5aPktdzrAmU4ulEF/9v9KluhRANCAATZdacYAeO5YW/CA5GiuWl1iXycUB6H\nGaKPpynvTlZ0M+k3SkI+Tw9d0LzLw5iZkj3kD+t/bJ6zFVGNwh4IO2dB\n-----END PRIVATE KEY-----`,
		cert: `-----BEGIN CERTIFICATE-----\nMIIBkDCCATagAwIBAgIUZJzNzhMRaB5qAuXGCtjKDryHOhYwCgYIKoZIzj0EAwIw\nFDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyNTIyMTAzOFoYDzIxMjYxMTAx\nMjIxMDM4WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO\nPQMBBwNCAATZdacYAeO5YW/CA5GiuWl1iXycUB6HGaKPpynvTlZ0M+k3SkI+Tw9d\n0LzLw5iZkj3kD+t/bJ6zFVGNwh4IO2dBo2QwYjAdBgNVHQ4EFgQUIS1tmMkVgsyE\nUVTkRHg6FTIJAkgwHwYDVR0jBBgwFoAUIS1tmMkVgsyEUVTkRHg6FTIJAkgwDwYD\nVR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC\nIGmLa6Cco4D818mQ9BL7KYS3g/faUFCiXxicsk7RDTZmAiEAt/WjLN3Wsw+hfhSo\nnlfOf4GwFgPvQFD8RJ9F6v+OsXU=\n-----END CERTIFICATE-----`,
	};
	let untrusted: TestServer;
	beforeAll(async () => {
		untrusted = await TestServer.start(CERTIFICATE);
	});
	afterAll(async () => await untrusted.close());

	const credentialOf = (node: NodeName, changes: IDataObject): void => {
		const stored = rig.engine.credentials.get(`${node}Api`).data as IDataObject;
		rig.setCredential(`${node}Api`, node, { ...stored, ...changes });
	};
	const expectNothingSent = (run: EngineRun, words: RegExp): void => {
		const said = `${run.error?.message} ${run.error?.description}`;
		expect(said).toMatch(words);
		expect(said).not.toMatch(/may have been saved/);
	};

	it.each(NODES)('%s: a certificate that is not trusted', async (node) => {
		credentialOf(node, { baseUrl: untrusted.url });
		expectNothingSent(await create(node), /certificate.*nothing was sent.*NODE_EXTRA_CA_CERTS/s);
		expect(untrusted.arrived).toEqual([]);
	});

	it.each(NODES)('%s: https to a port that speaks http', async (node) => {
		credentialOf(node, { baseUrl: rig.sandbox.url.replace('http:', 'https:') });
		expectNothingSent(await create(node), /does not speak https.*nothing was sent.*Base URL/s);
	});

	it.each([
		[{ headerName: 'X Token' }, /Header Name/],
		[{ headerName: 'X:Token' }, /Header Name/],
		[{ headerName: 'X-T\u00f6ken' }, /Header Name/],
		[{ accessToken: 'a\nb' }, /line break/],
		[{ accessToken: 'caf\u00e9 \u2713' }, /character that a header cannot carry/],
		[{ headerPrefix: 'Bearer\u2713' }, /character that a header cannot carry/],
	])('guardantStation: %j', async (changes, words) => {
		credentialOf('guardantStation', changes);
		expectNothingSent(await create('guardantStation'), words);
		expect(rig.requests('guardant')).toEqual([]);
	});

	it.each(['sandbox-guardant-token\n', ' sandbox-guardant-token', '\tsandbox-guardant-token\r\n'])(
		'guardantStation: %j is the token alone',
		async (accessToken) => {
			credentialOf('guardantStation', { accessToken });
			expect(await rig.item('guardantStation', 'get', customer(8))).toMatchObject({ id: 8 });
		},
	);

	it.each(NODES)('%s: nobody at the address', async (node) => {
		credentialOf(node, { baseUrl: 'http://127.0.0.1:1' });
		expectNothingSent(await create(node, { maxRetries: 0 }), /cannot be reached/);
	});
});

describe('B2: an input that cannot be sent stays a matter of the input', () => {
	afterEach(() => jest.restoreAllMocks());

	it.each(['..', '.', 'x\ud800'])('a key that an address would resolve away: %j', async (key) => {
		const run = await rig.run(
			'guardantStation',
			'update',
			{ ...customer('={{ $json.key }}'), ...AUTOMATIC },
			{ input: [{ key, email: 'a@b.example' }] },
		);
		expect(run.error).toBeDefined();
		expect(`${run.error?.message} ${run.error?.description}`).not.toMatch(/may have been saved/);
		expect(rig.sent('guardant')).toEqual([]);
	});

	it.each(['create', 'update', 'upsert'])(
		'nor is a mistake of ours taken for a lost answer: %s',
		async (operation) => {
			const { manexErp } = (await import(join(repository, 'dist/nodes/ManexErp/vendor.js'))) as {
				manexErp: Required<Pick<Vendor, 'encode'>>;
			};
			const encode = jest.spyOn(manexErp, 'encode').mockImplementation(() => {
				throw new TypeError('x is not a function');
			});
			const parameters = { ...customer('0000000010'), ...AUTOMATIC, matchOn: 'Custname' };
			const run = await rig.run('manexErp', operation, parameters, {
				input: [{ id: '0000000010', name: 'A', email: 'a@b.example' }],
			});
			expect(encode).toHaveBeenCalled();
			expect(`${run.error?.message} ${run.error?.description}`).toMatch(
				/^x is not a function(?!.*may have been saved)/,
			);
			expect(rig.sent('manex')).toEqual([]);
		},
	);
});

const CONTINUE = ['continueRegularOutput', 'continueErrorOutput'] as const;
/** What leaves by the success output and by the error output, where there is one. */
const outputs = (run: EngineRun, onError: INode['onError']): IDataObject[] =>
	onError === 'continueErrorOutput' ? [...run.json(), ...run.json(undefined, 1)] : run.json();

describe.each(CONTINUE)('under "%s" no item leaves as a success untouched', (onError) => {
	describe.each(KNOWN)('%s', (node, key) => {
		it.each(['timeout', 'maxRetries', 'maxParallelRequests'])(
			'C1: where Options > %s cannot be worked out for the first item',
			async (option) => {
				await warm(node, key);
				const options = { [option]: "={{ $json.bad ? $('Nobody').item.json.x : 5000 }}" };
				const input = [{ bad: true }, { bad: false }, { bad: false }];
				const run = await rig.run(node, 'get', { ...customer(key), options }, { input, onError });
				const all = outputs(run, onError);
				expect(all).toHaveLength(3);
				expect(all.filter(({ error }) => error !== undefined)).toHaveLength(1);
				expect(all.filter(({ id }) => id === key)).toHaveLength(2);
				if (onError === 'continueErrorOutput') expect(run.json(undefined, 1)).toHaveLength(1);
			},
		);

		it.each([
			[{ operation: 'teleport' }, /has no operation "teleport"/],
			[{ resource: 'spaceship' }, /has no resource "spaceship"/],
			[{ operation: 'constructor' }, /has no operation "constructor"/],
			[{ operation: '' }, /has no operation ""/],
			[{ resource: '__proto__' }, /has no resource "__proto__"/],
		])('C2: where the vendor lacks what is asked for: %j', async (asked, words) => {
			const input = [{ name: 'A' }, { name: 'B' }, { name: 'C' }];
			const run = await rig.run(node, 'get', { ...customer(key), ...asked }, { input, onError });
			const failed = onError === 'continueErrorOutput' ? run.json(undefined, 1) : run.json();
			expect(failed).toHaveLength(3);
			for (const item of failed) expect(item.error).toMatch(words);
			if (onError === 'continueErrorOutput') expect(run.json()).toEqual([]);
			expect(rig.requests(vendorOf(node).name)).toEqual([]);
		});
	});
});

describe('S10: what one item does to the rest', () => {
	/** JSON that is nested deeper than a stack is high. */
	const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

	it.each([
		['objects', deep(4116)],
		['lists', `${'['.repeat(60_000)}${']'.repeat(60_000)}`],
		['objects under a usual name', `{"message":${deep(20_000)}}`],
	])('an error answer of %s within each other fails that item alone', async (_, body) => {
		rig.control.addFault({
			vendor: 'weevio',
			fault: { kind: 'status', status: 400, body, headers: { 'content-type': 'application/json' } },
			skip: 2,
			match: { pathIncludes: CREATE_PATH.weevio },
		});
		const input = Array.from({ length: 5 }, (_each, index) => ({ name: `N ${index}` }));
		const run = await rig.run(
			'weevioPims',
			'create',
			{ ...AUTOMATIC, options: { maxParallelRequests: 1 } },
			{ input, onError: 'continueRegularOutput' },
		);
		expect(run.error).toBeUndefined();
		expect(run.json().map(({ error }) => error === undefined)).toEqual([true, true, false, true, true]);
		expect(
			run.json().some((item) => input.some(({ name }) => item.name === name && item.id === undefined)),
		).toBe(false);
		expect(rig.control.created('weevio')).toHaveLength(4);
	});
});

describe('S2: a vendor that answers a byte at a time', () => {
	let slow: TestServer;
	// One for each test: a log-in goes on after the execution that began it, and others wait for its outcome.
	beforeEach(async () => {
		slow = await TestServer.start();
		slow.answer = dribble;
	});
	afterEach(async () => {
		jest.restoreAllMocks();
		await slow.close();
	});
	const options = { timeout: 400, maxRetries: 0 };

	it.each(KNOWN)(
		'%s: Timeout is the time of the whole request, or of the log-in before it',
		async (node, key) => {
			rig.setCredential('slow', node, { baseUrl: slow.url });
			const long = { ...customer(key), options: { timeout: 600_000, maxRetries: 0 } };
			// Nobody waits ten minutes: they are over once the answer has begun.
			const timeIsOver = new AbortController();
			jest.spyOn(AbortSignal, 'timeout').mockReturnValue(timeIsOver.signal);
			const run = rig.run(node, 'get', long, { credential: 'slow' });
			await until(() => slow.arrived.length === 1);
			timeIsOver.abort();
			expect((await run).error?.message).toMatch(/in time|too long/);
			expect(slow.arrived).toHaveLength(1);
		},
	);

	it.each(SESSIONS)(
		'%s: nobody waits longer for the log-in of another execution, nor after Stop',
		async (node, _, from, key) => {
			rig.setCredential('slow', node, { baseUrl: slow.url }, from);
			const long = new AbortController();
			const first = rig.run(
				node,
				'get',
				{ ...customer(key(0)), options: { timeout: 600_000 } },
				{ credential: 'slow', signal: long.signal },
			);
			await until(() => slow.arrived.length === 1);
			const second = await rig.run(node, 'get', { ...customer(key(0)), options }, { credential: 'slow' });
			expect(second.error?.message).toMatch(/in time|too long/);
			long.abort();
			expect((await first).status).toBe('canceled');
			expect(slow.arrived).toHaveLength(1);
		},
	);
});

describe('S14: a credential that is refused', () => {
	it.each([
		['weevioPims', 'weevioPimsApi', { apiSecret: 'wrong' }],
		['manexErp', 'manexErpApi', { apiKey: 'WRONGKEY00' }],
		['guardantStation', 'guardantStationApi', { accessToken: 'wrong' }],
	] as const)('%s: nothing more is sent for the rest of the items', async (node, from, changes) => {
		rig.setCredential('wrong', node, changes, from);
		const input = numbered(300, (index) => `K-${index}`);
		const run = await rig.run(
			node,
			'get',
			{ ...customer('={{ $json.key }}'), options: { batchLookups: false, maxParallelRequests: 3 } },
			{ credential: 'wrong', input, onError: 'continueRegularOutput' },
		);
		expect(run.json().map(({ error }) => typeof error)).toEqual(input.map(() => 'string'));
		expect(rig.requests(vendorOf(node).name).length).toBeLessThanOrEqual(3);
	});

	it.each(SESSIONS)(
		'K12: %s: nor are sessions bought for them, where each is refused at once',
		async (node, credential, _, key) => {
			const vendor = vendorOf(node).name;
			rig.control.addFault({
				vendor,
				fault: { kind: 'expiredSession' },
				count: 1000,
				match: { pathIncludes: vendor === 'pdm' ? '/GetCustomer' : '/customer' },
			});
			const run = await rig.run(
				node,
				'get',
				{ ...customer('={{ $json.key }}'), ...ONE_BY_ONE },
				{ credential, input: numbered(8, key), onError: 'continueRegularOutput' },
			);
			expect(run.json().map(({ error }) => typeof error)).toEqual(Array.from({ length: 8 }, () => 'string'));
			const most = node === 'epass' ? 3 : 1;
			expect(rig.logins(vendor).filter((path) => path !== 'tokenrefresh').length).toBeLessThanOrEqual(most);
			expect(rig.sent(vendor).length).toBeLessThanOrEqual(most);
		},
	);
});

describe('secrets in an error', () => {
	it.each(SESSIONS)(
		'S4: %s: a token that was renewed during the run is still blanked',
		async (node, credential, _, key) => {
			const vendor = vendorOf(node).name;
			await warm(node, key(0), credential);
			const old = String(rig.engine.credentials.get(credential).data.sessionToken);
			rig.control.addFault({
				vendor,
				fault: { kind: 'status', status: 418, body: { message: `Not with ${old}`, code: 303 } },
			});
			rig.control.addFault({ vendor, fault: { kind: 'status', status: 401, body: '' } });
			const run = await rig.run(
				node,
				'get',
				{ ...customer('={{ $json.key }}'), ...ONE_BY_ONE },
				{ credential, input: numbered(2, key), onError: 'continueRegularOutput' },
			);
			expect(run.json()).toMatchObject([{ error: expect.stringContaining('***') }, { id: key(1) }]);
			expect(rig.engine.credentials.get(credential).data.sessionToken).not.toBe(old);
			expect(JSON.stringify(run.raw.data.resultData)).not.toContain(old);
		},
	);

	it.each(SESSIONS)(
		'S5: %s: words of a refused log-in that repeat what was sent are blanked',
		async (node, credential, _, key) => {
			const vendor = vendorOf(node).name;
			const { password, apiKey } = rig.engine.credentials.get(credential).data;
			const secret = String(apiKey ?? password);
			for (const words of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
				for (const status of [401, 400]) {
					rig.control.addFault({
						vendor,
						fault: { kind: 'status', status, body: { message: `No such login: ${words}` } },
					});
					const run = await rig.run(node, 'get', customer(key(0)), { credential });
					expect(run.error?.message).toContain('No such login: ***');
					expect(JSON.stringify(run.raw.data.resultData)).not.toContain(words);
				}
			}
		},
	);
});

describe('S6: EPASS keeps fields of persons out of errors', () => {
	const HIDDEN = ['000-00-1234', 'hunter2'];
	const fields = { Code: '1000', SSN: HIDDEN[0], WebPassword: HIDDEN[1] };

	it.each([
		['an answer that cannot be read', 200, { Customers: [{ Fields: fields }] }],
		['a refusal with a record', 400, { message: 'No', Customer: [{ Fields: fields }] }],
		['a refusal without words', 400, { Customer: [{ Fields: { ssn: HIDDEN[0], WEBPASSWORD: HIDDEN[1] } }] }],
		[
			'one that names them in pairs',
			400,
			{
				fields: HIDDEN.map((fieldValue, index) => ({ fieldName: ['SSN', 'WebPassword'][index], fieldValue })),
			},
		],
		['one that ends early', 200, JSON.stringify({ Customer: [{ Fields: fields }] }).slice(0, -3)],
	])('%s', async (_, status, body) => {
		await warm('epass', '1000');
		rig.control.addFault({ vendor: 'epass', fault: { kind: 'status', status, body } });
		const run = await rig.run('epass', 'get', { ...customer('1000'), ...NO_RETRY });
		expect(run.error).toBeDefined();
		const kept = JSON.stringify(run.raw.data.resultData);
		for (const hidden of HIDDEN) expect(kept).not.toContain(hidden);
	});
});

describe('S15: a credential that is edited during a run', () => {
	it.each([
		['proDeliveryManager', 'proDeliveryManagerApi', 1408, { companyId: 4004 }],
		['proDeliveryManager', 'proDeliveryManagerApi', 1408, { apiKey: 'of-another-branch' }],
		['epass', 'epassApi', '1000', { userId: 'OTHERAPI' }],
		['guardantStation', 'guardantLogin', 8, { username: 'somebody-else' }],
	] as const)(
		'%s: what was read from one account is not written to another: %#',
		async (node, credential, key, changes) => {
			const vendor = vendorOf(node).name;
			await warm(node, key, credential);
			const { data, ...rest } = rig.engine.credentials.get(credential);
			rig.control.setLatency(100);
			const running = rig.run(node, 'get', customer(key), { credential });
			await until(() => rig.requests(vendor).length === 1);
			rig.engine.credentials.set({ ...rest, data: { ...data, ...changes } as never });
			rig.control.addFault({ vendor, fault: { kind: 'status', status: 401, body: '' } });
			rig.control.expireSessions(vendor);
			const run = await running;
			expect(run.error?.message).toMatch(/changed to another account/);
			expect(rig.logins(vendor)).toEqual([]);
		},
	);
});

describe('S21: what n8n stores of a session', () => {
	it.each(SESSIONS)(
		'%s: nothing but the session, each part declared hidden, and the mark of values masked',
		async (node, credential, _, key) => {
			const vendor = vendorOf(node).name;
			const { name, properties } = rig.engine.credentialType(`${node}Api`);
			const declared = new Map(properties.map((property) => [property.name, property]));
			await warm(node, key(0), credential);
			rig.control.expireSessions(vendor);
			await rig.item(node, 'get', customer(key(0)), { credential });
			const stored = rig.engine.credentials.get(credential).data;
			expect([name, Object.keys(stored).filter((property) => !declared.has(property))]).toEqual([name, []]);
			for (const secret of ['sessionToken', 'sessionAccount', ...(node === 'epass' ? ['refreshToken'] : [])])
				expect(declared.get(secret)).toMatchObject({ type: 'hidden', typeOptions: { password: true } });
		},
	);
});
