import { Refused } from './refused';
import type { JsonObject, VendorContext, VendorReply, VendorRequest } from './types';
import { matches, parseFilters } from './weevioFilter';
import type { WeevioFilter } from './weevioFilter';

export type WeevioRecord = Record<string, string>;

/** What a path does. */
export type WeevioRoutes = Readonly<Record<string, (request: VendorRequest, body: unknown) => VendorReply>>;

export function success(data: unknown, subRecords: unknown): VendorReply {
	return { status: 200, body: { status: 'success', data, subRecords } };
}

export function parameter(request: VendorRequest, name: string): string {
	const value = request.query.get(name);
	if (value === null || value === '') throw new Refused(`Missing '${name}' parameter!`);
	return value;
}

/** One record, or one of the forms in which "there is none" may be said. */
export function single(
	{ settings }: VendorContext,
	record: WeevioRecord | undefined,
	subRecords: unknown,
): VendorReply {
	if (record) return success(record, subRecords);
	switch (settings().weevioNotFound) {
		case 'nullData':
			return success(null, null);
		case 'emptyData':
			return success({}, null);
		default:
			throw new Refused('Record not found');
	}
}

export function filtersFrom(
	{ settings }: VendorContext,
	body: unknown,
	columns: ReadonlySet<string>,
): WeevioFilter[] {
	const filters = parseFilters(body, columns);
	if (typeof filters === 'string') throw new Refused(filters);
	if (filters.length === 0 && settings().weevioEmptyFilter === 'reject') {
		throw new Refused('At least one filter is required');
	}
	return filters;
}

export function maxReturn({ settings }: VendorContext, request: VendorRequest): number {
	const sent = request.query.get('maxReturn');
	if (sent === null || sent === '') return settings().weevioDefaultMaxReturn;
	if (!/^\d+$/.test(sent)) throw new Refused(`Invalid 'maxReturn' value: ${sent}`);
	return Number(sent);
}

/** The first records that meet the filters. */
export function take<R extends WeevioRecord>(
	source: Iterable<R>,
	filters: WeevioFilter[],
	limit: number,
): Array<R & JsonObject> {
	const found: R[] = [];
	for (const record of source) {
		if (found.length >= limit) break;
		if (matches(record, filters)) found.push(record);
	}
	return found;
}

/** Every value is a string, also where one is changed by hand. */
export function texts(fields: JsonObject): WeevioRecord {
	const found: WeevioRecord = {};
	for (const [name, value] of Object.entries(fields)) {
		if (typeof value === 'object' && value !== null) throw new Refused(`Invalid value for field ${name}`);
		found[name] = value === null || value === undefined ? '' : String(value);
	}
	return found;
}

/** A table's columns: those that the pages name, and any that a write has named since. */
export class Columns {
	private readonly names: Set<string>;

	constructor(documented: readonly string[]) {
		this.names = new Set(documented);
	}

	all(): ReadonlySet<string> {
		return this.names;
	}

	/** @returns the fields, as text and with their columns noted */
	taken(fields: JsonObject): WeevioRecord {
		const found = texts(fields);
		for (const name of Object.keys(found)) this.names.add(name);
		return found;
	}
}
