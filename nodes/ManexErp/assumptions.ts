import { isAbsent, NO_RECORDS, NOBODY } from '../shared/assumptions';
import type { Asked, Diagnosis } from '../shared/assumptions';
import { text } from '../shared/values';
import { get } from './calls';
import { customer } from './customer';
import { purchaseOrder } from './purchaseOrder';
import { salesOrder } from './salesOrder';

const NO_ORDER = 'ZZ-NO-SUCH';

const numbersIn = (asked: Asked | undefined): string[] =>
	(asked?.records ?? []).map((record) => text(purchaseOrder.keyOf(record)) ?? '');

const firstNumber = (asked: Asked | undefined): string | undefined => numbersIn(asked)[0];

export const diagnosis: Diagnosis = {
	questions: {
		absent: {
			sent: 'Customer/Get, a CustNumOrName that nobody has',
			request: () => customer.read?.({ by: 'name', value: NOBODY }, {}),
		},
		small: {
			sent: 'Customer/Get, the same with the name of the parameter in small letters',
			request: () => get(['Customer', 'Get'], { custnumorname: NOBODY }),
		},
		noOrder: {
			sent: 'SO/Get, a SoNo that no order has, alone',
			request: () => salesOrder.read?.({ by: 'id', value: NO_ORDER }, {}),
		},
		sample: {
			sent: 'SO/Get, the SoNo of the sample',
			request: (_, sample) => {
				const parsed = sample === undefined ? undefined : salesOrder.keys[0]?.parse(sample);
				return parsed === undefined ? undefined : salesOrder.read?.({ by: 'id', value: parsed }, {});
			},
		},
		orders: { sent: 'PO/Get, poStatus=Open', request: () => get(['PO', 'Get'], { poStatus: 'Open' }) },
		none: {
			sent: 'PO/Get, a poNum that no order has',
			request: () => get(['PO', 'Get'], { poNum: '999999999999999' }),
		},
		byNumber: {
			sent: 'PO/Get, poNum of the first open order, as 15 digits',
			request: (of) => {
				const number = firstNumber(of('orders'));
				return number ? get(['PO', 'Get'], { poNum: number.padStart(15, '0') }) : undefined;
			},
		},
		lines: {
			sent: 'PO/ItemGet, poNum of the first open order',
			request: (of) => {
				const number = firstNumber(of('orders'));
				return get(['PO', 'ItemGet'], { poNum: number === undefined ? '999999999999999' : number });
			},
		},
	},
	assumptions: [
		{
			assumption:
				'Requests are sent by the HTTP method that ManEx wants, and a customer who does not exist is said not to exist',
			from: ['absent'],
			tells: isAbsent,
			advice: 'Choose the other Request Format in the credential, and run it again.',
		},
		{
			assumption: 'Capital and small letters in the name of a parameter make no difference',
			from: ['small'],
			tells: isAbsent,
			advice: 'Use Extra Fields with the names as your site wants them where a field is not taken.',
		},
		{
			assumption:
				'A sales order is found by its number alone, and one that does not exist is said not to exist',
			from: ['noOrder'],
			tells: isAbsent,
			advice: 'Read sales orders with Custom API Call and all parameters that your site wants.',
		},
		{
			assumption: 'A sales order names itself SONO and its customer CUSTNO',
			from: ['sample'],
			tells: ({ records: [record], refused }) => {
				if (record === undefined)
					return refused === undefined || refused === 'absent' ? 'There is no such order.' : false;
				const { customerId, id } = salesOrder.simplify(record, '');
				return id !== null && customerId !== null;
			},
			advice: 'Use the output Raw or Selected Fields for sales orders.',
		},
		{
			assumption: 'PONUM tells purchase orders apart, in a list that has each once',
			from: ['orders'],
			tells: (orders) => {
				const numbers = numbersIn(orders);
				if (numbers.length === 0) return orders.refused === undefined && NO_RECORDS;
				return !numbers.includes('') && new Set(numbers).size === numbers.length;
			},
			advice: 'Do not use the trigger for purchase orders.',
		},
		{
			assumption: 'A search that finds nothing gives an empty list, no answer, or "does not exist"',
			from: ['none'],
			tells: isAbsent,
			advice:
				'A search that finds nothing ends with an error: choose Continue as On Error, and tell us the answer.',
		},
		{
			assumption: 'A purchase order is found by its number in 15 digits',
			from: ['byNumber', 'orders'],
			tells: (byNumber, orders) =>
				byNumber.records.length > 0 && numbersIn(byNumber).every((each) => each === firstNumber(orders)),
			advice: 'Search purchase orders by other filters than their number.',
		},
		{
			assumption: 'PO/ItemGet stands below /API, as all other functions do',
			from: ['lines'],
			tells: ({ refused }) => refused === undefined || refused === 'absent',
			advice: 'Ask ManEx for its address: purchase order items cannot be searched here.',
		},
	],
	untold:
		'what adding, editing and deleting take and answer, withBalance and the other filters, numbers of work orders, times of change',
};
