import '../../lab/engine/environment';

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { EngineWorkflow } from '../../lab/engine/harness';
import { sandboxCredentials } from '../../lab/n8n/examples';
import { CUSTOMER_KEYS, ORDER_KEYS, Rig } from './support';

/** Workflows as version 0.1.0 saved them, kept as they were: what people have built goes on working. */
const saved = (name: string): EngineWorkflow =>
	JSON.parse(readFileSync(join(__dirname, 'saved', `${name}.json`), 'utf8')) as EngineWorkflow;

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 60 });
});
beforeEach(() => {
	rig.reset();
	for (const credential of sandboxCredentials(rig.sandbox.credentials)) {
		rig.engine.credentials.set(credential as Parameters<typeof rig.engine.credentials.set>[0]);
	}
});
afterAll(async () => await rig.close());

const run = async (name: string) =>
	await rig.engine.run(saved(name), { startNode: 'When you click Execute' });

it('a sync from EPASS to Weevio finds nothing left to do the second time', async () => {
	const results = async (): Promise<unknown[]> => {
		const done = await run('epass-to-weevio-sync');
		expect(done.error).toBeUndefined();
		const items = done.json('Create or update in Weevio');
		expect(items.length).toBeGreaterThan(10);
		expect(items.every((item) => CUSTOMER_KEYS.every((key) => key in item))).toBe(true);
		return [...new Set(items.map(({ result }) => result))];
	};
	expect(await results()).toContain('created');
	expect(await results()).toEqual(['unchanged']);
});

it('a copy from EPASS to ManEx lists what was refused on its second branch', async () => {
	const done = await run('epass-customers-to-manex');
	expect(done.error).toBeUndefined();
	expect(done.json('Created').length).toBeGreaterThan(0);
});

it('the orders of all Guardant companies come in the common shape', async () => {
	const done = await run('guardant-customers-and-their-orders');
	expect(done.error).toBeUndefined();
	const orders = done.json('List their orders');
	expect(orders.length).toBeGreaterThan(0);
	expect(Object.keys(orders[0] ?? {})).toEqual([...ORDER_KEYS]);
});
