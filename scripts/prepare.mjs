import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt } from './built.mjs';
import { lockedPart } from './lockedPart.mjs';

/**
 * What `npm start` and `npm test` need on a fresh clone, before any dependency is there: so this is plain
 * JavaScript without dependencies. Installs when the lock file is not the one that was installed, and builds when
 * the sources are not those that were built. With `--running` only what `npm start` needs is installed, named in
 * running.json.
 */

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (...path) => readFileSync(join(repository, ...path), 'utf8');
const modules = join(repository, 'node_modules');
const stamp = join(modules, '.installed');
const hashOf = (...texts) => createHash('sha256').update(texts.join('\n')).digest('hex');

const lockFile = read('package-lock.json');
const everything = hashOf(lockFile);
const running = hashOf(lockFile, read('scripts', 'running.json'));

/** A registry request can hang or fail; what arrived before is cached, so another try is short. */
const TRIES = 3;

function run(command, args, cwd = repository) {
	// On Windows npm is a script, which only a shell starts.
	const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
	return status === 0;
}

function ci(folder) {
	for (let attempt = 1; attempt <= TRIES; attempt++) {
		if (run('npm', ['ci', '--loglevel=error'], folder)) return true;
	}
	return false;
}

/** npm installs no part of a lock file: so the part is one of its own, in another folder. */
function installPart() {
	const { lock, manifest } = lockedPart(JSON.parse(lockFile), JSON.parse(read('scripts', 'running.json')));
	const folder = join(repository, '.tmp', 'running');
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	copyFileSync(join(repository, '.npmrc'), join(folder, '.npmrc'));
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
	writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
	if (!ci(folder)) return false;
	rmSync(modules, { recursive: true, force: true });
	renameSync(join(folder, 'node_modules'), modules);
	rmSync(folder, { recursive: true });
	return true;
}

function install(onlyRunning) {
	const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
	if (installed === everything || (onlyRunning && installed === running)) return true;
	console.log(
		onlyRunning
			? 'Installing what this needs to run: half a minute the first time'
			: 'Installing dependencies: a few minutes the first time',
	);
	if (!(onlyRunning ? installPart() : ci(repository))) return false;
	writeFileSync(stamp, onlyRunning ? running : everything);
	return true;
}

const build = () => run('npm', ['run', '--silent', 'build', '--', '--silent']);

if (!install(process.argv.includes('--running')) || !(isBuilt() || build())) process.exit(1);
