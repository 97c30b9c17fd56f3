import { createHash, createHmac } from 'node:crypto';

import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { Deadline } from './deadline';
import { cancelled, Fault } from './fault';
import { sleep } from './n8n';
import { asText } from './values';
import type { SessionRule } from './vendor';

/**
 * Sessions of vendors that want a log-in first. The credential keeps the session in hidden properties
 * (`sessionToken`, `sessionExpiresAt`, …), which n8n stores encrypted and shares between its workers.
 */

/** Sessions are renewed this long before they end, or a tenth of their life before where that is less. */
const LONGEST_LEEWAY_MS = 60_000;

/**
 * What to keep as `sessionExpiresAt`: the vendor's expiry less some leeway, as ISO 8601, or '' when the
 * vendor gave none or one that has already passed (clocks differ): then only a refusal tells.
 * @param expiry the vendor's expiry, as epoch milliseconds
 */
export function expiryWithLeeway(expiry: number, now: number): string {
	const life = expiry - now;
	if (!Number.isFinite(life) || life <= 0) return '';
	return new Date(expiry - Math.min(LONGEST_LEEWAY_MS, life / 10)).toISOString();
}

/** What a log-in brings. */
export interface NewSession extends IDataObject {
	sessionToken: string;
	sessionExpiresAt: string;
}

/** What a credential's `preAuthentication` hands back to n8n for storing. */
export interface StoredSession extends NewSession {
	/** A mark of the values that the session was made for, see `markOf`. */
	sessionAccount: string;
}

const valuesOf = (credential: ICredentialDataDecryptedObject, properties: readonly string[]): string =>
	JSON.stringify(properties.map((property) => String(credential[property] ?? '').trim()));

/**
 * What ties a session to the values that it was made for, so that an edited credential takes effect at once. Keyed
 * with the session itself: whoever may see the mark but not the session cannot try passwords against it.
 */
export function markOf(
	token: string,
	credential: ICredentialDataDecryptedObject,
	{ account, proof }: Pick<SessionRule, 'account' | 'proof'>,
): string {
	return createHmac('sha256', token)
		.update(valuesOf(credential, [...account, ...proof]))
		.digest('base64');
}

/**
 * Equal for credentials with the same values, whatever their session: its properties begin with `session` or
 * `refresh`. Stays in this process, and tells nobody what is in the credential.
 */
export const fingerprint = (credential: object): string =>
	createHash('sha256')
		.update(JSON.stringify(Object.entries(credential).filter(([name]) => !/^(session|refresh)/.test(name))))
		.digest('base64');

/** Whether a stored session can be expected to be accepted. */
export function isUsable(
	credential: ICredentialDataDecryptedObject,
	rule: Pick<SessionRule, 'account' | 'proof'>,
	now: number,
): boolean {
	const token = asText(credential.sessionToken);
	if (token === '' || credential.sessionAccount !== markOf(token, credential, rule)) return false;
	const expiry = asText(credential.sessionExpiresAt);
	return expiry === '' || Date.parse(expiry) > now;
}

/** How a session comes to be: each is n8n's own way, see send.ts. */
export interface Source {
	read(): Promise<ICredentialDataDecryptedObject>;
	/**
	 * Not cut short by an execution's end: others may wait for its outcome.
	 * @param wanted called just before anything is sent; throws when nobody waits for it any more
	 */
	login(
		stored: ICredentialDataDecryptedObject,
		ended: string,
		wanted: () => void,
	): Promise<ICredentialDataDecryptedObject>;
	fault(error: unknown): Fault;
}

/** How a session waits: what it leaves to chance, and to the clock. */
export interface Patience {
	/** A number from 0 up to 1. */
	random(): number;
	pause(milliseconds: number): Promise<void>;
	/** How long to wait for what another execution does, at most. */
	readonly longestMs: number;
	readonly cancel: AbortSignal | undefined;
}

export const patienceOf = (longestMs: number, cancel: AbortSignal | undefined): Patience => ({
	random: Math.random,
	pause: async (milliseconds) => await sleep(milliseconds, undefined),
	longestMs,
	cancel,
});

