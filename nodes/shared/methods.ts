import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodeType,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT_MS } from './defaults';
import { toNodeError } from './fault';
import { fieldsFor } from './fields';
import type { Field, WriteKind } from './fields';
import { readList } from './list';
import { Connection } from './send';
import type { Paging, PickList, Vendor } from './vendor';

/** How many customers one page of the pick list shows. */
const PICK_PAGE = 50;

/** What the editor asks a node for while a person fills it in: customers to pick from, and fields to map. */
export function nodeMethods(vendor: Vendor): NonNullable<INodeType['methods']> {
	const { pick } = vendor.customer;
	return {
		...(pick === undefined
			? {}
			: {
					listSearch: {
						async searchCustomers(
							this: ILoadOptionsFunctions,
							filter?: string,
							paginationToken?: string,
						): Promise<INodeListSearchResult> {
							return await searchCustomers(this, vendor, pick, filter ?? '', Number(paginationToken ?? 0));
						},
					},
				}),
		resourceMapping: {
			createFields: async () => mappedFields(vendor, 'create'),
			updateFields: async () => mappedFields(vendor, 'update'),
			upsertFields: async () => mappedFields(vendor, 'upsert'),
		},
	};
}

/** @param skip how many customers the pages shown so far held */
async function searchCustomers(
	context: ILoadOptionsFunctions,
	vendor: Vendor,
	pick: PickList,
	filter: string,
	skip: number,
): Promise<INodeListSearchResult> {
	let redact = (text: string): string => text;
	try {
		const connection = await Connection.open(context, vendor, {
			timeoutMs: DEFAULT_TIMEOUT_MS,
			maxRetries: DEFAULT_MAX_RETRIES,
			maxParallelRequests: vendor.maxParallelRequests,
		});
		redact = connection.redact;
		const found: IDataObject[] = [];
		const { keep, request } = pick.plan(filter.trim());
		const { more } = await readList(connection, {
			request,
			paging: pick.paging satisfies Paging,
			keep,
			limit: skip + PICK_PAGE,
			maxParallelRequests: vendor.maxParallelRequests,
			take: (record) => found.push(record),
		});
		return {
			results: found.slice(skip).map((record) => listEntry(vendor, record)),
			...(more ? { paginationToken: String(skip + PICK_PAGE) } : {}),
		};
	} catch (error) {
		throw toNodeError(context.getNode(), error, undefined, redact);
	}
}

/** The name, and the key behind it, so that equal names can be told apart. */
function listEntry(vendor: Vendor, record: IDataObject): INodeListSearchItems {
	const { id, name } = vendor.customer.simplify(record);
	const value = typeof id === 'boolean' || id === null ? '' : id;
	return { name: name === null || name === '' ? String(value) : `${String(name)} (${value})`, value };
}

/** Required fields first, then in the vendor's order. */
export function mappedFields(vendor: Vendor, kind: WriteKind): ResourceMapperFields {
	const fields = fieldsFor(vendor.customer.fields, kind).map((field) => mapperField(field, kind));
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
