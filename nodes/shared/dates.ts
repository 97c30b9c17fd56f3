import { InputFault } from './fault';
import { quoted } from './printable';

/** Date formats that vendors want; `DD` is the day, `MM` the month. */
export type DateFormat =
	'YYYY-MM-DD' | 'MM/DD/YYYY' | 'DD/MM/YYYY' | 'MM-DD-YYYY' | 'YYYY-MM-DDTHH:mm:ss.sssZ';

interface CalendarDate {
	readonly year: number;
	readonly month: number;
	readonly day: number;
}

/**
 * A date in a vendor's format, from ISO text or the vendor's own format; n8n's dates have become ISO text before
 * (`datesAsText`). The calendar date is taken as written, never shifted through a time zone.
 * @throws InputFault naming `label` when it is none of these or no day of the calendar
 */
export function toVendorDate(value: unknown, format: DateFormat, label: string): string {
	const date = typeof value === 'string' ? parseDate(value.trim()) : undefined;
	if (date === undefined) {
		throw new InputFault(
			`${label}: ${quoted(value)} is not a date`,
			`Enter a date such as 2026-01-31, or in the vendor's format ${format}`,
		);
	}
	return written(date, format);
}

function written(date: CalendarDate, format: DateFormat): string {
	const year = String(date.year).padStart(4, '0');
	const month = String(date.month).padStart(2, '0');
	const day = String(date.day).padStart(2, '0');
	switch (format) {
		case 'YYYY-MM-DD':
			return `${year}-${month}-${day}`;
		case 'MM/DD/YYYY':
			return `${month}/${day}/${year}`;
		case 'DD/MM/YYYY':
			return `${day}/${month}/${year}`;
		case 'MM-DD-YYYY':
			return `${month}-${day}-${year}`;
		case 'YYYY-MM-DDTHH:mm:ss.sssZ':
			return `${year}-${month}-${day}T00:00:00.000Z`;
	}
}

const HOUR = '(?:[01]\\d|2[0-3])';
const SIXTY = '[0-5]\\d';
/** A day, and a time of it that exists: to the minute or finer, with or without a zone. */
const ISO = new RegExp(
	`^(\\d{4})-(\\d{2})-(\\d{2})(?:[T ]${HOUR}:${SIXTY}(?::${SIXTY}(?:\\.\\d+)?)? ?(?:Z|[+-]${HOUR}(?::?${SIXTY})?)?)?$`,
	'i',
);
/** A day of this century or the last without its hyphens: in seconds since 1970, it would be one of 1970. */
const COMPACT = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;
const AMERICAN = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})$/;

function parseDate(text: string): CalendarDate | undefined {
	const iso = ISO.exec(text);
	if (iso) return existing(Number(iso[1]), Number(iso[2]), Number(iso[3]));
	const american = AMERICAN.exec(text);
	if (american) return existing(Number(american[4]), Number(american[1]), Number(american[3]));
	return undefined;
}

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Lists hold hundreds of thousands of dates, for each of which JavaScript's own would be made. */
function existing(year: number, month: number, day: number): CalendarDate | undefined {
	const days = month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] ?? 0);
	return day >= 1 && day <= days ? { year, month, day } : undefined;
}

/** A date of a vendor's answer as ISO 8601; null for the vendors' ways of saying "no date". */
export function toIsoDate(value: unknown): string | null {
	if (typeof value === 'number') return fromUnixTime(value);
	if (typeof value !== 'string') return null;
	const text = value.trim();
	const compact = COMPACT.exec(text);
	if (compact !== null) {
		const day = existing(Number(compact[1]), Number(compact[2]), Number(compact[3]));
		if (day !== undefined) return written(day, 'YYYY-MM-DD');
	}
	if (/^\d+(?:\.\d+)?$/.test(text)) return fromUnixTime(Number(text));
	const date = parseDate(text);
	// Anything else is no date, the text "null" of one vendor's samples included.
	if (date === undefined || (date.year <= 1 && date.month === 1 && date.day === 1)) return null;
	return AMERICAN.test(text) ? written(date, 'YYYY-MM-DD') : text.replace(' ', 'T').replaceAll(' ', '');
}

/** From here on it is milliseconds: as seconds, it would be in the year 5138. */
const FIRST_MILLISECONDS = 1e11;

/** Beyond this many milliseconds JavaScript has no date any more. */
const LAST_MILLISECOND = 8.64e15;

function fromUnixTime(given: number): string | null {
	const milliseconds = given >= FIRST_MILLISECONDS ? given : given * 1000;
	return given > 0 && milliseconds <= LAST_MILLISECOND ? new Date(milliseconds).toISOString() : null;
}

/** What n8n's own dates say of themselves when they are none. */
export const INVALID_DATES: readonly string[] = ['Invalid DateTime', 'Invalid Date'];

/**
 * A value with the dates in it as ISO text of a time zone: what n8n itself makes of most, not all, of its Luxon dates.
 * What holds no date is handed back as it is, not copied.
 * @param timeZone asked for when there is a date
 */
export function datesAsText(value: unknown, timeZone: () => string): unknown {
	if (typeof value !== 'object' || value === null) return value;
	// Not instanceof: an expression may have made it in a world of its own.
	if (Object.prototype.toString.call(value) === '[object Date]') return inZone(value as Date, timeZone());
	if (isLuxon(value)) return value.toISO() ?? INVALID_DATES[0];
	let copy: Record<string, unknown> | undefined;
	for (const key of Object.keys(value)) {
		const inner = (value as Record<string, unknown>)[key];
		const clean = datesAsText(inner, timeZone);
		if (clean === inner) continue;
		copy ??= (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
		copy[key] = clean;
	}
	return copy ?? value;
}

function isLuxon(value: object): value is { toISO(): string | null } {
	return 'toISO' in value && typeof value.toISO === 'function';
}

/** The day that it is somewhere, as `2026-01-31`; undefined for a time zone that does not exist. */
export function dayIn(timeZone: string, date: Date): string | undefined {
	try {
		return new Intl.DateTimeFormat('en-CA', {
			timeZone,
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
		}).format(date);
	} catch {
		return undefined;
	}
}

function inZone(date: Date, timeZone: string): string {
	if (Number.isNaN(date.getTime())) return INVALID_DATES[1] ?? '';
	const year = date.getUTCFullYear();
	// The language's calendar counts years before Christ otherwise; nobody's zone matters there.
	if (year < 1 || year > 9998) return date.toISOString();
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
		fractionalSecondDigits: 3,
		timeZoneName: 'longOffset',
	}).formatToParts(date);
	const part = (type: Intl.DateTimeFormatPartTypes): string =>
		parts.find((each) => each.type === type)?.value ?? '';
	const day = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
	const time = `${part('hour')}:${part('minute')}:${part('second')}.${part('fractionalSecond')}`;
	// `GMT` or `GMT+00:00`, `GMT-05:00`, and for times before there were zones `GMT-04:56:02`.
	const offset = /[+-]\d{2}:\d{2}/.exec(part('timeZoneName').replace('\u2212', '-'))?.[0] ?? '+00:00';
	return `${day}T${time}${offset === '+00:00' ? 'Z' : offset}`;
}
