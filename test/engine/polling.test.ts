import '../../lab/engine/environment';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Poller } from '../../lab/engine/poller';
import type { Crash } from '../../lab/engine/poller';
import type { VendorName } from '../../lab/sandbox';
import type { NodeName } from '../../lab/vendors';
import { epass } from '../../nodes/Epass/vendor';
import { guardantStation } from '../../nodes/GuardantStation/vendor';
import { manexErp } from '../../nodes/ManexErp/vendor';
import { proDeliveryManager } from '../../nodes/ProDeliveryManager/vendor';
import type { Vendor } from '../../nodes/shared/vendor';
import { weevioPims } from '../../nodes/WeevioPims/vendor';
import { CUSTOMER_KEYS, ORDER_KEYS, Rig } from './support';

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 120 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const VENDORS: Record<string, Vendor> = {
	weevioPims,
	proDeliveryManager,
	manexErp,
	guardantStation,
	epass,
};

function pollerOf(
	node: NodeName,
	parameters: IDataObject,
	{
		budgetMs,
		credential = `${node}Api`,
		rig: on = rig,
	}: { budgetMs?: number; credential?: string; rig?: Rig } = {},
): Poller {
	const vendor = VENDORS[node];
	if (vendor === undefined) throw new Error(`No vendor ${node}`);
	return new Poller(
		on.engine,
		vendor,
		{
			type: `n8n-nodes-backoffice.${node}Trigger`,
			parameters: { output: 'simplified', ...parameters } as INodeParameters,
			credentials: { [`${node}Api`]: credential },
		},
		budgetMs,
	);
}

/** A trigger, and a way to make and change what it watches. */
interface Case {
	readonly node: NodeName;
	readonly vendor: VendorName;
	readonly table: 'customer' | 'order' | 'invoice' | 'inventoryItem' | 'purchaseOrder';
	readonly parameters: IDataObject;
	/** A record that is there from the start. */
	readonly there: () => string | number;
	/** Fields whose change counts. */
	readonly change: (text: string) => IDataObject;
	/** Fields of a new record. */
	readonly fresh?: IDataObject;
}

const insert = (each: Case, fields: IDataObject = {}): string | number =>
	rig.control.insert(each.vendor, each.table as never, { ...each.fresh, ...fields });
const amend = (each: Case, key: string | number, text: string): void => {
	if (!rig.control.amend(each.vendor, each.table as never, key, each.change(text)))
		throw new Error(`No ${each.table} ${key}`);
};

const firstCustomer = (vendor: VendorName, key: string) => (): string | number =>
	String(rig.control.records(vendor)[3]?.[key]).trim();

const weevioOrders: Case = {
	node: 'weevioPims',
	vendor: 'weevio',
	table: 'order',
	parameters: { resource: 'order', options: { minimumInterval: 0 } },
	there: () => rig.control.insert('weevio', 'order', { ORDER_DATE: '03/01/2026' }),
	change: (text) => ({ ORDER_STATUS: text }),
	fresh: { ORDER_DATE: '03/02/2026' },
};
const LISTS: Case[] = [
	weevioOrders,
	{
		node: 'weevioPims',
		vendor: 'weevio',
		table: 'customer',
		parameters: { resource: 'customer', options: { minimumInterval: 0 } },
		there: firstCustomer('weevio', 'CUSTOMER_CODE'),
		change: (text) => ({ BCITY: text }),
	},
	{
		node: 'guardantStation',
		vendor: 'guardant',
		table: 'customer',
		parameters: { resource: 'customer' },
		there: firstCustomer('guardant', '_id'),
		change: (text) => ({ companyname: text }),
	},
	{
		node: 'manexErp',
		vendor: 'manex',
		table: 'purchaseOrder',
		parameters: { resource: 'purchaseOrder' },
		there: () => rig.control.insert('manex', 'purchaseOrder'),
		change: (text) => ({ POSTATUS: text }),
	},
	{
		node: 'epass',
		vendor: 'epass',
		table: 'customer',
		parameters: { resource: 'customer' },
		there: firstCustomer('epass', 'Code'),
		change: (text) => ({ City: text }),
	},
	{
		node: 'epass',
		vendor: 'epass',
		table: 'invoice',
		parameters: { resource: 'invoice' },
		there: () => rig.control.insert('epass', 'invoice'),
		change: (text) => ({ Status: text }),
	},
];

/** Orders of chosen customers are lists as well. */
const guardantOrders: Case = {
	node: 'guardantStation',
	vendor: 'guardant',
	table: 'order',
	parameters: { resource: 'order', watch: '8, 9' },
	there: () => rig.control.insert('guardant', 'order', { customer: 8 }),
	change: (text) => ({ description: text }),
	fresh: { customer: 9 },
};
const NEW: Case[] = [...LISTS, guardantOrders];

const named = (cases: readonly Case[]): Array<[string, Case]> =>
	cases.map((each) => [`${each.node} ${each.table}`, each]);

const keys = (items: IDataObject[]): unknown[] => items.map(({ id }) => id);

