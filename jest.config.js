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

/** Folders under test/ as a project of their own. */
const project = (displayName, ...folders) => ({
	displayName,
	transform,
	testEnvironment: 'node',
	testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
	// Without this Jest walks through the whole of the pinned n8n, and finds packages twice.
	roots: ['credentials', 'nodes', 'lab', 'scripts', 'test'].map((folder) => `<rootDir>/${folder}`),
});

module.exports = {
	// Jest reads this from the top level only, not from a project.
	testTimeout: 30_000,
	projects: [
		project('unit', 'unit', 'contract', 'sandbox', 'types'),
		project('engine', 'engine'),
		project('faults', 'faults'),
	],
};
