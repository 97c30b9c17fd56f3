import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodeType,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT_MS } from './settings';
import { orThrow, toNodeError } from './fault';
import { fieldsFor } from './fields';
import type { Field, WriteKind } from './fields';
import { readList } from './pages';
import { listMethod } from './locator';
import type { Resource } from './resource';
import { Connection, secrecyOf } from './send';
import { capital } from './words';
import { text } from './values';
import type { Vendor } from './vendor';

/** How many records one page of a pick list shows. */
const PICK_PAGE = 50;

/** A vendor's first resource is what the node is there for: its methods need no name to tell them apart. */
export const mapperMethod = ({ resources }: Vendor, resource: string, kind: WriteKind): string =>
	`${kind}${resource === Object.keys(resources)[0] ? '' : capital(resource)}Fields`;

/** What the editor asks a node for while a person fills it in: records to pick from, and fields to map. */
export function nodeMethods(vendor: Vendor): NonNullable<INodeType['methods']> {
	const resources = Object.entries(vendor.resources);
	const picks = resources.filter(([, { pick }]) => pick !== undefined);
	return {
		...(picks.length === 0
			? {}
			: {
					listSearch: Object.fromEntries(
						picks.map(([name, resource]) => [
							listMethod(name),
							async function (this: ILoadOptionsFunctions, filter?: string, paginationToken?: string) {
								return await search(this, vendor, resource, filter ?? '', Number(paginationToken ?? 0));
							},
						]),
					),
				}),
		resourceMapping: Object.fromEntries(
			resources
				.filter(([, { fields }]) => fields.length > 0)
				.flatMap(([name, { fields }]) =>
					(['create', 'update', 'upsert'] as const).map((kind) => [
						mapperMethod(vendor, name, kind),
						async () => mappedFields(fields, kind),
					]),
				),
		),
	};
}

/** @param skip how many records the pages shown so far held */
async function search(
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
		const found: IDataObject[] = [];
		const { pick } = resource;
		if (pick === undefined) return { results: [] };
		const { keep, request } = pick.plan(filter.trim());
		const read = await readList(connection, {
			request,
			paging: pick.paging,
			keep,
			keyOf: resource.keyOf,
			limit: skip + PICK_PAGE,
			maxParallelRequests: vendor.maxParallelRequests,
			take: (record) => found.push(record),
		});
		const { more } = orThrow(read);
		return {
			results: found.slice(skip).map((record) => listEntry(resource, record)),
			...(more ? { paginationToken: String(skip + PICK_PAGE) } : {}),
		};
	} catch (error) {
		throw toNodeError(context.getNode(), error, undefined, secrecy);
	}
}

/** The name, and the key behind it, so that equal names can be told apart. */
function listEntry({ pick, simplify }: Resource, record: IDataObject): INodeListSearchItems {
	const { id, name } = simplify(record, '');
	const value = typeof id === 'string' || typeof id === 'number' ? id : '';
	const shown = text(pick?.nameOf?.(record) ?? name);
	return { name: shown === null ? String(value) : `${shown} (${value})`, value };
}

/** Required fields first, then in the vendor's order. */
function mappedFields(known: readonly Field[], kind: WriteKind): ResourceMapperFields {
	const fields = fieldsFor(known, kind).map((field) => mapperField(field, kind));
	return {
		fields: [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)],
	};
}

function mapperField(field: Field, kind: WriteKind): ResourceMapperField {
	return {
		id: field.id,
		displayName: field.label,
		required: kind === 'create' && field.required === true,
		display: true,
		defaultMatch: false,
		canBeUsedToMatch: false,
		...mapperType(field),
		// Added to an update and left empty, a text is to be cleared.
		...(kind === 'update' && field.kind.type === 'text' ? { defaultValue: '' } : {}),
	};
}

function mapperType({ kind }: Field): Pick<ResourceMapperField, 'type' | 'options'> {
	switch (kind.type) {
		case 'text':
			return { type: 'string' };
		case 'number':
			return { type: 'number' };
		case 'boolean':
			// Not a switch: the editor sends each switch that it knows of, also those that nobody touched.
			return {
				type: 'options',
				options: [
					{ name: 'Yes', value: true },
					{ name: 'No', value: false },
				],
			};
		case 'date':
			return { type: 'dateTime' };
		case 'list':
			return { type: 'array' };
		case 'choice':
			return { type: 'options', options: kind.choices.map(({ name, value }) => ({ name, value })) };
	}
}
