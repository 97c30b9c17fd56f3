import type { IDataObject } from 'n8n-workflow';

/** A shape that all vendors share: what a record looks like once it is simplified. */
export interface Shape<K extends string = string> {
	/** In output order; a value that the vendor does not have is null. */
	readonly keys: readonly K[];
	/** What says nothing worth copying into another vendor's record: it belongs to its source. */
	readonly sourceOnly: readonly K[];
}

/** A record in a shared shape. */
export type Common<K extends string = string> = Record<K, string | number | boolean | null | IDataObject[]>;

export const CUSTOMER_KEYS = [
	'id',
	'code',
	'externalId',
	'name',
	'firstName',
	'lastName',
	'companyName',
	'email',
	'phone',
	'addressLine1',
	'addressLine2',
	'city',
	'state',
	'postalCode',
	'country',
	'active',
	'createdAt',
	'updatedAt',
] as const;

export const ORDER_KEYS = [
	'id',
	'number',
	'customerId',
	'reference',
	'description',
	'status',
	'date',
	'quantity',
	'total',
	'lines',
] as const;

/** A line of an order. */
export const LINE_KEYS = [
	'lineNumber',
	'code',
	'description',
	'quantity',
	'shipped',
	'price',
	'total',
] as const;

export const ITEM_KEYS = [
	'id',
	'code',
	'name',
	'description',
	'barcode',
	'unit',
	'price',
	'cost',
	'quantityOnHand',
	'quantityAvailable',
	'active',
	'createdAt',
	'updatedAt',
] as const;

export type CustomerKey = (typeof CUSTOMER_KEYS)[number];
export type OrderKey = (typeof ORDER_KEYS)[number];
export type LineKey = (typeof LINE_KEYS)[number];
export type ItemKey = (typeof ITEM_KEYS)[number];
export type CommonCustomer = Common<CustomerKey>;
export type CommonOrder = Common<OrderKey>;

export const CUSTOMER: Shape<CustomerKey> = {
	keys: CUSTOMER_KEYS,
	sourceOnly: ['id', 'code', 'createdAt', 'updatedAt'],
};

/** Orders of every kind, such as sales orders, invoices and deliveries. */
export const ORDER: Shape<OrderKey> = { keys: ORDER_KEYS, sourceOnly: ['id', 'number'] };

export const LINE: Shape<LineKey> = { keys: LINE_KEYS, sourceOnly: [] };

/** Stock and catalogue records. */
export const ITEM: Shape<ItemKey> = {
	keys: ITEM_KEYS,
	sourceOnly: ['id', 'quantityOnHand', 'quantityAvailable', 'createdAt', 'updatedAt'],
};
