import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mapped, recordBy } from '../n8n/workflows';
import { repository } from '../repository';
import type { JsonObject, Sandbox, SandboxCredentials } from '../sandbox';
import type { Fault, FaultRule, VendorName } from '../sandbox/types';
import { vendorList, vendors } from '../vendors';

/** The messages that the guides explain, and how a person comes to see each of them. */

export interface Meeting {
	readonly guide: string;
	/** Words of its row in the guide's table; of messages that explain themselves there is none. */
	readonly words: string;
	/** What the editor shows. */
	readonly shows: RegExp;
	readonly vendor: VendorName;
	readonly parameters: Readonly<Record<string, unknown>>;
	/** The sandbox's account, where it is not the vendor's first. */
	readonly account?: keyof SandboxCredentials;
	/** What a person entered otherwise in the credential. */
	readonly entered?: (right: JsonObject) => JsonObject;
	/** The HTTP Request node with the vendor's credential, instead of the vendor's node. */
	readonly otherUrl?: string;
	/** What goes wrong at the vendor's, with each request. */
	readonly fault?: Fault;
	readonly at?: FaultRule['match'];
	/** What is there beforehand. */
	readonly before?: (control: Sandbox['control']) => unknown;
}

/** Rows that nobody can bring about at will, with the reason; other tests hold their words. */
export const UNMET: ReadonlyArray<readonly [guide: string, words: string, why: string]> = [
	['docs/README.md', 'shows a certificate', 'needs a server with a certificate: fault matrix'],
	['docs/README.md', 'changed to another account while', 'needs a change within a run: session tests'],
	['docs/README.md', 'cannot be sent as it is', 'such values are named before they are sent: unit tests'],
	['docs/README.md', 'has no credential', 'n8n does not run such a node: engine tests'],
];

const GENERAL = 'docs/README.md';
const NOWHERE = 'http://127.0.0.1:9';
const ONCE = { options: { maxRetries: 0 } };
const EMPTY = '={{ $json.nothing }}';

const condition = (field: string, operator: string, value: unknown) => ({
	conjunction: 'AND',
	field,
	operator,
	value,
});

const ada = vendors.pdm.newCustomer;
const getOf = (name: VendorName, key: string) => ({
	vendor: name,
	parameters: { operation: 'get', customer: recordBy('id', key), ...ONCE },
});
const created = (fields: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
	vendor: 'pdm' as const,
	parameters: { operation: 'create', fields: mapped({ ...ada, ...fields }), ...more },
});
/** The answer to every write and to every look-up after it is lost. */
const lost = (name: VendorName, path: string): Omit<Meeting, 'guide' | 'words'> => ({
	vendor: name,
	shows: /may have been saved all the same/,
	parameters: { operation: 'create', fields: mapped({ ...vendors[name].newCustomer }), ...ONCE },
	fault: { kind: 'resetAfter' },
	at: { pathIncludes: path },
});
/** An item without what it is to be matched on, and one that two records match. */
const unmatched = (
	name: VendorName,
	fields: Readonly<Record<string, string>>,
	matchOn: string,
	value: string,
	/** What the vendor reads it as. */
	readAs: string,
): ReadonlyArray<Omit<Meeting, 'guide'>> => {
	const upsertOf = (matched: string) => ({
		vendor: name,
		parameters: { operation: 'upsert', matchOn, fields: mapped({ ...fields, [matchOn]: matched }) },
	});
	return [
		{
			words: 'has no value in this item',
			shows: /^Match On: the field .* has no value/,
			...upsertOf(EMPTY),
		},
		{
			words: 'Match On: 2 customers have',
			shows: /^Match On: 2 customers have/,
			...upsertOf(value),
			before: (control) => {
				for (let time = 0; time < 2; time++) control.insert(name, 'customer', { [readAs]: value });
			},
		},
	];
};
const guideOf = (name: VendorName): string => vendors[name].guide;

