import type {
	ILoadOptionsFunctions,
	INodeType,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { fieldsFor } from './fields';
import type { Field, WriteKind } from './fields';
import { listMethod } from './locator';
import { capital } from './words';
import type { Operation } from './resource';
import type { Yields } from './sources';
import type { Vendor } from './vendor';

/** A vendor's first resource is what the node is there for: its methods need no name to tell them apart. */
export const mapperMethod = ({ resources }: Vendor, resource: string, kind: WriteKind): string =>
	`${kind}${resource === Object.keys(resources)[0] ? '' : capital(resource)}Fields`;

/** The name of the method that lists what Output Fields offers. */
export const OUTPUT_FIELDS = 'outputFields';

/** The fields of the simplified output of what is chosen, in a node or in a trigger. */
export const outputMethods = ({
	resources,
	watched,
}: Vendor): NonNullable<NonNullable<INodeType['methods']>['loadOptions']> => ({
	async [OUTPUT_FIELDS](this: ILoadOptionsFunctions) {
		const chosen = (name: string): string => String(this.getCurrentNodeParameter(name) ?? '');
		const [resource, operation] = [
			chosen('resource'),
			resources[chosen('resource')]?.operations[chosen('operation')],
		];
		const yields =
			(operation === undefined ? watched[resource] : broughtBy(operation)) ?? resources[resource];
		const keys = yields?.shape.keys.filter((key) => key !== 'id') ?? [];
		return keys.map((key) => ({ name: key, value: key }));
	},
});

/** Records of another kind than the resource's own, where an operation brings them. */
export function broughtBy(operation: Operation): Yields | undefined {
	switch (operation.kind) {
		case 'list':
			return operation.of ?? operation.brings;
		case 'get':
			return operation.then?.brings;
		default:
			return undefined;
	}
}

/** What the editor asks a node for while a person fills it in: records to pick from, and fields to map. */
export function nodeMethods(vendor: Vendor): NonNullable<INodeType['methods']> {
	const resources = Object.entries(vendor.resources);
	const picks = resources.filter(([, { pick }]) => pick !== undefined);
	return {
		loadOptions: outputMethods(vendor),
		...(picks.length === 0
			? {}
			: {
					listSearch: Object.fromEntries(
						picks.map(([name, resource]) => [
							listMethod(name),
							async function (this: ILoadOptionsFunctions, filter?: string, paginationToken?: string) {
								// n8n loads every node when it starts: what reads a list is loaded with the first one.
								const { search } = await import('./picking');
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
						async function (this: ILoadOptionsFunctions) {
							const matched = kind === 'upsert' ? this.getCurrentNodeParameter('matchOn') : undefined;
							return mappedFields(fields, kind, matched);
						},
					]),
				),
		),
	};
}

/**
 * Required fields first, then in the vendor's order.
 * @param matched the field by which a record is found, which has to have a value
 */
function mappedFields(known: readonly Field[], kind: WriteKind, matched: unknown): ResourceMapperFields {
	const isLong = known.length > MOST_FIELDS_SHOWN;
	const fields = fieldsFor(known, kind).map((field) =>
		mapperField(field, kind, isLong, field.id === matched),
	);
	return {
		fields: [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)],
	};
}

/** A form of some twenty fields is filled in, one of sixty shows what every vendor has and is added to. */
const MOST_FIELDS_SHOWN = 20;

function mapperField(
	field: Field,
	kind: WriteKind,
	isLong: boolean,
	isMatched: boolean,
): ResourceMapperField {
	const required = isMatched || (kind === 'create' && field.required === true);
	return {
		id: field.id,
		displayName: field.label,
		required,
		display: true,
		defaultMatch: false,
		canBeUsedToMatch: false,
		...mapperType(field),
		// Added to an update and left empty, a text is to be cleared.
		...(kind === 'update' && field.kind.type === 'text' ? { defaultValue: '' } : {}),
		// What a new record starts from by itself when it is mapped automatically, a person finds filled in.
		...(kind === 'create' && field.automaticDefault !== undefined
			? { defaultValue: field.automaticDefault }
			: {}),
		...(isLong && kind !== 'update' && !required && field.common === undefined ? { removed: true } : {}),
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
