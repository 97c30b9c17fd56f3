import type { StoredCredential } from './examples';

export interface TestNode {
	name: string;
	type: string;
	typeVersion?: number;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	onError?: string;
	webhookId?: string;
}

export interface TestWorkflow {
	id: string;
	name: string;
	nodes: Array<TestNode & { id: string; position: [number, number]; typeVersion: number }>;
	connections: Record<string, { main: Array<Array<{ node: string; type: 'main'; index: number }>> }>;
	active: false;
	settings: { executionOrder: 'v1' };
}

const to = ({ name }: TestNode) => ({ node: name, type: 'main' as const, index: 0 });

const workflow = (
	id: string,
	nodes: TestNode[],
	at: (index: number) => [x: number, y: number],
	connections: TestWorkflow['connections'],
): TestWorkflow => ({
	id,
	name: id,
	nodes: nodes.map((node, index) => ({
		typeVersion: 1,
		...node,
		id: `${id}-${index}`,
		position: at(index),
	})),
	connections,
	active: false,
	settings: { executionOrder: 'v1' },
});

/** Nodes one after the other, in one line. */
export const chain = (id: string, ...nodes: TestNode[]): TestWorkflow =>
	workflow(
		id,
		nodes,
		(index) => [index * 224, 0],
		Object.fromEntries(
			nodes.slice(1).map((node, index) => [nodes[index]?.name ?? '', { main: [[to(node)]] }]),
		),
	);

/** Nodes below each other, all behind the first one: ready to be executed one by one. */
export const fan = (id: string, first: TestNode, ...others: TestNode[]): TestWorkflow =>
	workflow(id, [first, ...others], (index) => (index === 0 ? [0, 0] : [260, (index - 1) * 180]), {
		[first.name]: { main: [others.map(to)] },
	});

export const click: TestNode = { name: 'Click', type: 'n8n-nodes-base.manualTrigger', parameters: {} };

/** Answers the caller with the first item of the last node. */
export const webhook = (path: string): TestNode => ({
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2.1,
	webhookId: `e2e-${path}`,
	parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', options: {} },
});

/** A node of this package on its resource "customer". */
export const customerNode = (
	name: string,
	type: string,
	{ id, name: credentialName, type: credentialType }: StoredCredential,
	parameters: Record<string, unknown>,
): TestNode => ({
	name,
	type: `n8n-nodes-backoffice.${type}`,
	parameters: { resource: 'customer', ...parameters },
	credentials: { [credentialType]: { id, name: credentialName } },
});

export const recordBy = (mode: string, value: string) => ({ __rl: true, mode, value });

export const mapped = (value: Record<string, unknown>) => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns: [],
	schema: [],
});
