import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { filtersOf, operand } from '../shared/conditions';
import { anyText, fieldOf, flag } from '../shared/fields';
import type { Field } from '../shared/fields';
import { companyName, familyName, givenName, unlessCompany } from '../shared/names';
import { readWholeNumberKey, recordRefs, wholeNumberKey } from '../shared/keys';
import { chosenIn } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import type { Listing, Reference, Resource } from '../shared/resource';
import { CUSTOMER } from '../shared/shapes';
import type { CustomerKey, OrderKey } from '../shared/shapes';
import { numberFrom, simplified, textFrom } from '../shared/sources';
import type { Source } from '../shared/sources';
import { flagOf, joinedName, text } from '../shared/values';
import { yesOrNo } from '../shared/words';
import { watchParameter } from '../shared/watch';
import type { Watched } from '../shared/watch';
import type { RecordKey, VendorRequest } from '../shared/wire';
import { order, orderOptions, orderSorting, ordersRequest } from './order';
import { paging, Sorting } from './paging';

const status = fieldOf({
	type: 'choice',
	choices: [0, 1].map((value) => ({ name: `${value} (meaning not documented)`, value })),
});
/** The common customer's `active` is the opposite. */
const oppositeOf = (name: string): Source<boolean | null> => ({
	reads: [name],
	of: ({ [name]: value }) => {
		const flag = flagOf(value);
		return flag === null ? null : !flag;
	},
});

/** What is neither yes nor no is checked, and refused, like any other flag. */
const archivedFromActive: Source<unknown> = {
	reads: ['active'],
	of: ({ active }) => {
		const flag = yesOrNo(active);
		return flag === undefined ? text(active) : !flag;
	},
};

/** Keys of the documented create and change requests; answers use other names, in lower case. */
const fields: Field<CustomerKey>[] = [
	anyText('customerName', 'First Name', { readAs: 'name', common: unlessCompany(givenName) }),
	anyText('customerLastName', 'Last Name', { readAs: 'lastname', common: unlessCompany(familyName) }),
	anyText('customerEmail', 'Email', { readAs: 'email', common: 'email' }),
	anyText('customerCompanyName', 'Company Name', { readAs: 'companyname', common: companyName }),
	anyText('customerPhone', 'Phone', { readAs: 'phone', common: 'phone' }),
	anyText('customerDescription', 'Description', { readAs: 'description' }),
	status('customerStatus', 'Status', { readAs: 'status' }),
	flag('archived', 'Archived', { common: archivedFromActive }),
	anyText('crmId', 'CRM ID', { readAs: 'crmid', common: 'externalId', isReference: true }),
	anyText('refId', 'Reference ID', { readAs: 'refid' }),
];

const one = (method: VendorRequest['method'], id: RecordKey, body?: IDataObject): VendorRequest => ({
	method,
	path: ['customers', String(id)],
	...(body === undefined ? {} : { body }),
});

const SEARCHED = ['name', 'lastname', 'companyname', 'email', 'phone', 'crmid', 'refid'] as const;

/** The vendor has no search by text: it is matched here, in any letter case. */
function holdingText(wanted: string): Pick<Listing, 'keep' | 'keepsBy'> {
	const needle = wanted.toLowerCase();
	if (needle === '') return {};
	const holds = (value: unknown): boolean => (text(value) ?? '').toLowerCase().includes(needle);
	return {
		keepsBy: needle,
		keep: (record) =>
			SEARCHED.some((key) => holds(record[key])) || holds(joinedName(record.name, record.lastname)),
	};
}

function searchPlan(parameters: Parameters): Listing {
	const filters = filtersOf(parameters, ['type', 'archived', 'text', 'sortBy', 'direction']);
	const chosen = <C extends string>(name: string, label: string, ...choices: C[]): C | undefined =>
		chosenIn(filters, name, choices, `Filters: ${label}`);
	const type = chosen('type', 'Type', 'company', 'person');
	const archived = chosen('archived', 'Archived', 'any', 'no', 'yes') ?? 'any';
	return {
		request: {
			method: 'GET',
			path: ['customers'],
			query: {
				...(type === undefined ? {} : { type }),
				...(archived === 'any' ? {} : { archived: archived === 'yes' }),
				...sorting.queryOf(parameters, filters),
			},
		},
		...('text' in filters ? holdingText(operand(filters.text, 'Filters: Text').trim()) : {}),
	};
}

const everyone: VendorRequest = { method: 'GET', path: ['customers'] };

const sortedBy = (sortby: string): VendorRequest => ({ ...everyone, query: { sortby } });

/**
 * There is no search by reference: the list is read until the record turns up. That references are unique is
 * not documented.
 */
const reference = (field: string, label: string): Reference => ({
	field,
	label,
	request: () => everyone,
	paging,
	shared: true,
});

const sorting = new Sorting('Filters', [
	['Company, Last Name, First Name', 'default'],
	['Company', 'company'],
	['Last Name, First Name', 'name'],
]);

const searchFilters: INodeProperties[] = [
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Archived',
				name: 'archived',
				type: 'options',
				options: [
					{ name: 'Any', value: 'any' },
					{ name: 'No', value: 'no' },
					{ name: 'Yes', value: 'yes' },
				],
				default: 'any',
				description: 'Whether archived customers are returned, others, or both',
			},
			...sorting.stored,
			{
				displayName: 'Text',
				name: 'text',
				type: 'string',
				default: '',
				placeholder: 'e.g. google',
				description:
					'Text in a name, email, phone, CRM ID or reference ID. Guardant Station has no such search, so all customers are read and filtered here.',
			},
			{
				displayName: 'Type',
				name: 'type',
				type: 'options',
				options: [
					{ name: 'Company', value: 'company' },
					{ name: 'Person', value: 'person' },
				],
				default: 'company',
			},
		],
	},
];

