import { FAULTS } from './faults';
import type { Duration } from './faults';
import { whyNot } from './matrix';
import type { Cell, Row } from './matrix';
import { expectationOf, MAX_RETRIES } from './rules';
import { ITEMS, MATRIX_VENDORS, operationsOf } from './vendors';
import type { MatrixVendor, Operation } from './vendors';

/** docs/RELIABILITY.md, from what was measured. */
export function report(cells: readonly Cell[], rows: readonly Row[]): string {
	const cellText = new Map(cells.map((cell, index) => [keyOf(cell), textOf(cell, rows[index])]));
	const sections = MATRIX_VENDORS.map(
		(vendor) => `## ${vendor.displayName}

What holds:

${bullets(vendor.holds)}

What does not:

${bullets(vendor.doesNotHold)}

${tableOf(vendor, cellText)}
`,
	);
	return `${INTRODUCTION(cells.length, summaryOf(cells, rows))}\n${sections.join('\n')}`;
}

/** How many cells ended in which way, by what was to be done. */
function summaryOf(cells: readonly Cell[], rows: readonly Row[]): string {
	const outcomes = cells.map(({ job }, index) => {
		const items = rows[index]?.items ?? [];
		return {
			sort: job.isWrite === undefined ? 'reads' : job.lookUp === undefined ? WITHOUT : WITH,
			outcome: items.includes('may be saved')
				? 'may be saved'
				: items.includes('error')
					? 'error'
					: 'complete',
		};
	});
	const lines = ['reads', WITH, WITHOUT].map((sort) => {
		const those = outcomes.filter((each) => each.sort === sort);
		const counts = ENDS.map((end) => those.filter(({ outcome }) => outcome === end).length);
		return [sort, those.length, ...counts];
	});
	return [['', 'cells', ...ENDS], ['---', ...ENDS.map(() => '---'), '---'], ...lines]
		.map((line) => `| ${line.join(' | ')} |`)
		.join('\n');
}

const WITH = 'writes with something to look up';
const WITHOUT = 'writes without';
const ENDS = ['complete', 'error', 'may be saved'];

/** The cells of all tables in a Markdown text, one list a row; how wide columns are does not count. */
export function tableCells(markdown: string): string[][] {
	return markdown
		.split('\n')
		.filter((line) => line.startsWith('|') && !/^\|[\s|:-]+$/.test(line))
		.map((line) =>
			line
				.slice(1, line.lastIndexOf('|'))
				.split('|')
				.map((cell) => cell.trim()),
		);
}

export function outcomeWords(items: readonly string[]): string {
	const failed = [...new Set(items.filter((item) => item !== 'result'))].sort();
	return failed.length === 0 ? 'complete' : failed.reverse().join(' / ');
}

