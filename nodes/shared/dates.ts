import { InputFault } from './fault';

/** Date formats that vendors want; `DD` is the day, `MM` the month. */
export type DateFormat = 'YYYY-MM-DD' | 'MM/DD/YYYY';

interface CalendarDate {
	readonly year: number;
	readonly month: number;
	readonly day: number;
}

/**
 * A date in a vendor's format, from what people type or n8n passes on: ISO text, a Date, a Luxon DateTime,
 * or the vendor's own format. The calendar date is taken as written, never shifted through a time zone.
 * @throws InputFault naming `label` when it is none of these or no day of the calendar
 */
export function toVendorDate(value: unknown, format: DateFormat, label: string): string {
	const date = parseDate(value);
	if (date === undefined) {
		throw new InputFault(
			`${label}: "${String(value)}" is not a date`,
			`Enter a date such as 2026-01-31, or in the vendor's format ${format}`,
		);
	}
	const year = String(date.year).padStart(4, '0');
	const month = String(date.month).padStart(2, '0');
	const day = String(date.day).padStart(2, '0');
	return format === 'YYYY-MM-DD' ? `${year}-${month}-${day}` : `${month}/${day}/${year}`;
}

function parseDate(value: unknown): CalendarDate | undefined {
	if (value instanceof Date) {
		if (Number.isNaN(value.getTime())) return undefined;
		return existing(value.getFullYear(), value.getMonth() + 1, value.getDate());
	}
	if (isLuxon(value)) return parseDate(value.toISO());
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	const iso = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ])/.exec(text);
	if (iso) return existing(Number(iso[1]), Number(iso[2]), Number(iso[3]));
	const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
	if (american) return existing(Number(american[3]), Number(american[1]), Number(american[2]));
	return undefined;
}

function isLuxon(value: unknown): value is { toISO(): string | null } {
	return typeof value === 'object' && value !== null && 'toISO' in value && typeof value.toISO === 'function';
}

function existing(year: number, month: number, day: number): CalendarDate | undefined {
	const date = new Date(Date.UTC(year, month - 1, day));
	date.setUTCFullYear(year);
	const same =
		date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
	return same ? { year, month, day } : undefined;
}

/** A date of a vendor's answer as ISO 8601; null for the vendors' ways of saying "no date". */
export function toIsoDate(value: unknown): string | null {
	if (typeof value === 'number') return value > 0 ? fromUnixSeconds(value) : null;
	if (typeof value !== 'string') return null;
	const text = value.trim();
	if (text === '' || text.startsWith('0001-01-01') || text.startsWith('0000-00-00')) return null;
	const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
	if (american) return toVendorDateOrNull(text);
	const withTime = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(text);
	if (withTime) return `${withTime[1]}T${withTime[2]}`;
	// Anything else is no date, the text "null" of one vendor's samples included.
	return /^\d{4}-\d{2}-\d{2}/.test(text) ? text : null;
}

function toVendorDateOrNull(text: string): string | null {
	return parseDate(text) === undefined ? null : toVendorDate(text, 'YYYY-MM-DD', 'date');
}

/** Beyond this many seconds JavaScript has no date any more. */
const LAST_UNIX_SECOND = 8.64e12;

function fromUnixSeconds(seconds: number): string | null {
	return seconds <= LAST_UNIX_SECOND ? new Date(seconds * 1000).toISOString() : null;
}
