const { availableParallelism, totalmem } = require('node:os');

/** TypeScript is compiled file by file, without a type check: that is what "npm run typecheck" is for. */
const transform = {
	'^.+\\.ts$': [
		'@swc/jest',
		{
			jsc: { parser: { syntax: 'typescript' }, target: 'es2022', keepClassNames: true },
			module: { type: 'commonjs' },
			sourceMaps: 'inline',
		},
	],
};

/** Folders under test/ as a project of their own; the scripts of package.json choose among them. */
const project = (displayName, ...folders) => ({
	displayName,
	transform,
	testEnvironment: 'node',
	testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
	// Without this Jest walks through the whole of the pinned n8n below lab/, and finds packages twice.
	roots: ['credentials', 'nodes', 'test'].map((folder) => `<rootDir>/${folder}`),
});

/** The same on n8n's own engine, in the test's process. */
const onTheEngine = (name) => ({
	...project(name, name),
	setupFiles: ['<rootDir>/lab/engine/patterns.cjs'],
});

module.exports = {
	// Jest reads limits of time and workers from here and from the command line, not from a project: so those of the
	// projects that start n8n stand in their scripts. A limit ends what hangs, and is no measure: a busy machine takes
	// long. Where two test files of a project would only slow each other down, its script says so.
	testTimeout: 600_000,
	// By itself Jest leaves one core idle, and many tests wait for answers most of their time.
	// With n8n's engine loaded, one takes up to a gigabyte.
	maxWorkers: Math.max(1, Math.min(Math.ceil(availableParallelism() * 1.5), Math.floor(totalmem() / 1.5e9))),
	projects: [
		project('unit', 'unit', 'contract', 'sandbox', 'types'),
		onTheEngine('engine'),
		onTheEngine('faults'),
		project('e2e', 'e2e'),
		project('packages', 'packages'),
		project('scale', 'scale'),
		project('browser', 'browser'),
	],
};
