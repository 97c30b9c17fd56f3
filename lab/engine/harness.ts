import './environment';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
	ExecutionLifecycleHooks,
	ExternalSecretsProxy,
	LazyPackageDirectoryLoader,
	LoadOptionsContext,
	PackageDirectoryLoader,
	PollContext,
	RoutingNode,
	WorkflowExecute,
} from 'n8n-core';
import type { DirectoryLoader, ExecuteContext } from 'n8n-core';
import { NodeHelpers, Workflow } from 'n8n-workflow';
import type {
	ICredentialType,
	IConnections,
	IDataObject,
	INode,
	INodeCredentials,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodeType,
	INodeTypes,
	IPinData,
	IRun,
	ITaskData,
	IVersionedNodeType,
	IWorkflowExecuteAdditionalData,
	NodeExecutionHint,
	ResourceMapperFields,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { CredentialStore, EngineCredentialsHelper } from './credentials';
import type { CredentialTypes } from './credentials';
import { repository } from '../repository';

export { CredentialStore, type EngineCredential } from './credentials';

/** A node as a test writes it down; what is left out gets what the editor would have given it. */
export type EngineNode = Pick<INode, 'name' | 'type'> & Partial<INode>;

export interface EngineWorkflow {
	nodes: EngineNode[];
	connections: IConnections;
	settings?: IDataObject;
}

export type EngineInput = IDataObject[] | INodeExecutionData[];

export interface LoadOptions {
	/** Leaves this package out, so that it needs no build. */
	stockNodesOnly?: boolean;
}

export interface RunOptions {
	/** What the start node gives out, instead of running it. */
	input?: EngineInput;
	/** Name of the node to start from; default: the workflow's trigger. */
	startNode?: string;
	/** Aborting it is a person's click on "Stop". */
	signal?: AbortSignal;
	/** `manual` is a click on "Execute workflow", `trigger` and `webhook` are production. */
	mode?: WorkflowExecuteMode;
}

export interface RunNodeOptions {
	type: string;
	parameters?: INodeParameters;
	/** Credential type → id of a credential that was `set` in the store. */
	credentials?: Record<string, string>;
	/** The items that reach the node; default: one empty item, as from a manual trigger. */
	input?: EngineInput;
	onError?: INode['onError'];
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
	executeOnce?: boolean;
	alwaysOutputData?: boolean;
	typeVersion?: number;
	/** The node's name on the canvas. */
	name?: string;
	signal?: AbortSignal;
	mode?: WorkflowExecuteMode;
}

/** The name that `runNode` gives to the node under test, and to the trigger that feeds it. */
export const NODE_UNDER_TEST = 'Node';
export const FEEDER = 'Items';

/** The engine stores a copy of the thrown error, so it is no longer an instance of its class. */
export interface EngineError {
	name: string;
	message: string;
	description?: string | null;
	httpCode?: string | null;
	context?: IDataObject;
	node?: { name: string };
}

export class EngineRun {
	constructor(
		readonly raw: IRun,
		private readonly subject: string,
	) {}

	/** Whether the workflow came to its end: neither stopped by an error nor cancelled. */
	get finished(): boolean {
		return this.raw.status === 'success';
	}

	get status(): IRun['status'] {
		return this.raw.status;
	}

	/** What stopped the workflow. */
	get error(): EngineError | undefined {
		return this.raw.data.resultData.error as EngineError | undefined;
	}

	/** The items of one output of a node's last run, by default of the node under test; 1 is its error output. */
	output(nodeName: string = this.subject, outputIndex = 0): INodeExecutionData[] {
		return this.task(nodeName)?.data?.main?.[outputIndex] ?? [];
	}

	/** The `json` of these items. */
	json(nodeName: string = this.subject, outputIndex = 0): IDataObject[] {
		return this.output(nodeName, outputIndex).map((item) => item.json);
	}

	hints(nodeName: string = this.subject): NodeExecutionHint[] {
		return this.task(nodeName)?.hints ?? [];
	}

	private task(nodeName: string): ITaskData | undefined {
		return this.raw.data.resultData.runData[nodeName]?.at(-1);
	}
}

const isItem = (value: IDataObject | INodeExecutionData): value is INodeExecutionData =>
	typeof value.json === 'object' && value.json !== null;

const toItems = (input: EngineInput): INodeExecutionData[] =>
	input.map((value) => (isItem(value) ? value : { json: value }));

/** n8n gives every node without a function of its own the declarative runtime. */
const withRoutingNode = (type: INodeType): INodeType => {
	const declarative = type.description.requestDefaults !== undefined;
	if (declarative && !type.execute && !type.supplyData && !type.poll && !type.trigger) {
		type.execute = async function () {
			return (await new RoutingNode(this as ExecuteContext, type).runNode()) ?? [];
		};
	}
	return type;
};

class Packages implements INodeTypes, CredentialTypes {
	constructor(private readonly loaders: Map<string, DirectoryLoader>) {}

	getByName(name: string): INodeType & IVersionedNodeType & ICredentialType {
		// Both of n8n's registries have a method of this name; node types carry their package's prefix.
		const found = name.includes('.') ? this.loadedNode(name) : this.credentialType(name);
		return found as INodeType & IVersionedNodeType & ICredentialType;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		return withRoutingNode(NodeHelpers.getVersionedNodeType(this.loadedNode(name), version));
	}

	getKnownTypes(): IDataObject {
		return {};
	}

	getSupportedNodes(credentialType: string): string[] {
		return [...this.loaders].flatMap(([packageName, { known }]) =>
			(known.credentials[credentialType]?.supportedNodes ?? []).map((node) => `${packageName}.${node}`),
		);
	}

	defaultVersion(name: string): number {
		const type = this.loadedNode(name);
		const { defaultVersion, version } = NodeHelpers.getVersionedNodeType(type).description;
		return defaultVersion ?? (Array.isArray(version) ? Math.max(...version) : version);
	}

	private loadedNode(name: string): INodeType | IVersionedNodeType {
		const dot = name.lastIndexOf('.');
		const loader = this.loaders.get(name.slice(0, dot));
		if (!loader) throw new Error(`Unrecognized node type: ${name}`);
		const node = name.slice(dot + 1);
		// As an agent's tool n8n runs the same node under a name of its own.
		const isTool = node.endsWith('Tool') && !(node in loader.known.nodes);
		return loader.getNode(isTool ? node.slice(0, -'Tool'.length) : node).type;
	}

	private credentialType(name: string): ICredentialType {
		for (const loader of this.loaders.values()) {
			if (name in loader.known.credentials || name in loader.credentialTypes)
				return loader.getCredential(name).type;
		}
		throw new Error(`Unrecognized credential type: ${name}`);
	}
}

const notHere = (what: string) => async (): Promise<never> => {
	throw new Error(`The harness has no ${what}; test this in test/e2e`);
};

const builtPackage = (): PackageDirectoryLoader => {
	if (!existsSync(resolve(repository, 'dist', 'nodes'))) {
		throw new Error('The engine runs the built package: run "npm run build" first');
	}
	return new PackageDirectoryLoader(repository);
};

const loadPackages = async ({ stockNodesOnly = false }: LoadOptions): Promise<Packages> => {
	const loaders: DirectoryLoader[] = [
		new LazyPackageDirectoryLoader(dirname(require.resolve('n8n-nodes-base/package.json'))),
	];
	if (!stockNodesOnly) loaders.push(builtPackage());
	for (const loader of loaders) await loader.loadAll();
	return new Packages(new Map(loaders.map((loader) => [loader.packageName, loader])));
};

/** n8n's own workflow engine in this process, with the stock nodes and the built package. */
export class Engine {
	readonly credentials = new CredentialStore();

	private readonly credentialsHelper: EngineCredentialsHelper;

	private executions = 0;

	private constructor(private readonly packages: Packages) {
		this.credentialsHelper = new EngineCredentialsHelper(packages, packages, this.credentials);
	}

	/** An engine with an empty credential store. */
	static async load(options: LoadOptions = {}): Promise<Engine> {
		return new Engine(await loadPackages(options));
	}

	/** A node's class as n8n loaded it. */
	nodeType(type: string, version?: number): INodeType {
		return this.packages.getByNameAndVersion(type, version);
	}

	credentialType(name: string): ICredentialType {
		return this.packages.getByName(name);
	}

	async run(definition: EngineWorkflow, options: RunOptions = {}): Promise<EngineRun> {
		const mode = options.mode ?? 'manual';
		const workflow = this.workflow(definition);
		const startNode =
			options.startNode === undefined ? workflow.getStartNode() : workflow.getNode(options.startNode);
		if (!startNode) throw new Error(`No start node ${options.startNode ?? ''}`);
		const pinData: IPinData | undefined = options.input && { [startNode.name]: toItems(options.input) };

		const executionId = String(++this.executions);
		const additionalData = this.additionalData(executionId, workflow);
		additionalData.hooks = new ExecutionLifecycleHooks(mode, executionId, {
			id: workflow.id,
			name: workflow.name ?? '',
			active: false,
			activeVersionId: null,
			isArchived: false,
			createdAt: new Date(),
			updatedAt: new Date(),
			nodes: Object.values(workflow.nodes),
			connections: workflow.connectionsBySourceNode,
		});
		const execution = new WorkflowExecute(additionalData, mode).run({ workflow, startNode, pinData });
		const cancel = () => execution.cancel();
		options.signal?.addEventListener('abort', cancel, { once: true });
		if (options.signal?.aborted) cancel();
		try {
			const last = definition.nodes.at(-1)?.name ?? startNode.name;
			return new EngineRun(await execution, last);
		} finally {
			options.signal?.removeEventListener('abort', cancel);
		}
	}

	/** One node, fed with the given items by a trigger. */
	async runNode(options: RunNodeOptions): Promise<EngineRun> {
		const {
			type,
			parameters,
			credentials,
			input,
			name = NODE_UNDER_TEST,
			signal,
			mode,
			...settings
		} = options;
		const node: EngineNode = {
			...settings,
			name,
			type,
			parameters: parameters ?? {},
			credentials: credentials && this.nodeCredentials(credentials),
		};
		return await this.run(
			{
				nodes: [{ name: FEEDER, type: 'n8n-nodes-base.manualTrigger' }, node],
				connections: { [FEEDER]: { main: [[{ node: name, type: 'main', index: 0 }]] } },
			},
			{ input: input ?? [{}], startNode: FEEDER, signal, mode },
		);
	}

	/** Types into a "From list" field: what n8n calls when a person searches there. */
	async listSearch(
		options: RunNodeOptions & { method: string; path?: string; filter?: string; paginationToken?: string },
	): Promise<INodeListSearchResult> {
		const { context, type } = this.editorContext(options);
		const method = type.methods?.listSearch?.[options.method];
		if (!method) throw new Error(`${options.type} has no list search "${options.method}"`);
		return await method.call(context, options.filter, options.paginationToken);
	}

	/** Opens the "Values to send" mapper: the fields that n8n offers there. */
	async mappingFields(
		options: RunNodeOptions & { method: string; path?: string },
	): Promise<ResourceMapperFields> {
		const { context, type } = this.editorContext(options);
		const method = type.methods?.resourceMapping?.[options.method];
		if (!method) throw new Error(`${options.type} has no resource mapping "${options.method}"`);
		return await method.call(context);
	}

	private editorContext(options: RunNodeOptions & { path?: string }): {
		context: LoadOptionsContext;
		type: INodeType;
	} {
		const name = 'Temp-Node';
		const workflow = this.workflow({
			nodes: [
				{
					name,
					type: options.type,
					typeVersion: options.typeVersion,
					parameters: options.parameters ?? {},
					credentials: options.credentials && this.nodeCredentials(options.credentials),
				},
			],
			connections: {},
		});
		const node = workflow.nodes[name];
		if (!node) throw new Error(`No node ${name}`);
		const additionalData = this.additionalData('editor', workflow);
		additionalData.currentNodeParameters = node.parameters;
		return {
			context: new LoadOptionsContext(workflow, node, additionalData, options.path ?? ''),
			type: this.packages.getByNameAndVersion(node.type, node.typeVersion),
		};
	}

	/**
	 * A trigger node in a workflow that n8n has activated, as its poller sees it.
	 * @param staticData what n8n has stored of the workflow
	 */
	pollContext(
		options: Pick<RunNodeOptions, 'type' | 'parameters' | 'credentials' | 'name'> & {
			staticData?: IDataObject;
			activation?: WorkflowActivateMode;
			mode?: WorkflowExecuteMode;
			/** As of n8n's own scheduler, which gives a poll less time. */
			budgetMs?: number;
			/** Of the node: what a process remembers of it goes by that. */
			id?: string;
		},
	): { context: PollContext; workflow: Workflow } {
		const {
			activation = 'activate',
			budgetMs,
			credentials,
			id,
			mode = 'trigger',
			name = NODE_UNDER_TEST,
		} = options;
		const workflow = this.workflow(
			{
				nodes: [
					{
						id,
						name,
						type: options.type,
						parameters: options.parameters ?? {},
						credentials: credentials && this.nodeCredentials(credentials),
					},
				],
				connections: {},
			},
			options.staticData,
		);
		const node = workflow.nodes[name];
		if (!node) throw new Error(`No node ${name}`);
		const context = new PollContext(
			workflow,
			node,
			this.additionalData('poll', workflow),
			mode,
			activation,
			...([undefined, undefined, undefined, undefined, undefined] as const),
			budgetMs === undefined ? undefined : () => budgetMs,
		);
		return { context, workflow };
	}

	private nodeCredentials(ids: Record<string, string>): INodeCredentials {
		return Object.fromEntries(
			Object.entries(ids).map(([type, id]) => [type, { id, name: this.credentials.get(id).name }]),
		);
	}

	private workflow({ nodes, connections, settings }: EngineWorkflow, staticData?: IDataObject): Workflow {
		return new Workflow({
			staticData,
			id: 'engine-test',
			name: 'Engine test',
			active: false,
			connections,
			nodeTypes: this.packages,
			settings: { executionOrder: 'v1', ...settings },
			nodes: nodes.map((node, index) => ({
				...node,
				id: node.id ?? `node-${index}`,
				typeVersion: node.typeVersion ?? this.packages.defaultVersion(node.type),
				position: node.position ?? [index * 200, 0],
				parameters: node.parameters ?? {},
			})),
		});
	}

	private additionalData(executionId: string, workflow: Workflow): IWorkflowExecuteAdditionalData {
		const base = 'http://localhost:5678';
		return {
			credentialsHelper: this.credentialsHelper,
			executionId,
			workflowId: workflow.id,
			currentNodeExecutionIndex: 0,
			variables: {},
			restApiUrl: `${base}/rest`,
			instanceBaseUrl: `${base}/`,
			formBaseUrl: `${base}/form`,
			formWaitingBaseUrl: `${base}/form-waiting`,
			formTestBaseUrl: `${base}/form-test`,
			webhookBaseUrl: `${base}/webhook`,
			webhookWaitingBaseUrl: `${base}/webhook-waiting`,
			webhookTestBaseUrl: `${base}/webhook-test`,
			mcpBaseUrl: `${base}/mcp`,
			mcpTestBaseUrl: `${base}/mcp-test`,
			logAiEvent: () => undefined,
			getRunExecutionData: async () => undefined,
			getRuntimeCredential: async () => undefined,
			executeWorkflow: notHere('sub-workflows'),
			startRunnerTask: notHere('task runner (Code nodes)'),
			externalSecretsProxy: new ExternalSecretsProxy(),
		};
	}
}
