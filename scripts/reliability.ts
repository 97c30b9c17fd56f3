import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { allCells, runMatrix } from '../lab/faults/matrix';
import { report } from '../lab/faults/report';
import { repository } from '../lab/repository';

/** Runs the fault matrix and writes docs/RELIABILITY.md. */
const main = async (): Promise<void> => {
	const path = resolve(repository, 'docs', 'RELIABILITY.md');
	const cells = allCells();
	const started = Date.now();
	const rows = await runMatrix(cells);
	const text = await format(report(cells, rows), { ...(await resolveConfig(path)), filepath: path });
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
	console.log(
		`${cells.length} cells in ${Math.round((Date.now() - started) / 1000)} s → docs/RELIABILITY.md`,
	);
};

void main().then(
	() => process.exit(0),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
