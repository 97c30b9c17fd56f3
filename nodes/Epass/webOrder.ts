import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InputFault } from '../shared/fault';
import { anyText, fieldOf, objectsIn, textUpTo } from '../shared/fields';
import type { Field } from '../shared/fields';
import { familyName, givenName } from '../shared/names';
import { jsonWithValue, plainObject } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import type { Given, Resource } from '../shared/resource';
import { LINE_KEYS, ORDER } from '../shared/shapes';
import type { OrderKey } from '../shared/shapes';
import { dateFrom, linesFrom, numberFrom, simplified, textFrom } from '../shared/sources';
import type { Source } from '../shared/sources';
import { asObjects, isBlank, text, withoutNulls } from '../shared/values';
import type { WriteFields } from '../shared/wire';
import { WEB_ORDER } from './writes';

const day = fieldOf({ type: 'date', format: 'YYYY-MM-DD' });
const amount = fieldOf({ type: 'number' });

/** What is no list of lines is refused as the field's value. */
const lines: Source<unknown> = {
	reads: ['lines'],
	of: ({ lines: given }) => (isBlank(given) || objectsIn(given)?.length === 0 ? null : given),
};

/** An address as a web order has it twice; a customer that was merged into the order fills it. */
const address = (prefix: 'billTo' | 'shipTo', who: string, company: string): Array<Field<OrderKey>> => [
	textUpTo(20)(`${prefix}FirstName`, `${who}: First Name`, { common: givenName }),
	textUpTo(50)(`${prefix}LastName`, `${who}: Last Name`, { common: familyName }),
	anyText(`${prefix}${company}`, `${who}: Company`, { common: textFrom('companyName') }),
	textUpTo(255)(`${prefix}Email`, `${who}: Email`, { common: textFrom('email') }),
	textUpTo(30)(`${prefix}Address1`, `${who}: Address Line 1`, { common: textFrom('addressLine1') }),
	textUpTo(30)(`${prefix}Address2`, `${who}: Address Line 2`, { common: textFrom('addressLine2') }),
	textUpTo(30)(`${prefix}City`, `${who}: City`, { common: textFrom('city') }),
	textUpTo(4)(`${prefix}State`, `${who}: State`, { common: textFrom('state') }),
	textUpTo(10)(`${prefix}Zip`, `${who}: ZIP Code`, { common: textFrom('postalCode') }),
	textUpTo(30)(`${prefix}Country`, `${who}: Country`, { common: textFrom('country') }),
	textUpTo(20)(`${prefix}Phone1`, `${who}: Phone`, { common: textFrom('phone') }),
	textUpTo(20)(`${prefix}Phone2`, `${who}: Second Phone`),
];

/**
 * The documented fields of POST /external/weborder, https://help.epass.software/docs/weborder
 * Which of them are required the vendor's pages say differently: here are those that all of them require.
 */
const fields: Array<Field<OrderKey>> = [
	textUpTo(20)('webOrderID', 'Web Order ID', {
		common: textFrom('number', 'id'),
		required: true,
		description: 'The number of the order in your shop; no other web order may have had it',
	}),
	day('orderDate', 'Order Date', { common: 'date', required: true }),
	textUpTo(20)('firstName', 'First Name', { common: givenName, required: true }),
	textUpTo(50)('lastName', 'Last Name', { common: familyName, required: true }),
	textUpTo(255)('email', 'Email', { common: textFrom('email'), required: true }),
	textUpTo(8000)('orderComment', 'Order Comment', { common: 'description' }),
	amount('grandTotal', 'Grand Total', { common: 'total' }),
	amount('subTotal', 'Subtotal', { description: 'Without tax, shipping and discounts' }),
	amount('taxAmount', 'Tax Amount'),
	amount('shippingAmount', 'Shipping Amount'),
	amount('discountAmount', 'Discount Amount'),
	fieldOf({ type: 'list' })('lines', 'Lines', {
		common: lines,
		description: 'What was ordered; sent under the name that **Lines Key** gives',
	}),
	textUpTo(50)('shippingMethod', 'Shipping Method'),
	textUpTo(5)('carrierCode', 'Carrier Code', { description: 'Such as FEDEX or UPS' }),
	textUpTo(250)('trackingNumber', 'Tracking Number'),
	day('shippingETA', 'Shipping ETA'),
	...address('shipTo', 'Ship To', 'Company'),
	...address('billTo', 'Bill To', 'CompanyName'),
];

const linesKey: INodeProperties = {
	displayName: 'Lines Key',
	name: 'linesKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. items',
	description:
		'The name under which EPASS takes the lines of a web order. Its public documentation does not show it: look it up in the Swagger page of your EPASS server.',
};

