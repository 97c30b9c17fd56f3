import { isAbsent, NOBODY } from '../shared/assumptions';
import type { Asked, Diagnosis } from '../shared/assumptions';
import { member, oneObject } from '../shared/envelope';
import { asObject, flagOf, numeric } from '../shared/values';
import { customer } from './customer';

/** What the node reads of a customer, and what an update has to send back. */
const FIELDS = [
	'customer_id',
	'customer_ref',
	'first_name',
	'last_name',
	'address',
	'active',
	'last_modified',
];

const codeIn = ({ body }: Asked): number | null =>
	numeric(member(oneObject(member(asObject(body), 'status')), 'code'));

const saw = (asked: Asked): string => `The code of the answer is ${codeIn(asked) ?? 'missing'}.`;

export const diagnosis: Diagnosis = {
	questions: {
		absent: {
			sent: 'POST GetCustomer, an external_customer_ref that nobody has',
			request: () => customer.read?.({ by: 'externalRef', value: NOBODY }, {}),
		},
		sample: {
			sent: 'POST GetCustomer, the customer_id of the sample',
			request: (_, sample) =>
				sample === undefined || numeric(sample) === null
					? undefined
					: customer.read?.({ by: 'id', value: Number(sample) }, {}),
		},
		ended: {
			sent: 'POST GetCustomer, an external_customer_ref that nobody has, with a session token that is none',
			request: () => customer.read?.({ by: 'externalRef', value: NOBODY }, {}),
			instead: { sessionToken: '0|00000000-0000-0000-0000-000000000000|0000' },
		},
	},
	assumptions: [
		{
			assumption: 'A session that has ended is answered by code 202 or 203',
			from: ['ended'],
			tells: ({ refused }) => refused === 'session',
			saw,
			advice: 'Sessions are not renewed when they are refused with this code: tell us the code.',
		},
		{
			assumption:
				'The code of an answer says what became of a request, whatever its HTTP status is: 401 for no such customer',
			from: ['absent'],
			tells: (absent) => isAbsent(absent) && codeIn(absent) === 401,
			saw,
			advice: 'Do not use Create or Update, which would take such an answer for a failure: tell us the code.',
		},
		{
			assumption: `A customer is read with ${FIELDS.join(', ')}, and "active" says yes or no`,
			from: ['sample'],
			tells: ({ records, refused }) => {
				const [record] = records;
				if (record === undefined)
					return refused === undefined || refused === 'absent' ? 'There is no such customer.' : false;
				return FIELDS.every((name) => Object.hasOwn(record, name)) && flagOf(record.active) !== null;
			},
			saw: ({ records: [record = {}] }) => {
				const missing = FIELDS.filter((name) => !Object.hasOwn(record, name));
				return missing.length === 0 ? 'None is missing.' : `Missing: ${missing.join(', ')}.`;
			},
			advice: 'Try Update with Dry Run first: it writes back what it reads.',
		},
	],
	expiry: 'A session ends at the UTC time that the log-in names',
	untold:
		'codes and answers of writing, uniqueness of references, what is taken for an empty Boxes, whether a second session ends the first',
};
