import { FAULTS } from './faults';
import type { Duration } from './faults';
import type { Cell, Row } from './matrix';

import { MAX_RETRIES } from './rules';
import { ITEMS, MATRIX_VENDORS } from './vendors';

/** What counts of a row. */
type Shown = Pick<Row, 'items'>;

/** docs/RELIABILITY.md, from what was measured. */
export function report(cells: readonly Cell[], rows: readonly Shown[]): string {
	const ended = endingsOf(cells, rows);
	return textOf(cells.length, summaryOf(ended), outcomesOf(ended));
}

interface Ended {
	readonly fault: Cell['fault'];
	readonly duration: Duration;
	/** What was to be done. */
	readonly sort: string;
	/** How it ended. */
	readonly end: string;
}

const endingsOf = (cells: readonly Cell[], rows: readonly Shown[]): Ended[] =>
	cells.map(({ duration, fault, job }, index) => ({
		fault,
		duration,
		sort: job.isWrite === undefined ? 'reads' : job.lookUp === undefined ? WITHOUT : WITH,
		end: endOf(rows[index]),
	}));

function endOf(row: Shown | undefined): string {
	if (row === undefined) return 'not run';
	if (row.items.includes('may be saved')) return 'may be saved';
	return row.items.includes('error') ? 'error' : 'complete';
}

/** How many cells ended in which way, by what was to be done. */
const summaryOf = (ended: readonly Ended[]): string =>
	table([
		['', 'cells', ...ENDS],
		...SORTS.map((sort) => {
			const those = ended.filter((each) => each.sort === sort);
			const counts = ENDS.map((end) => String(those.filter((each) => each.end === end).length));
			return [sort, String(those.length), ...counts];
		}),
	]);

/** The same for each fault; faults with the same outcomes share a line. */
function outcomesOf(ended: readonly Ended[]): string {
	const lines = new Map<string, { names: string[]; duration: string; outcomes: string[] }>();
	for (const fault of FAULTS) {
		for (const duration of fault.durations) {
			const those = ended.filter((each) => each.fault === fault && each.duration === duration);
			const outcomes = SORTS.map((sort) => countsOf(those.filter((each) => each.sort === sort)));
			const key = [duration, ...outcomes].join();
			const line = lines.get(key) ?? { names: [], duration, outcomes };
			line.names.push(fault.name);
			lines.set(key, line);
		}
	}
	return table([
		['fault', '', ...SORTS],
		...[...lines.values()].map(({ duration, names, outcomes }) => [names.join('; '), duration, ...outcomes]),
	]);
}

/** Such as "complete 30, error 2". */
function countsOf(ended: readonly Ended[]): string {
	const counts = [...ENDS, 'not run']
		.map((end) => ({ end, count: ended.filter((each) => each.end === end).length }))
		.filter(({ count }) => count > 0);
	return counts.length === 0 ? '–' : counts.map(({ count, end }) => `${end} ${count}`).join(', ');
}

function table([head = [], ...rows]: ReadonlyArray<readonly string[]>): string {
	return [head, head.map(() => '---'), ...rows].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

const WITH = 'writes with something to look up';
const WITHOUT = 'writes without';
const SORTS = ['reads', WITH, WITHOUT];
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

/** Of each vendor, what a lost answer is looked up by, and what a person should know. */
const vendorTable = (): string =>
	table([
		['vendor', 'looked up by', 'not looked up', 'good to know'],
		...MATRIX_VENDORS.map(({ displayName, reliability: { lookedUpBy, mind, notLookedUp } }) => [
			displayName,
			lookedUpBy,
			notLookedUp,
			mind,
		]),
	]);

const textOf = (count: number, summary: string, outcomes: string): string => `# Reliability

What a run does when the vendor, or the way to it, fails: ${FAULTS.length} faults, ${count} cells. Each cell is one operation under one
fault, measured in n8n's own engine and checked against a rule. \`npm run reliability\` writes this page. The same cells
are tests (\`npx jest --selectProjects faults\`), which also fail when this page is out of date.

## Summary

${summary}

In no cell is a record saved twice, reported as saved when it is not, or missing from a list without an error. Every
error names its item, and none shows a secret.

- **complete**: every item brought its result.
- **error**: the items that were hit brought an error, the others their result.
- **may be saved**: the same, and the error says that the record may have been saved or deleted, and how to check.

"Something to look up" means that a lost answer can be checked: every update and deletion (except of a dongle), and a
create that carries a key or reference of your own, see [By vendor](#by-vendor).

## Rules

| fault | reads | ${WITH} | ${WITHOUT} |
| --- | --- | --- | --- |
| certainly nothing done: connection refused, name unknown, rate limit, HTTP 429 | sent again | sent again | sent again |
| outcome unknown: reset, time-out, byte by byte, cut off, damaged, HTTP 408, 425, 502, 503, 504, 52x | sent again | looked up; sent again only if not there | error "may have been saved" |
| not the vendor's answer: web page with HTTP 200, empty, no JSON, too deep | error | looked up; sent again only if not there | error "may have been saved" |
| HTTP 500 | error | looked up; error if not there | error "may have been saved" |
| refused, forbidden (HTTP 403), redirected | error | error | error |
| session ended, HTTP 401 | new session, sent again | new session, sent again | new session, sent again |
| wrong key, or no session that lasts | error; no more is sent | error; no more is sent | error; no more is sent |
| same answer in another form, such as one record for a list, or other types | read as usual | as usual | as usual |
| pages that are shorter, longer, repeated or endless | complete, each once, or an error | | |

Where an answer has both an error status and a page, the status decides.

## By fault

How many cells ended in which way. **once**: one request fails, all later ones pass. **for ever**: every request from
there on fails, look-ups included. "Before the work" means that the vendor did nothing; "after the work" that it did
the work and its answer was lost.

${outcomes}

## By vendor

How a write whose answer was lost is looked up. Where nothing can be looked up, the item ends with "… may have been
saved all the same", names what to look for, and is never sent a second time.

${vendorTable()}

## How it is measured

- A run has ${ITEMS} items, one after another (\`Max Parallel Requests\` 1, \`Max Retries\` ${MAX_RETRIES}), with On Error at
  "Continue". The fault hits the last request of the second item: the last page of a list, the write of an update.
- Everything is real but the vendor: n8n's engine, the built package, sockets, waits. The vendor is the sandbox
  (\`lab/sandbox\`). A time-out comes at once when the sandbox holds its answer back.
- Faulty pages, and sessions that never last, stay so for the rest of the run. A failing log-in is hit at the start.
- "Get, looked up together" has five items, and the fault hits the request for all of them.
- Checked are each item's outcome against the sandbox's records, the number of requests and log-ins, how often each
  record is at the vendor's afterwards, the beginning and end of each error, and that no request follows a redirect.

## What no client can prevent

- A vendor may carry a write out only after the look-up, when its connection broke but the request was still queued.
  It is then sent again, and only a vendor that keeps references unique refuses the second one.
- n8n's "Retry On Fail" runs the whole node again with all its items. With creates that carry no reference, this makes
  duplicates: use "Continue" and the error output instead, or give a reference.
- A run that is killed in the middle of a request does not know what became of it.
`;
