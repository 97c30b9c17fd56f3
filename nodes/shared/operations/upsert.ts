import type { IDataObject } from 'n8n-workflow';

import { chunksOf } from '../batch';
import { changesOf, writeOptionsOf } from '../changes';
import type { Changes, WriteOptions } from '../changes';
import type { Job } from '../coalesce';
import { findable, identityOf, isSameKey, notStored } from '../compare';
import { Fault, faultIn, InputFault, orThrow } from '../fault';
import { defaultsOf, fieldsFor, filledNames, labelled, requireFields, underReadNames } from '../fields';
import type { Field, WriteKind } from '../fields';
import { firstKeyless, toldApartBy } from '../keyed';
import { eachInParallel } from '../parallel';
import { choiceIn } from '../parameters';
import type { Parameters } from '../parameters';
import { quoted } from '../printable';
import { forgetLists } from '../recentLists';
import type { Operation, Resource, Upsert } from '../resource';
import { outputOf } from '../shape';
import { isBlank, laidOver, numeric, text, valueAt } from '../values';
import type { Scope } from '../vendor';
import type { WriteFields } from '../wire';
import { listed } from '../words';
import { exactKey, withoutKey, writeFields } from '../write';
import { createRecord } from './create';
import type { Give, Kind, Plan, Result, Run } from './kind';
import type { ListLookUp } from './listLookUp';
import { updateRecord } from './update';

/** How a vendor's records are found: by a search, or in the whole list. */
type Search = Extract<Upsert['find'], { kind: 'search' }>;
type Scan = Extract<Upsert['find'], { kind: 'scan' }>;

interface UpsertPlan extends Plan {
	readonly options: WriteOptions;
	readonly fields: WriteFields;
	/** Whether the fields were mapped automatically. */
	readonly automatic: boolean;
	readonly matchOn: string;
	readonly matchValue: string;
	/** How long ago the list may have been read, in ms, where a whole list has to be read. */
	readonly reuseMs: number;
}

export const upsert: Kind<Upsert, UpsertPlan> = {
	plan: (scope, parameters) => {
		const { automatic, fields, unmapped } = writeFields(scope, parameters, 'upsert');
		const { matchOn, matchValue } = matchOf(scope, parameters, fields);
		return {
			automatic,
			unmapped,
			matchOn,
			matchValue,
			// Written as it is looked for: a vendor that searches does not find what was saved with its padding.
			fields: { ...fields, [matchOn]: matchValue },
			output: outputOf(scope, parameters),
			options: writeOptionsOf(parameters),
			reuseMs: reuseMsOf(parameters),
		};
	},
	begin: (run) => {
		const upserts = new Upserts(run);
		return {
			together: async (jobs) => await upserts.prepare(jobs),
			names: (plan) => upserts.namesOf(plan),
			one: async (plan, give) => await upserts.carryOut(plan, give),
		};
	},
};

/** @throws InputFault for what is no number from 0 on: it must not become a list that is older than is wanted */
function reuseMsOf({ options }: Parameters): number {
	if (!('reuseList' in options)) return 0;
	const seconds = numeric(options.reuseList);
	if (seconds !== null && seconds >= 0) return seconds * 1000;
	throw new InputFault(
		`Options: Reuse List must be a number of seconds, not ${quoted(options.reuseList)}`,
		'Enter how many seconds ago the list may have been read, or 0 to read it anew',
	);
}

/** @throws InputFault when the field to match on is none, or has no value in this item */
function matchOf(
	{ operation, resource }: Scope<Upsert>,
	parameters: Parameters,
	fields: WriteFields,
): Pick<UpsertPlan, 'matchOn' | 'matchValue'> {
	const wanted = parameters.text('matchOn', 'Match On') ?? operation.matchOn[0];
	const matchOn = choiceIn(operation.matchOn, wanted);
	if (matchOn === undefined) {
		throw new InputFault(
			`Match On: ${resource.many} cannot be found by ${quoted(wanted)}`,
			`Choose one of ${listed(operation.matchOn.map((id) => labelled(resource.fields, id)))}`,
		);
	}
	const matchValue = text(fields[matchOn]);
	if (matchValue === null) throw matchedOnNothing(resource, operation.matchOn, matchOn, fields);
	if (matchValue === 'true' || matchValue === 'false') {
		throw new InputFault(
			`Match On: the field ${labelled(resource.fields, matchOn)} is ${matchValue} in this item, which tells no ${resource.one} from another`,
			'Some systems say false where a text is empty: leave such items out, or match on a field that has a value',
		);
	}
	return { matchOn, matchValue };
}

