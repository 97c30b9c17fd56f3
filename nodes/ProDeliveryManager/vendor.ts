import type { IDataObject } from 'n8n-workflow';

import { member, oneObject, recordList, saysNo } from '../shared/envelope';
import { reasonForStatus, records, refused, unknownEnvelope, wordsOf } from '../shared/unwrap';
import { asObject, numeric, without } from '../shared/values';
import type { Vendor } from '../shared/vendor';
import type { Answer, RefusalReason, Unwrapped } from '../shared/wire';
import { customer } from './customer';
import { delivery } from './delivery';

const NAME = 'Pro Delivery Manager';

/**
 * Pro Delivery Manager API for version-2 accounts, https://prodeliverymanager.com/support/api-documentation/
 * Each function is a POST with `company_id` and `session_token` in its JSON body.
 */
export const proDeliveryManager = {
	displayName: NAME,
	credential: 'proDeliveryManagerApi',
	secrets: ['apiKey', 'sessionToken'],
	session: {
		isUsed: () => true,
		// A key is one branch's: another key may be another branch.
		account: ['baseUrl', 'companyId', 'apiKey'],
		proof: [],
		isExclusive: false,
		hint: 'Check Company ID and API Key in the credential, and whether the same key is used elsewhere',
	},
	maxParallelRequests: 10,
	unwrap,
	call: { example: 'GetCustomer' },
	diagnosis: {
		requests: 3,
		sample: { displayName: 'Sample Customer ID', placeholder: 'e.g. 1408', of: 'customer' },
		load: async () => (await import('./assumptions')).diagnosis,
	},
	resources: { customer, delivery },
	watched: { customer },
	account: ['companyId'],
} satisfies Vendor;

/** Status codes of the answer's body, as listed for GetSessionToken and GetCustomer. */
const REASONS: Readonly<Record<number, RefusalReason>> = {
	201: 'credential',
	// Listed for GetCustomer, where no key is sent: so it may also be the answer to a dead session.
	202: 'session',
	// Never listed; the only gap in 201 to 205. Taken as "session token invalid or expired".
	203: 'session',
	204: 'credential',
	205: 'rateLimit',
	401: 'absent',
	500: 'failed',
};

/** What to do about a code that the advice of its reason does not fit. */
const ADVICE: Readonly<Record<number, string>> = {
	201: 'Check Company ID in the credential',
	202: 'Check API Key in the credential',
	204: "Add the address from which n8n calls to the access key's IP white list, in PDM's settings",
	301: 'Fill in the fields that the message names: PDM requires them',
	302: 'Shorten or correct the values that the message names',
	303: 'Correct the kind of the values that the message names, such as a number instead of a text',
	404: 'Choose another day, or leave Check Delivery out to have a second delivery on the same day',
};

const customers = (envelope: IDataObject): IDataObject[] | undefined =>
	recordList(member(envelope, 'customer'));

/**
 * What stands beside `status`: the page on CreateDelivery could not be read so far. Those on customers suggest an
 * object with the name of what was made.
 */
function newDelivery(envelope: IDataObject): IDataObject {
	const made = oneObject(member(envelope, 'delivery'));
	const isBeside = ([name, value]: [string, unknown]): boolean => {
		const said = name.toLowerCase();
		return said !== 'status' && (said !== 'delivery' || (made === undefined && value !== null));
	};
	return { ...Object.fromEntries(Object.entries(envelope).filter(isBeside)), ...made };
}

/** `{status: {code, details}, customer?}`; 101 is the only good code. Judged by the code, not by the HTTP status. */
function unwrap(answer: Answer): Unwrapped {
	const envelope = asObject(answer.body);
	const stated = member(envelope, 'status');
	const status = oneObject(stated);
	const code = numeric(status === undefined ? stated : member(status, 'code'));
	if (envelope === undefined || code === null) {
		if (answer.status < 400) {
			if (envelope === undefined || !saysNo(envelope)) throw unknownEnvelope(NAME, answer);
			return refused('input', wordsOf(envelope), `${NAME} refused the request`);
		}
		const reason = answer.status === 401 ? 'session' : reasonForStatus(answer.status);
		return refused(reason, wordsOf(answer.body), `${NAME} refused the request (HTTP ${answer.status})`);
	}
	if (code === 101 && !saysNo(without(envelope, ['status']))) {
		const found = answer.path?.at(-1) === 'CreateDelivery' ? [newDelivery(envelope)] : customers(envelope);
		if (found === undefined) throw unknownEnvelope(NAME, answer);
		return records(found);
	}
	const details = wordsOf(status === undefined ? without(envelope, ['status']) : member(status, 'details'));
	const reason = REASONS[code] ?? 'input';
	// For "not found" it is 401, as for a log-in that is refused.
	const isAbsent = reason === 'absent';
	return refused(
		reason,
		details === null || isAbsent ? details : `${details} (code ${code})`,
		isAbsent ? `${NAME} found nothing` : `${NAME} refused the request with code ${code}`,
		ADVICE[code],
	);
}
