import { textKey } from '../shared/keys';
import type { Resource } from '../shared/resource';
import { ITEM } from '../shared/shapes';
import type { ItemKey } from '../shared/shapes';
import { numberFrom, simplified, textFrom } from '../shared/sources';
import type { Watched } from '../shared/watch';
import { batchIn, filtered, filtersParameter, keyIn, paging, pickFrom, single, watchQuery } from './query';
import type { Table } from './query';

/** https://support.weevio.co/docs/api-reference/inventory/ */
const table: Table = { path: 'inventory', key: 'PART_CODE', parameter: 'partCode' };

const filters = filtersParameter(
	'Conditions that an inventory item must meet. Without any, all inventory items are returned.',
	{
		default: 'PART_DESCRIPTION',
		columns: {
			BARCODE: 'Barcode',
			PART_CODE: 'Part Code',
			PART_DESCRIPTION: 'Part Description',
			QTY_AVAILABLE: 'Quantity Available',
			QTY_ONHAND: 'Quantity on Hand',
		},
	},
);

export const inventoryItem: Resource<ItemKey> & Watched<ItemKey> = {
	one: 'inventory item',
	many: 'inventory items',
	keys: [
		{ name: 'list', displayName: 'From List', parse: textKey('part code') },
		{ name: 'id', displayName: 'By ID', placeholder: 'e.g. part code P-10442', parse: textKey('part code') },
	],
	fields: [],
	keyOf: keyIn(table),
	...simplified(ITEM, [], {
		id: textFrom('PART_CODE'),
		code: textFrom('PART_CODE'),
		name: textFrom('PART_DESCRIPTION'),
		description: textFrom('PART_DESCRIPTION'),
		barcode: textFrom('BARCODE'),
		quantityOnHand: numberFrom('QTY_ONHAND'),
		quantityAvailable: numberFrom('QTY_AVAILABLE'),
	}),
	read: ({ value }) => single(table, value),
	operations: {
		get: {
			kind: 'get',
			description: 'Get one inventory item with its stock by its part code',
			batch: batchIn(table),
		},
		search: {
			kind: 'list',
			parameters: [filters],
			description: 'Find inventory items and their stock by conditions on their fields',
			plan: (parameters) => ({ request: filtered(table, parameters, 'BARCODE') }),
			paging,
		},
	},
	watch: { ...watchQuery(table, 'BARCODE'), events: ['updated'], parameters: [filters] },
	pick: pickFrom(table, ['PART_CODE', 'PART_DESCRIPTION', 'BARCODE']),
};
