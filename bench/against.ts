import { compare, median } from './compare';
import { loadMs, packedSize } from './loading';
import { aligned } from './report';
import type { Job, Stage } from './stage';
import { repository } from '../lab/repository';

/** This package beside that of another checkout, turn by turn, in front of this checkout's sandbox. */

const NEW = 'new';
const OLD = 'old';

const HEADER = [
	'job',
	'what',
	'ms',
	'measure',
	'new min',
	'old min',
	'ratio',
	'new median',
	'old median',
	'ratio',
];

/** @throws Error when the two give out different items */
export async function besides(checkout: string, stage: Stage, jobs: readonly Job[]): Promise<string> {
	const lines: string[][] = [];
	for (const job of jobs) {
		for (const { sandbox, shared: usual, ...trial } of (await job.trials?.(stage)) ?? []) {
			// An n8n runs for weeks: what the first run of a process costs is "loading", and the compiler's.
			const isOne = usual.work === 'get' || usual.work === 'create';
			const shared = isOne ? { ...usual, warmUp: usual.input.length } : usual;
			const samples = await compare(sandbox, {
				...trial,
				job: job.name,
				tasks: {
					[NEW]: { ...shared, contender: 'ours' },
					[OLD]: { ...shared, contender: 'ours', checkout },
				},
				rounds: stage.sizes.rounds,
			});
			// A new record has another key each time.
			if (shared.work !== 'create' && samples.sameItems([NEW, OLD]).met !== true)
				throw new Error(`${trial.subject}: the two packages give out different items`);
			for (const [measure, label] of [
				['wallMs', 'time'],
				['cpuMs', 'CPU'],
			] as const) {
				const [ours, theirs] = [NEW, OLD].map((name) => samples.of(name).map((each) => each[measure]));
				const head = [job.name, trial.subject, String(trial.latencyMs), label];
				lines.push([...head, ...figures(ours ?? [], theirs ?? [])]);
			}
		}
		if (job.name === 'loading') lines.push(...(await loading(checkout, stage.sizes.loads)));
	}
	return aligned([HEADER, ...lines]);
}

async function loading(checkout: string, times: number): Promise<string[][]> {
	const ours: number[] = [];
	const theirs: number[] = [];
	// The first round is for the disk.
	for (let round = 0; round <= times; round++) {
		const first = round % 2 === 0;
		if (first) ours.push(await loadMs(repository));
		theirs.push(await loadMs(checkout));
		if (!first) ours.push(await loadMs(repository));
	}
	const [own, other] = [await packedSize(repository), await packedSize(checkout)];
	return [
		['loading', 'the built package', '', 'ms', ...figures(ours.slice(1), theirs.slice(1))],
		['loading', 'packed', '', 'KB', ...figures([own.size / 1024], [other.size / 1024])],
	];
}

function figures(ours: readonly number[], theirs: readonly number[]): string[] {
	return [(values: readonly number[]) => Math.min(...values), median].flatMap((of) => {
		const [own, other] = [of(ours), of(theirs)];
		return [own.toFixed(1), other.toFixed(1), (own / other).toFixed(3)];
	});
}
