import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { communityFolder } from '../../lab/n8n/installer';
import { executedTogether } from '../../lab/n8n/execution';
import { Instance } from '../../lab/n8n/instance';
import { must, runCommand } from '../../lab/n8n/process';
import { pack } from '../../lab/packages/pack';
import { vendorPackages, readManifest } from '../../lab/packages/vendors';
import { repository } from '../../lab/repository';
import { firstId, firstWorkflows, runFirst } from './first';

const manifest = readManifest();
const readme = readFileSync(join(repository, 'README.md'), 'utf8');

/** The README's only line, or piece of a line, of this kind. */
const said = (command: RegExp): string => {
	const [found = '', another] = readme.match(command) ?? [];
	expect([found, another]).toEqual([expect.stringContaining('npm'), undefined]);
	return found;
};

describe("the README's way into an n8n folder", () => {
	let scratch: string;
	let instance: Instance;

	/** As a person does whose home this folder is. */
	const shell = async (command: string, home: string): Promise<string> =>
		must(
			command,
			await runCommand('bash', ['--norc', '-c', command], {
				cwd: scratch,
				env: { ...process.env, HOME: home },
			}),
		);

	beforeAll(async () => {
		scratch = await mkdtemp(join(tmpdir(), 'backoffice-readme-'));
		const { file } = await pack(repository, join(scratch, 'packed'));
		await cp(file, join(scratch, `${manifest.name}-${manifest.version}.tgz`));
		instance = await Instance.create({
			install: async (home) => await shell(said(/^npm install --prefix .*$/gm), home),
		});
	});

	afterAll(async () => {
		await instance?.remove();
		await rm(scratch, { recursive: true, force: true });
	});

	it('brings the package into an n8n that runs it', async () => {
		const vendors = vendorPackages();
		await instance.import(firstWorkflows(instance, vendors, () => manifest.name));
		const run = async () => await executedTogether(instance, vendors.map(firstId));
		vendors.forEach(await runFirst(instance, vendors, run));
	});

	it('takes it away again', async () => {
		const there = (): string[] =>
			Object.keys(
				(
					JSON.parse(readFileSync(join(communityFolder(instance.userFolder), 'package.json'), 'utf8')) as {
						dependencies?: object;
					}
				).dependencies ?? {},
			);
		expect(there()).toEqual([manifest.name]);
		await shell(said(/(?<=`)npm uninstall --prefix [^`]*(?=`)/g), instance.userFolder);
		expect(there()).toEqual([]);
	});
});
