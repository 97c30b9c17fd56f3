import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { Fault, InputFault } from './fault';
import { LOGIN_FAILED } from './login';
import type { LoginFailed } from './login';
import { sleep } from './n8n';
import { Gate } from './parallel';
import { redactor } from './redact';
import { mayRepeat, retryAfterMs, waitBefore } from './retry';
import type { Effect } from './retry';
import { isUsable, renewSession } from './session';
import { refusalFault, unwrapAnswer } from './unwrap';
import { checkedBaseUrl, joinUrl } from './url';
import type { Answer, Records, Vendor, VendorRequest } from './vendor';

export interface SendSettings {
	readonly timeoutMs: number;
	readonly maxRetries: number;
	/** Requests under way at once, whatever runs beside each other. */
	readonly maxParallelRequests: number;
}

/** How often a new session is tried when it is refused at once. */
const MOST_RENEWALS = 3;

type Context = IExecuteFunctions | ILoadOptionsFunctions;

/** The only way to the network: one credential of one vendor, for the length of one execution. */
export class Connection {
	/** Requests sent so far, log-ins not counted. */
	requests = 0;
	readonly redact: (text: string) => string;
	private credential: ICredentialDataDecryptedObject;
	private readonly gate: Gate;
	/** Digests by credential, which would otherwise be made anew for each request. */
	private readonly accounts = new WeakMap<ICredentialDataDecryptedObject, string>();
	/** A log-in that was refused is not tried again for the next item: accounts get locked over that. */
	private loginRefused: Fault | undefined;

	private constructor(
		private readonly context: Context,
		private readonly vendor: Vendor,
		private readonly settings: SendSettings,
		credential: ICredentialDataDecryptedObject,
	) {
		this.credential = credential;
		this.gate = new Gate(settings.maxParallelRequests);
		this.redact = (text) => redactor(this.credential, vendor.secrets)(text);
		checkedBaseUrl(credential.baseUrl);
	}

	/** Reads the credential once; every request of the execution goes with it. */
	static async open(context: Context, vendor: Vendor, settings: SendSettings): Promise<Connection> {
		if (context.getNode().credentials?.[vendor.credential] === undefined) {
			throw new InputFault(
				`The node has no credential for ${vendor.displayName}`,
				'Open the node and select a credential, or add one',
			);
		}
		const credential = await context.getCredentials(vendor.credential);
		return new Connection(context, vendor, settings, credential);
	}

	/**
	 * Sends a request and takes the envelope off its answer. Passing faults are waited out and the request
	 * repeated, a write only where it is certain that nothing was done.
	 * @throws Fault in the vendor's words when it is refused or does not get through
	 */
	async send(request: VendorRequest, effect: Effect): Promise<Records> {
		for (let attempt = 1; ; attempt++) {
			const result = await this.inSession(request);
			if (!(result instanceof Fault)) return result;
			if (attempt > this.settings.maxRetries || !mayRepeat(result, effect)) throw result;
			await this.pause(waitBefore(attempt, result, Math.random()));
		}
	}

	get cancelled(): boolean {
		return this.signal?.aborted === true;
	}

	async pause(milliseconds: number): Promise<void> {
		if (this.cancelled) throw cancelledFault();
		try {
			await sleep(milliseconds, this.signal);
		} catch {
			throw cancelledFault();
		}
		// An older n8n does not throw.
		if (this.cancelled) throw cancelledFault();
	}

	private get signal(): AbortSignal | undefined {
		return 'getExecutionCancelSignal' in this.context ? this.context.getExecutionCancelSignal() : undefined;
	}

