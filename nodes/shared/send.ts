import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { Deadline } from './deadline';
import { cancelled, Fault, InputFault, orThrow, overBudget } from './fault';
import type { Secrecy } from './fault';
import { hidingJsonWith } from './hiding';
import { keepSession, withRenewalAsked } from './login';
import { sleep } from './n8n';
import { Gate, resting } from './parallel';
import { Redactor } from './redact';
import { mayRepeat, retryAfterMs, waitBefore } from './retry';
import type { Effect } from './retry';
import { fingerprint, patienceOf, Session } from './session';
import type { Settings } from './settings';
import { cancelSignal, exchange, faultFrom } from './transport';
import type { Context, StoredCredential } from './transport';
import { refusalFault, shortened, statusFault, unknownEnvelope, unwrapAnswer } from './unwrap';
import { checkedBaseUrl, checkSendable, joinUrl } from './url';
import { asText } from './values';
import type { Vendor } from './vendor';
import type { Answer, Records, Unwrapped, VendorRequest } from './wire';

/** The only way to the network: one credential of one vendor, for the length of one execution. */
export class Connection {
	/** Requests sent so far, log-ins not counted, and records that came with what only reads. */
	requests = 0;
	records = 0;
	/** Whether a request was sent that writes. */
	hasWritten = false;
	/** What the vendor remarked on requests that it took. */
	readonly warnings = new Set<string>();
	readonly secrecy: Secrecy;
	/** The credential's. */
	private readonly id: string;
	private readonly stored: StoredCredential;
	private readonly session: Session;
	private readonly gate: Gate;
	private readonly deadline: Deadline;
	private readonly redactor = new Redactor();

	private constructor(
		private readonly context: Context,
		private readonly vendor: Vendor,
		private readonly settings: Settings,
		credential: ICredentialDataDecryptedObject,
		private readonly cancel: AbortSignal | undefined,
	) {
		const { clean, hiddenFields } = secrecyOf(vendor);
		this.secrecy = { hiddenFields, clean: (text) => clean(this.redactor.clean(text)) };
		this.gate = new Gate(settings.maxParallelRequests, cancel);
		this.deadline = new Deadline(settings.timeoutMs, cancel);
		this.see(credential);
		checkedBaseUrl(credential.baseUrl);
		// n8n copies the whole node for whoever asks.
		const stored = context.getNode().credentials?.[vendor.credential];
		this.stored = { id: stored?.id ?? '', name: stored?.name ?? '' };
		this.id = `${vendor.credential}:${this.stored.id}`;
		this.session = new Session(
			this.id,
			vendor.session,
			credential,
			{
				read: async () => this.see(await context.getCredentials(vendor.credential)),
				login: async (stored, ended, wanted) => await this.login(stored, ended, wanted),
				fault: (error) => faultFrom(error, vendor),
			},
			patienceOf(settings.timeoutMs, cancel),
		);
	}

	/**
	 * Reads the credential once; every request of the execution goes with it.
	 * @param cancel ends all that is sent; by default with the execution
	 */
	static async open(
		context: Context,
		vendor: Vendor,
		settings: Settings,
		cancel: AbortSignal | undefined = cancelSignal(context),
	): Promise<Connection> {
		if (context.getNode().credentials?.[vendor.credential] === undefined) {
			throw new InputFault(
				`The node has no credential for ${vendor.displayName}`,
				'Open the node and select a credential, or add one',
			);
		}
		return new Connection(context, vendor, settings, await context.getCredentials(vendor.credential), cancel);
	}

	/**
	 * Sends a request and takes the envelope off its answer. Passing faults are waited out and the request
	 * repeated, a write only where it is certain that nothing was done.
	 * @returns the records, or the fault in the vendor's words with which it was refused or did not get through
	 */
	async send(request: VendorRequest, effect: Effect): Promise<Records | Fault> {
		return await this.repeated(request, effect, (answer) => {
			const unwrapped = this.unwrapped(answer, request);
			if (unwrapped instanceof Fault) return unwrapped;
			if (unwrapped.kind === 'refused') {
				return this.readable(refusalFault(unwrapped, answer, waitAskedBy(answer)));
			}
			for (const warning of unwrapped.warnings ?? []) this.warnings.add(warning);
			if (effect === 'read') this.records += unwrapped.records.length;
			return unwrapped;
		});
	}

