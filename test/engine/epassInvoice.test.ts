import '../../lab/engine/environment';
import { mapped } from '../../lab/n8n/workflows';

import type { IDataObject } from 'n8n-workflow';

import { AUTOMATIC, customer, ORDER_KEYS, Rig } from './support';

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

describe('get of many', () => {
	/** Codes of invoices that are there. */
	const codes = async (count: number): Promise<string[]> => {
		const found = await rig.items('epass', 'search', { ...where(), limit: count });
		rig.control.clearRequests();
		return found.map(({ id }) => String(id));
	};
	const byCode = (batchLookups: boolean): IDataObject => ({
		...invoice('={{ $json.code }}'),
		options: { batchLookups },
	});

	it.each(['simplified', 'raw'])(
		'asks for them with one search, and brings what single look-ups do: %s',
		async (output) => {
			const input = (await codes(30)).map((code) => ({ code }));
			const together = await rig.items('epass', 'get', { ...byCode(true), output }, { input });
			const sent = rig.sent('epass');
			expect(sent.map(({ path }) => path).sort()).toEqual([`${API}/search`, `${API}/search/code`]);
			expect(sent.find(({ path }) => path === `${API}/search`)?.body).toMatchObject({
				query: { fieldName: 'Code', eval: 'IN', valueList: input.map(({ code }) => code) },
			});
			expect(together).toHaveLength(30);
			expect(await rig.items('epass', 'get', { ...byCode(false), output }, { input })).toEqual(together);
			expect(rig.sent('epass')).toHaveLength(2 + 30);
		},
	);

	it('takes a request for every 250, and one that is compared', async () => {
		const all = await rig.items('epass', 'search', { ...where(), returnAll: true });
		rig.control.clearRequests();
		const input = all.map(({ id }) => ({ code: id }));
		const found = await rig.items('epass', 'get', byCode(true), { input });
		expect(found.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
		expect(all.length).toBeGreaterThan(250);
		expect(rig.sent('epass')).toHaveLength(1 + Math.ceil(all.length / 250));
	});

	it('fails the item alone whose invoice is not there', async () => {
		const [first, second, third, fourth] = await codes(4);
		const run = await rig.run('epass', 'get', byCode(true), {
			input: [first, second, '1', third, fourth].map((code) => ({ code })),
			onError: 'continueErrorOutput',
		});
		expect(run.json().map(({ id }) => id)).toEqual([first, second, third, fourth]);
		expect(run.output(undefined, 1)).toMatchObject([
			{ json: { error: 'No invoice found for "1" [item 2]' }, pairedItem: { item: 2 } },
		]);
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

describe('dates in conditions', () => {
	const created = (value: string, more: IDataObject): IDataObject => ({
		...where({ field: 'DateCreated', operator: 'between', value, value2: '={{ $json.until }}' }),
		options: more,
	});
	const range = (): unknown => {
		const { query } = rig.sent('epass').at(-1)?.body as { query: IDataObject };
		return [query.start, query.end];
	};
	const input = [{ until: '2026-02-03' }];

	it.each([
		[{}, ['2000-01-31T00:00:00.000Z', '2026-02-03']],
		[{ dateFormat: 'asTyped' }, ['2000-01-31T00:00:00.000Z', '2026-02-03']],
		[{ dateFormat: 'MM/DD/YYYY' }, ['01/31/2000', '02/03/2026']],
		[{ dateFormat: 'DD/MM/YYYY' }, ['31/01/2000', '03/02/2026']],
		[{ dateFormat: 'YYYY-MM-DD' }, ['2000-01-31', '2026-02-03']],
	])('are sent in the order that was chosen: %j', async (options, sent) => {
		await rig.items('epass', 'search', created('2000-01-31T00:00:00.000Z', options), { input });
		expect(range()).toEqual(sent);
	});

	it('are taken from an expression that gives a date, in the zone of the workflow', async () => {
		await rig.items(
			'epass',
			'search',
			created("={{ DateTime.fromISO('2000-01-31T23:30:00', { zone: 'utc' }) }}", {
				dateFormat: 'MM/DD/YYYY',
			}),
			{ input },
		);
		expect(range()).toEqual(['01/31/2000', '02/03/2026']);
	});

	it('leave alone what is no date in ISO 8601', async () => {
		const conditions = ['10/10/2020', '2026', 'A-2026-01-31', '2026-13-45'].map((value) => ({
			field: 'PONumber',
			operator: 'equal',
			value,
			conjunction: 'OR',
		}));
		await rig.items('epass', 'search', { ...where(...conditions), options: { dateFormat: 'MM/DD/YYYY' } });
		const body = rig.sent('epass')[0]?.body as IDataObject;
		const queries = [body, ...(body.subquery as IDataObject[])].map(
			({ query }) => (query as IDataObject).value,
		);
		expect(queries).toEqual(['10/10/2020', '2026', 'A-2026-01-31', '2026-13-45']);
	});

	it('of customers are sent so as well', async () => {
		await rig.items('epass', 'search', {
			filters: { conditions: [{ field: 'DateCreated', operator: 'greaterThan', value: '2020-10-09' }] },
			options: { dateFormat: 'MM/DD/YYYY' },
		});
		expect(rig.sent('epass')[0]?.body).toMatchObject({ query: { value: '10/09/2020' } });
	});

	it('name an order that is not known', async () => {
		const run = await rig.run('epass', 'search', created('2000-01-31', { dateFormat: 'YY' }), { input });
		expect(run.error?.message).toMatch(/^Options: Date Format: "YY" is not one of /);
		expect(rig.sent('epass')).toEqual([]);
	});
});

const byHand = (value: IDataObject): IDataObject => ({
	fields: mapped(value),
});
const HEADER = { BillToCode: '1000', SoldToCode: '1000', InvTypeCode: 'SALE', PaymentTypeCode: 'COD' };
const written = (path: string): IDataObject[] =>
	rig
		.sent('epass')
		.filter((request) => request.path === `${API}/${path}`)
		.map(({ body }) => body as IDataObject);

describe('create', () => {
	const create = (fields: IDataObject): IDataObject => ({ resource: 'invoice', ...byHand(fields) });

	it('adds the header, and returns it as a common order with its new code', async () => {
		const item = await rig.item('epass', 'create', create(HEADER));
		expect(Object.keys(item)).toEqual([...ORDER_KEYS]);
		expect(item).toMatchObject({ id: 'RS00000118', number: 'RS00000118', customerId: '1000' });
		expect(rig.sent('epass')).toEqual([{ method: 'POST', path: `${API}/add`, query: {}, body: HEADER }]);
		expect(await rig.item('epass', 'get', invoice(item.id))).toMatchObject({
			id: 'RS00000118',
			status: 'Open',
		});
	});

	it('gives what was sent and what was answered in raw output', async () => {
		const item = await rig.item('epass', 'create', { ...create(HEADER), output: 'raw' });
		expect(item).toEqual({ ...HEADER, ID: 50_000_000, Code: 'RS00000118' });
	});

	it('looks the new invoice up by its ID where the answer names no code', async () => {
		rig.control.settings({ epassInvoiceKeys: 'idOnly' });
		const item = await rig.item('epass', 'create', create(HEADER));
		expect(item).toMatchObject({ id: 'RS00000118', customerId: '1000', status: 'Open' });
		expect(rig.sent('epass').at(-1)).toMatchObject({
			path: `${API}/search`,
			body: { query: { fieldName: 'ID', eval: 'EQUAL', value: '50000000' } },
		});
		await rig.item('epass', 'create', create({ ...HEADER, Code: 'W-1' }));
		expect(rig.sent('epass')).toHaveLength(3);
	});

	it('is done, whether that look-up finds it or not', async () => {
		rig.control.settings({ epassInvoiceKeys: 'idOnly' });
		rig.control.addFault({
			vendor: 'epass',
			fault: { kind: 'vendorError' },
			match: { pathIncludes: '/invoice/search' },
		});
		const item = await rig.item('epass', 'create', { ...create(HEADER), output: 'raw' });
		expect(item).toEqual({ ...HEADER, ID: 50_000_000 });
		expect(written('add')).toHaveLength(1);
	});

	it.each([
		['resetAfter', 1],
		['resetBefore', 2],
	] as const)(
		'looks an invoice with a code of its own up when the answer is lost (%s)',
		async (kind, sent) => {
			rig.control.addFault({ vendor: 'epass', fault: { kind }, match: { pathIncludes: '/invoice/add' } });
			const item = await rig.item('epass', 'create', create({ ...HEADER, Code: 'W-1' }));
			expect(item).toMatchObject({ id: 'W-1', customerId: '1000' });
			expect(written('add')).toHaveLength(sent);
			expect(written('search/code')).toEqual([{ query: { invoicecode: 'W-1' } }]);
			expect(rig.control.created('epass')).toHaveLength(1);
		},
	);

	it.each(['resetAfter', 'resetBefore', 'empty', 'notJson'] as const)(
		'sends one without a code never again, and says what to look for (%s)',
		async (kind) => {
			rig.control.addFault({ vendor: 'epass', fault: { kind }, match: { pathIncludes: '/invoice/add' } });
			const run = await rig.run('epass', 'create', create(HEADER));
			expect(run.error?.message).toMatch(/ - the record may have been saved all the same \[item 0\]$/);
			expect(run.error?.description).toBe(
				"Look in the vendor's system for the new invoice sold to 1000 before you run this item again",
			);
			expect(written('add')).toHaveLength(1);
		},
	);

	it('does not take another invoice with that code for its own', async () => {
		rig.control.addFault({
			vendor: 'epass',
			fault: { kind: 'resetBefore' },
			match: { pathIncludes: '/invoice/add' },
		});
		const run = await rig.run('epass', 'create', create({ ...HEADER, SoldToCode: '140773', Code: '5827' }));
		expect(run.error?.message).toMatch(/may have been saved all the same/);
		expect(run.error?.description).toContain('the invoice code 5827');
		expect(written('add')).toHaveLength(1);
	});

	it('names what is missing, and sends nothing', async () => {
		const run = await rig.run('epass', 'create', create({ SoldToCode: '1000' }));
		expect(run.error?.message).toBe(
			'Fields: "Billed To" (BillToCode), "Invoice Type" (InvTypeCode), "Payment Type" (PaymentTypeCode) are required [item 0]',
		);
		expect(rig.requests('epass')).toEqual([]);
	});

	it('fills in the customer of a common order, and names what the order does not know', async () => {
		const [order] = await rig.items('weevioPims', 'listOrders', customer('M-1000'));
		const input = [{ ...order, customerId: '1000' }];
		const automatic = { resource: 'invoice', ...AUTOMATIC };
		const run = await rig.run('epass', 'create', automatic, { input });
		expect(run.error?.message).toBe(
			'Fields: "Invoice Type" (InvTypeCode), "Payment Type" (PaymentTypeCode) are required [item 0]',
		);
		const extraFields = '{"InvTypeCode": "SALE", "PaymentTypeCode": "COD"}';
		const item = await rig.item('epass', 'create', { ...automatic, extraFields }, { input });
		expect(item).toMatchObject({ id: 'RS00000118', customerId: '1000' });
		expect(written('add')).toEqual([HEADER]);
	});

	it('gives the vendor’s own words for each item that it refuses, and creates the others', async () => {
		const run = await rig.run('epass', 'create', create({ ...HEADER, SoldToCode: '={{ $json.customer }}' }), {
			input: [{ customer: '1000' }, { customer: 'NOBODY' }],
			onError: 'continueRegularOutput',
		});
		expect(run.json()).toMatchObject([
			{ customerId: '1000' },
			{ error: 'INV-90001 SoldToCode must be a valid Customer Code. (Sold To NOBODY) [item 1]' },
		]);
		expect(rig.control.created('epass')).toHaveLength(1);
	});
});

describe('update', () => {
	const DAY = '2099-01-31';
	const update = (code: unknown, fields: IDataObject, more: IDataObject = {}): IDataObject => ({
		...invoice(code),
		...byHand(fields),
		...more,
	});
	/** Of an invoice in this state. */
	const codeOf = async (status: string): Promise<string> => {
		const found = await rig.item('epass', 'search', {
			...where({ field: 'Status', operator: 'equal', value: status }),
			limit: 1,
		});
		rig.control.clearRequests();
		return String(found.id);
	};
	const dates = async (code: string): Promise<unknown[]> => {
		const { PickupDate, RequestedDate, ScheduleDate } = await rig.item('epass', 'get', {
			...invoice(code),
			output: 'raw',
		});
		return [ScheduleDate, PickupDate, RequestedDate];
	};

	it('reads the invoice, changes its date, and returns it whole', async () => {
		const code = await codeOf('Open');
		const item = await rig.item('epass', 'update', update(code, { ScheduleDate: DAY }));
		expect(Object.keys(item)).toEqual([...ORDER_KEYS]);
		expect(item).toMatchObject({ id: code, number: code, status: 'Open' });
		expect(typeof item.customerId).toBe('string');
		expect(rig.sent('epass')).toEqual([
			expect.objectContaining({ path: `${API}/search/code` }),
			{
				method: 'POST',
				path: `${API}/edit`,
				query: {},
				body: { InvoiceCode: code, ScheduleDate: `${DAY}T00:00:00.000Z` },
			},
		]);
		expect(await dates(code)).toEqual([`${DAY}T00:00:00`, null, null]);
	});

	it('clears a date that is null among the extra fields', async () => {
		const code = await codeOf('Committed');
		await rig.item('epass', 'update', update(code, { PickupDate: DAY, RequestedDate: DAY }));
		expect(await dates(code)).toEqual([null, `${DAY}T00:00:00`, `${DAY}T00:00:00`]);
		await rig.item('epass', 'update', { ...invoice(code), extraFields: '{"RequestedDate": null}' });
		expect(await dates(code)).toEqual([null, `${DAY}T00:00:00`, null]);
		expect(written('edit').at(-1)).toEqual({ InvoiceCode: code, RequestedDate: null });
	});

	it('sends overrides nested, and refuses them alone', async () => {
		const code = await codeOf('Open');
		const overrides = { 'OverridesPickupDate.TerminalTaxChange': true };
		const run = await rig.run('epass', 'update', update(code, overrides));
		expect(run.error?.message).toBe('Fields: there is nothing to change but overrides [item 0]');
		expect(rig.sent('epass')).toEqual([]);
		await rig.item('epass', 'update', update(code, { ...overrides, PickupDate: DAY }));
		expect(written('edit')).toEqual([
			{
				InvoiceCode: code,
				PickupDate: `${DAY}T00:00:00.000Z`,
				OverridesPickupDate: { TerminalTaxChange: true },
			},
		]);
	});

	it('gives the vendor’s own words where the date or the invoice does not allow it', async () => {
		const [open, finished] = [await codeOf('Open'), await codeOf('Finished')];
		const run = await rig.run(
			'epass',
			'update',
			update('={{ $json.code }}', { ScheduleDate: '={{ $json.day }}' }),
			{
				input: [
					{ code: open, day: '2001-01-01' },
					{ code: finished, day: DAY },
					{ code: '1', day: DAY },
					{ code: open, day: 'soon' },
				],
				onError: 'continueRegularOutput',
			},
		);
		expect(run.json().map(({ error }) => error)).toEqual([
			'INV-010073 You cannot select a Schedule Date that is in the past. (invoice 10002) [item 0]',
			'INV-90011 Invoice must be Open or Committed. (invoice 10017) [item 1]',
			'No invoice found for "1" [item 2]',
			'Fields: Schedule Date (ScheduleDate): "soon" is not a date (invoice 10002) [item 3]',
		]);
	});

	it.each([
		['resetAfter', 1],
		['resetBefore', 2],
	] as const)(
		'is looked up when its answer is lost, and sent again only if it is not there (%s)',
		async (kind, sent) => {
			const code = await codeOf('Open');
			rig.control.addFault({ vendor: 'epass', fault: { kind }, match: { pathIncludes: '/invoice/edit' } });
			expect(await rig.item('epass', 'update', update(code, { PickupDate: DAY }))).toMatchObject({
				id: code,
			});
			expect(written('edit')).toHaveLength(sent);
			expect(await dates(code)).toEqual([null, `${DAY}T00:00:00`, null]);
		},
	);

	it.each(['resetAfter', 'resetBefore'] as const)(
		'may have been saved where an invoice does not show its dates (%s)',
		async (kind) => {
			const code = await codeOf('Open');
			rig.control.settings({ epassInvoiceDates: 'hidden' });
			const changes = [byHand({ PickupDate: DAY }), { extraFields: '{"PickupDate": null}' }];
			for (const fields of changes) {
				rig.control.addFault({ vendor: 'epass', fault: { kind }, match: { pathIncludes: '/invoice/edit' } });
				const run = await rig.run('epass', 'update', { ...invoice(code), ...fields });
				expect(run.error?.message).toMatch(/may have been saved all the same \[item 0\]$/);
				expect(run.error?.description).toContain(`the invoice ${code}`);
			}
			expect(written('edit')).toHaveLength(2);
		},
	);

	it('changes one invoice in the order of the items', async () => {
		const code = await codeOf('Open');
		rig.control.addFault({
			vendor: 'epass',
			fault: { kind: 'delayBefore', ms: 100 },
			match: { pathIncludes: '/invoice/edit' },
		});
		await rig.items('epass', 'update', update(code, { PickupDate: '={{ $json.day }}' }), {
			input: [{ day: DAY }, { day: '2099-02-01' }],
		});
		expect(await dates(code)).toEqual([null, '2099-02-01T00:00:00', null]);
	});

	it('refuses the code of another invoice among the fields', async () => {
		const run = await rig.run('epass', 'update', {
			...update('5827', { PickupDate: DAY }),
			extraFields: '{"InvoiceCode": "10013"}',
		});
		expect(run.error?.message).toMatch(
			/^Extra Fields: InvoiceCode is "10013", but the invoice to write is 5827/,
		);
		expect(rig.sent('epass')).toEqual([]);
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
