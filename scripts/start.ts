import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from '../lab/sandbox';
import type { Sandbox } from '../lab/sandbox';
import {
	curlOf,
	openImports,
	publishOnce,
	readExamples,
	sampleBodies,
	sandboxCredentials,
	webhookOf,
} from '../lab/n8n/examples';
import { ensureN8n, isPlaced, n8nVersion, placePackage, startN8n } from '../lab/n8n/n8n';
import type { RunningN8n } from '../lab/n8n/n8n';
import { isLocal, ownerOf } from '../lab/n8n/owner';
import { isFree, ownPort } from '../lab/ports';
import { N8nRest } from '../lab/n8n/rest';
import type { Owner } from '../lab/n8n/rest';
import { repository } from '../lab/repository';

const help = `Starts n8n with this package, a sandbox of the five vendors, and the example workflows.

  npm start -- [options]

  --port <number>          port of n8n (default 5678, or N8N_PORT)
  --sandbox-port <number>  port of the sandbox (default 5680, or SANDBOX_PORT)
  --customers <number>     customers per vendor in the sandbox (default 1500)
  --folder <path>          where n8n keeps its data (default .n8n)
  --fresh                  forget all workflows, credentials and executions of earlier starts
  --help                   this text
`;

const say = (line = ''): void => void process.stdout.write(`${line}\n`);

const wholeNumber = (text: string | undefined, fallback: number, most: number, name: string): number => {
	const number = text === undefined || text === '' ? fallback : Number(text);
	if (!Number.isInteger(number) || number < 0 || number > most) {
		throw new Error(`${name} must be a whole number up to ${most}, not "${text}"`);
	}
	return number;
};

const HIGHEST_PORT = 65_535;
const MOST_CUSTOMERS = 1_000_000;

const portOrAnother = async (wanted: number, what: string): Promise<number> => {
	if (wanted !== 0 && (await isFree(wanted))) return wanted;
	const port = await ownPort();
	if (wanted !== 0) say(`Port ${wanted} is taken: ${what} uses ${port}.`);
	return port;
};

/** Steps are said before they begin, and end with their time, so that a long one is seen to be one. */
const step = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
	const started = Date.now();
	process.stdout.write(`${what} … `);
	const result = await work();
	say(`${((Date.now() - started) / 1000).toFixed(1)} s`);
	return result;
};

const signIn = async (rest: N8nRest, owner: Owner): Promise<boolean> => {
	if (await rest.hasOwner()) return await rest.logIn(owner);
	await rest.setUpOwner(owner);
	return true;
};

const runningFile = (userFolder: string): string => join(userFolder, 'running.json');

/** Two n8n on one SQLite file would spoil it: the address of the other one, if there is one. */
const alreadyRunning = async (userFolder: string): Promise<string | undefined> => {
	const file = runningFile(userFolder);
	if (!existsSync(file)) return undefined;
	const { pid, url } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; url: string };
	try {
		// Signal 0 only asks whether the process is there; a number comes back after a while, hence the second question.
		process.kill(pid, 0);
		await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) });
		return url;
	} catch {
		return undefined;
	}
};

interface Running {
	userFolder?: string;
	n8n?: RunningN8n;
	sandbox?: Sandbox;
}

const stopAll = async ({ userFolder, n8n, sandbox }: Running): Promise<void> => {
	await n8n?.stop();
	await sandbox?.close();
	if (userFolder !== undefined) await rm(runningFile(userFolder), { force: true });
};

