/**
 * Descriptors that must not compile. Each line after `@ts-expect-error` is a mistake that the types catch;
 * descriptors.test.ts has the compiler check that each of them is one.
 */
import type { Field, FieldKind } from '../../nodes/shared/fields';
import { accountDigest } from '../../nodes/shared/session';
import { records } from '../../nodes/shared/unwrap';
import type {
	CommonCustomer,
	CommonOrder,
	Confirmation,
	CreateOperation,
	CustomerResource,
	DeleteOperation,
	Finder,
	GetOperation,
	KeyMode,
	ListOperation,
	Operation,
	Paging,
	Refusal,
	SessionRule,
	UpdateOperation,
	UpsertOperation,
	Vendor,
	VendorRequest,
} from '../../nodes/shared/vendor';

/* What is right, so that each mistake below is the only one in its descriptor. */

const words = { name: 'Get', action: 'Get a customer', description: 'Get one customer' };
const request: VendorRequest = { method: 'GET', path: ['customers', '1'] };
const none = {
	id: null,
	code: null,
	externalId: null,
	name: null,
	firstName: null,
	lastName: null,
	companyName: null,
	email: null,
	phone: null,
	addressLine1: null,
	addressLine2: null,
	city: null,
	state: null,
	postalCode: null,
	country: null,
	active: null,
	createdAt: null,
	updatedAt: null,
};

export const paging: Paging = { kind: 'offset', pageSize: 100, page: () => request };
export const get: GetOperation = { ...words, kind: 'get', request: () => request };
export const create: CreateOperation = { ...words, kind: 'create', request: () => request };
export const list: ListOperation = {
	...words,
	kind: 'list',
	of: 'customers',
	plan: () => ({ request }),
	paging,
};
export const customer: CustomerResource = {
	keys: [{ name: 'id', displayName: 'By ID', parse: (value) => value }],
	fields: [],
	keyOf: () => undefined,
	simplify: () => none,
	get,
	create,
};
export const vendor: Vendor = {
	displayName: 'Sixth Vendor',
	credential: 'sixthVendorApi',
	secrets: ['apiKey'],
	maxParallelRequests: 10,
	unwrap: () => records([]),
	customer,
	properties: [],
	options: [],
};

/* Operations */

// @ts-expect-error an operation says what to send
export const getWithoutRequest: GetOperation = { ...words, kind: 'get' };

// @ts-expect-error an operation has words for people
export const getWithoutWords: GetOperation = { kind: 'get', request: () => request };

// @ts-expect-error a list says how it is paged
export const listWithoutPaging: ListOperation = {
	...words,
	kind: 'list',
	of: 'orders',
	plan: () => ({ request }),
};

// @ts-expect-error a list is one of customers or of orders
export const listOfInvoices: ListOperation = { ...list, of: 'invoices' };

// @ts-expect-error a list plans a request
export const listOfNothing: ListOperation = { ...list, plan: () => ({}) };

// @ts-expect-error an update can be looked up again when its answer is lost
export const updateUnconfirmed: UpdateOperation = { ...words, kind: 'update', request: () => request };

// @ts-expect-error a deletion can be looked up again when its answer is lost
export const deleteUnconfirmed: DeleteOperation = { ...words, kind: 'delete', request: () => request };

// @ts-expect-error a confirmation says which record it is
export const confirmationOfAny: Confirmation = { request, hint: 'the code' };

// @ts-expect-error an upsert says how records are found
export const upsertBlind: UpsertOperation = { ...words, kind: 'upsert', matchOn: ['code'] };

// @ts-expect-error an upsert finds by a search or by a scan
export const findByGuess: Finder = { kind: 'guess', request: () => request };

// @ts-expect-error a search for existing records makes its request from field and value
export const findBySameRequest: Finder = { kind: 'search', request };

// @ts-expect-error a scan says how it is paged
export const findByScan: Finder = { kind: 'scan', request };

// @ts-expect-error there is no such kind of operation
export const archive: Operation = { ...words, kind: 'archive', request: () => request };

// @ts-expect-error a batch says by which key its records are handed out
export const batchWithoutKey: GetOperation = { ...get, batch: { size: 50, request: () => request } };

/* Requests and paging */

// @ts-expect-error a path is made of segments, so that each can be encoded
export const pathAsText: VendorRequest = { method: 'GET', path: '/customers/1' };

// @ts-expect-error no vendor patches
export const patch: VendorRequest = { method: 'PATCH', path: ['customers'] };

// @ts-expect-error a query holds single values
export const listInQuery: VendorRequest = { ...request, query: { status: [0, 1] } };