describe.each(named(NEW))('%s', (_, each) => {
	it('gives a new record out once, in the common shape, with the event and the time last', async () => {
		const poller = pollerOf(each.node, { ...each.parameters, event: 'created' });
		expect(await poller.activate()).toEqual([]);
		expect(await poller.tick()).toEqual([]);
		const key = insert(each);
		const [item, ...others] = await poller.tick();
		expect(others).toEqual([]);
		expect(String(item?.id)).toBe(String(key).trim());
		expect(item).toMatchObject({ event: 'created', detectedAt: new Date(poller.now).toISOString() });
		const shape = each.table === 'customer' ? CUSTOMER_KEYS : ORDER_KEYS;
		expect(Object.keys(item ?? {})).toEqual([...shape, 'event', 'detectedAt']);
		expect(await poller.tick()).toEqual([]);
		expect(await poller.tick()).toEqual([]);
		expect(poller.failures).toEqual([]);
	});

	it('gives a change out each time that it happens: n8n#21028, n8n#30536', async () => {
		const key = each.there();
		const poller = pollerOf(each.node, { ...each.parameters, event: 'createdOrUpdated' });
		await poller.activate();
		const events: unknown[] = [];
		for (const text of ['Once', 'Twice', 'Twice', 'Once']) {
			amend(each, key, text);
			const items = await poller.tick();
			events.push(items.map(({ event, id }) => [event, String(id)]));
		}
		const once = [['updated', String(key).trim()]];
		expect(events).toEqual([once, once, [], once]);
		const made = insert(each);
		expect((await poller.tick()).map(({ event, id }) => [event, String(id)])).toEqual([
			['created', String(made).trim()],
		]);
		expect(await poller.tick()).toEqual([]);
		amend(each, made, 'Later');
		expect((await poller.tick()).map(({ event }) => event)).toEqual(['updated']);
	});

	it('gives no new record out as a change', async () => {
		const key = each.there();
		const poller = pollerOf(each.node, { ...each.parameters, event: 'updated' });
		await poller.activate();
		const made = insert(each);
		expect(await poller.tick()).toEqual([]);
		amend(each, made, 'Changed');
		amend(each, key, 'Changed');
		expect(new Set((await poller.tick()).map(({ event, id }) => `${event} ${id}`))).toEqual(
			new Set([`updated ${String(made).trim()}`, `updated ${String(key).trim()}`]),
		);
	});

	it('a restart repeats nothing, and finds what happened meanwhile', async () => {
		const poller = pollerOf(each.node, { ...each.parameters, event: 'created' });
		await poller.activate();
		insert(each);
		expect(await poller.tick()).toHaveLength(1);
		const meanwhile = insert(each);
		rig.control.clearRequests();
		expect(await poller.restart({ minutes: 30 })).toEqual([]);
		expect(rig.requests(each.vendor)).toEqual([]);
		expect(keys(await poller.tick()).map(String)).toEqual([String(meanwhile).trim()]);
		expect(await poller.tick()).toEqual([]);
	});

	it.each<Crash>(['beforeSaving', 'beforeExecuting', 'whileExecuting'])(
		'loses nothing when n8n is killed %s: Bling',
		async (crash) => {
			const poller = pollerOf(each.node, { ...each.parameters, event: 'createdOrUpdated' });
			const old = each.there();
			await poller.activate();
			const made = insert(each);
			amend(each, old, 'Changed');
			const expected = [`created ${String(made).trim()}`, `updated ${String(old).trim()}`];
			expect(await poller.tick({ crash })).toHaveLength(2);
			await poller.restart();
			await poller.tick();
			expect(poller.executions.flat().map(({ event, id }) => `${event} ${id}`)).toEqual(
				expect.arrayContaining(expected),
			);
			expect(await poller.tick()).toEqual([]);
			await poller.restart({ minutes: 30 });
			expect(await poller.tick()).toEqual([]);
		},
	);

	it('gives out no more than Limit, the oldest first, and the rest with the next polls', async () => {
		const poller = pollerOf(each.node, { ...each.parameters, event: 'created', limit: 2 });
		await poller.activate();
		const made = [1, 2, 3, 4, 5].map(() => String(insert(each)).trim());
		const polls = [await poller.tick(), await poller.tick(), await poller.tick(), await poller.tick()];
		expect(polls.map((items) => keys(items).map(String))).toEqual([
			made.slice(0, 2),
			made.slice(2, 4),
			made.slice(4),
			[],
		]);
	});

	it('state is kept at republish: Activepieces#13311', async () => {
		const poller = pollerOf(each.node, { ...each.parameters, event: 'created' });
		await poller.activate();
		const key = insert(each);
		expect(keys(await poller.publish()).map(String)).toEqual([String(key).trim()]);
		expect(await poller.tick()).toEqual([]);
	});

	it('a poll that fails changes nothing, and what happened meanwhile comes later: Notion', async () => {
		const poller = pollerOf(each.node, { ...each.parameters, event: 'created', options: noWaiting(each) });
		await poller.activate();
		const key = insert(each);
		rig.control.addFault({ vendor: each.vendor, fault: { kind: 'status', status: 503 }, count: 1e6 });
		expect(await poller.tick()).toEqual([]);
		expect(poller.failures).toEqual([]);
		rig.control.clearFaults();
		expect(keys(await poller.tick()).map(String)).toEqual([String(key).trim()]);
	});

	it('one 429 does not stand in the way of publishing: n8n#33938', async () => {
		rig.control.addFault({ vendor: each.vendor, fault: { kind: 'rateLimit' }, count: 1e6 });
		const poller = pollerOf(each.node, { ...each.parameters, event: 'created', options: noWaiting(each) });
		expect(await poller.activate()).toEqual([]);
		expect(poller.log).toHaveLength(1);
		rig.control.clearFaults();
		expect(await poller.tick()).toEqual([]);
		const key = insert(each);
		expect(keys(await poller.tick()).map(String)).toEqual([String(key).trim()]);
	});

	it('shows some of the newest records in a test, without touching the state', async () => {
		const made = [1, 2, 3, 4].map(() => String(insert(each)).trim());
		const poller = pollerOf(each.node, { ...each.parameters, event: 'created' });
		const items = await poller.test();
		// Nothing says when a customer of Weevio was made.
		const isDated = each.vendor !== 'weevio' || each.table !== 'customer';
		if (isDated) expect(keys(items).map(String)).toEqual(made.slice(1).reverse());
		expect(items).toHaveLength(3);
		expect(items[0]).toMatchObject({ event: 'created', detectedAt: expect.stringMatching(/Z$/) });
	});

	it('begins with what is there, where a person wants that', async () => {
		const poller = pollerOf(each.node, {
			...each.parameters,
			event: 'created',
			startWith: 'existing',
			limit: 1000,
		});
		each.there();
		const first = await poller.activate();
		expect(first.length).toBeGreaterThan(0);
		expect(await poller.tick()).toEqual([]);
		const key = insert(each);
		expect(keys(await poller.tick()).map(String)).toEqual([String(key).trim()]);
	});
});

/** Without retries, whose waits would be real. */
const noWaiting = ({ parameters }: Case): IDataObject => ({
	...(parameters.options as IDataObject | undefined),
	maxRetries: 0,
});

describe('late-visible records: Activepieces#14921', () => {
	it.each(['customer', 'invoice'] as const)('EPASS gives a late %s out', async (table) => {
		const poller = pollerOf('epass', { resource: table, event: 'created' });
		await poller.activate();
		const late = rig.control.insert('epass', table);
		rig.control.hide('epass', table, late);
		const others = [1, 2, 3].map(() => String(rig.control.insert('epass', table)).trim());
		expect(keys(await poller.tick()).map(String)).toEqual(others);
		rig.control.reveal('epass', table, late);
		expect(keys(await poller.tick()).map(String)).toEqual([String(late).trim()]);
		expect(await poller.tick()).toEqual([]);
	});

	it('one that was begun before the workflow was activated comes as well', async () => {
		const late = rig.control.insert('epass', 'customer');
		rig.control.insert('epass', 'customer');
		rig.control.hide('epass', 'customer', late);
		const poller = pollerOf('epass', { resource: 'customer', event: 'created' });
		await poller.activate();
		rig.control.reveal('epass', 'customer', late);
		expect(keys(await poller.tick()).map(String)).toEqual([String(late).trim()]);
	});
});

