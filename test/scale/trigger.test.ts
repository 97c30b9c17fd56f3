import { Cluster } from '../../lab/n8n/cluster';
import { Copies, copyThroughCrashes, SEED, withoutInsights } from '../../lab/n8n/copying';
import { Random } from '../../lab/sandbox/data';

let cluster: Cluster;
let copies: Copies;
const random = new Random(SEED);

beforeAll(async () => {
	cluster = await Cluster.create({
		workers: 1,
		// Executions of one workflow that overlap could both find nothing, and both create.
		concurrency: 1,
		env: withoutInsights(),
		sandbox: { latencyMs: 20 },
		workflows: (credential, { control }) => {
			copies = new Copies(control, random, credential);
			return copies.workflows;
		},
	});
});

afterAll(async () => await cluster.remove());

describe('in queue mode, the trigger of each vendor with Create or Update behind it', () => {
	it('brings each change to the other vendor once, whenever the main process is killed, alone or with its worker', async () => {
		const n8n = {
			get rest() {
				return cluster.rest;
			},
			until: async (what: string, holds: () => boolean | Promise<boolean>) =>
				await cluster.until(what, holds),
			crash: async () => await cluster.crash({ workers: random.next() < 0.5 }),
		};
		process.stdout.write(`\n${await copyThroughCrashes(n8n, copies, random)}\n`);
		expect(copies.faults()).toEqual([]);
	});
});
