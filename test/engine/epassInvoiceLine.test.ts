import '../../lab/engine/environment';
import { mapped } from '../../lab/n8n/workflows';

import type { IDataObject } from 'n8n-workflow';

import { AUTOMATIC, Rig } from './support';

const API = '/epass/api/v1/invoicing/invoice';
const KEYS = [
	...['id', 'invoiceCode', 'lineType', 'itemCode', 'modelCode', 'miscCode', 'laborRateCode', 'packageCode'],
	...['qtyOrdered', 'qty', 'technicianCode', 'sellingPrice', 'userCreated'],
];

let rig: Rig;
/** An invoice that takes lines, and one that does not. */
let open: string;
let finished: string;
beforeAll(async () => {
	rig = await Rig.start({ customers: 60 });
	const first = async (status: string): Promise<string> => {
		const filters = { conditions: [{ field: 'Status', operator: 'equal', value: status }] };
		const found = await rig.item('epass', 'search', { resource: 'invoice', filters, limit: 1 });
		return String(found.id);
	};
	[open, finished] = [await first('Open'), await first('Finished')];
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const byHand = (value: IDataObject): IDataObject => ({
	fields: mapped(value),
});
const line = (lineType: string, fields: IDataObject, code: unknown = open): IDataObject => ({
	resource: 'invoiceLine',
	invoice: { __rl: true, mode: 'id', value: code } as IDataObject,
	lineType,
	...byHand(fields),
});
const made = (): IDataObject[] => rig.control.created('epass') as IDataObject[];

it.each<[string, IDataObject, IDataObject]>([
	['item', { ItemCode: 'P-1001', QtyOrdered: 2 }, { itemCode: 'P-1001', qtyOrdered: 2 }],
	['model', { ModelCode: 'AEG-100' }, { modelCode: 'AEG-100', qtyOrdered: null }],
	[
		'misc',
		{ MiscCode: 'DELIVERY', Qty: 1, SellingPrice: 49.5 },
		{ miscCode: 'DELIVERY', qty: 1, sellingPrice: 49.5 },
	],
	[
		'labor',
		{ LaborRateCode: 'INSTALL', TechnicianCode: 'T1' },
		{ laborRateCode: 'INSTALL', technicianCode: 'T1' },
	],
	['package', { PackageCode: 'KITCHEN' }, { packageCode: 'KITCHEN' }],
])('adds a line of type %s, and returns its ID with what was sent', async (type, fields, shown) => {
	const item = await rig.item('epass', 'create', line(type, fields));
	expect(Object.keys(item)).toEqual(KEYS);
	expect(item).toMatchObject({ id: 7_000_001, invoiceCode: open, lineType: type, ...shown });
	expect(rig.sent('epass')).toEqual([
		{ method: 'POST', path: `${API}/${type}/add`, query: {}, body: { InvoiceCode: open, ...fields } },
	]);
});

it('gives only what was sent and answered in raw output', async () => {
	const item = await rig.item('epass', 'create', {
		...line('item', { ItemCode: 'P-1001' }),
		output: 'raw',
		extraFields: '{"note": "left door"}',
	});
	expect(item).toEqual({
		InvoiceCode: open,
		LineType: 'item',
		ItemCode: 'P-1001',
		note: 'left door',
		ID: 7_000_001,
	});
});

it('takes a labor line without a rate code, which EPASS alone knows whether it wants', async () => {
	expect(await rig.item('epass', 'create', line('labor', { TechnicianCode: 'T1' }))).toMatchObject({
		laborRateCode: null,
		technicianCode: 'T1',
	});
});

describe('from a line of a common order', () => {
	const COMMON = {
		lineNumber: 1,
		code: 'P-1002',
		description: 'A hose',
		quantity: 3,
		shipped: null,
		price: 12.5,
		total: 37.5,
	};

	it.each<[string, string, IDataObject]>([
		['item', 'P-1002', { ItemCode: 'P-1002', QtyOrdered: 3, SellingPrice: 12.5 }],
		['model', 'AEG-200', { ModelCode: 'AEG-200', QtyOrdered: 3, SellingPrice: 12.5 }],
		['misc', 'DELIVERY', { MiscCode: 'DELIVERY', Qty: 3, SellingPrice: 12.5 }],
		['package', 'KITCHEN', { PackageCode: 'KITCHEN', Qty: 3, SellingPrice: 12.5 }],
	])('code, quantity and price go where a line of type %s has them', async (type, code, sent) => {
		await rig.item('epass', 'create', { ...line(type, {}), ...AUTOMATIC }, { input: [{ ...COMMON, code }] });
		expect(rig.sent('epass')[0]?.body).toEqual({ InvoiceCode: open, ...sent });
	});
});

describe('says before anything is sent', () => {
	it.each<[string, IDataObject, string]>([
		['item', { QtyOrdered: 1 }, '"Item Code" (ItemCode) is required for a line of type item'],
		['model', { QtyOrdered: 1 }, '"Model Code" (ModelCode) is required for a line of type model'],
		['misc', { Qty: 1 }, '"Misc Code" (MiscCode) is required for a line of type misc'],
		['package', { Qty: 1 }, '"Package Code" (PackageCode) is required for a line of type package'],
		[
			'item',
			{ ItemCode: 'P-1001', ModelCode: 'AEG-100' },
			'"Model Code" (ModelCode) is for a line of type model, but Line Type is item',
		],
		[
			'misc',
			{ MiscCode: 'DELIVERY', QtyOrdered: 2 },
			'"Quantity Ordered" (QtyOrdered) is for a line of type item or model, but Line Type is misc',
		],
		[
			'model',
			{ ModelCode: 'AEG-100', QtyOrdered: 1, Qty: 2 },
			'"Quantity" (Qty) is for a line of type misc or package, but Line Type is model',
		],
		[
			'model',
			{ ModelCode: 'AEG-100', QtyOrdered: 0 },
			'Quantity Ordered (QtyOrdered) must be 1 or more, not 0',
		],
		[
			'model',
			{ ModelCode: 'AEG-100', QtyOrdered: 1.5 },
			'Quantity Ordered (QtyOrdered) must be a whole number, not 1.5',
		],
		['misc', { MiscCode: 'DELIVERY', Qty: 0.5 }, 'Quantity (Qty) must be a whole number, not 0.5'],
		[
			'labor',
			{ TechnicianCode: 'TOOLONG' },
			'Technician Code (TechnicianCode) is 7 characters long; the vendor takes at most 5',
		],
	])('what is wrong with a line of type %s: %j', async (type, fields, message) => {
		const run = await rig.run('epass', 'create', line(type, fields));
		expect(run.error?.message).toBe(`Fields: ${message} [item 0]`);
		expect(rig.requests('epass')).toEqual([]);
	});

	it.each([
		["={{ 'warranty' }}", /^Line Type: "warranty" is not one of item, labor, misc, model, package/],
		['={{ $json.nothing }}', /^Line Type has no value/],
	])('that the Line Type %s is none', async (type, message) => {
		const run = await rig.run('epass', 'create', line(type, { ItemCode: 'P-1001' }));
		expect(run.error?.message).toMatch(message);
		expect(rig.requests('epass')).toEqual([]);
	});

	it('that no invoice is chosen', async () => {
		const run = await rig.run('epass', 'create', line('item', { ItemCode: 'P-1001' }, "={{ '' }}"));
		expect(run.error?.message).toBe('Invoice: nothing is chosen or entered (By ID) [item 0]');
		expect(rig.requests('epass')).toEqual([]);
	});
});

it('gives the vendor’s own words for each line that it refuses, and adds the others', async () => {
	const run = await rig.run(
		'epass',
		'create',
		line('item', { ItemCode: '={{ $json.item }}' }, '={{ $json.invoice }}'),
		{
			input: [
				{ invoice: open, item: 'P-1001' },
				{ invoice: finished, item: 'P-1001' },
				{ invoice: open, item: 'NOPE' },
				{ invoice: open, item: 'P-1002' },
			],
			onError: 'continueRegularOutput',
		},
	);
	expect(run.json()).toMatchObject([
		{ itemCode: 'P-1001' },
		{ error: 'INV-90021 Invoice Status must be Open or Committed. (invoice 10017) [item 1]' },
		{ error: 'INV-90022 ItemCode must be a valid code. (invoice 10002) [item 2]' },
		{ itemCode: 'P-1002' },
	]);
	expect(made().map(({ ItemCode }) => ItemCode)).toEqual(['P-1001', 'P-1002']);
});

it('adds the lines of an invoice in the order of the items, however slow the first is', async () => {
	rig.control.addFault({
		vendor: 'epass',
		fault: { kind: 'delayBefore', ms: 100 },
		match: { pathIncludes: '/item/add' },
	});
	await rig.items('epass', 'create', line('item', { ItemCode: '={{ $json.item }}' }), {
		input: [{ item: 'P-1001' }, { item: 'P-1002' }, { item: 'P-1003' }],
	});
	expect(made().map(({ ItemCode }) => ItemCode)).toEqual(['P-1001', 'P-1002', 'P-1003']);
});

it.each(['resetAfter', 'resetBefore', 'truncated', 'empty'] as const)(
	'never sends a line again whose answer is lost, and says where to look (%s)',
	async (kind) => {
		rig.control.addFault({ vendor: 'epass', fault: { kind }, match: { pathIncludes: '/item/add' } });
		const run = await rig.run('epass', 'create', line('item', { ItemCode: 'P-1001' }));
		expect(run.error?.message).toMatch(/ - the record may have been saved all the same \[item 0\]$/);
		expect(run.error?.description).toBe(
			`Look in the vendor's system for the new line on invoice ${open} before you run this item again`,
		);
		expect(rig.sent('epass')).toHaveLength(1);
	},
);

it('sends a line again that EPASS certainly did not take: its session had ended', async () => {
	await rig.item('epass', 'create', line('item', { ItemCode: 'P-1001' }));
	rig.control.expireSessions('epass');
	expect(await rig.item('epass', 'create', line('item', { ItemCode: 'P-1002' }))).toMatchObject({
		itemCode: 'P-1002',
	});
	expect(made()).toHaveLength(2);
});

it('shows what EPASS warns of', async () => {
	const item = await rig.item('epass', 'create', { ...line('item', { ItemCode: 'P-1000' }), output: 'raw' });
	expect(item).toMatchObject({ warnings: [{ message: 'The item is not in stock.' }] });
});

it('takes the invoice from the list of invoices', async () => {
	const method = {
		method: 'searchInvoices',
		...rig.nodeOf('epass', { ...line('item', {}), operation: 'create' }),
	};
	const { results } = await rig.engine.listSearch({ ...method, filter: '5827' });
	expect(results).toEqual([{ name: expect.stringMatching(/ \(5827\)$/), value: '5827' }]);
});
