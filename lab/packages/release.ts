import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from './vendors';
import { repository } from '../repository';

export interface Release {
	/** In package.json. */
	version: string;
	/** In package-lock.json: of the file, and of the package within. */
	locked: Array<string | undefined>;
	changelog: string;
	/** The git tag that is to be published; nothing between releases. */
	tag?: string | undefined;
}

/** The newest entry: `## 1.2.3 – 2026-11-22`, or `– unreleased` until it is. */
const newestEntry = (changelog: string): { version: string; date: string } | undefined => {
	const [, version, date] = /^## (\S+) – (unreleased|\d{4}-\d{2}-\d{2})$/m.exec(changelog) ?? [];
	return version === undefined || date === undefined ? undefined : { version, date };
};

/** What is not in step; nothing when it may be released, or worked on. */
export const releaseProblems = ({ version, locked, changelog, tag }: Release): string[] => {
	const entry = newestEntry(changelog);
	return [
		...locked
			.filter((other) => other !== version)
			.map((other) => `package-lock.json is of version ${String(other)}, package.json of ${version}`),
		...(entry?.version === version
			? []
			: [`CHANGELOG.md begins with ${entry?.version ?? 'no version'}, package.json is of ${version}`]),
		...(tag === undefined || tag === `v${version}`
			? []
			: [`The tag is ${tag}, package.json is of version ${version}`]),
		...(tag !== undefined && entry?.date === 'unreleased'
			? [`CHANGELOG.md calls ${version} unreleased`]
			: []),
	];
};

export const readRelease = (tag?: string): Release => {
	const read = (path: string): string => readFileSync(join(repository, path), 'utf8');
	const lock = JSON.parse(read('package-lock.json')) as {
		version?: string;
		packages: Record<string, { version?: string }>;
	};
	return {
		version: readManifest().version,
		locked: [lock.version, lock.packages['']?.version],
		changelog: read('CHANGELOG.md'),
		tag,
	};
};
