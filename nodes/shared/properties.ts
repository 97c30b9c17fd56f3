import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { DEFAULT_MAX_RETRIES, DEFAULT_PARALLEL_REQUESTS, DEFAULT_TIMEOUT_MS } from './defaults';
import type { WriteKind } from './fields';
import type { KeyMode, Operation, OperationName, UpsertOperation, Vendor } from './vendor';

/** What stands under a node on the canvas, in words. */
export const SUBTITLE =
	'={{ $parameter["operation"].replace("upsert", "create or update").replace("listOrders", "list orders") + ": " + $parameter["resource"] }}';

/** The operations of a vendor's customers, by the name that workflows store; only those that the vendor has. */
export function operationsOf(vendor: Vendor): Array<[OperationName, Operation]> {
	const { create, delete: remove, get, listOrders, search, update, upsert } = vendor.customer;
	const all: Array<[OperationName, Operation | undefined]> = [
		['create', create],
		['upsert', upsert],
		['delete', remove],
		['get', get],
		['listOrders', listOrders],
		['search', search],
		['update', update],
	];
	return all.filter((entry): entry is [OperationName, Operation] => entry[1] !== undefined);
}

/** All parameters of a vendor's node, in the order in which a person fills them in. */
export function nodeProperties(vendor: Vendor): INodeProperties[] {
	const has = (name: OperationName): boolean => operationsOf(vendor).some(([known]) => known === name);
	const only = (...names: OperationName[]): INodeProperties['displayOptions'] => ({
		show: { resource: ['customer'], operation: names.filter(has) },
	});
	const lists = only('search', 'listOrders');
	const anyList = has('search') || has('listOrders');
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: [{ name: 'Customer', value: 'customer' }],
			default: 'customer',
		},
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['customer'] } },
			options: operationsOf(vendor).map(([value, { name, action, description }]) => ({
				name,
				value,
				action,
				description,
			})),
			default: 'get',
		},
		{
			displayName: 'Customer',
			name: 'customer',
			type: 'resourceLocator',
			required: true,
			default: { mode: vendor.customer.pick === undefined ? 'id' : 'list', value: '' },
			description: 'The customer to work on',
			displayOptions: only('get', 'update', 'delete', 'listOrders'),
			modes: vendor.customer.keys.map(locatorMode),
		},
		...vendor.properties,
		...(anyList
			? ([
					{
						displayName: 'Return All',
						name: 'returnAll',
						type: 'boolean',
						default: false,
						description: 'Whether to return all results or only up to a given limit',
						displayOptions: lists,
					},
					{
						displayName: 'Limit',
						name: 'limit',
						type: 'number',
						default: 50,
						typeOptions: { minValue: 1 },
						description: 'Max number of results to return',
						displayOptions: { show: { ...lists?.show, returnAll: [false] } },
					},
				] satisfies INodeProperties[])
			: []),
		...(vendor.customer.upsert === undefined ? [] : [matchOnProperty(vendor, vendor.customer.upsert)]),
		...(['create', 'update', 'upsert'] as const).filter(has).map((kind): INodeProperties => ({
			displayName: 'Fields',
			name: 'fields',
			type: 'resourceMapper',
			noDataExpression: true,
			required: true,
			default: { mappingMode: 'defineBelow', value: null },
			description: MAPPER_DESCRIPTIONS[kind],
			displayOptions: only(kind),
			typeOptions: {
				resourceMapper: {
					resourceMapperMethod: `${kind}Fields`,
					mode: 'add',
					fieldWords: { singular: 'field', plural: 'fields' },
					// A form of some twenty fields is filled in, one of sixty is picked from.
					addAllFields: kind !== 'update' && vendor.customer.fields.length <= MOST_FIELDS_SHOWN,
					multiKeyMatch: false,
					supportAutoMap: true,
				},
			},
		})),
		{
			displayName: 'Extra Fields',
			name: 'extraFields',
			type: 'json',
			default: '{}',
			description: `Further fields of ${vendor.displayName} as a JSON object, sent as they are. They win over the values above.`,
			displayOptions: only('create', 'update', 'upsert'),
		},
		{
			displayName: 'Output',
			name: 'output',
			type: 'options',
			options: [
				{ name: 'Raw', value: 'raw', description: `All fields, named as ${vendor.displayName} names them` },
				{ name: 'Selected Fields', value: 'selected', description: 'The key and the fields that you name' },
				{
					name: 'Simplified',
					value: 'simplified',
					description: 'The same field names for every vendor, so that nodes can be wired to each other',
				},
			],
			default: 'simplified',
			description: 'Which fields to return',
			displayOptions: only('get', 'search', 'listOrders', 'create', 'update', 'upsert'),
		},
		{
			displayName: 'Output Fields',
			name: 'outputFields',
			type: 'string',
			default: '',
			placeholder: 'e.g. name, email',
			description:
				'Field names separated by commas, from the simplified or the raw output. The ID is always returned.',
			displayOptions: {
				show: {
					...only('get', 'search', 'listOrders', 'create', 'update', 'upsert')?.show,
					output: ['selected'],
				},
			},
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			displayOptions: { show: { resource: ['customer'] } },
			options: [...commonOptions(vendor), ...vendor.options].sort((a, b) =>
				alphabetically(a.displayName, b.displayName),
			),
		},
	];
}

