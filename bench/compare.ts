import type { Measured, Task } from './protocol';
import { inChild } from './processes';
import type { SandboxProcess } from './processes';

/** What one run cost, with what the sandbox counted meanwhile. */
export interface Sample extends Measured {
	readonly requests: number;
	readonly connections: number;
	/** Log-ins and refreshes. */
	readonly logins: number;
}

export type Measure = Exclude<keyof Sample, 'digest' | 'profile'>;

export type Target =
	/** The most that ours may be of the baseline. */
	| { readonly kind: 'ratio'; readonly most: number; readonly words: string }
	| { readonly kind: 'exactly'; readonly value: number }
	| { readonly kind: 'most'; readonly value: number };

export type Unit = 'ms' | 'MB' | 'KB' | 'B' | '';

/** One line of the results. */
export interface Row {
	readonly job: string;
	readonly subject: string;
	readonly latencyMs: number | undefined;
	readonly measure: string;
	readonly unit: Unit;
	readonly ours: number;
	readonly baseline: number | undefined;
	readonly baselineName: string;
	/** Median over the rounds of ours divided by the baseline's. */
	readonly ratio: number | undefined;
	readonly target: Target | undefined;
	readonly met: boolean | undefined;
	readonly rounds: { readonly ours: number[]; readonly baseline: number[] };
	/** What to profile when the target is missed. */
	readonly suspects?: Suspects;
}

export interface Suspects {
	readonly sandbox: SandboxProcess;
	readonly kind: 'cpu' | 'memory';
	readonly latencyMs: number;
	readonly tasks: Record<string, Task>;
}

export interface Comparison {
	readonly job: string;
	readonly subject: string;
	readonly latencyMs: number;
	/** By the names that the results show. */
	readonly tasks: Record<string, Task>;
	readonly rounds: number;
	/** When a child is warm, before it is measured. */
	readonly beforeGo?: () => Promise<void>;
}

/** Runs each task once a round, in turn, and every other round in the opposite order. */
export async function compare(sandbox: SandboxProcess, comparison: Comparison): Promise<Samples> {
	const { job, latencyMs, rounds, subject, tasks } = comparison;
	const samples = new Map<string, Sample[]>(Object.keys(tasks).map((name) => [name, []]));
	await sandbox.latency(latencyMs);
	for (let round = 0; round < rounds; round++) {
		const turn = Object.entries(tasks);
		if (round % 2 === 1) turn.reverse();
		for (const [name, task] of turn) {
			const sample = await sampled(sandbox, task, comparison.beforeGo);
			samples.get(name)?.push(sample);
			progress(
				`${job}: ${subject}, ${latencyMs} ms, round ${round + 1}/${rounds}, ${name}: ${sample.wallMs.toFixed(0)} ms`,
			);
		}
	}
	return new Samples(sandbox, comparison, samples);
}

async function sampled(sandbox: SandboxProcess, task: Task, beforeGo?: () => Promise<void>): Promise<Sample> {
	await sandbox.clearRequests();
	return await inChild(task, async (run) => {
		await beforeGo?.();
		return await counted(sandbox, task, async () => await run(task.contender));
	});
}

/** A run, with what the sandbox counted meanwhile. */
export async function counted(
	sandbox: SandboxProcess,
	{ vendor }: Task,
	run: () => Promise<Measured>,
): Promise<Sample> {
	const before = await sandbox.counters(vendor);
	const measured = await run();
	const after = await sandbox.counters(vendor);
	return {
		...measured,
		requests: after.requests - before.requests,
		connections: after.connections - before.connections,
		logins: after.logins + after.refreshes - before.logins - before.refreshes,
	};
}

export function progress(text: string): void {
	process.stderr.write(`${text}\n`);
}

export class Samples {
	constructor(
		private readonly sandbox: SandboxProcess,
		private readonly comparison: Comparison,
		private readonly samples: ReadonlyMap<string, readonly Sample[]>,
	) {}

	of(name: string): readonly Sample[] {
		const found = this.samples.get(name);
		if (found === undefined || found.length === 0) throw new Error(`Nobody measured "${name}"`);
		return found;
	}

	/** Whether two contenders gave out the same items, value for value. */
	sameItems([ours, baselineName]: readonly [string, string]): Row {
		const { job, latencyMs, subject } = this.comparison;
		const others = this.of(baselineName);
		const different = this.of(ours).map(({ digest }, round) => (digest === others[round]?.digest ? 0 : 1));
		const value = different.reduce<number>((sum, each) => sum + each, 0);
		const target: Target = { kind: 'exactly', value: 0 };
		return {
			job,
			subject,
			latencyMs,
			measure: 'rounds with other items',
			unit: '',
			ours: value,
			baseline: undefined,
			baselineName,
			ratio: undefined,
			target,
			met: isMet(target, value, NaN),
			rounds: { ours: different, baseline: [] },
		};
	}

	/** Ours against a baseline, in one measure. */
	row(
		[ours, baselineName]: readonly [string, string],
		measure: Measure,
		{ label, target, unit, divisor = 1 }: { label: string; unit: Unit; target?: Target; divisor?: number },
	): Row {
		const { job, latencyMs, subject, tasks } = this.comparison;
		const own = this.of(ours).map((sample) => sample[measure] / divisor);
		const others = this.of(baselineName).map((sample) => sample[measure] / divisor);
		const ratio = median(own.map((value, round) => value / (others[round] ?? NaN)));
		const value = median(own);
		const kind =
			measure === 'wallMs' || measure === 'cpuMs'
				? 'cpu'
				: measure === 'peakRss' || measure === 'peakHeap'
					? 'memory'
					: undefined;
		return {
			job,
			subject,
			latencyMs,
			measure: label,
			unit,
			ours: value,
			baseline: median(others),
			baselineName,
			ratio: Number.isFinite(ratio) ? ratio : undefined,
			target,
			met: isMet(target, value, ratio),
			rounds: { ours: own, baseline: others },
			...(kind === undefined
				? {}
				: { suspects: { sandbox: this.sandbox, kind, latencyMs, tasks: pick(tasks, [ours, baselineName]) } }),
		};
	}
}

function pick(tasks: Record<string, Task>, names: readonly string[]): Record<string, Task> {
	return Object.fromEntries(Object.entries(tasks).filter(([name]) => names.includes(name)));
}

export function isMet(target: Target | undefined, value: number, ratio: number): boolean | undefined {
	switch (target?.kind) {
		case 'ratio':
			return ratio <= target.most;
		case 'exactly':
			return value === target.value;
		case 'most':
			return value <= target.value;
		case undefined:
			return undefined;
	}
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
