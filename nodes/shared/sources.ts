import type { IDataObject } from 'n8n-workflow';

import { toIsoDate } from './dates';
import type { Field } from './fields';
import { LINE } from './shapes';
import type { Common, LineKey, Shape } from './shapes';
import { asObjects, flagOf, isBlank, numeric, text, valueAt } from './values';
import type { RecordKey } from './wire';

type Value = Common[string];

/** A value that follows from a record, and the names under which the record holds what it follows from. */
export interface Source<V = Value> {
	readonly reads: readonly string[];
	/** `parent` is the record whose list it was, where a record does not name it itself. */
	of(record: IDataObject, parent: RecordKey): V;
	/** Whether the record says that there is no such value, rather than saying nothing about it. */
	isGone?(record: IDataObject): boolean;
}

type Read = (record: IDataObject) => unknown;

/** Lists hold a hundred thousand records: only a name with a dot is looked for on the way down. */
const reader = (name: string): Read =>
	name.includes('.') ? (record) => valueAt(record, name) : (record) => record[name];

/** The first of several values that says something, in the sense of `as`. */
function firstOf<V>(reads: readonly string[], as: (value: unknown) => V | null): Source<V | null> {
	const [first = () => undefined, ...others] = reads.map(reader);
	return {
		reads,
		of:
			others.length === 0
				? (record) => as(first(record))
				: (record) => {
						let value = as(first(record));
						for (let index = 0; value === null && index < others.length; index++)
							value = as(others[index]?.(record));
						return value;
					},
	};
}

/** The first value that is there, as it is: whether it is one is for the field to say that is written from it. */
export const valueFrom = (...reads: string[]): Source<unknown> =>
	firstOf(reads, (value) => (isBlank(value) ? null : value));

export const textFrom = (...reads: string[]): Source<string | null> => firstOf(reads, text);

/** ISO 8601, or null for the vendors' ways of saying "no date". */
export const dateFrom = (...reads: string[]): Source<string | null> => firstOf(reads, toIsoDate);

export const numberFrom = (...reads: string[]): Source<number | null> => firstOf(reads, numeric);

export const flagFrom = (name: string): Source<boolean | null> => firstOf([name], flagOf);

/**
 * Records within a record, in a shape of their own; null where the vendor does not send them.
 * @param flat takes an entry of the list for the inner record, where it wraps it
 */
export const listFrom = (
	reads: string[],
	{ simplify }: Pick<Yields, 'simplify'>,
	flat: (entry: IDataObject) => IDataObject = (entry) => entry,
): Source<IDataObject[] | null> =>
	firstOf(reads, (list) =>
		Array.isArray(list) ? asObjects(list).map((entry): IDataObject => simplify(flat(entry), '')) : null,
	);

/** The lines of an order, in the shape that all vendors' lines have. */
export const linesFrom = (
	reads: string[],
	own: Sources<LineKey>,
	flat?: (entry: IDataObject) => IDataObject,
): Source<IDataObject[] | null> => listFrom(reads, simplified(LINE, [], own), flat);

/** The record whose list it is. */
export const parentKey: Source = { reads: [], of: (_, parent) => parent };

/** What records come in: the shape, how a record takes it, and what of the record that needs. */
export interface Yields<K extends string = string> {
	readonly shape: Shape<K>;
	readonly reads: readonly string[];
	/** What one key of the shape needs; undefined for another name. */
	readsFor(key: string): readonly string[] | undefined;
	/** @param brief without the keys that are null whatever the record */
	simplify(record: IDataObject, parent: RecordKey, brief?: boolean): Common<K>;
	/** What the shape has as `id`, without the rest of it; undefined where the record has none. */
	idOf(record: IDataObject, parent: RecordKey): RecordKey | undefined;
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
	const sources = shape.keys.map((key) => own[key] ?? sourceOf(key, fields));
	const said = shape.keys.flatMap((key, index): Array<[K, Source['of']]> => {
		const source = sources[index];
		return source === undefined || source === NOTHING ? [] : [[key, source.of]];
	});
	const id = sources[shape.keys.findIndex((key) => key === 'id')];
	const reads = new Map<string, readonly string[]>(
		shape.keys.map((key, index) => [key, sources[index]?.reads ?? []]),
	);
	const blank = Object.fromEntries(shape.keys.map((key) => [key, null])) as Common<K>;
	return {
		shape,
		reads: [...new Set([...reads.values()].flat())],
		readsFor: (key) => reads.get(key),
		simplify: (record, parent, brief) => {
			const common = { ...(brief === true ? ({} as Common<K>) : blank) };
			for (const [key, of] of said) common[key] = of(record, parent);
			return common;
		},
		idOf: (record, parent) => {
			const found = id?.of(record, parent);
			return typeof found === 'string' || typeof found === 'number' ? found : undefined;
		},
	};
}

/** Records of a resource's own, which no other vendor has the like of: its documented fields, in camelCase. */
export const ownShape = <K extends string>(
	sources: Readonly<Record<K, Source>>,
	sourceOnly: readonly NoInfer<K>[] = [],
): Yields<K> => simplified<K>({ keys: Object.keys(sources) as K[], sourceOnly }, [], sources);

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
