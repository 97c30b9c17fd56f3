import { readFileSync, writeFileSync } from 'node:fs';

/**
 * A registry that mirrors only what its own machines need leaves out the builds for other platforms. npm then
 * writes a lock file without them, and `npm ci` refuses that very lock file, on every platform. This adds the
 * missing entries; `npm ci` fetches those that the machine needs.
 *
 *   npx tsx scripts/completeLock.ts package-lock.json lab/n8n/versions/2.41/package-lock.json
 */

interface LockEntry {
	version?: string;
	dev?: boolean;
	optional?: boolean;
	os?: string[];
	cpu?: string[];
	libc?: string[];
	optionalDependencies?: Record<string, string>;
}

interface Lock {
	packages: Record<string, LockEntry>;
}

const systems = [
	'aix',
	'android',
	'darwin',
	'freebsd',
	'linux',
	'netbsd',
	'openbsd',
	'openharmony',
	'sunos',
	'win32',
];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/** The part of a name that says where it runs: `core-linux-arm-gnueabihf`. */
const platformOf = (name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> | undefined => {
	const words = name.split(/[-/]/);
	const os = words.find((word) => systems.includes(word));
	const cpu = words.find((word) => processors.includes(word));
	if (os === undefined || cpu === undefined) return undefined;
	const library = words.at(-1) ?? '';
	const libc = library.startsWith('musl') ? ['musl'] : library.startsWith('gnu') ? ['glibc'] : undefined;
	return { os: [os], cpu: [cpu], ...(os === 'linux' && libc ? { libc } : {}) };
};

/** Where Node would look for a dependency of the package at this path, the nearest first. */
const placesFor = (path: string, name: string): string[] => {
	const places: string[] = [];
	for (let folder = path; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('node_modules/') - 1, 0))) {
		places.push(`${folder === '' ? '' : `${folder}/`}node_modules/${name}`);
		if (folder === '') return places;
	}
};

const complete = (lock: Lock): string[] => {
	const missing: Array<[string, LockEntry]> = [];
	for (const [path, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
		for (const [name, version] of Object.entries(optionalDependencies)) {
			const places = placesFor(path, name);
			const platform = platformOf(name);
			if (!platform || !/^\d/.test(version) || places.some((place) => lock.packages[place])) continue;
			missing.push([
				`node_modules/${name}`,
				{ version, ...(dev ? { dev } : {}), optional: true, ...platform },
			]);
		}
	}
	const entries = Object.entries(lock.packages);
	for (const entry of missing) {
		const next = entries.findIndex(([path]) => path.localeCompare(entry[0], 'en') > 0);
		entries.splice(next < 0 ? entries.length : next, 0, entry);
	}
	lock.packages = Object.fromEntries(entries);
	return missing.map(([path, { version }]) => `${path.slice('node_modules/'.length)}@${version}`);
};

for (const file of process.argv.slice(2)) {
	const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;
	const added = complete(lock);
	if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, '\t')}\n`);
	process.stdout.write(`${file}: ${added.length === 0 ? 'complete' : `added ${added.join(', ')}`}\n`);
}
