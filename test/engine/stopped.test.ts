import '../../lab/engine/environment';
import type { IDataObject, INode } from 'n8n-workflow';
import type { EngineRun } from '../../lab/engine/harness';
import { vendorOf } from '../../lab/vendors';
import type { NodeName } from '../../lab/vendors';
import { AUTOMATIC, between, customer, KNOWN, numbered, ONE_BY_ONE, onReading, Rig, until } from './support';

/** A run that is stopped at each of its stages. What has to end it is the stop alone: nothing else ever comes. */

/** Longer than any test may take: a vendor that holds its answer back. */
const FOR_EVER = { kind: 'delay', ms: 3_600_000 } as const;

/** n8n is asked for it for each item. */
const COMPUTED = '={{ $json.key + 0 }}';

const MODES = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

describe('a run that is stopped', () => {
	let rig: Rig;
	let stop: AbortController;

	beforeAll(async () => {
		rig = await Rig.start({ customers: 320 });
	});
	beforeEach(() => {
		rig.reset();
		stop = new AbortController();
	});
	afterEach(() => jest.restoreAllMocks());
	afterAll(async () => await rig.close());

	/** Runs a node that is stopped while the vendor holds back its answer to one request, after some others. */
	async function stoppedAtRequest(
		node: NodeName,
		operation: string,
		parameters: IDataObject,
		{ input, skip = 0, tool = false }: { input?: IDataObject[]; skip?: number; tool?: boolean } = {},
	): Promise<EngineRun> {
		const { name } = vendorOf(node);
		rig.control.clearRequests();
		rig.control.addFault({ vendor: name, fault: FOR_EVER, skip });
		const { type, ...call } = rig.nodeOf(node, { operation, ...parameters });
		const running = rig.engine.runNode({
			...call,
			type: tool ? `${type}Tool` : type,
			input,
			signal: stop.signal,
		});
		// A run that ends before is none that was stopped.
		let over = false;
		void running.finally(() => (over = true));
		await until(() => over || rig.requests(name).length > skip);
		stop.abort();
		const run = await running;
		expect(run.status).toBe('canceled');
		await rig.meanwhile(name);
		const requests = rig.requests(name);
		expect(requests).toHaveLength(skip + 1);
		// Held back to this very moment.
		expect(requests.at(-1)?.status).toBe(0);
		return run;
	}

	describe.each(MODES)('under "%s"', (onError: INode['onError']) => {
		it('while its items are checked: checks no other, and sends nothing', async () => {
			const read: number[] = [];
			between(rig, 'manexErp', async (context, run) => {
				onReading(context, (item) => {
					read.push(item);
					if (item === 10) stop.abort();
				});
				return await run();
			});
			const input = numbered(50, (index) => 10 + index);
			const run = await rig.run('manexErp', 'get', customer(COMPUTED), {
				input,
				onError,
				signal: stop.signal,
			});
			expect(run.status).toBe('canceled');
			expect(Math.max(...read)).toBe(10);
			await rig.meanwhile('manex');
			expect(rig.requests('manex')).toEqual([]);
		});
	});

	it('while errors are written: writes no other', async () => {
		const input = numbered(30, (index) => 90_000 + index);
		let written = 0;
		between(rig, 'manexErp', async (context, run) => {
			const own = context.getNode.bind(context);
			// An error names its node.
			context.getNode = () => {
				if (rig.requests('manex').length === input.length && ++written === 10) stop.abort();
				return own();
			};
			return await run();
		});
		const parameters = { ...customer('={{ $json.key }}'), ...ONE_BY_ONE };
		const run = await rig.run('manexErp', 'get', parameters, {
			input,
			onError: 'continueRegularOutput',
			signal: stop.signal,
		});
		expect(run.status).toBe('canceled');
		// The tenth, and the one that says that it was stopped.
		expect(written).toBe(11);
		expect(rig.requests('manex')).toHaveLength(input.length);
	});

	it('is begun by nobody again: not by n8n, which tries a node once more that has failed', async () => {
		const read: number[] = [];
		between(rig, 'manexErp', async (context, run) => {
			onReading(context, (item) => read.push(item));
			return await run();
		});
		rig.control.addFault({ vendor: 'manex', fault: FOR_EVER, count: 99 });
		const input = numbered(5, (index) => 10 + index);
		const running = rig.run(
			'manexErp',
			'get',
			{ ...customer(COMPUTED), ...ONE_BY_ONE },
			{ input, signal: stop.signal, retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		);
		await until(() => rig.requests('manex').length === 1);
		read.length = 0;
		stop.abort();
		expect((await running).status).toBe('canceled');
		await rig.meanwhile('manex');
		expect(rig.requests('manex')).toHaveLength(1);
		expect(Math.max(...read)).toBe(0);
	});

	it.each(KNOWN)('while %s holds its answer back: ends without it', async (node, key) => {
		await rig.item(node, 'get', customer(key));
		await stoppedAtRequest(node, 'get', customer(key));
	});

	it.each(['weevioPims', 'epass', 'guardantStation'] as const)(
		'while %s holds a list back: reads no further page, and needs no rest of it',
		async (node) => {
			await rig.item(node, 'search', { returnAll: false, limit: 1 });
			const pages = node === 'weevioPims' ? 0 : 2;
			const options = { maxParallelRequests: 1, ...(node === 'epass' ? { pageSize: 5 } : {}) };
			await stoppedAtRequest(node, 'search', { returnAll: true, options }, { skip: pages });
		},
	);

	it('while records are looked up together: looks up no other, alone or together', async () => {
		const keys = rig.control.records('weevio').map(({ CUSTOMER_CODE }) => CUSTOMER_CODE);
		await stoppedAtRequest(
			'weevioPims',
			'get',
			{ ...customer('={{ $json.key }}'), options: { maxParallelRequests: 1 } },
			{ input: numbered(40, (index) => keys[index]), skip: 1 },
		);
	});

	it('while it looks through a list for what to update: writes nothing', async () => {
		const input = Array.from({ length: 20 }, (_, index) => ({ id: `N-${index}`, name: `N ${index}` }));
		await stoppedAtRequest(
			'guardantStation',
			'upsert',
			{ ...AUTOMATIC, options: { maxParallelRequests: 1 } },
			{ input },
		);
		expect(rig.control.created('guardant')).toEqual([]);
	});

	it('while it searches for each item: writes nothing', async () => {
		const input = Array.from({ length: 20 }, (_, index) => ({
			name: `N ${index}`,
			email: `n${index}@x.example`,
		}));
		await stoppedAtRequest(
			'weevioPims',
			'upsert',
			{ ...AUTOMATIC, options: { maxParallelRequests: 1 } },
			{ input, skip: 1 },
		);
		expect(rig.control.created('weevio')).toEqual([]);
	});

	it('as a tool, while it looks for what a name means: looks no further', async () => {
		const name = { customer: { __rl: true, mode: 'id', value: '={{ "Some Name" }}' } };
		await stoppedAtRequest('guardantStation', 'get', name, { tool: true });
	});

	it.each(['proDeliveryManager', 'epass'] as const)('of %s before its log-in: none is made', async (node) => {
		const { name } = vendorOf(node);
		between(rig, node, async (context, run) => {
			const own = context.getCredentials.bind(context);
			Object.assign(context, {
				getCredentials: async (...args: Parameters<typeof own>) => {
					const credential = await own(...args);
					stop.abort();
					return credential;
				},
			});
			return await run();
		});
		const run = await rig.run(node, 'get', customer('={{ $json.key }}'), {
			input: numbered(20, (index) => 1408 + index),
			signal: stop.signal,
		});
		expect(run.status).toBe('canceled');
		await rig.meanwhile(name);
		expect(rig.requests(name)).toEqual([]);
	});
});