const general: ReadonlyArray<Omit<Meeting, 'guide'>> = [
	{
		words: 'cannot be reached',
		shows: /^Weevio PIMS cannot be reached \(ECONNREFUSED\)/,
		...getOf('weevio', 'M-1000'),
		entered: () => ({ baseUrl: NOWHERE }),
	},
	{
		words: 'did not answer in time',
		shows: /did not answer in time/,
		vendor: 'weevio',
		parameters: {
			operation: 'get',
			customer: recordBy('id', 'M-1000'),
			options: { maxRetries: 0, timeout: 1000 },
		},
		fault: { kind: 'delay', ms: 86_400_000 },
	},
	{
		words: 'broke the connection off',
		shows: /broke the connection off before its answer was complete/,
		...getOf('weevio', 'M-1000'),
		fault: { kind: 'truncated' },
	},
	{
		words: 'arrived damaged',
		shows: /sent an answer that arrived damaged/,
		...getOf('weevio', 'M-1000'),
		fault: { kind: 'gzipDamaged' },
	},
	{
		words: 'does not speak https',
		shows: /does not speak https at this address/,
		...getOf('weevio', 'M-1000'),
		entered: ({ baseUrl }) => ({ baseUrl: String(baseUrl).replace('http:', 'https:') }),
	},
	{
		words: 'The credential is for',
		shows: /The credential is for http:\/\/127\.0\.0\.1:\d+.* only/,
		vendor: 'weevio',
		parameters: {},
		otherUrl: `${NOWHERE}/elsewhere`,
	},
	{
		words: 'a web page instead of data',
		shows: /answered with a web page instead of data/,
		...getOf('weevio', 'M-1000'),
		fault: { kind: 'html' },
	},
	{
		words: 'redirected the request',
		shows: /redirected the request to another address/,
		...getOf('weevio', 'M-1000'),
		fault: { kind: 'redirect', location: `${NOWHERE}/elsewhere` },
	},
	{
		words: 'cannot be read',
		shows: /sent an answer that cannot be read/,
		...getOf('weevio', 'M-1000'),
		fault: { kind: 'notJson' },
	},
	{
		words: 'EPASS takes no log-in at this address',
		shows: /EPASS takes no log-in at this address \(HTTP 404\)/,
		...getOf('epass', '1000'),
		fault: { kind: 'status', status: 404 },
		at: { pathIncludes: '/authentication/' },
	},
	{
		words: 'EPASS took the log-in but sent no usable session token',
		shows: /took the log-in but sent no usable session token/,
		...getOf('guardant', '8'),
		account: 'guardantStationLogin',
		entered: () => ({ tokenField: 'nowhere' }),
	},
	{
		words: 'is not a web address',
		shows: /Base URL.*is not a web address/,
		...getOf('weevio', 'M-1000'),
		entered: () => ({ baseUrl: 'cloud weevio' }),
	},
	{
		words: 'Customer: nothing is chosen',
		shows: /^Customer: nothing is chosen or entered/,
		...getOf('weevio', EMPTY),
	},
	{
		words: '"…" are required',
		shows: /^Fields: .*"First Name" \(first_name\).* are required/,
		...created({ first_name: EMPTY, last_name: EMPTY }),
	},
	{
		words: 'the vendor takes at most',
		shows: /^Fields: Title \(title\) is 19 characters long; the vendor takes at most 12/,
		...created({ title: 'Right Honourable Sir'.slice(0, 19) }),
	},
	{ words: 'is not a date |', shows: /^Fields: .*is not a date/, ...created({ dob: '={{ "some day" }}' }) },
	{
		words: 'condition 1 has no value',
		shows: /^Filters: condition 1 has no value/,
		vendor: 'weevio',
		parameters: {
			operation: 'search',
			filters: { conditions: [condition('CUSTOMER_NAME', 'contains', EMPTY)] },
		},
	},
	{
		words: '… is not one of …',
		shows: /^Fields: .*is not one of/,
		vendor: 'manex',
		parameters: {
			operation: 'create',
			fields: mapped({ Custname: 'Turing Ltd', Status: '={{ "Sleeping" }}' }),
		},
	},
	{
		words: 'nothing is filled in',
		shows: /^Fields: nothing is filled in/,
		vendor: 'weevio',
		parameters: { operation: 'update', customer: recordBy('id', 'M-1000'), fields: mapped({}) },
	},
	{
		words: 'the input item has no field',
		shows: /^Fields: the input item has no field that the vendor knows/,
		vendor: 'weevio',
		parameters: {
			operation: 'create',
			fields: { ...mapped({}), mappingMode: 'autoMapInputData' },
		},
	},
	{
		words: 'this is not valid JSON',
		shows: /^Extra Fields: this is not valid JSON/,
		...created({}, { extraFields: '={{ "{" }}' }),
	},
	{
		words: 'Output Fields is empty',
		shows: /^Output Fields is empty/,
		vendor: 'weevio',
		parameters: {
			operation: 'get',
			customer: recordBy('id', 'M-1000'),
			output: 'selected',
			outputFields: '={{ "" }}',
		},
	},
	{
		words: 'is not a whole number from 1 on',
		shows: /^Limit: .*is not a whole number from 1 on/,
		vendor: 'weevio',
		parameters: { operation: 'search', limit: '={{ "many" }}' },
	},
	{ words: 'may have been saved (or deleted)', ...lost('pdm', 'Customer') },
];

