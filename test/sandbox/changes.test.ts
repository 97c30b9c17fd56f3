import { isDeepStrictEqual } from 'node:util';

import type { LoggedRequest, Sandbox, TableNames, VendorName } from '../../lab/sandbox';
import {
	client,
	clockAt,
	epass,
	epassLogin,
	guardant,
	manex,
	pdm,
	pdmToken,
	weevio,
	withSandbox,
} from './helpers';
import type { Json } from './helpers';

const CUSTOMERS = 230;
/** A day that no record of the seed is of. */
const NOW = Date.UTC(2026, 5, 17, 13, 27, 49, 250);

interface Calls {
	weevio: ReturnType<typeof weevio>;
	pdm: ReturnType<typeof pdm>;
	manex: ReturnType<typeof manex>;
	purchase: (action: string, params?: Json) => Promise<Json[]>;
	guardant: ReturnType<typeof guardant>;
	epass: ReturnType<typeof epass>;
}

/** The records that each documented way of asking brings, for one key. */
type Views = Record<string, Json[]>;

interface Case {
	vendor: VendorName;
	table: TableNames[VendorName];
	/** A record of the seed. */
	seeded: string | number;
	/** What a new one cannot do without. */
	needs?: Json;
	/** A change that every view shows. */
	change: Json;
	/** @param last as it was seen last, for ways of asking that do not go by the key */
	views(calls: Calls, key: string | number, last: Json): Promise<Views>;
}

const rows = (body: Json, name: string): Json[] => (body[name] ?? []) as Json[];

/** Each way in which a single record is asked for brings none where it is refused. */
const one = (record: unknown): Json[] =>
	typeof record === 'object' && record !== null ? [record as Json] : [];

async function weevioQuery(calls: Calls, path: string, ...filters: Json[]): Promise<Json[]> {
	return rows((await calls.weevio('POST', path, { maxReturn: 100_000 }, filters)).data, 'data');
}

async function guardantPages(calls: Calls, path: string, name: string, query: Json = {}): Promise<Json[]> {
	const found: Json[] = [];
	for (;;) {
		const { data } = await calls.guardant('GET', path, { ...query, limit: 100, offset: found.length });
		found.push(...rows(data, name));
		if (rows(data, name).length < 100) return found;
	}
}

async function epassPages(calls: Calls, table: 'Customer' | 'Invoice', body: Json): Promise<Json[]> {
	const path = table === 'Customer' ? '/customer/search' : '/invoicing/invoice/search';
	const found: Json[] = [];
	let pageStartId = 0;
	for (;;) {
		const { data } = await calls.epass('POST', path, { ...body, paging: { pageSize: 90, pageStartId } });
		found.push(...rows(data, table).map((row) => row.Fields as Json));
		if (data.Paging.PagesRemaining !== true) return found;
		pageStartId = data.Paging.LargestID as number;
	}
}

const equal = (fieldName: string, value: unknown): Json => ({ query: { fieldName, eval: 'EQUAL', value } });
const above = (id: number): Json => ({ query: { fieldName: 'ID', eval: 'GREATERTHAN', value: String(id) } });