const start = async (running: Running): Promise<void> => {
	const { values } = parseArgs({
		options: {
			port: { type: 'string' },
			'sandbox-port': { type: 'string' },
			customers: { type: 'string' },
			folder: { type: 'string' },
			fresh: { type: 'boolean' },
			help: { type: 'boolean' },
		},
	});
	if (values.help) return say(help);
	const userFolder = resolve(values.folder ?? join(repository, '.n8n'));
	const other = await alreadyRunning(userFolder);
	if (other !== undefined)
		throw new Error(`This is running already, at ${other}. Stop it first (Ctrl-C there).`);
	if (values.fresh) await rm(userFolder, { recursive: true, force: true });

	const owner = await ownerOf(userFolder);
	await ensureN8n(say);
	if (!isPlaced(userFolder))
		await step('Placing the package where n8n installs one', async () => await placePackage(userFolder));

	const sandboxPort = wholeNumber(
		values['sandbox-port'] ?? process.env.SANDBOX_PORT,
		5680,
		HIGHEST_PORT,
		'The sandbox port',
	);
	const sandbox = await startSandbox({
		port: await portOrAnother(sandboxPort, 'the sandbox'),
		customers: wholeNumber(values.customers, 1500, MOST_CUSTOMERS, 'The number of customers'),
	});
	running.sandbox = sandbox;

	const n8nPort = wholeNumber(values.port ?? process.env.N8N_PORT, 5678, HIGHEST_PORT, 'The port');
	const port = await portOrAnother(n8nPort, 'n8n');
	const n8n = await step(`Starting n8n ${n8nVersion()}`, async () => {
		return await startN8n({
			userFolder,
			port,
			env: {
				N8N_LOG_OUTPUT: 'console,file',
				...(process.env.N8N_LISTEN_ADDRESS ? { N8N_LISTEN_ADDRESS: process.env.N8N_LISTEN_ADDRESS } : {}),
			},
		});
	});
	running.n8n = n8n;
	running.userFolder = userFolder;
	await writeFile(runningFile(userFolder), JSON.stringify({ pid: process.pid, url: n8n.url }));

	const rest = new N8nRest(n8n.url);
	const isOwner = await signIn(rest, owner);
	const examples = readExamples();
	const webhooks = examples.flatMap((example) => {
		const webhook = webhookOf(example);
		return webhook ? [{ ...example, ...webhook }] : [];
	});
	const open = openImports(sandboxCredentials(sandbox.credentials), examples, userFolder);
	if (isOwner) {
		if (open.isNeeded)
			await step('Bringing in credentials and examples', async () => await open.bringIn(rest));
		await publishOnce(webhooks, rest, userFolder);
	} else if (open.isNeeded) {
		say('The account has a password of its own by now: credentials and examples stay as they are.');
	}

	say();
	say(`  Editor    ${n8n.url}`);
	say(isOwner ? `  Log in    ${owner.email}  ${owner.password}` : '  Log in    with the account you made');
	say(`  Sandbox   ${sandbox.url}  (open it: credentials, customers, requests, faults)`);
	say(`  Log       ${relative(process.cwd(), join(userFolder, '.n8n', 'logs', 'n8n.log'))}`);
	for (const { name, method, path } of webhooks) {
		say();
		say(`  ${name}`);
		say(`    ${curlOf(`${n8n.url}/webhook/${path}`, method, sampleBodies[path] ?? {})}`);
	}
	say();
	if (process.platform === 'win32') {
		say('In Windows PowerShell write curl.exe in place of curl.');
		say();
	}
	const opened = process.env.N8N_LISTEN_ADDRESS;
	if (opened !== undefined && opened !== '' && !isLocal(opened)) {
		say(
			`N8N_LISTEN_ADDRESS opens n8n to other machines (${opened}): whoever reaches it can call the webhooks.`,
		);
		say('Give the account a password of your own in n8n, under Settings > Personal.');
		say();
	}
	say('Ctrl-C stops everything.');

	const code = await n8n.ended;
	if (code !== 0 && !stopping) {
		say(n8n.output().trim().split('\n').slice(-30).join('\n'));
		throw new Error(`n8n has ended with code ${code}`);
	}
};

let stopping = false;
const running: Running = {};

const stop = (): void => {
	// npm and the terminal may both pass the same Ctrl-C on.
	if (stopping) return;
	stopping = true;
	say('\nStopping …');
	void stopAll(running).then(() => process.exit(0));
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

start(running)
	.catch((problem: unknown) => {
		if (stopping) return;
		process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`);
		process.exitCode = 1;
	})
	.finally(() => {
		if (!stopping) void stopAll(running);
	});
