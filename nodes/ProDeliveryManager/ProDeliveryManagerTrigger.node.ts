import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';

import { outputMethods } from '../shared/methods';
import { NodeConnectionTypes } from '../shared/n8n';
import { TRIGGER_HINT, TRIGGER_SUBTITLE, triggerProperties } from '../shared/triggerProperties';
import { proDeliveryManager } from './vendor';

export class ProDeliveryManagerTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pro Delivery Manager Trigger',
		name: 'proDeliveryManagerTrigger',
		icon: { light: 'file:proDeliveryManager.svg', dark: 'file:proDeliveryManager.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: TRIGGER_SUBTITLE,
		description: 'Starts the workflow when a watched customer changes in Pro Delivery Manager',
		defaults: { name: 'Pro Delivery Manager Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'proDeliveryManagerApi', required: true }],
		builderHint: TRIGGER_HINT,
		properties: triggerProperties(proDeliveryManager),
	};

	methods = { loadOptions: outputMethods(proDeliveryManager) };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		// n8n loads every node when it starts: what runs is loaded with the first run.
		const { poll } = await import('../shared/poll');
		return await poll(this, proDeliveryManager);
	}
}
