import type { INodeProperties, INodeType } from 'n8n-workflow';

import { EpassTrigger } from '../../nodes/Epass/EpassTrigger.node';
import { GuardantStationTrigger } from '../../nodes/GuardantStation/GuardantStationTrigger.node';
import { ManexErpTrigger } from '../../nodes/ManexErp/ManexErpTrigger.node';
import { ProDeliveryManagerTrigger } from '../../nodes/ProDeliveryManager/ProDeliveryManagerTrigger.node';
import { WeevioPimsTrigger } from '../../nodes/WeevioPims/WeevioPimsTrigger.node';

/** The names that saved workflows depend on: one may be added, none renamed. */
const TRIGGERS: ReadonlyArray<
	[name: string, node: INodeType, credential: string, events: Readonly<Record<string, readonly string[]>>]
> = [
	[
		'weevioPimsTrigger',
		new WeevioPimsTrigger(),
		'weevioPimsApi',
		{
			order: ['created', 'updated', 'createdOrUpdated'],
			customer: ['created', 'updated', 'createdOrUpdated', 'deleted'],
			inventoryItem: ['updated'],
		},
	],
	[
		'epassTrigger',
		new EpassTrigger(),
		'epassApi',
		{
			customer: ['created', 'updated', 'createdOrUpdated'],
			invoice: ['created', 'updated', 'createdOrUpdated'],
		},
	],
	[
		'guardantStationTrigger',
		new GuardantStationTrigger(),
		'guardantStationApi',
		{
			customer: ['created', 'updated', 'createdOrUpdated', 'deleted'],
			order: ['created', 'updated', 'createdOrUpdated'],
		},
	],
	[
		'manexErpTrigger',
		new ManexErpTrigger(),
		'manexErpApi',
		{ purchaseOrder: ['created', 'updated', 'createdOrUpdated'], customer: ['updated'] },
	],
	[
		'proDeliveryManagerTrigger',
		new ProDeliveryManagerTrigger(),
		'proDeliveryManagerApi',
		{ customer: ['updated'] },
	],
];

const valuesOf = (property: INodeProperties | undefined): unknown[] =>
	(property?.options ?? []).map((option) => ('value' in option ? option.value : option.name));

describe.each(TRIGGERS)('%s', (name, { description }, credential, events) => {
	const { properties } = description;
	const shownFor = (property: string, resource: string, event?: string): INodeProperties | undefined =>
		properties.find(({ displayOptions, name: own }) => {
			const { event: forEvents, resource: forResources } = displayOptions?.show ?? {};
			return (
				own === property &&
				(forResources === undefined || forResources.includes(resource)) &&
				(event === undefined || forEvents === undefined || forEvents.includes(event))
			);
		});

	it('is a polling trigger of its vendor', () => {
		expect(description).toMatchObject({
			name,
			displayName: expect.stringMatching(/ Trigger$/),
			group: ['trigger'],
			polling: true,
			inputs: [],
			credentials: [{ name: credential, required: true }],
		});
		expect(description.usableAsTool).toBeUndefined();
	});

	it('watches what can be noticed honestly', () => {
		expect(new Set(valuesOf(properties.find(({ name: own }) => own === 'resource')))).toEqual(
			new Set(Object.keys(events)),
		);
		for (const [resource, offered] of Object.entries(events))
			expect(new Set(valuesOf(shownFor('event', resource)))).toEqual(new Set(offered));
	});

	it.each(['limit', 'output', 'outputFields', 'options', 'fieldsToWatch'])(
		'has the parameter %s',
		(parameter) => {
			expect(properties.map(({ name: own }) => own)).toContain(parameter);
		},
	);

	it('says what a poll costs, for each resource and event', () => {
		for (const [resource, offered] of Object.entries(events)) {
			for (const event of offered) {
				const notices = properties.filter(
					({ displayOptions, type }) =>
						type === 'notice' &&
						displayOptions?.show?.resource?.includes(resource) &&
						displayOptions.show.event?.includes(event),
				);
				expect(notices).toHaveLength(1);
				expect(notices[0]?.displayName).toMatch(/request/);
			}
		}
	});

	it('takes 100 items a poll, minutes between questions, and a time until outages are told', () => {
		expect(properties.find(({ name: own }) => own === 'limit')?.default).toBe(100);
		const options = properties.find(({ name: own }) => own === 'options')?.options as INodeProperties[];
		const defaults = Object.fromEntries(options.map(({ default: value, name: own }) => [own, value]));
		expect(defaults).toMatchObject({
			minimumInterval: name === 'weevioPimsTrigger' ? 15 : 0,
			reportOutagesAfter: 10,
			repeatAfterCrash: 5,
		});
	});

	it('begins with new records, where there can be any', () => {
		for (const [resource, offered] of Object.entries(events)) {
			const start = offered.includes('created') ? shownFor('startWith', resource, 'created') : undefined;
			if (!offered.includes('created')) expect(shownFor('startWith', resource, 'created')).toBeUndefined();
			else expect([start?.default, valuesOf(start)]).toEqual(['new', ['existing', 'new']]);
		}
	});
});

it('PDM is told by what its customers are watched', () => {
	const { properties } = new ProDeliveryManagerTrigger().description;
	const watchBy = properties.find(({ name }) => name === 'watchBy');
	expect([watchBy?.default, valuesOf(watchBy)]).toEqual(['id', ['externalRef', 'id']]);
});
