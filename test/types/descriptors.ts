/**
 * Descriptors that must not compile. Each line after `@ts-expect-error` is a mistake that the types catch;
 * descriptors.test.ts has the compiler check that each of them is one.
 */
import type { Field, FieldKind } from '../../nodes/shared/fields';
import { anyText } from '../../nodes/shared/fields';
import type { KeyMode, RecordRef } from '../../nodes/shared/keys';
import type { Parameter } from '../../nodes/shared/operations/panel';
import type {
	BatchLookup,
	Create,
	Delete,
	Finder,
	Get,
	List,
	Operation,
	Paging,
	Reference,
	Resource,
	Update,
	Upsert,
} from '../../nodes/shared/resource';
import { CUSTOMER, CUSTOMER_KEYS } from '../../nodes/shared/shapes';
import type { Common, CustomerKey, OrderKey, Shape } from '../../nodes/shared/shapes';
import { simplified, textFrom } from '../../nodes/shared/sources';
import type { Source, Sources, Yields } from '../../nodes/shared/sources';
import { records } from '../../nodes/shared/unwrap';
import type { Scope, SessionRule, Vendor } from '../../nodes/shared/vendor';
import type { Refusal, VendorRequest } from '../../nodes/shared/wire';

/* What is right, so that each mistake below is the only one in its descriptor. */

const description = 'Get one customer';
const request: VendorRequest = { method: 'GET', path: ['customers', '1'] };
const none = Object.fromEntries(CUSTOMER_KEYS.map((key) => [key, null])) as Record<CustomerKey, null>;
const yields = simplified(CUSTOMER, [], { id: textFrom('id') });

export const paging: Paging = { kind: 'offset', pageSize: 100, page: () => request };
export const get: Get = { kind: 'get', description };
export const create: Create = { kind: 'create', description, request: () => request, references: [] };
export const update: Update = { kind: 'update', description, request: () => request };
export const list: List = { kind: 'list', description, plan: () => ({ request }), paging };
export const reference: Reference = { field: 'crmId', label: 'CRM ID', request: () => request };
export const batch: BatchLookup = { size: 50, request: () => request, paging, keyOf: () => undefined };
export const customer: Resource<CustomerKey> = {
	...yields,
	one: 'customer',
	many: 'customers',
	keys: [{ name: 'id', displayName: 'By ID', parse: (value) => value }],
	fields: [anyText('email', 'Email', { common: 'email' })],
	keyOf: () => undefined,
	read: () => request,
	operations: { get, search: list, create, update },
};
export const vendor: Vendor = {
	displayName: 'Sixth Vendor',
	credential: 'sixthVendorApi',
	secrets: ['apiKey'],
	maxParallelRequests: 10,
	unwrap: () => records([]),
	resources: { customer },
	watched: {},
	account: [],
};

/* Operations */

// @ts-expect-error an operation is of a kind
export const operationWithoutKind: Operation = { description, request: () => request };

// @ts-expect-error there is no such kind of operation
export const archive: Operation = { kind: 'archive', description, request: () => request };

// @ts-expect-error an operation has a description for people
export const getWithoutDescription: Get = { kind: 'get' };

// @ts-expect-error a get asks as its resource reads: it has no request of its own
export const getWithRequest: Get = { ...get, request: () => request };

// @ts-expect-error a parameter of an operation has a type and a default
export const parameterWithoutType: Get = { ...get, parameters: [{ displayName: 'View', name: 'view' }] };

// @ts-expect-error a list says how it is paged
export const listWithoutPaging: List = { kind: 'list', description, plan: () => ({ request }) };

// @ts-expect-error a list of what belongs to a record says what it brings, not how that is called
export const listOfInvoices: List = { ...list, of: 'invoices' };

// @ts-expect-error a list plans a request
export const listOfNothing: List = { ...list, plan: () => ({}) };

// @ts-expect-error a create says by what its record is found again, be it by nothing
export const createWithoutReferences: Create = { kind: 'create', description, request: () => request };

