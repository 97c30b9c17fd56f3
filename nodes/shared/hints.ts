import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import type { Result } from './operations/kind';
import { printableHtml } from './printable';
import type { Output } from './shape';
import type { Scope, Vendor } from './vendor';
import { counted, listed, number } from './words';

/** What a run has to say about itself, for the output pane. */
export interface RunNotes {
	/** Input items, and how many of them ended with an error although the run went on. */
	items: number;
	refused: number;
	/** Whether items with an error leave by an output of their own. */
	branch: boolean;
	/** What became, or in a dry run would become, of so many records. */
	results: Map<Result, number>;
	dryRun?: boolean;
	/** The limit at which a list stopped although the vendor has, or may have, more. */
	stoppedAt?: number | undefined;
	/** Lists that were cut short, and whether anything was left undone, by what requests are allowed. */
	cut: number;
	overBudget: boolean;
	/** Reads that were asked for, of which some may have shared a request or an answer. */
	lookUps: number;
	requests: number;
	/** Records of which the vendor answered with the key alone. */
	sentOnly?: boolean;
	billing?: Vendor['billing'];
	/** Keys of input items that found no place when fields were mapped automatically. */
	unmapped: Set<string>;
	/** Fields filled in by hand that only the other kind of write takes, by the records that they were left out of. */
	leftOut: Readonly<Record<'new' | 'existing', Set<string>>>;
	/** What the records were put out as. */
	outputs: Set<Output>;
	/** What was asked for, where nothing came. */
	nothing?: Pick<Scope, 'operation' | 'resource'> & {
		/** Whether the workflow goes no further then. */
		readonly endsHere: boolean;
	};
	/** What the vendor remarked although it did what was asked. */
	warnings?: readonly string[];
}

/** What went wrong although the run went on. */
export function warningsFor({ branch, items, refused }: RunNotes): string[] {
	if (refused === 0) return [];
	const which = `${number(refused)} of ${counted(items, 'item')} ${refused === 1 ? 'was' : 'were'} refused`;
	return [`${which}; see the field "error"${branch ? ' in the Error Branch' : ''}.`];
}

/** One sentence for each thing worth knowing. */
export function hintsFor(notes: RunNotes): string[] {
	const { cut, leftOut, requests, sentOnly = false, stoppedAt, unmapped, warnings = [] } = notes;
	const result = resultHint(notes);
	const sent = requestHint(notes);
	// One hint for both: each pushes what came out further down.
	const done = result === undefined ? [] : [[result, ...sent].join(' ')];
	return [
		...done,
		...nothingHint(notes),
		...selectionHints(notes),
		...(cut > 0
			? [`Stopped after ${counted(requests, 'request')}, as many as Max Requests allows: there may be more.`]
			: []),
		...(stoppedAt === undefined
			? []
			: [`Stopped at the limit of ${number(stoppedAt)}: turn on Return All to get the rest.`]),
		...(unmapped.size > 0
			? [
					`${number(unmapped.size)} ${unmapped.size === 1 ? 'field' : 'fields'} of the input had no place and ${unmapped.size === 1 ? 'was' : 'were'} left out: ${someOf(unmapped)}.`,
				]
			: []),
		...(leftOut.existing.size > 0
			? [`Only new records take ${someOf(leftOut.existing)}: records that exist kept what they had.`]
			: []),
		...(leftOut.new.size > 0
			? [`Only records that exist take ${someOf(leftOut.new)}: new ones were made without.`]
			: []),
		...(sentOnly
			? [
					'The vendor answered with the ID alone: the other fields show what was sent, and null there means unknown, not empty. To see the whole record, put a Get after this node; that is one more request for each item.',
				]
			: []),
		...warnings.slice(0, MOST_WARNINGS).map((warning) => printableHtml(warning, MOST_OF_WARNING)),
		...(warnings.length > MOST_WARNINGS
			? [`The vendor remarked ${number(warnings.length - MOST_WARNINGS)} more things.`]
			: []),
		...(result === undefined ? sent : []),
	];
}

