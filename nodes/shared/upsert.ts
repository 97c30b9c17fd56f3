import type { IDataObject } from 'n8n-workflow';

import { chunksOf } from './batch';
import { toIsoDate } from './dates';
import { caught, Fault } from './fault';
import { defaultsOf, fieldsFor, requireFields } from './fields';
import type { Field, WriteKind } from './fields';
import { readList } from './list';
import { eachInParallel } from './parallel';
import type { Plan } from './plan';
import type { Connection } from './send';
import { holds, numeric, text, valueAt } from './values';
import type { CustomerResource, UpsertOperation, WriteFields } from './vendor';
import { createRecord, updateRecord } from './write';

export type UpsertPlan = Extract<Plan, { kind: 'upsert' }>;

export interface Upserted {
	readonly record: IDataObject;
	readonly result: 'created' | 'updated' | 'unchanged';
}

/** Plans with the same identity mean the same record: they are carried out one after another. */
export function upsertIdentity({ matchOn, matchValue }: UpsertPlan): string {
	return JSON.stringify([matchOn, comparable(matchValue)]);
}

/** The upserts of one execution: what is found or written for one item is known to the next. */
export class Upserts {
	/** Records by identity; an empty list means that there is none, an absent one that nobody has looked yet. */
	private readonly known = new Map<string, IDataObject[]>();

	constructor(
		private readonly connection: Connection,
		private readonly resource: CustomerResource,
		private readonly operation: UpsertOperation,
	) {}

	/** Looks up together what can be looked up together. */
	async prepare(plans: readonly UpsertPlan[], parallel: number): Promise<void> {
		const { find } = this.operation;
		if (find.kind === 'scan') return await this.scan(plans, find, parallel);
		if (find.batch === undefined || plans.length < 2) return;
		const { most, request, size } = find.batch;
		for (const [matchOn, values] of valuesByField(plans)) {
			const chunks = chunksOf(values, size);
			await eachInParallel(chunks.length, parallel, async (index) => {
				const chunk = chunks[index] ?? [];
				const answer = await caught(async () => await this.connection.send(request(matchOn, chunk), 'read'));
				if (answer instanceof Fault || answer.records.length >= most) return;
				// What a batch does not bring is looked for singly: nothing documents that it brings all.
				this.remember(matchOn, answer.records);
			});
		}
	}

	async carryOut(plan: UpsertPlan): Promise<Upserted> {
		const identity = upsertIdentity(plan);
		const found = this.known.get(identity) ?? (await this.search(plan));
		const [current, ...others] = found;
		if (others.length > 0) throw this.severalMatches(plan, found);
		const upserted = current === undefined ? await this.create(plan) : await this.update(plan, current);
		this.known.set(identity, [upserted.record]);
		return upserted;
	}

	private async create(plan: UpsertPlan): Promise<Upserted> {
		const { create, fields: known } = this.resource;
		const writable = withoutEmpty(writableBy(known, 'create', plan.fields));
		const fields = plan.automatic ? { ...defaultsOf(known), ...writable } : writable;
		requireFields(fieldsFor(known, 'create'), Object.keys(fields));
		const request = create.request(fields);
		return {
			record: await createRecord(this.connection, this.resource, { operation: create, fields, request }),
			result: 'created',
		};
	}

	private async update(plan: UpsertPlan, current: IDataObject): Promise<Upserted> {
		const { fields: known, keyOf, update } = this.resource;
		const key = keyOf(current);
		const fields = differing(known, writableBy(known, 'update', plan.fields), current);
		if (update === undefined || key === undefined || Object.keys(fields).length === 0) {
			return { record: current, result: 'unchanged' };
		}
		const customer = { by: 'id', value: key } as const;
		// A record of a scan may be old by now; a vendor that wants the complete record reads it again.
		const fresh = this.operation.find.kind === 'scan' ? undefined : current;
		const record = await updateRecord(
			this.connection,
			this.resource,
			{ operation: update, customer, fields },
			fresh,
		);
		return { record, result: 'updated' };
	}

	private async search(plan: UpsertPlan): Promise<IDataObject[]> {
		const { find } = this.operation;
		// After a scan, what is not known is not there.
		if (find.kind === 'scan') return [];
		const answer = await caught(
			async () => await this.connection.send(find.request(plan.matchOn, plan.matchValue), 'read'),
		);
		if (!(answer instanceof Fault)) {
			return answer.records.filter(
				(record) => this.valueOf(plan.matchOn, record) === comparable(plan.matchValue),
			);
		}
		if (answer.details.kind === 'absent') return [];
		throw answer;
	}

	private async scan(
		plans: readonly UpsertPlan[],
		find: Extract<UpsertOperation['find'], { kind: 'scan' }>,
		parallel: number,
	): Promise<void> {
		const wanted = new Set(plans.map(upsertIdentity));
		const fields = [...new Set(plans.map(({ matchOn }) => matchOn))];
		await readList(this.connection, {
			request: find.request,
			paging: find.paging,
			limit: undefined,
			maxParallelRequests: parallel,
			take: (record) => {
				for (const matchOn of fields) this.remember(matchOn, [record], wanted);
			},
		});
	}

	private remember(matchOn: string, records: readonly IDataObject[], wanted?: ReadonlySet<string>): void {
		for (const record of records) {
			const identity = JSON.stringify([matchOn, this.valueOf(matchOn, record)]);
			if (wanted !== undefined && !wanted.has(identity)) continue;
			const list = this.known.get(identity);
			if (list === undefined) this.known.set(identity, [record]);
			else list.push(record);
		}
	}

	private valueOf(matchOn: string, record: IDataObject): string {
		const field = this.resource.fields.find(({ id }) => id === matchOn);
		return comparable(valueAt(record, field?.readAs ?? matchOn));
	}

	private severalMatches({ matchOn, matchValue }: UpsertPlan, found: readonly IDataObject[]): Fault {
		const keys = found.map((record) => String(this.resource.keyOf(record) ?? '?'));
		return new Fault({
			kind: 'input',
			message: `Match On: ${keys.length} customers have the ${matchOn} "${matchValue}": ${keys.join(', ')}`,
			description: 'Match on a field that only one customer has, or clean the customers up',
		});
	}
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
