import type { IDataObject } from 'n8n-workflow';
import type { JsonObject, OtherType } from '../sandbox';
import { secrets } from '../sandbox/credentials';
import { itemKey } from '../sandbox/manexItems';
import { salesOrderNumber } from '../sandbox/manexSalesOrders';
import { vendors } from '../vendors';
import type { VendorFacts } from '../vendors';
import type { PageFault } from './faults';

export const OPERATIONS = [
	'get',
	'get, looked up together',
	'list',
	'create with reference',
	'create without reference',
	'update',
] as const;
/** One of these, or a write of another record of a vendor's. */
export type Operation = string;

/** One operation of a vendor over several items. */
export interface Job {
	/** Customers where it is left out. */
	readonly resource?: string;
	readonly operation: string;
	/** What the node is told, beyond resource, operation and options. */
	readonly parameters: IDataObject;
	readonly options?: IDataObject;
	/** The input items; of a read, made from the sandbox's records. */
	items(records: readonly JsonObject[]): IDataObject[];
	/** Requests that one item takes when all goes well; the fault hits the last of them. */
	readonly requests: number;
	/** Whether it names the fields that it wants, and asks for all where that is refused. */
	readonly narrows?: true;
	/** Requests of a look-up whether a write arrived; undefined where there is nothing to look for. */
	readonly lookUp?: number;
	/** The same where the write did not arrive, if it takes more to know that. */
	readonly lookUpInVain?: number;
	/** Whether a request is the write itself. */
	isWrite?(method: string, path: string): boolean;
	/** Part of the path of the requests that the fault may hit, where it is not the vendor's. */
	readonly hits?: string;
	/** What the record of an item holds once it is written, and no other. */
	marker?(item: number, input: IDataObject): string;
	/** What the node gives as the id of a record that was created; null where the vendor does not say it. */
	keyOf?(record: JsonObject): string | number | null;
	/** Whether the output of an item shows what was done. */
	isComplete?(output: IDataObject, item: number): boolean;
	/** What the vendor puts before the message of a refusal. */
	readonly refusalPrefix?: string;
	/** Where it is not the vendor's, see there. */
	readonly takesNotBack?: readonly OtherType[];
}

export interface MatrixVendor extends VendorFacts {
	readonly wrong: IDataObject;
	/** A secret that the vendor repeats in its refusal; it must not come through. */
	readonly secret: string;
	readonly secrets: readonly string[];
	/** Part of the path of all requests but log-ins. */
	readonly dataPath: string;
	readonly session?: {
		/** Part of the path of log-ins. */
		readonly path: string;
		/** Requests of a renewal after the session ended (EPASS: a refresh in vain, then a log-in). */
		readonly renewal: number;
		/** How many new sessions may be refused at once, until no more are asked for. */
		readonly inVain: number;
	};
	/** Pages that are not as asked for, and what becomes of a list in them; undefined where nothing is paged. */
	readonly pages?: {
		readonly shorter: number;
		readonly longer: number;
		readonly lists: Readonly<
			Record<PageFault, { readonly outcome: 'result' | 'error'; readonly requests: number }>
		>;
	};
	/** The vendor's words for a session, or key, that is not taken. */
	readonly deadSession: string;
	readonly wrongCredential: string;
	/** Code of a refusal of the data, and what the vendor puts before its message. */
	readonly refusal: { readonly code?: number; readonly createPrefix?: string };
	/** Forms that the vendor does not take back, though it sent them itself: an update sends back what was read. */
	readonly takesNotBack?: readonly OtherType[];
	readonly jobs: Partial<Record<(typeof OPERATIONS)[number], Job>>;
	/** Writes of its other records, by the name under which the report has them. */
	readonly further?: Readonly<Record<string, Job>>;
	/** Why an operation is missing. */
	readonly noOperation: string;
	/** What the matrix shows, in words. */
	/** What the report says of a write whose answer was lost. */
	readonly reliability: { readonly lookedUpBy: string; readonly notLookedUp: string; readonly mind: string };
}

