import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { member, recordList, saysAbsent, saysNo } from '../shared/envelope';
import { reasonForStatus, records, refused, unknownEnvelope, wordsOf } from '../shared/unwrap';
import { asObject, define, flagOf, numeric, text, without } from '../shared/values';
import type { Vendor } from '../shared/vendor';
import type { Answer, RefusalReason, Unwrapped, VendorRequest } from '../shared/wire';
import { customer } from './customer';
import { item } from './item';
import { purchaseOrder, purchaseOrderItem } from './purchaseOrder';
import { salesOrder } from './salesOrder';
import { salesOrderItem } from './salesOrderItem';
import { workOrder } from './workOrder';

const NAME = 'ManEx ERP';

/** Actions that read: what ends in `Get`, and the documented ones in small letters as well. An AddBudget is none. */
const READS = /Get$|^(?:(?:[dD]ue[dD]ate|[iI]tem|[pP]rice|[sS]chedule)?[gG]et|GET)$/;

/**
 * MANEX ERP API, https://kb.manex.com/print.asp?Lang=1&id=5731 and id=5818
 * `{Root URL}/API/{Controller}/{Action}/{API Key}`; the credential's `authenticate` puts the key at the end.
 */
export const manexErp: Vendor = {
	displayName: NAME,
	credential: 'manexErpApi',
	secrets: ['apiKey'],
	basePath: ['API'],
	maxParallelRequests: 10,
	encode,
	advice: [
		{
			says: /^customer .*object reference not set/i,
			advice:
				'ManEx misses a field, or does not take a value. Check Customer Name, Status and the values of choices, or whether the Customer Number is taken.',
		},
		{
			says: /object reference not set/i,
			advice:
				'ManEx misses a field, or does not take a value. Check the required fields and the values of choices, or whether the number is taken.',
		},
	],
	unwrap,
	call: {
		example: 'Customer/Get',
		// No method is documented, so a query string may change something as well.
		writes: ({ path }) => !READS.test(path.at(-1) ?? ''),
	},
	diagnosis: {
		requests: 8,
		sample: { displayName: 'Sample Sales Order', placeholder: 'e.g. 0000000123', of: 'salesOrder' },
		load: async () => (await import('./assumptions')).diagnosis,
	},
	resources: { customer, salesOrder, salesOrderItem, item, workOrder, purchaseOrder, purchaseOrderItem },
	watched: { purchaseOrder, customer },
	account: [],
};

/**
 * The documentation names no HTTP method and offers each call as query string and as JSON. Operations are
 * written as query strings; a credential set to JSON sends the same parameters as a body, for which a
 * look-up must be a POST too.
 */
function encode(request: VendorRequest, credential: ICredentialDataDecryptedObject): VendorRequest {
	if (credential.requestFormat !== 'json') return request;
	const { query, ...rest } = request;
	return { ...rest, method: 'POST', body: { ...query, ...asObject(request.body) } };
}

/**
 * `{$id, Code, Message, SessionId, IsValidUser, ResponseObject}`; good when `Code` is 200, as number or as text
 * (the two documentation sites differ). A bad route answers `{$id, Message, MessageDetail}`.
 */
function unwrap(answer: Answer): Unwrapped {
	const envelope = asObject(answer.body);
	const code = numeric(member(envelope, 'Code'));
	if (envelope === undefined || code === null) return withoutCode(answer, envelope);
	const message = text(member(envelope, 'Message'))?.replace(/^\$\$/, '') ?? null;
	if (flagOf(member(envelope, 'IsValidUser')) === false)
		return refused('credential', message, 'Invalid API Key.');
	if (code === 200 && !saysNo(envelope)) {
		const object = member(envelope, 'ResponseObject');
		// An action without an answer of its own says null, or the text "null".
		const found = typeof object === 'string' ? keyAlone(object, answer) : recordList(object);
		if (found === undefined) throw unknownEnvelope(NAME, answer);
		return records(found.map(withoutPadding));
	}
	const reason = reasonOf(code, message);
	// No documentation shows what a search says that finds nothing.
	if (reason === 'absent' && isCall(answer, SEARCHES)) return records([]);
	return refused(
		reason,
		code === 200 ? wordsOf(without(envelope, ['Message'])) : message,
		`${NAME} refused the request with code ${code}`,
	);
}

const SEARCHES: readonly string[] = ['po/get', 'po/itemget'];

const isCall = ({ path = [] }: Answer, calls: readonly string[]): boolean =>
	calls.includes(path.join('/').toLowerCase());

/** ItemMaster/Add answers with the new item's key alone. */
function keyAlone(object: string, answer: Answer): IDataObject[] {
	const key = text(object);
	const isKey = key !== null && key !== 'null' && isCall(answer, ['itemmaster/add']);
	return isKey ? [{ Uniq_Key: key }] : [];
}

function withoutCode(answer: Answer, envelope: IDataObject | undefined): Unwrapped {
	const { body, status } = answer;
	const detail = member(envelope, 'MessageDetail');
	if (detail !== undefined) {
		const lines = [text(member(envelope, 'Message')), text(detail)];
		return refused(
			'input',
			lines.filter((line) => line !== null).join(' ') || null,
			`${NAME} does not know this address`,
			'Check the Base URL of the credential: it is the address of your ManEx site alone, without /API',
		);
	}
	if (status < 400 && (envelope === undefined || !saysNo(envelope))) throw unknownEnvelope(NAME, answer);
	const reason = status < 400 ? 'input' : reasonForStatus(status);
	return refused(reason, wordsOf(body), `${NAME} refused the request (HTTP ${status})`);
}

/** 403 stands for every refusal but a breakdown. */
function reasonOf(code: number, message: string | null): RefusalReason {
	if (saysAbsent(message)) return 'absent';
	return code === 429 || (code >= 500 && code < 600) ? reasonForStatus(code) : 'input';
}

/** Fixed-width values lose their padding, and the serialiser's `$id` goes, on every level. */
function withoutPadding(record: IDataObject): IDataObject {
	const clean: IDataObject = {};
	for (const [key, value] of Object.entries(record)) {
		if (key !== '$id') define(clean, key, withoutPaddingIn(value));
	}
	return clean;
}

function withoutPaddingIn(value: IDataObject[string]): unknown {
	if (typeof value === 'string') return value.trim();
	if (Array.isArray(value)) return value.map((entry) => withoutPaddingIn(entry as IDataObject[string]));
	const object = asObject(value);
	return object === undefined ? value : withoutPadding(object);
}
