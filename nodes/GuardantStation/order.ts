import type { INodeProperties } from 'n8n-workflow';

import { InputFault } from '../shared/fault';
import type { Parameters } from '../shared/parameters';
import { ORDER } from '../shared/shapes';
import { dateFrom, numberFrom, parentKey, simplified, textFrom } from '../shared/sources';
import { numeric, text } from '../shared/values';
import type { RecordKey, VendorRequest } from '../shared/wire';

/** Order states by number, as documented for the status filter. */
const STATES: Readonly<Record<number, string>> = { 0: 'Draft', 1: 'Submit', 2: 'Revoked' };

export const order = simplified(ORDER, [], {
	id: numberFrom('_id'),
	number: numberFrom('number'),
	customerId: parentKey,
	reference: textFrom('crmid', 'refid'),
	description: textFrom('description'),
	status: { reads: ['status'], of: ({ status }) => STATES[numeric(status) ?? -1] ?? text(status) },
	date: dateFrom('date'),
	quantity: numberFrom('quantity'),
});

/** @throws InputFault for a state that is not documented */
export function ordersRequest(customer: RecordKey, { options }: Parameters): VendorRequest {
	const states = statesOf(options.status);
	return {
		method: 'GET',
		path: ['customers', String(customer), 'orders'],
		query: {
			...(states.length === 0 ? {} : { status: states.join(',') }),
			...(typeof options.sortBy === 'string' ? { sortby: options.sortBy } : {}),
			...(typeof options.direction === 'string' ? { direction: options.direction } : {}),
		},
	};
}

function statesOf(value: unknown): number[] {
	if (value === undefined || value === null || value === '') return [];
	const list = Array.isArray(value) ? value : String(value).split(',');
	return list.map((entry) => {
		const state = Number(entry);
		if (!Object.hasOwn(STATES, state)) {
			throw new InputFault(
				`Options: the order status "${String(entry)}" is not 0, 1 or 2`,
				'Choose Draft (0), Submit (1) or Revoked (2)',
			);
		}
		return state;
	});
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
	{
		displayName: 'Sort Direction',
		name: 'direction',
		type: 'options',
		options: [
			{ name: 'Ascending', value: 'asc' },
			{ name: 'Descending', value: 'desc' },
		],
		default: 'asc',
	},
];
