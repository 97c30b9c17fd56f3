import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INode, JsonObject } from 'n8n-workflow';

import { TOO_DEEP, unlessNamed } from './hiding';
import { printable, printableHtml } from './printable';
import type { RecordKey, RefusalReason } from './wire';

/** What went wrong on the way to the vendor or in its answer. */
export type FaultKind =
	/** No connection was made: nothing was sent. */
	| 'unreachable'
	/** The connection broke after the request may have been sent. */
	| 'interrupted'
	| 'timeout'
	| 'cancelled'
	/** A status or body that is not the vendor's (a proxy, a log-in page, a wrong base URL). */
	| 'foreign'
	/** An answer that ended early or cannot be read. */
	| 'unreadable'
	/** The log-in was refused. */
	| 'login'
	/** As many requests as a person allows were sent: nothing was, any more. */
	| 'budget'
	/** A write whose outcome could not be found out. */
	| 'unknownOutcome'
	| RefusalReason;

export interface FaultDetails {
	readonly kind: FaultKind;
	readonly message: string;
	/** What to do, in one sentence. */
	readonly description?: string;
	/** The vendor's words say too little without the advice. */
	readonly isTerse?: true;
	readonly status?: number;
	readonly retryAfterMs?: number;
	/** The answer's body, for the details pane. */
	readonly body?: unknown;
	/** It is certain that the vendor did nothing, whatever the kind would suggest. */
	readonly nothingDone?: boolean;
	/** Another record came: whether there is the one that was asked for, nobody can tell. */
	readonly broughtOther?: true;
}

/** Something outside the workflow refused or failed. Turned into n8n's own error in one place, below. */
export class Fault extends Error {
	override readonly name = 'Fault';
	readonly details: FaultDetails;

	constructor(details: FaultDetails) {
		super(details.message);
		this.details = details;
	}
}

/** Something the workflow handed in breaks a rule; nothing was sent. */
export class InputFault extends Error {
	override readonly name = 'InputFault';
	readonly description: string | undefined;

	constructor(message: string, description?: string) {
		super(message);
		this.description = description;
	}
}

/** A look-up that brought nothing. */
export function absent(one: string, key: RecordKey): Fault {
	return new Fault({
		kind: 'absent',
		message: `No ${one} found for "${key}"`,
		description: `Check that the ${one} exists and that the key is written as the vendor writes it`,
	});
}

/** A look-up that brought another record than the one that was asked for. */
export const broughtOther = (
	one: string,
	wanted: string,
	found: string,
	description = `Check that the ${one} exists and that the key is written as the vendor writes it`,
): Fault =>
	new Fault({
		kind: 'absent',
		message: `No ${one} found for ${wanted}: the look-up brought "${found}"`,
		description,
		broughtOther: true,
	});

/** What is left over once all the requests that a person allows were sent. */
export const overBudget = (requests: number): Fault =>
	new Fault({
		kind: 'budget',
		message: `Not done: ${requests.toLocaleString('en-US')} ${requests === 1 ? 'request was' : 'requests were'} sent, as many as Max Requests allows`,
		description: 'Run the items that are left over again, or raise Max Requests in the options',
	});

export const cancelled = (): Fault => new Fault({ kind: 'cancelled', message: 'The execution was canceled' });

/** Whether a thrown fault says that what was asked for is not there. */
export const isAbsent = (thrown: unknown): boolean =>
	thrown instanceof Fault && thrown.details.kind === 'absent';

/** For callers that do not go on after a fault. */
export function orThrow<T>(outcome: T | Fault): T {
	if (outcome instanceof Fault) throw outcome;
	return outcome;
}

/** The fault that was thrown; anything else goes on as it is. */
export function faultIn(thrown: unknown): Fault {
	if (thrown instanceof Fault) return thrown;
	throw thrown;
}

const FAILURE_CAUSES: Partial<
	Record<FaultKind, 'rate-limited' | 'temporarily-unavailable' | 'credential-invalid'>
> = {
	rateLimit: 'rate-limited',
	unavailable: 'temporarily-unavailable',
	unreachable: 'temporarily-unavailable',
	interrupted: 'temporarily-unavailable',
	timeout: 'temporarily-unavailable',
	credential: 'credential-invalid',
	login: 'credential-invalid',
};

