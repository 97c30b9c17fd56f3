import { anyText, fieldOf, flag, readAs, textUpTo } from '../shared/fields';
import type { Field } from '../shared/fields';
import { familyName, givenName } from '../shared/names';
import { textKey } from '../shared/keys';
import type { BatchLookup, Resource } from '../shared/resource';
import { CUSTOMER } from '../shared/shapes';
import type { CustomerKey } from '../shared/shapes';
import { dateFrom, simplified, textFrom } from '../shared/sources';
import { joinedName, text } from '../shared/values';
import { capital } from '../shared/words';
import type { Watched } from '../shared/watch';
import type { RecordKey, VendorRequest } from '../shared/wire';
import { invoiceOptions, invoicesOfCustomer, invoicesBatch, invoicesPlan } from './invoice';
import {
	anyOf,
	equal,
	MOST_IN_VALUES,
	narrowable,
	pageOption,
	paging,
	searchIn,
	searchOfAll,
	searchOptions,
	searchParameters,
	searchPlan,
	searchRequest,
	watchSearch,
	withColumns,
} from './search';
import { WRITES } from './writes';

const CUSTOMER_SEARCH = ['customer', 'search'] as const;

const email = fieldOf({ type: 'text', pattern: /^[^\s@]+@[^\s@]+$/, rule: 'is not an email address' });
const amount = fieldOf({ type: 'number' });
const list = fieldOf({ type: 'list' });

/**
 * The documented fields of POST /customer/customer, https://help.epass.software/docs/customer
 * Write names are camelCase as in the sample, read names Pascal case: `zipCode`, `ZipCode`.
 */
const fields: Field<CustomerKey>[] = readAs(capital, [
	anyText('firstName', 'First Name', { common: givenName, required: true }),
	anyText('lastName', 'Last Name', { common: familyName, required: true }),
	textUpTo(20)('code', 'Code', { description: 'Made by EPASS when left empty' }),
	anyText('externalID', 'External ID', { common: 'externalId' }),
	email('email', 'Email', { common: 'email' }),
	flag('declineEmail', 'Decline Email'),
	anyText('phone1', 'Phone', { common: 'phone' }),
	flag('phone1TextEnabled', 'Phone Text Enabled'),
	anyText('phone2', 'Second Phone'),
	flag('phone2TextEnabled', 'Second Phone Text Enabled'),
	anyText('businessPhone', 'Business Phone'),
	flag('businessPhoneTextEnabled', 'Business Phone Text Enabled'),
	anyText('otherPhone', 'Other Phone'),
	anyText('fax', 'Fax'),
	flag('faxTextEnabled', 'Fax Text Enabled'),
	anyText('address1', 'Address Line 1', { common: 'addressLine1' }),
	anyText('address2', 'Address Line 2', { common: 'addressLine2' }),
	anyText('city', 'City', { common: 'city' }),
	anyText('state', 'State', { common: 'state' }),
	anyText('zipCode', 'ZIP Code', { common: 'postalCode' }),
	anyText('country', 'Country', { common: 'country' }),
	anyText('branchCode', 'Branch Code', { description: 'DEFAULT when left empty' }),
	anyText('taxCode', 'Tax Code', { description: 'Taken from the terminal when left empty' }),
	anyText('tax2Exempt', 'Tax 2 Exempt'),
	anyText('tax3Exempt', 'Tax 3 Exempt'),
	email('billingEmail', 'Billing Email'),
	anyText('website', 'Website'),
	flag('mailingSameAsPhysical', 'Mailing Same as Physical'),
	anyText('mailingAddress1', 'Mailing Address Line 1'),
	anyText('mailingAddress2', 'Mailing Address Line 2'),
	anyText('mailingCity', 'Mailing City'),
	anyText('mailingState', 'Mailing State'),
	anyText('mailingZipCode', 'Mailing ZIP Code'),
	anyText('mailingPhone', 'Mailing Phone'),
	anyText('mailingFax', 'Mailing Fax'),
	email('mailingEmail', 'Mailing Email'),
	anyText('directions', 'Directions'),
	anyText('mapZoneCode', 'Map Zone Code'),
	anyText('note', 'Note'),
	anyText('poNumber', 'PO Number', { readAs: 'PONumber' }),
	flag('poRequired', 'PO Required', { readAs: 'PORequired' }),
	flag('updateContactInfo', 'Update Contact Info'),
	list('contacts', 'Contacts', { neverRead: true }),
	list('contact', 'Contact', { neverRead: true }),
	list('customerDepartments', 'Customer Departments', { neverRead: true }),
	list('customerDepartment', 'Customer Department', { neverRead: true }),
	anyText('accountType', 'Account Type'),
	flag('billServiceCharge', 'Bill Service Charge'),
	amount('creditLimit', 'Credit Limit'),
	flag('enableCreditLimit', 'Enable Credit Limit'),
	flag('doNotAllowSaveCreditCard', 'Do Not Allow Save Credit Card'),
	flag('doNotMMS', 'Do Not MMS'),
	flag('doNotService', 'Do Not Service'),
	flag('doNotText', 'Do Not Text'),
	anyText('invoiceDeliveryMethod', 'Invoice Delivery Method'),
	anyText('itemListPriceCode', 'Item List Price Code'),
	anyText('laborRate', 'Labor Rate'),
	anyText('otherListPriceCode', 'Other List Price Code'),
	anyText('paymentTypeCode', 'Payment Type Code'),
	anyText('preferredContact', 'Preferred Contact'),
	flag('printStatement', 'Print Statement'),
	anyText('serialListPriceCode', 'Serial List Price Code'),
	anyText('statement', 'Statement'),
	flag('useProjectPricing', 'Use Project Pricing'),
	anyText('userCreated', 'User Created'),
	anyText('webCarrierCode', 'Web Carrier Code'),
]);

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

