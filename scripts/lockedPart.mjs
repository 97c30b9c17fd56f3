/**
 * The part of a lock file that some packages need: what npm would install if nothing else were asked for.
 * @param {{ packages: Record<string, object>, lockfileVersion: number }} lock a package-lock.json of version 3
 * @param {string[]} names packages at its top
 * @returns {{ manifest: object, lock: object }} a package.json with these as its dependencies, and its lock file
 * @throws {Error} when the lock file lacks one of them, or one that they need
 */
export function lockedPart(lock, names) {
	const { packages } = lock;
	const kept = {};
	const keep = (path) => {
		if (kept[path] !== undefined) return;
		const entry = packages[path];
		kept[path] = entry;
		const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = entry;
		const optional = { ...optionalDependencies, ...onlyOptional(peerDependenciesMeta) };
		for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
			const found = nearest(packages, path, name);
			if (found !== undefined) keep(found);
			else if (!(name in optional)) throw new Error(`package-lock.json has no ${name}, which ${path} needs`);
		}
	};
	for (const name of names) {
		const path = `node_modules/${name}`;
		if (packages[path] === undefined) throw new Error(`package-lock.json has no ${name}`);
		keep(path);
	}
	const dependencies = Object.fromEntries(
		names.map((name) => [name, packages[`node_modules/${name}`].version]),
	);
	const name = 'part';
	return {
		manifest: { name, private: true, dependencies },
		lock: {
			name,
			lockfileVersion: lock.lockfileVersion,
			requires: true,
			packages: { '': { name, dependencies }, ...kept },
		},
	};
}

const onlyOptional = (meta = {}) =>
	Object.fromEntries(Object.entries(meta).filter(([, { optional }]) => optional === true));

/** As Node looks for a package: beside the one that needs it, and outwards from there. */
function nearest(packages, from, name) {
	for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
		const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
		if (packages[path] !== undefined) return path;
		if (folder === '') return undefined;
	}
}
