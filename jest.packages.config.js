const { projects } = require('./jest.config.js');

/** Needs the pinned n8n of all versions and the vendors' packages: so it is not among the projects of "npm test". */
module.exports = {
	// n8n alone needs some ten seconds to start.
	testTimeout: 180_000,
	// Most of the time goes into starting n8n, which keeps one processor busy.
	maxWorkers: 2,
	projects: [
		{ ...projects[0], displayName: 'packages', testMatch: ['<rootDir>/test/packages/**/*.test.ts'] },
	],
};
