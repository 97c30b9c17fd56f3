import { n8nVersion, olderN8n } from '../../lab/n8n/n8n';
import { Copies, copyingIn, copyThroughCrashes, SEED, withoutInsights } from '../../lab/n8n/copying';
import { Instance } from '../../lab/n8n/instance';
import { Random } from '../../lab/sandbox/data';

/** Fewer than where the newest n8n is tried: here it is about its way of polling. */
const TRIAL = { kills: 1, changes: 60 };

describe.each(olderN8n.map((n8n) => ({ version: n8nVersion(n8n), n8n })))('n8n $version', ({ n8n }) => {
	let instance: Instance;

	afterEach(async () => await instance.remove());

	it('polls with the triggers of all vendors, and brings each change once, although it is killed', async () => {
		instance = await Instance.create({
			n8n,
			env: { N8N_CONCURRENCY_PRODUCTION_LIMIT: '1', ...withoutInsights(n8n) },
		});
		instance.sandbox.control.setLatency(20);
		const random = new Random(SEED);
		const copies = new Copies(instance.sandbox.control, random, (id) => instance.credential(id));
		await instance.import([...copies.workflows]);
		const { rest } = await instance.start();
		for (const { id } of copies.workflows) await rest.activate(id);
		process.stdout.write(`\n${await copyThroughCrashes(copyingIn(instance, rest), copies, random, TRIAL)}\n`);
		expect(copies.faults()).toEqual([]);
	});
});
