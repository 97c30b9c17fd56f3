const { rm } = require('node:fs/promises');
const { spawn } = require('node:child_process');
const { dest, series, src, watch } = require('gulp');

/** What n8n reads beside the compiled code: icons, codex files and output schemas. */
const assets = ['nodes/**/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'];

const clean = () => rm('dist', { recursive: true, force: true });

const compile = () =>
	spawn(process.execPath, [require.resolve('typescript/bin/tsc'), '--project', 'tsconfig.json'], {
		stdio: 'inherit',
	});

const copyAssets = () => src(assets, { base: '.', encoding: false }).pipe(dest('dist'));

/** So that what is built already is not built again, see scripts/prepare.mjs. */
const stamp = async () => (await import('./scripts/built.mjs')).stampBuild();

exports.clean = clean;
exports.build = series(clean, compile, copyAssets, stamp);
exports.watch = series(exports.build, () =>
	watch(['nodes/**', 'credentials/**'], series(compile, copyAssets)),
);
exports.default = exports.build;
