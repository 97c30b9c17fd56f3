import { basename, join } from 'node:path';
import { readManifest } from '../../lab/packages/vendors';
import { repository } from '../../lab/repository';

it('hands other programs the class of every node and every credential', async () => {
	const { nodes, credentials } = readManifest().n8n;
	const entry = (await import(join(repository, 'index.js'))) as Record<string, unknown>;
	const named = Object.entries(entry).filter(([name]) => name !== 'default');
	const classes = [...nodes, ...credentials].map((file) => basename(file).split('.')[0]);
	expect(named.map(([name]) => name).sort()).toEqual(classes.sort());
	for (const [, Class] of named) expect(Class).toBeInstanceOf(Function);
});
