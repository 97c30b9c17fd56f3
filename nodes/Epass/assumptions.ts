import type { IDataObject } from 'n8n-workflow';

import { hasFieldsOf, isAbsent, NO_RECORDS, NOBODY } from '../shared/assumptions';
import type { Asked, Diagnosis } from '../shared/assumptions';
import { numeric, text } from '../shared/values';
import type { VendorRequest } from '../shared/wire';
import { customer } from './customer';
import { invoice } from './invoice';
import { item } from './item';
import { equal, paging, searchIn, searchOfAll, searchRequest } from './search';
import type { Search } from './search';

const CUSTOMERS = ['customer', 'search'];
const INVOICES = ['invoicing', 'invoice', 'search'];
const FEW = 3;

const search = (
	path: readonly string[],
	wanted: Search,
	start: number | string = 0,
	size = FEW,
): VendorRequest => paging.page(searchRequest(path, wanted), start, size);

const idsIn = (asked: Asked | undefined): number[] =>
	(asked?.records ?? []).map(({ ID }) => numeric(ID) ?? Number.NaN);

const codesIn = (asked: Asked | undefined): string[] =>
	(asked?.records ?? []).map(({ Code }) => text(Code) ?? '').filter((code) => code !== '');

const rises = (ids: readonly number[]): boolean =>
	ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? Infinity));

/** A word from which letters were cut on both sides, as a person types a part of it. */
const partOf = (asked: Asked | undefined): string | undefined =>
	codesIn(asked)
		.filter((code) => code.length > 2 && !/[%*_?]/.test(code))
		.map((code) => code.slice(1, -1))[0];

/** The day of a customer's creation, where it tells day and month apart. */
function datedOf(asked: Asked | undefined): { record: IDataObject; day: string } | undefined {
	for (const record of asked?.records ?? []) {
		const day = /^\d{4}-\d{2}-\d{2}/.exec(text(record.DateCreated) ?? '')?.[0];
		if (day !== undefined && Number(day.slice(8)) > 12) return { record, day };
	}
	return undefined;
}

const DATED =
	'POST customer/search, DateCreated BETWEEN a known day and itself, AND the ID of the customer, written as';

/** A search for one customer by the day of creation, in one of the ways to write it. */
function dated(asked: Asked | undefined, write: (year: string, month: string, day: string) => string) {
	const found = datedOf(asked);
	if (found === undefined) return undefined;
	const [year = '', month = '', day = ''] = found.day.split('-');
	const written = write(year, month, day);
	return search(CUSTOMERS, {
		query: { fieldName: 'DateCreated', eval: 'BETWEEN', start: written, end: written },
		subquery: [{ logic: 'AND', query: equal('ID', String(found.record.ID)) }],
	});
}

const found = (asked: Asked | undefined): boolean => (asked?.records.length ?? 0) > 0;

