import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { reasonForStatus, records, refused, unknownEnvelope, wordsOf } from '../shared/unwrap';
import { asObject, asObjects, firstText } from '../shared/values';
import type { Vendor } from '../shared/vendor';
import type { Answer, Unwrapped, VendorRequest } from '../shared/wire';
import { customer, paging } from './customer';

const NAME = 'Guardant Station';

/**
 * Guardant Station API v1.0, https://dev.guardant.ru (customers), https://kb.guardant.ru (base URL)
 * Every call needs authorization, but neither log-in nor header is documented: both are settings of the credential.
 */
export const guardantStation = {
	displayName: NAME,
	credential: 'guardantStationApi',
	secrets: ['accessToken', 'password', 'sessionToken'],
	session: {
		isUsed: (credential: ICredentialDataDecryptedObject): boolean => credential.authentication === 'login',
		account: ['baseUrl', 'username', 'loginPath', 'usernameField', 'passwordField', 'tokenField'],
		proof: ['password'],
		isExclusive: false,
		hint: 'Check Header Name and Header Prefix in the credential, and whether the account is used elsewhere',
	},
	maxParallelRequests: 10,
	unwrap,
	call: {
		example: 'customers/8/orders',
		paging: (request) => (isList(request) ? paging : undefined),
	},
	resources: { customer },
} satisfies Vendor;

/** `{customer}`, `{customers}` or `{orders}`; a deletion's answer and the shape of errors are not documented. */
function unwrap(answer: Answer): Unwrapped {
	const { body, status } = answer;
	if (status >= 400) {
		// 401 ends a session where there is one, and refuses the token where there is none.
		const reason = status === 401 ? 'session' : reasonForStatus(status);
		return refused(reason, wordsOf(body), fallbackWords(status));
	}
	const envelope = asObject(body) ?? {};
	if (Array.isArray(envelope.customers)) return records(asObjects(envelope.customers));
	if (Array.isArray(envelope.orders)) return records(asObjects(envelope.orders));
	const record = asObject(envelope.customer);
	if (record !== undefined) return records([record]);
	const words = firstText(wordsOf(envelope.error), envelope.error, envelope.errormessage);
	if (words !== null) return refused('input', words, NAME);
	if (answer.method !== 'DELETE') throw unknownEnvelope(NAME, answer);
	return records([]);
}

/** Lists end with what they hold (`customers/8/orders`), records with a key. */
function isList({ method, path, query }: VendorRequest): boolean {
	const isQuestion = method === 'GET' || path[0] === 'search';
	return (
		isQuestion &&
		/^[a-z]+s$/.test(path.at(-1) ?? '') &&
		query?.limit === undefined &&
		query?.offset === undefined
	);
}

function fallbackWords(status: number): string {
	if (status === 401) return `${NAME} refused the credential (HTTP 401)`;
	if (status === 404) return `${NAME} found nothing there (HTTP 404)`;
	return `${NAME} refused the request (HTTP ${status})`;
}
