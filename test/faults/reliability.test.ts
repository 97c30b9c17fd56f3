import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { allCells } from '../../lab/faults/matrix';
import { report, tableCells } from '../../lab/faults/report';
import { expectationOf } from '../../lab/faults/rules';
import { repository } from '../../lab/repository';

const document = resolve(repository, 'docs', 'RELIABILITY.md');

it('docs/RELIABILITY.md says what each cell must show, and is tested to show', () => {
	const cells = allCells();
	const rows = cells.map(({ vendor, operation, job, fault, duration }) =>
		expectationOf(vendor, operation, job, fault, duration),
	);
	const written = existsSync(document) ? readFileSync(document, 'utf8') : '';
	// When this fails: npm run reliability
	expect(tableCells(written)).toEqual(tableCells(report(cells, rows)));
});
