import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type {
	ICredentialType,
	INodeProperties,
	INodePropertyOptions,
	INodeTypeDescription,
	ResourceMapperFields,
} from 'n8n-workflow';

import { EpassApi } from '../../credentials/EpassApi.credentials';
import { GuardantStationApi } from '../../credentials/GuardantStationApi.credentials';
import { ManexErpApi } from '../../credentials/ManexErpApi.credentials';
import { ProDeliveryManagerApi } from '../../credentials/ProDeliveryManagerApi.credentials';
import { WeevioPimsApi } from '../../credentials/WeevioPimsApi.credentials';
import { NODES } from './nodes';

/**
 * Nodes and credentials are compared with what version 0.1.0 showed for customers, kept in frozen/: names, texts,
 * defaults and order. Only a further resource may be added, whose parameters are shown for it alone. Of a
 * credential may change what nobody sees: its test, how it signs, and how n8n keeps a session. What else has changed
 * since then was meant to, and stands in `SINCE_THEN`.
 */

const CREDENTIALS: ReadonlyArray<[string, ICredentialType]> = [
	['epassApi', new EpassApi()],
	['guardantStationApi', new GuardantStationApi()],
	['manexErpApi', new ManexErpApi()],
	['proDeliveryManagerApi', new ProDeliveryManagerApi()],
	['weevioPimsApi', new WeevioPimsApi()],
];

interface FrozenNode {
	readonly description: INodeTypeDescription;
	readonly listSearch: readonly string[];
	/** By method: the fields of a mapper. */
	readonly resourceMapping: Readonly<Record<string, unknown>>;
}

const frozen = (name: string): unknown =>
	JSON.parse(readFileSync(join(__dirname, 'frozen', `${name}.json`), 'utf8')) as unknown;

/** As it arrives in the editor; the order of names in a rule of display means nothing. */
const arrived = <T>(value: T): T =>
	JSON.parse(
		JSON.stringify(value, (key, inner: unknown) => (key === 'displayOptions' ? sorted(inner) : inner)),
	) as T;

const without = <T extends object>(from: T, ...names: string[]): T =>
	Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name))) as T;

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted).sort();
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, sorted(inner)]));
}

const forCustomers = ({ displayOptions }: INodeProperties): boolean =>
	displayOptions?.show?.resource?.includes('customer') ?? true;

/** Parameters that there were not. */
const ADDED_PARAMETERS: ReadonlySet<string> = new Set(['selectedFields', 'sort']);

const OUTPUT_FIELDS_THEN = {
	displayName: 'Output Fields',
	description:
		'Field names separated by commas, from the simplified or the raw output. The ID is always returned.',
};

/** Of a list that moved, what a workflow stores of it: names and defaults, and what there is to choose. */
const stored = ({ default: start, name, options, type }: INodeProperties): object => ({
	name,
	start,
	choices: type === 'options' ? options?.map((choice) => ('value' in choice ? choice.value : '')).sort() : [],
});

const byName = (list: readonly INodeProperties[]): object[] =>
	[...list].sort((a, b) => (a.name < b.name ? -1 : 1)).map(stored);

/** Of an option that only those see who have it: without the rule that says so. */
const shownToAll = ({ displayOptions, ...option }: INodeProperties): INodeProperties => {
	const { show = {}, hide, ...rest } = displayOptions ?? {};
	const rules = Object.entries(show).filter(([, rule]) => !JSON.stringify(rule).includes('_cnd'));
	const { '@tool': asTool, ...hidden } = hide ?? {};
	expect(asTool === undefined || asTool[0] === true).toBe(true);
	const without = {
		...rest,
		...(rules.length === 0 ? {} : { show: Object.fromEntries(rules) }),
		...(Object.keys(hidden).length === 0 ? {} : { hide: hidden }),
	};
	return { ...option, ...(Object.keys(without).length === 0 ? {} : { displayOptions: without }) };
};

