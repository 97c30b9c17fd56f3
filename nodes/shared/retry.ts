import type { Fault, FaultKind } from './fault';

/** Reads may be repeated; a write only when it is certain that nothing was done. */
export type Effect = 'read' | 'write';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** Faults after which certainly nothing was done at the vendor's. */
const NOTHING_DONE: ReadonlySet<FaultKind> = new Set(['unreachable', 'rateLimit']);
/** Faults that pass; reads are tried again after them. */
const PASSING: ReadonlySet<FaultKind> = new Set([
	'unreachable',
	'rateLimit',
	'interrupted',
	'timeout',
	'unavailable',
]);
/** Faults after which a write may have been done. */
const OUTCOME_UNKNOWN: ReadonlySet<FaultKind> = new Set([
	'interrupted',
	'timeout',
	'unavailable',
	'failed',
	'unreadable',
	'foreign',
]);

export function mayRepeat(fault: Fault, effect: Effect): boolean {
	const { kind, nothingDone } = fault.details;
	return PASSING.has(kind) && (effect === 'read' || nothingDone === true || NOTHING_DONE.has(kind));
}

export function outcomeUnknown(fault: Fault): boolean {
	const { kind, nothingDone } = fault.details;
	return nothingDone !== true && OUTCOME_UNKNOWN.has(kind);
}

/**
 * How long to wait before try number `attempt` (from 1 on), in ms: what the vendor asked for, up to a cap,
 * or else doubling from half a second, spread at random so that parallel requests do not return together.
 * @param random a number from 0 up to 1
 */
export function waitBefore(attempt: number, fault: Fault, random: number): number {
	const asked = fault.details.retryAfterMs;
	if (asked !== undefined) return Math.min(asked, LONGEST_WAIT_MS);
	const ceiling = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
	return Math.round(ceiling * (0.5 + random / 2));
}

/**
 * A `Retry-After` header as milliseconds from now: seconds or an HTTP date; undefined for anything else.
 * @param now the present as epoch milliseconds
 */
export function retryAfterMs(header: unknown, now: number): number | undefined {
	if (typeof header !== 'string' && typeof header !== 'number') return undefined;
	const text = String(header).trim();
	if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
	// Without a time of day it is no HTTP date: Date.parse would take "-5" for a month.
	const date = /\d:\d\d:\d\d/.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