/** A renewal under way, and how many wait for it. */
interface Renewal {
	readonly outcome: Promise<ICredentialDataDecryptedObject>;
	waiting: number;
}

/** Those of this process, by credential and the values that each is for. */
const renewals = new Map<string, Renewal>();

/** Workers that notice the end of a session at one moment are spread over this time. */
const SPREAD_MS = 100;
/** How long one whose new session was ended looks for that of the worker that did it, and how often. */
const LOOK_FOR_MS = 2000;
const LOOK_EVERY_MS = 100;
/** How many new sessions may be refused at once, one after the other, until nobody buys another. */
const MOST_IN_VAIN = { exclusive: 3, shared: 1 };
/** How many sessions that others come through with one request may be refused with, until it is given up. */
const MOST_FOR_ONE = { exclusive: 10, shared: 1 };
/** How many requests may be given up so, until nobody buys a session for the next of them. */
const MOST_STUBBORN = 3;

/** The credential of a run, with the session that it holds. */
export class Session {
	/** Why this credential can do nothing more in this run. */
	private over: Fault | undefined;
	/** New sessions that were refused before any request was accepted. */
	private inVain = 0;
	/** Requests that were refused with one session after the other, while others came through. */
	private stubborn = 0;
	/** A session of this run's that has not been accepted yet. */
	private untried: string | undefined;
	private renewing: Promise<Fault | undefined> | undefined;
	/** Marks by credential, which would otherwise be made anew for each request. */
	private readonly usable = new WeakMap<ICredentialDataDecryptedObject, { token: string; marked: boolean }>();

	constructor(
		private readonly id: string,
		private readonly rule: SessionRule | undefined,
		public credential: ICredentialDataDecryptedObject,
		private readonly source: Source,
		private readonly patience: Patience,
	) {}

	get isUsed(): boolean {
		return this.rule?.isUsed(this.credential) ?? false;
	}

	get token(): string {
		return asText(this.credential.sessionToken);
	}

	/** What stands in the way of a session that can be expected to be accepted. */
	async ready(): Promise<Fault | undefined> {
		if (this.over !== undefined) return this.over;
		return this.isUsed && !this.isUsable(this.credential) ? await this.renew() : undefined;
	}

	/** The vendor took a request that went with this session. */
	accepted(token: string): void {
		if (token !== this.untried) return;
		this.untried = undefined;
		this.inVain = 0;
	}

	/** The vendor takes nothing from this credential: no further request of this run is sent with it. */
	refuse(fault: Fault): void {
		this.over ??= new Fault({ ...fault.details, nothingDone: true });
	}

	/**
	 * The vendor says that a session has ended: gets another one, or hands back what stands in the way.
	 * @param refusal in the vendor's words
	 * @param before how many other sessions the same request was refused with before
	 */
	async ended(token: string, refusal: Fault, before = 0): Promise<Fault | undefined> {
		if (this.over !== undefined) return this.over;
		// Another request of this run was faster.
		if (token !== this.token) return undefined;
		if (token === this.untried) {
			this.untried = undefined;
			this.inVain++;
		}
		const sort = this.rule?.isExclusive === true ? 'exclusive' : 'shared';
		const description = (this.isUsed ? this.rule?.hint : undefined) ?? 'Check the credential';
		const refused = new Fault({ ...refusal.details, kind: 'credential', description });
		if (!this.isUsed || this.inVain >= MOST_IN_VAIN[sort]) {
			this.refuse(refused);
			return this.over;
		}
		if (before >= MOST_FOR_ONE[sort]) this.stubborn++;
		else if (this.stubborn < MOST_STUBBORN) return await this.renew();
		return refused;
	}

	/** One at a time in a run: whoever comes meanwhile waits for its outcome. */
	private async renew(): Promise<Fault | undefined> {
		this.renewing ??= this.renewOnce();
		return await this.renewing;
	}

