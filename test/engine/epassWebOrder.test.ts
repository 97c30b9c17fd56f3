import '../../lab/engine/environment';
import { mapped } from '../../lab/n8n/workflows';

import type { IDataObject } from 'n8n-workflow';

import { AUTOMATIC, customer, ORDER_KEYS, Rig } from './support';

const PATH = '/epass/api/v1/external/weborder';

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 60 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const ORDER = {
	webOrderID: 'W-1',
	orderDate: '2026-01-31',
	firstName: 'Ada',
	lastName: 'Lovelace',
	email: 'ada@example.com',
};
const byHand = (value: IDataObject, more: IDataObject = {}): IDataObject => ({
	resource: 'webOrder',
	fields: mapped(value),
	...more,
});
const automatic = (more: IDataObject = {}): IDataObject => ({ resource: 'webOrder', ...AUTOMATIC, ...more });
const bodies = (): unknown[] => rig.sent('epass').map(({ body }) => body);

it('puts the order into the queue, and gives it as a common order', async () => {
	const fields = { ...ORDER, orderComment: 'Ring twice', grandTotal: 442.89, shipToCity: 'London' };
	const item = await rig.item('epass', 'create', byHand(fields));
	expect(Object.keys(item)).toEqual([...ORDER_KEYS]);
	expect(item).toEqual({
		id: 'W-1',
		number: 'W-1',
		customerId: null,
		reference: null,
		description: 'Ring twice',
		status: null,
		date: '2026-01-31',
		quantity: null,
		total: 442.89,
		lines: null,
	});
	expect(rig.sent('epass')).toEqual([{ method: 'POST', path: PATH, query: {}, body: fields }]);
});

it.each(['envelope', 'record', 'created'] as const)(
	'is done whatever the answer looks like, which EPASS does not document: %s',
	async (epassWebOrderAnswer) => {
		rig.control.settings({ epassWebOrderAnswer });
		expect(await rig.item('epass', 'create', byHand(ORDER))).toMatchObject({ id: 'W-1' });
		expect(rig.control.created('epass')).toHaveLength(1);
	},
);

it('gives what was sent and answered in raw output', async () => {
	const item = await rig.item('epass', 'create', byHand(ORDER, { output: 'raw' }));
	expect(item).toEqual({ ...ORDER, ID: 901 });
});

