import { randomBytes } from 'node:crypto';
import { secrets } from './credentials';
import { lowerKeys } from './json';
import type { JsonObject, VendorContext, VendorReply } from './types';

interface Session {
	user: string;
	token: string;
	tokenDies: number;
	refreshToken: string;
	refreshDies: number;
}

/**
 * One session per API user: a new login cancels the earlier one.
 * https://documents.rdbusiness.com/docs/getting-started/sessionmanagement/
 */
export class EpassSessions {
	private readonly byUser = new Map<string, Session>();
	private readonly byToken = new Map<string, Session>();

	constructor(private readonly context: VendorContext) {}

	/** `dead`: the fault `expiredSession`. */
	authorised(authorization: string | undefined, dead: boolean): boolean {
		const [scheme, token] = (authorization ?? '').split(' ');
		if (dead || scheme?.toLowerCase() !== 'bearer' || token === undefined) return false;
		const session = this.byToken.get(token);
		return session !== undefined && session.tokenDies > Date.now();
	}

	login(body: JsonObject): VendorReply {
		// The sample spells UserId where the table has UserID: letter case seems not to matter.
		const sent = lowerKeys(body);
		const user = String(sent.userid ?? '');
		const known = [secrets.epass, secrets.epassSecond].find((each) => each.userId === user);
		const complete = typeof sent.applicationname === 'string' && sent.applicationname !== '';
		if (
			!known ||
			!complete ||
			sent.password !== known.password ||
			sent.organizationid !== secrets.epass.organizationId
		) {
			this.context.counters.failedLogins++;
			return this.failure(this.context.settings().epassFailedLoginStatus);
		}
		this.context.counters.logins++;
		return this.open(user);
	}

	refresh(body: JsonObject): VendorReply {
		const sent = lowerKeys(body);
		const session = this.byToken.get(String(sent.currenttoken ?? ''));
		if (!session || session.refreshToken !== sent.refreshtoken || session.refreshDies <= Date.now()) {
			// 401 is "not logged in" or expired, with a body that nothing documents:
			// https://documents.rdbusiness.com/docs/getting-started/common-errors/
			return this.failure(401, 'Invalid or expired refresh token.');
		}
		this.context.counters.refreshes++;
		return this.open(session.user);
	}

	clear(): void {
		this.byUser.clear();
		this.byToken.clear();
	}

	private open(user: string): VendorReply {
		const earlier = this.byUser.get(user);
		if (earlier) this.byToken.delete(earlier.token);
		const { epassTokenSeconds, epassRefreshSeconds } = this.context.settings();
		const session: Session = {
			user,
			token: jwt(user, epassTokenSeconds),
			tokenDies: Date.now() + epassTokenSeconds * 1000,
			refreshToken: randomBytes(32).toString('base64'),
			refreshDies: Date.now() + epassRefreshSeconds * 1000,
		};
		this.byUser.set(user, session);
		this.byToken.set(session.token, session);
		return {
			status: 200,
			body: {
				successful: true,
				token: session.token,
				tokenExpiry: withOffset(session.tokenDies),
				additionalMessages: null,
				refreshToken: session.refreshToken,
				refreshExpiry: withOffset(session.refreshDies),
			},
		};
	}

	private failure(status: number, message = 'Invalid user or password.'): VendorReply {
		return {
			status,
			body: {
				successful: false,
				token: null,
				tokenExpiry: '0001-01-01T00:00:00',
				additionalMessages: message,
				refreshToken: null,
				refreshExpiry: '0001-01-01T00:00:00',
			},
		};
	}
}

/** Looks like a JWT; nobody verifies it, the sandbox knows its tokens by heart. */
function jwt(user: string, seconds: number): string {
	const part = (value: JsonObject) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const exp = Math.floor(Date.now() / 1000 + seconds);
	return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: user, exp })}.${randomBytes(32).toString('base64url')}`;
}

/** ISO with an offset, not UTC (https://documents.rdbusiness.com/docs/authentication/): a client must read it. */
function withOffset(ms: number): string {
	return `${new Date(ms - 7 * 3_600_000).toISOString().slice(0, -1)}0000-07:00`;
}
