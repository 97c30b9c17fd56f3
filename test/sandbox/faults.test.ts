import { once } from 'node:events';
import http from 'node:http';

import type { Sandbox } from '../../lab/sandbox';
import {
	arrived,
	client,
	epass,
	epassLogin,
	guardant,
	holdWaits,
	manex,
	nextConnection,
	pdm,
	pdmToken,
	weevio,
	withSandbox,
} from './helpers';
import type { Json } from './helpers';

describe('sandbox: faults and control', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await withSandbox();
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => sandbox.control.reset());
	afterEach(() => jest.useRealTimers());

	const create = async (name: string) =>
		await guardant(sandbox)('POST', '/customers', {}, { customerName: name });
	const madeCount = () => sandbox.control.created('guardant').length;

	it.each([
		['a page of another site', { origin: 'https://evil.example' }],
		['a page of another port', { origin: 'http://localhost:3000' }],
		['a page without a site', { origin: 'null' }],
		['a name that somebody else has given this address', { host: 'rebound.evil.example' }],
	])('S9: is not steered by %s', async (_, headers) => {
		const steer = async (method: string, path: string, more: object): Promise<number> =>
			await new Promise((resolve, reject) => {
				http
					.request(new URL(path, sandbox.url), { method, headers: { ...more } }, (answer) => {
						answer.resume();
						resolve(answer.statusCode ?? 0);
					})
					.on('error', reject)
					.end();
			});
		expect(await steer('GET', '/control/credentials', headers)).toBe(403);
		expect(await steer('POST', '/control/reset', headers)).toBe(403);
		expect(await steer('GET', '/control/credentials', {})).toBe(200);
		expect(await steer('GET', '/control/credentials', { origin: sandbox.url })).toBe(200);
	});

	it('status, skip, count and match', async () => {
		sandbox.control.addFault({
			vendor: 'guardant',
			fault: { kind: 'status', status: 503, body: { down: true }, headers: { 'x-why': 'test' } },
			count: 2,
			skip: 1,
			match: { method: 'post', pathIncludes: '/customers' },
		});
		expect((await guardant(sandbox)('GET', '/customers/4')).status).toBe(200);
		const statuses = [];
		for (const name of ['a', 'b', 'c', 'd']) statuses.push((await create(name)).status);
		expect(statuses).toEqual([200, 503, 503, 200]);
		expect(madeCount()).toBe(2);
		expect(sandbox.control.faults()).toEqual([]);
	});

	it('statusAfter does the work', async () => {
		sandbox.control.addFault({ vendor: 'guardant', fault: { kind: 'statusAfter', status: 502 } });
		expect((await create('a')).status).toBe(502);
		expect(madeCount()).toBe(1);
	});

	it('resetBefore and resetAfter differ in the work only', async () => {
		sandbox.control.addFault({ vendor: 'guardant', fault: { kind: 'resetBefore' } });
		await expect(create('a')).rejects.toThrow(/socket hang up|ECONNRESET/);
		expect(madeCount()).toBe(0);
		sandbox.control.addFault({ vendor: 'guardant', fault: { kind: 'resetAfter' } });
		await expect(create('a')).rejects.toThrow(/socket hang up|ECONNRESET/);
		expect(madeCount()).toBe(1);
		expect(sandbox.control.requests().map(({ status, fault }) => [status, fault])).toEqual([
			[0, 'resetBefore'],
			[0, 'resetAfter'],
		]);
	});

	it('truncated announces more than it sends', async () => {
		sandbox.control.addFault({ vendor: 'guardant', fault: { kind: 'truncated' } });
		await expect(guardant(sandbox)('GET', '/customers')).rejects.toThrow(/aborted|socket hang up/);
	});

	it('delay works first, delayBefore only for those who wait', async () => {
		holdWaits();
		const { baseUrl, accessToken } = sandbox.credentials.guardantStationApi;
		const givenUp = async (kind: 'delay' | 'delayBefore', requests: number): Promise<void> => {
			sandbox.control.addFault({ vendor: 'guardant', fault: { kind, ms: 60_000 } });
			const patience = new AbortController();
			const connection = nextConnection();
			const answer = client.post(
				`${baseUrl}/customers`,
				{},
				{
					httpAgent: new http.Agent({ keepAlive: false }),
					signal: patience.signal,
					headers: { Authorization: `Bearer ${accessToken}` },
				},
			);
			await arrived(sandbox, requests);
			const closed = once(await connection, 'close');
			patience.abort();
			await expect(answer).rejects.toThrow('canceled');
			await closed;
			await jest.advanceTimersByTimeAsync(60_000);
		};
		await givenUp('delayBefore', 1);
		expect(madeCount()).toBe(0);
		await givenUp('delay', 2);
		expect(madeCount()).toBe(1);
		sandbox.control.addFault({ vendor: 'guardant', fault: { kind: 'delayBefore', ms: 60_000 } });
		const patient = create('patient');
		await arrived(sandbox, 3);
		expect(madeCount()).toBe(1);
		await jest.advanceTimersByTimeAsync(60_000);
		expect((await patient).status).toBe(200);
		expect(madeCount()).toBe(2);
	});

	it('is quiet once all that has come is done with', async () => {
		holdWaits();
		sandbox.control.addFault({ vendor: 'guardant', fault: { kind: 'delayBefore', ms: 60_000 } });
		const patient = create('patient');
		await arrived(sandbox, 1);
		const made = sandbox.control.quiet().then(madeCount);
		await jest.advanceTimersByTimeAsync(60_000);
		expect(await made).toBe(1);
		await patient;
	});

	it('html, empty and notJson', async () => {
		const get = async () => await guardant(sandbox)('GET', '/customers/4');
		sandbox.control.addFault({ vendor: 'guardant', fault: { kind: 'html' } });
		const page = await get();
		expect(page.headers['content-type']).toContain('text/html');
		expect(page.data).toContain('<form');
		sandbox.control.addFault({ vendor: 'guardant', fault: { kind: 'empty' } });
		expect([(await get()).data]).toEqual(['']);
		sandbox.control.addFault({ vendor: 'guardant', fault: { kind: 'notJson' } });
		const bad = await get();
		expect(bad.headers['content-type']).toContain('application/json');
		expect(bad.data).toBe('<<<not json');
	});

	it('page is a proxy’s, with any status', async () => {
		for (const status of [401, 403, 408, 425, 429, 520, 527]) {
			sandbox.control.addFault({
				vendor: 'guardant',
				fault: { kind: 'page', status, headers: { 'retry-after': '1' } },
			});
			const page = await create('a');
			expect([page.status, page.headers['retry-after']]).toEqual([status, '1']);
			expect(page.data).toMatch(/^<html>/);
		}
		expect(madeCount()).toBe(0);
	});

	it('gzipDamaged and deepJson cannot be read', async () => {
		sandbox.control.addFault({ vendor: 'guardant', fault: { kind: 'gzipDamaged' } });
		await expect(create('a')).rejects.toThrow(/invalid block type/);
		expect(madeCount()).toBe(1);
		sandbox.control.addFault({ vendor: 'guardant', fault: { kind: 'deepJson', levels: 3, status: 400 } });
		const deep = await create('b');
		expect([deep.status, deep.data]).toEqual([400, { a: { a: { a: 1 } } }]);
		expect(madeCount()).toBe(1);
	});

	it('dribble sends all of the answer, one byte at a time', async () => {
		const plain = await guardant(sandbox)('GET', '/customers/4');
		sandbox.control.addFault({ vendor: 'guardant', fault: { kind: 'dribble', ms: 0 } });
		expect((await guardant(sandbox)('GET', '/customers/4')).data).toEqual(plain.data);
	});

	it('dribble ends when the sandbox closes', async () => {
		const other = await withSandbox();
		other.control.addFault({ vendor: 'guardant', fault: { kind: 'dribble', ms: 600_000 } });
		const { baseUrl, accessToken } = other.credentials.guardantStationApi;
		const headers = { Authorization: `Bearer ${accessToken}` };
		const answer = once(http.get(`${baseUrl}/customers/4`, { headers }), 'response');
		const [response] = (await answer) as [http.IncomingMessage];
		// Not `once`, which an error before it would end.
		const gone = new Promise((resolve) => response.on('error', () => undefined).on('close', resolve));
		response.resume();
		await other.close();
		await gone;
		expect(response.complete).toBe(false);
	});

	it.each([
		['unwrapped', { customers: { _id: 8, archived: false } }],
		['listed', { customers: [{ _id: 8, archived: false }] }],
		['textFlags', { customers: [{ _id: 8, archived: 'false' }] }],
		['numberFlags', { customers: [{ _id: 8, archived: 0 }] }],
		['textNumbers', { customers: [{ _id: '8', archived: false }] }],
	] as const)('otherType %s', async (form, expected) => {
		sandbox.control.addFault({ vendor: 'guardant', fault: { kind: 'otherType', form } });
		const { data } = await guardant(sandbox)('GET', '/customers', { limit: 1, sortby: 'name', offset: 0 });
		const [shown] = [data.customers].flat() as Json[];
		expect(Array.isArray(data.customers)).toBe(Array.isArray(expected.customers));
		const [wanted] = [expected.customers].flat();
		expect(typeof shown?._id).toBe(typeof wanted?._id);
		expect(typeof shown?.archived).toBe(typeof wanted?.archived);
	});

	it('pages of other lengths, the same ones again, and cursors without end', async () => {
		const list = async (offset: number) => {
			const { data } = await guardant(sandbox)('GET', '/customers', { limit: 100, offset });
			return (data.customers as Json[]).map(({ _id }) => Number(_id));
		};
		const all = [...(await list(0)), ...(await list(100)), ...(await list(200))];
		const paged = async (fault: Parameters<typeof sandbox.control.addFault>[0]['fault'], offset: number) => {
			sandbox.control.addFault({ vendor: 'guardant', fault });
			return await list(offset);
		};
		expect(await paged({ kind: 'shortPages', most: 7 }, 10)).toEqual(all.slice(10, 17));
		expect(await paged({ kind: 'longPages', least: 150 }, 10)).toEqual(all.slice(10, 160));
		expect(await paged({ kind: 'repeatPages' }, 10)).toEqual(all.slice(0, 100));
		const call = epass(sandbox, (await epassLogin(sandbox)).data.token as string);
		const cursors: unknown[] = [];
		for (const pageStartId of [0, 10]) {
			sandbox.control.addFault({ vendor: 'epass', fault: { kind: 'endlessPages' } });
			const query = { fieldName: 'ID', eval: 'GREATERTHAN', value: '0' };
			const { data } = await call('POST', '/customer/search', {
				query,
				paging: { pageSize: 10, pageStartId },
			});
			cursors.push([data.Paging.LargestID, data.Paging.PagesRemaining, data.Customer.length]);
		}
		expect(cursors).toEqual([
			[10, true, 10],
			[20, true, 10],
		]);
	});

	it('redirect, and the log of where it led', async () => {
		sandbox.control.addFault({
			vendor: 'guardant',
			fault: { kind: 'redirect', location: `${sandbox.url}/elsewhere` },
		});
		const moved = await guardant(sandbox)('GET', '/customers/4');
		expect([moved.status, moved.headers.location]).toEqual([302, `${sandbox.url}/elsewhere`]);
		await client.get(`${sandbox.url}/elsewhere`);
		expect(sandbox.control.requests({ vendor: 'other' })).toHaveLength(1);
	});

	it('rateLimit in the form of each vendor', async () => {
		for (const vendor of ['guardant', 'pdm'] as const) {
			sandbox.control.addFault({ vendor, fault: { kind: 'rateLimit', retryAfter: '2' } });
		}
		const limited = await guardant(sandbox)('GET', '/customers/4');
		expect([limited.status, limited.headers['retry-after']]).toEqual([429, '2']);
		expect((await pdm(sandbox, 'x')('GetCustomer')).status).toEqual({
			code: 205,
			details: 'Rate limit exceeded',
		});
	});

	it('expiredSession answers as the vendor does', async () => {
		const pdmCall = pdm(sandbox, await pdmToken(sandbox));
		const epassCall = epass(sandbox, (await epassLogin(sandbox)).data.token as string);
		for (const vendor of ['weevio', 'pdm', 'manex', 'guardant', 'epass'] as const) {
			sandbox.control.addFault({ vendor, fault: { kind: 'expiredSession' } });
		}
		const single = async () => await weevio(sandbox)('GET', '/customers/single', { customerCode: 'M-1000' });
		expect((await single()).status).toBe(401);
		expect((await single()).status).toBe(200);
		expect((await pdmCall('GetCustomer', { customer_id: 1408 })).status.code).toBe(203);
		expect((await pdmCall('GetCustomer', { customer_id: 1408 })).status.code).toBe(203);
		expect((await manex(sandbox)('Get', { CustNumOrName: 'Customer' })).data.IsValidUser).toBe(false);
		expect((await guardant(sandbox)('GET', '/customers/4')).status).toBe(401);
		expect((await guardant(sandbox)('GET', '/customers/4')).status).toBe(200);
		expect((await epassCall('POST', '/customer/search', {})).status).toBe(401);
		expect((await epassCall('POST', '/customer/search', {})).status).toBe(401);
	});

	it('vendorError is a refusal in the envelope of the vendor', async () => {
		const epassCall = epass(sandbox, (await epassLogin(sandbox)).data.token as string);
		const pdmCall = pdm(sandbox, await pdmToken(sandbox));
		const message = 'No, thanks';
		for (const vendor of ['weevio', 'pdm', 'manex', 'guardant', 'epass'] as const) {
			sandbox.control.addFault({ vendor, fault: { kind: 'vendorError', message } });
		}
		sandbox.control.addFault({
			vendor: 'epass',
			fault: { kind: 'vendorError', message },
			count: 2,
		});
		const refused = await weevio(sandbox)('GET', '/customers/single');
		expect([refused.status, refused.data.message]).toEqual([400, message]);
		expect((await pdmCall('GetCustomer')).status).toEqual({ code: 500, details: message });
		expect((await manex(sandbox)('Get', {})).data).toMatchObject({ Code: 403, Message: message });
		expect((await guardant(sandbox)('GET', '/customers/4')).data.error.message).toBe(message);
		expect((await epassCall('POST', '/customer/search', {})).data.Results).toMatchObject({
			Success: false,
		});
		expect((await epassCall('GET', '/customer/customer')).data.Result).toMatchObject({
			Success: false,
		});
		expect((await epassCall('POST', '/customer/customer', {})).data).toMatchObject({
			success: false,
		});
	});

	it('logs requests without secrets, and counts connections', async () => {
		const now = (): number => performance.timeOrigin + performance.now();
		const started = now();
		const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
		const { baseUrl, teamId, apiId, apiSecret } = sandbox.credentials.weevioPimsApi;
		for (let n = 0; n < 3; n++) {
			await client.put(
				`${baseUrl}/customers/create`,
				{ BNAME: `n${n}` },
				{
					httpAgent: agent,
					params: { teamID: teamId },
					auth: { username: apiId, password: apiSecret },
				},
			);
		}
		agent.destroy();
		await manex(sandbox)('Get', { CustNumOrName: 'Customer' });
		await pdmToken(sandbox);
		const log = sandbox.control.requests({
			vendor: 'weevio',
			method: 'put',
			pathIncludes: 'create',
		});
		expect(log).toHaveLength(3);
		expect(new Set(log.map((each) => each.connectionId)).size).toBe(1);
		expect(log[1]).toMatchObject({
			path: '/weevio/tenant/api/pims/v1/customers/create',
			query: { teamID: teamId },
			body: { BNAME: 'n1' },
			headers: { authorization: '***' },
			status: 200,
		});
		expect(log[0]?.atMs).toBeGreaterThanOrEqual(started);
		expect(log[0]?.atMs).toBeLessThanOrEqual(now());
		const everything = JSON.stringify(sandbox.control.requests());
		const { manexErpApi, proDeliveryManagerApi } = sandbox.credentials;
		for (const secret of [apiSecret, manexErpApi.apiKey, proDeliveryManagerApi.apiKey]) {
			expect(everything).not.toContain(secret);
		}
		sandbox.control.settings({ keepSecrets: true });
		expect(sandbox.control.requests({ vendor: 'weevio' })[0]?.headers.authorization).toMatch(/^Basic /);
		expect(sandbox.control.counters().weevio).toMatchObject({
			requests: 3,
			connections: 1,
			created: 3,
		});
	});

	it('keeps the log within its limits', async () => {
		sandbox.control.settings({ maxLoggedRequests: 5, maxLoggedBody: 10 });
		for (let n = 0; n < 12; n++) await create('x'.repeat(50));
		const log = sandbox.control.requests();
		expect(log).toHaveLength(5);
		expect(log[0]?.body).toHaveLength(10);
		expect(madeCount()).toBe(12);
	});

	it('is driven over HTTP, too', async () => {
		const control = async (method: string, path: string, data?: unknown) =>
			(await client.request({ method, url: `${sandbox.url}/control${path}`, data })).data as Json;
		const rule = { vendor: 'guardant', fault: { kind: 'status', status: 418 } };
		expect(await control('POST', '/faults', rule)).toHaveProperty('id');
		expect(await control('GET', '/faults')).toHaveLength(1);
		expect((await guardant(sandbox)('GET', '/customers/4')).status).toBe(418);
		await create('by http');
		expect(await control('GET', '/created/guardant')).toHaveLength(1);
		expect(await control('GET', '/records/epass')).toHaveLength(500);
		expect(await control('GET', '/records/pdm/1408')).toMatchObject({ first_name: 'Joe' });
		expect(await control('GET', '/requests?vendor=guardant&method=POST')).toHaveLength(1);
		expect((await control('GET', '/counters')).guardant.requests).toBe(2);
		expect((await control('GET', '/credentials')).epassApi.userId).toBe('N8NAPI');
		expect((await control('POST', '/settings', { pdmDeadTokenCode: 202 })).pdmDeadTokenCode).toBe(202);
		await control('POST', '/latency', { ms: 60 });
		holdWaits();
		const { length } = sandbox.control.requests();
		const late = guardant(sandbox)('GET', '/customers/4');
		await arrived(sandbox, length + 1);
		await jest.advanceTimersByTimeAsync(59);
		expect(sandbox.control.requests().at(-1)?.status).toBe(0);
		await jest.advanceTimersByTimeAsync(1);
		expect((await late).status).toBe(200);
		jest.useRealTimers();
		await control('POST', '/latency', { ms: 0 });
		const session = pdm(sandbox, await pdmToken(sandbox));
		await control('POST', '/sessions/pdm/expire');
		expect((await session('GetCustomer', { customer_id: 1408 })).status.code).toBe(202);
		await control('POST', '/reset');
		expect(await control('GET', '/created/guardant')).toHaveLength(0);
		expect((await control('GET', '/settings')).pdmDeadTokenCode).toBe(203);
		expect((await client.post(`${sandbox.url}/control/faults`, { vendor: 'x' })).status).toBe(400);
	});
});
