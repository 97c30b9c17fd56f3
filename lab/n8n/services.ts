import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ownPort } from '../ports';
import { exitOf, must, PATIENCE_MS, runCommand, start } from './process';

/** Redis and PostgreSQL from Debian's packages: data folders and ports of their own, on this machine alone. */

const HOST = '127.0.0.1';
const POSTGRES_USER = 'postgres';

export interface Service {
	port: number;
	stop(): Promise<void>;
}

const isRoot = process.getuid?.() === 0;

/** Debian keeps PostgreSQL's programs out of the search path, in a folder for each version. */
const postgresProgram = (name: string): string | undefined => {
	const versions = '/usr/lib/postgresql';
	if (!existsSync(versions)) return undefined;
	return readdirSync(versions)
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => join(versions, version, 'bin', name))
		.find((program) => existsSync(program));
};

const REDIS = '/usr/bin/redis-server';

/** Debian asks this script whether an installed package may start its service; 101 means no. */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d';

const run = async (command: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<void> =>
	void must([command, ...args].join(' '), await runCommand(command, args, { cwd: tmpdir(), env }));

/** Installs what is missing of the two. Nothing is started on the ports that they have by default. */
export const ensureServices = async (log: (line: string) => void): Promise<void> => {
	const missing = [
		...(existsSync(REDIS) ? [] : ['redis-server']),
		...(postgresProgram('initdb') === undefined ? ['postgresql'] : []),
	];
	if (missing.length === 0) return;
	if (!isRoot || !existsSync('/usr/bin/apt-get')) {
		throw new Error(
			`These tests need ${missing.join(' and ')}. On Debian: sudo apt-get install ${missing.join(' ')}`,
		);
	}
	log(`Installing ${missing.join(' and ')} …`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const forbids = !existsSync(SERVICE_POLICY);
	if (forbids) await writeFile(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
	try {
		await run('apt-get', ['update', '-qq'], env);
		await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], env);
	} finally {
		if (forbids) await rm(SERVICE_POLICY);
	}
};

const accepts = async (port: number): Promise<boolean> =>
	await new Promise((resolve) => {
		const socket = connect({ host: HOST, port });
		socket.once('connect', () => socket.end(() => resolve(true)));
		socket.once('error', () => resolve(false));
	});

/** Starts a program that stays, and waits until it listens. */
const serve = async (
	command: string,
	args: string[],
	{ folder, port }: { folder: string; port: number },
): Promise<Service> => {
	const child = start(command, args, folder, process.env);
	let printed = '';
	for (const stream of [child.stdout, child.stderr])
		stream?.setEncoding('utf8').on('data', (chunk: string) => (printed = (printed + chunk).slice(-10_000)));
	const ended = exitOf(child);
	const deadline = Date.now() + PATIENCE_MS;
	while (!(await accepts(port))) {
		if (child.exitCode !== null || Date.now() > deadline)
			throw new Error(`${command} did not start:\n${printed}`);
		await sleep(100);
	}
	return {
		port,
		stop: async () => {
			// PostgreSQL waits for its clients on SIGTERM, and closes their connections on SIGINT.
			child.kill('SIGINT');
			await ended;
			await rm(folder, { recursive: true, force: true });
		},
	};
};

export const startRedis = async (): Promise<Service> => {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-backoffice-redis-'));
	const port = await ownPort();
	const args = ['--port', String(port), '--bind', HOST, '--dir', folder, '--save', '', '--appendonly', 'no'];
	return await serve(REDIS, args, { folder, port });
};

const idOf = async (option: '-u' | '-g'): Promise<number> =>
	Number((await runCommand('id', [option, POSTGRES_USER], { cwd: tmpdir() })).stdout);

/** A server with one user, who needs no password, and an empty database of the same name. */
export const startPostgres = async (): Promise<Service & { user: string }> => {
	const initdb = postgresProgram('initdb');
	const postgres = postgresProgram('postgres');
	if (initdb === undefined || postgres === undefined) throw new Error('PostgreSQL is not installed');
	const folder = await mkdtemp(join(tmpdir(), 'n8n-backoffice-postgres-'));
	const data = join(folder, 'data');
	await mkdir(data);
	// It refuses to run as root.
	let as: string[] = [];
	if (isRoot) {
		for (const path of [folder, data]) await chown(path, await idOf('-u'), await idOf('-g'));
		as = ['setpriv', `--reuid=${POSTGRES_USER}`, `--regid=${POSTGRES_USER}`, '--init-groups'];
	}
	const [first = initdb, ...rest] = [
		...as,
		initdb,
		'-D',
		data,
		'-U',
		POSTGRES_USER,
		'-A',
		'trust',
		'-E',
		'UTF8',
	];
	await run(first, rest);
	const port = await ownPort();
	const [command = postgres, ...args] = [
		...as,
		postgres,
		...['-D', data, '-p', String(port), '-k', folder, '-c', `listen_addresses=${HOST}`],
	];
	return { ...(await serve(command, args, { folder, port })), user: POSTGRES_USER };
};
