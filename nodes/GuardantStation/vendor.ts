import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { codeOf, member, recordList, saysAbsent, saysNo, saysYes } from '../shared/envelope';
import { reasonForStatus, records, refused, unknownEnvelope, wordsOf } from '../shared/unwrap';
import { asObject } from '../shared/values';
import type { Vendor } from '../shared/vendor';
import type { Answer, RefusalReason, Unwrapped, VendorRequest } from '../shared/wire';
import { customer, watchedOrder } from './customer';
import { dongle } from './dongle';
import { entriesIn } from './dongleHistory';
import { paging } from './paging';
import { productFeature } from './productFeature';
import { serial } from './serial';

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
	diagnosis: { requests: 7, load: async () => (await import('./assumptions')).diagnosis },
	resources: { customer, serial, dongle, productFeature },
	watched: { customer, order: watchedOrder },
	account: ['username'],
} satisfies Vendor;

/** Names under which an answer may hold records. */
const TABLES = [
	...['customers', 'orders', 'customer'],
	...['serialnumbers', 'serial', 'dongles', 'dongle', 'features'],
] as const;

/** What the history of a dongle is asked for by. */
const HISTORY = 'getdonglehistory';

/** `{customer}`, `{customers}`, `{orders}`…; a deletion's answer and the shape of errors are not documented. */
function unwrap(answer: Answer): Unwrapped {
	const { body, method, path = [], status } = answer;
	if (status >= 400) {
		// 401 ends a session where there is one, and refuses the token where there is none.
		const reason = status === 401 ? 'session' : reasonForStatus(status);
		return refused(reason, wordsOf(body), fallbackWords(status));
	}
	const envelope = asObject(body) ?? {};
	if (method === 'DELETE') return deleted(body, envelope);
	if (saysNo(envelope)) {
		const words = wordsOf(body);
		return refused(reasonOf(codeOf(envelope), words), words, `${NAME} refused the request`);
	}
	const found = path[0] === HISTORY ? entriesIn(body) : (inTable(envelope) ?? bareList(answer));
	if (found !== undefined) return records(found);
	throw unknownEnvelope(NAME, answer);
}

function inTable(envelope: IDataObject): IDataObject[] | undefined {
	for (const table of TABLES) {
		const value = member(envelope, table);
		const found = value === undefined ? undefined : recordList(value);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** The samples of two lists show no braces around them. */
const bareList = ({ body, path }: Answer): IDataObject[] | undefined =>
	Array.isArray(body) && ['dongles', 'features'].includes(path?.at(-1) ?? '') ? recordList(body) : undefined;

/** Nothing, or a clear yes. Whatever else it says, the record is looked for: one that is gone was deleted. */
function deleted(body: unknown, envelope: IDataObject): Unwrapped {
	const empty = body === undefined || body === null || body === '' || body === true;
	const hasRecord = Object.values(envelope).some((value) => asObject(value) !== undefined);
	const yes = saysYes(envelope) || hasRecord;
	const isEmptyObject = asObject(body) !== undefined && Object.keys(envelope).length === 0;
	if (empty || isEmptyObject || (yes && !saysNo(envelope))) return records([]);
	return refused('failed', wordsOf(body), `${NAME} did not say that it was deleted`);
}

/** The vendor's own codes, such as 10172, say nothing here; those of HTTP do. */
function reasonOf(code: number, words: string | null): RefusalReason {
	if (code === 401) return 'session';
	if (code >= 400 && code < 600) return reasonForStatus(code);
	return saysAbsent(words) ? 'absent' : 'input';
}

/** Lists end with what they hold (`customers/8/orders`), records with a key; features come without pages. */
function isList({ method, path, query }: VendorRequest): boolean {
	const [first] = path;
	const last = path.at(-1) ?? '';
	const isQuestion = method === 'GET' || first === 'search';
	const isPaged = (/^[a-z]+s$/.test(last) && last !== 'features') || first === HISTORY;
	return isQuestion && isPaged && query?.limit === undefined && query?.offset === undefined;
}

function fallbackWords(status: number): string {
	if (status === 401) return `${NAME} refused the credential (HTTP 401)`;
	if (status === 404) return `${NAME} found nothing there (HTTP 404)`;
	return `${NAME} refused the request (HTTP ${status})`;
}
