import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import type { KeyMode } from './keys';
import type { Resource } from './resource';
import { aOrAn, capital, titled } from './words';

/** The name under which n8n calls the search of a resource's list. */
export const listMethod = (resource: string): string => `search${capital(resource)}s`;

/**
 * The parameter by which a person names a record, of the operation's own resource or of another one.
 * @param name the resource's name, which is the parameter's as well
 */
export const recordLocator = (
	name: string,
	{ keys, one, pick }: Resource,
	description = `The ${one} to work on`,
): INodeProperties => ({
	displayName: titled(one),
	name,
	type: 'resourceLocator',
	required: true,
	default: { mode: pick === undefined ? 'id' : 'list', value: '' },
	description,
	builderHint: { propertyHint: 'Mode id takes the id of simplified output' },
	modes: keys.map((mode) => locatorMode(mode, name, one)),
});

/** How long a list may take before a person is told why. */
const SLOW_MS = 3000;

function locatorMode(
	{ displayName, name, placeholder, slow }: KeyMode,
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
		: { ...labels, type: 'string', placeholder };
}
