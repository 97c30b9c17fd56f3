import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InputFault } from '../shared/fault';
import { anyText, fieldOf, labelFor, textUpTo } from '../shared/fields';
import type { Field } from '../shared/fields';
import { recordRef } from '../shared/keys';
import { recordLocator } from '../shared/locator';
import { chosenFrom } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import type { Given, Resource } from '../shared/resource';
import { numberFrom, ownShape, textFrom } from '../shared/sources';
import { isBlank, numeric } from '../shared/values';
import type { WriteFields } from '../shared/wire';
import { invoice } from './invoice';
import { WRITES } from './writes';

const LINE_TYPES = ['item', 'labor', 'misc', 'model', 'package'] as const;
type LineType = (typeof LINE_TYPES)[number];

/** What names the thing that is sold on a line, as each type of line calls it. */
const CODES: Readonly<Record<LineType, string>> = {
	item: 'ItemCode',
	labor: 'LaborRateCode',
	misc: 'MiscCode',
	model: 'ModelCode',
	package: 'PackageCode',
};

const quantity = fieldOf({ type: 'number', min: 1, whole: true });
const code20 = textUpTo(20);
const common = textFrom('code');

/** The documented fields of lines, https://documents.epass.software/categories/invoices: a page each. */
const fields: Field[] = [
	anyText('ItemCode', 'Item Code', { common, description: 'Required for a line of type item' }),
	anyText('ModelCode', 'Model Code', { common, description: 'Required for a line of type model' }),
	anyText('MiscCode', 'Misc Code', { common, description: 'Required for a line of type misc' }),
	code20('LaborRateCode', 'Labor Rate Code', {
		common,
		description: 'For a line of type labor; whether it is required is an invoice variable of EPASS',
	}),
	anyText('PackageCode', 'Package Code', { common, description: 'Required for a line of type package' }),
	quantity('QtyOrdered', 'Quantity Ordered', {
		common: 'quantity',
		description: 'For a line of type item or model; 1 when left empty',
	}),
	fieldOf({ type: 'number', whole: true })('Qty', 'Quantity', {
		common: 'quantity',
		description: 'For a line of type misc or package; 1 when left empty',
	}),
	textUpTo(5)('TechnicianCode', 'Technician Code', { description: 'For a line of type labor' }),
	fieldOf({ type: 'number' })('SellingPrice', 'Selling Price', {
		common: 'price',
		description: 'The price of EPASS when left empty',
	}),
	textUpTo(5)('UserCreated', 'User Created', { description: 'The user of the log-in when left empty' }),
];

/** Fields that only some types of line have. */
const TYPES_OF: Readonly<Record<string, readonly LineType[]>> = {
	ItemCode: ['item'],
	LaborRateCode: ['labor'],
	MiscCode: ['misc'],
	ModelCode: ['model'],
	PackageCode: ['package'],
	Qty: ['misc', 'package'],
	QtyOrdered: ['item', 'model'],
	TechnicianCode: ['labor'],
};

const labelOf = (id: string): string => `"${labelFor(fields, id)}" (${id})`;

/** The fields of each type of line. */
const FIELDS_OF = new Map(
	LINE_TYPES.map((type) => [type, fields.filter(({ id }) => TYPES_OF[id]?.includes(type) !== false)]),
);

/**
 * The values of a line of this type.
 * @throws InputFault when its code is missing, or a value is for another type of line
 */
function checked(type: LineType, values: WriteFields): WriteFields {
	const code = CODES[type];
	for (const name of Object.keys(values)) {
		const types = Object.hasOwn(TYPES_OF, name) ? TYPES_OF[name] : undefined;
		if (types === undefined || types.includes(type)) continue;
		throw new InputFault(
			`Fields: ${labelOf(name)} is for a line of type ${types.join(' or ')}, but Line Type is ${type}`,
			'Leave it out, or choose another Line Type',
		);
	}
	if (type === 'labor' || !isBlank(values[code])) return values;
	throw new InputFault(
		`Fields: ${labelOf(code)} is required for a line of type ${type}`,
		'Fill in the field, or map it from the input item',
	);
}

const lineType: INodeProperties = {
	displayName: 'Line Type',
	name: 'lineType',
	type: 'options',
	options: [
		{ name: 'Item', value: 'item', description: 'A part or an accessory' },
		{ name: 'Labor', value: 'labor', description: 'Work, such as an installation' },
		{ name: 'Misc', value: 'misc', description: 'A charge, a credit or a promotion, such as for a delivery' },
		{ name: 'Model', value: 'model', description: 'A product, such as a stove' },
		{ name: 'Package', value: 'package', description: 'Several products sold at a single price' },
	],
	default: 'item',
	description: 'What is sold on the line',
};

const typeOf = (parameters: Parameters): LineType => {
	const chosen = parameters.raw('lineType');
	const isSet = chosen !== undefined || parameters.isExpression('lineType');
	return isSet ? chosenFrom(LINE_TYPES, chosen, 'Line Type') : 'item';
};

const body = (values: WriteFields, { InvoiceCode, LineType }: Given): IDataObject => ({
	InvoiceCode,
	...checked(LineType as LineType, values),
});

export const invoiceLine: Resource = {
	one: 'invoice line',
	many: 'invoice lines',
	keys: [],
	fields,
	namesInAnyCase: true,
	keyOf: (record) => numeric(record.ID) ?? undefined,
	...ownShape({
		id: numberFrom('ID'),
		invoiceCode: textFrom('InvoiceCode'),
		lineType: textFrom('LineType'),
		itemCode: textFrom('ItemCode'),
		modelCode: textFrom('ModelCode'),
		miscCode: textFrom('MiscCode'),
		laborRateCode: textFrom('LaborRateCode'),
		packageCode: textFrom('PackageCode'),
		qtyOrdered: numberFrom('QtyOrdered'),
		qty: numberFrom('Qty'),
		technicianCode: textFrom('TechnicianCode'),
		sellingPrice: numberFrom('SellingPrice'),
		userCreated: textFrom('UserCreated'),
	}),
	// No page reads a line.
	read: undefined,
	operations: {
		create: {
			kind: 'create',
			description:
				'Add a line to an open or committed invoice: an item, a model, a charge, labor or a package. It is sold and charged for, and takes from the stock.',
			parameters: [...recordLocator('invoice', invoice, 'The invoice to add the line to'), lineType],
			says: { InvoiceCode: 'Invoice', LineType: 'Line Type' },
			given: (parameters) => ({
				InvoiceCode: String(recordRef({ name: 'invoice', resource: invoice }, parameters).value),
				LineType: typeOf(parameters),
			}),
			fieldsOf: ({ LineType }) => FIELDS_OF.get(LineType as LineType) ?? fields,
			request: (values, given) => ({
				method: 'POST',
				path: WRITES[given.LineType as LineType].path,
				body: body(values, given),
			}),
			sent: (values, given) => ({ ...body(values, given), LineType: given.LineType }),
			references: [{ field: 'InvoiceCode', label: 'new line on invoice' }],
			unnamed: true,
		},
	},
};
