import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { besides } from './against';
import { progress } from './compare';
import type { Row } from './compare';
import { JOBS } from './jobs';
import { runTask } from './processes';
import { asMarkdown, asText, surroundings } from './report';
import type { ProfileReport, Report } from './report';
import { FULL, QUICK, Stage } from './stage';
import type { Job, Sizes } from './stage';
import { repository } from '../lab/repository';

const RESULTS = 'bench/results.json';

async function main(): Promise<void> {
	const { positionals, values } = parseArgs({
		allowPositionals: true,
		options: {
			quick: { type: 'boolean', default: false },
			rounds: { type: 'string' },
			latencies: { type: 'string' },
			profile: { type: 'boolean', default: false },
			against: { type: 'string' },
		},
	});
	const unknown = positionals.filter((name) => !JOBS.some((job) => job.name === name));
	if (unknown.length > 0) {
		throw new Error(
			`No such job: ${unknown.join(', ')}; there are ${JOBS.map(({ name }) => name).join(', ')}`,
		);
	}
	const usual = values.quick ? QUICK : FULL;
	const sizes: Sizes = {
		...usual,
		rounds: Number(values.rounds ?? usual.rounds),
		latencies: values.latencies?.split(',').map(Number) ?? usual.latencies,
	};
	const chosen = JOBS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
	const stage = new Stage(sizes);
	try {
		if (values.against !== undefined) {
			process.stdout.write(`${await besides(resolve(values.against), stage, chosen)}\n`);
			return;
		}
		const rows: Row[] = [];
		for (const job of chosen) {
			const found = await job.run(stage);
			process.stdout.write(`${asText(found)}\n\n`);
			rows.push(...found);
		}
		const suspects = rows.filter(
			(row) => row.suspects !== undefined && (values.profile || row.met === false),
		);
		const profiles = await profilesOf(suspects);
		const report: Report = { surroundings: surroundings(), sizes, rows, profiles };
		for (const { lines, title } of profiles) {
			process.stdout.write(`${title}\n`);
			for (const [contender, top] of Object.entries(lines))
				process.stdout.write(`  ${contender}\n    ${top.join('\n    ')}\n`);
		}
		// Small sizes are for whoever is trying something out; a part of the whole takes its own rows' place.
		const results = values.quick ? '.tmp/bench.json' : RESULTS;
		const complete = values.quick ? report : laidOver(report, chosen);
		await write(results, JSON.stringify(complete, withoutSuspects));
		const shown = JOBS.filter(({ name }) => complete.rows.some((row) => row.job === name));
		await write(values.quick ? '.tmp/BENCHMARKS.md' : 'docs/BENCHMARKS.md', asMarkdown(complete, shown));
	} finally {
		stage.stop();
	}
}

/** The results so far, with those of the jobs that were run now in the place of their older ones. */
function laidOver(report: Report, run: readonly Job[]): Report {
	const path = resolve(repository, RESULTS);
	if (!existsSync(path)) return report;
	const before = JSON.parse(readFileSync(path, 'utf8')) as Report;
	const isRunNow = (name: string): boolean => run.some((job) => job.name === name);
	const rows = [...before.rows.filter(({ job }) => !isRunNow(job)), ...report.rows];
	const order = JOBS.map(({ name }) => name);
	rows.sort((a, b) => order.indexOf(a.job) - order.indexOf(b.job));
	const profiles = before.profiles.filter(({ title }) => !isRunNow(title.split(':')[0] ?? ''));
	return { ...report, rows, profiles: [...profiles, ...report.profiles] };
}

/** One more run of each contender under a profiler. */
async function profilesOf(rows: readonly Row[]): Promise<ProfileReport[]> {
	const profiles: ProfileReport[] = [];
	for (const { job, subject, suspects } of rows) {
		if (suspects === undefined) continue;
		const { kind, latencyMs, sandbox, tasks } = suspects;
		const title = `${job}: ${subject}, ${latencyMs} ms, ${kind}`;
		if (profiles.some((known) => known.title === title)) continue;
		progress(`Profile of ${title}`);
		await sandbox.latency(latencyMs);
		const lines: Record<string, string[]> = {};
		for (const [name, task] of Object.entries(tasks)) {
			lines[name] = (await runTask({ ...task, profile: kind }, async () => undefined)).profile ?? [];
		}
		profiles.push({ title, lines });
	}
	return profiles;
}

function withoutSuspects(key: string, value: unknown): unknown {
	return key === 'suspects' ? undefined : value;
}

async function write(file: string, text: string): Promise<void> {
	const path = resolve(repository, file);
	mkdirSync(resolve(path, '..'), { recursive: true });
	writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
	progress(`Wrote ${file}`);
}

main().catch((problem: unknown) => {
	process.stderr.write(
		`${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}\n`,
	);
	process.exitCode = 1;
});
