import { toIsoDate } from '../shared/dates';
import { InputFault } from '../shared/fault';
import type { Choice, Field } from '../shared/fields';
import { fullName } from '../shared/names';
import { textKey } from '../shared/parameters';
import { text } from '../shared/values';
import type { CustomerResource, RecordKey, VendorRequest, WriteFields } from '../shared/vendor';

const choices = (...values: string[]): Choice[] => values.map((value) => ({ name: value, value }));

const date = { type: 'date', format: 'MM/DD/YYYY' } as const;
const anyText = { type: 'text' } as const;

/**
 * Parameters of Customer/Add and Customer/Edit, https://kb.manex.com/print.asp?Lang=1&id=5818
 * Territory and Terms are set-up tables of the site: other values go through Extra Fields.
 */
const fields: Field[] = [
	{
		id: 'Custname',
		label: 'Customer Name',
		kind: anyText,
		readAs: 'CUSTNAME',
		common: fullName,
		required: true,
	},
	{
		id: 'Status',
		label: 'Status',
		// The Edit table writes these in capitals, its sample does not: as in the samples.
		kind: { type: 'choice', choices: choices('Active', 'Inactive', 'Quote') },
		readAs: 'STATUS',
		common: ({ active }) => (typeof active === 'boolean' ? (active ? 'Active' : 'Inactive') : undefined),
		automaticDefault: 'Active',
		required: true,
	},
	{
		id: 'Custno',
		label: 'Customer Number',
		kind: {
			type: 'text',
			pattern: /^\d{10}$/,
			rule: 'is not a customer number of ten digits, such as 0000000010',
		},
		readAs: 'CUSTNO',
		only: 'create',
	},
	{ id: 'Phone', label: 'Phone', kind: anyText, readAs: 'PHONE', common: 'phone' },
	{ id: 'Fax', label: 'Fax', kind: anyText, readAs: 'FAX' },
	{
		id: 'Territory',
		label: 'Territory',
		kind: {
			type: 'choice',
			choices: choices(
				'SOUTHERN CA',
				'NORTHERN CA',
				'EAST',
				'WEST',
				'MIDWEST',
				'NEW ENGLAND',
				'SOUTH',
				'GREAT LAKES',
				'MEXICO',
				'CANADA',
				'UNITED KINGDOM',
			),
		},
		readAs: 'TERRITORY',
	},
	{
		id: 'Terms',
		label: 'Terms',
		kind: {
			type: 'choice',
			choices: choices('NET 10', 'NET 15', 'NET 30', 'NET 30/2% 10', 'NET 45', 'COD', 'NONE'),
		},
		readAs: 'TERMS',
	},
	{ id: 'Credlimit', label: 'Credit Limit', kind: { type: 'number', min: 0 }, readAs: 'CREDLIMIT' },
	{
		id: 'Creditok',
		label: 'Credit Status',
		kind: { type: 'choice', choices: choices('OK', 'HOLD', 'REJECT') },
		readAs: 'CREDITOK',
	},
	{
		id: 'Ar_highBal',
		label: 'Accounts Receivable Balance',
		kind: { type: 'number', min: 0 },
		readAs: 'AR_HIGHBAL',
	},
	{ id: 'Acct_date', label: 'Account Created On', kind: date, readAs: 'ACCT_DATE' },
	{ id: 'Saledsctid', label: 'Sales Discount ID', kind: anyText, readAs: 'SALEDSCTID' },
	{ id: 'Acctaxable', label: 'Account Taxable', kind: { type: 'boolean' }, readAs: 'ACTTAXABLE' },
	{ id: 'Resl_no', label: 'Reseller Number', kind: anyText, readAs: 'RESL_NO', only: 'update' },
	{ id: 'Inactdt', label: 'Account Inactive On', kind: date, readAs: 'INACTDT', only: 'update' },
	{ id: 'Inactinit', label: 'Inactive Initial', kind: anyText, readAs: 'INACTINIT', only: 'update' },
	{ id: 'modifieddate', label: 'Account Modified On', kind: date, readAs: 'modifiedDate', only: 'update' },
];

/** Customer numbers have ten digits; a shorter one is padded with zeros as the vendor keeps it. */
function customerNumber(value: string): RecordKey {
	if (!/^\d{1,10}$/.test(value)) {
		throw new InputFault(
			`Customer: the customer number must be up to ten digits, not "${value}"`,
			'Enter a number such as 0000000010, or choose By Name',
		);
	}
	return value.padStart(10, '0');
}

const getCustomer = (numberOrName: RecordKey): VendorRequest => ({
	method: 'GET',
	path: ['Customer', 'Get'],
	query: { CustNumOrName: numberOrName },
});

const write = (action: 'Add' | 'Edit', values: WriteFields): VendorRequest => ({
	method: 'POST',
	path: ['Customer', action],
	query: Object.fromEntries(
		Object.entries(values).map(([name, value]) => {
			if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
				return [name, value];
			throw new InputFault(
				`Extra Fields: ${name} must be a single value`,
				'Enter text, a number, true or false',
			);
		}),
	),
});

export const customer: CustomerResource = {
	keys: [
		{ name: 'id', displayName: 'By ID', placeholder: 'e.g. 0000000010', parse: customerNumber },
		{ name: 'name', displayName: 'By Name', placeholder: 'e.g. Acme Ltd', parse: textKey('customer name') },
	],
	fields,
	keyOf: (record) => text(record.CUSTNO) ?? undefined,
	simplify: (record) => {
		return {
			id: text(record.CUSTNO),
			code: text(record.CUSTNO),
			externalId: null,
			name: text(record.CUSTNAME),
			firstName: null,
			lastName: null,
			companyName: null,
			email: null,
			phone: text(record.PHONE),
			addressLine1: null,
			addressLine2: null,
			city: null,
			state: null,
			postalCode: null,
			country: null,
			active: activeFlag(text(record.STATUS)),
			createdAt: toIsoDate(record.ACCT_DATE),
			updatedAt: toIsoDate(record.modifiedDate),
		};
	},
	get: {
		kind: 'get',
		name: 'Get',
		action: 'Get a customer',
		description: 'Get one customer by its number or its name',
		request: ({ value }) => getCustomer(value),
	},
	create: {
		kind: 'create',
		name: 'Create',
		action: 'Create a customer',
		description: 'Add a customer and return it with its new number',
		request: (values) => write('Add', values),
		confirm: ({ Custno: number }) =>
			text(number) === null
				? undefined
				: {
						request: getCustomer(String(number)),
						matches: (record) => text(record.CUSTNO) === text(number),
						hint: `the customer number ${String(number)}`,
					},
	},
	update: {
		kind: 'update',
		name: 'Update',
		action: 'Update a customer',
		description: 'Change some fields of a customer',
		// Edit wants the number: a customer named by its name is read first.
		read: ({ by, value }) => (by === 'name' ? getCustomer(value) : undefined),
		request: ({ value }, values, current) =>
			write('Edit', { Custno: text(current?.CUSTNO) ?? value, ...values }),
		confirm: ({ value }) => getCustomer(value),
	},
	upsert: {
		kind: 'upsert',
		name: 'Create or Update',
		action: 'Create or update a customer',
		description: 'Update the customer that has the same number or name, or create a new one',
		matchOn: ['Custno', 'Custname'],
		find: { kind: 'search', request: (_, value) => getCustomer(value) },
	},
};

/** A quote is neither active nor inactive. */
function activeFlag(status: string | null): boolean | null {
	const word = status?.toLowerCase();
	if (word === 'active') return true;
	return word === 'inactive' ? false : null;
}
