import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { filtersOf, operand } from '../shared/conditions';
import { InputFault } from '../shared/fault';
import { fieldOf } from '../shared/fields';
import type { Field } from '../shared/fields';
import { readWholeNumberKey, wholeNumberKey } from '../shared/keys';
import type { Parameters } from '../shared/parameters';
import type { Listing, Resource } from '../shared/resource';
import { numberFrom, ownShape } from '../shared/sources';
import type { Source } from '../shared/sources';
import type { RecordKey, VendorRequest } from '../shared/wire';
import { history } from './dongleHistory';
import { idIn } from './ids';
import { paging, Sorting } from './paging';
import { namedChoice, namedFrom } from './states';
import type { Names } from './states';
import { unixTime } from './unixTime';

/** Hardware keys: https://dev.guardant.ru/pages/viewpage.action?pageId=148045875 */

const MODELS: Names = { 0: 'UNKNOWN', 1: 'DL', 2: 'SIGN', 3: 'TIME', 4: 'CODE', 5: 'CODE_TIME' };

const shape = ownShape(
	{
		id: numberFrom('dongleid'),
		model: namedFrom('model', MODELS),
		publicCode: numberFrom('publiccode'),
		typeFlags: numberFrom('typeflags'),
		netResource: numberFrom('netresource'),
		driverType: numberFrom('drivertype'),
	},
	['id'],
);

type DongleKey = keyof ReturnType<typeof shape.simplify>;

/** The vendor's numbers of 32 bits come with a sign. */
const dongleKey = wholeNumberKey('dongle ID', '-?\\d+');

/** Of a dongle in the shape of this resource: any other record's `id` would be a strange key in an order. */
const idOfDongle: Source<unknown> = {
	reads: ['id', 'publicCode'],
	of: ({ id, publicCode }) => (publicCode === undefined ? undefined : id),
};

const wholeNumber = fieldOf({ type: 'number', whole: true });
const created = { only: 'create' } as const;

const fields: Array<Field<DongleKey>> = [
	wholeNumber('dongleId', 'Dongle ID', {
		...created,
		readAs: 'dongleid',
		required: true,
		common: idOfDongle,
		description: 'The number on its case',
	}),
	namedChoice(MODELS)('dongleModel', 'Model', { ...created, readAs: 'model', common: 'model' }),
	wholeNumber('publicCode', 'Public Code', {
		...created,
		readAs: 'publiccode',
		description: 'Of your company as the owner of the dongle',
	}),
	wholeNumber('typeFlags', 'Type Flags', { ...created, readAs: 'typeflags' }),
	wholeNumber('netResource', 'Network Resource', { ...created, readAs: 'netresource' }),
	fieldOf({ type: 'number', whole: true, min: 0 })('driverType', 'Driver Type', {
		only: 'update',
		readAs: 'drivertype',
		description: '0: Guardant driver, 2: HID, 16: WinUSB (assumed)',
	}),
];

const sorting = new Sorting('Filters');

const searchParameters: INodeProperties[] = [
	{
		...sorting.parameter,
		// There is nothing to filter by: what workflows store under this name has always been the sorting.
		name: 'filters',
	},
];

function searchPlan(parameters: Parameters): Listing {
	const query = sorting.queryOf(parameters, filtersOf(parameters, ['direction'], ['filters', 'Sort']));
	return { request: { method: 'GET', path: ['dongles'], query } };
}

const historyParameters: INodeProperties[] = [
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Action Result',
				name: 'actionResult',
				type: 'string',
				default: '',
				description: 'Only what ended with this result, as Guardant Station numbers or names it',
			},
			{
				displayName: 'From',
				name: 'actionDateBegin',
				type: 'dateTime',
				default: '',
				description: 'Only what was done at this time or later, in UTC unless the time names its zone',
			},
			...sorting.stored,
			{
				displayName: 'Until',
				name: 'actionDateEnd',
				type: 'dateTime',
				default: '',
				description:
					'Only what was done at this time or earlier, in UTC unless the time names its zone. A day alone counts to its end.',
			},
		],
	},
	sorting.parameter,
];

/** https://kb.guardant.ru/pages/viewpage.action?pageId=197853466 */
function historyPlan(parameters: Parameters, dongle: RecordKey): Listing {
	const filters = filtersOf(parameters, ['actionDateBegin', 'actionDateEnd', 'actionResult', 'direction']);
	const given = (name: string, label: string): string | undefined =>
		name in filters ? operand(filters[name], label) : undefined;
	const begin = given('actionDateBegin', 'Filters: From');
	const end = given('actionDateEnd', 'Filters: Until');
	const actionresult = given('actionResult', 'Filters: Action Result')?.trim();
	const actiondatebegin = begin === undefined ? undefined : unixTime(begin, 'Filters: From', 'first');
	const actiondateend = end === undefined ? undefined : unixTime(end, 'Filters: Until', 'last');
	if (actiondatebegin !== undefined && actiondateend !== undefined && actiondatebegin > actiondateend) {
		throw new InputFault('Filters: From is later than Until', 'Enter the earlier time in From');
	}
	return {
		request: {
			method: 'GET',
			path: ['getdonglehistory', String(dongle)],
			query: {
				...(actiondatebegin === undefined ? {} : { actiondatebegin }),
				...(actiondateend === undefined ? {} : { actiondateend }),
				...(actionresult === undefined ? {} : { actionresult }),
				...sorting.queryOf(parameters, filters),
			},
		},
	};
}

const updateRequest = (dongle: RecordKey, body: IDataObject): VendorRequest => ({
	method: 'PUT',
	path: ['dongles', String(dongle)],
	body,
});

export const dongle: Resource<DongleKey> = {
	one: 'dongle',
	many: 'dongles',
	keys: [{ name: 'id', displayName: 'By ID', placeholder: 'e.g. 991846791', parse: dongleKey }],
	fields,
	keyNames: ['dongleid', 'id'],
	keyOf: (record) => readWholeNumberKey(record.dongleid),
	...shape,
	// Nothing documented reads one, and a list of all of them says nothing about an order.
	read: undefined,
	operations: {
		search: {
			kind: 'list',
			parameters: searchParameters,
			description: 'List the hardware keys of the account',
			plan: searchPlan,
			paging,
		},
		create: {
			kind: 'create',
			action: 'Add dongle to order',
			description:
				'Add a hardware key to a submitted order, so that the licenses of the order may be written to it. This changes what was ordered; writing licenses lowers the balance of the Guardant Station account.',
			parameters: [
				{
					displayName: 'Order',
					name: 'order',
					type: 'number',
					required: true,
					default: 0,
					description:
						'The ID of the order, as Get Many Orders of a customer gives it. It must be submitted.',
				},
			],
			says: { order: 'Order', dongleId: 'Dongle ID (dongleId)' },
			given: (parameters) => ({ order: idIn(parameters, 'order', 'Order') }),
			request: (values, { order }) => ({
				method: 'POST',
				path: ['orders', String(order), 'dongles'],
				body: { ...values },
			}),
			references: [{ field: 'dongleId', label: 'dongle ID' }],
		},
		update: {
			kind: 'update',
			description:
				'Change the driver type of a hardware key. This changes a key that holds licenses; updating licenses on it lowers the balance of the Guardant Station account.',
			request: ({ value }, values) => updateRequest(value, { ...values }),
		},
		getHistory: {
			kind: 'list',
			of: history,
			name: 'Get History',
			action: 'Get dongle history',
			description: 'List when a hardware key was written or updated, and with what result',
			parameters: historyParameters,
			plan: historyPlan,
			paging,
		},
	},
};
