import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { inReadNames } from '../shared/fields';
import type { Field } from '../shared/fields';
import { companyName, familyName, givenName } from '../shared/names';
import { wholeNumberKey } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import { asObject, firstText, holds, joinedName, numeric, text } from '../shared/values';
import type {
	Confirmation,
	CustomerResource,
	ListPlan,
	Paging,
	RecordKey,
	VendorRequest,
	WriteFields,
} from '../shared/vendor';
import { ordersRequest, simplifyOrder } from './order';

const anyText = { type: 'text' } as const;

/** A company has one name; only a person's is split. */
const unlessCompany = (name: (customer: IDataObject) => string | null) => (customer: IDataObject) =>
	companyName(customer) !== null && text(customer.firstName) === null && text(customer.lastName) === null
		? null
		: name(customer);

/** Keys of the documented create and change requests; answers use other names, in lower case. */
const fields: Field[] = [
	{
		id: 'customerName',
		label: 'First Name',
		kind: anyText,
		readAs: 'name',
		common: unlessCompany(givenName),
	},
	{
		id: 'customerLastName',
		label: 'Last Name',
		kind: anyText,
		readAs: 'lastname',
		common: unlessCompany(familyName),
	},
	{ id: 'customerEmail', label: 'Email', kind: anyText, readAs: 'email', common: 'email' },
	{
		id: 'customerCompanyName',
		label: 'Company Name',
		kind: anyText,
		readAs: 'companyname',
		common: companyName,
	},
	{ id: 'customerPhone', label: 'Phone', kind: anyText, readAs: 'phone', common: 'phone' },
	{ id: 'customerDescription', label: 'Description', kind: anyText, readAs: 'description' },
	{
		id: 'customerStatus',
		label: 'Status',
		// What 0 and 1 stand for is not documented.
		kind: {
			type: 'choice',
			choices: [
				{ name: '0', value: 0 },
				{ name: '1', value: 1 },
			],
		},
		readAs: 'status',
	},
	{
		id: 'archived',
		label: 'Archived',
		kind: { type: 'boolean' },
		common: ({ active }) => (typeof active === 'boolean' ? !active : undefined),
	},
	{ id: 'crmId', label: 'CRM ID', kind: anyText, readAs: 'crmid', common: 'externalId', isReference: true },
	{ id: 'refId', label: 'Reference ID', kind: anyText, readAs: 'refid' },
];

const one = (method: VendorRequest['method'], id: RecordKey, body?: IDataObject): VendorRequest => ({
	method,
	path: ['customers', String(id)],
	...(body === undefined ? {} : { body }),
});

/** Documented: offset from 0, limit 100 by default; 1 to 100 is documented for another list of this API. */
const paging: Paging = {
	kind: 'offset',
	pageSize: 100,
	page: (request, offset, limit) => ({ ...request, query: { ...request.query, offset, limit } }),
};

const SEARCHED = ['name', 'lastname', 'companyname', 'email', 'phone', 'crmid', 'refid'] as const;

/** The vendor has no search by text: it is matched here, in any letter case. */
function holdingText(wanted: string): Pick<ListPlan, 'keep' | 'keepsBy'> {
	const needle = wanted.toLowerCase();
	if (needle === '') return {};
	const holds = (value: unknown): boolean => (text(value) ?? '').toLowerCase().includes(needle);
	return {
		keepsBy: needle,
		keep: (record) =>
			SEARCHED.some((key) => holds(record[key])) || holds(joinedName(record.name, record.lastname)),
	};
}

function searchPlan(parameters: Parameters): ListPlan {
	const filters = asObject(parameters.raw('filters')) ?? {};
	const { archived, direction, sortBy, type } = filters;
	return {
		request: {
			method: 'GET',
			path: ['customers'],
			query: {
				...(type === 'company' || type === 'person' ? { type } : {}),
				...(archived === 'yes' || archived === 'no' ? { archived: archived === 'yes' } : {}),
				...(typeof sortBy === 'string' ? { sortby: sortBy } : {}),
				...(typeof direction === 'string' ? { direction } : {}),
			},
		},
		...holdingText(text(filters.text) ?? ''),
	};
}

