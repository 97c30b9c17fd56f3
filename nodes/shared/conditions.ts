import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { INVALID_DATES } from './dates';
import { InputFault } from './fault';
import { named } from './n8n';
import { chosenIn, exactNumber, plainObject } from './parameters';
import type { Parameters } from './parameters';
import { quoted } from './printable';
import { isBlank, text } from './values';

/**
 * The filters of a search: conditions on fields that a person names, combined from first to last. A condition that
 * cannot be read, or that an expression left without a value, is refused: without it a search finds too much.
 */

export interface Condition {
	readonly field: string;
	/** Operator and operands, by the names of a vendor's own columns. */
	readonly entry: Readonly<IDataObject>;
	/** How it combines with the one before it; the first has none. */
	readonly conjunction: 'AND' | 'OR' | undefined;
	/** Where it stands, for complaints. */
	readonly label: string;
}

/**
 * @param example what a person might type into Field, for the complaint when there is nothing
 * @throws InputFault when the filters are no conditions, or one of them has no field
 */
export function conditionsOf(parameters: Parameters, example: string): Condition[] {
	return entriesOf(parameters).map((entry, index) => {
		const label = `Filters: condition ${index + 1}`;
		const named = entry.field === OTHER ? entry.otherField : entry.field;
		const field = typeof named === 'string' ? text(named) : null;
		if (field === null) throw new InputFault(`${label} has no Field`, `Enter ${example}`);
		const conjunction = chosenIn(entry, 'conjunction', ['AND', 'OR'], `${label}: And/Or`) ?? 'AND';
		return { field, entry, conjunction: index === 0 ? undefined : conjunction, label };
	});
}

function entriesOf(parameters: Parameters): IDataObject[] {
	const filters = filtersOf(parameters, ['conditions']);
	if (!('conditions' in filters)) return [];
	const list: unknown = filters.conditions;
	if (!Array.isArray(list)) throw unreadable(`"conditions" is ${quoted(list)}`);
	return list.map((entry, index) => {
		const condition = plainObject(entry);
		if (condition === undefined) throw unreadable(`condition ${index + 1} is ${quoted(entry)}`);
		return condition;
	});
}

/**
 * The Filters collection, or another one.
 * @throws InputFault when it is none, or holds anything but what is known
 */
export function filtersOf(
	parameters: Parameters,
	known: readonly string[],
	[name, label]: readonly [name: string, label: string] = ['filters', 'Filters'],
): IDataObject {
	const filters = parameters.raw(name);
	if (filters === undefined && !parameters.isExpression(name)) return {};
	const collection = plainObject(filters);
	if (collection === undefined) throw unreadable(`the value is ${quoted(filters)}`, label);
	const unknown = Object.keys(collection).find((each) => !known.includes(each));
	if (unknown !== undefined)
		throw unreadable(`${quoted(unknown)} is unknown, only ${known.join(', ')} are`, label);
	return collection;
}

const unreadable = (reason: string, label = 'Filters'): InputFault =>
	new InputFault(`${label} cannot be read: ${reason}`, `Fill in ${label} as the node shows it`);

/**
 * A single value of a condition, as text.
 * @throws InputFault when there is none, or it is no single value
 */
export function operand(value: unknown, label: string): string {
	if (isMissing(value)) {
		throw new InputFault(
			`${label} has no value`,
			'Enter one, check that the expression has a value for this item, or remove the condition',
		);
	}
	if (typeof value === 'number') return exactNumber(value, label);
	if (typeof value === 'object') {
		throw new InputFault(`${label} takes a single value, not ${quoted(value)}`, 'Map a single value to it');
	}
	return String(value);
}

/** What an expression without a value leaves, and what is none. */
export function isMissing(value: unknown): boolean {
	if (typeof value === 'string' && INVALID_DATES.includes(value.trim())) return true;
	// What nobody sees counts for nothing in a vendor's comparison, too.
	return isBlank(value) || Number.isNaN(value);
}

/** What is stored where a person types the field's name instead of choosing it. */
const OTHER = 'otherField';

/** The fields of conditions: those to choose from, by the vendor's name, with a label; any other is typed. */
export interface ConditionFields {
	readonly default: string;
	/** One that is not in the list. */
	readonly placeholder: string;
	readonly columns: Readonly<Record<string, string>>;
	readonly description: string;
}

export const conditionsParameter = (
	description: string,
	fields: ConditionFields,
	operators: { readonly default: string; readonly options: INodePropertyOptions[] },
	value: readonly INodeProperties[],
): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add condition',
	default: {},
	description,
	options: [
		{
			displayName: 'Condition',
			name: 'conditions',
			values: [
				{
					...named('Field', 'field'),
					type: 'options',
					// Names that were typed before there was a list, and those that an expression gives.
					allowArbitraryValues: true,
					options: [
						...Object.entries(fields.columns)
							.map(([column, label]) => ({ name: label, value: column }))
							.sort((a, b) => (a.name < b.name ? -1 : 1)),
						{ name: 'Other', value: OTHER },
					],
					default: fields.default,
					description: fields.description,
				},
				{
					displayName: 'Other Field',
					name: OTHER,
					type: 'string',
					default: '',
					placeholder: fields.placeholder,
					displayOptions: { show: { field: [OTHER] } },
				},
				{
					...named('Operator', 'operator'),
					type: 'options',
					options: operators.options,
					default: operators.default,
				},
				...value,
				{
					displayName: 'And/Or',
					name: 'conjunction',
					type: 'options',
					options: [
						{ name: 'AND', value: 'AND' },
						{ name: 'OR', value: 'OR' },
					],
					default: 'AND',
					description: 'How this condition combines with those above it; in the first one it means nothing',
				},
			],
		},
	],
});

/**
 * A JSON parameter that went into the options, where it was: shown to those alone who have stored something there. An
 * empty one is "{}", and no text that holds anything comes after that.
 */
export const storedBefore = (property: INodeProperties): INodeProperties => ({
	...property,
	displayOptions: { show: { [`/${property.name}`]: [{ _cnd: { lt: '{}' } }] } },
});
