import type { IDataObject } from 'n8n-workflow';

import { toIsoDate } from '../shared/dates';
import type { Field } from '../shared/fields';
import { familyName, givenName } from '../shared/names';
import { textKey, wholeNumberKey } from '../shared/parameters';
import { asObject, firstText, joinedName, merged, nested, numeric, text, without } from '../shared/values';
import type { CustomerRef, CustomerResource, VendorRequest } from '../shared/vendor';

/** Documented limits of CreateCustomer and ModifyCustomer. */
const fields: Field[] = [
	{
		id: 'first_name',
		label: 'First Name',
		kind: { type: 'text', maxLength: 50 },
		common: givenName,
		required: true,
	},
	{
		id: 'last_name',
		label: 'Last Name',
		kind: { type: 'text', maxLength: 50 },
		common: familyName,
		required: true,
	},
	{
		id: 'address.line_1',
		label: 'Address Line 1',
		kind: { type: 'text', maxLength: 50 },
		common: 'addressLine1',
		required: true,
	},
	{
		id: 'address.city',
		label: 'City',
		kind: { type: 'text', maxLength: 50 },
		common: 'city',
		required: true,
	},
	{
		id: 'address.postal_code',
		label: 'Postal Code',
		kind: { type: 'text', maxLength: 20 },
		common: 'postalCode',
		required: true,
	},
	{
		id: 'external_customer_ref',
		label: 'External Customer Reference',
		kind: { type: 'text', maxLength: 50 },
		common: 'externalId',
		isReference: true,
	},
	{ id: 'title', label: 'Title', kind: { type: 'text', maxLength: 12 } },
	{ id: 'address.line_2', label: 'Address Line 2', kind: { type: 'text' }, common: 'addressLine2' },
	{ id: 'address.line_3', label: 'Address Line 3', kind: { type: 'text' } },
	{ id: 'address.county', label: 'County', kind: { type: 'text' }, common: 'state' },
	{ id: 'email_address', label: 'Email', kind: { type: 'text', maxLength: 250 }, common: 'email' },
	{ id: 'tel_number_1', label: 'Phone', kind: { type: 'text', maxLength: 50 }, common: 'phone' },
	{ id: 'tel_number_2', label: 'Second Phone', kind: { type: 'text', maxLength: 50 } },
	{
		id: 'gender',
		label: 'Gender',
		kind: {
			type: 'choice',
			choices: [
				{ name: 'Female', value: 'Female' },
				{ name: 'Male', value: 'Male' },
			],
		},
	},
	{ id: 'dob', label: 'Date of Birth', kind: { type: 'date', format: 'YYYY-MM-DD' } },
	{ id: 'active', label: 'Active', kind: { type: 'boolean' }, common: 'active' },
];

/** Kept by the vendor; a complete record sent back leaves them out. */
const READ_ONLY = ['customer_ref', 'created', 'last_modified'];

const call = (name: string, body: IDataObject): VendorRequest => ({ method: 'POST', path: [name], body });

/** The sample sends "" for the key that is not used. */
const getCustomer = ({ by, value }: CustomerRef): VendorRequest =>
	call(
		'GetCustomer',
		by === 'externalRef'
			? { customer_id: '', external_customer_ref: value }
			: { customer_id: value, external_customer_ref: '' },
	);

export const customer: CustomerResource = {
	keys: [
		{ name: 'id', displayName: 'By ID', placeholder: 'e.g. 1408', parse: wholeNumberKey('customer ID') },
		{
			name: 'externalRef',
			displayName: 'By External Reference',
			placeholder: 'e.g. EXTREF164736',
			parse: textKey('external customer reference', 50),
		},
	],
	fields,
	keyOf: (record) => numeric(record.customer_id) ?? undefined,
	simplify: (record) => {
		const address = asObject(record.address) ?? {};
		return {
			id: numeric(record.customer_id),
			code: text(record.customer_ref),
			externalId: text(record.external_customer_ref),
			name: joinedName(record.first_name, record.last_name),
			firstName: text(record.first_name),
			lastName: text(record.last_name),
			companyName: null,
			email: text(record.email_address),
			phone: firstText(record.tel_number_1, record.tel_number_2),
			addressLine1: text(address.line_1),
			addressLine2: text(address.line_2),
			city: text(address.city),
			state: text(address.county),
			postalCode: text(address.postal_code),
			country: null,
			active: activeFlag(record.active),
			createdAt: toIsoDate(record.created),
			updatedAt: toIsoDate(record.last_modified),
		};
	},
	get: {
		kind: 'get',
		name: 'Get',
		action: 'Get a customer',
		description: 'Get one customer by its ID or its external reference',
		request: getCustomer,
	},
	create: {
		kind: 'create',
		name: 'Create',
		action: 'Create a customer',
		description: 'Create a customer and return it with its new ID',
		request: (values) => call('CreateCustomer', { customer: nested(values) }),
		confirm: ({ external_customer_ref: reference }) =>
			text(reference) === null
				? undefined
				: {
						request: getCustomer({ by: 'externalRef', value: String(reference) }),
						matches: (record) => text(record.external_customer_ref) === text(reference),
						hint: `the external reference ${String(reference)}`,
					},
	},
	update: {
		kind: 'update',
		name: 'Update',
		action: 'Update a customer',
		description: 'Change some fields of a customer; the others are read first and sent back as they were',
		read: getCustomer,
		request: (_, values, current) =>
			call('ModifyCustomer', { customer: completeRecord(current ?? {}, values) }),
		confirm: getCustomer,
	},
	upsert: {
		kind: 'upsert',
		name: 'Create or Update',
		action: 'Create or update a customer',
		description: 'Update the customer that has the same external reference, or create a new one',
		matchOn: ['external_customer_ref'],
		find: { kind: 'search', request: (_, value) => getCustomer({ by: 'externalRef', value }) },
	},
};

/** ModifyCustomer wants the complete record, with the key that finds it. */
function completeRecord(current: IDataObject, values: Readonly<IDataObject>): IDataObject {
	return merged(without(current, READ_ONLY), nested(values));
}

/** Documented as a boolean; the sample of CreateCustomer writes 1. */
function activeFlag(value: unknown): boolean | null {
	if (typeof value === 'boolean') return value;
	const word = text(value)?.toLowerCase();
	if (word === '1' || word === 'true') return true;
	return word === '0' || word === 'false' ? false : null;
}
