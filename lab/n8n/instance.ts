import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCredentials, importWorkflows, sandboxCredentials } from './examples';
import type { StoredCredential } from './examples';
import { ensureN8n, installPackage, startN8n } from './n8n';
import type { PinnedN8n, RunningN8n } from './n8n';
import { testOwner } from './owner';
import { until } from './process';
import { N8nRest } from './rest';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';

interface InstanceOptions {
	/** The pinned n8n that runs it; `npm start`'s where it is left open. */
	n8n?: PinnedN8n;
	/** Installs something else than the packed package. */
	install?: (userFolder: string) => Promise<unknown>;
	env?: NodeJS.ProcessEnv;
}

/** An n8n installation of a test file's own: an empty database, the packed package, a sandbox. */
export class Instance {
	private running?: RunningN8n;

	private constructor(
		readonly userFolder: string,
		readonly sandbox: Sandbox,
		readonly credentials: StoredCredential[],
		readonly n8n: PinnedN8n | undefined,
		readonly env: NodeJS.ProcessEnv | undefined,
	) {}

	static async create({ env, n8n, install = installPackage }: InstanceOptions = {}): Promise<Instance> {
		await ensureN8n((line) => process.stdout.write(`${line}\n`), n8n);
		const sandbox = await startSandbox();
		const userFolder = await mkdtemp(join(tmpdir(), 'n8n-backoffice-e2e-'));
		const credentials = sandboxCredentials(sandbox.credentials);
		const instance = new Instance(userFolder, sandbox, credentials, n8n, env);
		try {
			await install(userFolder);
			await importCredentials(instance.credentials, instance);
			return instance;
		} catch (problem) {
			await instance.remove();
			throw problem;
		}
	}

	credential(id: string): StoredCredential {
		const found = this.credentials.find((credential) => credential.id === id);
		if (!found) throw new Error(`No credential "${id}"`);
		return found;
	}

	async import(workflows: unknown[]): Promise<void> {
		await importWorkflows(workflows, this);
	}

	/** Starts the server, with an owner who is logged in. */
	async start(): Promise<{ url: string; rest: N8nRest }> {
		const served = await this.serve();
		await served.rest.setUpOwner(testOwner);
		return served;
	}

	/** Ends the server as a crash does, and starts it anew on the same database. */
	async crash(): Promise<{ url: string; rest: N8nRest }> {
		await this.running?.kill();
		const served = await this.serve();
		await served.rest.logIn(testOwner);
		return served;
	}

	private async serve(): Promise<{ url: string; rest: N8nRest }> {
		this.running = await startN8n({ userFolder: this.userFolder, env: this.env, n8n: this.n8n });
		const url = this.running.url.replace('localhost', '127.0.0.1');
		return { url, rest: new N8nRest(url) };
	}

	/** Waits until something holds, and fails with what n8n printed when it does not. */
	async until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
		await until(what, holds, () => this.output);
	}

	/** What n8n printed, for a failing test. */
	get output(): string {
		return this.running?.output() ?? '';
	}

	async remove(): Promise<void> {
		await this.running?.stop();
		await this.sandbox.close();
		await rm(this.userFolder, { recursive: true, force: true });
	}
}