const CASES: Case[] = [
	{
		vendor: 'weevio',
		table: 'customer',
		seeded: 'M-2005',
		change: { BNAME: 'Changed by hand', OWN_COLUMN: 'x' },
		views: async (calls, CUSTOMER_CODE, last) => {
			const query = async (...filters: Json[]) =>
				(await weevioQuery(calls, '/customers/query', ...filters)).filter(
					(each) => each.CUSTOMER_CODE === CUSTOMER_CODE,
				);
			const single = await calls.weevio('GET', '/customers/single', { customerCode: CUSTOMER_CODE });
			return {
				single: one(single.data.data),
				byCode: await query({ field: 'CUSTOMER_CODE', value: CUSTOMER_CODE }),
				byName: await query({ field: 'BNAME', value: last.BNAME as string }),
				all: await query(),
			};
		},
	},
	{
		vendor: 'weevio',
		table: 'order',
		seeded: '100001',
		needs: { ORDER_DATE: '06/15/2026' },
		change: { ORDER_STATUS: 'Back', ORDER_DATE: '06/16/2026', CUSTOMER_CODE: 'M-2005' },
		views: async (calls, ORDER_NUMBER, last) => {
			const query = async (...filters: Json[]) =>
				(await weevioQuery(calls, '/orders/query', ...filters)).filter(
					(each) => each.ORDER_NUMBER === ORDER_NUMBER,
				);
			const single = await calls.weevio('GET', '/orders/single', { orderNum: ORDER_NUMBER });
			const shop = { shopify_order_number: `#${Number(ORDER_NUMBER) - 90_000}` };
			const byShop = await calls.weevio('GET', '/orders/by_shopify_reference', shop);
			return {
				single: one(single.data.data),
				byNumber: await query({ field: 'ORDER_NUMBER', value: ORDER_NUMBER }),
				byCustomer: await query({ field: 'CUSTOMER_CODE', value: last.CUSTOMER_CODE as string }),
				byDay: await query({ field: 'ORDER_DATE', value: last.ORDER_DATE as string }),
				byStatus: await query({ field: 'ORDER_STATUS', value: last.ORDER_STATUS as string }),
				byShop: rows(byShop.data, 'orders').map(() => last),
				all: await query(),
			};
		},
	},
	{
		vendor: 'weevio',
		table: 'inventoryItem',
		seeded: 'P-10007',
		change: { QTY_AVAILABLE: '7777' },
		views: async (calls, PART_CODE, last) => {
			const query = async (...filters: Json[]) =>
				(await weevioQuery(calls, '/inventory/query', ...filters)).filter(
					(each) => each.PART_CODE === PART_CODE,
				);
			const single = await calls.weevio('GET', '/inventory/single', { partCode: PART_CODE });
			return {
				single: one(single.data.data),
				byCode: await query({ field: 'PART_CODE', value: PART_CODE }),
				byQuantity: await query({ field: 'QTY_AVAILABLE', value: last.QTY_AVAILABLE as string }),
				all: await query(),
			};
		},
	},
	{
		vendor: 'pdm',
		table: 'customer',
		seeded: 1411,
		needs: { external_customer_ref: 'BY-HAND' },
		change: { external_customer_ref: 'OTHER-HAND', address: { city: 'Changed' } },
		views: async (calls, customer_id, { external_customer_ref }) => ({
			byId: one((await calls.pdm('GetCustomer', { customer_id })).customer),
			byReference: one((await calls.pdm('GetCustomer', { external_customer_ref })).customer),
		}),
	},
	{
		vendor: 'manex',
		table: 'customer',
		seeded: '0000000013',
		needs: { CUSTNAME: 'Made by hand' },
		change: { CUSTNAME: 'Changed by hand', CREDLIMIT: 77 },
		views: async (calls, number, last) => {
			const get = async (CustNumOrName: string) =>
				one((await calls.manex('Get', { CustNumOrName })).data.ResponseObject);
			return { byNumber: await get(String(number)), byName: await get(String(last.CUSTNAME).trim()) };
		},
	},
	{
		vendor: 'manex',
		table: 'purchaseOrder',
		seeded: '000000000300003',
		change: { POSTATUS: 'Held' },
		views: async (calls, PONUM, last) => {
			const own = async (action: string, params?: Json) =>
				(await calls.purchase(action, params)).filter((each) => each.PONUM === PONUM);
			return {
				byNumber: await own('Get', { poNum: PONUM }),
				byState: await own('Get', { poStatus: String(last.POSTATUS).trim() }),
				items: (await own('ItemGet', { poNum: PONUM })).slice(0, 1),
				all: await own('Get'),
			};
		},
	},
	{
		vendor: 'guardant',
		table: 'customer',
		seeded: 12,
		change: { companyname: 'Aardvark', archived: true },
		views: async (calls, id, last) => {
			const list = async (query: Json = {}) =>
				(await guardantPages(calls, '/customers', 'customers', query)).filter(({ _id }) => _id === id);
			const type = last.companyname === '' ? 'person' : 'company';
			return {
				byId: one((await calls.guardant('GET', `/customers/${id}`)).data.customer),
				all: await list(),
				byName: await list({ sortby: 'name', direction: 'desc' }),
				byCompany: await list({ sortby: 'company' }),
				ofType: await list({ type }),
				inArchive: await list({ archived: last.archived as boolean }),
			};
		},
	},
	{
		vendor: 'guardant',
		table: 'order',
		seeded: 10_016,
		needs: { customer: 4 },
		change: { description: 'Changed', status: 1 },
		views: async (calls, id, last) => {
			const list = async (query: Json = {}) =>
				(await guardantPages(calls, '/customers/4/orders', 'orders', query)).filter(({ _id }) => _id === id);
			const features = await calls.guardant('GET', `/orders/${id}/products/1/features`);
			return {
				all: await list(),
				bySubmission: await list({ sortby: 'submitdate', direction: 'desc' }),
				ofStatus: await list({ status: String(last.status as number) }),
				features: 'features' in features.data ? [last] : [],
			};
		},
	},
	{
		vendor: 'epass',
		table: 'customer',
		seeded: '500003',
		change: { LastName: 'Changed', ExternalID: 'BY-HAND' },
		views: async (calls, code, last) => {
			const search = async (body: Json) =>
				(await epassPages(calls, 'Customer', body)).filter(({ Code }) => Code === code);
			const get = await calls.epass('GET', `/customer/customer?CustomerCode=${code}`);
			return {
				byCode: one((get.data.Values as Json[] | undefined)?.[0]?.Fields),
				searchedByCode: await search(equal('Code', code)),
				byId: await search(equal('ID', String(last.ID as number))),
				byName: await search({
					query: { fieldName: 'LastName', eval: 'LIKE', value: last.LastName as string },
				}),
				aboveId: await search(above(Number(last.ID) - 1)),
				all: await search(above(0)),
			};
		},
	},
	{
		vendor: 'epass',
		table: 'invoice',
		seeded: '5827',
		change: { Status: 'Held', SoldToCode: '500003' },
		views: async (calls, code, last) => {
			const search = async (body: Json) =>
				(await epassPages(calls, 'Invoice', body)).filter(({ Code }) => String(Code).trim() === code);
			const query = { invoicecode: code };
			const byCode = await calls.epass('POST', '/invoicing/invoice/search/code', { query });
			return {
				byCode: rows(byCode.data, 'Invoice').map((row) => row.Fields as Json),
				searchedByCode: await search(equal('Code', code)),
				byId: await search(equal('ID', String(last.ID as number))),
				byCustomer: await search(equal('SoldToCode', last.SoldToCode)),
				byStatus: await search(equal('Status', last.Status)),
				aboveId: await search(above(Number(last.ID) - 1)),
				all: await search(above(0)),
			};
		},
	},
];

