import { NodeHelpers } from 'n8n-workflow';
import type {
	IDataObject,
	INode,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodeType,
} from 'n8n-workflow';

import { Epass } from '../../nodes/Epass/Epass.node';
import { EpassTrigger } from '../../nodes/Epass/EpassTrigger.node';
import { GuardantStation } from '../../nodes/GuardantStation/GuardantStation.node';
import { ManexErp } from '../../nodes/ManexErp/ManexErp.node';
import { ProDeliveryManager } from '../../nodes/ProDeliveryManager/ProDeliveryManager.node';
import { WeevioPims } from '../../nodes/WeevioPims/WeevioPims.node';
import { NODES } from './nodes';

/** What n8n keeps of the parameters that a workflow stores: what it does not show, it drops on saving and running. */

const epass = new Epass();
const guardant = new GuardantStation();
const weevio = new WeevioPims();

function kept(
	{ description }: INodeType,
	parameters: object,
	{ asTool = false, typeVersion = 1, withDefaults = true } = {},
): INodeParameters {
	const type = asTool ? { ...description, name: `${description.name}Tool` } : description;
	const node = { typeVersion };
	const found = NodeHelpers.getNodeParameters(
		type.properties,
		parameters as INodeParameters,
		withDefaults,
		false,
		node,
		type,
	);
	if (found === null) throw new Error('n8n knows no parameter of the node');
	return found;
}

const BOTH = [true, false].map((withDefaults) => ({ withDefaults }));

describe('parameters that have moved are kept where workflows store them', () => {
	it.each<[string, INodeType, string, string, IDataObject]>([
		[
			'customers sorted by the filters',
			guardant,
			'customer',
			'search',
			{ filters: { sortBy: 'company', direction: 'desc', text: 'a' } },
		],
		[
			'customers sorted by an expression',
			guardant,
			'customer',
			'search',
			{ filters: { direction: '={{ $json.x }}' } },
		],
		[
			'orders sorted by the options',
			guardant,
			'customer',
			'listOrders',
			{ options: { sortBy: 'submitdate', direction: 'desc', status: [1] } },
		],
		[
			'serials sorted by the filters',
			guardant,
			'serial',
			'search',
			{ filters: { text: 'a', direction: 'desc' } },
		],
		['dongles sorted by the filters', guardant, 'dongle', 'search', { filters: { direction: 'desc' } }],
		['extra fields as text', epass, 'customer', 'create', { extraFields: '{"a":1}' }],
		['extra fields as an object', weevio, 'customer', 'upsert', { extraFields: { b: 1 } }],
		['extra fields of another resource', epass, 'webOrder', 'create', { extraFields: '{\n"a":1}' }],
		['extra fields as an expression', epass, 'invoice', 'update', { extraFields: '={{ $json.x }}' }],
		['a query', epass, 'customer', 'search', { query: '{"query":{}}' }],
		['a query for invoices', epass, 'invoice', 'search', { query: '={{ $json.query }}' }],
		['a query of a trigger', new EpassTrigger(), 'invoice', '', { query: '{"query":{}}' }],
		[
			'fields of the output as text',
			weevio,
			'order',
			'get',
			{ output: 'selected', outputFields: 'number, X' },
		],
		[
			'fields of conditions as text',
			epass,
			'customer',
			'search',
			{
				filters: {
					conditions: [
						{ field: 'AccountType', operator: 'between', value: '1', value2: '2', conjunction: 'OR' },
					],
				},
			},
		],
	])('%s', (_, node, resource, operation, stored) => {
		for (const how of BOTH) expect(kept(node, { resource, operation, ...stored }, how)).toMatchObject(stored);
	});

	it('where nothing is stored there, they are not shown', () => {
		for (const how of BOTH) {
			const create = kept(epass, { resource: 'customer', operation: 'create', extraFields: '{}' }, how);
			expect(create).not.toHaveProperty('extraFields');
			expect(kept(epass, { resource: 'customer', operation: 'search' }, how)).not.toHaveProperty('query');
		}
	});

	it('JSON is kept in the options', () => {
		const options = { extraFields: '{"a":1}' };
		expect(kept(epass, { resource: 'customer', operation: 'create', options })).toMatchObject({ options });
		const query = { query: '{"query":{}}' };
		expect(kept(epass, { resource: 'invoice', operation: 'search', options: query })).toMatchObject({
			options: query,
		});
	});
});

