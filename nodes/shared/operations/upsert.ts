import type { IDataObject } from 'n8n-workflow';

import { chunksOf } from '../batch';
import type { Job } from '../coalesce';
import { toIsoDate } from '../dates';
import { Fault, InputFault, orThrow } from '../fault';
import { defaultsOf, fieldsFor, requireFields } from '../fields';
import type { Field, WriteKind } from '../fields';
import { readList } from '../pages';
import { eachInParallel } from '../parallel';
import { choiceIn } from '../parameters';
import type { Parameters } from '../parameters';
import { quoted } from '../printable';
import type { Operation, Upsert } from '../resource';
import { outputOf } from '../shape';
import { holds, numeric, text, valueAt } from '../values';
import type { Scope } from '../vendor';
import type { WriteFields } from '../wire';
import { writeFields } from '../write';
import { createRecord } from './create';
import type { Give, Kind, Plan, Run } from './kind';
import { updateRecord } from './update';
import { aOrAn } from '../words';

interface UpsertPlan extends Plan {
	readonly fields: WriteFields;
	/** Whether the fields were mapped automatically. */
	readonly automatic: boolean;
	readonly matchOn: string;
	readonly matchValue: string;
}

export const upsert: Kind<Upsert, UpsertPlan> = {
	words: ({ one }) => ({ name: 'Create or Update', action: `Create or update ${aOrAn(one)}` }),
	parameters: () => ['matchOn', 'fields', 'output'],
	plan: (scope, parameters) => {
		const written = writeFields(scope, parameters, 'upsert');
		return {
			...written,
			...matchOf(scope, parameters, written.fields),
			output: outputOf(scope, parameters),
		};
	},
	sequence: ({ matchOn, matchValue }) => identityOf(matchOn, matchValue),
	begin: (run) => {
		const upserts = new Upserts(run);
		return {
			together: async (jobs) => await upserts.prepare(jobs),
			one: async (plan, give) => await upserts.carryOut(plan, give),
		};
	},
};

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
			`Choose one of ${operation.matchOn.join(', ')}`,
		);
	}
	const matchValue = text(fields[matchOn]);
	if (matchValue === null) {
		throw new InputFault(
			`Match On: the field ${matchOn} has no value in this item`,
			'Fill the field in, or match on another one',
		);
	}
	return { matchOn, matchValue };
}

/** The upserts of one execution: what is found or written for one item is known to the next. */
class Upserts {
	/** Records by identity; an empty list means that there is none, an absent one that nobody has looked yet. */
	private readonly known = new Map<string, IDataObject[]>();

	constructor(private readonly run: Run<Upsert>) {}

	/** Looks up together what can be looked up together. */
	async prepare(jobs: ReadonlyArray<Job<UpsertPlan>>): Promise<void> {
		const { connection, operation, parallel } = this.run;
		const plans = jobs.map(({ plan }) => plan);
		if (operation.find.kind === 'scan') return await this.scan(plans, operation.find);
		if (operation.find.batch === undefined || plans.length < 2) return;
		const { most, request, size } = operation.find.batch;
		for (const [matchOn, values] of valuesByField(plans)) {
			const chunks = chunksOf(values, size);
			await eachInParallel(chunks.length, parallel, async (index) => {
				const answer = await connection.send(request(matchOn, chunks[index] ?? []), 'read');
				if (answer instanceof Fault || answer.records.length >= most) return;
				// What a batch does not bring is looked for singly: nothing documents that it brings all.
				this.remember(matchOn, answer.records);
			});
		}
	}

	async carryOut(plan: UpsertPlan, give: Give): Promise<void> {
		const identity = identityOf(plan.matchOn, plan.matchValue);
		const found = this.known.get(identity) ?? (await this.search(plan));
		const [current, ...others] = found;
		if (others.length > 0) throw this.severalMatches(plan, found);
		const [record, result] =
			current === undefined ? await this.create(plan) : await this.update(plan, current);
		this.known.set(identity, [record]);
		give(record, { result });
	}

	private async create({ automatic, fields: given }: UpsertPlan): Promise<[IDataObject, 'created']> {
		const { fields } = this.run.resource;
		const create = this.operation('create');
		const writable = withoutEmpty(writableBy(fields, 'create', given));
		const values = automatic ? { ...defaultsOf(fields), ...writable } : writable;
		requireFields(fieldsFor(fields, 'create'), Object.keys(values));
		return [await createRecord(this.run, create, values), 'created'];
	}

	private async update(
		{ fields: given }: UpsertPlan,
		current: IDataObject,
	): Promise<[IDataObject, 'updated' | 'unchanged']> {
		const { operation, resource } = this.run;
		const key = resource.keyOf(current);
		const values = differing(resource.fields, writableBy(resource.fields, 'update', given), current);
		if (key === undefined || Object.keys(values).length === 0) return [current, 'unchanged'];
		// A record of a scan may be old by now; a vendor that wants the complete record reads it again.
		const fresh = operation.find.kind === 'scan' ? undefined : current;
		const ref = { by: 'id', value: key } as const;
		return [await updateRecord(this.run, this.operation('update'), ref, values, fresh), 'updated'];
	}

