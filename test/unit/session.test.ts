import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { Fault } from '../../nodes/shared/fault';
import type { FaultKind } from '../../nodes/shared/fault';
import { accountDigest, expiryWithLeeway, isUsable, Session } from '../../nodes/shared/session';
import type { Patience, Source } from '../../nodes/shared/session';
import type { SessionRule } from '../../nodes/shared/vendor';

const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);
const iso = (milliseconds: number): string => new Date(NOW + milliseconds).toISOString();

describe('the expiry that is kept', () => {
	it('is a minute before the vendor’s, or a tenth of a short life', () => {
		expect(expiryWithLeeway(NOW + 3_600_000, NOW)).toBe(iso(3_540_000));
		expect(expiryWithLeeway(NOW + 600_000, NOW)).toBe(iso(540_000));
		expect(expiryWithLeeway(NOW + 100_000, NOW)).toBe(iso(90_000));
	});

	it.each([NOW, NOW - 1, NaN, Infinity])(
		'is none when the vendor’s is %p: passed already, or no time',
		(expiry) => {
			expect(expiryWithLeeway(expiry, NOW)).toBe('');
		},
	);
});

describe('the digest of an account', () => {
	const digest = (credential: ICredentialDataDecryptedObject) =>
		accountDigest(credential, ['user', 'password']);

	it('is the same for the same values, whatever else the credential holds', () => {
		expect(digest({ user: 'a', password: 'b', sessionToken: 'x' })).toBe(
			digest({ user: 'a', password: 'b' }),
		);
	});

	it('differs for other values, and for the same ones in other places', () => {
		const values = [
			{ user: 'a', password: 'b' },
			{ user: 'a', password: 'c' },
			{ user: 'b', password: 'a' },
			{ user: 'ab', password: '' },
			{ user: '', password: 'ab' },
			{ user: 'a","b', password: '' },
		];
		expect(new Set(values.map(digest)).size).toBe(values.length);
	});

	it('does not hold the password', () => {
		expect(digest({ user: 'a', password: 'secret-word' })).not.toContain('secret-word');
	});
});

describe('a stored session', () => {
	const stored = { sessionToken: 't', sessionExpiresAt: iso(1000), sessionAccount: 'digest' };
	const usable = (change: ICredentialDataDecryptedObject) =>
		isUsable({ ...stored, ...change }, 'digest', NOW);

	it('is usable until it expires, or until it is refused when no expiry is known', () => {
		expect(usable({})).toBe(true);
		expect(usable({ sessionExpiresAt: '' })).toBe(true);
		expect(isUsable({ sessionToken: 't', sessionAccount: 'digest' }, 'digest', NOW)).toBe(true);
	});

	it('is not usable without a token, once expired, or for another account', () => {
		expect(usable({ sessionToken: '' })).toBe(false);
		expect(usable({ sessionExpiresAt: iso(0) })).toBe(false);
		expect(usable({ sessionExpiresAt: 'no time' })).toBe(false);
		expect(usable({ sessionAccount: 'another' })).toBe(false);
		expect(isUsable({}, 'digest', NOW)).toBe(false);
	});
});

