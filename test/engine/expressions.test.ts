import '../../lab/engine/environment';
import { WorkflowExpression } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { datesAsText } from '../../nodes/shared/dates';
import { nodeParameters } from '../../nodes/shared/parameters';
import { KNOWN, Rig, customer } from './support';

const ITEMS = [0, 1, 2];

/** n8n takes half a millisecond for each: what it evaluates is most of what an item costs. */
describe('n8n evaluates', () => {
	let rig: Rig;
	/** Each expression with the item for which it was evaluated. */
	let evaluations: string[];
	beforeAll(async () => {
		rig = await Rig.start({ customers: 20 });
		const { resolveSimpleParameterValue: resolve } = WorkflowExpression.prototype;
		jest.spyOn(WorkflowExpression.prototype, 'resolveSimpleParameterValue').mockImplementation(function (
			this: WorkflowExpression,
			...given
		) {
			const [value, , , , item] = given;
			if (typeof value === 'string' && value.startsWith('=')) evaluations.push(`${value} of ${item}`);
			return resolve.apply(this, given);
		});
	});
	beforeEach(() => {
		rig.reset();
		evaluations = [];
	});
	afterAll(async () => {
		jest.restoreAllMocks();
		await rig.close();
	});

	const CASES = KNOWN.flatMap(([node]) =>
		(node === 'epass' ? (['create'] as const) : (['create', 'update', 'upsert'] as const)).map(
			(operation) => [node, operation] as const,
		),
	);

	/** Ten fields, or as many as there are, each filled by an expression of this form. */
	async function mapped(
		node: (typeof KNOWN)[number][0],
		operation: 'create' | 'update' | 'upsert',
		form: (name: string) => string,
	): Promise<{ expressions: string[]; parameters: INodeParameters; input: IDataObject[] }> {
		const { fields } = await rig.mapped(node, operation === 'update' ? 'update' : 'create', {});
		const { schema } = fields as { schema: Array<{ id: string; type?: string; required?: boolean }> };
		const names = schema
			.filter(({ required, type }) => type === 'string' || required === true)
			.sort((one, other) => Number(other.required === true) - Number(one.required === true))
			.slice(0, 10)
			.map(({ id }) => id);
		const value = Object.fromEntries(names.map((name, index) => [name, form(`v${index}`)]));
		const key = operation === 'update' ? [form('key')] : [];
		return {
			expressions: [...Object.values(value), ...key],
			parameters: {
				...customer(key[0] ?? ''),
				...(operation === 'upsert' ? { matchOn: names.at(-1) } : {}),
				fields: { ...(fields as IDataObject), value },
			} as INodeParameters,
			// Some are refused, by the rules for a field or by the vendor, for which the parameters are looked at again.
			input: ITEMS.map((item) => ({
				key: `${item + 1}`,
				...Object.fromEntries(names.map((_, index) => [`v${index}`, `${item}`])),
			})),
		};
	}

	it.each(CASES)('each expression of %s %s once an item, and nothing else', async (node, operation) => {
		const { expressions, input, parameters } = await mapped(
			node,
			operation,
			(name) => `={{ $json.${name}.trim() }}`,
		);
		await rig.run(node, operation, parameters, { input, onError: 'continueRegularOutput' });
		const once = ITEMS.flatMap((item) => expressions.map((expression) => `${expression} of ${item}`));
		expect([...evaluations].sort()).toEqual(once.sort());
	});

	it.each(CASES)(
		'no more than the first of what %s %s takes from items as it is',
		async (node, operation) => {
			const { expressions, input, parameters } = await mapped(
				node,
				operation,
				(name) => `={{ $json.${name} }}`,
			);
			await rig.run(node, operation, parameters, { input, onError: 'continueRegularOutput' });
			expect([...evaluations].sort()).toEqual(expressions.map((expression) => `${expression} of 0`).sort());
		},
	);

	it('the one that names a record, where it is computed', async () => {
		const input = [{ key: 1408 }, { key: 1409 }];
		await rig.items('proDeliveryManager', 'get', customer('={{ $json.key + 0 }}'), { input });
		expect(evaluations).toEqual(['={{ $json.key + 0 }} of 0', '={{ $json.key + 0 }} of 1']);
	});
});

