import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { MATRIX_VENDORS } from '../lab/faults/vendors';
import type { MatrixVendor } from '../lab/faults/vendors';
import type { VendorName } from '../lab/sandbox';
import { customer as epassCustomer } from '../nodes/Epass/customer';
import { invoice as epassInvoice } from '../nodes/Epass/invoice';
import { customer as guardantCustomer } from '../nodes/GuardantStation/customer';
import { customer as manexCustomer } from '../nodes/ManexErp/customer';
import { manexErp } from '../nodes/ManexErp/vendor';
import { customer as pdmCustomer } from '../nodes/ProDeliveryManager/customer';
import type { List, Operation, Resource } from '../nodes/shared/resource';
import type { CommonCustomer, CommonOrder, CustomerKey } from '../nodes/shared/shapes';
import type { VendorRequest } from '../nodes/shared/wire';
import { readRequest } from '../nodes/shared/write';
import type { FurtherResource, Task } from './protocol';
import { customer as weevioCustomer } from '../nodes/WeevioPims/customer';
import { order as weevioOrder } from '../nodes/WeevioPims/order';

/** A request below the credential's base URL. */
export interface Wire {
	readonly method: VendorRequest['method'];
	readonly path: string;
	readonly qs?: VendorRequest['query'];
	readonly body?: VendorRequest['body'];
}

/** A request as a person fills in the HTTP Request node; texts that begin with `=` are expressions. */
export interface StockRequest {
	readonly method: VendorRequest['method'];
	readonly path: string;
	readonly query?: Record<string, string>;
	readonly jsonQuery?: string;
	readonly jsonBody?: string;
}

/** One page of a list. */
export interface ListPage {
	readonly records: IDataObject[];
	/** Where the next page starts; undefined after the last. */
	readonly next: number | undefined;
}

export interface BenchList {
	readonly pageSize: number;
	/** Whether the start of a page is known before the page ahead of it is read. */
	readonly byOffset: boolean;
	request(start: number): Wire;
	read(body: IDataObject): ListPage;
	/** How the HTTP Request node is told to fetch the pages. */
	readonly stock: StockRequest;
	readonly stockParameter: { type: 'qs' | 'body'; name: string; value: string };
	readonly stockComplete: string;
	/** What Split Out takes. */
	readonly field: string;
	simplify(record: IDataObject): CommonCustomer | CommonOrder;
}

/** Customers to be created or updated. */
export interface BenchUpsert {
	readonly matchOn: string;
	/** A field that takes any text. */
	readonly changing: string;
	customer(index: number): IDataObject;
}

/** What a baseline does for a vendor: requests as documented, the rest as somebody writes it who has no package. */
interface Baseline {
	readonly keyType: 'number' | 'string';
	/** @param key what stands in the input item */
	get(key: unknown): Wire;
	create?(fields: IDataObject): Wire;
	/** The fields of a new customer in the vendor's write names. */
	newCustomer?(index: number): IDataObject;
	readonly upsert?: BenchUpsert;
	/** What the credential type's `authenticate` does, without n8n. */
	sign(options: IHttpRequestOptions, credential: ICredentialDataDecryptedObject): IHttpRequestOptions;
	readonly stockGet: StockRequest;
	readonly stockCreate?: StockRequest;
	/** What Split Out takes from the answer to a get, where the record comes in an array. */
	readonly splitOut?: string;
	/** The record in the answer to a get or create, after Split Out. */
	readonly record: string;
	/** The record in an item that Split Out makes of a list. */
	readonly listed?: string;
	/** The 18 common fields as expressions over the record. */
	expressions(record: string): Record<CustomerKey, string>;
	readonly list?: BenchList;
}

/** With the vendor's names, and how its records are told apart. */
export interface BenchVendor
	extends Baseline, Pick<MatrixVendor, 'displayName' | 'node' | 'credential' | 'keyOf'> {}

const wireOf = ({ body, method, path, query }: VendorRequest, basePath: readonly string[] = []): Wire => ({
	method,
	path: ['', ...basePath, ...path].join('/'),
	qs: query,
	body,
});

const getOf =
	(resource: Resource, type: (key: unknown) => string | number, basePath?: readonly string[]) =>
	(key: unknown): Wire =>
		wireOf(readRequest(resource, { by: 'id', value: type(key) }, {}), basePath);

function operationOf<K extends 'create' | 'list'>(
	{ operations }: Pick<Resource, 'operations'>,
	kind: K,
): Extract<Operation, { kind: K }> {
	const found = Object.values(operations).find((operation) => operation.kind === kind);
	if (found === undefined) throw new Error(`There is no ${kind}`);
	return found as Extract<Operation, { kind: K }>;
}