const weevio: ReadonlyArray<Omit<Meeting, 'guide'>> = [
	{
		words: 'refused the Team ID',
		shows: /^Invalid API ID or API Secret/,
		...getOf('weevio', 'M-1000'),
		entered: () => ({ apiSecret: 'wrong' }),
	},
	{
		words: "Missing 'teamID'",
		shows: /Missing 'teamID' parameter!/,
		...getOf('weevio', 'M-1000'),
		entered: () => ({ teamId: '' }),
	},
	{ words: 'No customer found for', shows: /^Record not found/, ...getOf('weevio', 'NOPE-1') },
	...unmatched('weevio', { CUSTOMER_NAME: 'Grace Hopper' }, 'BEMAIL', 'twice@example.com', 'BEMAIL'),
	{
		words: 'condition 2 has no Field',
		shows: /^Filters: condition 2 has no Field/,
		vendor: 'weevio',
		parameters: {
			operation: 'search',
			filters: {
				conditions: [condition('BEMAIL', 'equals', 'a@example.com'), condition('={{ "" }}', 'equals', 'x')],
			},
		},
	},
	{
		words: 'condition 1: "…" is not a date',
		shows: /^Filters: condition 1: "yesterday" is not a date/,
		vendor: 'weevio',
		parameters: {
			resource: 'order',
			operation: 'search',
			filters: { conditions: [condition('ORDER_DATE', 'equals', 'yesterday')] },
		},
	},
	{
		words: 'Shopify Order Number has no value',
		shows: /^Shopify Order Number/,
		vendor: 'weevio',
		parameters: { resource: 'order', operation: 'getByShopifyNumber', shopifyOrderNumber: EMPTY },
	},
	{ words: 'may have been saved', ...lost('weevio', '/customers') },
];