describe('A parameter with expressions', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 20 });
	});
	afterAll(async () => await rig.close());

	const LATER: IDataObject = { name: 'Bo', plain: 'x', constructor: 'y', toString: 'z', binding: 'b' };
	const DATES = {
		date: new Date(0),
		nested: { city: 'York', day: new Date(1e12) },
	} as unknown as IDataObject;
	const INPUT: IDataObject[] = [
		{ name: 'Ann', plain: 1, ...DATES, 'first name': 'A', 'a.b': 'dotted', a: { b: 'deep' }, list: [1, 2] },
		LATER,
		{ name: '={{ 1 + 1 }}', plain: null, a: null, list: { 0: 'zero' } },
		{ name: '{{ $json.plain }}', plain: false, nested: { city: '' }, a: { b: [] }, list: 'text' },
		{ name: NaN, plain: undefined, nested: 'none', 'first name': 0 } as IDataObject,
		{ ...LATER, a: { b: null } },
	];

	/** What n8n makes of a parameter for each item, and what our node reads. */
	async function both(fields: unknown): Promise<{ own: unknown[]; theirs: unknown[] }> {
		const own: unknown[] = [];
		const theirs: unknown[] = [];
		const trying = (read: () => unknown): unknown => {
			try {
				return read() ?? undefined;
			} catch (error) {
				return { thrown: (error as Error).message };
			}
		};
		const type = rig.engine.nodeType('n8n-nodes-backoffice.epass');
		const usual = type.execute;
		type.execute = async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const parametersOf = nodeParameters(this);
			for (const [item, { json }] of this.getInputData().entries()) {
				own.push(trying(() => parametersOf(item, json).raw('fields')));
				const read = (): unknown => this.getNodeParameter('fields', item, null);
				theirs.push(trying(() => datesAsText(read(), () => this.getTimezone())));
			}
			return [[]];
		};
		try {
			await rig.run('epass', 'create', { fields } as INodeParameters, { input: INPUT });
		} finally {
			type.execute = usual;
		}
		return { own, theirs };
	}

	it.each([
		...['name', 'plain', 'date', 'nested', 'list', 'toString', 'constructor', '__proto__', 'binding', 'none'],
		...['nested.city', 'nested.day', 'a.b', 'a.b.c', 'list.length', 'name.length', 'nested.city.length'],
	])('is what n8n makes of it: $json.%s', async (path) => {
		const { own, theirs } = await both({ value: { field: `={{ $json.${path} }}`, other: 'fixed' } });
		expect(own).toStrictEqual(theirs);
	});

	it.each([
		...['={{ $json["first name"] }}', "={{ $json['a.b'] }}", '={{ $json["a"]["b"] }}', "={{ $json.a['b'] }}"],
		...[
			'={{$json.name}}',
			'={{  $json.name\n}}',
			'= {{ $json.name }}',
			'={{ $json.name }} ',
			'=x{{ $json.name }}',
		],
		...[
			'={{ $json . name }}',
			'={{ $json["list"][0] }}',
			'={{ $json["a\\u002eb"] }}',
			'={{ $json["a}}b"] }}',
		],
		...['={{ $JSON.name }}', '={{ $json?.name }}', '={{ $json.name; }}', '={{ $json }}', '=', '=fixed'],
		...[
			'={{ $json.name.toUpperCase() }}',
			'={{ $now }}',
			'={{ DateTime.fromMillis(0) }}',
			'={{ new Date(NaN) }}',
		],
		...[
			'={{ $parameter["&other"] }}',
			'={{ $parameter.operation }}',
			'={{ $itemIndex }}',
			'={{ nonsense( }}',
		],
	])('is what n8n makes of it: %s', async (field) => {
		jest.useFakeTimers({ now: 1e12, doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout'] });
		try {
			const { own, theirs } = await both({ mappingMode: 'defineBelow', value: { field, other: 'fixed' } });
			expect(own).toStrictEqual(theirs);
		} finally {
			jest.useRealTimers();
		}
	});

	it.each([
		['as a whole', '={{ { mappingMode: "defineBelow", value: $json } }}'],
		['for all values', { mappingMode: 'defineBelow', value: '={{ $json }}' }],
		['within lists', { value: { list: [{ a: '={{ $json.name }}' }, 'fixed', ['={{ $json.plain }}']] } }],
		['under odd names', { value: { 'a.b': '={{ $json.name }}', 'c"[0]\\': '={{ $json.plain }}', '': 1 } }],
		['beside nothing', { value: { a: null, b: [], c: {}, d: '={{ $json.name }}' }, schema: null }],
	])('is what n8n makes of it: %s', async (_, fields) => {
		const { own, theirs } = await both(fields);
		expect(own).toStrictEqual(theirs);
	});
});
