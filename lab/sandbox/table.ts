import { Refused } from './refused';
import type { JsonObject } from './types';

/** One kind of record, as people work on it in the vendor's own program while others read it. */
export interface Table {
	/** @returns the new record's key */
	insert(fields: JsonObject): string | number;
	/** The others are false where there is no such record. */
	amend(key: string, fields: JsonObject): boolean;
	remove(key: string): boolean;
	hide(key: string): boolean;
	reveal(key: string): boolean;
}

/** A store, or the changes to records of the seed. */
interface Kept<K, R> {
	keyOf(record: R): K;
	held(key: K): R | undefined;
	insert(record: R): void;
	replace(record: R): void;
	remove(key: K): boolean;
	hide(key: K): boolean;
	reveal(key: K): boolean;
}

interface Work<K, R> {
	/** The key that a text stands for. */
	key(text: string): K;
	/** What a record goes by, where that is not what it is kept by. */
	nameOf?(record: R): string;
	/** The record with these fields, and all else as the vendor's program would have it today. */
	made(fields: JsonObject): R;
	amended(record: R, fields: JsonObject): R;
}

export function tableOf<K extends string | number, R>(kept: () => Kept<K, R>, work: Work<K, R>): Table {
	const nameOf = (record: R): string | number => work.nameOf?.(record) ?? kept().keyOf(record);
	return {
		insert: (fields) => {
			const record = work.made(fields);
			const name = nameOf(record);
			if (kept().held(kept().keyOf(record)) !== undefined)
				throw new Refused(`There is a record ${name} already`);
			kept().insert(record);
			return name;
		},
		amend: (text, fields) => {
			const record = kept().held(work.key(text));
			if (record === undefined) return false;
			const amended = work.amended(record, fields);
			if (nameOf(amended) !== nameOf(record)) throw new Refused('The key of a record stays as it is');
			kept().replace(amended);
			return true;
		},
		remove: (text) => kept().remove(work.key(text)),
		hide: (text) => kept().hide(work.key(text)),
		reveal: (text) => kept().reveal(work.key(text)),
	};
}

/** The fields, none of which may have another name than these: a slip of the pen must not pass for a change. */
export function known(fields: JsonObject, names: Iterable<string>): JsonObject {
	const all = new Set(names);
	const unknown = Object.keys(fields).filter((name) => !all.has(name));
	if (unknown.length > 0) throw new Refused(`No such field: ${unknown.join(', ')}`);
	return fields;
}
