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

export default [
	{
		ignores: [
			'**/node_modules/**',
			'dist/**',
			'dist-vendors/**',
			'.tmp/**',
			'.n8n/**',
			'coverage/**',
		],
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
];
