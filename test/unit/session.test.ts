import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { Fault } from '../../nodes/shared/fault';
import type { FaultKind } from '../../nodes/shared/fault';
import { expiryWithLeeway, isUsable, markOf, Session } from '../../nodes/shared/session';
import type { Patience, Source } from '../../nodes/shared/session';
import type { SessionRule } from '../../nodes/shared/vendor';

const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);
const iso = (milliseconds: number): string => new Date(NOW + milliseconds).toISOString();

const SHARED: SessionRule = {
	isUsed: () => true,
	account: ['baseUrl', 'user'],
	proof: ['password'],
	isExclusive: false,
	hint: 'Give n8n a user of its own',
};
const EXCLUSIVE: SessionRule = { ...SHARED, isExclusive: true };
const VALUES = { baseUrl: 'https://one.example', user: 'jane', password: 'secret-word' };

const withSession = (
	sessionToken: string,
	values: ICredentialDataDecryptedObject = VALUES,
): ICredentialDataDecryptedObject => ({
	...values,
	sessionToken,
	sessionExpiresAt: '',
	sessionAccount: markOf(sessionToken, values, SHARED),
});

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

describe('the mark of the values that a session was made for', () => {
	const mark = (change: ICredentialDataDecryptedObject, token = 't'): string =>
		markOf(token, { ...VALUES, ...change }, SHARED);

	it('is the same for the same values, whatever else the credential holds, and blanks around them aside', () => {
		expect(mark({ sessionToken: 'x', other: 'y' })).toBe(mark({}));
		expect(mark({ baseUrl: ` ${VALUES.baseUrl} ` })).toBe(mark({}));
	});

	it('differs for another account or proof, and for the same values in other places', () => {
		const changes: ICredentialDataDecryptedObject[] = [
			{},
			{ user: 'joe' },
			{ password: 'other' },
			{ baseUrl: 'https://two.example' },
			{ user: 'secret-word', password: 'jane' },
			{ user: 'janesecret-word', password: '' },
			{ user: '', password: 'janesecret-word' },
			{ user: 'jane","secret-word', password: '' },
		];
		expect(new Set(changes.map((change) => mark(change))).size).toBe(changes.length);
	});

	it('S8: is another one for each session, so that nobody without it can try passwords against the mark', () => {
		expect(mark({}, 'one')).not.toBe(mark({}, 'two'));
		expect(mark({}, 'one')).not.toContain(VALUES.password);
		expect(mark({}, '')).not.toBe(mark({}, 'one'));
	});
});

describe('a stored session', () => {
	const usable = (change: ICredentialDataDecryptedObject): boolean =>
		isUsable({ ...withSession('t'), sessionExpiresAt: iso(1000), ...change }, SHARED, NOW);

	it('is usable until it expires, or until it is refused when no expiry is known', () => {
		expect(usable({})).toBe(true);
		expect(usable({ sessionExpiresAt: '' })).toBe(true);
	});

	it('is not usable without a token, once expired, or for other values', () => {
		expect(usable({ sessionToken: '' })).toBe(false);
		expect(usable({ sessionToken: 'another' })).toBe(false);
		expect(usable({ sessionExpiresAt: iso(0) })).toBe(false);
		expect(usable({ sessionExpiresAt: 'no time' })).toBe(false);
		expect(usable({ sessionAccount: '' })).toBe(false);
		expect(usable({ user: 'joe' })).toBe(false);
		expect(usable({ password: 'other' })).toBe(false);
		expect(isUsable({}, SHARED, NOW)).toBe(false);
	});
});

/** A fault as the vendor's answer gives it. */
const faultOf = (kind: FaultKind, message = 'The vendor’s words'): Fault => new Fault({ kind, message });

/** What n8n stores, and the way to a new session. */
class Stored implements Source {
	logins = 0;
	reads = 0;
	readonly endedTokens: string[] = [];

	constructor(
		public credential: ICredentialDataDecryptedObject,
		private readonly outcome: () => Promise<string> = async () => `new ${this.logins}`,
	) {}

	async read(): Promise<ICredentialDataDecryptedObject> {
		this.reads++;
		return { ...this.credential };
	}