describe('lines', () => {
	const LINES = [
		{
			lineNumber: 1,
			code: 'P-1001',
			description: 'A filter',
			quantity: 2,
			shipped: null,
			price: 10,
			total: 20,
		},
		{ lineNumber: 2, code: 'P-1002', description: null, quantity: 1, shipped: null, price: 11, total: 11 },
	];

	it('go under the name that a person gives, as they are but for what is not known', async () => {
		const item = await rig.item('epass', 'create', byHand({ ...ORDER, lines: LINES }, { linesKey: 'items' }));
		expect(bodies()).toEqual([
			{
				...ORDER,
				items: [
					{ lineNumber: 1, code: 'P-1001', description: 'A filter', quantity: 2, price: 10, total: 20 },
					{ lineNumber: 2, code: 'P-1002', quantity: 1, price: 11, total: 11 },
				],
			},
		]);
		expect(item.lines).toEqual(LINES);
	});

	it('take the names that a person gives for their values, and no other value', async () => {
		const names = {
			linesKey: 'items',
			lineNames: '{"code": "sku", "quantity": "qty", "price": "unitPrice"}',
		};
		const run = await rig.item(
			'epass',
			'create',
			byHand({ ...ORDER, lines: LINES }, { ...names, output: 'raw' }),
		);
		const items = [
			{ sku: 'P-1001', qty: 2, unitPrice: 10 },
			{ sku: 'P-1002', qty: 1, unitPrice: 11 },
		];
		expect(bodies()).toEqual([{ ...ORDER, items }]);
		expect(run).toMatchObject({ items, lines: LINES });
	});

	it('in the vendor’s own words are no common lines', async () => {
		const own = [{ sku: 'P-1001' }];
		const item = await rig.item('epass', 'create', byHand({ ...ORDER, lines: own }, { linesKey: 'items' }));
		expect(bodies()).toEqual([{ ...ORDER, items: own }]);
		expect(item.lines).toBeNull();
	});

	it('may as well stand among the extra fields', async () => {
		await rig.item('epass', 'create', byHand(ORDER, { extraFields: '{"items": [{"sku": "P-1001"}]}' }));
		expect(bodies()).toEqual([{ ...ORDER, items: [{ sku: 'P-1001' }] }]);
	});

	it.each(['', '{}', 'null'])('go as they are where Line Names is %j', async (lineNames) => {
		const lines = [{ code: 'P-1001', quantity: 2 }] as unknown as IDataObject;
		await rig.item('epass', 'create', byHand({ ...ORDER, lines }, { linesKey: 'items', lineNames }));
		expect(bodies()).toEqual([{ ...ORDER, items: lines }]);
	});

	it('may have values that not every line has', async () => {
		const names = { linesKey: 'items', lineNames: '{"code": "sku", "description": "text"}' };
		await rig.item('epass', 'create', byHand({ ...ORDER, lines: LINES }, names));
		expect(bodies()).toEqual([{ ...ORDER, items: [{ sku: 'P-1001', text: 'A filter' }, { sku: 'P-1002' }] }]);
	});

	const NO_NAMES = 'Line Names must be a JSON object of names';
	const NAMELESS = 'Line Names: code has no name';
	it.each([
		[
			'{"code": "sku", "price": "sku"}',
			'Line Names: "sku" is given for two values, of which one would be lost',
		],
		[
			'{"code": "sku", "price": "SKU "}',
			'Line Names: "SKU" is given for two values, of which one would be lost',
		],
		['{"code": "sku", "qty": "quantity"}', 'Line Names: no line of Lines (lines) holds "qty"'],
		['{"Code": "sku"}', 'Line Names: no line of Lines (lines) holds "Code"'],
		['{"": "sku"}', 'Line Names: no line of Lines (lines) holds ""'],
		['{"toString": "sku"}', 'Line Names: no line of Lines (lines) holds "toString"'],
		['{"code": ""}', NAMELESS],
		['{"code": " \\u00a0"}', NAMELESS],
		['{"code": null}', NAMELESS],
		['{"code": ["sku"]}', NAMELESS],
		['={{ ({ code: $json.nothing }) }}', NAMELESS],
		['"sku"', NO_NAMES],
		['={{ $json.nothing }}', 'Line Names has no value'],
	])('are refused before anything is sent when Line Names is %s', async (lineNames, words) => {
		const run = await rig.run(
			'epass',
			'create',
			byHand({ ...ORDER, lines: LINES }, { linesKey: 'items', lineNames }),
		);
		expect(run.error?.message).toBe(`${words} [item 0]`);
		expect(rig.requests('epass')).toEqual([]);
	});

	it.each<[IDataObject, IDataObject, RegExp]>([
		[{ lines: LINES }, {}, /^Fields: the order has Lines \(lines\), but Lines Key does not say/],
		[{ lines: LINES }, { linesKey: 'email' }, /^Lines Key: "email" is the name of another field/],
		[{ lines: LINES }, { linesKey: 'items', lineNames: '{"code": 1}' }, /^Line Names: code has no name/],
		[{ lines: LINES }, { linesKey: 'items', lineNames: '[]' }, /^Line Names must be a JSON object of names/],
		[{ lines: LINES }, { linesKey: 'items', lineNames: '{code' }, /^Line Names: this is not valid JSON/],
		[
			{ lines: [LINES[0], { sku: 'x' }] as IDataObject[] },
			{ linesKey: 'items', lineNames: '{"code": "sku"}' },
			/^Fields: line 2 of Lines \(lines\) holds none of code/,
		],
		[{ lines: 'two hoses' }, { linesKey: 'items' }, /^Fields: Lines \(lines\) must be a list of objects/],
		[{ lines: LINES }, { linesKey: '={{ $json.nothing }}' }, /^Lines Key has no value/],
	])('are refused before anything is sent: %j with %j', async (fields, more, message) => {
		const run = await rig.run('epass', 'create', byHand({ ...ORDER, ...fields }, more));
		expect(run.error?.message).toMatch(message);
		expect(rig.requests('epass')).toEqual([]);
	});
});

