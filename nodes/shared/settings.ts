import type { Parameters } from './parameters';
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
		timeoutMs: wholeNumber(options.timeout, DEFAULT_TIMEOUT_MS, 1),
		maxRetries: wholeNumber(options.maxRetries, DEFAULT_MAX_RETRIES, 0),
		maxParallelRequests: Math.min(parallel, maxParallelRequests),
	};
}

function wholeNumber(value: unknown, fallback: number, least: number): number {
	const number = Number(value ?? fallback);
	return Number.isFinite(number) ? Math.max(least, Math.floor(number)) : fallback;
}
