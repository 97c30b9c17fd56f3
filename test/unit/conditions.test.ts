import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { epass } from '../../nodes/Epass/vendor';
import { guardantStation } from '../../nodes/GuardantStation/vendor';
import { InputFault } from '../../nodes/shared/fault';
import type { Vendor } from '../../nodes/shared/vendor';
import { weevioPims } from '../../nodes/WeevioPims/vendor';
import { planned } from './planned';

const search = (vendor: Vendor, values: Record<string, unknown>) =>
	planned(vendor, 'search', values as IDataObject).listing;
const bodyOf = (vendor: Vendor, values: Record<string, unknown>) => search(vendor, values).request.body;
const conditions = (...list: unknown[]) => ({ filters: { conditions: list } });
const queried = (query: unknown, more: object = {}) => bodyOf(epass, { query, ...more }) as IDataObject;
const complaint = (work: () => unknown): string => {
	try {
		work();
	} catch (error) {
		if (error instanceof InputFault) return error.message;
		throw error;
	}
	return 'taken';
};

const NOTHING = [undefined, null, '', ' ', '\n\t', NaN, 'Invalid DateTime', 'Invalid Date'];

describe('G1: a condition without a value', () => {
	it.each(NOTHING)('is refused when it is %p', (value) => {
		const wrong: Array<() => unknown> = [
			() => bodyOf(weevioPims, conditions({ field: 'BEMAIL', operator: 'contains', value })),
			...['like', 'greaterThan', 'LESSTHAN'].map(
				(operator) => () => bodyOf(epass, conditions({ field: 'City', operator, value })),
			),
			() => search(guardantStation, { filters: { text: value } }),
			() => queried({ query: { fieldName: 'City', eval: 'LIKE', value } }),
		];
		for (const work of wrong) expect(complaint(work)).toMatch(/^(Filters|Query).* has no value$/);
	});

	it('is refused for "equals" too, but for an empty text', () => {
		for (const value of NOTHING.filter((each) => each !== '')) {
			expect(complaint(() => bodyOf(weevioPims, conditions({ field: 'A', value })))).toMatch(/has no value$/);
			expect(complaint(() => bodyOf(epass, conditions({ field: 'A', value })))).toMatch(/has no value$/);
		}
		expect(bodyOf(weevioPims, conditions({ field: 'A', value: '' }))).toEqual([
			{ field: 'A', value: '', contains: false },
		]);
		expect(bodyOf(epass, conditions({ field: 'A', value: '' }))).toEqual({
			query: { fieldName: 'A', eval: 'EQUAL', value: '' },
		});
	});

	it('is refused when nothing but wildcards is left of it', () => {
		for (const value of ['%', '%%', ' * ', '%_%'])
			expect(complaint(() => bodyOf(epass, conditions({ field: 'A', operator: 'like', value })))).toBe(
				'Filters: condition 1 has no value but wildcards',
			);
	});

	it('is refused at the end of a range and in a list', () => {
		for (const value of NOTHING) {
			const range = { field: 'ID', operator: 'between', value: 1, value2: value };
			expect(complaint(() => bodyOf(epass, conditions(range)))).toMatch(/needs two values/);
			const list = { field: 'ID', operator: 'in', value };
			expect(complaint(() => bodyOf(epass, conditions(list)))).toMatch(/needs at least one value/);
		}
		for (const value of [[null], [undefined, 'a'], ['a', {}], ['a', NaN], [[]]])
			expect(complaint(() => bodyOf(epass, conditions({ field: 'A', operator: 'in', value })))).toMatch(
				/^Filters: condition 1 /,
			);
		expect(bodyOf(epass, conditions({ field: 'A', operator: 'in', value: ['a ', '', 5] }))).toEqual({
			query: { fieldName: 'A', eval: 'IN', valueList: ['a', '5'] },
		});
	});

	it('is refused in a nested query at any depth', () => {
		const bad = { fieldName: 'A', eval: 'like', value: '' };
		const good = { fieldName: 'A', eval: 'EQUAL', value: '1' };
		expect(complaint(() => queried({ query: good, subquery: [{ logic: 'OR', query: bad }] }))).toMatch(
			/no value/,
		);
		const deep = {
			logic: 'and',
			query: good,
			SubQuery: [{ Logic: 'or', Query: { ...bad, eval: 'GreaterThan' } }],
		};
		expect(complaint(() => queried({ query: good, subquery: [deep] }))).toMatch(/no value/);
		expect(complaint(() => queried({ query: good, subqueries: [{ logic: 'AND', query: good }] }))).toMatch(
			/"subqueries" has no place/,
		);
		expect(complaint(() => queried({ query: { ...good, SubQuery: [] } }))).toMatch(/"subquery" has no place/);
		const inner = { logic: 'AND', query: good, sub_query: [] };
		expect(complaint(() => queried({ query: good, subquery: [inner] }))).toMatch(/"sub_query" has no place/);
		for (const subquery of [{}, 'x', [5], [{ logic: 'XOR', query: good }], [{ logic: 'AND' }]])
			expect(complaint(() => queried({ query: good, subquery }))).toMatch(/^Query/);
		for (const query of [
			{ fieldName: 'A', eval: 'IN' },
			{ fieldName: 'A', eval: 'in', valueList: [] },
			{ fieldName: 'A', eval: 'BETWEEN', start: '1' },
			{ fieldName: 'A', eval: 'EQUAL' },
			{ fieldName: 'A', eval: 'EQUAL', value: null },
		])
			expect(complaint(() => queried(query))).not.toBe('taken');
	});
});

