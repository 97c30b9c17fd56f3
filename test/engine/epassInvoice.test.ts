import '../../lab/engine/environment';

import type { IDataObject } from 'n8n-workflow';

import { ORDER_KEYS, Rig } from './support';

const API = '/epass/api/v1/invoicing/invoice';

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 60 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const invoice = (value: unknown, mode = 'id'): IDataObject => ({
	resource: 'invoice',
	invoice: { __rl: true, mode, value } as IDataObject,
});
const where = (...conditions: IDataObject[]): IDataObject => ({
	resource: 'invoice',
	filters: { conditions },
});

describe('get', () => {
	it('looks the invoice up by its code, as documented, and gives the common order', async () => {
		const item = await rig.item('epass', 'get', invoice('5827'));
		expect(Object.keys(item)).toEqual([...ORDER_KEYS]);
		expect(item).toMatchObject({ id: '5827', number: '5827', customerId: '1000' });
		expect(rig.sent('epass')).toEqual([
			{
				method: 'POST',
				path: `${API}/search/code`,
				query: {},
				body: { query: { invoicecode: '5827' } },
			},
		]);
	});

	it('gives all fields under the vendor’s names in raw output', async () => {
		const item = await rig.item('epass', 'get', { ...invoice('5827'), output: 'raw' });
		expect(item).toMatchObject({ SoldToCode: '1000', BillToCode: '1000' });
		expect(item).toHaveProperty('MapZoneCode');
	});

	it('says which invoice was not found, and goes on with the others when told to', async () => {
		const run = await rig.run('epass', 'get', invoice('={{ $json.code }}'), {
			input: [{ code: '5827' }, { code: '1' }],
			onError: 'continueRegularOutput',
		});
		const [found, missing] = run.json();
		expect(found).toMatchObject({ id: '5827' });
		expect(missing).toEqual({ error: expect.stringMatching(/^No invoice found for "1" \[item 1\]$/) });
	});

	it('asks once for items that want the same invoice', async () => {
		const items = await rig.items('epass', 'get', invoice('={{ $json.code }}'), {
			input: [{ code: '5827' }, { code: '5827' }, { code: ' 5827' }],
		});
		expect(items.map(({ id }) => id)).toEqual(['5827', '5827', '5827']);
		expect(rig.sent('epass')).toHaveLength(1);
	});

	it('names the parameter when no invoice is chosen', async () => {
		const run = await rig.run('epass', 'get', invoice("={{ '' }}"));
		expect(run.error?.message).toBe('Invoice: nothing is chosen or entered (By ID) [item 0]');
		expect(rig.requests('epass')).toEqual([]);
	});
});

describe('search', () => {
	it('finds invoices by conditions and feeds the customer that each was sold to into the next node', async () => {
		const found = await rig.items(
			'epass',
			'search',
			where({ field: 'SoldToCode', operator: 'equal', value: '1000' }),
		);
		expect(found).toHaveLength(4);
		expect(found.every((item) => Object.keys(item).join() === ORDER_KEYS.join())).toBe(true);
		const [sold] = found;
		const buyer = await rig.item('epass', 'get', {
			customer: { __rl: true, mode: 'id', value: sold?.customerId } as IDataObject,
		});
		expect(buyer).toMatchObject({ id: '1000' });
	});

	it('reads all pages of all invoices without conditions', async () => {
		const all = await rig.items('epass', 'search', {
			...where(),
			returnAll: true,
			options: { pageSize: 40 },
		});
		const keys = all.map(({ id }) => id);
		expect(keys.length).toBeGreaterThan(80);
		expect(new Set(keys).size).toBe(keys.length);
		expect(rig.sent('epass')).toHaveLength(Math.ceil(keys.length / 40));
	});

	it('takes a nested query instead of conditions', async () => {
		const query = { query: { fieldName: 'Status', eval: 'EQUAL', value: 'Open' } };
		const items = await rig.items('epass', 'search', {
			...where(),
			query: JSON.stringify(query),
			returnAll: true,
		});
		expect(new Set(items.map(({ status }) => status))).toEqual(new Set(['Open']));
	});
});

describe('the pick list', () => {
	it('shows whom each invoice was sold to, and finds what was typed', async () => {
		const method = { method: 'searchInvoices', ...rig.nodeOf('epass', { ...invoice(''), operation: 'get' }) };
		const { results } = await rig.engine.listSearch({ ...method, filter: '5827' });
		expect(results).toEqual([{ name: expect.stringMatching(/^\S.* \(5827\)$/), value: '5827' }]);
		const all = await rig.engine.listSearch({ ...method, filter: '' });
		expect(all.results).toHaveLength(50);
		expect(all.paginationToken).toBe('50');
	});
});
