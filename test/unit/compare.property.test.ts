import fc from 'fast-check';

import { isSameKey, isStored } from '../../nodes/shared/compare';
import { toVendorDate } from '../../nodes/shared/dates';
import type { DateFormat } from '../../nodes/shared/dates';
import { checkFields } from '../../nodes/shared/fields';
import type { Field, FieldKind } from '../../nodes/shared/fields';

/** A value as a person gives it, a form in which a vendor may store it, and another value of the same kind. */
interface Case {
	readonly kind: FieldKind;
	readonly given: unknown;
	readonly stored: unknown;
	readonly other: unknown;
}

const CHOICES = ['Active', 'Inactive', 'Quote'];
const FORMATS: DateFormat[] = ['YYYY-MM-DD', 'MM/DD/YYYY'];
const ordinary = fc
	.string({ unit: 'grapheme' })
	.filter((text) => /[\p{L}\p{N}]/u.test(text) && text === text.trim());
const two = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<[T, T]> =>
	fc.tuple(arbitrary, arbitrary).filter(([one, other]) => !Object.is(one, other));

const texts = fc.tuple(two(ordinary), fc.nat(5), fc.nat(5)).map(([[given, other], before, after]): Case => ({
	kind: { type: 'text' },
	given,
	stored: ' '.repeat(before) + given + ' '.repeat(after),
	other,
}));

const numbers = fc
	.tuple(two(fc.integer({ min: -1e9, max: 1e9 })), fc.nat(4), fc.boolean())
	.map(([[given, other], decimals, asText]): Case => ({
		kind: { type: 'number' },
		given,
		stored: asText ? given.toFixed(decimals) : given,
		other,
	}));

const flags = fc.tuple(fc.boolean(), fc.nat(4)).map(([given, form]): Case => ({
	kind: { type: 'boolean' },
	given,
	stored: [given, given ? 1 : 0, given ? '1' : '0', String(given), given ? 'True' : 'False'][form],
	other: !given,
}));

const days = fc
	.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 10));
const dates = fc
	.tuple(two(days), fc.constantFrom(...FORMATS), fc.nat(3))
	.map(([[given, other], format, form]): Case => ({
		kind: { type: 'date', format },
		given,
		stored: [given, `${given}T00:00:00`, `${given} 13:28:00`, toVendorDate(given, 'MM/DD/YYYY', '')][form],
		other,
	}));

const choices = fc
	.tuple(two(fc.constantFrom(...CHOICES)), fc.boolean())
	.map(([[given, other], capitals]): Case => ({
		kind: { type: 'choice', choices: CHOICES.map((value) => ({ name: value, value })), anyCase: true },
		given,
		stored: capitals ? given.toUpperCase() : given.padEnd(10),
		other,
	}));

const lists = two(ordinary).map(([given, other]): Case => ({
	kind: { type: 'list' },
	given: [{ name: given, count: 1 }],
	stored: [{ name: `${given}  `, count: '1' }],
	other: [{ name: other, count: 1 }],
}));

const anyCase = fc.oneof(texts, numbers, flags, dates, choices, lists);

const fieldOf = (kind: FieldKind): Field => ({ id: 'f', label: 'F', kind });
const checked = (kind: FieldKind, value: unknown): unknown =>
	checkFields([fieldOf(kind)], { f: value as string }, 'update').f;

describe('what decides "differs" and "has arrived"', () => {
	it('sees a value of any kind in every form in which it may be stored', () => {
		fc.assert(
			fc.property(anyCase, ({ given, kind, stored }) => {
				expect(isStored(fieldOf(kind), stored, checked(kind, given))).toBe(true);
			}),
			{ seed: 1, numRuns: 500 },
		);
	});

	it('takes no value of any kind for another one', () => {
		fc.assert(
			fc.property(anyCase, ({ kind, other, stored }) => {
				expect(isStored(fieldOf(kind), stored, checked(kind, other))).toBe(false);
			}),
			{ seed: 2, numRuns: 500 },
		);
	});

	it('tells texts apart by letter case, whether their field is documented or not', () => {
		fc.assert(
			fc.property(ordinary, (text) => {
				const other = text.toUpperCase();
				for (const field of [fieldOf({ type: 'text' }), undefined]) {
					expect(isStored(field, text, other)).toBe(text === other);
				}
			}),
			{ seed: 3 },
		);
	});

	it('finds a record whatever letter case, padding and form of accents, and by itself', () => {
		fc.assert(
			fc.property(ordinary, (text) => {
				expect(isSameKey(text, `  ${text.normalize('NFD')} `)).toBe(true);
				expect(isSameKey(text.normalize('NFC'), text)).toBe(true);
			}),
			{ seed: 4 },
		);
	});

	it('takes what was found to be stored for stored, extra fields of any depth included', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(isStored(undefined, JSON.parse(JSON.stringify(value)), value)).toBe(true);
			}),
			{ seed: 5 },
		);
	});
});
