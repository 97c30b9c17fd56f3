import type { IDataObject } from 'n8n-workflow';

import { reasonForStatus, records, refused, unknownEnvelope, wordsOf } from '../shared/unwrap';
import { asObject, asObjects, define, firstText, numeric, text } from '../shared/values';
import type { Vendor } from '../shared/vendor';
import type { Answer, RefusalReason, Unwrapped } from '../shared/wire';
import { customer } from './customer';
import { invoice } from './invoice';
import { paging } from './search';
import { SENSITIVE_FIELDS } from './sensitive';
import { inDocumentedSpelling } from './spelling';

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
		// A search, and no look-up by a key.
		paging: ({ body, method }) =>
			method === 'POST' && asObject(asObject(body)?.query)?.fieldName !== undefined ? paging : undefined,
	},
	resources: { customer, invoice },
} satisfies Vendor;

/** Tables that an answer may hold records of. */
const TABLES = ['Customer', 'Invoice'] as const;

/**
 * Three envelopes: `{success, …, keys}` for an added record, `{Result, Values}` for a record that was asked for,
 * and `{Results, Paging, Customer|Invoice}` for a search.
 */
function unwrap(answer: Answer): Unwrapped {
	const { body, status } = answer;
	const words = wordsOf(body);
	// The answer to an unknown code is this text alone; its HTTP status is not documented.
	if (/^"?customer not found/i.test(words ?? ''))
		return refused('absent', (words ?? '').replaceAll('"', ''), '');
	if (status === 401) return refused('session', words, `${NAME} refused the session (HTTP 401)`);
	const envelope = asObject(body);
	const result =
		asObject(envelope?.Results) ??
		asObject(envelope?.Result) ??
		(envelope?.success === undefined ? undefined : envelope);
	if (envelope === undefined || result === undefined) {
		if (status < 400) throw unknownEnvelope(NAME, answer);
		return refused(reasonForStatus(status), words, `${NAME} refused the request (HTTP ${status})`);
	}
	if ((result.Success ?? result.success) !== true) return refusal(result, status);
	if (envelope.Values !== undefined) return records(asObjects(envelope.Values).map(flat));
	for (const table of TABLES) {
		if (Array.isArray(envelope[table]))
			return records(asObjects(envelope[table]).map(flat), nextPage(envelope, answer));
	}
	// Without its table an answer to a look-up or a search holds nothing.
	return records(result === envelope ? [addedRecord(envelope)] : []);
}

/** Rejections carry `messages[]{code, message}`, or an exception's or a general message. */
function refusal(result: IDataObject, status: number): Unwrapped {
	const messages = asObjects(result.Messages ?? result.messages)
		.map((entry) =>
			[text(entry.code ?? entry.Code), text(entry.message ?? entry.Message)]
				.filter((part) => part !== null)
				.join(' '),
		)
		.filter((line) => line !== '');
	const general = firstText(
		result.ExceptionMessage,
		result.exceptionMessage,
		result.GeneralMessage,
		result.generalMessage,
	);
	const stated = numeric(result.HttpStatusCode ?? result.httpStatusCode) ?? 0;
	return refused(
		reasonOf(stated >= 400 ? stated : status, general),
		messages.length > 0 ? messages.join('; ') : general,
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
	const paging = asObject(envelope.Paging);
	if (text(paging?.PagesRemaining)?.toLowerCase() !== 'true') return undefined;
	const next = numeric(paging?.LargestID);
	// Taken for the end, this would cut the list short without a word.
	if (next === null) throw unknownEnvelope(NAME, answer);
	return next;
}

/** The keys of an added record, under the names that look-ups use: `{ID, Code}`. */
function addedRecord(envelope: IDataObject): IDataObject {
	const added: IDataObject = {};
	const table = asObjects(envelope.keys).find((entry) => text(entry.table)?.toLowerCase() === 'customer');
	for (const key of asObjects(table?.keys)) {
		for (const field of asObjects(key.fields)) {
			const name = text(field.fieldName);
			if (name !== null) define(added, name, field.fieldValue);
		}
	}
	return added;
}
