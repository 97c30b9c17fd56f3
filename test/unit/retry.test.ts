import { Fault } from '../../nodes/shared/fault';
import type { FaultKind } from '../../nodes/shared/fault';
import { mayRepeat, outcomeUnknown, retryAfterMs, waitBefore } from '../../nodes/shared/retry';

const fault = (kind: FaultKind, more: { retryAfterMs?: number; nothingDone?: boolean } = {}) =>
	new Fault({ kind, message: kind, ...more });

describe('what may be sent again', () => {
	const kinds: Array<[FaultKind, read: boolean, write: boolean, unknown: boolean]> = [
		['unreachable', true, true, false],
		['rateLimit', true, true, false],
		['interrupted', true, false, true],
		['timeout', true, false, true],
		['unavailable', true, false, true],
		['failed', false, false, true],
		['unreadable', false, false, true],
		['foreign', false, false, true],
		['absent', false, false, false],
		['credential', false, false, false],
		['login', false, false, false],
		['session', false, false, false],
		['input', false, false, false],
		['cancelled', false, false, false],
		['unknownOutcome', false, false, false],
	];

	it.each(kinds)(
		'after "%s": a read %j, a write %j, the outcome of a write unknown %j',
		(kind, read, write, unknown) => {
			expect(mayRepeat(fault(kind), 'read')).toBe(read);
			expect(mayRepeat(fault(kind), 'write')).toBe(write);
			expect(outcomeUnknown(fault(kind))).toBe(unknown);
		},
	);

	it('a write whose log-in timed out may be sent again, since the write was never sent', () => {
		expect(mayRepeat(fault('timeout', { nothingDone: true }), 'write')).toBe(true);
		expect(outcomeUnknown(fault('timeout', { nothingDone: true }))).toBe(false);
		expect(mayRepeat(fault('login', { nothingDone: true }), 'write')).toBe(false);
	});
});

describe('the wait before the next try', () => {
	const wait = (attempt: number, random: number) => waitBefore(attempt, fault('timeout'), random);

	it('doubles from half a second, and stays within half of that below', () => {
		expect([1, 2, 3, 4].map((attempt) => wait(attempt, 1))).toEqual([500, 1000, 2000, 4000]);
		expect([1, 2, 3, 4].map((attempt) => wait(attempt, 0))).toEqual([250, 500, 1000, 2000]);
		expect(wait(1, 0.5)).toBe(375);
	});

	it('is never longer than half a minute, however many tries', () => {
		for (const attempt of [8, 20, 2000]) expect(wait(attempt, 1)).toBe(30_000);
	});

	it('is what the vendor asks for, up to half a minute, without chance', () => {
		for (const random of [0, 0.99]) {
			expect(waitBefore(5, fault('rateLimit', { retryAfterMs: 1234 }), random)).toBe(1234);
			expect(waitBefore(1, fault('rateLimit', { retryAfterMs: 3_600_000 }), random)).toBe(30_000);
		}
	});
});

describe('a Retry-After header', () => {
	const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);

	it.each([
		['0', 0],
		['120', 120_000],
		[' 5 ', 5000],
		['1.5', 1500],
		[7, 7000],
	])('of %p is seconds', (header, expected) => {
		expect(retryAfterMs(header, NOW)).toBe(expected);
	});

	it.each(['Sat, 31 Jan 2026 12:00:30 GMT', 'Saturday, 31-Jan-26 12:00:30 GMT', '2026-01-31T12:00:30Z'])(
		'of "%s" is a time',
		(header) => {
			expect(retryAfterMs(header, NOW)).toBe(30_000);
		},
	);

	it('that lies in the past asks for no wait', () => {
		expect(retryAfterMs('Sat, 31 Jan 2026 11:00:00 GMT', NOW)).toBe(0);
	});

	it.each([undefined, null, '', 'soon', '-5', 'in 5', '5 s', ['5'], {}, true])(
		'of %p says nothing',
		(header) => {
			expect(retryAfterMs(header, NOW)).toBeUndefined();
		},
	);
});
