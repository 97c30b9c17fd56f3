import type { INodeProperties } from 'n8n-workflow';

import { conditionsParameter } from '../shared/conditions';
import { toIsoDate } from '../shared/dates';
import type { Field, FieldKind } from '../shared/fields';
import { familyName, givenName } from '../shared/names';
import { textKey } from '../shared/keys';
import type { BatchLookup, Resource } from '../shared/resource';
import type { CustomerKey } from '../shared/shapes';
import { firstText, joinedName, text } from '../shared/values';
import type { RecordKey, VendorRequest } from '../shared/wire';
import { invoice, invoiceOptions, invoicesBatch, invoicesPlan } from './invoice';
import {
	equal,
	MOST_IN_VALUES,
	operands,
	operators,
	pageOption,
	pageSizeOf,
	paging,
	searchIn,
	searchOf,
	searchOfAll,
	searchRequest,
} from './search';

const CUSTOMER_SEARCH = ['customer', 'search'] as const;

const anyText: FieldKind = { type: 'text' };
const flag: FieldKind = { type: 'boolean' };
const email: FieldKind = { type: 'text', pattern: /^[^\s@]+@[^\s@]+$/, rule: 'is not an email address' };

/** Write names are camelCase as in the sample, read names Pascal case: `zipCode`, `ZipCode`. */
const field = (
	id: string,
	label: string,
	kind: FieldKind = anyText,
	more: Partial<Field<CustomerKey>> = {},
): Field<CustomerKey> => ({
	id,
	label,
	kind,
	readAs: id.charAt(0).toUpperCase() + id.slice(1),
	...more,
});

/** The documented fields of POST /customer/customer, https://help.epass.software/docs/customer */
const fields: Field<CustomerKey>[] = [
	field('firstName', 'First Name', anyText, { common: givenName, required: true }),
	field('lastName', 'Last Name', anyText, { common: familyName, required: true }),
	field('code', 'Code', { type: 'text', maxLength: 20 }, { description: 'Made by EPASS when left empty' }),
	field('externalID', 'External ID', anyText, { common: 'externalId' }),
	field('email', 'Email', email, { common: 'email' }),
	field('declineEmail', 'Decline Email', flag),
	field('phone1', 'Phone', anyText, { common: 'phone' }),
	field('phone1TextEnabled', 'Phone Text Enabled', flag),
	field('phone2', 'Second Phone'),
	field('phone2TextEnabled', 'Second Phone Text Enabled', flag),
	field('businessPhone', 'Business Phone'),
	field('businessPhoneTextEnabled', 'Business Phone Text Enabled', flag),
	field('otherPhone', 'Other Phone'),
	field('fax', 'Fax'),
	field('faxTextEnabled', 'Fax Text Enabled', flag),
	field('address1', 'Address Line 1', anyText, { common: 'addressLine1' }),
	field('address2', 'Address Line 2', anyText, { common: 'addressLine2' }),
	field('city', 'City', anyText, { common: 'city' }),
	field('state', 'State', anyText, { common: 'state' }),
	field('zipCode', 'ZIP Code', anyText, { common: 'postalCode' }),
	field('country', 'Country', anyText, { common: 'country' }),
	field('branchCode', 'Branch Code', anyText, { description: 'DEFAULT when left empty' }),
	field('taxCode', 'Tax Code', anyText, { description: 'Taken from the terminal when left empty' }),
	field('tax2Exempt', 'Tax 2 Exempt'),
	field('tax3Exempt', 'Tax 3 Exempt'),
	field('billingEmail', 'Billing Email', email),
	field('website', 'Website'),
	field('mailingSameAsPhysical', 'Mailing Same as Physical', flag),
	field('mailingAddress1', 'Mailing Address Line 1'),
	field('mailingAddress2', 'Mailing Address Line 2'),
	field('mailingCity', 'Mailing City'),
	field('mailingState', 'Mailing State'),
	field('mailingZipCode', 'Mailing ZIP Code'),
	field('mailingPhone', 'Mailing Phone'),
	field('mailingFax', 'Mailing Fax'),
	field('mailingEmail', 'Mailing Email', email),
	field('directions', 'Directions'),
	field('mapZoneCode', 'Map Zone Code'),
	field('note', 'Note'),
	field('poNumber', 'PO Number', anyText, { readAs: 'PONumber' }),
	field('poRequired', 'PO Required', flag, { readAs: 'PORequired' }),
	field('updateContactInfo', 'Update Contact Info', flag),
	field('contacts', 'Contacts', { type: 'list' }, { readAs: 'Contacts' }),
	field('customerDepartments', 'Customer Departments', { type: 'list' }, { readAs: 'CustomerDepartments' }),
	field('accountType', 'Account Type'),
	field('billServiceCharge', 'Bill Service Charge', flag),
	field('creditLimit', 'Credit Limit', { type: 'number' }),
	field('enableCreditLimit', 'Enable Credit Limit', flag),
	field('doNotAllowSaveCreditCard', 'Do Not Allow Save Credit Card', flag),
	field('doNotMMS', 'Do Not MMS', flag),
	field('doNotService', 'Do Not Service', flag),
	field('doNotText', 'Do Not Text', flag),
	field('invoiceDeliveryMethod', 'Invoice Delivery Method'),
	field('itemListPriceCode', 'Item List Price Code'),
	field('laborRate', 'Labor Rate'),
	field('otherListPriceCode', 'Other List Price Code'),
	field('paymentTypeCode', 'Payment Type Code'),
	field('preferredContact', 'Preferred Contact'),
	field('printStatement', 'Print Statement', flag),
	field('serialListPriceCode', 'Serial List Price Code'),
	field('statement', 'Statement'),
	field('useProjectPricing', 'Use Project Pricing', flag),
	field('userCreated', 'User Created'),
	field('webCarrierCode', 'Web Carrier Code'),
];

