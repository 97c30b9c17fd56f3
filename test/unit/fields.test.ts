import type { IDataObject } from 'n8n-workflow';

import { InputFault } from '../../nodes/shared/fault';
import {
	checkFields,
	fieldsFor,
	inReadNames,
	mapAutomatically,
	requireFields,
	unmappedKeys,
} from '../../nodes/shared/fields';
import type { Field, FieldKind } from '../../nodes/shared/fields';
import { CUSTOMER, ORDER } from '../../nodes/shared/shapes';

const field = (kind: FieldKind, more: Partial<Field> = {}): Field => ({
	id: 'f',
	label: 'Some Field',
	kind,
	...more,
});
const check = (kind: FieldKind, value: unknown, operation: 'create' | 'update' = 'create'): unknown =>
	checkFields([field(kind)], { f: value as IDataObject[string] }, operation).f;

function fault(work: () => unknown): InputFault {
	try {
		work();
	} catch (error) {
		if (error instanceof InputFault) return error;
		throw error;
	}
	throw new Error('Nothing was refused');
}

describe('a text field', () => {
	it('counts characters, not halves of them, against its longest length', () => {
		expect(check({ type: 'text', maxLength: 3 }, '😀😀😀')).toBe('😀😀😀');
		expect(fault(() => check({ type: 'text', maxLength: 3 }, '😀😀😀😀')).message).toMatch(
			/Some Field \(f\) is 4 characters long; the vendor takes at most 3/,
		);
	});

	it('takes a text of exactly its longest length, blanks included', () => {
		expect(check({ type: 'text', maxLength: 3 }, ' ab')).toBe(' ab');
	});

	it('turns numbers and flags into text', () => {
		expect(check({ type: 'text' }, 47404)).toBe('47404');
		expect(check({ type: 'text' }, false)).toBe('false');
	});

	it('says its own rule when its pattern is not met', () => {
		const kind: FieldKind = { type: 'text', pattern: /^\d{10}$/, rule: 'is not ten digits' };
		expect(check(kind, '0000000010')).toBe('0000000010');
		expect(fault(() => check(kind, '10')).message).toContain('"10" is not ten digits');
	});

	it.each([[{ a: 1 }], [['a']], [new Date(0)]])('refuses %p', (value) => {
		expect(() => check({ type: 'text' }, value)).toThrow(/must be text/);
	});

	it.each(['{{ $json.name }}', 'To {{$("Webhook").item.json.name}}', '{{ $now }}'])(
		'refuses the expression %s that was taken for plain text',
		(value) => {
			expect(fault(() => check({ type: 'text' }, value)).message).toBe(
				`Fields: Some Field (f): "${value}" is an expression, but the field takes it as plain text`,
			);
		},
	);

	it('takes braces and dollar signs that are no expression', () => {
		expect(check({ type: 'text' }, '{{ braces }} at $5')).toBe('{{ braces }} at $5');
	});

	it('is left out of a create when empty, and emptied by an update', () => {
		expect(checkFields([field({ type: 'text' })], { f: '' }, 'create')).toEqual({});
		expect(checkFields([field({ type: 'text' })], { f: '' }, 'update')).toEqual({ f: '' });
	});
});

describe('a number field', () => {
	it.each([
		[0, 0],
		[12.5, 12.5],
		['12.5', 12.5],
		[' 7 ', 7],
		['-3', -3],
		['+3', 3],
		['.5', 0.5],
		['-.5', -0.5],
		['5.', 5],
		['007', 7],
		['1e3', 1000],
		['2.5E-1', 0.25],
		['9007199254740991', Number.MAX_SAFE_INTEGER],
	])('takes %p as %p', (value, expected) => {
		expect(check({ type: 'number' }, value)).toBe(expected);
	});

	it.each(['twelve', '1,5', ' ', NaN, Infinity, true, {}, []])('refuses %p', (value) => {
		expect(() => check({ type: 'number' }, value)).toThrow(/must be a number/);
	});

	it.each([
		...['0x10', '0X1F', '0b11', '0o17'],
		...['1,000', '1.000,5', '1 000', '1_000', '1.2.3', '12px', '$5', '50%'],
		...['Infinity', '-Infinity', '1e999', '1e', 'e3', '1e3.5', '.', '--1', '+'],
		...['\uff11\uff12', '\u0661\u0662', '\u22123', '\u00bd'],
	])('refuses the text %p, and names the field', (value) => {
		expect(fault(() => check({ type: 'number' }, value)).message).toBe(
			`Fields: Some Field (f) must be a number, not "${value}"`,
		);
	});

	it.each(['9007199254740992', '-9007199254740993', '1e16'])(
		'refuses %p, which may have been rounded',
		(value) => {
			expect(fault(() => check({ type: 'number' }, value)).message).toMatch(
				/^Fields: Some Field \(f\): the number -?\d+ is too large to be exact$/,
			);
		},
	);

	it('keeps to its least value', () => {
		expect(check({ type: 'number', min: 0 }, 0)).toBe(0);
		expect(fault(() => check({ type: 'number', min: 0 }, '-0.01')).message).toMatch(
			/must be 0 or more, not -0.01/,
		);
	});
});