const createOf =
	(resource: Resource, basePath?: readonly string[]) =>
	(fields: IDataObject): Wire =>
		wireOf(operationOf(resource, 'create').request(fields, {}), basePath);

/** The key of the input item, as an expression within a text. */
const KEY = '{{ $json.key }}';

/** A request with the key in its path or query, as a person types it. */
const typed = ({ method, path, qs }: Wire): StockRequest => ({
	method,
	path,
	...(qs === undefined
		? {}
		: { query: Object.fromEntries(Object.entries(qs).map(([name, value]) => [name, `=${value}`])) }),
});

type Paged = Exclude<List['paging'], { kind: 'single' }>;

interface Listed {
	readonly request: VendorRequest;
	/** The same with the fields alone that the simplified output needs, where the vendor lets a list choose them. */
	readonly narrow: VendorRequest;
	readonly paging: Paged;
}

/** The list of all records, without a search for any. */
function listOf(resource: Pick<Resource, 'operations' | 'pick' | 'reads'>): Listed {
	const { paging } = operationOf(resource, 'list');
	const listing = resource.pick?.plan('');
	if (listing === undefined || paging.kind === 'single') throw new Error('There is no list of all');
	const { narrowed, request } = listing;
	return { request, narrow: narrowed?.(resource.reads) ?? request, paging };
}

/** A typical mapping: no value becomes null. */
const orNull = (expression: string): string => `${expression} || null`;
const NOTHING = 'null';

const guardants = listOf(guardantCustomer);
const guardantGet = getOf(guardantCustomer, String);
const guardantCreate = createOf(guardantCustomer);

const guardant: Baseline = {
	keyType: 'number',
	get: guardantGet,
	create: guardantCreate,
	newCustomer: (index) => ({
		customerName: `First ${index}`,
		customerLastName: `Last ${index}`,
		customerEmail: `guardant${index}@example.com`,
		customerPhone: '555-0100',
	}),
	upsert: {
		matchOn: 'crmId',
		changing: 'customerDescription',
		customer: (index) => ({ crmId: `bench-${index}`, customerCompanyName: `Company ${index}` }),
	},
	sign: (options, credential) => {
		const token = credential.authentication === 'login' ? credential.sessionToken : credential.accessToken;
		return { ...options, headers: { Authorization: `Bearer ${String(token)}` } };
	},
	stockGet: typed(guardantGet(KEY)),
	stockCreate: { ...typed(guardantCreate({})), jsonBody: '={{ JSON.stringify($json) }}' },
	record: '$json.customer',
	listed: '$json',
	expressions: (r) => ({
		id: `${r}._id`,
		code: NOTHING,
		externalId: orNull(`${r}.crmid || ${r}.refid`),
		name: orNull(`${r}.companyname || (${r}.name + ' ' + ${r}.lastname).trim()`),
		firstName: orNull(`${r}.name`),
		lastName: orNull(`${r}.lastname`),
		companyName: orNull(`${r}.companyname`),
		email: orNull(`${r}.email`),
		phone: orNull(`${r}.phone`),
		addressLine1: NOTHING,
		addressLine2: NOTHING,
		city: NOTHING,
		state: NOTHING,
		postalCode: NOTHING,
		country: NOTHING,
		active: `!${r}.archived`,
		createdAt: NOTHING,
		updatedAt: NOTHING,
	}),
	list: {
		pageSize: guardants.paging.pageSize,
		byOffset: true,
		request: (start) => wireOf(guardants.paging.page(guardants.request, start, guardants.paging.pageSize)),
		read: (body) => {
			const records = body.customers as IDataObject[];
			return { records, next: records.length < guardants.paging.pageSize ? undefined : 0 };
		},
		stock: { ...typed(wireOf(guardants.request)), query: { limit: String(guardants.paging.pageSize) } },
		stockParameter: {
			type: 'qs',
			name: 'offset',
			value: `={{ $pageCount * ${guardants.paging.pageSize} }}`,
		},
		stockComplete: `={{ $response.body.customers.length < ${guardants.paging.pageSize} }}`,
		field: 'customers',
		simplify: (record) => guardantCustomer.simplify(record, ''),
	},
};

/** A list of EPASS, whose answers name the table and where the next page starts. */
const epassList = (
	{ narrow, paging, request }: Listed,
	table: 'Customer' | 'Invoice',
	simplify: BenchList['simplify'],
): BenchList => ({
	pageSize: paging.pageSize,
	byOffset: false,
	request: (start) => wireOf(paging.page(narrow, start, paging.pageSize)),
	read: (body) => {
		const { PagesRemaining: more, LargestID: next } = body.Paging as IDataObject;
		return {
			records: (body[table] as Array<{ Fields: IDataObject }>).map(({ Fields }) => Fields),
			next: more === true ? Number(next) : undefined,
		};
	},
	stock: { ...typed(wireOf(request)), jsonBody: JSON.stringify(request.body) },
	stockParameter: {
		type: 'body',
		name: 'paging',
		value: `={{ { pageSize: ${paging.pageSize}, pageStartId: $response.body?.Paging?.LargestID ?? 0 } }}`,
	},
	stockComplete: '={{ !$response.body.Paging.PagesRemaining }}',
	field: table,
	simplify,
});

