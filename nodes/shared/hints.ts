import type { IExecuteFunctions } from 'n8n-workflow';

import { printableHtml } from './printable';

/** What a run has to say about itself, for the output pane. */
export interface RunNotes {
	/** Input items, and how many of them ended with an error although the run went on. */
	items: number;
	refused: number;
	/** The limit at which a list stopped although the vendor has, or may have, more. */
	stoppedAt?: number | undefined;
	/** Reads that were asked for, of which some may have shared a request or an answer. */
	lookUps: number;
	requests: number;
	/** Keys of input items that found no place when fields were mapped automatically. */
	unmapped: Set<string>;
	/** What the vendor remarked although it did what was asked. */
	warnings?: readonly string[];
}

/** One sentence for each thing worth knowing; none for a run without surprises. */
export function hintsFor(notes: RunNotes): string[] {
	const { items, lookUps, refused, requests, stoppedAt, unmapped, warnings = [] } = notes;
	const number = (value: number): string => value.toLocaleString('en-US');
	return [
		...(refused > 0
			? [
					`${number(refused)} of ${number(items)} ${items === 1 ? 'item' : 'items'} ${refused === 1 ? 'was' : 'were'} refused; see the field "error".`,
				]
			: []),
		...(stoppedAt === undefined
			? []
			: [`Stopped at the limit of ${number(stoppedAt)}: turn on Return All to get the rest.`]),
		...(requests > 0 && lookUps > requests
			? [
					`${number(lookUps)} look-ups were answered by ${number(requests)} ${requests === 1 ? 'request' : 'requests'}.`,
				]
			: []),
		...(unmapped.size > 0
			? [
					`${number(unmapped.size)} ${unmapped.size === 1 ? 'field' : 'fields'} of the input had no place and ${unmapped.size === 1 ? 'was' : 'were'} left out: ${someOf(unmapped)}.`,
				]
			: []),
		...warnings.slice(0, MOST_WARNINGS).map((warning) => printableHtml(warning, MOST_OF_WARNING)),
		...(warnings.length > MOST_WARNINGS
			? [`The vendor remarked ${number(warnings.length - MOST_WARNINGS)} more things.`]
			: []),
	];
}

const MOST_NAMES = 10;
const MOST_OF_NAME = 60;
const MOST_WARNINGS = 5;
const MOST_OF_WARNING = 300;

/** The first of the names; hints are shown as HTML, and anybody may have named a field of a web hook's item. */
function someOf(names: ReadonlySet<string>): string {
	const shown = [...names].slice(0, MOST_NAMES).map((name) => printableHtml(name, MOST_OF_NAME));
	const others = names.size - shown.length;
	return shown.join(', ') + (others > 0 ? ` and ${others.toLocaleString('en-US')} more` : '');
}

/** An older n8n has no hints of a run: then there are none. */
export function showHints(context: IExecuteFunctions, hints: readonly string[]): void {
	if (!('addExecutionHints' in context) || hints.length === 0) return;
	context.addExecutionHints(...hints.map((message) => ({ message, location: 'outputPane' as const })));
}