/** Changes that were made on purpose, undone here before the comparison. */
const SINCE_THEN = {
	/** What an agent has instead, what nodes of a later version have, and new parameters. */
	forPeopleThen: (property: INodeProperties): boolean =>
		property.displayOptions?.show?.['@tool'] === undefined &&
		property.displayOptions?.hide?.['@version'] === undefined &&
		!ADDED_PARAMETERS.has(property.name),
	/** Nodes of version 1 keep their default; JSON stays where it is for those who have stored it there. */
	shown: (property: INodeProperties, operations: readonly unknown[]): INodeProperties => {
		const { displayOptions, ...rest } = shownToAll(property);
		const { '@version': version, ...show } = displayOptions?.show ?? {};
		expect([undefined, 1]).toContain(version?.[0]);
		if (property.displayOptions?.show?.[`/${property.name}`] === undefined)
			return {
				...rest,
				...(displayOptions === undefined ? {} : { displayOptions: { ...displayOptions, show } }),
			};
		const operation = show.operation?.filter((each) => operations.includes(each));
		return { ...rest, displayOptions: { show: { ...show, resource: ['customer'], operation } } };
	},
	words: (property: INodeProperties): INodeProperties => ({
		...property,
		description: property.description?.replace('the values of Fields', 'the values above'),
		...(property.name === 'outputFields' ? OUTPUT_FIELDS_THEN : {}),
		...(property.name === 'matchOn'
			? {
					options: property.options?.map((option) =>
						option.name === 'External Reference'
							? { ...option, name: 'External Customer Reference' }
							: option,
					),
				}
			: {}),
	}),
	/** A key that breaks its rule is red before the run. */
	modes: (property: INodeProperties): INodeProperties =>
		property.modes === undefined
			? property
			: { ...property, modes: property.modes.map(({ validation, ...mode }) => (void validation, mode)) },
	/** Fields are chosen from a list, rows can be moved, and And/Or is the last of a row: what is stored is the same. */
	filters: (property: INodeProperties): INodeProperties => {
		if (property.name !== 'filters') return property;
		const { typeOptions, options = [], ...rest } = property;
		const lists = options.map((option) =>
			'values' in option
				? byName(
						option.values.filter(({ displayName, name }) => displayName !== 'From' && name !== 'otherField'),
					).map((each) => ({ ...each, ...('name' in each && each.name === 'field' ? { choices: [] } : {}) }))
				: stored(option as INodeProperties),
		);
		return {
			...rest,
			typeOptions: { multipleValues: typeOptions?.multipleValues },
			options: lists.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
		} as unknown as INodeProperties;
	},
	/** The nodes' own words, where more is in them than customers. */
	description: (text: string): string => FORMER_DESCRIPTIONS[text] ?? text,
	/** The words of any operation and resource, not those of one list alone. */
	subtitle: (text: string): string =>
		text
			.replace('$parameter["operation"] === "apiCall" ? "custom API call" : ', '')
			.replace('($parameter', '$parameter')
			.replace('.replace("search", "getMany")', '')
			.replace(/"getMany(Orders|Invoices)"/, '"list orders"')
			.replace(').replace(/[A-Z]/g, " $&").toLowerCase()', ''),
	/** The custom API call under each resource: its entry in the list, and parameters shown for it alone. */
	withoutCalls: (properties: readonly INodeProperties[]): INodeProperties[] =>
		properties
			.filter(({ displayOptions }) => String(displayOptions?.show?.operation) !== 'apiCall')
			.map(({ displayOptions, ...property }) => ({
				...property,
				...(property.name === 'operation'
					? { options: property.options?.filter((option) => 'value' in option && option.value !== 'apiCall') }
					: {}),
				...(displayOptions === undefined
					? {}
					: { displayOptions: { ...displayOptions, show: withoutCall(displayOptions.show) } }),
			})),
	/** What is said beside a parameter: to n8n's assistants, of lists that are slow, in the mapper, of deletions. */
	notes: ({ modes, ...property }: INodeProperties): INodeProperties => ({
		...without(property, 'builderHint'),
		...(modes === undefined
			? {}
			: {
					modes: modes.map(({ typeOptions, ...mode }) => ({
						...mode,
						...(typeOptions === undefined ? {} : { typeOptions: without(typeOptions, 'slowLoadNotice') }),
					})),
				}),
	}),
	/** Operations are called as n8n calls them. */
	operations: (property: INodeProperties): INodeProperties =>
		property.name !== 'operation'
			? property
			: {
					...property,
					options: (property.options as INodePropertyOptions[])
						.map(({ action = '', description = '', name, ...option }) => ({
							...option,
							description: FORMER_DESCRIPTIONS[description] ?? description,
							name: FORMER_OPERATIONS[name] ?? name,
							action: FORMER_ACTIONS[action] ?? action,
						}))
						.sort((a, b) => (a.name < b.name ? -1 : 1)),
				},
	/** Update and Create or Update ask for no field of a new customer, and send a text that was emptied. */
	mapper: (property: INodeProperties): INodeProperties => {
		const { allowEmptyValues, mode, refreshStaleSchemaOnOpen, ...options } =
			property.typeOptions?.resourceMapper ?? {};
		if (mode === undefined) return property;
		const operation = String(property.displayOptions?.show?.operation);
		const creates = operation === 'create';
		expect(property.typeOptions?.loadOptionsDependsOn).toEqual(
			operation === 'upsert' ? ['matchOn'] : undefined,
		);
		expect({ allowEmptyValues, mode, refreshStaleSchemaOnOpen }).toEqual(
			creates
				? { allowEmptyValues: undefined, mode: 'add', refreshStaleSchemaOnOpen: true }
				: { allowEmptyValues: true, mode: 'map', refreshStaleSchemaOnOpen: true },
		);
		return {
			...property,
			typeOptions: { resourceMapper: { ...options, mode: 'add' } },
		} as INodeProperties;
	},
	/** The long form of EPASS showed the required fields alone, and now those that every vendor has. */
	longForm: (property: INodeProperties): INodeProperties => {
		const { addAllFields, ...options } = property.typeOptions?.resourceMapper ?? {};
		if (addAllFields === undefined) return property;
		expect(addAllFields).toBe(true);
		return {
			...property,
			typeOptions: { resourceMapper: { ...options, addAllFields: false } },
		} as INodeProperties;
	},
	/** An operation that writes says so. */
	writing: (property: INodeProperties): INodeProperties =>
		property.name !== 'operation'
			? property
			: ({
					...property,
					options: property.options?.map((option) => ({
						...option,
						...('description' in option
							? { description: option.description?.replace(/\. Writes to [\w ]+\.$/, '') }
							: {}),
					})),
				} as INodeProperties),
	/** How dates are written in the conditions of a search. */
	options: (property: INodeProperties): INodeProperties =>
		property.name !== 'options'
			? property
			: {
					...property,
					options: property.options
						?.filter((option) => !ADDED_OPTIONS.has(option.name))
						.map((option) => shownToAll(option as INodeProperties))
						.map((option) =>
							option.name === 'sortBy' ? { ...option, options: [stored(option)] as never } : option,
						),
				},
	/**
	 * A text that is added to an update and left empty is cleared; a new customer of ManEx is active unless a person
	 * says otherwise; of EPASS's sixty fields those are shown that every vendor has.
	 */
	fields: (node: string, method: string, mapped: unknown): unknown => {
		const { fields, ...rest } = mapped as ResourceMapperFields;
		const emptied = method.startsWith('update') ? '' : undefined;
		const shown = fields.filter(({ removed }) => removed === undefined).map(({ id }) => id);
		expect(shown).toEqual(
			node === 'epass' && !method.startsWith('update') ? EPASS_SHOWN : fields.map(({ id }) => id),
		);
		return {
			...rest,
			fields: fields
				.filter(({ id }) => !ADDED_FIELDS.has(id))
				.map(({ defaultValue, ...field }) => {
					const preset = node === 'manexErp' && method === 'createFields' && field.id === 'Status';
					const expected = field.type === 'string' ? emptied : undefined;
					expect(defaultValue).toBe(preset ? 'Active' : expected);
					if (field.id === 'external_customer_ref') field.displayName = 'External Customer Reference';
					// Since nobody knows what the numbers mean, they say so.
					if (field.id === 'customerStatus')
						field.options = field.options?.map(({ value }) => ({ name: String(value), value }));
					return without(field, 'removed');
				}),
		};
	},
};

