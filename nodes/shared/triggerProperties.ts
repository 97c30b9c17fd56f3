import type { IBuilderHint, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { named, storedOnce } from './n8n';
import {
	alphabetically,
	connectionOptions,
	outputProperties,
	ownOptions,
	sensitiveOption,
} from './properties';
import type { Vendor } from './vendor';
import type { Watched, WatchEvent } from './watch';
import { titled } from './words';

/** What stands under a trigger on the canvas. */
export const TRIGGER_SUBTITLE =
	'={{ ($parameter["resource"] + " " + $parameter["event"]).replace(/[A-Z]/g, " $&").toLowerCase() }}';

/** For n8n's own assistants, which build workflows. */
export const TRIGGER_HINT: IBuilderHint = {
	searchHint:
		'Gives out each record with its event and detectedAt. After a crash an event may come twice: behind it use upsert, not create.',
};

/** In the order in which a person reads them. */
const EVENTS: ReadonlyArray<readonly [WatchEvent, string, (one: string) => string]> = [
	['created', 'Created', (one) => `When there is a new ${one}`],
	['createdOrUpdated', 'Created or Updated', (one) => `When ${one} data is new or has changed`],
	['deleted', 'Deleted', (one) => `When a ${one} is gone`],
	['updated', 'Updated', (one) => `When a watched field of a ${one} has changed`],
];

/** All parameters of a vendor's trigger but Poll Times, which n8n adds. */
export function triggerProperties(vendor: Vendor): INodeProperties[] {
	const watched = Object.entries(vendor.watched);
	return storedOnce([
		{
			...named('Resource', 'resource'),
			type: 'options',
			noDataExpression: true,
			options: watched.map(([value, { one }]) => ({ name: titled(one), value })),
			default: watched[0]?.[0] ?? '',
			description: 'What is watched',
		},
		...watched.flatMap(([name, each]) => watchedProperties(name, each)),
		{
			displayName: 'Fields to Watch',
			name: 'fieldsToWatch',
			type: 'string',
			default: '',
			placeholder: 'e.g. status, total',
			description:
				'Names of fields of the chosen output, separated by commas: only a change of these counts. When left empty, every field counts but dates of change.',
			displayOptions: { show: { event: ['updated', 'createdOrUpdated'] } },
		},
		...startWith(vendor),
		{
			...named('Limit', 'limit'),
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 100,
			description: 'Max number of items that one poll gives out; the rest comes with the next polls',
		},
		...outputProperties(vendor),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: optionsOf(vendor),
		},
	]);
}

const shown = (resource: string, event?: readonly WatchEvent[]) => ({
	show: { resource: [resource], ...(event === undefined ? {} : { event: [...event] }) },
});

function watchedProperties(name: string, { one, watch }: Watched): INodeProperties[] {
	const costs = new Map<string, WatchEvent[]>();
	for (const event of watch.events) {
		const cost = watch.cost(event);
		costs.set(cost, [...(costs.get(cost) ?? []), event]);
	}
	return [
		{
			...named('Event', 'event'),
			type: 'options',
			noDataExpression: true,
			options: eventOptions(watch.events, one),
			default: watch.events[0],
			displayOptions: shown(name),
			description: 'What starts the workflow',
		},
		...[...costs].map(([cost, events], index): INodeProperties => ({
			displayName: cost,
			name: `cost${index === 0 ? '' : index + 1}`,
			type: 'notice',
			default: '',
			displayOptions: shown(name, events),
		})),
		...(watch.parameters ?? []).map(({ displayOptions, ...property }): INodeProperties => ({
			...property,
			displayOptions: { ...displayOptions, show: { ...shown(name).show, ...displayOptions?.show } },
		})),
	];
}

const eventOptions = (events: readonly WatchEvent[], one: string): INodePropertyOptions[] =>
	EVENTS.filter(([value]) => events.includes(value)).map(([value, label, description]) => ({
		name: label,
		value,
		description: description(one),
	}));

/** Only what can be new can be there already. */
function startWith({ watched }: Vendor): INodeProperties[] {
	const resources = Object.entries(watched)
		.filter(([, { watch }]) => watch.events.includes('created'))
		.map(([name]) => name);
	if (resources.length === 0) return [];
	return [
		{
			displayName: 'Start With',
			name: 'startWith',
			type: 'options',
			options: [
				{
					name: 'Existing Records',
					value: 'existing',
					description: 'What is there when the workflow is activated is given out first, oldest first',
				},
				{
					name: 'New Records',
					value: 'new',
					description: 'What is there when the workflow is activated is where it starts from',
				},
			],
			default: 'new',
			displayOptions: { show: { resource: resources, event: ['created', 'createdOrUpdated'] } },
		},
	];
}

function optionsOf(vendor: Vendor): INodeProperties[] {
	const options: INodeProperties[] = [
		...connectionOptions(vendor),
		...sensitiveOption(vendor),
		{
			...named('Minimum Interval', 'minimumInterval'),
			type: 'number',
			typeOptions: { minValue: 0 },
			default: vendor.minutesBetweenPolls ?? 0,
			description: `Minutes between two questions to ${vendor.displayName}, however often n8n polls`,
		},
		{
			displayName: 'Repeat After Crash',
			name: 'repeatAfterCrash',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 5,
			description:
				'When n8n starts, what was given out at most so many minutes before is given out once more, since n8n may have ended before its execution did. 0 for never. Create or Update behind the trigger makes a repetition harmless.',
		},
		{
			displayName: 'Report Outages After',
			name: 'reportOutagesAfter',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 10,
			description:
				'How many minutes the vendor may be out of reach until an execution fails and the error workflow is told; until then it stands in the log of n8n',
		},
		...ownOptions(
			'resource',
			Object.entries(vendor.watched).map(([value, { watch }]) => ({ value, options: watch.options })),
		),
	];
	return options.sort((a, b) => alphabetically(a.displayName, b.displayName));
}
