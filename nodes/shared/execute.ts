import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { coalesce, inSequence } from './coalesce';
import type { Job } from './coalesce';
import { cancelled, Fault, InputFault, isAbsent, toNodeError } from './fault';
import type { ErrorParts, Secrecy } from './fault';
import { hintsFor, showHints, warningsFor } from './hints';
import type { RunNotes } from './hints';
import { kindOf } from './operations';
import { withCalls } from './operations/calls';
import { panelOf } from './operations/panel';
import type { Kind, Plan, Result, Run, Told, Work } from './operations/kind';
import { eachInParallel, resting } from './parallel';
import { nodeParameters } from './parameters';
import type { Parameters } from './parameters';
import { sayProgress, traffic } from './progress';
import type { Timer } from './progress';
import { forgetLists } from './recentLists';
import type { Operation } from './resource';
import { Connection, secrecyOf } from './send';
import { budgetOf, settingsOf } from './settings';
import type { Settings } from './settings';
import type { Output } from './shape';
import { told } from './telling';
import { cancelSignal } from './transport';
import { capital, counted, number } from './words';
import type { Scope, Vendor } from './vendor';

/** The records of one input item, or what went wrong with it. */
type Outcome = IDataObject[] | { readonly thrown: unknown };

/**
 * A node's whole work: plan → coalesce → send → unwrap → shape, with one outcome an input item.
 * @param timer for what is said of a long run
 */
export async function execute(
	context: IExecuteFunctions,
	vendor: Vendor,
	timer?: Timer,
): Promise<INodeExecutionData[][]> {
	const execution = new Execution(context, vendor);
	const endProgress = sayProgress(context, () => execution.stand, timer);
	try {
		return [await execution.outputs()];
	} finally {
		endProgress();
	}
}

