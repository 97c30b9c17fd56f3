import { refused, reasonForStatus, records, unknownEnvelope, wordsOf } from '../shared/unwrap';
import { asObject, asObjects, text } from '../shared/values';
import type { Vendor } from '../shared/vendor';
import type { Answer, Unwrapped } from '../shared/wire';
import { customer, paging } from './customer';

const NAME = 'Weevio PIMS';

/**
 * Weevio Cloud PIMS Open API, https://support.weevio.co/docs/api-reference/
 * Basic authentication with API ID and secret, and `teamID` in the query of every call.
 */
export const weevioPims: Vendor = {
	displayName: NAME,
	credential: 'weevioPimsApi',
	secrets: ['apiSecret', 'apiId'],
	// Every call is billed, but no rate limit is documented.
	maxParallelRequests: 10,
	unwrap,
	call: {
		example: 'customers/query',
		paging: ({ path, query }) =>
			path.at(-1) === 'query' && query?.maxReturn === undefined ? paging : undefined,
	},
	resources: { customer },
};

/**
 * Envelope `{status: 'success', data, subRecords}`; a create or update answers with the CUSTOMER_CODE as `data`.
 * Errors are HTTP 400 and 401; their body's shape is not documented, so every usual one is read.
 * Not documented either is an unknown customer: HTTP 400 with words, or a success without data.
 */
function unwrap(answer: Answer): Unwrapped {
	const { body, status } = answer;
	const envelope = asObject(body);
	if (status >= 400) {
		const words = wordsOf(body);
		const reason =
			status === 400 && /not found|does not exist|no (such|matching)/i.test(words ?? '')
				? 'absent'
				: reasonForStatus(status);
		return refused(reason, words, fallbackWords(status));
	}
	if (envelope === undefined || envelope.status === undefined) throw unknownEnvelope(NAME, answer);
	if (envelope.status !== 'success') {
		return refused(
			'input',
			wordsOf(body),
			`${NAME} answered with the status "${text(envelope.status) ?? ''}"`,
		);
	}
	const { data } = envelope;
	if (Array.isArray(data)) return records(asObjects(data));
	const record = asObject(data);
	if (record !== undefined) return records(Object.keys(record).length === 0 ? [] : [record]);
	const key = text(data);
	return records(key === null ? [] : [{ CUSTOMER_CODE: key }]);
}

function fallbackWords(status: number): string {
	return status === 401
		? `${NAME} refused the Team ID, API ID or API Secret (HTTP 401)`
		: `${NAME} refused the request (HTTP ${status})`;
}
