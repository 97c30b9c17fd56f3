import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { repository } from '../../lab/repository';

/** Names of the packages that a file and all that it imports need when they run. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
	const packages = new Set<string>();
	if (seen.has(file)) return packages;
	seen.add(file);
	const text = readFileSync(file, 'utf8');
	for (const [, path = ''] of text.matchAll(/^(?:import|export) (?!type )[^;]*? from '(.+?)';$/gm)) {
		if (path.startsWith('.')) {
			const target = join(dirname(file), path);
			const found = [`${target}.ts`, join(target, 'index.ts')].find((each) => existsSync(each));
			if (found !== undefined) for (const name of packagesOf(found, seen)) packages.add(name);
		} else if (!path.startsWith('node:')) {
			packages.add(
				path
					.split('/')
					.slice(0, path.startsWith('@') ? 2 : 1)
					.join('/'),
			);
		}
	}
	return packages;
}

interface Part {
	manifest: { dependencies: Record<string, string> };
	lock: { packages: Record<string, { version?: string }> };
}

/** The script is plain JavaScript of another kind than the tests' modules. */
function lockedPart(lock: object, names: readonly string[]): Part {
	const script = `
		import { lockedPart } from './scripts/lockedPart.mjs';
		import { readFileSync } from 'node:fs';
		const { lock, names } = JSON.parse(readFileSync(0, 'utf8'));
		console.log(JSON.stringify(lockedPart(lock, names)));
	`;
	const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
		cwd: repository,
		encoding: 'utf8',
		input: JSON.stringify({ lock, names }),
		stdio: ['pipe', 'pipe', 'pipe'],
		maxBuffer: 100_000_000,
	});
	return JSON.parse(printed) as Part;
}

const running = JSON.parse(readFileSync(join(repository, 'scripts', 'running.json'), 'utf8')) as string[];
const own = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as Part['lock'];

describe('what a first start installs', () => {
	it('is all that the script imports, the compiler and nothing of the tests', () => {
		const needed = packagesOf(join(repository, 'scripts', 'start.ts'));
		expect(needed).toContain('fastify');
		expect([...needed].filter((name) => !running.includes(name) && !builtinModules.includes(name))).toEqual(
			[],
		);
		const { lock } = lockedPart(own, running);
		const names = Object.keys(lock.packages);
		for (const name of running) expect(names).toContain(`node_modules/${name}`);
		for (const name of ['jest', 'n8n-core', 'n8n-nodes-base', 'eslint', 'playwright-core', 'prettier'])
			expect(names).not.toContain(`node_modules/${name}`);
	});

	it('has what it needs, each where Node looks for it, in the version that is locked', () => {
		const at = (version: string, more: object = {}) => ({ version, ...more });
		const packages = {
			'': {},
			'node_modules/a': at('1.0.0', {
				dependencies: { b: '^2', c: '^1' },
				optionalDependencies: { gone: '1' },
			}),
			'node_modules/a/node_modules/b': at('2.0.0', { peerDependencies: { c: '1', d: '1' } }),
			'node_modules/b': at('1.0.0'),
			'node_modules/c': at('1.0.0', { dependencies: { a: '1' } }),
			'node_modules/d': at('1.0.0', {
				peerDependencies: { none: '1' },
				peerDependenciesMeta: { none: { optional: true } },
			}),
			'node_modules/e': at('1.0.0'),
		};
		const { lock, manifest } = lockedPart({ lockfileVersion: 3, packages }, ['a']);
		const kept = Object.entries(lock.packages).filter(([path]) => path !== '');
		expect(Object.fromEntries(kept.map(([path, { version }]) => [path, version]))).toEqual({
			'node_modules/a': '1.0.0',
			'node_modules/a/node_modules/b': '2.0.0',
			'node_modules/c': '1.0.0',
			'node_modules/d': '1.0.0',
		});
		expect(manifest.dependencies).toEqual({ a: '1.0.0' });
	});

	it('refuses a lock file that lacks something', () => {
		const lacking = { 'node_modules/a': { version: '1.0.0', dependencies: { b: '1' } } };
		expect(() => lockedPart({ packages: lacking }, ['a'])).toThrow('package-lock.json has no b');
		expect(() => lockedPart({ packages: {} }, ['a'])).toThrow('package-lock.json has no a');
	});
});
