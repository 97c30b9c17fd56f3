import { writeOptionsOf } from '../changes';
import type { WriteOptions } from '../changes';
import { findable } from '../compare';
import { absent, Fault, orThrow } from '../fault';
import { recordRef } from '../keys';
import type { RecordRef } from '../keys';
import type { Delete, Given } from '../resource';
import { asItIs } from '../shape';
import { isAsGiven, readOne, surely } from '../write';
import type { Kind, Plan } from './kind';

interface DeletePlan extends Plan {
	readonly options: WriteOptions;
	readonly ref: RecordRef;
	readonly given: Given;
}

export const remove: Kind<Delete, DeletePlan> = {
	plan: (scope, parameters) => ({
		ref: recordRef(scope, parameters),
		given: scope.operation.given?.(parameters) ?? {},
		output: asItIs,
		options: writeOptionsOf(parameters),
	}),
	begin: (run) => {
		/** What earlier items of a dry run would have deleted. */
		const gone = new Set<string>();
		const look = async ({ given, ref }: DeletePlan): Promise<void> => {
			const { beside } = run.operation;
			const { one, read } = run.resource;
			if (gone.has(findable(ref.value))) throw absent(one, ref.value);
			const record = read === undefined ? undefined : orThrow(await readOne(run, ref, given));
			if (record !== undefined && beside !== undefined && !isAsGiven(run.resource, record, beside, given))
				throw absent(one, ref.value);
			gone.add(findable(ref.value));
		};
		return {
			names: ({ ref }) => [findable(ref.value)],
			one: async (plan, give) => {
				const {
					given,
					options: { dryRun },
					ref,
				} = plan;
				if (dryRun) await look(plan);
				const request = run.operation.request(ref, given);
				const doubt = { whatToCheck: `the ${run.resource.one} ${ref.value}`, done: 'deleted' } as const;
				await surely(run.connection, request, doubt, async () => {
					if (run.resource.read === undefined) return undefined;
					const seen = await readOne(run, ref, given);
					if (!(seen instanceof Fault)) return 'missing';
					return seen.details.kind === 'absent' && seen.details.broughtOther !== true ? {} : seen;
				});
				if (dryRun) give({ deleted: false, id: ref.value }, { result: 'wouldDelete', changes: [] });
				else give({ deleted: true, id: ref.value });
			},
		};
	},
};
