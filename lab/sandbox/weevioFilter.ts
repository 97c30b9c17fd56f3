import { isObject } from './json';

export interface WeevioFilter {
	field: string;
	value: string;
	contains: boolean;
	conjunction: 'AND' | 'OR';
}

/** The filters, or the reason for a refusal. */
export function parseFilters(body: unknown, columns: ReadonlySet<string>): WeevioFilter[] | string {
	if (!Array.isArray(body)) return 'The request body must be an array of filters';
	const filters: WeevioFilter[] = [];
	for (const each of body as unknown[]) {
		if (!isObject(each)) return 'Each filter must be an object';
		const { field, value, contains, conjunction } = each;
		if (typeof field !== 'string' || field === '') return "Filter is missing 'field'";
		if (value === undefined || value === null) return "Filter is missing 'value'";
		// "raw PIMS column name": a name PIMS does not have is refused; its message is not documented.
		if (!columns.has(field)) return `Unknown field '${field}'`;
		if (contains !== undefined && typeof contains !== 'boolean') return "Invalid 'contains' value";
		if (conjunction !== undefined && conjunction !== 'AND' && conjunction !== 'OR') {
			return "Invalid 'conjunction' value";
		}
		filters.push({
			field,
			value: String(value),
			contains: contains ?? false,
			// A missing conjunction after the first filter is not documented.
			conjunction: conjunction ?? 'AND',
		});
	}
	return filters;
}

/**
 * Left to right: each filter combines "with the previous one". Case matters, as the stricter of two
 * undocumented readings.
 */
export function matches(record: Record<string, string>, filters: WeevioFilter[]): boolean {
	let result = true;
	filters.forEach((filter, position) => {
		const held = record[filter.field] ?? '';
		const one = filter.contains ? held.includes(filter.value) : held === filter.value;
		if (position === 0) result = one;
		else result = filter.conjunction === 'OR' ? result || one : result && one;
	});
	return result;
}

/** The keys that the filters allow, if they pin them: saves the scan over all records. */
export function candidates(filters: WeevioFilter[], key = 'CUSTOMER_CODE'): string[] | undefined {
	const pins = filters.filter((filter) => filter.field === key && !filter.contains);
	const isOr = filters.map((filter, position) => position > 0 && filter.conjunction === 'OR');
	if (pins.length > 0 && !isOr.includes(true)) return pins.slice(0, 1).map(({ value }) => value);
	const allPinned = pins.length > 0 && pins.length === filters.length;
	return allPinned && isOr.slice(1).every(Boolean) ? [...new Set(pins.map(({ value }) => value))] : undefined;
}
