import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';

import { outputMethods } from '../shared/methods';
import { NodeConnectionTypes } from '../shared/n8n';
import { TRIGGER_HINT, TRIGGER_SUBTITLE, triggerProperties } from '../shared/triggerProperties';
import { guardantStation } from './vendor';

export class GuardantStationTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Guardant Station Trigger',
		name: 'guardantStationTrigger',
		icon: { light: 'file:guardantStation.svg', dark: 'file:guardantStation.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: TRIGGER_SUBTITLE,
		description: 'Starts the workflow when a customer or an order changes in Guardant Station',
		defaults: { name: 'Guardant Station Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'guardantStationApi', required: true }],
		builderHint: TRIGGER_HINT,
		properties: triggerProperties(guardantStation),
	};

	methods = { loadOptions: outputMethods(guardantStation) };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		// n8n loads every node when it starts: what runs is loaded with the first run.
		const { poll } = await import('../shared/poll');
		return await poll(this, guardantStation);
	}
}