const byCode = (code: RecordKey): VendorRequest => ({
	method: 'GET',
	path: ['customer', 'customer'],
	query: { CustomerCode: code },
});

const batchByCode: BatchLookup = {
	size: MOST_IN_VALUES,
	request: (keys) => searchIn(CUSTOMER_SEARCH, 'Code', keys),
	paging,
	keyOf: (record) => text(record.Code) ?? undefined,
	// A search brings these tables along, a look-up does not.
	asSingle: (record) => {
		// In place: the record came with this answer and is nobody else's, and copying 170 fields takes its time.
		delete record.CustomerDepartment;
		delete record.ExtendedInfo;
		return record;
	},
};

/** What `simplify` reads, and the ID that pages are told apart by. */
export const SIMPLIFIED_COLUMNS = [
	'ID',
	'Code',
	'ExternalID',
	'FirstName',
	'LastName',
	'Email',
	'Phone1',
	'Phone2',
	'BusinessPhone',
	'Address1',
	'Address2',
	'City',
	'State',
	'ZipCode',
	'Country',
	'DateCreated',
	'DateModified',
];

/** A customer has some 170 columns, which take longer to send and to read than to find. */
const simplifiedBatchByCode: BatchLookup = {
	...batchByCode,
	columns: SIMPLIFIED_COLUMNS,
	request: (keys) => {
		const request = batchByCode.request(keys);
		return { ...request, body: { ...request.body, tables: { Customer: SIMPLIFIED_COLUMNS } } };
	},
};

const searchParameters: INodeProperties[] = [
	conditionsParameter(
		'Conditions that a customer must meet, combined from first to last. Without any, all customers are returned.',
		{
			default: 'LastName',
			placeholder: 'e.g. City',
			description: 'Any field of an EPASS customer, such as Code, LastName, City, Email or DateCreated',
		},
		{ default: 'equal', options: operators },
		operands,
	),
	{
		displayName: 'Query',
		name: 'query',
		type: 'json',
		default: '{}',
		description:
			'A nested search in the language of EPASS, used instead of Filters when filled in, e.g. {"query": {"fieldName": "City", "eval": "EQUAL", "value": "Burnaby"}, "subquery": []}',
	},
];

export const customer: Resource<CustomerKey> = {
	one: 'customer',
	many: 'customers',
	keys: [
		{ name: 'list', displayName: 'From List', parse: textKey('customer code', 20) },
		{
			name: 'id',
			displayName: 'By ID',
			placeholder: 'e.g. customer code 1000',
			parse: textKey('customer code', 20),
		},
	],
	fields,
	keyOf: (record) => text(record.Code) ?? undefined,
	simplify: (record) => ({
		id: text(record.Code),
		code: text(record.Code),
		externalId: text(record.ExternalID),
		name: joinedName(record.FirstName, record.LastName),
		firstName: text(record.FirstName),
		lastName: text(record.LastName),
		companyName: null,
		email: text(record.Email),
		phone: firstText(record.Phone1, record.Phone2, record.BusinessPhone),
		addressLine1: text(record.Address1),
		addressLine2: text(record.Address2),
		city: text(record.City),
		state: text(record.State),
		postalCode: text(record.ZipCode),
		country: text(record.Country),
		active: null,
		createdAt: toIsoDate(record.DateCreated),
		updatedAt: toIsoDate(record.DateModified),
	}),
	read: ({ value }) => byCode(value),
	operations: {
		get: {
			kind: 'get',
			description: 'Get one customer by its code (in EPASS: Account #)',
			batch: batchByCode,
			simplifiedBatch: simplifiedBatchByCode,
		},
		search: {
			kind: 'list',
			parameters: searchParameters,
			options: [pageOption],
			description: 'Find customers by conditions on their fields, or by a nested query',
			plan: (parameters) => ({
				request: searchRequest(CUSTOMER_SEARCH, searchOf(parameters)),
				...pageSizeOf(parameters),
			}),
			paging,
		},
		create: {
			kind: 'create',
			description: 'Create a customer and return it with its new code',
			request: (values) => ({ method: 'POST', path: ['customer', 'customer'], body: { ...values } }),
			references: [
				{
					field: 'externalID',
					label: 'external ID',
					request: (id) => searchRequest(CUSTOMER_SEARCH, { query: equal('ExternalID', id) }),
				},
				{ field: 'code', label: 'code', request: byCode },
			],
		},
		listOrders: {
			kind: 'list',
			of: invoice,
			options: [...invoiceOptions, pageOption],
			name: 'List Orders',
			action: 'List invoices of a customer',
			description: 'List the invoices of one customer, quotes and open invoices included',
			plan: invoicesPlan,
			paging,
			batch: invoicesBatch,
		},
	},
	pick: {
		plan: (filter) => ({
			request: searchRequest(
				CUSTOMER_SEARCH,
				filter === ''
					? searchOfAll
					: {
							query: { fieldName: 'LastName', eval: 'LIKE', value: filter },
							subquery: ['FirstName', 'Code', 'Email'].map((fieldName) => ({
								logic: 'OR',
								query: { fieldName, eval: 'LIKE', value: filter },
							})),
						},
			),
		}),
		paging,
	},
};
