import { header, isObject, lowerKeys } from './json';
import { CREDIT_STATES, TERMS, TERRITORIES } from './manexCustomer';
import type { ManexCustomer } from './manexCustomer';
import type { JsonObject, VendorRequest } from './types';

/**
 * The parameters with lower-case names: the page writes `Custname`, `CustName` and `CUSTNAME`
 * (https://kb.manex.com/print.asp?Lang=1&id=5818), so case is taken not to matter. A JSON body wins over the query string.
 */
export function parameters(request: VendorRequest): JsonObject {
	const found: JsonObject = {};
	for (const [name, value] of request.query) found[name.toLowerCase()] = value;
	if (header(request.headers, 'content-type')?.includes('x-www-form-urlencoded')) {
		return { ...found, ...lowerKeys(Object.fromEntries(new URLSearchParams(request.rawBody))) };
	}
	const body = looseJson(request.rawBody);
	return isObject(body) ? { ...found, ...lowerKeys(body) } : found;
}

/** Json.NET also reads the single quotes that the Edit and Get samples are printed with. */
function looseJson(text: string): unknown {
	if (text.trim() === '') return undefined;
	for (const candidate of [text, singleToDouble(text)]) {
		try {
			return JSON.parse(candidate) as unknown;
		} catch {
			// try the next reading
		}
	}
	return undefined;
}

function singleToDouble(text: string): string {
	return text.replace(/'((?:[^'\\]|\\.)*)'/g, (_all, inner: string) => JSON.stringify(inner));
}

type Reader = (value: string, isEdit: boolean) => ManexCustomer | undefined;

const isDate = (value: string) => toDate(value) !== undefined;

/** MM/DD/YYYY by the table; the Edit sample sends `YYYY-MM-DD00:00:00` (CONFLICT: both accepted). */
function toDate(value: string): string | null | undefined {
	if (value === '') return null;
	const american = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(value);
	const sample = /^(\d{4})-(\d{2})-(\d{2})[T ]?(\d{2}:\d{2}:\d{2})$/.exec(value);
	const iso = american
		? `${american[3]}-${american[1]}-${american[2]}T00:00:00`
		: sample
			? `${sample[1]}-${sample[2]}-${sample[3]}T${sample[4]}`
			: '';
	const time = Date.parse(`${iso}Z`);
	// Date.parse takes 31 February; the round trip does not.
	if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 19) !== iso) return undefined;
	return iso;
}

const text =
	(key: string, width: number): Reader =>
	(value) =>
		value.length <= width ? { [key]: value } : undefined;
const oneOf =
	(key: string, values: readonly string[]): Reader =>
	(value) =>
		value === '' || values.includes(value) ? { [key]: value } : undefined;
const amount =
	(key: string): Reader =>
	(value) =>
		/^\d+(\.\d+)?$/.test(value) ? { [key]: Number(value) } : undefined;
const date =
	(key: string): Reader =>
	(value) =>
		isDate(value) ? { [key]: toDate(value) ?? null } : undefined;

const STATUSES: readonly string[] = ['Active', 'Inactive', 'Quote'];

/** One reader per documented parameter; undefined means "the entered value is incorrect". */
const READERS: Record<string, Reader> = {
	custname: (value) => (value.trim() !== '' && value.length <= 35 ? { CUSTNAME: value } : undefined),
	status: (value, isEdit) => {
		// Add: exactly these. Edit: its table has them in upper case, its sample does not (CONFLICT).
		if (STATUSES.includes(value)) return { STATUS: value };
		const known = STATUSES.find((each) => each.toUpperCase() === value);
		return isEdit && known ? { STATUS: known } : undefined;
	},
	phone: text('PHONE', 19),
	fax: text('FAX', 19),
	territory: oneOf('TERRITORY', TERRITORIES),
	terms: oneOf('TERMS', TERMS),
	credlimit: amount('CREDLIMIT'),
	creditok: oneOf('CREDITOK', CREDIT_STATES),
	ar_highbal: amount('AR_HIGHBAL'),
	acct_date: date('ACCT_DATE'),
	saledsctid: text('SALEDSCTID', 10),
	acctaxable: (value) =>
		/^(true|false|1|0)$/i.test(value) ? { ACTTAXABLE: /^(true|1)$/i.test(value) } : undefined,
};
const EDIT_ONLY: Record<string, Reader> = {
	resl_no: text('RESL_NO', 15),
	inactdt: date('INACTDT'),
	inactinit: text('INACTINIT', 8),
	modifieddate: date('modifiedDate'),
};

/** The sent values as record fields, or undefined if one is incorrect. Unknown names are ignored. */
export function readFields(sent: JsonObject, isEdit: boolean): ManexCustomer | undefined {
	const fields: ManexCustomer = {};
	for (const [name, value] of Object.entries(sent)) {
		const reader = READERS[name] ?? (isEdit ? EDIT_ONLY[name] : undefined);
		if (!reader || value === null || value === undefined) continue;
		if (typeof value === 'object') return undefined;
		const read = reader(String(value), isEdit);
		if (!read) return undefined;
		Object.assign(fields, read);
	}
	return fields;
}
