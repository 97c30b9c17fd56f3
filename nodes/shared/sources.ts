import type { IDataObject } from 'n8n-workflow';

import { toIsoDate } from './dates';
import type { Field } from './fields';
import type { Common, Shape } from './shapes';
import { firstText, flagOf, numeric, text, valueAt } from './values';
import type { RecordKey } from './wire';

type Value = Common[string];

/** A value that follows from a record, and the names under which the record holds what it follows from. */
export interface Source<V = Value> {
	readonly reads: readonly string[];
	/** `parent` is the record whose list it was, where a record does not name it itself. */
	of(record: IDataObject, parent: RecordKey): V;
}

/** The first of several values that says something. */
export const textFrom = (...reads: string[]): Source<string | null> => {
	const [only] = reads;
	return {
		reads,
		of:
			only !== undefined && reads.length === 1
				? (record) => text(valueAt(record, only))
				: (record) => firstText(...reads.map((name) => valueAt(record, name))),
	};
};

/** ISO 8601, or null for the vendors' ways of saying "no date". */
export const dateFrom = (...reads: string[]): Source<string | null> => ({
	reads,
	of: (record) => firstOf(reads, (name) => toIsoDate(valueAt(record, name))),
});

export const numberFrom = (...reads: string[]): Source<number | null> => ({
	reads,
	of: (record) => firstOf(reads, (name) => numeric(valueAt(record, name))),
});

export const flagFrom = (name: string): Source<boolean | null> => ({
	reads: [name],
	of: (record) => flagOf(valueAt(record, name)),
});

/** The record whose list it is. */
export const parentKey: Source = { reads: [], of: (_, parent) => parent };

function firstOf<V>(names: readonly string[], read: (name: string) => V | null): V | null {
	for (const name of names) {
		const value = read(name);
		if (value !== null) return value;
	}
	return null;
}

/** What records come in: the shape, how a record takes it, and what of the record that needs. */
export interface Yields<K extends string = string> {
	readonly shape: Shape<K>;
	readonly reads: readonly string[];
	simplify(record: IDataObject, parent: RecordKey): Common<K>;
}

/** Where each key of a shape comes from, as far as the fields do not say it. */
export type Sources<K extends string = string> = Readonly<Partial<Record<K, Source>>>;

/**
 * How a vendor's records take a shared shape. A key follows from the field that is written from it, read back;
 * `own` says it where there is no such field, or reading differs from writing. Any other key is null.
 */
export function simplified<K extends string>(
	shape: Shape<K>,
	fields: ReadonlyArray<Field<K>>,
	own: Sources<K>,
): Yields<K> {
	const sources = shape.keys.map((key): [K, Source] => [key, own[key] ?? sourceOf(key, fields)]);
	return {
		shape,
		reads: [...new Set(sources.flatMap(([, { reads }]) => reads))],
		simplify: (record, parent) => {
			const common: Partial<Common<K>> = {};
			for (const [key, source] of sources) common[key] = source.of(record, parent);
			return common as Common<K>;
		},
	};
}

const NOTHING: Source = { reads: [], of: () => null };

function sourceOf(key: string, fields: readonly Field[]): Source {
	const field = fields.find(({ common }) => common === key);
	if (field === undefined) return NOTHING;
	const name = field.readAs ?? field.id;
	switch (field.kind.type) {
		case 'date':
			return dateFrom(name);
		case 'number':
			return numberFrom(name);
		case 'boolean':
			return flagFrom(name);
		default:
			return textFrom(name);
	}
}