// @ts-expect-error a reference has a word for people
export const referenceWithoutLabel: Reference = { field: 'crmId', request: () => request };

// @ts-expect-error a reference is looked up by its value
export const referenceBySameRequest: Reference = { ...reference, request };

// @ts-expect-error an update says what to send
export const updateWithoutRequest: Update = { kind: 'update', description };

// @ts-expect-error whether a record is read first depends on how it is named
export const updateReadsFirst: Update = { ...update, readsFirst: true };

// @ts-expect-error a deletion says what to send
export const deleteWithoutRequest: Delete = { kind: 'delete', description };

// @ts-expect-error an upsert says how records are found
export const upsertBlind: Upsert = { kind: 'upsert', description, matchOn: ['code'] };

// @ts-expect-error an upsert says what records can be found by
export const upsertByNothing: Upsert = {
	kind: 'upsert',
	description,
	find: { kind: 'scan', request, paging },
};

// @ts-expect-error an upsert finds by a search or by a scan
export const findByGuess: Finder = { kind: 'guess', request: () => request };

// @ts-expect-error a search for existing records makes its request from field and value
export const findBySameRequest: Finder = { kind: 'search', request };

// @ts-expect-error a scan says how it is paged
export const findByScan: Finder = { kind: 'scan', request };

type Together = Extract<Finder, { kind: 'search' }>['batch'];

// @ts-expect-error a search for many values says how many records it brings at most
export const findManyEndlessly: Together = { size: 50, request: () => request };

// @ts-expect-error a batch says by which key its records are handed out
export const batchWithoutKey: BatchLookup = { size: 50, request: () => request, paging };

// @ts-expect-error a batch of a list belongs to its parameters
export const batchOfList: List = { ...list, batch };

// @ts-expect-error there is no such parameter that operations share
export const parameterOfNobody: Parameter = 'sort';

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
export const unknownCommon: Field<CustomerKey> = anyText('BEMAIL', 'Email', { common: 'mail' });

// @ts-expect-error a value that is worked out says what it reads
export const commonOfUnknown: Field = anyText('BEMAIL', 'Email', { common: (record) => record.email });

// @ts-expect-error a field has no property of this name
export const misspelt: Field = anyText('BEMAIL', 'Email', { requierd: true });

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
export const customerWithoutKey: Common<CustomerKey> = almostAll;

// @ts-expect-error the common shape has no further keys
export const customerWithMore: Common<CustomerKey> = { ...none, fax: null };

// @ts-expect-error a common value is a single one
export const customerWithAddress: Common<CustomerKey> = { ...none, city: { name: 'Leeds' } };

// @ts-expect-error the lines of an order are objects
export const linesAsTexts: Pick<Common<OrderKey>, 'lines'> = { lines: ['P-1', 'P-2'] };

// @ts-expect-error simplify gives every key
export const simplifyWithoutKey: Yields<CustomerKey>['simplify'] = () => almostAll;

// @ts-expect-error an order has its customer
export const simplifyNothing: Yields<OrderKey>['simplify'] = () => ({ id: 1 });

// @ts-expect-error a source belongs to a key of the shape
export const sourceOfUnknown: Sources<CustomerKey> = { fax: textFrom('FAX') };

// @ts-expect-error a source says what it reads
export const sourceOfNothing: Source = { of: () => null };

// @ts-expect-error a source gives a value that the shape can hold
export const sourceOfObject: Source = { reads: ['address'], of: () => ({ city: 'Leeds' }) };

// @ts-expect-error customers do not come in the shape of orders
export const customersAsOrders: Yields<OrderKey> = yields;

// @ts-expect-error what belongs to the source alone is a key of the shape
export const shapeOfOthers: Shape<CustomerKey> = { ...CUSTOMER, sourceOnly: ['id', 'fax'] };

/* The resource */

// @ts-expect-error there is no such way of naming a record
export const byEmail: KeyMode = { name: 'email', displayName: 'By Email', parse: (value) => value };

