import { product, Random } from './data';
import type { VendorContext } from './types';
import { candidates } from './weevioFilter';
import { filtersFrom, maxReturn, parameter, single, success, take } from './weevioTables';
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

function partByCode(seed: number, code: string): WeevioRecord | undefined {
	const index = /^P-\d{5}$/.test(code) ? Number(code.slice(2)) - FIRST_PART : -1;
	return index >= 0 && index < PARTS ? part(seed, index) : undefined;
}

function* parts(seed: number): Iterable<WeevioRecord> {
	for (let index = 0; index < PARTS; index++) yield part(seed, index);
}

export const inventoryRoutes = (context: VendorContext): WeevioRoutes => ({
	'GET /inventory/single': (request) =>
		single(context, partByCode(context.seed, parameter(request, 'partCode')), null),
	'POST /inventory/query': (request, body) => {
		const filters = filtersFrom(context, body, new Set(COLUMNS));
		const pinned = candidates(filters, 'PART_CODE')?.map((code) => partByCode(context.seed, code));
		const source = pinned?.filter((each) => each !== undefined) ?? parts(context.seed);
		return success(take(source, filters, maxReturn(context, request)), null);
	},
});
