import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { nodeMethods } from '../shared/methods';
import { NodeConnectionTypes } from '../shared/n8n';
import { builderHint, nodeHints, nodeProperties, SUBTITLE } from '../shared/properties';
import { weevioPims } from './vendor';

export class WeevioPims implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Weevio PIMS',
		name: 'weevioPims',
		icon: { light: 'file:weevioPims.svg', dark: 'file:weevioPims.dark.svg' },
		group: ['transform'],
		version: [1, 1.1],
		subtitle: SUBTITLE,
		description: 'Customers, orders and stock in Weevio PIMS',
		defaults: { name: 'Weevio PIMS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'weevioPimsApi', required: true }],
		parameterPane: 'wide',
		hints: nodeHints(weevioPims),
		builderHint: builderHint(weevioPims),
		properties: nodeProperties(weevioPims),
	};

	methods = nodeMethods(weevioPims);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// n8n loads every node when it starts: what runs is loaded with the first run.
		const { execute } = await import('../shared/execute');
		return await execute(this, weevioPims);
	}
}
