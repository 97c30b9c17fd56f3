import type { IBuilderHint, IDisplayOptions, INodeProperties, NodeHint } from 'n8n-workflow';

import { storedBefore } from './conditions';
import { DEFAULT_MAX_RETRIES, DEFAULT_PARALLEL_REQUESTS, DEFAULT_TIMEOUT_MS } from './settings';
import { labelFor } from './fields';
import type { WriteKind } from './fields';
import { recordLocator } from './locator';
import { mapperMethod, OUTPUT_FIELDS } from './methods';
import { AS_TOOL, MAPS_WITHOUT_MATCHING, named, NOT_AS_TOOL, storedOnce } from './n8n';
import { API_CALL, withCalls } from './operations/calls';
import { panelOf } from './operations/panel';
import type { Parameter } from './operations/panel';
import type { Operation, Resource, Upsert } from './resource';
import { aOrAn, titled } from './words';
import type { Vendor } from './vendor';

/** What stands under a node on the canvas, in words. */
export const SUBTITLE =
	'={{ $parameter["operation"] === "apiCall" ? "custom API call" : ($parameter["operation"].replace("upsert", "create or update").replace("search", "getMany").replace("listOrders", "getManyOrders") + ": " + $parameter["resource"]).replace(/[A-Z]/g, " $&").toLowerCase() }}';

/** What is worth knowing before a run. */
export function nodeHints({ billing, displayName, resources }: Vendor): NodeHint[] {
	const before = { location: 'outputPane', whenToDisplay: 'beforeExecution' } as const;
	// What can be picked from a list can be listed as a whole.
	const listed = Object.entries(resources)
		.filter(([, { operations, pick }]) => pick !== undefined && 'search' in operations)
		.map(([name]) => name);
	return [
		...(billing === undefined
			? []
			: [
					{
						message: `${displayName} bills each request: ${inThousands(billing.included)} a month are included, further ones cost $${billing.dollars} each.`,
						...before,
					},
				]),
		...(listed.length === 0
			? []
			: [
					{
						message: `Return All without filters reads every record of the chosen resource.`,
						displayCondition: `={{ ${JSON.stringify(listed)}.includes($parameter["resource"]) && $parameter["operation"] === "search" && $parameter["returnAll"] === true && Object.values($parameter["filters"] ?? {}).flat().length === 0 && ![$parameter["query"], $parameter["options"]?.query].some((query) => /\\w/.test(typeof query === "string" ? query : JSON.stringify(query ?? ""))) }}`,
						...before,
					},
				]),
	];
}

/** Without the rules of a language, which Node would have to load. */
const inThousands = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

/** For n8n's own assistants, which build workflows. */
export function builderHint({ displayName, resources, watched }: Vendor): IBuilderHint {
	const all = (operation: string): string =>
		Object.values(resources)
			.filter(({ operations }) => operation in operations)
			.map(({ many }) => many)
			.join(' and ');
	return {
		searchHint: [
			...(all('upsert') === ''
				? []
				: [`To copy ${all('upsert')} here from another system use upsert: run again it makes none twice.`]),
			"The value of fields holds the vendor's own field names; with mappingMode autoMapInputData it is null, and simplified output of a node for another back-office system fits as it is.",
			`To start when ${Object.values(watched)
				.map(({ many }) => many)
				.join(' or ')} change use ${displayName} Trigger.`,
			'options.dryRun shows what a write would do.',
		].join(' '),
		relatedNodes: [
			{
				nodeType: 'n8n-nodes-base.removeDuplicates',
				relationHint: 'Passes on only what is new or changed since the last run',
			},
			{
				nodeType: 'n8n-nodes-base.scheduleTrigger',
				relationHint: 'Starts a copy or a report at fixed times',
			},
		],
	};
}

/** An operation with the name that workflows store, and words for people. */
export interface Offer {
	readonly value: string;
	readonly operation: Operation;
	readonly name: string;
	readonly action: string;
	readonly description: string;
}

