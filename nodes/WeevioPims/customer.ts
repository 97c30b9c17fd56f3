import { anyText } from '../shared/fields';
import type { Field } from '../shared/fields';
import { textKey } from '../shared/keys';
import { fullName } from '../shared/names';
import type { Resource } from '../shared/resource';
import { CUSTOMER } from '../shared/shapes';
import type { CustomerKey } from '../shared/shapes';
import { simplified, textFrom } from '../shared/sources';
import type { Watched } from '../shared/watch';
import { ordersOf, ordersOfCustomer } from './order';
import {
	batchIn,
	filtered,
	filtersParameter,
	havingAnyOf,
	keyIn,
	MOST_CONDITIONS,
	paging,
	pickFrom,
	single,
	watchQuery,
} from './query';
import type { Table } from './query';

const table: Table = { path: 'customers', key: 'CUSTOMER_CODE', parameter: 'customerCode' };

/** The customer fields that the documentation names; any other PIMS column goes through Extra Fields. */
const fields: Field<CustomerKey>[] = [
	anyText('CUSTOMER_NAME', 'Customer Name', { common: fullName }),
	anyText('BNAME', 'Billing Name', { common: fullName }),
	anyText('BATTN', 'Billing Attention'),
	anyText('BADDRESS1', 'Billing Address', { common: 'addressLine1' }),
	anyText('BCITY', 'Billing City', { common: 'city' }),
	anyText('BSTATE', 'Billing State', { common: 'state' }),
	anyText('BZIPCODE', 'Billing ZIP Code', { common: 'postalCode' }),
	anyText('BCOUNTRY', 'Billing Country', { common: 'country' }),
	anyText('BPHONE', 'Billing Phone', { common: 'phone' }),
	anyText('BEMAIL', 'Billing Email', { common: 'email' }),
	anyText('SNAME', 'Shipping Name'),
	anyText('SEMAIL', 'Shipping Email'),
	anyText('CUSTOMER_CODE', 'Customer Code', {
		only: 'create',
		description: 'Assigned by PIMS when left empty',
	}),
];

const filters = filtersParameter(
	'Conditions that a customer must meet. Without any, all customers are returned.',
	{
		default: 'CUSTOMER_NAME',
		columns: Object.fromEntries(fields.map(({ id, label }) => [id, label])),
	},
);

export const customer: Resource<CustomerKey> & Watched<CustomerKey> = {
	one: 'customer',
	many: 'customers',
	keys: [
		{ name: 'list', displayName: 'From List', parse: textKey('customer code') },
		{
			name: 'id',
			displayName: 'By ID',
			placeholder: 'e.g. customer code M-1000',
			parse: textKey('customer code'),
		},
	],
	fields,
	keyNames: ['CUSTOMER_CODE'],
	keyOf: keyIn(table),
	...simplified(CUSTOMER, fields, {
		id: textFrom('CUSTOMER_CODE'),
		code: textFrom('CUSTOMER_CODE'),
		name: textFrom('CUSTOMER_NAME', 'BNAME', 'SNAME'),
		email: textFrom('BEMAIL', 'SEMAIL'),
	}),
	read: ({ value }) => single(table, value),
	operations: {
		get: {
			kind: 'get',
			description: 'Get one customer by its customer code',
			batch: batchIn(table),
		},
		search: {
			kind: 'list',
			parameters: [filters],
			description: 'Find customers by conditions on their fields',
			plan: (parameters) => ({ request: filtered(table, parameters, 'BEMAIL') }),
			paging,
		},
		create: {
			kind: 'create',
			answersKey: true,
			description: 'Create a customer and return its new customer code',
			// The page's heading says PUT, its sample would send POST: as headed.
			request: (values) => ({ method: 'PUT', path: ['customers', 'create'], body: { ...values } }),
			references: [
				{ field: 'CUSTOMER_CODE', label: 'customer code', request: (code) => single(table, code) },
			],
		},
		update: {
			kind: 'update',
			answersKey: true,
			description: 'Change some fields of a customer',
			request: ({ value }, values) => ({
				method: 'POST',
				path: ['customers', 'update'],
				// First, as in the sample, and last word on which customer it is.
				body: Object.assign({ CUSTOMER_CODE: value }, values, { CUSTOMER_CODE: value }),
			}),
		},
		upsert: {
			kind: 'upsert',
			description: 'Update the customer that has the same value in one field, or create a new one',
			usual: 'BEMAIL',
			matchOn: ['CUSTOMER_CODE', 'BEMAIL', 'BNAME', 'BPHONE', 'CUSTOMER_NAME', 'SEMAIL', 'SNAME'],
			find: {
				kind: 'search',
				request: (field, value) => paging.sized(havingAnyOf(table, field, [value]), paging.returnAllSize),
				batch: {
					size: MOST_CONDITIONS,
					most: paging.returnAllSize,
					request: (field, values) => paging.sized(havingAnyOf(table, field, values), paging.returnAllSize),
				},
			},
		},
		listOrders: {
			kind: 'list',
			of: ordersOfCustomer,
			name: 'Get Many Orders',
			action: 'Get many customer orders',
			description: 'List the orders of one customer',
			plan: (_, code) => ({ request: ordersOf(code) }),
			paging,
			// No batch: a list cut short by maxReturn could not be told from a customer without orders.
		},
	},
	watch: {
		...watchQuery(table, 'BEMAIL'),
		events: ['created', 'updated', 'createdOrUpdated', 'deleted'],
		parameters: [filters],
	},
	pick: pickFrom(table, ['CUSTOMER_NAME', 'CUSTOMER_CODE', 'BEMAIL']),
};
