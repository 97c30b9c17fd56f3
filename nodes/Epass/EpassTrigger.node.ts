import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';

import { outputMethods } from '../shared/methods';
import { NodeConnectionTypes } from '../shared/n8n';
import { TRIGGER_HINT, TRIGGER_SUBTITLE, triggerProperties } from '../shared/triggerProperties';
import { SENSITIVE_FIELDS } from './sensitive';
import { epass } from './vendor';

export class EpassTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'EPASS Trigger',
		name: 'epassTrigger',
		icon: { light: 'file:epass.svg', dark: 'file:epass.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: TRIGGER_SUBTITLE,
		description: 'Starts the workflow when a customer or an invoice changes in EPASS',
		defaults: { name: 'EPASS Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'epassApi', required: true }],
		builderHint: TRIGGER_HINT,
		properties: triggerProperties(epass),
		// What n8n shows of them stays hidden even from people who may see an execution's data.
		sensitiveOutputFields: SENSITIVE_FIELDS.flatMap((name) => [name, `lines[*].${name}`]),
	};

	methods = { loadOptions: outputMethods(epass) };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		// n8n loads every node when it starts: what runs is loaded with the first run.
		const { poll } = await import('../shared/poll');
		return await poll(this, epass);
	}
}
