import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { communityFolder } from '../../lab/n8n/installer';
import { currentN8n, n8nVersion, olderN8n } from '../../lab/n8n/n8n';
import { pack } from '../../lab/packages/pack';
import { readManifest, vendorPackages } from '../../lab/packages/vendors';
import type { VendorPackage } from '../../lab/packages/vendors';
import { executed, executedTogether } from '../../lab/n8n/execution';
import type { Outputs } from '../../lab/n8n/execution';
import { Instance } from '../../lab/n8n/instance';
import { chain, click, recordBy, customerNode } from '../../lab/n8n/workflows';
import { filesBelow } from './files';
import { firstId, firstWorkflows, logins, runFirst } from './first';
import { repository } from '../../lab/repository';

const vendors = vendorPackages();
const { name } = readManifest();
const versions = [...olderN8n, currentN8n].map((n8n) => ({ version: n8nVersion(n8n), n8n }));

/** The packed package in the oldest n8n that can load it, in the newest 1.x, and in the one of today. */
describe.each(versions)('n8n $version', ({ n8n }) => {
	let instance: Instance;
	let outputsOf: (id: string) => Outputs;
	let expectFirst: (cut: VendorPackage) => void;

	beforeAll(async () => {
		instance = await Instance.create({ n8n });
		await instance.import([
			...firstWorkflows(instance, vendors, () => name),
			chain('refused1', click, {
				...customerNode('Get', 'proDeliveryManager', instance.credential('sandboxPdm'), {
					operation: 'get',
					customer: recordBy('id', '999999'),
				}),
				onError: 'continueRegularOutput',
			}),
		]);
		expectFirst = await runFirst(instance, vendors, async () => {
			outputsOf = await executedTogether(instance, [...vendors.map(firstId), 'refused1']);
			return outputsOf;
		});
	});

	afterAll(async () => await instance.remove());

	it('has the tarball and nothing else, without development and peer dependencies', async () => {
		const scratch = await mkdtemp(join(tmpdir(), 'backoffice-packed-'));
		try {
			const { files } = await pack(repository, scratch);
			const folder = communityFolder(instance.userFolder);
			const modules = join(folder, 'node_modules');
			expect((await readdir(folder)).sort()).toEqual(['node_modules', 'package.json']);
			expect(await readdir(modules)).toEqual([name]);
			expect(await filesBelow(join(modules, name))).toEqual(files.map(({ path }) => path).sort());
			const manifest = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8')) as object;
			expect(manifest).not.toHaveProperty('peerDependencies');
			expect(manifest).not.toHaveProperty('devDependencies');
		} finally {
			await rm(scratch, { recursive: true, force: true });
		}
	});

	it.each(vendors)('$vendor.displayName creates a customer and reads it back', (cut) => {
		expectFirst(cut);
	});

	it("goes on after a refusal, with the vendor's words", () => {
		expect(outputsOf('refused1')('Get')).toEqual([
			{ error: expect.stringMatching(/^No matching customer found.* \[item 0\]$/) },
		]);
	});

	it('keeps a session from one process to the next', async () => {
		const epass = vendors.find(({ vendor }) => vendor.name === 'epass');
		if (!epass) throw new Error('EPASS is gone');
		const expectAgain = await runFirst(instance, [epass], async () => {
			const outputs = await executed(instance, firstId(epass));
			return () => outputs;
		});
		expectAgain(epass);
		expect(logins(instance, epass)).toBe(1);
	});
});
