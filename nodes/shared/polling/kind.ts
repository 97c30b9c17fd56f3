import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../send';
import type { Change, Watched, WatchEvent, WatchSource } from '../watch';
import type { RecordKey } from '../wire';

/** What a poll works with. */
export interface PollRun<S extends WatchSource = WatchSource> {
	readonly source: S;
	readonly watched: Watched;
	readonly event: WatchEvent;
	readonly connection: Connection;
	readonly parallel: number;
	/** Whether what is there when nothing is known yet counts as new. */
	readonly existing: boolean;
	/** How many changes are given out at most. */
	readonly limit: number;
	readonly watching: Watching;
	/** What this process remembers of the node, and no state needs. */
	readonly memory: Memory;
	/** Says something in n8n's log that a person may want to know, once. */
	say(words: string): void;
}

/** What of a record is watched. */
export interface Watching {
	/** The item that a record becomes; `parent` is the record in whose list it stood. */
	shape(record: IDataObject, parent: RecordKey): IDataObject;
	/** What stands for the watched values of a record. */
	versionOf(record: IDataObject, parent: RecordKey): number;
	/** The vendor's names of the fields that the watched values come from; undefined for all. */
	readonly watches: readonly string[] | undefined;
	/** Those that the item comes from. */
	readonly reads: readonly string[] | undefined;
	/** Watched fields that no record has had so far. */
	readonly unseen: ReadonlySet<string>;
}

export interface Memory {
	/** Of deletions: what was not there in the last complete read, and what was known of all records. */
	missing: ReadonlySet<string>;
	known: ReadonlyMap<string, IDataObject>;
	/** A list that came short: what was missing, and in how many complete reads in a row. */
	short: { readonly missing: ReadonlySet<string>; readonly reads: number } | undefined;
}

/** A change, and the record that it happened to. */
export interface Noticed {
	readonly event: Change;
	readonly key: RecordKey;
	readonly version: number;
	readonly record: IDataObject;
	readonly parent: RecordKey;
	/** What was known of a record that is gone, as the item that it was. */
	readonly item?: IDataObject;
}

/** What a kind of source keeps in mind, as text and numbers. */
export type Known = Readonly<Record<string, string | number>>;

export interface Poll {
	/** The oldest first. */
	readonly changes: readonly Noticed[];
	/** What is known once some of them were given out; the others are still changes the next time. */
	after(given: readonly Noticed[]): Known;
}

/** All that polling knows of a kind of source. */
export interface PollKind<S extends WatchSource> {
	/** Whether it is what this kind has kept in mind, and not damaged. */
	isKnown(known: Known): boolean;
	/** @param known undefined as long as there is nothing to compare with: then all that is there is, and no change */
	poll(run: PollRun<S>, known: Known | undefined): Promise<Poll>;
	/** Some of the newest records, the newest first. */
	newest(run: PollRun<S>, most: number): Promise<Noticed[]>;
	/** What names changes that were given out, so that they can be taken back. */
	namesOf(given: readonly Noticed[]): string;
	/** What would be known if these had not been given out. */
	without(known: Known, names: string): Known;
}
