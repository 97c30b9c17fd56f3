import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { filtersOf, operand } from '../shared/conditions';
import { InputFault } from '../shared/fault';
import { fieldOf } from '../shared/fields';
import type { Field } from '../shared/fields';
import { readWholeNumberKey, textKey } from '../shared/keys';
import type { Parameters } from '../shared/parameters';
import type { Listing, Resource } from '../shared/resource';
import { numberFrom, ownShape, textFrom } from '../shared/sources';
import type { Source } from '../shared/sources';
import { asObject, joinedName, numeric, text } from '../shared/values';
import type { VendorRequest, WriteFields } from '../shared/wire';
import { actualLicense, binding, bindingMaxHardwareChangeNumber } from './license';
import { paging, Sorting } from './paging';
import { namedChoice, namedFrom, statesOf } from './states';
import type { Names } from './states';

/** Serials of software keys: https://dev.guardant.ru/pages/viewpage.action?pageId=148045885 */

const STATES: Names = { 0: 'Normal', 1: 'Blocked' };

/** The most activations that an order which is no demo may give a serial. */
const MOST_ACTIVATIONS = 50;

/** As the name of a customer is made. */
const customerName: Source<string | null> = {
	reads: ['customer.companyname', 'customer.name', 'customer.lastname'],
	of: ({ customer }) => {
		const { companyname, lastname, name } = asObject(customer) ?? {};
		return text(companyname) ?? joinedName(name, lastname);
	},
};

/** What every answer about a serial has. */
const common = {
	/** An answer that leaves it out is about the serial that was asked for. */
	id: {
		reads: ['serialstring'],
		of: ({ serialstring }, asked) => text(serialstring) ?? text(asked),
	} satisfies Source<string | null>,
	internalId: numberFrom('_id'),
	status: namedFrom('status', STATES),
	activationCount: numberFrom('activationcount'),
	activationLimit: numberFrom('activationlimit'),
	dongleId: numberFrom('dongleid'),
	licenseContainerVersion: numberFrom('licensecontainerversion'),
};

const shape = ownShape(
	{
		...common,
		customerId: numberFrom('customer._id'),
		customerName,
		customerCompanyName: textFrom('customer.companyname'),
		customerEmail: textFrom('customer.email'),
		customerPhone: textFrom('customer.phone'),
		binding,
		bindingMaxHardwareChangeNumber,
	},
	[
		...(['id', 'internalId', 'activationCount', 'dongleId', 'licenseContainerVersion'] as const),
		...(['customerId', 'customerName', 'customerCompanyName', 'customerEmail', 'customerPhone'] as const),
		...(['binding', 'bindingMaxHardwareChangeNumber'] as const),
	],
);

type SerialKey = keyof ReturnType<typeof shape.simplify>;

/** A serial with what it licenses at present. */
const licensed = ownShape({ ...common, licenses: actualLicense });

function searchPlan(parameters: Parameters): Listing {
	const filters = filtersOf(parameters, ['text', 'status', 'direction']);
	if (!('text' in filters)) {
		throw new InputFault(
			'Filters: Text is required',
			'Add the filter Text, with (part of) a serial, a license ID, or what is known of the customer',
		);
	}
	const searchstring = operand(filters.text, 'Filters: Text').trim();
	const states = 'status' in filters ? statesOf(filters.status, STATES, 'Filters: the serial status') : [];
	return {
		request: {
			method: 'POST',
			path: ['search', 'serialnumbers'],
			query: {
				...(states.length === 0 ? {} : { status: states.join(',') }),
				...sorting.queryOf(parameters, filters),
			},
			body: { searchstring },
		},
	};
}

const sorting = new Sorting('Filters');

const searchParameters: INodeProperties[] = [
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		description: 'What to search for. Text is required.',
		options: [
			...sorting.stored,
			{
				displayName: 'Status',
				name: 'status',
				type: 'multiOptions',
				options: [
					{ name: 'Blocked', value: 1 },
					{ name: 'Normal', value: 0 },
				],
				default: [],
				description: 'Only serials with one of these states. Without any, all serials are returned.',
			},
			{
				displayName: 'Text',
				name: 'text',
				type: 'string',
				default: '',
				placeholder: 'e.g. LvHdHH',
				description:
					'A serial or part of one, a license or dongle ID, or company, first name, last name, email or phone of the customer in full or in part. Required.',
			},
		],
	},
	sorting.parameter,
];

/**
 * The number by which requests about a serial name it, which is not the serial that people know.
 * @throws InputFault when the vendor's answer has none
 */
function internalId(record: IDataObject): string {
	const id = readWholeNumberKey(record._id);
	if (id !== undefined) return String(id);
	throw new InputFault(
		'Guardant Station sent the serial without its _id, by which it has to be asked for further',
		'Try again; if it stays so, ask Guardant',
	);
}

const fields: Array<Field<SerialKey>> = [
	namedChoice(STATES)('status', 'Status', { description: 'Normal, or blocked in Guardant Station' }),
	fieldOf({ type: 'number', whole: true, min: 0, max: MOST_ACTIVATIONS })(
		'activationLimit',
		'Activation Limit',
		{
			readAs: 'activationlimit',
			description: 'Not below the activations that were made; 10 at most in a demo order',
		},
	),
];

/** The documented change request carries both values; whether one alone leaves the other is not stated. */
function updateRequest(values: WriteFields, current: IDataObject | undefined): VendorRequest {
	const limit = numeric(values.activationLimit);
	const used = numeric(current?.activationcount);
	if (limit !== null && used !== null && limit < used) {
		throw new InputFault(
			`Fields: Activation Limit (activationLimit) must not be below the ${used} activations that were made, but is ${limit}`,
			`Enter ${used} or more; to stop further activations, set Status to Blocked`,
		);
	}
	const kept: IDataObject = {};
	for (const { id, readAs } of fields) {
		const value = current?.[readAs ?? id];
		if (value !== undefined) kept[id] = numeric(value) ?? value;
	}
	return {
		method: 'PUT',
		path: ['serials', current === undefined ? '' : internalId(current)],
		body: { ...kept, ...values },
	};
}

export const serial: Resource<SerialKey> = {
	one: 'serial',
	many: 'serials',
	keys: [
		{
			name: 'id',
			displayName: 'By ID',
			placeholder: 'e.g. LvHdHH-Ux1VmY-pGKq1y-NEE4pp-8iAAgP',
			parse: textKey('serial'),
		},
	],
	fields,
	keyNames: ['serialstring', '_id', 'id'],
	keyOf: (record) => text(record.serialstring) ?? undefined,
	...shape,
	read: ({ value }) => ({ method: 'GET', path: ['serial', 'getinfo', String(value)] }),
	operations: {
		get: {
			kind: 'get',
			description: 'Get one serial: its state, how often it was activated, and whose it is',
		},
		search: {
			kind: 'list',
			parameters: searchParameters,
			description: 'Find serials by part of the serial, by license ID, or by what is known of the customer',
			plan: searchPlan,
			paging,
		},
		getLicense: {
			kind: 'get',
			name: 'Get License',
			action: 'Get serial license',
			description: 'Get what a serial licenses at present, with its features and their terms',
			then: {
				request: (record) => ({ method: 'GET', path: ['serials', internalId(record), 'getactuallicense'] }),
				brings: licensed,
			},
		},
		update: {
			kind: 'update',
			description:
				"Block or unblock a serial, or change how often it may be activated. This changes a customer's license; each further activation lowers the balance of the Guardant Station account.",
			readsFirst: () => true,
			request: (_, values, current) => updateRequest(values, current),
		},
	},
};
