import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import { installTarball } from '../../lab/n8n/installer';
import {
	firstWorkflow,
	readManifest,
	tarballOf,
	vendorPackages,
	vendorsFolder,
} from '../../lab/packages/vendors';
import type { VendorPackage } from '../../lab/packages/vendors';
import { executedTogether } from '../../lab/n8n/execution';
import { Instance } from '../../lab/n8n/instance';
import { firstId, firstWorkflows, runFirst } from './first';
import { repository } from '../../lab/repository';

const whole = readManifest();

/** A class as n8n finds it: by the name of its file. */
const built = <T>(root: string, path: string): T => {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- loads a file by its name, as n8n does
	const module = require(join(root, path)) as Record<string, new () => T>;
	const Class = module[path.split('/').at(-1)?.split('.')[0] ?? ''];
	if (Class === undefined) throw new Error(`${path} has no class of its name`);
	return new Class();
};

const compiled = (source: string): string => `dist/${source.replace(/\.ts$/, '.js')}`;

describe.each(vendorPackages())('$name', (cut: VendorPackage) => {
	const root = join(vendorsFolder, cut.name);
	const tarball = tarballOf(cut);

	beforeAll(() => {
		if (!existsSync(tarball)) throw new Error('Nothing is cut: run "npm run pack:vendors" first');
	});

	it('is of one service, strict, and free of dependencies', () => {
		const manifest = readManifest(root);
		expect(manifest).toMatchObject({
			name: cut.name,
			version: whole.version,
			license: 'MIT',
			keywords: expect.arrayContaining(['n8n-community-node-package']) as unknown,
			peerDependencies: { 'n8n-workflow': '*' },
			peerDependenciesMeta: { 'n8n-workflow': { optional: true } },
			n8n: {
				strict: true,
				nodes: [compiled(cut.node), compiled(cut.trigger)],
				credentials: [compiled(cut.credential)],
			},
		});
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.repository).toEqual(whole.repository);
	});

	it('keeps the node, its trigger and the credential as they are in the whole package', () => {
		const [own, original] = [root, repository].map((folder) =>
			JSON.stringify([
				built<INodeType>(folder, compiled(cut.node)).description,
				built<INodeType>(folder, compiled(cut.trigger)).description,
				built<ICredentialType>(folder, compiled(cut.credential)),
			]),
		);
		expect(own).toBe(original);
	});

	it('says in its codex and its README what it is called', async () => {
		const codex = JSON.parse(
			await readFile(join(root, compiled(cut.node).replace(/\.js$/, '.json')), 'utf8'),
		) as { node: string };
		const { name } = built<INodeType>(root, compiled(cut.node)).description;
		expect(codex.node).toBe(`${cut.name}.${name}`);
		const readme = await readFile(join(root, 'README.md'), 'utf8');
		const example = JSON.parse(/```json\n([\s\S]*?)\n```/.exec(readme)?.[1] ?? 'null') as unknown;
		expect(example).toEqual(firstWorkflow(cut, cut.name));
		expect(example).toMatchObject({ nodes: [{}, { type: codex.node }, { type: codex.node }] });
		// A link into the repository would lead nowhere from the registry's page.
		expect(readme.match(/\]\((?!https:\/\/|#)[^)]*\)|\b(?:src|srcset)="(?!https:)[^"]*"/g)).toBeNull();
	});
});

describe('an n8n with nothing in it', () => {
	const vendors = vendorPackages();
	let instance: Instance;
	let expectFirst: (cut: VendorPackage) => void;

	beforeAll(async () => {
		instance = await Instance.create({
			install: async (userFolder) => {
				for (const cut of vendors) await installTarball(userFolder, cut.name, tarballOf(cut));
			},
		});
		await instance.import(firstWorkflows(instance, vendors, ({ name }) => name));
		const run = async () => await executedTogether(instance, vendors.map(firstId));
		expectFirst = await runFirst(instance, vendors, run);
	});

	afterAll(async () => await instance?.remove());

	it.each(vendors)('takes $name, and runs it', (cut) => expectFirst(cut));
});