	/** One try, in a session that is renewed when the vendor says that it has ended. */
	private async inSession(request: VendorRequest): Promise<Records | Fault> {
		const usesSession = this.vendor.session?.isUsed(this.credential) ?? false;
		if (usesSession && !this.sessionUsable(this.credential)) {
			const fault = await this.renew(asText(this.credential.sessionToken));
			if (fault !== undefined) return fault;
		}
		for (let renewals = 0; ; renewals++) {
			const token = asText(this.credential.sessionToken);
			const result = await this.tryOnce(request);
			if (!(result instanceof Fault) || result.details.kind !== 'session') return result;
			if (!usesSession)
				return new Fault({ ...result.details, kind: 'credential', description: CREDENTIAL_ADVICE });
			if (renewals >= MOST_RENEWALS) {
				return new Fault({
					...result.details,
					kind: 'credential',
					description: this.vendor.session?.hint ?? CREDENTIAL_ADVICE,
				});
			}
			const fault = await this.renew(token);
			if (fault !== undefined) return fault;
		}
	}

	private sessionUsable(credential: ICredentialDataDecryptedObject): boolean {
		let account = this.accounts.get(credential);
		if (account === undefined) {
			account = this.vendor.session?.account(credential) ?? '';
			this.accounts.set(credential, account);
		}
		return isUsable(credential, account, Date.now());
	}

	/** Gets a new session into `this.credential`; hands back what stood in the way. */
	private async renew(ended: string): Promise<Fault | undefined> {
		if (this.loginRefused !== undefined) return this.loginRefused;
		const id = this.context.getNode().credentials?.[this.vendor.credential]?.id ?? '';
		try {
			this.credential = await renewSession(`${this.vendor.credential}:${id}`, {
				ended,
				// Not one that an execution's end cuts short: others may wait for the outcome.
				pause: async (milliseconds) => await sleep(milliseconds, undefined),
				readStored: async () => await this.context.getCredentials(this.vendor.credential),
				usable: (stored) => this.sessionUsable(stored),
				login: async (stored) => await this.login(stored),
			});
			return undefined;
		} catch (error) {
			const fault = new Fault({ ...faultFrom(error, this.vendor).details, nothingDone: true });
			if (fault.details.kind === 'login') this.loginRefused = fault;
			return fault;
		}
	}

	/**
	 * Has n8n log in: it does so, and stores the session encrypted, when the token it is handed is empty.
	 * `renewOnly` keeps the request that n8n would send after it from leaving: the credential's
	 * `authenticate` throws on it.
	 */
	private async login(stored: ICredentialDataDecryptedObject): Promise<ICredentialDataDecryptedObject> {
		const data: ICredentialDataDecryptedObject = {
			...stored,
			sessionToken: '',
			endedToken: stored.sessionToken ?? '',
			renewOnly: true,
		};
		const outcome = await this.exchange({ method: 'GET', url: checkedBaseUrl(stored.baseUrl) }, data);
		delete data.renewOnly;
		delete data.endedToken;
		if (asText(data.sessionToken) !== '') return data;
		throw outcome instanceof Fault
			? outcome
			: new Fault({ kind: 'login', message: `${this.vendor.displayName} gave no session` });
	}

	private async tryOnce(request: VendorRequest): Promise<Records | Fault> {
		if (this.cancelled) return cancelledFault();
		const { vendor, credential } = this;
		const encoded = vendor.encode?.(request, credential) ?? request;
		this.requests++;
		const answer = await this.exchange(
			{
				method: encoded.method,
				url: joinUrl(checkedBaseUrl(credential.baseUrl), [...(vendor.basePath ?? []), ...encoded.path]),
				...(encoded.query === undefined ? {} : { qs: { ...encoded.query } }),
				...(encoded.body === undefined ? {} : { body: encoded.body }),
			},
			credential,
		);
		if (answer instanceof Fault) return answer;
		try {
			const unwrapped = unwrapAnswer(vendor, { ...answer, method: encoded.method });
			if (unwrapped.kind === 'records') return unwrapped;
			return refusalFault(unwrapped, answer, retryAfterMs(answer.headers['retry-after'], Date.now()));
		} catch (error) {
			return faultFrom(error, vendor);
		}
	}

