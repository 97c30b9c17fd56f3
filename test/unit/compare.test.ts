import type { IDataObject } from 'n8n-workflow';

import { findable, isSameKey, isSilent, isStored, notStored } from '../../nodes/shared/compare';
import { anyText } from '../../nodes/shared/fields';
import type { Field, FieldKind } from '../../nodes/shared/fields';

const of = (kind: FieldKind): Pick<Field, 'kind'> => ({ kind });
const TEXT: FieldKind = { type: 'text' };
const NUMBER: FieldKind = { type: 'number' };
const FLAG: FieldKind = { type: 'boolean' };
const DATE: FieldKind = { type: 'date', format: 'MM/DD/YYYY' };
const STATUS: FieldKind = { type: 'choice', choices: [{ name: 'Active', value: 'Active' }], anyCase: true };
const CHOICE: FieldKind = { type: 'choice', choices: [{ name: 'OK', value: 'OK' }] };

describe('D1: whether a stored value is what was written', () => {
	it.each<[string, FieldKind | undefined, unknown, unknown]>([
		['a text that fills its width up', TEXT, 'Acme      ', 'Acme'],
		['a text stored as nothing', TEXT, null, ''],
		['a text kept as a number', TEXT, 47404, '47404'],
		['a number with decimals', NUMBER, '10.00', 10],
		['a number', NUMBER, 0.5, 0.5],
		['a flag as 1', FLAG, 1, true],
		['a flag as "1"', FLAG, '1', true],
		['a flag as "True"', FLAG, 'True', true],
		['a flag as "0"', FLAG, '0', false],
		['a flag that is not there', FLAG, null, false],
		['a date with a time', DATE, '2014-11-20T00:00:00', '11/20/2014'],
		['a date of few digits', DATE, '1/2/2014', '01/02/2014'],
		['a date of Unix seconds', DATE, Date.UTC(2014, 10, 20) / 1000, '2014-11-20'],
		['no date', DATE, '0001-01-01T00:00:00', ''],
		['a state in capitals', STATUS, 'ACTIVE  ', 'Active'],
		['a choice', CHOICE, 'OK', 'OK'],
		['an extra number kept as text', undefined, '10.00', 10],
		['an extra flag kept as text', undefined, 'True', true],
		['an extra list', undefined, [{ a: 1, b: null }], [{ a: '1' }]],
		['an empty list kept as null', undefined, null, []],
		['an extra null', undefined, '', null],
		['a line end that the vendor takes off', TEXT, 'vip', 'vip\n'],
	])('holds for %s', (_, kind, stored, written) => {
		expect(isStored(kind && of(kind), stored, written)).toBe(true);
	});

	it.each<[string, FieldKind | undefined, unknown, unknown]>([
		['letter case', TEXT, 'VIP', 'vip'],
		['the form of an accented letter', TEXT, 'Zo\u00eb', 'Zoe\u0308'],
		['a line within', TEXT, 'a b', 'a\nb'],
		['a blank within', TEXT, 'a b', 'a  b'],
		['leading zeros', TEXT, '7', '007'],
		['a number', NUMBER, '10.01', 10],
		['nothing for a number', NUMBER, null, 0],
		['the other flag', FLAG, 'False', true],
		['another day', DATE, '2014-11-21T00:00:00', '11/20/2014'],
		['two dates that are none', DATE, 'soon', 'later'],
		['no date for a date', DATE, null, '11/20/2014'],
		['a choice in another letter case', CHOICE, 'ok', 'OK'],
		['letter case of an extra text', undefined, 'VIP', 'vip'],
		['a member of an extra object less', undefined, { a: 1, b: 2 }, { a: 1 }],
		['a member deep in an extra object', undefined, { a: { b: ['x'] } }, { a: { b: ['X'] } }],
		['an extra number with leading zeros', undefined, '007', 7],
		['an extra list that is longer', undefined, [1], [1, 2]],
		['an extra object for nothing', undefined, null, { a: 1 }],
		['an extra number beyond 2^53', undefined, '9007199254740993', 9007199254740992],
	])('does not hold when it differs by %s', (_, kind, stored, written) => {
		expect(isStored(kind && of(kind), stored, written)).toBe(false);
	});

	it('asks for nothing that answers never bring, and for names in any letter case only where the vendor takes them', () => {
		const fields: Field[] = [
			{ id: 'Phone', label: 'Phone', kind: TEXT, readAs: 'PHONE' },
			{ id: 'contacts', label: 'Contacts', kind: { type: 'list' }, neverRead: true },
		];
		const written = { Phone: '1', contacts: [{ name: 'a' }], Custnote: 'vip' };
		const stored = { PHONE: '1', CUSTNOTE: 'vip' };
		expect(notStored({ fields, namesInAnyCase: true }, written, stored)).toEqual({});
		expect(notStored({ fields }, written, stored)).toEqual({ Custnote: 'vip' });
	});

	it('compares a nested object by the parts that were written', () => {
		const fields: Field[] = [{ id: 'address.line_3', label: 'Line 3', kind: TEXT }];
		const stored = { address: { line_1: '1 High St', line_3: 'flat B' } };
		expect(notStored({ fields }, { 'address.line_3': 'flat B' }, stored)).toEqual({});
		expect(notStored({ fields }, { 'address.line_3': 'FLAT B' }, stored)).toEqual({
			'address.line_3': 'FLAT B',
		});
	});
});