describe('several emissions that may not have ended', () => {
	it.each(named(NEW))('%s: all of them come once more, Limit by Limit', async (_, each) => {
		const poller = pollerOf(each.node, { ...each.parameters, event: 'created', limit: 30 });
		await poller.activate();
		const made = Array.from({ length: 90 }, () => String(insert(each)).trim());
		for (let emission = 0; emission < 3; emission++) await poller.tick({ crash: 'whileExecuting' });
		await poller.restart();
		for (let poll = 0; poll < 4; poll++) await poller.tick();
		expect(poller.executions.flat().map(({ id }) => String(id))).toEqual(made);
	});
});

describe('what is given out once more', () => {
	const newCustomers = (limit: number): Poller =>
		pollerOf('epass', { resource: 'customer', event: 'created', limit });
	const insertMany = (count: number): string[] =>
		Array.from({ length: count }, () => String(rig.control.insert('epass', 'customer')).trim());

	it.each([
		[1000, 300],
		[100, 260],
		[40, 230],
	])('is nothing that was there before: Limit %i, %i new customers of EPASS', async (limit, count) => {
		// So many in a row that those of the baseline stand right below the new ones.
		insertMany(260);
		const poller = newCustomers(limit);
		await poller.activate();
		const made = insertMany(count);
		for (let given = 0; given < count; given += limit)
			await poller.tick({ crash: 'whileExecuting', minutes: 0.5 });
		await poller.restart({ minutes: 1 });
		const again: unknown[] = [];
		for (let given = 0; given < count; given += limit) again.push(...keys(await poller.tick()));
		expect(again).toEqual(made);
		expect(await poller.tick()).toEqual([]);
	});

	it('comes as well when one of them is gone meanwhile', async () => {
		const poller = newCustomers(100);
		await poller.activate();
		const made = insertMany(5);
		await poller.tick({ crash: 'whileExecuting' });
		rig.control.remove('epass', 'customer', made[1] ?? '');
		await poller.restart();
		const later = insertMany(1);
		expect(keys(await poller.tick())).toEqual([made[0], ...made.slice(2), ...later]);
		expect(await poller.tick()).toEqual([]);
	});

	it.each(named(NEW))(
		'%s: however long the vendor is away, and n8n started once more meanwhile',
		async (_, each) => {
			const poller = pollerOf(each.node, { ...each.parameters, event: 'created' });
			await poller.activate();
			const key = insert(each);
			await poller.tick({ crash: 'whileExecuting' });
			await poller.restart();
			rig.control.addFault({ vendor: each.vendor, fault: { kind: 'status', status: 503 }, count: 1e6 });
			await poller.tick({ minutes: 6 });
			rig.control.clearFaults();
			await poller.restart();
			expect(keys(await poller.tick()).map(String)).toEqual([String(key).trim()]);
			expect(await poller.tick()).toEqual([]);
		},
	);

	it.each(named(LISTS))('%s: what was new and then changed is new', async (_, each) => {
		const poller = pollerOf(each.node, { ...each.parameters, event: 'createdOrUpdated' });
		await poller.activate();
		const key = insert(each);
		await poller.tick({ crash: 'whileExecuting' });
		amend(each, key, 'Later');
		await poller.tick({ crash: 'whileExecuting' });
		await poller.restart();
		const items = await poller.tick();
		expect(items.map(({ event, id }) => [event, String(id)])).toEqual([['created', String(key).trim()]]);
	});

	it('is the last of it, however much it was', async () => {
		const poller = newCustomers(5000);
		await poller.activate();
		const made = insertMany(4500);
		await poller.tick({ crash: 'whileExecuting' });
		expect(await poller.publish()).toEqual([]);
		await poller.restart();
		expect(await poller.tick()).toHaveLength(made.length);
	});
});

describe('a clock that is set back', () => {
	it.each(named(NEW))('%s: keeps nobody waiting', async (_, each) => {
		const poller = pollerOf(each.node, { ...each.parameters, event: 'created' });
		await poller.activate();
		poller.now -= 3_600_000;
		const key = insert(each);
		expect(keys(await poller.tick()).map(String)).toEqual([String(key).trim()]);
	});

	it('does not silence an outage', async () => {
		const poller = pollerOf('guardantStation', {
			resource: 'customer',
			event: 'created',
			options: { maxRetries: 0 },
		});
		await poller.activate();
		rig.control.addFault({ vendor: 'guardant', fault: { kind: 'status', status: 503 }, count: 1e6 });
		for (let minute = 0; minute < 11; minute++) await poller.tick();
		expect(poller.failures).toHaveLength(1);
		poller.now -= 86_400_000;
		for (let minute = 0; minute < 12; minute++) await poller.tick();
		expect(poller.failures).toHaveLength(2);
	});
});

describe('the oldest first', () => {
	it.each<[string, IDataObject]>([
		['whole records', { output: 'raw' }],
		['a watched field', { output: 'raw', fieldsToWatch: 'City' }],
		['selected fields', { output: 'selected', outputFields: 'City' }],
	])('EPASS: %s come in the order in which they were made, and so do the newest', async (_, parameters) => {
		const poller = pollerOf('epass', {
			resource: 'customer',
			event: 'createdOrUpdated',
			limit: 1,
			...parameters,
		});
		await poller.activate();
		const made = (day: string): string => {
			const key = rig.control.insert('epass', 'customer', { City: day, DateCreated: `${day}T10:00:00` });
			return String(key).trim();
		};
		made('2031-05-06');
		made('2030-05-06');
		const cities = (items: IDataObject[]): unknown[] => items.map(({ City, city }) => City ?? city);
		expect(cities(await poller.tick())).toEqual(['2030-05-06']);
		expect(cities(await poller.tick())).toEqual(['2031-05-06']);
		expect(cities(await poller.test()).slice(0, 2)).toEqual(['2031-05-06', '2030-05-06']);
	});

	it('one that the list shows and a look-up does not find is named in the log, and keeps none back', async () => {
		const poller = pollerOf('epass', {
			resource: 'customer',
			event: 'createdOrUpdated',
			output: 'raw',
			fieldsToWatch: 'City',
			limit: 1,
		});
		await poller.activate();
		rig.control.insert('epass', 'customer', { Code: ' X', DateCreated: '2020-01-01T00:00:00' });
		const key = rig.control.insert('epass', 'customer', { DateCreated: '2030-01-01T00:00:00' });
		expect((await poller.tick()).map(({ Code }) => Code)).toEqual([key]);
		expect(poller.log).toEqual([expect.stringContaining('cannot be read by its key')]);
	});
});

