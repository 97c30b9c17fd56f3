import type { IDataObject } from 'n8n-workflow';

import { changesOf, writeOptionsOf } from '../changes';
import type { WriteOptions } from '../changes';
import { findable, isSameKey, isSilent, notStored } from '../compare';
import type { Job } from '../coalesce';
import { absent, broughtOther, Fault, InputFault, orThrow } from '../fault';
import { underReadNames } from '../fields';
import { isOwnKey, recordRef } from '../keys';
import type { RecordRef } from '../keys';
import { eachInParallel } from '../parallel';
import type { Parameters } from '../parameters';
import type { Given, Resource, Update } from '../resource';
import { outputOf } from '../shape';
import { asObject, asObjects, laidOver, mergeInto, text } from '../values';
import type { RecordKey, WriteFields } from '../wire';
import { exactKey, namesake, readOne, surely, withoutKey, writeFields } from '../write';
import type { Kind, Plan, Run } from './kind';

interface UpdatePlan extends Plan {
	readonly options: WriteOptions;
	readonly ref: RecordRef;
	readonly fields: WriteFields;
	readonly given: Given;
}

export const update: Kind<Update, UpdatePlan> = {
	plan: (scope, parameters) => {
		const ref = recordRef(scope, parameters);
		const { fields, unmapped } = writeFields(scope, parameters, 'update');
		const values = isOwnKey(ref) ? chosenAlone(scope.resource, ref.value, fields, parameters) : fields;
		// Built without the current record, only to have the values checked before anything is sent.
		const given = scope.operation.given?.(parameters) ?? {};
		scope.operation.request(ref, values, undefined, given);
		const output = outputOf(scope, parameters);
		return { ref, fields: values, given, unmapped, output, options: writeOptionsOf(parameters) };
	},
	begin: (run) => {
		const names = new Names(run);
		const wouldBe = new WouldBe(run.resource);
		return {
			together: async (jobs) => await names.lookUp(jobs),
			names: (plan) => names.of(plan),
			one: async ({ fields, given, options, output: { hidden }, ref }, give) => {
				const known = options.dryRun ? wouldBe.find(ref, given) : undefined;
				const updated = await updateRecord(run, run.operation, ref, fields, {
					given,
					reads: options.includeChanges,
					...(known === undefined ? {} : { known: { record: known, isFresh: true } }),
				});
				const { before, record, written } = updated;
				if (!options.includeChanges) return give(record);
				const changes = changesOf(run.resource, written, before, hidden);
				if (!options.dryRun) return give(record, { changes });
				const named = wouldBe.keep(ref, given, record, known === undefined);
				give(named, { result: changes.length === 0 ? 'unchanged' : 'wouldUpdate', changes });
			},
		};
	},
};

/** @throws InputFault when the values name another record, or name nothing but the one that was chosen */
function chosenAlone(
	resource: Resource,
	chosen: RecordKey,
	fields: WriteFields,
	parameters: Parameters,
): WriteFields {
	const { mappingMode, schema, value } = asObject(parameters.raw('fields')) ?? {};
	if (mappingMode !== 'autoMapInputData') {
		// A value of a field that the editor no longer shows is left over from another operation, and not sent.
		const shown = asObjects(schema);
		const isShown = (name: string): boolean =>
			shown.length === 0 || shown.some(({ id, removed }) => id === name && removed !== true);
		const entered = Object.entries(asObject(value) ?? {});
		const named = entered.filter(([name, each]) => text(each) !== null && isShown(name));
		withoutKey(resource, chosen, Object.fromEntries(named), 'Fields');
	}
	const values = withoutKey(resource, chosen, fields);
	if (Object.keys(values).length > 0) return values;
	throw new InputFault(
		`Fields: there is nothing to save but the key of the ${resource.one}`,
		'Fill in at least one field',
	);
}

/** What the records of a run are known by: one that two items name in different ways is still one. */
class Names {
	private readonly found = new Map<UpdatePlan, RecordKey>();
	private used: ReadonlySet<string> = new Set();

	constructor(private readonly run: Run<Update>) {}

	/** Only where items name records in different ways has it to be known beforehand which ones they mean. */
	async lookUp(jobs: ReadonlyArray<Job<UpdatePlan>>): Promise<void> {
		const named = jobs.filter(({ plan }) => !isOwnKey(plan.ref));
		this.used = new Set(named.map(({ plan }) => plan.ref.by));
		if (named.length === jobs.length && this.used.size === 1) return;
		await eachInParallel(named.length, this.run.parallel, async (index) => {
			const plan = named[index]?.plan;
			if (plan === undefined) return;
			const record = await readOne(this.run, plan.ref, plan.given);
			// A fault comes again when it is this item's turn.
			const key = record instanceof Fault ? undefined : this.run.resource.keyOf(record);
			if (key !== undefined) this.found.set(plan, key);
		});
	}

