import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { operand } from '../shared/conditions';
import { dayIn, toVendorDate } from '../shared/dates';
import { InputFault } from '../shared/fault';
import { textKey } from '../shared/keys';
import type { Parameters } from '../shared/parameters';
import { quoted } from '../shared/printable';
import { unpaged } from '../shared/resource';
import type { Listing, Resource } from '../shared/resource';
import { ORDER, ORDER_KEYS } from '../shared/shapes';
import type { OrderKey } from '../shared/shapes';
import { dateFrom, flagFrom, linesFrom, numberFrom, simplified, textFrom } from '../shared/sources';
import type { Source, Sources } from '../shared/sources';
import { asObject, asObjects, text } from '../shared/values';
import type { Watched } from '../shared/watch';
import type { RecordKey, VendorRequest } from '../shared/wire';
import {
	batchIn,
	filtered,
	filtersParameter,
	havingAnyOf,
	keyIn,
	matching,
	paging,
	pickFrom,
	single,
	watchQuery,
} from './query';
import type { Table } from './query';

/** https://support.weevio.co/docs/api-reference/orders/ */
const table: Table = {
	path: 'orders',
	key: 'ORDER_NUMBER',
	parameter: 'orderNum',
	days: ['ORDER_DATE'],
};

const lines = linesFrom(
	['subRecords'],
	{
		lineNumber: numberFrom('LINE_NUMBER'),
		code: textFrom('PART_CODE'),
		description: textFrom('DESCRIPTION'),
		quantity: numberFrom('QUANTITY'),
		shipped: numberFrom('NUMBER_SHIPPED'),
	},
	(entry) => asObject(entry.ORDER_LINEITEMS) ?? entry,
);

const isLine = (entry: IDataObject): boolean =>
	['ORDER_LINEITEMS', 'LINE_NUMBER', 'PART_CODE'].some((name) => Object.hasOwn(entry, name));

const sources: Sources<OrderKey> = {
	id: textFrom('ORDER_NUMBER'),
	number: textFrom('ORDER_NUMBER'),
	customerId: textFrom('CUSTOMER_CODE'),
	reference: textFrom('REFERENCE_NUMBER'),
	status: textFrom('ORDER_STATUS'),
	date: dateFrom('ORDER_DATE'),
	lines: {
		reads: lines.reads,
		// Among them may be sub-records of other tables.
		of: ({ subRecords }, parent) =>
			lines.of(
				{ subRecords: Array.isArray(subRecords) ? asObjects(subRecords).filter(isLine) : null },
				parent,
			),
	},
};

/** The orders of one customer, which an order need not name. */
export const ordersOfCustomer = simplified(ORDER, [], {
	...sources,
	customerId: { reads: ['CUSTOMER_CODE'], of: (record, code) => text(record.CUSTOMER_CODE) ?? code },
});

export const ordersOf = (code: RecordKey): VendorRequest => havingAnyOf(table, 'CUSTOMER_CODE', [code]);

const trackingNumbers: Source = {
	reads: ['tracking_numbers'],
	of: ({ tracking_numbers: numbers }) =>
		(Array.isArray(numbers) ? numbers : [numbers])
			.map(text)
			.filter((number) => number !== null)
			.join(', ') || null,
};

/** What became of an order in Shopify: a common order, and what else is documented of it. */
const ordersOfShopify = simplified(
	{ keys: [...ORDER_KEYS, 'updatedAt', 'trackingNumbers', 'isDropship'], sourceOnly: [] },
	[],
	{
		id: textFrom('pims_order_number'),
		number: textFrom('pims_order_number'),
		reference: textFrom('shopify_order_number'),
		status: textFrom('order_type'),
		date: dateFrom('create_date'),
		updatedAt: dateFrom('modified_date'),
		trackingNumbers,
		isDropship: flagFrom('is_dropship'),
	},
);

/** https://support.weevio.co/docs/api-reference/orders-by-shopify-reference/ */
function byShopifyNumber(parameters: Parameters): Listing {
	const label = 'Shopify Order Number';
	const given = parameters.raw('shopifyOrderNumber');
	if (parameters.text('shopifyOrderNumber', label) === undefined || typeof given === 'boolean') {
		throw new InputFault(
			`${label}: nothing is entered`,
			'Enter it as Shopify shows it, such as #12345, or check that the expression has a value for this item',
		);
	}
	return {
		request: {
			method: 'GET',
			path: ['orders', 'by_shopify_reference'],
			query: { shopify_order_number: operand(given, label).trim() },
		},
	};
}

