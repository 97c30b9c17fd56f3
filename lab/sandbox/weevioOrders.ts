import type { JsonObject, VendorContext, VendorReply, VendorRequest } from './types';
import { lineItems, ORDER_COLUMNS, orderByNumber, ordersOf } from './weevioData';
import type { WeevioData, WeevioLineItem, WeevioOrder } from './weevioData';
import { candidates } from './weevioFilter';
import type { WeevioFilter } from './weevioFilter';
import { filtersFrom, maxReturn, parameter, single, success, take } from './weevioTables';
import type { WeevioRoutes } from './weevioTables';

/** The number that the page asks for: partly invoiced, the rest still a sales order. */
const DOCUMENTED = '#12345';
/** Any other number in Shopify is the one of PIMS less this. */
const AHEAD_OF_SHOPIFY = 90_000;

/** Orders by number, by query, and by their number in Shopify. */
export function orderRoutes(context: VendorContext, data: () => WeevioData): WeevioRoutes {
	const { seed } = context;
	const byNumber = (number: string) => orderByNumber(seed, data(), number);

	function linesOf(number: string): WeevioLineItem[] {
		const lines = lineItems(seed, number);
		if (!context.settings().weevioLinesNameOrder) return lines;
		return lines.map(({ ORDER_LINEITEMS: line }) => ({
			ORDER_LINEITEMS: { ORDER_NUMBER: number, ...line },
		}));
	}

	function* all(codes: string[] = data().codes): Iterable<WeevioOrder> {
		for (const code of codes) yield* ordersOf(seed, data(), code);
	}

	function sourceOf(filters: WeevioFilter[]): Iterable<WeevioOrder> {
		const numbers = candidates(filters, 'ORDER_NUMBER');
		if (numbers === undefined) return all(candidates(filters));
		return numbers.map(byNumber).filter((order) => order !== undefined);
	}

	function query(request: VendorRequest, body: unknown): VendorReply {
		const filters = filtersFrom(context, body, new Set(ORDER_COLUMNS));
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

	function ofShopify(number: string): JsonObject[] {
		if (number === DOCUMENTED) {
			const [invoiced, rest] = ['100000', '100001'].map(byNumber);
			return [
				...(invoiced === undefined ? [] : [inPims(invoiced, 'invoice', ['1Z999AA10123456784'])]),
				...(rest === undefined ? [] : [inPims(rest, 'sales order', [])]),
			];
		}
		const order = /^#\d+$/.test(number)
			? byNumber(String(Number(number.slice(1)) + AHEAD_OF_SHOPIFY))
			: undefined;
		if (order === undefined) return [];
		const shipped = order.ORDER_STATUS === 'Shipped' || order.ORDER_STATUS === 'Closed';
		const tracking = shipped ? [`1Z${order.ORDER_NUMBER}1`, `1Z${order.ORDER_NUMBER}2`] : [];
		return [inPims(order, shipped ? 'invoice' : 'quote', tracking)];
	}

	return {
		'GET /orders/single': (request) => {
			const order = byNumber(parameter(request, 'orderNum'));
			return single(context, order, order === undefined ? null : linesOf(order.ORDER_NUMBER ?? ''));
		},
		'POST /orders/query': query,
		'GET /orders/by_shopify_reference': byShopifyReference,
	};
}

function inPims(order: WeevioOrder, type: string, tracking: string[]): JsonObject {
	const [month, day, year] = (order.ORDER_DATE ?? '').split('/');
	return {
		order_type: type,
		pims_order_number: order.ORDER_NUMBER,
		create_date: `${year}-${month}-${day}T09:30:00Z`,
		modified_date: `${year}-${month}-${day}T16:45:00Z`,
		tracking_numbers: tracking,
		is_dropship: false,
		// The page goes on with the shipping; what it is called there could not be read.
		shipping: { method: 'Ground' },
	};
}