/** The operations of a resource, in the order in which a person reads them; n8n wants calls of the API last. */
export function offersOf(resource: Resource): Offer[] {
	return Object.entries(resource.operations)
		.map(([value, operation]) => {
			const words = panelOf(operation).words(resource);
			const { action = words.action, description, name = words.name } = operation;
			return { value, operation, name, action, description };
		})
		.sort((a, b) => Number(isCall(a)) - Number(isCall(b)) || alphabetically(a.name, b.name));
}

const WRITING: ReadonlySet<Operation['kind']> = new Set(['create', 'update', 'upsert', 'delete']);

const isCall = ({ operation }: Offer): boolean => operation.kind === 'call';

/** All parameters of a vendor's node, in the order in which a person fills them in. */
export function nodeProperties(described: Vendor): INodeProperties[] {
	const vendor = withCalls(described);
	const resources = Object.entries(vendor.resources);
	return storedOnce([
		{
			...named('Resource', 'resource'),
			type: 'options',
			noDataExpression: true,
			options: resources.map(([value, { one }]) => ({ name: titled(one), value })),
			default: resources[0]?.[0] ?? '',
		},
		...resources.map(([name, resource]) => operationProperty(vendor, name, resource)),
		...callProperties(resources.map(([, resource]) => resource)),
		...resources.flatMap(([name, resource]) => resourceProperties(vendor, name, resource)),
	]);
}

const operationProperty = (vendor: Vendor, name: string, resource: Resource): INodeProperties => ({
	...named('Operation', 'operation'),
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [name] } },
	options: offersOf(resource).map(({ action, description, name: label, operation, value }) => ({
		name: label,
		value,
		action,
		description: WRITING.has(operation.kind)
			? `${description.replace(/\.$/, '')}. Writes to ${vendor.displayName}.`
			: description,
	})),
	default: 'get' in resource.operations ? 'get' : (offersOf(resource)[0]?.value ?? ''),
});

/** What calls of the API take is the same under every resource: n8n gets it once. */
const callProperties = (resources: readonly Resource[]): INodeProperties[] =>
	(resources.flatMap(offersOf).find(isCall)?.operation.parameters ?? []).map((property) =>
		withRule(property, { show: { operation: [API_CALL] } }),
	);

function resourceProperties(vendor: Vendor, name: string, resource: Resource): INodeProperties[] {
	const offers = offersOf(resource);
	const shown = (...operation: string[]) => ({ show: { resource: [name], operation } });
	/** For the operations that take a parameter. */
	const where = (parameter: Parameter) =>
		shown(
			...offers
				.filter(({ operation }) => panelOf(operation).parameters(operation).includes(parameter))
				.map(({ value }) => value),
		);
	const lists = where('limit');
	const output = where('output');
	const properties: INodeProperties[] = [
		...recordLocator(name, resource, undefined, where('record')),
		...offers.flatMap(({ operation, value }) =>
			operation.kind === 'call'
				? []
				: (operation.parameters ?? []).map((property) => withRule(property, shown(value))),
		),
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
			displayOptions: { show: { ...lists.show, returnAll: [false] } },
		},
		...offers.flatMap(({ operation, value }) =>
			operation.kind === 'upsert' ? matchOnProperties(resource, operation, shown(value)) : [],
		),
		...(['create', 'update', 'upsert'] as const).flatMap((kind) =>
			offers
				.filter(({ operation }) => operation.kind === kind)
				.flatMap(({ value }) => mapperProperties(vendor, [name, resource], kind, shown(value))),
		),
		...(resource.fields.some(({ common }) => common !== undefined) ? [automaticNotice(where('fields'))] : []),
		withRule(storedBefore(extraFields(vendor)), where('fields')),
		...outputProperties(vendor, output),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			displayOptions: { show: { resource: [name] } },
			options: optionsOf(vendor, offers).sort((a, b) => alphabetically(a.displayName, b.displayName)),
		},
	];
	return properties.filter(({ displayOptions }) => displayOptions?.show?.operation?.length !== 0);
}

/** n8n says in this mode that the names must be equal, which they need not be. */
const automaticNotice = (displayOptions: INodeProperties['displayOptions']): INodeProperties => ({
	displayName:
		'Simplified output of a node for another system fits as it is: its field names are known here. <a href="https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/syncing.md" target="_blank">How fields are matched</a>',
	name: 'automaticNotice',
	type: 'notice',
	default: '',
	displayOptions: {
		show: { ...displayOptions?.show, '/fields.mappingMode': ['autoMapInputData'] },
	},
});

