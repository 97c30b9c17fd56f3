import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { nodeMethods } from '../shared/methods';
import { NodeConnectionTypes } from '../shared/n8n';
import { builderHint, nodeHints, nodeProperties, SUBTITLE } from '../shared/properties';
import { proDeliveryManager } from './vendor';

export class ProDeliveryManager implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pro Delivery Manager',
		name: 'proDeliveryManager',
		icon: { light: 'file:proDeliveryManager.svg', dark: 'file:proDeliveryManager.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: SUBTITLE,
		description: 'Customers and deliveries in Pro Delivery Manager',
		defaults: { name: 'Pro Delivery Manager' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'proDeliveryManagerApi', required: true }],
		hints: nodeHints(proDeliveryManager),
		builderHint: builderHint(proDeliveryManager),
		properties: nodeProperties(proDeliveryManager),
	};

	methods = nodeMethods(proDeliveryManager);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// n8n loads every node when it starts: what runs is loaded with the first run.
		const { execute } = await import('../shared/execute');
		return await execute(this, proDeliveryManager);
	}
}
