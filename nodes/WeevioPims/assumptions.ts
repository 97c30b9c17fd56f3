import { hasFieldsOf, isAbsent, NO_RECORDS, NOBODY } from '../shared/assumptions';
import type { Asked, Diagnosis } from '../shared/assumptions';
import { text } from '../shared/values';
import { customer } from './customer';
import { inventoryItem } from './inventoryItem';
import { ordersOf } from './order';
import { havingAnyOf, paging, query } from './query';
import type { Table } from './query';

const customers: Table = { path: 'customers', key: 'CUSTOMER_CODE', parameter: 'customerCode' };
const orders: Table = { path: 'orders', key: 'ORDER_NUMBER', parameter: 'orderNum' };
const stock: Table = { path: 'inventory', key: 'PART_CODE', parameter: 'partCode' };

/** Enough to see whether more came than was asked for. */
const FEW = 2;
const MANY = 1000;

const few = (table: Table) =>
	paging.sized(query(table, [{ field: table.key, value: '', contains: true }]), FEW);

const codesIn = (asked: Asked | undefined): string[] =>
	(asked?.records ?? []).flatMap((record) => customer.keyOf(record)?.toString() ?? []);

const valuesIn = (asked: Asked | undefined, column: string): Array<string | null> =>
	(asked?.records ?? []).map((record) => text(record[column]));

/** In the other letter case. */
const turned = (code: string): string =>
	code === code.toLowerCase() ? code.toUpperCase() : code.toLowerCase();

const isDay = (value: string | null): boolean => /^\d{2}\/\d{2}\/\d{4}$/.test(value ?? '');

const OF_A_CONDITION = 'Add a condition of your own under Filters.';
const FIRST_FEW = `maxReturn=${FEW}, the key contains ""`;