const FORMER_DESCRIPTIONS: Readonly<Record<string, string>> = {
	'Customers, orders and stock in Weevio PIMS': 'Customers and their orders in Weevio PIMS',
	'Customers and deliveries in Pro Delivery Manager': 'Customers in Pro Delivery Manager',
	'Customers, sales, work and purchase orders and items in ManEx ERP': 'Customers in ManEx ERP',
	'Customers, orders, serials and dongles in Guardant Station':
		'Customers and their orders in Guardant Station',
	'Customers, invoices, stock and web orders in EPASS': 'Customers and their invoices in EPASS',
	'Remove a customer for good; to only put it away, set Archived with Update instead': 'Remove a customer',
};

const FORMER_OPERATIONS: Readonly<Record<string, string>> = {
	'Get Many': 'Search',
	'Get Many Orders': 'List Orders',
	'Get Many Invoices': 'List Orders',
};

const FORMER_ACTIONS: Readonly<Record<string, string>> = {
	'Create customer': 'Create a customer',
	'Create or update customer': 'Create or update a customer',
	'Delete customer': 'Delete a customer',
	'Get customer': 'Get a customer',
	'Get many customer invoices': 'List invoices of a customer',
	'Get many customer orders': 'List orders of a customer',
	'Get many customers': 'Search customers',
	'Update customer': 'Update a customer',
};

