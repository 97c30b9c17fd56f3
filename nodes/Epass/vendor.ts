import type { IDataObject } from 'n8n-workflow';

import { member, oneObject, recordList, saysNo, saysYes } from '../shared/envelope';
import { reasonForStatus, refused, unknownEnvelope, wordsOf } from '../shared/unwrap';
import { asObject, define, firstText, flagOf, numeric, text } from '../shared/values';
import type { Vendor } from '../shared/vendor';
import type { Answer, RefusalReason, Unwrapped } from '../shared/wire';
import { customer } from './customer';
import { invoice } from './invoice';
import { invoiceLine } from './invoiceLine';
import { invoiceNote } from './invoiceNote';
import { item } from './item';
import { paging } from './search';
import { SENSITIVE_FIELDS } from './sensitive';
import { inDocumentedSpelling } from './spelling';
import { webOrder } from './webOrder';
import { isWebOrder, tableOf } from './writes';

const NAME = 'EPASS';

/** EPASS xAPI, https://help.epass.software/docs/customer; a bearer token from a log-in, one session per API user. */
export const epass = {
	displayName: NAME,
	credential: 'epassApi',
	secrets: ['password', 'sessionToken', 'refreshToken'],
	sensitiveFields: SENSITIVE_FIELDS,
	session: {
		isUsed: () => true,
		account: ['baseUrl', 'userId', 'organizationId', 'applicationName', 'branchCode', 'terminalCode'],
		proof: ['password'],
		isExclusive: true,
		hint: 'The account seems to be used elsewhere: EPASS keeps one session per user, so give this n8n an API user of its own',
	},
	maxParallelRequests: 10,
	unwrap: (answer) => inDocumentedSpelling(unwrap(answer)),
	call: {
		example: 'customer/search',
		// A search, and no look-up by a key; without a paging of a person's own.
		paging: ({ body, method }) => {
			const asked = method === 'POST' ? asObject(body) : undefined;
			const isSearch = asObject(asked?.query)?.fieldName !== undefined;
			return isSearch && member(asked, 'paging') === undefined ? paging : undefined;
		},
	},
	diagnosis: { requests: 15, load: async () => (await import('./assumptions')).diagnosis },
	resources: { customer, invoice, invoiceLine, invoiceNote, item, webOrder },
	watched: { customer, invoice },
	account: ['organizationId', 'userId'],
} satisfies Vendor;

/** Tables that the answer to a search may hold records of. */
const TABLES = ['Customer', 'Invoice'] as const;

/**
 * Three envelopes: `{success, …, keys}` for an added record, `{Result, Values}` for a record that was asked for,
 * and `{Results, Paging, Customer|Invoice}` for a search.
 */
function unwrap(answer: Answer): Unwrapped {
	const { body, status } = answer;
	// The answer to an unknown code is this text alone; its HTTP status is not documented, nor what it is for an item.
	const plain = typeof body === 'string' ? (wordsOf(body) ?? '').replaceAll('"', '') : '';
	if (/^(customer|item|invoice) not found/i.test(plain)) return refused('absent', plain, '');
	if (status === 401) return refused('session', wordsOf(body), `${NAME} refused the session (HTTP 401)`);
	const envelope = asObject(body);
	const result =
		oneObject(member(envelope, 'Results')) ??
		oneObject(member(envelope, 'Result')) ??
		(member(envelope, 'success') === undefined ? undefined : envelope);
	if (envelope === undefined || result === undefined) {
		const no = envelope !== undefined && saysNo(envelope);
		if (status < 400 && !no) return queued(answer);
		const reason = status < 400 ? 'input' : reasonForStatus(status);
		return refused(reason, wordsOf(body), `${NAME} refused the request (HTTP ${status})`);
	}
	if (flagOf(member(result, 'Success')) !== true) return refusal(result, status);
	const warnings = warningsOf(result);
	const values = member(envelope, 'Values');
	if (values !== undefined) return { kind: 'records', records: flatRecords(values, answer), warnings };
	for (const table of TABLES) {
		const rows = member(envelope, table);
		if (rows === undefined) continue;
		const next = nextPage(envelope, answer);
		const found = flatRecords(rows, answer);
		return { kind: 'records', records: found, warnings, ...(next === undefined ? {} : { next }) };
	}
	// Without its table an answer to a look-up or a search holds nothing.
	return { kind: 'records', records: result === envelope ? [addedRecord(envelope, answer)] : [], warnings };
}

/**
 * What the answer to a web order looks like is not documented: taken is the status for "created" or "no content" with
 * nothing else, and an object that names the order or says yes.
 */
