import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';
import { repository } from '../../lab/repository';

const FILE = join(__dirname, 'descriptors.ts');
const CONFIG = join(repository, 'tsconfig.dev.json');

/** The options of `npm run typecheck`, for the one file. */
const { config } = ts.readConfigFile(CONFIG, ts.sys.readFile) as { config: object };
const { options } = ts.parseJsonConfigFileContent(
	{ ...config, include: [], files: [FILE] },
	ts.sys,
	repository,
);

/** Parsed files other than the one in question, so that the second look need not read them again. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says about the file, or about another source in its place. */
function complaints(source = readFileSync(FILE, 'utf8')): string[] {
	const host = ts.createCompilerHost(options);
	const { getSourceFile } = host;
	host.getSourceFile = (path, target, ...more) => {
		if (path === FILE) return ts.createSourceFile(path, source, target);
		if (!parsed.has(path)) parsed.set(path, getSourceFile(path, target, ...more));
		return parsed.get(path);
	};
	const program = ts.createProgram([FILE], options, host);
	const file = program.getSourceFile(FILE);
	const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
	return found.map(({ file: at, messageText, start }) => {
		const line = at?.getLineAndCharacterOfPosition(start ?? 0).line ?? -1;
		return `line ${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
	});
}

describe('the types of descriptors', () => {
	it('catch every mistake in descriptors.ts, and find no fault in what is right there', () => {
		expect(complaints()).toEqual([]);
	}, 180_000);

	it('are looked at by a compiler that notices: without the marks each mistake is reported', () => {
		const source = readFileSync(FILE, 'utf8');
		const marks = source.match(/^\/\/ @ts-expect-error/gm)?.length ?? 0;
		const lines = new Set(
			complaints(source.replaceAll('@ts-expect-error', '')).map((text) => text.split(':')[0]),
		);
		expect(marks).toBeGreaterThan(0);
		expect(lines.size).toBe(marks);
	}, 180_000);
});