export const diagnosis: Diagnosis = {
	questions: {
		first: {
			sent: `POST customer/search, pageSize ${FEW}, ID above 0`,
			request: () => search(CUSTOMERS, searchOfAll),
		},
		second: {
			sent: `POST customer/search, pageSize ${FEW}, ID above 0, pageStartId as LargestID said`,
			request: (of) => {
				const next = of('first')?.next;
				return next === undefined ? undefined : search(CUSTOMERS, searchOfAll, next);
			},
		},
		large: {
			sent: `POST customer/search, pageSize ${paging.pageSize}, ID above 0`,
			request: (of) =>
				of('first')?.next === undefined ? undefined : search(CUSTOMERS, searchOfAll, 0, paging.pageSize),
		},
		both: {
			sent: 'POST customer/search, Code IN two codes',
			request: (of) => {
				const codes = codesIn(of('first')).slice(0, 2);
				return codes.length < 2 ? undefined : searchIn(CUSTOMERS, 'Code', codes);
			},
		},
		narrowed: {
			sent: 'POST customer/search, Code IN two codes, AND ID above the lower one of these customers',
			request: (of) => {
				const both = of('both');
				if (both?.records.length !== 2) return undefined;
				const above = { fieldName: 'ID', eval: 'GREATERTHAN', value: String(Math.min(...idsIn(both))) };
				return search(CUSTOMERS, {
					query: { fieldName: 'Code', eval: 'IN', valueList: codesIn(both) },
					subquery: [{ logic: 'AND', query: above }],
				});
			},
		},
		one: {
			sent: 'GET customer/customer, CustomerCode of one of them',
			request: (of) => {
				const [code] = codesIn(of('first'));
				return code === undefined ? undefined : customer.read?.({ by: 'id', value: code }, {});
			},
		},
		like: {
			sent: 'POST customer/search, Code LIKE a part of a code, AND its ID',
			request: (of) => {
				const part = partOf(of('first'));
				const record = of('first')?.records.find(({ Code }) => text(Code)?.slice(1, -1) === part);
				return part === undefined || record === undefined
					? undefined
					: search(CUSTOMERS, {
							query: { fieldName: 'Code', eval: 'LIKE', value: part },
							subquery: [{ logic: 'AND', query: equal('ID', String(record.ID)) }],
						});
			},
		},
		iso: {
			sent: `${DATED} YYYY-MM-DD`,
			request: (of) => dated(of('large') ?? of('first'), (year, month, day) => `${year}-${month}-${day}`),
		},
		american: {
			sent: `${DATED} MM/DD/YYYY`,
			request: (of) =>
				found(of('iso'))
					? undefined
					: dated(of('large') ?? of('first'), (year, month, day) => `${month}/${day}/${year}`),
		},
		european: {
			sent: `${DATED} DD/MM/YYYY`,
			request: (of) =>
				found(of('iso')) || found(of('american'))
					? undefined
					: dated(of('large') ?? of('first'), (year, month, day) => `${day}/${month}/${year}`),
		},
		absent: {
			sent: 'GET customer/customer, a CustomerCode that nobody has',
			request: () => customer.read?.({ by: 'id', value: NOBODY }, {}),
		},
		noItem: {
			sent: 'GET items/item, a code that no item has',
			request: () => item.read?.({ by: 'id', value: NOBODY }, {}),
		},
		invoices: {
			sent: `POST invoicing/invoice/search, pageSize ${FEW}, ID above 0`,
			request: () => search(INVOICES, searchOfAll),
		},
		sold: {
			sent: `POST invoicing/invoice/search, pageSize ${FEW}, SoldToCode of the first of them`,
			request: (of) => {
				const code = text(of('invoices')?.records[0]?.SoldToCode);
				return code === null ? undefined : search(INVOICES, { query: equal('SoldToCode', code) });
			},
		},
		ended: {
			sent: 'POST customer/search, with a session token that is none',
			request: () => search(CUSTOMERS, searchOfAll, 0, 1),
			instead: { sessionToken: NOBODY },
		},
	},
	assumptions: [
		{
			assumption: 'A search without filters finds records (what is sent: ID above 0)',
			from: ['first'],
			tells: ({ records, refused }) => refused === undefined && (records.length > 0 || NO_RECORDS),
			advice: 'Add a condition of your own under Filters.',
		},
		{
			assumption: 'The next page begins at LargestID',
			from: ['second', 'first'],
			tells: (second, first) => {
				const last = Math.max(...idsIn(first));
				return idsIn(second).some((id) => id > last);
			},
			advice:
				'Set a Limit that one page holds, or narrow the search, and tell us what follows the first page.',
		},
		{
			assumption: 'Records come by rising ID',
			from: ['first', 'second'],
			tells: (first, second) => {
				const ids = [...idsIn(first), ...idsIn(second)];
				return ids.length < 2 ? NO_RECORDS : rises([...new Set(ids)]);
			},
			advice: 'Nothing to do: the trigger reads the whole list then, up to 25,000 records.',
		},
		{
			assumption: `A page may hold ${paging.pageSize} records`,
			from: ['large'],
			tells: ({ next, records, refused }) => {
				if (refused !== undefined) return false;
				if (records.length >= paging.pageSize) return records.length === paging.pageSize;
				return next === undefined ? `There are fewer than ${paging.pageSize} customers.` : false;
			},
			advice: ({ records, refused }) =>
				refused === undefined
					? `Set Page Size in the options to ${records.length}.`
					: 'Set Page Size in the options to 100.',
		},
		{
			assumption: 'A look-up of several codes by IN finds just these customers',
			from: ['both', 'first'],
			tells: (both, first) =>
				[...codesIn(both)].sort().join() === [...codesIn(first).slice(0, 2)].sort().join(),
			advice: 'Switch off Batch Look-Ups in the options.',
		},
		{
			assumption: 'A further condition with AND narrows a search',
			from: ['narrowed', 'both'],
			tells: (narrowed, both) =>
				narrowed.records.length === 1 && idsIn(narrowed)[0] === Math.max(...idsIn(both)),
			advice: 'Search with one condition alone, and use Created or Updated as the event of the trigger.',
		},
		{
			assumption: 'A search shows each field that a single look-up shows',
			from: ['one', 'first'],
			tells: (one, first) => hasFieldsOf(first?.records[0], one.records[0]),
			advice: 'Switch off Batch Look-Ups in the options, and read what a search has found with Get.',
		},
		{
			assumption: 'LIKE finds a part of a value, without wildcards',
			from: ['like'],
			tells: found,
			advice: 'Type wildcards into conditions with Like; the list to pick from may find whole values only.',
		},
		{
			assumption: 'Dates as 2026-01-31 are understood in conditions',
			from: ['iso', 'american', 'european'],
			tells: (iso, american, european) => {
				if (found(iso)) return true;
				return found(american) || found(european) ? false : 'No way to write the day found the customer.';
			},
			advice: (_, american) =>
				`Set Date Format in the options to ${found(american) ? 'MM/DD/YYYY' : 'DD/MM/YYYY'}.`,
		},
		{
			assumption: 'A customer code that does not exist is answered by "Customer not found."',
			from: ['absent'],
			tells: isAbsent,
			advice:
				'Tell us how it is answered: such items end with the words of EPASS, and not with "No customer found".',
		},
		{
			assumption: 'An item code that does not exist is answered by "Item not found.", or without values',
			from: ['noItem'],
			tells: isAbsent,
			advice:
				'Tell us how it is answered: such items end with the words of EPASS, and not with "No item found".',
		},
		{
			assumption: 'Invoices can be searched by SoldToCode',
			from: ['sold', 'invoices'],
			tells: (sold, invoices) => {
				const code = text(invoices?.records[0]?.SoldToCode);
				return found(sold) && sold.records.every(({ SoldToCode }) => text(SoldToCode) === code);
			},
			advice: 'Choose the other field under Customer Is in the options of List Orders.',
		},
		{
			assumption: 'Date and total of an invoice are called as the guide has them',
			from: ['invoices'],
			tells: ({ records: [record] }) => {
				if (record === undefined) return NO_RECORDS;
				const { date, total } = invoice.simplify(record, '');
				return date !== null && total !== null;
			},
			advice: 'Use the output Raw or Selected Fields for invoices.',
		},
		{
			assumption: 'A session that has ended is answered by HTTP 401',
			from: ['ended'],
			tells: ({ refused }) => refused === 'session',
			advice: 'Sessions are not renewed when they are refused with this status: tell us the status.',
		},
	],
	expiry: 'The time at which a log-in says that its session ends is one to go by',
	untold:
		'what writing takes and answers, further operators, names of requested dates, of lines, notes and web orders, whether IDs always grow, how records that are gone are shown',
};