class Execution {
	private readonly inputs: INodeExecutionData[];
	private readonly outcomes: Outcome[];
	private readonly parametersOf: ReturnType<typeof nodeParameters>;
	private readonly goesOn: boolean;
	/** An agent's tool is called for one item, and reads no more of an error than its message. */
	private readonly isTool: boolean;
	private scope: Scope | undefined;
	private connection: Connection | undefined;
	/** What went wrong before any item was begun. */
	private ofAll: unknown;
	private readonly settled = new Set<Job<Plan>>();
	private readonly budgets = new Set<number>();
	/** Input items that were read and checked, those with their records, and those with an error. */
	private planned = 0;
	private done = 0;
	private refused = 0;
	private failed = false;
	private readonly cancel: AbortSignal | undefined;
	private readonly notes: RunNotes;
	/** Until the credential is read there is no secret to blank. */
	private secrecy: Secrecy;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly vendor: Vendor,
	) {
		this.inputs = context.getInputData();
		this.outcomes = this.inputs.map(() => []);
		this.parametersOf = nodeParameters(context);
		this.goesOn = context.continueOnFail();
		this.isTool = context.getNode().type.endsWith('Tool');
		this.secrecy = secrecyOf(vendor);
		this.cancel = cancelSignal(context);
		this.notes = {
			items: this.inputs.length,
			refused: 0,
			branch: context.getNode().onError === 'continueErrorOutput',
			results: new Map(),
			cut: 0,
			overBudget: false,
			lookUps: 0,
			requests: 0,
			billing: vendor.billing,
			unmapped: new Set(),
			leftOut: { new: new Set(), existing: new Set() },
			outputs: new Set(),
		};
	}

	/** How far it is, in names and numbers. */
	get stand(): string {
		const { connection, done, inputs, planned, refused, scope, vendor } = this;
		const items = counted(inputs.length, 'item');
		if (scope === undefined) return vendor.displayName;
		const { action } = { ...panelOf(scope.operation).words(scope.resource), ...scope.operation };
		const parts =
			connection === undefined
				? [`${number(planned)} of ${items} checked`]
				: [
						...(inputs.length === 1 ? [] : [`${number(done)} of ${items} done`]),
						...(refused === 0 ? [] : [`${number(refused)} refused`]),
						traffic(connection),
					];
		return `${vendor.displayName}, ${action}: ${parts.join(', ')}`;
	}

	async outputs(): Promise<INodeExecutionData[]> {
		if (this.inputs.length === 0) return [];
		const scope = this.scopeOf();
		// An operation that is not there is not there for any item.
		if (scope instanceof InputFault) this.outcomes.fill({ thrown: scope });
		else await this.runIn(scope);
		// Whatever it came to: n8n takes any other error of a cancelled run for a failure.
		if (this.cancel?.aborted === true) throw this.cancelledError();
		this.throwFirst();
		const output = await this.collected();
		this.noteOutput(output.length);
		showHints(this.context, warningsFor(this.notes), { type: 'warning' });
		showHints(this.context, hintsFor(this.notes));
		return output;
	}

	private noteOutput(items: number): void {
		const { context, notes, scope } = this;
		const { alwaysOutputData, parameters } = context.getNode();
		// The editor has a hint of its own then.
		if (items === parameters.limit) notes.stoppedAt = undefined;
		if (items === 0 && scope !== undefined && notes.cut === 0)
			notes.nothing = { ...scope, endsHere: alwaysOutputData !== true };
	}

	private async runIn(scope: Scope): Promise<void> {
		this.scope = scope;
		const kind = kindOf(scope.operation);
		const jobs = await this.jobs(scope, kind);
		if (jobs.length > 0) await this.carryOut(scope, kind, jobs);
		if (this.takesNames) await this.takeName(scope, kind);
	}

	private scopeOf(): Scope | InputFault {
		const { context } = this;
		const vendor = withCalls(this.vendor);
		const named = (parameter: string): string => String(context.getNodeParameter(parameter, 0, ''));
		const missing = (parameter: string): InputFault =>
			new InputFault(
				`${capital(parameter)}: ${vendor.displayName} has no ${parameter} "${named(parameter)}"`,
				'Choose one from the list',
			);
		const name = named('resource');
		const resource = own(vendor.resources, name);
		if (resource === undefined) return missing('resource');
		const operation = own(resource.operations, named('operation'));
		if (operation === undefined) return missing('operation');
		return { vendor: kindOf(operation).vendor?.(vendor) ?? vendor, name, resource, operation };
	}

	/** Every item is checked before the first request, so that bad input of one sends nothing for any. */
	private async jobs(scope: Scope, kind: Kind<Operation, Plan>): Promise<Array<Job<Plan>>> {
		const plans: Array<{ item: number; plan: Plan }> = [];
		const identities = new Map<Plan, string | undefined>();
		const rest = this.resting();
		for (const [item, input] of this.inputs.entries()) {
			await rest();
			this.planned = item;
			try {
				const parameters = this.parametersOf(item, input.json);
				const plan = kind.plan(scope, parameters);
				this.budgets.add(budgetOf(parameters.options));
				identities.set(plan, kind.identity?.(plan));
				plans.push({ item, plan });
				for (const key of plan.unmapped ?? []) this.notes.unmapped.add(key);
				this.note(plan.output);
			} catch (error) {
				this.outcomes[item] = { thrown: error };
				if (!this.takesNames) this.throwFirst();
			}
		}
		if (kind.identity !== undefined) this.notes.lookUps = plans.length;
		return coalesce(plans, (plan) => identities.get(plan));
	}

	private async carryOut(
		scope: Scope,
		kind: Kind<Operation, Plan>,
		jobs: ReadonlyArray<Job<Plan>>,
	): Promise<void> {
		try {
			await this.carryOutWith(scope, kind, jobs);
		} catch (error) {
			// Nothing can be done without a connection, or without what was to be known first.
			this.ofAll = error;
			for (const job of jobs) if (!this.settled.has(job)) this.fail(job, error);
		}
	}

	private async carryOutWith(
		scope: Scope,
		kind: Kind<Operation, Plan>,
		jobs: ReadonlyArray<Job<Plan>>,
	): Promise<void> {
		// Of the first item that could be planned: the options of another may be what is wrong with it.
		const [item = 0] = jobs[0]?.items ?? [];
		const parameters = this.parametersOfItem(item);
		const dryRun = isDry(jobs[0]);
		if (jobs.some((job) => isDry(job) !== dryRun)) {
			throw new InputFault(
				'Options: Dry Run must be the same for all items',
				'Use two nodes, one of them with Dry Run, and an IF node in front of them',
			);
		}
		if (this.budgets.size > 1) {
			throw new InputFault(
				'Options: Max Requests must be the same for all items',
				'Enter one number, which holds for the whole run',
			);
		}
		const settings = settingsOf(parameters, this.vendor, dryRun);
		const connection = await this.connect(scope.vendor, settings);
		this.notes.dryRun = dryRun;
		const run: Run = {
			...scope,
			connection,
			parallel: settings.maxParallelRequests,
			together: parameters.option('batchLookups', 'Batch Look-Ups', true),
			goesOn: this.goesOn,
			stoppedAt: (stop) => {
				if (stop !== 'budget') this.notes.stoppedAt = stop;
				else this.notes.cut++;
			},
			sentOnly: () => {
				this.notes.sentOnly = true;
			},
			leftOut: (labels, of) => {
				for (const label of labels) this.notes.leftOut[of].add(label);
			},
			settle: (job, outcome) => {
				if (outcome instanceof Fault) return this.fail(job, outcome);
				try {
					const outputs = job.items.map(() => outcome.map(job.plan.output.shape));
					this.give(job, outputs);
				} catch (error) {
					this.fail(job, error);
				}
			},
		};
		const work = kind.begin(run);
		try {
			await this.work(work, run, jobs);
		} finally {
			this.notes.requests = connection.requests;
			this.notes.warnings = [...connection.warnings].map(connection.secrecy.clean);
			// An upsert tells its list itself.
			if (connection.hasWritten && scope.operation.kind !== 'upsert') forgetLists(connection);
		}
	}

	private parametersOfItem(item: number): Parameters {
		return this.parametersOf(item, this.inputs[item]?.json ?? {});
	}

	private async connect(vendor: Vendor, settings: Settings): Promise<Connection> {
		this.connection ??= await Connection.open(this.context, vendor, settings);
		this.secrecy = this.connection.secrecy;
		return this.connection;
	}

	/** A model often knows a name where a key is asked for. */
	private get takesNames(): boolean {
		return this.isTool && this.inputs.length === 1;
	}

	/** Does it again with the record that the name means, or says which there are. */
	private async takeName(scope: Scope, kind: Kind<Operation, Plan>): Promise<void> {
		const [before] = this.outcomes;
		const parameters = this.parametersOfItem(0);
		const thrown = Array.isArray(before) ? undefined : before?.thrown;
		if (before === undefined || (Array.isArray(before) && before.length > 0)) return;
		const again = async (changed: Parameters): Promise<void> => {
			this.failed = false;
			const plan = kind.plan(scope, changed);
			this.note(plan.output);
			await this.carryOut(scope, kind, [{ plan, items: [0] }]);
		};
		try {
			const { meantBy, otherWays } = await import('./meant');
			for (const way of otherWays(scope, parameters, thrown)) {
				await again(way);
				const [now] = this.outcomes;
				if (now === undefined || Array.isArray(now) || !isAbsent(now.thrown)) return;
				this.outcomes[0] = before;
			}
			const settings = settingsOf(parameters, this.vendor, parameters.option('dryRun', 'Dry Run', false));
			const connect = async (): Promise<Connection> => await this.connect(scope.vendor, settings);
			const meant = await meantBy(scope, parameters, thrown, connect);
			if (meant instanceof Fault) this.outcomes[0] = { thrown: meant };
			else if (meant !== undefined) await again(meant);
		} catch {
			// Nothing was found out: what was wrong before is what is told.
			this.outcomes[0] = before;
		}
		this.notes.requests = this.connection?.requests ?? 0;
	}

	private async work(work: Work<Plan>, run: Run, jobs: ReadonlyArray<Job<Plan>>): Promise<void> {
		await work.together?.(jobs);
		const open = inSequence(
			jobs.filter((job) => !this.settled.has(job)),
			work.names?.bind(work),
		);
		const stopped = (): boolean => this.failed || run.connection.cancelled;
		// Nothing is waited for in a dry run, or where an answer is known.
		const rest = this.resting();
		await eachInParallel(
			open.length,
			run.parallel,
			async (index) => {
				for (const job of open[index] ?? []) {
					await rest();
					if (stopped()) return;
					const outputs = job.items.map((): IDataObject[] => []);
					try {
						await work.one(job.plan, (record, told) => {
							for (const output of outputs) output.push(itemOf(job.plan.output.shape(record), told));
							this.count(told?.result);
						});
						this.give(job, outputs);
					} catch (error) {
						this.fail(job, error);
					}
				}
			},
			stopped,
		);
	}

	private note(output: Output): void {
		if (output.found !== undefined) this.notes.outputs.add(output);
	}

	private count(result: Result | undefined): void {
		const { results } = this.notes;
		if (result !== undefined) results.set(result, (results.get(result) ?? 0) + 1);
	}

	private give(job: Job<Plan>, outputs: readonly IDataObject[][]): void {
		this.settled.add(job);
		this.done += job.items.length;
		for (const [index, item] of job.items.entries()) this.outcomes[item] = outputs[index] ?? [];
	}

	/** Under "stop" no further job is begun; otherwise the items get the error as their outcome. */
	private fail(job: Job<Plan>, thrown: unknown): void {
		this.settled.add(job);
		this.failed ||= !this.goesOn;
		this.refused += job.items.length;
		this.notes.overBudget ||= thrown instanceof Fault && thrown.details.kind === 'budget';
		for (const item of job.items) this.outcomes[item] = { thrown };
	}

	private throwFirst(): void {
		if (this.goesOn) return;
		for (const [item, outcome] of this.outcomes.entries()) {
			if (!Array.isArray(outcome)) throw this.errorOf(this.withCount(outcome.thrown), item);
		}
	}

	/** Nothing shows what was done before the budget was used up. */
	private withCount(thrown: unknown): unknown {
		if (!(thrown instanceof Fault) || thrown.details.kind !== 'budget' || this.inputs.length < 2)
			return thrown;
		const { message } = thrown.details;
		return new Fault({
			...thrown.details,
			message: `${message}; ${this.done - this.notes.cut} of ${this.inputs.length} items were done`,
		});
	}

	private errorOf(thrown: unknown, item: number, parts?: ErrorParts): ReturnType<typeof toNodeError> {
		const { goesOn, isTool, scope } = this;
		const readers = { messageAlone: (goesOn || isTool) && thrown !== this.ofAll, model: isTool };
		const error = scope === undefined ? thrown : told(thrown, scope, this.parametersOfItem(item), readers);
		return toNodeError(this.context.getNode(), error, item, this.secrecy, parts);
	}

	/** What lets others have their turn while items are worked on that nothing is waited for. */
	private resting(): () => Promise<void> {
		return resting(this.cancel, undefined, () => this.cancelledError());
	}

	private cancelledError(): Error {
		return toNodeError(this.context.getNode(), cancelled(), undefined, this.secrecy);
	}

	private async collected(): Promise<INodeExecutionData[]> {
		const output: INodeExecutionData[] = [];
		const rest = this.resting();
		for (const [item, outcome] of this.outcomes.entries()) {
			const pairedItem = { item };
			if (Array.isArray(outcome)) {
				for (const json of outcome) output.push({ json, pairedItem });
			} else {
				await rest();
				const error = this.errorOf(outcome.thrown, item, { body: false });
				this.notes.refused++;
				output.push({ json: { error: error.message }, pairedItem });
			}
		}
		return output;
	}
}

const isDry = (job: Job<Plan> | undefined): boolean => job?.plan.options?.dryRun === true;

/**
 * What is told of a record stands around it: a person sees the result first.
 * @param shaped nobody else's
 */
function itemOf(shaped: IDataObject, { changes, result }: Told = {}): IDataObject {
	const item: IDataObject = result === undefined ? shaped : { result, ...shaped };
	// Over a field of the record's that has this name.
	if (result !== undefined) item.result = result;
	if (changes !== undefined) item.changes = changes;
	return item;
}

const own = <T>(from: Readonly<Record<string, T>>, name: string): T | undefined =>
	Object.hasOwn(from, name) ? from[name] : undefined;
