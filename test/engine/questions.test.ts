import '../../lab/engine/environment';
import type { IDataObject } from 'n8n-workflow';
import { vendorList, vendorOf } from '../../lab/vendors';
import type { NodeName } from '../../lab/vendors';
import { AUTOMATIC, customer, Rig } from './support';

/** What an expression leaves that finds nothing in its item. */
const GONE = '={{ $json.gone }}';

const like = (field: string, operator: string, value: unknown): IDataObject => ({
	filters: { conditions: [{ field, operator, value } as IDataObject] },
});

describe('questions to the vendors', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 120 });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	const refusal = async (node: NodeName, operation: string, parameters: IDataObject): Promise<string> => {
		const run = await rig.run(node, operation, parameters);
		expect(rig.requests(vendorOf(node).name)).toEqual([]);
		return run.error?.message ?? 'taken';
	};
	const lastBody = (): IDataObject => rig.sent('epass').at(-1)?.body as IDataObject;

	it.each<[NodeName, IDataObject]>([
		['weevioPims', like('BEMAIL', 'contains', GONE)],
		['weevioPims', like('BEMAIL', 'contains', '')],
		['weevioPims', like('BEMAIL', 'equals', `${GONE} `)],
		['epass', like('LastName', 'like', GONE)],
		['epass', like('LastName', 'like', '=%{{ $json.gone }}%')],
		['epass', like('ID', 'greaterThan', '={{ null }}')],
		['epass', like('LastName', 'like', '={{ NaN }}')],
		['epass', { query: GONE }],
		['epass', { query: `={"fieldName": "LastName", "eval": "LIKE", "value": "{{ '' }}"}` }],
		['guardantStation', { filters: { text: GONE } }],
		['guardantStation', { filters: { text: '' } }],
	])('G1: a condition without a value is refused: %s %j', async (node, parameters) => {
		expect(await refusal(node, 'search', { returnAll: true, ...parameters })).toMatch(
			/^(Filters|Query).* has no value( but wildcards)? \[item 0\]$/,
		);
	});

	it.each<[IDataObject, RegExp]>([
		[{ archived: '={{ true }}' }, /^Filters: Archived: "true" is not one of any, no, yes/],
		[{ archived: GONE }, /^Filters: Archived has no value/],
		[{ type: '={{ "Human" }}' }, /^Filters: Type: "Human" is not one of company, person/],
	])('G1: a choice that is none is refused: %j', async (filters, message) => {
		expect(await refusal('guardantStation', 'search', { filters })).toMatch(message);
	});

	it('G2: choices are taken in any letter case', async () => {
		await rig.run('guardantStation', 'search', { filters: { type: '={{ "Person" }}' } });
		expect(rig.sent('guardant').at(-1)?.query).toMatchObject({ type: 'person' });
		const [one, other] = [
			{ field: 'BEMAIL', value: 'a' },
			{ field: 'BNAME', value: 'b' },
		];
		const conditions = [
			{ ...one, operator: '={{ "Contains" }}' },
			{ ...other, operator: 'equals', conjunction: '={{ "or" }}' },
		];
		await rig.run('weevioPims', 'search', { filters: { conditions }, output: '={{ "Raw" }}' });
		expect(rig.sent('weevio').at(-1)?.body).toEqual([
			{ ...one, contains: true },
			{ ...other, contains: false, conjunction: 'OR' },
		]);
	});

	it('G3: a date is sent as ISO 8601 of the workflow’s time zone, a Luxon date likewise', async () => {
		const values = ["new Date('2026-01-31T02:00:00Z')", "DateTime.fromISO('2026-01-31T02:00:00Z')"];
		for (const value of values) {
			await rig.run('epass', 'search', like('DateCreated', 'greaterThan', `={{ ${value} }}`));
			expect(lastBody().query).toMatchObject({ value: '2026-01-30T21:00:00.000-05:00' });
		}
		for (const value of [
			'={{ {a: 1} }}',
			'={{ [1] }}',
			"={{ new Date('x') }}",
			"={{ DateTime.fromISO('x') }}",
		])
			expect((await rig.run('epass', 'search', like('A', 'equal', value))).error?.message).toMatch(
				/^Filters: condition 1 (takes a single value|has no value)/,
			);
	});

	it('G4: yes and no are taken as Fields take them', async () => {
		for (const returnAll of ['=true', '={{ true }} ', '={{ "YES" }}', '={{ 1 }}'])
			expect(await rig.items('guardantStation', 'search', { returnAll })).toHaveLength(120);
		for (const returnAll of ['=perhaps', GONE, '={{ [] }}'])
			expect((await rig.run('guardantStation', 'search', { returnAll })).error?.message).toMatch(
				/^Return All (must be true or false|has no value)/,
			);
		rig.control.reset();
		const input = [1000, 140773, 500002, 500003, 500004].map((code) => ({ code }));
		const single = { ...customer('={{ $json.code }}'), options: { batchLookups: '=false' } };
		await rig.run('epass', 'get', single, { input, onError: 'continueRegularOutput' });
		expect(rig.sent('epass').map(({ method }) => method)).toEqual(Array(5).fill('GET'));
	});

	it.each(['={{ [null] }}', '={{ [""] }}', GONE])('G5: an order status of %s is refused', async (status) => {
		const parameters = { ...customer(8), options: { status } };
		expect(await refusal('guardantStation', 'listOrders', parameters)).toMatch(/^Options: the order status /);
	});

	it('K2: columns come back as they were asked for, and are read all the same', async () => {
		const query = {
			query: { fieldName: 'code', eval: 'in', valueList: ['1000', '140773'] },
			tables: { customer: ['id', 'code', 'lastname', 'CITY', 'datecreated', 'ssn'] },
		};
		const expected = { id: '1000', code: '1000', name: 'Kenobi', city: 'Mos Eisley' };
		const items = await rig.items('epass', 'search', {
			query: JSON.stringify({ ...query, tables: { customer: query.tables.customer.slice(0, 5) } }),
			options: { pageSize: 1 },
		});
		expect(items).toHaveLength(2);
		expect(items).toContainEqual(expect.objectContaining({ ...expected, createdAt: '2018-02-21T00:00:00' }));
		const raw = { query: JSON.stringify(query), output: 'raw', options: { includeSensitiveFields: true } };
		expect(Object.keys((await rig.items('epass', 'search', raw))[0] ?? {})).toEqual(
			expect.arrayContaining(['ID', 'Code', 'LastName', 'City', 'DateCreated', 'SSN']),
		);
	});

	it('K3: a pasted query’s own paging says where to start and how much to ask for', async () => {
		const query = {
			paging: { pageSize: 5, pageStartId: 160_100 },
			query: { fieldName: 'ID', eval: 'GREATERTHAN', value: '0' },
		};
		await rig.items('epass', 'search', { query: JSON.stringify(query), returnAll: true });
		const asked = rig.sent('epass').map(({ body }) => (body as { paging: IDataObject }).paging);
		expect(asked[0]).toEqual({ pageSize: 5, pageStartId: 160_100 });
		expect(asked.every(({ pageSize }) => pageSize === 5)).toBe(true);
		expect(Number(asked[1]?.pageStartId)).toBeGreaterThan(160_100);
	});

	it('K6: a date in a field is the day of the workflow’s time zone', async () => {
		const date = '={{ new Date("2026-01-31T02:00:00Z") }}';
		const values = { Custname: 'Acme', Status: 'Active', Acct_date: date };
		await rig.run('manexErp', 'create', await rig.mapped('manexErp', 'create', values));
		expect(rig.sent('manex').at(-1)?.query).toMatchObject({ Acct_date: '01/30/2026' });
		const item = { Custname: 'Beta', Status: 'Active', Acct_date: new Date('2026-01-31T02:00:00Z') };
		await rig.run('manexErp', 'create', AUTOMATIC, { input: [item as unknown as IDataObject] });
		expect(rig.sent('manex').at(-1)?.query).toMatchObject({ Acct_date: '01/30/2026' });
	});

	it.each(['SSN', 'webpassword', '={{ "Customer.WebPassword2" }}'])(
		'S7: nobody searches by a sensitive field, nor asks for it: %s',
		async (field) => {
			expect(await refusal('epass', 'search', like(field, 'like', 'hun'))).toMatch(/is a sensitive field/);
			const name = field.replace(/\W*"(.+)".*/, '$1');
			const query = {
				query: { fieldName: 'City', eval: 'EQUAL', value: 'x' },
				subquery: [{ logic: 'OR', query: { fieldname: name, eval: 'LIKE', value: 'hun' } }],
			};
			expect(await refusal('epass', 'search', { query: JSON.stringify(query) })).toMatch(
				/is a sensitive field/,
			);
		},
	);

	it('S7: n8n is told which fields it never shows', () => {
		const { sensitiveOutputFields } = rig.engine.nodeType('n8n-nodes-backoffice.epass').description;
		expect(sensitiveOutputFields).toEqual(expect.arrayContaining(['SSN', 'WebPassword', 'lines[*].SSN']));
	});

	it('S19: a key of a webhook’s item is no link in the hint, and short', async () => {
		const live = '<a href="https://evil.example">click</a><img src=x>';
		const input = [{ name: 'Acme', status: 'x', [live]: 1, ['k'.repeat(100_000)]: 1 }];
		const run = await rig.run('manexErp', 'create', AUTOMATIC, { input });
		const [hint] = run.hints();
		expect(hint?.message).toContain('&lt;a href=');
		expect(hint?.message).not.toContain('<');
		expect(hint?.message.length).toBeLessThan(500);
	});

	it.each(['={{ 9007199254740993 }}', '={{ "9007199254740993" }}', '={{ 1e21 }}'])(
		'S20: the customer %s is refused where it may be another',
		async (id) => {
			expect(await refusal('guardantStation', 'get', customer(id))).toMatch(/^Customer: /);
			expect(await refusal('proDeliveryManager', 'get', customer(id))).toMatch(/^Customer: /);
			if (!id.includes('"'))
				expect(await refusal('epass', 'get', customer(id))).toMatch(/too large to be exact/);
		},
	);

	it('S23: half a character in a query is refused', async () => {
		expect(await refusal('epass', 'get', customer('={{ "A\\ud83d" }}'))).toMatch(/holds half a character/);
		expect(await refusal('manexErp', 'get', customer('={{ "A\\ud83d" }}', 'name'))).toMatch(
			/half a character/,
		);
		const values = { Custname: '={{ "A\\ud83d" }}', Status: 'Active' };
		expect(await refusal('manexErp', 'create', await rig.mapped('manexErp', 'create', values))).toMatch(
			/half a character/,
		);
		const extra = { ...customer('M-1000'), extraFields: '={{ ({["A\\ud83d"]: 1}) }}' };
		expect(await refusal('weevioPims', 'update', extra)).toMatch(/half a character/);
	});

	it.each(vendorList)('S23: a name that n8n leaves out is refused: $displayName', async (vendor) => {
		const { name, newCustomer, node } = vendor;
		const given = await rig.mapped(node, 'create', newCustomer as IDataObject);
		for (const left of ['__proto__', 'constructor', 'prototype']) {
			const body = `{"a": [{"b": {"${left}": 1}}]}`;
			for (const run of [
				await rig.run(node, 'create', { ...given, extraFields: `{"${left}": 1}` }),
				await rig.run(node, 'apiCall', { resource: 'apiCall', method: 'POST', path: 'x', body }),
			])
				expect(run.error?.message).toMatch(
					`A field named "${left}" cannot be sent: n8n leaves it out [item 0]`,
				);
		}
		expect(rig.sent(name)).toEqual([]);
	});

	it.each(['fieldName', 'value', 'tables'])(
		'S7: a sensitive name is found where a search only looks like one of its values: %s',
		async (place) => {
			const city = { fieldName: 'City', eval: 'EQUAL', value: 'SSN' };
			const queries: Record<string, unknown> = {
				fieldName: { query: { ...city, fieldName: { value: 'SSN' } } },
				value: {
					query: city,
					subquery: [{ logic: 'OR', query: { ...city, fieldName: { value: ['ssn'] } } }],
				},
				tables: { query: city, tables: { Customer: { value: ['SSN'] }, value: 'SSN' } },
			};
			const query = JSON.stringify(queries[place]);
			expect(await refusal('epass', 'search', { query })).toMatch(/is a sensitive field/);
			// As a value it may stand there.
			expect(await rig.items('epass', 'search', { query: JSON.stringify({ query: city }) })).toEqual([]);
		},
	);

	it.each([
		{ query: { eval: 'EQUAL', value: 'x' } },
		{ query: { fieldName: ' ', eval: 'EQUAL', value: 'x' } },
		{ query: { fieldName: 7, eval: 'LIKE', value: 'x' } },
		{ query: { fieldName: 'City', eval: null, value: 'x' } },
		{ query: { fieldName: 'City', eval: '', value: 'x' } },
		{ query: { fieldName: 'City', eval: {}, value: 'x' } },
		{ query: { fieldName: 'City', eval: 'EQUAL', value: 'x' }, paging: 'all' },
	])('G2: a pasted query without a field or an operator is refused: %j', async (query) => {
		expect(await refusal('epass', 'search', { query: JSON.stringify(query) })).toMatch(
			/^Query cannot be read: /,
		);
	});

	it.each(['\\u200b', ' \\u2060 ', '\\u00ad'])('G1: a value that nobody sees is none: %s', async (unseen) => {
		const value = `={{ "${unseen}" }}`;
		expect(await refusal('weevioPims', 'search', like('BCITY', 'contains', value))).toMatch(/has no value/);
		expect(await refusal('guardantStation', 'search', { filters: { text: value } })).toMatch(/has no value/);
		for (const operator of ['like', 'greaterThan', 'in'])
			expect(await refusal('epass', 'search', like('City', operator, value))).toMatch(
				/has no value|at least one/,
			);
		expect(await refusal('epass', 'search', like('City', 'like', `={{ "%${unseen}%" }}`))).toMatch(
			/no value but wildcards/,
		);
	});
});