/** Another field is not taken by itself: what it finds may be a record that nobody meant. */
function matchedOnNothing(
	resource: Resource,
	matchOn: readonly string[],
	chosen: string,
	fields: WriteFields,
): InputFault {
	const named = (id: string): string => labelled(resource.fields, id);
	const others = matchOn.filter((id) => id !== chosen);
	const filled = others.filter((id) => text(fields[id]) !== null);
	const [joint, list, advice] =
		filled.length > 0
			? ([
					', while there is one in ',
					filled,
					'Match on a field that has a value, fill this one in, or leave such items out',
				] as const)
			: ([', nor in ', others, 'Fill in one of these fields, and match on it'] as const);
	return new InputFault(
		`Match On: the field ${named(chosen)} has no value in this item${list.length === 0 ? '' : joint + list.map(named).join(', ')}`,
		list.length === 0 ? 'Fill the field in' : advice,
	);
}

/** What became, or would become, of an item. */
interface Upserted {
	readonly record: IDataObject;
	readonly result: Result;
	changes(): Changes;
}

/** The upserts of one execution: what is found or written for one item is known to the next. */
class Upserts {
	/** Records by identity and key; none means that there is none, an absent identity that nobody has looked yet. */
	private readonly known = new Map<string, Map<string, IDataObject>>();
	/** Keys of records that have been written since they were read. */
	private readonly written = new Set<string>();
	/** What records without a key are told apart by, however they change. */
	private readonly invented = new WeakMap<IDataObject, string>();
	/** The fields that items are matched on. */
	private used: readonly string[] = [];
	/** Where a whole list has to be read. */
	private list: ListLookUp | undefined;

	constructor(private readonly run: Run<Upsert>) {}

	/** Looks up together what can be looked up together. */
	async prepare(jobs: ReadonlyArray<Job<UpsertPlan>>): Promise<void> {
		const { find } = this.run.operation;
		const plans = jobs.map(({ plan }) => plan);
		this.used = [...new Set(plans.map(({ matchOn }) => matchOn))];
		if (find.kind === 'scan') return await this.lookUp(plans, find);
		if (find.batch !== undefined && plans.length > 1) await this.searchTogether(plans, find.batch);
		if (this.used.length > 1) await this.searchEach(plans, find);
	}

	/**
	 * One field finds a record under one name. Items that are matched on several fields may mean the same record, by
	 * what is found or by what is written.
	 */
	namesOf({ fields, matchOn, matchValue }: UpsertPlan): string[] {
		const own = identityOf(matchOn, matchValue);
		if (this.used.length < 2) return [own];
		const given = this.used.filter((field) => !isBlank(fields[field]));
		return [
			own,
			...given.map((field) => identityOf(field, fields[field])),
			...[...(this.known.get(own)?.keys() ?? [])].map((key) => identityOf('', key)),
		];
	}

	async carryOut(plan: UpsertPlan, give: Give): Promise<void> {
		const found = await this.found(plan);
		const [current, ...others] = found.values();
		if (others.length > 0) throw this.severalMatches(plan, [...found.values()]);
		const { changes, record, result } = await this.write(plan, current);
		this.remember(plan, current, record);
		give(record, { result, changes: plan.options.includeChanges ? changes() : undefined });
	}

	/** What was not looked up together, or has been forgotten since, is looked up when it is its item's turn. */
	private async found(plan: UpsertPlan): Promise<ReadonlyMap<string, IDataObject>> {
		const { find } = this.run.operation;
		const identity = identityOf(plan.matchOn, plan.matchValue);
		if (find.kind === 'scan' && !this.known.has(identity)) await this.lookUp([plan], find);
		const known = this.known.get(identity);
		if (known !== undefined) return known;
		// After a scan, what is not known is not there.
		return find.kind === 'scan' ? new Map() : orThrow(await this.searchFor(plan, find));
	}

	private async write(plan: UpsertPlan, current: IDataObject | undefined): Promise<Upserted> {
		const writing = current === undefined ? this.create(plan) : this.update(plan, current);
		return await writing.catch((thrown: unknown) => {
			const fault = faultIn(thrown);
			if (fault.details.kind === 'unknownOutcome') this.forget(plan, current);
			throw fault;
		});
	}

	/** Nobody can tell how a record is now, or whether there is one: what the items after it find is looked up anew. */
	private forget(plan: UpsertPlan, before: IDataObject | undefined): void {
		const names = this.namesOf(plan);
		if (before !== undefined) {
			this.written.add(this.keyIn(before));
			names.push(...this.used.map((field) => identityOf(field, this.valueOf(field, before))));
		}
		for (const name of names) this.known.delete(name);
		forgetLists(this.run.connection);
	}

