import type { INodeProperties } from 'n8n-workflow';

import { chosenIn } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import { ORDER } from '../shared/shapes';
import { dateFrom, numberFrom, parentKey, simplified, textFrom } from '../shared/sources';
import type { RecordKey, VendorRequest } from '../shared/wire';
import { sortDirection } from './paging';
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
export function ordersRequest(customer: RecordKey, { options }: Parameters): VendorRequest {
	const states = 'status' in options ? statesOf(options.status, STATES, 'Options: the order status') : [];
	const sortby = chosenIn(options, 'sortBy', ['number', 'submitdate'], 'Options: Sort By');
	const direction = chosenIn(options, 'direction', ['asc', 'desc'], 'Options: Sort Direction');
	return {
		method: 'GET',
		path: ['customers', String(customer), 'orders'],
		query: {
			...(states.length === 0 ? {} : { status: states.join(',') }),
			...(sortby === undefined ? {} : { sortby }),
			...(direction === undefined ? {} : { direction }),
		},
	};
}

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
	{
		displayName: 'Sort By',
		name: 'sortBy',
		type: 'options',
		options: [
			{ name: 'Number', value: 'number' },
			{ name: 'Submit Date', value: 'submitdate' },
		],
		default: 'number',
	},
	sortDirection,
];