describe('a boolean field', () => {
	it.each([true, 1, 'true', 'TRUE', ' Yes ', '1'])('takes %p as true', (value) => {
		expect(check({ type: 'boolean' }, value)).toBe(true);
	});

	it.each([false, 0, 'false', 'False', 'no', '0'])('takes %p as false', (value) => {
		expect(check({ type: 'boolean' }, value)).toBe(false);
	});

	it.each([2, 'maybe', 'y', {}, []])('refuses %p', (value) => {
		expect(() => check({ type: 'boolean' }, value)).toThrow(/must be true or false/);
	});

	it('is sent as 1 or 0 where the vendor wants it so', () => {
		expect(check({ type: 'boolean', asNumber: true }, 'yes')).toBe(1);
		expect(check({ type: 'boolean', asNumber: true }, false)).toBe(0);
		expect(() => check({ type: 'boolean', asNumber: true }, 2)).toThrow(/must be true or false/);
	});
});

describe('a date field', () => {
	it('is put in the vendor’s format', () => {
		expect(check({ type: 'date', format: 'MM/DD/YYYY' }, '2026-01-31T10:00:00Z')).toBe('01/31/2026');
	});

	it('is named when it is no date', () => {
		expect(fault(() => check({ type: 'date', format: 'YYYY-MM-DD' }, 'soon')).message).toContain(
			'Some Field (f)',
		);
	});
});

describe('a choice field', () => {
	const kind: FieldKind = {
		type: 'choice',
		choices: [
			{ name: 'Active', value: 'Active' },
			{ name: 'New England', value: 'NEW ENGLAND' },
		],
	};

	it('takes its values in any letter case and hands them on as the vendor writes them', () => {
		expect(check(kind, 'ACTIVE')).toBe('Active');
		expect(check(kind, ' new england ')).toBe('NEW ENGLAND');
	});

	it('keeps the type of a numeric value', () => {
		const numbers: FieldKind = { type: 'choice', choices: [{ name: 'Zero', value: 0 }] };
		expect(check(numbers, '0')).toBe(0);
		expect(check(numbers, 0)).toBe(0);
	});

	it('takes the name of a value as well, which is what people see', () => {
		const numbers: FieldKind = {
			type: 'choice',
			choices: [
				{ name: 'Normal', value: 0 },
				{ name: 'Blocked', value: 1 },
			],
		};
		expect(check(numbers, 'Blocked')).toBe(1);
		expect(check(numbers, ' normal ')).toBe(0);
		expect(fault(() => check(numbers, 'Gone')).message).toContain('"Gone" is not one of 0, 1');
	});

	it('lists its values and points to the extra fields when another is given', () => {
		const refused = fault(() => check(kind, 'Gone'));
		expect(refused.message).toContain('"Gone" is not one of Active, NEW ENGLAND');
		expect(refused.description).toContain('Extra Fields');
		expect(() => check(kind, { toString: () => 'Active' })).not.toThrow(TypeError);
	});
});

describe('a list field', () => {
	it('takes a list of objects, or the JSON of one', () => {
		expect(check({ type: 'list' }, [{ name: 'a' }])).toEqual([{ name: 'a' }]);
		expect(check({ type: 'list' }, '[{"name":"a"}]')).toEqual([{ name: 'a' }]);
		expect(check({ type: 'list' }, [])).toEqual([]);
	});

	it.each(['{"name":"a"}', 'no JSON', [1], ['a'], [null], [[{}]], { name: 'a' }, 7])(
		'refuses %p',
		(value) => {
			expect(() => check({ type: 'list' }, value)).toThrow(/must be a list of objects/);
		},
	);
});

describe('a list or an object in a field of one value', () => {
	const kinds: FieldKind[] = [
		{ type: 'text' },
		{ type: 'text', pattern: /./ },
		{ type: 'number' },
		{ type: 'boolean' },
		{ type: 'boolean', asNumber: true },
		{ type: 'date', format: 'YYYY-MM-DD' },
		{ type: 'choice', choices: [{ name: '1', value: 1 }] },
		{ type: 'choice', choices: [{ name: '1', value: '1' }], anyCase: true },
	];
	const values: Array<[string, unknown]> = [
		['a list', []],
		['a list', [1]],
		['a list', ['1']],
		['a list', ['2026-01-31']],
		['an object', {}],
		['an object', { value: '1' }],
		['an object', { toString: () => '1' }],
	];

	it.each(kinds)('is refused and named, though a list of one reads like what is in it: %j', (kind) => {
		for (const [what, value] of values) {
			for (const operation of ['create', 'update'] as const) {
				const { message } = fault(() => check(kind, value, operation));
				expect(message).toMatch(/^Fields: Some Field \(f\)/);
				expect(message).toContain(what);
			}
		}
	});
});

