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
	it('read text trimmed, and nothing that is no text', () => {
		const text = (p: unknown) => from({ p: p as IDataObject[string] }).text('p', 'Match On');
		expect([text(' x '), text(5), text(''), text(undefined)]).toEqual(['x', '5', undefined, undefined]);
		for (const wrong of [{}, ['x'], new Map()])
			expect(() => text(wrong)).toThrow(/^Match On must be a text, not/);
	});

	it('G4: a yes or no is one of the words that Fields accept, or refused', () => {
		const flag = (p: unknown) => from({ p: p as IDataObject[string] }).flag('p', 'Return All');
		expect([true, 'true', ' TRUE ', 'Yes', 1, '1'].map(flag)).toEqual(Array(6).fill(true));
		expect([false, 'false ', 'No', 0, '0', undefined].map(flag)).toEqual(Array(6).fill(false));
		for (const wrong of ['', ' ', 'maybe', 2, NaN, [], [true], {}])
			expect(() => flag(wrong)).toThrow(/^Return All must be true or false, not /);
	});

	it('G4: a yes or no of the options likewise, and what is not there is the usual', () => {
		const option = (options: unknown) =>
			from({ options: options as IDataObject }).option('batchLookups', 'Batch Look-Ups', true);
		expect([{}, undefined, { batchLookups: 'false' }, { batchLookups: 0 }].map(option)).toEqual([
			true,
			true,
			false,
			false,
		]);
		for (const wrong of ['', 'off', null, undefined, NaN, {}])
			expect(() => option({ batchLookups: wrong })).toThrow(
				/^Options: Batch Look-Ups (must be|has no value)/,
			);
		for (const wrong of ['x', ['x'], new Map(), 5])
			expect(() => option(wrong)).toThrow(/^Options must be a collection/);
	});

	it('G1: an expression without a value is refused, where a parameter that is not set has its default', () => {
		const surroundings = { isExpression: () => true, timeZone: () => 'UTC' };
		const parameters = parametersFrom(() => undefined, {}, surroundings);
		expect(() => parameters.flag('returnAll', 'Return All')).toThrow(/^Return All has no value/);
		expect(() => parameters.text('matchOn', 'Match On')).toThrow(/^Match On has no value/);
		expect(() => parameters.options).toThrow(/^Options has no value/);
		const all = { ...surroundings, isExpression: (name: string) => name === 'limit' };
		expect(() => limitOf(parametersFrom(() => undefined, {}, all))).toThrow(/^Limit: nothing is not/);
	});

	it('K6: hold dates as the workflow’s time zone has them, as n8n’s own dates are given out', () => {
		const held = (timeZone: string) =>
			parametersFrom(
				() => undefined,
				{ a: [{ b: new Date('2026-01-31T02:00:00Z') }] },
				{
					isExpression: () => false,
					timeZone: () => timeZone,
				},
			).item;
		expect(held('America/New_York')).toEqual({ a: [{ b: '2026-01-30T21:00:00.000-05:00' }] });
		expect(held('Pacific/Kiritimati')).toEqual({ a: [{ b: '2026-01-31T16:00:00.000+14:00' }] });
		expect(held('UTC')).toEqual({ a: [{ b: '2026-01-31T02:00:00.000Z' }] });
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
				expect(read.raw('customer')).toEqual({ value: `customer["value"] of ${item}` });
				expect(read.raw('output')).toBe('output of 0');
			}
		}
		const asked = getNodeParameter.mock.calls.map(([name, item]) => `${name} of ${item}`);
		expect(asked.filter((each) => !each.startsWith('options'))).toEqual([
			'customer["value"] of 0',
			'output of 0',
			'customer["value"] of 1',
		]);
	});
});

describe('the limit of a list', () => {
	it('is 50 unless another is given, and none for all', () => {
		expect(limitOf(from({}))).toBe(50);
		expect(limitOf(from({ limit: 7 }))).toBe(7);
		expect(limitOf(from({ limit: '7 ' }))).toBe(7);
		expect(limitOf(from({ limit: 7, returnAll: 'true ' }))).toBeUndefined();
		expect(limitOf(from({ limit: 7, returnAll: true }))).toBeUndefined();
	});

	it.each([0, -1, 1.5, 'many', '', NaN, Infinity, [50], true, '5e1', '0x10', {}, 2 ** 53])(
		'is refused when it is %p',
		(limit) => {
			expect(() => limitOf(from({ limit }))).toThrow(/^Limit: .* is not a whole number from 1 on$/);
		},
	);
});