describe('the field of a condition', () => {
	it('is chosen from a list, typed as Other, or named by an expression or an older workflow', () => {
		const named = [
			{ field: 'City', value: '1' },
			{ field: 'otherField', otherField: ' AccountType ', value: '1' },
			{ field: 'AccountType', otherField: 'left over', value: '1' },
		];
		expect(
			named.map((each) => (bodyOf(epass, conditions(each)) as IDataObject).query as IDataObject),
		).toEqual(
			['City', 'AccountType', 'AccountType'].map((fieldName) => ({ fieldName, eval: 'EQUAL', value: '1' })),
		);
		for (const otherField of [undefined, '', 5])
			expect(
				complaint(() => bodyOf(weevioPims, conditions({ field: 'otherField', otherField, value: '1' }))),
			).toBe('Filters: condition 1 has no Field');
	});
});

describe('a query', () => {
	const query = { query: { fieldName: 'City', eval: 'EQUAL', value: 'Burnaby' } };

	it('stands in the options, or where it stood before', () => {
		const expected = bodyOf(epass, { query });
		expect(bodyOf(epass, { options: { query: JSON.stringify(query) } })).toEqual(expected);
		expect(bodyOf(epass, { query, options: { query: '{}' } })).toEqual(expected);
	});

	it('is refused where it stands in both, or where an expression gave none', () => {
		expect(complaint(() => bodyOf(epass, { query, options: { query } }))).toBe(
			'Query is filled in twice, once of it in Options',
		);
		expect(complaint(() => bodyOf(epass, { options: { query: null } }))).toBe('Options: Query has no value');
		expect(complaint(() => bodyOf(epass, { options: { query: '{' } }))).toMatch(
			/^Options: Query: .*not valid JSON/,
		);
	});
});

