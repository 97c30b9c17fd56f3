import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { communityFolder, installTarball } from '../../lab/n8n/installer';
import { currentN8n, ensureN8n, nodeFor } from '../../lab/n8n/n8n';
import { pack, unpack } from '../../lab/packages/pack';
import type { Packed } from '../../lab/packages/pack';
import { readManifest } from '../../lab/packages/vendors';
import { filesBelow } from './files';
import { repository } from '../../lab/repository';

const manifest = readManifest();

/** All that a user of the package needs; what fits none of these has no place in the tarball. */
const KINDS = [
	/^(package\.json|index\.js|README\.md|LICENSE)$/,
	/^dist\/credentials\/\w+Api\.credentials\.js$/,
	/^dist\/credentials\/shared\/\w+\.js$/,
	/^dist\/nodes\/shared\/((operations|polling)\/)?\w+\.js$/,
	/^dist\/nodes\/(?!shared\/)\w+\/\w+(\.node)?\.js$/,
	/^dist\/nodes\/\w+\/\w+\.node\.json$/,
	/^dist\/nodes\/\w+\/\w+(\.dark)?\.svg$/,
	/^dist\/nodes\/\w+\/__schema__\/v\d+\.\d+\.\d+\/\w+\/\w+\.json$/,
];

const LARGEST_BYTES = 200 * 1024;

/**
 * Loads every node and every credential of a package in a process where nothing else can be loaded: modules of
 * Node's own that n8n Cloud allows, and n8n-workflow, which n8n provides. Prints how many classes it made, or the
 * first file that was looked for outside.
 */
const LOADER = `
const { Module, isBuiltin } = require('node:module');
const path = require('node:path');
const root = path.resolve(process.argv[1]);
const provided = process.argv[2];
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
	const outside = !parent?.filename?.startsWith(root + path.sep);
	if (request === 'n8n-workflow') return require.resolve(provided);
	const found = resolve.call(this, request, parent, ...rest);
	if (outside || /^(node:)?crypto$/.test(request)) return found;
	if (isBuiltin(found) || !found.startsWith(root + path.sep)) throw new Error('OUTSIDE ' + request);
	return found;
};
const { n8n } = require(path.join(root, 'package.json'));
const files = [...n8n.nodes, ...n8n.credentials];
for (const file of files) new (require(path.join(root, file))[path.basename(file).split('.')[0]])();
console.log(files.length);
`;

/** n8n's own installer, with a tarball in place of a version: all it takes from the rest of n8n is a few settings. */
const INSTALLER = `
const [modules, downloadFolder, name, tarball] = process.argv.slice(1);
require(modules + '/reflect-metadata');
const { CommunityPackagesService } = require(modules + '/n8n/dist/modules/community-packages/community-packages.service.js');
const service = Object.assign(Object.create(CommunityPackagesService.prototype), {
	downloadFolder,
	packageJsonPath: downloadFolder + '/package.json',
	// Nobody is there: a tarball needs no registry.
	config: { registry: 'http://127.0.0.1:9' },
	license: { isCustomNpmRegistryEnabled: () => true },
	getAllInstalledPackages: async () => [],
});
service.downloadPackage(name, 'file:' + tarball).catch((error) => {
	console.error(error);
	process.exitCode = 1;
});
`;

const load = (folder: string) => {
	const provided = join(currentN8n.folder, 'node_modules', 'n8n-workflow');
	const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', LOADER, folder, provided], {
		cwd: tmpdir(),
		encoding: 'utf8',
		env: { PATH: process.env.PATH },
	});
	return { status, stdout: stdout.trim(), stderr };
};

describe('the packed package', () => {
	let scratch: string;
	let packed: Packed;
	let unpacked: string;

	beforeAll(async () => {
		await ensureN8n();
		scratch = await mkdtemp(join(tmpdir(), 'backoffice-packed-'));
		packed = await pack(repository, scratch);
		unpacked = await unpack(packed.file, scratch);
	});

	afterAll(async () => await rm(scratch, { recursive: true, force: true }));

	it('holds what users need and nothing else', () => {
		const paths = packed.files.map(({ path }) => path);
		expect(paths.filter((path) => !KINDS.some((kind) => kind.test(path)))).toEqual([]);
		expect(paths).toEqual(
			expect.arrayContaining([...manifest.n8n.nodes, ...manifest.n8n.credentials, 'README.md', 'LICENSE']),
		);
		for (const kind of KINDS) expect(paths.some((path) => kind.test(path))).toBe(true);
		expect(packed.size).toBeLessThanOrEqual(LARGEST_BYTES);
	});

	it('holds nothing that is left over from an earlier build', async () => {
		const sources = new Set(
			(
				await Promise.all(
					['nodes', 'credentials'].map(async (top) => await filesBelow(join(repository, top))),
				)
			)
				.flatMap((files, index) => files.map((file) => `${index === 0 ? 'nodes' : 'credentials'}/${file}`))
				.map((file) => `dist/${file.replace(/\.ts$/, '.js')}`),
		);
		const inDist = packed.files.map(({ path }) => path).filter((path) => path.startsWith('dist/'));
		expect(inDist.filter((path) => !sources.has(path))).toEqual([]);
		expect([...sources].filter((path) => !inDist.includes(path))).toEqual([]);
	});

	it('loads without any file outside itself', () => {
		expect(load(unpacked)).toEqual({
			status: 0,
			stdout: String(manifest.n8n.nodes.length + manifest.n8n.credentials.length),
			stderr: '',
		});
	});

	it('would be found out if it needed one', async () => {
		const broken = join(scratch, 'broken');
		await cp(unpacked, broken, { recursive: true });
		const shared = join(broken, 'dist', 'nodes', 'shared');
		await mkdir(join(scratch, 'outside'), { recursive: true });
		await cp(join(shared, 'url.js'), join(scratch, 'outside', 'url.js'));
		await writeFile(join(shared, 'url.js'), "module.exports = require('../../../../outside/url.js');");
		const { status, stderr } = load(broken);
		expect(status).not.toBe(0);
		expect(stderr).toContain('OUTSIDE ../../../../outside/url.js');
	});

	it("is installed here as by n8n's own installer, to the byte", async () => {
		const [ours, theirs] = ['ours', 'theirs'].map((user) => join(scratch, user)) as [string, string];
		await installTarball(ours, manifest.name, packed.file);
		const folder = communityFolder(theirs);
		await mkdir(folder, { recursive: true });
		const modules = join(currentN8n.folder, 'node_modules');
		const { status, stderr } = spawnSync(
			nodeFor(currentN8n),
			['-e', INSTALLER, modules, folder, manifest.name, packed.file],
			{ cwd: folder, encoding: 'utf8', env: { ...process.env, N8N_USER_FOLDER: theirs } },
		);
		expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
		const paths = await filesBelow(communityFolder(ours));
		expect(await filesBelow(folder)).toEqual(paths);
		expect(paths.length).toBeGreaterThan(packed.files.length);
		for (const path of paths)
			expect(await readFile(join(folder, path))).toEqual(await readFile(join(communityFolder(ours), path)));
	});
});