describe('the default of Match On', () => {
	it.each<[INodeType, string, string]>([
		[weevio, 'CUSTOMER_CODE', 'BEMAIL'],
		[new ManexErp(), 'Custno', 'Custname'],
		[guardant, 'crmId', 'crmId'],
		[new ProDeliveryManager(), 'external_customer_ref', 'external_customer_ref'],
	])(
		'stays for stored nodes, and works with records of other vendors in new ones (%#)',
		(node, then, now) => {
			const parameters = { resource: 'customer', operation: 'upsert' };
			expect(kept(node, parameters, { typeVersion: 1 })).toMatchObject({ matchOn: then });
			const newest = Math.max(...[node.description.version].flat());
			expect(kept(node, parameters, { typeVersion: newest })).toMatchObject({ matchOn: now });
			const chosen = { ...parameters, matchOn: then };
			for (const typeVersion of [1, newest])
				expect(kept(node, chosen, { typeVersion })).toMatchObject({ matchOn: then });
		},
	);
});

describe('a node as the tool of an agent', () => {
	const parameters = { resource: 'customer', operation: 'get' };
	const options = { batchLookups: false };

	it('names its record by a key, and has no batches', () => {
		const tool = kept(weevio, { ...parameters, options }, { asTool: true });
		expect(tool).toMatchObject({ customer: { mode: 'id' } });
		expect(tool.options).toEqual({});
		const node = kept(weevio, { ...parameters, options });
		expect(node).toMatchObject({ customer: { mode: 'list' }, options });
	});

	it('keeps a record that was picked from the list', () => {
		const customer = { __rl: true, mode: 'list', value: 'M-1' };
		expect(kept(weevio, { ...parameters, customer }, { asTool: true })).toMatchObject({ customer });
	});

	it('maps no fields automatically, for people or agents once each', () => {
		for (const { description } of [epass, guardant, weevio, new ManexErp(), new ProDeliveryManager()]) {
			const mappers = description.properties.filter(({ name }) => name === 'fields');
			const [people, agents] = [false, true].map((asTool) =>
				mappers.filter((each) => (each.displayOptions?.show?.['@tool'] !== undefined) === asTool),
			);
			expect(people?.map(({ typeOptions }) => typeOptions?.resourceMapper?.supportAutoMap)).toEqual(
				agents?.map(() => true),
			);
			expect(agents?.some(({ typeOptions }) => typeOptions?.resourceMapper?.supportAutoMap)).toBe(false);
		}
	});
});

describe('a key that breaks its rule', () => {
	/** What n8n says before the run. */
	const issues = (node: INodeType, name: string, mode: string, value: unknown): string[] => {
		const property = node.description.properties.find(
			(each) => each.name === name && each.displayOptions?.show?.['@tool'] === undefined,
		);
		if (property === undefined) throw new Error(`There is no ${name}`);
		const parameters = { [name]: { __rl: true, mode, value } } as INodeParameters;
		const shown = { ...property, displayOptions: {} };
		const found = NodeHelpers.getParameterIssues(
			shown,
			parameters,
			'',
			{ typeVersion: 1 } as INode,
			node.description,
		);
		return found.parameters?.[name] ?? [];
	};

	it.each<[INodeType, string, string, unknown, string | undefined]>([
		[guardant, 'customer', 'id', 'A1', 'The customer ID must be a whole number'],
		[guardant, 'customer', 'id', 8, undefined],
		[guardant, 'customer', 'id', ' 8 ', undefined],
		[guardant, 'customer', 'id', '={{ $json.id }}', undefined],
		[guardant, 'customer', 'list', 'Google', undefined],
		[guardant, 'dongle', 'id', '-5', undefined],
		[new ProDeliveryManager(), 'customer', 'id', 'Joe', 'The customer ID must be a whole number'],
		[new ProDeliveryManager(), 'customer', 'externalRef', 'x'.repeat(50), undefined],
		[
			new ProDeliveryManager(),
			'customer',
			'externalRef',
			'x'.repeat(51),
			'The external customer reference has at most 50 characters',
		],
		[new ManexErp(), 'customer', 'id', '10', undefined],
		[new ManexErp(), 'customer', 'id', '12345678901', 'The customer number must be up to ten digits'],
		[new ManexErp(), 'customer', 'name', 'x'.repeat(99), undefined],
		[new ManexErp(), 'salesOrder', 'id', 'AB-1', undefined],
		[
			new ManexErp(),
			'salesOrder',
			'id',
			'AB_1',
			'The sales order number must be up to ten digits or letters',
		],
		[epass, 'customer', 'id', `  ${'1 '.repeat(9)}12  `, undefined],
		[epass, 'customer', 'id', '1'.repeat(21), 'The customer code has at most 20 characters'],
		[epass, 'customer', 'id', '😀'.repeat(20), undefined],
	])('is red before the run, an expression never (%#)', (node, name, mode, value, words) => {
		expect(issues(node, name, mode, value)).toEqual(words === undefined ? [] : [words]);
	});

	it('is not named beside the word that a key is required', () => {
		expect(issues(guardant, 'customer', 'id', '')).toEqual(['Parameter "Customer" is required.']);
	});
});