describe('G2: a choice', () => {
	it('is taken in any letter case', () => {
		const [first, second] = bodyOf(
			weevioPims,
			conditions(
				{ field: 'A', operator: 'CONTAINS', value: 'x' },
				{ field: 'B', value: 'y', conjunction: ' or' },
			),
		) as IDataObject[];
		expect([first?.contains, second?.conjunction]).toEqual([true, 'OR']);
		for (const operator of ['Greater Than', 'GREATERTHAN', 'greater_than'])
			expect(bodyOf(epass, conditions({ field: 'A', operator, value: '1' }))).toMatchObject({
				query: { eval: 'GREATERTHAN' },
			});
		const other = { field: 'A', operator: 'Other', otherOperator: 'in', value: 'a,b' };
		expect(bodyOf(epass, conditions(other))).toMatchObject({ query: { valueList: ['a', 'b'] } });
		const filters = { type: 'Person', archived: 'YES', sortBy: 'NAME', direction: 'Desc' };
		expect(search(guardantStation, { filters }).request.query).toEqual({
			type: 'person',
			archived: true,
			sortby: 'name',
			direction: 'desc',
		});
	});

	it('is refused when it is none, with those that there are', () => {
		const junk = ['like ', 'xor', '', 5, true, null, undefined, {}, []];
		for (const wrong of junk) {
			expect(
				complaint(() => bodyOf(weevioPims, conditions({ field: 'A', operator: wrong, value: 'x' }))),
			).toMatch(/^Filters: condition 1: Operator/);
			expect(
				complaint(() => bodyOf(epass, conditions({ field: 'A', value: 'x', conjunction: wrong }))),
			).toMatch(/^Filters: condition 1: And\/Or/);
			for (const name of ['type', 'archived', 'sortBy', 'direction'])
				expect(complaint(() => search(guardantStation, { filters: { [name]: wrong } }))).toMatch(
					/^Filters: /,
				);
		}
		expect(complaint(() => search(guardantStation, { filters: { archived: true } }))).toBe(
			'Filters: Archived: "true" is not one of any, no, yes',
		);
		for (const operator of [null, undefined, '', {}, 5, '[object Object]'])
			expect(complaint(() => bodyOf(epass, conditions({ field: 'A', operator, value: 'x' })))).toMatch(
				/has no operator$/,
			);
	});

	it('G5: of an order’s states is one of them, by number or by name', () => {
		const status = (given: unknown) => {
			const values = { customer: 8, options: { status: given } } as IDataObject;
			return planned(guardantStation, 'listOrders', values).listing.request.query?.status;
		};
		expect([[], [0, 2], '0, 2', 'draft,Revoked', 1, ['1', 1]].map(status)).toEqual([
			undefined,
			'0,2',
			'0,2',
			'0,2',
			'1',
			'1',
		]);
		for (const wrong of [
			[null],
			[''],
			'',
			' ',
			null,
			undefined,
			'1,,2',
			[true],
			[[0]],
			true,
			3,
			'0x1',
			{},
			NaN,
		])
			expect([wrong, complaint(() => status(wrong))]).toEqual([
				wrong,
				expect.stringMatching(/^Options: the order status .+ is not 0, 1 or 2$/),
			]);
	});

	it('of an invoice’s customer likewise', () => {
		const of = (invoiceCustomer: unknown) =>
			planned(epass, 'listOrders', { customer: '1', options: { invoiceCustomer } } as IDataObject).listing
				.request.body as IDataObject;
		expect(of('billtocode')).toMatchObject({ query: { fieldName: 'BillToCode' } });
		for (const wrong of ['', 'ShipTo', null, undefined, true])
			expect(complaint(() => of(wrong))).toMatch(/Customer Is/);
	});
});

describe('G3: a value', () => {
	it('is a single one, exact, as text', () => {
		const value = (given: unknown) =>
			(bodyOf(weevioPims, conditions({ field: 'A', value: given })) as IDataObject[])[0]?.value;
		expect([5, 0, true, false, 1.5, 'x '].map(value)).toEqual(['5', '0', 'true', 'false', '1.5', 'x ']);
		for (const wrong of [{}, [], ['a'], { a: 1 }, new Map()])
			expect(complaint(() => value(wrong))).toMatch(/takes a single value, not /);
		for (const wrong of [2 ** 53, -(2 ** 53), 1e21, Infinity])
			expect(complaint(() => value(wrong))).toMatch(/is too large to be exact$/);
		expect(
			complaint(() => bodyOf(epass, conditions({ field: 'A', operator: 'in', value: ['1', 2 ** 53] }))),
		).toMatch(/too large/);
	});

	it('keeps filters that cannot be read from being none', () => {
		const shapes = ['x', '', ['x'], null, 5, true, new Date(), new Map(), { other: 1 }, { conditions: null }];
		const more = [{ conditions: {} }, { conditions: 'x' }, { conditions: ['x'] }, { conditions: [null] }];
		for (const filters of [...shapes, ...more]) {
			for (const vendor of [weevioPims, epass, guardantStation])
				expect([filters, complaint(() => search(vendor, { filters }))]).toEqual([
					filters,
					expect.stringMatching(/^Filters cannot be read: /),
				]);
		}
		for (const vendor of [weevioPims, epass, guardantStation])
			expect([undefined, {}].map((filters) => complaint(() => search(vendor, { filters })))).toEqual([
				'taken',
				'taken',
			]);
	});
});

