import '../../lab/engine/environment';
import type { IDataObject, ResourceMapperField } from 'n8n-workflow';
import { Rig, customer, PREFIX } from './support';
import type { NodeName } from '../../lab/vendors';

const NODES: readonly NodeName[] = [
	'weevioPims',
	'proDeliveryManager',
	'manexErp',
	'guardantStation',
	'epass',
];

describe('the pick list of the Customer parameter', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 120 });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	const allPages = async (
		node: NodeName,
		filter?: string,
	): Promise<Array<{ name: string; value: unknown }>> => {
		const found: Array<{ name: string; value: unknown }> = [];
		let token: string | undefined;
		do {
			const page = await rig.pick(node, filter, token);
			expect(page.results.length).toBeLessThanOrEqual(50);
			found.push(...page.results);
			token = page.paginationToken as string | undefined;
		} while (token !== undefined);
		return found;
	};

	it.each([
		['weevioPims', 'weevio', 'CUSTOMER_CODE'],
		['guardantStation', 'guardant', '_id'],
		['epass', 'epass', 'Code'],
	] as const)('of %s shows every customer once, page by page', async (node, vendor, key) => {
		const first = await rig.pick(node);
		expect(first.results).toHaveLength(50);
		expect(first.paginationToken).toEqual(expect.anything());
		const found = await allPages(node);
		const values = found.map(({ value }) => value);
		expect(new Set(values).size).toBe(values.length);
		expect(new Set(values)).toEqual(new Set(rig.control.records(vendor).map((record) => record[key])));
	});

	it.each(['weevioPims', 'guardantStation', 'epass'] as const)(
		'of %s offers what the node takes for a key',
		async (node) => {
			const { results } = await rig.pick(node);
			for (const { value } of results.slice(0, 3)) {
				expect(await rig.item(node, 'get', customer(value, 'list'))).toMatchObject({ id: value });
			}
		},
	);

	it.each([
		['weevioPims', 'Smith', /Smith/],
		['guardantStation', 'SMITH', /smith/i],
		['epass', 'smith', /smith/i],
	] as const)(
		'of %s filters by what the person typed, and tells equal names apart by their keys',
		async (node, filter, shown) => {
			const found = await allPages(node, `  ${filter} `);
			expect(found.length).toBeGreaterThan(2);
			expect(found.every(({ name }) => shown.test(name))).toBe(true);
			expect(new Set(found.map(({ name }) => name)).size).toBe(found.length);
			for (const { name, value } of found) expect(name).toContain(`(${String(value)})`);
			const names = found.map(({ name }) => name.replace(/ \([^(]*\).*$/, ''));
			expect(new Set(names).size).toBeLessThan(names.length);
		},
	);

	it.each([
		['weevioPims', 'M-1001', 'M-1001'],
		['weevioPims', 'north@acme', 'M-1001'],
		// Its database minds the letter case, a person does not.
		['weevioPims', 'm-1001', 'M-1001'],
		['guardantStation', 'cust@gmail', 8],
		['epass', '140773', '140773'],
		['epass', 'Kenobi', '1000'],
	] as const)('of %s finds a customer by %s', async (node, filter, value) => {
		expect((await rig.pick(node, filter)).results.map((result) => result.value)).toContain(value);
	});

	it.each(['weevioPims', 'guardantStation', 'epass'] as const)(
		'of %s is empty when nothing matches',
		async (node) => {
			expect(await rig.pick(node, 'no customer is called this')).toEqual({ results: [] });
		},
	);

	it('of weevioPims looks for a name in the usual letter cases with one request', async () => {
		const found = await rig.pick('weevioPims', 'smith');
		expect(found.results.length).toBeGreaterThan(2);
		expect(rig.sent('weevio')).toHaveLength(1);
		const inCapitals = (await rig.pick('weevioPims', 'SMITH')).results;
		expect(inCapitals.length).toBeGreaterThan(2);
		expect(found.results).toEqual(expect.arrayContaining(inCapitals));
	});

	it.each([
		['weevioPims', 'M-1001', 'BEMAIL', 'weevio'],
		['epass', 'Kenobi', 'City', 'epass'],
	] as const)('of %s shows an email or a city behind the key', async (node, filter, field, vendor) => {
		const [entry] = (await rig.pick(node, filter)).results;
		const about = String(rig.control.record(vendor, entry?.value as string)?.[field]);
		expect(about).not.toBe('');
		expect(entry?.name.endsWith(`(${String(entry.value)}) · ${about}`)).toBe(true);
	});

	it.each(['weevioPims', 'epass'] as const)('of %s has the server search', async (node) => {
		await rig.pick(node, 'Smith');
		const [sent, ...more] = rig.sent(node === 'epass' ? 'epass' : 'weevio');
		expect(more).toEqual([]);
		expect(JSON.stringify(sent?.body)).toContain('"Smith"');
		expect(sent?.path).toBe(
			node === 'epass' ? `${PREFIX.epass}/customer/search` : `${PREFIX.weevio}/customers/query`,
		);
	});

	it.each([
		['weevioPims', { apiSecret: 'a-wrong-secret' }, /^Invalid API ID or API Secret/],
		['guardantStation', { accessToken: 'a-wrong-token' }, /^Authorization required/],
		['epass', { password: 'a-wrong-password' }, /^Invalid user or password\./],
	] as const)(
		'of %s passes on the vendor’s words when the credential is wrong',
		async (node, changes, words) => {
			rig.setCredential(`${node}Api`, node, changes);
			await expect(rig.pick(node)).rejects.toThrow(words);
		},
	);

	it.each(['proDeliveryManager', 'manexErp'] as const)(
		'is not offered by %s, whose vendor has no search',
		(node) => {
			const { description, methods } = rig.engine.nodeType(`n8n-nodes-backoffice.${node}`);
			expect(methods?.listSearch).toBeUndefined();
			const parameter = description.properties.find(({ name }) => name === 'customer');
			expect(parameter?.modes?.map(({ name }) => name)).not.toContain('list');
			expect(parameter?.default).toEqual({ mode: 'id', value: '' });
		},
	);
});