/** For people, and for agents, whose input has nothing to be mapped by itself. */
function mapperProperties(
	vendor: Vendor,
	[name, { one }]: readonly [string, Resource],
	kind: WriteKind,
	{ show }: IDisplayOptions,
): INodeProperties[] {
	const property = (supportAutoMap: boolean, displayOptions: IDisplayOptions): INodeProperties => ({
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		required: true,
		default: { mappingMode: 'defineBelow', value: null },
		description: mapperDescription(kind, one),
		displayOptions,
		typeOptions: {
			// The field to match on comes first.
			...(kind === 'upsert' ? { loadOptionsDependsOn: ['matchOn'] } : {}),
			resourceMapper: {
				resourceMapperMethod: mapperMethod(vendor, name, kind),
				...(kind === 'create' || !MAPS_WITHOUT_MATCHING
					? { mode: 'add' }
					: // Required are the fields of a new record, whatever was chosen before; an emptied one is sent.
						{ mode: 'map', allowEmptyValues: true }),
				refreshStaleSchemaOnOpen: true,
				fieldWords: { singular: 'field', plural: 'fields' },
				// But for those that the method leaves out at first.
				addAllFields: kind !== 'update',
				multiKeyMatch: false,
				supportAutoMap,
			},
		},
	});
	return [property(true, { show, ...NOT_AS_TOOL }), property(false, { show: { ...show, ...AS_TOOL.show } })];
}

const extraFields = (vendor: Vendor): INodeProperties => ({
	displayName: 'Extra Fields',
	name: 'extraFields',
	type: 'json',
	default: '{}',
	description: `Further fields of ${vendor.displayName} as a JSON object, sent as they are. They win over the values above.`,
});

/** A property with a further rule of when it is shown. */
const withRule = (property: INodeProperties, { show }: IDisplayOptions): INodeProperties => ({
	...property,
	displayOptions: { ...property.displayOptions, show: { ...show, ...property.displayOptions?.show } },
});

/** @param displayOptions when they are shown, where that is not always */
export const outputProperties = (
	vendor: Vendor,
	displayOptions?: INodeProperties['displayOptions'],
): INodeProperties[] => [
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
		displayOptions,
	},
	{
		...named('Output Fields', 'selectedFields'),
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: OUTPUT_FIELDS, loadOptionsDependsOn: ['resource', 'operation'] },
		default: [],
		description: 'Fields of the simplified output. The ID is always returned.',
		displayOptions: { show: { ...displayOptions?.show, output: ['selected'] } },
	},
	{
		displayName: 'Other Output Fields',
		name: 'outputFields',
		type: 'string',
		default: '',
		placeholder: 'e.g. name, email',
		description: 'Further field names separated by commas, those of the raw output included',
		displayOptions: { show: { ...displayOptions?.show, output: ['selected'] } },
	},
];

