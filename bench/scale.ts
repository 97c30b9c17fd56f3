import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { format, resolveConfig } from 'prettier';
import { eachInParallel } from '../nodes/shared/parallel';
import { VENDORS } from '../lab/sandbox';
import { n8nVersion } from '../lab/n8n/n8n';
import { filledIn } from '../lab/docs/markdown';
import { Cluster } from '../lab/n8n/cluster';
import { lookUp, recordsFor, roundTrip, targets, writeOnly } from '../lab/n8n/roundTrips';
import type { Target } from '../lab/n8n/roundTrips';
import { pollCosts } from './polling';
import type { PollCost } from './polling';
import { surroundings } from './report';
import { repository } from '../lab/repository';

/**
 * Throughput of one to three workers, what an item costs as executions grow, and what a poll costs: the tables of
 * docs/SCALING.md.
 */

const PAGE = join(repository, 'docs', 'SCALING.md');
const RESULTS = join(repository, 'bench', 'scale.json');

const LATENCY_MS = 50;
const CONCURRENCY = 5;
const ITEMS = 20;
const MOST_WORKERS = 3;

interface Sizes {
	/** Executions for each vendor at each number of workers. */
	runs: number;
	/** Items per execution, for the table of growth. */
	items: number[];
	/** Records that a trigger watches. */
	watched: number[];
}

const FULL: Sizes = { runs: 40, items: [10, 100, 1_000, 10_000], watched: [1_000, 5_000, 25_000] };
const QUICK: Sizes = { runs: 2, items: [10, 100], watched: [1_000] };

interface Throughput {
	workers: number;
	executions: number;
	seconds: number;
	requests: number;
	/** Time from call to answer. */
	medianMs: number;
	p95Ms: number;
	/** Processor time of all workers, and of the main process. */
	workersCpuSeconds: number;
	mainCpuSeconds: number;
}

interface Growth {
	subject: string;
	items: number;
	requests: number;
	seconds: number;
	cpuSeconds: number;
	/** Memory of the worker before the run, and the most that it had during it. */
	restMb: number;
	peakMb: number;
}

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

const cpuSeconds = (pid: number): number => {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
};

const memoryMb = (pid: number, name: 'VmRSS' | 'VmHWM'): number => {
	const line = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
	return Number(line?.[1]) / 1024;
};

/** From here on the kernel's "most memory so far" counts anew. */
const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5');

const requestsSoFar = (cluster: Cluster): number => {
	const counters = cluster.sandbox.control.counters();
	return VENDORS.reduce((total, vendor) => total + counters[vendor].requests, 0);
};

const quantile = (sorted: readonly number[], share: number): number =>
	sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;

/** Each run has a number of its own, so that it sends records that are not there yet. */
let nextRun = 0;

async function roundTrips(cluster: Cluster, perVendor: number): Promise<number[]> {
	const workers = cluster.workers.length;
	const first = nextRun;
	nextRun += perVendor * targets.length;
	const times: number[] = [];
	await eachInParallel(perVendor * targets.length, workers * CONCURRENCY, async (index) => {
		const target = targets[index % targets.length] as Target;
		const started = performance.now();
		const { body, status } = await cluster.call(`roundTrip-${target.vendor}`, {
			records: recordsFor(first + index, ITEMS),
		});
		if (status !== 200 || !Array.isArray(body) || body.length !== ITEMS)
			throw new Error(`${target.vendor} answered ${status}: ${JSON.stringify(body).slice(0, 300)}`);
		times.push(performance.now() - started);
	});
	return times;
}

async function measureThroughput(cluster: Cluster, runs: number): Promise<Throughput> {
	const workers = cluster.workers.map(({ pid }) => pid);
	const main = cluster.main?.pid ?? 0;
	const cpuOfWorkers = (): number => workers.reduce((total, pid) => total + cpuSeconds(pid), 0);
	// Each worker loads its nodes with its first executions.
	await roundTrips(cluster, CONCURRENCY * workers.length);
	const before = { workers: cpuOfWorkers(), main: cpuSeconds(main), requests: requestsSoFar(cluster) };
	const started = performance.now();
	const times = (await roundTrips(cluster, runs)).sort((a, b) => a - b);
	return {
		workers: workers.length,
		executions: times.length,
		seconds: (performance.now() - started) / 1000,
		requests: requestsSoFar(cluster) - before.requests,
		medianMs: quantile(times, 0.5),
		p95Ms: quantile(times, 0.95),
		workersCpuSeconds: cpuOfWorkers() - before.workers,
		mainCpuSeconds: cpuSeconds(main) - before.main,
	};
}

