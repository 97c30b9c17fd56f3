import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { InputFault } from '../../nodes/shared/fault';
import { limitOf, nodeParameters, parametersFrom } from '../../nodes/shared/parameters';

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