describe('requests', () => {
	it('Weevio is asked once a poll, and no more often than the minimum interval', async () => {
		const poller = pollerOf('weevioPims', { resource: 'order', event: 'createdOrUpdated' });
		await poller.activate();
		expect(rig.sent('weevio')).toHaveLength(1);
		for (let minute = 1; minute < 15; minute++) await poller.tick();
		expect(rig.sent('weevio')).toHaveLength(1);
		await poller.tick();
		expect(rig.sent('weevio')).toHaveLength(2);
		expect(rig.sent('weevio')[1]?.body).toHaveLength(8);
	});

	it('what Limit left over waits for the minimum interval, too', async () => {
		const poller = pollerOf('weevioPims', { resource: 'customer', event: 'created', limit: 1 });
		await poller.activate();
		const made = [1, 2].map(() => String(rig.control.insert('weevio', 'customer')));
		expect(keys(await poller.tick({ minutes: 15 }))).toEqual(made.slice(0, 1));
		expect(await poller.tick()).toEqual([]);
		expect(keys(await poller.tick({ minutes: 14 }))).toEqual(made.slice(1));
	});

	it('EPASS takes one request for new records', async () => {
		const poller = pollerOf('epass', { resource: 'customer', event: 'created' });
		await poller.activate();
		expect(rig.sent('epass').length).toBeLessThanOrEqual(45);
		rig.control.clearRequests();
		await poller.tick();
		rig.control.insert('epass', 'customer');
		await poller.tick();
		expect(rig.sent('epass')).toHaveLength(2);
	});

	it('EPASS is asked for no more columns than are watched, and for the whole records that changed', async () => {
		const poller = pollerOf('epass', {
			resource: 'customer',
			event: 'updated',
			fieldsToWatch: 'City',
			output: 'raw',
		});
		await poller.activate();
		rig.control.amend('epass', 'customer', '1000', { City: 'Reykjavik', State: 'IS' });
		rig.control.amend('epass', 'customer', '1001', { State: 'IS' });
		rig.control.clearRequests();
		const items = await poller.tick();
		expect(items).toEqual([expect.objectContaining({ City: 'Reykjavik', State: 'IS', event: 'updated' })]);
		expect(rig.sent('epass')[0]?.body).toMatchObject({
			// When a record was made says which comes first.
			tables: { Customer: ['ID', 'Code', 'City', 'DateCreated'] },
		});
	});
});

describe('rows that shift while a list is paged', () => {
	const each = LISTS.find(({ vendor }) => vendor === 'guardant') as Case;
	/** Does something while the second page of a list is on its way. */
	const betweenPages = (work: () => void): void => {
		const end = rig.control.onRequest(({ query }) => {
			if (query.offset !== '100') return;
			end();
			work();
		});
	};
	/** Sorted by company, it stands before all others. */
	const first = { companyname: 'AAA' };

	it('one that is made meanwhile comes with the next poll, and none twice', async () => {
		const poller = pollerOf(each.node, { ...each.parameters, event: 'createdOrUpdated' });
		await poller.activate();
		let made: string | number = '';
		betweenPages(() => {
			made = insert(each, first);
		});
		const items = [...(await poller.tick()), ...(await poller.tick()), ...(await poller.tick())];
		expect(keys(items)).toEqual([made]);
	});

	it('one that is left out once is neither gone nor new', async () => {
		const front = insert(each, first);
		for (const event of ['deleted', 'createdOrUpdated']) {
			const poller = pollerOf(each.node, { ...each.parameters, event });
			await poller.activate();
			betweenPages(() => void rig.control.hide('guardant', 'customer', front));
			expect(await poller.tick()).toEqual([]);
			rig.control.reveal('guardant', 'customer', front);
			expect(await poller.tick()).toEqual([]);
			expect(await poller.tick()).toEqual([]);
		}
	});
});

const condition = (value: string): IDataObject => ({ field: 'DateCreated', operator: 'greaterThan', value });

describe('filters', () => {
	const city = (value: string): IDataObject => ({
		conditions: [{ field: 'City', operator: 'equal', value }],
	});
	const inBergen = (): string => String(rig.control.insert('epass', 'customer', { City: 'Bergen' })).trim();

	it.each<[string, IDataObject]>([
		['conditions', { filters: city('Bergen') }],
		[
			'a nested query',
			{
				query: JSON.stringify({
					query: { fieldName: 'City', eval: 'EQUAL', value: 'Oslo' },
					subquery: [{ logic: 'OR', query: { fieldName: 'City', eval: 'EQUAL', value: 'Bergen' } }],
				}),
			},
		],
	])('EPASS: %s hold for new records', async (_, parameters) => {
		const poller = pollerOf('epass', { resource: 'customer', event: 'created', ...parameters });
		await poller.activate();
		rig.control.insert('epass', 'customer', { City: 'Tromso' });
		const key = inBergen();
		expect(keys(await poller.tick()).map(String)).toEqual([key]);
		expect(await poller.tick()).toEqual([]);
	});

	it('EPASS: a test finds older records that meet them', async () => {
		const key = inBergen();
		for (let more = 0; more < 250; more++) rig.control.insert('epass', 'customer', { City: 'Tromso' });
		const poller = pollerOf('epass', { resource: 'customer', event: 'created', filters: city('Bergen') });
		expect(keys(await poller.test()).map(String)).toEqual([key]);
	});

	it('none to show is said, with what to do', async () => {
		const poller = pollerOf('epass', { resource: 'customer', event: 'created', filters: city('Nowhere') });
		await expect(poller.test()).rejects.toThrow('There are no customers to show');
	});

	it('Weevio: those on orders are looked at here, so that a poll stays one question', async () => {
		const poller = pollerOf('weevioPims', {
			...weevioOrders.parameters,
			event: 'createdOrUpdated',
			filters: {
				conditions: [
					{ field: 'ORDER_STATUS', operator: 'equals', value: 'shipped' },
					{ conjunction: 'OR', field: 'REFERENCE_NUMBER', operator: 'contains', value: 'rush' },
				],
			},
		});
		await poller.activate();
		rig.control.clearRequests();
		const shipped = insert(weevioOrders, { ORDER_STATUS: 'Shipped' });
		const open = insert(weevioOrders, { ORDER_STATUS: 'Open', REFERENCE_NUMBER: 'PO-1' });
		const rush = insert(weevioOrders, { ORDER_STATUS: 'Open', REFERENCE_NUMBER: 'A Rush job' });
		expect(keys(await poller.tick())).toEqual([shipped, rush].map(String));
		// What comes to meet them counts as new.
		rig.control.amend('weevio', 'order', open, { ORDER_STATUS: 'Shipped' });
		expect(keys(await poller.tick())).toEqual([String(open)]);
		expect(rig.sent('weevio')).toHaveLength(2);
	});

	it('Weevio: orders are of the days of a time zone', async () => {
		const inZone = async (timezone: string): Promise<unknown> => {
			const options = { minimumInterval: 0, timezone };
			const poller = pollerOf('weevioPims', { resource: 'order', event: 'created', options });
			poller.now = Date.UTC(2026, 2, 2, 23);
			rig.control.clearRequests();
			await poller.activate();
			const [question] = rig.sent('weevio').map(({ body }) => body as IDataObject[]);
			return [question?.[0]?.value, question?.at(-1)?.value];
		};
		expect(await inZone('America/Chicago')).toEqual(['03/02/2026', '02/23/2026']);
		expect(await inZone('Asia/Tokyo')).toEqual(['03/03/2026', '02/24/2026']);
		await expect(inZone('Mars/Olympus')).rejects.toThrow('Options: there is no time zone "Mars/Olympus"');
	});
});