	private async create({ automatic, fields: given, options, output }: UpsertPlan): Promise<Upserted> {
		const { resource } = this.run;
		const { fields } = resource;
		const create = this.operation('create');
		const writable = withoutEmpty(writableBy(fields, 'create', given));
		if (!automatic) this.tellLeftOut('new', writable, withoutEmpty(given));
		const values = automatic ? { ...defaultsOf(fields), ...writable } : writable;
		requireFields(fieldsFor(fields, 'create'), filledNames(values));
		return {
			record: await createRecord(this.run, create, values),
			result: options.dryRun ? 'wouldCreate' : 'created',
			changes: () => changesOf(resource, values, undefined, output.hidden),
		};
	}

	private async update(
		{ automatic, fields: given, options, output }: UpsertPlan,
		current: IDataObject,
	): Promise<Upserted> {
		const { operation, resource } = this.run;
		const own = resource.keyOf(current);
		const writable = writableBy(resource.fields, 'update', given);
		if (!automatic) this.tellLeftOut('existing', writable, withoutEmpty(notStored(resource, given, current)));
		const values = notStored(
			resource,
			own === undefined ? writable : withoutKey(resource, own, writable),
			current,
		);
		const changes = (): Changes => changesOf(resource, values, current, output.hidden);
		const unchanged: Upserted = { record: current, result: 'unchanged', changes: () => [] };
		if (Object.keys(values).length === 0) return unchanged;
		// What an item before it would have made has no key yet.
		if (options.dryRun && own === undefined)
			return {
				record: laidOver(current, underReadNames(resource.fields, values)),
				result: 'wouldUpdate',
				changes,
			};
		const key = own === undefined ? undefined : exactKey(resource, current);
		if (key === undefined) return unchanged;
		// A vendor that wants the complete record reads it again when it may be old by now.
		const isWritten = this.written.has(String(key));
		const isFresh = options.dryRun && isWritten ? true : operation.find.kind !== 'scan' && !isWritten;
		const known = { record: current, isFresh };
		const { record } = await updateRecord(
			this.run,
			this.operation('update'),
			{ by: 'id', value: key },
			values,
			{ known },
		);
		return { record, result: options.dryRun ? 'wouldUpdate' : 'updated', changes };
	}

	/** With fields that are mapped automatically it is no news that the item holds more. */
	private tellLeftOut(of: 'new' | 'existing', writable: WriteFields, wanted: WriteFields): void {
		const ids = Object.keys(wanted).filter((id) => !(id in writable));
		this.run.leftOut(
			ids.map((id) => labelled(this.run.resource.fields, id)),
			of,
		);
	}

	/** What an item found or made is known to the items after it, under all that it can be found by now. */
	private remember(
		{ matchOn, matchValue }: UpsertPlan,
		before: IDataObject | undefined,
		now: IDataObject,
	): void {
		if (before !== undefined && this.run.resource.keyOf(now) === undefined)
			this.invented.set(now, this.keyIn(before));
		const key = this.keyIn(now);
		if (before !== now) this.written.add(key);
		for (const field of this.used) {
			if (before !== undefined) this.known.get(identityOf(field, this.valueOf(field, before)))?.delete(key);
			this.known.get(identityOf(field, this.valueOf(field, now)))?.set(key, now);
		}
		this.known.set(identityOf(matchOn, matchValue), new Map([[key, now]]));
		if (before !== now && !this.run.connection.dryRun) this.list?.wrote(now);
	}

	private async searchFor(plan: UpsertPlan, find: Search): Promise<Map<string, IDataObject> | Fault> {
		const found = await this.search(plan, find);
		return found instanceof Fault ? found : new Map(found.map((record) => [this.keyIn(record), record]));
	}

	private async search({ matchOn, matchValue }: UpsertPlan, find: Search): Promise<IDataObject[] | Fault> {
		const { connection, resource } = this.run;
		for (const form of formsOf(matchValue)) {
			const answer = await connection.send(find.request(matchOn, form), 'read');
			if (answer instanceof Fault) {
				if (answer.details.kind === 'absent') continue;
				return answer;
			}
			const { records } = answer;
			const keyless = firstKeyless(resource, records);
			if (keyless !== undefined) return keyless;
			const found = records.filter((record) => isSameKey(this.valueOf(matchOn, record), matchValue));
			if (found.length > 0) return found;
			const [other] = records;
			if (other === undefined || find.bringsOne !== true) continue;
			return new Fault({
				kind: 'input',
				message: `Match On: the look-up for the ${labelled(resource.fields, matchOn)} "${matchValue}" brought the ${resource.one} "${text(this.valueOf(matchOn, other)) ?? ''}"`,
				description: `Whether there is another one cannot be told: match on another field, or write the ${labelled(resource.fields, matchOn)} as the vendor has it`,
			});
		}
		return [];
	}

