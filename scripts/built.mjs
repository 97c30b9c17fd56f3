import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Whether what is in dist/ was built from the sources as they are. Each build leaves a stamp; it stands outside of
 * dist/, all of which is published.
 */

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(repository, 'node_modules', '.built');

/** What a build reads, and who builds. */
const INPUTS = ['nodes', 'credentials', 'gulpfile.js', 'tsconfig.json', 'package.json', 'package-lock.json'];

function filesIn(path) {
	const entry = readdirSync(path, { recursive: true, withFileTypes: true });
	return entry.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
}

function fingerprint() {
	const hash = createHash('sha256');
	const files = INPUTS.flatMap((name) => {
		const path = join(repository, name);
		return name.includes('.') ? [path] : filesIn(path);
	}).sort();
	for (const file of files) hash.update(`${relative(repository, file)}\n`).update(readFileSync(file));
	return hash.digest('hex');
}

export const isBuilt = () =>
	existsSync(join(repository, 'dist', 'nodes')) &&
	existsSync(stamp) &&
	readFileSync(stamp, 'utf8') === fingerprint();

/** Called by the build when it is done. */
export const stampBuild = () => writeFileSync(stamp, fingerprint());
