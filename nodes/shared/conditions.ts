import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { InputFault } from './fault';
import { named } from './n8n';
import type { Parameters } from './parameters';
import { asObject, asObjects, text } from './values';

/** The filters of a search: conditions on fields that a person names, combined from first to last. */

export interface Condition {
	readonly field: string;
	readonly operator: string;
	readonly value: unknown;
	/** What a vendor's own columns hold. */
	readonly entry: IDataObject;
	/** How it combines with the one before it; the first has none. */
	readonly conjunction: 'AND' | 'OR' | undefined;
	/** Where it stands, for complaints. */
	readonly label: string;
}

/**
 * @param example what a person might type into Field, for the complaint when there is nothing
 * @throws InputFault when a condition has no field
 */
export function conditionsOf(parameters: Parameters, example: string): Condition[] {
	const entries = asObjects(asObject(parameters.raw('filters'))?.conditions);
	return entries.map((entry, index) => {
		const label = `Filters: condition ${index + 1}`;
		const field = text(entry.field);
		if (field === null) throw new InputFault(`${label} has no Field`, `Enter ${example}`);
		return {
			field,
			operator: text(entry.operator) ?? 'equal',
			value: entry.value ?? '',
			entry,
			conjunction: index === 0 ? undefined : entry.conjunction === 'OR' ? 'OR' : 'AND',
			label,
		};
	});
}

/** The parameter in which a person names the field of a condition. */
export interface ConditionField {
	readonly default: string;
	readonly placeholder: string;
	readonly description: string;
}

export const conditionsParameter = (
	description: string,
	field: ConditionField,
	operators: { readonly default: string; readonly options: INodePropertyOptions[] },
	value: readonly INodeProperties[],
): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add condition',
	default: {},
	description,
	options: [
		{
			displayName: 'Condition',
			name: 'conditions',
			values: [
				{
					displayName: 'And/Or',
					name: 'conjunction',
					type: 'options',
					options: [
						{ name: 'AND', value: 'AND' },
						{ name: 'OR', value: 'OR' },
					],
					default: 'AND',
					description: 'How this condition combines with the one before it',
				},
				{
					...named('Field', 'field'),
					type: 'string',
					default: field.default,
					placeholder: field.placeholder,
					description: field.description,
				},
				{
					...named('Operator', 'operator'),
					type: 'options',
					options: operators.options,
					default: operators.default,
				},
				...value,
			],
		},
	],
});
