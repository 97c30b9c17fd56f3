import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from '../lab/docs/generate';
import { repository } from '../lab/repository';

/** Writes what follows from the vendors' descriptors; `npm test` says when it is stale. */
async function main(): Promise<void> {
	const files = Object.entries(await generatedFiles());
	for (const [path, content] of files) {
		const file = join(repository, path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, content);
	}
	console.log(`${files.length} files written`);
}

main().catch((problem: unknown) => {
	console.error(problem);
	process.exitCode = 1;
});
