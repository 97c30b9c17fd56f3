import type { IDataObject } from 'n8n-workflow';

import { anyText, choiceOf, fieldOf, flag, textUpTo } from '../shared/fields';
import type { Field } from '../shared/fields';
import { familyName, givenName } from '../shared/names';
import { readWholeNumberKey, recordRefs, textKey, wholeNumberKey } from '../shared/keys';
import type { RecordRef } from '../shared/keys';
import { chosenFrom } from '../shared/parameters';
import type { Resource } from '../shared/resource';
import { CUSTOMER } from '../shared/shapes';
import type { CustomerKey } from '../shared/shapes';
import { dateFrom, numberFrom, simplified, textFrom } from '../shared/sources';
import { joinedName, laidOver, nested, without } from '../shared/values';
import { watchParameter } from '../shared/watch';
import type { Watched } from '../shared/watch';
import type { VendorRequest } from '../shared/wire';

const short = textUpTo(50);

/** Documented limits of CreateCustomer and ModifyCustomer. */
const fields: Field<CustomerKey>[] = [
	short('first_name', 'First Name', { common: givenName, required: true }),
	short('last_name', 'Last Name', { common: familyName, required: true }),
	short('address.line_1', 'Address Line 1', { common: 'addressLine1', required: true }),
	short('address.city', 'City', { common: 'city', required: true }),
	textUpTo(20)('address.postal_code', 'Postal Code', { common: 'postalCode', required: true }),
	short('external_customer_ref', 'External Reference', { common: 'externalId', isReference: true }),
	textUpTo(12)('title', 'Title'),
	anyText('address.line_2', 'Address Line 2', { common: 'addressLine2' }),
	anyText('address.line_3', 'Address Line 3'),
	anyText('address.county', 'County', { common: 'state' }),
	textUpTo(250)('email_address', 'Email', { common: 'email' }),
	short('tel_number_1', 'Phone', { common: 'phone' }),
	short('tel_number_2', 'Second Phone'),
	choiceOf('Female', 'Male')('gender', 'Gender'),
	fieldOf({ type: 'date', format: 'YYYY-MM-DD' })('dob', 'Date of Birth'),
	flag('active', 'Active', { common: 'active' }),
];

/** Kept by the vendor; a complete record sent back leaves them out. */
const READ_ONLY = ['customer_ref', 'created', 'last_modified'];

export const call = (name: string, body: IDataObject): VendorRequest => ({
	method: 'POST',
	path: [name],
	body,
});

/** The sample sends "" for a reference that is not used; an ID, which is no text, is left out. */
const getCustomer = ({ by, value }: RecordRef): VendorRequest =>
	call(
		'GetCustomer',
		by === 'externalRef'
			? { external_customer_ref: value }
			: { customer_id: value, external_customer_ref: '' },
	);

const byReference = (value: string): VendorRequest => getCustomer({ by: 'externalRef', value });

const WATCH_BY = ['id', 'externalRef'] as const;

export const customer: Resource<CustomerKey> & Watched<CustomerKey> = {
	one: 'customer',
	many: 'customers',
	keys: [
		{ name: 'id', displayName: 'By ID', placeholder: 'e.g. 1408', parse: wholeNumberKey('customer ID') },
		{
			name: 'externalRef',
			displayName: 'By External Reference',
			placeholder: 'e.g. EXTREF164736',
			field: 'external_customer_ref',
			parse: textKey('external customer reference', 50),
		},
	],
	fields,
	keyNames: ['customer_id'],
	keyOf: (record) => readWholeNumberKey(record.customer_id),
	...simplified(CUSTOMER, fields, {
		id: numberFrom('customer_id'),
		code: textFrom('customer_ref'),
		name: {
			reads: ['first_name', 'last_name'],
			of: (record) => joinedName(record.first_name, record.last_name),
		},
		firstName: textFrom('first_name'),
		lastName: textFrom('last_name'),
		phone: textFrom('tel_number_1', 'tel_number_2'),
		createdAt: dateFrom('created'),
		updatedAt: dateFrom('last_modified'),
	}),
	read: getCustomer,
	operations: {
		get: {
			kind: 'get',
			description: 'Get one customer by its ID or its external reference',
		},
		create: {
			kind: 'create',
			description: 'Create a customer and return it with its new ID',
			request: (values) => call('CreateCustomer', { customer: nested(values) }),
			references: [{ field: 'external_customer_ref', label: 'external reference', request: byReference }],
		},
		update: {
			kind: 'update',
			description: 'Change some fields of a customer; the others are read first and sent back as they were',
			readsFirst: () => true,
			request: (_, values, current) =>
				call('ModifyCustomer', { customer: completeRecord(current ?? {}, values) }),
		},
		upsert: {
			kind: 'upsert',
			description: 'Update the customer that has the same external reference, or create a new one',
			matchOn: ['external_customer_ref'],
			find: { kind: 'search', request: (_, value) => byReference(value) },
		},
	},
	watch: {
		events: ['updated'],
		parameters: [
			{
				displayName: 'Watch By',
				name: 'watchBy',
				type: 'options',
				options: [
					{ name: 'External Reference', value: 'externalRef' },
					{ name: 'ID', value: 'id' },
				],
				default: 'id',
				description: 'What Watch holds',
			},
			watchParameter(
				'IDs or external references of the customers to watch, separated by commas',
				'e.g. 1408, 1409',
			),
		],
		changeDates: ['last_modified'],
		cost: () => 'A poll takes one request for each customer that is watched.',
		source: (_, parameters) => {
			const chosen = parameters.raw('watchBy') ?? 'id';
			const by = chosenFrom(WATCH_BY, chosen, 'Watch By');
			return {
				kind: 'records',
				refs: recordRefs(customer, parameters, { parameter: 'watch', label: 'Watch', by }),
			};
		},
	},
};

/** ModifyCustomer wants the complete record, with the key that finds it. */
function completeRecord(current: IDataObject, values: Readonly<IDataObject>): IDataObject {
	return laidOver(without(current, READ_ONLY), values);
}
