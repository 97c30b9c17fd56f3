import type { Fault, OtherType } from '../sandbox';
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
	/** The same said by a page, though the session has not ended: one that can be refreshed is. */
	| 'not let in'
	/** No session is ever taken, from the first request on. */
	| 'no session holds'
	/** Nothing is wrong with it but its form: it is read as any other. */
	| 'other form'
	/** From the second list on, its pages are not as asked for, see the vendor's `pages`. */
	| 'pages'
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
	/** How much later it is when the request's time is over, where it is its whole time that is limited. */
	readonly leap?: number;
	/** The form of an answer that is right but for that. */
	readonly form?: OtherType;
	/** A kind of page that only lists have. */
	readonly pages?: PageFault;
	/** What the error of an item says first. */
	words(vendor: MatrixVendor): string;
}

export type PageFault = Extract<Fault['kind'], 'repeatPages' | 'shortPages' | 'longPages' | 'endlessPages'>;

/** The limit of a request's time: none reaches it by itself. */
export const LIMIT_MS = 300_000;
/** That of a log-in, which is no option. */
const LOGIN_LIMIT_MS = 30_000;
/** Longer than any test runs. */
const TOO_LATE_MS = 86_400_000;

const BOTH: readonly Duration[] = ['once', 'for ever'];
const ONCE: readonly Duration[] = ['once'];
const FOR_EVER: readonly Duration[] = ['for ever'];
/** A byte now and then is no silence: only a limit of the whole time ends it. */
const DRIBBLE: Fault = { kind: 'dribble', ms: 50 };

const DONE = { done: true };

function inSandbox(
	name: string,
	nature: Nature,
	fault: Fault | ((vendor: MatrixVendor, elsewhere: string) => Fault),
	words: string | ((vendor: MatrixVendor) => string),
	more: Partial<Pick<MatrixFault, 'done' | 'durations' | 'form' | 'leap' | 'pages'>> = {},
): MatrixFault {
	return {
		name,
		nature,
		done: false,
		place: { at: 'sandbox', fault: typeof fault === 'function' ? fault : () => fault },
		durations: BOTH,
		...more,
		words: typeof words === 'function' ? words : () => words,
	};
}

const cannotBeReached = (code: string) => (vendor: MatrixVendor) =>
	`${vendor.displayName} cannot be reached (${code})`;
const brokenOff = (vendor: MatrixVendor) =>
	`${vendor.displayName} broke the connection off before its answer was complete`;
const tooLate = (vendor: MatrixVendor) => `${vendor.displayName} did not answer in time`;
const damaged = (vendor: MatrixVendor) => `${vendor.displayName} sent an answer that arrived damaged`;
const webPage = (status: number) => (vendor: MatrixVendor) =>
	`${vendor.displayName} answered with a web page instead of data (HTTP ${status})`;
const tooMany = (vendor: MatrixVendor) =>
	vendor.name === 'pdm' ? 'Rate limit exceeded (code 205)' : 'Too Many Requests';

const unreadable = (vendor: MatrixVendor) =>
	`${vendor.displayName} sent an answer that cannot be read (HTTP 200)`;

/** An answer whose form alone is another one than the documentation shows. */
const inOtherForm = (name: string, form: OtherType): MatrixFault =>
	inSandbox(name, 'other form', { kind: 'otherType', form }, '', { done: true, durations: FOR_EVER, form });

const inPages = (name: string, pages: PageFault, fault: (vendor: MatrixVendor) => Fault): MatrixFault =>
	inSandbox(name, 'pages', fault, 'The vendor says that more records follow ', {
		done: true,
		durations: FOR_EVER,
		pages,
	});

