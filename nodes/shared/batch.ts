import type { IDataObject } from 'n8n-workflow';

import { findable } from './compare';
import { absent, Fault } from './fault';
import { firstOf, otherKey } from './keyed';
import type { Keyed } from './keyed';
import type { Run } from './operations/kind';
import { readList } from './pages';
import { eachInParallel } from './parallel';
import type { BatchLookup } from './resource';
import type { Connection } from './send';
import type { RecordKey, VendorRequest } from './wire';

/** A single look-up of one key, as an item asked for it. */
export interface Lookup {
	readonly key: RecordKey;
	readonly request: VendorRequest;
}

/** What looking up works with. */
type LookingUp = Pick<Run, 'connection' | 'goesOn' | 'parallel'> & { readonly resource: Keyed };

/** What is known so far, by key: a record, or the fault that the single look-up gave. Keys not in it are still open. */
export type Found = Map<string, IDataObject | Fault>;

/** Fewer look-ups than this are not worth a batch, whose first key is looked up singly as well. */
export const FEWEST_FOR_BATCH = 4;

/** A batch that is refused may only have been too large, which no vendor documents: it is asked again in parts of this size. */
const SIZE_OF_PARTS = 50;

/**
 * Looks many keys up with few requests. Nothing documents that a multi-look-up brings as many fields as a single
 * one, or all of its records: so one key is also looked up singly and compared, and what a batch does not bring
 * stays open, for the caller to look up singly. When the comparison fails, all of the rest stays open. The batches
 * do not wait for it: the few that are under way by then cost less than waiting does.
 * @param needed the names of a record's fields that are of any use, in any letter case; undefined for all
 */
export async function lookUpTogether(
	run: LookingUp,
	batch: BatchLookup,
	lookups: readonly Lookup[],
	needed?: readonly string[],
): Promise<Found> {
	const { connection, parallel } = run;
	const found: Found = new Map();
	const chunks = chunksOf(lookups, batch.size);
	const [first] = chunks;
	const [sample] = lookups;
	if (first === undefined || sample === undefined) return found;

	const answers: Array<Promise<Batched>> = [];
	let trusted: boolean | undefined;
	const compared = lookUp(run, sample).then(async (single) => {
		found.set(String(sample.key), single);
		trusted = await isTrusted(run, batch, found, { sample, first, answer: answers[0], needed });
	});
	const asked = eachInParallel(
		chunks.length,
		parallel,
		async (index) => {
			const answer = askFor(connection, batch, chunks[index] ?? []);
			answers[index] = answer;
			await answer;
		},
		() => trusted === false || connection.cancelled,
	);
	await Promise.all([compared, asked]);
	if (trusted !== true) return found;
	for (const records of await Promise.all(answers)) keep(found, records);
	return found;
}

/** Whether the batches bring what single look-ups would; what was looked up singly to find that out is kept in `found`. */
async function isTrusted(
	run: LookingUp,
	batch: BatchLookup,
	found: Found,
	{
		sample,
		first,
		answer,
		needed,
	}: {
		sample: Lookup;
		first: readonly Lookup[];
		answer: Promise<Batched> | undefined;
		needed: readonly string[] | undefined;
	},
): Promise<boolean> {
	const single = found.get(String(sample.key));
	const together = await answer;
	if (single === undefined || together === undefined || (single instanceof Fault && !run.goesOn))
		return false;

	const compared = single instanceof Fault ? first.find(({ key }) => together.has(String(key))) : sample;
	if (compared === undefined) return false;
	const singly = compared === sample ? single : await lookUp(run, compared);
	if (!carriesAll(together.get(String(compared.key)), singly, batch.columns, needed)) return false;

	const missing = first.find(({ key }) => !together.has(String(key)) && !found.has(String(key)));
	if (missing === undefined) return true;
	const alone = await lookUp(run, missing);
	found.set(String(missing.key), alone);
	// There after all: batches are cut short, so they are of no use.
	return alone instanceof Fault && run.goesOn;
}

/**
 * Reads the lists of several records with few requests, where the vendor's paging tells when a list is complete.
 * @param most how many each list may have at most; more of all together than that many each are left to
 * single lists
 * @returns the lists by key, and whether any was cut at `most`; undefined for a batch that did not work out, whose
 * keys stay open
 */