	async login(
		stored: ICredentialDataDecryptedObject,
		ended: string,
		wanted: () => void,
	): Promise<ICredentialDataDecryptedObject> {
		wanted();
		this.logins++;
		this.endedTokens.push(ended);
		const values = Object.entries(stored).filter(([name]) => !name.startsWith('session'));
		return (this.credential = withSession(await this.outcome(), Object.fromEntries(values)));
	}

	fault(error: unknown): Fault {
		return error instanceof Fault ? error : new Fault({ kind: 'foreign', message: String(error) });
	}
}

const LONG_MS = 60_000;

const patience = (change: Partial<Patience> = {}): Patience => ({
	random: () => 0.5,
	pause: async () => undefined,
	longestMs: LONG_MS,
	cancel: undefined,
	...change,
});

let executions = 0;

/** The session of one execution; without an id it shares nothing but what is stored, as in a process of its own. */
const session = (
	source: Stored,
	{
		id = `credential ${++executions}`,
		rule = SHARED,
		held = source.credential,
		...waits
	}: {
		id?: string;
		rule?: SessionRule;
		held?: ICredentialDataDecryptedObject;
	} & Partial<Patience> = {},
): Session => new Session(id, rule, held, source, patience(waits));

/** The token that an execution goes on with after its session was refused, or what stood in its way. */
async function renewed(one: Session): Promise<string | Fault> {
	return (await one.ended(one.token, faultOf('session'))) ?? one.token;
}

/** Something that one side waits for and the other makes happen. */
function event(): { readonly happened: Promise<void>; happen(): void } {
	let happen = (): void => undefined;
	const happened = new Promise<void>((resolve) => (happen = resolve));
	return { happened, happen };
}

/** A log-in that has begun and does not end before it is told to. */
function slowLogin(token = 'slow'): { login: () => Promise<string>; begun: Promise<void>; end(): void } {
	const begun = event();
	const answered = event();
	return {
		begun: begun.happened,
		end: answered.happen,
		login: async () => {
			begun.happen();
			await answered.happened;
			return token;
		},
	};
}

describe('before a request', () => {
	it('a stored session of these values is used as it is', async () => {
		const source = new Stored(withSession('old'));
		const one = session(source);
		expect(await one.ready()).toBeUndefined();
		expect([one.token, source.logins, source.reads]).toEqual(['old', 0, 0]);
	});

	it.each([
		['there is none', VALUES],
		['its time is over', { ...withSession('old'), sessionExpiresAt: '2020-01-01T00:00:00.000Z' }],
		['it was made with another password', { ...withSession('old'), password: 'other' }],
		['it was made for another user', { ...withSession('old'), user: 'joe' }],
	] as const)('one is bought when %s', async (_, stored) => {
		const source = new Stored(stored);
		const one = session(source);
		expect(await one.ready()).toBeUndefined();
		expect(one.token).toBe('new 1');
		expect(await one.ready()).toBeUndefined();
		expect(source.logins).toBe(1);
	});

	it('nothing is asked of a credential that works without sessions', async () => {
		const source = new Stored(VALUES);
		const one = session(source, { rule: { ...SHARED, isUsed: () => false } });
		expect(await one.ready()).toBeUndefined();
		expect(source.logins).toBe(0);
		const none = new Session('none', undefined, VALUES, source, patience());
		expect(await none.ready()).toBeUndefined();
	});
});