/** Names of EPASS's sample that stand beside those of its table. */
const ADDED_FIELDS: ReadonlySet<string> = new Set(['contact', 'customerDepartment']);

/** Of EPASS's form, in its order. */
const EPASS_SHOWN = [
	...['firstName', 'lastName', 'externalID', 'email', 'phone1'],
	...['address1', 'address2', 'city', 'state', 'zipCode', 'country'],
];

const ADDED_OPTIONS: ReadonlySet<string> = new Set([
	...['dateFormat', 'dryRun', 'includeChanges', 'maxRequests', 'reuseList'],
	...['extraFields', 'query'],
]);

type Show = NonNullable<INodeProperties['displayOptions']>['show'];

const withoutCall = (show: Show): Show => ({
	...show,
	...(show?.operation === undefined
		? {}
		: { operation: show.operation.filter((operation) => operation !== 'apiCall') }),
});

/** What the editor shows while the resource is the customer. */
function customerPart({
	properties,
	// Hidden in what n8n keeps of an execution.
	sensitiveOutputFields,
	// How much room the parameters have.
	parameterPane,
	...others
}: INodeTypeDescription): INodeTypeDescription {
	// Said beside the parameters.
	const rest = without(others, 'hints', 'builderHint');
	expect(parameterPane).toBe(['epass', 'weevioPims'].includes(rest.name) ? 'wide' : undefined);
	expect(sensitiveOutputFields === undefined).toBe(rest.name !== 'epass');
	const own = properties
		.filter((property) => forCustomers(property) && property.type !== 'notice')
		.filter(SINCE_THEN.forPeopleThen);
	const offered = own.find(({ name }) => name === 'operation')?.options ?? [];
	const operations = offered.map((option) => ('value' in option ? option.value : ''));
	const customers = SINCE_THEN.withoutCalls(own)
		.map((property) => SINCE_THEN.shown(property, operations))
		.map(SINCE_THEN.notes)
		.map(SINCE_THEN.words)
		.map(SINCE_THEN.modes)
		.map(SINCE_THEN.filters)
		.map(SINCE_THEN.mapper)
		.map(rest.name === 'epass' ? SINCE_THEN.longForm : (property) => property)
		.map(SINCE_THEN.writing)
		.map(SINCE_THEN.operations)
		.map(SINCE_THEN.options);
	const shown = customers.map((property) =>
		property.name === 'resource'
			? {
					...property,
					options: property.options?.filter((option) => 'value' in option && option.value === 'customer'),
				}
			: property,
	);
	return arrived({
		...rest,
		// Version 1 stays what it is.
		version: [rest.version].flat()[0] ?? 0,
		description: SINCE_THEN.description(rest.description),
		subtitle: SINCE_THEN.subtitle(rest.subtitle ?? ''),
		properties: shown,
	});
}

