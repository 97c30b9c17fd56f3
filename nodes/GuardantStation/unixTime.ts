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

/** From here on it is milliseconds: as seconds, it would be in the year 5138. */
const FIRST_MILLISECONDS = 1e11;

/** @throws InputFault for fewer digits than a time since 1973 has, such as `20260131` */
function inSeconds(given: number, label: string): number {
	if (given >= FIRST_MILLISECONDS) return Math.floor(given / 1000);
	if (given === 0 || given >= 1e8) return given;
	throw new InputFault(
		`${label}: ${given} is no time of this century in seconds since 1970`,
		'Enter a date such as 2026-01-31',
	);
}
