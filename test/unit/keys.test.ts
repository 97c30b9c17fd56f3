import type { IDataObject } from 'n8n-workflow';

import { readWholeNumberKey, recordRef, textKey, wholeNumberKey } from '../../nodes/shared/keys';
import type { KeyMode } from '../../nodes/shared/keys';
import { parameters } from './planned';

describe('the record that is named', () => {
	const modes: KeyMode[] = [
		{ name: 'list', displayName: 'From List', parse: wholeNumberKey('customer ID') },
		{ name: 'id', displayName: 'By ID', parse: wholeNumberKey('customer ID') },
		{ name: 'externalRef', displayName: 'By External Reference', parse: textKey('reference', 5) },
	];
	const resource = { keys: modes, one: 'customer' };
	const ref = (customer: unknown) =>
		recordRef({ name: 'customer', resource }, parameters({ customer: customer as IDataObject }));
	const locator = (mode: string, value: unknown) => ({ __rl: true, mode, value });

	it('is named by one of the vendor’s keys, in the vendor’s own type', () => {
		expect(ref(locator('id', ' 1408 '))).toEqual({ by: 'id', value: 1408 });
		expect(ref(locator('list', 1408))).toEqual({ by: 'list', value: 1408 });
		expect(ref(locator('externalRef', 'A-1'))).toEqual({ by: 'externalRef', value: 'A-1' });
	});

	it('is named by its id when an AI agent hands over a plain value', () => {
		expect(ref('1408')).toEqual({ by: 'id', value: 1408 });
		expect(ref(1408)).toEqual({ by: 'id', value: 1408 });
	});

	it.each([undefined, null, '', '  ', locator('id', ''), locator('id', null), locator('list', undefined)])(
		'is asked for when it is %p',
		(customer) => {
			expect(() => ref(customer)).toThrow(/^Customer: nothing is chosen or entered \(.+\)$/);
		},
	);

	it.each([9007199254740992, 1e21, Infinity])(
		'S20: is refused when it is the number %p, which may be another',
		(value) => {
			for (const mode of ['id', 'externalRef'])
				expect(() => ref(locator(mode, value))).toThrow(/^Customer: the number .+ is too large to be exact$/);
			expect(() => ref(value)).toThrow(/too large to be exact/);
		},
	);

	it('S20: is not read where the vendor’s answer has rounded it', () => {
		expect([readWholeNumberKey(8), readWholeNumberKey('8'), readWholeNumberKey('')]).toEqual([
			8,
			8,
			undefined,
		]);
		for (const key of [9007199254740992, '9007199254740993'])
			expect(() => readWholeNumberKey(key)).toThrow(/too large to be exact/);
	});

	it('S23: is refused with half a character', () => {
		expect(() => ref(locator('externalRef', 'A\ud83d'))).toThrow(/holds half a character/);
	});

	it.each([true, {}, ['1'], NaN])('is none when it is %p', (value) => {
		expect(() => ref(locator('id', value))).toThrow(/nothing is chosen or entered/);
	});

	it('G2: is refused when the way of naming it is unknown, but for a list that a vendor lacks', () => {
		expect(() => ref(locator('url', '5'))).toThrow(/this way of choosing a customer is not known/);
		const [, ...withoutList] = modes;
		const customer = locator('list', 5) as IDataObject;
		expect(
			recordRef(
				{ name: 'customer', resource: { keys: withoutList, one: 'customer' } },
				parameters({ customer }),
			),
		).toEqual({ by: 'id', value: 5 });
	});

	it.each(['-1', '1.5', '1e3', '0x10', '12a', '9007199254740993', '１２'])(
		'is no whole number when it is "%s"',
		(value) => {
			expect(() => ref(locator('id', value))).toThrow(/whole number/);
		},
	);

	it('keeps to a length that is counted in characters', () => {
		expect(ref(locator('externalRef', '😀😀😀😀😀')).value).toBe('😀😀😀😀😀');
		expect(() => ref(locator('externalRef', 'abcdef'))).toThrow(
			/6 characters long; the vendor takes at most 5/,
		);
	});

	it('is read from the parameter of its resource, and asked for in its own words', () => {
		const invoice = { name: 'invoice', resource: { keys: modes, one: 'invoice' } };
		expect(recordRef(invoice, parameters({ customer: '1', invoice: '2' }))).toEqual({ by: 'id', value: 2 });
		expect(() => recordRef(invoice, parameters({ customer: '1' }))).toThrow(
			/^Invoice: nothing is chosen or entered/,
		);
	});
});
