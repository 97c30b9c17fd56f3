import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PATIENCE_MS } from './process';

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

export interface CredentialToTest {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

interface StoredWorkflow {
	versionId: string;
	nodes: Array<{ type: string; parameters: { path?: string; httpMethod?: string } }>;
}

interface Answer<T> {
	status: number;
	data: T;
	/** n8n's words when it refuses. */
	message?: string;
}

/** The part of the editor's own REST interface that a start and the tests need. */
export class N8nRest {
	private cookie = '';

	/** n8n ties a session to the browser that opened it. */
	private readonly browserId = randomUUID();

	private readonly base: string;

	constructor(url: string) {
		// n8n listens on IPv4 only, and "localhost" is often IPv6 first.
		this.base = url.replace('//localhost', '//127.0.0.1');
	}

	async hasOwner(): Promise<boolean> {
		const { data } = await this.call<{ userManagement?: { showSetupOnFirstLoad?: boolean } }>(
			'GET',
			'/rest/settings',
		);
		return data.userManagement?.showSetupOnFirstLoad !== true;
	}

	async setUpOwner(owner: Owner): Promise<void> {
		await this.must('POST', '/rest/owner/setup', owner);
	}

	/** Whether n8n let us in; somebody may have changed the password. */
	async logIn({ email, password }: Pick<Owner, 'email' | 'password'>): Promise<boolean> {
		// n8n 1.x calls it by the second name.
		const { status } = await this.call('POST', '/rest/login', {
			emailOrLdapLoginId: email,
			email,
			password,
		});
		return status === 200;
	}

	/**
	 * Makes credentials, or gives those that are there by their names other values.
	 * @returns the ids that n8n has given them
	 */
	async saveCredentials(credentials: ReadonlyArray<Omit<CredentialToTest, 'id'>>): Promise<string[]> {
		const known = await this.must<Array<Omit<CredentialToTest, 'data'>>>('GET', '/rest/credentials');
		const ids: string[] = [];
		for (const { data, name, type } of credentials) {
			const same = known.find((each) => each.name === name && each.type === type);
			const [method, path] =
				same === undefined ? ['POST', '/rest/credentials'] : ['PATCH', `/rest/credentials/${same.id}`];
			ids.push((await this.must<{ id: string }>(method, path, { name, type, data })).id);
		}
		return ids;
	}

	/** It keeps its id, and n8n finds the credentials of its nodes by their names. */
	async createWorkflow(workflow: object): Promise<void> {
		await this.must('POST', '/rest/workflows', workflow);
	}

	/** Publishes the workflow as it is stored, and waits until its production webhooks work. */
	async publish(workflowId: string): Promise<void> {
		const { versionId, nodes } = await this.must<StoredWorkflow>('GET', `/rest/workflows/${workflowId}`);
		await this.must('POST', `/rest/workflows/${workflowId}/activate`, { versionId });
		for (const { type, parameters } of nodes) {
			if (type !== 'n8n-nodes-base.webhook') continue;
			const { path = '', httpMethod = 'GET' } = parameters;
			// n8n publishes in the background, after it has answered.
			const deadline = Date.now() + PATIENCE_MS;
			while (!(await this.takesWebhook(path, httpMethod))) {
				if (Date.now() > deadline)
					throw new Error(`The webhook "${path}" of workflow ${workflowId} is still not there`);
				await sleep(50);
			}
		}
	}

	/** As `publish`, in n8n 1.x, which knows no versions of a workflow. */
	async activate(workflowId: string): Promise<void> {
		await this.must('PATCH', `/rest/workflows/${workflowId}`, { active: true });
	}

	/** It no longer starts by itself. */
	async unpublish(workflowId: string): Promise<void> {
		await this.must('POST', `/rest/workflows/${workflowId}/deactivate`, {});
	}

	/** What a trigger of a workflow knows, as n8n has stored it. */
	async stateOf(workflowId: string, trigger: string): Promise<unknown> {
		const { staticData } = await this.must<{ staticData?: Record<string, Record<string, unknown>> | null }>(
			'GET',
			`/rest/workflows/${workflowId}`,
		);
		return staticData?.[`node:${trigger}`]?.state;
	}

	/** The last executions of a workflow, and how many there are in all. */
	async executions<T>(workflowId: string, limit: number): Promise<{ count: number; results: T[] }> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		return await this.must('GET', `/rest/executions?limit=${limit}&filter=${filter}`);
	}

	/** How many executions of a workflow n8n has stored. */
	async executionsOf(workflowId: string): Promise<number> {
		return (await this.executions(workflowId, 1)).count;
	}

	/** The credential types that n8n has loaded. */
	async credentialTypes(): Promise<string[]> {
		const response = await this.fetch('GET', '/types/credentials.json');
		return ((await response.json()) as Array<{ name: string }>).map(({ name }) => name);
	}

	/** What the editor does when a person clicks "Save" or "Retry" on a credential. */
	async testCredential(credentials: CredentialToTest): Promise<CredentialTestResult> {
		return await this.must<CredentialTestResult>('POST', '/rest/credentials/test', { credentials });
	}

	async must<T>(method: string, path: string, body?: unknown): Promise<T> {
		const { status, data, message } = await this.call<T>(method, path, body);
		if (status >= 400) throw new Error(`n8n answered ${status} to ${method} ${path}: ${message ?? ''}`);
		return data;
	}

	/** n8n answers the browser's question before a call from another site with the methods that it knows there. */
	private async takesWebhook(path: string, method: string): Promise<boolean> {
		const response = await fetch(`${this.base}/webhook/${path}`, {
			method: 'OPTIONS',
			headers: { origin: this.base },
		});
		return response.headers.get('access-control-allow-methods')?.includes(method) ?? false;
	}

	private async fetch(method: string, path: string, body?: unknown): Promise<Response> {
		const response = await fetch(this.base + path, {
			method,
			headers: {
				'browser-id': this.browserId,
				...(this.cookie === '' ? {} : { cookie: this.cookie }),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const session = response.headers.getSetCookie().find((cookie) => cookie.startsWith('n8n-auth='));
		if (session !== undefined) this.cookie = session.split(';')[0] ?? '';
		return response;
	}

	private async call<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
		const response = await this.fetch(method, path, body);
		const answer = (await response.json()) as { data: T; message?: string };
		return { status: response.status, data: answer.data, message: answer.message };
	}
}