describe('renewing a session', () => {
	afterEach(() => jest.useRealTimers());

	it('logs in once for all who ask at the same time, in one execution or in many', async () => {
		const source = new Stored(withSession('old'));
		const one = session(source, { id: 'shared' });
		const many = Array.from({ length: 4 }, () => session(source, { id: 'shared' }));
		const tokens = await Promise.all([one, one, one, ...many].map(renewed));
		expect(source.logins).toBe(1);
		expect(new Set(tokens)).toEqual(new Set(['new 1']));
	});

	it('goes on with the session that another request of the run has brought meanwhile', async () => {
		const source = new Stored(withSession('old'));
		const one = session(source);
		await renewed(one);
		expect(await one.ended('old', faultOf('session'))).toBeUndefined();
		expect([one.token, source.logins]).toEqual(['new 1', 1]);
	});

	it('takes a session that somebody else has stored meanwhile instead of logging in', async () => {
		const source = new Stored(withSession('of another worker'));
		expect(await renewed(session(source, { held: withSession('old') }))).toBe('of another worker');
		expect(source.logins).toBe(0);
	});

	it('logs in when the stored session is the one that has ended, and says which one that was', async () => {
		const source = new Stored(withSession('old'));
		expect(await renewed(session(source))).toBe('new 1');
		expect(source.endedTokens).toEqual(['old']);
	});

	it('logs in when the stored session was made for another password', async () => {
		const changed = { ...VALUES, password: 'other' };
		const source = new Stored({ ...withSession('x'), password: 'other' });
		const one = session(source, { held: withSession('old', VALUES) });
		expect(await renewed(one)).toBe('new 1');
		expect(one.credential).toMatchObject(changed);
	});

	it('waits for nobody where sessions do not end each other', async () => {
		const pause = jest.fn(async () => undefined);
		await renewed(session(new Stored(withSession('old')), { pause }));
		expect(pause).not.toHaveBeenCalled();
	});

	it('waits a little at random where a log-in ends the session before, but not for the first one', async () => {
		const pause = jest.fn(async () => undefined);
		await renewed(session(new Stored(withSession('old')), { rule: EXCLUSIVE, pause }));
		expect(pause.mock.calls).toEqual([[50]]);
		const first = jest.fn(async () => undefined);
		await session(new Stored(VALUES), { rule: EXCLUSIVE, pause: first }).ready();
		expect(first).not.toHaveBeenCalled();
	});

	it('comes with one log-in for many workers, each with a process of its own', async () => {
		jest.useFakeTimers();
		const source = new Stored(withSession('old'));
		const pause = async (milliseconds: number): Promise<void> =>
			await new Promise((resolve) => setTimeout(resolve, milliseconds));
		const waits = [0.9, 0.1, 0.6];
		const tokens = Promise.all(
			waits.map(
				async (wait) => await renewed(session(source, { rule: EXCLUSIVE, random: () => wait, pause })),
			),
		);
		await jest.runAllTimersAsync();
		expect(await tokens).toEqual(['new 1', 'new 1', 'new 1']);
	});

	it('looks longer for the session of another worker once its own new one was ended', async () => {
		const source = new Stored(withSession('old'));
		const pause = jest.fn(async () => {
			if (pause.mock.calls.length === 4) source.credential = withSession('of the last');
		});
		const one = session(source, { rule: EXCLUSIVE, pause });
		expect(await renewed(one)).toBe('new 1');
		expect(await renewed(one)).toBe('of the last');
		expect(pause.mock.calls).toEqual([[50], [100], [100], [100]]);
		expect(source.logins).toBe(1);
	});

	it('does not let one credential wait for another', async () => {
		const slow = slowLogin();
		const held = renewed(session(new Stored(withSession('old'), slow.login)));
		await slow.begun;
		expect(await renewed(session(new Stored(withSession('old'))))).toBe('new 1');
		slow.end();
		expect(await held).toBe('slow');
	});
});

describe('S1: one credential whose values are another tenant’s in each execution', () => {
	const tenant = (change: ICredentialDataDecryptedObject): Stored => new Stored({ ...VALUES, ...change });

	it.each([
		['another user', { user: 'joe' }],
		['another password', { password: 'other' }],
		['another Base URL', { baseUrl: 'https://two.example' }],
	])('does not take the session that is being made for %s', async (_, change) => {
		const slow = slowLogin('of the first');
		const first = new Stored(VALUES, slow.login);
		const one = session(first, { id: 'tenants' });
		const ready = one.ready();
		await slow.begun;
		const other = tenant(change);
		const two = session(other, { id: 'tenants' });
		expect(await two.ready()).toBeUndefined();
		expect(two.credential).toMatchObject(change);
		expect([two.token, other.logins]).toEqual(['new 1', 1]);
		slow.end();
		await ready;
		expect([one.token, first.logins]).toEqual(['of the first', 1]);
	});

	it('takes it for the very same values', async () => {
		const slow = slowLogin();
		const one = session(new Stored(VALUES, slow.login), { id: 'same' });
		const ready = one.ready();
		await slow.begun;
		const same = tenant({});
		const two = session(same, { id: 'same' });
		const alsoReady = two.ready();
		slow.end();
		await Promise.all([ready, alsoReady]);
		expect([two.token, same.logins]).toEqual(['slow', 0]);
	});
});

