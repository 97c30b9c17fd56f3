import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Instance } from '../../lab/n8n/instance';
import { PATIENCE_MS } from '../../lab/n8n/process';

/**
 * The nodes as tools, through n8n's own tool wrapper: n8n's MCP Server Trigger hands the tools that are
 * connected to it to any client, as its AI Agent hands them to a model. What a model would fill in comes
 * from `$fromAI` parameters; no model is needed.
 */

const fromAi = (name: string, description: string, type = 'string'): string =>
	`={{ $fromAI('${name}', '${description}', '${type}') }}`;

interface Tool {
	name: string;
	node: string;
	/** Its id. */
	credential: string;
	parameters: Record<string, unknown>;
}

const customerFromAi = { __rl: true, mode: 'id', value: fromAi('customer', 'Key of the customer') };

const tools: Tool[] = [
	{
		name: 'Get Weevio customer',
		node: 'weevioPims',
		credential: 'sandboxWeevio',
		parameters: { operation: 'get', customer: customerFromAi },
	},
	{
		name: 'Get PDM customer',
		node: 'proDeliveryManager',
		credential: 'sandboxPdm',
		parameters: { operation: 'get', customer: customerFromAi },
	},
	{
		name: 'Change ManEx phone',
		node: 'manexErp',
		credential: 'sandboxManex',
		parameters: {
			operation: 'update',
			customer: customerFromAi,
			fields: {
				mappingMode: 'defineBelow',
				value: { Phone: fromAi('phone', 'The new phone number') },
				matchingColumns: [],
				schema: [],
			},
		},
	},
	{
		name: 'List Guardant orders',
		node: 'guardantStation',
		credential: 'sandboxGuardant',
		parameters: { operation: 'listOrders', customer: customerFromAi, limit: 5 },
	},
	{
		name: 'Find EPASS customers',
		node: 'epass',
		credential: 'sandboxEpass',
		parameters: {
			operation: 'search',
			limit: 3,
			filters: { conditions: [{ field: 'City', operator: 'like', value: fromAi('city', 'A city') }] },
		},
	},
	...[false, true].map((allowApiCalls) => ({
		name: allowApiCalls ? 'Call Guardant with leave' : 'Call Guardant',
		node: 'guardantStation',
		credential: 'sandboxGuardant',
		parameters: {
			operation: 'apiCall',
			// What n8n stores: a setting that is as it comes is left out.
			...(allowApiCalls ? { allowApiCalls } : {}),
			path: fromAi('path', 'Path of the API, such as customers/8 for a customer'),
		},
	})),
];

const workflowOf = (instance: Instance) => ({
	id: 'toolsOfAllVendors',
	name: 'Tools of all vendors',
	active: false,
	settings: { executionOrder: 'v1' },
	nodes: [
		{
			id: 'mcp',
			name: 'MCP Server',
			type: '@n8n/n8n-nodes-langchain.mcpTrigger',
			typeVersion: 2,
			position: [0, 0],
			webhookId: 'backoffice-tools',
			parameters: { path: 'backoffice-tools' },
		},
		...tools.map((tool, index) => {
			const { id, name, type } = instance.credential(tool.credential);
			return {
				id: `tool-${index}`,
				name: tool.name,
				type: `n8n-nodes-backoffice.${tool.node}Tool`,
				typeVersion: 1,
				position: [index * 200, 200],
				parameters: { resource: 'customer', ...tool.parameters, options: {} },
				credentials: { [type]: { id, name } },
			};
		}),
	],
	connections: Object.fromEntries(
		tools.map(({ name }) => [name, { ai_tool: [[{ node: 'MCP Server', type: 'ai_tool', index: 0 }]] }]),
	),
});

/** n8n publishes in the background, after it has said that it did. */
async function connected(address: URL): Promise<Client> {
	const deadline = Date.now() + PATIENCE_MS;
	for (;;) {
		const client = new Client({ name: 'test', version: '1' });
		try {
			await client.connect(new StreamableHTTPClientTransport(address));
			return client;
		} catch (error) {
			if (Date.now() > deadline) throw error;
			await sleep(200);
		}
	}
}

describe('the nodes as tools of an AI agent', () => {
	let instance: Instance;
	let client: Client;

	beforeAll(async () => {
		instance = await Instance.create();
		const workflow = workflowOf(instance);
		const { rest, url } = await instance.start([workflow]);
		await rest.publish(workflow.id);
		client = await connected(new URL(`${url}/mcp/backoffice-tools`));
	});

	afterAll(async () => {
		await client.close();
		await instance.remove();
	});

	const call = async (name: string, args: Record<string, unknown>): Promise<string> => {
		const { content } = await client.callTool({ name, arguments: args });
		return (content as Array<{ text: string }>).map(({ text }) => text).join('\n');
	};

	it('offers each with a description and with the parameters that a model fills in', async () => {
		const offered = (await client.listTools()).tools;
		expect(offered).toHaveLength(tools.length);
		for (const { description, inputSchema } of offered) {
			expect(description).toMatch(/customer|\bAPI\b/i);
			expect(Object.keys(inputSchema.properties ?? {}).length).toBeGreaterThan(0);
		}
	});

	it.each([
		['Get_Weevio_customer', { customer: 'M-1000' }, 'Acme Repair'],
		['Get_PDM_customer', { customer: '1408' }, 'Joe Bloggs'],
		['List_Guardant_orders', { customer: '4' }, 'With client'],
		['Find_EPASS_customers', { city: 'Burnaby' }, 'Burnaby'],
	])('%s answers a model with the common fields', async (name, args, expected) => {
		const answer = await call(name, args);
		expect(answer).toContain(expected);
		// A model pays for every word: the answer to a question must stay small.
		expect(answer.length).toBeLessThan(3000);
	});

	it('lets a model write', async () => {
		await call('Change_ManEx_phone', { customer: '10', phone: '800-555-7777' });
		expect(String(instance.sandbox.control.record('manex', '0000000010')?.PHONE).trim()).toBe('800-555-7777');
	});

	it('lets a model call the API only where a person has allowed it, and nowhere else then', async () => {
		expect(await call('Call_Guardant', { path: 'customers/8' })).toMatch(/agents may not send requests/);
		expect(instance.sandbox.control.requests({ vendor: 'guardant', pathIncludes: '/customers/8' })).toEqual(
			[],
		);
		expect(await call('Call_Guardant_with_leave', { path: 'customers/8' })).toContain('Google');
		const address = { path: 'https://example.com/steal' };
		expect(await call('Call_Guardant_with_leave', address)).toMatch(/this is a whole address/);
	});

	it('understands a name where a key is asked for', async () => {
		const answer = await call('Get_Weevio_customer', { customer: 'Acme Repair' });
		expect(JSON.parse(answer)).toMatchObject([{ id: 'M-1000', name: 'Acme Repair' }]);
	});

	it("tells a model in the vendor's words what it asked for in vain", async () => {
		expect(await call('Get_PDM_customer', { customer: '999999' })).toMatch(/no matching customer/i);
		expect(await call('Get_PDM_customer', { customer: 'Joe' })).toMatch(
			/must be a whole number, not "Joe".*by its external reference/,
		);
	});
});
