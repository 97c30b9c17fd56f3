import { createHash } from 'node:crypto';

import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { Fault } from './fault';
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

/**
 * A digest of all that a session depends on: base URL, account and secrets. A session that was made
 * for other values is never used, so that an edited credential takes effect at once.
 */
export function accountDigest(
	credential: ICredentialDataDecryptedObject,
	properties: readonly string[],
): string {
	const values = properties.map((property) => String(credential[property] ?? ''));
	return createHash('sha256').update(JSON.stringify(values)).digest('base64');
}

/** Whether a stored session can be expected to be accepted. */
export function isUsable(credential: ICredentialDataDecryptedObject, digest: string, now: number): boolean {
	const { sessionToken, sessionExpiresAt, sessionAccount } = credential;
	if (typeof sessionToken !== 'string' || sessionToken === '' || sessionAccount !== digest) return false;
	if (typeof sessionExpiresAt !== 'string' || sessionExpiresAt === '') return true;
	return Date.parse(sessionExpiresAt) > now;
}

/** What a credential's `preAuthentication` hands back to n8n for storing. */
export interface StoredSession extends IDataObject {
	sessionToken: string;
	sessionExpiresAt: string;
	sessionAccount: string;
}

const renewals = new Map<string, Promise<ICredentialDataDecryptedObject>>();

/** Longest wait before a session that has ended is renewed, and how often it is looked meanwhile. */
const LONGEST_WAIT_MS = 1500;
const LOOK_EVERY_MS = 150;

/** How a session comes to be: each is n8n's own way, see send.ts. */
export interface Source {
	read(): Promise<ICredentialDataDecryptedObject>;
	login(stored: ICredentialDataDecryptedObject): Promise<ICredentialDataDecryptedObject>;
	fault(error: unknown): Fault;
}

/** How long a renewal waits: what it leaves to chance, and to the clock. */
export interface Patience {
	/** A number from 0 up to 1. */
	random(): number;
	pause(milliseconds: number): Promise<void>;
}

const PATIENCE: Patience = {
	random: Math.random,
	// Not cut short by an execution's end: others may wait for the outcome.
	pause: async (milliseconds) => await sleep(milliseconds, undefined),
};

/** The credential of an execution, with the session that it holds. */
export class Session {
	/** Digests by credential, which would otherwise be made anew for each request. */
	private readonly accounts = new WeakMap<ICredentialDataDecryptedObject, string>();
	/** A log-in that was refused is not tried again for the next item: accounts get locked over that. */
	private refused: Fault | undefined;

	constructor(
		private readonly id: string,
		private readonly rule: SessionRule | undefined,
		public credential: ICredentialDataDecryptedObject,
		private readonly source: Source,
		private readonly patience = PATIENCE,
	) {}

	get isUsed(): boolean {
		return this.rule?.isUsed(this.credential) ?? false;
	}

	get token(): string {
		return asText(this.credential.sessionToken);
	}

	/** What stands in the way of a session that can be expected to be accepted. */
	async ready(): Promise<Fault | undefined> {
		return this.isUsed && !this.isUsable(this.credential) ? await this.renew(this.token) : undefined;
	}

	/** Gets another session than the one that has ended; hands back what stood in the way. */
	async renew(ended: string): Promise<Fault | undefined> {
		if (this.refused !== undefined) return this.refused;
		try {
			this.credential = await this.renewal(ended);
			return undefined;
		} catch (error) {
			const fault = new Fault({ ...this.source.fault(error).details, nothingDone: true });
			if (fault.details.kind === 'login') this.refused = fault;
			return fault;
		}
	}

	private isUsable(credential: ICredentialDataDecryptedObject): boolean {
		const account = this.accounts.get(credential) ?? this.rule?.account(credential) ?? '';
		this.accounts.set(credential, account);
		return isUsable(credential, account, Date.now());
	}

	/** One at a time for each credential in this process; whoever else needs one waits for its result. */
	private async renewal(ended: string): Promise<ICredentialDataDecryptedObject> {
		const underWay = renewals.get(this.id);
		if (underWay !== undefined) return await underWay;
		const renewal = this.foundOrMade(ended);
		renewals.set(this.id, renewal);
		try {
			return await renewal;
		} finally {
			renewals.delete(this.id);
		}
	}

	/**
	 * Other workers share nothing but the stored credential, and notice the end of a session at the same moment:
	 * so each waits for a random while, and takes the session of the one that came first. Did all log in, each
	 * would end the session of the one before, where the vendor keeps one a user.
	 */
	private async foundOrMade(ended: string): Promise<ICredentialDataDecryptedObject> {
		// Who has never logged in is not kept waiting: the first to do so is most likely alone.
		let wait = ended === '' ? 0 : this.patience.random() * LONGEST_WAIT_MS;
		for (; ; wait -= LOOK_EVERY_MS) {
			const stored = await this.source.read();
			if (this.isUsable(stored) && stored.sessionToken !== ended) return stored;
			if (wait <= 0) return await this.source.login(stored);
			await this.patience.pause(Math.min(wait, LOOK_EVERY_MS));
		}
	}
}
