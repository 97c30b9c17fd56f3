import type { Parameters } from './parameters';
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
}

export function settingsOf({ options }: Parameters, { maxParallelRequests }: Vendor): Settings {
	const parallel = wholeNumber(options.maxParallelRequests, DEFAULT_PARALLEL_REQUESTS, 1);
	return {
		timeoutMs: Math.min(wholeNumber(options.timeout, DEFAULT_TIMEOUT_MS, 1), LONGEST_TIMEOUT_MS),
		maxRetries: wholeNumber(options.maxRetries, DEFAULT_MAX_RETRIES, 0),
		maxParallelRequests: Math.min(parallel, maxParallelRequests),
	};
}

/** A timer that is to run longer goes off at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** What says nothing, or no number of at least `least`, leaves it at the default. */
function wholeNumber(value: unknown, fallback: number, least: number): number {
	const number = numeric(value) ?? fallback;
	return number < least ? fallback : Math.floor(number);
}
