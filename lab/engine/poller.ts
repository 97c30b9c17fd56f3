import type {
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	IPollFunctions,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { poll } from '../../nodes/shared/poll';
import type { Timer } from '../../nodes/shared/progress';
import type { Vendor } from '../../nodes/shared/vendor';
import type { Engine } from './harness';

/** Where n8n is killed: it stores its static data and the execution apart from each other. */
export type Crash = 'beforeSaving' | 'beforeExecuting' | 'whileExecuting';

export interface PolledTrigger {
	readonly type: string;
	readonly parameters: INodeParameters;
	readonly credentials: Record<string, string>;
}

const MINUTE_MS = 60_000;

let processes = 0;

/**
 * What n8n does with a polling trigger: it polls when the workflow is activated and at each tick, stores its static
 * data and runs the workflow when something comes, and stores it after activating. Time is the test's.
 */
export class Poller {
	/** What lies in n8n's database: a new process begins with it. */
	stored: string | undefined;
	/** The items of each execution that came to its end. */
	readonly executions: IDataObject[][] = [];
	/** What failing polls threw: for each n8n runs the error workflow. */
	readonly failures: Error[] = [];
	/** What the node said in n8n's log. */
	readonly log: string[] = [];
	/** What it said there of a poll that takes long. */
	readonly progress: string[] = [];
	timer: Timer | undefined;
	/** As epoch milliseconds. */
	now = Date.UTC(2026, 2, 2, 9);

	private process = `process ${++processes}`;
	private startedAt = this.now;
	private registered: ReturnType<Engine['pollContext']> | undefined;

	constructor(
		private readonly engine: Engine,
		private readonly vendor: Vendor,
		public trigger: PolledTrigger,
		private readonly budgetMs?: number,
	) {}

	get staticData(): IDataObject {
		return this.stored === undefined ? {} : (JSON.parse(this.stored) as IDataObject);
	}

	/** @throws what the first poll throws: then n8n does not publish the workflow */
	async activate(activation: WorkflowActivateMode = 'activate'): Promise<IDataObject[]> {
		const { budgetMs, process, staticData, trigger } = this;
		this.registered = this.engine.pollContext({ ...trigger, activation, budgetMs, id: process, staticData });
		const items = this.emitted(await this.poll(this.registered.context));
		this.save();
		return items;
	}

	/** One tick of the schedule, some minutes after the one before. */
	async tick({ crash, minutes = 1 }: { crash?: Crash; minutes?: number } = {}): Promise<IDataObject[]> {
		if (this.registered === undefined) throw new Error('The workflow is not active');
		this.now += minutes * MINUTE_MS;
		try {
			return this.emitted(await this.poll(this.registered.context), crash);
		} catch (error) {
			this.failures.push(error as Error);
			return [];
		}
	}

	/** The process ends, and after some minutes a new one begins. */
	async restart({ minutes = 0 }: { minutes?: number } = {}): Promise<IDataObject[]> {
		this.now += minutes * MINUTE_MS;
		this.process = `process ${++processes}`;
		this.startedAt = this.now;
		return await this.activate('init');
	}

	/** A person changes the node, and publishes the workflow anew. */
	async publish(parameters: INodeParameters = {}): Promise<IDataObject[]> {
		this.trigger = { ...this.trigger, parameters: { ...this.trigger.parameters, ...parameters } };
		return await this.activate('update');
	}

	/** A person clicks on "Fetch Test Event". */
	async test(): Promise<IDataObject[]> {
		const { process, staticData, trigger } = this;
		const { context, workflow } = this.engine.pollContext({
			...trigger,
			activation: 'manual',
			mode: 'manual',
			id: process,
			staticData,
		});
		const before = JSON.stringify(workflow.staticData);
		const items = jsonOf((await this.poll(context)) ?? []);
		if (JSON.stringify(workflow.staticData) !== before) throw new Error('A test may not touch the state');
		return items;
	}

	async poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const { process, startedAt, timer } = this;
		context.logger.info = (message: string) => void this.progress.push(message);
		context.logger.warn = (message: string) => void this.log.push(message);
		return await poll(context, this.vendor, { process, startedAt, now: () => this.now, timer });
	}

	private emitted(items: INodeExecutionData[][] | null, crash?: Crash): IDataObject[] {
		if (items === null) return [];
		if (crash !== 'beforeSaving') this.save();
		if (crash === undefined || crash === 'beforeSaving') this.executions.push(jsonOf(items));
		return jsonOf(items);
	}

	private save(): void {
		this.stored = JSON.stringify(this.registered?.workflow.staticData ?? {});
	}
}

const jsonOf = (items: INodeExecutionData[][]): IDataObject[] => items.flat().map(({ json }) => json);
