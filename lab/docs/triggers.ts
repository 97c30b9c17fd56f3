import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { triggerProperties } from '../../nodes/shared/triggerProperties';
import type { Watched, WatchEvent } from '../../nodes/shared/watch';
import { titled } from '../../nodes/shared/words';
import { json, table } from './markdown';
import { SETTING_HEAD, settingCells, isDocumented } from './settings';
import type { Documented } from './vendors';

type Sections = ReadonlyArray<readonly [name: string, content: string]>;

/** When the example item was noticed. */
const DETECTED_AT = '2026-03-02T09:00:00.000Z';

/** What is generated of a vendor's trigger. */
export function triggerSections({ records, vendor }: Documented): Sections {
	const watched = Object.entries(vendor.watched);
	const properties = triggerProperties(vendor);
	const example = watched.find(([name]) => records[name] !== undefined);
	return [
		['trigger.events', eventTable(watched, properties)],
		['trigger.settings', settingsOf(watched, properties)],
		...(example === undefined
			? []
			: ([['trigger.example', exampleOf(example[1], records[example[0]] ?? {})]] as const)),
	];
}

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

/** All but what is watched and for what, which the other table shows; those within the options singly. */
function settingsOf(
	watched: ReadonlyArray<readonly [string, Watched]>,
	properties: readonly INodeProperties[],
): string {
	const settings = properties
		.filter(({ name, type }) => type !== 'notice' && name !== 'resource' && name !== 'event')
		.flatMap((property) =>
			property.name === 'options'
				? (property.options ?? []).filter((option): option is INodeProperties => 'type' in option)
				: [property],
		)
		.filter(isDocumented);
	const rows = new Map<string, { cells: string[]; resources: Set<string> }>();
	for (const setting of settings) {
		const cells = settingCells(setting);
		const row = rows.get(cells.join('|')) ?? { cells, resources: new Set() };
		for (const resource of resourcesOf(setting) ?? watched.map(([name]) => name)) row.resources.add(resource);
		rows.set(cells.join('|'), row);
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

const exampleOf = (
	{ simplify, watch }: Watched,
	record: NonNullable<Documented['records'][string]>,
): string => json({ ...simplify(record, ''), event: watch.events[0], detectedAt: DETECTED_AT });
