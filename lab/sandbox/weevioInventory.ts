import { product, Random } from './data';
import { Store } from './store';
import { tableOf } from './table';
import type { Table } from './table';
import type { VendorContext } from './types';
import { candidates } from './weevioFilter';
import { Columns, filtersFrom, maxReturn, parameter, single, success, take } from './weevioTables';
import type { WeevioRecord, WeevioRoutes } from './weevioTables';

const VENDOR = 1;

/** How many parts there are; the lines of orders name them. */
export const PARTS = 400;
const FIRST_PART = 10_000;

const COLUMNS = ['PART_CODE', 'PART_DESCRIPTION', 'BARCODE', 'QTY_ONHAND', 'QTY_AVAILABLE'] as const;

/** The columns that the page names, all of them strings: https://support.weevio.co/docs/api-reference/inventory/ */
export function part(seed: number, index: number): WeevioRecord {
	const random = new Random(seed, VENDOR, index, 3000);
	const onHand = random.int(0, 500);
	// What is sold by length or weight has fractions of a piece.
	const fraction = index % 7 === 3 ? '.50' : '';
	return {
		PART_CODE: `P-${FIRST_PART + index}`,
		PART_DESCRIPTION: product(random, seed),
		BARCODE: index % 9 === 5 ? '' : random.digits(12),
		QTY_ONHAND: `${onHand}${fraction}`,
		QTY_AVAILABLE: `${random.int(0, onHand)}${fraction}`,
	};
}

export interface Inventory {
	readonly routes: WeevioRoutes;
	readonly table: Table;
	record(code: string): WeevioRecord | undefined;
}

export function createInventory(context: VendorContext): Inventory {
	const columns = new Columns(COLUMNS);
	let made: Store<string, WeevioRecord> | undefined;
	const parts = (): Store<string, WeevioRecord> => {
		if (made !== undefined) return made;
		made = new Store<string, WeevioRecord>((record) => record.PART_CODE ?? '');
		for (let index = 0; index < PARTS; index++) made.load(part(context.seed, index));
		return made;
	};
	let nextPart = PARTS;

	return {
		routes: {
			'GET /inventory/single': (request) =>
				single(context, parts().get(parameter(request, 'partCode')), null),
			'POST /inventory/query': (request, body) => {
				const filters = filtersFrom(context, body, columns.all());
				const pinned = candidates(filters, 'PART_CODE')?.map((code) => parts().get(code));
				const source = pinned?.filter((each) => each !== undefined) ?? parts().all();
				return success(take(source, filters, maxReturn(context, request)), null);
			},
		},
		record: (code) => parts().get(code),
		table: tableOf(parts, {
			key: String,
			made: (fields) => ({ ...part(context.seed, nextPart++), ...columns.taken(fields) }),
			amended: (record, fields) => ({ ...record, ...columns.taken(fields) }),
		}),
	};
}
