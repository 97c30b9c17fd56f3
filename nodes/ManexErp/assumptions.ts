import { isAbsent, NO_RECORDS, NOBODY, RAW, REPORT, saysNotFound } from '../shared/assumptions';
import type { Asked, Diagnosis, Question } from '../shared/assumptions';
import { text } from '../shared/values';
import { get } from './calls';
import { salesOrder } from './salesOrder';

const NO_NUMBER = '9'.repeat(15);

const numbersIn = (asked: Asked | undefined): string[] =>
	(asked?.records ?? []).map(({ PONUM }) => text(PONUM) ?? '');

const numberIn = (asked: Asked | undefined): string => numbersIn(asked)[0] || NO_NUMBER;

const readOrder = (SoNo: string) => get(['SO', 'Get'], { SoNo });

const absent: Question = () => get(['Customer', 'Get'], { CustNumOrName: NOBODY });
const small: Question = () => get(['Customer', 'Get'], { custnumorname: NOBODY });
const noOrder: Question = () => readOrder('ZZ-NO-SUCH');
const sampled: Question = (_, sample) => (sample === undefined ? undefined : readOrder(sample));
const orders: Question = () => get(['PO', 'Get'], { poStatus: 'Open' });
const none: Question = () => get(['PO', 'Get'], { poNum: NO_NUMBER });
const byNumber: Question = (of) => {
	const number = numberIn(of(orders));
	return number === NO_NUMBER ? undefined : get(['PO', 'Get'], { poNum: number.padStart(15, '0') });
};
const lines: Question = (of) => get(['PO', 'ItemGet'], { poNum: numberIn(of(orders)) });

export const diagnosis: Diagnosis = {
	questions: [absent, small, noOrder, sampled, orders, none, byNumber, lines],
	assumptions: [
		{
			assumption: 'Requests have the form that ManEx wants: who does not exist is said not to',
			from: [absent],
			tells: isAbsent,
			advice: 'Choose the other Request Format in the credential, and run it again.',
		},
		{
			assumption: 'Capital and small letters in names of parameters make no difference',
			from: [small],
			tells: isAbsent,
			advice: 'Use Extra Fields with the names that your site wants.',
		},
		{
			...saysNotFound('A sales order number, sent alone,', noOrder),
			advice: 'Read sales orders with Custom API Call.',
		},
		{
			assumption: 'A sales order names itself SONO and its customer CUSTNO',
			from: [sampled],
			tells: ({ records: [record], refused }) => {
				if (record === undefined) return refused === 'absent' && 'There is no such order.';
				const { customerId, id } = salesOrder.simplify(record, '');
				return id !== null && customerId !== null;
			},
			advice: RAW,
		},
		{
			assumption: 'A list of purchase orders has each PONUM once',
			from: [orders],
			tells: (found) => {
				const numbers = numbersIn(found);
				if (numbers.length === 0) return found.refused === undefined && NO_RECORDS;
				return !numbers.includes('') && new Set(numbers).size === numbers.length;
			},
			advice: 'Do not use the trigger for purchase orders.',
		},
		{
			assumption: 'A search that finds nothing gives an empty list, no answer, or "does not exist"',
			from: [none],
			tells: isAbsent,
			advice: REPORT,
		},
		{
			assumption: 'A purchase order is found by its number in 15 digits',
			from: [byNumber, orders],
			tells: (found, open) =>
				found.records.length > 0 && numbersIn(found).every((number) => number === numberIn(open)),
			advice: 'Search purchase orders by other filters.',
		},
		{
			assumption: 'PO/ItemGet stands below /API, as all other functions do',
			from: [lines],
			tells: ({ refused }) => refused === undefined || refused === 'absent',
			advice: 'Ask ManEx for its address: purchase order items cannot be searched here.',
		},
	],
};
