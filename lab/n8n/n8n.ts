import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { communityFolder, installTarball } from './installer';
import { pack } from '../packages/pack';
import { ownPort } from '../ports';
import { exitOf, npm, PATIENCE_MS, runIntoFiles, start } from './process';
import type { CommandResult } from './process';
import { repository } from '../repository';

/** An n8n with a package.json and a lock file of its own: the published package may hold no `overrides`. */
export interface PinnedN8n {
	folder: string;
	/** The major version of Node that it is tested on; it is fetched when another one runs. */
	node: number;
	/** Whether newer versions of Node do as well. */
	orNewer: boolean;
	env?: NodeJS.ProcessEnv;
}

const versionFolder = (version: string): string => join(__dirname, 'versions', version);

/** What `npm start`, the end-to-end and the browser tests use; n8n 2.x runs on Node 24 and newer only. */
export const currentN8n: PinnedN8n = {
	folder: versionFolder('2.41'),
	node: 24,
	orNewer: true,
	// It fetches a list of servers at each start, and has no switch of its own.
	env: { N8N_DISABLED_MODULES: 'mcp-registry' },
};

const older = (version: string, env: NodeJS.ProcessEnv = {}): PinnedN8n => ({
	folder: versionFolder(version),
	node: 20,
	orNewer: false,
	env,
});

/** The oldest that the package is made for: before 1.46 n8n knows no icons with a light and a dark variant. */
export const oldestN8n = older('1.49');

/** What the package is tested on besides: the oldest, and the newest 1.x. */
export const olderN8n: PinnedN8n[] = [
	oldestN8n,
	// Its isolated-vm is for Node 22 and newer; on Node 20 n8n evaluates expressions as it always did.
	older('1.123', { N8N_EXPRESSION_ENGINE: 'legacy' }),
];

/** The registry sometimes leaves a request hanging; npm's cache makes the next try short. */
const INSTALL_TRIES = 3;
const INSTALL_SILENCE_MS = 5 * 60_000;

const ownNode = Number(process.versions.node.split('.')[0]);
const runsHere = ({ node, orNewer }: PinnedN8n): boolean => ownNode === node || (orNewer && ownNode > node);

export type Log = (line: string) => void;

interface LockedPackages {
	packages: Record<string, { version?: string; optional?: boolean }>;
}

const readLock = (file: string): LockedPackages['packages'] =>
	existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LockedPackages).packages : {};

/**
 * npm writes `node_modules/.package-lock.json` at the very end of an installation, so comparing it with the
 * lock file tells a complete and current installation from an old or an interrupted one.
 */
const isInstalled = (folder: string): boolean => {
	const installed = readLock(join(folder, 'node_modules', '.package-lock.json'));
	return Object.entries(readLock(join(folder, 'package-lock.json'))).every(
		([path, { version, optional }]) =>
			path === '' || installed[path]?.version === version || (optional === true && !installed[path]),
	);
};

const bundledNode = (folder: string): string =>
	join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const sqlite = join('node_modules', 'sqlite3');
const sqliteBinary = join(sqlite, 'build', 'Release', 'node_sqlite3.node');
const isSqliteBuilt = (folder: string): boolean => existsSync(join(folder, sqliteBinary));

/** Compiling takes minutes. Its interface is the same for all versions of Node, so that one is enough for all. */
const copySqlite = async (folder: string): Promise<void> => {
	const version = (of: string): string | undefined =>
		readLock(join(of, 'package-lock.json'))['node_modules/sqlite3']?.version;
	const from = currentN8n.folder;
	if (from === folder || !isSqliteBuilt(from) || version(from) !== version(folder)) return;
	await mkdir(join(folder, sqlite, 'build', 'Release'), { recursive: true });
	await copyFile(join(from, sqliteBinary), join(folder, sqliteBinary));
};

