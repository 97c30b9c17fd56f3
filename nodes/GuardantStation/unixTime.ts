import { toIsoDate, toVendorDate } from '../shared/dates';
import { InputFault } from '../shared/fault';
import { wholeNumber } from '../shared/parameters';

const ZONE = /(?:z|([+-]\d{2})(?::?(\d{2}))?)$/i;

/**
 * A moment in seconds since 1970, which may be given so as well. A time without a zone is one of UTC; a day alone is its
 * first second, or where a period ends its last one.
 * @throws InputFault naming `label` when it is no date
 */
export function unixTime(value: string, label: string, ofDay: 'first' | 'last'): number {
	const seconds = wholeNumber(value, 0);
	if (seconds !== undefined) return inSeconds(seconds, label);
	// Says what is no date, or no day of the calendar.
	const day = toVendorDate(value, 'YYYY-MM-DD', label);
	const written = toIsoDate(value) ?? day;
	const time = written.slice(day.length);
	const [zone, hours, minutes = '00'] = ZONE.exec(time) ?? [''];
	const clock =
		time === '' ? (ofDay === 'first' ? 'T00:00:00' : 'T23:59:59') : time.slice(0, time.length - zone.length);
	const offset = hours === undefined ? 'Z' : `${hours}:${minutes}`;
	return Math.floor(Date.parse(`${day}${clock}${offset}`) / 1000);
}

/** @throws InputFault for what has other digits than such a time: `20260131`, `202601311200`, microseconds */
function inSeconds(given: number, label: string): number {
	if (given === 0 || (given >= 1e8 && given < 1e11)) return given;
	// Of 13 digits it is milliseconds, of the years from 2001 to 2286.
	if (given >= 1e12 && given < 1e13) return Math.floor(given / 1000);
	throw new InputFault(
		`${label}: ${given} is no time in seconds since 1970, nor in milliseconds`,
		'Enter a date such as 2026-01-31',
	);
}