interface Subject {
	title: string;
	workflow: string;
	vendor: Target['vendor'];
	records: (cluster: Cluster, count: number) => unknown[];
}

const subjects: Subject[] = [
	{
		title: 'Pro Delivery Manager, Create or Update of new customers',
		workflow: 'upsert-pdm',
		vendor: 'pdm',
		records: (_, count) => recordsFor(nextRun++, count),
	},
	{
		title: 'EPASS, Get',
		workflow: 'lookUp-epass',
		vendor: 'epass',
		records: (cluster, count) =>
			cluster.sandbox.control
				.records('epass')
				.slice(0, count)
				.map(({ Code }) => ({ id: Code })),
	},
];

/** Sends a run, and waits until n8n says that it has ended; hands back how long it took by n8n's own clock. */
async function runToItsEnd(cluster: Cluster, workflow: string, records: unknown[]): Promise<number> {
	const before = (await cluster.lastExecution(workflow))?.id;
	await cluster.call(workflow, { records });
	for (;;) {
		await sleep(200);
		const execution = await cluster.lastExecution(workflow);
		if (execution === undefined || execution.id === before || !execution.stoppedAt) continue;
		if (execution.status !== 'success')
			throw new Error(`${workflow} ended with ${execution.status}:\n${cluster.output}`);
		return (Date.parse(execution.stoppedAt) - Date.parse(execution.startedAt)) / 1000;
	}
}

async function measureGrowth(cluster: Cluster, subject: Subject, items: number): Promise<Growth> {
	// A worker of its own for each row: what an earlier run has left in memory would hide what this one takes.
	await cluster.stopWorkers(cluster.workers.length);
	await cluster.addWorkers(1);
	const pid = cluster.workers[0]?.pid ?? 0;
	await runToItsEnd(cluster, subject.workflow, subject.records(cluster, 10));
	const records = subject.records(cluster, items);
	if (records.length !== items) throw new Error(`The sandbox has too few records for ${items} items`);
	forgetPeak(pid);
	const before = {
		cpu: cpuSeconds(pid),
		mb: memoryMb(pid, 'VmRSS'),
		requests: cluster.sandbox.control.counters()[subject.vendor].requests,
	};
	const seconds = await runToItsEnd(cluster, subject.workflow, records);
	return {
		subject: subject.title,
		items,
		requests: cluster.sandbox.control.counters()[subject.vendor].requests - before.requests,
		seconds,
		cpuSeconds: cpuSeconds(pid) - before.cpu,
		restMb: before.mb,
		peakMb: memoryMb(pid, 'VmHWM'),
	};
}

