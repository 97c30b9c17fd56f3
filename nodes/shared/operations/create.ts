import type { IDataObject } from 'n8n-workflow';

import { Fault } from '../fault';
import { inReadNames } from '../fields';
import { readList } from '../pages';
import type { Create, Reference } from '../resource';
import { outputOf } from '../shape';
import { holds, merged, text, valueAt } from '../values';
import type { Scope } from '../vendor';
import type { VendorRequest, WriteFields } from '../wire';
import { surely, writeFields } from '../write';
import type { Kind, Plan, Run } from './kind';
import { aOrAn } from '../words';

interface CreatePlan extends Plan {
	readonly fields: WriteFields;
	readonly request: VendorRequest;
}

export const create: Kind<Create, CreatePlan> = {
	words: ({ one }) => ({ name: 'Create', action: `Create ${aOrAn(one)}` }),
	parameters: () => ['fields', 'output'],
	plan: (scope, parameters) => {
		const { fields, unmapped } = writeFields(scope, parameters, 'create');
		return {
			fields,
			unmapped,
			request: scope.operation.request(fields),
			output: outputOf(scope, parameters),
		};
	},
	begin: (run) => ({
		one: async ({ fields }, give) => give(await createRecord(run, run.operation, fields)),
	}),
};

export async function createRecord(
	{ connection, resource }: Pick<Run, 'connection' | 'resource'>,
	operation: Create,
	fields: WriteFields,
): Promise<IDataObject> {
	const reference = operation.references.find(({ field }) => text(fields[field]) !== null);
	const value = text(fields[reference?.field ?? '']) ?? '';
	const whatToCheck = reference === undefined ? undefined : `the ${reference.label} ${value}`;
	const written = inReadNames(resource.fields, fields);
	const answered = await surely(connection, operation.request(fields), whatToCheck, async () =>
		reference === undefined ? undefined : await lookUp(connection, resource, reference, value, written),
	);
	return merged(written, answered);
}

async function lookUp(
	connection: Run['connection'],
	{ fields }: Scope['resource'],
	{ field, paging, request, shared }: Reference,
	value: string,
	written: IDataObject,
): Promise<IDataObject | 'missing' | Fault> {
	const readAs = fields.find(({ id }) => id === field)?.readAs ?? field;
	const matches = (record: IDataObject): boolean =>
		shared === true ? holds(record, written) : text(valueAt(record, readAs)) === value;
	if (paging === undefined) {
		const answer = await connection.send(request(value), 'read');
		if (!(answer instanceof Fault)) return answer.records.find(matches) ?? 'missing';
		return answer.details.kind === 'absent' ? 'missing' : answer;
	}
	let found: IDataObject | 'missing' = 'missing';
	const read = await readList(connection, {
		request: request(value),
		paging,
		limit: 1,
		maxParallelRequests: 1,
		keep: matches,
		take: (record) => {
			found = record;
		},
	});
	return read instanceof Fault ? read : found;
}
