import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { generatedFiles, readStored } from '../../lab/docs/generate';
import type { Files } from '../../lab/docs/generate';
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
