import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestMethods,
	INodeProperties,
} from 'n8n-workflow';

import type { Field } from './fields';
import type { Parameters } from './parameters';

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
export type CommonCustomer = Record<CustomerKey, string | number | boolean | null>;
export type CommonOrder = Record<Exclude<OrderKey, 'lines'>, string | number | null> & {
	lines: IDataObject[] | null;
};

/** A vendor's own key of a customer, in the vendor's own type. */
export type RecordKey = string | number;

/** One request as a vendor's documentation writes it, before base URL and credential are added. */
export interface VendorRequest {
	readonly method: Extract<IHttpRequestMethods, 'GET' | 'POST' | 'PUT' | 'DELETE'>;
	/** Path segments below the base URL, not yet encoded: each stays one segment whatever it holds. */
	readonly path: readonly string[];
	readonly query?: Readonly<Record<string, string | number | boolean>>;
	readonly body?: IDataObject | IDataObject[];
}

export interface Answer {
	/** What was asked: some answers to a deletion say nothing, which no other answer may. */
	readonly method?: VendorRequest['method'];
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	/** Parsed JSON where the answer was JSON, otherwise its text. */
	readonly body: unknown;
}

/** Why a vendor said no; decides what the user is told to do, and whether it may be tried again. */
export type RefusalReason =
	/** No such record. */
	| 'absent'
	/** Key, password or account wrong. */
	| 'credential'
	/** The session has ended: log in again. */
	| 'session'
	| 'rateLimit'
	/** The vendor, or what stands before it, is out of order for now (HTTP 502, 503, 504). */
	| 'unavailable'
	/** The vendor broke down over this request (HTTP 500 and the like). */
	| 'failed'
	/** The data or the request was refused. */
	| 'input';

export interface Refusal {
	readonly kind: 'refused';
	readonly reason: RefusalReason;
	/** The vendor's own words. */
	readonly message: string;
}

export interface Records {
	readonly kind: 'records';
	readonly records: IDataObject[];
	/** Where the vendor says that more follow: what to ask for next (EPASS: LargestID). */
	readonly next?: number | string;
}

/** What an answer says once its envelope is off. */
export type Unwrapped = Records | Refusal;

/** How a list goes on after its first page. */
export type Paging =
	/** One answer only, as long as the request asks for (Weevio `maxReturn`). */
	| {
			readonly kind: 'single';
			readonly returnAllSize: number;
			sized(request: VendorRequest, size: number): VendorRequest;
	  }
	/** Pages by position; a page shorter than asked for is the last (Guardant). */
	| {
			readonly kind: 'offset';
			readonly pageSize: number;
			page(request: VendorRequest, offset: number, size: number): VendorRequest;
	  }
	/** Each page names the start of the next (EPASS). */
	| {
			readonly kind: 'cursor';
			readonly pageSize: number;
			page(request: VendorRequest, cursor: number | string, size: number): VendorRequest;
			idOf(record: IDataObject): RecordKey | undefined;
	  };

interface OperationText {
	/** Shown in the operation list. */
	readonly name: string;
	/** Shown as the node's action, in sentence case. */
	readonly action: string;
	/** One sentence for people and for AI agents. */
	readonly description: string;
}

/** Reads one record by its key. */
export interface GetOperation extends OperationText {
	readonly kind: 'get';
	request(key: CustomerRef): VendorRequest;
	/** One query that answers many look-ups by the vendor's key. */
	readonly batch?: BatchLookup;
	/** The same with no more fields than the simplified output needs, where the vendor lets a query choose them. */
	readonly simplifiedBatch?: BatchLookup;
}

/** A documented search that finds several keys at once. */
export interface BatchLookup {
	/** How many keys one query is given; no vendor documents a maximum, so a refused one is asked in parts. */
	readonly size: number;
	request(keys: readonly RecordKey[]): VendorRequest;
	readonly paging: Paging;
	keyOf(record: IDataObject): RecordKey | undefined;
	/** The fields that the query asks for; without it, all that a single look-up brings. */
	readonly columns?: readonly string[];
	/** A record as a single look-up would bring it, where the search adds to it. */
	asSingle?(record: IDataObject): IDataObject;
}

/** Reads many records, page by page. */
export interface ListOperation extends OperationText {
	readonly kind: 'list';
	readonly of: 'customers' | 'orders';
	/** The first page's request, read from the node's parameters. */
	plan(parameters: Parameters, customer: CustomerRef | undefined): ListPlan;
	readonly paging: Paging;
	/**
	 * One query for the lists of several customers: only where a record names its customer, and the vendor
	 * says when a list is complete.
	 */
	batch?(parameters: Parameters): BatchLookup;
}

export interface ListPlan {
	readonly request: VendorRequest;
	/** What the vendor cannot filter is filtered here. */
	readonly keep?: (record: IDataObject) => boolean;
	/** What `keep` looks for: lists that ask for and look for the same are read once. */
	readonly keepsBy?: string;
	/** Records a page, where it is not the vendor's usual number. */
	readonly pageSize?: number;
}

export interface CreateOperation extends OperationText {
	readonly kind: 'create';
	request(fields: WriteFields): VendorRequest;
	/**
	 * How to see whether a create arrived when its answer was lost: the look-up by a unique reference
	 * that the record carries, or undefined when it carries none.
	 */
	confirm?(fields: WriteFields): Confirmation | undefined;
}

