import type { INodeProperties } from 'n8n-workflow';

import { toIsoDate } from '../shared/dates';
import { InputFault } from '../shared/fault';
import type { Parameters } from '../shared/parameters';
import type { Yields } from '../shared/resource';
import type { OrderKey } from '../shared/shapes';
import { firstText, numeric, text } from '../shared/values';
import type { RecordKey, VendorRequest } from '../shared/wire';

/** Order states by number, as documented for the status filter. */
const STATES: Readonly<Record<number, string>> = { 0: 'Draft', 1: 'Submit', 2: 'Revoked' };

export const order: Yields<OrderKey> = {
	simplify: (record, customer) => {
		const status = numeric(record.status);
		return {
			id: numeric(record._id),
			number: numeric(record.number),
			customerId: customer,
			reference: firstText(record.crmid, record.refid),
			description: text(record.description),
			status: status === null ? text(record.status) : (STATES[status] ?? String(status)),
			date: toIsoDate(record.date),
			quantity: numeric(record.quantity),
			total: null,
			lines: null,
		};
	},
};

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