describe('values that are not there', () => {
	it.each(['create', 'update'] as const)('are left out of a %s, null like undefined', (operation) => {
		const fields = [field({ type: 'text' }), field({ type: 'number' }, { id: 'n' })];
		expect(checkFields(fields, { f: null, n: undefined }, operation)).toEqual({});
	});

	it.each([
		{ type: 'number' },
		{ type: 'boolean' },
		{ type: 'date', format: 'YYYY-MM-DD' },
		{ type: 'choice', choices: [{ name: 'a', value: 'a' }] },
		{ type: 'list' },
	] satisfies FieldKind[])('are meant by "" in a field of the kind $type', (kind) => {
		expect(checkFields([field(kind)], { f: '' }, 'update')).toEqual({});
		expect(checkFields([field(kind)], { f: '' }, 'create')).toEqual({});
	});

	it('do not stand for those that are not listed', () => {
		expect(checkFields([field({ type: 'text' })], { other: 'x' }, 'create')).toEqual({});
	});
});

describe('a required field', () => {
	const fields = [
		field({ type: 'text' }, { id: 'name', label: 'Name', required: true }),
		field({ type: 'text' }, { id: 'address.city', label: 'City', required: true }),
		field({ type: 'text' }, { id: 'note' }),
	];

	it('must be there when a record is created', () => {
		expect(fault(() => checkFields(fields, { note: 'x' }, 'create')).message).toBe(
			'Fields: "Name" (name), "City" (address.city) are required',
		);
		expect(fault(() => checkFields(fields, { name: 'x' }, 'create')).message).toMatch(/is required/);
	});

	it('may be missing when a record is changed', () => {
		expect(checkFields(fields, { note: 'x' }, 'update')).toEqual({ note: 'x' });
	});

	it('is missing when it is empty', () => {
		expect(() => checkFields(fields, { name: '', 'address.city': 'x' }, 'create')).toThrow(/"Name"/);
	});

	it('counts as given when it is among the extra fields, by its own name or its parent’s', () => {
		expect(checkFields(fields, {}, 'create', ['name', 'address.city'])).toEqual({});
		expect(checkFields(fields, {}, 'create', ['name', 'address'])).toEqual({});
		expect(() => checkFields(fields, {}, 'create', ['name', 'addr'])).toThrow(/City/);
	});
});

describe('a field of one operation only', () => {
	const fields = [
		field({ type: 'text' }, { id: 'number', only: 'create', required: true }),
		field({ type: 'text' }, { id: 'reseller', only: 'update' }),
		field({ type: 'text' }, { id: 'name' }),
	];

	it('is offered and sent there alone', () => {
		expect(fieldsFor(fields, 'create').map(({ id }) => id)).toEqual(['number', 'name']);
		expect(fieldsFor(fields, 'update').map(({ id }) => id)).toEqual(['reseller', 'name']);
		const values = { number: '1', reseller: '2', name: '3' };
		expect(checkFields(fields, values, 'create')).toEqual({ number: '1', name: '3' });
		expect(checkFields(fields, values, 'update')).toEqual({ reseller: '2', name: '3' });
	});
});

