import { reasonForStatus, records, refused, unknownEnvelope, wordsOf } from '../shared/unwrap';
import { asObject, numeric, text } from '../shared/values';
import type { Vendor } from '../shared/vendor';
import type { Answer, RefusalReason, Unwrapped } from '../shared/wire';
import { customer } from './customer';

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
	resources: { customer },
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

/** `{status: {code, details}, customer?}`; 101 is the only good code. Judged by the code, not by the HTTP status. */
function unwrap(answer: Answer): Unwrapped {
	const envelope = asObject(answer.body);
	const status = asObject(envelope?.status);
	const code = numeric(status?.code);
	if (envelope === undefined || status === undefined || code === null) {
		if (answer.status < 400) throw unknownEnvelope(NAME, answer);
		const reason = answer.status === 401 ? 'session' : reasonForStatus(answer.status);
		return refused(reason, wordsOf(answer.body), `${NAME} refused the request (HTTP ${answer.status})`);
	}
	if (code === 101) {
		const record = asObject(envelope.customer);
		return records(record === undefined ? [] : [record]);
	}
	const details = text(status.details);
	return refused(
		REASONS[code] ?? 'input',
		details === null ? null : `${details} (code ${code})`,
		`${NAME} refused the request with code ${code}`,
	);
}
