import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack, unpack } from '../lab/packages/pack';
import { scanPackage } from './scanner';
import { repository } from '../lab/repository';

/** n8n's package scanner on what would be published. */
async function scan(): Promise<boolean> {
	const folder = await mkdtemp(join(tmpdir(), 'backoffice-scan-'));
	try {
		const packed = await pack(repository, folder);
		const { passed, lines } = await scanPackage(repository, await unpack(packed.file, folder));
		for (const line of lines) console.log(line);
		console.log(
			`${packed.filename}: ${packed.entryCount} files, ${(packed.size / 1024).toFixed(1)} KiB packed`,
		);
		return passed;
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