export interface Confirmation {
	readonly request: VendorRequest;
	/** Paged look-ups (Guardant has no search by reference) say how to go on. */
	readonly paging?: Paging;
	readonly matches: (record: IDataObject) => boolean;
	/** What a person should look for, in words. */
	readonly hint: string;
}

export interface UpdateOperation extends OperationText {
	readonly kind: 'update';
	/** What to read first, for vendors that want the complete record or another key; undefined for nothing. */
	read?(key: CustomerRef): VendorRequest | undefined;
	/** `current` is the record that `read` brought, in the vendor's read names. */
	request(key: CustomerRef, fields: WriteFields, current: IDataObject | undefined): VendorRequest;
	/** Reads the record again when the answer to the write was lost. */
	confirm(key: CustomerRef): VendorRequest;
}

/** Creates a record, or updates the one that is there already. */
export interface UpsertOperation extends OperationText {
	readonly kind: 'upsert';
	/** Write names of the fields by which an existing record can be found; the first is the default. */
	readonly matchOn: readonly string[];
	readonly find: Finder;
}

/** How existing records are found by the value of a field. What is found is compared here once more. */
export type Finder =
	/** The vendor looks for it. */
	| {
			readonly kind: 'search';
			request(field: string, value: string): VendorRequest;
			/** One search for many values at once; `most` is how many records it brings at most. */
			readonly batch?: {
				readonly size: number;
				readonly most: number;
				request(field: string, values: readonly string[]): VendorRequest;
			};
	  }
	/** The vendor has no such search: all records are read, once an execution. */
	| { readonly kind: 'scan'; readonly request: VendorRequest; readonly paging: Paging };

export interface DeleteOperation extends OperationText {
	readonly kind: 'delete';
	request(key: CustomerRef): VendorRequest;
	/** Reads the record again when the answer to the deletion was lost. */
	confirm(key: CustomerRef): VendorRequest;
}

export type Operation =
	GetOperation | ListOperation | CreateOperation | UpdateOperation | UpsertOperation | DeleteOperation;

/** The customer that a person named, and by which of the vendor's keys. */
export interface CustomerRef {
	readonly by: KeyMode['name'];
	readonly value: RecordKey;
}

/** One way of naming a customer in the `customer` parameter. */
export interface KeyMode {
	readonly name: 'id' | 'list' | 'externalRef' | 'name';
	readonly displayName: string;
	readonly placeholder?: string;
	/**
	 * The value as the vendor wants it.
	 * @throws InputFault that says the rule, when it breaks one
	 */
	parse(value: string): RecordKey;
}

/** Values by the vendor's write name (dotted for nesting), checked and in the vendor's format, extra fields included. */
export type WriteFields = Readonly<IDataObject>;

/** The customer resource: what the vendor stores and what can be done with it. */
export interface CustomerResource {
	readonly keys: readonly KeyMode[];
	readonly fields: readonly Field[];
	/** The vendor's key of a record as read, in the vendor's own type. */
	keyOf(record: IDataObject): RecordKey | undefined;
	simplify(record: IDataObject): CommonCustomer;
	/** `customer` is the customer whose orders were listed, for vendors whose orders do not name it. */
	simplifyOrder?(record: IDataObject, customer: RecordKey): CommonOrder;
	readonly get: GetOperation;
	readonly search?: ListOperation;
	readonly create: CreateOperation;
	readonly update?: UpdateOperation;
	/** Only for vendors that can update. */
	readonly upsert?: UpsertOperation;
	readonly delete?: DeleteOperation;
	readonly listOrders?: ListOperation;
	/** Search for the list mode of the `customer` parameter; `filter` is what the person typed. */
	readonly pick?: PickList;
}

export interface PickList {
	plan(filter: string): ListPlan;
	readonly paging: Paging;
}

export type OperationName = 'get' | 'search' | 'create' | 'update' | 'upsert' | 'delete' | 'listOrders';

export interface SessionRule {
	/** Whether this credential works with a session at all (Guardant: not with a ready access token). */
	isUsed(credential: ICredentialDataDecryptedObject): boolean;
	/** A digest of what a session depends on; a session stored under another one is not used. */
	account(credential: ICredentialDataDecryptedObject): string;
	/** What to tell people when a new session is refused as well. */
	readonly hint: string;
}

/** A vendor as data and pure functions: all that the runtime knows about it. */
export interface Vendor {
	readonly displayName: string;
	readonly credential: string;
	/** Credential properties whose values never appear in an error, a log or an output. */
	readonly secrets: readonly string[];
	/** What a record is called in the vendor's answers that must not be shown unless asked for. */
	readonly sensitiveFields?: readonly string[];
	/** Path segments between the credential's base URL and a request's path. */
	readonly basePath?: readonly string[];
	/** Turns a request into the form that the credential asks for (ManEx: query string or JSON). */
	encode?(request: VendorRequest, credential: ICredentialDataDecryptedObject): VendorRequest;
	/** Takes the vendor's envelope off. */
	unwrap(answer: Answer): Unwrapped;
	/** For vendors with a log-in. */
	readonly session?: SessionRule;
	/** The most requests at once, whatever the options say. No vendor documents a number: a courtesy. */
	readonly maxParallelRequests: number;
	readonly customer: CustomerResource;
	/** Parameters of this vendor's operations beyond the common ones. */
	readonly properties: readonly INodeProperties[];
	/** Entries of the Options collection beyond the common ones. */
	readonly options: readonly INodeProperties[];
}
