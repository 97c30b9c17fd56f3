import '../../lab/engine/environment';
import type { IDataObject, INode } from 'n8n-workflow';
import type { Fault } from '../../lab/sandbox';
import { vendorOf } from '../../lab/vendors';
import { AUTOMATIC, Rig, customer, numbered, until } from './support';
import type { NodeName } from '../../lab/vendors';

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 320 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

/** Presses "Stop" once `seen` requests have come, and expects none after it but those under way. */
async function stopAfter(
	node: NodeName,
	seen: number,
	operation: string,
	parameters: IDataObject,
	input: IDataObject[],
	onError?: INode['onError'],
): Promise<void> {
	const vendor = vendorOf(node).name;
	const stop = new AbortController();
	const running = rig.run(node, operation, parameters, { input, signal: stop.signal, onError });
	await until(() => rig.requests(vendor).length >= seen);
	const atStop = rig.requests(vendor).length;
	stop.abort();
	const run = await running;
	// "error" would be shown as a failure, and start the error workflow.
	expect(run.status).toBe('canceled');
	await rig.meanwhile(vendor);
	// Under way at the moment of the click were as many as may be parallel.
	const sent = rig.requests(vendor).length;
	expect(sent).toBeLessThanOrEqual(atStop + OPTIONS.maxParallelRequests);
	await rig.meanwhile(vendor);
	expect(rig.requests(vendor)).toHaveLength(sent);
}

const OPTIONS = { maxParallelRequests: 3, batchLookups: false };

describe('a cancelled execution', () => {
	describe.each([
		['weevioPims', (index: number) => `M-${2002 + index}`],
		['proDeliveryManager', (index: number) => 1408 + index],
		['manexErp', (index: number) => 10 + index],
		['guardantStation', (index: number) => 10 + index],
		['epass', (index: number) => String(rig.control.records('epass')[index]?.Code)],
	] as const)('of %s', (node, key) => {
		it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
			'sends no further look-ups, under "%s"',
			async (onError) => {
				rig.control.setLatency(20);
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
			rig.control.setLatency(20);
			await stopAfter(
				node,
				6,
				'create',
				{ ...AUTOMATIC, options: OPTIONS },
				Array.from({ length: 60 }, (_, index) => ({ name: `N ${index}` })),
			);
			expect(rig.control.created(vendorOf(node).name).length).toBeLessThan(60);
		},
	);

	it('ends a dry run as well, in which no answer is waited for', async () => {
		const stop = new AbortController();
		const parameters = { ...AUTOMATIC, options: { dryRun: true } };
		const input = Array.from({ length: 20_000 }, (_, index) => ({ name: `N ${index}` }));
		const running = rig.run('guardantStation', 'create', parameters, { input, signal: stop.signal });
		// Its items are read and checked by then.
		await until(() => rig.engine.credentials.reads > 0);
		stop.abort();
		expect((await running).status).toBe('canceled');
	});

	it('reads no further pages', async () => {
		rig.control.setLatency(20);
		await stopAfter('epass', 4, 'search', { returnAll: true, options: { pageSize: 5 } }, [{}]);
	});

	it('does not write what it has read', async () => {
		rig.control.setLatency(60);
		const stop = new AbortController();
		const parameters = {
			...customer(8),
			...(await rig.mapped('guardantStation', 'update', { customerPhone: '5' })),
		};
		const running = rig.run('guardantStation', 'update', parameters, { signal: stop.signal });
		await until(() => rig.sent('guardant').length >= 1);
		stop.abort();
		await running;
		await rig.meanwhile('guardant');
		expect(rig.sent('guardant').map(({ method }) => method)).toEqual(['GET']);
	});

	it.each([
		['the rate limit', { kind: 'rateLimit', retryAfter: '60' }],
		['an outage', { kind: 'status', status: 503, headers: { 'retry-after': '60' } }],
	] as ReadonlyArray<readonly [string, Fault]>)('does not wait on for %s to pass', async (_, fault) => {
		rig.control.addFault({ vendor: 'weevio', fault, count: 99 });
		const stop = new AbortController();
		const running = rig.run('weevioPims', 'get', customer('M-1000'), { signal: stop.signal });
		await until(() => rig.requests('weevio').length === 1);
		await rig.meanwhile('weevio');
		stop.abort();
		const first = await Promise.race([running, rig.meanwhile('weevio', 200)]);
		expect(first).toMatchObject({ status: 'canceled' });
		await rig.meanwhile('weevio');
		expect(rig.requests('weevio')).toHaveLength(1);
	});

	it('sends nothing after a log-in that was under way', async () => {
		rig.control.setLatency(80);
		const stop = new AbortController();
		const input = numbered(20, (index) => 1408 + index);
		const running = rig.run('proDeliveryManager', 'get', customer('={{ $json.key }}'), {
			input,
			signal: stop.signal,
		});
		await until(() => rig.requests('pdm').length === 1);
		stop.abort();
		await running;
		await rig.meanwhile('pdm');
		expect(rig.sent('pdm')).toEqual([]);
	});
});
