import type { INodeType } from 'n8n-workflow';

type OldN8n = typeof import('../../nodes/shared/n8n');

/** What n8n-workflow exported to the nodes in n8n 1.49; its wait knew no signal. */
jest.mock('n8n-workflow', () => {
	const { NodeApiError, NodeOperationError } =
		jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow');
	return {
		NodeApiError,
		NodeOperationError,
		sleep: async (milliseconds: number) => await new Promise((resolve) => setTimeout(resolve, milliseconds)),
	};
});

const old = jest.requireActual<OldN8n>('../../nodes/shared/n8n');

describe('an n8n of 2024', () => {
	it.each(['Epass', 'GuardantStation', 'ManexErp', 'ProDeliveryManager', 'WeevioPims'])(
		'loads %s',
		(name) => {
			const module = jest.requireActual<Record<string, new () => INodeType>>(
				`../../nodes/${name}/${name}.node`,
			);
			const Node = module[name];
			if (Node === undefined) throw new Error(`No class ${name}`);
			expect(new Node().description).toMatchObject({ inputs: ['main'], outputs: ['main'] });
		},
	);

	it.each<[unknown, boolean]>([
		[{ __rl: true, mode: 'id', value: '1' }, true],
		[{ mode: 'id', value: '1' }, false],
		['1', false],
		[null, false],
		[undefined, false],
	])('knows of %j whether it is a resource locator', (value, expected) => {
		expect(old.isResourceLocatorValue(value)).toBe(expected);
	});

	describe('waiting', () => {
		beforeEach(() => jest.useFakeTimers());

		afterEach(() => jest.useRealTimers());

		/** How long a wait takes when it is cancelled after so long. */
		const waited = async (milliseconds: number, cancelledAfter?: number): Promise<number> => {
			const controller = new AbortController();
			if (cancelledAfter !== undefined) setTimeout(() => controller.abort(), cancelledAfter);
			const started = Date.now();
			let took = -1;
			void old.sleep(milliseconds, controller.signal).then(() => (took = Date.now() - started));
			await jest.advanceTimersByTimeAsync(60_000);
			return took;
		};

		it.each([1, 500, 1_234, 30_000])('takes %d ms when nobody cancels', async (milliseconds) => {
			expect(await waited(milliseconds)).toBe(milliseconds);
		});

		it('ends soon after it was cancelled', async () => {
			const took = await waited(30_000, 5_100);
			expect(took).toBeGreaterThanOrEqual(5_100);
			expect(took).toBeLessThanOrEqual(5_600);
		});

		it('does not begin when it was cancelled before', async () => {
			expect(await waited(30_000, 0)).toBeLessThanOrEqual(500);
			const controller = new AbortController();
			controller.abort();
			await expect(old.sleep(30_000, controller.signal)).resolves.toBeUndefined();
		});
	});
});
