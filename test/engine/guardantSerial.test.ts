import '../../lab/engine/environment';
import { mapped } from '../../lab/n8n/workflows';

import type { IDataObject } from 'n8n-workflow';

import type { Fault } from '../../lab/sandbox/types';
import { SUBTITLE } from '../../nodes/shared/properties';
import { AUTOMATIC, customer, PREFIX, Rig } from './support';

const API = PREFIX.guardant;
/** The serials of the vendor's pages. */
const SERIAL = 'LvHdHH-Ux1VmY-pGKq1y-NEE4pp-8iAAgP';
const WITHOUT_CUSTOMER = 'L6Jo6h-KLvZ6M-SzMs3K-64Uggc-7B2ZDG';
const USED = 'w388Nt-ecbUam-hp1h3M-mxXgHp-tdk9k7';

const KEYS = [
	...[
		'id',
		'internalId',
		'status',
		'activationCount',
		'activationLimit',
		'dongleId',
		'licenseContainerVersion',
	],
	...['customerId', 'customerName', 'customerCompanyName', 'customerEmail', 'customerPhone'],
	...['binding', 'bindingMaxHardwareChangeNumber'],
];

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 320 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const serial = (value: unknown): IDataObject => ({
	resource: 'serial',
	serial: { __rl: true, mode: 'id', value } as IDataObject,
});
const byHand = (value: IDataObject): IDataObject => ({
	fields: mapped(value),
});
const search = async (
	filters: IDataObject,
	more: IDataObject = { returnAll: true },
): Promise<IDataObject[]> =>
	await rig.items('guardantStation', 'search', { resource: 'serial', filters, ...more });

/** Method and path of every request. */
const asked = (): string[] =>
	rig.sent('guardant').map(({ method, path }) => `${method} ${path.slice(API.length)}`);

describe('get', () => {
	it('reads a serial by itself, as documented', async () => {
		const item = await rig.item('guardantStation', 'get', serial(SERIAL));
		expect(Object.keys(item)).toEqual(KEYS);
		expect(item).toMatchObject({
			id: SERIAL,
			internalId: 10176,
			status: 'Normal',
			activationCount: 1,
			activationLimit: 30,
			dongleId: -1235188599,
			customerId: 246,
			customerName: 'bma_customer',
			customerEmail: 'bma_customer@guardant.com',
		});
		expect(item.binding).toContainEqual({ part: 'CPU', bound: true, replaceable: false });
		expect(rig.sent('guardant')).toEqual([
			{ method: 'GET', path: `${API}/serial/getinfo/${SERIAL}`, query: {} },
		]);
	});

	it('gives null for the customer of a serial that has none', async () => {
		expect(await rig.item('guardantStation', 'get', serial(WITHOUT_CUSTOMER))).toMatchObject({
			customerId: null,
			customerName: null,
			customerEmail: null,
		});
	});

	it('names the customer that Get of a customer takes', async () => {
		const found = await search({ text: '-' }, { limit: 100 });
		const owned = found.find(({ customerId }) => Number(customerId) > 260) ?? {};
		const owner = await rig.item('guardantStation', 'get', customer(owned.customerId));
		expect(owner).toMatchObject({
			id: owned.customerId,
			name: owned.customerName,
			email: owned.customerEmail,
		});
	});

	it('gives the vendor’s fields under "raw", the named ones under "selected"', async () => {
		const raw = await rig.item('guardantStation', 'get', { ...serial(SERIAL), output: 'raw' });
		expect(raw).toMatchObject({
			_id: 10176,
			serialstring: SERIAL,
			binding: { CPU: true },
			customer: { _id: 246 },
		});
		const selected = { ...serial(SERIAL), output: 'selected', outputFields: 'customerName, customer.email' };
		expect(await rig.item('guardantStation', 'get', selected)).toEqual({
			id: SERIAL,
			customerName: 'bma_customer',
			'customer.email': 'bma_customer@guardant.com',
		});
	});

	it('asks once for items that want the same serial, and tells letters by their case', async () => {
		const keys = [SERIAL, ` ${SERIAL} `, SERIAL.toLowerCase()];
		const run = await rig.run('guardantStation', 'get', serial('={{ $json.key }}'), {
			input: keys.map((key) => ({ key })),
			onError: 'continueRegularOutput',
		});
		const [first, second, other] = run.json();
		expect([first?.id, second?.id]).toEqual([SERIAL, SERIAL]);
		expect(other).toEqual({ error: `Serial number not found: ${SERIAL.toLowerCase()} [item 2]` });
		expect(asked()).toHaveLength(2);
	});

	it('sends nothing when no serial is entered', async () => {
		const run = await rig.run('guardantStation', 'get', serial("={{ '' }}"));
		expect(run.error?.message).toBe('Serial: nothing is chosen or entered (By ID) [item 0]');
		expect(rig.requests('guardant')).toEqual([]);
	});
});

