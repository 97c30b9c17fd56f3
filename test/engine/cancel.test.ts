import '../../lab/engine/environment';
import type { IDataObject, INode } from 'n8n-workflow';
import type { Fault } from '../../lab/sandbox';
import { AUTOMATIC, Bench, customer, numbered, pause, SANDBOX_OF, until } from './support';
import type { NodeName } from './support';

let bench: Bench;
beforeAll(async () => {
	bench = await Bench.start({ customers: 320 });
});
beforeEach(() => bench.reset());
afterAll(async () => await bench.close());

/** Presses "Stop" once `seen` requests have come, and expects none after it but those under way. */
async function stopAfter(
	node: NodeName,
	seen: number,
	operation: string,
	parameters: IDataObject,
	input: IDataObject[],
	onError?: INode['onError'],
): Promise<void> {
	const vendor = SANDBOX_OF[node];
	const stop = new AbortController();
	const running = bench.run(node, operation, parameters, { input, signal: stop.signal, onError });
	await until(() => bench.requests(vendor).length >= seen);
	const atStop = bench.requests(vendor).length;
	stop.abort();
	const run = await running;
	// "error" would be shown as a failure, and start the error workflow.
	expect(run.status).toBe('canceled');
	await pause(100);
	// Under way at the moment of the click were as many as may be parallel.
	const sent = bench.requests(vendor).length;
	expect(sent).toBeLessThanOrEqual(atStop + OPTIONS.maxParallelRequests);
	await pause(150);
	expect(bench.requests(vendor)).toHaveLength(sent);
}

const OPTIONS = { maxParallelRequests: 3, batchLookups: false };

describe('a cancelled execution', () => {
	describe.each([
		['weevioPims', (index: number) => `M-${2002 + index}`],
		['proDeliveryManager', (index: number) => 1408 + index],
		['manexErp', (index: number) => 10 + index],
		['guardantStation', (index: number) => 10 + index],
		['epass', (index: number) => String(bench.control.records('epass')[index]?.Code)],
	] as const)('of %s', (node, key) => {
		it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
			'sends no further look-ups, under "%s"',
			async (onError) => {
				bench.control.setLatency(20);
				await stopAfter(
					node,
					6,
					'get',
					{ ...customer('={{ $json.key }}'), options: OPTIONS },
					numbered(100, key),
					onError,
				);
			},
		);
	});

	it.each(['weevioPims', 'manexErp', 'guardantStation'] as const)(
		'of %s sends no further writes',
		async (node) => {
			bench.control.setLatency(20);
			await stopAfter(
				node,
				6,
				'create',
				{ ...AUTOMATIC, options: OPTIONS },
				Array.from({ length: 60 }, (_, index) => ({ name: `N ${index}` })),
			);
			expect(bench.control.created(SANDBOX_OF[node]).length).toBeLessThan(60);
		},
	);

	it('reads no further pages', async () => {
		bench.control.setLatency(20);
		await stopAfter('epass', 4, 'search', { returnAll: true, options: { pageSize: 5 } }, [{}]);
	});

	it('does not write what it has read', async () => {
		bench.control.setLatency(60);
		const stop = new AbortController();
		const parameters = {
			...customer(8),
			...(await bench.mapped('guardantStation', 'update', { customerPhone: '5' })),
		};
		const running = bench.run('guardantStation', 'update', parameters, { signal: stop.signal });
		await until(() => bench.sent('guardant').length >= 1);
		stop.abort();
		await running;
		await pause(150);
		expect(bench.sent('guardant').map(({ method }) => method)).toEqual(['GET']);
	});

	it.each([
		['the rate limit', { kind: 'rateLimit', retryAfter: '20' }],
		['an outage', { kind: 'status', status: 503, headers: { 'retry-after': '20' } }],
	] as ReadonlyArray<readonly [string, Fault]>)('does not wait on for %s to pass', async (_, fault) => {
		bench.control.addFault({ vendor: 'weevio', fault, count: 99 });
		const stop = new AbortController();
		const started = Date.now();
		const running = bench.run('weevioPims', 'get', customer('M-1000'), { signal: stop.signal });
		await until(() => bench.requests('weevio').length === 1);
		await pause(50);
		stop.abort();
		const run = await running;
		expect(run.status).toBe('canceled');
		await pause(50);
		expect(Date.now() - started).toBeLessThan(5_000);
		expect(bench.requests('weevio')).toHaveLength(1);
	});

	it('sends nothing after a log-in that was under way', async () => {
		bench.control.setLatency(80);
		const stop = new AbortController();
		const input = numbered(20, (index) => 1408 + index);
		const running = bench.run('proDeliveryManager', 'get', customer('={{ $json.key }}'), {
			input,
			signal: stop.signal,
		});
		await until(() => bench.requests('pdm').length === 1);
		stop.abort();
		await running;
		await pause(250);
		expect(bench.sent('pdm')).toEqual([]);
	});
});