const filters = filtersParameter(
	'Conditions that an order must meet. Without any, all orders are returned.',
	{
		default: 'ORDER_STATUS',
		columns: {
			CUSTOMER_CODE: 'Customer Code',
			ORDER_DATE: 'Order Date',
			ORDER_NUMBER: 'Order Number',
			ORDER_STATUS: 'Order Status',
			REFERENCE_NUMBER: 'Reference Number',
		},
	},
);

/** How many days back orders are watched: nothing but a day can be asked for. */
const DAYS_WATCHED = 7;

const timezoneOption: INodeProperties = {
	displayName: 'Timezone',
	name: 'timezone',
	type: 'string',
	default: '',
	placeholder: 'e.g. America/Chicago',
	description: "The zone in which Weevio dates orders; the workflow's when left empty",
};

/** Today and the days before, as ORDER_DATE has them. */
function daysWatched(parameters: Parameters, now: Date): string[] {
	const { timezone } = parameters.options;
	const zone = text(timezone) ?? parameters.timeZone();
	const today = dayIn(zone, now);
	if (today === undefined) {
		throw new InputFault(
			`Options: there is no time zone ${quoted(zone)}`,
			'Enter one such as America/Chicago, or remove the option',
		);
	}
	return Array.from({ length: DAYS_WATCHED + 1 }, (_, back) => {
		const day = new Date(`${today}T00:00:00Z`);
		day.setUTCDate(day.getUTCDate() - back);
		return toVendorDate(day.toISOString(), 'MM/DD/YYYY', 'Timezone');
	});
}

export const order: Resource<OrderKey> & Watched<OrderKey> = {
	one: 'order',
	many: 'orders',
	keys: [
		{ name: 'list', displayName: 'From List', parse: textKey('order number') },
		{
			name: 'id',
			displayName: 'By ID',
			placeholder: 'e.g. order number 100245',
			parse: textKey('order number'),
		},
	],
	fields: [],
	keyOf: keyIn(table),
	...simplified(ORDER, [], sources),
	read: ({ value }) => single(table, value),
	operations: {
		get: {
			kind: 'get',
			description: 'Get one order with its lines by its order number',
			batch: batchIn(table),
		},
		search: {
			kind: 'list',
			parameters: [filters],
			description: 'Find orders by conditions on their fields, such as status, date or customer',
			plan: (parameters) => ({ request: filtered(table, parameters, 'ORDER_STATUS') }),
			paging,
		},
		getByShopifyNumber: {
			kind: 'list',
			name: 'Get by Shopify Number',
			action: 'Get orders by Shopify number',
			description:
				'Find what became of an order in Shopify: its quotes, sales orders and invoices in PIMS, with their tracking numbers',
			brings: ordersOfShopify,
			whole: true,
			parameters: [
				{
					displayName: 'Shopify Order Number',
					name: 'shopifyOrderNumber',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. #12345',
					description:
						'The number of the order as Shopify shows it, with its #. An order that PIMS does not know gives no item.',
				},
			],
			plan: byShopifyNumber,
			paging: unpaged,
		},
	},
	watch: {
		...watchQuery(table, 'ORDER_STATUS'),
		events: ['created', 'updated', 'createdOrUpdated'],
		parameters: [filters],
		options: [timezoneOption],
		narrowing: ['timezone'],
		// Orders of some days in one question; conditions of a person's beside them would take one a day.
		source: (_, parameters, now) => {
			const keep = matching(table, parameters, 'ORDER_STATUS');
			return {
				kind: 'list',
				listing: {
					request: havingAnyOf(table, 'ORDER_DATE', daysWatched(parameters, now)),
					...(keep === undefined ? {} : { keep }),
				},
				paging,
			};
		},
	},
	pick: {
		...pickFrom(table, ['ORDER_NUMBER', 'REFERENCE_NUMBER', 'CUSTOMER_CODE']),
		nameOf: ({ CUSTOMER_CODE: code, REFERENCE_NUMBER: reference }) =>
			[text(reference), text(code)].filter((part) => part !== null).join(', ') || null,
	},
};
