import type { IDataObject } from 'n8n-workflow';

import { Fault } from './fault';
import { textOfHtml } from './printable';
import { asObject, text } from './values';
import type { Vendor } from './vendor';
import type { Answer, Refusal, RefusalReason, Unwrapped } from './wire';

export function refused(
	reason: RefusalReason,
	message: string | null,
	fallback: string,
	advice?: string,
): Refusal {
	return {
		kind: 'refused',
		reason,
		message: message ?? fallback,
		...withAdvice(advice ?? (message === null && reason === 'input' ? NO_WORDS : undefined)),
	};
}

const NO_WORDS = 'No reason was given: check the key, the required fields and the values of choices';

const withAdvice = (advice: string | undefined): Pick<Refusal, 'advice'> =>
	advice === undefined ? {} : { advice };

export function records(found: IDataObject[], next?: number | string): Unwrapped {
	return next === undefined ? { kind: 'records', records: found } : { kind: 'records', records: found, next };
}

/** Statuses of a server, or of what stands before it, that is out of order for now; 52x and 530 are Cloudflare's. */
const OUT_OF_ORDER: ReadonlySet<number> = new Set([
	408, 425, 502, 503, 504, 520, 521, 522, 523, 524, 527, 530,
]);

/** What a refusal's HTTP status means where the vendor documents nothing else. */
export function reasonForStatus(status: number): RefusalReason {
	if (status === 401) return 'credential';
	if (status === 403) return 'forbidden';
	if (status === 404) return 'absent';
	if (status === 429) return 'rateLimit';
	if (OUT_OF_ORDER.has(status)) return 'unavailable';
	return status >= 500 ? 'failed' : 'input';
}

/** Names under which the usual error bodies keep their words, most telling first, in small letters. */
const WORD_KEYS = [
	'message',
	'messages',
	'error_description',
	'errormessage',
	'errormessages',
	'error',
	'errors',
	'details',
	'detail',
	'messagedetails',
	'reason',
	'title',
	'description',
	'data',
] as const;

const LONGEST_WORDS = 500;
/** So much is looked through, which leaves secrets whole where a text is shortened. */
const LONGEST_TEXT = 20 * LONGEST_WORDS;

/** Words as they are shown, once their secrets are blanked: half a secret would not be found any more. */
export const shortened = (words: string): string =>
	words.length <= LONGEST_WORDS ? words : `${words.slice(0, LONGEST_WORDS - 1)}…`;

/**
 * The words of an error body whose shape no documentation shows: what stands under one of the usual names, or else
 * the text itself, without tags.
 */
export function wordsOf(body: unknown): string | null {
	const own = asObject(body) === undefined ? null : textOfBody(body);
	return namedWordsOf(body) ?? own?.slice(0, LONGEST_TEXT) ?? null;
}

/** Words that stand under one of the usual names. */
export const namedWordsOf = (body: unknown): string | null =>
	wordsIn(body, 0)?.slice(0, LONGEST_TEXT) ?? null;

/** How deep words may lie, as in `{error: {errors: [{message}]}}`. */
const DEEPEST_WORDS = 4;

function wordsIn(value: unknown, depth: number): string | null {
	if (typeof value === 'string') return withoutTags(value);
	if (depth > DEEPEST_WORDS) return null;
	if (Array.isArray(value)) {
		const lines = value.slice(0, 10).map((entry) => wordsIn(entry, depth + 1));
		return lines.filter((line) => line !== null).join('; ') || null;
	}
	const object = asObject(value);
	if (object === undefined) return null;
	const entries = Object.entries(object);
	for (const name of WORD_KEYS) {
		for (const [key, inner] of entries) {
			if (key.toLowerCase() !== name) continue;
			const words = wordsIn(inner, depth + 1);
			if (words !== null) return words;
		}
	}
	return null;
}

/** An object without a usual name in it, as the vendor wrote it; an empty one says nothing. */
function textOfBody(body: unknown): string | null {
	try {
		const written = JSON.stringify(body);
		return written === '{}' ? null : written;
	} catch {
		// Nested deeper than a stack is high.
		return null;
	}
}