export const customer: CustomerResource = {
	keys: [
		{ name: 'list', displayName: 'From List', parse: wholeNumberKey('customer ID') },
		{ name: 'id', displayName: 'By ID', placeholder: 'e.g. 8', parse: wholeNumberKey('customer ID') },
	],
	fields,
	keyOf: (record) => numeric(record._id) ?? undefined,
	simplify: (record) => ({
		id: numeric(record._id),
		code: null,
		externalId: firstText(record.crmid, record.refid),
		name: text(record.companyname) ?? joinedName(record.name, record.lastname),
		firstName: text(record.name),
		lastName: text(record.lastname),
		companyName: text(record.companyname),
		email: text(record.email),
		phone: text(record.phone),
		addressLine1: null,
		addressLine2: null,
		city: null,
		state: null,
		postalCode: null,
		country: null,
		active: typeof record.archived === 'boolean' ? !record.archived : null,
		createdAt: null,
		updatedAt: null,
	}),
	simplifyOrder,
	get: {
		kind: 'get',
		name: 'Get',
		action: 'Get a customer',
		description: 'Get one customer by its ID',
		request: ({ value }) => one('GET', value),
	},
	search: {
		kind: 'list',
		of: 'customers',
		name: 'Search',
		action: 'Search customers',
		description: 'List customers, by kind, archive state and text',
		plan: searchPlan,
		paging,
	},
	create: {
		kind: 'create',
		name: 'Create',
		action: 'Create a customer',
		description: 'Create a customer and return it with its new ID',
		request: (values) => ({ method: 'POST', path: ['customers'], body: { ...values } }),
		confirm: confirmCreated,
	},
	update: {
		kind: 'update',
		name: 'Update',
		action: 'Update a customer',
		description: 'Change some fields of a customer; the others are read first and sent back as they were',
		read: ({ value }) => one('GET', value),
		request: ({ value }, values, current) => one('PUT', value, { ...writeNames(current ?? {}), ...values }),
		confirm: ({ value }) => one('GET', value),
	},
	upsert: {
		kind: 'upsert',
		name: 'Create or Update',
		action: 'Create or update a customer',
		description: 'Update the customer that has the same reference or email, or create a new one',
		matchOn: ['crmId', 'refId', 'customerEmail'],
		find: { kind: 'scan', request: { method: 'GET', path: ['customers'] }, paging },
	},
	delete: {
		kind: 'delete',
		name: 'Delete',
		action: 'Delete a customer',
		description: 'Remove a customer',
		request: ({ value }) => one('DELETE', value),
		confirm: ({ value }) => one('GET', value),
	},
	listOrders: {
		kind: 'list',
		of: 'orders',
		name: 'List Orders',
		action: 'List orders of a customer',
		description: 'List the orders of one customer',
		plan: (parameters, ref) => ({ request: ordersRequest(ref?.value ?? '', parameters) }),
		paging,
	},
	pick: {
		plan: (filter) => ({ request: { method: 'GET', path: ['customers'] }, ...holdingText(filter) }),
		paging,
	},
};

/**
 * There is no search by reference: the list is read until the record turns up. That references are unique is
 * not documented, so all that was written must be there.
 */
function confirmCreated(values: WriteFields): Confirmation | undefined {
	const { crmId, refId } = values;
	if (text(crmId) === null && text(refId) === null) return undefined;
	const written = inReadNames(fields, values);
	return {
		request: { method: 'GET', path: ['customers'] },
		paging,
		matches: (record) => holds(record, written),
		hint: text(crmId) === null ? `the reference ID ${String(refId)}` : `the CRM ID ${String(crmId)}`,
	};
}

/** The documented change request carries every key; whether one with some keys keeps the others is not stated. */
function writeNames(current: IDataObject): IDataObject {
	const complete: IDataObject = {};
	for (const { id, readAs } of fields) {
		const value = current[readAs ?? id];
		if (value !== undefined) complete[id] = value;
	}
	return complete;
}

export const searchProperties: INodeProperties[] = [
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		displayOptions: { show: { resource: ['customer'], operation: ['search'] } },
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
			{
				displayName: 'Sort By',
				name: 'sortBy',
				type: 'options',
				options: [
					{ name: 'Company', value: 'company' },
					{ name: 'Company, Last Name, First Name', value: 'default' },
					{ name: 'Last Name, First Name', value: 'name' },
				],
				default: 'default',
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