const epass: ReadonlyArray<Omit<Meeting, 'guide'>> = [
	{
		words: 'Invalid user or password.',
		shows: /^Invalid user or password\./,
		...getOf('epass', '1000'),
		entered: () => ({ password: 'wrong' }),
	},
	{
		words: 'The account seems to be used elsewhere',
		shows: /session/i,
		...getOf('epass', '1000'),
		fault: { kind: 'expiredSession' },
		at: { pathIncludes: '/customer/' },
	},
	{ words: 'Customer not found.', shows: /^Customer not found: NOPE/, ...getOf('epass', 'NOPE') },
	{
		words: 'CUS-10028',
		shows: /^CUS-10028 AddressLine1 is missing/,
		vendor: 'epass',
		parameters: { operation: 'create', fields: mapped({ firstName: 'Mary', lastName: 'Shelley' }) },
		before: (control) => control.settings({ epassRequired: ['Address1'] }),
	},
	{
		words: 'Error. Empty Search Field',
		shows: /^Error\. Empty Search Field/,
		vendor: 'epass',
		parameters: { operation: 'search', limit: 1 },
		fault: { kind: 'vendorError', message: 'Error. Empty Search Field' },
		at: { pathIncludes: '/customer/' },
	},
	{
		words: 'Query has neither',
		shows: /^Query has neither "query" nor "fieldName"/,
		vendor: 'epass',
		parameters: { operation: 'search', query: { value: 'x' } },
	},
	{
		words: 'The vendor says that more records follow',
		shows: /^The vendor says that more records follow/,
		vendor: 'epass',
		parameters: { operation: 'search', returnAll: true },
		fault: { kind: 'endlessPages' },
	},
	{
		words: 'INV-010073',
		shows: /^INV-010073 You cannot select a Schedule Date that is in the past\./,
		vendor: 'epass',
		parameters: {
			resource: 'invoice',
			operation: 'update',
			invoice: recordBy('id', '10002'),
			fields: mapped({ ScheduleDate: '2020-01-31T00:00:00' }),
		},
	},
	{
		words: 'is required for a line of type',
		shows: /^Fields: .*is required for a line of type/,
		vendor: 'epass',
		parameters: {
			resource: 'invoiceLine',
			operation: 'create',
			invoice: recordBy('id', '10002'),
			lineType: 'item',
			fields: mapped({ QtyOrdered: 2 }),
		},
	},
	{
		words: 'Lines Key',
		shows: /^Fields: the order has Lines \(lines\), but Lines Key/,
		vendor: 'epass',
		parameters: {
			resource: 'webOrder',
			operation: 'create',
			fields: mapped({
				webOrderID: 'W-9',
				orderDate: '2026-01-31T00:00:00',
				firstName: 'Ada',
				lastName: 'Lovelace',
				email: 'ada@example.com',
				lines: [{ id: 'P-1001', quantity: 1 }],
			}),
		},
	},
	{ words: 'may have been saved', ...lost('epass', '/customer/') },
];

const guardant: ReadonlyArray<Omit<Meeting, 'guide'>> = [
	{
		words: 'refused the credential (HTTP 401)',
		shows: /^Authorization required/,
		...getOf('guardant', '8'),
		entered: () => ({ accessToken: 'wrong' }),
	},
	{
		words: 'no usable session token',
		shows: /took the log-in but sent no usable session token/,
		...getOf('guardant', '8'),
		account: 'guardantStationLogin',
		entered: () => ({ tokenField: 'nowhere' }),
	},
	{
		words: 'takes no log-in at this address',
		shows: /takes no log-in at this address \(HTTP 404\)/,
		...getOf('guardant', '8'),
		account: 'guardantStationLogin',
		fault: { kind: 'status', status: 404 },
		at: { pathIncludes: '/login' },
	},
	{ words: 'found nothing there', shows: /not found|found nothing there/i, ...getOf('guardant', '999999') },
	{
		words: 'Text is required',
		shows: /^Filters: Text is required/,
		vendor: 'guardant',
		parameters: { resource: 'serial', operation: 'search', filters: { direction: 'asc' } },
	},
	{
		words: 'Activation Limit',
		shows: /Activation Limit .*must not be below the 4 activations that were made/,
		vendor: 'guardant',
		parameters: {
			resource: 'serial',
			operation: 'update',
			serial: recordBy('id', 'w388Nt-ecbUam-hp1h3M-mxXgHp-tdk9k7'),
			fields: mapped({ activationLimit: 1 }),
		},
	},
	{
		words: 'Product: nothing is entered',
		shows: /^Product: nothing is entered/,
		vendor: 'guardant',
		parameters: { resource: 'productFeature', operation: 'search', product: EMPTY },
	},
	...unmatched('guardant', { customerCompanyName: 'Bletchley Ltd' }, 'crmId', 'CRM-TWICE', 'crmid'),
	{ words: 'may have been saved', ...lost('guardant', '/customers') },
];