/** Texts as they are meant: some vendors fill them up with blanks. */
function trimmed(value: unknown): unknown {
	if (typeof value === 'string') return value.trim();
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, trimmed(held)]));
}

const holds = (record: unknown, fields: unknown): boolean =>
	typeof fields === 'object' && fields !== null
		? Object.entries(fields).every(([name, value]) => holds((record as Json)[name], value))
		: isDeepStrictEqual(trimmed(record), fields);

describe('sandbox: records that change', () => {
	let sandbox: Sandbox;
	let calls: Calls;

	async function logIn(): Promise<void> {
		const { apiKey, baseUrl } = sandbox.credentials.manexErpApi;
		calls = {
			weevio: weevio(sandbox),
			pdm: pdm(sandbox, await pdmToken(sandbox)),
			manex: manex(sandbox),
			purchase: async (action, params = {}) =>
				rows(
					(await client.get<Json>(`${baseUrl}/API/PO/${action}/${apiKey}`, { params })).data,
					'ResponseObject',
				),
			guardant: guardant(sandbox),
			epass: epass(sandbox, (await epassLogin(sandbox)).data.token as string),
		};
	}

	beforeAll(async () => {
		sandbox = await withSandbox({ customers: CUSTOMERS });
	});
	beforeEach(async () => {
		clockAt(NOW);
		sandbox.control.reset();
		await logIn();
	});
	afterEach(() => {
		jest.restoreAllMocks();
		// A mistake of the sandbox itself would pass for a record that is not there.
		expect(sandbox.control.requests().filter(({ status }) => status === 500)).toEqual([]);
	});
	afterAll(async () => await sandbox.close());

	type Hand = Pick<Sandbox['control'], 'insert' | 'amend' | 'remove' | 'hide' | 'reveal'>;
	type Promised = { [K in keyof Hand]: (...given: Parameters<Hand[K]>) => Promise<ReturnType<Hand[K]>> };

	const inProcess = (): Promised => ({
		insert: async (...given) => await Promise.resolve(sandbox.control.insert(...given)),
		amend: async (...given) => await Promise.resolve(sandbox.control.amend(...given)),
		remove: async (...given) => await Promise.resolve(sandbox.control.remove(...given)),
		hide: async (...given) => await Promise.resolve(sandbox.control.hide(...given)),
		reveal: async (...given) => await Promise.resolve(sandbox.control.reveal(...given)),
	});

	const steer = async (path: string, fields?: unknown) =>
		await client.post<Json>(`${sandbox.url}/control/records/${path}`, fields);

	const overRoutes = (): Promised => {
		const done = async (path: string, fields?: unknown) => (await steer(path, fields)).status === 200;
		return {
			insert: async (vendor, table, fields) =>
				(await steer(`${vendor}/${table}`, fields)).data.key as string | number,
			amend: async (vendor, table, key, fields) => await done(`${vendor}/${table}/${key}/amend`, fields),
			remove: async (vendor, table, key) => await done(`${vendor}/${table}/${key}/remove`),
			hide: async (vendor, table, key) => await done(`${vendor}/${table}/${key}/hide`),
			reveal: async (vendor, table, key) => await done(`${vendor}/${table}/${key}/reveal`),
		};
	};

	describe.each(CASES)('$vendor $table', ({ vendor, table, seeded, needs, change, views }) => {
		/** As some view shows it now; for what it is asked by. */
		async function lastOf(key: string | number): Promise<Json> {
			const known = sandbox.control.record(vendor, key) as Json | undefined;
			if (known !== undefined && !(vendor === 'guardant' && table === 'order')) return known;
			const all = await guardantPages(calls, '/customers/4/orders', 'orders');
			return all.find(({ _id }) => _id === key) ?? {};
		}

		/** The names of the views that do not show the record just once with these fields, or do so though it is away. */
		async function wrong(key: string | number, last: Json, fields: Json | undefined): Promise<string[]> {
			const seen = Object.entries(await views(calls, key, last));
			expect(seen.length).toBeGreaterThan(1);
			const isRight = (found: Json[]) =>
				fields === undefined ? found.length === 0 : found.length === 1 && holds(found[0], fields);
			return seen.filter(([, found]) => !isRight(found)).map(([name]) => name);
		}

		it.each(['in process', 'over routes'])('are made, changed, hidden and removed %s', async (way) => {
			const hand = way === 'in process' ? inProcess() : overRoutes();
			const key = await hand.insert(vendor, table, needs);
			expect(key).toBeDefined();
			let last = await lastOf(key);
			const { customer, ...own } = needs ?? {};
			expect([customer, await wrong(key, last, own)]).toEqual([customer, []]);

			for (const each of [key, seeded]) {
				expect(await hand.amend(vendor, table, each, change)).toBe(true);
				last = await lastOf(each);
				expect(await wrong(each, last, change)).toEqual([]);

				expect(await hand.hide(vendor, table, each)).toBe(true);
				expect(await hand.hide(vendor, table, each)).toBe(false);
				expect(await wrong(each, last, undefined)).toEqual([]);
				expect(await hand.reveal(vendor, table, each)).toBe(true);
				expect(await hand.reveal(vendor, table, each)).toBe(false);
				expect(await wrong(each, last, change)).toEqual([]);

				expect(await hand.hide(vendor, table, each)).toBe(true);
				expect(await hand.remove(vendor, table, each)).toBe(true);
				expect(await hand.remove(vendor, table, each)).toBe(false);
				expect(await hand.reveal(vendor, table, each)).toBe(false);
				expect(await hand.amend(vendor, table, each, change)).toBe(false);
				expect(await wrong(each, last, undefined)).toEqual([]);
			}
		});

		it('are all as they were after a reset, which gives the same keys again', async () => {
			const { control } = sandbox;
			const before = await lastOf(seeded);
			const key = control.insert(vendor, table, needs);
			const other = control.insert(vendor, table, { ...needs, ...uniqueOf(needs) });
			expect(other).not.toBe(key);
			control.amend(vendor, table, seeded, change);
			control.hide(vendor, table, seeded);
			control.reset();
			await logIn();
			expect(await lastOf(seeded)).toEqual(before);
			expect(await wrong(seeded, before, {})).toEqual([]);
			expect(control.hide(vendor, table, key)).toBe(false);
			expect(control.insert(vendor, table, needs)).toBe(key);
		});

		it("count as nobody's work of those who use the interface", () => {
			const { control } = sandbox;
			const before = control.counters()[vendor];
			const key = control.insert(vendor, table, needs);
			control.amend(vendor, table, key, change);
			control.remove(vendor, table, key);
			expect(control.counters()[vendor]).toEqual(before);
			expect(control.created(vendor)).toEqual([]);
		});

		it('give a new key to the next one after the last is gone', () => {
			const { control } = sandbox;
			const key = control.insert(vendor, table, needs);
			control.hide(vendor, table, key);
			control.remove(vendor, table, key);
			expect(control.insert(vendor, table, needs)).not.toBe(key);
		});

		/** What must be unique, for one more. */
		function uniqueOf(fields: Json | undefined): Json {
			return fields !== undefined && 'external_customer_ref' in fields
				? { external_customer_ref: 'SECOND' }
				: {};
		}
	});

	describe('dates of changes', () => {
		it('are a day in PDM', () => {
			const { control } = sandbox;
			const key = control.insert('pdm', 'customer');
			expect(control.record('pdm', key)).toMatchObject({
				created: '2026-06-17',
				last_modified: '2026-06-17',
			});
			control.amend('pdm', 'customer', 1408, { title: 'Dr' });
			expect(control.record('pdm', 1408)).toMatchObject({
				created: '2017-12-12',
				last_modified: '2026-06-17',
			});
			control.amend('pdm', 'customer', 1408, { last_modified: '2026-06-20' });
			expect(control.record('pdm', 1408)).toMatchObject({ last_modified: '2026-06-20' });
		});

		it('are a moment with parts of a second in ManEx', () => {
			const { control } = sandbox;
			control.amend('manex', 'customer', '0000000010', { PHONE: '1' });
			expect(control.record('manex', '0000000010')).toMatchObject({ modifiedDate: '2026-06-17T13:27:49.25' });
			clockAt(Date.UTC(2026, 5, 17, 13, 27, 50));
			control.amend('manex', 'customer', '0000000010', { PHONE: '2' });
			expect(control.record('manex', '0000000010')).toMatchObject({ modifiedDate: '2026-06-17T13:27:50' });
			const key = control.insert('manex', 'customer');
			expect(control.record('manex', key)).toMatchObject({
				ACCT_DATE: '2026-06-17T13:27:50',
				modifiedDate: null,
			});
		});

		it('are a midnight in EPASS, and none until the first', () => {
			const { control } = sandbox;
			for (const [table, seeded] of [
				['customer', '1000'],
				['invoice', '5827'],
			] as const) {
				const key = control.insert('epass', table);
				expect(control.record('epass', key)).toMatchObject({
					DateCreated: '2026-06-17T00:00:00',
					DateModified: null,
				});
				for (const each of [key, seeded]) {
					control.amend('epass', table, each, { PONumber: 'P' });
					expect(control.record('epass', each)).toMatchObject({ DateModified: '2026-06-17T00:00:00' });
				}
			}
		});

		it('are told of a Weevio order by its number in Shopify alone', async () => {
			const shop = async (): Promise<Json> => {
				const query = { shopify_order_number: '#10013' };
				return (
					rows((await calls.weevio('GET', '/orders/by_shopify_reference', query)).data, 'orders')[0] ?? {}
				);
			};
			const key = sandbox.control.insert('weevio', 'order');
			expect(sandbox.control.record('weevio', key)).toMatchObject({ ORDER_DATE: '06/17/2026' });
			const before = await shop();
			sandbox.control.amend('weevio', 'order', '100013', { REFERENCE_NUMBER: 'R' });
			expect(await shop()).toEqual({ ...before, modified_date: '2026-06-17T13:27:49Z' });
		});

		it('are the moments of submission and of the archive in Guardant', async () => {
			const { control } = sandbox;
			const seconds = Math.floor(NOW / 1000);
			const order = control.insert('guardant', 'order', { customer: 4, archived: true });
			const read = async () =>
				(await guardantPages(calls, '/customers/4/orders', 'orders')).find(({ _id }) => _id === order);
			expect(await read()).toMatchObject({
				status: 0,
				date: seconds,
				submitdate: 0,
				archivationdate: seconds,
			});
			control.amend('guardant', 'order', order, { status: 1, archived: false });
			expect(await read()).toMatchObject({ submitdate: seconds, archivationdate: 0 });
			control.amend('guardant', 'customer', 4, { archived: true });
			expect(control.record('guardant', 4)).toMatchObject({ archived: true, archivationdate: seconds });
		});
	});

	it('a change of a customer leaves its invoices as they were written', async () => {
		const body = equal('SoldToCode', '1000');
		const before = await epassPages(calls, 'Invoice', body);
		expect(before).toHaveLength(4);
		sandbox.control.amend('epass', 'customer', '1000', { FirstName: 'Other' });
		expect(await epassPages(calls, 'Invoice', body)).toEqual(before);
		sandbox.control.remove('epass', 'customer', '1000');
		expect(await epassPages(calls, 'Invoice', body)).toEqual(before);
	});

	describe('what is refused', () => {
		it.each<[string, unknown, number, RegExp]>([
			['nobody/customer', {}, 404, /No such vendor/],
			['pdm/order', {}, 400, /no such table: order, only customer/],
			['pdm/constructor', {}, 400, /no such table/],
			['pdm/customer', [], 400, /Expected/],
			['pdm/customer', { customerName: 'x' }, 400, /No such field: customerName/],
			['pdm/customer', { external_customer_ref: 'EXTREF164736' }, 400, /unique/],
			['pdm/customer', { customer_id: 1408 }, 400, /1408 already/],
			['pdm/customer/1408/amend', { customer_id: 1409 }, 400, /stays as it is/],
			['pdm/customer/1408/amend', '', 400, /Expected/],
			['pdm/customer/1/amend', {}, 404, /No such record/],
			['pdm/customer/none/hide', undefined, 404, /No such record/],
			['manex/customer', { Custname: 'x' }, 400, /No such field/],
			['guardant/order', {}, 400, /customer/],
			['guardant/order', { customer: 99_999 }, 400, /customer/],
			['epass/customer/1000/amend', { ID: 1 }, 400, /IDs/],
			['epass/invoice', { SoldToCode: 'nobody' }, 400, /no customer nobody/],
			['epass/invoice', { Code: '5827' }, 400, /5827 already/],
			['weevio/order', { CUSTOMER_CODE: 'nobody' }, 400, /nobody does not exist/],
			['weevio/customer', { BNAME: {} }, 400, /Invalid value/],
		])('%s %j', async (path, fields, status, message) => {
			const answer = await steer(path, fields);
			expect([answer.status, answer.data.message]).toEqual([status, expect.stringMatching(message)]);
		});

		it('comes from any page that a browser shows', async () => {
			const headers = { origin: 'http://elsewhere.example' };
			const path = `${sandbox.url}/control/records/pdm/customer/1408/remove`;
			expect((await client.post(path, undefined, { headers })).status).toBe(403);
			expect(sandbox.control.record('pdm', 1408)).toBeDefined();
		});
	});

	it('takes what is hidden for taken', async () => {
		const { control } = sandbox;
		control.hide('weevio', 'customer', 'M-1000');
		control.hide('pdm', 'customer', 1408);
		control.hide('epass', 'customer', '1000');
		const made = await calls.weevio('PUT', '/customers/create', {}, { CUSTOMER_CODE: 'M-1000' });
		expect(made.status).toBe(400);
		const name = { first_name: 'A', last_name: 'B', external_customer_ref: 'EXTREF164736' };
		const address = { line_1: 'L', city: 'C', postal_code: 'P' };
		const second = await calls.pdm('CreateCustomer', { customer: { ...name, address } });
		expect(second.status.code).toBe(302);
		const body = { firstName: 'A', lastName: 'B', code: '1000' };
		expect((await calls.epass('POST', '/customer/customer', body)).status).toBe(422);
	});

	describe('orders of Weevio', () => {
		it('of eight days come in one answer, those of the seed among them', async () => {
			const { control } = sandbox;
			const everything = await weevioQuery(calls, '/orders/query');
			const seededDays = [...new Set(everything.map(({ ORDER_DATE }) => ORDER_DATE as string))].slice(0, 4);
			const days = [...seededDays, '06/14/2026', '06/15/2026', '06/16/2026', '06/17/2026'];
			const filters = days.map((value, index) => ({
				field: 'ORDER_DATE',
				value,
				...(index > 0 ? { conjunction: 'OR' } : {}),
			}));
			const made = days.slice(4).map((ORDER_DATE) => control.insert('weevio', 'order', { ORDER_DATE }));
			control.insert('weevio', 'order', { ORDER_DATE: '06/18/2026' });
			const numbers = async () =>
				(await weevioQuery(calls, '/orders/query', ...filters)).map((each) => each.ORDER_NUMBER as string);
			const seeded = everything
				.filter(({ ORDER_DATE }) => seededDays.includes(ORDER_DATE as string))
				.map((each) => each.ORDER_NUMBER as string);
			expect(await numbers()).toEqual([...seeded, ...made]);
			const [first = '', second = ''] = seeded;
			control.amend('weevio', 'order', first, { ORDER_DATE: '06/18/2026' });
			control.hide('weevio', 'order', second);
			expect(await numbers()).toEqual([...seeded.slice(2), ...made]);
		});
	});

	describe('IDs of EPASS', () => {
		const both = (query: Json, ...subquery: Json[]): Json => ({ ...query, subquery });
		const and = (query: Json): Json => ({ logic: 'AND', ...query });
		const or = (query: Json): Json => ({ logic: 'OR', ...query });
		const ids = (found: Json[]): number[] => found.map(({ ID }) => ID as number);

		it.each(['Customer', 'Invoice'] as const)(
			'bound a search of a %s from below, wherever they stand',
			async (table) => {
				const { control } = sandbox;
				const all = await epassPages(calls, table, above(0));
				const cut = Number(all[100]?.ID);
				const field = table === 'Customer' ? 'State' : 'Department';
				const value = String(all[120]?.[field]);
				const expected = ids(all.filter((each) => Number(each.ID) > cut && each[field] === value));
				expect(expected.length).toBeGreaterThan(10);
				expect(ids(await epassPages(calls, table, both(equal(field, value), and(above(cut)))))).toEqual(
					expected,
				);
				expect(ids(await epassPages(calls, table, both(above(cut), and(equal(field, value)))))).toEqual(
					expected,
				);
				// An OR before it does not loosen it, one behind it does.
				const last = equal('ID', String(all[0]?.ID as number));
				const before = both(equal(field, value), or(last), and(above(cut)));
				expect(ids(await epassPages(calls, table, before))).toEqual(expected);
				const behind = both(above(cut), and(equal(field, value)), or(last));
				expect(ids(await epassPages(calls, table, behind))).toEqual([Number(all[0]?.ID), ...expected]);
				const range = {
					fieldName: 'ID',
					eval: 'BETWEEN',
					start: String(cut),
					end: String(all[103]?.ID as number),
				};
				expect(ids(await epassPages(calls, table, { query: range }))).toEqual(ids(all.slice(100, 104)));

				const key = control.insert('epass', table === 'Customer' ? 'customer' : 'invoice', {
					[field]: value,
				});
				const made = Number(control.record('epass', key)?.ID);
				expect(made).toBeGreaterThan(Number(all.at(-1)?.ID));
				expect(ids(await epassPages(calls, table, both(equal(field, value), and(above(cut)))))).toEqual([
					...expected,
					made,
				]);
			},
		);

		it('answer a probe of one record', async () => {
			const probe = async (id: number) =>
				(await calls.epass('POST', '/customer/search', { ...above(id), paging: { pageSize: 1 } })).data;
			const all = ids(await epassPages(calls, 'Customer', above(0)));
			const last = Number(all.at(-1));
			expect(ids(rows(await probe(last - 1), 'Customer').map((row) => row.Fields as Json))).toEqual([last]);
			expect(rows(await probe(last), 'Customer')).toEqual([]);
			expect((await probe(0)).Paging).toEqual({ PageSize: 1, LargestID: all[0], PagesRemaining: true });
		});

		it('grow in the order in which records were begun, not in that in which they are seen', async () => {
			const { control } = sandbox;
			const [late = '', early = ''] = [1, 2].map(() => String(control.insert('epass', 'customer')));
			control.hide('epass', 'customer', late);
			const from = Number(control.record('epass', early)?.ID) - 2;
			const codes = async () =>
				(await epassPages(calls, 'Customer', above(from))).map(({ Code }) => Code as string);
			expect(await codes()).toEqual([early]);
			control.reveal('epass', 'customer', late);
			expect(await codes()).toEqual([late, early]);
		});
	});

	describe('between two pages', () => {
		const page = async (offset: number, limit = 100) =>
			rows((await calls.guardant('GET', '/customers', { offset, limit })).data, 'customers').map(
				({ _id }) => _id as number,
			);

		/** All pages, with a change before the second is answered. */
		async function pagesWith(change: (sandbox: Sandbox) => void): Promise<number[]> {
			sandbox.control.onRequest(({ query, vendor }) => {
				if (vendor === 'guardant' && query.offset === '100') change(sandbox);
			});
			return [...(await page(0)), ...(await page(100)), ...(await page(200))];
		}

		it.each(['remove', 'hide'] as const)(
			'%s of a record before them moves one past the reader',
			async (what) => {
				const all = [...(await page(0)), ...(await page(100)), ...(await page(200))];
				const [first = 0] = all;
				const read = await pagesWith(({ control }) => control[what]('guardant', 'customer', first));
				expect(read).toEqual(all.filter((_, index) => index !== 100));
			},
		);

		it('a record that is made or revealed before them is followed by one that comes twice', async () => {
			const all = [...(await page(0)), ...(await page(100)), ...(await page(200))];
			const twice = [...all.slice(0, 100), ...all.slice(99)];
			const made = await pagesWith(({ control }) => {
				control.insert('guardant', 'customer', { companyname: '', lastname: '', name: '' });
			});
			expect(made).toEqual(twice);
			sandbox.control.reset();
			const [first = 0] = all;
			sandbox.control.hide('guardant', 'customer', first);
			const [, ...others] = all;
			const revealed = await pagesWith(({ control }) => {
				control.reveal('guardant', 'customer', first);
			});
			expect(revealed).toEqual([...others.slice(0, 100), ...others.slice(99)]);
		});

		it('orders of a customer move as well', async () => {
			const ids = [1, 2, 3, 4].map(() => sandbox.control.insert('guardant', 'order', { customer: 9 }));
			const orders = async (offset: number) =>
				rows((await calls.guardant('GET', '/customers/9/orders', { offset, limit: 2 })).data, 'orders').map(
					({ _id }) => _id as number,
				);
			expect(await orders(0)).toEqual(ids.slice(0, 2));
			sandbox.control.hide('guardant', 'order', ids[0] ?? 0);
			expect(await orders(2)).toEqual(ids.slice(3));
		});

		it('a page of EPASS goes on behind the largest ID, whatever has gone', async () => {
			const all = await epassPages(calls, 'Customer', above(0));
			let asked = 0;
			sandbox.control.onRequest(({ path }) => {
				if (path.endsWith('/search') && ++asked === 2)
					sandbox.control.remove('epass', 'customer', String(all[0]?.Code));
			});
			expect(await epassPages(calls, 'Customer', above(0))).toEqual(all);
			expect(asked).toBe(3);
		});
	});

	describe('whoever listens to requests', () => {
		it('is told of each as it arrives, without its secrets, until it has had enough', async () => {
			const told: LoggedRequest[] = [];
			const end = sandbox.control.onRequest((request) => told.push(request));
			const other = sandbox.control.onRequest(() => {
				throw new Error('not heard');
			});
			other();
			await calls.guardant('GET', '/customers', { limit: 1 });
			await client.get(`${sandbox.url}/elsewhere`);
			end();
			await calls.guardant('GET', '/customers', { limit: 2 });
			expect(told).toMatchObject([
				{ vendor: 'guardant', method: 'GET', query: { limit: '1' }, status: 0 },
				{ vendor: 'other', path: '/elsewhere', status: 0 },
			]);
			expect(JSON.stringify(told)).not.toContain(sandbox.credentials.guardantStationApi.accessToken);
		});

		it('hears nothing after a reset', async () => {
			const told: LoggedRequest[] = [];
			sandbox.control.onRequest((request) => told.push(request));
			sandbox.control.reset();
			await calls.guardant('GET', '/customers', { limit: 1 });
			expect(told).toEqual([]);
		});
	});
});
