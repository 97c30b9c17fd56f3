import fc from 'fast-check';

import { Fault, InputFault } from '../../nodes/shared/fault';
import type { FaultKind } from '../../nodes/shared/fault';
import { resting } from '../../nodes/shared/parallel';
import { packed, unpacked } from '../../nodes/shared/polling/keyList';
import { keyHash, Ledger, MOST_RECORDS, NO_VERSION, versionOf } from '../../nodes/shared/polling/ledger';
import { Patience } from '../../nodes/shared/polling/patience';
import { readWhole } from '../../nodes/shared/polling/sieve';
import { recent, scopeOf, stateIn } from '../../nodes/shared/polling/state';
import { unpaged } from '../../nodes/shared/resource';
import type { Connection } from '../../nodes/shared/send';
import type { Watched } from '../../nodes/shared/watch';

describe('the ledger', () => {
	it('reads what it wrote', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (records) => {
				const ledger = new Ledger();
				for (const [key, values] of records) ledger.set(keyHash(key), versionOf(values));
				expect([...new Ledger(ledger.toString()).entries()]).toEqual([...ledger.entries()]);
			}),
		);
	});

	it('takes at most 300 kB for the most records that it keeps, emissions included', () => {
		const ledger = new Ledger();
		for (let record = 0; record < MOST_RECORDS; record++)
			ledger.set(keyHash(`M-${record}`), versionOf(String(record)));
		expect(ledger.size).toBe(MOST_RECORDS);
		expect(ledger.toString().length).toBeLessThanOrEqual(300_000 - 30_000);
	});

	it('has no version that stands for none', () => {
		fc.assert(fc.property(fc.string(), (values) => versionOf(values) < NO_VERSION));
	});

	it('makes room by what is no longer there, and by nothing as long as there is room', () => {
		const ledger = new Ledger();
		for (let record = 0; record < MOST_RECORDS + 5; record++) ledger.set(record, 0);
		ledger.trim((hash) => hash >= 10);
		expect(ledger.size).toBe(MOST_RECORDS);
		expect([...ledger.entries()].slice(0, 6).map(([hash]) => hash)).toEqual([5, 6, 7, 8, 9, 10]);
	});

	it('holds nothing where there is nothing that it wrote', () => {
		for (const text of ['', 'x', 'null', '{}']) expect(new Ledger(text).size).toBe(0);
	});
});

describe('keys as one text', () => {
	it('come back as they were, sorted, whatever is in them', () => {
		const key = fc.oneof(
			fc.string({ minLength: 1 }),
			fc.string({ unit: fc.constantFrom('a', '%', '\n', '0') }),
		);
		fc.assert(
			fc.property(fc.uniqueArray(key.filter((each) => each !== '')), (keys) => {
				expect(new Set(unpacked(packed(keys)))).toEqual(new Set(keys));
			}),
		);
	});

	it('take at most 300 kB as JSON for 25,000 codes in a row', () => {
		const keys = Array.from({ length: MOST_RECORDS }, (_, index) => `CUST-${String(index).padStart(6, '0')}`);
		expect(JSON.stringify(packed(keys)).length).toBeLessThan(300_000);
	});
});

describe('the state', () => {
	it('is none where it cannot be read', () => {
		for (const state of [undefined, null, 'x', 1, [], {}, { scope: 1, known: {} }, { scope: 'x' }])
			expect(stateIn({ state: state as never })).toBeUndefined();
	});

	it('keeps emissions in mind that are young enough, the newest first where there are many', () => {
		const emission = (at: number, length = 1) => ({ at, process: 'p', names: 'x'.repeat(length) });
		expect(recent([emission(1), emission(5), emission(9)], 5).map(({ at }) => at)).toEqual([5, 9]);
		expect(recent([emission(1, 20_000), emission(2, 20_000), emission(3)], 0).map(({ at }) => at)).toEqual([
			2, 3,
		]);
	});

	it('is about the same for the same settings alone', () => {
		expect(scopeOf('a', ['b'])).toBe(scopeOf('a', ['b']));
		expect(scopeOf('a', ['b'])).not.toBe(scopeOf('a', ['c']));
	});
});

