import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { nodeMethods } from '../shared/methods';
import { NodeConnectionTypes } from '../shared/n8n';
import { builderHint, nodeHints, nodeProperties, SUBTITLE } from '../shared/properties';
import { guardantStation } from './vendor';

export class GuardantStation implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Guardant Station',
		name: 'guardantStation',
		icon: { light: 'file:guardantStation.svg', dark: 'file:guardantStation.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: SUBTITLE,
		description: 'Customers, orders, serials and dongles in Guardant Station',
		defaults: { name: 'Guardant Station' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'guardantStationApi', required: true }],
		hints: nodeHints(guardantStation),
		builderHint: builderHint(guardantStation),
		properties: nodeProperties(guardantStation),
	};

	methods = nodeMethods(guardantStation);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// n8n loads every node when it starts: what runs is loaded with the first run.
		const { execute } = await import('../shared/execute');
		return await execute(this, guardantStation);
	}
}
