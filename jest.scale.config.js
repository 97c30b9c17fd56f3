const { projects } = require('./jest.config.js');

/** Needs the installed n8n, Redis and PostgreSQL, and takes minutes: so it is not among the projects of "npm test". */
module.exports = {
	testTimeout: 300_000,
	// Each test file runs a main process and three workers; two of them would only slow each other down.
	maxWorkers: 1,
	projects: [{ ...projects[0], displayName: 'scale', testMatch: ['<rootDir>/test/scale/**/*.test.ts'] }],
};
