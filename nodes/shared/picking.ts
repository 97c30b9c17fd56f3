import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { Fault, orThrow, toNodeError } from './fault';
import { readList } from './pages';
import type { Pick, Resource } from './resource';
import { Connection, secrecyOf } from './send';
import { DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT_MS } from './settings';
import { text } from './values';
import type { Vendor } from './vendor';

/** How many records one page of a pick list shows. */
const PICK_PAGE = 50;

/**
 * Records to pick from, in the editor.
 * @param skip how many records the pages shown so far held
 */
export async function search(
	context: ILoadOptionsFunctions,
	vendor: Vendor,
	resource: Resource,
	filter: string,
	skip: number,
): Promise<INodeListSearchResult> {
	let secrecy = secrecyOf(vendor);
	try {
		const connection = await Connection.open(context, vendor, {
			timeoutMs: DEFAULT_TIMEOUT_MS,
			maxRetries: DEFAULT_MAX_RETRIES,
			maxParallelRequests: vendor.maxParallelRequests,
		});
		secrecy = connection.secrecy;
		const { pick } = resource;
		if (pick === undefined) return { results: [] };
		const { more, records } = orThrow(
			await pickedBy(connection, resource, pick, filter.trim(), {
				limit: skip + PICK_PAGE,
				maxParallelRequests: vendor.maxParallelRequests,
			}),
		);
		return {
			results: records.slice(skip).map((record) => listEntry(resource, record)),
			...(more ? { paginationToken: String(skip + PICK_PAGE) } : {}),
		};
	} catch (error) {
		throw toNodeError(context.getNode(), error, undefined, secrecy);
	}
}

/** The first of the records that what was typed finds, and whether there are more. */
export async function pickedBy(
	connection: Connection,
	{ keyOf, reads }: Resource,
	pick: Pick,
	typed: string,
	bounds: { readonly limit: number; readonly maxParallelRequests: number },
): Promise<{ readonly more: boolean; readonly records: readonly IDataObject[] } | Fault> {
	const records: IDataObject[] = [];
	const { keep, narrowed, request } = pick.plan(typed);
	const take = (record: IDataObject): unknown => records.push(record);
	const read = await readList(connection, {
		request,
		narrow: narrowed?.(reads),
		paging: pick.paging,
		keep,
		keyOf,
		take,
		...bounds,
	});
	return read instanceof Fault ? read : { more: read.more, records };
}

/**
 * The name, and the key behind it, so that equal names can be told apart; then what a person tells them apart by. n8n
 * shows an entry's name alone, and cuts a long one at its end.
 */
export function listEntry({ pick, simplify }: Resource, record: IDataObject): INodeListSearchItems {
	const { city, email, id, name } = simplify(record, '') as IDataObject;
	const value = typeof id === 'string' || typeof id === 'number' ? id : '';
	const shown = text(pick?.nameOf?.(record) ?? name);
	const named = shown === null ? String(value) : `${shown} (${value})`;
	const about = text(email) ?? text(city);
	return { name: about === null ? named : `${named} · ${about}`, value };
}
