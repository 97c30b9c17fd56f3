import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { nodeProperties, offersOf } from '../../nodes/shared/properties';
import type { Resource } from '../../nodes/shared/resource';
import type { Vendor } from '../../nodes/shared/vendor';
import { table } from './markdown';

/** The options of a resource, as its node has them. */
export function optionsOf(vendor: Vendor, resource: string): INodeProperties[] {
	const collection = nodeProperties(vendor).find(
		({ displayOptions, name }) =>
			name === 'options' && displayOptions?.show?.resource?.includes(resource) === true,
	);
	return (collection?.options ?? []).filter((option): option is INodeProperties => 'type' in option);
}

/** Parameters, those within a collection singly. */
export const singly = (parameters: readonly INodeProperties[]): INodeProperties[] =>
	parameters.flatMap((parameter) =>
		parameter.type === 'collection' || parameter.type === 'fixedCollection'
			? (parameter.options ?? []).flatMap((option) =>
					'values' in option ? option.values : 'type' in option ? [option] : [],
				)
			: [parameter],
	);

export const SETTING_HEAD = ['Setting', 'Values', 'Default', 'Meaning'] as const;

export const settingTable = (resource: Resource, settings: readonly INodeProperties[]): string =>
	table(
		SETTING_HEAD,
		settings.filter(isDocumented).map((setting) => {
			const [name = '', values = '', start = '', meaning = ''] = settingCells(setting);
			return [
				name,
				values,
				start,
				[meaning, onlyFor(resource, setting)].filter((part) => part !== '').join(' '),
			];
		}),
	);

/** Neither what only older workflows show, nor what an agent has in place of a parameter. */
export function isDocumented(
	{ displayOptions, name }: INodeProperties,
	_: number,
	all: readonly INodeProperties[],
): boolean {
	const { show = {} } = displayOptions ?? {};
	if (JSON.stringify(show).includes('_cnd')) return false;
	const hasOther = all.some(
		(other) => other.name === name && other.displayOptions?.hide?.['@tool'] !== undefined,
	);
	return show['@tool'] === undefined || !hasOther;
}

export const settingCells = (setting: INodeProperties): string[] => [
	`**${setting.displayName}**`,
	valuesOf(setting),
	defaultOf(setting),
	setting.description ?? '',
];

function choicesOf({ options }: INodeProperties): INodePropertyOptions[] {
	return (options ?? []).filter((option): option is INodePropertyOptions => 'value' in option);
}

function valuesOf(property: INodeProperties): string {
	switch (property.type) {
		case 'boolean':
			return 'On, off';
		case 'number': {
			const { minValue, maxValue } = property.typeOptions ?? {};
			if (minValue === undefined) return 'Number';
			return maxValue === undefined ? `Number from ${minValue} on` : `Number, ${minValue} to ${maxValue}`;
		}
		case 'options':
		case 'multiOptions':
			return choicesOf(property)
				.map(({ name }) => name)
				.join(' / ');
		case 'json':
			return 'JSON';
		case 'collection':
		case 'fixedCollection':
			return 'As in Search';
		case 'resourceLocator':
			return (property.modes ?? []).map(({ displayName }) => displayName).join(' / ');
		default:
			return property.placeholder === undefined ? 'Text' : `Text, ${property.placeholder}`;
	}
}

function defaultOf(property: INodeProperties): string {
	const value = property.type === 'resourceLocator' ? locatedBy(property) : property.default;
	if (typeof value === 'boolean') return value ? 'On' : 'Off';
	const name = choicesOf(property).find((choice) => choice.value === value)?.name;
	if (name !== undefined) return name;
	return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

/** How a record is named at first, and by what. */
function locatedBy({ default: start, modes }: INodeProperties): string {
	const { mode, value } = start as { mode?: string; value?: string };
	const name = modes?.find((each) => each.name === mode)?.displayName ?? '';
	return value === undefined || value === '' ? name : `${name}, \`${value.replace(/^=/, '')}\``;
}

function onlyFor(resource: Resource, { displayOptions }: INodeProperties): string {
	const operations = displayOptions?.show?.['/operation'];
	if (operations === undefined) return '';
	const shown = offersOf(resource).filter(({ value }) => operations.includes(value));
	return `(${shown.map(({ name }) => name).join(', ')} only)`;
}