// @ts-expect-error a request carries no headers of its own: the credential does
export const headersInRequest: VendorRequest = { ...request, headers: { Authorization: 'x' } };

// @ts-expect-error there is no such paging
export const pagesByNumber: Paging = { kind: 'page', pageSize: 10, page: () => request };

// @ts-expect-error a cursor needs the records' ids to notice that it does not move
export const cursorWithoutId: Paging = { kind: 'cursor', pageSize: 10, page: () => request };

// @ts-expect-error a single answer says how many records to ask for when all are wanted
export const singleWithoutSize: Paging = { kind: 'single', sized: () => request };

/* Fields */

// @ts-expect-error there is no such common key
export const unknownCommon: Field = { id: 'BEMAIL', label: 'Email', kind: { type: 'text' }, common: 'mail' };

// @ts-expect-error a field has a label
export const fieldWithoutLabel: Field = { id: 'BEMAIL', kind: { type: 'text' } };

// @ts-expect-error there is no such operation to keep a field to
export const fieldForDelete: Field = { id: 'x', label: 'X', kind: { type: 'text' }, only: 'delete' };

// @ts-expect-error a text has no least value
export const textWithMin: FieldKind = { type: 'text', min: 0 };

// @ts-expect-error a number has no longest length
export const numberWithLength: FieldKind = { type: 'number', maxLength: 5 };

// @ts-expect-error a choice has choices
export const choiceWithoutChoices: FieldKind = { type: 'choice' };

// @ts-expect-error a choice has a name and a value
export const choiceOfTexts: FieldKind = { type: 'choice', choices: ['Active'] };

// @ts-expect-error a date has the vendor's format
export const dateWithoutFormat: FieldKind = { type: 'date' };

// @ts-expect-error no vendor writes dates like this
export const dateInGerman: FieldKind = { type: 'date', format: 'DD.MM.YYYY' };

// @ts-expect-error a pattern is a regular expression
export const patternAsText: FieldKind = { type: 'text', pattern: '^\\d+$' };

// @ts-expect-error there is no such kind of field
export const money: FieldKind = { type: 'money' };

/* The common shapes */

const { updatedAt, ...almostAll } = none;
export const forgotten = updatedAt;

// @ts-expect-error a value that the vendor does not have is null, not left out
export const customerWithoutKey: CommonCustomer = almostAll;

// @ts-expect-error the common shape has no further keys
export const customerWithMore: CommonCustomer = { ...none, fax: null };

// @ts-expect-error a common value is a single one
export const customerWithAddress: CommonCustomer = { ...none, city: { name: 'Leeds' } };

// @ts-expect-error simplify gives every key
export const simplifyWithoutKey: CustomerResource['simplify'] = () => almostAll;

// @ts-expect-error an order has its customer
export const simplifyNothing: NonNullable<CustomerResource['simplifyOrder']> = () => ({ id: 1 });

// @ts-expect-error the lines of an order are a list, or null
export const linesAsText: Pick<CommonOrder, 'lines'> = { lines: 'P-1, P-2' };

/* The customer resource */

// @ts-expect-error there is no such way of naming a customer
export const byEmail: KeyMode = { name: 'email', displayName: 'By Email', parse: (value) => value };

// @ts-expect-error a key is a text or a number
export const keyAsObject: KeyMode = { name: 'id', displayName: 'By ID', parse: (value) => ({ value }) };

// @ts-expect-error a vendor without a get is of no use
export const resourceWithoutGet: CustomerResource = { ...customer, get: undefined };

// @ts-expect-error a create is no get
export const resourceMixedUp: CustomerResource = { ...customer, get: create };

// @ts-expect-error there is no such operation
export const resourceWithMore: CustomerResource = { ...customer, merge: get };

/* The vendor */

const { unwrap, ...silent } = vendor;
export const unused = unwrap;

// @ts-expect-error a vendor reads its own envelope
export const vendorWithoutUnwrap: Vendor = silent;

// @ts-expect-error unwrapping gives records or a refusal
export const vendorUnwrapsToList: Vendor = { ...vendor, unwrap: () => [] };

// @ts-expect-error a refusal has a reason
export const refusalWithoutReason: Refusal = { kind: 'refused', message: 'No' };

// @ts-expect-error there is no such reason
export const refusalForFun: Refusal = { kind: 'refused', reason: 'mood', message: 'No' };

const account: SessionRule['account'] = (credential) => accountDigest(credential, ['apiKey']);

// @ts-expect-error a session has a hint for when it is refused twice
export const sessionWithoutHint: SessionRule = { isUsed: () => true, account };
