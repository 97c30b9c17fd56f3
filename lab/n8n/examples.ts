import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxCredentials } from '../sandbox';
import { n8nDo } from './n8n';
import type { N8nOptions } from './n8n';
import type { N8nRest } from './rest';
import { repository } from '../repository';
import { vendorList } from '../vendors';

export interface StoredCredential {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** The sandbox's accounts as n8n credentials; the example workflows refer to their ids. */
export const sandboxCredentials = (values: SandboxCredentials): StoredCredential[] =>
	vendorList.flatMap(({ credential, account, loginAccount }) =>
		[...new Set([account, loginAccount])].map(({ key, id, name }) => ({
			id,
			name,
			type: credential,
			data: { ...values[key] },
		})),
	);

interface ExampleNode {
	name: string;
	type: string;
	parameters: {
		path?: string;
		httpMethod?: string;
		content?: string;
		responseBody?: string;
		operation?: string;
		customer?: unknown;
	};
}

export interface Example {
	id: string;
	name: string;
	nodes: ExampleNode[];
	connections: Record<string, unknown>;
}

export const examplesFolder = join(repository, 'examples');

export const readExamples = (): Example[] =>
	readdirSync(examplesFolder)
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => JSON.parse(readFileSync(join(examplesFolder, file), 'utf8')) as Example);

/** The first webhook of a workflow, by which others start it. */
export const webhookOf = ({ nodes }: Example): { method: string; path: string } | undefined => {
	const parameters = nodes.find((node) => node.type === 'n8n-nodes-base.webhook')?.parameters;
	return parameters?.path === undefined
		? undefined
		: { method: parameters.httpMethod ?? 'GET', path: parameters.path };
};

/** What a webhook example is called with, so that it can be tried at once. */
export const sampleBodies: Readonly<Record<string, Readonly<Record<string, string | number>>>> = {
	'weevio-new-customer': {
		name: 'Ada Lovelace',
		email: 'ada@example.com',
		phone: '020 7946 0000',
		city: 'London',
	},
	'pdm-customer': {
		reference: 'SHOP-1001',
		firstName: 'Ada',
		lastName: 'Lovelace',
		street: '12 St James Square',
		city: 'London',
		postalCode: 'SW1Y 4JH',
		email: 'ada@example.com',
	},
	'pdm-change-of-address': {
		reference: 'EXTREF164736',
		street: '12 St James Square',
		city: 'London',
		postalCode: 'SW1Y 4JH',
	},
	'where-is-my-order': { shopifyOrderNumber: '#12345' },
	'epass-web-order': {
		number: 'SHOP-1001',
		date: '2026-01-31',
		firstName: 'Ada',
		lastName: 'Lovelace',
		email: 'ada@example.com',
		total: 199,
		comment: 'Ring twice',
	},
};

/** As a form: quoted so that bash, zsh and PowerShell read it the same way. */
export const curlOf = (
	url: string,
	method: string,
	body: Readonly<Record<string, string | number>>,
): string =>
	[
		'curl',
		...(method === 'POST' ? [] : ['-X', method]),
		url,
		...Object.entries(body).map(([name, value]) => `-d "${name}=${value}"`),
	].join(' ');

/** n8n's importers read files; their content holds secrets, so it is gone as soon as they have read it. */
const withFile = async <T>(content: unknown, use: (file: string) => Promise<T>): Promise<T> => {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-backoffice-import-'));
	try {
		const file = join(folder, 'import.json');
		await writeFile(file, JSON.stringify(content), { mode: 0o600 });
		return await use(file);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
};

/** Writes credentials into n8n; one with a known id is replaced. n8n must not be running. */
export const importCredentials = async (
	credentials: StoredCredential[],
	options: N8nOptions,
): Promise<void> => {
	await withFile(credentials, async (file) => {
		await n8nDo(['import:credentials', `--input=${file}`], options, /Successfully imported/);
	});
};

/** Writes workflows into n8n; one with a known id is replaced. n8n must not be running. */
export const importWorkflows = async (workflows: readonly unknown[], options: N8nOptions): Promise<void> => {
	await withFile(workflows, async (file) => {
		await n8nDo(['import:workflow', `--input=${file}`], options, /Successfully imported/);
	});
};

/** What earlier starts have done in a user folder. */
interface Progress {
	/** Fingerprint of the imported credentials. */
	credentials: string;
	imported: string[];
	published: string[];
}

const progressFile = (userFolder: string): string => join(userFolder, 'examples.json');

const readProgress = (userFolder: string): Progress =>
	existsSync(progressFile(userFolder))
		? (JSON.parse(readFileSync(progressFile(userFolder), 'utf8')) as Progress)
		: { credentials: '', imported: [], published: [] };

const writeProgress = async (userFolder: string, change: Partial<Progress>): Promise<void> => {
	await mkdir(userFolder, { recursive: true });
	const progress: Progress = { ...readProgress(userFolder), ...change };
	await writeFile(progressFile(userFolder), JSON.stringify(progress, null, '\t'));
};

const fingerprint = (value: unknown): string =>
	createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** What is to be brought into a running n8n. */
export interface OpenImports {
	readonly isNeeded: boolean;
	bringIn(rest: N8nRest): Promise<void>;
}

/**
 * The sandbox credentials and examples that n8n does not have yet. A workflow that has been brought in once is left
 * alone ever after: somebody may have edited it.
 */
export const openImports = (
	credentials: StoredCredential[],
	workflows: Example[],
	userFolder: string,
): OpenImports => {
	const before = readProgress(userFolder);
	const now = fingerprint(credentials);
	const isNew = now !== before.credentials;
	const fresh = workflows.filter(({ id }) => !before.imported.includes(id));
	return {
		isNeeded: isNew || fresh.length > 0,
		bringIn: async (rest) => {
			if (isNew) {
				await rest.saveCredentials(credentials);
				await writeProgress(userFolder, { credentials: now });
			}
			const imported = [...before.imported];
			for (const workflow of fresh) {
				await rest.createWorkflow(workflow);
				imported.push(workflow.id);
				await writeProgress(userFolder, { imported });
			}
		},
	};
};

/** Publishes workflows that no earlier start has published: one that somebody took back stays so. */
export const publishOnce = async (workflows: Example[], rest: N8nRest, userFolder: string): Promise<void> => {
	for (const { id } of workflows) {
		const { published } = readProgress(userFolder);
		if (published.includes(id)) continue;
		await rest.publish(id);
		await writeProgress(userFolder, { published: [...published, id] });
	}
};
