import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { isMet, median } from './compare';
import type { Row, Target } from './compare';
import { readManifest } from '../lab/packages/vendors';
import { repository } from '../lab/repository';

const run = promisify(execFile);

/** Loads what n8n loads, and makes the instances that n8n makes; prints the milliseconds. */
const LOADING = `
	require('n8n-workflow');
	const files = JSON.parse(process.argv[1]);
	// What n8n-workflow leaves to be cleared away is not ours.
	gc();
	const start = performance.now();
	for (const file of files) new (Object.values(require(file))[0])();
	process.stdout.write(String(performance.now() - start));
`;

/** How long a fresh process takes to load the built package of a checkout. */
export async function loadMs(checkout: string): Promise<number> {
	const { n8n } = readManifest(checkout);
	const files = [...n8n.credentials, ...n8n.nodes].map((file) => resolve(checkout, file));
	const { stdout } = await run(process.execPath, ['--expose-gc', '-e', LOADING, JSON.stringify(files)], {
		cwd: checkout,
	});
	return Number(stdout);
}

export async function packedSize(checkout: string): Promise<{ size: number; unpackedSize: number }> {
	const { stdout } = await run('npm', ['pack', '--dry-run', '--json'], { cwd: checkout });
	const [packed] = JSON.parse(stdout) as Array<{ size: number; unpackedSize: number }>;
	if (packed === undefined) throw new Error('npm pack made nothing');
	return packed;
}

export async function loadingRows(times: number): Promise<Row[]> {
	// The first run is for the disk.
	await loadMs(repository);
	const milliseconds: number[] = [];
	for (let round = 0; round < times; round++) milliseconds.push(await loadMs(repository));
	const packed = await packedSize(repository);
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
		row('nodes and credentials loaded', 'ms', milliseconds, { kind: 'most', value: 60 }),
		row('packed', 'KB', [packed.size / 1024], { kind: 'most', value: 150 }),
		row('unpacked', 'KB', [packed.unpackedSize / 1024]),
	];
}