describe('from a common order of another vendor', () => {
	/** An order of Weevio's, with lines as vendors have them that send them. */
	const weevioOrder = async (): Promise<IDataObject> => {
		const [order] = await rig.items('weevioPims', 'listOrders', customer('M-1000'));
		if (order === undefined) throw new Error('There is no order');
		return order;
	};

	it('names what an order does not know', async () => {
		const run = await rig.run('epass', 'create', automatic(), { input: [await weevioOrder()] });
		expect(run.error?.message).toBe(
			'Fields: "First Name" (firstName), "Last Name" (lastName), "Email" (email) are required [item 0]',
		);
		expect(rig.requests('epass')).toEqual([]);
	});

	it('with its customer merged in, needs no field mapped by hand', async () => {
		const order = await weevioOrder();
		const buyer = await rig.item('weevioPims', 'get', customer(order.customerId));
		const lines = [{ lineNumber: 1, code: 'P-1001', quantity: 2, description: null }];
		const input = [{ ...buyer, ...order, lines, firstName: 'Jane', lastName: 'Doe' }];
		const item = await rig.item('epass', 'create', automatic({ linesKey: 'items' }), { input });
		expect(bodies()).toEqual([
			{
				webOrderID: order.number,
				orderDate: order.date,
				firstName: 'Jane',
				lastName: 'Doe',
				email: buyer.email,
				...(order.total === null ? {} : { grandTotal: order.total }),
				...(order.description === null ? {} : { orderComment: order.description }),
				...addressOf('shipTo', 'shipToCompany', buyer),
				...addressOf('billTo', 'billToCompanyName', buyer),
				items: [{ lineNumber: 1, code: 'P-1001', quantity: 2 }],
			},
		]);
		expect(item).toMatchObject({
			id: order.number,
			date: order.date,
			lines: [{ lineNumber: 1, code: 'P-1001', quantity: 2 }],
		});
	});

	const addressOf = (prefix: string, company: string, buyer: IDataObject): IDataObject => ({
		[`${prefix}FirstName`]: 'Jane',
		[`${prefix}LastName`]: 'Doe',
		...(buyer.companyName === null ? {} : { [company]: buyer.companyName }),
		[`${prefix}Email`]: buyer.email,
		[`${prefix}Address1`]: buyer.addressLine1,
		[`${prefix}City`]: buyer.city,
		[`${prefix}State`]: buyer.state,
		[`${prefix}Zip`]: buyer.postalCode,
		[`${prefix}Country`]: buyer.country,
		[`${prefix}Phone1`]: buyer.phone,
	});
});

it('names each field that is required or too long, and sends nothing', async () => {
	const run = await rig.run('epass', 'create', byHand({ webOrderID: 'W-1' }));
	expect(run.error?.message).toBe(
		'Fields: "Order Date" (orderDate), "First Name" (firstName), "Last Name" (lastName), "Email" (email) are required [item 0]',
	);
	const long = await rig.run('epass', 'create', byHand({ ...ORDER, shipToState: 'Indiana' }));
	expect(long.error?.message).toBe(
		'Fields: Ship To: State (shipToState) is 7 characters long; the vendor takes at most 4 [item 0]',
	);
	expect(rig.requests('epass')).toEqual([]);
});

it.each(['resetAfter', 'resetBefore', 'truncated', 'empty', 'notJson', 'deepJson'] as const)(
	'is never sent again when its answer is lost, and the ID to look for is named (%s)',
	async (kind) => {
		rig.control.addFault({ vendor: 'epass', fault: { kind }, match: { pathIncludes: '/weborder' } });
		const run = await rig.run('epass', 'create', byHand(ORDER));
		expect(run.error?.message).toMatch(/ - the record may have been saved all the same \[item 0\]$/);
		expect(run.error?.description).toBe(
			"Look in the vendor's system for the web order ID W-1 before you run this item again",
		);
		expect(rig.sent('epass')).toHaveLength(1);
	},
);

it('fails one item alone, in the vendor’s own words', async () => {
	rig.control.addFault({
		vendor: 'epass',
		fault: { kind: 'vendorError', message: 'Web orders are not set up.' },
		match: { pathIncludes: '/weborder' },
	});
	const run = await rig.run('epass', 'create', byHand({ ...ORDER, webOrderID: '={{ $json.id }}' }), {
		input: [{ id: 'W-1' }, { id: 'W-1' }],
		onError: 'continueRegularOutput',
	});
	expect(run.json()).toMatchObject([
		{ error: 'CUS-90000 Web orders are not set up. (Web Order ID W-1) [item 0]' },
		{ id: 'W-1' },
	]);
});