describe('a list that comes as one answer', () => {
	afterEach(() => jest.restoreAllMocks());

	it('is compared with breaks, in which n8n does other things', async () => {
		const list = Array.from({ length: 1000 }, (_, id) => ({ id }));
		// Each look at the clock takes a millisecond, whatever the machine.
		let now = 0;
		jest.spyOn(Date, 'now').mockImplementation(() => now++);
		const connection = {
			send: async () => ({ kind: 'records', records: list }),
			resting: (longestMs?: number) => resting(undefined, longestMs),
		} as unknown as Connection;
		const taken: unknown[] = [];
		const breaks: number[] = [];
		let over = false;
		const others = (): void => {
			breaks.push(taken.length);
			if (!over) setImmediate(others);
		};
		setImmediate(others);
		const count = await readWhole(
			{ connection, parallel: 1, watched: { keyOf: ({ id }) => id as number, many: 'things' } as Watched },
			{ request: { method: 'GET', path: [] } },
			unpaged,
			(record) => taken.push(record),
		);
		over = true;
		expect(count).toBe(1000);
		expect(taken).toEqual(list);
		const inBetween = new Set(breaks.filter((at) => at > 0 && at < 1000));
		expect(inBetween.size).toBeGreaterThanOrEqual(30);
	});
});

describe('patience', () => {
	const MINUTE = 60_000;
	const fault = (kind: FaultKind, message = 'words'): Fault => new Fault({ kind, message });
	const at = (minutes: number, more: object = {}) => ({
		now: minutes * MINUTE,
		publishing: false,
		durable: false,
		reportAfterMs: 10 * MINUTE,
		...more,
	});

	it.each<FaultKind>([
		'unreachable',
		'timeout',
		'interrupted',
		'rateLimit',
		'unavailable',
		'foreign',
		'unreadable',
	])(
		'%s passes: it is told once it has lasted, and again after it was over in between only when it lasts again',
		(kind) => {
			const patience = new Patience();
			expect(patience.verdictOn(fault(kind), at(0))).toBe('log');
			expect(patience.verdictOn(fault(kind), at(9))).toBe('log');
			expect(patience.verdictOn(fault(kind), at(10))).toBe('throw');
			expect(patience.verdictOn(fault(kind), at(11))).toBe('log');
			expect(patience.verdictOn(fault(kind), at(70))).toBe('throw');
			patience.succeeded();
			expect(patience.verdictOn(fault(kind), at(71))).toBe('log');
			expect(patience.verdictOn(fault(kind), at(81))).toBe('throw');
		},
	);

	it.each<FaultKind>(['credential', 'login', 'forbidden', 'input'])(
		'%s is told at once, and once an hour',
		(kind) => {
			const patience = new Patience();
			expect([0, 1, 59, 60, 61].map((minute) => patience.verdictOn(fault(kind), at(minute)))).toEqual([
				'throw',
				'log',
				'log',
				'throw',
				'log',
			]);
		},
	);

	it('what is wrong in another way is told at once as well', () => {
		const patience = new Patience();
		expect(patience.verdictOn(new InputFault('one'), at(0))).toBe('throw');
		expect(patience.verdictOn(new InputFault('one'), at(1))).toBe('log');
		expect(patience.verdictOn(new InputFault('other'), at(2))).toBe('throw');
	});

	it('publishing is stopped by what only a person can mend, each time, and by nothing that passes', () => {
		const patience = new Patience();
		const publishing = { publishing: true };
		expect(patience.verdictOn(new InputFault('one'), at(0, publishing))).toBe('throw');
		expect(patience.verdictOn(new InputFault('one'), at(1, publishing))).toBe('throw');
		expect(patience.verdictOn(fault('rateLimit'), at(100, publishing))).toBe('log');
	});

	it('a refused credential is left alone for an hour, unless it was edited; a new session is no edit', () => {
		const patience = new Patience();
		const credential = { password: 'a', sessionToken: '' };
		patience.failed(fault('timeout'), credential, 0);
		expect(patience.isRefused(credential, 1)).toBe(false);
		patience.failed(fault('login'), credential, 0);
		expect(patience.isRefused({ ...credential, sessionToken: 'x' }, 59 * MINUTE)).toBe(true);
		const renewed = { ...credential, refreshToken: 'y', refreshExpiresAt: 'z' };
		expect(patience.isRefused(renewed, 59 * MINUTE)).toBe(true);
		expect(patience.isRefused({ ...credential, password: 'b' }, 59 * MINUTE)).toBe(false);
		expect(patience.isRefused(credential, 60 * MINUTE)).toBe(false);
	});

	it('a credential that was tried anew and not refused waits for its turn like any other', () => {
		const patience = new Patience();
		patience.failed(fault('login'), { password: 'a' }, 0);
		expect(patience.hasRefused).toBe(true);
		patience.failed(fault('unavailable'), { password: 'b' }, MINUTE);
		expect(patience.hasRefused).toBe(false);
	});
});