const manex: ReadonlyArray<Omit<Meeting, 'guide'>> = [
	{
		words: 'Invalid API Key.',
		shows: /^Invalid API Key\./,
		...getOf('manex', '0000000010'),
		entered: () => ({ apiKey: 'WRONGKEY00' }),
	},
	{
		words: 'Customer does not exists',
		shows: /^Customer does not exists: 9999999999/,
		...getOf('manex', '9999999999'),
	},
	{
		words: 'Object reference not set',
		shows: /^Customer add failed\.Object reference not set/,
		vendor: 'manex',
		parameters: { operation: 'create', fields: mapped({ Custname: 'Turing Ltd', Status: 'Active' }) },
		fault: {
			kind: 'vendorError',
			message: 'Customer add failed.Object reference not set to an instance of an object.',
		},
		at: { pathIncludes: '/Customer/Add' },
	},
	{
		words: 'No HTTP resource was found',
		shows: /^No HTTP resource was found that matches the request URI/,
		...getOf('manex', '0000000010'),
		entered: ({ baseUrl }) => ({ baseUrl: `${String(baseUrl)}/API` }),
	},
	{
		words: 'No action was found',
		shows: /No action was found on the controller 'Customer'/,
		vendor: 'manex',
		parameters: { operation: 'create', fields: mapped({ Custname: 'Turing Ltd', Status: 'Active' }) },
		fault: {
			kind: 'status',
			status: 404,
			body: {
				Message: 'No HTTP resource was found that matches the request URI.',
				MessageDetail: "No action was found on the controller 'Customer' that matches the request.",
			},
		},
		at: { pathIncludes: '/Customer/Add' },
	},
	{
		words: 'must be up to ten digits',
		shows: /must be up to ten digits/,
		...getOf('manex', '={{ "Smith Services" }}'),
	},
	{
		words: 'Territory (Territory)',
		shows: /^Fields: Territory \(Territory\): "MOON" is not one of/,
		vendor: 'manex',
		parameters: {
			operation: 'create',
			fields: mapped({ Custname: 'Turing Ltd', Status: 'Active', Territory: '={{ "MOON" }}' }),
		},
	},
	{
		words: 'Sales Order does not exists.',
		shows: /^Sales Order does not exists/,
		vendor: 'manex',
		parameters: { resource: 'salesOrder', operation: 'get', salesOrder: recordBy('id', '9999999999') },
	},
	{
		words: '"Part Number" (part_no) or',
		shows: /^Fields: "Part Number" \(part_no\) or "Item Key" \(uniq_key\) is required/,
		vendor: 'manex',
		parameters: {
			resource: 'salesOrderItem',
			operation: 'create',
			salesOrder: recordBy('id', '100000'),
			fields: mapped({
				ord_qty: 12,
				uOfMeas: 'EACH',
				soDet_Desc: 'Bolt',
				deliv_time: '3:00',
				status: 'Standard',
			}),
		},
	},
	{
		words: '"ABC Code" (abc) is required',
		shows: /^Fields: "ABC Code" \(abc\) is required for every change of an item/,
		vendor: 'manex',
		parameters: {
			resource: 'item',
			operation: 'update',
			item: recordBy('id', '_I00000001'),
			fields: mapped({ descript: 'Better' }),
		},
	},
	{
		words: '"Approval Initials" (SOAPPRVINIT) is required',
		shows: /^Fields: "Approval Initials" \(SOAPPRVINIT\) is required/,
		vendor: 'manex',
		parameters: {
			resource: 'salesOrder',
			operation: 'update',
			salesOrder: recordBy('id', '100001'),
			fields: mapped({ SOAPPROVAL: true }),
		},
	},
	{ words: 'may have been saved', ...lost('manex', '/Customer/') },
];

