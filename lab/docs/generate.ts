import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkedBy } from '../../nodes/shared/operations/diagnose';
import { withCalls } from '../../nodes/shared/operations/calls';
import type { Vendor } from '../../nodes/shared/vendor';
import { repository } from '../repository';
import { withFilledFieldsOnly } from './examples';
import { filledIn } from './markdown';
import { outputSchema } from './schemas';
import { commonSections, sectionsOf } from './sections';
import { DOCUMENTED } from './vendors';

/**
 * What is written from the vendors' descriptors: output schemas, the tables within the documentation's pages, and
 * which fields the example workflows show.
 */

/** Contents by path, relative to the repository. */
export type Files = Readonly<Record<string, string>>;

/** What is on disk, of a file below the repository. */
export const readStored = (path: string): string => readFileSync(join(repository, path), 'utf8');

/** All files as they are to be. What pages and examples say themselves stays. */
export const generatedFiles = async (): Promise<Files> => ({
	...schemaFiles(),
	...pageFiles(),
	...(await diagnosisFile()),
	...(await exampleFiles()),
});

/** The vendor's resources, and the one that the runtime adds whose output has a fixed form. */
function withDiagnosis(vendor: Vendor): Vendor['resources'] {
	const { connection } = withCalls(vendor).resources;
	const diagnose = connection?.operations.diagnose;
	return connection === undefined || diagnose === undefined
		? vendor.resources
		: { ...vendor.resources, connection: { ...connection, operations: { diagnose } } };
}

/** The newest version of a node: one whose Match On has another default than version 1 has two. */
const nodeVersion = ({ resources }: Vendor): string =>
	Object.values(resources)
		.flatMap(({ operations }) => Object.values(operations))
		.some((operation) => operation.kind === 'upsert' && operation.usual !== undefined)
		? '1.1.0'
		: '1.0.0';

/** Where n8n looks for them: under the newest version, since only a new node needs a preview before its first run. */
function schemaFiles(): Files {
	const files: Record<string, string> = {};
	for (const { folder, vendor } of DOCUMENTED) {
		for (const [resourceName, resource] of Object.entries(withDiagnosis(vendor))) {
			for (const [name, operation] of Object.entries(resource.operations)) {
				files[`nodes/${folder}/__schema__/v${nodeVersion(vendor)}/${resourceName}/${name}.json`] =
					`${JSON.stringify(outputSchema(resource, operation), null, '\t')}\n`;
			}
		}
	}
	return files;
}

function pageFiles(): Files {
	const sections = {
		...commonSections(),
		...Object.fromEntries(
			DOCUMENTED.map((documented) => [`docs/${documented.page}.md`, sectionsOf(documented)]),
		),
	};
	return Object.fromEntries(
		Object.entries(sections).map(([path, each]) => [path, filledIn(readStored(path), each, path)]),
	);
}

/** What each vendor's diagnosis checks. */
async function diagnosisFile(): Promise<Files> {
	const path = 'docs/diagnose.md';
	const sections = await Promise.all(
		DOCUMENTED.map(async ({ folder, vendor }): Promise<[string, string]> => {
			const diagnosis = await vendor.diagnosis?.load();
			const checked = diagnosis === undefined ? [] : checkedBy(diagnosis);
			return [folder, checked.map((assumption) => `- ${assumption}`).join('\n')];
		}),
	);
	return { [path]: filledIn(readStored(path), new Map(sections), path) };
}

async function exampleFiles(): Promise<Files> {
	const vendors = DOCUMENTED.map(({ vendor }) => vendor);
	const files: Record<string, string> = {};
	for (const name of readdirSync(join(repository, 'examples')).filter((file) => file.endsWith('.json'))) {
		const path = `examples/${name}`;
		files[path] = await withFilledFieldsOnly(readStored(path), vendors);
	}
	return files;
}
