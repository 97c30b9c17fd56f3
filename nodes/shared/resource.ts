import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Field } from './fields';
import type { KeyMode, RecordRef } from './keys';
import type { Parameters } from './parameters';
import type { Yields } from './sources';
import type { RecordKey, VendorRequest, WriteFields } from './wire';

/** How a list goes on after its first page. */
export type Paging =
	/** One answer only, as long as the request asks for (Weevio `maxReturn`); without `sized`, as long as it is. */
	| {
			readonly kind: 'single';
			readonly returnAllSize: number;
			sized?(request: VendorRequest, size: number): VendorRequest;
	  }
	/** Pages by position; behind the last record comes an empty one (Guardant). */
	| {
			readonly kind: 'offset';
			readonly pageSize: number;
			page(request: VendorRequest, offset: number, size: number): VendorRequest;
	  }
	/** Each page names the start of the next (EPASS). */
	| {
			readonly kind: 'cursor';
			readonly pageSize: number;
			page(request: VendorRequest, cursor: number | string, size: number): VendorRequest;
			idOf(record: IDataObject): RecordKey | undefined;
	  };

/** Of lists that come in one answer, whatever is asked for. */
export const unpaged: Paging = { kind: 'single', returnAllSize: Infinity };

/** Which records to list. */
export interface Listing {
	/** The first page's request. */
	readonly request: VendorRequest;
	/** What the vendor cannot filter is filtered here. */
	readonly keep?: (record: IDataObject) => boolean;
	/** What `keep` looks for: lists that ask for and look for the same are read once. */
	readonly keepsBy?: string;
	/** Whether the request names the fields that it wants: the key may not be among them. */
	readonly choosesFields?: boolean;
	/**
	 * The first page's request with no more fields than these, by the vendor's names, and those that a record is known
	 * by; undefined where the vendor may not have one of them.
	 */
	narrowed?(fields: readonly string[]): VendorRequest | undefined;
	/** Records a page, where it is not the vendor's usual number. */
	readonly pageSize?: number;
}

/** What an operation's own parameters say, under the vendor's write names. */
export type Given = WriteFields;

interface Offered {
	/** Words for people and AI agents; those of the kind where they are left out. */
	readonly name?: string;
	readonly action?: string;
	readonly description: string;
	/** What a person fills in beside the parameters of the kind, and what is added to the options. */
	readonly parameters?: readonly INodeProperties[];
	readonly options?: readonly INodeProperties[];
	/**
	 * Names that the request says by itself, each with what a person says it with (`Invoice`): among the extra fields it
	 * could name another record, in whatever letter case, or be said twice.
	 */
	readonly says?: Readonly<Record<string, string>>;
	/** Names of the input item that these parameters take by themselves: they are not left over. */
	readonly takes?: readonly string[];
	/**
	 * What these say, for the requests to be built from.
	 * @throws InputFault that names the parameter, when it is missing or breaks a rule
	 */
	given?(parameters: Parameters): Given;
}

/** Reads one record by its key. */
export interface Get extends Offered {
	readonly kind: 'get';
	/** One query that answers many look-ups by the vendor's key. */
	readonly batch?: BatchLookup;
	/** The same with no more fields than the simplified output needs, where the vendor lets a query choose them. */
	readonly simplifiedBatch?: BatchLookup;
	/** For what is asked for with a value of the record, which is read first: the request, and what it brings. */
	readonly then?: { request(record: IDataObject): VendorRequest; readonly brings: Yields };
}

/** A documented search that finds several keys at once. */
export interface BatchLookup {
	/** How many keys one query is given; no vendor documents a maximum, so a refused one is asked in parts. */
	readonly size: number;
	request(keys: readonly RecordKey[]): VendorRequest;
	readonly paging: Paging;
	keyOf(record: IDataObject): RecordKey | undefined;
	/** The fields that the query asks for; without it, all that a single look-up brings. */
	readonly columns?: readonly string[];
	/** A record as a single look-up would bring it, where the search adds to it. */
	asSingle?(record: IDataObject): IDataObject;
}

/** Reads many records, page by page. */
export interface List extends Offered {
	readonly kind: 'list';
	/** For a list of what belongs to one record, such as an account's orders: what it brings. */
	readonly of?: Yields;
	/** For a list of something else than the resource's records: what it brings. */
	readonly brings?: Yields;
	/** All there is comes in one answer, which no limit makes shorter. */
	readonly whole?: true;
	/** Read from the node's parameters; `parent` is the record that `of` belongs to. */
	plan(parameters: Parameters, parent: RecordKey): Listing;
	readonly paging: Paging;
	/** One query for several parents: only where a record names its own, and the vendor says when a list is complete. */
	batch?(parameters: Parameters): BatchLookup;
}

