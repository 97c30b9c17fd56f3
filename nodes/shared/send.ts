import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { cancelled, Fault, InputFault, orThrow } from './fault';
import { sleep } from './n8n';
import { Gate } from './parallel';
import { redactor } from './redact';
import { mayRepeat, retryAfterMs, waitBefore } from './retry';
import type { Effect } from './retry';
import { Session } from './session';
import type { Settings } from './settings';
import { exchange, faultFrom } from './transport';
import type { Context } from './transport';
import { refusalFault, unwrapAnswer } from './unwrap';
import { checkedBaseUrl, joinUrl } from './url';
import { asText } from './values';
import type { Vendor } from './vendor';
import type { Answer, Records, VendorRequest } from './wire';

/** How often a new session is tried when it is refused at once. */
const MOST_RENEWALS = 3;

/** The only way to the network: one credential of one vendor, for the length of one execution. */
export class Connection {
	/** Requests sent so far, log-ins not counted. */
	requests = 0;
	private readonly session: Session;
	private readonly gate: Gate;

	private constructor(
		private readonly context: Context,
		private readonly vendor: Vendor,
		private readonly settings: Settings,
		credential: ICredentialDataDecryptedObject,
	) {
		this.gate = new Gate(settings.maxParallelRequests);
		checkedBaseUrl(credential.baseUrl);
		const id = context.getNode().credentials?.[vendor.credential]?.id ?? '';
		this.session = new Session(`${vendor.credential}:${id}`, vendor.session, credential, {
			read: async () => await context.getCredentials(vendor.credential),
			login: async (stored) => await this.login(stored),
			fault: (error) => faultFrom(error, vendor),
		});
	}

	/** Reads the credential once; every request of the execution goes with it. */
	static async open(context: Context, vendor: Vendor, settings: Settings): Promise<Connection> {
		if (context.getNode().credentials?.[vendor.credential] === undefined) {
			throw new InputFault(
				`The node has no credential for ${vendor.displayName}`,
				'Open the node and select a credential, or add one',
			);
		}
		return new Connection(context, vendor, settings, await context.getCredentials(vendor.credential));
	}

	readonly redact = (text: string): string => redactor(this.session.credential, this.vendor.secrets)(text);

	/**
	 * Sends a request and takes the envelope off its answer. Passing faults are waited out and the request
	 * repeated, a write only where it is certain that nothing was done.
	 * @returns the records, or the fault in the vendor's words with which it was refused or did not get through
	 */
	async send(request: VendorRequest, effect: Effect): Promise<Records | Fault> {
		for (let attempt = 1; ; attempt++) {
			const result = await this.inSession(request);
			if (!(result instanceof Fault)) return result;
			if (attempt > this.settings.maxRetries || !mayRepeat(result, effect)) return result;
			await this.pause(waitBefore(attempt, result, Math.random()));
			if (this.cancelled) return cancelled();
		}
	}

	get cancelled(): boolean {
		return this.signal?.aborted === true;
	}

	/** Waits; a cancelled execution ends it, and then nothing more is sent. */
	async pause(milliseconds: number): Promise<void> {
		try {
			await sleep(milliseconds, this.signal);
		} catch {
			// Cancelled: newer versions of n8n say so by throwing.
		}
	}

	private get signal(): AbortSignal | undefined {
		return 'getExecutionCancelSignal' in this.context ? this.context.getExecutionCancelSignal() : undefined;
	}

	/** One try, in a session that is renewed when the vendor says that it has ended. */
	private async inSession(request: VendorRequest): Promise<Records | Fault> {
		const { session, vendor } = this;
		const notReady = await session.ready();
		if (notReady !== undefined) return notReady;
		for (let renewals = 0; ; renewals++) {
			const { token } = session;
			const result = await this.tryOnce(request);
			if (!(result instanceof Fault) || result.details.kind !== 'session') return result;
			if (!session.isUsed || renewals >= MOST_RENEWALS) {
				const description = (session.isUsed ? vendor.session?.hint : undefined) ?? CREDENTIAL_ADVICE;
				return new Fault({ ...result.details, kind: 'credential', description });
			}
			const fault = await session.renew(token);
			if (fault !== undefined) return fault;
		}
	}

	private async tryOnce(request: VendorRequest): Promise<Records | Fault> {
		if (this.cancelled) return cancelled();
		const { vendor } = this;
		const { credential } = this.session;
		const { body, method, path, query } = vendor.encode?.(request, credential) ?? request;
		const url = joinUrl(checkedBaseUrl(credential.baseUrl), [...(vendor.basePath ?? []), ...path]);
		this.requests++;
		const answer = await this.exchange(
			{
				method,
				url,
				...(query === undefined ? {} : { qs: { ...query } }),
				...(body === undefined ? {} : { body }),
			},
			credential,
		);
		if (answer instanceof Fault) return answer;
		try {
			const unwrapped = unwrapAnswer(vendor, { ...answer, method });
			if (unwrapped.kind === 'records') return unwrapped;
			return refusalFault(unwrapped, answer, retryAfterMs(answer.headers['retry-after'], Date.now()));
		} catch (error) {
			return faultFrom(error, vendor);
		}
	}

	private async exchange(
		options: Parameters<typeof exchange>[3],
		credential: ICredentialDataDecryptedObject,
	): Promise<Answer | Fault> {
		return await this.gate.pass(
			async () => await exchange(this.context, this.vendor, this.settings.timeoutMs, options, credential),
		);
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
		orThrow(outcome);
		throw new Fault({ kind: 'login', message: `${this.vendor.displayName} gave no session` });
	}
}

const CREDENTIAL_ADVICE = 'Check the credential, and that its user may do this';
