import type { IDataObject } from 'n8n-workflow';

import { member, oneObject, recordList, saysAbsent, saysNo, saysYes } from '../shared/envelope';
import { refused, reasonForStatus, records, unknownEnvelope, wordsOf } from '../shared/unwrap';
import { asObject, text, without } from '../shared/values';
import type { Vendor } from '../shared/vendor';
import type { Answer, Unwrapped } from '../shared/wire';
import { customer } from './customer';
import { inventoryItem } from './inventoryItem';
import { order } from './order';
import { paging } from './query';

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
	diagnosis: { requests: 10, load: async () => (await import('./assumptions')).diagnosis },
	resources: { customer, order, inventoryItem },
	watched: { order, customer, inventoryItem },
	account: ['teamId'],
	billing: { dollars: 0.0015, included: 50_000 },
	minutesBetweenPolls: 15,
};

/**
 * Envelope `{status: 'success', data, subRecords}`; a create or update answers with the CUSTOMER_CODE as `data`.
 * Only orders by their Shopify number come as `{shopify_order_number, orders}`.
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
	const data = member(envelope, 'data');
	const ofShopify = ordersOfShopify(envelope) ?? ordersOfShopify(oneObject(data));
	if (ofShopify !== undefined) return records(ofShopify);
	if (stated === null) throw unknownEnvelope(NAME, answer);
	const found = recordList(data);
	if (found !== undefined)
		return withSubRecords(found, member(envelope, 'subRecords'), isSingleOrder(answer));
	const key = text(Array.isArray(data) && data.length === 1 ? data[0] : data);
	if (key === null) throw unknownEnvelope(NAME, answer);
	if (isWrite(answer)) {
		// Of other tables no write is documented, and so nothing says whose key that is.
		if (answer.path?.[0] !== 'customers') throw unknownEnvelope(NAME, answer);
		return records([{ CUSTOMER_CODE: key }]);
	}
	if (!saysAbsent(key)) return refused('input', key, NAME);
	// A look-up finds one or nothing; a query that finds nothing is a list without records.
	return answer.method === 'GET' ? refused('absent', key, NAME) : records([]);
}

/** An order has lines: one without must not be taken for one whose lines were not sent. */
const isSingleOrder = ({ path }: Answer): boolean => path?.[0] === 'orders' && path.at(-1) === 'single';

const isWrite = ({ method, path }: Answer): boolean =>
	method === 'PUT' || ['create', 'update'].includes(path?.at(-1) ?? '');

/** Each with the number in Shopify that they share; undefined for any other answer. */
function ordersOfShopify(answer: IDataObject | undefined): IDataObject[] | undefined {
	const number = member(answer, 'shopify_order_number');
	const orders = member(answer, 'orders');
	if (number === undefined && orders === undefined) return undefined;
	return recordList(orders)?.map((each): IDataObject => ({
		shopify_order_number: (number ?? null) as IDataObject[string],
		...each,
	}));
}

/**
 * They stand beside `data`: beside one record they are its own. Beside several they are those whose key they repeat.
 * Where nothing says whose they are, they are left out, which is said.
 * @param always whether a record without any says so
 */
function withSubRecords(found: IDataObject[], beside: unknown, always: boolean): Unwrapped {
	if (beside === undefined || beside === null)
		return records(always ? found.map((record) => ({ subRecords: null, ...record })) : found);
	const subRecords = recordList(beside);
	const [record, ...others] = found;
	if (record !== undefined && others.length === 0)
		return records([{ subRecords: subRecords ?? beside, ...record } as IDataObject]);
	if (record === undefined || subRecords?.length === 0) return records(found);
	const own = subRecords === undefined ? undefined : handedOut(found, subRecords);
	if (own !== undefined) return records(own);
	return {
		kind: 'records',
		records: found,
		warnings: [
			`${NAME} sent sub-records for a list without saying to which record they belong: they were left out`,
		],
	};
}

/** The key of an order, which each of its sub-records may repeat. */
const ORDER_KEY = 'ORDER_NUMBER';

/** The records of a list, each with its own sub-records; undefined where one of these belongs to none. */
function handedOut(
	found: readonly IDataObject[],
	subRecords: readonly IDataObject[],
): IDataObject[] | undefined {
	const own = new Map<string, IDataObject[]>();
	for (const record of found) {
		const key = text(record[ORDER_KEY]);
		if (key !== null) own.set(key, []);
	}
	for (const entry of subRecords) {
		const [inner] = Object.values(entry).map(asObject);
		const list = own.get(text(entry[ORDER_KEY] ?? inner?.[ORDER_KEY]) ?? '');
		if (list === undefined) return undefined;
		list.push(entry);
	}
	return found.map((record) => ({ subRecords: own.get(text(record[ORDER_KEY]) ?? '') ?? [], ...record }));
}

function fallbackWords(status: number): string {
	return status === 401
		? `${NAME} refused the Team ID, API ID or API Secret (HTTP 401)`
		: `${NAME} refused the request (HTTP ${status})`;
}
