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

/**
 * The rules that n8n's own package scanner applies to a published package: to the source, and to the compiled
 * code that was packed. Only the scanner's downloads are left out.
 * @returns what each of the two was told, and whether both passed
 */
export const scanPackage = async (
	source: string,
	unpacked: string,
): Promise<{ passed: boolean; lines: string[] }> => {
	// The scanner is an ES module without an entry of its own.
	const module = require.resolve('@n8n/scan-community-package/scanner/scanner.mjs');
	const scanner = (await import(module)) as Scanner;
	const verdicts = {
		source: await scanner.analyzePackage(source, scanner.SOURCE_FILE_PATTERNS),
		compiled: await scanner.analyzePackage(unpacked, ['**/*.js', 'package.json']),
	};
	return {
		passed: Object.values(verdicts).every(({ passed }) => passed),
		lines: Object.entries(verdicts).map(
			([what, { passed, message, details }]) =>
				`${what}: ${passed ? 'passed' : `${message ?? 'failed'}\n${details ?? ''}`}`,
		),
	};
};
