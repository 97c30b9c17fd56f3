import { Copies, copyingIn, copyThroughCrashes, SEED, withoutInsights } from '../../lab/n8n/copying';
import type { CopyingN8n } from '../../lab/n8n/copying';
import { Instance } from '../../lab/n8n/instance';
import { Random } from '../../lab/sandbox/data';

/** What a trigger knows and the execution that it starts are then stored in one step. */
const DURABLE = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};

/** Off by default, as in n8n. */
const env = process.env.DURABLE === undefined ? {} : DURABLE;

const random = new Random(SEED);
let instance: Instance;
let n8n: CopyingN8n;
let copies: Copies;

beforeAll(async () => {
	// Executions of one workflow that overlap could both find nothing, and both create.
	instance = await Instance.create({
		env: { N8N_CONCURRENCY_PRODUCTION_LIMIT: '1', ...withoutInsights(), ...env },
	});
	instance.sandbox.control.setLatency(20);
	copies = new Copies(instance.sandbox.control, random, (id) => instance.credential(id));
	const { rest } = await instance.start(copies.workflows);
	for (const { id } of copies.workflows) await rest.publish(id);
	n8n = copyingIn(instance, rest);
});

afterAll(async () => await instance.remove());

describe('the trigger of each vendor with Create or Update behind it', () => {
	it('brings each change to the other vendor once, whenever n8n is killed', async () => {
		process.stdout.write(`\n${await copyThroughCrashes(n8n, copies, random)}\n`);
		expect(copies.faults()).toEqual([]);
	});

	it('repeats nothing of it afterwards', async () => {
		const { control } = instance.sandbox;
		const { created, updated } = control.counters().weevio;
		const polls = control.requests({ vendor: 'manex' }).length;
		await instance.until(
			'it was polled twice more',
			() => control.requests({ vendor: 'manex' }).length >= polls + 2,
		);
		expect(copies.faults()).toEqual([]);
		expect(control.counters().weevio).toMatchObject({ created, updated });
	});
});