describe('renewing a session', () => {
	const ACCOUNT = 'digest';
	const RULE: SessionRule = {
		isUsed: () => true,
		account: () => ACCOUNT,
		hint: 'Give n8n a user of its own',
	};
	const holding = (sessionToken: string) => ({ sessionToken, sessionAccount: ACCOUNT });
	const granted = async () => holding('new');
	const refused = (kind: FaultKind) => async () => {
		throw new Fault({ kind, message: 'Invalid user or password.' });
	};

	/** What n8n stores, and the way to a new session. */
	const sourceOf = (stored: string, login: Source['login'] = granted) => ({
		read: async () => holding(stored),
		login: jest.fn(login),
		fault: (error: unknown) => (error instanceof Fault ? error : new Fault({ kind: 'foreign', message: '' })),
	});
	const noPatience = (): Patience & { pause: jest.Mock } => ({
		random: () => 0.5,
		pause: jest.fn(async () => undefined),
	});
	/** The session of one execution with the credential. */
	const session = (credential: string, source: Source, patience: Patience = noPatience()): Session =>
		new Session(credential, RULE, holding('old'), source, patience);
	/** The token that an execution goes on with, or what stood in its way. */
	const renewed = async (one: Session, ended = 'old'): Promise<string | Fault> =>
		(await one.renew(ended)) ?? one.token;

	afterEach(() => jest.useRealTimers());

	it('logs in once for all who ask at the same time', async () => {
		const source = sourceOf('old');
		const tokens = await Promise.all(
			Array.from({ length: 8 }, async () => await renewed(session('shared', source))),
		);
		expect(source.login).toHaveBeenCalledTimes(1);
		expect(tokens).toEqual(Array.from({ length: 8 }, () => 'new'));
	});

	it('takes a session that somebody else has stored meanwhile instead of logging in', async () => {
		const source = sourceOf('of another worker');
		expect(await renewed(session('taken', source))).toBe('of another worker');
		expect(source.login).not.toHaveBeenCalled();
	});

	it('logs in when the stored session is the one that has ended, or cannot be used', async () => {
		const ended = sourceOf('old');
		expect(await renewed(session('ended', ended))).toBe('new');
		const empty = sourceOf('');
		expect(await renewed(session('empty', empty), '')).toBe('new');
		const foreign = { ...sourceOf('x'), read: async () => ({ ...holding('x'), sessionAccount: 'another' }) };
		expect(await renewed(session('foreign', foreign))).toBe('new');
		expect([ended, empty, foreign].map(({ login }) => login.mock.calls.length)).toEqual([1, 1, 1]);
	});

	it('waits at random before it logs in anew, and not before the first log-in', async () => {
		const again = noPatience();
		await renewed(session('again', sourceOf('old'), again));
		expect(again.pause.mock.calls).toEqual([[150], [150], [150], [150], [150]]);
		const first = noPatience();
		await renewed(session('first', sourceOf(''), first), '');
		expect(first.pause).not.toHaveBeenCalled();
	});

	it('logs in once for many workers, each with a process of its own', async () => {
		jest.useFakeTimers();
		let stored = 'old';
		let logins = 0;
		const waits = [0.9, 0.1, 0.6];
		const tokens = Promise.all(
			waits.map(async (wait) => {
				const source: Source = {
					...sourceOf('old'),
					read: async () => holding(stored),
					login: async () => holding((stored = `new ${++logins}`)),
				};
				const pause = async (milliseconds: number): Promise<void> =>
					await new Promise((resolve) => setTimeout(resolve, milliseconds));
				// Another id stands for another process: nothing but what is stored is shared.
				return await renewed(session(`worker ${wait}`, source, { random: () => wait, pause }));
			}),
		);
		await jest.runAllTimersAsync();
		expect(await tokens).toEqual(waits.map(() => 'new 1'));
	});

	it('does not let one credential wait for another', async () => {
		const begun = event();
		const answered = event();
		const slow = sourceOf('old', async () => {
			begun.happen();
			await answered.happened;
			return holding('slow');
		});
		const held = renewed(session('slow', slow));
		await begun.happened;
		expect(await renewed(session('quick', sourceOf('old')))).toBe('new');
		answered.happen();
		expect(await held).toBe('slow');
	});

	it('shares a failure with all who wait, and tries again for the next', async () => {
		const failing = sourceOf('old', refused('login'));
		const outcomes = await Promise.all([1, 2, 3].map(async () => await renewed(session('failing', failing))));
		for (const outcome of outcomes)
			expect(outcome).toMatchObject({ details: { kind: 'login', message: 'Invalid user or password.' } });
		expect(failing.login).toHaveBeenCalledTimes(1);
		expect(await renewed(session('failing', sourceOf('old')))).toBe('new');
	});

	it('does not try a refused log-in again within an execution, since accounts get locked over that', async () => {
		const failing = sourceOf('old', refused('login'));
		const one = session('locked', failing);
		const first = await renewed(one);
		expect(await renewed(one)).toBe(first);
		expect(failing.login).toHaveBeenCalledTimes(1);
	});

	it('tries again when the log-in failed for another reason, with nothing done at the vendor’s', async () => {
		const failing = sourceOf('old', refused('unavailable'));
		const one = session('unavailable', failing);
		expect(await renewed(one)).toMatchObject({ details: { kind: 'unavailable', nothingDone: true } });
		await renewed(one);
		expect(failing.login).toHaveBeenCalledTimes(2);
	});

	it('is cleared after a stored credential could not be read', async () => {
		const unreadable = { ...sourceOf('old'), read: async () => await Promise.reject(new Error('gone')) };
		expect(await renewed(session('unread', unreadable))).toMatchObject({ details: { kind: 'foreign' } });
		expect(await renewed(session('unread', sourceOf('old')))).toBe('new');
	});
});

/** Something that one side waits for and the other makes happen. */
function event(): { readonly happened: Promise<void>; happen(): void } {
	let happen = (): void => undefined;
	const happened = new Promise<void>((resolve) => (happen = resolve));
	return { happened, happen };
}