function queued(answer: Answer): Unwrapped {
	const { body, path = [], status } = answer;
	const envelope = oneObject(body);
	const isNamed =
		envelope !== undefined &&
		(saysYes(envelope) || ['webOrderID', 'ID'].some((name) => text(member(envelope, name)) !== null));
	const isEmpty = body === '' || body === undefined || body === null;
	if (isWebOrder(path) && (isNamed || (isEmpty && (status === 201 || status === 204))))
		return { kind: 'records', records: [envelope ?? {}] };
	throw unknownEnvelope(NAME, answer);
}

function flatRecords(rows: unknown, answer: Answer): IDataObject[] {
	const found = recordList(rows);
	if (found === undefined) throw unknownEnvelope(NAME, answer);
	return found.map(flat);
}

/** What EPASS remarks on what it has done, as `warnings[]`, or as a general message marked as one. */
function warningsOf(result: IDataObject): string[] {
	const lines = linesOf(member(result, 'Warnings'));
	if (lines.length > 0 || flagOf(member(result, 'Warning')) !== true) return lines;
	return linesOf(member(result, 'GeneralMessage'));
}

/** Each of a list of texts or of `{code, message}`, or the only one. */
function linesOf(value: unknown): string[] {
	const entries = Array.isArray(value) ? value : [value];
	return entries
		.map((entry) => {
			const object = asObject(entry);
			if (object === undefined) return text(entry) ?? '';
			const parts = [text(member(object, 'code')), text(member(object, 'message'))];
			return parts.filter((part) => part !== null).join(' ');
		})
		.filter((line) => line !== '');
}

/**
 * Rejections carry `messages[]{code, message}`, or an exception's or a general message; those of notes and comments
 * `{message, messageDetails[]}` instead.
 */
function refusal(result: IDataObject, status: number): Unwrapped {
	const general = firstText(
		member(result, 'ExceptionMessage'),
		member(result, 'GeneralMessage'),
		member(result, 'message'),
		member(result, 'lastException'),
		member(result, 'errorMessage'),
		member(result, 'error'),
	);
	const messages = linesOf(member(result, 'Messages'));
	const details = linesOf(member(result, 'messageDetails')).filter((line) => line !== general);
	const lines = messages.length > 0 ? messages : [...(general === null ? [] : [general]), ...details];
	const stated = numeric(member(result, 'HttpStatusCode')) ?? 0;
	return refused(
		reasonOf(stated >= 400 ? stated : status, general),
		lines.length > 0 ? lines.join('; ') : null,
		`${NAME} refused the request`,
	);
}

function reasonOf(status: number, message: string | null): RefusalReason {
	if (/not found/i.test(message ?? '')) return 'absent';
	if (status === 401) return 'session';
	return status >= 400 ? reasonForStatus(status) : 'input';
}

/**
 * A record's `Fields` at its top, its other tables beside them, likewise flattened. The object that came with the
 * answer is used, not copied: a customer has some 170 fields, a list a hundred thousand customers.
 */
function flat(entry: IDataObject): IDataObject {
	const fields = asObject(entry.Fields);
	const record = fields ?? {};
	for (const [name, value] of Object.entries(entry)) {
		if (name === 'Fields' && fields !== undefined) continue;
		const inner = Array.isArray(value) ? value.map((each) => flatIfRecord(each)) : flatIfRecord(value);
		define(record, name, inner);
	}
	return record;
}

function flatIfRecord(value: unknown): unknown {
	const object = asObject(value);
	return object === undefined ? value : flat(object);
}

/** The start of the next page; the documentation's text on it was not found, so this is an assumption. */
function nextPage(envelope: IDataObject, answer: Answer): number | undefined {
	const paging = oneObject(member(envelope, 'Paging'));
	if (flagOf(member(paging, 'PagesRemaining')) !== true) return undefined;
	const next = numeric(member(paging, 'LargestID'));
	// Taken for the end, this would cut the list short without a word.
	if (next === null) throw unknownEnvelope(NAME, answer);
	return next;
}

/**
 * The keys of the record that was asked for, under the names that look-ups use, `{ID, Code}`, and what EPASS remarks
 * on it. A write may add to other tables as well, such as a note on the invoice that was changed.
 */
function addedRecord(envelope: IDataObject, { path = [] }: Answer): IDataObject {
	const added: IDataObject = {};
	const tables = listOf(member(envelope, 'keys'));
	const wanted = tableOf(path)?.toLowerCase();
	const table =
		wanted === undefined
			? tables[0]
			: tables.find((entry) => text(member(entry, 'table'))?.toLowerCase() === wanted);
	for (const key of listOf(member(table, 'keys'))) {
		for (const field of listOf(member(key, 'fields'))) {
			const name = text(member(field, 'fieldName'));
			if (name !== null) define(added, name, member(field, 'fieldValue'));
		}
	}
	const warnings = member(envelope, 'warnings');
	if (Array.isArray(warnings) && warnings.length > 0) added.warnings = warnings as IDataObject[];
	return added;
}

const listOf = (value: unknown): IDataObject[] => recordList(value) ?? [];