describe('one session', () => {
	it('a trigger and a node on one EPASS user never end each other’s', async () => {
		const poller = pollerOf('epass', { resource: 'customer', event: 'created' });
		await poller.activate();
		for (let turn = 0; turn < 3; turn++) {
			await rig.item('epass', 'get', { customer: { __rl: true, mode: 'id', value: '1000' } as IDataObject });
			await poller.tick();
		}
		expect(rig.logins('epass')).toEqual(['login']);
	});
});

describe('watched records', () => {
	const CASES: ReadonlyArray<[NodeName, 'manex' | 'pdm', string, IDataObject]> = [
		['proDeliveryManager', 'pdm', '1408', { first_name: 'Changed' }],
		['manexErp', 'manex', '0000000010', { CUSTNAME: 'Changed' }],
	];
	it.each(CASES)('%s gives a change of one out', async (node, vendor, key, fields) => {
		const poller = pollerOf(node, { resource: 'customer', event: 'updated', watch: key });
		await poller.activate();
		expect(await poller.tick()).toEqual([]);
		rig.control.amend(vendor, 'customer', key, fields);
		const items = await poller.tick();
		expect(items.map(({ event, id }) => [event, String(id)])).toEqual([['updated', key]]);
		expect(await poller.tick()).toEqual([]);
	});

	it('one that is added later has a baseline of its own', async () => {
		const [one, other] = rig.control.records('pdm').map(({ customer_id: id }) => String(id));
		const poller = pollerOf('proDeliveryManager', { resource: 'customer', event: 'updated', watch: one });
		await poller.activate();
		expect(await poller.publish({ watch: `${one},${other}` })).toEqual([]);
		rig.control.amend('pdm', 'customer', other ?? '', { first_name: 'Changed' });
		expect(keys(await poller.tick()).map(String)).toEqual([other]);
	});

	it('one that is not there leaves the others alone, and is named in the log once', async () => {
		const [one] = rig.control.records('pdm').map(({ customer_id: id }) => String(id));
		const poller = pollerOf('proDeliveryManager', {
			resource: 'customer',
			event: 'updated',
			watch: `${one},99999999`,
		});
		await poller.activate();
		rig.control.amend('pdm', 'customer', one ?? '', { first_name: 'Changed' });
		expect(await poller.tick()).toHaveLength(1);
		await poller.tick();
		expect(poller.log).toEqual([expect.stringContaining('99999999')]);
	});

	it('PDM customers are watched by their external reference as well', async () => {
		const record = rig.control.records('pdm').find(({ external_customer_ref: ref }) => String(ref) !== '');
		const poller = pollerOf('proDeliveryManager', {
			resource: 'customer',
			event: 'updated',
			watchBy: 'externalRef',
			watch: [String(record?.external_customer_ref)] as unknown as IDataObject,
		});
		await poller.activate();
		rig.control.amend('pdm', 'customer', String(record?.customer_id), { last_name: 'Changed' });
		expect(keys(await poller.tick())).toEqual([record?.customer_id]);
	});
});

