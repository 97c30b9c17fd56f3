import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { config } from '@n8n/node-cli/eslint';
import nodesBase from 'eslint-plugin-n8n-nodes-base';

/**
 * n8n's own configuration as it stands, n8n Cloud's rules included, and on top of it the newest
 * eslint-plugin-n8n-nodes-base (n8n's configuration brings an older one), under a name of its own.
 */
const newest = (ruleSet, off = []) =>
	Object.fromEntries(
		Object.entries(nodesBase.configs[ruleSet].rules).map(([rule, level]) => {
			const name = rule.replace('n8n-nodes-base/', '');
			return [`newest-nodes-base/${name}`, off.includes(name) ? 'off' : level];
		}),
	);

const repository = import.meta.dirname;

const vendors = readdirSync(join(repository, 'nodes')).filter((folder) => folder !== 'shared');

/** What a vendor is written in: of nodes/shared it knows nothing else, so it cannot do the runtime's work. */
const VENDOR_WORDS = [
	...['wire', 'shapes', 'sources', 'keys', 'locator', 'fields', 'conditions', 'resource', 'watch', 'vendor'],
	'assumptions',
	...[
		'parameters',
		'values',
		'dates',
		'names',
		'words',
		'printable',
		'unwrap',
		'envelope',
		'fault',
		'sensitive',
	],
];
/** What the class that n8n loads adds to it. */
const CLASS_WORDS = ['execute', 'poll', 'methods', 'properties', 'triggerProperties', 'n8n'];

const files = (names) => names.map((name) => `./${name}.ts`);

/** Nobody in `target` imports from `from`, but for what it excepts. */
const wall = (target, from, message, except = []) => ({
	target: [target].flat().map((folder) => `./${folder}`),
	from: [from].flat().map((folder) => `./${folder}`),
	except,
	message,
});

const walls = [
	...vendors.flatMap((vendor) => [
		wall(`nodes/${vendor}`, 'nodes', 'A vendor knows nothing of another.', [`./${vendor}`, './shared']),
		wall(
			`nodes/${vendor}/!(*.node).ts`,
			'nodes/shared',
			'The runtime does this; a vendor is data and pure functions.',
			files(VENDOR_WORDS),
		),
		wall(
			`nodes/${vendor}/*.node.ts`,
			'nodes/shared',
			'The runtime does this; the class only names it.',
			files(CLASS_WORDS),
		),
	]),
	wall('nodes', 'credentials', 'A credential knows its vendor, not the other way round.'),
	wall('nodes/shared', 'nodes', 'The runtime knows no vendor.', ['./shared']),
	wall(['nodes', 'credentials'], ['lab', 'test', 'bench', 'scripts'], 'This is published; that is not.'),
	wall(
		'lab/sandbox',
		['nodes', 'credentials'],
		'A sandbox that shares code with the nodes would share their mistakes.',
	),
	wall('lab', ['test', 'bench', 'scripts'], 'What they share is in lab/; it does not know them.'),
	...['test', 'bench', 'scripts'].map((own) =>
		wall(
			own,
			['test', 'bench', 'scripts'].filter((other) => other !== own),
			'What these share is in lab/.',
		),
	),
];

export default [
	{
		ignores: ['**/node_modules/**', 'dist/**', 'dist-vendors/**', '.tmp/**', '.n8n/**', 'coverage/**'],
	},
	...config,
	{ plugins: { 'newest-nodes-base': nodesBase } },
	{ files: ['package.json'], rules: newest('community') },
	{
		files: ['credentials/**/*.ts'],
		// The two that n8n's configuration turns off as well: newer rules took their place.
		rules: newest('credentials', [
			'cred-class-field-documentation-url-miscased',
			'cred-class-field-type-options-password-missing',
		]),
	},
	{
		files: ['nodes/**/*.ts'],
		// The three that n8n's configuration turns off as well: they know no connection types and no upper limits.
		rules: newest('nodes', [
			'node-class-description-inputs-wrong-regular-node',
			'node-class-description-outputs-wrong',
			'node-param-type-options-max-value-present',
		]),
	},
	{
		// Scripts, sandboxes and tests run outside n8n: Cloud's ban on Node's own modules is not for them.
		files: ['lab/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
		rules: {
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
			'@n8n/community-nodes/require-node-api-error': 'off',
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			// TypeScript resolves every import anyway, and knows the "exports" of a package, which this rule does not.
			'import-x/no-unresolved': 'off',
			'no-console': 'off',
		},
	},
	{
		files: ['**/*.ts'],
		rules: {
			'import-x/no-restricted-paths': ['error', { basePath: repository, zones: walls }],
			'@typescript-eslint/consistent-type-imports': [
				'error',
				// `typeof import('…')` names a module that is only loaded later.
				{ fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
			],
			'import-x/consistent-type-specifier-style': ['error', 'prefer-top-level'],
		},
	},
	{
		files: ['nodes/!(shared)/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					paths: [
						{
							name: '../shared/fault',
							allowImportNames: ['InputFault'],
							message: 'Which fault an answer is, unwrap.ts and the runtime say.',
						},
					],
				},
			],
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		// Without this the plugin does not look into TypeScript.
		settings: { 'import-x/extensions': ['.ts'] },
		rules: { 'import-x/no-cycle': 'error' },
	},
];
