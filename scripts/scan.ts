import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** What n8n's scanner says of a folder. */
interface Verdict {
	passed: boolean;
	message?: string;
	details?: string;
}

interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(folder: string, patterns: string[]): Promise<Verdict>;
}

const run = promisify(execFile);
const repository = resolve(__dirname, '..');

/**
 * The rules that n8n's own package scanner applies to a published package, on what would be published:
 * the source, and the compiled code in the packed tarball. Only the scanner's downloads are left out.
 */
async function scan(): Promise<boolean> {
	// The scanner is an ES module without an entry of its own.
	const module = require.resolve('@n8n/scan-community-package/scanner/scanner.mjs');
	const scanner = (await import(module)) as Scanner;
	const folder = await mkdtemp(join(tmpdir(), 'backoffice-scan-'));
	try {
		const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
			cwd: repository,
		});
		const [packed] = JSON.parse(stdout) as Array<{ filename: string; size: number; entryCount: number }>;
		if (packed === undefined) throw new Error('npm pack made no tarball');
		await run('tar', ['-xzf', join(folder, packed.filename), '-C', folder]);
		const source = await scanner.analyzePackage(repository, scanner.SOURCE_FILE_PATTERNS);
		const compiled = await scanner.analyzePackage(join(folder, 'package'), ['**/*.js', 'package.json']);
		for (const [what, verdict] of Object.entries({ source, compiled })) {
			console.log(
				`${what}: ${verdict.passed ? 'passed' : `${verdict.message ?? 'failed'}\n${verdict.details ?? ''}`}`,
			);
		}
		console.log(
			`${packed.filename}: ${packed.entryCount} files, ${(packed.size / 1024).toFixed(1)} KiB packed`,
		);
		return source.passed && compiled.passed;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

scan().then(
	(passed) => {
		process.exitCode = passed ? 0 : 1;
	},
	(error: unknown) => {
		console.error(error);
		process.exitCode = 1;
	},
);
