import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';

import { outputMethods } from '../shared/methods';
import { NodeConnectionTypes } from '../shared/n8n';
import { TRIGGER_HINT, TRIGGER_SUBTITLE, triggerProperties } from '../shared/triggerProperties';
import { weevioPims } from './vendor';

export class WeevioPimsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Weevio PIMS Trigger',
		name: 'weevioPimsTrigger',
		icon: { light: 'file:weevioPims.svg', dark: 'file:weevioPims.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: TRIGGER_SUBTITLE,
		description: 'Starts the workflow when an order, a customer or stock changes in Weevio PIMS',
		defaults: { name: 'Weevio PIMS Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'weevioPimsApi', required: true }],
		builderHint: TRIGGER_HINT,
		properties: triggerProperties(weevioPims),
	};

	methods = { loadOptions: outputMethods(weevioPims) };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		// n8n loads every node when it starts: what runs is loaded with the first run.
		const { poll } = await import('../shared/poll');
		return await poll(this, weevioPims);
	}
}
