import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { reasonForStatus, records, refused, unknownEnvelope, wordsOf } from '../shared/unwrap';
import { asObject, define, numeric, text } from '../shared/values';
import type { Vendor } from '../shared/vendor';
import type { Answer, Unwrapped, VendorRequest } from '../shared/wire';
import { customer } from './customer';

const NAME = 'ManEx ERP';

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
	unwrap,
	call: {
		example: 'Customer/Get',
		// No method is documented, so a query string may change something as well.
		writes: ({ path }) => !/get/i.test(path.at(-1) ?? ''),
	},
	resources: { customer },
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
	const code = numeric(envelope?.Code);
	if (envelope === undefined || code === null) {
		if (envelope?.MessageDetail !== undefined) {
			return refused(
				'input',
				[text(envelope.Message), text(envelope.MessageDetail)].filter((part) => part !== null).join(' ') ||
					null,
				`${NAME} does not know this address`,
			);
		}
		if (answer.status < 400) throw unknownEnvelope(NAME, answer);
		return refused(
			reasonForStatus(answer.status),
			wordsOf(answer.body),
			`${NAME} refused the request (HTTP ${answer.status})`,
		);
	}
	const message = text(envelope.Message);
	if (code === 200) {
		const record = asObject(envelope.ResponseObject);
		return records(record === undefined ? [] : [withoutPadding(record)]);
	}
	if (text(envelope.IsValidUser)?.toLowerCase() === 'false')
		return refused('credential', message, 'Invalid API Key.');
	const absent = /does not exist/i.test(message ?? '');
	return refused(
		absent ? 'absent' : 'input',
		message?.replace(/^\$\$/, '') ?? null,
		`${NAME} refused the request with code ${code}`,
	);
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
