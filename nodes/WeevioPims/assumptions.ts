import { findsRecords, isAbsent, looksUp, NO_RECORDS, NOBODY, saysNotFound } from '../shared/assumptions';
import type { Asked, Diagnosis, Question } from '../shared/assumptions';
import { text } from '../shared/values';
import { havingAnyOf, paging, query, single } from './query';
import type { Table } from './query';

const customers: Table = { path: 'customers', key: 'CUSTOMER_CODE', parameter: 'customerCode' };
const orders: Table = { path: 'orders', key: 'ORDER_NUMBER', parameter: 'orderNum' };
const stock: Table = { path: 'inventory', key: 'PART_CODE', parameter: 'partCode' };

/** Enough to see whether more came than was asked for. */
const FEW = 2;

const first =
	(table: Table): Question =>
	() =>
		paging.sized(query(table, [{ field: table.key, value: '', contains: true }]), FEW);

const valuesIn = (asked: Asked | undefined, column: string): string[] =>
	(asked?.records ?? []).map((record) => text(record[column]) ?? '');

/** Records with one of these values; undefined without any. */
const having = (table: Table, column: string, values: readonly string[]) =>
	values.some((value) => value !== '') ? paging.sized(havingAnyOf(table, column, values), 1000) : undefined;

/** In the other letter case. */
const turned = (code: string): string =>
	code === code.toLowerCase() ? code.toUpperCase() : code.toLowerCase();

/** Orders that share a value with the first of some. */
const sharing =
	(column: string): Question =>
	(of) =>
		having(orders, column, valuesIn(of(firstOrders), column).slice(0, 1));

const share = (column: string, found: Asked, some: Asked | undefined): boolean => {
	const [wanted] = valuesIn(some, column);
	return found.records.length > 0 && valuesIn(found, column).every((value) => value === wanted);
};

const firstCustomers = first(customers);
const firstOrders = first(orders);
const firstParts = first(stock);
/** Where the condition finds nothing, there may be records all the same. */
const bare: Question = (of) =>
	of(firstCustomers)?.records.length === 0 ? paging.sized(query(customers, []), FEW) : undefined;
const both: Question = (of) => {
	const codes = valuesIn(of(firstCustomers), customers.key);
	return codes.length < FEW ? undefined : having(customers, customers.key, codes.slice(0, FEW));
};
const one: Question = (of) => {
	const [code] = valuesIn(of(firstCustomers), customers.key);
	return code ? single(customers, code) : undefined;
};
const otherCase: Question = (of) => {
	const code = valuesIn(of(firstCustomers), customers.key).find((each) => turned(each) !== each);
	return code === undefined ? undefined : having(customers, customers.key, [turned(code)]);
};
const absent: Question = () => single(customers, NOBODY);
const ofCustomer = sharing('CUSTOMER_CODE');
const ofDay = sharing('ORDER_DATE');

export const diagnosis: Diagnosis = {
	questions: [firstCustomers, bare, both, one, otherCase, absent, firstOrders, ofCustomer, ofDay, firstParts],
	assumptions: [
		{
			...findsRecords('the key contains ""', firstCustomers),
			from: [firstCustomers, bare],
			tells: ({ records, refused }, all) =>
				refused === undefined && (records.length > 0 || (all?.records.length === 0 && NO_RECORDS)),
		},
		{
			assumption: 'A list holds no more records than maxReturn says',
			from: [firstCustomers],
			tells: ({ records }) => (records.length < FEW ? NO_RECORDS : records.length === FEW),
			advice: 'Narrow searches with Filters: Limit does not make the answer shorter.',
		},
		...looksUp(customers.key, firstCustomers, both, one),
		{
			assumption: 'Conditions tell capital from small letters',
			from: [otherCase],
			tells: isAbsent,
			advice: 'Nothing to do: a search finds more than the guide says.',
		},
		saysNotFound('A customer code', absent),
		{
			assumption: 'Orders can be searched by CUSTOMER_CODE',
			from: [ofCustomer, firstOrders],
			tells: (found, some) => share('CUSTOMER_CODE', found, some),
			advice: 'Do not use Get Many Orders.',
		},
		{
			assumption: 'ORDER_DATE is written as MM/DD/YYYY, and can be searched by',
			from: [ofDay, firstOrders],
			tells: (found, some) =>
				share('ORDER_DATE', found, some) && /^\d\d\/\d\d\/\d{4}$/.test(valuesIn(some, 'ORDER_DATE')[0] ?? ''),
			advice: 'Run Get Many on a schedule instead of the trigger for orders.',
		},
		{
			assumption: 'A list of orders says whose its line items are, or has none',
			from: [firstOrders],
			tells: ({ records, refused, warnings = [] }) =>
				refused === undefined && (records.length === 0 ? NO_RECORDS : warnings.length === 0),
			advice: 'Read the line items of an order with Get.',
		},
		{
			assumption: 'Lists of inventory items look like those of customers',
			from: [firstParts],
			tells: ({ records: [part], refused }) =>
				refused === undefined && (part === undefined ? NO_RECORDS : text(part[stock.key]) !== null),
			advice: 'Read inventory items with Get.',
		},
	],
};
