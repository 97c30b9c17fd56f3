import { findsRecords, looksUp, NO_RECORDS, NOBODY, RAW, saysNotFound } from '../shared/assumptions';
import type { Asked, Diagnosis, Question } from '../shared/assumptions';
import { toVendorDate } from '../shared/dates';
import { text } from '../shared/values';
import type { VendorRequest } from '../shared/wire';
import { customer } from './customer';
import { invoice } from './invoice';
import { item } from './item';
import { equal, paging, searchIn, searchOfAll, searchRequest } from './search';
import type { Search } from './search';

const CUSTOMERS = ['customer', 'search'];
const INVOICES = ['invoicing', 'invoice', 'search'];

const search = (
	path: readonly string[],
	wanted: Search,
	start: number | string = 0,
	size = 3,
): VendorRequest => paging.page(searchRequest(path, wanted), start, size);

/** A search that is narrowed down by a further condition. */
const narrowed = (query: Search['query'], further: Search['query']): VendorRequest =>
	search(CUSTOMERS, { query, subquery: [{ logic: 'AND', query: further }] });

const found = (asked: Asked | undefined): boolean => (asked?.records.length ?? 0) > 0;

const valuesIn = (asked: Asked | undefined, column: string): string[] =>
	(asked?.records ?? []).map((record) => text(record[column]) ?? '');

const idsIn = (asked: Asked | undefined): number[] => valuesIn(asked, 'ID').map(Number);

const first: Question = () => search(CUSTOMERS, searchOfAll);
const second: Question = (of) => {
	const next = of(first)?.next;
	return next === undefined ? undefined : search(CUSTOMERS, searchOfAll, next);
};
const large: Question = (of) =>
	of(first)?.next === undefined ? undefined : search(CUSTOMERS, searchOfAll, 0, paging.pageSize);
const both: Question = (of) => {
	const codes = valuesIn(of(first), 'Code').slice(0, 2);
	return codes.length < 2 ? undefined : searchIn(CUSTOMERS, 'Code', codes);
};
const above: Question = (of) =>
	of(both)?.records.length === 2
		? narrowed(
				{ fieldName: 'Code', eval: 'IN', valueList: valuesIn(of(both), 'Code') },
				{ fieldName: 'ID', eval: 'GREATERTHAN', value: String(Math.min(...idsIn(of(both)))) },
			)
		: undefined;
const one: Question = (of) => {
	const [value] = valuesIn(of(first), 'Code');
	return value === undefined ? undefined : customer.read?.({ by: 'id', value }, {});
};
/** A part of a code, and whose it is. */
const like: Question = (of) => {
	const record = of(first)?.records.find(({ Code }) => /^[^%*_?]{3,}$/.test(text(Code) ?? ''));
	const value = text(record?.Code)?.slice(1, -1);
	return value === undefined
		? undefined
		: narrowed({ fieldName: 'Code', eval: 'LIKE', value }, equal('ID', String(record?.ID)));
};
/** The day of a customer's creation, where it tells day and month apart, unless another way to write it found him. */
const dated =
	(format: 'YYYY-MM-DD' | 'MM/DD/YYYY' | 'DD/MM/YYYY', ...earlier: Question[]): Question =>
	(of) => {
		const record = (of(large) ?? of(first))?.records.find(({ DateCreated }) =>
			/^\d{4}-\d{2}-(1[3-9]|[23]\d)/.test(text(DateCreated) ?? ''),
		);
		if (record === undefined || earlier.some((each) => found(of(each)))) return undefined;
		const day = toVendorDate(text(record.DateCreated)?.slice(0, 10), format, '');
		return narrowed(
			{ fieldName: 'DateCreated', eval: 'BETWEEN', start: day, end: day },
			equal('ID', String(record.ID)),
		);
	};
const iso = dated('YYYY-MM-DD');
const american = dated('MM/DD/YYYY', iso);
const european = dated('DD/MM/YYYY', iso, american);
const absent: Question = () => customer.read?.({ by: 'id', value: NOBODY }, {});
const noItem: Question = () => item.read?.({ by: 'id', value: NOBODY }, {});
const invoices: Question = () => search(INVOICES, searchOfAll);
const sold: Question = (of) => {
	const [code] = valuesIn(of(invoices), 'SoldToCode');
	return code ? search(INVOICES, { query: equal('SoldToCode', code) }) : undefined;
};

export const diagnosis: Diagnosis = {
	questions: [
		...[first, second, large, both, above, one, like],
		...[iso, american, european, absent, noItem, invoices, sold],
	],
	assumptions: [
		findsRecords('ID above 0', first),
		{
			assumption: 'The next page begins at LargestID',
			from: [second, first],
			tells: (next, before) => idsIn(next).some((id) => id > Math.max(...idsIn(before))),
			advice: 'Set a Limit that one page holds, or narrow the search. Report it.',
		},
		{
			assumption: 'Records come by rising ID',
			from: [first, second],
			tells: (before, next) => {
				const ids = [...new Set([...idsIn(before), ...idsIn(next)])];
				return ids.length < 2 ? NO_RECORDS : ids.join() === [...ids].sort((a, b) => a - b).join();
			},
			advice: 'Nothing to do: the trigger reads the whole list then, up to 25,000 records.',
		},
		{
			assumption: `A page may hold ${paging.pageSize} records`,
			from: [large],
			tells: ({ next, records, refused }) => {
				if (refused !== undefined || records.length > paging.pageSize) return false;
				if (records.length === paging.pageSize) return true;
				return next === undefined ? 'There are too few customers to tell.' : false;
			},
			advice: ({ records }) => `Set Page Size in the options to ${records.length || 100}.`,
		},
		...looksUp('Code', first, both, one),
		{
			assumption: 'A further condition with AND narrows a search',
			from: [above, both],
			tells: (fewer, all) => idsIn(fewer).join() === String(Math.max(...idsIn(all))),
			advice: 'Search with one condition alone, and let the trigger notice Created or Updated.',
		},
		{
			assumption: 'LIKE finds a part of a value, without wildcards',
			from: [like],
			tells: found,
			advice: 'Type wildcards with Like; the list to pick from may find whole values only.',
		},
		{
			assumption: 'Dates as 2026-01-31 are understood in conditions',
			from: [iso, american, european],
			tells: (asked, ...others) =>
				found(asked) || (others.some(found) ? false : 'No way to write the day found the customer.'),
			advice: (_, inAmerican) =>
				`Set Date Format in the options to ${found(inAmerican) ? 'MM/DD/YYYY' : 'DD/MM/YYYY'}.`,
		},
		saysNotFound('A customer code', absent),
		saysNotFound('An item code', noItem),
		{
			assumption: 'Invoices can be searched by SoldToCode',
			from: [sold, invoices],
			tells: (own, some) => {
				const [code] = valuesIn(some, 'SoldToCode');
				return found(own) && valuesIn(own, 'SoldToCode').every((each) => each === code);
			},
			advice: 'Choose the other field under Customer Is in the options of Get Many Invoices.',
		},
		{
			assumption: 'Date and total of an invoice have names that the node knows',
			from: [invoices],
			tells: ({ records: [record] }) => {
				if (record === undefined) return NO_RECORDS;
				const { date, total } = invoice.simplify(record, '');
				return date !== null && total !== null;
			},
			advice: RAW,
		},
	],
	ended: { request: search(CUSTOMERS, searchOfAll), instead: { sessionToken: NOBODY } },
	expires: true,
};
