import type { INodeProperties } from 'n8n-workflow';

import { filtersOf, operand } from '../shared/conditions';
import { toVendorDate } from '../shared/dates';
import { InputFault } from '../shared/fault';
import { chosenFrom } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import { quoted } from '../shared/printable';
import { unpaged } from '../shared/resource';
import type { List, Listing, Resource } from '../shared/resource';
import { ORDER } from '../shared/shapes';
import type { OrderKey } from '../shared/shapes';
import { dateFrom, numberFrom, ownShape, simplified, textFrom } from '../shared/sources';
import { text } from '../shared/values';
import type { Watched } from '../shared/watch';
import { yesOrNo } from '../shared/words';
import { get } from './calls';

/** One documented filter, with what of a person's value is sent. */
interface Filter {
	readonly property: INodeProperties;
	sent(value: unknown, label: string): string | boolean;
}

const words = (
	name: string,
	displayName: string,
	description: string,
	form: (value: string) => string = (value) => value,
): Filter => ({
	property: { displayName, name, type: 'string', default: '', description },
	sent: (value, label) => form(operand(value, `Filters: ${label}`).trim()),
});

const yesNo = (name: string, displayName: string, description: string): Filter => ({
	property: { displayName, name, type: 'boolean', default: true, description },
	sent: (value, label) => {
		const flag = yesOrNo(value);
		if (flag !== undefined) return flag;
		throw new InputFault(
			`Filters: ${label} must be true or false, not ${quoted(value)}`,
			'Switch it on or off, or remove the filter',
		);
	},
});

const STATUSES = ['Open', 'Cancelled', 'Closed'] as const;

/** Purchase order numbers have 15 digits in answers, padded with zeros. */
const paddedNumber = (value: string): string => (/^\d+$/.test(value) ? value.padStart(15, '0') : value);

/**
 * The filters of PO/Get and PO/ItemGet, which differ in the supplier's name alone,
 * https://manexerp.freshdesk.com/support/solutions/articles/72000514410 and https://kb.manex.com/print.asp?Lang=1&id=5789
 */
const filters = (supplier: 'supName' | 'supplierName'): readonly Filter[] => [
	words('uniqKey', 'Item Key', 'The Uniq_Key of an item that is ordered'),
	words('uniqlnno', 'Line Key', 'The UNIQLNNO of a line'),
	words('partmfgr', 'Manufacturer', 'The manufacturer of a part that is ordered'),
	words('mfgrPtNo', 'Manufacturer Part Number', 'The number that the manufacturer gives a part'),
	words('partNo', 'Part Number', 'The part number of an item that is ordered'),
	words('poNum', 'Purchase Order Number', 'Digits are filled up with zeros to 15', paddedNumber),
	yesNo('received', 'Received', 'Whether what was ordered has been received'),
	words('revision', 'Revision', 'The revision of the part number'),
	{
		property: {
			displayName: 'Scheduled Prior To',
			name: 'scheduledPriorTo',
			type: 'dateTime',
			default: '',
			description: 'Orders that are scheduled before this day',
		},
		sent: (value, label) => toVendorDate(value, 'MM-DD-YYYY', `Filters: ${label}`),
	},
	{
		property: {
			displayName: 'Status',
			name: 'poStatus',
			type: 'options',
			options: [...STATUSES].sort().map((status) => ({ name: status, value: status })),
			default: 'Open',
			description: 'The status of the order',
		},
		sent: (value, label) => chosenFrom(STATUSES, value, `Filters: ${label}`),
	},
	words('uniqSupno', 'Supplier Key', 'The UNIQSUPNO of the supplier'),
	words(supplier, 'Supplier Name', 'The name of the supplier'),
	yesNo('withBalance', 'With Balance', 'Whether something of the order is still to come'),
];

const parameterOf = (known: readonly Filter[]): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description: 'Without any, ManEx sends all there are',
	options: known.map(({ property }) => property),
});

/** @throws InputFault for a filter without a value: more would come than was asked for */
function listing(action: 'Get' | 'ItemGet', known: readonly Filter[], parameters: Parameters): Listing {
	const chosen = filtersOf(
		parameters,
		known.map(({ property }) => property.name),
	);
	const sent = known
		.filter(({ property }) => property.name in chosen)
		.map(({ property, sent }) => [property.name, sent(chosen[property.name], property.displayName)]);
	return { request: get(['PO', action], Object.fromEntries(sent)) };
}

/** Nothing of the documentation shortens or pages the answer. */
const search = (
	action: 'Get' | 'ItemGet',
	supplier: 'supName' | 'supplierName',
	description: string,
): List => {
	const known = filters(supplier);
	return {
		kind: 'list',
		description,
		parameters: [parameterOf(known)],
		plan: (parameters) => listing(action, known, parameters),
		paging: unpaged,
	};
};

const orderFilters = filters('supName');

export const purchaseOrder: Resource<OrderKey> & Watched<OrderKey> = {
	one: 'purchase order',
	many: 'purchase orders',
	keys: [],
	fields: [],
	keyOf: (record) => text(record.PONUM) ?? undefined,
	// Whom it is ordered from is no customer.
	...simplified(ORDER, [], {
		id: textFrom('PONUM'),
		number: textFrom('PONUM'),
		status: textFrom('POSTATUS'),
		date: dateFrom('PODATE'),
		total: numberFrom('POTOTAL'),
	}),
	read: undefined,
	operations: {
		search: search(
			'Get',
			'supName',
			'Find purchase orders by supplier, part, status or the day for which they are scheduled',
		),
	},
	watch: {
		events: ['created', 'updated', 'createdOrUpdated'],
		parameters: [parameterOf(orderFilters)],
		changeDates: [],
		cost: () =>
			'A poll takes one request, whose answer is the whole list that Filters leave; at most 25,000.',
		source: (_, parameters) => ({
			kind: 'list',
			listing: listing('Get', orderFilters, parameters),
			paging: unpaged,
		}),
	},
};

const line = ownShape({
	id: textFrom('UNIQLNNO'),
	purchaseOrderId: textFrom('PONUM'),
	lineNumber: numberFrom('ITEMNO'),
	partNumber: textFrom('Part_No'),
	revision: textFrom('Revision'),
	supplierName: textFrom('Supname'),
	orderStatus: textFrom('POSTATUS'),
	orderDate: dateFrom('PODATE'),
	quantity: numberFrom('ORD_QTY'),
	received: numberFrom('RECV_QTY'),
	accepted: numberFrom('ACPT_QTY'),
	rejected: numberFrom('REJ_QTY'),
	cost: numberFrom('COSTEACH'),
});

/** Both manuals print its address without /API, which every other function has. */
export const purchaseOrderItem: Resource<(typeof line.shape.keys)[number]> = {
	one: 'purchase order item',
	many: 'purchase order items',
	keys: [],
	fields: [],
	keyOf: (record) => text(record.UNIQLNNO) ?? undefined,
	...line,
	read: undefined,
	operations: {
		search: search(
			'ItemGet',
			'supplierName',
			'Find the items of purchase orders by supplier, part, status or the day for which they are scheduled',
		),
	},
};
