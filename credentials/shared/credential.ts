import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import {
	answerTo,
	CREDENTIAL_UNUSABLE,
	CredentialUnusable,
	isSessionKept,
	LOGIN_FAILED,
	LoginFailed,
	renewalAskedOf,
} from '../../nodes/shared/login';
import { isUsable, markOf } from '../../nodes/shared/session';
import type { NewSession, StoredSession } from '../../nodes/shared/session';
import { shortened } from '../../nodes/shared/unwrap';
import { checkedBaseUrl } from '../../nodes/shared/url';
import { text } from '../../nodes/shared/values';
import type { SessionRule, Vendor } from '../../nodes/shared/vendor';
import type { Answer } from '../../nodes/shared/wire';

/** What the five credentials share: what n8n's own HTTP Request node does with them must be as safe as what our nodes do. */

/** Puts what proves who asks into a request. */
export type Sign = (
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
) => IHttpRequestOptions;

/** n8n's HTTP Request node hands requests over in an older form. */
interface OlderRequest {
	readonly uri?: string;
	readonly followRedirect?: boolean;
	readonly followAllRedirects?: boolean;
}

/** Where a request goes. */
export function addressOf(request: IHttpRequestOptions): string {
	const { uri, url } = request as Partial<IHttpRequestOptions> & OlderRequest;
	return url ?? uri ?? '';
}

/**
 * What a credential's `authenticate` does: the secret goes to the Base URL's host alone, and is not taken along by a
 * redirect.
 */
export function authenticated(sign: Sign): IAuthenticate {
	return async (credentials, request) => {
		stopAfterRenewal(credentials);
		checkHost(credentials, request);
		const signed = sign(credentials, request);
		const noRedirects: Partial<IHttpRequestOptions> & OlderRequest = {
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
			followRedirect: false,
			followAllRedirects: false,
		};
		return { ...signed, ...noRedirects };
	};
}

/** Our node only wanted the session renewed: the request that n8n would send after it does not leave. */
function stopAfterRenewal(credentials: ICredentialDataDecryptedObject): void {
	if (renewalAskedOf(credentials) !== undefined)
		throw new CredentialUnusable('The session is renewed; nothing else was to be sent', '');
}

function checkHost(credentials: ICredentialDataDecryptedObject, request: IHttpRequestOptions): void {
	const baseUrl = checkedBaseUrl(credentials.baseUrl);
	const address = addressOf(request);
	// Whoever reads it, a host ends at the next slash: most requests need no closer look.
	if (baseUrl.includes('://') && address.startsWith(`${baseUrl}/`)) return;
	const home = new URL(baseUrl).origin;
	// "http:host" is an address to some who read it, and a path below the base to others.
	const origins = [originOf(address) ?? originOf(address, home), originOf(address, request.baseURL ?? home)];
	const other = origins.find((origin) => origin !== home);
	if (origins.every((origin) => origin === home)) return;
	throw new CredentialUnusable(
		`The credential is for ${home} only; the request would go to ${other ?? 'another address'}`,
		'Use an address below the Base URL of the credential',
	);
}

const originOf = (address: string, base?: string): string | undefined =>
	URL.canParse(address, base) ? new URL(address, base).origin : undefined;

/** A header value that arrives as it is: what a header cannot carry would be left out without a word. */
export function headerValue(value: string, label: string): string {
	const odd = /[^\t\x20-\x7e\x80-\xff]/.exec(value)?.[0];
	if (odd === undefined) return value;
	const what = /[\r\n]/.test(odd) ? 'a line break' : 'a character that a header cannot carry';
	throw new CredentialUnusable(
		`${label} of the credential holds ${what}`,
		'Open the credential and enter it again without',
	);
}

/** The name of a header, as a header can have it. */
export function headerName(name: string): string {
	const value = headerValue(name, 'Header Name');
	if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value)) {
		throw new CredentialUnusable(
			`Header Name of the credential cannot be the name of a header: "${value}"`,
			'Open the credential and enter a name without blanks, such as Authorization',
		);
	}
	return value;
}

/** How a vendor lets one in, and how it says that a session has ended. */
export interface LogIn {
	readonly vendor: Pick<Vendor, 'displayName' | 'secrets'> & { readonly session: SessionRule };
	/**
	 * A new session. `ended` is the one before, for vendors that exchange it.
	 * @throws LoginFailed in the vendor's words
	 */
	begin(
		helper: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		ended: string,
	): Promise<NewSession>;
	/** A read that costs little, and is refused when the session has ended. */
	probe(credentials: ICredentialDataDecryptedObject): IHttpRequestOptions;
	saysEnded(answer: Answer): boolean;
	readonly sign: Sign;
}

interface SessionCredential {
	readonly authenticate: IAuthenticate;
	preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<Partial<StoredSession>>;
}

