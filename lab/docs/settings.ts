import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { nodeProperties, offersOf } from '../../nodes/shared/properties';
import type { Resource } from '../../nodes/shared/resource';
import type { Vendor } from '../../nodes/shared/vendor';
import { titled } from '../../nodes/shared/words';
import { table } from './markdown';

/** The options of a resource, as its node has them. */
export function optionsOf(vendor: Vendor, resource: string): INodeProperties[] {
	const collection = nodeProperties(vendor).find(
		({ displayOptions, name }) =>
			name === 'options' && displayOptions?.show?.resource?.includes(resource) === true,
	);
	return (collection?.options ?? [])
		.filter((option): option is INodeProperties => 'type' in option)
		.filter(isDocumented);
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

/** @param known rows that the page has shown already, and that are not shown again; what is shown is added */
export function settingRows(settings: readonly INodeProperties[], known: Set<string>): string[][] {
	const rows = settings
		.filter(isDocumented)
		.map(settingCells)
		.filter((cells) => !known.has(keyOf(cells)));
	for (const cells of rows) known.add(keyOf(cells));
	return rows;
}

/** Neither a notice, nor what only older workflows show, nor what an agent has in place of a parameter. */
export function isDocumented(
	{ displayOptions, name, type }: INodeProperties,
	_: number,
	all: readonly INodeProperties[],
): boolean {
	const { show = {} } = displayOptions ?? {};
	if (type === 'notice' || JSON.stringify(show).includes('_cnd')) return false;
	const hasOther = all.some(
		(other) => other.name === name && other.displayOptions?.hide?.['@tool'] !== undefined,
	);
	return show['@tool'] === undefined || !hasOther;
}

export const keyOf = (cells: readonly string[]): string => cells.join('|');

/**
 * The settings that all vendors who have them have alike, so that one page explains them for all.
 * @param vendors the settings of each vendor
 */
export function commonSettings(vendors: ReadonlyArray<readonly INodeProperties[]>): string[][] {
	const rows = new Map<string, Map<string, string[]>>();
	const owners = new Map<string, Set<number>>();
	for (const [vendor, settings] of vendors.entries()) {
		for (const setting of settings) {
			const cells = settingCells(setting);
			rows.set(
				setting.name,
				(rows.get(setting.name) ?? new Map<string, string[]>()).set(keyOf(cells), cells),
			);
			owners.set(setting.name, (owners.get(setting.name) ?? new Set()).add(vendor));
		}
	}
	return [...rows]
		.filter(([name, variants]) => variants.size === 1 && (owners.get(name)?.size ?? 0) > 1)
		.flatMap(([, variants]) => [...variants.values()]);
}

export const allOptions = (vendor: Vendor): INodeProperties[] =>
	Object.keys(vendor.resources).flatMap((name) => optionsOf(vendor, name));

const COMMON = 'the [options of all vendors](README.md#options-of-all-vendors)';

/** The options that are a vendor's own, each once, with the operations that have it. */
export function ownOptions(vendor: Vendor, common: ReadonlySet<string>): string {
	const rows = new Map<string, { cells: string[]; places: string[] }>();
	const resources = Object.entries(vendor.resources);
	for (const [name, resource] of resources) {
		for (const option of optionsOf(vendor, name)) {
			const cells = settingCells(option);
			if (common.has(keyOf(cells))) continue;
			const row = rows.get(keyOf(cells)) ?? { cells, places: [] };
			row.places.push(placeOf(resource, option));
			rows.set(keyOf(cells), row);
		}
	}
	if (rows.size === 0) return `The node has ${COMMON}, and none of its own.`;
	const everywhere = resources.map(([, { one }]) => titled(one)).join('; ');
	const own = table(
		['Option', 'For', 'Values', 'Default', 'Meaning'],
		[...rows.values()]
			.sort((a, b) => keyOf(a.cells).localeCompare(keyOf(b.cells)))
			.map(({ cells: [name = '', values = '', start = '', meaning = ''], places }) => {
				const place = places.join('; ');
				return [name, place === everywhere ? 'all' : place, values, start, meaning];
			}),
	);
	return `Besides ${COMMON}:\n\n${own}`;
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
			return 'As in Get Many';
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

/** Such as "Customer", where every operation has it, or "Customer: Get". */
function placeOf(resource: Resource, { displayOptions }: INodeProperties): string {
	const operations = displayOptions?.show?.['/operation'];
	const place = titled(resource.one);
	if (operations === undefined) return place;
	const shown = offersOf(resource).filter(({ value }) => operations.includes(value));
	return `${place}: ${shown.map(({ name }) => name).join(', ')}`;
}
