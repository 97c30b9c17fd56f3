import { writeOptionsOf } from '../changes';
import type { WriteOptions } from '../changes';
import { findable } from '../compare';
import { Fault, orThrow } from '../fault';
import { recordRef } from '../keys';
import type { RecordRef } from '../keys';
import type { Delete, Given } from '../resource';
import { asItIs } from '../shape';
import { readOne, surely } from '../write';
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
	begin: (run) => ({
		names: ({ ref }) => [findable(ref.value)],
		one: async ({ given, options: { dryRun }, ref }, give) => {
			if (dryRun && run.resource.read !== undefined) orThrow(await readOne(run, ref, given));
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
	}),
};
