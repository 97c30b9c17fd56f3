import { InputFault } from '../shared/fault';
import { anyText, fieldOf, readAs } from '../shared/fields';
import type { Field } from '../shared/fields';
import { ruled } from '../shared/keys';
import type { Resource } from '../shared/resource';
import { ORDER } from '../shared/shapes';
import type { OrderKey } from '../shared/shapes';
import { linesFrom, numberFrom, simplified, textFrom } from '../shared/sources';
import { asObjects, flagOf, isBlank, text } from '../shared/values';
import type { RecordKey, VendorRequest, WriteFields } from '../shared/wire';
import { customerOfSource, day, get, tenDigits, write } from './calls';

const amount = fieldOf({ type: 'number' });
const oneOrNought = fieldOf({ type: 'boolean', asNumber: true });
const ownNumber = fieldOf({
	type: 'text',
	pattern: /^(?:\d{10}|(?=.*[a-z])[a-z\d-]{1,10})$/i,
	rule: 'is not a sales order number: ten digits such as 0000000123, or up to ten letters and digits where your site numbers by hand',
});

/**
 * Parameters of SO/Add and SO/Edit, https://kb.manex.com/print.asp?Lang=1&id=5757 and
 * https://manexerp.freshdesk.com/support/solutions/articles/72000514420
 * The page marks orderDate as required and gives it a default; custNo is required by one manual of Edit alone.
 */
const fields: Field<OrderKey>[] = readAs(
	(id) => id.toUpperCase(),
	[
		tenDigits('custNo', 'Customer Number', {
			common: customerOfSource,
			required: true,
			description:
				'Ten digits. Filled automatically where the order names its customer by ten digits, as those of ManEx do.',
		}),
		day('orderDate', 'Order Date', { common: 'date', description: 'ManEx takes today when left out' }),
		ownNumber('SoNo', 'Sales Order Number', {
			only: 'create',
			description:
				'Left out, ManEx takes the next one and does not say which; one of your own is looked up when the answer is lost',
		}),
		anyText('PoNo', 'Customer PO Number', { common: 'reference' }),
		anyText('SONote', 'Note', { common: 'description' }),
		anyText('SoFoot', 'Footnote'),
		anyText('Buyer', 'Buyer'),
		anyText('ATTENTION', 'Attention'),
		anyText('blinkAdd', 'Billing Address Link'),
		anyText('slinkAdd', 'Shipping Address Link'),
		anyText('FOB', 'FOB'),
		anyText('ShipVia', 'Ship Via'),
		anyText('shipCharge', 'Shipping Charge'),
		anyText('DELIV_TIME', 'Delivery Time'),
		anyText('TERMS', 'Terms'),
		anyText('BILLACCOUNT', 'Bill Account'),
		amount('SOAMTDSCT', 'Amount Discount'),
		oneOrNought('POAck', 'PO Acknowledged'),
		anyText('ACKPO_DOC', 'Acknowledged PO Document'),
		oneOrNought('SOAPPROVAL', 'Approved', { description: 'Needs Approval Initials' }),
		anyText('SOAPPRVINIT', 'Approval Initials'),
		day('SOAPPRVDT', 'Approval Date'),
	],
);

/** @throws InputFault for an approval by nobody */
function checked(values: WriteFields): WriteFields {
	if (flagOf(values.SOAPPROVAL) === true && isBlank(values.SOAPPRVINIT)) {
		throw new InputFault(
			'Fields: "Approval Initials" (SOAPPRVINIT) is required where "Approved" (SOAPPROVAL) is yes',
			'Fill in who approves the order, or leave Approved out',
		);
	}
	return values;
}

/** A number in digits is padded as ManEx keeps it; a site that numbers by hand may have letters in it. */
const orderNumber = ruled(
	'[A-Za-z\\d-]{1,10}',
	'the sales order number must be up to ten digits or letters',
	'Enter a number such as 0000000123',
	(value) => (/^\d+$/.test(value) ? value.padStart(10, '0') : value),
);

const getOrder = (number: RecordKey): VendorRequest => get(['SO', 'Get'], { SoNo: number });

/**
 * The body of the answer is cut in the documentation. Its names are taken to be those of the items of an order and of
 * customers, which are documented, and a list of lines to be called as in purchase orders.
 */
export const salesOrder: Resource<OrderKey> = {
	one: 'sales order',
	many: 'sales orders',
	keys: [{ name: 'id', displayName: 'By ID', placeholder: 'e.g. 0000000123', parse: orderNumber }],
	fields,
	namesInAnyCase: true,
	keyNames: ['SoNo'],
	keyOf: (record) => text(record.SONO ?? record.SoNo) ?? undefined,
	...simplified(ORDER, fields, {
		id: textFrom('SONO', 'SoNo'),
		number: textFrom('SONO', 'SoNo'),
		customerId: textFrom('CUSTNO', 'Custno'),
		status: textFrom('STATUS', 'ORD_TYPE'),
		total: numberFrom('SOTOTAL', 'TOTAL'),
		lines: linesFrom(
			['SOItemsList', 'SODetailList'],
			{
				lineNumber: numberFrom('LINE_NO'),
				code: textFrom('Part_No', 'PART_NO'),
				description: textFrom('Sodet_Desc'),
				quantity: numberFrom('ORD_QTY'),
				shipped: numberFrom('SHIPPEDQTY'),
				price: numberFrom('PRICE'),
				total: numberFrom('EXTENDED'),
			},
			(line) => ({ ...asObjects(line.SOPRICESList)[0], ...line }),
		),
	}),
	read: ({ value }) => getOrder(value),
	operations: {
		get: {
			kind: 'get',
			description: 'Get one sales order by its number',
		},
		create: {
			kind: 'create',
			description:
				'Add a sales order, which is worked on, shipped and billed. ManEx answers without its number: give it one of your own to find it again.',
			request: (values) => write(['SO', 'Add'], checked(values)),
			references: [{ field: 'SoNo', label: 'sales order number', request: getOrder }],
			unnamed: true,
		},
		update: {
			kind: 'update',
			description: 'Change some fields of a sales order, which is worked on, shipped and billed as changed',
			request: ({ value }, values) => write(['SO', 'Edit'], { SoNo: value, ...checked(values) }),
		},
	},
};
