/** Required by a test's n8n before it starts, see lab/patterns.cjs; an older one has no clock for patterns. */
const { createRequire } = require('node:module');

const [, program] = process.argv;
if (program !== undefined) {
	const { setSafeRegexEngine } = createRequire(program)('n8n-workflow');
	setSafeRegexEngine?.(require('../patterns.cjs'));
}