/** In the order of the report. */
export const operationsOf = ({ further = {} }: MatrixVendor): Operation[] => [
	...OPERATIONS,
	...Object.keys(further),
];

export function jobOf({ further, jobs }: MatrixVendor, operation: Operation): Job | undefined {
	const ofCustomers = OPERATIONS.find((each) => each === operation);
	return ofCustomers === undefined ? further?.[operation] : jobs[ofCustomers];
}

export const ITEMS = 3;
/** From four look-ups on the runtime asks for many at once. */
const TOGETHER = 5;

/** What a created record of an item holds, and no other. */
export const markerOf = (item: number): string => `Item ${item}`;
const nameOf = (item: number): string => `Fault ${markerOf(item)}`;
export const phoneOf = (item: number): string => `555-770${item}`;

const BY_KEY: IDataObject = { customer: { __rl: true, mode: 'id', value: '={{ $json.key }}' } };
const AUTOMATIC: IDataObject = {
	fields: { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] },
};

const counted = (count: number, make: (index: number) => IDataObject): IDataObject[] =>
	Array.from({ length: count }, (_, index) => make(index));

type KeyOf = MatrixVendor['keyOf'];
/** The first records are the documented ones; the matrix leaves them alone. */
const keyed =
	(keyOf: KeyOf, count: number, more: (index: number) => IDataObject = () => ({})) =>
	(records: readonly JsonObject[]): IDataObject[] =>
		records.slice(5, 5 + count).map((record, index) => ({ key: keyOf(record), ...more(index) }));

const get = (keyOf: KeyOf): Job => ({
	operation: 'get',
	parameters: BY_KEY,
	items: keyed(keyOf, ITEMS),
	requests: 1,
});

const getTogether = (keyOf: KeyOf, path: string): Job => ({
	operation: 'get',
	parameters: BY_KEY,
	items: keyed(keyOf, TOGETHER),
	requests: 1,
	hits: path,
});

const create = (fields: (index: number) => IDataObject, isWrite: Job['isWrite'], lookUp?: number): Job => ({
	operation: 'create',
	parameters: AUTOMATIC,
	items: () => counted(ITEMS, fields),
	requests: 1,
	...(isWrite === undefined ? {} : { isWrite }),
	...(lookUp === undefined ? {} : { lookUp }),
});

const update = (keyOf: KeyOf, phoneField: string, isWrite: Job['isWrite'], requests: number): Job => ({
	operation: 'update',
	parameters: { ...BY_KEY, ...AUTOMATIC },
	items: keyed(keyOf, ITEMS, (index) => ({ [phoneField]: phoneOf(index) })),
	requests,
	lookUp: 1,
	...(isWrite === undefined ? {} : { isWrite }),
});

const weevioFields = (index: number): IDataObject => ({ CUSTOMER_NAME: nameOf(index), BCITY: 'Newtown' });
const pdmFields = (index: number): IDataObject => ({
	first_name: 'Fault',
	last_name: markerOf(index),
	'address.line_1': '1 High Street',
	'address.city': 'Newtown',
	'address.postal_code': 'TT1 1TT',
});
const manexFields = (index: number): IDataObject => ({ Custname: nameOf(index), Status: 'Active' });
// The name sorts late, so that a look-up has to read on to the second page.
const guardantFields = (index: number): IDataObject => ({
	customerCompanyName: 'Zzz',
	customerName: nameOf(index),
});
const epassFields = (index: number): IDataObject => ({ firstName: 'Fault', lastName: markerOf(index) });

const weevioCreates: Job['isWrite'] = (_, path) => path.endsWith('/customers/create');
const pdmCreates: Job['isWrite'] = (_, path) => path.endsWith('/CreateCustomer');
const manexCreates: Job['isWrite'] = (_, path) => path.includes('/Customer/Add');
const guardantWrites: Job['isWrite'] = (method) => method !== 'GET';
const epassCreates: Job['isWrite'] = (method, path) =>
	method === 'POST' && path.endsWith('/customer/customer');

