import { broughtBy } from '../../nodes/shared/methods';
import { offersOf } from '../../nodes/shared/properties';
import { panelOf } from '../../nodes/shared/operations/panel';
import type { Operation, Resource } from '../../nodes/shared/resource';
import { json, table } from './markdown';
import { sampleKey } from './schemas';
import { allOptions, commonSettings, keyOf, ownOptions, SETTING_HEAD, settingRows, singly } from './settings';
import { fieldTable, keyList, matchList, operationTable, outputTable } from './tables';
import { triggerSections, triggerSettings } from './triggers';
import { DOCUMENTED } from './vendors';
import type { Documented } from './vendors';

type Sections = Array<readonly [name: string, content: string]>;

/** What is generated for a vendor's page, by the name in its marker: `customer.fields`, `customer.search.parameters`. */
export function sectionsOf(documented: Documented): Map<string, string> {
	const shown = new Set<string>();
	const options = ownOptions(documented.vendor, keys(commonOptions()));
	return new Map([
		...Object.entries(documented.vendor.resources).flatMap(([name, resource]) => [
			...resourceSections(documented, name, resource),
			...Object.entries(resource.operations).flatMap(([operationName, operation]) =>
				operationSections(documented, [name, operationName], resource, operation, shown),
			),
		]),
		['options', options],
		...triggerSections(documented, keys([...commonOptions(), ...commonTriggerSettings()])),
	]);
}

/** What is generated for the pages of all vendors: what all of them have alike. */
export const commonSections = (): Readonly<Record<string, ReadonlyMap<string, string>>> => ({
	'docs/README.md': new Map([['options', table(SETTING_HEAD, commonOptions())]]),
	'docs/triggers.md': new Map([['settings', table(SETTING_HEAD, commonTriggerSettings())]]),
});

const commonOptions = (): string[][] => commonSettings(DOCUMENTED.map(({ vendor }) => allOptions(vendor)));

/** But those that the other nodes have as well. */
function commonTriggerSettings(): string[][] {
	const options = keys(commonOptions());
	return commonSettings(DOCUMENTED.map(({ vendor }) => triggerSettings(vendor))).filter(
		(cells) => !options.has(keyOf(cells)),
	);
}

const keys = (rows: readonly string[][]): Set<string> => new Set(rows.map(keyOf));

function resourceSections({ records }: Documented, name: string, resource: Resource): Sections {
	const operations = offersOf(resource).map(({ operation }) => operation);
	const takes = (parameter: 'record' | 'output'): boolean =>
		operations.some((operation) => panelOf(operation).parameters(operation).includes(parameter));
	const record = records[name];
	return [
		[`${name}.operations`, operationTable(resource)],
		...(takes('record') ? ([[`${name}.keys`, keyList(resource)]] as const) : []),
		...(resource.fields.length > 0 ? ([[`${name}.fields`, fieldTable(resource)]] as const) : []),
		...(takes('output')
			? ([[`${name}.output`, outputTable(resource, sampleKey(resource), resource.one)]] as const)
			: []),
		...(record === undefined ? [] : ([[`${name}.example`, json(resource.simplify(record, ''))]] as const)),
	];
}

/** What an operation adds to its resource: parameters of its own, and records of another kind. */
function operationSections(
	{ records, vendor }: Documented,
	path: readonly [resource: string, operation: string],
	resource: Resource,
	operation: Operation,
	shown: Set<string>,
): Sections {
	const name = path.join('.');
	const sections: Sections = [];
	const settings = settingRows(singly(operation.parameters ?? []), shown);
	if (settings.length > 0) sections.push([`${name}.parameters`, table(SETTING_HEAD, settings)]);
	if (operation.kind === 'upsert') sections.push([`${name}.matchOn`, matchList(resource, operation)]);
	const brought = broughtBy(operation);
	if (brought === undefined) return sections;
	// Orders of a customer are what the resource of orders shows.
	const isShown = Object.values(vendor.resources).some(
		({ reads, shape }) => shape === brought.shape && brought.reads.every((name) => reads.includes(name)),
	);
	if (isShown) return sections;

	sections.push([`${name}.output`, outputTable(brought, sampleKey(resource), resource.one)]);
	const [parent, record] = [records[path[0]], records[name]];
	if (parent !== undefined && record !== undefined) {
		const key = resource.keyOf(parent) ?? '';
		sections.push([`${name}.example`, json(brought.simplify(record, key))]);
	}
	return sections;
}
