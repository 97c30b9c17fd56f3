import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface CommandOptions {
	cwd: string;
	env?: NodeJS.ProcessEnv;
	/** Called with each line of either stream, as it comes. */
	onLine?: (line: string) => void;
	/** Without a line for this long the command is taken to hang, and is killed. */
	silenceLimitMs?: number;
}

export interface CommandResult {
	code: number | null;
	stdout: string;
	stderr: string;
	/** Whether it was killed for its silence. */
	hung: boolean;
}

/** When waiting for n8n ends: what takes longer hangs. Less than the limit of its tests, so that it says for what. */
export const PATIENCE_MS = 300_000;

/** How often it is looked whether what is waited for has come. */
const LOOK_EVERY_MS = 100;

/**
 * Waits until something holds.
 * @param printed what n8n has printed, which is shown when it never does
 */
export const until = async (
	what: string,
	holds: () => boolean | Promise<boolean>,
	printed: () => string,
): Promise<void> => {
	const deadline = Date.now() + PATIENCE_MS;
	while (!(await holds())) {
		if (Date.now() > deadline) throw new Error(`Still not so: ${what}\n${printed()}`);
		await sleep(LOOK_EVERY_MS);
	}
};

const alive = new Set<ChildProcess>();

// Whatever way this process ends, nothing that it started is left behind.
process.on('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

/** It stays in the terminal's process group: Ctrl-C reaches it even when this process is gone. */
export const start = (
	command: string,
	args: string[],
	cwd: string,
	env: NodeJS.ProcessEnv,
	output: { stdout: number | 'pipe'; stderr: number | 'pipe' } = { stdout: 'pipe', stderr: 'pipe' },
): ChildProcess => {
	// npm is a script on Windows, which only a shell can run.
	const shell = process.platform === 'win32' && command === 'npm';
	const child = spawn(command, args, { cwd, env, stdio: ['ignore', output.stdout, output.stderr], shell });
	alive.add(child);
	child.once('close', () => alive.delete(child));
	return child;
};

export const exitOf = async (child: ChildProcess): Promise<number | null> =>
	child.exitCode !== null || child.signalCode !== null
		? child.exitCode
		: await new Promise((resolve, reject) => {
				child.once('close', resolve);
				child.once('error', reject);
			});

/** Runs a command to its end. A failing command is a result, not an error. */
export const runCommand = async (
	command: string,
	args: string[],
	{ cwd, env = process.env, onLine, silenceLimitMs }: CommandOptions,
): Promise<CommandResult> => {
	const child = start(command, args, cwd, env);
	const output = { stdout: '', stderr: '' };
	let hung = false;
	const kill = (): void => {
		hung = true;
		child.kill('SIGKILL');
	};
	let timer = silenceLimitMs === undefined ? undefined : setTimeout(kill, silenceLimitMs);
	for (const stream of ['stdout', 'stderr'] as const) {
		let rest = '';
		child[stream]?.setEncoding('utf8').on('data', (chunk: string) => {
			output[stream] += chunk;
			timer = timer?.refresh();
			if (!onLine) return;
			const lines = (rest + chunk).split('\n');
			rest = lines.pop() ?? '';
			lines.forEach(onLine);
		});
	}
	try {
		return { code: await exitOf(child), ...output, hung };
	} finally {
		clearTimeout(timer);
	}
};

/**
 * As `runCommand`, by way of files: a program that ends itself loses what still waits for a slow reader of its pipe,
 * while a file has it at once.
 */
export const runIntoFiles = async (
	command: string,
	args: string[],
	{ cwd, env = process.env }: Pick<CommandOptions, 'cwd' | 'env'>,
): Promise<CommandResult> => {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-backoffice-output-'));
	const path = (stream: string): string => join(folder, stream);
	try {
		const [stdout, stderr] = await Promise.all([open(path('stdout'), 'w'), open(path('stderr'), 'w')]);
		const code = await exitOf(start(command, args, cwd, env, { stdout: stdout.fd, stderr: stderr.fd }));
		await Promise.all([stdout.close(), stderr.close()]);
		const [out, err] = await Promise.all(
			['stdout', 'stderr'].map(async (stream) => await readFile(path(stream), 'utf8')),
		);
		return { code, stdout: out ?? '', stderr: err ?? '', hung: false };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
};

/** npm as it was called for us, or the one in the search path. */
export const npm = async (args: string[], options: CommandOptions): Promise<CommandResult> => {
	const npmScript = process.env.npm_execpath;
	return npmScript?.endsWith('.js')
		? await runCommand(process.execPath, [npmScript, ...args], options)
		: await runCommand('npm', args, options);
};

/**
 * What a command has printed.
 * @throws Error with its complaint when it failed
 */
export const must = (what: string, { code, stdout, stderr }: CommandResult): string => {
	if (code !== 0) throw new Error(`${what} failed:\n${stderr.trim() || stdout.trim()}`);
	return stdout;
};
