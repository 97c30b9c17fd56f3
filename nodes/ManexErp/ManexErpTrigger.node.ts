import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';

import { outputMethods } from '../shared/methods';
import { NodeConnectionTypes } from '../shared/n8n';
import { TRIGGER_HINT, TRIGGER_SUBTITLE, triggerProperties } from '../shared/triggerProperties';
import { manexErp } from './vendor';

export class ManexErpTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ManEx ERP Trigger',
		name: 'manexErpTrigger',
		icon: { light: 'file:manexErp.svg', dark: 'file:manexErp.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: TRIGGER_SUBTITLE,
		description: 'Starts the workflow when a purchase order or a watched customer changes in ManEx ERP',
		defaults: { name: 'ManEx ERP Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'manexErpApi', required: true }],
		builderHint: TRIGGER_HINT,
		properties: triggerProperties(manexErp),
	};

	methods = { loadOptions: outputMethods(manexErp) };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		// n8n loads every node when it starts: what runs is loaded with the first run.
		const { poll } = await import('../shared/poll');
		return await poll(this, manexErp);
	}
}
