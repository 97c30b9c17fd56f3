import '../../lab/engine/environment';
import { mapped } from '../../lab/n8n/workflows';

import type { IDataObject } from 'n8n-workflow';

import { AUTOMATIC, customer, ORDER_KEYS, Rig } from './support';

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 30 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const to = (value: unknown, mode = 'id'): IDataObject => ({
	resource: 'delivery',
	customer: { __rl: true, mode, value } as IDataObject,
});
const byHand = (value: IDataObject): IDataObject => ({
	fields: mapped(value),
});
const ITEMS = [{ item_ref: 'P-1', description: 'Brake pad', quantity: 4 }];

/** The deliveries that were asked for. */
const ordered = (): unknown[] =>
	rig
		.sent('pdm')
		.filter(({ path }) => path.endsWith('/CreateDelivery'))
		.map(({ body }) => (body as { delivery: unknown }).delivery);
/** How many of them PDM has. */
const kept = (): number => rig.control.created('pdm').filter((record) => 'delivery_id' in record).length;

describe('create', () => {
	it('orders a delivery with one request and gives the common order', async () => {
		const fields = { external_delivery_ref: 'SO-1', delivery_date: '2026-02-03', boxes: 2, items: ITEMS };
		const item = await rig.item('proDeliveryManager', 'create', { ...to(1408), ...byHand(fields) });
		expect(Object.keys(item)).toEqual([...ORDER_KEYS]);
		expect(item).toEqual({
			id: 52_001,
			number: null,
			customerId: 1408,
			reference: 'SO-1',
			description: null,
			status: null,
			date: '2026-02-03',
			quantity: null,
			total: null,
			lines: [
				{
					lineNumber: null,
					code: 'P-1',
					description: 'Brake pad',
					quantity: 4,
					shipped: null,
					price: null,
					total: null,
				},
			],
		});
		expect(ordered()).toEqual([{ customer_id: 1408, ...fields }]);
		expect(kept()).toBe(1);
	});

	it('gives all that PDM answers under its own names in raw output', async () => {
		const item = await rig.item('proDeliveryManager', 'create', {
			...to('EXTREF164736', 'externalRef'),
			...byHand({ boxes: 1 }),
			output: 'raw',
		});
		expect(item).toMatchObject({
			delivery_id: 52_001,
			customer_id: 1408,
			external_customer_ref: 'EXTREF164736',
			boxes: 1,
			fridge: false,
			delivery_date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
		});
	});

	it.each(['id', 'statusOnly'] as const)(
		'gives what was sent where the answer says little: %s',
		async (pdmDeliveryAnswer) => {
			rig.control.settings({ pdmDeliveryAnswer });
			const fields = { external_delivery_ref: 'SO-1', delivery_date: '2026-02-03', items: ITEMS };
			const item = await rig.item('proDeliveryManager', 'create', { ...to(1408), ...byHand(fields) });
			expect(item).toMatchObject({
				id: pdmDeliveryAnswer === 'id' ? 52_001 : null,
				customerId: 1408,
				reference: 'SO-1',
				date: '2026-02-03',
				lines: [{ code: 'P-1', quantity: 4 }],
			});
		},
	);

	it('links each delivery to its item, and goes on when one is refused', async () => {
		const run = await rig.run(
			'proDeliveryManager',
			'create',
			{ ...to('={{ $json.who }}'), ...byHand({ boxes: 1 }), options: { maxParallelRequests: 1 } },
			{ input: [{ who: 1408 }, { who: 7 }, { who: 1409 }], onError: 'continueRegularOutput' },
		);
		expect(run.output()).toMatchObject([
			{ json: { customerId: 1408 }, pairedItem: { item: 0 } },
			{ json: { error: 'No matching customer found: 7 [item 1]' }, pairedItem: { item: 1 } },
			{ json: { customerId: 1409 }, pairedItem: { item: 2 } },
		]);
		expect(kept()).toBe(2);
	});

	it('is refused in PDM’s words when the customer has a delivery on that day already', async () => {
		const again = { delivery_date: '2026-02-03', check_delivery: true };
		await rig.item('proDeliveryManager', 'create', { ...to(1408), ...byHand(again) });
		const run = await rig.run('proDeliveryManager', 'create', { ...to(1408), ...byHand(again) });
		expect(run.error).toMatchObject({
			message: 'Delivery already scheduled (code 404) [item 0]',
			description: expect.stringContaining('another day'),
		});
		expect(kept()).toBe(1);
	});

	it('is refused by PDM for a reference that is taken', async () => {
		const fields = byHand({ external_delivery_ref: 'SO-1' });
		await rig.item('proDeliveryManager', 'create', { ...to(1408), ...fields });
		const run = await rig.run('proDeliveryManager', 'create', { ...to(1409), ...fields });
		expect(run.error?.message).toMatch(/external_delivery_ref must be unique \(code 302\) \[item 0\]$/);
		expect(kept()).toBe(1);
	});

	it.each<[string, IDataObject, RegExp]>([
		[
			'no customer',
			{ ...to('={{ $json.nobody }}'), ...byHand({ boxes: 1 }) },
			/^Customer: nothing is chosen/,
		],
		['no fields', { ...to(1408), ...byHand({}) }, /^Fields: nothing is filled in/],
		['no box', { ...to(1408), ...byHand({ boxes: 0 }) }, /^Fields: Boxes \(boxes\) must be 1 or more/],
		[
			'an item without a quantity',
			{ ...to(1408), ...byHand({ items: [{ description: 'x' }] }) },
			/^Fields: Items \(items\), item 1: "Quantity" \(quantity\) is required/,
		],
	])('sends nothing for %s', async (_, parameters, words) => {
		const run = await rig.run('proDeliveryManager', 'create', parameters);
		expect(run.error?.message).toMatch(words);
		expect(rig.requests('pdm')).toEqual([]);
	});
});

