import { chunksOf, FEWEST_FOR_BATCH, lookUpTogether } from '../batch';
import type { Lookup } from '../batch';
import type { Job } from '../coalesce';
import { Fault, orThrow } from '../fault';
import { isOwnKey, recordRef } from '../keys';
import type { RecordRef } from '../keys';
import { AT_ONE_GO } from '../parallel';
import type { Get, Given } from '../resource';
import { outputOf } from '../shape';
import { requestIdentity } from '../wire';
import type { VendorRequest } from '../wire';
import { readOne, readRequest } from '../write';
import type { Kind, Plan, Run } from './kind';

interface GetPlan extends Plan {
	readonly ref: RecordRef;
	readonly given: Given;
	readonly request: VendorRequest;
}

export const get: Kind<Get, GetPlan> = {
	plan: (scope, parameters) => {
		const { operation, resource } = scope;
		const ref = recordRef(scope, parameters);
		const given = operation.given?.(parameters) ?? {};
		const request = readRequest(resource, ref, given);
		// What is asked for with a value of the record belongs to it.
		const parent = operation.then === undefined ? undefined : ref.value;
		return { ref, given, request, output: outputOf(scope, parameters, operation.then?.brings, parent) };
	},
	// A vendor may be asked for a key and for a name in one way, and what it brings is judged by what was asked for.
	identity: ({ given, output, ref, request }) =>
		JSON.stringify([requestIdentity(request), isOwnKey(ref) ? undefined : ref.by, given, output.choice]),
	begin: (run) => ({
		together: async (jobs) => await getTogether(run, jobs),
		one: async ({ given, ref }, give) => {
			const record = orThrow(await readOne(run, ref, given));
			const { then } = run.operation;
			if (then === undefined) return give(record);
			for (const each of orThrow(await run.connection.send(then.request(record), 'read')).records) give(each);
		},
	}),
};

async function getTogether(run: Run<Get>, jobs: ReadonlyArray<Job<GetPlan>>): Promise<void> {
	if (!run.together) return;
	const open = jobs.filter(({ plan }) => isOwnKey(plan.ref));
	const { batch: whole, simplifiedBatch } = run.operation;
	const simplified = open.every(({ plan }) => plan.output.choice?.mode === 'simplified');
	const batch = simplified ? (simplifiedBatch ?? whole) : whole;
	const lookups = new Map(
		open.map(({ plan }): [string, Lookup] => [
			String(plan.ref.value),
			{ key: plan.ref.value, request: plan.request },
		]),
	);
	if (batch === undefined || lookups.size < FEWEST_FOR_BATCH) return;
	const found = await lookUpTogether(run, batch, [...lookups.values()], readBy(open));
	const rest = run.connection.resting();
	for (const part of chunksOf(open, AT_ONE_GO)) {
		await rest();
		for (const job of part) {
			const result = found.get(String(job.plan.ref.value));
			if (result !== undefined) run.settle(job, result instanceof Fault ? result : [result]);
		}
	}
}

/** What the outputs of all jobs take from a record; undefined where one of them takes everything. */
function readBy(jobs: ReadonlyArray<Job<GetPlan>>): string[] | undefined {
	const reads = jobs.map(({ plan }) => plan.output.reads);
	return reads.every((names) => names !== undefined) ? [...new Set(reads.flat())] : undefined;
}