const RESULTS: Readonly<Record<Result, string>> = {
	created: 'created',
	updated: 'updated',
	wouldCreate: 'would be created',
	wouldUpdate: 'would be updated',
	wouldDelete: 'would be deleted',
	unchanged: 'unchanged',
};

function resultHint({ dryRun = false, results }: RunNotes): string | undefined {
	const found = (Object.keys(RESULTS) as Result[]).filter((result) => results.has(result));
	if (found.length === 0) return undefined;
	const said = found.map((result) => `${number(results.get(result) ?? 0)} ${RESULTS[result]}`).join(', ');
	return dryRun ? `Dry run, nothing was written: ${said}.` : `${said}.`;
}

/** Nothing found ends a workflow without a word. */
function nothingHint({ nothing, refused }: RunNotes): string[] {
	if (nothing === undefined || refused > 0) return [];
	const { endsHere, operation, resource } = nothing;
	const isList = operation.kind === 'list';
	const found =
		isList && operation.of !== undefined
			? `Nothing found: the ${resource.one} has none, or there is no such ${resource.one}.`
			: isList && operation.brings === undefined
				? `0 ${resource.many} found.`
				: 'Nothing found.';
	return [
		endsHere ? `${found} To go on anyway, turn on Always Output Data in the settings of the node.` : found,
	];
}

/** Names of selected fields that no record has: mostly misspelt ones. */
function selectionHints({ items, nothing, outputs, refused }: RunNotes): string[] {
	if (nothing !== undefined || refused === items) return [];
	const found = new Set([...outputs].flatMap(({ found = [] }) => [...found]));
	const missing = new Set(
		[...outputs].flatMap(({ choice }) => choice?.fields ?? []).filter((name) => !found.has(name)),
	);
	if (missing.size === 0) return [];
	const hidden = new Set([...outputs].flatMap((output) => output.hidden));
	const isHidden = (name: string): boolean => hidden.has(name.toLowerCase());
	const [kept, unknown] = [true, false].map(
		(is) => new Set([...missing].filter((name) => isHidden(name) === is)),
	);
	return [
		...(unknown === undefined || unknown.size === 0
			? []
			: [`No record has ${someOf(unknown)}: check the names in Output Fields.`]),
		...(kept === undefined || kept.size === 0
			? []
			: [`Not shown: ${someOf(kept)}. Turn on Include Sensitive Fields in the options to get them.`]),
	];
}

function requestHint({ billing, cut, lookUps, overBudget, requests }: RunNotes): string[] {
	if (requests === 0) return [];
	const sent = counted(requests, 'request');
	const price =
		billing === undefined
			? ''
			: ` (${dollars(requests * billing.dollars)}, once the ${number(billing.included)} that a month includes are used up)`;
	const isWhole = cut === 0 && !overBudget;
	if (lookUps > requests && isWhole) return [`${number(lookUps)} look-ups were answered by ${sent}${price}.`];
	return [`${sent} ${requests === 1 ? 'was' : 'were'} sent${price}.`];
}

const dollars = (amount: number): string => `$${amount.toFixed(4).replace(/0{1,2}$/, '')}`;

const MOST_OF_NAME = 60;
const MOST_WARNINGS = 5;
const MOST_OF_WARNING = 300;

/** The first of the names; hints are shown as HTML, and anybody may have named a field of a web hook's item. */
const someOf = (names: ReadonlySet<string>): string =>
	listed([...names].map((name) => printableHtml(name, MOST_OF_NAME)));

/** An older n8n has no hints of a run: then there are none. */
export function showHints(
	context: IExecuteFunctions,
	hints: readonly string[],
	more: Pick<NodeExecutionHint, 'type'> = {},
): void {
	if (!('addExecutionHints' in context) || hints.length === 0) return;
	context.addExecutionHints(
		...hints.map((message) => ({ message, location: 'outputPane' as const, ...more })),
	);
}
