import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { nodeMethods } from '../shared/methods';
import { NodeConnectionTypes } from '../shared/n8n';
import { builderHint, nodeHints, nodeProperties, SUBTITLE } from '../shared/properties';
import { SENSITIVE_FIELDS } from './sensitive';
import { epass } from './vendor';

export class Epass implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'EPASS',
		name: 'epass',
		icon: { light: 'file:epass.svg', dark: 'file:epass.dark.svg' },
		group: ['transform'],
		version: 1,
		// Orders of customers are invoices here.
		subtitle: SUBTITLE.replace('ManyOrders', 'ManyInvoices'),
		description: 'Customers, invoices, stock and web orders in EPASS',
		defaults: { name: 'EPASS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'epassApi', required: true }],
		parameterPane: 'wide',
		hints: nodeHints(epass),
		builderHint: builderHint(epass),
		properties: nodeProperties(epass),
		// What n8n shows of them stays hidden even from people who may see an execution's data.
		sensitiveOutputFields: SENSITIVE_FIELDS.flatMap((name) => [name, `lines[*].${name}`]),
	};

	methods = nodeMethods(epass);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// n8n loads every node when it starts: what runs is loaded with the first run.
		const { execute } = await import('../shared/execute');
		return await execute(this, epass);
	}
}
