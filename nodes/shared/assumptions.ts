import type { IDataObject } from 'n8n-workflow';

import type { RefusalReason, VendorRequest } from './wire';

/** What a vendor's guide assumes, as questions to the vendor and what their answers tell of it. */

/** What a question brought. */
export interface Asked {
	readonly status: number;
	/** None where it was refused. */
	readonly records: readonly IDataObject[];
	/** Where the vendor says that the next page begins. */
	readonly next?: number | string | undefined;
	/** Why it was refused, or that the answer has a form that is not known. */
	readonly refused?: RefusalReason | 'unreadable';
	/** What the vendor, or what reads its answers, remarked. */
	readonly warnings: readonly string[];
	readonly body: unknown;
}

/** One reading request. */
export interface Question {
	/** The request for a bug report: method, path and names, and no value that is anybody's. */
	readonly sent: string;
	/**
	 * @param of the answers so far, by the name of their question
	 * @param sample the key that a person gave to check with
	 * @returns undefined where there is nothing to ask with, or no need to
	 */
	request(of: (name: string) => Asked | undefined, sample: string | undefined): VendorRequest | undefined;
	/** Values in place of the credential's. Such a request is sent outside of any session. */
	readonly instead?: Readonly<Record<string, string>>;
}

export interface Assumption {
	readonly assumption: string;
	/** The questions whose answers tell. What the first was not asked for, nobody can tell. */
	readonly from: readonly string[];
	/** Whether it holds, or why nobody can tell. */
	tells(first: Asked, ...others: Array<Asked | undefined>): boolean | string;
	/** What was seen beyond counts, likewise without values. */
	saw?(first: Asked, ...others: Array<Asked | undefined>): string;
	/** What to do where it does not hold. */
	readonly advice: string | ((first: Asked, ...others: Array<Asked | undefined>) => string);
}

/** A vendor's own part of a diagnosis. */
export interface Diagnosis {
	/** By name, in the order in which they are asked. */
	readonly questions: Readonly<Record<string, Question>>;
	readonly assumptions: readonly Assumption[];
	/** What is assumed of the time at which a log-in says that its session ends. */
	readonly expiry?: string;
	/** What reading cannot tell. */
	readonly untold: string;
}

/** A key that no record has. */
export const NOBODY = 'n8n-no-such-key';

export const isAbsent = ({ records, refused }: Asked): boolean =>
	refused === 'absent' || (refused === undefined && records.length === 0);

export const NO_RECORDS = 'There are no records to tell by.';

/** Whether every field of the one record is in the other as well; why nobody can tell where one of them is missing. */
export function hasFieldsOf(
	part: IDataObject | undefined,
	whole: IDataObject | undefined,
	but = '',
): boolean | string {
	if (part === undefined || whole === undefined) return NO_RECORDS;
	return Object.keys(whole).every((name) => name === but || Object.hasOwn(part, name));
}