/** What is frozen, of lists that moved no more than what a workflow stores. */
const asStored = (property: INodeProperties): object =>
	arrived(SINCE_THEN.options(SINCE_THEN.filters(property)));

describe.each(NODES)('the node %s', (name, { description, methods }) => {
	const before = frozen(name) as FrozenNode;

	it('has its name, its words, its icon and its ports as before', () => {
		const { properties: now, ...rest } = customerPart(description);
		const { properties: then, ...expected } = before.description;
		expect([now.length, then.length]).not.toContain(0);
		expect(rest).toEqual(expected);
	});

	it('shows the parameters of customers in their order', () => {
		const names = ({ properties }: INodeTypeDescription): string[] =>
			properties.map((property) => property.name);
		expect(names(customerPart(description))).toEqual(names(before.description));
	});

	it.each(
		arrived(before.description.properties).map(
			(property, index) => [property.name, index, property] as const,
		),
	)('shows %s as before (parameter %i)', (_, index, property) => {
		expect(customerPart(description).properties[index]).toEqual(asStored(property));
	});

	it('shows a parameter either for customers or for other resources, never for both', () => {
		const shared = description.properties.filter(
			(property) =>
				forCustomers(property) &&
				property.displayOptions?.show?.[`/${property.name}`] === undefined &&
				(property.displayOptions?.show?.resource?.length ?? 0) > 1,
		);
		expect(shared).toEqual([]);
	});

	it('searches for what a person may pick by the same methods', () => {
		expect(Object.keys(methods?.listSearch ?? {})).toEqual(expect.arrayContaining([...before.listSearch]));
	});

	it.each(Object.entries(before.resourceMapping))(
		'offers the fields of %s as before',
		async (method, fields) => {
			const read = methods?.resourceMapping?.[method];
			const context = { getCurrentNodeParameter: () => undefined } as never;
			expect(SINCE_THEN.fields(name, method, arrived(await read?.call(context)))).toEqual(fields);
		},
	);
});

/** A credential as a person sees it; of what is hidden, the names. */
function shown({ properties, ...credential }: ICredentialType): object {
	// The link leads to the project's own guide since then.
	const unseen = ['test', 'authenticate', 'documentationUrl'];
	const rest = Object.entries(credential).filter(([name]) => !unseen.includes(name));
	return arrived({
		...Object.fromEntries(rest),
		properties: properties.map((property) =>
			property.type === 'hidden' ? property.name : withoutExample(property),
		),
	});
}

/** Fields that got an example of what goes in; the Company ID is empty at first, instead of 0. */
function withoutExample({ placeholder, ...property }: INodeProperties): INodeProperties {
	switch (property.name) {
		case 'companyId':
			return { ...property, default: 0 };
		case 'branchCode':
		case 'organizationId':
			return property;
		default:
			return { ...property, ...(placeholder === undefined ? {} : { placeholder }) };
	}
}

describe.each(CREDENTIALS)('the credential %s', (name, credential) => {
	it('is as before in all that a person sees and a workflow stores', () => {
		expect(shown(credential)).toEqual(shown(frozen(name) as ICredentialType));
	});
});