/** What the credential of a vendor with a log-in does. */
export function sessionCredential({ begin, probe, saysEnded, sign, vendor }: LogIn): SessionCredential {
	const { displayName, secrets, session } = vendor;
	/** Credentials as n8n handed them over, with which a request has left. */
	const sent = new WeakSet();
	const isGood = (credentials: ICredentialDataDecryptedObject): boolean =>
		isUsable(credentials, session, Date.now());

	/** Whether the vendor itself says that a session has ended which should still run. */
	const hasEnded = async (
		{ helpers }: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<boolean> => {
		try {
			return saysEnded(await answerTo(helpers, displayName, sign(credentials, probe(credentials))));
		} catch {
			// Then nobody knows, and a request that may have been taken is not sent again.
			return false;
		}
	};

	return {
		authenticate: authenticated((credentials, request) => {
			if (session.isUsed(credentials) && !isSessionKept(credentials) && !isGood(credentials))
				throw sessionEnded();
			const signed = sign(credentials, request);
			sent.add(credentials);
			return signed;
		}),

		/**
		 * n8n calls it where there is no session yet, and after any error in its HTTP Request node: then it would send
		 * the request again if it got a session. So it gets one only where the old one has ended for certain, and before
		 * the request left: what ended meanwhile says nothing about what the vendor did.
		 */
		async preAuthentication(credentials) {
			if (!session.isUsed(credentials)) return {};
			const asked = renewalAskedOf(credentials);
			const current = text(credentials.sessionToken);
			if (current !== null) {
				const isStillGood = isGood(credentials);
				if (sent.has(credentials) && !isStillGood) return {};
				if (isStillGood && !(await hasEnded(this, credentials))) return {};
			}
			try {
				const begun = await begin(this, credentials, asked?.ended ?? current ?? '');
				return { ...begun, sessionAccount: markOf(begun.sessionToken, credentials, session) };
			} catch (error) {
				throw await withoutSecrets(await inWords(error, displayName), credentials, secrets);
			}
		},
	};
}

/** n8n logs in when an answer says 401: an ended session says it before anything is sent. */
function sessionEnded(): CredentialUnusable & { response: { status: number } } {
	const error = new CredentialUnusable('The session has ended', 'Run it again: n8n logs in anew');
	return Object.assign(error, { response: { status: 401 } });
}

/**
 * What kept a log-in from arriving, in our words: n8n shows the bare code of a network error in a credential's window.
 * The details are those that a node makes of the same.
 */
async function inWords(error: unknown, displayName: string): Promise<unknown> {
	const isOurs = error instanceof Error && OURS.has(error.name);
	if (isOurs) return error;
	const { faultFrom } = await import('../../nodes/shared/transport');
	const { details } = faultFrom(error, { displayName });
	// Without the code, for which n8n would put a sentence of its own; n8n shows no description there.
	const [what = ''] = details.message.split(/ \([A-Z_]+\)$/);
	return new LoginFailed(`${what}. ${details.description ?? 'Check the credential'}`, details);
}

const OURS: ReadonlySet<string> = new Set([LOGIN_FAILED, CREDENTIAL_UNUSABLE, 'InputFault']);

/** The vendor's words may repeat what was sent, and reach logs and windows from here. */
async function withoutSecrets(
	error: unknown,
	credentials: ICredentialDataDecryptedObject,
	secrets: readonly string[],
): Promise<unknown> {
	if (!(error instanceof LoginFailed)) return error;
	// n8n loads every credential when it starts.
	const { Redactor } = await import('../../nodes/shared/redact');
	const redactor = new Redactor();
	redactor.see(credentials, secrets);
	const { details } = error;
	const clean = (words: string): string => shortened(redactor.clean(words));
	return new LoginFailed(clean(error.message), {
		...details,
		message: clean(details.message),
		...(details.description === undefined ? {} : { description: redactor.clean(details.description) }),
	});
}

/** Kept by n8n beside what a person fills in, encrypted and masked. */
export const sessionProperties: INodeProperties[] = [
	{
		displayName: 'Session Token',
		name: 'sessionToken',
		type: 'hidden',
		typeOptions: { expirable: true, password: true },
		default: '',
	},
	{ displayName: 'Session Expires At', name: 'sessionExpiresAt', type: 'hidden', default: '' },
	{
		displayName: 'Session Account',
		name: 'sessionAccount',
		type: 'hidden',
		typeOptions: { password: true },
		default: '',
	},
];

type Rules = NonNullable<ICredentialTestRequest['rules']>;

/** The Base URL as the node takes it: without blanks around it and slashes at its end. */
const BASE_URL = '={{$credentials.baseUrl.trim().replace(/\\/+$/, "")}}';

/** A credential test that follows no redirect, since it would take the secrets along. */
export const testOf = (
	request: Omit<ICredentialTestRequest['request'], 'baseURL' | 'disableFollowRedirect'>,
	rules: readonly object[],
): ICredentialTestRequest => ({
	request: { ...request, baseURL: BASE_URL, disableFollowRedirect: true },
	// The type of a rule's value is a text alone, n8n compares whatever it is.
	rules: [...rules] as Rules,
});

/** Messages of a test by HTTP status. */
export const byStatus = (messages: Readonly<Record<number, string>>): object[] =>
	Object.entries(messages).map(([status, message]) => ({
		type: 'responseCode',
		properties: { value: Number(status), message },
	}));

/** The message of a test whose good answer has this value at a place; undefined for none. */
export const byValue = (key: string, value: unknown, message: string): object => ({
	type: 'responseSuccessBody',
	properties: { key, value, message },
});