describe('S7: a sensitive field', () => {
	const on = { options: { includeSensitiveFields: true } };
	const SPELLINGS = [
		'WebPassword',
		' webpassword ',
		'WEBPASSWORD2',
		'[SSN]',
		'Customer.ssn',
		'ＳＳＮ',
		'S\u200bSN',
		'ſSN',
	];

	it.each(SPELLINGS)('cannot be searched by, unless it may be seen: %s', (field) => {
		const filters = conditions({ field: 'City', value: 'x' }, { field, operator: 'like', value: 'hun' });
		expect(complaint(() => bodyOf(epass, filters))).toMatch(/is a sensitive field/);
		expect(complaint(() => bodyOf(epass, { ...filters, ...on }))).toBe('taken');
	});

	it.each(SPELLINGS)('cannot be named anywhere in a query: %s', (field) => {
		const good = { fieldName: 'City', eval: 'EQUAL', value: 'x' };
		const bad = { FIELDNAME: field, eval: 'LIKE', value: 'hun' };
		for (const query of [
			bad,
			{ query: bad },
			{ query: good, subquery: [{ logic: 'OR', query: good, subquery: [{ logic: 'AND', QUERY: bad }] }] },
			{ query: good, Tables: { Customer: ['Code', field] } },
			{ query: good, extendedInfo: { Branch: [field] } },
			{ query: { ...good, [field]: 'x' } },
		]) {
			expect(complaint(() => queried(query))).toMatch(/^Query: .+ is a sensitive field/);
			expect(complaint(() => queried(query, on))).toBe('taken');
		}
	});

	it('may be the value that is looked for', () => {
		expect(complaint(() => queried({ fieldName: 'LastName', eval: 'EQUAL', value: 'SSN' }))).toBe('taken');
		expect(
			complaint(() => bodyOf(epass, conditions({ field: 'Note', operator: 'in', value: 'SSN,x' }))),
		).toBe('taken');
	});
});

describe('K3: a query with its own paging', () => {
	const query = { query: { fieldName: 'Code', eval: 'EQUAL', value: '1' } };
	const { paging } = epass.resources.customer?.operations.search as Extract<
		ReturnType<typeof planned<'search'>>['operation'],
		{ kind: 'list' }
	>;
	const page = (own: unknown, cursor = 0) => {
		const { pageSize, request } = search(epass, { query: { ...query, Paging: own } });
		if (paging.kind !== 'cursor') throw new Error('EPASS pages by a cursor');
		return paging.page(request, cursor, pageSize ?? paging.pageSize).body;
	};

	it('starts there, with that size', () => {
		expect(page({ pageSize: 5, pageStartId: 303000 })).toEqual({
			paging: { pageSize: 5, pageStartId: 303000 },
			...query,
		});
		expect(page({ PageSize: '5', pagestartid: '7' })).toMatchObject({
			paging: { pageSize: 5, pageStartId: 7 },
		});
		expect(page({})).toMatchObject({ paging: { pageSize: 500, pageStartId: 0 } });
	});

	it('goes on from there', () => {
		expect(page({ pageSize: 5, pageStartId: 303000 }, 303428)).toMatchObject({
			paging: { pageSize: 5, pageStartId: 303428 },
		});
	});

	it('is refused with what is no number', () => {
		for (const own of [{ pageSize: 0 }, { pageSize: 'x' }, { pageStartId: -1 }, { pageStartId: null }])
			expect(complaint(() => page(own))).toMatch(/^Query: pageS\w+ must be a whole number from /);
	});
});

