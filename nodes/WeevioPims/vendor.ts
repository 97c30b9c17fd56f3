import type { IDataObject } from 'n8n-workflow';

import { member, recordList, saysAbsent, saysNo, saysYes } from '../shared/envelope';
import { refused, reasonForStatus, records, unknownEnvelope, wordsOf } from '../shared/unwrap';
import { asObject, text, without } from '../shared/values';
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
 * Not documented either is an unknown customer: HTTP 400 with words, or a success without data, or with words in
 * its place.
 */
function unwrap(answer: Answer): Unwrapped {
	const { body, status } = answer;
	if (status >= 400) {
		const words = wordsOf(body);
		const reason = status === 400 && saysAbsent(words) ? 'absent' : reasonForStatus(status);
		return refused(reason, words, fallbackWords(status));
	}
	const envelope = asObject(body);
	if (envelope === undefined) throw unknownEnvelope(NAME, answer);
	const stated = text(member(envelope, 'status'));
	if (saysNo(envelope) || (stated !== null && !saysYes(envelope))) {
		const words = wordsOf(without(envelope, ['status']));
		return refused(
			saysAbsent(words) ? 'absent' : 'input',
			words,
			`${NAME} answered with the status "${stated ?? ''}"`,
		);
	}
	if (stated === null) throw unknownEnvelope(NAME, answer);
	const data = member(envelope, 'data');
	const found = recordList(data);
	if (found !== undefined) return withSubRecords(found, member(envelope, 'subRecords'));
	const key = text(Array.isArray(data) && data.length === 1 ? data[0] : data);
	if (key === null) throw unknownEnvelope(NAME, answer);
	if (isWrite(answer)) return records([{ CUSTOMER_CODE: key }]);
	if (!saysAbsent(key)) return refused('input', key, NAME);
	// A look-up finds one or nothing; a query that finds nothing is a list without records.
	return answer.method === 'GET' ? refused('absent', key, NAME) : records([]);
}

const isWrite = ({ method, path }: Answer): boolean =>
	method === 'PUT' || ['create', 'update'].includes(path?.at(-1) ?? '');

/**
 * They stand beside `data`: beside one record they are its own. Beside several nothing says whose they are: then they
 * are left out, which is said.
 */
function withSubRecords(found: IDataObject[], subRecords: unknown): Unwrapped {
	if (subRecords === undefined || subRecords === null) return records(found);
	const [record, ...others] = found;
	if (record !== undefined && others.length === 0) return records([{ subRecords, ...record } as IDataObject]);
	if (record === undefined || (Array.isArray(subRecords) && subRecords.length === 0)) return records(found);
	return {
		kind: 'records',
		records: found,
		warnings: [
			`${NAME} sent sub-records for a list without saying to which record they belong: they were left out`,
		],
	};
}

function fallbackWords(status: number): string {
	return status === 401
		? `${NAME} refused the Team ID, API ID or API Secret (HTTP 401)`
		: `${NAME} refused the request (HTTP ${status})`;
}
