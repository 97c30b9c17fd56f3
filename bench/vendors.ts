import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { customer as epassCustomer } from '../nodes/Epass/customer';
import { customer as guardantCustomer } from '../nodes/GuardantStation/customer';
import type { CommonCustomer, CustomerKey } from '../nodes/shared/vendor';
import type { VendorName } from '../lab/sandbox';

/** A request below the credential's base URL. */
export interface Wire {
	readonly method: 'GET' | 'POST';
	readonly path: string;
	readonly qs?: IDataObject;
	readonly body?: IDataObject;
}

/** A request as a person fills in the HTTP Request node; texts that begin with `=` are expressions. */
export interface StockRequest {
	readonly method: 'GET' | 'POST';
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
	simplify(record: IDataObject): CommonCustomer;
}

/** What the baselines know about a vendor, written down apart from the package itself. */
export interface BenchVendor {
	readonly title: string;
	readonly node: string;
	readonly credential: string;
	readonly keyType: 'number' | 'string';
	/** The value of the `customer` parameter, from a record as the sandbox lists it. */
	keyOf(record: IDataObject): string | number;
	get(key: unknown): Wire;
	create?(fields: IDataObject): Wire;
	/** The fields of a new customer in the vendor's write names. */
	newCustomer?(index: number): IDataObject;
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

/** A typical mapping: no value becomes null. */
const orNull = (expression: string): string => `${expression} || null`;
const NOTHING = 'null';

const guardant: BenchVendor = {
	title: 'Guardant Station',
	node: 'guardantStation',
	credential: 'guardantStationApi',
	keyType: 'number',
	keyOf: (record) => Number(record._id),
	get: (key) => ({ method: 'GET', path: `/customers/${String(key)}` }),
	create: (fields) => ({ method: 'POST', path: '/customers', body: fields }),
	newCustomer: (index) => ({
		customerName: `First ${index}`,
		customerLastName: `Last ${index}`,
		customerEmail: `guardant${index}@example.com`,
		customerPhone: '555-0100',
	}),
	sign: (options, credential) => {
		const token = credential.authentication === 'login' ? credential.sessionToken : credential.accessToken;
		return { ...options, headers: { Authorization: `Bearer ${String(token)}` } };
	},
	stockGet: { method: 'GET', path: '/customers/{{ $json.key }}' },
	stockCreate: { method: 'POST', path: '/customers', jsonBody: '={{ JSON.stringify($json) }}' },
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
		pageSize: 100,
		byOffset: true,
		request: (start) => ({ method: 'GET', path: '/customers', qs: { offset: start, limit: 100 } }),
		read: (body) => {
			const records = body.customers as IDataObject[];
			return { records, next: records.length < 100 ? undefined : 0 };
		},
		stock: { method: 'GET', path: '/customers', query: { limit: '100' } },
		stockParameter: { type: 'qs', name: 'offset', value: '={{ $pageCount * 100 }}' },
		stockComplete: '={{ $response.body.customers.length < 100 }}',
		field: 'customers',
		simplify: guardantCustomer.simplify,
	},
};

