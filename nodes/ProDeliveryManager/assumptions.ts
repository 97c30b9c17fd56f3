import { NOBODY, saysNotFound } from '../shared/assumptions';
import type { Diagnosis, Question } from '../shared/assumptions';
import { asObject, flagOf } from '../shared/values';
import { call, customer } from './customer';

const nobody = call('GetCustomer', { external_customer_ref: NOBODY });

const absent: Question = () => nobody;
const sampled: Question = (_, sample) =>
	sample === undefined ? undefined : call('GetCustomer', { customer_id: Number(sample) });

export const diagnosis: Diagnosis = {
	questions: [absent, sampled],
	assumptions: [
		saysNotFound('An external reference', absent),
		{
			assumption: 'A customer is read with what an update has to send back',
			from: [sampled],
			tells: ({ records: [record], refused }) => {
				if (record === undefined) return refused === 'absent' && 'There is no such customer.';
				return (
					customer.keyOf(record) !== undefined &&
					asObject(record.address) !== undefined &&
					flagOf(record.active) !== null
				);
			},
			advice: 'Try Update with Dry Run first.',
		},
	],
	// In the form that the documentation shows.
	ended: { request: nobody, instead: { sessionToken: '0|00000000-0000-0000-0000-000000000000|0000' } },
	expires: true,
};