const refusal = (code: number, message: string): Omit<Meeting, 'guide' | 'words' | 'shows'> => ({
	...getOf('pdm', '1408'),
	fault: { kind: 'vendorError', code, message },
	at: { pathIncludes: 'GetCustomer' },
});

const pdm: ReadonlyArray<Omit<Meeting, 'guide'>> = [
	{ words: 'No matching customer found', shows: /No matching customer found/, ...getOf('pdm', '999999') },
	{
		words: '(code 201)',
		shows: /Invalid \/ inactive API key \(code 202\)/,
		...getOf('pdm', '1408'),
		entered: () => ({ apiKey: 'wrong' }),
	},
	{ words: '(code 204)', shows: /\(code 204\)/, ...refusal(204, 'IP address not allowed') },
	{
		words: '(code 205)',
		shows: /\(code 205\)/,
		...getOf('pdm', '1408'),
		fault: { kind: 'rateLimit' },
		at: { pathIncludes: 'GetCustomer' },
	},
	{ words: '(code 301)', shows: /\(code 301\)/, ...refusal(301, 'Missing field first_name') },
	{
		words: '"First Name" (first_name) … are required',
		shows: /^Fields: .*"First Name" \(first_name\).* are required/,
		...created({ first_name: EMPTY, last_name: EMPTY }),
	},
	{
		words: 'Title (title) is 19 characters',
		shows: /^Fields: Title \(title\) is 19 characters long/,
		...created({ title: 'Right Honourable Sir'.slice(0, 19) }),
	},
	{
		words: 'must be a whole number',
		shows: /must be a whole number/,
		...getOf('pdm', '={{ "EXTREF164736" }}'),
	},
	{
		words: 'item 2: "Quantity" (quantity) is required',
		shows: /^Fields: Items \(items\), item 2: "Quantity" \(quantity\) is required/,
		vendor: 'pdm',
		parameters: {
			resource: 'delivery',
			operation: 'create',
			customer: recordBy('id', '1408'),
			fields: mapped({
				delivery_date: '2026-02-03T00:00:00',
				items: [
					{ sku: 'A', description: 'Bolt', quantity: 1 },
					{ sku: 'B', description: 'Nut' },
				],
			}),
		},
	},
	{
		words: '(code 404)',
		shows: /\(code 404\)/,
		vendor: 'pdm',
		parameters: {
			resource: 'delivery',
			operation: 'create',
			customer: recordBy('id', '1408'),
			fields: mapped({ delivery_date: '2026-02-03T00:00:00' }),
		},
		fault: { kind: 'vendorError', code: 404, message: 'A delivery exists' },
		at: { pathIncludes: 'CreateDelivery' },
	},
	{
		words: 'customer_id is not taken from here',
		shows: /^Extra Fields: customer_id is not taken from here/,
		vendor: 'pdm',
		parameters: {
			resource: 'delivery',
			operation: 'create',
			customer: recordBy('id', '1408'),
			fields: mapped({ delivery_date: '2026-02-03T00:00:00' }),
			extraFields: { customer_id: 7 },
		},
	},
	{ words: 'may have been saved', ...lost('pdm', 'Customer') },
];

const OF_VENDORS: Readonly<Record<VendorName, ReadonlyArray<Omit<Meeting, 'guide'>>>> = {
	weevio,
	pdm,
	manex,
	guardant,
	epass,
};

export const MEETINGS: readonly Meeting[] = [
	...general.map((each) => ({ guide: GENERAL, ...each })),
	...vendorList.flatMap(({ name }) => OF_VENDORS[name].map((each) => ({ guide: guideOf(name), ...each }))),
];

export const GUIDES: readonly string[] = [GENERAL, ...vendorList.map(({ guide }) => guide)];

/** The rows of a guide's table of messages. */
export function messageRows(guide: string): string[] {
	const [, table = ''] = readFileSync(join(repository, guide), 'utf8').split(/^\| Message \|.*\n\|[- |]+\n/m);
	return table.split('\n\n')[0]?.trim().split('\n') ?? [];
}
