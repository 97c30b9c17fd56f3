import type { IDataObject } from 'n8n-workflow';

import { absent, cancelled, Fault, InputFault } from './fault';
import { checkFields, mapAutomatically, unmappedKeys } from './fields';
import type { WriteKind } from './fields';
import type { RecordRef } from './keys';
import type { Run } from './operations/kind';
import type { Parameters } from './parameters';
import { outcomeUnknown, waitBefore } from './retry';
import type { Connection } from './send';
import { asObject } from './values';
import type { Scope } from './vendor';
import type { VendorRequest, WriteFields } from './wire';

/** How often a write is sent again after a look-up showed that it had not arrived. */
const MOST_RESENDS = 2;

export interface Written {
	/** Mapped by hand or automatically, checked, and overlaid with the extra fields. */
	readonly fields: WriteFields;
	readonly automatic: boolean;
	readonly unmapped: readonly string[];
}

export function writeFields({ resource }: Scope, parameters: Parameters, kind: WriteKind): Written {
	const mapper = asObject(parameters.raw('fields')) ?? {};
	const automatic = mapper.mappingMode === 'autoMapInputData';
	const given = automatic
		? mapAutomatically(resource.fields, parameters.item, kind)
		: (asObject(mapper.value) ?? {});
	const extra = extraFields(parameters);
	const fields = { ...checkFields(resource.fields, given, kind, Object.keys(extra)), ...extra };
	if (Object.keys(fields).length === 0) {
		throw new InputFault(
			automatic
				? 'Fields: the input item has no field that the vendor knows'
				: 'Fields: nothing is filled in, so there is nothing to save',
			automatic
				? 'Rename the fields of the input item to the names listed in Fields, or map them by hand'
				: 'Fill in at least one field',
		);
	}
	return {
		fields,
		automatic,
		unmapped: automatic ? unmappedKeys(resource.fields, resource.shape, parameters.item) : [],
	};
}

function extraFields(parameters: Parameters): IDataObject {
	const value = parameters.json('extraFields', 'Extra Fields');
	if (value === undefined) return {};
	const object = asObject(value);
	if (object === undefined) {
		throw new InputFault('Extra Fields must be a JSON object', 'Enter something such as {"FIELD": "value"}');
	}
	return object;
}

/** The one record that a look-up brings. */
export async function readOne(
	{ connection, resource }: Pick<Run, 'connection' | 'resource'>,
	ref: RecordRef,
): Promise<IDataObject | Fault> {
	const answer = await connection.send(resource.read(ref), 'read');
	return answer instanceof Fault ? answer : (answer.records[0] ?? absent(resource.one, ref.value));
}

/**
 * Sends a write. When it cannot be known whether it was done, `lookAgain` looks: a record means that it was,
 * 'missing' that it was not (then it is sent again), undefined or a fault that nobody can tell.
 * @throws Fault when it was not done, or nobody can tell
 */
export async function surely(
	connection: Connection,
	request: VendorRequest,
	whatToCheck: string | undefined,
	lookAgain: () => Promise<IDataObject | 'missing' | Fault | undefined>,
): Promise<IDataObject> {
	for (let resends = 0; ; resends++) {
		const result = await connection.send(request, 'write');
		if (!(result instanceof Fault)) return result.records[0] ?? {};
		// Refused the second time, perhaps because the first has arrived meanwhile: look once more.
		const overtaken = resends > 0 && result.details.kind === 'input';
		if (!outcomeUnknown(result) && !overtaken) throw result;
		// A write that was given up on may still be under way at the vendor's.
		await connection.pause(waitBefore(resends + 1, result, Math.random()));
		if (connection.cancelled) throw cancelled();
		const seen = await lookAgain();
		if (seen === undefined || seen instanceof Fault)
			throw overtaken ? result : maybeSaved(result, whatToCheck);
		if (seen !== 'missing') return seen;
		// A breakdown over the request was an answer, not a lost one: it would only come again.
		if (overtaken || result.details.kind === 'failed' || resends >= MOST_RESENDS) throw result;
	}
}

function maybeSaved(fault: Fault, whatToCheck: string | undefined): Fault {
	return new Fault({
		...fault.details,
		kind: 'unknownOutcome',
		message: `${fault.message} - the record may have been saved all the same`,
		description:
			whatToCheck === undefined
				? "Look in the vendor's system whether the record is there before you run this item again"
				: `Look in the vendor's system for ${whatToCheck} before you run this item again`,
	});
}
