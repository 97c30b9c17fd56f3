import '../../lab/engine/environment';

import type { IDataObject } from 'n8n-workflow';

import { PREFIX, Rig } from './support';

const API = PREFIX.guardant;

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 60 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const of = (product: unknown, order?: unknown): IDataObject =>
	({
		resource: 'productFeature',
		product,
		...(order === undefined ? {} : { order }),
	}) as IDataObject;

it('lists the features of a product with the terms that it gives them', async () => {
	const [first, second, ...others] = await rig.items('guardantStation', 'search', of(10082));
	expect(first).toMatchObject({
		id: 10029,
		name: 'Feature 1',
		featureNumber: 1,
		licenseRentDaysCount: 10,
		licenseIsExcluded: null,
		canModify: true,
	});
	expect(second).toMatchObject({ id: 10030, licenseNetLicensesCount: 10, licenseIsRemote: true });
	expect(others).toEqual([]);
	expect(rig.sent('guardant')).toEqual([
		{ method: 'GET', path: `${API}/products/10082/features`, query: {} },
	]);
});

it('lists those of a product in an order with the terms of the order', async () => {
	const items = await rig.items('guardantStation', 'search', of(22, 1053));
	expect(items.length).toBeGreaterThan(0);
	expect(
		items.every(({ archived, licenseIsExcluded }) => archived === false && licenseIsExcluded === false),
	).toBe(true);
	expect(rig.sent('guardant')).toEqual([
		{ method: 'GET', path: `${API}/orders/1053/products/22/features`, query: {} },
	]);
});

it('gives the vendor’s fields under "raw", the named ones under "selected"', async () => {
	const [raw] = await rig.items('guardantStation', 'search', { ...of(22, 1053), output: 'raw' });
	expect(raw).toMatchObject({ license: { isExcluded: 0 }, defaultLicense: {} });
	const selected = { ...of(10082), output: 'selected', outputFields: 'featureNumber, defaultLicense.flags' };
	expect((await rig.items('guardantStation', 'search', selected))[0]).toEqual({
		id: 10029,
		featureNumber: 1,
		'defaultLicense.flags': 0,
	});
});

it('asks once for items that want the same product, and links each feature to its item', async () => {
	const run = await rig.run('guardantStation', 'search', of('={{ $json.product }}'), {
		input: [{ product: 10082 }, { product: '10082' }],
	});
	expect(run.output().map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
		[10029, { item: 0 }],
		[10030, { item: 0 }],
		[10029, { item: 1 }],
		[10030, { item: 1 }],
	]);
	expect(rig.sent('guardant')).toHaveLength(1);
});

it('fails for what is not there, and goes on with the others', async () => {
	const run = await rig.run('guardantStation', 'search', of('={{ $json.product }}', '={{ $json.order }}'), {
		input: [
			{ product: 999, order: 1053 },
			{ product: 1, order: 999_999 },
			{ product: 10082, order: 1053 },
		],
		onError: 'continueRegularOutput',
	});
	expect(run.json().map(({ error, id }) => error ?? id)).toEqual([
		'Product not found [item 0]',
		'Order not found [item 1]',
		10029,
		10030,
	]);
});

it.each<[unknown, unknown, RegExp]>([
	[0, undefined, /^Product: nothing is entered \[item 0\]$/],
	['={{ $json.product }}', undefined, /^Product: nothing is entered \[item 0\]$/],
	['={{ "App" }}', undefined, /^Product: "App" is not a whole number from 1 on \[item 0\]$/],
	[10082, '={{ $json.order }}', /^Order: nothing is entered \[item 0\]$/],
	[10082, -1, /^Order: "-1" is not a whole number from 1 on \[item 0\]$/],
])('refuses the product %j with the order %j before anything is sent', async (product, order, words) => {
	const run = await rig.run('guardantStation', 'search', of(product, order));
	expect(run.error?.message).toMatch(words);
	expect(rig.requests('guardant')).toEqual([]);
});
