import type { IDataObject } from 'n8n-workflow';

import {
	asObject,
	asObjects,
	define,
	firstText,
	joinedName,
	merged,
	nested,
	numeric,
	text,
	valueAt,
	without,
} from '../../nodes/shared/values';

/** An object with an own key that an assignment would take for the prototype. */
const withProtoKey = (json: string): IDataObject => JSON.parse(json) as IDataObject;

describe('text', () => {
	it.each([
		['  padded ', 'padded'],
		['', null],
		['   ', null],
		[0, '0'],
		[false, 'false'],
		[null, null],
		[undefined, null],
		[{}, null],
		[[], null],
	])('reads %p as %p', (value, expected) => {
		expect(text(value)).toBe(expected);
	});

	it('is the first of several values that says something', () => {
		expect(firstText(null, '', '  ', 'b', 'c')).toBe('b');
		expect(firstText()).toBeNull();
	});

	it('joins a given and a family name, either of which may be missing', () => {
		expect(joinedName(' Joe ', 'Bloggs')).toBe('Joe Bloggs');
		expect(joinedName('Joe', '')).toBe('Joe');
		expect(joinedName(undefined, 'Bloggs')).toBe('Bloggs');
		expect(joinedName('', null)).toBeNull();
	});
});

describe('a number', () => {
	it.each([
		[1408, 1408],
		['1408', 1408],
		[' 12.50 ', 12.5],
		['', null],
		['-3', -3],
		['.5', 0.5],
		['1e3', 1000],
		['1,000', null],
		['1 000', null],
		['1_000', null],
		['12px', null],
		['1e999', null],
		['-Infinity', null],
		['\uff11', null],
		[[1], null],
		[{}, null],
		['C001408', null],
		[NaN, null],
		[Infinity, null],
		['Infinity', null],
		[true, null],
		[null, null],
	])('reads %p as %p', (value, expected) => {
		expect(numeric(value)).toBe(expected);
	});

	// Looked through from each digit on, these would take hours.
	it('is none, however long the text of digits is that ends otherwise', () => {
		const digits = '1'.repeat(1_000_000);
		for (const text of [`${digits}x`, `${digits}.${digits}x`, `.${digits}x`, `1e${digits}x`])
			expect(numeric(text)).toBeNull();
	});
});

describe('objects', () => {
	it('are told from lists, null and everything else', () => {
		const object = { a: 1 };
		expect(asObject(object)).toBe(object);
		for (const other of [null, undefined, [], 'x', 1, true]) expect(asObject(other)).toBeUndefined();
		expect(asObjects([object, null, [], 'x'])).toEqual([object]);
		expect(asObjects(object)).toEqual([]);
	});

	it('lose the fields that they are to be without', () => {
		const record = { a: 1, b: 2 };
		expect(without(record, ['b', 'c'])).toEqual({ a: 1 });
		expect(record).toEqual({ a: 1, b: 2 });
	});
});

describe('the value at a path', () => {
	it('is found by a whole name before a dotted one', () => {
		expect(valueAt({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(1);
		expect(valueAt({ a: { b: 2 } }, 'a.b')).toBe(2);
	});

	it('is undefined where the path ends early', () => {
		expect(valueAt({ a: 'text' }, 'a.length')).toBeUndefined();
		expect(valueAt({ a: [1] }, 'a.0')).toBeUndefined();
		expect(valueAt({}, 'a.b.c')).toBeUndefined();
	});

	it('never comes from a prototype', () => {
		expect(valueAt({}, 'toString')).toBeUndefined();
		expect(valueAt({}, '__proto__.toString')).toBeUndefined();
		expect(valueAt({ a: {} }, 'a.constructor.name')).toBeUndefined();
	});
});

describe('nesting', () => {
	it('makes objects of dotted names', () => {
		expect(nested({ 'a.b': 1, 'a.c.d': 2, e: 3 })).toEqual({ a: { b: 1, c: { d: 2 } }, e: 3 });
	});

	it('adds an object to what is there under its name, in either order', () => {
		expect(nested({ 'a.b': 1, a: { c: 2 } })).toEqual({ a: { b: 1, c: 2 } });
		expect(nested({ a: { c: 2 }, 'a.b': 1 })).toEqual({ a: { b: 1, c: 2 } });
	});

	it('leaves the objects that it was handed as they were', () => {
		const address = { city: 'Leeds' };
		expect(nested({ address, 'address.line_1': '1 High St' })).toEqual({
			address: { city: 'Leeds', line_1: '1 High St' },
		});
		expect(address).toEqual({ city: 'Leeds' });
	});

	it('reaches no prototype through a field named __proto__', () => {
		const result = nested(
			withProtoKey('{"__proto__.polluted": 1, "__proto__": {"also": 2}, "constructor.prototype.x": 3}'),
		);
		const bystander: IDataObject = {};
		const reached = { polluted: bystander.polluted, also: bystander.also, x: bystander.x };
		// Undone before anything is expected, so that a failure stays in this test.
		for (const name of Object.keys(reached)) delete (Object.prototype as Record<string, unknown>)[name];
		expect(reached).toEqual({ polluted: undefined, also: undefined, x: undefined });
		expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
	});
});

describe('merging', () => {
	it('lays one object over another, objects within them likewise', () => {
		expect(merged({ a: { b: 1, c: 2 }, d: 3 }, { a: { c: 4 }, e: 5 })).toEqual({
			a: { b: 1, c: 4 },
			d: 3,
			e: 5,
		});
	});

	it('puts one list in the place of another, and a value in that of an object', () => {
		expect(merged({ a: [1, 2], b: { c: 1 } }, { a: [3], b: null })).toEqual({ a: [3], b: null });
	});

	it('leaves both objects as they were', () => {
		const base = { a: { b: 1 } };
		const over = { a: { c: 2 } };
		merged(base, over);
		expect([base, over]).toEqual([{ a: { b: 1 } }, { a: { c: 2 } }]);
	});

	it('reaches no prototype through a field named __proto__', () => {
		const result = merged({}, withProtoKey('{"__proto__": {"polluted": 1}}'));
		expect(({} as IDataObject).polluted).toBeUndefined();
		expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
		expect(result.polluted).toBeUndefined();
	});

	it('defines __proto__ as an own property where a caller wants one', () => {
		const target: IDataObject = {};
		define(target, '__proto__', { polluted: 1 });
		expect(Object.hasOwn(target, '__proto__')).toBe(true);
		expect(target.polluted).toBeUndefined();
	});
});