describe('what widens a filter (never)', () => {
	const junk = fc.oneof(
		fc.constantFrom<unknown>(
			undefined,
			null,
			'',
			' ',
			NaN,
			0,
			true,
			'x',
			'Contains',
			'like',
			'OR',
			'AND',
			'in',
			'%',
		),
		fc.string(),
		fc.anything({ maxDepth: 1 }),
	);
	const entry = fc.record(
		{ field: fc.oneof(fc.constant('A'), junk), operator: junk, value: junk, value2: junk, conjunction: junk },
		{ requiredKeys: [] },
	);
	const saysSomething = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
	/** The request, or nothing where it was refused. */
	const orRefused = <T>(work: () => T): T | undefined => {
		try {
			return work();
		} catch (error) {
			if (error instanceof InputFault) return undefined;
			throw error;
		}
	};

	it('Weevio: each condition that was given is in the request, and "or" only where it was given', () => {
		fc.assert(
			fc.property(fc.array(entry, { minLength: 1, maxLength: 3 }), (given) => {
				const body = orRefused(() => bodyOf(weevioPims, conditions(...given))) as IDataObject[] | undefined;
				if (body === undefined) return;
				expect(body).toHaveLength(given.length);
				for (const [index, filter] of body.entries()) {
					const { conjunction, field, value } = given[index] ?? {};
					expect(filter.field).toBe(String(field).trim());
					expect(filter.value).toBe(String(value));
					expect(filter.contains === false || saysSomething(filter.value)).toBe(true);
					if (filter.conjunction === 'OR') expect(String(conjunction).trim().toUpperCase()).toBe('OR');
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('EPASS: likewise', () => {
		fc.assert(
			fc.property(fc.array(entry, { minLength: 1, maxLength: 3 }), (given) => {
				const body = orRefused(() => bodyOf(epass, conditions(...given))) as IDataObject | undefined;
				if (body === undefined) return;
				const others = (body.subquery ?? []) as IDataObject[];
				expect(others).toHaveLength(given.length - 1);
				for (const [index, { logic, query }] of [{ query: body.query, logic: 'AND' }, ...others].entries()) {
					const sent = query as IDataObject;
					expect(sent.fieldName).toBe(String(given[index]?.field).trim());
					const operands = [sent.value, sent.start, sent.end, sent.valueList]
						.flat()
						.filter((each) => each !== undefined);
					expect(operands.length).toBeGreaterThan(0);
					expect(sent.eval === 'EQUAL' || operands.every(saysSomething)).toBe(true);
					if (logic === 'OR') expect(String(given[index]?.conjunction).trim().toUpperCase()).toBe('OR');
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('Guardant: each filter that was given is in the request', () => {
		const filters = fc.record(
			{
				text: junk,
				type: fc.oneof(junk, fc.constant('PERSON')),
				archived: fc.oneof(junk, fc.constantFrom('Yes', 'any')),
			},
			{ requiredKeys: [] },
		);
		fc.assert(
			fc.property(filters, (given) => {
				const listing = orRefused(() => search(guardantStation, { filters: given }));
				if (listing === undefined) return;
				const { archived, type } = listing.request.query ?? {};
				expect('text' in given).toBe(listing.keep !== undefined);
				expect('type' in given).toBe(type !== undefined);
				if ('archived' in given && archived === undefined)
					expect(String(given.archived).trim().toLowerCase()).toBe('any');
			}),
			{ numRuns: 300 },
		);
	});

	it('any of them: filters of any other shape are refused', () => {
		fc.assert(
			fc.property(fc.anything(), (filters) => {
				const isNone =
					filters === undefined ||
					(typeof filters === 'object' &&
						filters !== null &&
						['[object Object]'].includes(Object.prototype.toString.call(filters)) &&
						Object.keys(filters).length === 0);
				for (const vendor of [weevioPims, epass, guardantStation])
					expect(orRefused(() => search(vendor, { filters })) !== undefined).toBe(isNone);
			}),
			{ numRuns: 300 },
		);
	});
});
