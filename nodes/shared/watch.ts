import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { RecordRef } from './keys';
import type { Parameters } from './parameters';
import type { BatchLookup, Listing, Paging, Resource } from './resource';
import type { Yields } from './sources';
import type { RecordKey } from './wire';

/** What may have become of a record. */
export type Change = 'created' | 'updated' | 'deleted';

/** What a person waits for. */
export type WatchEvent = Change | 'createdOrUpdated';

/** How a vendor is asked what is new or changed. */
export type WatchSource =
	/** The whole list, compared with what was there before. */
	| {
			readonly kind: 'list';
			readonly listing: Listing;
			readonly paging: Paging;
			/** The list with no more fields than these, in the vendor's read names, and its records' key. */
			narrowed?(fields: readonly string[]): Listing;
			/** What reads the records whole whose fields were narrowed. */
			readonly batch?: BatchLookup;
	  }
	/** Records whose number only grows: those above the highest that is known. */
	| {
			readonly kind: 'rising';
			/** Records above a number, in rising order; `filtered` leaves out what the node's filters do not want. */
			above(number: number, filtered: boolean): Listing;
			numberOf(record: IDataObject): number | undefined;
			readonly paging: Paging;
	  }
	/** Records that can only be looked at one by one. */
	| { readonly kind: 'records'; readonly refs: readonly RecordRef[] }
	/** Lists of what belongs to records that can only be looked at one by one. */
	| {
			readonly kind: 'lists';
			readonly parents: readonly RecordRef[];
			listing(parent: RecordKey): Listing;
			readonly paging: Paging;
			/** A word for the record that a list belongs to. */
			readonly of: string;
	  };

/** How changes of a resource's records are noticed. */
export interface Watch {
	/** Those that can be noticed honestly; the first is the default. */
	readonly events: readonly [WatchEvent, ...WatchEvent[]];
	readonly parameters?: readonly INodeProperties[];
	readonly options?: readonly INodeProperties[];
	/** Names of options by which other records are watched, as by Filters: what is known of them is learned anew. */
	readonly narrowing?: readonly string[];
	/** What a poll costs, for a person who has not activated anything yet. */
	cost(event: WatchEvent): string;
	/** Names under which records, as read, say when they were changed: that alone is no change. */
	readonly changeDates: readonly string[];
	/** What is left of a deleted record: its key, as the vendor names it. */
	remains?(key: string): IDataObject;
	/** @throws InputFault that names the parameter, when something that was filled in breaks a rule */
	source(event: WatchEvent, parameters: Parameters, now: Date): WatchSource;
}

/** What a trigger watches: a resource, or what belongs to the records of one. */
export interface Watched<K extends string = string>
	extends
		Yields<K>,
		Pick<Resource, 'one' | 'many' | 'keyOf'>,
		Partial<Pick<Resource, 'fields' | 'keys' | 'read'>> {
	readonly watch: Watch;
}

/** What one of its records is read by; what belongs to others has neither fields nor keys of its own. */
export const readable = ({ fields = [], keyOf, keys = [], one, read }: Watched) => ({
	fields,
	keyOf,
	keys,
	one,
	read,
});

/** The keys of the records to watch, where they can only be looked at one by one. */
export const watchParameter = (description: string, placeholder: string): INodeProperties => ({
	displayName: 'Watch',
	name: 'watch',
	type: 'string',
	required: true,
	default: '',
	placeholder,
	description,
});
