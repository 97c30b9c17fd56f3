import '../../lab/engine/environment';

import type { IDataObject } from 'n8n-workflow';

import { ITEM_KEYS } from '../../nodes/shared/shapes';
import { PREFIX, Rig } from './support';

const API = PREFIX.weevio;
const TEAM = { teamID: 'sandbox-team' };

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 5 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const part = (value: unknown, mode = 'id'): IDataObject => ({
	resource: 'inventoryItem',
	inventoryItem: { __rl: true, mode, value } as IDataObject,
});
const where = (...conditions: IDataObject[]): IDataObject => ({
	resource: 'inventoryItem',
	filters: { conditions },
});
const codes = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ code: `P-${10_000 + index}` }));

describe('get', () => {
	it('looks the part up by its code and gives the common item, its stock in numbers', async () => {
		const item = await rig.item('weevioPims', 'get', part('P-10003'));
		expect(Object.keys(item)).toEqual([...ITEM_KEYS]);
		const raw = await rig.item('weevioPims', 'get', { ...part('P-10003'), output: 'raw' });
		expect(raw).toEqual({
			PART_CODE: 'P-10003',
			PART_DESCRIPTION: expect.stringMatching(/./),
			BARCODE: expect.stringMatching(/^\d{12}$/),
			QTY_ONHAND: expect.stringMatching(/\.50$/),
			QTY_AVAILABLE: expect.stringMatching(/\.50$/),
		});
		expect(item).toMatchObject({
			id: 'P-10003',
			code: 'P-10003',
			name: raw.PART_DESCRIPTION,
			description: raw.PART_DESCRIPTION,
			barcode: raw.BARCODE,
			quantityOnHand: Number(raw.QTY_ONHAND),
			quantityAvailable: Number(raw.QTY_AVAILABLE),
			price: null,
			active: null,
		});
		expect(rig.sent('weevio')[0]).toEqual({
			method: 'GET',
			path: `${API}/inventory/single`,
			query: { ...TEAM, partCode: 'P-10003' },
		});
	});

	it('gives no barcode where PIMS has none', async () => {
		expect(await rig.item('weevioPims', 'get', part('P-10005'))).toMatchObject({ barcode: null });
	});

	it('says which part was not found, and goes on with the others when told to', async () => {
		rig.control.settings({ weevioNotFound: 'emptyData' });
		const run = await rig.run('weevioPims', 'get', part('={{ $json.code }}'), {
			input: [{ code: 'P-1' }, { code: 'P-10000' }],
			onError: 'continueRegularOutput',
		});
		expect(run.json()).toEqual([
			{ error: 'No inventory item found for "P-1" [item 0]' },
			expect.objectContaining({ id: 'P-10000' }),
		]);
	});

	it('asks once for items that want the same part', async () => {
		const input = [{ code: 'P-10001' }, { code: ' P-10001 ' }];
		expect(await rig.items('weevioPims', 'get', part('={{ $json.code }}'), { input })).toHaveLength(2);
		expect(rig.sent('weevio')).toHaveLength(1);
	});

	it('looks many up with one query, compared with a single look-up', async () => {
		const input = codes(200);
		const together = await rig.items('weevioPims', 'get', part('={{ $json.code }}'), { input });
		expect(rig.sent('weevio')).toHaveLength(2);
		expect(together.map(({ id }) => id)).toEqual(input.map(({ code }) => code));
		const singly = { ...part('={{ $json.code }}'), options: { batchLookups: false } };
		expect(together).toEqual(await rig.items('weevioPims', 'get', singly, { input }));
	});

	it('sends nothing when no part is named', async () => {
		const run = await rig.run('weevioPims', 'get', part('={{ $json.code }}'));
		expect(run.error?.message).toMatch(
			/^Inventory item: nothing is chosen or entered \(By ID\) \[item 0\]$/i,
		);
		expect(rig.sent('weevio')).toEqual([]);
	});
});

describe('search', () => {
	it('finds parts by conditions on their columns', async () => {
		const { barcode } = await rig.item('weevioPims', 'get', part('P-10001'));
		rig.control.clearRequests();
		const byBarcode = where({ field: 'BARCODE', operator: 'equals', value: '={{ $json.scanned }}' });
		const input = [{ scanned: barcode } as IDataObject];
		expect(await rig.items('weevioPims', 'search', byBarcode, { input })).toMatchObject([{ id: 'P-10001' }]);
		expect(rig.sent('weevio')).toEqual([
			{
				method: 'POST',
				path: `${API}/inventory/query`,
				query: { ...TEAM, maxReturn: '50' },
				body: [{ field: 'BARCODE', value: barcode, contains: false }],
			},
		]);
	});

	it('gives all parts without conditions', async () => {
		const all = await rig.items('weevioPims', 'search', { ...where(), returnAll: true });
		expect(all).toHaveLength(400);
		expect(await rig.items('weevioPims', 'search', { ...where(), limit: 3 })).toEqual(all.slice(0, 3));
	});

	it('sends nothing for a condition without a column or a value', async () => {
		const noField = await rig.run(
			'weevioPims',
			'search',
			where({ field: '', operator: 'equals', value: 'x' }),
		);
		expect(noField.error).toMatchObject({
			message: 'Filters: condition 1 has no Field [item 0]',
			description: 'Enter a PIMS column name such as BARCODE',
		});
		expect(rig.sent('weevio')).toEqual([]);
	});
});

describe('the pick list', () => {
	const search = async (filter: string) =>
		await rig.engine.listSearch({
			method: 'searchInventoryItems',
			...rig.nodeOf('weevioPims', { ...part(''), operation: 'get' }),
			filter,
		});

	it('shows what each part is, and finds what was typed: code, description or barcode', async () => {
		const item = await rig.item('weevioPims', 'get', part('P-10001'));
		const entry = { name: `${String(item.name)} (P-10001)`, value: 'P-10001' };
		expect((await search('P-10001')).results).toEqual([entry]);
		expect((await search(String(item.barcode))).results).toEqual([entry]);
		expect((await search(String(item.name))).results).toContainEqual(entry);
		const all = await search('');
		expect(all.results).toHaveLength(50);
		expect(all.paginationToken).toBe('50');
	});
});
