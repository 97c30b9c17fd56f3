import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { chunksOf, FEWEST_FOR_BATCH, listTogether, lookUpTogether } from './batch';
import type { Lookup } from './batch';
import { coalesce, requestIdentity } from './coalesce';
import type { Job } from './coalesce';
import { DEFAULT_MAX_RETRIES, DEFAULT_PARALLEL_REQUESTS, DEFAULT_TIMEOUT_MS } from './defaults';
import { Fault, InputFault, toNodeError } from './fault';
import { unmappedKeys } from './fields';
import { hintsFor, showHints } from './hints';
import type { RunNotes } from './hints';
import { readList } from './list';
import { sleep } from './n8n';
import { nodeParameters } from './parameters';
import { eachInParallel } from './parallel';
import { mapsAutomatically, planItem } from './plan';
import type { Plan } from './plan';
import { Connection } from './send';
import { shaper } from './shape';
import type { Shaper } from './shape';
import { upsertIdentity, Upserts } from './upsert';
import type { BatchLookup, CustomerRef, Operation, RecordKey, Vendor } from './vendor';
import { createRecord, deleteRecord, readOne, updateRecord } from './write';

/** How long items may be planned without a break. */
const LONGEST_WITHOUT_REST_MS = 50;

/** The records of one input item, or what went wrong with it. */
type Outcome = IDataObject[] | { readonly thrown: unknown };

/** A node's whole work: plan → coalesce → send → unwrap → shape, with one outcome an input item. */
export async function execute(context: IExecuteFunctions, vendor: Vendor): Promise<INodeExecutionData[][]> {
	const run = new Execution(context, vendor);
	return [await run.outputs()];
}