const epass: BenchVendor = {
	title: 'EPASS',
	node: 'epass',
	credential: 'epassApi',
	keyType: 'string',
	keyOf: (record) => String(record.Code),
	get: (key) => ({ method: 'GET', path: '/customer/customer', qs: { CustomerCode: String(key) } }),
	sign: (options, credential) => ({
		...options,
		headers: { Authorization: `Bearer ${String(credential.sessionToken)}` },
	}),
	stockGet: { method: 'GET', path: '/customer/customer', query: { CustomerCode: '={{ $json.key }}' } },
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
	list: {
		pageSize: 500,
		byOffset: false,
		request: (start) => ({
			method: 'POST',
			path: '/customer/search',
			body: {
				paging: { pageSize: 500, pageStartId: start },
				query: { fieldName: 'ID', eval: 'GREATERTHAN', value: '0' },
			},
		}),
		read: (body) => {
			const { PagesRemaining: more, LargestID: next } = body.Paging as IDataObject;
			return {
				records: (body.Customer as Array<{ Fields: IDataObject }>).map(({ Fields }) => Fields),
				next: more === true ? Number(next) : undefined,
			};
		},
		stock: {
			method: 'POST',
			path: '/customer/search',
			jsonBody: JSON.stringify({ query: { fieldName: 'ID', eval: 'GREATERTHAN', value: '0' } }),
		},
		stockParameter: {
			type: 'body',
			name: 'paging',
			value: '={{ { pageSize: 500, pageStartId: $response.body?.Paging?.LargestID ?? 0 } }}',
		},
		stockComplete: '={{ !$response.body.Paging.PagesRemaining }}',
		field: 'Customer',
		simplify: epassCustomer.simplify,
	},
};

const weevio: BenchVendor = {
	title: 'Weevio PIMS',
	node: 'weevioPims',
	credential: 'weevioPimsApi',
	keyType: 'string',
	keyOf: (record) => String(record.CUSTOMER_CODE),
	get: (key) => ({ method: 'GET', path: '/customers/single', qs: { customerCode: String(key) } }),
	sign: (options, credential) => ({
		...options,
		qs: { ...options.qs, teamID: credential.teamId },
		auth: { username: String(credential.apiId), password: String(credential.apiSecret) },
	}),
	stockGet: { method: 'GET', path: '/customers/single', query: { customerCode: '={{ $json.key }}' } },
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

const pdm: BenchVendor = {
	title: 'Pro Delivery Manager',
	node: 'proDeliveryManager',
	credential: 'proDeliveryManagerApi',
	keyType: 'number',
	keyOf: (record) => Number(record.customer_id),
	get: (key) => ({
		method: 'POST',
		path: '/GetCustomer',
		body: { customer_id: Number(key), external_customer_ref: '' },
	}),
	create: (fields) => ({ method: 'POST', path: '/CreateCustomer', body: { customer: fields } }),
	newCustomer: (index) => ({
		first_name: `First ${index}`,
		last_name: `Last ${index}`,
		address: { line_1: `${index} High Street`, city: 'Leeds', postal_code: 'LS1 1AA' },
		email_address: `pdm${index}@example.com`,
	}),
	sign: (options, credential) => ({
		...options,
		body: {
			company_id: credential.companyId,
			session_token: credential.sessionToken,
			...(options.body as IDataObject | undefined),
		},
	}),
	stockGet: {
		method: 'POST',
		path: '/GetCustomer',
		jsonBody: '={{ JSON.stringify({ customer_id: $json.key, external_customer_ref: "" }) }}',
	},
	stockCreate: {
		method: 'POST',
		path: '/CreateCustomer',
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

const manex: BenchVendor = {
	title: 'ManEx ERP',
	node: 'manexErp',
	credential: 'manexErpApi',
	keyType: 'string',
	keyOf: (record) => String(record.CUSTNO).trim(),
	get: (key) => ({ method: 'GET', path: '/API/Customer/Get', qs: { CustNumOrName: String(key) } }),
	create: (fields) => ({ method: 'POST', path: '/API/Customer/Add', qs: fields }),
	newCustomer: (index) => ({ Custname: `Company ${index}`, Status: 'Active', Phone: '555-0100' }),
	sign: (options, credential) => ({ ...options, url: `${options.url}/${String(credential.apiKey)}` }),
	stockGet: { method: 'GET', path: '/API/Customer/Get', query: { CustNumOrName: '={{ $json.key }}' } },
	stockCreate: { method: 'POST', path: '/API/Customer/Add', jsonQuery: '={{ JSON.stringify($json) }}' },
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

export const BENCH_VENDORS: Record<VendorName, BenchVendor> = { weevio, pdm, manex, guardant, epass };
