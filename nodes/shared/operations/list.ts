import type { IDataObject } from 'n8n-workflow';

import { chunksOf, FEWEST_FOR_BATCH, listTogether } from '../batch';
import type { Job } from '../coalesce';
import { Fault } from '../fault';
import type { KeyOf } from '../keyed';
import { isOwnKey, recordRef } from '../keys';
import type { RecordRef } from '../keys';
import { readList } from '../pages';
import type { ListRun } from '../pages';
import { eachInParallel } from '../parallel';
import { limitOf } from '../parameters';
import type { BatchLookup, List, Listing } from '../resource';
import { outputOf } from '../shape';
import { requestIdentity } from '../wire';
import type { Give, Kind, Plan, Run } from './kind';

interface ListPlan extends Plan {
	readonly parent: RecordRef | undefined;
	readonly listing: Listing;
	readonly batch: BatchLookup | undefined;
	readonly limit: number | undefined;
}

export const list: Kind<List, ListPlan> = {
	plan: (scope, parameters) => {
		const { operation } = scope;
		const parent = operation.of === undefined ? undefined : recordRef(scope, parameters);
		const key = parent?.value ?? '';
		return {
			parent,
			listing: operation.plan(parameters, key),
			batch: operation.batch?.(parameters),
			limit: operation.whole === true ? undefined : limitOf(parameters),
			output: outputOf(scope, parameters, operation.of ?? operation.brings, key),
		};
	},
	identity: ({ limit, listing, output }) =>
		listing.keep !== undefined && listing.keepsBy === undefined
			? undefined
			: JSON.stringify([requestIdentity(listing.request), listing.keepsBy, limit, output.choice]),
	begin: (run) => ({
		together: async (jobs) => await listsTogether(run, jobs),
		one: async ({ limit, listing, output, parent }, give) => {
			const { operation, parallel } = run;
			const { narrowed, ...listed } = listing;
			const listRun = {
				...listed,
				narrow: output.reads === undefined ? undefined : narrowed?.(output.reads),
				paging: operation.paging,
				limit,
				maxParallelRequests: parallel,
				keyOf: listing.choosesFields === true ? undefined : keyOf(run, parent),
			};
			await giveList(run, listRun, give);
		},
	}),
};

/** A list that is cut short by what requests are allowed is given out as far as it came. */
export async function giveList(
	{ connection, stoppedAt }: Pick<Run, 'connection' | 'stoppedAt'>,
	listRun: Omit<ListRun, 'take'>,
	give: Give,
): Promise<void> {
	let given = 0;
	const take = (record: IDataObject): void => {
		given++;
		give(record);
	};
	const read = await readList(connection, { ...listRun, take });
	if (read instanceof Fault) {
		if (read.details.kind !== 'budget' || given === 0) throw read;
		stoppedAt('budget');
	} else if (read.more) stoppedAt(listRun.limit);
}

/** What is no record of the resource's own has its key where its shape has its id, if it has one at all. */
function keyOf(
	{ operation: { brings, of = brings }, resource }: Run<List>,
	parent: RecordRef | undefined,
): KeyOf | undefined {
	if (of === undefined) return resource.keyOf;
	if (!of.shape.keys.includes('id')) return undefined;
	return (record) => of.idOf(record, parent?.value ?? '');
}

/** Lists that differ in nothing but the parent are read in chunks, until one does not work out. */
async function listsTogether(run: Run<List>, jobs: ReadonlyArray<Job<ListPlan>>): Promise<void> {
	if (!run.together) return;
	let worksOut = true;
	const chunks = alike(jobs)
		.filter((group) => group.length >= FEWEST_FOR_BATCH)
		.flatMap((group) => chunksOf(group, group[0]?.batch.size ?? 1));
	await eachInParallel(
		chunks.length,
		run.parallel,
		async (index) => {
			const chunk = chunks[index] ?? [];
			const [first] = chunk;
			if (first === undefined) return;
			const keys = chunk.map(({ key }) => key);
			const { limit } = first.job.plan;
			const read = await listTogether(run.connection, first.batch, keys, limit);
			worksOut &&= read !== undefined;
			if (read === undefined) return;
			for (const { job, key } of chunk) run.settle(job, read.lists.get(key) ?? []);
			if (read.cut) run.stoppedAt(limit);
		},
		() => !worksOut || run.connection.cancelled,
	);
}

interface Batchable {
	readonly job: Job<ListPlan>;
	readonly batch: BatchLookup;
	readonly key: string;
}

function alike(jobs: ReadonlyArray<Job<ListPlan>>): Batchable[][] {
	const groups = new Map<string, Batchable[]>();
	for (const job of jobs) {
		const { batch, limit, parent } = job.plan;
		if (batch === undefined || parent === undefined || !isOwnKey(parent)) continue;
		const sort = JSON.stringify([requestIdentity(batch.request([])), limit]);
		const group = groups.get(sort) ?? [];
		group.push({ job, batch, key: String(parent.value) });
		groups.set(sort, group);
	}
	return [...groups.values()];
}
