import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../shared/parameters';
import { ORDER } from '../shared/shapes';
import { dateFrom, numberFrom, parentKey, simplified, textFrom } from '../shared/sources';
import type { RecordKey, VendorRequest } from '../shared/wire';
import { Sorting } from './paging';
import { namedFrom, statesOf } from './states';
import type { Names } from './states';

/** Order states by number, as documented for the status filter. */
const STATES: Names = { 0: 'Draft', 1: 'Submit', 2: 'Revoked' };

export const order = simplified(ORDER, [], {
	id: numberFrom('_id'),
	number: numberFrom('number'),
	customerId: parentKey,
	reference: textFrom('crmid', 'refid'),
	description: textFrom('description'),
	status: namedFrom('status', STATES),
	date: dateFrom('date'),
	quantity: numberFrom('quantity'),
});

/** @throws InputFault for a choice that is not documented */
export function ordersRequest(customer: RecordKey, parameters: Parameters): VendorRequest {
	const { options } = parameters;
	const states = 'status' in options ? statesOf(options.status, STATES, 'Options: the order status') : [];
	return {
		method: 'GET',
		path: ['customers', String(customer), 'orders'],
		query: {
			...(states.length === 0 ? {} : { status: states.join(',') }),
			...orderSorting.queryOf(parameters, options),
		},
	};
}

/** Those of a customer; that watched orders come sorted means nothing. */
export const orderSorting = new Sorting('Options', [
	['Number', 'number'],
	['Submit Date', 'submitdate'],
]);

export const orderOptions: INodeProperties[] = [
	{
		displayName: 'Order Status',
		name: 'status',
		type: 'multiOptions',
		options: [
			{ name: 'Draft', value: 0 },
			{ name: 'Revoked', value: 2 },
			{ name: 'Submit', value: 1 },
		],
		default: [],
		description: 'Only orders with one of these states. Without any, all orders are returned.',
	},
	...orderSorting.stored,
];
