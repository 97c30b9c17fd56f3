import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Paths within a folder, with slashes. */
export const filesBelow = async (folder: string): Promise<string[]> =>
	(await readdir(folder, { recursive: true, withFileTypes: true }))
		.filter((entry) => entry.isFile())
		.map(({ name, parentPath }) => relative(folder, join(parentPath, name)).split('\\').join('/'))
		.sort();