describe('what Output Fields offers', () => {
	const offered = async (node: INodeType, resource: string, operation?: string): Promise<unknown[]> => {
		const chosen: IDataObject = { resource, operation };
		const read = node.methods?.loadOptions?.outputFields;
		const found = await read?.call({ getCurrentNodeParameter: (name: string) => chosen[name] } as never);
		return (found ?? []).map(({ value }) => value);
	};

	it('is the simplified output of the operation, without the ID', async () => {
		expect(await offered(epass, 'customer', 'get')).toEqual(expect.arrayContaining(['email', 'createdAt']));
		expect(await offered(epass, 'customer', 'listOrders')).toEqual(
			expect.arrayContaining(['total', 'lines']),
		);
		expect(await offered(guardant, 'serial', 'getLicense')).toContain('licenses');
		expect(await offered(new EpassTrigger(), 'invoice')).toContain('status');
		expect(await offered(epass, 'customer', 'get')).not.toContain('id');
		expect(await offered(epass, 'unknown', 'get')).toEqual([]);
	});
});

describe('the fields of Create or Update', () => {
	it('begin with the one to match on, which has to have a value', async () => {
		const fields = async (matchOn: unknown): Promise<Array<[string, boolean]>> => {
			const read = weevio.methods.resourceMapping?.upsertFields;
			const found = await read?.call({ getCurrentNodeParameter: () => matchOn } as never);
			return (found?.fields ?? []).map(({ id, required }) => [id, required]);
		};
		const byEmail = await fields('BEMAIL');
		expect(byEmail[0]).toEqual(['BEMAIL', true]);
		expect(byEmail.filter(([, required]) => required)).toHaveLength(1);
		expect((await fields('={{ $json.field }}')).some(([, required]) => required)).toBe(false);
	});
});

describe.each<[string, INodeType]>([...NODES, ['epassTrigger', new EpassTrigger()]])(
	'the rules of when %s shows a parameter',
	(_, { description }) => {
		it('name parameters beside it alone, or begin with a slash: n8n 1.x looks for all others without end', () => {
			const unknown: string[] = [];
			const look = (properties: readonly INodeProperties[]): void => {
				const names = properties.map(({ name }) => name);
				for (const { displayOptions, name, options = [], type } of properties) {
					for (const rule of Object.values(displayOptions ?? {})) {
						const others = Object.keys(rule).filter((each) => !/^[@/]/.test(each) && !names.includes(each));
						unknown.push(...others.map((other) => `${name}: ${other}`));
					}
					if (type === 'collection') look(options as INodeProperties[]);
					if (type === 'fixedCollection')
						for (const { values } of options as INodePropertyCollection[]) look(values);
				}
			};
			look(description.properties);
			expect(unknown).toEqual([]);
		});
	},
);
