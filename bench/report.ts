import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { createRequire } from 'node:module';
import type { Row, Target, Unit } from './compare';
import type { Job, Sizes } from './stage';
import { repository } from '../lab/repository';

export interface Surroundings {
	readonly date: string;
	readonly commit: string;
	readonly machine: string;
	readonly versions: Record<string, string>;
}

export interface ProfileReport {
	readonly title: string;
	/** By contender, the functions that cost most. */
	readonly lines: Record<string, string[]>;
}

export interface Report {
	readonly surroundings: Surroundings;
	readonly sizes: Sizes;
	readonly rows: readonly Row[];
	readonly profiles: readonly ProfileReport[];
}

export function surroundings(): Surroundings {
	const load = createRequire(__filename);
	const version = (name: string): string => (load(`${name}/package.json`) as { version: string }).version;
	const git = (...parts: string[]): string =>
		execFileSync('git', parts, { cwd: repository, encoding: 'utf8' }).trim();
	const changed = git('status', '--porcelain', '--', 'nodes', 'credentials') !== '';
	const [cpu] = cpus();
	return {
		date: new Date().toISOString().slice(0, 10),
		commit: `${git('rev-parse', '--short', 'HEAD')}${changed ? ', with changes not committed' : ''}`,
		machine: `${cpus().length} cores (${cpu?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}`,
		versions: {
			node: process.versions.node,
			'n8n-core': version('n8n-core'),
			'n8n-workflow': version('n8n-workflow'),
			'n8n-nodes-base': version('n8n-nodes-base'),
		},
	};
}

/** For people at a terminal. */
export function asText(rows: readonly Row[]): string {
	const header = ['job', 'what', 'ms', 'measure', 'ours', 'baseline', 'ratio', 'target', 'met', 'against'];
	const lines = rows.map((row) => [row.job, row.subject, ...cells(row), row.baselineName]);
	return aligned([header, ...lines]);
}

/** Columns one below the other. */
export function aligned(lines: ReadonlyArray<readonly string[]>): string {
	const widths = (lines[0] ?? []).map((_, column) =>
		Math.max(...lines.map((line) => line[column]?.length ?? 0)),
	);
	return lines
		.map((line) =>
			line
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

/** docs/BENCHMARKS.md. */
export function asMarkdown(
	{ profiles, rows, sizes, surroundings: { commit, date, machine, versions } }: Report,
	jobs: readonly Job[],
): string {
	const withTarget = rows.filter(({ met }) => met !== undefined);
	const missed = withTarget.filter(({ met }) => met === false);
	return [
		'# Benchmarks',
		'',
		'<!-- Written by `npm run bench`; changes by hand are lost. -->',
		'',
		`${date}, commit ${commit}, on ${machine}; ${Object.entries(versions)
			.map((each) => each.join(' '))
			.join(', ')}.`,
		'',
		missed.length === 0
			? `All ${withTarget.length} targets are met.`
			: `${withTarget.length - missed.length} of ${withTarget.length} targets are met; missed: ${missed.map(({ measure, subject }) => `${subject} (${measure})`).join('; ')}.`,
		'',
		'## Method',
		'',
		`\`npm run build && npm run bench\` makes this file and bench/results.json; \`npm run bench -- ${jobs[0]?.name ?? ''}\` runs one job, \`--quick\` small ones, \`--rounds 9\` more of them.`,
		'',
		"- The built package runs in n8n's own workflow engine (n8n-core), in the process of the benchmark; the vendors are stood in for by the sandbox, a process of its own with the stated latency added to each answer, over real sockets on the same machine.",
		'- Each run is made in a fresh child process (`NODE_ENV=production`, `--expose-gc`): it loads the engine, logs in, warms up with a small run of the same job, collects garbage, and then does the measured run.',
		"- CPU is user and system time of all of the child's threads, the engine's work included; requests, connections and log-ins are counted by the sandbox.",
		`- The contenders of a job take turns, in the opposite order every other round; ${sizes.rounds} rounds, or 3 where they take long or tell less. Figures are medians over the rounds, ratios the median of the rounds' ratios, ours divided by the baseline's: below 1 is less than the baseline.`,
		'',
		...jobs.flatMap((job) =>
			section(
				job,
				rows.filter((row) => row.job === job.name),
			),
		),
		...profileSections(profiles),
	].join('\n');
}

function section({ method, name, title }: Job, rows: readonly Row[]): string[] {
	if (rows.length === 0) return [];
	return [
		`## ${title} (\`${name}\`)`,
		'',
		method,
		'',
		'| what | latency (ms) | measure | this package | baseline | ratio | target | met | baseline is |',
		'| --- | --: | --- | --: | --: | --: | --- | --- | --- |',
		...rows.map((row) => `| ${[row.subject, ...cells(row), row.baselineName].join(' | ')} |`),
		'',
	];
}

function profileSections(profiles: readonly ProfileReport[]): string[] {
	if (profiles.length === 0) return [];
	return [
		'## Where the missed targets go',
		'',
		"Whose code took the time; then self time of functions without waiting, and time with all that they call (CPU); or what they allocated, garbage included (memory). n8n's share holds the packages that it brings, but for axios, with which it sends.",
		'',
		...profiles.flatMap(({ lines, title }) => [
			`### ${title}`,
			'',
			...Object.entries(lines).flatMap(([contender, top]) => [
				`${contender}:`,
				'',
				...top.map((line) => `- ${line}`),
				'',
			]),
		]),
	];
}

function cells({ baseline, latencyMs, measure, met, ours, ratio, target, unit }: Row): string[] {
	return [
		latencyMs === undefined ? '' : String(latencyMs),
		measure,
		figure(ours, unit),
		baseline === undefined ? '' : figure(baseline, unit),
		ratio === undefined ? '' : ratio.toPrecision(3).replace(/\.?0+$/, ''),
		target === undefined ? '' : targetWords(target, unit),
		met === undefined ? '' : met ? 'yes' : '**no**',
	];
}

function figure(value: number, unit: Unit): string {
	const digits = unit === '' || Math.abs(value) >= 100 ? 0 : 1;
	return `${value.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
}

function targetWords(target: Target, unit: Unit): string {
	switch (target.kind) {
		case 'ratio':
			return `ratio ≤ ${target.words}`;
		case 'exactly':
			return `exactly ${target.value}`;
		case 'most':
			return `≤ ${target.value} ${unit}`;
	}
}
