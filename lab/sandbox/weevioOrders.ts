import { americanDay, isoNow, today } from './data';
import { Overlay } from './overlay';
import { Refused } from './refused';
import { tableOf } from './table';
import type { Table } from './table';
import type { JsonObject, VendorContext, VendorReply, VendorRequest } from './types';
import { firstNewOrder, lineItems, ORDER_COLUMNS, OrderDays, orderByNumber, ordersOf } from './weevioData';
import type { WeevioData, WeevioLineItem, WeevioOrder } from './weevioData';
import { candidates } from './weevioFilter';
import type { WeevioFilter } from './weevioFilter';
import { Columns, filtersFrom, maxReturn, parameter, single, success, take } from './weevioTables';
import type { WeevioRoutes } from './weevioTables';

/** The number that the page asks for: partly invoiced, the rest still a sales order. */
const DOCUMENTED = '#12345';
/** Any other number in Shopify is the one of PIMS less this. */
const AHEAD_OF_SHOPIFY = 90_000;

export interface Orders {
	readonly routes: WeevioRoutes;
	readonly table: Table;
	record(number: string): WeevioOrder | undefined;
}

/** Orders by number, by query, and by their number in Shopify. */
export function createOrders(context: VendorContext, data: () => WeevioData): Orders {
	const { seed } = context;
	const columns = new Columns(ORDER_COLUMNS);
	const days = new OrderDays(seed, data);
	const orders = new Overlay<string, WeevioOrder>(
		(order) => order.ORDER_NUMBER ?? '',
		(number) => orderByNumber(seed, data(), number),
	);
	const byNumber = (number: string) => orders.get(number);
	/** When an order was changed since the start. */
	const changedAt = new Map<string, string>();
	let ordersMade = 0;

	function linesOf(number: string): WeevioLineItem[] {
		const lines = lineItems(seed, number);
		if (!context.settings().weevioLinesNameOrder) return lines;
		return lines.map(({ ORDER_LINEITEMS: line }) => ({
			ORDER_LINEITEMS: { ORDER_NUMBER: number, ...line },
		}));
	}

	function* seeded(codes: string[] = data().codes): Iterable<WeevioOrder> {
		for (const code of codes) yield* ordersOf(seed, data(), code);
	}

	function sourceOf(filters: WeevioFilter[]): Iterable<WeevioOrder> {
		const numbers = candidates(filters, 'ORDER_NUMBER');
		if (numbers !== undefined) return numbers.map(byNumber).filter((order) => order !== undefined);
		const wanted = candidates(filters) === undefined ? candidates(filters, 'ORDER_DATE') : undefined;
		return orders.among(wanted === undefined ? seeded(candidates(filters)) : days.of(wanted));
	}

	function query(request: VendorRequest, body: unknown): VendorReply {
		const filters = filtersFrom(context, body, columns.all());
		const found = take(sourceOf(filters), filters, maxReturn(context, request));
		if (!context.settings().weevioQuerySubRecords) return success(found, null);
		// Not documented: the only shape known for line items, all orders' items in one list.
		return success(
			found,
			found.flatMap((order) => linesOf(String(order.ORDER_NUMBER))),
		);
	}

	/** No `status` and no `data`, and an empty list where nothing matches. */
	function byShopifyReference(request: VendorRequest): VendorReply {
		const number = parameter(request, 'shopify_order_number');
		return { status: 200, body: { shopify_order_number: number, orders: ofShopify(number) } };
	}

	const staged = (order: WeevioOrder, type: string, tracking: string[]): JsonObject =>
		inPims(order, type, tracking, changedAt.get(order.ORDER_NUMBER ?? ''));

	function ofShopify(number: string): JsonObject[] {
		if (number === DOCUMENTED) {
			const [invoiced, rest] = ['100000', '100001'].map(byNumber);
			return [
				...(invoiced === undefined ? [] : [staged(invoiced, 'invoice', ['1Z999AA10123456784'])]),
				...(rest === undefined ? [] : [staged(rest, 'sales order', [])]),
			];
		}
		const order = /^#\d+$/.test(number)
			? byNumber(String(Number(number.slice(1)) + AHEAD_OF_SHOPIFY))
			: undefined;
		if (order === undefined) return [];
		const shipped = order.ORDER_STATUS === 'Shipped' || order.ORDER_STATUS === 'Closed';
		const tracking = shipped ? [`1Z${order.ORDER_NUMBER}1`, `1Z${order.ORDER_NUMBER}2`] : [];
		return [staged(order, shipped ? 'invoice' : 'quote', tracking)];
	}

	function made(fields: JsonObject): WeevioOrder {
		const given = columns.taken(fields);
		const code = given.CUSTOMER_CODE ?? data().codes[0] ?? '';
		if (data().customers.held(code) === undefined) throw new Refused(`CUSTOMER_CODE ${code} does not exist`);
		const number = firstNewOrder(data()) + ordersMade++;
		return {
			ORDER_NUMBER: String(number),
			REFERENCE_NUMBER: `PO-${number}`,
			CUSTOMER_CODE: code,
			ORDER_DATE: americanDay(today()),
			ORDER_STATUS: 'Open',
			...given,
		};
	}

	function amended(order: WeevioOrder, fields: JsonObject): WeevioOrder {
		changedAt.set(order.ORDER_NUMBER ?? '', `${isoNow()}Z`);
		return { ...order, ...columns.taken(fields) };
	}

	return {
		routes: {
			'GET /orders/single': (request) => {
				const order = byNumber(parameter(request, 'orderNum'));
				return single(context, order, order === undefined ? null : linesOf(order.ORDER_NUMBER ?? ''));
			},
			'POST /orders/query': query,
			'GET /orders/by_shopify_reference': byShopifyReference,
		},
		record: byNumber,
		table: tableOf(() => orders, { key: String, made, amended }),
	};
}

function inPims(
	order: WeevioOrder,
	type: string,
	tracking: string[],
	changedAt: string | undefined,
): JsonObject {
	const [month, day, year] = (order.ORDER_DATE ?? '').split('/');
	return {
		order_type: type,
		pims_order_number: order.ORDER_NUMBER,
		create_date: `${year}-${month}-${day}T09:30:00Z`,
		modified_date: changedAt ?? `${year}-${month}-${day}T16:45:00Z`,
		tracking_numbers: tracking,
		is_dropship: false,
		// The page goes on with the shipping; what it is called there could not be read.
		shipping: { method: 'Ground' },
	};
}
