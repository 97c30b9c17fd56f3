import { InputFault } from '../shared/fault';
import { anyText, fieldOf, filledNames, flag, readAs } from '../shared/fields';
import type { Field } from '../shared/fields';
import { recordRef, textKey } from '../shared/keys';
import { recordLocator } from '../shared/locator';
import type { Parameters } from '../shared/parameters';
import type { Given, Resource } from '../shared/resource';
import { dateFrom, flagFrom, numberFrom, ownShape, textFrom } from '../shared/sources';
import type { Source, Yields } from '../shared/sources';
import { asObjects, flagOf, numeric, text } from '../shared/values';
import type { WriteFields } from '../shared/wire';
import { day, get, write } from './calls';
import { salesOrder } from './salesOrder';

/** A list within a line, its entries in a shape of their own. */
const listFrom = (name: string, { simplify }: Yields): Source => ({
	reads: [name],
	of: (record) =>
		Array.isArray(record[name]) ? asObjects(record[name]).map((entry) => ({ ...simplify(entry, '') })) : null,
});

/** As SO/DueDateGet names it, https://kb.manex.com/print.asp?Lang=1&id=5770 */
const dueDates = ownShape({
	id: textFrom('DUEDT_UNIQ'),
	dueDate: dateFrom('DUE_DTS'),
	shipDate: dateFrom('SHIP_DTS'),
	commitDate: dateFrom('COMMIT_DTS'),
	completedAt: dateFrom('COMPL_DTS'),
	quantity: numberFrom('QTY'),
	shipped: numberFrom('ACT_SHP_QT'),
	onSchedule: flagFrom('ON_SCHED'),
});

/** As SO/PriceGet names it, https://kb.manex.com/print.asp?Lang=1&id=5766 */
const prices = ownShape({
	id: textFrom('PLPRICELNK'),
	description: textFrom('DESCRIPTIO'),
	quantity: numberFrom('QUANTITY'),
	price: numberFrom('PRICE'),
	total: numberFrom('EXTENDED'),
	taxable: flagFrom('TAXABLE'),
	flat: flagFrom('FLAT'),
	recordType: textFrom('RECORDTYPE'),
	saleType: textFrom('SALETYPEID'),
});

/** A line as SO/ItemGet brings it, https://kb.manex.com/print.asp?Lang=1&id=5762 */
const line = ownShape({
	id: textFrom('UNIQUELN'),
	salesOrderId: textFrom('SONO', 'SoNo'),
	lineNumber: numberFrom('LINE_NO'),
	itemId: textFrom('UNIQ_KEY'),
	partNumber: textFrom('PART_NO', 'Part_No'),
	revision: textFrom('REVISION', 'Revision'),
	description: textFrom('Sodet_Desc'),
	category: textFrom('CATEGORY'),
	unit: textFrom('UOFMEAS'),
	quantity: numberFrom('ORD_QTY'),
	quantityEach: numberFrom('EACHQTY'),
	shipped: numberFrom('SHIPPEDQTY'),
	balance: numberFrom('BALANCE'),
	total: numberFrom('EXTENDED'),
	status: textFrom('STATUS'),
	firstDueDate: dateFrom('FSTDUEDT'),
	deliveryFrequency: textFrom('DELIFREQ'),
	deliveryTime: textFrom('DELIV_TIME'),
	transitDays: numberFrom('TRANS_DAYS'),
	hasWorkOrder: flagFrom('WONOFLAG'),
	warehouseKey: textFrom('W_KEY'),
	note: textFrom('NOTE'),
	dueDates: listFrom('DueDateList', dueDates),
	prices: listFrom('SOPRICESList', prices),
});

type LineKey = (typeof line.shape.keys)[number];

const number = fieldOf({ type: 'number' });
const quantity = fieldOf({ type: 'number', min: 0 });
const time = fieldOf({
	type: 'text',
	pattern: /^(?:[01]?\d|2[0-3]):[0-5]\d$/,
	rule: 'is not a time such as 3:00',
});
const status = fieldOf({
	type: 'choice',
	choices: ['Standard', 'Priority-1', 'Priority-2', 'Cancel', 'Closed'].map((value) => ({
		name: value,
		value,
	})),
});

/**
 * Parameters of SO/ItemADD, https://kb.manex.com/print.asp?Lang=1&id=5760 and
 * https://manexerp.freshdesk.com/support/solutions/articles/72000514422
 * The lines of a common order, one an item, fill them as far as they go.
 */