const epassGet = getOf(epassCustomer, String);

const epass: Baseline = {
	keyType: 'string',
	get: epassGet,
	newCustomer: (index) => ({
		firstName: `First ${index}`,
		lastName: `Last ${index}`,
		email: `epass${index}@example.com`,
	}),
	sign: (options, credential) => ({
		...options,
		headers: { Authorization: `Bearer ${String(credential.sessionToken)}` },
	}),
	stockGet: typed(epassGet(KEY)),
	splitOut: 'Values',
	record: '$json.Fields',
	listed: '$json.Fields',
	expressions: (r) => ({
		id: `${r}.Code`,
		code: `${r}.Code`,
		externalId: orNull(`${r}.ExternalID`),
		name: orNull(`(${r}.FirstName + ' ' + ${r}.LastName).trim()`),
		firstName: orNull(`${r}.FirstName`),
		lastName: orNull(`${r}.LastName`),
		companyName: NOTHING,
		email: orNull(`${r}.Email`),
		phone: orNull(`${r}.Phone1 || ${r}.Phone2 || ${r}.BusinessPhone`),
		addressLine1: orNull(`${r}.Address1`),
		addressLine2: orNull(`${r}.Address2`),
		city: orNull(`${r}.City`),
		state: orNull(`${r}.State`),
		postalCode: orNull(`${r}.ZipCode`),
		country: orNull(`${r}.Country`),
		active: NOTHING,
		createdAt: orNull(`${r}.DateCreated`),
		updatedAt: orNull(`${r}.DateModified`),
	}),
	list: epassList(listOf(epassCustomer), 'Customer', (record) => epassCustomer.simplify(record, '')),
};

const weevioGet = getOf(weevioCustomer, String);

const weevio: Baseline = {
	keyType: 'string',
	get: weevioGet,
	newCustomer: (index) => ({
		CUSTOMER_NAME: `Company ${index}`,
		BEMAIL: `weevio${index}@example.com`,
		BCITY: 'Leeds',
	}),
	upsert: {
		matchOn: 'SEMAIL',
		changing: 'BADDRESS1',
		customer: (index) => ({ CUSTOMER_NAME: `Company ${index}`, SEMAIL: `bench${index}@example.com` }),
	},
	sign: (options, credential) => ({
		...options,
		qs: { ...options.qs, teamID: credential.teamId },
		auth: { username: String(credential.apiId), password: String(credential.apiSecret) },
	}),
	stockGet: typed(weevioGet(KEY)),
	record: '$json.data',
	expressions: (r) => ({
		id: `${r}.CUSTOMER_CODE`,
		code: `${r}.CUSTOMER_CODE`,
		externalId: NOTHING,
		name: orNull(`${r}.CUSTOMER_NAME || ${r}.BNAME || ${r}.SNAME`),
		firstName: NOTHING,
		lastName: NOTHING,
		companyName: NOTHING,
		email: orNull(`${r}.BEMAIL || ${r}.SEMAIL`),
		phone: orNull(`${r}.BPHONE`),
		addressLine1: orNull(`${r}.BADDRESS1`),
		addressLine2: NOTHING,
		city: orNull(`${r}.BCITY`),
		state: orNull(`${r}.BSTATE`),
		postalCode: orNull(`${r}.BZIPCODE`),
		country: orNull(`${r}.BCOUNTRY`),
		active: NOTHING,
		createdAt: NOTHING,
		updatedAt: NOTHING,
	}),
};

const pdmGet = getOf(pdmCustomer, Number);
const pdmCreate = createOf(pdmCustomer);

