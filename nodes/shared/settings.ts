import type { IDataObject } from 'n8n-workflow';

import { InputFault } from './fault';
import type { Parameters } from './parameters';
import { quoted } from './printable';
import { numeric } from './values';
import type { Vendor } from './vendor';

/** What the options start from, and hold when they are left out. */
export const DEFAULT_PARALLEL_REQUESTS = 5;
export const DEFAULT_TIMEOUT_MS = 30_000;
export const DEFAULT_MAX_RETRIES = 3;

/** The options that hold for a whole run. */
export interface Settings {
	readonly timeoutMs: number;
	readonly maxRetries: number;
	/** Requests under way at once, whatever runs beside each other. */
	readonly maxParallelRequests: number;
	/** Requests in all, without log-ins; 0 for any number. */
	readonly maxRequests?: number;
	/** Nothing is written. */
	readonly dryRun?: boolean;
}

export function settingsOf(
	parameters: Parameters,
	{ maxParallelRequests }: Vendor,
	dryRun = false,
): Settings {
	const { options } = parameters;
	const parallel = wholeNumber(options.maxParallelRequests, DEFAULT_PARALLEL_REQUESTS, 1);
	return {
		timeoutMs: Math.min(wholeNumber(options.timeout, DEFAULT_TIMEOUT_MS, 1), LONGEST_TIMEOUT_MS),
		maxRetries: wholeNumber(options.maxRetries, DEFAULT_MAX_RETRIES, 0),
		maxParallelRequests: Math.min(parallel, maxParallelRequests),
		maxRequests: budgetOf(options),
		dryRun,
	};
}

/**
 * What says nothing must not become a budget without an end.
 * @throws InputFault for anything but a whole number
 */
export function budgetOf(options: Readonly<IDataObject>): number {
	if (!('maxRequests' in options)) return 0;
	const budget = numeric(options.maxRequests);
	if (budget !== null && budget >= 0 && Number.isSafeInteger(budget)) return budget;
	throw new InputFault(
		`Options: Max Requests must be a whole number, not ${quoted(options.maxRequests)}`,
		'Enter how many requests may be sent, or 0 for any number',
	);
}

/** A timer that is to run longer goes off at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** What says nothing, or no number of at least `least`, leaves it at the default. */
function wholeNumber(value: unknown, fallback: number, least: number): number {
	const number = numeric(value) ?? fallback;
	return number < least ? fallback : Math.floor(number);
}