/** A page of a proxy, before any work. */
const page = (
	status: number,
	nature: Nature,
	more: { durations?: readonly Duration[]; headers?: Record<string, string> } = {},
): MatrixFault => {
	const { headers = {}, durations = BOTH } = more;
	const asked = Object.entries(headers).map(([header, value]) => `, ${header}: ${value}`);
	return inSandbox(
		`web page with HTTP ${status}${asked.join('')}`,
		nature,
		{ kind: 'page', status, headers },
		`Proxy says ${status}`,
		{ durations },
	);
};

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
	inSandbox('reset after the work', 'unknown', { kind: 'resetAfter' }, brokenOff, DONE),
	inSandbox('time-out before the work', 'unknown', { kind: 'delayBefore', ms: TOO_LATE_MS }, tooLate),
	inSandbox('time-out after the work', 'unknown', { kind: 'delay', ms: TOO_LATE_MS }, tooLate, DONE),
	inSandbox('answer cut off', 'unknown', { kind: 'truncated' }, brokenOff, DONE),
	inSandbox('damaged gzip', 'unknown', { kind: 'gzipDamaged' }, damaged, DONE),
	inSandbox('answer byte by byte', 'unknown', DRIBBLE, tooLate, { ...DONE, leap: LIMIT_MS }),
	inSandbox('rate limit', 'nothing done', { kind: 'rateLimit' }, tooMany),
	inSandbox('rate limit, Retry-After: 1', 'nothing done', { kind: 'rateLimit', retryAfter: '1' }, tooMany),
	inSandbox(
		'rate limit, Retry-After: a date',
		'nothing done',
		() => ({ kind: 'rateLimit', retryAfter: new Date(Date.now() + 1500).toUTCString() }),
		tooMany,
	),
	inSandbox('HTTP 502 before the work', 'unknown', instead(502), 'Proxy says 502'),
	inSandbox('HTTP 502 after the work', 'unknown', { kind: 'statusAfter', status: 502 }, '502', DONE),
	inSandbox('HTTP 503 before the work', 'unknown', instead(503), 'Proxy says 503'),
	inSandbox('HTTP 503 after the work', 'unknown', { kind: 'statusAfter', status: 503 }, '503', DONE),
	inSandbox('HTTP 504 before the work', 'unknown', instead(504), 'Proxy says 504'),
	inSandbox('HTTP 504 after the work', 'unknown', { kind: 'statusAfter', status: 504 }, '504', DONE),
	inSandbox('HTTP 500 before the work', 'breakdown', instead(500), 'Proxy says 500'),
	inSandbox('HTTP 500 after the work', 'breakdown', { kind: 'statusAfter', status: 500 }, '500', DONE),
	page(401, 'not let in'),
	page(403, 'refused', { durations: ONCE }),
	page(408, 'unknown', { durations: ONCE }),
	page(425, 'unknown', { durations: ONCE }),
	page(429, 'nothing done', { durations: ONCE, headers: { 'Retry-After': '1' } }),
	page(521, 'unknown', { durations: ONCE }),
	inSandbox('HTTP 524 after the work', 'unknown', { kind: 'statusAfter', status: 524 }, '524', DONE),
	inSandbox('web page with HTTP 200', 'unreadable', { kind: 'html' }, webPage(200)),
	inSandbox(
		'empty answer with HTTP 200',
		'unreadable',
		{ kind: 'empty' },
		(vendor) => `${vendor.displayName} sent an empty answer (HTTP 200)`,
	),
	inSandbox('no JSON with HTTP 200', 'unreadable', { kind: 'notJson' }, unreadable),
	inSandbox('JSON 5,000 levels deep', 'unreadable', { kind: 'deepJson' }, unreadable),
	inOtherForm('a list of one as its entry', 'unwrapped'),
	inOtherForm('an object as a list of it', 'listed'),
	inOtherForm('yes and no as text', 'textFlags'),
	inOtherForm('yes and no as numbers', 'numberFlags'),
	inOtherForm('numbers as text', 'textNumbers'),
	inPages('the first page again and again', 'repeatPages', () => ({ kind: 'repeatPages' })),
	inPages('shorter pages than asked for', 'shortPages', ({ pages }) => ({
		kind: 'shortPages',
		most: pages?.shorter ?? 1,
	})),
	inPages('longer pages than asked for', 'longPages', ({ pages }) => ({
		kind: 'longPages',
		least: pages?.longer ?? 1,
	})),
	inPages('pages without an end', 'endlessPages', () => ({ kind: 'endlessPages' })),
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
	inSandbox(
		'no session holds',
		'no session holds',
		{ kind: 'expiredSession' },
		(vendor) => vendor.deadSession,
		{
			durations: FOR_EVER,
		},
	),
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
		name: 'log-in byte by byte',
		nature: 'log-in',
		done: false,
		place: { at: 'log-in', fault: DRIBBLE },
		leap: LOGIN_LIMIT_MS,
		durations: BOTH,
		words: (vendor) => `${vendor.displayName} did not answer the log-in in time`,
	},
	{
		name: 'wrong credential',
		nature: 'credential',
		done: false,
		place: { at: 'credential' },
		// A state, not an event: it does not pass by itself.
		durations: FOR_EVER,
		words: (vendor) => vendor.wrongCredential,
	},
];
