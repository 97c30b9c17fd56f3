import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Engine, FEEDER } from '../../lab/engine/harness';
import { until } from './support';

const HTTP = 'n8n-nodes-base.httpRequest';
const SET = 'n8n-nodes-base.set';
/** A stock node whose credential has what ours have: a log-in, and a hidden session that expires. */
const METABASE = 'n8n-nodes-base.metabase';

describe('the engine harness, with stock nodes', () => {
	let engine: Engine;
	let server: Server;
	let url: string;
	let logins = 0;
	let validSession = '';
	let hang = false;
	const seen: Array<{ path: string; authorization?: string }> = [];

	beforeAll(async () => {
		engine = await Engine.load({ stockNodesOnly: true });
		server = createServer((request, response) => {
			const path = request.url ?? '';
			seen.push({ path, authorization: request.headers.authorization });
			if (hang) return;
			response.setHeader('Content-Type', 'application/json');
			if (path === '/api/session') {
				validSession = `session-${++logins}`;
				response.end(JSON.stringify({ id: validSession }));
				return;
			}
			if (path === '/missing') response.statusCode = 404;
			if (path.startsWith('/api/') && request.headers['x-metabase-session'] !== validSession)
				response.statusCode = 401;
			response.end(JSON.stringify({ path }));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});

	beforeEach(() => {
		seen.length = 0;
		logins = 0;
		hang = false;
		engine.credentials.clear();
		engine.credentials.set({
			id: 'metabase',
			name: 'Metabase',
			type: 'metabaseApi',
			data: { url, username: 'ada', password: 'secret-of-the-test' },
		});
	});

	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	const metabase = {
		type: METABASE,
		parameters: { resource: 'questions', operation: 'get', questionId: '7' },
		credentials: { metabaseApi: 'metabase' },
	};

	it('runs a workflow of several nodes with the real engine', async () => {
		const run = await engine.run(
			{
				nodes: [
					{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
					{ name: 'Fetch', type: HTTP, parameters: { url: `=${url}/{{ $json.path }}` } },
					{
						name: 'Rename',
						type: SET,
						parameters: {
							assignments: {
								assignments: [{ id: '1', name: 'answer', type: 'string', value: '={{ $json.path }}' }],
							},
						},
					},
				],
				connections: {
					Start: { main: [[{ node: 'Fetch', type: 'main', index: 0 }]] },
					Fetch: { main: [[{ node: 'Rename', type: 'main', index: 0 }]] },
				},
			},
			{ input: [{ path: 'one' }, { path: 'two' }] },
		);
		expect(run.error).toBeUndefined();
		expect(run.finished).toBe(true);
		expect(run.json('Rename')).toEqual([{ answer: '/one' }, { answer: '/two' }]);
		expect(run.output('Rename').map((item) => item.pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it('stops at a node that throws, and says with what', async () => {
		const run = await engine.runNode({ type: HTTP, parameters: { url: `${url}/missing` } });
		expect(run.finished).toBe(false);
		expect(run.error).toMatchObject({ name: 'NodeApiError', httpCode: '404', context: { itemIndex: 0 } });
	});

	it('sends failed items to the error output', async () => {
		const run = await engine.runNode({
			type: HTTP,
			parameters: { url: `=${url}/{{ $json.path }}` },
			input: [{ path: 'fine' }, { path: 'missing' }],
			onError: 'continueErrorOutput',
		});
		expect(run.finished).toBe(true);
		expect(run.json()).toEqual([{ path: '/fine' }]);
		expect(run.output(undefined, 1)).toMatchObject([
			{ json: { error: expect.anything() }, pairedItem: { item: 1 } },
		]);
		expect(run.output(FEEDER)).toHaveLength(2);
	});

	it('runs a node again on Retry on Fail', async () => {
		const run = await engine.runNode({
			type: HTTP,
			parameters: { url: `${url}/missing` },
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 1,
		});
		expect(run.finished).toBe(false);
		expect(seen).toHaveLength(2);
	});

	it('adds a credential to the request as its type says', async () => {
		engine.credentials.set({
			id: 'bearer',
			name: 'Bearer',
			type: 'httpBearerAuth',
			data: { token: 'the-token' },
		});
		const run = await engine.runNode({
			type: HTTP,
			parameters: { url, authentication: 'genericCredentialType', genericAuthType: 'httpBearerAuth' },
			credentials: { httpBearerAuth: 'bearer' },
		});
		expect(run.error).toBeUndefined();
		expect(seen).toEqual([{ path: '/', authorization: 'Bearer the-token' }]);
		expect(engine.credentials.reads).toBeGreaterThan(0);
		expect(engine.credentials.updates).toBe(0);
	});

	it('logs in with a credential that has a session, and keeps the session for the next execution', async () => {
		expect((await engine.runNode(metabase)).json()).toEqual([{ path: '/api/card/7' }]);
		expect(engine.credentials.get('metabase').data.sessionToken).toBe('session-1');
		expect((await engine.runNode(metabase)).finished).toBe(true);
		expect(logins).toBe(1);
		expect(engine.credentials.updates).toBe(1);
	});

	it('logs in again when the service answers 401', async () => {
		await engine.runNode(metabase);
		validSession = 'ended by the service';
		expect((await engine.runNode(metabase)).json()).toEqual([{ path: '/api/card/7' }]);
		expect(engine.credentials.get('metabase').data.sessionToken).toBe('session-2');
	});

	it('resolves expressions in a credential', async () => {
		const { data, ...credential } = engine.credentials.get('metabase');
		engine.credentials.set({ ...credential, data: { ...data, url: `={{ "${url}" + "/" }}` } });
		expect((await engine.runNode(metabase)).json()).toEqual([{ path: '/api/card/7' }]);
	});

	it('cancels a running execution, and the request with it', async () => {
		// A log-in can't be cancelled in n8n, so this one has happened already.
		await engine.runNode(metabase);
		hang = true;
		const before = seen.length;
		const stop = new AbortController();
		const running = engine.runNode({ ...metabase, signal: stop.signal });
		await until(() => seen.length > before);
		stop.abort();
		const run = await running;
		expect(run.status).toBe('canceled');
		expect(run.finished).toBe(false);
	});
});
