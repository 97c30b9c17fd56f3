import type { IDataObject } from 'n8n-workflow';

import { absent, caught, Fault } from './fault';
import { inReadNames } from './fields';
import { readList } from './list';
import type { Plan } from './plan';
import { outcomeUnknown, waitBefore } from './retry';
import type { Connection } from './send';
import { holds, merged } from './values';
import type { Confirmation, CustomerRef, CustomerResource, DeleteOperation, VendorRequest } from './vendor';

/** How often a write is sent again after a look-up showed that it had not arrived. */
const MOST_RESENDS = 2;

export async function createRecord(
	connection: Connection,
	resource: CustomerResource,
	{ operation, fields, request }: Pick<Extract<Plan, { kind: 'create' }>, 'operation' | 'fields' | 'request'>,
): Promise<IDataObject> {
	const confirmation = operation.confirm?.(fields);
	const answered = await surely(connection, request, confirmation?.hint, async () => {
		if (confirmation === undefined) return undefined;
		const found = await lookUp(connection, confirmation);
		return found === undefined ? 'missing' : found;
	});
	return merged(inReadNames(resource.fields, fields), answered);
}

/** @param known the record as it is now, where it has been read already */
export async function updateRecord(
	connection: Connection,
	resource: CustomerResource,
	{
		operation,
		customer,
		fields,
	}: Pick<Extract<Plan, { kind: 'update' }>, 'operation' | 'customer' | 'fields'>,
	known?: IDataObject,
): Promise<IDataObject> {
	const read = known === undefined ? operation.read?.(customer) : undefined;
	const current = read === undefined ? known : await readOne(connection, read, customer);
	const request = operation.request(customer, fields, current);
	// An answer may hold nothing at all (ManEx): the key is then only in what was sent.
	const written = inReadNames(resource.fields, { ...request.query, ...fields });
	const answered = await surely(connection, request, `the customer ${customer.value}`, async () => {
		const now = await readOne(connection, operation.confirm(customer), customer);
		return holds(now, written) ? now : 'missing';
	});
	return merged(merged(current ?? {}, written), answered);
}

export async function deleteRecord(
	connection: Connection,
	operation: DeleteOperation,
	customer: CustomerRef,
): Promise<void> {
	await surely(connection, operation.request(customer), `the customer ${customer.value}`, async () => {
		try {
			await readOne(connection, operation.confirm(customer), customer);
			return 'missing';
		} catch (error) {
			if (error instanceof Fault && error.details.kind === 'absent') return {};
			return undefined;
		}
	});
}

/** The one record that a look-up brings. */
export async function readOne(
	connection: Connection,
	request: VendorRequest,
	customer: CustomerRef,
): Promise<IDataObject> {
	const { records } = await connection.send(request, 'read');
	const [record] = records;
	if (record !== undefined) return record;
	throw absent(customer.value);
}

/**
 * Sends a write. When it cannot be known whether it was done, `lookAgain` looks: a record means that it was,
 * 'missing' that it was not (then it is sent again), undefined that nobody can tell.
 */
async function surely(
	connection: Connection,
	request: VendorRequest,
	whatToCheck: string | undefined,
	lookAgain: () => Promise<IDataObject | 'missing' | undefined>,
): Promise<IDataObject> {
	for (let resends = 0; ; resends++) {
		const result = await caught(async () => (await connection.send(request, 'write')).records[0] ?? {});
		if (!(result instanceof Fault)) return result;
		// Refused the second time, perhaps because the first has arrived meanwhile: look once more.
		const overtaken = resends > 0 && result.details.kind === 'input';
		if (!outcomeUnknown(result) && !overtaken) throw result;
		// A write that was given up on may still be under way at the vendor's.
		await connection.pause(waitBefore(resends + 1, result, Math.random()));
		const seen = await caught(lookAgain);
		if (seen === undefined || seen instanceof Fault)
			throw overtaken ? result : maybeSaved(result, whatToCheck);
		if (seen !== 'missing') return seen;
		if (overtaken) throw result;
		// A breakdown over the request was an answer, not a lost one: it would only come again.
		if (result.details.kind === 'failed' || resends >= MOST_RESENDS) throw result;
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

async function lookUp(connection: Connection, confirmation: Confirmation): Promise<IDataObject | undefined> {
	const { request, paging, matches } = confirmation;
	if (paging === undefined) {
		const answer = await caught(async () => await connection.send(request, 'read'));
		if (!(answer instanceof Fault)) return answer.records.find(matches);
		if (answer.details.kind === 'absent') return undefined;
		throw answer;
	}
	let found: IDataObject | undefined;
	await readList(connection, {
		request,
		paging,
		limit: 1,
		maxParallelRequests: 1,
		keep: matches,
		take: (record) => {
			found = record;
		},
	});
	return found;
}
