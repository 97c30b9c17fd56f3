import type { IDataObject } from 'n8n-workflow';

/** The common customer of every vendor, in output order; a value the vendor does not have is null. */
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

/** The common order (EPASS: invoice), in output order. */
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

export type CustomerKey = (typeof CUSTOMER_KEYS)[number];
export type OrderKey = (typeof ORDER_KEYS)[number];

/** A record in the shape that all vendors share. */
export type Common<K extends string = string> = Record<K, string | number | boolean | null | IDataObject[]>;
export type CommonCustomer = Common<CustomerKey>;
export type CommonOrder = Common<OrderKey>;