const pdm: Baseline = {
	keyType: 'number',
	get: pdmGet,
	create: pdmCreate,
	newCustomer: (index) => ({
		first_name: `First ${index}`,
		last_name: `Last ${index}`,
		address: { line_1: `${index} High Street`, city: 'Leeds', postal_code: 'LS1 1AA' },
		email_address: `pdm${index}@example.com`,
	}),
	upsert: {
		matchOn: 'external_customer_ref',
		changing: 'address.line_2',
		customer: (index) => ({
			external_customer_ref: `BENCH-${index}`,
			first_name: `First ${index}`,
			last_name: `Last ${index}`,
			'address.line_1': `${index} High Street`,
			'address.city': 'Leeds',
			'address.postal_code': 'LS1 1AA',
		}),
	},
	sign: (options, credential) => ({
		...options,
		body: {
			company_id: credential.companyId,
			session_token: credential.sessionToken,
			...(options.body as IDataObject | undefined),
		},
	}),
	stockGet: {
		...typed(pdmGet(KEY)),
		jsonBody: '={{ JSON.stringify({ customer_id: $json.key, external_customer_ref: "" }) }}',
	},
	stockCreate: {
		...typed(pdmCreate({})),
		jsonBody: '={{ JSON.stringify({ customer: $json }) }}',
	},
	record: '$json.customer',
	expressions: (r) => ({
		id: `${r}.customer_id`,
		code: `${r}.customer_ref`,
		externalId: orNull(`${r}.external_customer_ref`),
		name: orNull(`(${r}.first_name + ' ' + ${r}.last_name).trim()`),
		firstName: orNull(`${r}.first_name`),
		lastName: orNull(`${r}.last_name`),
		companyName: NOTHING,
		email: orNull(`${r}.email_address`),
		phone: orNull(`${r}.tel_number_1 || ${r}.tel_number_2`),
		addressLine1: orNull(`${r}.address.line_1`),
		addressLine2: orNull(`${r}.address.line_2`),
		city: orNull(`${r}.address.city`),
		state: orNull(`${r}.address.county`),
		postalCode: orNull(`${r}.address.postal_code`),
		country: NOTHING,
		active: `${r}.active`,
		createdAt: orNull(`${r}.created`),
		updatedAt: orNull(`${r}.last_modified`),
	}),
};

const manexGet = getOf(manexCustomer, String, manexErp.basePath);
const manexCreate = createOf(manexCustomer, manexErp.basePath);

const manex: Baseline = {
	keyType: 'string',
	get: manexGet,
	create: manexCreate,
	newCustomer: (index) => ({ Custname: `Company ${index}`, Status: 'Active', Phone: '555-0100' }),
	upsert: {
		matchOn: 'Custname',
		changing: 'Phone',
		customer: (index) => ({ Custname: `Bench ${index}`, Status: 'Active', Phone: '555-0100' }),
	},
	sign: (options, credential) => ({ ...options, url: `${options.url}/${String(credential.apiKey)}` }),
	stockGet: typed(manexGet(KEY)),
	stockCreate: { method: 'POST', path: manexCreate({}).path, jsonQuery: '={{ JSON.stringify($json) }}' },
	record: '$json.ResponseObject',
	expressions: (r) => ({
		id: `${r}.CUSTNO.trim()`,
		code: `${r}.CUSTNO.trim()`,
		externalId: NOTHING,
		name: orNull(`${r}.CUSTNAME.trim()`),
		firstName: NOTHING,
		lastName: NOTHING,
		companyName: NOTHING,
		email: NOTHING,
		phone: orNull(`${r}.PHONE.trim()`),
		addressLine1: NOTHING,
		addressLine2: NOTHING,
		city: NOTHING,
		state: NOTHING,
		postalCode: NOTHING,
		country: NOTHING,
		active: `({ Active: true, Inactive: false })[${r}.STATUS.trim()] ?? null`,
		createdAt: orNull(`${r}.ACCT_DATE`),
		updatedAt: orNull(`${r}.modifiedDate`),
	}),
};

const BASELINES: Record<VendorName, Baseline> = { weevio, pdm, manex, guardant, epass };

export const BENCH_VENDORS = Object.fromEntries(
	MATRIX_VENDORS.map((vendor): [VendorName, BenchVendor] => {
		const { credential, displayName, keyOf, name, node } = vendor;
		return [name, { credential, displayName, keyOf, node, ...BASELINES[name] }];
	}),
) as Record<VendorName, BenchVendor>;

const invoiceGet = getOf(epassInvoice, String);
const orderGet = getOf(weevioOrder, String);

/** Further resources that are asked for many at a time: what does not stand here is as for customers. */
const FURTHER: Readonly<Record<FurtherResource, Partial<Baseline>>> = {
	order: { get: orderGet, stockGet: typed(orderGet(KEY)) },
	invoice: {
		get: invoiceGet,
		stockGet: {
			...typed(invoiceGet(KEY)),
			jsonBody: '={{ JSON.stringify({ query: { invoicecode: $json.key } }) }}',
		},
		list: epassList(listOf(epassInvoice), 'Invoice', (record) => epassInvoice.simplify(record, '')),
	},
};

/** What a task is about. */
export const benchOf = ({ resource, vendor }: Pick<Task, 'resource' | 'vendor'>): BenchVendor => ({
	...BENCH_VENDORS[vendor],
	...(resource === undefined ? {} : FURTHER[resource]),
});