export interface Create extends Offered {
	readonly kind: 'create';
	request(fields: WriteFields, given: Given): VendorRequest;
	/** What of the resource's fields is mapped automatically, where that depends on what is given. */
	fieldsOf?(given: Given): readonly Field[];
	/** By what, best first, a new record is found again when the answer to its creation was lost. */
	readonly references: readonly Reference[];
	/** The answer holds the record's key and nothing else of it. */
	readonly answersKey?: true;
	/** The answer need not name the record that was made: what was sent stands for it. */
	readonly unnamed?: true;
	/** What of the values was sent, where that is not simply all that was given and written. */
	sent?(fields: WriteFields, given: Given): WriteFields;
	/** For answers that name the new record by something else than its key: the request that finds it by that. */
	find?(answered: IDataObject): VendorRequest | undefined;
}

export interface Reference {
	/** The field that holds it, or the parameter's name in what is given, and what a person calls it. */
	readonly field: string;
	readonly label: string;
	/** Without it the vendor lets nobody look: then a person is told what to look for. */
	request?(value: string): VendorRequest;
	/** Paged look-ups (Guardant has no search by reference) say how to go on. */
	readonly paging?: Paging;
	/** That it is unique is not documented: several new records may have it. */
	readonly shared?: boolean;
}

export interface Update extends Offered {
	readonly kind: 'update';
	/** Whether the record is read first, for vendors that want it complete or another of its keys. */
	readsFirst?(ref: RecordRef): boolean;
	/** The answer holds the record's key at most. */
	readonly answersKey?: true;
	/** `current` is the record as it is now, in the vendor's read names. */
	request(ref: RecordRef, fields: WriteFields, current: IDataObject | undefined, given: Given): VendorRequest;
}

/** Creates a record, or updates the one that is there already. */
export interface Upsert extends Offered {
	readonly kind: 'upsert';
	/** Write names of the fields by which an existing record can be found; the first is the default. */
	readonly matchOn: readonly string[];
	/** The default of nodes made since version 1.1, where the first seldom comes with another vendor's records. */
	readonly usual?: string;
	readonly find: Finder;
}

/** How existing records are found by the value of a field. What is found is compared here once more. */
export type Finder =
	/** The vendor looks for it. */
	| {
			readonly kind: 'search';
			/** One record comes at most, perhaps one of a similar value: then it is open whether the right one is there. */
			readonly bringsOne?: true;
			request(field: string, value: string): VendorRequest;
			/** One search for many values at once; `most` is how many records it brings at most. */
			readonly batch?: {
				readonly size: number;
				readonly most: number;
				request(field: string, values: readonly string[]): VendorRequest;
			};
	  }
	/** The vendor has no such search: all records are read, once an execution. */
	| {
			readonly kind: 'scan';
			readonly request: VendorRequest;
			readonly paging: Extract<Paging, { kind: 'offset' }>;
			/**
			 * The same list in orders of the vendor's, each with the fields that it is sorted by, first to last: a few
			 * records of a long list are looked for where they have to stand, before all is read.
			 */
			readonly sorted?: ReadonlyArray<{ readonly request: VendorRequest; readonly by: readonly string[] }>;
	  };

export interface Delete extends Offered {
	readonly kind: 'delete';
	request(ref: RecordRef, given: Given): VendorRequest;
	/** What else of the record was given: it is deleted only where that is so. */
	readonly beside?: KeyMode['beside'];
}

/** Any request to the vendor, as a person writes it; the runtime adds it to every vendor. */
export interface Call extends Offered {
	readonly kind: 'call';
	/** Whether lists are read page by page. */
	readonly paged: boolean;
}

/** Checks what a vendor's guide assumes; the runtime adds it to every vendor that has a diagnosis. */
export interface Diagnose extends Offered {
	readonly kind: 'diagnose';
	/** The parameter with a key to check with, and the resource whose key it is. */
	readonly sample?: { readonly parameter: INodeProperties; readonly of: string };
}

export type Operation = Get | List | Create | Update | Upsert | Delete | Diagnose | Call;

/** One thing that a vendor keeps, and what can be done with it. */
export interface Resource<K extends string = string> extends Yields<K> {
	/** In words, as in "Get order", "Get many orders". */
	readonly one: string;
	readonly many: string;
	readonly keys: readonly KeyMode[];
	readonly fields: readonly Field<K>[];
	/** Whether the vendor takes the names of values in any letter case. */
	readonly namesInAnyCase?: true;
	/** Names under which the vendor's key can stand among written values. */
	readonly keyNames?: readonly string[];
	/** The vendor's key of a record as read, in the vendor's own type. */
	keyOf(record: IDataObject): RecordKey | undefined;
	/** Reads one record, also to look again after a write; undefined where nothing that is documented does. */
	readonly read: ((ref: RecordRef, given: Given) => VendorRequest) | undefined;
	/** By the name that workflows store. */
	readonly operations: Readonly<Record<string, Operation>>;
	readonly pick?: Pick;
}

/** Search for the list mode of the record's parameter. */
export interface Pick {
	/** `filter` is what the person typed. */
	plan(filter: string): Listing;
	readonly paging: Paging;
	/** What a person knows a record by, where its shape has no name. */
	nameOf?(record: IDataObject): string | null;
}