/** What may be shown to nobody. */
export interface Secrecy {
	/** Blanks secrets in a text. */
	clean(text: string): string;
	/** Names of fields, in small letters, that an answer's body is shown without. */
	readonly hiddenFields: ReadonlySet<string>;
}

/** What an error is made with, beside its words. */
export interface ErrorParts {
	/** The vendor's answer, which nobody sees where an item with the words alone goes on. */
	readonly body: boolean;
}

/**
 * n8n's error for whatever was thrown: the vendor's words first, then the item.
 * Built from a plain object, because n8n replaces the message of an error that it wraps.
 * @param itemIndex undefined where no item is worked on, as when the editor asks for a list
 */
export function toNodeError(
	node: INode,
	thrown: unknown,
	itemIndex: number | undefined,
	secrecy: Secrecy,
	{ body: showsBody }: ErrorParts = { body: true },
): NodeApiError | NodeOperationError {
	const item = itemIndex === undefined ? '' : ` [item ${itemIndex}]`;
	const words = (text: string): string => printable(secrecy.clean(text), MOST_WORDS);
	const advice = (text: string): string => printableHtml(secrecy.clean(text), MOST_WORDS);
	if (thrown instanceof Fault) {
		const { kind, description, status, retryAfterMs, body } = thrown.details;
		const message = words(thrown.message) + item;
		const cause = FAILURE_CAUSES[kind];
		const error = new NodeApiError(node, { message } as JsonObject, {
			message,
			description: description === undefined ? undefined : advice(description),
			httpCode: status === undefined ? undefined : String(status),
			itemIndex,
			level: 'warning',
			...(cause === undefined
				? {}
				: {
						failure: {
							cause,
							...(retryAfterMs === undefined || cause === 'credential-invalid' ? {} : { retryAfterMs }),
						},
					}),
		});
		// n8n swaps messages that contain words like ENOTFOUND for its own; the vendor's words stay.
		error.message = message;
		if (showsBody && body !== undefined && body !== null && body !== '')
			error.context.data = bodyToShow(body, secrecy);
		return error;
	}
	const message = words(thrown instanceof Error ? thrown.message : String(thrown)) + item;
	const description = thrown instanceof InputFault || isNodeError(thrown) ? thrown.description : undefined;
	const error = new NodeOperationError(node, message, {
		itemIndex,
		...(typeof description === 'string' ? { description: advice(description) } : {}),
	});
	// As above: n8n swaps these messages too.
	error.message = message;
	return error;
}

/** Longer words would push everything else out of a person's sight, and out of an agent's. */
const MOST_WORDS = 2000;

/** By name, not instanceof: a package beside n8n may hold its own copy of the error classes. */
function isNodeError(thrown: unknown): thrown is Error & { description?: unknown } {
	return (
		thrown instanceof Error && ['NodeApiError', 'NodeOperationError', 'ExpressionError'].includes(thrown.name)
	);
}

const SHOWN_BODY_LENGTH = 4000;

/** The answer's body without secrets and hidden fields, cut to what a details pane can show. */
function bodyToShow(body: unknown, { clean, hiddenFields }: Secrecy): IDataObject {
	// Before it is cut: half a secret would not be found any more.
	const shown = clean(bodyAsText(body, hiddenFields));
	if (typeof body === 'string' || shown.length > SHOWN_BODY_LENGTH) {
		return { text: shown.slice(0, SHOWN_BODY_LENGTH) };
	}
	try {
		return { body: JSON.parse(shown) as IDataObject };
	} catch {
		// A secret that is a number, or holds a comma, takes JSON apart where it is blanked.
		return { text: shown };
	}
}

function bodyAsText(body: unknown, hiddenFields: ReadonlySet<string>): string {
	if (typeof body === 'string') return unlessNamed(body, hiddenFields);
	try {
		const shown = JSON.stringify(body, (name, value: unknown) =>
			hiddenFields.has(name.toLowerCase()) || names(value, hiddenFields) ? undefined : value,
		);
		return typeof shown === 'string' ? shown : '';
	} catch {
		return TOO_DEEP;
	}
}

/** Whether it is a pair of a hidden field's name and its value, such as `{fieldName, fieldValue}`. */
function names(value: unknown, hiddenFields: ReadonlySet<string>): boolean {
	if (hiddenFields.size === 0 || typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(
		(inner) => typeof inner === 'string' && hiddenFields.has(inner.toLowerCase()),
	);
}
