import { unixTime } from '../../nodes/GuardantStation/unixTime';
import { InputFault } from '../../nodes/shared/fault';

/** As a first and as a last time of what is asked for. */
const both = (value: string): number[] => [unixTime(value, 'x', 'first'), unixTime(value, 'x', 'last')];
const seconds = (iso: string): number => Date.parse(iso) / 1000;

describe('a time in digits', () => {
	it.each([
		['0', 0],
		['100000000', 100_000_000],
		['1609459200', 1_609_459_200],
		[' 1609459200 ', 1_609_459_200],
		['99999999999', 99_999_999_999],
	])('is one in seconds: %j', (value, expected) => {
		expect(both(value)).toEqual([expected, expected]);
	});

	it.each([
		['1000000000000', 1_000_000_000],
		['1609459200000', 1_609_459_200],
		['1609459200999', 1_609_459_200],
		['9999999999999', 9_999_999_999],
	])(
		'is one in milliseconds where it has thirteen digits, of which the last are left out: %j',
		(value, expected) => {
			expect(both(value)).toEqual([expected, expected]);
		},
	);

	it.each([
		'1',
		'31',
		'2026',
		'20260131',
		'99999999',
		'100000000000',
		'202601311200',
		'20260131120000',
		'1609459200000000',
	])('is refused where it is rather a day, a year, or a time in other digits: %j', (value) => {
		expect(() => both(value)).toThrow(InputFault);
		expect(() => both(value)).toThrow(`x: ${value} is no time in seconds since 1970, nor in milliseconds`);
	});

	it.each(['-1', '+1609459200', '1609459200.5', '1,609,459,200', '1e9', '0x5fee6600', '9007199254740993'])(
		'is refused in any other way of writing numbers: %j',
		(value) => {
			expect(() => both(value)).toThrow(`x: "${value}" is not a date`);
		},
	);
});

describe('a time that is written out', () => {
	it.each(['2026-01-31', '01/31/2026', '1/31/2026', ' 2026-01-31 '])(
		'is the first or the last second of a day alone: %j',
		(value) => {
			expect(both(value)).toEqual([seconds('2026-01-31T00:00:00Z'), seconds('2026-01-31T23:59:59Z')]);
		},
	);

	it.each([
		['2026-01-31T10:00', '2026-01-31T10:00:00Z'],
		['2026-01-31 10:00:00', '2026-01-31T10:00:00Z'],
		['2026-01-31t10:00:00z', '2026-01-31T10:00:00Z'],
		['2026-01-31T10:00:00.999Z', '2026-01-31T10:00:00Z'],
		['2026-01-31T10:00:00+03', '2026-01-31T07:00:00Z'],
		['2026-01-31 10:00:00 +0330', '2026-01-31T06:30:00Z'],
		['2026-01-31T23:30:00-05:00', '2026-02-01T04:30:00Z'],
	])('is one of UTC unless it names its zone: %j is %s', (value, expected) => {
		expect(both(value)).toEqual([seconds(expected), seconds(expected)]);
	});

	it.each(['soon', '', '2026-02-30', '31/01/2026', '2026-1-1', '2026-01-31T24:00', '1609459200 seconds'])(
		'is refused where it is no day of the calendar, or no time of it: %j',
		(value) => {
			expect(() => both(value)).toThrow(`x: "${value}" is not a date`);
		},
	);
});
