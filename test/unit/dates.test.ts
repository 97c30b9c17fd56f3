import { toIsoDate, toVendorDate } from '../../nodes/shared/dates';
import { InputFault } from '../../nodes/shared/fault';

describe('a date in a vendor’s format', () => {
	const both = (value: unknown) => [
		toVendorDate(value, 'YYYY-MM-DD', 'x'),
		toVendorDate(value, 'MM/DD/YYYY', 'x'),
	];
	const january = ['2026-01-31', '01/31/2026'];

	it.each([
		'2026-01-31',
		' 2026-01-31 ',
		'2026-01-31T23:59:59',
		'2026-01-31 23:59:59',
		'2026-01-31T23:59:59.999-11:00',
		'2026-01-31T00:00:00.000+14:00',
		'01/31/2026',
		'1/31/2026',
	])('takes the calendar date of "%s" as written, whatever its zone', (value) => {
		expect(both(value)).toEqual(january);
	});

	it('takes the local calendar date of a Date, and the written one of a Luxon DateTime', () => {
		expect(both(new Date(2026, 0, 31, 23, 59))).toEqual(january);
		expect(both(new Date(2026, 0, 31, 0, 0))).toEqual(january);
		expect(both({ toISO: () => '2026-01-31T23:00:00.000-10:00' })).toEqual(january);
	});

	it('knows leap years', () => {
		expect(toVendorDate('2024-02-29', 'MM/DD/YYYY', 'x')).toBe('02/29/2024');
		expect(() => toVendorDate('2025-02-29', 'MM/DD/YYYY', 'x')).toThrow(InputFault);
	});

	it.each([
		'31/01/2026',
		'2026-02-30',
		'2026-13-01',
		'2026-00-10',
		'2026-1-1',
		'20260131',
		'2026-01-31garbage',
		'tomorrow',
		'',
		20260131,
		null,
		undefined,
		true,
		{},
		[],
		new Date(NaN),
		{ toISO: () => null },
	])('refuses %p, which is no day of the calendar', (value) => {
		expect(() => both(value)).toThrow(InputFault);
	});

	it('names the field and the format that is wanted', () => {
		let thrown: unknown;
		try {
			toVendorDate('soon', 'MM/DD/YYYY', 'Fields: Account Created On');
		} catch (error) {
			thrown = error;
		}
		expect(thrown).toMatchObject({
			message: 'Fields: Account Created On: "soon" is not a date',
			description: expect.stringContaining('MM/DD/YYYY'),
		});
	});
});

describe('a date of a vendor’s answer', () => {
	it.each([
		['2017-12-12', '2017-12-12'],
		['2018-02-21T00:00:00', '2018-02-21T00:00:00'],
		[' 2014-11-19T10:09:57.041868-05:00 ', '2014-11-19T10:09:57.041868-05:00'],
		['2026-01-31 07:00:00', '2026-01-31T07:00:00'],
		['01/31/2026', '2026-01-31'],
		[1527501148, '2018-05-28T09:52:28.000Z'],
	])('reads %p as %p', (value, expected) => {
		expect(toIsoDate(value)).toBe(expected);
	});

	it.each([
		'',
		'   ',
		0,
		-1,
		NaN,
		Infinity,
		8.64e12 + 1,
		'0001-01-01T00:00:00',
		'0000-00-00',
		'02/30/2026',
		'31/12/2026',
		'null',
		'never',
		null,
		undefined,
		true,
		{},
		[],
	])('takes %p for no date', (value) => {
		expect(toIsoDate(value)).toBeNull();
	});
});
