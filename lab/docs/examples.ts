import type { ResourceMapperField, ResourceMapperValue } from 'n8n-workflow';

import type { WriteKind } from '../../nodes/shared/fields';
import { mappedFields } from '../../nodes/shared/methods';
import type { Vendor } from '../../nodes/shared/vendor';

/** n8n keeps in a workflow which fields of a mapper a person has taken away. */
interface StoredField extends ResourceMapperField {
	removed: boolean;
}

interface Workflow {
	nodes: Array<{ type: string; parameters: { operation?: string; fields?: ResourceMapperValue } }>;
}

/** As Prettier would write it: positions on one line. */
const written = (workflow: Workflow): string =>
	`${JSON.stringify(workflow, null, '\t').replace(/\[\n\t+(-?\d+),\n\t+(-?\d+)\n\t+\]/g, '[$1, $2]')}\n`;

/** An example workflow that maps by hand, so that the editor shows the filled fields only, not all sixty. */
export const withFilledFieldsOnly = (text: string, vendors: readonly Vendor[]): string => {
	const workflow = JSON.parse(text) as Workflow;
	for (const { type, parameters } of workflow.nodes) {
		const vendor = vendors.find(({ credential }) => `${type}Api` === `n8n-nodes-backoffice.${credential}`);
		const { fields, operation } = parameters;
		if (vendor === undefined || fields?.mappingMode !== 'defineBelow') continue;
		fields.schema = mappedFields(vendor, operation as WriteKind).fields.map((field): StoredField => ({
			...field,
			removed: !(field.id in (fields.value ?? {})),
		}));
	}
	return written(workflow);
};
