import { broughtBy } from '../../nodes/shared/methods';
import { offersOf } from '../../nodes/shared/properties';
import { panelOf } from '../../nodes/shared/operations/panel';
import type { Operation, Resource } from '../../nodes/shared/resource';
import { json } from './markdown';
import { sampleKey } from './schemas';
import { optionsOf, settingTable, singly } from './settings';
import { fieldTable, keyTable, matchTable, operationTable, outputTable } from './tables';
import { triggerSections } from './triggers';
import type { Documented } from './vendors';

type Sections = Array<readonly [name: string, content: string]>;

/** What is generated for a vendor's page, by the name in its marker: `customer.fields`, `customer.search.parameters`. */
export const sectionsOf = (documented: Documented): Map<string, string> =>
	new Map([
		...Object.entries(documented.vendor.resources).flatMap(([name, resource]) => [
			...resourceSections(documented, name, resource),
			...Object.entries(resource.operations).flatMap(([operationName, operation]) =>
				operationSections(documented, [name, operationName], resource, operation),
			),
		]),
		...triggerSections(documented),
	]);

function resourceSections({ records, vendor }: Documented, name: string, resource: Resource): Sections {
	const operations = offersOf(resource).map(({ operation }) => operation);
	const takes = (parameter: 'record' | 'output'): boolean =>
		operations.some((operation) => panelOf(operation).parameters(operation).includes(parameter));
	const record = records[name];
	return [
		[`${name}.operations`, operationTable(resource)],
		...(takes('record') ? ([[`${name}.keys`, keyTable(resource)]] as const) : []),
		...(resource.fields.length > 0 ? ([[`${name}.fields`, fieldTable(resource)]] as const) : []),
		[`${name}.options`, settingTable(resource, optionsOf(vendor, name))],
		...(takes('output')
			? ([[`${name}.output`, outputTable(resource, sampleKey(resource), resource.one)]] as const)
			: []),
		...(record === undefined ? [] : ([[`${name}.example`, json(resource.simplify(record, ''))]] as const)),
	];
}

/** What an operation adds to its resource: parameters of its own, and records of another kind. */
function operationSections(
	{ records }: Documented,
	path: readonly [resource: string, operation: string],
	resource: Resource,
	operation: Operation,
): Sections {
	const name = path.join('.');
	const sections: Sections = [];
	if (operation.parameters !== undefined)
		sections.push([`${name}.parameters`, settingTable(resource, singly(operation.parameters))]);
	if (operation.kind === 'upsert') sections.push([`${name}.matchOn`, matchTable(resource, operation)]);
	const brought = broughtBy(operation);
	if (brought === undefined) return sections;

	sections.push([`${name}.output`, outputTable(brought, sampleKey(resource), resource.one)]);
	const [parent, record] = [records[path[0]], records[name]];
	if (parent !== undefined && record !== undefined) {
		const key = resource.keyOf(parent) ?? '';
		sections.push([`${name}.example`, json(brought.simplify(record, key))]);
	}
	return sections;
}
