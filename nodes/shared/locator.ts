import type { IDisplayOptions, INodeProperties, INodePropertyMode } from 'n8n-workflow';

import type { KeyMode } from './keys';
import { AS_TOOL, NOT_AS_TOOL } from './n8n';
import type { Resource } from './resource';
import { aOrAn, capital, titled } from './words';

/** The name under which n8n calls the search of a resource's list. */
export const listMethod = (resource: string): string => `search${capital(resource)}s`;

/**
 * The parameter by which a person names a record, of the operation's own resource or of another one. An agent has
 * nobody who picks from a list: as its tool the node has the parameter once more, without.
 * @param name the resource's name, which is the parameter's as well
 */
export function recordLocator(
	name: string,
	{ keys, one, pick }: Resource,
	description = `The ${one} to work on`,
	{ show }: IDisplayOptions = {},
): INodeProperties[] {
	const locator = (modes: readonly KeyMode[], displayOptions: IDisplayOptions): INodeProperties => ({
		displayName: titled(one),
		name,
		type: 'resourceLocator',
		required: true,
		default: { mode: modes[0]?.name ?? 'id', value: '' },
		description,
		builderHint: { propertyHint: 'Mode id takes the id of simplified output' },
		modes: modes.map((mode) => locatorMode(mode, name, one)),
		...(Object.keys(displayOptions).length === 0 ? {} : { displayOptions }),
	});
	const typed = keys.filter((mode) => mode.name !== 'list');
	if (pick === undefined) return [locator(typed, show === undefined ? {} : { show })];
	return [locator(keys, { show, ...NOT_AS_TOOL }), locator(typed, { show: { ...show, ...AS_TOOL.show } })];
}

/** How long a list may take before a person is told why. */
const SLOW_MS = 3000;

function locatorMode(
	{ displayName, name, parse: { form, rule = '' }, placeholder, slow }: KeyMode,
	resource: string,
	one: string,
): INodePropertyMode {
	const labels = { displayName, name };
	return name === 'list'
		? {
				...labels,
				type: 'list',
				placeholder: `Choose ${aOrAn(one)}`,
				typeOptions: {
					searchListMethod: listMethod(resource),
					searchable: true,
					...(slow === undefined ? {} : { slowLoadNotice: { message: slow, timeout: SLOW_MS } }),
				},
			}
		: {
				...labels,
				type: 'string',
				placeholder,
				...(form === undefined
					? {}
					: {
							validation: [{ type: 'regex', properties: { regex: form, errorMessage: capital(rule) } }],
						}),
			};
}