describe('a delivery whose answer is lost', () => {
	const referred = { ...to(1408), ...byHand({ external_delivery_ref: 'SO-1', boxes: 1 }) };

	it.each([
		[1, { kind: 'resetAfter' }],
		[1, { kind: 'truncated' }],
		[1, { kind: 'statusAfter', status: 502 }],
		// Before any work, which the answer does not say.
		[0, { kind: 'empty' }],
		[0, { kind: 'html' }],
	] as const)('may have been saved, and is never ordered again: %i by %j', async (saved, fault) => {
		rig.control.addFault({ vendor: 'pdm', fault, match: { pathIncludes: 'CreateDelivery' } });
		const run = await rig.run('proDeliveryManager', 'create', referred);
		expect(run.error).toMatchObject({
			message: expect.stringMatching(/the record may have been saved all the same \[item 0\]$/),
			description:
				"Look in the vendor's system for the external delivery reference SO-1 before you run this item again",
		});
		expect(ordered()).toHaveLength(1);
		expect(kept()).toBe(saved);
	});

	it('leaves a person to look when it has no reference', async () => {
		rig.control.addFault({
			vendor: 'pdm',
			fault: { kind: 'resetAfter' },
			match: { pathIncludes: 'CreateDelivery' },
		});
		const run = await rig.run('proDeliveryManager', 'create', { ...to(1408), ...byHand({ boxes: 1 }) });
		expect(run.error?.description).toMatch(/whether the record is there before you run this item again$/);
		expect(ordered()).toHaveLength(1);
	});

	it('is ordered again where PDM did nothing: after a rate limit, and with a new session', async () => {
		await rig.item('proDeliveryManager', 'get', customer(1408));
		rig.control.addFault({ vendor: 'pdm', fault: { kind: 'rateLimit', retryAfter: '0' } });
		expect(await rig.item('proDeliveryManager', 'create', referred)).toMatchObject({ reference: 'SO-1' });
		rig.control.expireSessions('pdm');
		const next = byHand({ external_delivery_ref: 'SO-2' });
		expect(await rig.item('proDeliveryManager', 'create', { ...to(1408), ...next })).toMatchObject({
			reference: 'SO-2',
		});
		expect(ordered()).toHaveLength(4);
		expect(kept()).toBe(2);
	});
});