const lineNames: INodeProperties = {
	displayName: 'Line Names',
	name: 'lineNames',
	type: 'json',
	default: '{}',
	description:
		'What EPASS calls the values of a line, as a JSON object such as {"code": "itemCode", "quantity": "qty"}. Only values that it names are sent; without it, lines are sent as they are.',
};

/** The names that a person gave, for what the documentation does not show. */
function givenNames(parameters: Parameters): Given {
	const key = parameters.text('linesKey', 'Lines Key');
	const names = plainObject(jsonWithValue(parameters, 'lineNames', 'Line Names'));
	const nameless = Object.entries(names ?? {}).find(([, name]) => typeof name !== 'string' || isBlank(name));
	if (names === undefined || nameless !== undefined) {
		throw new InputFault(
			nameless === undefined
				? 'Line Names must be a JSON object of names'
				: `Line Names: ${nameless[0]} has no name`,
			'Enter something such as {"code": "itemCode", "quantity": "qty"}',
		);
	}
	const given = Object.entries(names).map(([value, name]) => [value, String(name).trim()] as const);
	const own = given.map(([, name]) => name.toLowerCase());
	const twice = given.find((_, index) => own.indexOf(own[index] ?? '') !== index);
	if (twice !== undefined) {
		throw new InputFault(
			`Line Names: "${twice[1]}" is given for two values, of which one would be lost`,
			'Give each value a name of its own',
		);
	}
	return { ...(key === undefined ? {} : { linesKey: key }), lineNames: Object.fromEntries(given) };
}

/** A line under the names that EPASS has for its values. */
function renamed(line: IDataObject, names: IDataObject, index: number): IDataObject {
	const entries = Object.entries(names);
	if (entries.length === 0) return withoutNulls(line);
	const known = entries.filter(([name]) => !isBlank(line[name]));
	if (known.length > 0) return Object.fromEntries(known.map(([name, own]) => [String(own), line[name]]));
	throw new InputFault(
		`Fields: line ${index + 1} of Lines (lines) holds none of ${Object.keys(names).join(', ')}`,
		'Check Line Names, and the lines of the input item',
	);
}

/** @throws InputFault when there are lines but no name for them */
function bodyOf(
	{ lines: list, ...header }: WriteFields,
	{ lineNames: names, linesKey: key }: Given,
): IDataObject {
	const ordered = asObjects(list);
	if (ordered.length === 0) return header;
	const name = text(key);
	if (name === null) {
		throw new InputFault(
			'Fields: the order has Lines (lines), but Lines Key does not say under which name EPASS takes them',
			'Fill in Lines Key, or take the lines out of the input item to send the order without them',
		);
	}
	if (Object.keys(header).some((each) => each.toLowerCase() === name.toLowerCase())) {
		throw new InputFault(`Lines Key: "${name}" is the name of another field`, 'Enter the name of the lines');
	}
	const own = plainObject(names) ?? {};
	const unknown = Object.keys(own).find((each) => ordered.every((line) => !Object.hasOwn(line, each)));
	if (unknown !== undefined) {
		throw new InputFault(
			`Line Names: no line of Lines (lines) holds "${unknown}"`,
			'Write it as the lines have it, in their letter case, or leave it out',
		);
	}
	return { ...header, [name]: ordered.map((line, index) => renamed(line, own, index)) };
}

const isCommon = (line: IDataObject): boolean => LINE_KEYS.some((key) => Object.hasOwn(line, key));

export const webOrder: Resource<OrderKey> = {
	one: 'web order',
	many: 'web orders',
	keys: [],
	fields,
	keyOf: (record) => text(record.webOrderID) ?? undefined,
	...simplified(ORDER, [], {
		id: textFrom('webOrderID'),
		number: textFrom('webOrderID'),
		description: textFrom('orderComment'),
		date: dateFrom('orderDate'),
		total: numberFrom('grandTotal'),
		lines: linesFrom(['lines'], {
			lineNumber: numberFrom('lineNumber'),
			code: textFrom('code'),
			description: textFrom('description'),
			quantity: numberFrom('quantity'),
			shipped: numberFrom('shipped'),
			price: numberFrom('price'),
			total: numberFrom('total'),
		}),
	}),
	// No page reads a web order: it waits in a queue until a person processes it.
	read: undefined,
	operations: {
		create: {
			kind: 'create',
			description:
				'Put an order of a web shop into the web order queue of EPASS, where a person reviews it before it becomes a sale. EPASS does not check its data.',
			parameters: [linesKey, lineNames],
			given: givenNames,
			request: (values, given) => ({ method: 'POST', path: WEB_ORDER, body: bodyOf(values, given) }),
			sent: (values, given) => ({
				...bodyOf(values, given),
				...(asObjects(values.lines).some(isCommon) ? { lines: values.lines } : {}),
			}),
			references: [{ field: 'webOrderID', label: 'web order ID' }],
			unnamed: true,
		},
	},
};