const HEADER = { BillToCode: '1000', SoldToCode: '1000', InvTypeCode: 'SALE', PaymentTypeCode: 'COD' };
/** Open ones of the sandbox. */
const OPEN_INVOICES = ['10002', '10029', '10033'] as const;
const onInvoice = (value: string): IDataObject => ({ invoice: { __rl: true, mode: 'id', value } });
const epassWrite = (
	resource: string,
	path: string,
	fields: (index: number, records: readonly JsonObject[]) => IDataObject,
	more: Partial<Job> & Pick<Job, 'marker' | 'keyOf'>,
): Job => ({
	resource,
	operation: 'create',
	items: (records) => counted(ITEMS, (index) => fields(index, records)),
	requests: 1,
	isWrite: (_, sent) => sent.endsWith(path),
	// Look-ups as well.
	hits: path.includes('/invoice/') ? '/invoicing/' : path,
	...more,
	parameters: { ...AUTOMATIC, ...more.parameters },
});

const epassFurther: Readonly<Record<string, Job>> = {
	'invoice with code': epassWrite('invoice', '/invoice/add', (index) => ({ ...HEADER, Code: `F-${index}` }), {
		lookUp: 1,
		marker: (item) => `F-${item}`,
		keyOf: ({ Code }) => String(Code).trim(),
	}),
	'invoice without code': epassWrite(
		'invoice',
		'/invoice/add',
		(index, records) => ({ ...HEADER, SoldToCode: vendors.epass.keyOf(records[5 + index] ?? {}) }),
		{
			marker: (_, { SoldToCode }) => `"SoldToCode":"${String(SoldToCode)}"`,
			keyOf: ({ Code }) => String(Code).trim(),
		},
	),
	'invoice update': {
		resource: 'invoice',
		operation: 'update',
		parameters: { ...onInvoice('={{ $json.key }}'), ...AUTOMATIC },
		items: () => OPEN_INVOICES.map((key, index) => ({ key, PickupDate: `2099-01-0${index + 1}` })),
		requests: 2,
		lookUp: 1,
		isWrite: (_, path) => path.endsWith('/invoice/edit'),
		hits: '/invoicing/',
		marker: (item) => `2099-01-0${item + 1}`,
		refusalPrefix: 'CUS-90000 ',
	},
	'invoice line': epassWrite('invoiceLine', '/invoice/item/add', (index) => ({ ItemCode: `P-110${index}` }), {
		parameters: { ...onInvoice(OPEN_INVOICES[0]), lineType: 'item' },
		marker: (item) => `P-110${item}`,
		keyOf: ({ ID }) => Number(ID),
	}),
	'invoice note': epassWrite('invoiceNote', '/invoice/note/add', (index) => ({ note: nameOf(index) }), {
		parameters: { ...onInvoice('5827'), noteType: 'note' },
		marker: markerOf,
		keyOf: ({ ID }) => Number(ID),
		refusalPrefix: 'One or more of the fields has an invalid or missing value.; ',
	}),
	'web order': epassWrite(
		'webOrder',
		'/external/weborder',
		(index) => ({
			webOrderID: `F-${index}`,
			orderDate: '2026-01-31',
			firstName: 'Fault',
			lastName: markerOf(index),
			email: 'fault@example.com',
		}),
		{ marker: markerOf, keyOf: ({ webOrderID }) => String(webOrderID) },
	),
};

/** A record of the sandbox's, by its key in the input. */
const chosen = (resource: string, mode = 'id', value = '={{ $json.key }}'): IDataObject => ({
	[resource]: { __rl: true, mode, value },
});

const furtherCreate = (
	resource: string,
	[isWrite, hits]: readonly [write: string, all: string],
	fields: (index: number) => IDataObject,
	more: Partial<Job> & Pick<Job, 'keyOf'>,
): Job => ({
	resource,
	operation: 'create',
	items: () => counted(ITEMS, fields),
	requests: 1,
	isWrite: (method, path) => method === 'POST' && path.includes(isWrite),
	hits,
	...more,
	parameters: { ...AUTOMATIC, ...more.parameters },
});