/** npm says the reason first and its manual last, n8n the other way round: so both ends are shown. */
const failure = (what: string, { stderr, stdout, hung }: CommandResult): Error => {
	const lines = (stderr.trim() || stdout.trim())
		.split('\n')
		.filter((line) => !/^npm (warn|http|info)\b/.test(line));
	const shown = lines.length > 30 ? [...lines.slice(0, 15), '…', ...lines.slice(-15)] : lines;
	return new Error(`${what} ${hung ? 'hung' : 'failed'}:\n${shown.join('\n')}`);
};

const installPackages = async (folder: string, log: Log): Promise<void> => {
	const total = Object.keys(readLock(join(folder, 'package-lock.json'))).length;
	for (let attempt = 1; ; attempt++) {
		let fetched = 0;
		const begun = Date.now();
		const result = await npm(
			[
				'ci',
				'--ignore-scripts',
				'--prefer-offline',
				'--no-audit',
				'--no-fund',
				'--loglevel=http',
				'--fetch-timeout=120000',
			],
			{
				cwd: folder,
				silenceLimitMs: INSTALL_SILENCE_MS,
				onLine: (line) => {
					if (!line.includes('.tgz') || ++fetched % 250 !== 0) return;
					const rate = Math.round((1000 * fetched) / (Date.now() - begun));
					log(`  ${fetched} of about ${total} packages, ${rate} a second`);
				},
			},
		);
		if (result.code === 0) return;
		const problem = failure('npm ci', result);
		if (attempt === INSTALL_TRIES) throw problem;
		log(`${problem.message}\nTrying again …`);
	}
};

/** Runs the install scripts that were held back: SQLite has to be compiled or downloaded, and so does Node 24. */
const rebuild = async (folder: string, name: string): Promise<void> => {
	const result = await npm(['rebuild', name, '--ignore-scripts=false', '--foreground-scripts'], {
		cwd: folder,
	});
	if (result.code !== 0) throw failure(`npm rebuild ${name}`, result);
};

/** Installs a pinned n8n unless it is there already. */
export const ensureN8n = async (log: Log = () => undefined, n8n = currentN8n): Promise<void> => {
	const { folder, node } = n8n;
	if (!isInstalled(folder)) {
		const count = Object.keys(readLock(join(folder, 'package-lock.json'))).length;
		log(
			`Installing n8n ${n8nVersion(n8n)}: about ${count} packages. The first time this takes 2 to 10 minutes …`,
		);
		await installPackages(folder, log);
	}
	if (!isSqliteBuilt(folder)) await copySqlite(folder);
	if (!isSqliteBuilt(folder)) {
		log('Preparing the SQLite library: downloaded, or compiled in about 2 minutes …');
		await rebuild(folder, 'sqlite3');
	}
	if (!runsHere(n8n) && !existsSync(bundledNode(folder))) {
		log(`This n8n needs Node ${node}, this is ${process.version}: fetching one for n8n alone …`);
		await rebuild(folder, 'node');
	}
};

export const n8nVersion = ({ folder } = currentN8n): string =>
	readLock(join(folder, 'package-lock.json'))['node_modules/n8n']?.version ?? 'unknown';

/** Everything in n8n that would call home or ask questions is off: it runs the same without a network. */
const quiet: NodeJS.ProcessEnv = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_HIDE_USAGE_PAGE: 'true',
};

/** n8n's own settings, and what Jest and npm leave behind, would make each machine's n8n a different one. */
const foreign = /^(N8N_|DB_|QUEUE_|EXECUTIONS_|GENERIC_|WEBHOOK_URL$|NODE_ENV$|NODE_OPTIONS$|JEST_|npm_)/;

