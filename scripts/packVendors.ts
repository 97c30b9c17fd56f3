import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { INodeType } from 'n8n-workflow';
import { preProcessFile } from 'typescript';
import { n8nVersion, oldestN8n } from '../lab/n8n/n8n';
import { pack, unpack } from '../lab/packages/pack';
import { npm } from '../lab/n8n/process';
import { scanPackage } from './scanner';
import { firstWorkflow, readManifest, vendorPackages, vendorsFolder } from '../lab/packages/vendors';
import type { Manifest, VendorPackage } from '../lab/packages/vendors';
import { repository } from '../lab/repository';

/**
 * Cuts one package for each vendor out of this repository, because n8n verifies only packages for a single
 * service: source, built code and tarball, in dist-vendors/<name>/. Each is built and linted by n8n's own tool,
 * and scanned by n8n's own scanner. Names on the command line choose some of the five; `--source` stops before
 * anything is built.
 */

const BRANCH = 'main';

const read = async (path: string): Promise<string> => await readFile(join(repository, path), 'utf8');

/** The file of a module; of a folder, the one that stands for it. */
const sourceOf = (module: string): string =>
	existsSync(join(repository, `${module}.ts`)) ? `${module}.ts` : `${module}/index.ts`;

/** The TypeScript files that are needed for these, by what they import from each other. */
const reachable = async (...entries: string[]): Promise<string[]> => {
	const found = new Set<string>();
	const visit = async (path: string): Promise<void> => {
		if (found.has(path)) return;
		found.add(path);
		for (const { fileName } of preProcessFile(await read(path)).importedFiles) {
			if (fileName.startsWith('.')) await visit(sourceOf(join(dirname(path), fileName)));
		}
	};
	for (const entry of entries) await visit(entry);
	return [...found].sort();
};

const descriptionOf = async ({ vendor, node }: VendorPackage): Promise<INodeType['description']> => {
	const module = (await import(join(repository, node))) as Record<string, new () => INodeType>;
	const Node = module[vendor.folder];
	if (Node === undefined) throw new Error(`${node} has no class ${vendor.folder}`);
	return new Node().description;
};

const webAddress = ({ repository: { url } }: Manifest): string =>
	url.replace(/^git\+/, '').replace(/\.git$/, '');

const manifestOf = ({ name, vendor, node, trigger, credential }: VendorPackage, description: string) => {
	const whole = readManifest();
	const built = (source: string): string => `dist/${source.replace(/\.ts$/, '.js')}`;
	const tools = ['@n8n/node-cli', '@types/node', 'eslint', 'n8n-workflow', 'prettier', 'typescript'];
	return {
		name,
		version: whole.version,
		description: `${description}, as an n8n node`,
		license: whole.license,
		keywords: [
			'n8n-community-node-package',
			...new Set(vendor.displayName.toLowerCase().split(' ')),
			'customers',
			...(/orders|invoices/.exec(description) ?? []),
		],
		homepage: `${webAddress(whole)}/blob/${BRANCH}/${vendor.guide}`,
		bugs: whole.bugs,
		repository: whole.repository,
		author: whole.author,
		engines: whole.engines,
		files: ['dist'],
		scripts: { build: 'n8n-node build', dev: 'n8n-node dev', lint: 'n8n-node lint' },
		n8n: {
			n8nNodesApiVersion: whole.n8n.n8nNodesApiVersion,
			// As n8n Cloud wants it: n8n's own rules, unchanged.
			strict: true,
			credentials: [built(credential)],
			nodes: [built(node), built(trigger)],
		},
		peerDependencies: whole.peerDependencies,
		peerDependenciesMeta: whole.peerDependenciesMeta,
		devDependencies: Object.fromEntries(
			Object.entries(whole.devDependencies).filter(([dependency]) => tools.includes(dependency)),
		),
	};
};

