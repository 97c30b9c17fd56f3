import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import type { VendorName } from '../lab/sandbox';

/** Who does the work. */
export type Contender =
	/** This package's node. */
	| 'ours'
	/** A node that does nothing but call n8n's `httpRequest` in a loop, signing its requests by hand. */
	| 'bare'
	/** The same loop over n8n's `httpRequestWithAuthentication`, as most nodes are written. */
	| 'authenticated'
	/** n8n's HTTP Request node, with Split Out and Edit Fields after it. */
	| 'stock'
	/** n8n's HTTP Request node alone. */
	| 'request'
	/** The bare loop, which shapes the same items as ours and keeps them in an array. */
	| 'array'
	/** A node that reads what ours reads, and sends the requests that nobody gets by without. */
	| 'floor';

/** What is measured beside customers. */
export type FurtherResource = 'order' | 'invoice';

export type Work = 'get' | 'create' | 'search' | 'orders' | 'upsert';

/** What a fresh child process is to do; sent to it as JSON. */
export interface Task {
	readonly vendor: VendorName;
	/** Customers where it is left out. */
	readonly resource?: FurtherResource;
	readonly work: Work;
	readonly contender: Contender;
	/** Does the same in the same process, in turn with the contender. */
	readonly rival?: Contender;
	readonly credential: ICredentialDataDecryptedObject;
	/** The items that reach the node. */
	readonly input: IDataObject[];
	/** The field of an item that holds something new in each run, so that a write has something to change. */
	readonly changing?: string;
	/** How many records a search brings; all of them where it is left out. */
	readonly most?: number;
	/** How many of them a first, unmeasured run does; for `search` how many records. */
	readonly warmUp: number;
	readonly parallel: number;
	/** Options of our node beyond `maxParallelRequests`. */
	readonly options?: IDataObject;
	/** Parameters of our node beyond those of the work. */
	readonly parameters?: IDataObject;
	/** Over how many executions, all at once, the items are spread; default 1. */
	readonly executions?: number;
	/** Forget the session that the first run got, so that the measured one starts without any. */
	readonly forgetSession?: boolean;
	/** Do it so many times, each with a session that has ended, by the clock or as the vendor has it. */
	readonly renewals?: { readonly times: number; readonly endedBy: 'clock' | 'vendor' };
	/** Do it so many times, one after the other, where once is too short to be measured. */
	readonly repeats?: number;
	readonly profile?: 'cpu' | 'memory';
	/** Another checkout, built, whose own child process does it with its own package. */
	readonly checkout?: string;
}

/** Whose turn it is in a child; children of older checkouts know "go" alone. */
export type Turn = 'go' | 'rival';

/** What a child measured, in milliseconds and bytes. */
export interface Measured {
	readonly wallMs: number;
	/** User and system time of all threads. */
	readonly cpuMs: number;
	/** The most memory that the process held: the kernel's high-water mark, n8n and all. */
	readonly peakRss: number;
	/** The most heap and external memory seen every few milliseconds, above what there was before. */
	readonly peakHeap: number;
	/** What is left after a garbage collection, while the result is held. */
	readonly retained: number;
	readonly items: number;
	/** Items that came without what was asked for. */
	readonly failed: number;
	/** Of all items in their order; empty for contenders that do not shape. */
	readonly digest: string;
	/** Functions with the most self time or the most allocations. */
	readonly profile?: string[];
}

export type FromChild =
	| { readonly kind: 'ready' }
	| { readonly kind: 'measured'; readonly measured: Measured }
	| { readonly kind: 'failed'; readonly message: string };
