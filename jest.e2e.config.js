const { projects } = require('./jest.config.js');

/** Needs the installed n8n, and takes minutes: so it is not among the projects of "npm test". */
module.exports = {
	// n8n alone needs some ten seconds to start.
	testTimeout: 180_000,
	// Each test file runs an n8n process of its own; two of them would only slow each other down.
	maxWorkers: 1,
	projects: [{ ...projects[0], displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] }],
};