/** Plain: a comparison by the rules of a language has Node load them, which takes longer than loading this package. */
function alphabetically(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

const MOST_FIELDS_SHOWN = 20;

const MAPPER_DESCRIPTIONS: Record<WriteKind, string> = {
	create: 'The values of the new customer',
	update: 'The values to change; the others stay as they are',
	upsert:
		'The values that the customer is to have; of a customer that is there already, only what differs is written',
};

function matchOnProperty(vendor: Vendor, { matchOn }: UpsertOperation): INodeProperties {
	const label = (id: string): string => vendor.customer.fields.find((field) => field.id === id)?.label ?? id;
	const head = { displayName: 'Match On', name: 'matchOn' };
	return {
		...head,
		type: 'options',
		options: matchOn
			.map((id) => ({ name: label(id), value: id }))
			.sort((a, b) => alphabetically(a.name, b.name)),
		default: matchOn[0] ?? '',
		description: 'The field by which a customer that is there already is recognised',
		displayOptions: { show: { resource: ['customer'], operation: ['upsert'] } },
	};
}

function locatorMode({ displayName, name, placeholder }: KeyMode): INodePropertyMode {
	const labels = { displayName, name };
	return name === 'list'
		? {
				...labels,
				type: 'list',
				placeholder: 'Choose a customer',
				typeOptions: { searchListMethod: 'searchCustomers', searchable: true },
			}
		: { ...labels, type: 'string', placeholder };
}

function commonOptions(vendor: Vendor): INodeProperties[] {
	const { get, listOrders } = vendor.customer;
	const batched = [
		...(get.batch === undefined ? [] : ['get']),
		...(listOrders?.batch === undefined ? [] : ['listOrders']),
	];
	return [
		...(batched.length === 0
			? []
			: ([
					{
						displayName: 'Batch Look-Ups',
						name: 'batchLookups',
						type: 'boolean',
						default: true,
						description: 'Whether look-ups of many items are sent together as few searches',
						displayOptions: { show: { '/operation': batched } },
					},
				] satisfies INodeProperties[])),
		{
			displayName: 'Max Parallel Requests',
			name: 'maxParallelRequests',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: vendor.maxParallelRequests },
			default: Math.min(DEFAULT_PARALLEL_REQUESTS, vendor.maxParallelRequests),
			description: `How many requests may be under way at once, at most ${vendor.maxParallelRequests}`,
		},
		{
			displayName: 'Max Retries',
			name: 'maxRetries',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: DEFAULT_MAX_RETRIES,
			description:
				'How often a request is sent again after a passing fault. Writes are only repeated when it is certain that nothing was saved.',
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: DEFAULT_TIMEOUT_MS,
			description: 'Time in milliseconds that one request may take',
		},
		...(vendor.sensitiveFields === undefined
			? []
			: ([
					{
						displayName: 'Include Sensitive Fields',
						name: 'includeSensitiveFields',
						type: 'boolean',
						default: false,
						description: `Whether to return ${vendor.sensitiveFields.join(', ')} in raw and selected output`,
					},
				] satisfies INodeProperties[])),
	];
}
