import { createHash } from 'node:crypto';

import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

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

/**
 * One renewal at a time for each credential in this process; whoever else needs one waits for its result.
 * Other workers share nothing but the stored credential, and notice the end of a session at the same moment:
 * so each waits for a random while, and takes the session of the one that came first. Did all log in, each
 * would end the session of the one before, where the vendor keeps one a user.
 */
export async function renewSession(
	credentialId: string,
	steps: {
		/** The token that has ended, or '' when there was none. */
		ended: string;
		readStored(): Promise<ICredentialDataDecryptedObject>;
		usable(stored: ICredentialDataDecryptedObject): boolean;
		pause(milliseconds: number): Promise<void>;
		login(stored: ICredentialDataDecryptedObject): Promise<ICredentialDataDecryptedObject>;
	},
): Promise<ICredentialDataDecryptedObject> {
	const underWay = renewals.get(credentialId);
	if (underWay !== undefined) return await underWay;
	const renewal = (async () => {
		// Who has never logged in is not kept waiting: the first to do so is most likely alone.
		let wait = steps.ended === '' ? 0 : Math.random() * LONGEST_WAIT_MS;
		for (; ; wait -= LOOK_EVERY_MS) {
			const stored = await steps.readStored();
			if (steps.usable(stored) && stored.sessionToken !== steps.ended) return stored;
			if (wait <= 0) return await steps.login(stored);
			await steps.pause(Math.min(wait, LOOK_EVERY_MS));
		}
	})();
	renewals.set(credentialId, renewal);
	try {
		return await renewal;
	} finally {
		renewals.delete(credentialId);
	}
}
