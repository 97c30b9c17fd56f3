import type { INodeProperties } from 'n8n-workflow';

import { InputFault } from '../shared/fault';
import { chosenIn } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import { quoted } from '../shared/printable';
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

/** @throws InputFault for a choice that is not documented */
export function ordersRequest(customer: RecordKey, { options }: Parameters): VendorRequest {
	const states = 'status' in options ? statesOf(options.status) : [];
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

/** Numbers or names of states, as a list or separated by commas. An empty list stands for all of them. */
function statesOf(value: unknown): string[] {
	const list: unknown[] = Array.isArray(value)
		? value
		: typeof value === 'string'
			? value.split(',')
			: [value];
	return [...new Set(list.map(stateOf))];
}

function stateOf(value: unknown): string {
	const word =
		typeof value === 'number' || typeof value === 'string' ? String(value).trim().toLowerCase() : '';
	const state = Object.entries(STATES).find(
		([number, name]) => word === number || word === name.toLowerCase(),
	);
	if (state !== undefined) return state[0];
	throw new InputFault(
		`Options: the order status ${quoted(value)} is not 0, 1 or 2`,
		'Choose Draft (0), Submit (1) or Revoked (2), or check that the expression has a value for this item',
	);
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
