import type { IDataObject } from 'n8n-workflow';

import { conditionsOf, conditionsParameter, operand } from '../shared/conditions';
import { anyText } from '../shared/fields';
import type { Field } from '../shared/fields';
import { fullName } from '../shared/names';
import { textKey } from '../shared/keys';
import { chosenIn } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import { asObject, text } from '../shared/values';
import type { BatchLookup, Paging, Resource } from '../shared/resource';
import { CUSTOMER, ORDER } from '../shared/shapes';
import type { CustomerKey } from '../shared/shapes';
import { dateFrom, linesFrom, numberFrom, simplified, textFrom } from '../shared/sources';
import type { RecordKey, VendorRequest } from '../shared/wire';

/** One condition of a query, https://support.weevio.co/docs/api-reference/customers/ */
interface Filter extends IDataObject {
	field: string;
	value: string;
	contains?: boolean;
	conjunction?: 'AND' | 'OR';
}

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

const query = (table: 'customers' | 'orders', filters: readonly Filter[]): VendorRequest => ({
	method: 'POST',
	path: [table, 'query'],
	body: filters.map((filter) => ({ ...filter })),
});

/**
 * One answer without paging: `maxReturn` is all there is. Its default and its maximum are not documented,
 * so Return All asks for many, and for more when as many came.
 */
export const paging = {
	kind: 'single',
	returnAllSize: 10_000,
	sized: (request: VendorRequest, size: number): VendorRequest => ({
		...request,
		query: { ...request.query, maxReturn: size },
	}),
} satisfies Paging;

/** Conditions on one column, combined with OR. */
const anyOf = (field: string, values: readonly RecordKey[]): VendorRequest =>
	query(
		'customers',
		values.map((value, index) => ({
			field,
			value: String(value),
			contains: false,
			...(index === 0 ? {} : { conjunction: 'OR' as const }),
		})),
	);

/** How many conditions one query takes; a maximum is not documented. */
const MOST_CONDITIONS = 250;

/** A `maxReturn` as large as the number of codes is enough: a code is unique. */
const batchByCode: BatchLookup = {
	size: MOST_CONDITIONS,
	request: (keys) => anyOf('CUSTOMER_CODE', keys),
	paging,
	keyOf: (record) => text(record.CUSTOMER_CODE) ?? undefined,
};

const filters = conditionsParameter(
	'Conditions that a customer must meet. Without any, all customers are returned.',
	{
		default: 'CUSTOMER_NAME',
		placeholder: 'e.g. BEMAIL',
		description:
			'A PIMS column name such as CUSTOMER_CODE, CUSTOMER_NAME, BNAME, BEMAIL, BPHONE, SNAME, SEMAIL, BCITY, BSTATE or BZIPCODE',
	},
	{
		default: 'equals',
		options: [
			{ name: 'Contains', value: 'contains' },
			{ name: 'Equals', value: 'equals' },
		],
	},
	[{ displayName: 'Value', name: 'value', type: 'string', default: '' }],
);

const order = simplified(ORDER, [], {
	id: textFrom('ORDER_NUMBER'),
	number: textFrom('ORDER_NUMBER'),
	customerId: { reads: ['CUSTOMER_CODE'], of: (record, code) => text(record.CUSTOMER_CODE) ?? code },
	reference: textFrom('REFERENCE_NUMBER'),
	status: textFrom('ORDER_STATUS'),
	date: dateFrom('ORDER_DATE'),
	lines: linesFrom(
		['subRecords'],
		{
			lineNumber: numberFrom('LINE_NUMBER'),
			code: textFrom('PART_CODE'),
			description: textFrom('DESCRIPTION'),
			quantity: numberFrom('QUANTITY'),
			shipped: numberFrom('NUMBER_SHIPPED'),
		},
		(entry) => asObject(entry.ORDER_LINEITEMS) ?? entry,
	),
});

export const customer: Resource<CustomerKey> = {
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
	keyOf: (record) => text(record.CUSTOMER_CODE) ?? undefined,
	...simplified(CUSTOMER, fields, {
		id: textFrom('CUSTOMER_CODE'),
		code: textFrom('CUSTOMER_CODE'),
		name: textFrom('CUSTOMER_NAME', 'BNAME', 'SNAME'),
		email: textFrom('BEMAIL', 'SEMAIL'),
	}),
	read: ({ value }) => byCode(value),
	operations: {
		get: {
			kind: 'get',
			description: 'Get one customer by its customer code',
			batch: batchByCode,
		},
		search: {
			kind: 'list',
			parameters: [filters],
			description: 'Find customers by conditions on their fields',
			plan: (parameters) => ({ request: query('customers', filtersOf(parameters)) }),
			paging,
		},
		create: {
			kind: 'create',
			description: 'Create a customer and return its new customer code',
			// The page's heading says PUT, its sample would send POST: as headed.
			request: (values) => ({ method: 'PUT', path: ['customers', 'create'], body: { ...values } }),
			references: [{ field: 'CUSTOMER_CODE', label: 'customer code', request: byCode }],
		},
		update: {
			kind: 'update',
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
			matchOn: ['CUSTOMER_CODE', 'BEMAIL', 'BNAME', 'BPHONE', 'CUSTOMER_NAME', 'SEMAIL', 'SNAME'],
			find: {
				kind: 'search',
				request: (field, value) => paging.sized(anyOf(field, [value]), paging.returnAllSize),
				batch: {
					size: MOST_CONDITIONS,
					most: paging.returnAllSize,
					request: (field, values) => paging.sized(anyOf(field, values), paging.returnAllSize),
				},
			},
		},
		listOrders: {
			kind: 'list',
			of: order,
			name: 'List Orders',
			action: 'List orders of a customer',
			description: 'List the orders of one customer',
			plan: (_, code) => ({
				request: query('orders', [{ field: 'CUSTOMER_CODE', value: String(code), contains: false }]),
			}),
			paging,
			// No batch: a list cut short by maxReturn could not be told from a customer without orders.
		},
	},
	pick: {
		plan: (filter) => ({
			request: query(
				'customers',
				filter === ''
					? [{ field: 'CUSTOMER_CODE', value: '', contains: true }]
					: ['CUSTOMER_NAME', 'CUSTOMER_CODE', 'BEMAIL'].map((field, index) => ({
							field,
							value: filter,
							contains: true,
							...(index === 0 ? {} : { conjunction: 'OR' as const }),
						})),
			),
		}),
		paging,
	},
};

function byCode(code: RecordKey): VendorRequest {
	return { method: 'GET', path: ['customers', 'single'], query: { customerCode: code } };
}

function filtersOf(parameters: Parameters): Filter[] {
	const conditions = conditionsOf(parameters, 'a PIMS column name such as BEMAIL');
	// The vendor wants filters; one that every customer code contains asks for all.
	if (conditions.length === 0) return [{ field: 'CUSTOMER_CODE', value: '', contains: true }];
	return conditions.map(({ conjunction, entry, field, label }) => {
		const operator = chosenIn(entry, 'operator', ['contains', 'equals'], `${label}: Operator`);
		const contains = operator === 'contains';
		return {
			field,
			value: entry.value === '' && !contains ? '' : operand(entry.value, label),
			contains,
			...(conjunction === undefined ? {} : { conjunction }),
		};
	});
}