export const diagnosis: Diagnosis = {
	questions: {
		few: { sent: `POST customers/query, ${FIRST_FEW}`, request: () => few(customers) },
		bare: {
			sent: `POST customers/query, maxReturn=${FEW}, an empty list of conditions`,
			request: (of) =>
				of('few')?.records.length === 0 ? paging.sized(query(customers, []), FEW) : undefined,
		},
		both: {
			sent: `POST customers/query, maxReturn=${MANY}, two codes joined by OR`,
			request: (of) => {
				const codes = codesIn(of('few'));
				return codes.length < 2
					? undefined
					: paging.sized(havingAnyOf(customers, customers.key, codes.slice(0, 2)), MANY);
			},
		},
		one: {
			sent: 'GET customers/single, customerCode of the first of them',
			request: (of) => {
				const [code] = codesIn(of('few'));
				return code === undefined ? undefined : customer.read?.({ by: 'id', value: code }, {});
			},
		},
		turned: {
			sent: `POST customers/query, maxReturn=${MANY}, its code in the other letter case`,
			request: (of) => {
				const code = codesIn(of('few')).find((each) => turned(each) !== each);
				return code === undefined
					? undefined
					: paging.sized(havingAnyOf(customers, customers.key, [turned(code)]), MANY);
			},
		},
		absent: {
			sent: 'GET customers/single, a customerCode that nobody has',
			request: () => customer.read?.({ by: 'id', value: NOBODY }, {}),
		},
		orders: { sent: `POST orders/query, ${FIRST_FEW}`, request: () => few(orders) },
		own: {
			sent: `POST orders/query, maxReturn=${MANY}, CUSTOMER_CODE of the first of them`,
			request: (of) => {
				const [code] = valuesIn(of('orders'), 'CUSTOMER_CODE');
				return code ? paging.sized(ordersOf(code), MANY) : undefined;
			},
		},
		day: {
			sent: `POST orders/query, maxReturn=${MANY}, ORDER_DATE of the first of them`,
			request: (of) => {
				const [day] = valuesIn(of('orders'), 'ORDER_DATE');
				return day ? paging.sized(havingAnyOf(orders, 'ORDER_DATE', [day]), MANY) : undefined;
			},
		},
		stock: { sent: `POST inventory/query, ${FIRST_FEW}`, request: () => few(stock) },
	},
	assumptions: [
		{
			assumption: 'A search without filters finds records (what is sent: the key contains "")',
			from: ['few', 'bare'],
			tells: ({ records, refused }, bare) =>
				refused === undefined && (records.length > 0 || (bare?.records.length === 0 && NO_RECORDS)),
			advice: OF_A_CONDITION,
		},
		{
			assumption: 'A list holds no more records than maxReturn says',
			from: ['few'],
			tells: ({ records }) => (records.length < FEW ? NO_RECORDS : records.length === FEW),
			advice: 'Narrow searches with Filters: Limit cuts the list, and does not shorten the answer.',
		},
		{
			assumption: 'A look-up of several codes joined by OR finds just these customers',
			from: ['both', 'few'],
			tells: (both, firsts) =>
				[...codesIn(both)].sort().join() === [...codesIn(firsts).slice(0, 2)].sort().join(),
			advice: 'Switch off Batch Look-Ups in the options.',
		},
		{
			assumption: 'A list shows each field that a single look-up shows',
			from: ['one', 'few'],
			tells: (one, firsts) => hasFieldsOf(firsts?.records[0], one.records[0], 'subRecords'),
			advice: 'Switch off Batch Look-Ups in the options, and read what a search has found with Get.',
		},
		{
			assumption: 'Conditions tell capital from small letters',
			from: ['turned'],
			tells: isAbsent,
			advice: 'Nothing to do: a search finds more than the guide promises.',
		},
		{
			assumption: 'A code that does not exist is answered by "not found" in words, or by nothing',
			from: ['absent'],
			tells: isAbsent,
			advice:
				'Tell us how it is answered: such items end with the words of Weevio, and not with "No customer found".',
		},
		{
			assumption: 'Orders can be searched by CUSTOMER_CODE',
			from: ['own', 'orders'],
			tells: (own, firsts) => {
				const [code] = valuesIn(firsts, 'CUSTOMER_CODE');
				return own.records.length > 0 && valuesIn(own, 'CUSTOMER_CODE').every((each) => each === code);
			},
			advice: 'Do not use List Orders; search orders by other columns.',
		},
		{
			assumption: 'ORDER_DATE is written as MM/DD/YYYY, and found when it equals a day',
			from: ['day', 'orders'],
			tells: (day, firsts) => {
				const [wanted = null] = valuesIn(firsts, 'ORDER_DATE');
				return (
					isDay(wanted) &&
					day.records.length > 0 &&
					valuesIn(day, 'ORDER_DATE').every((each) => each === wanted)
				);
			},
			saw: (_, firsts) =>
				`ORDER_DATE is ${valuesIn(firsts, 'ORDER_DATE').every(isDay) ? '' : 'not '}of the form MM/DD/YYYY.`,
			advice: 'Do not use the trigger for orders; run Search on a schedule instead.',
		},
		{
			assumption: 'A list of orders says to which order its line items belong, or has none',
			from: ['orders'],
			tells: ({ records, refused, warnings }) =>
				records.length === 0 && refused === undefined
					? NO_RECORDS
					: refused === undefined && warnings.length === 0,
			advice: 'Read the line items of an order with Get.',
		},
		{
			assumption: 'Lists of stock look like those of customers',
			from: ['stock'],
			tells: ({ records, refused }) =>
				refused === undefined &&
				(records.length === 0 ? NO_RECORDS : inventoryItem.keyOf(records[0] ?? {}) !== undefined),
			advice: 'Read parts with Get, or with Custom API Call.',
		},
	],
	untold:
		'what writing does, a largest maxReturn and number of conditions, how AND and OR go together, the time zone of ORDER_DATE, orders of Shopify, how deleted customers are shown',
};