const common = simplified(CUSTOMER, fields, {
	id: textFrom('Code'),
	code: textFrom('Code'),
	name: {
		reads: ['FirstName', 'LastName'],
		of: (record) => joinedName(record.FirstName, record.LastName),
	},
	firstName: textFrom('FirstName'),
	lastName: textFrom('LastName'),
	phone: textFrom('Phone1', 'Phone2', 'BusinessPhone'),
	createdAt: dateFrom('DateCreated'),
	updatedAt: dateFrom('DateModified'),
});

/** What the simplified output needs, and the ID that pages are told apart by. */
export const SIMPLIFIED_COLUMNS = ['ID', ...common.reads];

/** A customer has some 170 columns, which take longer to send and to read than to find: most need these alone. */
const table = { name: 'Customer', columns: SIMPLIFIED_COLUMNS };

const simplifiedBatchByCode: BatchLookup = {
	...batchByCode,
	columns: SIMPLIFIED_COLUMNS,
	request: (keys) => withColumns(batchByCode.request(keys), table.name, SIMPLIFIED_COLUMNS),
};

const filters = searchParameters('customer', {
	default: 'LastName',
	placeholder: 'e.g. AccountType',
	description: 'The field to look at. Choose Other for any further field of an EPASS customer.',
	columns: {
		...Object.fromEntries(
			fields
				.filter(({ common }) => common !== undefined)
				.map(({ id, label, readAs: read = id }) => [read, label]),
		),
		Code: 'Code',
		DateCreated: 'Date Created',
		DateModified: 'Date Modified',
	},
});

export const customer: Resource<CustomerKey> & Watched<CustomerKey> = {
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
	...common,
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
			parameters: filters,
			options: searchOptions,
			description: 'Find customers by conditions on their fields, or by a nested query',
			plan: (parameters) => searchPlan(CUSTOMER_SEARCH, parameters, table),
			paging,
		},
		create: {
			kind: 'create',
			answersKey: true,
			description: 'Create a customer and return it with its new code',
			request: (values) => ({ method: 'POST', path: WRITES.customer.path, body: { ...values } }),
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
			of: invoicesOfCustomer,
			options: [...invoiceOptions, pageOption],
			name: 'Get Many Invoices',
			action: 'Get many customer invoices',
			description: 'List the invoices of one customer, quotes and open invoices included',
			plan: invoicesPlan,
			paging,
			batch: invoicesBatch,
		},
	},
	watch: {
		...watchSearch(CUSTOMER_SEARCH, { table: table.name, batch: batchByCode }),
		parameters: filters,
	},
	pick: {
		plan: (filter) =>
			narrowable(
				searchRequest(
					CUSTOMER_SEARCH,
					filter === '' ? searchOfAll : anyOf(['LastName', 'FirstName', 'Code', 'Email'], filter),
				),
				table,
			),
		paging,
	},
};