// @ts-expect-error a key is a text or a number
export const keyAsObject: KeyMode = { name: 'id', displayName: 'By ID', parse: (value) => ({ value }) };

// @ts-expect-error a record is named in one of the ways that there are
export const refByEmail: RecordRef = { by: 'email', value: 'a@example.com' };

const { keys, ...unnamed } = customer;
const { one, ...wordless } = customer;
const { fields, ...unwritable } = customer;
const { keyOf, ...keyless } = customer;
const { read, ...unreadable } = customer;
const { operations, ...idle } = customer;
const { shape, ...shapeless } = customer;
export const leftOut = [keys, one, fields, keyOf, read, operations, shape];

// @ts-expect-error the records of a resource can be named
export const resourceWithoutKeys: Resource = unnamed;

// @ts-expect-error a resource has a word for one of it
export const resourceWithoutWord: Resource = wordless;

// @ts-expect-error a resource says what can be written, be it nothing
export const resourceWithoutFields: Resource<CustomerKey> = unwritable;

// @ts-expect-error a resource says which of its records is which
export const resourceWithoutKeyOf: Resource = keyless;

// @ts-expect-error a record can be read, also to look again after a write whose answer was lost
export const resourceWithoutRead: Resource = unreadable;

// @ts-expect-error a resource says what can be done with it
export const resourceWithoutOperations: Resource = idle;

// @ts-expect-error a resource comes in a shape
export const resourceWithoutShape: Resource = shapeless;

// @ts-expect-error an operation stands among the operations
export const resourceWithMore: Resource<CustomerKey> = { ...customer, merge: get };

// @ts-expect-error what is offered under a name is an operation
export const resourceOfWords: Resource<CustomerKey> = { ...customer, operations: { get: 'get' } };

const total: Field<OrderKey> = anyText('total', 'Total', { common: 'total' });

// @ts-expect-error the fields of a customer are filled from a customer
export const fieldsOfOrder: Resource<CustomerKey> = { ...customer, fields: [total] };

// @ts-expect-error a pick list is paged like any other
export const pickWithoutPaging: Resource<CustomerKey> = { ...customer, pick: { plan: () => ({ request }) } };

// @ts-expect-error the one operation of an execution stands in its resource
export const scopeWithoutResource: Scope = { vendor, name: 'customer', operation: get };

/* The vendor */

const { unwrap, ...silent } = vendor;
const { resources, ...empty } = vendor;
export const unused = [unwrap, resources];

// @ts-expect-error a vendor has resources
export const vendorWithoutResources: Vendor = empty;

// @ts-expect-error a resource stands under its name among the resources
export const vendorOfOne: Vendor = { ...vendor, customer };

// @ts-expect-error a resource is described, not named
export const vendorOfNames: Vendor = { ...vendor, resources: { customer: 'customers' } };

// @ts-expect-error a vendor reads its own envelope
export const vendorWithoutUnwrap: Vendor = silent;

// @ts-expect-error unwrapping gives records or a refusal
export const vendorUnwrapsToList: Vendor = { ...vendor, unwrap: () => [] };

// @ts-expect-error a refusal has a reason
export const refusalWithoutReason: Refusal = { kind: 'refused', message: 'No' };

// @ts-expect-error there is no such reason
export const refusalForFun: Refusal = { kind: 'refused', reason: 'mood', message: 'No' };

const session: SessionRule = {
	isUsed: () => true,
	account: ['baseUrl', 'apiKey'],
	proof: ['password'],
	isExclusive: false,
	hint: 'Check the credential',
};
const { account, hint, ...unsaid } = session;
export const said = [account, hint];

// @ts-expect-error a session has a hint for when it is refused twice
export const sessionWithoutHint: SessionRule = { ...unsaid, account };

// @ts-expect-error a session says whose it is
export const sessionOfNobody: SessionRule = { ...unsaid, hint };

// @ts-expect-error an account is told by the credential's properties, not by a digest
export const sessionOfDigest: SessionRule = { ...session, account: () => 'digest' };
