import { allCells, cellName, errorsOf, runMatrix } from '../../lab/faults/matrix';
import type { Cell, Row } from '../../lab/faults/matrix';
import { outcomeWords } from '../../lab/faults/report';
import { expectationOf } from '../../lab/faults/rules';
import type { MatrixVendor } from '../../lab/faults/vendors';

/** Ends what hangs, and is no measure: on a machine that does much else all cells of a vendor take their time. */
const MATRIX_MS = 2_400_000;

/** What the message of a failed item must be, without the part that says which item. */
function beginsWithWords(cell: Cell, message: string): boolean {
	const { createPrefix = '' } = cell.vendor.refusal;
	// EPASS puts a code before its refusal of a new record.
	const { refusalPrefix = cell.job.operation === 'create' ? createPrefix : '' } = cell.job;
	const prefix = cell.fault.name.startsWith('refusal') ? refusalPrefix : '';
	// Where a record is read before it is written, it may be the reading that is refused, which has no code.
	const prefixes = cell.job.requests > 1 ? [prefix, ''] : [prefix];
	return prefixes.some((each) => message.startsWith(each + cell.fault.words(cell.vendor)));
}

/** The rows of the fault matrix of one vendor: the files of this folder run side by side. */
export function describeFaults(name: MatrixVendor['name']): void {
	const cells = allCells().filter(({ vendor }) => vendor.name === name);

	describe('an operation under a fault', () => {
		let rows: Row[] = [];

		beforeAll(async () => {
			rows = await runMatrix(cells);
		}, MATRIX_MS);

		const named = cells.map((cell, index) => {
			const expected = expectationOf(cell.vendor, cell.operation, cell.job, cell.fault, cell.duration);
			return { name: `${cellName(cell)} → ${outcomeWords(expected.items)}`, cell, expected, index };
		});

		it.each(named)('$name', ({ cell, expected, index }) => {
			const row = rows[index];
			if (row === undefined) throw new Error('This cell was not run');
			const between = (counted: number, [least, most]: readonly [number, number]): number =>
				Math.min(Math.max(counted, least), most);
			expect({
				items: row.items,
				requests: row.requests,
				logins: row.logins,
				saved: row.saved,
				recovery: row.recovery,
			}).toEqual({
				...expected,
				requests:
					typeof expected.requests === 'number'
						? expected.requests
						: between(row.requests, expected.requests),
				logins: typeof expected.logins === 'number' ? expected.logins : between(row.logins, expected.logins),
				saved: expected.saved,
			});
			expect(row.wrong).toEqual([]);
			expect(row.leaked).toEqual([]);
			expect(row.astray).toBe(0);
			for (const [item, message] of row.messages.entries()) {
				if (row.items[item] === 'result') continue;
				expect({ message, begins: beginsWithWords(cell, message) }).toEqual({ message, begins: true });
				expect(message.endsWith(` [item ${item}]`)).toBe(true);
				const isOpen = row.items[item] === 'may be saved';
				expect(message.includes('may have been deleted')).toBe(isOpen && cell.job.operation === 'delete');
			}
		});
	});

	describe('a dry run', () => {
		const dry = cells
			.filter(({ duration, job }) => job.isWrite !== undefined && duration === 'once')
			.map((cell): Cell => ({
				...cell,
				job: { ...cell.job, options: { ...cell.job.options, dryRun: true } },
			}));

		it(
			'sends no writing request, whatever goes wrong',
			async () => {
				const dryRows = await runMatrix(dry);
				expect(dryRows.length).toBeGreaterThan(100);
				const seen = dryRows.map(({ leaked, saved = [], writes }, index) => ({
					cell: dry[index] === undefined ? '' : cellName(dry[index]),
					leaked,
					saved: saved.reduce((sum, count) => sum + count, 0),
					writes,
				}));
				expect(seen).toEqual(seen.map(({ cell }) => ({ cell, leaked: [], saved: 0, writes: 0 })));
				// Most of what a fault would hit is not sent at all.
				expect(dryRows.some(({ items }) => items.every((item) => item === 'result'))).toBe(true);
			},
			MATRIX_MS,
		);
	});

	describe('a workflow that stops at a write whose outcome is unknown', () => {
		const stopping = cells.filter(
			({ operation, fault, duration }) =>
				(operation.startsWith('create') || operation === 'update') &&
				fault.name === 'reset after the work' &&
				duration === (operation === 'create without reference' ? 'once' : 'for ever'),
		);

		it(
			'says that the record may have been saved, and how to check',
			async () => {
				const errors = await errorsOf(stopping);
				expect(errors).toHaveLength(stopping.length);
				for (const [index, error] of errors.entries()) {
					const named = stopping[index]?.operation !== 'create without reference';
					expect(error?.message).toMatch(/ - the record may have been saved all the same \[item 1\]$/);
					// With a reference the record is looked for by it, without one by what the person knows.
					expect(error?.description).toMatch(
						named
							? /^Look in the vendor's system for the .+ (F-1|9000000001|\S+) before you run this item again$/
							: /^Look in the vendor's system whether the record is there before you run this item again$/,
					);
				}
			},
			MATRIX_MS,
		);
	});
}