	private async searchTogether(
		plans: readonly UpsertPlan[],
		{ most, request, size }: NonNullable<Search['batch']>,
	): Promise<void> {
		const { connection, parallel } = this.run;
		for (const [matchOn, values] of valuesByField(plans)) {
			const chunks = chunksOf(values, size);
			await eachInParallel(chunks.length, parallel, async (index) => {
				const answer = await connection.send(request(matchOn, chunks[index] ?? []), 'read');
				if (answer instanceof Fault || answer.records.length >= most) return;
				if (firstKeyless(this.run.resource, answer.records) !== undefined) return;
				// What a batch does not bring is looked for singly: nothing documents that it brings all.
				for (const record of answer.records) this.note(matchOn, record);
			});
		}
	}

	/** Items that are matched on several fields: which of them mean the same record is known only when all are found. */
	private async searchEach(plans: readonly UpsertPlan[], find: Search): Promise<void> {
		const open = new Map(
			plans
				.map((plan): [string, UpsertPlan] => [identityOf(plan.matchOn, plan.matchValue), plan])
				.filter(([identity]) => !this.known.has(identity)),
		);
		const searches = [...open];
		await eachInParallel(searches.length, this.run.parallel, async (index) => {
			const [identity, plan] = searches[index] ?? [];
			if (identity === undefined || plan === undefined) return;
			const found = await this.searchFor(plan, find);
			// A fault comes again when it is this item's turn.
			if (!(found instanceof Fault)) this.known.set(identity, found);
		});
	}

	private async lookUp(plans: readonly UpsertPlan[], find: Scan): Promise<void> {
		const { ListLookUp: InList } = await import('./listLookUp');
		this.list = new InList(this.run, find, this.used, (field, record) => this.valueOf(field, record));
		for (const [identity, records] of await this.list.find(plans))
			this.known.set(identity, new Map(records.map((record) => [this.keyIn(record), record])));
	}

	private note(matchOn: string, record: IDataObject): void {
		const identity = identityOf(matchOn, this.valueOf(matchOn, record));
		const records = this.known.get(identity) ?? new Map<string, IDataObject>();
		this.known.set(identity, records.set(this.keyIn(record), record));
	}

	/**
	 * Without a key, or with one that cannot be read, a record is told apart by all that it holds. Such a key is refused
	 * when it is its item's turn, and for that item alone.
	 */
	private keyIn(record: IDataObject): string {
		const key = toldApartBy(this.run.resource.keyOf)(record) ?? this.invented.get(record);
		return String(key ?? JSON.stringify(record));
	}

	/** The resource's own operation of a kind: what an upsert creates or updates with. */
	private operation<K extends 'create' | 'update'>(kind: K): Extract<Operation, { kind: K }> {
		const found = Object.values(this.run.resource.operations).find((each) => each.kind === kind);
		if (found === undefined) throw new Error(`${this.run.vendor.displayName} has no ${kind}`);
		return found as Extract<Operation, { kind: K }>;
	}

	private valueOf(matchOn: string, record: IDataObject): unknown {
		const field = this.run.resource.fields.find(({ id }) => id === matchOn);
		return valueAt(record, field?.readAs ?? matchOn);
	}

	private severalMatches({ matchOn, matchValue }: UpsertPlan, found: readonly IDataObject[]): Fault {
		const { fields, keyOf, many, one } = this.run.resource;
		const keys = found.map((record) => String(keyOf(record) ?? '?'));
		return new Fault({
			kind: 'input',
			message: `Match On: ${keys.length} ${many} have the ${labelled(fields, matchOn)} "${matchValue}": ${listed(keys)}`,
			description: `Match on a field that only one ${one} has, or clean the ${many} up`,
		});
	}
}

/** An accented letter may be stored as one sign or as two, which a vendor that searches does not take for the same. */
const formsOf = (value: string): string[] => [
	...new Set([value, value.normalize('NFC'), value.normalize('NFD')]),
];

function valuesByField(plans: readonly UpsertPlan[]): Map<string, string[]> {
	const fields = new Map<string, Map<string, string[]>>();
	for (const { matchOn, matchValue } of plans) {
		const values = fields.get(matchOn) ?? new Map<string, string[]>();
		values.set(findable(matchValue), formsOf(matchValue));
		fields.set(matchOn, values);
	}
	return new Map([...fields].map(([field, values]) => [field, [...values.values()].flat()]));
}

/** Without the fields that the other kind of write alone knows; extra fields stay. */
function writableBy(fields: readonly Field[], kind: WriteKind, values: WriteFields): WriteFields {
	const foreign = new Set(
		fields.filter(({ only }) => only !== undefined && only !== kind).map(({ id }) => id),
	);
	return Object.fromEntries(Object.entries(values).filter(([id]) => !foreign.has(id)));
}

/** An empty text changes a record, but says nothing about a new one. */
function withoutEmpty(values: WriteFields): WriteFields {
	return Object.fromEntries(
		Object.entries(values).filter(([, value]) => typeof value !== 'string' || !isBlank(value)),
	);
}
