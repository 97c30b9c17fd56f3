/** Set up before each test on n8n's engine, see lab/patterns.cjs. */
require('n8n-workflow').setSafeRegexEngine(require('../patterns.cjs'));
