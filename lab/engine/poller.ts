import type {
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	IPollFunctions,
	WorkflowActivateMode,
} from 'n8n-workflow';
import type { Engine } from './harness';

/** One poll, as the node does it: of this process, or of another that the test makes up. */
export type PollFunction = (context: IPollFunctions) => Promise<INodeExecutionData[][] | null>;

/** Where n8n is killed: its static data and the execution are stored apart from each other. */
export type Crash = 'beforeSaving' | 'beforeExecuting';

export interface PollerOptions {
	readonly type: string;
	readonly parameters: INodeParameters;
	readonly credentials: Record<string, string>;
}

/**
 * What n8n does with a polling trigger as long as the process lives: it polls when the workflow is activated and at
 * each tick, runs the workflow with what comes, and stores the static data when something comes, and after activating.
 */
export class Poller {
	/** What lies in n8n's database; a new process begins with it. */
	stored: string | undefined;
	/** The items of each execution. */
	readonly executions: IDataObject[][] = [];
	/** What each failing poll threw, for which n8n runs the error workflow. */
	readonly failures: Error[] = [];

	private registered: ReturnType<Engine['pollContext']> | undefined;

	constructor(
		private readonly engine: Engine,
		public options: PollerOptions,
		public poll: PollFunction,
	) {}

	/** What the context logs goes to n8n's logger; a poller of a new process starts without a context. */
	async activate(activation: WorkflowActivateMode = 'activate', budgetMs?: number): Promise<IDataObject[]> {
		this.registered = this.engine.pollContext({
			...this.options,
			activation,
			budgetMs,
			staticData: this.stored === undefined ? undefined : (JSON.parse(this.stored) as IDataObject),
		});
		// At activation n8n does not catch what a poll throws: the workflow is not published.
		const items = await this.emitted(await this.poll(this.registered.context));
		this.save();
		return items;
	}

	/** One tick of the schedule. */
	async tick(crash?: Crash): Promise<IDataObject[]> {
		if (this.registered === undefined) throw new Error('The workflow is not active');
		try {
			return this.emitted(await this.poll(this.registered.context), crash);
		} catch (error) {
			this.failures.push(error as Error);
			return [];
		}
	}

	/** The process ends, and a new one begins. */
	async restart(poll: PollFunction = this.poll): Promise<IDataObject[]> {
		this.poll = poll;
		return await this.activate('init');
	}

	/** A person clicks on "Fetch Test Event". */
	async test(): Promise<IDataObject[]> {
		const { context } = this.engine.pollContext({
			...this.options,
			activation: 'manual',
			mode: 'manual',
			staticData: this.stored === undefined ? undefined : (JSON.parse(this.stored) as IDataObject),
		});
		return ((await this.poll(context)) ?? []).flat().map(({ json }) => json);
	}

	private emitted(items: INodeExecutionData[][] | null, crash?: Crash): IDataObject[] {
		if (items === null) return [];
		const json = items.flat().map((item) => item.json);
		if (crash !== 'beforeSaving') this.save();
		if (crash !== 'beforeExecuting') this.executions.push(json);
		return json;
	}

	private save(): void {
		this.stored = JSON.stringify(this.registered?.workflow.staticData ?? {});
	}
}