describe('mapping automatically', () => {
	const fields: Field[] = [
		field({ type: 'text' }, { id: 'BEMAIL', common: 'email' }),
		field({ type: 'text' }, { id: 'address.line_1', common: 'addressLine1' }),
		field(
			{ type: 'text' },
			{
				id: 'Status',
				common: { reads: ['active'], of: ({ active }) => (active === true ? 'Active' : undefined) },
				automaticDefault: 'Quote',
			},
		),
		field({ type: 'text' }, { id: 'Fax' }),
	];

	it('takes the vendor’s own names first', () => {
		expect(mapAutomatically(fields, { BEMAIL: 'own', email: 'common' }, 'update')).toEqual({ BEMAIL: 'own' });
	});

	it('finds a nested name whether the item nests it or writes it with a dot', () => {
		expect(mapAutomatically(fields, { address: { line_1: 'nested' } }, 'update')).toEqual({
			'address.line_1': 'nested',
		});
		expect(mapAutomatically(fields, { 'address.line_1': 'dotted' }, 'update')).toEqual({
			'address.line_1': 'dotted',
		});
	});

	it('takes the common names of another vendor’s customer', () => {
		const item = { email: 'a@b.c', addressLine1: '101 Main St', active: true };
		expect(mapAutomatically(fields, item, 'create')).toEqual({
			BEMAIL: 'a@b.c',
			'address.line_1': '101 Main St',
			Status: 'Active',
		});
	});

	it('takes null and an empty common value for not known', () => {
		expect(mapAutomatically(fields, { email: null, addressLine1: '' }, 'update')).toEqual({});
	});

	it('empties a field when the item has "" under the vendor’s own name', () => {
		expect(mapAutomatically(fields, { BEMAIL: '' }, 'update')).toEqual({ BEMAIL: '' });
	});

	it('takes a default for a new record only, and only beside something from the item', () => {
		expect(mapAutomatically(fields, { Fax: '1' }, 'create')).toEqual({ Fax: '1', Status: 'Quote' });
		expect(mapAutomatically(fields, { Fax: '1', Status: 'Inactive' }, 'create')).toEqual({
			Fax: '1',
			Status: 'Inactive',
		});
		expect(mapAutomatically(fields, { Fax: '1' }, 'update')).toEqual({ Fax: '1' });
		expect(mapAutomatically(fields, { unknown: '1' }, 'create')).toEqual({});
	});

	it('takes nothing from the prototype of an item', () => {
		const inherited = [
			field({ type: 'text' }, { id: 'toString' }),
			field({ type: 'text' }, { id: 'constructor.name' }),
		];
		expect(mapAutomatically(inherited, {}, 'update')).toEqual({});
	});
});

describe('written values under the vendor’s read names', () => {
	it('are renamed and nested, extra ones kept', () => {
		const fields = [
			field({ type: 'text' }, { id: 'Custname', readAs: 'CUSTNAME' }),
			field({ type: 'text' }, { id: 'a.b' }),
		];
		expect(inReadNames(fields, { Custname: 'x', 'a.b': 1, EXTRA: true })).toEqual({
			CUSTNAME: 'x',
			a: { b: 1 },
			EXTRA: true,
		});
	});
});

describe('fields for creating or updating', () => {
	const fields = [
		field({ type: 'text' }, { id: 'number', only: 'create' }),
		field({ type: 'text' }, { id: 'reseller', only: 'update' }),
		field({ type: 'text' }, { id: 'crmId', common: 'externalId', isReference: true }),
		field({ type: 'text' }, { id: 'Status', automaticDefault: 'Active' }),
	];

	it('are those of both', () => {
		expect(fieldsFor(fields, 'upsert').map(({ id }) => id)).toEqual([
			'number',
			'reseller',
			'crmId',
			'Status',
		]);
	});

	it('take the source’s id for the reference, but no default, since the record may be there', () => {
		expect(mapAutomatically(fields, { id: 8 }, 'upsert')).toEqual({ crmId: '8' });
		expect(mapAutomatically(fields, { id: 8, externalId: 'E' }, 'upsert')).toEqual({ crmId: 'E' });
		expect(mapAutomatically(fields, { id: 8 }, 'create')).toEqual({});
	});

	it('are required of a new record only', () => {
		const required = [field({ type: 'text' }, { required: true })];
		expect(checkFields(required, {}, 'upsert')).toEqual({});
		expect(() => requireFields(required, [])).toThrow(/"Some Field" \(f\) is required/);
		expect(() => requireFields(required, ['f'])).not.toThrow();
	});
});

describe('keys of an item that have no place', () => {
	const fields = [
		field({ type: 'text' }, { id: 'BEMAIL', common: 'email' }),
		field({ type: 'text' }, { id: 'address.city' }),
		field({ type: 'text' }, { id: 'Status', common: { reads: ['active', 'archived'], of: () => undefined } }),
	];

	it('are those with a value that no field takes', () => {
		const item = {
			email: 'a',
			BEMAIL: 'b',
			address: { city: 'c' },
			fax: '1',
			notes: '',
			other: null,
			loyalty: 0,
			active: true,
			archived: false,
		};
		expect(unmappedKeys(fields, CUSTOMER, item)).toEqual(['fax', 'loyalty']);
	});

	it('are not those that belong to the source alone', () => {
		const item = { id: 1, code: 'x', createdAt: 'd', updatedAt: 'd', result: 'created' };
		expect(unmappedKeys(fields, CUSTOMER, item)).toEqual([]);
		expect(unmappedKeys(fields, ORDER, { id: 1, number: 2, code: 'x' })).toEqual(['code']);
	});

	it('are not those that a trigger adds', () => {
		const item = { event: 'created', detectedAt: '2026-01-01T00:00:00.000Z' };
		expect(unmappedKeys(fields, CUSTOMER, item)).toEqual([]);
	});
});
