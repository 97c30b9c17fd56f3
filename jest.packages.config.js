const { projects } = require('./jest.config.js');

/** Needs the pinned n8n of all versions and the vendors' packages: so it is not among the projects of "npm test". */
module.exports = {
	// n8n alone needs some ten seconds to start.
	testTimeout: 180_000,
	// Each test starts n8n processes of its own; two of them would only slow each other down.
	maxWorkers: 2,
	projects: [
		{ ...projects[0], displayName: 'packages', testMatch: ['<rootDir>/test/packages/**/*.test.ts'] },
	],
};