const furtherChange = (
	resource: string,
	operation: 'update' | 'delete',
	fields: ReadonlyArray<IDataObject & { key: string | number }>,
	more: Partial<Job> & Pick<Job, 'isWrite' | 'hits' | 'isComplete'>,
): Job => ({
	resource,
	operation,
	items: () => [...fields],
	requests: 1,
	...more,
	parameters: {
		...chosen(resource),
		...(operation === 'update' ? AUTOMATIC : {}),
		...more.parameters,
	},
});

const each = <T>(make: (index: number) => T): T[] => Array.from({ length: ITEMS }, (_, index) => make(index));

const MANEX_CUSTOMER = '0000000012';
const SO_ADD = ['/SO/Add', '/SO/'] as const;
const WO_ADD = ['/WO/Add', '/WO/'] as const;
const manexItem = (index: number): IDataObject => ({
	part_No: `F-${index}`,
	descript: nameOf(index),
	part_class: 'IC',
	part_type: 'SMT',
	part_sourc: 'BUY',
	U_of_Meas: 'EACH',
	Pur_UOfM: 'EACH',
	CustNo: MANEX_CUSTOMER,
	CustPartNo: 'C-1',
	CustRev: 'A',
	status: 'active',
	serialYes: index === 1,
});
const manexItemUpdate: Pick<Job, 'lookUp' | 'isWrite' | 'hits' | 'marker' | 'isComplete'> = {
	lookUp: 1,
	isWrite: (_, path) => path.includes('/ItemMaster/Edit'),
	hits: '/ItemMaster/',
	marker: (item) => nameOf(item),
	isComplete: ({ name }, item) => name === nameOf(item),
};
const manexWorkOrder = (index: number): IDataObject => ({
	Uniq_Key: itemKey(index),
	custNo: MANEX_CUSTOMER,
	Due_Date: '2099-01-31',
	openclos: 'STANDARD',
	bldQty: 7700 + index,
});

const manexFurther: Readonly<Record<string, Job>> = {
	'sales order with number': furtherCreate(
		'salesOrder',
		SO_ADD,
		(index) => ({ custNo: MANEX_CUSTOMER, SoNo: `F-${index}`, PoNo: nameOf(index) }),
		{ lookUp: 1, keyOf: ({ SONO }) => String(SONO) },
	),
	'sales order without number': furtherCreate(
		'salesOrder',
		SO_ADD,
		(index) => ({ custNo: MANEX_CUSTOMER, PoNo: nameOf(index) }),
		{ keyOf: () => null },
	),
	'sales order update': furtherChange(
		'salesOrder',
		'update',
		each((index) => ({ key: salesOrderNumber(5 + index), PoNo: nameOf(index) })),
		{
			lookUp: 1,
			isWrite: (_, path) => path.includes('/SO/Edit'),
			hits: '/SO/',
			marker: nameOf,
			isComplete: ({ reference }, item) => reference === nameOf(item),
		},
	),
	'sales order line': furtherCreate(
		'salesOrderItem',
		['/SO/ItemADD', '/SO/'],
		(index) => ({
			uniq_key: itemKey(index),
			ord_qty: 3,
			uOfMeas: 'EACH',
			soDet_Desc: nameOf(index),
			deliv_time: '08:00',
			status: 'Standard',
		}),
		{ parameters: chosen('salesOrder', 'id', salesOrderNumber(5)), keyOf: () => null },
	),
	'sales order line deletion': furtherChange(
		'salesOrderItem',
		'delete',
		// The first line of each.
		each((index) => ({
			key: `_L${String(4 * (5 + index)).padStart(8, '0')}`,
			order: salesOrderNumber(5 + index),
		})),
		{
			parameters: chosen('salesOrder', 'id', '={{ $json.order }}'),
			lookUp: 1,
			isWrite: (_, path) => path.includes('/SO/ItemDelete'),
			hits: '/SO/',
			isComplete: ({ deleted }) => deleted === true,
		},
	),
	item: furtherCreate('item', ['/ItemMaster/Add', '/ItemMaster/'], manexItem, {
		lookUp: 1,
		keyOf: ({ Uniq_Key: key }) => String(key),
	}),
	'item update': furtherChange(
		'item',
		'update',
		each((index) => ({ key: itemKey(8 + index), descript: nameOf(index), abc: 'A' })),
		manexItemUpdate,
	),
	'item update by part number': furtherChange(
		'item',
		'update',
		each((index) => ({
			key: itemKey(8 + index),
			part: `910-${String(8 + index).padStart(4, '0')}`,
			descript: nameOf(index),
			abc: 'A',
		})),
		{ ...manexItemUpdate, parameters: chosen('item', 'partNumber', '={{ $json.part }}'), requests: 2 },
	),
	'work order with number': furtherCreate(
		'workOrder',
		WO_ADD,
		(index) => ({ ...manexWorkOrder(index), WoNo: `F-${index}` }),
		{ lookUp: 1, marker: (item) => `"WONO":"F-${item}"`, keyOf: ({ WONO }) => String(WONO) },
	),
	'work order without number': furtherCreate('workOrder', WO_ADD, manexWorkOrder, {
		marker: (item) => `"BLDQTY":${7700 + item}`,
		keyOf: ({ WONO }) => String(WONO),
	}),
};

