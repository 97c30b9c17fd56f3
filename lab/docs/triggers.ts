import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { triggerProperties } from '../../nodes/shared/triggerProperties';
import type { Vendor } from '../../nodes/shared/vendor';
import type { Watched, WatchEvent } from '../../nodes/shared/watch';
import { titled } from '../../nodes/shared/words';
import { table } from './markdown';
import { isDocumented, keyOf, SETTING_HEAD, settingCells } from './settings';
import type { Documented } from './vendors';

type Sections = ReadonlyArray<readonly [name: string, content: string]>;

/**
 * What is generated of a vendor's trigger.
 * @param common the settings that another page shows
 */
export function triggerSections({ vendor }: Documented, common: ReadonlySet<string>): Sections {
	const watched = Object.entries(vendor.watched);
	return [
		['trigger.events', eventTable(watched, triggerProperties(vendor))],
		['trigger.settings', settingsOf(watched, triggerSettings(vendor), common)],
	];
}

/** All but what is watched and for what, which a table of its own shows; those within the options singly. */
export const triggerSettings = (vendor: Vendor): INodeProperties[] =>
	triggerProperties(vendor)
		.filter(({ name }) => name !== 'resource' && name !== 'event')
		.flatMap((property) =>
			property.name === 'options'
				? (property.options ?? []).filter((option): option is INodeProperties => 'type' in option)
				: [property],
		)
		.filter(isDocumented);

/** What costs the same stands in one line; what all of them cost, below. */
function eventTable(
	watched: ReadonlyArray<readonly [string, Watched]>,
	properties: readonly INodeProperties[],
): string {
	const rows = new Map<string, { resources: string[]; events: string; cost: string }>();
	for (const [name, { one, watch }] of watched) {
		const events = new Map<string, string[]>();
		for (const { name: label, value } of eventsOf(name, properties)) {
			const cost = watch.cost(value as WatchEvent);
			events.set(cost, [...(events.get(cost) ?? []), label]);
		}
		for (const [cost, labels] of events) {
			const row = rows.get(`${labels.join()} ${cost}`) ?? { resources: [], events: labels.join(', '), cost };
			row.resources.push(`**${titled(one)}**`);
			rows.set(`${labels.join()} ${cost}`, row);
		}
	}
	const cells = [...rows.values()].map(({ cost, events, resources }) => [resources.join(', '), events, cost]);
	const [cost, ...others] = new Set(cells.map(([, , each]) => each ?? ''));
	if (cost === undefined || others.length > 0) return table(['Resource', 'Event', 'Requests'], cells);
	return `${table(
		['Resource', 'Event'],
		cells.map((row) => row.slice(0, 2)),
	)}\n\n${cost}`;
}

const eventsOf = (resource: string, properties: readonly INodeProperties[]): INodePropertyOptions[] =>
	(
		properties.find(
			({ displayOptions, name }) =>
				name === 'event' && displayOptions?.show?.resource?.includes(resource) === true,
		)?.options ?? []
	).filter((option): option is INodePropertyOptions => 'value' in option);

function settingsOf(
	watched: ReadonlyArray<readonly [string, Watched]>,
	settings: readonly INodeProperties[],
	common: ReadonlySet<string>,
): string {
	const rows = new Map<string, { cells: string[]; resources: Set<string> }>();
	for (const setting of settings) {
		const cells = settingCells(setting);
		if (common.has(keyOf(cells))) continue;
		const row = rows.get(keyOf(cells)) ?? { cells, resources: new Set() };
		for (const resource of resourcesOf(setting) ?? watched.map(([name]) => name)) row.resources.add(resource);
		rows.set(keyOf(cells), row);
	}
	return table(
		SETTING_HEAD,
		[...rows.values()].map(({ cells: [name = '', values = '', start = '', meaning = ''], resources }) => {
			const some = watched.filter(([resource]) => resources.has(resource));
			const only =
				some.length === watched.length ? '' : `(${some.map(([, { one }]) => titled(one)).join(', ')} only)`;
			return [name, values, start, [meaning, only].filter((part) => part !== '').join(' ')];
		}),
	);
}

const resourcesOf = ({ displayOptions: { show = {} } = {} }: INodeProperties): string[] | undefined =>
	(show.resource ?? show['/resource']) as string[] | undefined;
