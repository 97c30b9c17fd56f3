import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { nodeMethods } from '../shared/methods';
import { NodeConnectionTypes } from '../shared/n8n';
import { builderHint, nodeHints, nodeProperties, SUBTITLE } from '../shared/properties';
import { manexErp } from './vendor';

export class ManexErp implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ManEx ERP',
		name: 'manexErp',
		icon: { light: 'file:manexErp.svg', dark: 'file:manexErp.dark.svg' },
		group: ['transform'],
		version: [1, 1.1],
		subtitle: SUBTITLE,
		description: 'Customers, sales, work and purchase orders and items in ManEx ERP',
		defaults: { name: 'ManEx ERP' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'manexErpApi', required: true }],
		hints: nodeHints(manexErp),
		builderHint: builderHint(manexErp),
		properties: nodeProperties(manexErp),
	};

	methods = nodeMethods(manexErp);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// n8n loads every node when it starts: what runs is loaded with the first run.
		const { execute } = await import('../shared/execute');
		return await execute(this, manexErp);
	}
}
