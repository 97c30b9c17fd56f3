const { projects } = require('./jest.config.js');

/** Needs the installed n8n and a Chromium, and takes minutes: so it is not among the projects of "npm test". */
module.exports = {
	// Other work on the same machine makes an editor slow, not wrong.
	testTimeout: 240_000,
	projects: [{ ...projects[0], displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.test.ts'] }],
};