/** A page's text, its title first; a text without tags as it is. */
function withoutTags(written: string): string | null {
	if (!/<[a-z!/?]/i.test(written)) return text(written);
	// The redactor knows what this leaves of a secret.
	return text(textOfHtml(written.slice(0, LONGEST_TEXT)));
}

export function looksLikeHtml(body: unknown): boolean {
	return typeof body === 'string' && /^\s*<(!doctype|html|head|body|\?xml)/i.test(body);
}

/**
 * Takes the vendor's envelope off, after setting aside what cannot be the vendor's answer at all. What an answer
 * means is decided by its status first: a proxy's page with 429 asks to wait just as the vendor's own words do.
 * @throws Fault for an answer that is not the vendor's, or not complete
 */
export function unwrapAnswer(vendor: Vendor, answer: Answer): Unwrapped {
	const { status, body } = answer;
	if (status >= 300 && status < 400) {
		throw new Fault({
			kind: 'foreign',
			message: `${vendor.displayName} redirected the request to another address, which is not followed with your credential`,
			description: 'Check the Base URL of the credential: it may need https:// or another path',
			status,
			// "See Other" is what an address says that has done its work.
			...(status === 303 ? {} : { nothingDone: true }),
		});
	}
	// A page for "not found" says that the address is wrong, not that a record is missing.
	if (looksLikeHtml(body) && (status < 400 || status === 404)) {
		throw new Fault({
			kind: 'foreign',
			message: `${vendor.displayName} answered with a web page instead of data (HTTP ${status})`,
			description:
				'Check the Base URL of the credential, and whether a proxy or log-in page stands in between',
			status,
			body,
			...(status === 404 ? { nothingDone: true } : {}),
		});
	}
	const unwrapped = vendor.unwrap(answer);
	if (unwrapped.kind !== 'refused' || unwrapped.advice !== undefined) return unwrapped;
	const { message } = unwrapped;
	return { ...unwrapped, ...withAdvice(vendor.advice?.find(({ says }) => says.test(message))?.advice) };
}

/** What the status alone says, where the vendor's envelope says nothing. */
export const statusFault = ({ displayName }: Vendor, answer: Answer): Fault =>
	refusalFault(
		refused(
			reasonForStatus(answer.status),
			wordsOf(answer.body),
			`${displayName} refused the request (HTTP ${answer.status})`,
		),
		answer,
	);

/** For an answer with a good status in which nothing of the vendor's envelope is found. */
export function unknownEnvelope(vendor: string, answer: Answer): Fault {
	const empty = answer.body === '' || answer.body === undefined || answer.body === null;
	return new Fault({
		kind: 'unreadable',
		message: empty
			? `${vendor} sent an empty answer (HTTP ${answer.status})`
			: `${vendor} sent an answer that cannot be read (HTTP ${answer.status})`,
		description: 'Try again; if it stays so, check the Base URL of the credential',
		status: answer.status,
		body: answer.body,
	});
}

const ADVICE: Record<RefusalReason, string> = {
	absent:
		'Check that the record exists and that its key is written as the vendor writes it; if nothing is ever found, check the Base URL of the credential',
	credential: 'Check the credential',
	forbidden: 'Check that the user of the credential may do this, and that no firewall stands in between',
	session: 'The session has ended; run the node again',
	rateLimit: 'Wait a while, or lower Max Parallel Requests in the options',
	unavailable: 'The vendor is out of order for now; try again later',
	failed: 'The vendor could not process this request; try again later, or ask the vendor',
	input: 'Correct the values named in the message',
};

export function refusalFault(refusal: Refusal, answer: Answer, retryAfterMs?: number): Fault {
	return new Fault({
		kind: refusal.reason,
		message: refusal.message,
		description: refusal.advice ?? ADVICE[refusal.reason],
		...(refusal.advice === undefined || refusal.reason !== 'input' ? {} : { isTerse: true }),
		status: answer.status,
		body: answer.body,
		...(retryAfterMs === undefined ? {} : { retryAfterMs }),
	});
}