describe('an order of another vendor', () => {
	/** What the node has stored when nobody has touched the customer. */
	const untouched: IDataObject = { resource: 'delivery', ...AUTOMATIC };
	const weevioOrder = async (): Promise<IDataObject> =>
		await rig.item('weevioPims', 'get', {
			resource: 'order',
			order: { __rl: true, mode: 'id', value: '100000' } as IDataObject,
		});
	/** PDM knows Weevio's customer by its code. */
	const known = async (): Promise<void> => {
		await rig.item('proDeliveryManager', 'create', {
			...byHand({
				external_customer_ref: 'M-1000',
				first_name: 'Jane',
				last_name: 'Doe',
				'address.line_1': '101 Main St',
				'address.city': 'Bloomington',
				'address.postal_code': '47404',
			}),
		});
	};

	it('becomes a delivery with its lines, without a field mapped by hand', async () => {
		await known();
		const order = await weevioOrder();
		const run = await rig.run('proDeliveryManager', 'create', untouched, { input: [order] });
		expect(run.error).toBeUndefined();
		const lines = order.lines as IDataObject[];
		expect(ordered()).toEqual([
			{
				external_customer_ref: 'M-1000',
				external_delivery_ref: '100000',
				items: lines.map(({ code, description, quantity }) => ({ item_ref: code, description, quantity })),
			},
		]);
		expect(run.json()).toMatchObject([
			{ reference: '100000', lines: lines.map(({ code, quantity }) => ({ code, quantity })) },
		]);
		const left = run.hints().map(({ message }) => message);
		expect(left).toEqual([expect.stringMatching(/left out: .*status/), '1 request was sent.']);
		expect(left[0]).not.toContain('customerId');
	});

	it('needs a customer that PDM knows', async () => {
		const run = await rig.run('proDeliveryManager', 'create', untouched, { input: [await weevioOrder()] });
		expect(run.error?.message).toBe('No matching customer found: M-1000 [item 0]');
		expect(kept()).toBe(0);
	});

	it('is named by its reference where it has no number, and its description becomes the notes', async () => {
		const order = { number: null, reference: 'PO-7', description: 'Fragile', lines: null, customerId: 'x' };
		await rig.run('proDeliveryManager', 'create', { ...to(1408), ...AUTOMATIC }, { input: [order] });
		expect(ordered()).toEqual([{ customer_id: 1408, external_delivery_ref: 'PO-7', notes: 'Fragile' }]);
	});

	it('describes an item by its code where a line has no description, and names a line that says too little', async () => {
		const orderOf = (...lines: IDataObject[]): IDataObject => ({ number: 'SO-1', lines });
		const deliver = async (order: IDataObject) =>
			await rig.run('proDeliveryManager', 'create', { ...to(1408), ...AUTOMATIC }, { input: [order] });
		await deliver(orderOf({ code: 'P-1', description: null, quantity: 2 }));
		expect(ordered()).toEqual([
			{
				customer_id: 1408,
				external_delivery_ref: 'SO-1',
				items: [{ item_ref: 'P-1', description: 'P-1', quantity: 2 }],
			},
		]);
		const run = await deliver(orderOf({ code: 'P-1', quantity: 2 }, { code: 'P-2', quantity: null }));
		expect(run.error?.message).toBe(
			'Fields: Items (items), item 2: "Quantity" (quantity) is required [item 0]',
		);
		expect(ordered()).toHaveLength(1);
	});
});

describe('the fields of a delivery in the editor', () => {
	it('are those of the page, under its names', async () => {
		const { fields } = await rig.engine.mappingFields({
			...rig.nodeOf('proDeliveryManager', { ...to(1408), operation: 'create' }),
			method: 'createDeliveryFields',
		});
		expect(fields.map(({ id, type }) => [id, type])).toEqual([
			['external_delivery_ref', 'string'],
			['delivery_date', 'dateTime'],
			['boxes', 'number'],
			['items', 'array'],
			['notes', 'string'],
			['fridge', 'options'],
			['controlled_delivery', 'options'],
			['check_delivery', 'options'],
		]);
	});
});
