import type { IDataObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { Deadline } from './deadline';
import type { FaultDetails } from './fault';
import { retryAfterMs } from './retry';
import { DEFAULT_TIMEOUT_MS } from './settings';
import { looksLikeHtml, namedWordsOf, reasonForStatus, wordsOf } from './unwrap';
import { asObject } from './values';
import type { Answer } from './wire';

/** What passes between a credential and the node that works with it; what fails here reaches the node wrapped by n8n. */

/** Found by these names, since n8n wraps the errors and a package beside n8n may hold its own copy of the classes. */
export const LOGIN_FAILED = 'LoginFailed';
export const CREDENTIAL_UNUSABLE = 'CredentialUnusable';

/** A log-in that brought no session, in the vendor's own words. */
export class LoginFailed extends Error {
	override readonly name = LOGIN_FAILED;
	readonly details: FaultDetails;

	constructor(message: string, more: Partial<FaultDetails> = {}) {
		super(message);
		this.details = { kind: 'login', message, description: 'Check the credential', ...more };
	}
}

/** A credential that cannot go with a request: nothing was sent. */
export class CredentialUnusable extends Error {
	override readonly name = CREDENTIAL_UNUSABLE;
	readonly details: FaultDetails;

	constructor(message: string, description: string, kind: 'credential' | 'input' = 'credential') {
		super(message);
		this.details = { kind, message, description, nothingDone: true };
	}
}

/**
 * Sends a log-in request and hands back its answer, whatever it says in the vendor's own form.
 * @param address what of the credential says where it goes
 * @throws LoginFailed when the answer cannot be the vendor's, or says that it is busy
 */
export async function loginAnswer(
	{ helpers }: IHttpRequestHelper,
	vendor: string,
	request: Pick<IHttpRequestOptions, 'method' | 'url' | 'body'>,
	address = 'Base URL',
): Promise<Answer> {
	const notTheVendor = (what: string): LoginFailed =>
		new LoginFailed(`${vendor} ${what} (HTTP ${status})`, {
			kind: 'foreign',
			status,
			description: `Check the ${address} of the credential`,
		});
	const { body, headers, status } = await answerTo(helpers, vendor, request);
	if (status === 408 || status === 425 || status === 429 || status >= 500) {
		const asked = retryAfterMs(headers['retry-after'], Date.now());
		throw new LoginFailed(`${vendor} did not take the log-in (HTTP ${status})`, {
			kind: reasonForStatus(status),
			status,
			description: 'Try again later',
			...(asked === undefined ? {} : { retryAfterMs: asked }),
		});
	}
	if (status >= 300 && status < 400) throw notTheVendor('redirected the log-in to another address');
	if (status === 401 || status === 403) {
		// Also where a web page says it: who is refused once is refused the next time.
		if (asObject(body) === undefined)
			throw new LoginFailed(loginWords(body, status) ?? `${vendor} refused the log-in (HTTP ${status})`, {
				status,
			});
		return { status, headers, body };
	}
	if (looksLikeHtml(body)) {
		throw notTheVendor('answered the log-in with a web page instead of data');
	}
	if (status === 404) throw notTheVendor('takes no log-in at this address');
	if (status < 400 && asObject(body) === undefined) {
		const empty = body === '' || body === null || body === undefined;
		throw notTheVendor(
			empty ? 'sent an empty answer to the log-in' : 'sent an answer to the log-in that cannot be read',
		);
	}
	return { status, headers, body };
}

/** What an answer may hold of a session that it brings, in a form that nobody has described. */
const OF_A_SESSION = /token|session|jwt|bearer|cookie/i;

/**
 * The words of a log-in that brought no session we can read. The answer may be one that we do not know: what looks
 * like a session is left out, and with a good status whatever has no usual name for words.
 */
export function loginWords(body: unknown, status: number): string | null {
	const taken = status < 400;
	try {
		const shown: unknown = JSON.parse(
			JSON.stringify(body, (name, value: unknown) =>
				OF_A_SESSION.test(name) || (taken && name.toLowerCase() === 'data') ? undefined : value,
			),
		);
		return taken ? namedWordsOf(shown) : wordsOf(shown);
	} catch {
		// Nested deeper than a stack is high, or nothing at all.
		return null;
	}
}

/** One request of a credential's own: whatever its status, within the usual time, and to no other address. */
export async function answerTo(
	helpers: IHttpRequestHelper['helpers'],
	vendor: string,
	request: IHttpRequestOptions,
): Promise<Answer> {
	const late = (): LoginFailed =>
		new LoginFailed(`${vendor} did not answer the log-in in time`, {
			kind: 'timeout',
			description: 'Try again later',
		});
	return await new Deadline(DEFAULT_TIMEOUT_MS, undefined).keep(late, async (abortSignal) => {
		const response = (await helpers.httpRequest({
			...request,
			json: true,
			timeout: DEFAULT_TIMEOUT_MS,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			abortSignal,
		})) as { statusCode: number; headers: IDataObject; body: unknown };
		return { status: response.statusCode, headers: response.headers, body: response.body };
	});
}

/** A token that may go into a header or body: line breaks would split a header. */
export function checkedToken(value: unknown, vendor: string): string {
	if (typeof value !== 'string' || value.trim() === '' || /[\r\n\0]/.test(value)) {
		throw new LoginFailed(`${vendor} took the log-in but sent no usable session token`);
	}
	return value;
}

/**
 * Credentials whose session a node wants renewed, with the session that has ended. Beside the data, not in it: an
 * older n8n stores whatever is in there.
 */
const renewals = new WeakMap<object, { readonly ended: string }>();

/** Has n8n log in and do nothing else, when it is handed this credential. */
export async function withRenewalAsked<T>(
	credential: object,
	ended: string,
	work: () => Promise<T>,
): Promise<T> {
	renewals.set(credential, { ended });
	try {
		return await work();
	} finally {
		renewals.delete(credential);
	}
}

export const renewalAskedOf = (credential: object): { readonly ended: string } | undefined =>
	renewals.get(credential);

/** Credentials of our nodes, which know when a session has ended, and renew it once for all their requests. */
const kept = new WeakSet();

export const keepSession = (credential: object): void => {
	kept.add(credential);
};

export const isSessionKept = (credential: object): boolean => kept.has(credential);
