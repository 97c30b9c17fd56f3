import type { IDataObject } from 'n8n-workflow';

import { InputFault } from '../shared/fault';
import { checkFields, fieldOf, flag, objectsIn, textUpTo } from '../shared/fields';
import type { Field } from '../shared/fields';
import { recordRef } from '../shared/keys';
import { recordLocator } from '../shared/locator';
import type { Given, Resource } from '../shared/resource';
import { ORDER } from '../shared/shapes';
import type { OrderKey } from '../shared/shapes';
import { dateFrom, linesFrom, numberFrom, simplified, textFrom } from '../shared/sources';
import type { Source } from '../shared/sources';
import { asObjects, firstText, isBlank, numeric, text, withoutNulls } from '../shared/values';
import type { WriteFields } from '../shared/wire';
import { call, customer } from './customer';

const short = textUpTo(50);
const countFrom1 = fieldOf({ type: 'number', min: 1, whole: true });

/** What CreateDelivery takes as an entry of `items`. */
const itemFields: readonly Field[] = [
	short('item_ref', 'Item Reference'),
	textUpTo(150)('description', 'Description', { required: true }),
	countFrom1('quantity', 'Quantity', { required: true }),
	short('pack_size', 'Pack Size'),
];

/** The lines of a common order as the items of a delivery; what is no list of lines is refused as the field's value. */
const itemsOfLines: Source<unknown> = {
	reads: ['lines'],
	of: ({ lines }) => {
		if (isBlank(lines)) return null;
		const list = objectsIn(lines);
		if (list === undefined) return lines;
		const items = list.map((line) =>
			withoutNulls({
				item_ref: text(line.code),
				// What is neither text nor number is refused as such, and not as missing.
				description: firstText(line.description, line.code) ?? line.description,
				quantity: numeric(line.quantity) ?? line.quantity,
			}),
		);
		return items.length > 0 ? items : null;
	},
};

/** https://prodeliverymanager.com/support/api-documentation/api-documentation-for-version-2-accounts/createdelivery/ */
const fields: Field<OrderKey>[] = [
	short('external_delivery_ref', 'External Delivery Reference', {
		common: textFrom('number', 'reference'),
		description: 'Your own number of the delivery, which no other one has: with it none is made twice',
	}),
	fieldOf({ type: 'date', format: 'YYYY-MM-DD' })('delivery_date', 'Delivery Date', {
		description: 'The next day when left empty',
	}),
	countFrom1('boxes', 'Boxes'),
	fieldOf({ type: 'list' })('items', 'Items', {
		common: itemsOfLines,
		description:
			'Objects with `description` (at most 150 characters) and `quantity` (a whole number from 1 on), and if need be `item_ref` and `pack_size` (at most 50 characters)',
	}),
	textUpTo(250)('notes', 'Notes', { common: 'description' }),
	flag('fridge', 'Fridge', { description: 'Whether it has to be kept cool' }),
	flag('controlled_delivery', 'Controlled Delivery'),
	flag('check_delivery', 'Check Delivery', {
		description: 'Refused when the customer has a delivery on that day already',
	}),
];

export const delivery: Resource<OrderKey> = {
	one: 'delivery',
	many: 'deliveries',
	keys: [],
	fields,
	keyOf: (record) => text(record.delivery_id) ?? undefined,
	...simplified(ORDER, fields, {
		id: {
			reads: ['delivery_id'],
			of: ({ delivery_id: id }) => (typeof id === 'number' ? id : text(id)),
		},
		number: textFrom('delivery_ref'),
		customerId: numberFrom('customer_id'),
		reference: textFrom('external_delivery_ref'),
		description: textFrom('notes'),
		date: dateFrom('delivery_date'),
		lines: linesFrom(['items'], {
			code: textFrom('item_ref'),
			description: textFrom('description'),
			quantity: numberFrom('quantity'),
		}),
	}),
	// Nothing that is documented reads a delivery.
	read: undefined,
	operations: {
		create: {
			kind: 'create',
			description:
				'Order a delivery to a customer, which a driver sets out for: on the next day unless a date is given. It cannot be changed or cancelled from here.',
			parameters: recordLocator('customer', customer, 'The customer to deliver to').map((property) => ({
				...property,
				// What an order of another vendor names its customer by is a reference here.
				default: { mode: 'externalRef', value: '={{ $json.customerId }}' },
			})),
			// Of two names of a customer PDM would take whichever it finds first.
			says: { customer_id: 'Customer', external_customer_ref: 'Customer' },
			takes: ['customerId'],
			given: (parameters): Given => {
				const { by, value } = recordRef({ name: 'customer', resource: customer }, parameters);
				return { [by === 'externalRef' ? 'external_customer_ref' : 'customer_id']: value };
			},
			request: (values, given) =>
				call('CreateDelivery', { delivery: { ...given, ...values, ...itemsIn(values) } }),
			references: [{ field: 'external_delivery_ref', label: 'external delivery reference' }],
			unnamed: true,
		},
	},
};

/**
 * The items, checked as the page says.
 * @throws InputFault that names the item and the rule
 */
function itemsIn({ items }: WriteFields): IDataObject {
	if (!Array.isArray(items)) return {};
	return {
		items: asObjects(items).map((item, index) => {
			try {
				return { ...withoutNulls(item), ...checkFields(itemFields, item, 'create', [], () => false) };
			} catch (error) {
				throw error instanceof InputFault ? inItem(index + 1, error) : error;
			}
		}),
	};
}

const inItem = (number: number, { description, message }: InputFault): InputFault =>
	new InputFault(`Fields: Items (items), item ${number}: ${message.replace(/^Fields: /, '')}`, description);