	/**
	 * Sends a request and hands its answer back as it came, once the vendor has taken its session.
	 * @returns the answer, or a fault where there was none, or one with a status of 400 or more
	 */
	async raw(request: VendorRequest, effect: Effect): Promise<Answer | Fault> {
		return await this.repeated(request, effect, (answer) => {
			const unwrapped = this.unwrapped(answer, request);
			// An envelope that we do not know is its reader's all the same.
			if (unwrapped instanceof Fault && unwrapped.details.kind !== 'unreadable') return unwrapped;
			const refusal = !(unwrapped instanceof Fault) && unwrapped.kind === 'refused' ? unwrapped : undefined;
			if (refusal !== undefined && (answer.status >= 400 || OF_THE_CREDENTIAL.has(refusal.reason)))
				return this.readable(refusalFault(refusal, answer, waitAskedBy(answer)));
			return answer.status >= 400 ? this.readable(statusFault(this.vendor, answer)) : answer;
		});
	}

	/**
	 * Sends a reading request and hands its answer back with what it says, be it that what was asked for is refused.
	 * @param instead values in place of the credential's: it is sent once, and its session, if there is one, left alone
	 * @returns a fault where there was no answer to this very request
	 */
	async look(request: VendorRequest, instead?: Readonly<Record<string, string>>): Promise<Looked | Fault> {
		const read = (answer: Answer): Looked | Fault => {
			const skewMs = Date.parse(asText(answer.headers.date)) - Date.now();
			const looked = { answer, skewMs: Number.isNaN(skewMs) ? undefined : skewMs };
			const said = this.unwrapped(answer, request);
			if (said instanceof Fault) {
				// What ends early, or is a page, says nothing of the vendor.
				const isWhole = !/^\s*([{[<]|$)/.test(typeof answer.body === 'string' ? answer.body : 'whole');
				return isWhole && said.details.kind === 'unreadable' ? { ...looked, said: undefined } : said;
			}
			const isAnswer = said.kind !== 'refused' || OF_THE_REQUEST.has(said.reason);
			const isOfOthers = instead !== undefined && said.kind === 'refused' && ENDED.has(said.reason);
			if (isAnswer || isOfOthers) return { ...looked, said };
			return this.readable(refusalFault(said, answer, waitAskedBy(answer)));
		};
		if (instead === undefined) return await this.repeated(request, 'read', read);
		return await this.tryOnce(request, read, { ...this.session.credential, ...instead });
	}

	private readable(fault: Fault): Fault {
		return new Fault({ ...fault.details, message: shortened(this.secrecy.clean(fault.message)) });
	}

	private unwrapped(answer: Answer, { method, path }: VendorRequest): Unwrapped | Fault {
		try {
			return unwrapAnswer(this.vendor, { method, path, ...answer });
		} catch (error) {
			// Whatever keeps us from reading it, the vendor has answered: a write may have been done.
			const fault = error instanceof Fault ? error : unknownEnvelope(this.vendor.displayName, answer);
			const retryAfter = waitAskedBy(answer);
			return retryAfter === undefined ? fault : new Fault({ retryAfterMs: retryAfter, ...fault.details });
		}
	}

	/** As it is now: another execution may have renewed its session. */
	get credential(): Readonly<ICredentialDataDecryptedObject> {
		return this.session.credential;
	}

	/** Equal for connections by the same credential with the same values; says nothing of these. */
	get account(): string {
		return `${this.id}:${fingerprint(this.credential)}`;
	}

	/** Whether nothing is to be written. */
	get dryRun(): boolean {
		return this.settings.dryRun === true;
	}

	get cancelled(): boolean {
		return this.cancel?.aborted === true;
	}

	/** What lets others have their turn in a long work, which ends with the execution, see `resting`. */
	resting(longestMs?: number): () => Promise<void> {
		return resting(this.cancel, longestMs);
	}

	/** Waits; a cancelled execution ends it, and then nothing more is sent. */
	async pause(milliseconds: number): Promise<void> {
		try {
			await sleep(milliseconds, this.cancel);
		} catch {
			// Cancelled: newer versions of n8n say so by throwing.
		}
	}

	private async repeated<T extends object>(
		request: VendorRequest,
		effect: Effect,
		read: (answer: Answer) => T | Fault,
	): Promise<T | Fault> {
		if (this.dryRun && effect === 'write') throw new Error('A dry run writes nothing');
		this.hasWritten ||= effect === 'write';
		for (let attempt = 1; ; attempt++) {
			const result = await this.inSession(request, read);
			if (!(result instanceof Fault)) return result;
			if (attempt > this.settings.maxRetries || !mayRepeat(result, effect)) return result;
			await this.pause(waitBefore(attempt, result, Math.random()));
			if (this.cancelled) return cancelled();
		}
	}

	/** One try, in a session that is renewed when the vendor says that it has ended. */
	private async inSession<T extends object>(
		request: VendorRequest,
		read: (answer: Answer) => T | Fault,
	): Promise<T | Fault> {
		const { session } = this;
		for (let refused = 0; ; refused++) {
			// Before a log-in, which is a request as well.
			if (this.cancelled) return cancelled();
			const spent = this.spent();
			if (spent !== undefined) return spent;
			const notReady = await session.ready();
			if (notReady !== undefined) return notReady;
			const { token } = session;
			const result = await this.tryOnce(request, read);
			const kind = result instanceof Fault ? result.details.kind : undefined;
			if (kind === 'credential') session.refuse(result as Fault);
			if (kind !== 'session') {
				if (kind === undefined || ANSWERED.has(kind)) session.accepted(token);
				return result;
			}
			const fault = await session.ended(token, result as Fault, refused);
			if (fault !== undefined) return fault;
		}
	}

	private async tryOnce<T extends object>(
		request: VendorRequest,
		read: (answer: Answer) => T | Fault,
		instead?: ICredentialDataDecryptedObject,
	): Promise<T | Fault> {
		if (this.cancelled) return cancelled();
		const { vendor } = this;
		// Another execution may have logged in for us.
		const credential = this.see(instead ?? this.session.credential);
		const { body, method, query, url } = this.encoded(request, credential);
		const answer = await this.gate.pass(async () => {
			if (this.cancelled) return cancelled();
			const spent = this.spent();
			if (spent !== undefined) return spent;
			this.requests++;
			return await exchange(
				this.context,
				vendor,
				this.deadline,
				{
					method,
					url,
					...(query === undefined ? {} : { qs: { ...query } }),
					...(body === undefined ? {} : { body }),
				},
				credential,
				this.stored,
			);
		});
		return answer instanceof Fault ? answer : read(answer);
	}

	/** The fault of any further request, once as many as are allowed were sent. */
	private spent(): Fault | undefined {
		const { maxRequests = 0 } = this.settings;
		return maxRequests > 0 && this.requests >= maxRequests ? overBudget(maxRequests) : undefined;
	}

	/** @throws InputFault for what cannot be sent */
	check(request: VendorRequest): void {
		this.encoded(request, this.session.credential);
	}

	private encoded(request: VendorRequest, credential: Readonly<ICredentialDataDecryptedObject>) {
		const { basePath = [], encode } = this.vendor;
		const { body, method, path, query } = encode?.(request, credential) ?? request;
		const url = joinUrl(checkedBaseUrl(credential.baseUrl), [...basePath, ...path]);
		checkSendable({ body, query });
		return { body, method, query, url };
	}

	/** Has n8n log in: it does so, and stores the session encrypted, when the token it is handed is empty. */
	private async login(
		stored: ICredentialDataDecryptedObject,
		ended: string,
		wanted: () => void,
	): Promise<ICredentialDataDecryptedObject> {
		const data: ICredentialDataDecryptedObject = { ...stored, sessionToken: '' };
		const { context, settings, vendor } = this;
		const url = checkedBaseUrl(stored.baseUrl);
		const deadline = new Deadline(settings.timeoutMs, undefined);
		const outcome = await withRenewalAsked(
			data,
			ended,
			async () =>
				await this.gate.pass(async () => {
					wanted();
					return await exchange(context, vendor, deadline, { method: 'GET', url }, data, this.stored);
				}),
		);
		if (asText(data.sessionToken) !== '') return this.see(data);
		orThrow(outcome);
		throw new Fault({ kind: 'login', message: `${vendor.displayName} gave no session` });
	}

	private see(credential: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
		keepSession(credential);
		this.redactor.see(credential, this.vendor.secrets);
		return credential;
	}
}

/** What is hidden while there is no credential yet, whose secrets would have to be blanked. */
export function secrecyOf({ sensitiveFields = [] }: Vendor): Secrecy {
	const hiddenFields = new Set(sensitiveFields.map((field) => field.toLowerCase()));
	return { hiddenFields, clean: hidingJsonWith([...hiddenFields]) };
}

/** Faults that are the vendor's answer to a request that it let in. */
const ANSWERED: ReadonlySet<string> = new Set(['absent', 'input', 'forbidden', 'failed']);

/** An answer with what it says; undefined where its form is not known. */
export interface Looked {
	readonly answer: Answer;
	readonly said: Unwrapped | undefined;
	/** How far the vendor's clock is ahead of ours, by the answer's Date. */
	readonly skewMs: number | undefined;
}

/** Refusals of what was asked for. */
const OF_THE_REQUEST: ReadonlySet<string> = new Set(['absent', 'forbidden', 'input']);

/** How a session that is none may be refused. */
const ENDED: ReadonlySet<string> = new Set(['session', 'credential']);

/** Refusals that say whether we may ask at all, rather than what was asked. */
const OF_THE_CREDENTIAL: ReadonlySet<string> = new Set(['session', 'credential', 'rateLimit']);

const waitAskedBy = ({ headers }: Answer): number | undefined =>
	retryAfterMs(headers['retry-after'], Date.now());