	private async search({ matchOn, matchValue }: UpsertPlan): Promise<IDataObject[]> {
		const { connection, operation } = this.run;
		// After a scan, what is not known is not there.
		if (operation.find.kind === 'scan') return [];
		const answer = await connection.send(operation.find.request(matchOn, matchValue), 'read');
		if (answer instanceof Fault && answer.details.kind === 'absent') return [];
		return orThrow(answer).records.filter(
			(record) => this.valueOf(matchOn, record) === comparable(matchValue),
		);
	}

	private async scan(
		plans: readonly UpsertPlan[],
		{ paging, request }: Extract<Upsert['find'], { kind: 'scan' }>,
	): Promise<void> {
		const wanted = new Set(plans.map(({ matchOn, matchValue }) => identityOf(matchOn, matchValue)));
		const fields = [...new Set(plans.map(({ matchOn }) => matchOn))];
		const read = await readList(this.run.connection, {
			request,
			paging,
			limit: undefined,
			maxParallelRequests: this.run.parallel,
			take: (record) => {
				for (const matchOn of fields) this.remember(matchOn, [record], wanted);
			},
		});
		orThrow(read);
	}

	private remember(matchOn: string, records: readonly IDataObject[], wanted?: ReadonlySet<string>): void {
		for (const record of records) {
			const identity = identityOf(matchOn, this.valueOf(matchOn, record));
			if (wanted !== undefined && !wanted.has(identity)) continue;
			const list = this.known.get(identity);
			if (list === undefined) this.known.set(identity, [record]);
			else list.push(record);
		}
	}

	/** The resource's own operation of a kind: what an upsert creates or updates with. */
	private operation<K extends 'create' | 'update'>(kind: K): Extract<Operation, { kind: K }> {
		const found = Object.values(this.run.resource.operations).find((each) => each.kind === kind);
		if (found === undefined) throw new Error(`${this.run.vendor.displayName} has no ${kind}`);
		return found as Extract<Operation, { kind: K }>;
	}

	private valueOf(matchOn: string, record: IDataObject): string {
		const field = this.run.resource.fields.find(({ id }) => id === matchOn);
		return comparable(valueAt(record, field?.readAs ?? matchOn));
	}

	private severalMatches({ matchOn, matchValue }: UpsertPlan, found: readonly IDataObject[]): Fault {
		const { keyOf, many, one } = this.run.resource;
		const keys = found.map((record) => String(keyOf(record) ?? '?'));
		return new Fault({
			kind: 'input',
			message: `Match On: ${keys.length} ${many} have the ${matchOn} "${matchValue}": ${keys.join(', ')}`,
			description: `Match on a field that only one ${one} has, or clean the ${many} up`,
		});
	}
}

function identityOf(matchOn: string, value: string): string {
	return JSON.stringify([matchOn, comparable(value)]);
}

function valuesByField(plans: readonly UpsertPlan[]): Map<string, string[]> {
	const fields = new Map<string, Map<string, string>>();
	for (const { matchOn, matchValue } of plans) {
		const values = fields.get(matchOn) ?? new Map<string, string>();
		values.set(comparable(matchValue), matchValue);
		fields.set(matchOn, values);
	}
	return new Map([...fields].map(([field, values]) => [field, [...values.values()]]));
}

/** Padding and letter case do not tell records apart. */
function comparable(value: unknown): string {
	return (text(value) ?? '').toLowerCase();
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
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

/** The values that the stored record does not have yet. */
function differing(fields: readonly Field[], values: WriteFields, stored: IDataObject): WriteFields {
	const byId = new Map(fields.map((field) => [field.id, field]));
	return Object.fromEntries(
		Object.entries(values).filter(([id, value]) => {
			const field = byId.get(id);
			return !isStored(field, valueAt(stored, field?.readAs ?? id), value);
		}),
	);
}

/** Whether a stored value says the same as a written one, each in its own format. */
function isStored(field: Field | undefined, stored: unknown, written: unknown): boolean {
	switch (field?.kind.type) {
		case 'date':
			return toIsoDate(stored)?.slice(0, 10) === toIsoDate(written)?.slice(0, 10);
		case 'number':
			return numeric(stored) === numeric(written);
		case 'text':
			return (text(stored) ?? '') === (text(written) ?? '');
		case 'boolean':
			return truth(stored) === truth(written);
		default:
			return holds(stored, written);
	}
}

function truth(value: unknown): string {
	const word = (text(value) ?? 'false').toLowerCase();
	return word === '1' ? 'true' : word === '0' ? 'false' : word;
}