describe('deletions', () => {
	const CASES = LISTS.filter(({ table, vendor }) => table === 'customer' && vendor !== 'epass');

	it.each(named(CASES))(
		'%s: gone is what is missing twice in a row, with what was known of it',
		async (_, each) => {
			const poller = pollerOf(each.node, { ...each.parameters, event: 'deleted' });
			await poller.activate();
			const key = each.there();
			rig.control.remove(each.vendor, 'customer', key);
			expect(await poller.tick()).toEqual([]);
			const [item] = await poller.tick();
			expect(String(item?.id)).toBe(String(key));
			expect(item).toMatchObject({ event: 'deleted' });
			expect(item?.name ?? null).not.toBeNull();
			expect(await poller.tick()).toEqual([]);
		},
	);

	it.each(named(CASES))('%s: one that is back in time was never gone', async (_, each) => {
		const poller = pollerOf(each.node, { ...each.parameters, event: 'deleted' });
		await poller.activate();
		const key = each.there();
		rig.control.hide(each.vendor, 'customer', key);
		expect(await poller.tick()).toEqual([]);
		rig.control.reveal(each.vendor, 'customer', key);
		expect(await poller.tick()).toEqual([]);
		rig.control.hide(each.vendor, 'customer', key);
		expect(await poller.tick()).toEqual([]);
	});

	it('a list that comes short is refused until three reads in a row agree', async () => {
		const each = CASES[0] as Case;
		const poller = pollerOf(each.node, { ...each.parameters, event: 'deleted', limit: 1000 });
		await poller.activate();
		const codes = rig.control.records('weevio').map(({ CUSTOMER_CODE: code }) => String(code));
		const gone = codes.slice(0, 60);
		for (const code of gone) rig.control.remove('weevio', 'customer', code);
		expect(await poller.tick()).toEqual([]);
		expect(await poller.tick()).toEqual([]);
		expect(poller.log.join()).toContain('came short: 60 of');
		expect(new Set(keys(await poller.tick()))).toEqual(new Set(gone));
		expect(await poller.tick()).toEqual([]);
	});

	it('what is new meanwhile does not keep a shorter list from being believed', async () => {
		const each = CASES[0] as Case;
		const poller = pollerOf(each.node, { ...each.parameters, event: 'deleted', limit: 10 });
		await poller.activate();
		const codes = rig.control.records('weevio').map(({ CUSTOMER_CODE: code }) => String(code));
		const gone = codes.slice(0, 60);
		for (const code of gone) rig.control.remove('weevio', 'customer', code);
		const given: unknown[] = [];
		for (let poll = 0; poll < 8; poll++) {
			rig.control.insert('weevio', 'customer');
			given.push(...keys(await poller.tick()));
		}
		expect(new Set(given)).toEqual(new Set(gone));
	});

	it('a list that is not believed does not count as one of two polls in a row', async () => {
		const each = CASES[0] as Case;
		const poller = pollerOf(each.node, { ...each.parameters, event: 'deleted' });
		await poller.activate();
		const [one = '', ...others] = rig.control
			.records('weevio')
			.map(({ CUSTOMER_CODE: code }) => String(code))
			.slice(0, 60);
		rig.control.hide('weevio', 'customer', one);
		await poller.tick();
		rig.control.reveal('weevio', 'customer', one);
		for (const code of others) rig.control.hide('weevio', 'customer', code);
		await poller.tick();
		for (const code of others) rig.control.reveal('weevio', 'customer', code);
		rig.control.hide('weevio', 'customer', one);
		expect(await poller.tick()).toEqual([]);
		expect(keys(await poller.tick())).toEqual([one]);
	});

	it('comes in the output that is chosen now', async () => {
		const poller = pollerOf('guardantStation', { resource: 'customer', event: 'deleted', output: 'raw' });
		await poller.activate();
		const key = Number((CASES[1] as Case).there());
		rig.control.remove('guardant', 'customer', key);
		await poller.tick();
		await poller.publish({ output: 'simplified' });
		const [item] = await poller.tick();
		expect(Object.keys(item ?? {})).toEqual([...CUSTOMER_KEYS, 'event', 'detectedAt']);
		expect(item).toMatchObject({ id: key, event: 'deleted' });
	});

	it('after a restart its key is all that is known of one', async () => {
		const each = CASES[1] as Case;
		const poller = pollerOf(each.node, { ...each.parameters, event: 'deleted' });
		await poller.activate();
		const key = Number(each.there());
		rig.control.remove('guardant', 'customer', key);
		await poller.restart({ minutes: 30 });
		await poller.tick();
		expect(await poller.tick()).toEqual([
			{
				...Object.fromEntries(CUSTOMER_KEYS.map((name) => [name, null])),
				id: key,
				event: 'deleted',
				detectedAt: new Date(poller.now).toISOString(),
			},
		]);
	});
});

describe('failures', () => {
	const poller = (options: IDataObject = {}): Poller =>
		pollerOf('epass', { resource: 'customer', event: 'created', options: { maxRetries: 0, ...options } });
	const down = (): void =>
		void rig.control.addFault({ vendor: 'epass', fault: { kind: 'status', status: 503 }, count: 1e6 });

	it('an outage is no silence: it is told once it has lasted, and then once an hour: Outlook', async () => {
		const trigger = poller();
		await trigger.activate();
		down();
		for (let minute = 0; minute < 10; minute++) await trigger.tick();
		expect(trigger.failures).toEqual([]);
		expect(trigger.log).toHaveLength(10);
		await trigger.tick();
		expect(trigger.failures).toHaveLength(1);
		for (let minute = 0; minute < 59; minute++) await trigger.tick();
		expect(trigger.failures).toHaveLength(1);
		await trigger.tick();
		expect(trigger.failures).toHaveLength(2);
	});

	it('an outage is told at once where a person wants that', async () => {
		const trigger = poller({ reportOutagesAfter: 0 });
		await trigger.activate();
		down();
		await trigger.tick();
		expect(trigger.failures).toHaveLength(1);
	});

	it('where n8n itself keeps count, each failure is its business', async () => {
		const trigger = pollerOf(
			'epass',
			{ resource: 'customer', event: 'created', options: { maxRetries: 0 } },
			{ budgetMs: 30_000 },
		);
		await trigger.activate();
		down();
		await trigger.tick();
		await trigger.tick();
		expect(trigger.failures).toHaveLength(2);
	});

	it('a refused log-in is told at once, and not tried again for an hour', async () => {
		rig.setCredential('wrong', 'epass', { password: 'wrong' });
		const trigger = pollerOf('epass', { resource: 'customer', event: 'created' }, { credential: 'wrong' });
		await expect(trigger.activate()).rejects.toThrow('Invalid user or password.');
		rig.control.clearRequests();
		for (let minute = 0; minute < 59; minute++) await trigger.tick();
		expect(rig.requests('epass')).toEqual([]);
		expect(trigger.failures).toEqual([]);
		await trigger.tick({ minutes: 2 });
		expect(rig.logins('epass')).toHaveLength(1);
		expect(trigger.failures).toHaveLength(1);
	});

	it('a fault whose words have another number each time is told once an hour', async () => {
		const trigger = pollerOf('guardantStation', { resource: 'customer', event: 'created' });
		await trigger.activate();
		for (let minute = 0; minute < 20; minute++) {
			rig.control.clearFaults();
			const body = JSON.stringify({ message: `Bad request, id ${7000 + minute}` });
			rig.control.addFault({ vendor: 'guardant', fault: { kind: 'status', status: 400, body }, count: 10 });
			await trigger.tick();
		}
		expect(trigger.failures).toHaveLength(1);
	});

	it('another wrong password is told as well', async () => {
		rig.setCredential('wrong', 'epass', { password: 'wrong' });
		const trigger = pollerOf('epass', { resource: 'customer', event: 'created' }, { credential: 'wrong' });
		await expect(trigger.activate()).rejects.toThrow('Invalid user or password.');
		rig.setCredential('wrong', 'epass', { password: 'wrong again' });
		await trigger.tick();
		expect(trigger.failures).toHaveLength(1);
		await trigger.tick();
		expect(trigger.failures).toHaveLength(1);
	});

	it('an outage counts from when the workflow was published, not from before it was off', async () => {
		const trigger = poller();
		await trigger.activate();
		down();
		await trigger.tick();
		trigger.now += 3 * 86_400_000;
		await trigger.activate();
		await trigger.tick();
		expect(trigger.failures).toEqual([]);
		await trigger.tick({ minutes: 10 });
		expect(trigger.failures).toHaveLength(1);
	});

	it('who publishes again is told again', async () => {
		rig.setCredential('wrong', 'epass', { password: 'wrong' });
		const trigger = pollerOf('epass', { resource: 'customer', event: 'created' }, { credential: 'wrong' });
		for (let time = 0; time < 2; time++)
			await expect(trigger.activate()).rejects.toThrow('Invalid user or password.');
	});

	it('Weevio: one that was edited is not kept waiting for the minimum interval', async () => {
		rig.setCredential('mended', 'weevioPims', { apiSecret: 'wrong' });
		const trigger = pollerOf('weevioPims', { resource: 'order', event: 'created' }, { credential: 'mended' });
		await expect(trigger.activate()).rejects.toThrow(/./);
		rig.setCredential('mended', 'weevioPims', {});
		rig.control.clearRequests();
		await trigger.tick();
		await trigger.tick();
		expect(rig.sent('weevio')).toHaveLength(1);
	});

	it('a credential that was edited after that is tried at once', async () => {
		rig.setCredential('mended', 'epass', { password: 'wrong' });
		const trigger = pollerOf('epass', { resource: 'customer', event: 'created' }, { credential: 'mended' });
		await expect(trigger.activate()).rejects.toThrow(/./);
		rig.setCredential('mended', 'epass', {});
		expect(await trigger.tick()).toEqual([]);
		const key = rig.control.insert('epass', 'customer');
		expect(keys(await trigger.tick())).toEqual([String(key).trim()]);
	});

	it('the state goes by the account: another branch keeps it, and a user who is refused changes nothing', async () => {
		const trigger = poller();
		await trigger.activate();
		const { scope } = (Object.values(trigger.staticData)[0] as IDataObject).state as IDataObject;
		rig.setCredential('epassApi', 'epass', { branchCode: 'OTHER' });
		rig.control.insert('epass', 'customer');
		expect(await trigger.tick()).toHaveLength(1);
		rig.setCredential('epassApi', 'epass', { userId: 'SOMEBODY' });
		await trigger.restart({ minutes: 30 });
		await trigger.tick();
		expect(JSON.stringify(trigger.staticData)).toContain(String(scope));
	});

	it('another address is another account, which begins with what is there', async () => {
		const trigger = poller();
		await trigger.activate();
		// The same vendor under another name, so that both can be asked.
		const baseUrl = rig.sandbox.credentials.epassApi.baseUrl.replace('127.0.0.1', '127.1');
		rig.setCredential('epassApi', 'epass', { baseUrl });
		rig.control.insert('epass', 'customer');
		expect(await trigger.tick()).toEqual([]);
		const key = rig.control.insert('epass', 'customer');
		expect(keys(await trigger.tick())).toEqual([String(key).trim()]);
		expect(trigger.failures).toEqual([]);
	});

	it.each(Object.values(VENDORS).map((vendor) => [vendor.displayName, vendor] as const))(
		'%s: a new password, key or token is not another account',
		(_, { account, secrets }) => {
			expect(account.filter((property) => secrets.includes(property))).toEqual([]);
		},
	);

	it('bad settings stop the publishing, and name the parameter', async () => {
		const trigger = pollerOf('guardantStation', { resource: 'order', event: 'created', watch: '' });
		await expect(trigger.activate()).rejects.toThrow('Watch: nothing is entered');
		expect(rig.requests('guardant')).toEqual([]);
	});

	it.each([
		[{ fieldsToWatch: 'citty' }, 'Fields to Watch: the output has no field "citty"'],
		[{ output: 'raw', fieldsToWatch: 'Citty' }, 'Fields to Watch: none of the customers has a field "Citty"'],
		[{ limit: 0 }, 'Limit: "0" is not a whole number from 1 on'],
		[{ event: 'renamed' }, 'Event'],
		[{ event: 'deleted' }, 'Event: customers cannot be watched for "deleted"'],
		[{ options: { minimumInterval: 'often' } }, 'Options'],
	])('%j is refused', async (parameters, words) => {
		const trigger = pollerOf('epass', { resource: 'customer', event: 'updated', ...parameters });
		await expect(trigger.activate()).rejects.toThrow(words);
	});
});

