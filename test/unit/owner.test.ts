import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isLocal, ownerOf } from '../../lab/n8n/owner';

describe('the account of a data folder', () => {
	let root: string;
	beforeEach(async () => {
		root = await mkdtemp(join(tmpdir(), 'backoffice-owner-'));
	});
	afterEach(async () => await rm(root, { recursive: true, force: true }));

	it('S9: has a password of its own in each folder, and keeps it', async () => {
		const [one, other] = [join(root, 'one'), join(root, 'other')];
		const first = await ownerOf(one);
		expect((await ownerOf(other)).password).not.toBe(first.password);
		expect(await ownerOf(one)).toEqual(first);
		// What n8n asks of a password.
		expect(first.password).toMatch(/^(?=.*\d)(?=.*[A-Z]).{16,64}$/);
	});

	it('S9: can be read by nobody else, and neither can the folder', async () => {
		const folder = join(root, 'data');
		await ownerOf(folder);
		const mode = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);
		expect(await mode(folder)).toBe('700');
		expect(await mode(join(folder, 'owner.json'))).toBe('600');
	});

	it('S9: is one, even where two starts make it at once', async () => {
		const folder = join(root, 'twice');
		const [first, second] = await Promise.all([ownerOf(folder), ownerOf(folder)]);
		const stored = JSON.parse(await readFile(join(folder, 'owner.json'), 'utf8')) as unknown;
		expect([first, second]).toEqual([stored, stored]);
	});

	it.each([
		['127.0.0.1', true],
		['localhost', true],
		['::1', true],
		['0.0.0.0', false],
		['::', false],
		['192.168.1.7', false],
	])('S9: counts the address %s as local: %s', (address, local) => {
		expect(isLocal(address)).toBe(local);
	});
});