/** Those of the vendor's pages. */
const SERIALS = [
	'LvHdHH-Ux1VmY-pGKq1y-NEE4pp-8iAAgP',
	'L6Jo6h-KLvZ6M-SzMs3K-64Uggc-7B2ZDG',
	'w388Nt-ecbUam-hp1h3M-mxXgHp-tdk9k7',
] as const;
/** That of the vendor's page, and two more of the sandbox. */
const DONGLES = [991846791, -1913946085, -1541932076] as const;
const SUBMITTED_ORDER = 10096;

const guardantFurther: Readonly<Record<string, Job>> = {
	'serial update': furtherChange(
		'serial',
		'update',
		SERIALS.map((key, index) => ({ key, activationLimit: 40 + index })),
		{
			requests: 2,
			lookUp: 1,
			isWrite: guardantWrites,
			hits: '/serial',
			marker: (item) => `"activationlimit":${40 + item}`,
			isComplete: ({ activationLimit }, item) => activationLimit === 40 + item,
			// Its two numbers are written back as numbers, whatever they were read as.
			takesNotBack: [],
		},
	),
	dongle: furtherCreate(
		'dongle',
		['/dongles', '/dongles'],
		(index) => ({ dongleId: 770_000 + index, dongleModel: 'SIGN' }),
		{
			parameters: { order: SUBMITTED_ORDER },
			marker: (item) => `"dongleid":${770_000 + item}`,
			keyOf: ({ dongleid }) => Number(dongleid),
		},
	),
	'dongle update': furtherChange(
		'dongle',
		'update',
		DONGLES.map((key, index) => ({ key, driverType: 16 + index })),
		{
			isWrite: guardantWrites,
			hits: '/dongles',
			marker: (item) => `"drivertype":${16 + item}`,
			isComplete: ({ driverType }, item) => driverType === 16 + item,
		},
	),
};

const weevio: MatrixVendor = {
	...vendors.weevio,
	wrong: { apiSecret: 'wrong-weevio-secret' },
	secret: secrets.weevio.apiSecret,
	secrets: [secrets.weevio.apiId, secrets.weevio.apiSecret, 'wrong-weevio-secret'],
	dataPath: '/weevio/',
	deadSession: 'Invalid API ID or API Secret',
	wrongCredential: 'Invalid API ID or API Secret',
	refusal: {},
	noOperation: '',
	jobs: {
		get: get(vendors.weevio.keyOf),
		'get, looked up together': getTogether(vendors.weevio.keyOf, '/customers/query'),
		list: {
			operation: 'search',
			parameters: {
				returnAll: true,
				filters: { conditions: [{ field: 'CUSTOMER_CODE', operator: 'equals', value: '={{ $json.key }}' }] },
			},
			items: keyed(vendors.weevio.keyOf, ITEMS),
			requests: 1,
		},
		'create with reference': create(
			(index) => ({ ...weevioFields(index), CUSTOMER_CODE: `F-${index}` }),
			weevioCreates,
			1,
		),
		'create without reference': create(weevioFields, weevioCreates),
		update: update(vendors.weevio.keyOf, 'BPHONE', (_, path) => path.endsWith('/customers/update'), 1),
	},
	reliability: {
		lookedUpBy: 'your own `CUSTOMER_CODE`; updates by the customer code',
		notLookedUp: 'a create that leaves the code to PIMS',
		mind: 'Every request is billed, so a look-up is sent only when the outcome of a write is unknown.',
	},
};

