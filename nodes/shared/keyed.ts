import type { IDataObject } from 'n8n-workflow';

import { isSameKey } from './compare';
import { broughtOther, Fault, faultIn } from './fault';
import type { RecordKey } from './wire';

export type KeyOf = (record: IDataObject) => RecordKey | undefined;

export interface Keyed {
	readonly keyOf: KeyOf;
	/** A word for one of it. */
	readonly one: string;
}

/** A good answer with a record that has no key: nobody can say whose values these are. */
export const keyless = (one: string): Fault =>
	new Fault({
		kind: 'unreadable',
		message: `The vendor sent a ${one} without its key, so its answer cannot be read`,
		description: 'Try again; if it stays so, check the Base URL of the credential',
	});

/** The fault of an answer that holds a record without its key. */
export function firstKeyless({ keyOf, one }: Keyed, records: readonly IDataObject[]): Fault | undefined {
	try {
		return records.every((record) => keyOf(record) !== undefined) ? undefined : keyless(one);
	} catch (thrown) {
		// A key that cannot be read.
		return faultIn(thrown);
	}
}

/** What tells records apart: the key, or all that a record holds whose key cannot be read. Nothing is written by it. */
export const toldApartBy =
	(keyOf: KeyOf): KeyOf =>
	(record) => {
		try {
			return keyOf(record);
		} catch {
			return JSON.stringify(record);
		}
	};

/** The fault of a look-up by key that brought another one: what has another key is another record. */
export function otherKey({ keyOf, one }: Keyed, key: RecordKey, record: IDataObject): Fault | undefined {
	const found = keyOf(record);
	return found === undefined || isSameKey(found, key)
		? undefined
		: broughtOther(one, `"${key}"`, String(found));
}

/** The first record of an answer; undefined for none. */
export function firstOf(keyed: Keyed, [first]: readonly IDataObject[]): IDataObject | Fault | undefined {
	return first === undefined ? undefined : (firstKeyless(keyed, [first]) ?? first);
}