const table = (header: string[], rows: Array<Array<string | number>>): string =>
	[header, header.map((_, column) => (column === 0 ? '---' : '--:')), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');

const rounded = (value: number, digits = 1): string =>
	value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

interface Report {
	workers: {
		surroundings: ReturnType<typeof surroundings>;
		throughput: Throughput[];
		growth: Growth[];
	};
	polling: { surroundings: ReturnType<typeof surroundings>; costs: PollCost[] };
}

const saidOf = ({ commit, date, machine }: ReturnType<typeof surroundings>): string =>
	`${date}, commit ${commit}, on ${machine}`;

/** The first row of the table, a hundred times: what the processors would have to do. */
function hundredfold(row: Throughput | undefined): string {
	if (row === undefined) return '';
	const items = (row.executions * ITEMS) / row.seconds;
	const cores = (cpu: number): string => rounded((cpu / row.seconds) * 100, 0);
	return [
		`One worker did ${rounded(items, 0)} items and ${rounded(row.requests / row.seconds, 0)} requests a second.`,
		`A hundred times as much is ${rounded(items * 100, 0)} items and ${rounded((row.requests / row.seconds) * 100, 0)} requests a second, or ${rounded(items * 8.64, 0)} million items a day.`,
		`It would keep ${cores(row.workersCpuSeconds)} cores busy in the workers and ${cores(row.mainCpuSeconds)} in the main process.`,
	].join(' ');
}

const sections = ({ polling, workers: { growth, surroundings: machine, throughput } }: Report) =>
	new Map([
		['surroundings', `${saidOf(machine)}; n8n ${n8nVersion()}.`],
		[
			'throughput',
			table(
				[
					'Workers',
					'Executions a second',
					'Items a second',
					'Requests a second',
					'Median time (ms)',
					'95 % within (ms)',
					'Processor time of the workers for an item (ms)',
					'of the main process (ms)',
				],
				throughput.map((row) => {
					const items = row.executions * ITEMS;
					return [
						row.workers,
						rounded(row.executions / row.seconds),
						rounded(items / row.seconds, 0),
						rounded(row.requests / row.seconds, 0),
						rounded(row.medianMs, 0),
						rounded(row.p95Ms, 0),
						rounded((row.workersCpuSeconds * 1000) / items),
						rounded((row.mainCpuSeconds * 1000) / items),
					];
				}),
			),
		],
		['hundred', hundredfold(throughput[0])],
		[
			'growth',
			table(
				[
					'What',
					'Items',
					'Requests',
					'Time (s)',
					'Time an item (ms)',
					'Processor time an item (ms)',
					'Memory at rest (MB)',
					'Most memory (MB)',
					'Memory an item (kB)',
				],
				growth.map((row) => [
					row.subject,
					rounded(row.items, 0),
					rounded(row.requests, 0),
					rounded(row.seconds),
					rounded((row.seconds * 1000) / row.items),
					rounded((row.cpuSeconds * 1000) / row.items),
					rounded(row.restMb, 0),
					rounded(row.peakMb, 0),
					rounded((Math.max(0, row.peakMb - row.restMb) * 1024) / row.items),
				]),
			),
		],
		['pollingSurroundings', `${saidOf(polling.surroundings)}.`],
		[
			'polling',
			table(
				[
					'What is watched',
					'Records',
					'Poll',
					'Requests',
					'Time (s)',
					'Processor time (s)',
					'Longest block (ms)',
					'State (kB)',
				],
				polling.costs.map((row) => [
					row.subject,
					rounded(row.records, 0),
					row.poll,
					rounded(row.requests, 0),
					rounded(row.seconds, 2),
					rounded(row.cpuSeconds, 2),
					rounded(row.longestBlockMs, 0),
					rounded(row.state / 1000),
				]),
			),
		],
	]);

/** Workers on one vendor's account each, and large executions. */
async function measureWorkers({ items, runs }: Sizes): Promise<Report['workers']> {
	const workers: Report['workers'] = { surroundings: surroundings(), throughput: [], growth: [] };
	const cluster = await Cluster.create({
		workers: 1,
		concurrency: CONCURRENCY,
		sandbox: { latencyMs: LATENCY_MS, customers: Math.max(500, ...items) },
		workflows: (credential) => [
			...targets.map((target) => roundTrip(target, credential)),
			...targets
				.filter(({ vendor }) => vendor === 'pdm')
				.map((target) => writeOnly(target, 'upsert', credential)),
			...targets.filter(({ vendor }) => vendor === 'epass').map((target) => lookUp(target, credential)),
		],
	});
	try {
		for (;;) {
			const row = await measureThroughput(cluster, runs);
			told(row);
			workers.throughput.push(row);
			if (cluster.workers.length === MOST_WORKERS) break;
			await cluster.addWorkers(1);
		}
		for (const subject of subjects) {
			for (const count of items) {
				const row = await measureGrowth(cluster, subject, count);
				told(row);
				workers.growth.push(row);
			}
		}
	} finally {
		await cluster.remove();
	}
	return workers;
}

const told = (row: object): void => void process.stdout.write(`${JSON.stringify(row)}\n`);

const measurePolling = async ({ watched }: Sizes): Promise<Report['polling']> => ({
	surroundings: surroundings(),
	costs: await pollCosts(watched, told),
});

/** Both parts, or the one that is named; the other one's figures stay. */
async function main(): Promise<void> {
	const { positionals, values } = parseArgs({
		allowPositionals: true,
		options: { quick: { type: 'boolean', default: false } },
	});
	const unknown = positionals.find((part) => part !== 'workers' && part !== 'polling');
	if (unknown !== undefined) throw new Error(`No such part: ${unknown}; there are workers and polling`);
	const sizes = values.quick ? QUICK : FULL;
	const isWanted = (part: string): boolean => positionals.length === 0 || positionals.includes(part);
	const before = JSON.parse(readFileSync(RESULTS, 'utf8')) as Report;
	const report: Report = {
		workers: isWanted('workers') ? await measureWorkers(sizes) : before.workers,
		polling: isWanted('polling') ? await measurePolling(sizes) : before.polling,
	};
	// A quick run is for whoever is trying something out.
	if (values.quick) return void process.stdout.write([...sections(report).values()].join('\n\n') + '\n');
	writeFileSync(RESULTS, `${JSON.stringify(report, null, '\t')}\n`);
	const page = filledIn(readFileSync(PAGE, 'utf8'), sections(report), PAGE);
	writeFileSync(PAGE, await format(page, { ...(await resolveConfig(PAGE)), filepath: PAGE }));
}

main().then(
	() => process.exit(0),
	(problem: unknown) => {
		process.stderr.write(
			`${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}\n`,
		);
		process.exit(1);
	},
);
