import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { must, npm, runCommand } from './process';

interface Ledger {
	name: string;
	private: boolean;
	dependencies: Record<string, string>;
}

/** Where n8n keeps the community packages of a user folder. */
export const communityFolder = (userFolder: string): string => join(userFolder, '.n8n', 'nodes');

/** A test runner's or a script's npm leaves settings behind that n8n's does not have. */
const plain = (): NodeJS.ProcessEnv =>
	Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^npm_(?!execpath$)|^NODE_ENV$/.test(name)),
	);

/**
 * Step by step what n8n's own installer does (`downloadPackage` of its CommunityPackagesService), with a tarball
 * in place of a name in the registry: no scripts, no development or peer dependencies.
 * @returns the folder of the installed package
 */
export const installTarball = async (userFolder: string, name: string, tarball: string): Promise<string> => {
	const downloads = communityFolder(userFolder);
	const target = join(downloads, 'node_modules', name);
	const env = plain();
	await rm(target, { recursive: true, force: true });
	await mkdir(target, { recursive: true });
	const packed = await npm(['pack', `${name}@file:${tarball}`, '--quiet'], { cwd: downloads, env });
	const copy = must('npm pack', packed).trim();
	try {
		const args = ['-xzf', copy, '-C', target, '--strip-components=1'];
		must('tar', await runCommand('tar', args, { cwd: downloads, env }));
		const file = join(target, 'package.json');
		const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
		for (const dropped of ['devDependencies', 'peerDependencies', 'optionalDependencies'])
			delete manifest[dropped];
		await writeFile(file, JSON.stringify(manifest, null, 2));
		const install = [
			'install',
			'--audit=false',
			'--fund=false',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
		];
		must('npm install', await npm(install, { cwd: target, env }));
		await writeDown(downloads, name, String(manifest.version));
	} finally {
		await rm(join(downloads, copy), { force: true });
	}
	return target;
};

/** n8n keeps a list of what it installed. */
const writeDown = async (downloads: string, name: string, version: string): Promise<void> => {
	const file = join(downloads, 'package.json');
	const ledger = existsSync(file)
		? (JSON.parse(await readFile(file, 'utf8')) as Ledger)
		: { name: 'installed-nodes', private: true, dependencies: {} };
	ledger.dependencies[name] = version;
	await writeFile(file, JSON.stringify(ledger, null, 2));
};
