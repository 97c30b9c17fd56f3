import type { IDataObject } from 'n8n-workflow';

import { Fault, orThrow } from '../fault';
import { inReadNames } from '../fields';
import { recordRef } from '../keys';
import type { RecordRef } from '../keys';
import type { Update } from '../resource';
import { outputOf } from '../shape';
import { holds, merged } from '../values';
import type { WriteFields } from '../wire';
import { readOne, surely, writeFields } from '../write';
import type { Kind, Plan, Run } from './kind';
import { aOrAn } from '../words';

interface UpdatePlan extends Plan {
	readonly ref: RecordRef;
	readonly fields: WriteFields;
}

export const update: Kind<Update, UpdatePlan> = {
	words: ({ one }) => ({ name: 'Update', action: `Update ${aOrAn(one)}` }),
	parameters: () => ['record', 'fields', 'output'],
	plan: (scope, parameters) => {
		const ref = recordRef(scope, parameters);
		const { fields, unmapped } = writeFields(scope, parameters, 'update');
		// Built without the current record, only to have the values checked before anything is sent.
		scope.operation.request(ref, fields, undefined);
		return { ref, fields, unmapped, output: outputOf(scope, parameters) };
	},
	begin: (run) => ({
		one: async ({ fields, ref }, give) => give(await updateRecord(run, run.operation, ref, fields)),
	}),
};

/** @param known the record as it is now, where it has been read already */
export async function updateRecord(
	run: Pick<Run, 'connection' | 'resource'>,
	operation: Update,
	ref: RecordRef,
	fields: WriteFields,
	known?: IDataObject,
): Promise<IDataObject> {
	const reads = known === undefined && operation.readsFirst?.(ref) === true;
	const current = reads ? orThrow(await readOne(run, ref)) : known;
	const request = operation.request(ref, fields, current);
	// An answer may hold nothing at all (ManEx): the key is then only in what was sent.
	const written = inReadNames(run.resource.fields, { ...request.query, ...fields });
	const whatToCheck = `the ${run.resource.one} ${ref.value}`;
	const answered = await surely(run.connection, request, whatToCheck, async () => {
		const now = await readOne(run, ref);
		return now instanceof Fault || holds(now, written) ? now : 'missing';
	});
	return merged(merged(current ?? {}, written), answered);
}
