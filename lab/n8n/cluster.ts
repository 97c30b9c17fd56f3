import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxCredentials } from './examples';
import type { StoredCredential } from './examples';
import { ensureN8n, forTests, installPackage, startN8n, startWorker } from './n8n';
import type { N8nOptions, RunningN8n } from './n8n';
import { until } from './process';
import { N8nRest } from './rest';
import { startSandbox } from '../sandbox';
import type { Sandbox, SandboxOptions } from '../sandbox';
import type { TestWorkflow } from './workflows';
import { ensureServices, startPostgres, startRedis } from './services';
import type { Service } from './services';
import { testOwner } from './owner';

/** Executions that n8n lists at once. */
const MOST_LISTED = 100;

export interface ClusterOptions {
	workers: number;
	/** Executions that a worker has under way at once. */
	concurrency: number;
	/** What it runs; all are published. */
	workflows: (credential: (id: string) => StoredCredential, sandbox: Sandbox) => readonly TestWorkflow[];
	sandbox?: SandboxOptions;
	env?: NodeJS.ProcessEnv;
}

export type ExecutionStatus = 'new' | 'running' | 'success' | 'error' | 'crashed' | 'canceled' | 'waiting';

export interface Execution {
	id: string;
	status: ExecutionStatus;
	startedAt: string;
	stoppedAt?: string | null;
}

/**
 * n8n in queue mode as people run it: Redis, PostgreSQL, a main process and workers, each process with a user
 * folder and a copy of the package of its own, all with the same encryption key.
 */
export class Cluster {
	readonly workers: RunningN8n[] = [];
	private readonly cleanups: Array<() => Promise<void>> = [];
	main?: RunningN8n;
	private connection?: N8nRest;
	private folders = 0;

	private constructor(
		private readonly folder: string,
		readonly sandbox: Sandbox,
		private readonly options: ClusterOptions,
	) {}

	static async create(
		options: ClusterOptions,
		log: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
	): Promise<Cluster> {
		await ensureN8n(log);
		await ensureServices(log);
		const folder = await mkdtemp(join(tmpdir(), 'n8n-backoffice-scale-'));
		const cluster = new Cluster(folder, await startSandbox(options.sandbox), options);
		try {
			await cluster.start();
			return cluster;
		} catch (problem) {
			await cluster.remove();
			throw problem;
		}
	}

	get rest(): N8nRest {
		if (this.connection === undefined) throw new Error('The cluster is not running');
		return this.connection;
	}

	/** Calls a published workflow; hands back what it answers. */
	async call(path: string, body: unknown): Promise<{ status: number; body: unknown }> {
		const response = await fetch(`${this.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		return { status: response.status, body: await response.json() };
	}

	async addWorkers(
		count: number,
		{ concurrency, env }: Partial<Pick<ClusterOptions, 'concurrency' | 'env'>> = {},
	): Promise<void> {
		const started = await Promise.all(
			Array.from({ length: count }, async () => {
				const { userFolder } = await this.n8n();
				return await startWorker({
					userFolder,
					env: { ...this.env, ...env },
					concurrency: concurrency ?? this.options.concurrency,
				});
			}),
		);
		this.workers.push(...started);
	}

	/** As an operator does: what a worker has under way is finished first. */
	async stopWorkers(count: number): Promise<void> {
		await Promise.all(this.workers.splice(-count, count).map(async (worker) => await worker.stop()));
	}

	/** As a crash or the end of the memory does. */
	async killWorker(): Promise<void> {
		await this.workers.pop()?.kill();
	}

	/** Ends the main process as a crash does, the workers with it or not, and starts anew what was ended. */
	async crash({ workers }: { workers: boolean }): Promise<void> {
		const { home } = this;
		if (home === undefined) throw new Error('The cluster is not running');
		const count = workers ? this.workers.length : 0;
		await Promise.all([this.main?.kill(), ...this.workers.splice(-count, count).map((each) => each.kill())]);
		const [main] = await Promise.all([startN8n(home), this.addWorkers(count)]);
		this.main = main;
		this.connection = new N8nRest(this.url);
		await this.connection.logIn(testOwner);
	}

	/** How many executions of some workflows n8n has stored, by their status. */
	async executions(workflowIds: string[]): Promise<Partial<Record<ExecutionStatus, number>>> {
		const counts: Partial<Record<ExecutionStatus, number>> = {};
		for (const workflowId of workflowIds) {
			const results = await this.latest(workflowId, MOST_LISTED);
			// Further pages leave executions out that began in another order than they were made in.
			if (results.length === MOST_LISTED) throw new Error(`Too many executions of ${workflowId} to count`);
			for (const { status } of results) counts[status] = (counts[status] ?? 0) + 1;
		}
		return counts;
	}

	/** The last execution of a workflow. */
	async lastExecution(workflowId: string): Promise<Execution | undefined> {
		return (await this.latest(workflowId, 1))[0];
	}

	/** Waits until something holds, and fails with what n8n printed when it does not. */
	async until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
		await until(what, holds, () => this.output);
	}

	/** What the processes printed last, for a failing test. */
	get output(): string {
		return [this.main, ...this.workers]
			.map((each) => each?.output().trim().split('\n').slice(-20).join('\n') ?? '')
			.join('\n--\n');
	}

	async remove(): Promise<void> {
		await Promise.all(this.workers.map(async (worker) => await worker.stop()));
		for (const cleanup of this.cleanups.reverse()) await cleanup();
		await this.sandbox.close();
		await rm(this.folder, { recursive: true, force: true });
	}

	private get url(): string {
		return (this.main?.url ?? '').replace('localhost', '127.0.0.1');
	}

	private async latest(workflowId: string, limit: number): Promise<Execution[]> {
		return (await this.rest.executions<Execution>(workflowId, limit)).results;
	}

	private keep<T extends Service>(service: T): T {
		this.cleanups.push(async () => await service.stop());
		return service;
	}

	private async start(): Promise<void> {
		const redis = this.keep(await startRedis());
		const postgres = this.keep(await startPostgres());
		this.env = {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgres.port),
			DB_POSTGRESDB_USER: postgres.user,
			DB_POSTGRESDB_DATABASE: postgres.user,
			...forTests,
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
			...this.options.env,
		};
		await installPackage(this.folder);
		const credentials = sandboxCredentials(this.sandbox.credentials);
		const workflows = this.options.workflows((id) => {
			const found = credentials.find((credential) => credential.id === id);
			if (!found) throw new Error(`No credential "${id}"`);
			return found;
		}, this.sandbox);
		const first = await this.n8n();
		this.home = first;
		// It makes the tables, which workers need.
		this.main = await startN8n(first);
		this.cleanups.push(async () => await this.main?.stop());
		this.connection = new N8nRest(this.url);
		await this.connection.setUpOwner(testOwner);
		await this.addWorkers(this.options.workers);
		await this.connection.saveCredentials(credentials);
		for (const workflow of workflows) {
			await this.connection.createWorkflow(workflow);
			await this.connection.publish(workflow.id);
		}
	}

	private env: NodeJS.ProcessEnv = {};

	/** The main process's own. */
	private home?: N8nOptions;

	/** A user folder for one more process, with the package in it. */
	private async n8n(): Promise<N8nOptions> {
		const userFolder = join(this.folder, `process-${this.folders++}`);
		await mkdir(join(userFolder, '.n8n'), { recursive: true });
		await cp(join(this.folder, '.n8n', 'nodes'), join(userFolder, '.n8n', 'nodes'), { recursive: true });
		return { userFolder, env: this.env };
	}
}