describe('the Fields mapper', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 20 });
	});
	afterAll(async () => await rig.close());

	beforeEach(() => rig.control.clearRequests());

	async function offered(node: NodeName, operation: 'create' | 'update'): Promise<ResourceMapperField[]> {
		const { fields } = await rig.engine.mappingFields({
			...rig.nodeOf(node, { operation }),
			method: `${operation}Fields`,
		});
		return fields;
	}
	const required = (fields: ResourceMapperField[]): string[] =>
		fields.filter((field) => field.required).map(({ id }) => id);
	const find = (fields: ResourceMapperField[], id: string): ResourceMapperField | undefined =>
		fields.find((field) => field.id === id);

	it.each(NODES)(
		'of %s offers the required fields first, each field once, and sends nothing',
		async (node) => {
			for (const operation of node === 'epass' ? (['create'] as const) : (['create', 'update'] as const)) {
				const fields = await offered(node, operation);
				const ids = fields.map(({ id }) => id);
				expect(new Set(ids).size).toBe(ids.length);
				expect(new Set(fields.map(({ displayName }) => displayName)).size).toBe(ids.length);
				expect(ids.slice(0, required(fields).length)).toEqual(required(fields));
				expect(fields.every((field) => field.display && typeof field.type === 'string')).toBe(true);
				if (operation === 'update') expect(required(fields)).toEqual([]);
			}
			expect(rig.control.requests()).toEqual([]);
		},
	);

	it('asks for what the vendors document as required', async () => {
		expect(required(await offered('weevioPims', 'create'))).toEqual([]);
		expect(required(await offered('proDeliveryManager', 'create'))).toEqual([
			'first_name',
			'last_name',
			'address.line_1',
			'address.city',
			'address.postal_code',
		]);
		expect(required(await offered('manexErp', 'create'))).toEqual(['Custname', 'Status']);
		expect(required(await offered('guardantStation', 'create'))).toEqual([]);
		expect(required(await offered('epass', 'create'))).toEqual(['firstName', 'lastName']);
	});

	it('offers documented lists as choices', async () => {
		const gender = find(await offered('proDeliveryManager', 'create'), 'gender');
		expect(gender).toMatchObject({ type: 'options', options: [{ value: 'Female' }, { value: 'Male' }] });
		const terms = find(await offered('manexErp', 'create'), 'Terms');
		expect(terms?.options?.map(({ value }) => value)).toEqual([
			'NET 10',
			'NET 15',
			'NET 30',
			'NET 30/2% 10',
			'NET 45',
			'COD',
			'NONE',
		]);
		const status = find(await offered('guardantStation', 'create'), 'customerStatus');
		expect(status?.options?.map(({ value }) => value)).toEqual([0, 1]);
	});

	it('offers dates, numbers and lists as such, and flags as a choice that can be left open', async () => {
		const pdm = await offered('proDeliveryManager', 'create');
		expect(find(pdm, 'dob')?.type).toBe('dateTime');
		expect(find(pdm, 'active')).toMatchObject({
			type: 'options',
			options: [
				{ name: 'Yes', value: true },
				{ name: 'No', value: false },
			],
		});
		expect(find(pdm, 'first_name')?.type).toBe('string');
		expect(find(await offered('manexErp', 'create'), 'Credlimit')?.type).toBe('number');
		expect(find(await offered('epass', 'create'), 'contacts')?.type).toBe('array');
	});

	it('keeps what only one of the operations knows to that operation', async () => {
		const create = await offered('manexErp', 'create');
		const update = await offered('manexErp', 'update');
		expect([find(create, 'Custno')?.id, find(update, 'Custno')]).toEqual(['Custno', undefined]);
		expect([find(create, 'Inactdt'), find(update, 'Inactdt')?.id]).toEqual([undefined, 'Inactdt']);
	});

	it('stores choices that the node takes back', async () => {
		rig.reset();
		const values: IDataObject = {
			Custname: 'N',
			Status: 'Quote',
			Territory: 'EAST',
			Terms: 'COD',
			Creditok: 'HOLD',
		};
		const run = await rig.run('manexErp', 'create', {
			...(await rig.mapped('manexErp', 'create', values)),
		});
		expect(run.error).toBeUndefined();
		expect(rig.sent('manex')[0]?.query).toEqual(values);
	});
});
