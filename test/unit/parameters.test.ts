import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { InputFault } from '../../nodes/shared/fault';
import {
	customerRef,
	limitOf,
	nodeParameters,
	parametersFrom,
	textKey,
	wholeNumberKey,
} from '../../nodes/shared/parameters';
import type { KeyMode } from '../../nodes/shared/vendor';

const from = (values: IDataObject) => parametersFrom((name) => values[name], {});

describe('a JSON parameter', () => {
	const json = (value: unknown) => from({ p: value as IDataObject[string] }).json('p', 'Extra Fields');

	it('is read from text, or taken as it is when an expression gave an object', () => {
		expect(json('{"a": 1}')).toEqual({ a: 1 });
		expect(json({ a: 1 })).toEqual({ a: 1 });
		expect(json([1])).toEqual([1]);
	});

	it.each([undefined, null, '', '  \n'])('is nothing when it is %p', (value) => {
		expect(json(value)).toBeUndefined();
	});

	it('names the parameter, and why, when it cannot be read', () => {
		expect(() => json('{a: 1}')).toThrow(InputFault);
		expect(() => json('{a: 1}')).toThrow(/^Extra Fields: this is not valid JSON \(.+\)$/);
	});
});

describe('parameters', () => {
	it('read text trimmed and flags by their true alone', () => {
		const parameters = from({ name: ' x ', yes: true, no: 'true' });
		expect(parameters.text('name')).toBe('x');
		expect(parameters.text('missing')).toBe('');
		expect([parameters.flag('yes'), parameters.flag('no'), parameters.flag('missing')]).toEqual([
			true,
			false,
			false,
		]);
	});

	it('have empty options where there are none', () => {
		expect(from({}).options).toEqual({});
		expect(from({ options: { timeout: 5 } }).options).toEqual({ timeout: 5 });
	});
});

describe('the parameters of a node', () => {
	it('are asked for once an item where they hold an expression, and once in all where they do not', () => {
		const getNodeParameter = jest.fn((name: string, item: number) => `${name} of ${item}`);
		const parameters = { customer: { value: '={{ $json.id }}' }, output: 'raw' };
		const context: Pick<IExecuteFunctions, 'getNode'> & { getNodeParameter: unknown } = {
			getNode: () => ({ id: '', name: '', type: '', typeVersion: 1, position: [0, 0], parameters }),
			getNodeParameter,
		};
		const parametersOf = nodeParameters(context as IExecuteFunctions);
		getNodeParameter.mockClear();
		for (const item of [0, 1]) {
			const read = parametersOf(item, {});
			for (let time = 0; time < 3; time++) {
				expect(read.raw('customer')).toBe(`customer of ${item}`);
				expect(read.raw('output')).toBe('output of 0');
			}
		}
		const asked = getNodeParameter.mock.calls.map(([name, item]) => `${name} of ${item}`);
		expect(asked.filter((each) => !each.startsWith('options'))).toEqual([
			'customer of 0',
			'output of 0',
			'customer of 1',
		]);
	});
});

describe('the customer that is named', () => {
	const modes: KeyMode[] = [
		{ name: 'list', displayName: 'From List', parse: wholeNumberKey('customer ID') },
		{ name: 'id', displayName: 'By ID', parse: wholeNumberKey('customer ID') },
		{ name: 'externalRef', displayName: 'By External Reference', parse: textKey('reference', 5) },
	];
	const ref = (customer: unknown) => customerRef(from({ customer: customer as IDataObject }), modes);
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
});

describe('the limit of a list', () => {
	it('is 50 unless another is given, and none for all', () => {
		expect(limitOf(from({}))).toBe(50);
		expect(limitOf(from({ limit: 7 }))).toBe(7);
		expect(limitOf(from({ limit: '7' }))).toBe(7);
		expect(limitOf(from({ limit: 7, returnAll: true }))).toBeUndefined();
	});

	it.each([0, -1, 1.5, 'many', '', NaN, Infinity])('is refused when it is %p', (limit) => {
		expect(() => limitOf(from({ limit }))).toThrow(/^Limit: .* is not a whole number from 1 on$/);
	});
});
