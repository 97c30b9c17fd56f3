import type { Fault } from '../sandbox';
import type { MatrixVendor } from './vendors';

/** What a fault means for who sends requests: all that the rules need to know of it. */
export type Nature =
	/** It is certain that nothing was done, and it may pass: every request is sent again. */
	| 'nothing done'
	/** It may pass, but a write may have been done: reads are sent again, writes looked up. */
	| 'unknown'
	/** An answer that cannot be the vendor's: reads fail, writes are looked up. */
	| 'unreadable'
	/** The vendor broke down over the request: reads fail, writes are looked up but not sent again. */
	| 'breakdown'
	/** A no: nothing was done, and asking again does not help. */
	| 'refused'
	/** The session has ended; where the vendor has none, this is a refused key. */
	| 'session'
	/** The credential never was good. */
	| 'credential'
	/** A log-in that did not get through; nothing was done. */
	| 'log-in';

/** Where a fault comes from. */
export type Place =
	| { readonly at: 'sandbox'; fault(vendor: MatrixVendor, elsewhere: string): Fault }
	| { readonly at: 'log-in'; readonly fault: Fault }
	| { readonly at: 'port' }
	| { readonly at: 'name' }
	| { readonly at: 'credential' };

export type Duration = 'once' | 'for ever';

export interface MatrixFault {
	readonly name: string;
	readonly nature: Nature;
	/** Whether the vendor does the work although its answer is lost. */
	readonly done: boolean;
	readonly place: Place;
	readonly durations: readonly Duration[];
	/** What the error of an item says first. */
	words(vendor: MatrixVendor): string;
}

/** Longer than any test runs. */
const TOO_LATE_MS = 86_400_000;

const BOTH: readonly Duration[] = ['once', 'for ever'];

function inSandbox(
	name: string,
	nature: Nature,
	fault: Fault | ((vendor: MatrixVendor, elsewhere: string) => Fault),
	words: string | ((vendor: MatrixVendor) => string),
	done = false,
): MatrixFault {
	return {
		name,
		nature,
		done,
		place: { at: 'sandbox', fault: typeof fault === 'function' ? fault : () => fault },
		durations: BOTH,
		words: typeof words === 'function' ? words : () => words,
	};
}

const cannotBeReached = (code: string) => (vendor: MatrixVendor) =>
	`${vendor.displayName} cannot be reached (${code})`;
const brokenOff = (vendor: MatrixVendor) =>
	`${vendor.displayName} broke the connection off before its answer was complete`;
const tooLate = (vendor: MatrixVendor) => `${vendor.displayName} did not answer in time`;
const webPage = (status: number) => (vendor: MatrixVendor) =>
	`${vendor.displayName} answered with a web page instead of data (HTTP ${status})`;
const tooMany = (vendor: MatrixVendor) =>
	vendor.name === 'pdm' ? 'Rate limit exceeded (code 205)' : 'Too Many Requests';

/** A status as a proxy sends it, with words of its own. */
const instead = (status: number): Fault => ({
	kind: 'status',
	status,
	body: { message: `Proxy says ${status}` },
});

export const FAULTS: readonly MatrixFault[] = [
	{
		name: 'connection refused',
		nature: 'nothing done',
		done: false,
		place: { at: 'port' },
		durations: BOTH,
		words: cannotBeReached('ECONNREFUSED'),
	},
	{
		name: 'name not resolved',
		nature: 'nothing done',
		done: false,
		place: { at: 'name' },
		durations: BOTH,
		words: cannotBeReached('ENOTFOUND'),
	},
	inSandbox('reset before the work', 'unknown', { kind: 'resetBefore' }, brokenOff),
	inSandbox('reset after the work', 'unknown', { kind: 'resetAfter' }, brokenOff, true),
	inSandbox('time-out before the work', 'unknown', { kind: 'delayBefore', ms: TOO_LATE_MS }, tooLate),
	inSandbox('time-out after the work', 'unknown', { kind: 'delay', ms: TOO_LATE_MS }, tooLate, true),
	inSandbox('answer cut off', 'unknown', { kind: 'truncated' }, brokenOff, true),
	inSandbox('rate limit', 'nothing done', { kind: 'rateLimit' }, tooMany),
	inSandbox('rate limit, Retry-After: 1', 'nothing done', { kind: 'rateLimit', retryAfter: '1' }, tooMany),
	inSandbox(
		'rate limit, Retry-After: a date',
		'nothing done',
		() => ({ kind: 'rateLimit', retryAfter: new Date(Date.now() + 1500).toUTCString() }),
		tooMany,
	),
	inSandbox('HTTP 502 before the work', 'unknown', instead(502), 'Proxy says 502'),
	inSandbox('HTTP 502 after the work', 'unknown', { kind: 'statusAfter', status: 502 }, webPage(502), true),
	inSandbox('HTTP 503 before the work', 'unknown', instead(503), 'Proxy says 503'),
	inSandbox('HTTP 503 after the work', 'unknown', { kind: 'statusAfter', status: 503 }, webPage(503), true),
	inSandbox('HTTP 504 before the work', 'unknown', instead(504), 'Proxy says 504'),
	inSandbox('HTTP 504 after the work', 'unknown', { kind: 'statusAfter', status: 504 }, webPage(504), true),
	inSandbox('HTTP 500 before the work', 'breakdown', instead(500), 'Proxy says 500'),
	inSandbox('HTTP 500 after the work', 'breakdown', { kind: 'statusAfter', status: 500 }, webPage(500), true),
	inSandbox('web page with HTTP 200', 'unreadable', { kind: 'html' }, webPage(200)),
	inSandbox(
		'empty answer with HTTP 200',
		'unreadable',
		{ kind: 'empty' },
		(vendor) => `${vendor.displayName} sent an empty answer (HTTP 200)`,
	),
	inSandbox(
		'no JSON with HTTP 200',
		'unreadable',
		{ kind: 'notJson' },
		(vendor) => `${vendor.displayName} sent an answer that cannot be read (HTTP 200)`,
	),
	inSandbox(
		'refusal in the vendor’s envelope',
		'refused',
		({ refusal, secret }) => ({
			kind: 'vendorError',
			message: `Credit limit exceeded for ${secret}`,
			...(refusal.code === undefined ? {} : { code: refusal.code }),
		}),
		() => 'Credit limit exceeded for ***',
	),
	inSandbox(
		'redirect to another origin',
		'refused',
		(_, elsewhere) => ({ kind: 'redirect', location: elsewhere }),
		(vendor) => `${vendor.displayName} redirected the request to another address`,
	),
	inSandbox('session ended', 'session', { kind: 'expiredSession' }, (vendor) => vendor.deadSession),
	{
		name: 'log-in answers HTTP 503',
		nature: 'log-in',
		done: false,
		place: { at: 'log-in', fault: instead(503) },
		durations: BOTH,
		words: (vendor) => `${vendor.displayName} did not take the log-in (HTTP 503)`,
	},
	{
		name: 'log-in reset',
		nature: 'log-in',
		done: false,
		place: { at: 'log-in', fault: { kind: 'resetBefore' } },
		durations: BOTH,
		words: brokenOff,
	},
	{
		name: 'wrong credential',
		nature: 'credential',
		done: false,
		place: { at: 'credential' },
		// A state, not an event: it does not pass by itself.
		durations: ['for ever'],
		words: (vendor) => vendor.wrongCredential,
	},
];
