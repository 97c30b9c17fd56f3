import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { generatedFiles, readStored } from '../../lab/docs/generate';
import { repository } from '../../lab/repository';


describe('output schemas, tables of the documentation and fields of the examples', () => {
	const files = generatedFiles(readStored);

	it.each(Object.keys(files))('%s is what the descriptors give', (path) => {
		const stored = existsSync(join(repository, path)) ? readStored(path) : '';
		if (stored !== files[path]) throw new Error(`${path} is stale: run npm run generate`);
	});

	it('leave no schema of an operation that is gone', () => {
		const stored = readdirSync(join(repository, 'nodes')).flatMap((node) => {
			const folder = `nodes/${node}/__schema__`;
			if (!existsSync(join(repository, folder))) return [];
			return readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
				.filter((file) => file.endsWith('.json'))
				.map((file) => `${folder}/${file}`);
		});
		const known = Object.keys(files).filter((path) => path.includes('/__schema__/'));
		const superfluous = stored.filter((path) => !known.includes(path));
		if (superfluous.length > 0)
			throw new Error(`Delete ${superfluous.join(', ')}, or run npm run generate if an operation is missing`);
		expect(stored.sort()).toEqual(known.sort());
	});
});
