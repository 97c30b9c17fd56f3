import type { IDataObject } from 'n8n-workflow';

import type { RefusalReason, VendorRequest } from './wire';

/** What a vendor's guide assumes, as questions to the vendor and what their answers tell of it. */

/** What a question brought. */
export interface Asked {
	/** None where it was refused. */
	readonly records: readonly IDataObject[];
	/** Where the vendor says that the next page begins. */
	readonly next?: number | string | undefined;
	/** Why it was refused, or that the answer has a form that is not known. */
	readonly refused?: RefusalReason | 'unreadable';
	/** What the vendor, or what reads its answers, remarked. */
	readonly warnings?: readonly string[] | undefined;
}

/**
 * One reading request; undefined where there is nothing to ask with, or no need to. Its path holds no value.
 * @param of the answer to an earlier question, where it was not refused
 * @param sample the key that a person gave to check with
 */
export type Question = (
	of: (question: Question) => Asked | undefined,
	sample: string | undefined,
) => VendorRequest | undefined;

type Answers = [first: Asked, ...others: Array<Asked | undefined>];

export interface Assumption {
	readonly assumption: string;
	/** The questions whose answers tell. What the first was not asked for, nobody can tell. */
	readonly from: readonly Question[];
	/** Whether it holds, or why nobody can tell. */
	tells(...asked: Answers): boolean | string;
	/** What to do where it does not hold. */
	readonly advice: string | ((...asked: Answers) => string);
}

/** A vendor's own part of a diagnosis. */
export interface Diagnosis {
	/** In the order in which they are asked. */
	readonly questions: readonly Question[];
	readonly assumptions: readonly Assumption[];
	/** A request with values in place of the credential's, as if its session had ended. */
	readonly ended?: { readonly request: VendorRequest; readonly instead: Readonly<Record<string, string>> };
	/** Whether a log-in says when its session ends. */
	readonly expires?: true;
}

/** A key that no record has. */
export const NOBODY = 'n8n-no-such-key';

export const NO_RECORDS = 'There are no records to tell by.';
export const REPORT = 'Report how it is answered.';
export const UNBATCH = 'Switch off Batch Look-Ups in the options.';
export const RAW = 'Use the output Raw or Selected Fields.';

export const isAbsent = ({ records, refused }: Asked): boolean =>
	refused === 'absent' || (refused === undefined && records.length === 0);

/** @param what a key, as in "A work order number" */
export const saysNotFound = (what: string, question: Question): Assumption => ({
	assumption: `${what} that does not exist is answered by "not found", or by nothing`,
	from: [question],
	tells: isAbsent,
	advice: REPORT,
});

export const findsRecords = (sent: string, question: Question): Assumption => ({
	assumption: `A search without filters, sent as ${sent}, finds records`,
	from: [question],
	tells: ({ records, refused }) => refused === undefined && (records.length > 0 || NO_RECORDS),
	advice: 'Add a condition of your own under Filters.',
});

/**
 * Whether the first records of a list can be looked up together, and alone.
 * @param both a look-up of the first two, `one` of the first
 */
export const looksUp = (
	column: string,
	few: Question,
	both: Question,
	one: Question,
): readonly Assumption[] => [
	{
		assumption: 'A look-up of several keys at once finds just their records',
		from: [both, few],
		tells: (found, first) => {
			const keys = ({ records = [] }: Partial<Asked> = {}): string =>
				records
					.map((record) => String(record[column]))
					.sort()
					.join();
			return keys(found) === keys({ records: first?.records.slice(0, 2) ?? [] });
		},
		advice: UNBATCH,
	},
	{
		assumption: 'A list shows each field that a single look-up shows',
		from: [one, few],
		tells: ({ records: [whole] }, first) => {
			const [part] = first?.records ?? [];
			if (part === undefined || whole === undefined) return NO_RECORDS;
			return Object.keys(whole).every((name) => name === 'subRecords' || Object.hasOwn(part, name));
		},
		advice: `${UNBATCH} Read what a search has found with Get.`,
	},
];