const fields: Field<LineKey>[] = readAs(
	(id) => id.toUpperCase(),
	[
		anyText('part_no', 'Part Number', {
			common: textFrom('partNumber', 'code'),
			description: 'This or the Item Key is required, unless the line is miscellaneous',
		}),
		anyText('uniq_key', 'Item Key', { common: 'itemId' }),
		anyText('revision', 'Revision', { common: 'revision' }),
		quantity('ord_qty', 'Quantity', { common: 'quantity', required: true }),
		anyText('uOfMeas', 'Unit of Measure', { common: 'unit', required: true }),
		anyText('soDet_Desc', 'Description', {
			common: 'description',
			readAs: 'Sodet_Desc',
			required: true,
		}),
		time('deliv_time', 'Delivery Time', { common: 'deliveryTime', required: true }),
		status('status', 'Status', { common: 'status', automaticDefault: 'Standard', required: true }),
		anyText('line_no', 'Line Number', { common: 'lineNumber' }),
		quantity('eachQty', 'Quantity Each', {
			common: 'quantityEach',
			description: 'More than 0 and less than the Quantity',
		}),
		number('trans_days', 'Transit Days', { common: 'transitDays' }),
		day('fstduedt', 'First Due Date', { common: 'firstDueDate' }),
		anyText('w_key', 'Warehouse Key', { common: 'warehouseKey' }),
		anyText('note', 'Note', { common: 'note' }),
		flag('IsMisc', 'Miscellaneous', { description: 'Whether the line is for something that is no item' }),
	],
);

/** @throws InputFault for a line of nothing, or a quantity each that its quantity is not made of */
function checked(values: WriteFields): WriteFields {
	const filled = filledNames(values);
	const namesItem = ['part_no', 'uniq_key'].some((name) => filled.includes(name));
	if (!namesItem && flagOf(values.IsMisc) !== true) {
		throw new InputFault(
			'Fields: "Part Number" (part_no) or "Item Key" (uniq_key) is required',
			'Fill in one of them, or say with Miscellaneous that the line is for no item',
		);
	}
	const each = numeric(values.eachQty);
	const ordered = numeric(values.ord_qty);
	if (each !== null && (each <= 0 || (ordered !== null && each >= ordered))) {
		throw new InputFault(
			`Fields: Quantity Each (eachQty) must be more than 0 and less than the Quantity (ord_qty), not ${each}`,
			'Correct the value, or leave it out',
		);
	}
	// One manual's table calls it part_no; the other's, and the examples of both, part_num.
	return { ...(values.part_no === undefined ? {} : { part_num: values.part_no }), ...values };
}

const ofOrder = (parameters: Parameters): Given => ({
	SoNo: recordRef({ name: 'salesOrder', resource: salesOrder }, parameters).value,
});

const order = recordLocator('salesOrder', salesOrder, 'The sales order that the item belongs to');

export const salesOrderItem: Resource<LineKey> = {
	one: 'sales order item',
	many: 'sales order items',
	keys: [
		{
			name: 'id',
			displayName: 'By ID',
			placeholder: 'e.g. the UNIQUELN _1EI0NK5LL',
			parse: textKey('item key'),
		},
	],
	fields,
	namesInAnyCase: true,
	keyNames: ['UNIQUELN'],
	keyOf: (record) => text(record.UNIQUELN) ?? undefined,
	...line,
	read: ({ value }) => get(['SO', 'ItemGet'], { UNIQUELN: value }),
	operations: {
		get: {
			kind: 'get',
			description: 'Get one item of a sales order by its key (UNIQUELN), with its due dates and prices',
		},
		create: {
			kind: 'create',
			description:
				'Add an item to a sales order, which is then made, shipped and billed. ManEx answers without its key.',
			parameters: order,
			says: { SoNo: 'Sales Order', part_num: 'Part Number (part_no)' },
			given: ofOrder,
			request: (values, given) => write(['SO', 'ItemADD'], { ...given, ...checked(values) }),
			// Nobody can look. Items of one order are added one after the other, in the order in which they come.
			references: [{ field: 'SoNo', label: 'sales order' }],
			unnamed: true,
		},
		delete: {
			kind: 'delete',
			description:
				'Remove an item from a sales order: what it stands for is no longer made, shipped and billed',
			parameters: order,
			given: ofOrder,
			request: ({ value }, given) => write(['SO', 'ItemDelete'], { SONO: given.SoNo, uniqueln: value }),
			beside: { given: 'SoNo', readAs: 'SONO' },
		},
	},
};