describe('search', () => {
	it('sends the text in the body, and pages until nothing comes', async () => {
		const found = await search({ text: '-' });
		expect(found).toHaveLength(320);
		expect(new Set(found.map(({ id }) => id)).size).toBe(320);
		expect(found.every((item) => Object.keys(item).join() === KEYS.join())).toBe(true);
		const [first, ...others] = rig.sent('guardant');
		expect(first).toEqual({
			method: 'POST',
			path: `${API}/search/serialnumbers`,
			query: { offset: '0', limit: '100' },
			body: { searchstring: '-' },
		});
		expect(others.map(({ query }) => query.offset)).toEqual(expect.arrayContaining(['100', '200', '300']));
	});

	it('finds part of a serial, a license ID, and what is known of the customer', async () => {
		const ids = async (text: unknown): Promise<unknown[]> =>
			(await search({ text } as IDataObject)).map(({ id }) => id);
		expect(await ids('LvHdHH')).toEqual([SERIAL]);
		expect(await ids(-1235188599)).toEqual([SERIAL]);
		expect(await ids(' bma_customer@ ')).toEqual([SERIAL]);
		expect(await ids('+49 (0xx)')).toEqual([SERIAL]);
		expect(await ids('nobody is called this')).toEqual([]);
	});

	it('returns exactly as many as the limit says', async () => {
		const everything = await search({ text: '-' });
		rig.control.clearRequests();
		expect(await search({ text: '-' }, { limit: 7 })).toEqual(everything.slice(0, 7));
		expect(rig.sent('guardant').map(({ query }) => query)).toEqual([{ offset: '0', limit: '7' }]);
	});

	it('filters by state and sorts on the server', async () => {
		const blocked = await search({ text: '-', status: [1], direction: 'desc' });
		expect(rig.sent('guardant')[0]?.query).toMatchObject({ status: '1', direction: 'desc' });
		expect(blocked.length).toBeGreaterThan(10);
		expect(new Set(blocked.map(({ status }) => status))).toEqual(new Set(['Blocked']));
		const ids = blocked.map(({ id }) => String(id));
		expect(ids).toEqual([...ids].sort().reverse());
	});

	it.each([
		['blocked', '1'],
		['0, 1', '0,1'],
		['={{ [1, "Normal"] }}', '1,0'],
	])('takes the state as %j', async (status, sent) => {
		await search({ text: 'Lv', status });
		expect(rig.sent('guardant')[0]?.query.status).toBe(sent);
	});

	it('gives each item its own search, linked to it', async () => {
		const run = await rig.run(
			'guardantStation',
			'search',
			{ resource: 'serial', filters: { text: '={{ $json.text }}' } },
			{ input: [{ text: 'LvHdHH' }, { text: 'nothing like it' }, { text: 'w388Nt' }] },
		);
		expect(run.output().map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
			[SERIAL, { item: 0 }],
			[USED, { item: 2 }],
		]);
	});

	it.each<[IDataObject, RegExp]>([
		[{}, /^Filters: Text is required \[item 0\]$/],
		[{ text: '={{ $json.missing }}' }, /^Filters: Text has no value \[item 0\]$/],
		[{ text: '  ' }, /^Filters: Text has no value \[item 0\]$/],
		[{ text: 'Lv', status: 2 }, /^Filters: the serial status "2" is not 0 or 1 \[item 0\]$/],
		[{ text: 'Lv', status: '={{ [null] }}' }, /^Filters: the serial status "null" is not 0 or 1 \[item 0\]$/],
		[{ text: 'Lv', direction: 'up' }, /^Filters: Sort Direction: "up" is not one of asc, desc \[item 0\]$/],
	])('refuses %j before anything is sent', async (filters, words) => {
		const run = await rig.run('guardantStation', 'search', { resource: 'serial', filters });
		expect(run.error?.message).toMatch(words);
		expect(rig.requests('guardant')).toEqual([]);
	});
});