const pdm: MatrixVendor = {
	...vendors.pdm,
	wrong: { apiKey: 'wrong-pdm-key' },
	secret: secrets.pdm.apiKey,
	secrets: [secrets.pdm.apiKey, 'wrong-pdm-key'],
	dataPath: 'Customer',
	session: { path: '/GetSessionToken', renewal: 1, inVain: 1 },
	deadSession: 'Invalid / expired session token (code 203)',
	wrongCredential: 'Invalid / inactive API key (code 202)',
	refusal: { code: 302 },
	takesNotBack: ['textFlags', 'textNumbers'],
	noOperation: 'PDM documents no such call',
	jobs: {
		get: get(vendors.pdm.keyOf),
		'create with reference': create(
			(index) => ({ ...pdmFields(index), external_customer_ref: `F-${index}` }),
			pdmCreates,
			1,
		),
		'create without reference': create(pdmFields, pdmCreates),
		update: update(vendors.pdm.keyOf, 'tel_number_1', (_, path) => path.endsWith('/ModifyCustomer'), 2),
	},
	further: {
		delivery: {
			resource: 'delivery',
			operation: 'create',
			parameters: { ...BY_KEY, ...AUTOMATIC },
			items: keyed(vendors.pdm.keyOf, ITEMS, (index) => ({
				external_delivery_ref: `F-${index}`,
				notes: nameOf(index),
			})),
			requests: 1,
			isWrite: (_, path) => path.endsWith('/CreateDelivery'),
			hits: '/CreateDelivery',
			keyOf: ({ delivery_id: id }) => Number(id),
		},
	},
	reliability: {
		lookedUpBy: '`external_customer_ref`; updates by the customer',
		notLookedUp: 'a customer without a reference; deliveries',
		mind: 'An update writes the whole record back: what somebody else changes in between is overwritten, and an account that sends numbers, or yes and no, as text but does not take them so refuses it. Code 205 with HTTP 200 is waited out like HTTP 429.',
	},
};

const manex: MatrixVendor = {
	...vendors.manex,
	wrong: { apiKey: 'WRONGKEY00' },
	secret: secrets.manex.apiKey,
	secrets: [secrets.manex.apiKey, 'WRONGKEY00'],
	dataPath: '/Customer/',
	deadSession: 'Invalid API Key.',
	wrongCredential: 'Invalid API Key.',
	refusal: {},
	noOperation: 'ManEx documents no such call',
	jobs: {
		get: get(vendors.manex.keyOf),
		'create with reference': create(
			(index) => ({ ...manexFields(index), Custno: `900000000${index}` }),
			manexCreates,
			1,
		),
		'create without reference': create(manexFields, manexCreates),
		update: update(vendors.manex.keyOf, 'Phone', (_, path) => path.includes('/Customer/Edit'), 1),
	},
	further: manexFurther,
	reliability: {
		lookedUpBy: 'your own `Custno`, `SoNo`, `WoNo`; `part_No`; updates and deletions by the key',
		notLookedUp:
			'a customer or order whose number is left to ManEx (names are not unique); new lines of sales orders',
		mind: 'A new item counts as found only if it holds all that was sent. The API key is part of the address, and is in no message, not even where the vendor repeats it.',
	},
};

