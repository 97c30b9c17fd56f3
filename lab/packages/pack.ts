import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { must, npm, runCommand } from '../n8n/process';

export interface Packed {
	/** The tarball's whole path. */
	file: string;
	filename: string;
	name: string;
	size: number;
	entryCount: number;
	files: Array<{ path: string; size: number }>;
}

/** The tarball that `npm publish` would send. */
export const pack = async (folder: string, destination: string): Promise<Packed> => {
	await mkdir(destination, { recursive: true });
	const result = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', destination], {
		cwd: folder,
	});
	const [packed] = JSON.parse(must('npm pack', result)) as Array<Omit<Packed, 'file'>>;
	if (packed === undefined) throw new Error('npm pack made no tarball');
	return { ...packed, file: join(destination, packed.filename) };
};

/** @returns the folder with the package's files */
export const unpack = async (tarball: string, into: string): Promise<string> => {
	const target = join(into, 'package');
	await mkdir(target, { recursive: true });
	// A relative name for the tarball: GNU tar takes the colon of a Windows path for a host name.
	const args = ['-xzf', basename(tarball), '-C', target, '--strip-components=1'];
	must('tar', await runCommand('tar', args, { cwd: dirname(tarball) }));
	return target;
};