function tableOf(vendor: MatrixVendor, cellText: ReadonlyMap<string, string>): string {
	const operations = operationsOf(vendor);
	const lines = [
		['fault', '', ...operations],
		['---', '---', ...operations.map(() => '---')],
	];
	for (const fault of FAULTS) {
		for (const duration of fault.durations) {
			const name = { vendor, fault, duration };
			const texts = operations.map(
				(operation) =>
					whyNot(vendor, operation, fault) ?? cellText.get(keyOf({ ...name, operation })) ?? 'not run',
			);
			lines.push([fault.name, duration, ...texts]);
		}
	}
	return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

interface Key {
	vendor: MatrixVendor;
	operation: Operation;
	fault: Cell['fault'];
	duration: Duration;
}

const keyOf = ({ vendor, operation, fault, duration }: Key): string =>
	[vendor.name, operation, fault.name, duration].join('\n');

/** Such as "complete, 4 requests, sent again". */
function textOf(cell: Cell, row: Row | undefined): string {
	if (row === undefined) return 'not run';
	const expected = expectationOf(cell.vendor, cell.operation, cell.job, cell.fault, cell.duration);
	const outcome = outcomeWords(row.items);
	const firstLogins = cell.vendor.session === undefined ? 0 : 1;
	return [
		outcome,
		// Where chance has a say, the range within which the count must lie.
		`${measured(row.requests, expected.requests)} req`,
		...(row.logins === firstLogins ? [] : [`${measured(row.logins, expected.logins)} log-ins`]),
		...(row.recovery === '–' ? [] : [row.recovery]),
		...(row.saved === undefined || outcome === 'complete' ? [] : [`saved ${row.saved.join(' ')}`]),
	].join(', ');
}

function measured(count: number, expected: number | readonly [number, number]): string {
	return typeof expected === 'number' ? String(count) : `${expected[0]} to ${expected[1]}`;
}

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

const INTRODUCTION = (count: number, summary: string): string => `# Reliability

What happens to a run when the vendor, or the way to it, misbehaves: ${count} cells, each measured and each checked
against a rule. Written by \`npm run reliability\`; the same cells are tests (\`npx jest --selectProjects faults\`),
which also fail when the tables below no longer say what was measured.

## Summary

${summary}

In none of them is a record saved twice, is one said to be saved that is not, or does a list come short without an
error. Each error names its item; none shows a secret. Under ${FAULTS.length} faults the rules below hold for all five vendors.

## Method

Each cell is a run of one operation in n8n's own engine with the built package, over real sockets, against the
[sandbox](../sandbox), which plays the fault. Nothing of the runtime is replaced, and its waits are real.

- A run has ${ITEMS} items, worked off one after another (\`Max Parallel Requests\` 1, \`Max Retries\` ${MAX_RETRIES},
  a long \`Timeout\`) under "Continue". The fault hits the last request of the second item: of a list its last page, of
  an update the write itself. So the first item always arrives.
- A request that is to time out does so at the moment in which the sandbox holds its answer back. For an answer that
  comes byte by byte the clock of that run leaps, so that the limit of the request's whole time passes.
- Pages that are not as asked for, and a session that never holds, are so for the whole run: of pages, from the second
  item on. An answer in another form is so from the second item's last request on.
- **once**: that one request is hit, all later ones pass. **for ever**: from there on every request is hit, look-ups
  included, so the second and the third item fail.
- "before the work" means that the vendor did nothing, "after the work" that it saved or read and its answer was lost.
- Guardant Station is measured with a log-in. "get, looked up together" has five items, and the fault hits the batch
  request. A log-in that fails is hit at the start of the run. A wrong credential is a state and does not pass.
- The name that is not resolved is unknown to the resolver of the process under test; the closed port is a closed port.

Each cell is checked for: the outcome of each item (results are compared with the sandbox's records, key by key), how
many requests and log-ins were sent, how often each record is at the vendor's afterwards, and who brought the item
through. Each error must begin with the vendor's words or ours, end with \`[item n]\`, and hold no secret, even where
the vendor repeats one in its answer. No request may follow a redirect.

## Rules

| fault | reads | writes with something to look up | writes without |
| --- | --- | --- | --- |
| certainly nothing done: refused, name unknown, rate limit, HTTP 429 | sent again | sent again | sent again |
| outcome unknown: reset, time-out, byte by byte, cut off, damaged, HTTP 408, 425, 502, 503, 504, 52x | sent again | looked up; sent again only if not there | error "may have been saved" |
| not the vendor's answer: web page with HTTP 200, empty, no JSON, too deep | error | looked up; sent again only if not there | error "may have been saved" |
| vendor broke down: HTTP 500 | error | looked up; error if not there | error "may have been saved" |
| refused, forbidden (HTTP 403), redirected | error | error | error |
| session ended, HTTP 401 | new session, sent again | new session, sent again | new session, sent again |
| the same for a key, or one new session after the other | error; no more is sent | error; no more is sent | error; no more is sent |
| another form: one for a list, a list for one, other types | read as any other | as any other | as any other |
| other pages: shorter, longer, the same again, no end | complete, each once, or an error | | |

Whether a status or a page comes with it: the status decides, before what the body is.

Something to look up is: every update and deletion (by its key; not of a dongle), and a create with Weevio \`CUSTOMER_CODE\`, PDM
\`external_customer_ref\`, ManEx \`Custno\`, \`SoNo\`, \`part_No\` or \`WoNo\`, Guardant \`crmId\` or \`refId\`, EPASS \`externalID\` or \`code\`, of
an invoice \`Code\`.

## Reading the tables

- **complete**: every item brought its result. **error**: the hit items brought an error, the others their result.
  **may be saved**: likewise, and the error says that the record may have been saved, or deleted, and how to check.
  **may be saved / error**: the second item was hit at its write, the third already at the read before it.
- **req**: requests without log-ins, refused connections included. **log-ins** are named where there was more, or
  less, than the one at the start (EPASS: a token refresh that is turned down counts as one).
- **sent again**, **new session**, **looked up: saved**, **looked up: not saved, sent again**, **looked up singly**:
  how the hit item came through.
- **saved 1 0 1**: how often each item's record is at the vendor's in the end; of a deletion 1 where it is
  gone. Where nothing is named, once each.

## Limits that no client can lift

- A write that the vendor carries out only after the look-up (its connection broke, but the request is still in a
  queue) is not seen by the look-up. It is sent again, and a vendor that keeps references unique then refuses it.
- n8n's setting "Retry On Fail" runs the whole node again, all items included. Together with creates that carry no
  reference of yours it makes doubles; use "Continue" and the error output instead, or give a reference.
- A run that is killed in the middle of a request leaves that request's outcome unknown.
`;