describe('get license', () => {
	it('reads the serial first, then asks by its number', async () => {
		const item = await rig.item('guardantStation', 'getLicense', serial(SERIAL));
		expect(asked()).toEqual([`GET /serial/getinfo/${SERIAL}`, 'GET /serials/10176/getactuallicense']);
		expect(item).toMatchObject({ id: SERIAL, internalId: 10176, status: 'Normal', activationCount: 1 });
		const licenses = item.licenses as IDataObject[];
		expect(licenses.length).toBeGreaterThan(0);
		for (const license of licenses) {
			expect(license).toMatchObject({ id: expect.any(Number), accessCodeId: expect.any(Number) });
			const features = license.features as IDataObject[];
			expect(features.length).toBeGreaterThan(0);
			for (const feature of features)
				expect(feature).toMatchObject({ id: expect.any(Number), name: expect.any(String), archived: false });
		}
	});

	it('is called by its words under the node on the canvas', async () => {
		// Whatever an expression gives is the name of an output field here.
		const named = { ...serial(SERIAL), output: 'selected', outputFields: SUBTITLE };
		const item = await rig.item('guardantStation', 'getLicense', named);
		expect(Object.keys(item)).toEqual(['id', 'get license: serial']);
	});

	it('gives the vendor’s fields under "raw"', async () => {
		const raw = await rig.item('guardantStation', 'getLicense', { ...serial(SERIAL), output: 'raw' });
		expect(raw).toMatchObject({ _id: 10176, serialstring: SERIAL });
		expect((raw.actuallicense as IDataObject[])[0]).toHaveProperty('featuresWithLicenses');
	});

	it('fails for the serial that is not there, and goes on with the others', async () => {
		const run = await rig.run('guardantStation', 'getLicense', serial('={{ $json.key }}'), {
			input: [{ key: SERIAL }, { key: 'nothing' }, { key: USED }],
			onError: 'continueRegularOutput',
		});
		expect(run.json().map(({ error, id }) => error ?? id)).toEqual([
			SERIAL,
			'Serial number not found: nothing [item 1]',
			USED,
		]);
	});

	it('asks once for items that want the same license', async () => {
		const items = await rig.items('guardantStation', 'getLicense', serial('={{ $json.key }}'), {
			input: [{ key: SERIAL }, { key: SERIAL }],
		});
		expect(items.map(({ id }) => id)).toEqual([SERIAL, SERIAL]);
		expect(asked()).toHaveLength(2);
		// Each item has records of its own.
		expect(items[0]?.licenses).not.toBe(items[1]?.licenses);
	});

	it('asks for no license by the number of another serial', async () => {
		rig.control.addFault({
			vendor: 'guardant',
			fault: { kind: 'status', status: 200, body: { serial: { serialstring: USED, _id: 10177 } } },
			match: { pathIncludes: '/getinfo/' },
		});
		const run = await rig.run('guardantStation', 'getLicense', serial(SERIAL));
		expect(run.error?.message).toBe(
			`No serial found for "${SERIAL}": the look-up brought "${USED}" [item 0]`,
		);
		expect(asked()).toHaveLength(1);
	});

	it('says so when the answer about the serial does not name its number', async () => {
		rig.control.addFault({
			vendor: 'guardant',
			fault: { kind: 'status', status: 200, body: { serial: { serialstring: SERIAL } } },
			match: { pathIncludes: '/getinfo/' },
		});
		const run = await rig.run('guardantStation', 'getLicense', serial(SERIAL));
		expect(run.error?.message).toMatch(/^Guardant Station sent the serial without its _id/);
		expect(asked()).toHaveLength(1);
	});
});

