import fc from 'fast-check';

import { datesAsText, toIsoDate, toVendorDate } from '../../nodes/shared/dates';
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

	it('knows leap years', () => {
		expect(toVendorDate('2024-02-29', 'MM/DD/YYYY', 'x')).toBe('02/29/2024');
		expect(toVendorDate('2024-02-29', 'DD/MM/YYYY', 'x')).toBe('29/02/2024');
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
		'2026-01-31 or so',
		'2026-01-31T99:99:99Z',
		'2026-01-31T24:00:00',
		'2026-01-31T23:60',
		'2026-01-31T10:00:00+99:00',
		'2026-01-31T',
		'01/31/2026 or so',
		'Invalid DateTime',
		new Date(2026, 0, 31),
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
		['1527501148', '2018-05-28T09:52:28.000Z'],
		[' 1527501148 ', '2018-05-28T09:52:28.000Z'],
		['1527501148000', '2018-05-28T09:52:28.000Z'],
		[1527501148123, '2018-05-28T09:52:28.123Z'],
		['20260131', '2026-01-31'],
		['2014-11-20T00:00:00', '2014-11-20T00:00:00'],
		['2019-03-01T10:09:57.0418680Z', '2019-03-01T10:09:57.0418680Z'],
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
		8.64e15 + 1,
		'0',
		'-1',
		'0001-01-01T00:00:00',
		'0001-01-01T00:00:00Z',
		'0000-00-00 00:00:00',
		'2026-01-31 or so',
		'2026-02-30T00:00:00',
		'2026-01-31T99:99:99Z',
		'Invalid DateTime',
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

describe('K6: a date of n8n’s', () => {
	const asText = (value: unknown, zone = 'America/New_York') => datesAsText(value, () => zone);

	it('is the day of the workflow’s time zone, whatever the server’s', () => {
		const instant = new Date('2026-01-31T02:00:00Z');
		expect(asText(instant)).toBe('2026-01-30T21:00:00.000-05:00');
		expect(asText(instant, 'Asia/Kolkata')).toBe('2026-01-31T07:30:00.000+05:30');
		expect(asText(new Date('2026-07-01T03:30:00.5Z'))).toBe('2026-06-30T23:30:00.500-04:00');
		expect(asText({ toISO: () => '2026-01-31T23:00:00.000-10:00' })).toBe('2026-01-31T23:00:00.000-10:00');
	});

	it('G8: says that it is none, which no field and no filter takes', () => {
		expect([asText(new Date(NaN)), asText({ toISO: () => null })]).toEqual([
			'Invalid Date',
			'Invalid DateTime',
		]);
		expect(() => toVendorDate(asText(new Date(NaN)), 'YYYY-MM-DD', 'x')).toThrow(InputFault);
	});

	it('is found at any depth; what holds none is not copied', () => {
		const plain = { a: [1, { b: 'x' }], c: null };
		expect(asText(plain)).toBe(plain);
		const given = { a: [1, new Date(0)], b: plain };
		expect(asText(given, 'UTC')).toEqual({ a: [1, '1970-01-01T00:00:00.000Z'], b: plain });
		expect(given.a[1]).toBeInstanceOf(Date);
	});

	it('is the same instant in every zone, and the day that the zone’s calendar shows', () => {
		const zones = ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu', 'Europe/London'];
		const instants = fc.date({
			min: new Date('1980-01-01'),
			max: new Date('2100-01-01'),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(instants, fc.constantFrom(...zones), (date, zone) => {
				const text = String(asText(date, zone));
				expect(Date.parse(text)).toBe(date.getTime());
				const shown = date.toLocaleDateString('en-US', {
					timeZone: zone,
					year: 'numeric',
					month: '2-digit',
					day: '2-digit',
				});
				expect(toVendorDate(text, 'MM/DD/YYYY', 'x')).toBe(shown);
			}),
		);
	});
});
