import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { isMet, median } from './compare';
import type { Row, Target } from './compare';
import { repository } from '../lab/repository';

const run = promisify(execFile);

/** Loads what n8n loads, and makes the instances that n8n makes; prints the milliseconds. */
const LOADING = `
	require('n8n-workflow');
	const files = JSON.parse(process.argv[1]);
	const start = performance.now();
	for (const file of files) new (Object.values(require(file))[0])();
	process.stdout.write(String(performance.now() - start));
`;

export async function loadingRows(times: number): Promise<Row[]> {
	const { n8n } = JSON.parse(readFileSync(resolve(repository, 'package.json'), 'utf8')) as {
		n8n: { credentials: string[]; nodes: string[] };
	};
	const files = [...n8n.credentials, ...n8n.nodes].map((file) => resolve(repository, file));
	const load = async (): Promise<number> =>
		Number((await run(process.execPath, ['-e', LOADING, JSON.stringify(files)], { cwd: repository })).stdout);
	// The first run is for the disk.
	await load();
	const milliseconds: number[] = [];
	for (let round = 0; round < times; round++) milliseconds.push(await load());

	const { stdout } = await run('npm', ['pack', '--dry-run', '--json'], { cwd: repository });
	const [packed] = JSON.parse(stdout) as Array<{ size: number; unpackedSize: number }>;
	const row = (measure: string, unit: Row['unit'], values: number[], target?: Target): Row => ({
		job: 'loading',
		subject: 'the built package',
		latencyMs: undefined,
		measure,
		unit,
		ours: median(values),
		baseline: undefined,
		baselineName: '',
		ratio: undefined,
		target,
		met: isMet(target, median(values), NaN),
		rounds: { ours: values, baseline: [] },
	});
	return [
		row('five nodes and five credentials loaded', 'ms', milliseconds, { kind: 'most', value: 40 }),
		row('packed', 'KB', [(packed?.size ?? NaN) / 1024], { kind: 'most', value: 200 }),
		row('unpacked', 'KB', [(packed?.unpackedSize ?? NaN) / 1024]),
	];
}