const guardant: MatrixVendor = {
	...vendors.guardant,
	wrong: { password: 'wrong-guardant-password' },
	secret: secrets.guardant.password,
	secrets: [secrets.guardant.password, 'wrong-guardant-password'],
	dataPath: '/customers',
	session: { path: '/login', renewal: 1, inVain: 1 },
	// 150 customers, and the end is where nothing comes.
	pages: {
		shorter: 40,
		longer: 120,
		lists: {
			repeatPages: { outcome: 'error', requests: 5 },
			shortPages: { outcome: 'result', requests: 5 },
			longPages: { outcome: 'result', requests: 3 },
			endlessPages: { outcome: 'error', requests: 5 },
		},
	},
	deadSession: 'Authorization required',
	wrongCredential: 'Wrong login or password',
	refusal: {},
	takesNotBack: ['textNumbers'],
	noOperation: '',
	jobs: {
		get: get(vendors.guardant.keyOf),
		list: {
			operation: 'search',
			parameters: { returnAll: true, filters: { sortBy: '={{ $json.sortBy }}' } },
			items: () => ['default', 'name', 'company'].map((sortBy) => ({ sortBy })),
			// The last page is the empty one, where the list ends.
			requests: 3,
		},
		'create with reference': {
			...create((index) => ({ ...guardantFields(index), crmId: `F-${index}` }), guardantWrites, 2),
			lookUpInVain: 3,
		},
		'create without reference': create(guardantFields, guardantWrites),
		update: update(vendors.guardant.keyOf, 'customerPhone', guardantWrites, 2),
	},
	further: guardantFurther,
	reliability: {
		lookedUpBy:
			'`crmId` or `refId`, by reading the list of customers; updates and deletions by the ID; changes of a serial by the serial',
		notLookedUp: 'a customer without a reference; dongles',
		mind: 'Guardant does not document that references are unique: a write that arrives after its look-up would be doubled. An update writes all values back: what somebody else changes in between is overwritten, and an account that sends numbers as text but does not take them so refuses the update of a customer.',
	},
};

const epass: MatrixVendor = {
	...vendors.epass,
	wrong: { password: 'wrong-epass-password' },
	secret: secrets.epass.password,
	secrets: [secrets.epass.password, 'wrong-epass-password'],
	dataPath: '/customer/',
	session: { path: '/authentication/', renewal: 2, inVain: 3 },
	// Three customers a list, and the vendor says whether more follow.
	pages: {
		shorter: 1,
		longer: 3,
		lists: {
			repeatPages: { outcome: 'error', requests: 2 },
			shortPages: { outcome: 'result', requests: 3 },
			longPages: { outcome: 'result', requests: 1 },
			endlessPages: { outcome: 'error', requests: 2 },
		},
	},
	deadSession: 'EPASS refused the session (HTTP 401)',
	wrongCredential: 'Invalid user or password.',
	refusal: { createPrefix: 'CUS-90000 ' },
	noOperation: 'EPASS documents no such call',
	jobs: {
		get: get(vendors.epass.keyOf),
		'get, looked up together': getTogether(vendors.epass.keyOf, '/customer/search'),
		list: {
			operation: 'search',
			parameters: {
				returnAll: true,
				filters: { conditions: [{ field: 'Code', operator: 'in', value: '={{ $json.codes }}' }] },
			},
			options: { pageSize: 2 },
			// Three customers an item, so that its list goes on to a second page.
			items: (records) =>
				counted(ITEMS, (index) => ({
					codes: records
						.slice(5 + 3 * index, 8 + 3 * index)
						.map(vendors.epass.keyOf)
						.join(','),
				})),
			requests: 2,
			narrows: true,
		},
		'create with reference': create(
			(index) => ({ ...epassFields(index), externalID: `F-${index}` }),
			epassCreates,
			1,
		),
		'create without reference': create(epassFields, epassCreates),
	},
	further: epassFurther,
	reliability: {
		lookedUpBy:
			'`externalID`, else your own `code`; an invoice’s own `Code`; changes of its dates by its code',
		notLookedUp:
			'customers and invoices without these; lines, notes, comments, web orders; new dates where the invoice that is read does not show them',
		mind: 'An ended session is renewed by token refresh or one log-in, and the request is sent again, writes included: EPASS does nothing without a session.',
	},
};

export const MATRIX_VENDORS: readonly MatrixVendor[] = [weevio, pdm, manex, guardant, epass];