describe('update', () => {
	it('reads the serial, and sends both values although one was given', async () => {
		const item = await rig.item('guardantStation', 'update', {
			...serial(SERIAL),
			...byHand({ activationLimit: 40 }),
		});
		expect(asked()).toEqual([`GET /serial/getinfo/${SERIAL}`, 'PUT /serials/10176']);
		expect(rig.sent('guardant')[1]?.body).toEqual({ status: 0, activationLimit: 40 });
		// What the answer to the change leaves out is known from before.
		expect(item).toMatchObject({ id: SERIAL, activationLimit: 40, status: 'Normal', customerId: 246 });
		expect(await rig.item('guardantStation', 'get', serial(SERIAL))).toMatchObject({ activationLimit: 40 });
	});

	it.each([1, '1', 'Blocked', 'blocked'])(
		'blocks a serial by the status %j, and keeps its limit',
		async (status) => {
			const item = await rig.item('guardantStation', 'update', { ...serial(USED), ...byHand({ status }) });
			expect(rig.sent('guardant')[1]?.body).toEqual({ status: 1, activationLimit: 30 });
			expect(item).toMatchObject({ id: USED, status: 'Blocked', activationLimit: 30, activationCount: 4 });
		},
	);

	it('takes what Get gives out, mapped automatically', async () => {
		const read = await rig.item('guardantStation', 'get', serial(USED));
		const run = await rig.run(
			'guardantStation',
			'update',
			{ ...serial('={{ $json.id }}'), ...AUTOMATIC },
			{ input: [{ ...read, status: 'Blocked', activationLimit: 5 }] },
		);
		expect(run.error).toBeUndefined();
		expect(rig.sent('guardant').at(-1)?.body).toEqual({ status: 1, activationLimit: 5 });
		expect(
			run
				.hints()
				.map(({ message }) => message)
				.join(),
		).not.toContain('no place');
	});

	it('changes each item’s own serial, the same one twice in the order of the items', async () => {
		const run = await rig.run(
			'guardantStation',
			'update',
			{ ...serial('={{ $json.key }}'), ...byHand({ activationLimit: '={{ $json.limit }}' }) },
			{
				input: [
					{ key: SERIAL, limit: 10 },
					{ key: USED, limit: 20 },
					{ key: SERIAL, limit: 11 },
				],
			},
		);
		expect(run.output().map(({ json, pairedItem }) => [json.id, json.activationLimit, pairedItem])).toEqual([
			[SERIAL, 10, { item: 0 }],
			[USED, 20, { item: 1 }],
			[SERIAL, 11, { item: 2 }],
		]);
		expect(await rig.item('guardantStation', 'get', serial(SERIAL))).toMatchObject({ activationLimit: 11 });
	});

	it.each<[IDataObject, RegExp]>([
		[{ activationLimit: 51 }, /^Fields: Activation Limit \(activationLimit\) must be 50 or less, not 51/],
		[{ activationLimit: -1 }, /^Fields: Activation Limit \(activationLimit\) must be 0 or more, not -1/],
		[
			{ activationLimit: 2.5 },
			/^Fields: Activation Limit \(activationLimit\) must be a whole number, not 2.5/,
		],
		[{ status: 2 }, /^Fields: Status \(status\): "2" is not one of 0, 1/],
		[{}, /^Fields: nothing is filled in/],
	])('refuses %j before anything is sent', async (fields, words) => {
		const run = await rig.run('guardantStation', 'update', { ...serial(USED), ...byHand(fields) });
		expect(run.error?.message).toMatch(words);
		expect(rig.requests('guardant')).toEqual([]);
	});

	it('refuses a limit below the activations that were made, by what was read', async () => {
		const run = await rig.run('guardantStation', 'update', {
			...serial(USED),
			...byHand({ activationLimit: 3 }),
		});
		expect(run.error?.message).toBe(
			'Fields: Activation Limit (activationLimit) must not be below the 4 activations that were made, but is 3 [item 0]',
		);
		expect(asked()).toEqual([`GET /serial/getinfo/${USED}`]);
		await rig.item('guardantStation', 'update', { ...serial(USED), ...byHand({ activationLimit: 4 }) });
	});

	it('passes on why the vendor refuses a limit, as for a serial of a demo', async () => {
		const isDemo = async (id: unknown): Promise<boolean> => {
			const run = await rig.run('guardantStation', 'update', {
				...serial(id),
				...byHand({ activationLimit: 50 }),
			});
			return run.error?.message === 'Invalid activationLimit [item 0]';
		};
		const found = await search({ text: '-' }, { limit: 30 });
		const refused = await Promise.all(found.map(async ({ id }) => await isDemo(id)));
		expect(refused).toContain(true);
		expect(refused).toContain(false);
	});

	it('refuses another serial’s key among the extra fields', async () => {
		const run = await rig.run('guardantStation', 'update', {
			...serial(USED),
			...byHand({ status: 1 }),
			extraFields: JSON.stringify({ serialstring: SERIAL }),
		});
		expect(run.error?.message).toContain(`serialstring is "${SERIAL}", but the serial to write is ${USED}`);
		expect(rig.requests('guardant')).toEqual([]);
	});

	it.each(['unwrapped', 'listed', 'textFlags', 'numberFlags', 'textNumbers'] as const)(
		'sends numbers, in whatever types the vendor sent what was read (%s)',
		async (form) => {
			rig.control.addFault({ vendor: 'guardant', fault: { kind: 'otherType', form }, count: 2 });
			const item = await rig.item('guardantStation', 'update', { ...serial(USED), ...byHand({ status: 1 }) });
			expect(rig.sent('guardant')[1]).toMatchObject({
				path: `${API}/serials/58273`,
				body: { status: 1, activationLimit: 30 },
			});
			expect(item).toMatchObject({ id: USED, internalId: 58273, status: 'Blocked', activationLimit: 30 });
		},
	);

	describe('whose answer was lost', () => {
		const change = { ...serial(USED), ...byHand({ status: 1, activationLimit: 12 }) };
		const faulty = (fault: Fault, count = 1): void => {
			rig.control.addFault({ vendor: 'guardant', fault, count, match: { method: 'PUT' } });
		};
		const writes = (): number => asked().filter((request) => request.startsWith('PUT')).length;

		it.each<Fault>([
			{ kind: 'resetAfter' },
			{ kind: 'truncated' },
			{ kind: 'statusAfter', status: 502 },
			{ kind: 'gzipDamaged' },
		])('was made: it is looked up and not sent again ($kind)', async (fault) => {
			faulty(fault);
			expect(await rig.item('guardantStation', 'update', change)).toMatchObject({
				id: USED,
				status: 'Blocked',
				activationLimit: 12,
			});
			expect(writes()).toBe(1);
			expect(asked().at(-1)).toBe(`GET /serial/getinfo/${USED}`);
		});

		it.each<Fault>([
			{ kind: 'resetBefore' },
			{ kind: 'status', status: 503 },
			{ kind: 'status', status: 200, body: {} },
			{ kind: 'page', status: 502 },
			{ kind: 'empty' },
			{ kind: 'notJson' },
		])('was not made: it is looked up, and sent again ($kind)', async (fault) => {
			faulty(fault);
			expect(await rig.item('guardantStation', 'update', change)).toMatchObject({
				status: 'Blocked',
				activationLimit: 12,
			});
			expect(writes()).toBe(2);
		});

		it('is not sent again after a breakdown that was an answer', async () => {
			faulty({ kind: 'status', status: 500 });
			const run = await rig.run('guardantStation', 'update', change);
			expect(run.error?.message).toMatch(/HTTP 500/);
			expect(writes()).toBe(1);
		});

		it('may have been made when it cannot be looked up either, and which serial to look for', async () => {
			faulty({ kind: 'resetAfter' });
			rig.control.addFault({
				vendor: 'guardant',
				fault: { kind: 'status', status: 403 },
				skip: 1,
				match: { pathIncludes: '/getinfo/' },
			});
			const run = await rig.run('guardantStation', 'update', change);
			expect(run.error).toMatchObject({
				message: expect.stringMatching(/ - the record may have been saved all the same \[item 0\]$/),
				description: `Look in the vendor's system for the serial ${USED} before you run this item again`,
			});
			expect(writes()).toBe(1);
		});
	});
});