describe('one poll at a time', () => {
	it('a wrong setting stops the publishing all the same', async () => {
		const poller = pollerOf('epass', { resource: 'customer', event: 'created' });
		await poller.activate();
		const underWay = poller.tick();
		await expect(poller.publish({ limit: 0 })).rejects.toThrow(/Limit/);
		await underWay;
	});

	it('a second registration of the same node asks nothing while the first does', async () => {
		const trigger = pollerOf('guardantStation', { resource: 'customer', event: 'created' });
		await trigger.activate();
		rig.control.insert('guardant', 'customer');
		rig.control.clearRequests();
		const both = await Promise.all([trigger.tick(), trigger.tick()]);
		expect(both.flat()).toHaveLength(1);
	});
});

describe('the Minimum Interval', () => {
	const ordersOfWeevio = { resource: 'order', event: 'created', options: { maxRetries: 0 } };
	const asked = (): number => rig.sent('weevio').length;
	const SECOND = 1 / 60;

	it('asks at each tick of a schedule that is as long, whether it comes early or late by a moment', async () => {
		const poller = pollerOf('weevioPims', ordersOfWeevio);
		await poller.activate();
		for (const late of [0, 0.036, -0.024, 0.03, -0.036, 0.024]) {
			rig.control.clearRequests();
			await poller.tick({ minutes: 15 + late * SECOND });
			expect(asked()).toBe(1);
		}
		rig.control.clearRequests();
		for (let minute = 1; minute < 14; minute++) await poller.tick();
		expect(asked()).toBe(0);
	});

	it('holds again once a credential that was refused has been corrected', async () => {
		const poller = pollerOf('weevioPims', ordersOfWeevio);
		await poller.activate();
		rig.setCredential('weevioPimsApi', 'weevioPims', { apiSecret: 'wrong' });
		await poller.tick({ minutes: 15 });
		rig.setCredential('weevioPimsApi', 'weevioPims', {});
		rig.control.addFault({ vendor: 'weevio', fault: { kind: 'status', status: 503 }, count: 1000 });
		rig.control.clearRequests();
		for (let minute = 0; minute < 10; minute++) await poller.tick();
		expect(asked()).toBe(1);
	});
});