/** Plain: a comparison by the rules of a language has Node load them, which takes longer than loading this package. */
export function alphabetically(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function mapperDescription(kind: WriteKind, one: string): string {
	switch (kind) {
		case 'create':
			return `The values of the new ${one}`;
		case 'update':
			return 'The values to change; the others stay as they are';
		case 'upsert':
			return `The values that the ${one} is to have; of ${aOrAn(one)} that is there already, only what differs is written`;
	}
}

/** For nodes of version 1, and with another default for those made since. */
function matchOnProperties(
	{ fields, one }: Resource,
	{ matchOn, usual }: Upsert,
	{ show }: IDisplayOptions,
): INodeProperties[] {
	const property = (start: string | undefined, displayOptions: IDisplayOptions): INodeProperties => ({
		...named('Match On', 'matchOn'),
		type: 'options',
		options: matchOn
			.map((id) => ({ name: labelFor(fields, id), value: id }))
			.sort((a, b) => alphabetically(a.name, b.name)),
		default: start ?? '',
		description: `The field by which ${aOrAn(one)} that is there already is recognised`,
		displayOptions,
	});
	const first = { '@version': [1] };
	return usual === undefined
		? [property(matchOn[0], { show })]
		: [property(matchOn[0], { show: { ...show, ...first } }), property(usual, { show, hide: first })];
}

function optionsOf(vendor: Vendor, offers: readonly Offer[]): INodeProperties[] {
	const valuesWhere = (has: (operation: Operation) => boolean): string[] =>
		offers.filter(({ operation }) => has(operation)).map(({ value }) => value);
	const batched = valuesWhere((operation) => 'batch' in operation);
	const readWhole = valuesWhere((operation) => operation.kind === 'upsert' && operation.find.kind === 'scan');
	return [
		{
			displayName: 'Batch Look-Ups',
			name: 'batchLookups',
			type: 'boolean',
			default: true,
			description: 'Whether look-ups of many items are sent together as few searches',
			displayOptions: { show: { '/operation': batched }, ...NOT_AS_TOOL },
		},
		...writeOptions(vendor, offers),
		{
			displayName: 'Max Requests',
			name: 'maxRequests',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'How many requests one run may send, log-ins not counted; 0 for any number. Items that are left over end with an error. With Retry On Fail each try may send as many.',
		},
		{
			displayName: 'Reuse List',
			name: 'reuseList',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'How many seconds ago the list of all records may have been read, by another execution, for a look-up; 0 to read it anew. What others have added since then is not seen, and may be added twice.',
			displayOptions: { show: { '/operation': readWhole } },
		},
		...connectionOptions(vendor),
		...sensitiveOption(vendor),
		...ownOptions(
			'operation',
			offers.map(({ operation, value }) => ({ value, options: operation.options })),
		),
	].filter(({ displayOptions }) => displayOptions?.show?.['/operation']?.length !== 0) as INodeProperties[];
}

/** See before it is written, and hear what was. */
function writeOptions(vendor: Vendor, offers: readonly Offer[]): INodeProperties[] {
	const where = (kinds: ReadonlyArray<Operation['kind']>) => ({
		show: {
			'/operation': [
				...new Set(
					offers.filter(({ operation }) => kinds.includes(operation.kind)).map(({ value }) => value),
				),
			],
		},
	});
	return [
		withRule(extraFields(vendor), where(['create', 'update', 'upsert'])),
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: false,
			description:
				'Whether to only look what would be done: everything is read, checked and compared, and nothing is written. Each item says what would become of it.',
			displayOptions: where(['create', 'update', 'upsert', 'delete']),
		},
		{
			displayName: 'Include Changes',
			name: 'includeChanges',
			type: 'boolean',
			default: false,
			description:
				'Whether each item lists what was changed: the field, its value before, and its value now. An update reads the record first for it.',
			displayOptions: where(['update', 'upsert']),
		},
	];
}

/** How requests are sent, whatever for. */
export const connectionOptions = (vendor: Vendor): INodeProperties[] => [
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
];

/** Fields that are hidden unless a person wants them. */
export const sensitiveOption = ({ sensitiveFields }: Vendor): INodeProperties[] =>
	sensitiveFields === undefined
		? []
		: [
				{
					displayName: 'Include Sensitive Fields',
					name: 'includeSensitiveFields',
					type: 'boolean',
					default: false,
					description: `Whether to return ${sensitiveFields.join(', ')} in raw and selected output`,
				},
			];

/** What brings options of its own, and the name that workflows store of it. */
interface Owner {
	readonly value: string;
	readonly options?: readonly INodeProperties[] | undefined;
}

/**
 * An option that several have is there once, and shown for each of them.
 * @param parameter names them in the node
 */
export function ownOptions(parameter: string, owners: readonly Owner[]): INodeProperties[] {
	const options = new Set(owners.flatMap((owner) => owner.options ?? []));
	return [...options].map((option) => ({
		...option,
		displayOptions: {
			...option.displayOptions,
			show: {
				...option.displayOptions?.show,
				[`/${parameter}`]: owners
					.filter((owner) => owner.options?.includes(option))
					.map(({ value }) => value),
			},
		},
	}));
}
