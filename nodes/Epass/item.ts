import { textKey } from '../shared/keys';
import type { Resource } from '../shared/resource';
import { ITEM } from '../shared/shapes';
import type { ItemKey } from '../shared/shapes';
import { dateFrom, flagFrom, numberFrom, simplified, textFrom } from '../shared/sources';
import { text } from '../shared/values';

/** Parts and accessories, https://documents.epass.software/docs/item; nothing that is documented searches them. */
export const item: Resource<ItemKey> = {
	one: 'item',
	many: 'items',
	keys: [
		{
			name: 'id',
			displayName: 'By ID',
			placeholder: 'e.g. item code 110',
			parse: textKey('item code', 20),
		},
	],
	fields: [],
	keyOf: (record) => text(record.Code) ?? undefined,
	...simplified(ITEM, [], {
		id: textFrom('Code'),
		code: textFrom('Code'),
		// EPASS names an item by its description alone.
		name: textFrom('Description'),
		description: textFrom('Description'),
		barcode: textFrom('Barcode'),
		price: numberFrom('ListPrice'),
		cost: numberFrom('AverageCost'),
		quantityOnHand: numberFrom('MainStockQOH'),
		active: flagFrom('Active'),
		createdAt: dateFrom('DateCreated'),
		updatedAt: dateFrom('LastUpdateDateTime', 'DateModified'),
	}),
	read: ({ value }) => ({ method: 'GET', path: ['items', 'item'], query: { code: value } }),
	operations: {
		get: {
			kind: 'get',
			description: 'Get one item, with its price and the stock on hand, by its code',
		},
	},
};
