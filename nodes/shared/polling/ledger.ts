import { createHash } from 'node:crypto';

import type { RecordKey } from '../wire';

/** How many records a trigger keeps in mind at most. */
export const MOST_RECORDS = 25_000;

const KEY_BYTES = 5;
const VERSION_BYTES = 3;
const ENTRY_BYTES = KEY_BYTES + VERSION_BYTES;

/** A version that none is equal to. */
export const NO_VERSION = 2 ** (8 * VERSION_BYTES) - 1;

const digest = (text: string): Buffer => createHash('sha1').update(text).digest();

/**
 * What stands for a record's key. Among the most records that are kept, one in forty million new ones is taken for
 * another.
 */
export const keyHash = (key: RecordKey): number => digest(String(key)).readUIntBE(0, KEY_BYTES);

/** What stands for the values of a record: one change in sixteen million goes unnoticed. */
export const versionOf = (values: string): number => digest(values).readUIntBE(0, VERSION_BYTES) % NO_VERSION;

/**
 * What is known of records: of each eight bytes, five of its key and three of its values, so that 25,000 records take
 * 267 kB as text. Nothing of a record can be read out of it.
 */
export class Ledger {
	/** Whether it is a ledger as `toString` writes it. */
	static isWhole(text: unknown): boolean {
		if (typeof text !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return false;
		return text.length % 4 === 0 && Buffer.byteLength(text, 'base64') % ENTRY_BYTES === 0;
	}

	private readonly versions = new Map<number, number>();

	/** @param text as `toString` wrote it; anything else holds nothing */
	constructor(text = '') {
		const bytes = Buffer.from(text, 'base64');
		for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
			this.versions.set(bytes.readUIntBE(at, KEY_BYTES), bytes.readUIntBE(at + KEY_BYTES, VERSION_BYTES));
		}
	}

	get size(): number {
		return this.versions.size;
	}

	entries(): IterableIterator<[hash: number, version: number]> {
		return this.versions.entries();
	}

	versionOf(hash: number): number | undefined {
		return this.versions.get(hash);
	}

	set(hash: number, version: number): void {
		this.versions.set(hash, version);
	}

	delete(hash: number): void {
		this.versions.delete(hash);
	}

	/** Makes room for more than are kept, first of all by what is no longer there. */
	trim(isThere: (hash: number) => boolean): void {
		for (const hash of this.versions.keys()) {
			if (this.versions.size <= MOST_RECORDS) return;
			if (!isThere(hash)) this.versions.delete(hash);
		}
	}

	toString(): string {
		const bytes = Buffer.allocUnsafe(this.versions.size * ENTRY_BYTES);
		let at = 0;
		for (const [hash, version] of this.versions) {
			bytes.writeUIntBE(hash, at, KEY_BYTES);
			bytes.writeUIntBE(version, at + KEY_BYTES, VERSION_BYTES);
			at += ENTRY_BYTES;
		}
		return bytes.toString('base64');
	}
}