	of(plan: UpdatePlan): string[] {
		const key = isOwnKey(plan.ref) ? plan.ref.value : this.found.get(plan);
		// A record that is given a new reference or name is known by it to the items after it.
		const given = this.run.resource.keys.flatMap(({ field, name }) => {
			const value = field !== undefined && this.used.has(name) ? text(plan.fields[field]) : null;
			return value === null ? [] : [JSON.stringify([name, findable(value)])];
		});
		return [
			...(isOwnKey(plan.ref) ? [] : [JSON.stringify([plan.ref.by, findable(plan.ref.value)])]),
			...(key === undefined ? [] : [JSON.stringify(['key', findable(key)])]),
			...given,
		];
	}
}

/** What earlier items of a dry run would have made of records. */
class WouldBe {
	private readonly records = new Map<string, IDataObject>();

	constructor(private readonly resource: Resource) {}

	find(ref: RecordRef, given: Given): IDataObject | undefined {
		if (isOwnKey(ref)) return this.records.get(String(ref.value));
		const [only, ...others] = [...this.records.values()].filter((record) => this.isMeant(ref, record, given));
		return others.length > 0 ? undefined : only;
	}

	/**
	 * @param isRead whether the vendor was asked for it
	 * @returns the record with its key
	 * @throws Fault for one that an earlier item would have given another name
	 */
	keep(ref: RecordRef, given: Given, record: IDataObject, isRead: boolean): IDataObject {
		const { keyNames = [], keyOf, one } = this.resource;
		const withKey = (name: string): IDataObject => ({ ...record, [name]: ref.value });
		const named =
			keyOf(record) !== undefined || !isOwnKey(ref)
				? record
				: (keyNames.map(withKey).find((each) => keyOf(each) !== undefined) ?? record);
		const key = String(keyOf(named));
		const earlier = this.records.get(key);
		if (isRead && earlier !== undefined && !this.isMeant(ref, earlier, given)) throw absent(one, ref.value);
		this.records.set(key, named);
		return named;
	}

	private isMeant(ref: RecordRef, record: IDataObject, given: Given): boolean {
		return namesake(this.resource, ref, record, given) === undefined;
	}
}

/** A record as it is known before it is written; `isFresh` unless it may have changed since it was read. */
interface Known {
	readonly record: IDataObject;
	readonly isFresh: boolean;
}

interface Updating {
	readonly given?: Given;
	readonly known?: Known;
	/** Whether the record is to be read where it can be, although the vendor does not want it. */
	readonly reads?: boolean;
}

interface Updated {
	/** As it is by now, and as it was where that is known. */
	readonly record: IDataObject;
	readonly before: IDataObject | undefined;
	/** What was written, without the key. */
	readonly written: WriteFields;
}

export async function updateRecord(
	run: Pick<Run, 'connection' | 'resource' | 'sentOnly'>,
	operation: Update,
	ref: RecordRef,
	values: WriteFields,
	{ given = {}, known, reads = false }: Updating = {},
): Promise<Updated> {
	const { connection, resource } = run;
	const isRead = operation.readsFirst?.(ref) === true || (reads && resource.read !== undefined);
	const current = isRead && known?.isFresh !== true ? orThrow(await readOne(run, ref, given)) : known?.record;
	const found = current === undefined ? undefined : exactKey(resource, current);
	const key = isOwnKey(ref) ? ref.value : found;
	if (found !== undefined && key !== undefined && !isSameKey(found, key))
		throw broughtOther(resource.one, `"${ref.value}"`, String(found));
	const fields = key === undefined ? values : withoutKey(resource, key, values);
	const request = operation.request(ref, fields, current, given);
	// An answer may hold nothing at all (ManEx): the key is then only in what was sent.
	const written = underReadNames(resource.fields, { ...request.query, ...fields });
	// By its key: what it was found by may be what is written.
	const again = key === undefined ? ref : ({ by: 'id', value: key } as const);
	const whatToCheck = `the ${resource.one} ${ref.value}`;
	const answered = await surely(connection, request, { whatToCheck }, async () => {
		if (resource.read === undefined) return undefined;
		const now = await readOne(run, again, given);
		if (now instanceof Fault) return now;
		if (isSilent(resource, fields, now)) return undefined;
		return Object.keys(notStored(resource, fields, now)).length === 0 ? now : 'missing';
	});
	if (operation.answersKey === true && current === undefined && !connection.dryRun) run.sentOnly();
	const record = laidOver(current ?? {}, written);
	mergeInto(record, answered);
	return { record, before: current, written: fields };
}
