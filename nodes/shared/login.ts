import type { IDataObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { DEFAULT_TIMEOUT_MS } from './settings';
import type { FaultDetails } from './fault';
import { looksLikeHtml, reasonForStatus } from './unwrap';
import { asObject } from './values';
import type { Answer } from './wire';

/** Log-in requests of a credential's `preAuthentication`; what fails here reaches the node wrapped by n8n. */

/** Found by this name, since n8n wraps the error and a package beside n8n may hold its own copy of the class. */
export const LOGIN_FAILED = 'LoginFailed';

/** A log-in that brought no session, in the vendor's own words. */
export class LoginFailed extends Error {
	override readonly name = LOGIN_FAILED;
	readonly details: FaultDetails;

	constructor(message: string, more: Partial<FaultDetails> = {}) {
		super(message);
		this.details = { kind: 'login', message, description: 'Check the credential', ...more };
	}
}

/**
 * Sends a log-in request and hands back its answer, whatever it says in the vendor's own form.
 * @throws LoginFailed when the answer cannot be the vendor's, or says that it is busy
 */
export async function loginAnswer(
	{ helpers }: IHttpRequestHelper,
	vendor: string,
	request: Pick<IHttpRequestOptions, 'method' | 'url' | 'body'>,
): Promise<Answer> {
	const response = (await helpers.httpRequest({
		...request,
		json: true,
		timeout: DEFAULT_TIMEOUT_MS,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	})) as { statusCode: number; headers: IDataObject; body: unknown };
	const { statusCode: status, headers, body } = response;
	if (status === 429 || status >= 500) {
		throw new LoginFailed(`${vendor} did not take the log-in (HTTP ${status})`, {
			kind: reasonForStatus(status),
			status,
			description: 'Try again later',
		});
	}
	if (status >= 300 && status < 400)
		throw notTheVendor(vendor, status, 'redirected the log-in to another address');
	if (typeof body === 'string' && looksLikeHtml(body)) {
		throw notTheVendor(vendor, status, 'answered the log-in with a web page instead of data');
	}
	if (status === 404) throw notTheVendor(vendor, status, 'takes no log-in at this address');
	if (status < 400 && asObject(body) === undefined) {
		const empty = body === '' || body === null || body === undefined;
		throw notTheVendor(
			vendor,
			status,
			empty ? 'sent an empty answer to the log-in' : 'sent an answer to the log-in that cannot be read',
		);
	}
	return { status, headers, body };
}

function notTheVendor(vendor: string, status: number, what: string): LoginFailed {
	return new LoginFailed(`${vendor} ${what} (HTTP ${status})`, {
		kind: 'foreign',
		status,
		description: 'Check the Base URL of the credential',
	});
}

/** A token that may go into a header or body: line breaks would split a header. */
export function checkedToken(value: unknown, vendor: string): string {
	if (typeof value !== 'string' || value.trim() === '' || /[\r\n\0]/.test(value)) {
		throw new LoginFailed(`${vendor} took the log-in but sent no usable session token`);
	}
	return value;
}

/** Set on the credential's data when n8n is only to log in, not to send the request that goes with it. */
export function stopIfRenewalOnly(credentials: IDataObject): void {
	if (credentials.renewOnly === true) throw new Error('The session is renewed; nothing else was to be sent');
}

/** Where a request goes: n8n's own HTTP Request node hands the address over under its older name. */
export function addressOf(request: IHttpRequestOptions): string {
	const { uri, url } = request as Partial<IHttpRequestOptions> & { uri?: string };
	return url ?? uri ?? '';
}

/** A header value that holds no line break. */
export function headerValue(value: string, label: string): string {
	if (/[\r\n\0]/.test(value))
		throw new Error(`${label} of the credential holds a line break; enter it again without`);
	return value;
}