export async function listTogether(
	connection: Connection,
	batch: BatchLookup,
	keys: readonly RecordKey[],
	most: number | undefined,
): Promise<{ lists: ReadonlyMap<string, IDataObject[]>; cut: boolean } | undefined> {
	const lists = new Map<string, IDataObject[]>(keys.map((key) => [String(key), []]));
	// Whose records they are could not be told where the vendor takes two spellings for one key.
	if (new Set(keys.map(findable)).size < lists.size) return undefined;
	let strangers = false;
	let cut = false;
	const result = await readList(connection, {
		request: batch.request(keys),
		paging: batch.paging,
		limit: most === undefined ? undefined : most * keys.length,
		maxParallelRequests: 1,
		take: (record) => {
			const list = lists.get(String(batch.keyOf(record) ?? ''));
			if (list === undefined) strangers = true;
			else if (most === undefined || list.length < most) list.push(record);
			else cut = true;
		},
	});
	// A record of nobody asked for: the vendor compares keys more loosely than we can tell.
	if (result instanceof Fault || strangers || (most !== undefined && result.more)) return undefined;
	return { lists, cut };
}

export function chunksOf<T>(list: readonly T[], size: number): T[][] {
	const chunks: T[][] = [];
	for (let start = 0; start < list.length; start += size) chunks.push(list.slice(start, start + size));
	return chunks;
}

async function lookUp(run: LookingUp, { key, request }: Lookup): Promise<IDataObject | Fault> {
	const { connection, resource } = run;
	const answer = await connection.send(request, 'read');
	if (answer instanceof Fault) return answer;
	const record = firstOf(resource, answer.records) ?? absent(resource.one, key);
	return record instanceof Fault ? record : (otherKey(resource, key, record) ?? record);
}

/** The records of a batch by key; undefined when the vendor refuses it. A key with two records is left out. */
type Batched = ReadonlyMap<string, IDataObject> | undefined;

async function askFor(
	connection: Connection,
	batch: BatchLookup,
	chunk: readonly Lookup[],
): Promise<Batched> {
	const records = new Map<string, IDataObject>();
	const ambiguous = new Set<string>();
	const take = (record: IDataObject): void => {
		const key = String(batch.keyOf(record) ?? '');
		if (records.has(key)) ambiguous.add(key);
		records.set(key, batch.asSingle?.(record) ?? record);
	};
	const result = await readList(connection, {
		request: batch.request(chunk.map(({ key }) => key)),
		paging: batch.paging,
		// A single answer cannot be larger than that; pages say themselves when they are complete.
		limit: batch.paging.kind === 'single' ? chunk.length : undefined,
		pageSize: chunk.length,
		maxParallelRequests: 1,
		keyOf: batch.keyOf,
		take,
	});
	if (result instanceof Fault) {
		const { kind } = result.details;
		return kind === 'input' || kind === 'failed' ? await askInParts(connection, batch, chunk) : undefined;
	}
	for (const key of ambiguous) records.delete(key);
	return records;
}

async function askInParts(
	connection: Connection,
	batch: BatchLookup,
	chunk: readonly Lookup[],
): Promise<Batched> {
	if (chunk.length <= SIZE_OF_PARTS) return undefined;
	const records = new Map<string, IDataObject>();
	for (const part of chunksOf(chunk, SIZE_OF_PARTS)) {
		const found = await askFor(connection, batch, part);
		// Not the size, then.
		if (found === undefined) return undefined;
		for (const [key, record] of found) records.set(key, record);
	}
	return records;
}

function keep(found: Found, records: Batched): void {
	for (const [key, record] of records ?? []) {
		if (!found.has(key)) found.set(key, record);
	}
}

function carriesAll(
	batched: IDataObject | undefined,
	single: IDataObject | Fault,
	columns: readonly string[] | undefined,
	needed: readonly string[] | undefined,
): boolean {
	if (batched === undefined || single instanceof Fault) return false;
	const expected =
		columns?.filter((column) => Object.hasOwn(single, column)) ?? fieldsAmong(Object.keys(single), needed);
	return expected.every((field) => Object.hasOwn(batched, field));
}

/** Of a record's fields those that are named, be it by a part of them. */
function fieldsAmong(fields: readonly string[], names: readonly string[] | undefined): readonly string[] {
	if (names === undefined) return fields;
	const wanted = new Set(
		names.flatMap((name) => [name, name.split('.')[0] ?? '']).map((name) => name.toLowerCase()),
	);
	return fields.filter((field) => wanted.has(field.toLowerCase()));
}