class Execution {
	private readonly inputs: INodeExecutionData[];
	private readonly outcomes: Outcome[];
	private readonly parametersOf: ReturnType<typeof nodeParameters>;
	private readonly goesOn: boolean;
	private failed = false;
	private readonly notes: RunNotes;
	/** Until the credential is read there is no secret to hide. */
	private redact = (text: string): string => text;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly vendor: Vendor,
	) {
		this.inputs = context.getInputData();
		this.outcomes = this.inputs.map(() => []);
		this.parametersOf = nodeParameters(context);
		this.goesOn = context.continueOnFail();
		this.notes = { items: this.inputs.length, refused: 0, lookUps: 0, requests: 0, unmapped: new Set() };
	}

	async outputs(): Promise<INodeExecutionData[]> {
		if (this.inputs.length === 0) return [];
		const jobs = coalesce(await this.plans(), identityOf);
		if (jobs.length > 0) await this.carryOut(jobs);
		const output = this.collected();
		showHints(this.context, hintsFor(this.notes));
		return output;
	}

	/**
	 * Every item is checked before the first request, so that bad input of one sends nothing for any. Thousands of
	 * items take their time: a worker of n8n's that does nothing else for a minute counts as dead, and its executions
	 * as failed, so others get their turn in between.
	 */
	private async plans(): Promise<Array<{ item: number; plan: Plan }>> {
		const operation = this.operation();
		const plans: Array<{ item: number; plan: Plan }> = [];
		let rested = Date.now();
		for (const [item, input] of this.inputs.entries()) {
			if (Date.now() - rested > LONGEST_WITHOUT_REST_MS) {
				await sleep(1, undefined);
				rested = Date.now();
			}
			try {
				const parameters = this.parametersOf(item, input.json);
				const plan = planItem(operation, this.vendor.customer, parameters);
				plans.push({ item, plan });
				if (plan.kind === 'get' || plan.kind === 'list') this.notes.lookUps++;
				if ('fields' in plan && mapsAutomatically(parameters)) {
					for (const key of unmappedKeys(this.vendor.customer.fields, input.json))
						this.notes.unmapped.add(key);
				}
			} catch (error) {
				this.fail([item], error);
			}
		}
		return plans;
	}

	private operation(): Operation {
		const name = String(this.context.getNodeParameter('operation', 0));
		const { customer } = this.vendor;
		const operations: Record<string, Operation | undefined> = {
			get: customer.get,
			search: customer.search,
			create: customer.create,
			update: customer.update,
			upsert: customer.upsert,
			delete: customer.delete,
			listOrders: customer.listOrders,
		};
		const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
		if (operation !== undefined) return operation;
		throw toNodeError(
			this.context.getNode(),
			new InputFault(
				`Operation: ${this.vendor.displayName} has no operation "${name}"`,
				'Choose one from the list',
			),
			0,
			this.redact,
		);
	}

	private async carryOut(jobs: ReadonlyArray<Job<Plan>>): Promise<void> {
		const options = this.parametersOf(0, {}).options;
		const parallel = Math.min(
			wholeNumber(options.maxParallelRequests, DEFAULT_PARALLEL_REQUESTS, 1),
			this.vendor.maxParallelRequests,
		);
		let connection: Connection;
		try {
			connection = await Connection.open(this.context, this.vendor, {
				timeoutMs: wholeNumber(options.timeout, DEFAULT_TIMEOUT_MS, 1),
				maxRetries: wholeNumber(options.maxRetries, DEFAULT_MAX_RETRIES, 0),
				maxParallelRequests: parallel,
			});
		} catch (error) {
			for (const job of jobs) this.fail(job.items, error);
			return;
		}
		this.redact = connection.redact;
		const stopped = (): boolean => this.failed || connection.cancelled;
		const open =
			options.batchLookups === false ? jobs : await this.carryOutTogether(connection, jobs, parallel);
		const upserts = await this.preparedUpserts(connection, open, parallel);
		const sequences = inSequence(open);
		await eachInParallel(
			sequences.length,
			parallel,
			async (index) => {
				for (const job of sequences[index] ?? []) {
					if (stopped()) return;
					try {
						await this.carryOutOne(connection, job, parallel, upserts);
					} catch (error) {
						this.settleFailed(job, error);
					}
				}
			},
			stopped,
		);
		this.notes.requests = connection.requests;
		this.throwFirst();
	}

	/** What the upserts of this execution share; undefined where there are none. */
	private async preparedUpserts(
		connection: Connection,
		jobs: ReadonlyArray<Job<Plan>>,
		parallel: number,
	): Promise<Upserts | undefined> {
		const plans = jobs.map(({ plan }) => plan).filter((plan) => plan.kind === 'upsert');
		const [first] = plans;
		if (first === undefined) return undefined;
		const upserts = new Upserts(connection, this.vendor.customer, first.operation);
		try {
			await upserts.prepare(plans, parallel);
		} catch (error) {
			for (const job of jobs) this.fail(job.items, error);
			return undefined;
		}
		return upserts;
	}

	/** Carries out what the vendor answers many at a time; hands back the jobs that are still to be done singly. */
	private async carryOutTogether(
		connection: Connection,
		jobs: ReadonlyArray<Job<Plan>>,
		parallel: number,
	): Promise<ReadonlyArray<Job<Plan>>> {
		const done = new Set<Job<Plan>>();
		await this.getTogether(connection, jobs, parallel, done);
		await this.listTogether(connection, jobs, parallel, done);
		return jobs.filter((job) => !done.has(job));
	}

	private async getTogether(
		connection: Connection,
		jobs: ReadonlyArray<Job<Plan>>,
		parallel: number,
		done: Set<Job<Plan>>,
	): Promise<void> {
		const lookups = new Map<string, Lookup>();
		const { batch: wholeBatch, simplifiedBatch } = this.vendor.customer.get;
		let batch = simplifiedBatch ?? wholeBatch;
		for (const { plan } of jobs) {
			if (plan.kind !== 'get' || !isOwnKey(plan.customer)) continue;
			if (plan.output.mode !== 'simplified') batch = wholeBatch;
			lookups.set(String(plan.customer.value), { key: plan.customer.value, request: plan.request });
		}
		if (batch === undefined || lookups.size < FEWEST_FOR_BATCH) return;
		const found = await lookUpTogether(connection, batch, [...lookups.values()], parallel, this.goesOn);
		for (const job of jobs) {
			if (job.plan.kind !== 'get' || !isOwnKey(job.plan.customer)) continue;
			const result = found.get(String(job.plan.customer.value));
			if (result === undefined) continue;
			done.add(job);
			if (result instanceof Fault) this.settleFailed(job, result);
			else this.give(job.items, [result], this.customerShaper(job.plan.output));
		}
	}

	private async listTogether(
		connection: Connection,
		jobs: ReadonlyArray<Job<Plan>>,
		parallel: number,
		done: Set<Job<Plan>>,
	): Promise<void> {
		let worksOut = true;
		const chunks = [...batchableLists(jobs).values()]
			.filter((group) => group.length >= FEWEST_FOR_BATCH)
			.flatMap((group) => chunksOf(group, group[0]?.batch.size ?? 1));
		await eachInParallel(
			chunks.length,
			parallel,
			async (index) => {
				const chunk = chunks[index] ?? [];
				const [first] = chunk;
				if (first === undefined) return;
				const { batch, plan } = first;
				const keys = chunk.map(({ key }) => key);
				const lists = await listTogether(connection, batch, keys, plan.limit);
				if (lists === undefined) {
					worksOut = false;
					return;
				}
				for (const { job, key, plan: own } of chunk) {
					done.add(job);
					this.give(job.items, lists.get(String(key)) ?? [], this.orderShaper(own));
				}
			},
			() => !worksOut || connection.cancelled,
		);
	}

	private settleFailed(job: Job<Plan>, thrown: unknown): void {
		this.failed ||= !this.goesOn;
		for (const item of job.items) this.outcomes[item] = { thrown };
	}

	private async carryOutOne(
		connection: Connection,
		{ plan, items }: Job<Plan>,
		parallel: number,
		upserts: Upserts | undefined,
	): Promise<void> {
		const { customer } = this.vendor;
		switch (plan.kind) {
			case 'get': {
				const record = await readOne(connection, plan.request, plan.customer);
				return this.give(items, [record], this.customerShaper(plan.output));
			}
			case 'list': {
				const shape =
					plan.operation.of === 'orders' ? this.orderShaper(plan) : this.customerShaper(plan.output);
				const outputs = items.map((): IDataObject[] => []);
				const { more } = await readList(connection, {
					...plan.list,
					paging: plan.operation.paging,
					limit: plan.limit,
					maxParallelRequests: parallel,
					take: (record) => {
						for (const output of outputs) output.push(shape(record));
					},
				});
				if (more) this.notes.stoppedAt = plan.limit;
				for (const [index, item] of items.entries()) this.outcomes[item] = outputs[index] ?? [];
				return;
			}
			case 'create': {
				const record = await createRecord(connection, customer, plan);
				return this.give(items, [record], this.customerShaper(plan.output));
			}
			case 'update': {
				const record = await updateRecord(connection, customer, plan);
				return this.give(items, [record], this.customerShaper(plan.output));
			}
			case 'upsert': {
				if (upserts === undefined) return;
				const { record, result } = await upserts.carryOut(plan);
				const shape = this.customerShaper(plan.output);
				return this.give(items, [record], (found) => ({ ...shape(found), result }));
			}
			case 'delete': {
				await deleteRecord(connection, plan.operation, plan.customer);
				return this.give(items, [{ deleted: true, id: plan.customer.value }], (record) => record);
			}
		}
	}

	private customerShaper(output: Extract<Plan, { kind: 'get' }>['output']): Shaper {
		return shaper(output, this.vendor.customer.simplify, this.vendor.sensitiveFields ?? []);
	}

	private orderShaper(plan: ListPlan): Shaper {
		const key: RecordKey = plan.customer?.value ?? '';
		const simplify = this.vendor.customer.simplifyOrder ?? ((record: IDataObject) => record);
		return shaper(plan.output, (record) => simplify(record, key), this.vendor.sensitiveFields ?? []);
	}

	private give(items: readonly number[], found: readonly IDataObject[], shape: Shaper): void {
		for (const item of items) this.outcomes[item] = found.map(shape);
	}

	/** Under "stop", throws at once; otherwise the items get the error as their outcome. */
	private fail(items: readonly number[], thrown: unknown): void {
		for (const item of items) this.outcomes[item] = { thrown };
		if (!this.goesOn) this.throwFirst();
	}

	private throwFirst(): void {
		if (this.goesOn) return;
		for (const [item, outcome] of this.outcomes.entries()) {
			if (!Array.isArray(outcome))
				throw toNodeError(this.context.getNode(), outcome.thrown, item, this.redact);
		}
	}

	private collected(): INodeExecutionData[] {
		const output: INodeExecutionData[] = [];
		for (const [item, outcome] of this.outcomes.entries()) {
			const pairedItem = { item };
			if (Array.isArray(outcome)) {
				for (const json of outcome) output.push({ json, pairedItem });
			} else {
				const error = toNodeError(this.context.getNode(), outcome.thrown, item, this.redact);
				this.notes.refused++;
				output.push({ json: { error: error.message }, pairedItem });
			}
		}
		return output;
	}
}

