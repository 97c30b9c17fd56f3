import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { ICredentialType, INodeType } from 'n8n-workflow';
import { repository } from '../../lab/repository';

const readJson = (path: string): unknown =>
	JSON.parse(readFileSync(join(repository, path), 'utf8')) as unknown;

interface Manifest {
	name: string;
	main: string;
	homepage: string;
	files: string[];
	keywords: string[];
	dependencies?: object;
	peerDependencies: Record<string, string>;
	n8n: { n8nNodesApiVersion: number; nodes: string[]; credentials: string[] };
}
interface Codex {
	node: string;
	nodeVersion: string;
	codexVersion: string;
	alias: string[];
	resources: Record<string, Array<{ url: string }>>;
}

const manifest = readJson('package.json') as Manifest;
const sourceOf = (built: string): string => built.replace(/^dist\//, '').replace(/\.js$/, '.ts');
const folders = readdirSync(join(repository, 'nodes')).filter((name) => name !== 'shared');

/** A class of a module by the name that n8n derives from the file's. */
const instance = (source: string): unknown => {
	const name = basename(source).split('.')[0] ?? '';
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- loads a file by its name, as n8n does
	const module = require(join(repository, source)) as Record<string, new () => unknown>;
	const Class = module[name];
	if (Class === undefined) throw new Error(`${source} has no class ${name}`);
	return new Class();
};
const node = (source: string): INodeType => instance(source) as INodeType;
const credential = (source: string): ICredentialType => instance(source) as ICredentialType;

describe('the package', () => {
	it('lists every node and every credential that is there, and nothing else', () => {
		const nodes = folders.flatMap((folder) => [
			`nodes/${folder}/${folder}.node.ts`,
			`nodes/${folder}/${folder}Trigger.node.ts`,
		]);
		const credentials = readdirSync(join(repository, 'credentials'), { withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map(({ name }) => `credentials/${name}`);
		expect(manifest.n8n.nodes.map(sourceOf).sort()).toEqual(nodes.sort());
		expect(manifest.n8n.credentials.map(sourceOf).sort()).toEqual(credentials.sort());
	});

	it('ships no runtime dependency, and n8n-workflow as its one peer', () => {
		expect(manifest.name).toBe('n8n-nodes-backoffice');
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(manifest.keywords).toContain('n8n-community-node-package');
		expect(manifest.files).toEqual(expect.arrayContaining(['dist', manifest.main]));
	});
});

describe.each(manifest.n8n.nodes.map(sourceOf))('%s', (source) => {
	const { description } = node(source);
	const folder = join(repository, source, '..');
	const codex = readJson(source.replace(/\.ts$/, '.json')) as Codex;

	it('has a codex that names it', () => {
		expect(codex.node).toBe(`${manifest.name}.${description.name}`);
		expect(codex.nodeVersion.split('.')[0]).toBe(String([description.version].flat()[0]));
		expect(codex.codexVersion).toBe('1.0');
	});

	it('is found in the node panel by what people call it, in the singular and the plural', () => {
		const isTrigger = source.includes('Trigger');
		const found = codex.alias.map((alias) => alias.toLowerCase());
		expect(found).toEqual(expect.arrayContaining(['crm', 'erp', 'sync', 'customer', 'customers']));
		expect(found.filter((alias, index) => found.indexOf(alias) !== index)).toEqual([]);
		expect(found.includes('trigger')).toBe(isTrigger);
		const resources = description.properties.flatMap(({ displayOptions, name, options = [] }) => {
			const offered = options.map((option) => ('value' in option ? option.value : ''));
			const isOfRecords = ['get', 'search', 'create', 'updated'].some((value) => offered.includes(value));
			const resource = String(displayOptions?.show?.resource);
			const words = resource.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
			return ['operation', 'event'].includes(name) && isOfRecords ? [words] : [];
		});
		expect(resources).toContain('customer');
		expect(resources.filter((one) => !found.some((alias) => alias.includes(one)))).toEqual([]);
	});

	it('has documentation where its codex says', () => {
		const missing = Object.values(codex.resources)
			.flat()
			.map(({ url }) => /\/blob\/main\/([^#]+)/.exec(url)?.[1])
			.filter((path) => path === undefined || !existsSync(join(repository, path)));
		expect(missing).toEqual([]);
	});

	it('has an icon for light and for dark', () => {
		const { icon } = description;
		if (typeof icon !== 'object') throw new Error('The icon has no variants');
		for (const file of [icon.light, icon.dark]) {
			expect(readFileSync(join(folder, file.replace('file:', '')), 'utf8')).toContain('<svg');
		}
	});

	it('uses a credential of this package', () => {
		const known = manifest.n8n.credentials.map((built) => credential(sourceOf(built)).name);
		for (const { name } of description.credentials ?? []) expect(known).toContain(name);
	});

	it('imports nothing of another vendor', () => {
		const own = basename(folder);
		for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
			const imports = [...readFileSync(join(folder, file), 'utf8').matchAll(/from '(\.[^']+)'/g)].map(
				([, path]) => path,
			);
			const foreign = folders.filter((other) => other !== own);
			expect(imports.filter((path) => foreign.some((other) => path?.includes(`/${other}/`)))).toEqual([]);
		}
	});
});

describe.each(manifest.n8n.credentials.map(sourceOf))('%s', (source) => {
	const type = credential(source);

	it('has a test, its documentation and its icons', () => {
		expect(type.test).toBeDefined();
		// The guide that says where each value is found, at that very place.
		const [, guide = '', anchor] = /\/blob\/main\/([^#]+)#(.+)$/.exec(type.documentationUrl ?? '') ?? [];
		expect(type.documentationUrl).toContain(manifest.homepage.replace(/#.*/, ''));
		expect(anchor).toBe('credentials');
		expect(readFileSync(join(repository, guide), 'utf8')).toMatch(/^## Credentials$/m);
		if (typeof type.icon !== 'object') throw new Error('The icon has no variants');
		for (const file of [type.icon.light, type.icon.dark]) {
			expect(existsSync(join(repository, 'credentials', file.replace('file:', '')))).toBe(true);
		}
	});

	it('L8: brings no package with it: what n8n has already is an optional peer', () => {
		const { dependencies, peerDependencies, peerDependenciesMeta } = readJson('package.json') as {
			dependencies?: object;
			peerDependencies: Record<string, string>;
			peerDependenciesMeta: Record<string, { optional: boolean }>;
		};
		expect(dependencies).toBeUndefined();
		expect(Object.keys(peerDependencies)).toEqual(['n8n-workflow']);
		for (const name of Object.keys(peerDependencies))
			expect(peerDependenciesMeta[name]).toEqual({ optional: true });
	});
});