	private async renewOnce(): Promise<Fault | undefined> {
		try {
			const before = this.token;
			this.credential = await this.renewal(before);
			this.untried = this.token;
			return undefined;
		} catch (error) {
			const fault = new Fault({ ...this.source.fault(error).details, nothingDone: true });
			// Who was refused once is not asked again for the next item: accounts get locked over that.
			if (FINAL.has(fault.details.kind)) this.over = fault;
			return fault;
		} finally {
			this.renewing = undefined;
		}
	}

	private isUsable(credential: ICredentialDataDecryptedObject): boolean {
		const { rule } = this;
		if (rule === undefined) return true;
		const expiry = asText(credential.sessionExpiresAt);
		const token = asText(credential.sessionToken);
		const known = this.usable.get(credential);
		const marked =
			known?.token === token ? known.marked : isUsable({ ...credential, sessionExpiresAt: '' }, rule, 0);
		this.usable.set(credential, { token, marked });
		return marked && (expiry === '' || Date.parse(expiry) > Date.now());
	}

	/**
	 * One at a time for each credential in this process; whoever else needs one for the same values waits for its
	 * outcome, but no longer than for a request of its own.
	 */
	private async renewal(ended: string): Promise<ICredentialDataDecryptedObject> {
		const { account = [], proof = [] } = this.rule ?? {};
		const values = valuesOf(this.credential, [...account, ...proof]);
		const key = `${this.id}:${createHash('sha256').update(values).digest('base64')}`;
		const renewal = renewals.get(key) ?? this.begun(key, ended);
		const late = (): Fault =>
			new Fault({ kind: 'timeout', message: 'The log-in took too long', description: 'Try again later' });
		const { cancel, longestMs } = this.patience;
		renewal.waiting++;
		try {
			return await new Deadline(longestMs, cancel).keep(late, async () => await renewal.outcome);
		} finally {
			renewal.waiting--;
		}
	}

	private begun(key: string, ended: string): Renewal {
		const forget = (): void => {
			if (renewals.get(key) === renewal) renewals.delete(key);
		};
		const wanted = (): void => {
			if (renewal.waiting > 0) return;
			// At once, so that nobody joins what has ended.
			forget();
			throw cancelled();
		};
		const renewal: Renewal = { outcome: this.foundOrMade(ended, wanted), waiting: 0 };
		renewals.set(key, renewal);
		renewal.outcome.then(forget, forget);
		return renewal;
	}

	/**
	 * Other workers share nothing but the stored credential, and notice the end of a session at the same moment. Where
	 * each log-in ends the session before, all go on with the last one: who finds its own new session ended looks
	 * for that of the worker that came after it, before it buys another.
	 */
	private async foundOrMade(ended: string, wanted: () => void): Promise<ICredentialDataDecryptedObject> {
		let stored = await this.stored();
		const isNew = (): boolean => this.isUsable(stored) && asText(stored.sessionToken) !== ended;
		// Who has never logged in is not kept waiting: the first to do so is most likely alone.
		if (this.rule?.isExclusive === true && ended !== '' && !isNew()) {
			const waits = this.inVain > 0 ? LOOK_FOR_MS / LOOK_EVERY_MS : 1;
			for (let wait = 0; wait < waits && !isNew(); wait++) {
				await this.patience.pause(this.inVain > 0 ? LOOK_EVERY_MS : this.patience.random() * SPREAD_MS);
				wanted();
				stored = await this.stored();
			}
		}
		return isNew() ? stored : await this.source.login(stored, ended, wanted);
	}

	/** @throws Fault when the credential has become another account's: what was read from one is not written to another */
	private async stored(): Promise<ICredentialDataDecryptedObject> {
		const stored = await this.source.read();
		const { account = [] } = this.rule ?? {};
		if (valuesOf(stored, account) === valuesOf(this.credential, account)) return stored;
		throw new Fault({
			kind: 'credential',
			message: 'The credential was changed to another account while the node ran',
			description: 'Run the node again',
			nothingDone: true,
		});
	}
}

/** Faults of a log-in that will not be another one for the next item. */
const FINAL: ReadonlySet<string> = new Set(['login', 'credential', 'forbidden', 'foreign', 'unreadable']);