// Looked through from each digit on, these would take hours.
it('numbers of any length are compared', () => {
	const number: Field = { id: 'f', label: 'F', kind: { type: 'number' } };
	const zeros = '0'.repeat(1_000_000);
	expect(isStored(number, `1.${zeros}`, '1')).toBe(true);
	expect(isStored(anyText('f', 'F'), `0.${zeros}1`, `0.${zeros}1${zeros}`)).toBe(
		isStored(anyText('f', 'F'), '0.1', '0.10'),
	);
});

describe('D6: whether a value finds a record', () => {
	it.each([
		['Zo\u00eb', 'Zoe\u0308'],
		['ACME', ' acme  '],
		['47404', 47404],
	])('does not mind %p for %p', (one, other) => {
		expect(isSameKey(one, other)).toBe(true);
		expect(findable(one)).toBe(findable(other));
	});

	it('minds anything else', () => {
		expect(isSameKey('Zoe', 'Zo\u00eb')).toBe(false);
		expect(isSameKey('Acme', 'Acme North')).toBe(false);
	});
});

describe('a field that answers may not bring', () => {
	const fields: Field[] = [
		anyText('Kept', 'Kept'),
		anyText('Perhaps', 'Perhaps', { perhapsRead: true }),
		anyText('under.name', 'Other', { perhapsRead: true, readAs: 'Other' }),
	];

	it.each<[IDataObject, IDataObject, boolean]>([
		[{ Perhaps: 'x' }, { Kept: 'y' }, true],
		[{ Perhaps: null }, { Kept: 'y' }, true],
		[{ Perhaps: 'x' }, { Perhaps: null }, false],
		[{ 'under.name': 'x' }, { Other: 'y' }, false],
		[{ 'under.name': 'x' }, { 'under.name': 'y' }, true],
		[{ Kept: 'x' }, {}, false],
	])('tells nothing where it is missing: written %j, read %j', (written, record, silent) => {
		expect(isSilent({ fields }, written, record)).toBe(silent);
	});

	it('is looked for in any letter case where the vendor takes its names so', () => {
		const record = { PERHAPS: 'x' };
		expect(isSilent({ fields }, { Perhaps: 'x' }, record)).toBe(true);
		expect(isSilent({ fields, namesInAnyCase: true }, { Perhaps: 'x' }, record)).toBe(false);
	});
});