describe('settings that change', () => {
	it.each<[string, NodeName, IDataObject, IDataObject, () => unknown]>([
		[
			'Order Status',
			'guardantStation',
			{ resource: 'order', watch: '8', options: { status: [1] } },
			{ options: {} },
			() => rig.control.insert('guardant', 'order', { customer: 8, status: 0 }),
		],
		[
			'Date Format',
			'epass',
			{ resource: 'customer', options: { dateFormat: 'MM/DD/YYYY' } },
			{ options: { dateFormat: 'DD/MM/YYYY' } },
			() => rig.control.insert('epass', 'customer'),
		],
		[
			'Timezone',
			'weevioPims',
			{ resource: 'order', options: { minimumInterval: 0, timezone: 'Europe/Berlin' } },
			{ options: { minimumInterval: 0, timezone: 'America/Chicago' } },
			() => rig.control.insert('weevio', 'order', { ORDER_DATE: '03/01/2026' }),
		],
	])(
		'%s chooses other records: they are learned, and not given out',
		async (_, node, before, after, make) => {
			const poller = pollerOf(node, { event: 'created', ...before });
			await poller.activate();
			make();
			expect(await poller.publish(after as INodeParameters)).toEqual([]);
			expect(await poller.tick()).toEqual([]);
			expect(poller.log).toEqual([]);
		},
	);

	it('another event is no damage', async () => {
		const poller = pollerOf('epass', { resource: 'customer', event: 'created' });
		await poller.activate();
		await poller.publish({ event: 'updated' });
		expect(poller.log).toEqual([]);
	});

	it('Fields to Watch are right as long as there is nothing to judge them by', async () => {
		const own = { resource: 'order', watch: '9', output: 'raw', fieldsToWatch: 'status' };
		const poller = pollerOf('guardantStation', { event: 'createdOrUpdated', ...own });
		expect(await poller.activate()).toEqual([]);
		expect(poller.failures).toEqual([]);
	});

	it.each<[string, IDataObject]>([
		['another event', { event: 'createdOrUpdated' }],
		['other filters', { filters: { conditions: [{ field: 'City', operator: 'equal', value: 'Bergen' }] } }],
		['another resource', { resource: 'invoice' }],
	])('%s begin anew with what is there, even where existing records were wanted', async (_, change) => {
		const poller = pollerOf('epass', {
			resource: 'customer',
			event: 'created',
			startWith: 'existing',
			limit: 1000,
		});
		expect((await poller.activate()).length).toBeGreaterThan(0);
		rig.control.insert('epass', 'customer', { City: 'Bergen' });
		expect(await poller.publish(change as INodeParameters)).toEqual([]);
		expect(await poller.tick()).toEqual([]);
	});

	it.each<[string, IDataObject, IDataObject]>([
		[
			'an expression that comes to something else each time',
			{ filters: { conditions: [condition('={{ $now.minus({ days: 30 }).toISO() }}')] } },
			{},
		],
		['no filters, written in another way', {}, { filters: { conditions: [] } }],
		['an empty query', {}, { query: ' ' }],
	])('%s is no other watch', async (_, before, change) => {
		const poller = pollerOf('epass', { resource: 'customer', event: 'created', ...before });
		await poller.activate();
		for (let time = 0; time < 3; time++) {
			const key = rig.control.insert('epass', 'customer', { DateCreated: '2031-01-01T00:00:00' });
			expect(keys(await poller.publish(change as INodeParameters))).toEqual([String(key).trim()]);
		}
	});

	it('another Limit, Minimum Interval or timeout is no other watch', async () => {
		const poller = pollerOf('epass', { resource: 'customer', event: 'created' });
		await poller.activate();
		const key = rig.control.insert('epass', 'customer');
		const options = { timeout: 5000, reportOutagesAfter: 1 };
		expect(keys(await poller.publish({ limit: 7, options }))).toEqual([String(key).trim()]);
	});
});

describe('static data', () => {
	it('holds no secret and nothing of a record', async () => {
		const trigger = pollerOf('epass', { resource: 'customer', event: 'createdOrUpdated' });
		await trigger.activate();
		rig.control.amend('epass', 'customer', '1000', { City: 'Reykjavik' });
		await trigger.tick();
		const stored = trigger.stored ?? '';
		for (const text of [
			'Reykjavik',
			rig.sandbox.credentials.epassApi.password,
			rig.sandbox.credentials.epassApi.userId,
		])
			expect(stored).not.toContain(text);
	});
});

describe('static data that is damaged', () => {
	it.each<[string, 'created' | 'createdOrUpdated' | 'deleted', IDataObject]>([
		['nothing in it', 'createdOrUpdated', {}],
		['a number for the records', 'createdOrUpdated', { ledger: 12 }],
		['half a record', 'createdOrUpdated', { ledger: 'A'.repeat(101) }],
		['nothing in it', 'created', {}],
		['no number', 'created', { last: 'abc', ids: '' }],
		['a number that is none', 'created', { last: -5, ids: '' }],
		['numbers that are none', 'created', { last: 5, ids: '1,,x' }],
	])('EPASS, %s, event %s: what is there is looked at anew, and said', async (_, event, known) => {
		const poller = pollerOf('epass', { resource: 'customer', event });
		await poller.activate();
		const stored = JSON.parse(poller.stored ?? '{}', (key, value: unknown) =>
			key === 'known' ? known : value,
		) as IDataObject;
		poller.stored = JSON.stringify(stored);
		expect(await poller.activate()).toEqual([]);
		expect(poller.log).toEqual([expect.stringContaining('could not be read')]);
		const key = rig.control.insert('epass', 'customer');
		expect(keys(await poller.tick())).toEqual([String(key).trim()]);
	});

	it.each([{ keys: 12 }, { keys: '00%zz' }, { keys: '??\n' }])('deletions, %p', async (known) => {
		const poller = pollerOf('guardantStation', { resource: 'customer', event: 'deleted' });
		await poller.activate();
		poller.stored = JSON.stringify(
			JSON.parse(poller.stored ?? '{}', (key, value: unknown) => (key === 'known' ? known : value)),
		);
		expect(await poller.activate()).toEqual([]);
		expect(poller.log).toEqual([expect.stringContaining('could not be read')]);
	});
});

describe('25,000 records', () => {
	let large: Rig;
	beforeAll(async () => {
		large = await Rig.start({ customers: 25_000 });
	});
	afterAll(async () => await large.close());

	it('are kept within 300 kB; one more is refused', async () => {
		const poller = pollerOf(
			'weevioPims',
			{ resource: 'customer', event: 'createdOrUpdated', options: { minimumInterval: 0 } },
			{ rig: large },
		);
		await poller.activate();
		const code = String(large.control.records('weevio')[20_000]?.CUSTOMER_CODE);
		large.control.amend('weevio', 'customer', code, { BCITY: 'Reykjavik' });
		expect(keys(await poller.tick())).toEqual([code]);
		expect(JSON.stringify(poller.staticData).length).toBeLessThanOrEqual(300_000);
		expect(large.sent('weevio')).toHaveLength(2);
		large.control.insert('weevio', 'customer');
		await poller.tick();
		expect(poller.failures.map(({ message }) => message)).toEqual([
			'There are more than 25,000 customers, which is the most that can be compared from poll to poll',
		]);
	});
});
