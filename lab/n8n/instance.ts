import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCredentials, importWorkflows, sandboxCredentials } from './examples';
import type { StoredCredential } from './examples';
import { ensureN8n, forTests, installPackage, startN8n } from './n8n';
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
	/** Credentials beside those of the sandbox. */
	credentials?: readonly StoredCredential[];
}

/** An n8n installation of a test file's own: an empty database, the packed package, a sandbox. */
export class Instance {
	private running?: RunningN8n;
	/** By the ids under which workflows refer to them; n8n may have given them others. */
	private readonly credentials: Map<string, StoredCredential>;
	private hasCredentials = false;

	private constructor(
		readonly userFolder: string,
		readonly sandbox: Sandbox,
		credentials: readonly StoredCredential[],
		readonly n8n: PinnedN8n | undefined,
		readonly env: NodeJS.ProcessEnv,
	) {
		this.credentials = new Map(credentials.map((credential) => [credential.id, credential]));
	}

	static async create({
		credentials = [],
		env,
		n8n,
		install = installPackage,
	}: InstanceOptions = {}): Promise<Instance> {
		await ensureN8n((line) => process.stdout.write(`${line}\n`), n8n);
		const sandbox = await startSandbox();
		const userFolder = await mkdtemp(join(tmpdir(), 'n8n-backoffice-e2e-'));
		const all = [...sandboxCredentials(sandbox.credentials), ...credentials];
		const instance = new Instance(userFolder, sandbox, all, n8n, { ...forTests, ...env });
		try {
			await install(userFolder);
			return instance;
		} catch (problem) {
			await instance.remove();
			throw problem;
		}
	}

	credential(id: string): StoredCredential {
		const found = this.credentials.get(id);
		if (!found) throw new Error(`No credential "${id}"`);
		return found;
	}

	/** Brings the credentials and some workflows in by n8n's command line, for what runs there. */
	async import(workflows: readonly unknown[]): Promise<void> {
		if (!this.hasCredentials) await importCredentials([...this.credentials.values()], this);
		this.hasCredentials = true;
		await importWorkflows(workflows, this);
	}

	/** Starts the server with the credentials and these workflows, and an owner who is logged in. */
	async start(workflows: readonly object[] = []): Promise<{ url: string; rest: N8nRest }> {
		const served = await this.serve();
		const { rest } = served;
		await rest.setUpOwner(testOwner);
		if (!this.hasCredentials) {
			const entries = [...this.credentials];
			const ids = await rest.saveCredentials(entries.map(([, credential]) => credential));
			for (const [index, [key, credential]] of entries.entries())
				this.credentials.set(key, { ...credential, id: ids[index] ?? key });
			this.hasCredentials = true;
		}
		for (const workflow of workflows) await rest.createWorkflow(workflow);
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
