import '../../lab/engine/environment';

import type { IDataObject } from 'n8n-workflow';

import { ITEM_KEYS } from '../../nodes/shared/shapes';
import { Rig } from './support';

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 20 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const item = (value: unknown): IDataObject => ({
	resource: 'item',
	item: { __rl: true, mode: 'id', value } as IDataObject,
});

it('gives the common item, with price and stock as numbers and dates in ISO 8601', async () => {
	const found = await rig.item('epass', 'get', item('P-1002'));
	expect(Object.keys(found)).toEqual([...ITEM_KEYS]);
	expect(found).toEqual({
		id: 'P-1002',
		code: 'P-1002',
		name: 'Hose 2',
		description: 'Hose 2',
		barcode: '062200000002',
		unit: null,
		price: 11,
		cost: 5.5,
		quantityOnHand: 2,
		quantityAvailable: null,
		active: true,
		createdAt: '2022-01-13T00:00:00',
		updatedAt: '2024-05-06T07:08:09',
	});
	expect(rig.sent('epass')).toEqual([
		{ method: 'GET', path: '/epass/api/v1/items/item', query: { code: 'P-1002' } },
	]);
});

it('gives all fields under the vendor’s names in raw output, and chosen ones in selected output', async () => {
	expect(await rig.item('epass', 'get', { ...item('110'), output: 'raw' })).toMatchObject({
		Code: '110',
		BrandCode: 'AEG',
		LastUpdateDateTime: '2022-01-13 13:49:40',
	});
	const selected = { ...item('110'), output: 'selected', outputFields: 'BrandCode, price' };
	expect(await rig.item('epass', 'get', selected)).toEqual({ id: '110', BrandCode: 'AEG', price: 0 });
});

it('asks once for items that want the same', async () => {
	const input = [{ code: '110' }, { code: 'P-1000' }, { code: 110 }, { code: ' 110' }];
	const found = await rig.items('epass', 'get', item('={{ $json.code }}'), { input });
	expect(found.map(({ id }) => id)).toEqual(['110', 'P-1000', '110', '110']);
	expect(rig.sent('epass')).toHaveLength(2);
});

it.each(['text', 'noValues', 'envelope'] as const)(
	'says which item was not found, in whatever form EPASS says it (%s), and goes on with the others',
	async (epassItemNotFound) => {
		rig.control.settings({ epassItemNotFound });
		const run = await rig.run('epass', 'get', item('={{ $json.code }}'), {
			input: [{ code: 'NOPE' }, { code: '110' }],
			onError: 'continueRegularOutput',
		});
		expect(run.json()).toMatchObject([
			{ error: expect.stringMatching(/^(Item not found: NOPE|No item found for "NOPE") \[item 0\]$/) },
			{ id: '110' },
		]);
	},
);

it.each([
	["={{ '' }}", /^Item: nothing is chosen or entered/],
	["={{ 'x'.repeat(21) }}", /^Item: the item code is 21 characters long; the vendor takes at most 20/],
])('names the parameter when it is %s', async (code, message) => {
	const run = await rig.run('epass', 'get', item(code));
	expect(run.error?.message).toMatch(message);
	expect(rig.requests('epass')).toEqual([]);
});

it('is read again after a passing fault', async () => {
	rig.control.addFault({
		vendor: 'epass',
		fault: { kind: 'resetAfter' },
		match: { pathIncludes: '/items/' },
	});
	expect(await rig.item('epass', 'get', item('110'))).toMatchObject({ id: '110' });
	expect(rig.sent('epass')).toHaveLength(2);
});