	/** One request through n8n, whatever its status; a fault instead of an answer when there was none. */
	private async exchange(
		options: Pick<IHttpRequestOptions, 'method' | 'url' | 'qs' | 'body'>,
		credential: ICredentialDataDecryptedObject,
	): Promise<Answer | Fault> {
		try {
			const response = await this.gate.pass(async () => await this.request(options, credential));
			return { status: response.statusCode, headers: response.headers, body: response.body };
		} catch (error) {
			return faultFrom(error, this.vendor);
		}
	}

	private async request(
		options: Pick<IHttpRequestOptions, 'method' | 'url' | 'qs' | 'body'>,
		credential: ICredentialDataDecryptedObject,
	): Promise<{ statusCode: number; headers: IDataObject; body: unknown }> {
		const type = this.vendor.credential;
		const stored = this.context.getNode().credentials?.[type];
		// Handing over the credential spares n8n reading and decrypting it for each request.
		return (await this.context.helpers.httpRequestWithAuthentication.call(
			this.context,
			type,
			{
				...options,
				json: true,
				timeout: this.settings.timeoutMs,
				returnFullResponse: true,
				// Every status is an answer, so that the vendor's own words are read in one place.
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				sendCredentialsOnCrossOriginRedirect: false,
			},
			{
				credentialsDecrypted: { id: stored?.id ?? '', name: stored?.name ?? '', type, data: credential },
			},
		)) as { statusCode: number; headers: IDataObject; body: unknown };
	}
}

const CREDENTIAL_ADVICE = 'Check the credential, and that its user may do this';

function asText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function cancelledFault(): Fault {
	return new Fault({ kind: 'cancelled', message: 'The execution was canceled' });
}

const NOT_CONNECTED = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EADDRNOTAVAIL',
]);
const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);
const BROKEN_OFF = new Set(['ECONNRESET', 'EPIPE', 'ERR_BAD_RESPONSE', 'ERR_STREAM_PREMATURE_CLOSE']);

/** What n8n's request helper threw, as a fault: n8n wraps the cause, whose code tells what happened. */
function faultFrom(thrown: unknown, vendor: Vendor): Fault {
	if (thrown instanceof Fault) return thrown;
	const chain = causes(thrown);
	const login = chain.find((error): error is LoginFailed => error.name === LOGIN_FAILED);
	if (login !== undefined) return new Fault(login.details);
	const coded = chain.find((error) => typeof error.code === 'string');
	const code = asText(coded?.code);
	if (code === 'ERR_CANCELED') return cancelledFault();
	if (
		NOT_CONNECTED.has(code) ||
		(TIMED_OUT.has(code) && chain.some((error) => error.syscall === 'connect'))
	) {
		return new Fault({
			kind: 'unreachable',
			message: `${vendor.displayName} cannot be reached (${code})`,
			description: 'Check the Base URL of the credential, and that this n8n can reach the address',
		});
	}
	if (TIMED_OUT.has(code)) {
		return new Fault({
			kind: 'timeout',
			message: `${vendor.displayName} did not answer in time`,
			description: 'Try again, or raise Timeout in the options',
		});
	}
	if (BROKEN_OFF.has(code)) {
		return new Fault({
			kind: 'interrupted',
			message: `${vendor.displayName} broke the connection off before its answer was complete`,
			description: 'Try again',
		});
	}
	const last = chain.at(-1);
	return new Fault({
		kind: 'foreign',
		message: last?.message ?? String(thrown),
		description: /cert|tls|ssl/i.test(code)
			? 'The server shows a certificate that this n8n does not trust; check the Base URL of the credential'
			: asText(chain[0]?.description) || 'Check the credential',
	});
}

interface Thrown extends Error {
	readonly code?: unknown;
	readonly syscall?: unknown;
	readonly description?: unknown;
}

function causes(thrown: unknown): Thrown[] {
	const chain: Thrown[] = [];
	for (let error = thrown; error instanceof Error && chain.length < 10; error = error.cause)
		chain.push(error as Thrown);
	return chain;
}