/** The vendor's guide, with an introduction in place of its title, and with links that hold outside docs/. */
const readmeOf = async (cut: VendorPackage): Promise<string> => {
	const { displayName, guide: guidePath } = cut.vendor;
	const whole = readManifest();
	const web = webAddress(whole);
	const guide = (await read(guidePath))
		.replace(/^# .*\n+/, '')
		.replace(/<!-- \/?generated.*?-->\n*/g, '')
		.replace(/\]\((?!https?:|#)([^)]+)\)/g, (_, target: string) => {
			const path = relative(repository, resolve(repository, dirname(guidePath), target));
			return `](${web}/${target.endsWith('.png') ? 'raw' : 'blob'}/${BRANCH}/${path})`;
		});
	const picture = `${web}/raw/${BRANCH}/docs/images/node-${basename(guidePath, '.md')}`;
	return `# ${cut.name}

${displayName} as a node of [n8n](https://n8n.io).

${guide.slice(0, guide.indexOf('\n## ')).trim()}

## Install

In n8n: **Settings → Community nodes → Install**, and enter \`${cut.name}\`. It works on n8n ${n8nVersion(oldestN8n).replace(/\.\d+$/, '')} and newer, with Node 20 and newer.

The node is one of five in [${whole.name}](${web}), which is made from the same source. Install one of the two, not both: they bring the same credential.

<picture><source media="(prefers-color-scheme: dark)" srcset="${picture}-dark.png"><img src="${picture}-light.png" alt="The ${displayName} node in n8n's editor"></picture>

## Example workflow

Copy it, click on n8n's canvas, paste it, choose your credential in both nodes, and execute it. It creates a customer and reads it back.

\`\`\`json
${JSON.stringify(firstWorkflow(cut, cut.name), null, 2)}
\`\`\`

${guide.slice(guide.indexOf('\n## ')).trim()}

## Versions

See [CHANGELOG.md](${web}/blob/${BRANCH}/CHANGELOG.md). Names of nodes, credentials and parameters do not change within a major version.

MIT. This package is not made or endorsed by the vendor named here.
`;
};

const writeSource = async (cut: VendorPackage): Promise<void> => {
	const { name, vendor, node, trigger, credential } = cut;
	const target = join(vendorsFolder, name);
	await rm(target, { recursive: true, force: true });
	const put = async (path: string, content: string): Promise<void> => {
		await mkdir(dirname(join(target, path)), { recursive: true });
		await writeFile(join(target, path), content);
	};
	const json = async (path: string, content: unknown): Promise<void> =>
		await put(path, `${JSON.stringify(content, null, '\t')}\n`);

	for (const path of await reachable(node, trigger, credential)) await put(path, await read(path));
	const folder = `nodes/${vendor.folder}`;
	for (const { parentPath, name: file } of await readdir(join(repository, folder), {
		recursive: true,
		withFileTypes: true,
	}).then((all) => all.filter((entry) => entry.isFile() && !entry.name.endsWith('.ts')))) {
		const path = relative(repository, join(parentPath, file));
		await mkdir(dirname(join(target, path)), { recursive: true });
		await cp(join(repository, path), join(target, path));
	}
	for (const source of [node, trigger]) {
		const codex = source.replace(/\.ts$/, '.json');
		const own = JSON.parse(await read(codex)) as { node: string };
		await json(codex, { ...own, node: own.node.replace(/^[^.]+/, name) });
	}

	const { description } = await descriptionOf(cut);
	await json('package.json', manifestOf(cut, description ?? vendor.displayName));
	const { compilerOptions } = JSON.parse(await read('tsconfig.json')) as { compilerOptions: object };
	await json('tsconfig.json', {
		compilerOptions,
		include: ['credentials/**/*.ts', 'nodes/**/*.ts', 'nodes/**/*.node.json'],
	});
	// In strict mode n8n's linter takes no other configuration than this.
	await put(
		'eslint.config.mjs',
		"import { config } from '@n8n/node-cli/eslint';\n\nexport default config;\n",
	);
	await put('README.md', await readmeOf(cut));
	await put('LICENSE', await read('LICENSE'));
	await put('CHANGELOG.md', await read('CHANGELOG.md'));
};

const runScript = async (script: string, cwd: string): Promise<void> => {
	const { code, stdout, stderr } = await npm(['run', '--silent', script], { cwd });
	if (code !== 0) throw new Error(`npm run ${script} in ${cwd}:\n${stdout}\n${stderr}`);
};

/** Cuts, builds, lints, packs and scans one package. */
const packVendor = async (cut: VendorPackage, sourceOnly: boolean): Promise<void> => {
	const folder = join(vendorsFolder, cut.name);
	await writeSource(cut);
	if (sourceOnly) return console.log(`${cut.name}: source`);
	await Promise.all(['build', 'lint'].map(async (script) => await runScript(script, folder)));
	const { file, entryCount, size } = await pack(folder, folder);
	const scratch = join(folder, '.unpacked');
	try {
		const { passed, lines } = await scanPackage(folder, await unpack(file, scratch));
		if (!passed) throw new Error(`${cut.name} does not pass n8n's scanner:\n${lines.join('\n')}`);
	} finally {
		await rm(scratch, { recursive: true, force: true });
	}
	console.log(
		`${cut.name}: built, linted and scanned; ${entryCount} files, ${(size / 1024).toFixed(1)} KiB packed`,
	);
};

const packVendors = async (args: string[]): Promise<void> => {
	const names = args.filter((arg) => !arg.startsWith('--'));
	const all = vendorPackages();
	const unknown = names.filter((name) => !all.some((cut) => cut.name === name));
	if (unknown.length > 0) throw new Error(`There is no package ${unknown.join(', ')}`);
	for (const cut of all) {
		if (names.length === 0 || names.includes(cut.name)) await packVendor(cut, args.includes('--source'));
	}
};

packVendors(process.argv.slice(2)).catch((problem: unknown) => {
	console.error(problem);
	process.exitCode = 1;
});
