import type { IDataObject } from 'n8n-workflow';

import { recordRef, textKey, wholeNumberKey } from '../../nodes/shared/keys';
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
