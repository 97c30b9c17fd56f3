import type { ILoadOptionsFunctions, ResourceMapperField, ResourceMapperValue } from 'n8n-workflow';

import type { WriteKind } from '../../nodes/shared/fields';
import { mapperMethod, nodeMethods } from '../../nodes/shared/methods';
import type { Vendor } from '../../nodes/shared/vendor';

/** n8n keeps in a workflow which fields of a mapper a person has taken away. */
interface StoredField extends ResourceMapperField {
	removed: boolean;
}

interface Workflow {
	nodes: Array<{
		type: string;
		parameters: { resource?: string; operation?: string; fields?: ResourceMapperValue };
	}>;
}

/** As Prettier would write it: positions on one line. */
const written = (workflow: Workflow): string =>
	`${JSON.stringify(workflow, null, '\t').replace(/\[\n\t+(-?\d+),\n\t+(-?\d+)\n\t+\]/g, '[$1, $2]')}\n`;

/** The fields that the editor gets from the node, which needs nothing of n8n's to name them. */
async function fieldsOf(vendor: Vendor, resource: string, kind: WriteKind): Promise<ResourceMapperField[]> {
	const method = nodeMethods(vendor).resourceMapping?.[mapperMethod(vendor, resource, kind)];
	if (method === undefined) throw new Error(`${vendor.displayName} has no ${resource} to ${kind}`);
	const editor = { getCurrentNodeParameter: () => undefined };
	return (await method.call(editor as unknown as ILoadOptionsFunctions)).fields;
}

/** An example workflow that maps by hand, so that the editor shows the filled fields only, not all sixty. */
export async function withFilledFieldsOnly(text: string, vendors: readonly Vendor[]): Promise<string> {
	const workflow = JSON.parse(text) as Workflow;
	for (const { type, parameters } of workflow.nodes) {
		const vendor = vendors.find(({ credential }) => `${type}Api` === `n8n-nodes-backoffice.${credential}`);
		const { fields, operation, resource } = parameters;
		if (vendor === undefined || fields?.mappingMode !== 'defineBelow') continue;
		const known = await fieldsOf(vendor, resource ?? '', operation as WriteKind);
		fields.schema = known.map((field): StoredField => ({
			...field,
			removed: !(field.id in (fields.value ?? {})),
		}));
	}
	return written(workflow);
}