export const customer: Resource<CustomerKey> & Watched<CustomerKey> = {
	one: 'customer',
	many: 'customers',
	keys: [
		{
			name: 'list',
			displayName: 'From List',
			slow: 'Guardant Station has no search by text, so all customers are read. By ID is faster.',
			parse: wholeNumberKey('customer ID'),
		},
		{ name: 'id', displayName: 'By ID', placeholder: 'e.g. 8', parse: wholeNumberKey('customer ID') },
	],
	fields,
	keyNames: ['_id', 'id'],
	keyOf: (record) => readWholeNumberKey(record._id),
	...simplified(CUSTOMER, fields, {
		id: numberFrom('_id'),
		externalId: textFrom('crmid', 'refid'),
		name: {
			reads: ['companyname', 'name', 'lastname'],
			of: (record) => text(record.companyname) ?? joinedName(record.name, record.lastname),
		},
		firstName: textFrom('name'),
		lastName: textFrom('lastname'),
		companyName: textFrom('companyname'),
		active: oppositeOf('archived'),
	}),
	read: ({ value }) => one('GET', value),
	operations: {
		get: {
			kind: 'get',
			description: 'Get one customer by its ID',
		},
		search: {
			kind: 'list',
			parameters: [...searchFilters, sorting.parameter],
			description: 'List customers, by kind, archive state and text',
			plan: searchPlan,
			paging,
		},
		create: {
			kind: 'create',
			description: 'Create a customer and return it with its new ID',
			request: (values) => ({ method: 'POST', path: ['customers'], body: { ...values } }),
			references: [reference('crmId', 'CRM ID'), reference('refId', 'reference ID')],
		},
		update: {
			kind: 'update',
			description: 'Change some fields of a customer; the others are read first and sent back as they were',
			readsFirst: () => true,
			request: ({ value }, values, current) => one('PUT', value, { ...writeNames(current ?? {}), ...values }),
		},
		upsert: {
			kind: 'upsert',
			description: 'Update the customer that has the same reference or email, or create a new one',
			matchOn: ['crmId', 'refId', 'customerEmail'],
			find: {
				kind: 'scan',
				request: everyone,
				paging,
				sorted: [
					{ request: sortedBy('default'), by: ['customerCompanyName', 'customerLastName', 'customerName'] },
					{ request: sortedBy('name'), by: ['customerLastName', 'customerName'] },
				],
			},
		},
		delete: {
			kind: 'delete',
			description: 'Remove a customer for good; to only put it away, set Archived with Update instead',
			parameters: [
				{
					displayName:
						'This is final: Guardant Station has no way to bring a customer back. To put a customer away and keep it, use Update and set Archived to Yes.',
					name: 'deleteNotice',
					type: 'notice',
					default: '',
				},
			],
			request: ({ value }) => one('DELETE', value),
		},
		listOrders: {
			kind: 'list',
			of: order,
			parameters: [orderSorting.parameter],
			options: orderOptions,
			name: 'Get Many Orders',
			action: 'Get many customer orders',
			description: 'List the orders of one customer',
			plan: (parameters, id) => ({ request: ordersRequest(id, parameters) }),
			paging,
		},
	},
	watch: {
		events: ['created', 'updated', 'createdOrUpdated', 'deleted'],
		parameters: searchFilters,
		changeDates: [],
		cost: () =>
			'A poll reads the whole list, since Guardant Station can be asked for nothing less: one request for each 100 customers, and one more; at most 25,000.',
		remains: (key) => ({ _id: Number(key) }),
		source: (_, parameters) => ({ kind: 'list', listing: searchPlan(parameters), paging }),
	},
	pick: {
		plan: (filter) => ({ request: everyone, ...holdingText(filter) }),
		paging,
	},
};

/** The documented change request carries every key; whether one with some keys keeps the others is not stated. */
function writeNames(current: IDataObject): IDataObject {
	const complete: IDataObject = {};
	for (const { id, kind, readAs } of fields) {
		const value = current[readAs ?? id];
		if (value !== undefined) complete[id] = kind.type === 'boolean' ? (flagOf(value) ?? value) : value;
	}
	return complete;
}

/** The orders of chosen customers: those of all would take a request a customer. */
export const watchedOrder: Watched<OrderKey> = {
	one: 'order',
	many: 'orders',
	keyOf: (record) => readWholeNumberKey(record._id),
	...order,
	watch: {
		events: ['created', 'updated', 'createdOrUpdated'],
		parameters: [
			watchParameter('IDs of the customers whose orders are watched, separated by commas', 'e.g. 8, 15'),
		],
		options: orderOptions,
		narrowing: ['status'],
		changeDates: [],
		cost: () =>
			'A poll takes two requests for each customer that is watched, more for one with over 100 orders.',
		source: (_, parameters) => ({
			kind: 'lists',
			parents: recordRefs(customer, parameters, { parameter: 'watch', label: 'Watch' }),
			listing: (id) => ({ request: ordersRequest(id, parameters) }),
			paging,
			of: 'customer',
		}),
	},
};
