import type { IDataObject } from 'n8n-workflow';
import { counted, progress, Samples } from './compare';
import type { Comparison, Row, Sample } from './compare';
import { inChild } from './processes';
import type { Task, Work } from './protocol';
import { atMost, common, keysOf, OURS, titleOf } from './stage';
import type { Common, Job, Stage } from './stage';
import { BENCH_VENDORS } from './vendors';
import type { VendorName } from '../lab/sandbox';

/** How much of the time and the work nobody can spare: what any node has to read, send and wait for. */

const FLOOR = 'the same parameters and requests';

/** A run of ten items is over before it can be measured. */
const FEW = 10;
const REPEATS = 20;

/** Nothing but work, and mostly waiting. */
const LATENCIES = [0, 50];

const UNCHANGED = 'upsert of what is as it was';
const CHANGED = 'upsert of what changes';

const WORKS: ReadonlyArray<{ words: string; work: Work; vendors: readonly VendorName[] }> = [
	{ words: 'get', work: 'get', vendors: ['weevio', 'pdm', 'manex', 'guardant', 'epass'] },
	{ words: 'search', work: 'search', vendors: ['weevio', 'guardant', 'epass'] },
	{ words: 'listOrders', work: 'orders', vendors: ['weevio', 'guardant', 'epass'] },
	{ words: UNCHANGED, work: 'upsert', vendors: ['weevio', 'pdm', 'manex', 'guardant'] },
	{ words: CHANGED, work: 'upsert', vendors: ['weevio', 'pdm', 'manex', 'guardant'] },
	// Last, since it leaves more customers for the others to look through.
	{ words: 'create', work: 'create', vendors: ['weevio', 'pdm', 'manex', 'guardant', 'epass'] },
];

interface Trial {
	readonly subject: string;
	readonly shared: Common;
}

async function trialOf(
	stage: Stage,
	{ vendor, words, work }: { vendor: VendorName; words: string; work: Work },
	count: number,
): Promise<Trial> {
	const sandbox = await stage.sandbox(stage.sizes.items + 200);
	const { newCustomer, upsert } = BENCH_VENDORS[vendor];
	const repeats = count <= FEW ? REPEATS : 1;
	const trial = async (input: IDataObject[], changes: Partial<Common> = {}): Promise<Trial> => ({
		subject: `${titleOf(vendor)}, ${words}, ${count}`,
		shared: await common(sandbox, vendor, work, input, { warmUp: count, repeats, ...changes }),
	});
	const indexes = Array.from({ length: count }, (_, index) => index);
	switch (work) {
		case 'search':
			return await trial(await keysOf(sandbox, vendor, 1), { most: count });
		case 'create':
			return await trial(indexes.map((index) => newCustomer?.(index) ?? {}));
		case 'upsert': {
			if (upsert === undefined) throw new Error(`${titleOf(vendor)} has no upsert here`);
			const { changing, customer, matchOn } = upsert;
			const changes = words === CHANGED ? { changing } : {};
			return await trial(indexes.map(customer), { parameters: { matchOn }, ...changes });
		}
		default:
			return await trial(await keysOf(sandbox, vendor, count));
	}
}

/** Both in one process, which is warm, each with the other's turn ahead of it every other round. */
async function rowsOf(stage: Stage, { shared, subject }: Trial): Promise<Row[]> {
	const { items, rounds } = stage.sizes;
	const sandbox = await stage.sandbox(items + 200);
	const task: Task = { ...shared, contender: 'ours', rival: 'floor' };
	const tasks = {
		[OURS]: { ...shared, contender: 'ours' },
		[FLOOR]: { ...shared, contender: 'floor' },
	} as const;
	await sandbox.latency(0);
	return await inChild(task, async (run) => {
		const rows: Row[] = [];
		for (const latencyMs of LATENCIES) {
			await sandbox.latency(latencyMs);
			const samples = new Map<string, Sample[]>(Object.keys(tasks).map((name) => [name, []]));
			for (let round = 0; round < rounds; round++) {
				const turn = Object.entries(tasks);
				if (round % 2 === 1) turn.reverse();
				for (const [name, { contender }] of turn) {
					await sandbox.clearRequests();
					const sample = await counted(sandbox, task, async () => await run(contender));
					samples.get(name)?.push(sample);
					progress(
						`floor: ${subject}, ${latencyMs} ms, round ${round + 1}/${rounds}, ${name}: ${sample.wallMs.toFixed(0)} ms`,
					);
				}
			}
			const comparison: Comparison = { job: 'floor', subject, latencyMs, tasks, rounds };
			rows.push(...measuresOf(new Samples(sandbox, comparison, samples), latencyMs, shared.repeats));
		}
		return rows;
	});
}

function measuresOf(samples: Samples, latencyMs: number, divisor = 1): Row[] {
	const pair = [OURS, FLOOR] as const;
	const only = latencyMs === 0;
	return [
		samples.row(pair, 'wallMs', {
			label: 'time',
			unit: 'ms',
			divisor,
			...(only ? {} : { target: atMost(1.15, '1.15') }),
		}),
		samples.row(pair, 'cpuMs', {
			label: 'CPU',
			unit: 'ms',
			divisor,
			...(only ? { target: atMost(1.3, '1.3') } : {}),
		}),
		...(only ? [samples.row(pair, 'requests', { label: 'requests', unit: '', divisor })] : []),
	];
}

export const floor: Job = {
	name: 'floor',
	title: 'What no node gets by without',
	method: `The baseline is a node that does nothing but read the parameters that ours reads, as n8n hands them out, and wait for the requests that are needed at least, through n8n's \`httpRequest\`, signed by hand, as many at a time as ours; the answers are parsed by n8n and dropped, and an empty item is given out for each. What is the same for all items it reads once. Its requests are those that ours sends for the same items, in a run that is not measured, but for three: the single look-up with which ours compares what a batch brought, the page that ours asks for behind one that was not full, and the look at a record that came in a list before it is written. Pages that name the next follow one another; those that are numbered go together after the first; writes follow the look-ups. Of expressions that only name a value of the item, our node has n8n evaluate the first; the floor has it evaluate all, as nodes do. Both run in one warm process, in turn; runs of ${FEW} items are made ${REPEATS} times and divided.

What is missed, and why. Time at 50 ms: a list of Guardant ends where nothing comes, since a short page may be all that it gives at a time, and ours asks for half as many pages at once as have come. So a search of ten pages takes six round trips in place of two, and a customer's orders a second one. An upsert looks at a record of such a list before it is written, since it may have changed since the list was read. A thousand records of Weevio are found with four requests, so that the work of comparing and shaping them is seen beside the waiting. CPU at 0 ms: the floor drops what comes, while ours reads every answer, takes its envelope off, shapes each record, compares it and checks what is written. Where one request brings hundreds of records, and where everything is as it was, that is most of all there is. The profiles say how much of each is this package's, n8n's, axios's and Node's.`,
	run: async (stage) => {
		const rows: Row[] = [];
		for (const { vendors, words, work } of WORKS) {
			for (const vendor of vendors) {
				for (const count of stage.sizes.floor)
					rows.push(...(await rowsOf(stage, await trialOf(stage, { vendor, words, work }, count))));
			}
		}
		return rows;
	},
};
