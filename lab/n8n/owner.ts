import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Owner } from './rest';

/** The account that n8n wants, for tests whose n8n nobody else reaches. */
export const testOwner: Owner = {
	email: 'owner@example.com',
	password: 'Backoffice-1',
	firstName: 'Back',
	lastName: 'Office',
};

/** n8n wants a digit and a capital letter in it. */
const newPassword = (): string => `Bo1-${randomBytes(12).toString('base64url')}`;

/**
 * The account of one data folder, made with the folder: a password that were the same everywhere would let any page
 * log in that finds a way to this machine. Only who may read the folder may read it.
 */
export const ownerOf = async (userFolder: string): Promise<Owner> => {
	const file = join(userFolder, 'owner.json');
	await mkdir(userFolder, { recursive: true, mode: 0o700 });
	await chmod(userFolder, 0o700);
	const draft = `${file}.${randomBytes(6).toString('hex')}`;
	await writeFile(draft, JSON.stringify({ ...testOwner, password: newPassword() }), { mode: 0o600 });
	try {
		// In one step, and never over one that is there: two starts at once get the same.
		await link(draft, file);
	} catch (problem) {
		if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem;
	} finally {
		await rm(draft);
	}
	return JSON.parse(await readFile(file, 'utf8')) as Owner;
};

/** Whether an address is reached from this machine alone. */
export const isLocal = (address: string): boolean =>
	/^(localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(address.trim());
