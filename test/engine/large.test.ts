import '../../lab/engine/environment';
import { Rig, customer, numbered } from './support';

describe('an execution with very many items', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 60 });
	});
	afterAll(async () => await rig.close());

	it('lets others have their turn while its items are read and checked', async () => {
		// n8n's workers prove that they live from the same event loop.
		let turns = 0;
		let over = false;
		const count = (): void => {
			turns++;
			if (!over) setImmediate(count);
		};
		const run = async (items: number): Promise<number> => {
			turns = 0;
			const { error } = await rig.run('proDeliveryManager', 'get', customer('={{ $json.key }}'), {
				input: numbered(items, (index) => (index === items - 1 ? 'no number' : 1408 + index)),
			});
			// So that nothing was sent, which would give others their turn as well.
			expect(error?.message).toMatch(/no number/);
			return turns;
		};
		setImmediate(count);
		await run(1);
		const forOne = await run(1);
		const forMany = await run(20_000);
		over = true;
		expect(forMany).toBeGreaterThan(forOne + 10);
	});
});
