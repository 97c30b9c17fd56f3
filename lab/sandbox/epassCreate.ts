import { BRANCHES } from './epassData';
import type { EpassCustomer } from './epassData';
import { CUSTOMER_TEMPLATE } from './epassFields';
import type { EpassFields, EpassValue } from './epassFields';
import { isObject, lowerKeys } from './json';
import type { Settings } from './settings';
import type { JsonObject } from './types';

export interface Message {
	code: string;
	message: string;
}

/** The documented refusals of A/R variables; the codes of the others are inventions (CUS-9xxxx). */
const REQUIRED: Record<Settings['epassRequired'][number], Message> = {
	Address1: { code: 'CUS-10028', message: 'AddressLine1 is missing.' },
	City: { code: 'CUS-10029', message: 'City is missing.' },
	ZipCode: { code: 'CUS-10030', message: 'ZipCode is missing.' },
	Email: { code: 'CUS-10039', message: 'Email address is missing.' },
	Phone1: { code: 'CUS-90001', message: 'Phone1 is missing.' },
	Directions: { code: 'CUS-90002', message: 'Directions is missing.' },
	CustomerDepartment: { code: 'CUS-90003', message: 'CustomerDepartment is missing.' },
};
const REQUIRED_ORDER = Object.keys(REQUIRED) as Array<keyof typeof REQUIRED>;

const SPELLING = new Map(Object.keys(CUSTOMER_TEMPLATE).map((name) => [name.toLowerCase(), name]));
/** EPASS sets these itself. */
const OWN = new Set(['ID', 'Code', 'DateCreated', 'DateModified', 'Balance', 'YTDPurchase']);

export interface NewCustomer {
	code: string;
	changed: EpassFields;
	contacts: JsonObject[];
	departments: JsonObject[];
	messages: Message[];
}

/** Reads the add payload (camelCase in the sample) into the table's spelling and judges it. */
export function readNewCustomer(body: JsonObject, settings: Settings): NewCustomer {
	const changed: EpassFields = {};
	const messages: Message[] = [];
	for (const [name, value] of Object.entries(body)) {
		const field = SPELLING.get(name.toLowerCase());
		if (field === undefined || OWN.has(field) || value === null || value === undefined) continue;
		if (typeof value === 'object') continue;
		const read = typed(field, value as EpassValue);
		if (read === undefined) {
			messages.push({ code: 'CUS-90010', message: `${field} is invalid.` });
			continue;
		}
		changed[field] = read;
	}
	const sent = lowerKeys(body);
	const code = sent.code === undefined || sent.code === null ? '' : String(sent.code);
	const contacts = objects(sent.contacts);
	const departments = objects(sent.customerdepartments);
	const has = (field: string) => String(changed[field] ?? '').trim() !== '';

	if (!has('FirstName') || !has('LastName')) {
		messages.unshift({ code: 'CUS-00004', message: 'FirstName and LastName are required.' });
	}
	for (const field of REQUIRED_ORDER) {
		if (!settings.epassRequired.includes(field)) continue;
		const given =
			field === 'CustomerDepartment'
				? departments.length > 0
				: has(field) || (field === 'Email' && changed.DeclineEmail === true);
		if (!given) messages.push(REQUIRED[field]);
	}
	for (const field of ['Email', 'BillingEmail', 'MailingEmail']) {
		if (has(field) && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(String(changed[field]))) {
			messages.push({ code: 'CUS-90011', message: `${field} must be a valid email format.` });
		}
	}
	if (code.length > 20) messages.push({ code: 'CUS-90012', message: 'Code is too long.' });
	// "If not provided then it uses the constant value DEFAULT."
	if (!has('BranchCode')) changed.BranchCode = 'DEFAULT';
	if (!BRANCHES.some((branch) => branch.Code === changed.BranchCode)) {
		messages.push({ code: 'CUS-90013', message: 'BranchCode is invalid.' });
	}
	// "If not supplied, it will attempt to default from the Terminal object."
	if (!has('TaxCode')) changed.TaxCode = 'BCP';
	if (!has('UserCreated')) changed.UserCreated = 'N8NAPI';
	return { code, changed, contacts, departments, messages };
}

/** The value in the attribute's own type, or undefined when it does not fit. */
function typed(field: string, value: EpassValue): EpassValue | undefined {
	const sample = CUSTOMER_TEMPLATE[field];
	if (typeof sample === 'boolean') return typeof value === 'boolean' ? value : undefined;
	if (typeof sample === 'number') {
		const number = Number(value);
		return Number.isNaN(number) || value === '' ? undefined : number;
	}
	return String(value);
}

function objects(value: unknown): JsonObject[] {
	return Array.isArray(value) ? (value as unknown[]).filter(isObject).map(lowerKeys) : [];
}

/** One CustomerContact row holds up to six contacts. */
export function contactRow(id: number, code: string, contacts: JsonObject[]): EpassFields {
	const row: EpassFields = { ID: id, CustomerCode: code };
	for (let n = 1; n <= 6; n++) {
		const contact = contacts[n - 1] ?? {};
		row[`Contact${n}`] = String(contact.name ?? '');
		row[`Contact${n}Description`] = String(contact.description ?? '');
		row[`Contact${n}Phone`] = String(contact.phone ?? '');
		row[`Contact${n}Email`] = String(contact.email ?? '');
	}
	return row;
}

/** Column names are a guess: only the payload's own names are documented. */
export function departmentRow(id: number, code: string, department: JsonObject): EpassFields {
	return {
		ID: id,
		CustomerCode: code,
		Department: String(department.department ?? ''),
		MapZoneCode: String(department.mapzonecode ?? ''),
	};
}

/** The first envelope: flat and in camelCase. */
export function createAnswer(statusCode: number, messages: Message[], keys: JsonObject[]): JsonObject {
	const success = messages.length === 0;
	return {
		success,
		warning: false,
		httpStatusCode: statusCode,
		generalMessage: success ? null : 'One or more of the fields has an invalid or missing value.',
		exceptionMessage: null,
		keys,
		messages,
		warnings: [],
	};
}

export function createdKeys(customer: EpassCustomer): JsonObject[] {
	const key = (name: string, fieldName: string, fieldValue: EpassValue) => ({
		key: name,
		fields: [{ fieldName, fieldValue }],
	});
	const idOnly = (table: string, row: EpassFields) => ({
		table,
		keys: [key('ID', 'ID', row.ID ?? 0)],
	});
	return [
		{
			table: 'Customer',
			keys: [key('ID', 'ID', customer.id), key('PrimaryKey', 'Code', customer.code)],
		},
		...(customer.contact ? [idOnly('CustomerContact', customer.contact)] : []),
		...customer.departments.map((row) => idOnly('CustomerDepartment', row)),
	];
}
