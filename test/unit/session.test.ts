import { setTimeout as sleep } from 'node:timers/promises';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { accountDigest, expiryWithLeeway, isUsable, renewSession } from '../../nodes/shared/session';

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
	const steps = (stored: string, login: () => Promise<ICredentialDataDecryptedObject>, ended = 'old') => ({
		ended,
		pause: jest.fn(async () => undefined),
		readStored: async () => ({ sessionToken: stored }),
		usable: ({ sessionToken }: ICredentialDataDecryptedObject) => sessionToken !== '',
		login: jest.fn(login),
	});
	const granted = async () => ({ sessionToken: 'new' });

	it('logs in once for all who ask at the same time', async () => {
		const renewal = steps('old', granted);
		const results = await Promise.all(
			Array.from({ length: 8 }, async () => await renewSession('c1', renewal)),
		);
		expect(renewal.login).toHaveBeenCalledTimes(1);
		expect(results).toEqual(Array.from({ length: 8 }, () => ({ sessionToken: 'new' })));
	});

	it('takes a session that somebody else has stored meanwhile instead of logging in', async () => {
		const renewal = steps('of another worker', granted);
		expect(await renewSession('c1', renewal)).toEqual({ sessionToken: 'of another worker' });
		expect(renewal.login).not.toHaveBeenCalled();
	});

	it('logs in when the stored session is the one that has ended, or cannot be used', async () => {
		const ended = steps('old', granted);
		expect(await renewSession('c1', ended)).toEqual({ sessionToken: 'new' });
		const empty = steps('', granted, '');
		expect(await renewSession('c1', empty)).toEqual({ sessionToken: 'new' });
		expect([ended, empty].map(({ login }) => login.mock.calls.length)).toEqual([1, 1]);
	});

	it('waits at random before it logs in anew, and not before the first log-in', async () => {
		const ended = steps('old', granted);
		jest.spyOn(Math, 'random').mockReturnValueOnce(0.5);
		await renewSession('c1', ended);
		expect(ended.pause.mock.calls).toEqual([[150], [150], [150], [150], [150]]);
		const first = steps('', granted, '');
		await renewSession('c1', first);
		expect(first.pause).not.toHaveBeenCalled();
	});

	it('logs in once for many workers, each with a process of its own', async () => {
		let stored = 'old';
		let logins = 0;
		const waits = [0.9, 0.1, 0.6];
		const random = jest.spyOn(Math, 'random');
		const results = await Promise.all(
			waits.map(async (wait) => {
				random.mockReturnValueOnce(wait);
				// Another id stands for another process: nothing but what is stored is shared.
				return await renewSession(`worker ${wait}`, {
					ended: 'old',
					readStored: async () => ({ sessionToken: stored }),
					usable: () => true,
					pause: async (milliseconds) => await sleep(milliseconds),
					login: async () => ({ sessionToken: (stored = `new ${++logins}`) }),
				});
			}),
		);
		expect(results).toEqual(waits.map(() => ({ sessionToken: 'new 1' })));
	});

	it('does not let one credential wait for another', async () => {
		let finish = (): void => undefined;
		const held = renewSession(
			'slow',
			steps('old', async () => {
				await new Promise<void>((resolve) => (finish = resolve));
				return { sessionToken: 'slow' };
			}),
		);
		expect(await renewSession('quick', steps('old', granted))).toEqual({ sessionToken: 'new' });
		finish();
		expect(await held).toEqual({ sessionToken: 'slow' });
	});

	it('shares a failure with all who wait, and tries again for the next', async () => {
		const failing = steps('old', async () => {
			throw new Error('Invalid user or password.');
		});
		const results = await Promise.allSettled([1, 2, 3].map(async () => await renewSession('c1', failing)));
		expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
		expect(failing.login).toHaveBeenCalledTimes(1);
		expect(await renewSession('c1', steps('old', granted))).toEqual({ sessionToken: 'new' });
	});

	it('is cleared after a stored credential could not be read', async () => {
		const unreadable = {
			...steps('old', granted),
			readStored: async () => await Promise.reject(new Error('gone')),
		};
		await expect(renewSession('c1', unreadable)).rejects.toThrow('gone');
		expect(await renewSession('c1', steps('old', granted))).toEqual({ sessionToken: 'new' });
	});
});
