import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

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
	...(await exampleFiles()),
});

/** Where n8n looks for them. */
function schemaFiles(): Files {
	const files: Record<string, string> = {};
	for (const { folder, vendor } of DOCUMENTED) {
		for (const [resourceName, resource] of Object.entries(vendor.resources)) {
			for (const [name, operation] of Object.entries(resource.operations)) {
				files[`nodes/${folder}/__schema__/v1.0.0/${resourceName}/${name}.json`] =
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

async function exampleFiles(): Promise<Files> {
	const vendors = DOCUMENTED.map(({ vendor }) => vendor);
	const files: Record<string, string> = {};
	for (const name of readdirSync(join(repository, 'examples')).filter((file) => file.endsWith('.json'))) {
		const path = `examples/${name}`;
		files[path] = await withFilledFieldsOnly(readStored(path), vendors);
	}
	return files;
}