/** Jobs that mean the same record follow one another; all others stand alone. */
function inSequence(jobs: ReadonlyArray<Job<Plan>>): Array<Array<Job<Plan>>> {
	const sequences: Array<Array<Job<Plan>>> = [];
	const byIdentity = new Map<string, Array<Job<Plan>>>();
	for (const job of jobs) {
		const identity = job.plan.kind === 'upsert' ? upsertIdentity(job.plan) : undefined;
		const known = identity === undefined ? undefined : byIdentity.get(identity);
		if (known !== undefined) {
			known.push(job);
			continue;
		}
		const sequence = [job];
		sequences.push(sequence);
		if (identity !== undefined) byIdentity.set(identity, sequence);
	}
	return sequences;
}

type ListPlan = Extract<Plan, { kind: 'list' }>;

/** A list of one customer that can be read together with those of others. */
interface BatchableList {
	readonly job: Job<Plan>;
	readonly plan: ListPlan;
	readonly batch: BatchLookup;
	readonly key: RecordKey;
}

/** Lists that differ in nothing but the customer, in groups. */
function batchableLists(jobs: ReadonlyArray<Job<Plan>>): Map<string, BatchableList[]> {
	const groups = new Map<string, BatchableList[]>();
	for (const job of jobs) {
		const { plan } = job;
		if (plan.kind !== 'list' || plan.batch === undefined || plan.customer === undefined) continue;
		if (!isOwnKey(plan.customer)) continue;
		const alike = JSON.stringify([requestIdentity(plan.batch.request([])), plan.limit ?? null]);
		const group = groups.get(alike) ?? [];
		group.push({ job, plan, batch: plan.batch, key: plan.customer.value });
		groups.set(alike, group);
	}
	return groups;
}

/** Batches look for the vendor's own key; other ways of naming a customer are looked up singly. */
function isOwnKey({ by }: CustomerRef): boolean {
	return by === 'id' || by === 'list';
}

/** Reads that ask for the same are one job; writes never are. */
function identityOf(plan: Plan): string | undefined {
	switch (plan.kind) {
		case 'get':
			return JSON.stringify([requestIdentity(plan.request), plan.output]);
		case 'list':
			if (plan.list.keep !== undefined && plan.list.keepsBy === undefined) return undefined;
			return JSON.stringify([
				requestIdentity(plan.list.request),
				plan.list.keepsBy ?? null,
				plan.limit ?? null,
				plan.output,
			]);
		default:
			return undefined;
	}
}

function wholeNumber(value: unknown, fallback: number, least: number): number {
	const number = Number(value ?? fallback);
	return Number.isFinite(number) ? Math.max(least, Math.floor(number)) : fallback;
}
