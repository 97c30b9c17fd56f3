import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { toIsoDate } from '../shared/dates';
import { InputFault } from '../shared/fault';
import type { Field } from '../shared/fields';
import { fullName } from '../shared/names';
import { textKey } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import { asObject, asObjects, firstText, text } from '../shared/values';
import type { BatchLookup, CustomerResource, Paging, RecordKey, VendorRequest } from '../shared/vendor';

/** One condition of a query, https://support.weevio.co/docs/api-reference/customers/ */
interface Filter extends IDataObject {
	field: string;
	value: string;
	contains?: boolean;
	conjunction?: 'AND' | 'OR';
}

const textField = (id: string, label: string, common?: Field['common']): Field => ({
	id,
	label,
	kind: { type: 'text' },
	...(common === undefined ? {} : { common }),
});

/** The customer fields that the documentation names; any other PIMS column goes through Extra Fields. */
const fields: Field[] = [
	textField('CUSTOMER_NAME', 'Customer Name', fullName),
	textField('BNAME', 'Billing Name', fullName),
	textField('BATTN', 'Billing Attention'),
	textField('BADDRESS1', 'Billing Address', 'addressLine1'),
	textField('BCITY', 'Billing City', 'city'),
	textField('BSTATE', 'Billing State', 'state'),
	textField('BZIPCODE', 'Billing ZIP Code', 'postalCode'),
	textField('BCOUNTRY', 'Billing Country', 'country'),
	textField('BPHONE', 'Billing Phone', 'phone'),
	textField('BEMAIL', 'Billing Email', 'email'),
	textField('SNAME', 'Shipping Name'),
	textField('SEMAIL', 'Shipping Email'),
	{
		...textField('CUSTOMER_CODE', 'Customer Code'),
		only: 'create',
		description: 'Assigned by PIMS when left empty',
	},
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
const paging = {
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

export const customer: CustomerResource = {
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
	keyOf: (record) => text(record.CUSTOMER_CODE) ?? undefined,
	simplify: (record) => ({
		id: text(record.CUSTOMER_CODE),
		code: text(record.CUSTOMER_CODE),
		externalId: null,
		name: firstText(record.CUSTOMER_NAME, record.BNAME, record.SNAME),
		firstName: null,
		lastName: null,
		companyName: null,
		email: firstText(record.BEMAIL, record.SEMAIL),
		phone: text(record.BPHONE),
		addressLine1: text(record.BADDRESS1),
		addressLine2: null,
		city: text(record.BCITY),
		state: text(record.BSTATE),
		postalCode: text(record.BZIPCODE),
		country: text(record.BCOUNTRY),
		active: null,
		createdAt: null,
		updatedAt: null,
	}),
	simplifyOrder: (record, key) => ({
		id: text(record.ORDER_NUMBER),
		number: text(record.ORDER_NUMBER),
		customerId: text(record.CUSTOMER_CODE) ?? key,
		reference: text(record.REFERENCE_NUMBER),
		description: null,
		status: text(record.ORDER_STATUS),
		date: toIsoDate(record.ORDER_DATE),
		quantity: null,
		total: null,
		lines: Array.isArray(record.subRecords) ? asObjects(record.subRecords) : null,
	}),
	get: {
		kind: 'get',
		name: 'Get',
		action: 'Get a customer',
		description: 'Get one customer by its customer code',
		request: ({ value }) => byCode(value),
		batch: batchByCode,
	},
	search: {
		kind: 'list',
		of: 'customers',
		name: 'Search',
		action: 'Search customers',
		description: 'Find customers by conditions on their fields',
		plan: (parameters) => ({ request: query('customers', filtersOf(parameters)) }),
		paging,
	},
	create: {
		kind: 'create',
		name: 'Create',
		action: 'Create a customer',
		description: 'Create a customer and return its new customer code',
		// The page's heading says PUT, its sample would send POST: as headed.
		request: (values) => ({ method: 'PUT', path: ['customers', 'create'], body: { ...values } }),
		confirm: ({ CUSTOMER_CODE: code }) =>
			text(code) === null
				? undefined
				: {
						request: byCode(String(code)),
						matches: (record) => text(record.CUSTOMER_CODE) === text(code),
						hint: `the customer code ${String(code)}`,
					},
	},
	update: {
		kind: 'update',
		name: 'Update',
		action: 'Update a customer',
		description: 'Change some fields of a customer',
		request: ({ value }, values) => ({
			method: 'POST',
			path: ['customers', 'update'],
			// First, as in the sample, and last word on which customer it is.
			body: Object.assign({ CUSTOMER_CODE: value }, values, { CUSTOMER_CODE: value }),
		}),
		confirm: ({ value }) => byCode(value),
	},
	upsert: {
		kind: 'upsert',
		name: 'Create or Update',
		action: 'Create or update a customer',
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
		of: 'orders',
		name: 'List Orders',
		action: 'List orders of a customer',
		description: 'List the orders of one customer',
		plan: (_, customerRef) => ({
			request: query('orders', [
				{ field: 'CUSTOMER_CODE', value: String(customerRef?.value ?? ''), contains: false },
			]),
		}),
		paging,
		// No batch: a list cut short by maxReturn could not be told from a customer without orders.
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

/** @throws InputFault when a condition has no field */
function filtersOf(parameters: Parameters): Filter[] {
	const conditions = asObjects(asObject(parameters.raw('filters'))?.conditions);
	if (conditions.length === 0) {
		// The vendor wants filters; one that every customer code contains asks for all.
		return [{ field: 'CUSTOMER_CODE', value: '', contains: true }];
	}
	return conditions.map((condition, index): Filter => {
		const field = text(condition.field);
		if (field === null) {
			throw new InputFault(
				`Filters: condition ${index + 1} has no Field`,
				'Enter a PIMS column name such as BEMAIL',
			);
		}
		return {
			field,
			value: condition.value === undefined || condition.value === null ? '' : String(condition.value),
			contains: condition.operator === 'contains',
			...(index === 0 ? {} : { conjunction: condition.conjunction === 'OR' ? 'OR' : 'AND' }),
		};
	});
}

export const filterProperties: INodeProperties[] = [
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add condition',
		default: {},
		description: 'Conditions that a customer must meet. Without any, all customers are returned.',
		displayOptions: { show: { resource: ['customer'], operation: ['search'] } },
		options: [
			{
				displayName: 'Condition',
				name: 'conditions',
				values: [
					{
						displayName: 'And/Or',
						name: 'conjunction',
						type: 'options',
						options: [
							{ name: 'AND', value: 'AND' },
							{ name: 'OR', value: 'OR' },
						],
						default: 'AND',
						description: 'How this condition combines with the one before it',
					},
					{
						displayName: 'Field',
						name: 'field',
						type: 'string',
						default: 'CUSTOMER_NAME',
						placeholder: 'e.g. BEMAIL',
						description:
							'A PIMS column name such as CUSTOMER_CODE, CUSTOMER_NAME, BNAME, BEMAIL, BPHONE, SNAME, SEMAIL, BCITY, BSTATE or BZIPCODE',
					},
					{
						displayName: 'Operator',
						name: 'operator',
						type: 'options',
						options: [
							{ name: 'Contains', value: 'contains' },
							{ name: 'Equals', value: 'equals' },
						],
						default: 'equals',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
					},
				],
			},
		],
	},
];