const environment = (userFolder: string, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => {
	const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
	const direct = [process.env.NO_PROXY ?? process.env.no_proxy, '127.0.0.1', 'localhost']
		.filter(Boolean)
		.join(',');
	return {
		...inherited,
		...quiet,
		N8N_USER_FOLDER: userFolder,
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		// In development n8n lets pages of any site read its answers.
		NODE_ENV: 'production',
		// The editor is served without HTTPS, and a browser would drop a secure cookie.
		N8N_SECURE_COOKIE: 'false',
		// The sandbox is on this machine, whatever proxy the machine uses.
		NO_PROXY: direct,
		no_proxy: direct,
		...extra,
	};
};

/** What the n8n of a test has besides: no clock that a busy machine could miss, see lab/patterns.cjs. */
export const forTests: NodeJS.ProcessEnv = {
	NODE_OPTIONS: `--require=${JSON.stringify(join(__dirname, 'patterns.cjs'))}`,
};

/** The Node that runs it. */
export const nodeFor = (n8n: PinnedN8n): string =>
	runsHere(n8n) ? process.execPath : bundledNode(n8n.folder);
const scriptOf = ({ folder }: PinnedN8n): string => join(folder, 'node_modules', 'n8n', 'bin', 'n8n');

/**
 * Installs this package as n8n's own installer does, out of the tarball that would be published: what a test
 * finds here is what a user gets.
 */
export const installPackage = async (userFolder: string): Promise<string> => {
	if (!existsSync(join(repository, 'dist', 'nodes')))
		throw new Error('Nothing is built: run "npm run build" first');
	const scratch = await mkdtemp(join(tmpdir(), 'backoffice-pack-'));
	try {
		const { file, name } = await pack(repository, scratch);
		return await installTarball(userFolder, name, file);
	} finally {
		await rm(scratch, { recursive: true, force: true });
	}
};

const placedFile = (userFolder: string): string => join(userFolder, 'placed');
/** Of what this package was built from, see scripts/built.mjs. */
const buildStamp = join(repository, 'node_modules', '.built');
const stampOf = (file: string): string | undefined =>
	existsSync(file) ? readFileSync(file, 'utf8') : undefined;

/** Whether `placePackage` has put the package there as it is built now. */
export const isPlaced = (userFolder: string): boolean => {
	const built = stampOf(buildStamp);
	return (
		built !== undefined &&
		built === stampOf(placedFile(userFolder)) &&
		existsSync(join(communityFolder(userFolder), 'node_modules', 'n8n-nodes-backoffice'))
	);
};

/** `installPackage`, which another start need not do again. */
export const placePackage = async (userFolder: string): Promise<void> => {
	await installPackage(userFolder);
	const built = stampOf(buildStamp);
	if (built !== undefined) await writeFile(placedFile(userFolder), built);
};

export interface N8nOptions {
	userFolder: string;
	env?: NodeJS.ProcessEnv;
	n8n?: PinnedN8n;
}

/** One command of n8n's command line, such as `execute --id=…`. */
export const n8nCommand = async (
	args: string[],
	{ userFolder, env, n8n = currentN8n }: N8nOptions,
): Promise<CommandResult> => {
	await mkdir(userFolder, { recursive: true });
	return await runIntoFiles(nodeFor(n8n), [scriptOf(n8n), ...args], {
		cwd: userFolder,
		env: environment(userFolder, {
			// Each process opens this port, so two of them need two.
			N8N_RUNNERS_BROKER_PORT: String(await ownPort()),
			// Below this level `execute --rawOutput` swallows its result.
			N8N_LOG_LEVEL: 'info',
			...n8n.env,
			...env,
		}),
	});
};

/** As `n8nCommand`, for a command that has to succeed: n8n often ends with 0 after an error. */
export const n8nDo = async (args: string[], options: N8nOptions, expected: RegExp): Promise<string> => {
	const result = await n8nCommand(args, options);
	if (result.code !== 0 || !expected.test(result.stdout)) throw failure(`n8n ${args.join(' ')}`, result);
	return result.stdout;
};

export interface RunningN8n {
	url: string;
	pid: number;
	/** The last of what n8n has printed. */
	output(): string;
	/** Resolves when n8n has ended, by itself or by `stop`. */
	ended: Promise<number | null>;
	stop(): Promise<void>;
	/** Ends it at once and without a word, as a crash does. */
	kill(): Promise<void>;
}

/** Characters of n8n's output that are kept for an error message. */
const KEPT_OUTPUT = 200_000;
const SHUTDOWN_LIMIT_MS = 15_000;

const answers = async (url: string): Promise<boolean> => {
	try {
		const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
		// While it is starting, n8n answers with a page instead of data.
		return response.ok && response.headers.get('content-type')?.includes('json') === true;
	} catch {
		return false;
	}
};

interface Launch extends N8nOptions {
	/** Of n8n's command line: `start` or `worker`. */
	command: string[];
	url: string;
	/** Whether it takes work. */
	ready: () => Promise<boolean>;
}

/** Starts a process of n8n that stays, and waits until it takes work. */
const launch = async ({
	userFolder,
	env,
	n8n = currentN8n,
	command,
	url,
	ready,
}: Launch): Promise<RunningN8n> => {
	await mkdir(userFolder, { recursive: true });
	const child = start(
		nodeFor(n8n),
		[scriptOf(n8n), ...command],
		userFolder,
		environment(userFolder, {
			N8N_RUNNERS_BROKER_PORT: String(await ownPort()),
			N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
			...n8n.env,
			...env,
		}),
	);
	let printed = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (chunk: string) => {
			// It may run for days.
			printed = (printed + chunk).slice(-KEPT_OUTPUT);
		});
	}
	const ended = exitOf(child);
	let over = false;
	void ended.then(() => (over = true));

	const kill = async (): Promise<void> => {
		child.kill('SIGKILL');
		await ended;
	};
	const stop = async (): Promise<void> => {
		child.kill('SIGTERM');
		const timer = setTimeout(() => child.kill('SIGKILL'), SHUTDOWN_LIMIT_MS);
		await ended;
		clearTimeout(timer);
	};

	const deadline = Date.now() + PATIENCE_MS;
	while (!(await ready())) {
		if (over || Date.now() > deadline) {
			await stop();
			throw new Error(
				`n8n ${command[0]} did not start:\n${printed.trim().split('\n').slice(-30).join('\n')}`,
			);
		}
		await sleep(200);
	}
	return { url, pid: child.pid ?? 0, output: () => printed, ended, stop, kill };
};

