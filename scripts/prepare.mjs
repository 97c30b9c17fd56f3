import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt } from './built.mjs';

/**
 * What `npm start` and `npm test` need on a fresh clone, before any dependency is there: so this is plain
 * JavaScript without dependencies. Installs when the lock file is not the one that was installed, and builds when
 * the sources are not those that were built.
 */

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(repository, 'node_modules', '.installed');
const locked = createHash('sha256')
	.update(readFileSync(join(repository, 'package-lock.json')))
	.digest('hex');

/** A registry request can hang or fail; what arrived before is cached, so another try is short. */
const TRIES = 3;

function run(command, args) {
	// On Windows npm is a script, which only a shell starts.
	const { status } = spawnSync(command, args, {
		cwd: repository,
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
	return status === 0;
}

function install() {
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === locked) return true;
	console.log('Installing dependencies: a few minutes the first time');
	for (let attempt = 1; attempt <= TRIES; attempt++) {
		if (run('npm', ['ci', '--loglevel=error'])) {
			writeFileSync(stamp, locked);
			return true;
		}
	}
	return false;
}

const build = () => run('npm', ['run', '--silent', 'build', '--', '--silent']);

if (!install() || !(isBuilt() || build())) process.exit(1);