describe('S2: a log-in that never ends', () => {
	const never = async (): Promise<string> => await new Promise<string>(() => undefined);
	afterEach(() => jest.useRealTimers());

	it('is waited for as long as a request of one’s own, by whoever began it and by whoever joined', async () => {
		jest.useFakeTimers();
		const source = new Stored(VALUES, never);
		const first = session(source, { id: 'never', longestMs: 5000 }).ready();
		const second = session(source, { id: 'never', longestMs: 1000 }).ready();
		await jest.advanceTimersByTimeAsync(1000);
		expect(await second).toMatchObject({ details: { kind: 'timeout', nothingDone: true } });
		await jest.advanceTimersByTimeAsync(4000);
		expect(await first).toMatchObject({ details: { kind: 'timeout' } });
	});

	it('is not waited for any longer once the execution is stopped', async () => {
		const slow = slowLogin();
		const stop = new AbortController();
		const waiting = session(new Stored(VALUES, slow.login), { cancel: stop.signal }).ready();
		await slow.begun;
		stop.abort();
		expect(await waiting).toMatchObject({ details: { kind: 'cancelled' } });
		slow.end();
	});

	it('is not even begun for an execution that is stopped already', async () => {
		const source = new Stored(VALUES);
		const one = session(source, { cancel: AbortSignal.abort() });
		expect(await one.ready()).toMatchObject({ details: { kind: 'cancelled' } });
		// Whoever comes next finds nothing of it under way.
		expect(await session(source, { id: 'next' }).ready()).toBeUndefined();
		expect(source.logins).toBe(1);
	});

	it.each([0, 1])(
		'is not begun once the execution is stopped while it looks for that of others, whom it leaves %i of',
		async (others) => {
			const stop = new AbortController();
			const looking = event();
			const looked = event();
			const source = new Stored(withSession('old'));
			const waits = {
				id: `stopped, others: ${others}`,
				rule: EXCLUSIVE,
				pause: async () => {
					looking.happen();
					await looked.happened;
				},
			};
			const stopped = renewed(session(source, { ...waits, cancel: stop.signal }));
			await looking.happened;
			const joined = Array.from({ length: others }, async () => await renewed(session(source, waits)));
			stop.abort();
			expect(await stopped).toMatchObject({ details: { kind: 'cancelled' } });
			looked.happen();
			// With one of them, it goes on for that one.
			expect(await Promise.all(joined)).toEqual(joined.map(() => 'new 1'));
			const later = await renewed(session(source, { ...waits, held: withSession('old') }));
			expect(later).toBe('new 1');
			expect(source.logins).toBe(1);
		},
	);
});

describe('a log-in that fails', () => {
	const failing = (kind: FaultKind): Stored =>
		new Stored(withSession('old'), async () => {
			throw faultOf(kind, 'Invalid user or password.');
		});

	it('fails for all who wait, and is tried again for the next execution', async () => {
		const source = failing('login');
		const outcomes = await Promise.all(
			[1, 2, 3].map(async () => await renewed(session(source, { id: 'failing' }))),
		);
		for (const outcome of outcomes)
			expect(outcome).toMatchObject({ details: { kind: 'login', message: 'Invalid user or password.' } });
		expect(source.logins).toBe(1);
		expect(await renewed(session(new Stored(withSession('old')), { id: 'failing' }))).toBe('new 1');
	});

	it.each(['login', 'credential', 'forbidden', 'foreign', 'unreadable'] as const)(
		'A4: is not tried again in one execution after "%s", since accounts get locked over that',
		async (kind) => {
			const source = failing(kind);
			const one = session(source);
			const first = await renewed(one);
			expect(first).toMatchObject({ details: { kind, nothingDone: true } });
			expect(await one.ready()).toMatchObject({ details: { kind } });
			expect(await renewed(one)).toMatchObject({ details: { kind } });
			expect(source.logins).toBe(1);
		},
	);

	it.each(['unavailable', 'rateLimit', 'timeout', 'unreachable', 'interrupted'] as const)(
		'is tried again after "%s", with nothing done at the vendor’s',
		async (kind) => {
			const source = failing(kind);
			const one = session(source);
			expect(await renewed(one)).toMatchObject({ details: { kind, nothingDone: true } });
			await renewed(one);
			expect(source.logins).toBe(2);
		},
	);

	it('leaves nothing behind when the stored credential could not be read', async () => {
		const unreadable = new Stored(withSession('old'));
		unreadable.read = async () => await Promise.reject(new Error('gone'));
		expect(await renewed(session(unreadable, { id: 'unread' }))).toMatchObject({
			details: { kind: 'foreign' },
		});
		expect(await renewed(session(new Stored(withSession('old')), { id: 'unread' }))).toBe('new 1');
	});
});

