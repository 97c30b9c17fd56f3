import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { generatedFiles, readStored } from '../../lab/docs/generate';
import type { Files } from '../../lab/docs/generate';
import { allOptions } from '../../lab/docs/settings';
import { triggerSettings } from '../../lab/docs/triggers';
import { DOCUMENTED } from '../../lab/docs/vendors';
import { repository } from '../../lab/repository';

/** The schemas that are on disk. */
const storedSchemas = (): string[] =>
	readdirSync(join(repository, 'nodes')).flatMap((node) => {
		const folder = `nodes/${node}/__schema__`;
		if (!existsSync(join(repository, folder))) return [];
		return readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.json'))
			.map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
	});

describe('output schemas, tables of the documentation and fields of the examples', () => {
	let files: Files;

	beforeAll(async () => {
		files = await generatedFiles();
	});

	it('are what the descriptors give', () => {
		const stale = Object.entries(files)
			.filter(([path, content]) => !existsSync(join(repository, path)) || readStored(path) !== content)
			.map(([path]) => path);
		if (stale.length > 0) throw new Error(`Run npm run generate: stale are ${stale.join(', ')}`);
	});

	it('leave no schema of an operation that is gone', () => {
		const gone = storedSchemas().filter((path) => files[path] === undefined);
		if (gone.length > 0) throw new Error(`Delete ${gone.join(', ')}`);
	});
});

describe.each(DOCUMENTED.map((documented) => ({ ...documented, name: documented.vendor.displayName })))(
	'the guides of $name',
	({ page, vendor }) => {
		const [readme, triggers, guide] = ['README', 'triggers', page].map((name) =>
			readStored(`docs/${name}.md`),
		);
		/** The beginning of a setting's line in a table. */
		const rowOf = (name: string): string => `| **${name}** |`;
		const unexplained = (names: readonly string[], ...pages: Array<string | undefined>): string[] =>
			names.filter((name) => !pages.some((text) => text?.includes(rowOf(name)) === true));

		it('explain every option, on the page of all vendors or on their own', () => {
			const names = allOptions(vendor).map(({ displayName }) => displayName);
			expect(names.length).toBeGreaterThan(0);
			expect(unexplained(names, readme, guide)).toEqual([]);
		});

		it('explain every setting of the trigger', () => {
			const names = triggerSettings(vendor).map(({ displayName }) => displayName);
			expect(names.length).toBeGreaterThan(0);
			expect(unexplained(names, readme, triggers, guide)).toEqual([]);
		});

		it('name every field, and every key of the output', () => {
			const resources = Object.values(vendor.resources);
			const names = resources.flatMap(({ fields, shape }) => [...fields.map(({ id }) => id), ...shape.keys]);
			expect(names.filter((name) => guide?.includes(`\`${name}\``) !== true)).toEqual([]);
		});
	},
);
