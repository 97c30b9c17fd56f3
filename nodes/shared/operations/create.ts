import type { IDataObject } from 'n8n-workflow';

import { changesOf, writeOptionsOf } from '../changes';
import type { WriteOptions } from '../changes';
import { findable, isSameKey, notStored, storedAt } from '../compare';
import { Fault } from '../fault';
import { inReadNames } from '../fields';
import { toldApartBy } from '../keyed';
import { readList } from '../pages';
import type { Create, Given, Reference } from '../resource';
import { outputOf } from '../shape';
import { mergeInto, text } from '../values';
import type { Scope } from '../vendor';
import type { VendorRequest, WriteFields } from '../wire';
import { surely, writeFields } from '../write';
import type { Kind, Plan, Run } from './kind';

interface CreatePlan extends Plan {
	readonly options: WriteOptions;
	readonly fields: WriteFields;
	readonly given: Given;
	readonly request: VendorRequest;
}

export const create: Kind<Create, CreatePlan> = {
	plan: (scope, parameters) => {
		const given = scope.operation.given?.(parameters) ?? {};
		const { fields, unmapped } = writeFields(scope, parameters, 'create', scope.operation.fieldsOf?.(given));
		return {
			fields,
			given,
			unmapped,
			request: scope.operation.request(fields, given),
			output: outputOf(scope, parameters),
			options: writeOptionsOf(parameters),
		};
	},
	begin: (run) => ({
		names: ({ fields, given }) => {
			const values: WriteFields = { ...given, ...fields };
			return run.operation.references
				.filter(({ field, shared }) => shared !== true && text(values[field]) !== null)
				.map(({ field }) => JSON.stringify([field, findable(values[field])]));
		},
		one: async ({ fields, given, options, output: { hidden }, request }, give) => {
			const record = await createRecord(run, run.operation, fields, given, request);
			if (!options.dryRun) return give(record);
			give(record, { result: 'wouldCreate', changes: changesOf(run.resource, fields, undefined, hidden) });
		},
	}),
};

export async function createRecord(
	{ connection, resource, sentOnly }: Pick<Run, 'connection' | 'resource' | 'sentOnly'>,
	operation: Create,
	fields: WriteFields,
	given: Given = {},
	request = operation.request(fields, given),
): Promise<IDataObject> {
	const values: WriteFields = { ...given, ...fields };
	const reference = operation.references.find(({ field }) => text(values[field]) !== null);
	const value = text(values[reference?.field ?? '']) ?? '';
	const whatToCheck = reference === undefined ? undefined : `the ${reference.label} ${value}`;
	const answered = await surely(
		connection,
		request,
		{ whatToCheck },
		async () =>
			reference === undefined ? undefined : await lookUp(connection, resource, reference, value, fields),
		operation.unnamed === true ? undefined : resource,
	);
	if (operation.answersKey === true && !connection.dryRun) sentOnly();
	const sent = operation.sent?.(fields, given) ?? values;
	const made = inReadNames(resource.fields, sent);
	mergeInto(made, answered);
	const isFound = connection.dryRun || resource.keyOf(made) !== undefined;
	const finding = isFound ? undefined : operation.find?.(answered);
	if (finding === undefined) return made;
	const found = await connection.send(finding, 'read');
	// It was made, whether it is found or not.
	if (!(found instanceof Fault)) mergeInto(made, found.records[0] ?? {});
	return made;
}

/**
 * The new record, found by its reference. Another record may have the same one: only what holds all that was written
 * counts as the new one, and when nothing does, nobody can tell.
 */
async function lookUp(
	connection: Run['connection'],
	resource: Scope['resource'],
	{ field, paging, request }: Reference,
	value: string,
	written: WriteFields,
): Promise<IDataObject | 'missing' | Fault | undefined> {
	if (request === undefined) return undefined;
	const readAs = resource.fields.find(({ id }) => id === field)?.readAs ?? field;
	let found: IDataObject | undefined;
	let referred = false;
	const look = (record: IDataObject): boolean => {
		if (!isSameKey(storedAt(resource, record, readAs), value)) return false;
		referred = true;
		return Object.keys(notStored(resource, written, record)).length === 0;
	};
	if (paging === undefined) {
		const answer = await connection.send(request(value), 'read');
		if (answer instanceof Fault) return answer.details.kind === 'absent' ? 'missing' : answer;
		found = answer.records.find(look);
		// What brings another record says nothing of the new one.
		if (!referred && answer.records.length > 0) return undefined;
	} else {
		const read = await readList(connection, {
			request: request(value),
			paging,
			limit: 1,
			maxParallelRequests: 1,
			keep: look,
			keyOf: toldApartBy(resource.keyOf),
			take: (record) => {
				found = record;
			},
		});
		if (read instanceof Fault) return read;
	}
	return found ?? (referred ? undefined : 'missing');
}