describe('K12, S14: a vendor that refuses every new session', () => {
	it.each([
		['shared', SHARED, 1],
		['exclusive', EXCLUSIVE, 3],
	] as const)('%s: is not asked for ever more of them', async (_, rule, most) => {
		const source = new Stored(withSession('old'));
		const one = session(source, { rule });
		const outcomes: Array<string | Fault> = [];
		for (let item = 0; item < 8; item++) outcomes.push(await renewed(one));
		expect(source.logins).toBe(most);
		for (const outcome of outcomes.slice(most))
			expect(outcome).toMatchObject({
				details: { kind: 'credential', description: SHARED.hint, nothingDone: true },
			});
		// Nothing more is sent for any item.
		expect(await one.ready()).toBe(outcomes.at(-1));
	});

	it('is not taken for one that ends sessions now and then, as long as requests come through', async () => {
		const source = new Stored(withSession('old'));
		const one = session(source);
		for (let time = 1; time <= 5; time++) {
			expect(await renewed(one)).toBe(`new ${time}`);
			one.accepted(one.token);
		}
		expect(source.logins).toBe(5);
	});

	it.each([
		['shared', SHARED, 1],
		['exclusive', EXCLUSIVE, 10],
	] as const)(
		'S14: %s: does not buy one session after the other for a request that is refused while others come through',
		async (_, rule, most) => {
			const source = new Stored(withSession('old'));
			const one = session(source, { rule });
			let outcome: Fault | undefined;
			for (let before = 0; outcome === undefined; before++) {
				outcome = await one.ended(one.token, faultOf('session'), before);
				one.accepted(one.token);
			}
			expect(outcome).toMatchObject({ details: { kind: 'credential', description: SHARED.hint } });
			expect(source.logins).toBe(most);
			expect(await one.ready()).toBeUndefined();
		},
	);

	it('S14: buys none any more for such requests once there were some of them', async () => {
		const source = new Stored(withSession('old'));
		const one = session(source);
		for (let item = 0; item < 20; item++) {
			let outcome: Fault | undefined;
			for (let before = 0; outcome === undefined; before++) {
				outcome = await one.ended(one.token, faultOf('session'), before);
				one.accepted(one.token);
			}
			expect(outcome.details.kind).toBe('credential');
		}
		expect(source.logins).toBe(3);
		expect(await one.ready()).toBeUndefined();
	});

	it('S14: sends nothing more with a credential that was refused', async () => {
		const one = session(new Stored(withSession('old')));
		one.refuse(faultOf('credential', 'Unknown key'));
		expect(await one.ready()).toMatchObject({
			details: { kind: 'credential', message: 'Unknown key', nothingDone: true },
		});
	});
});

describe('S15: a credential that is edited while a node runs', () => {
	it.each([
		['another user', { user: 'joe' }],
		['another Base URL', { baseUrl: 'https://two.example' }],
	])('ends the run when it became that of %s, with a session or without', async (_, change) => {
		for (const stored of [withSession('of joe', { ...VALUES, ...change }), { ...VALUES, ...change }]) {
			const source = new Stored(stored);
			const one = session(source, { held: withSession('old') });
			const outcome = await renewed(one);
			expect(outcome).toMatchObject({ details: { kind: 'credential', nothingDone: true } });
			expect(String(outcome)).toContain('changed to another account');
			expect(await one.ready()).toBeInstanceOf(Fault);
			expect(source.logins).toBe(0);
		}
	});

	it('goes on when only the password was changed, or blanks and capitals of other fields', async () => {
		const changed = { ...VALUES, password: 'other', user: ' jane ' };
		const source = new Stored(changed);
		const one = session(source, { held: withSession('old') });
		expect(await renewed(one)).toBe('new 1');
		expect(one.credential).toMatchObject(changed);
	});
});