/** Starts n8n as a server, and waits until the editor, its REST interface and the webhooks answer. */
export const startN8n = async ({
	userFolder,
	env,
	n8n = currentN8n,
	port: wanted,
}: N8nOptions & { port?: number }): Promise<RunningN8n> => {
	const port = wanted ?? (await ownPort());
	const direct = `http://127.0.0.1:${port}`;
	// What says that the database is ready as well is younger than the oldest.
	const health = n8n === oldestN8n ? 'healthz' : 'healthz/readiness';
	return await launch({
		userFolder,
		n8n,
		command: ['start'],
		env: {
			N8N_PORT: String(port),
			// Its password is known, so it is for this machine only.
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			...env,
		},
		url: `http://localhost:${port}`,
		// The log-in route is among the last that n8n adds.
		ready: async () => (await answers(`${direct}/${health}`)) && (await answers(`${direct}/rest/settings`)),
	});
};

/** Starts a worker of n8n's queue mode, and waits until it takes executions. */
export const startWorker = async ({
	userFolder,
	env,
	concurrency,
}: N8nOptions & { concurrency: number }): Promise<RunningN8n> => {
	const port = await ownPort();
	const url = `http://127.0.0.1:${port}`;
	return await launch({
		userFolder,
		command: ['worker', `--concurrency=${concurrency}`],
		env: {
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			...env,
		},
		url,
		ready: async () => await answers(`${url}/healthz/readiness`),
	});
};
