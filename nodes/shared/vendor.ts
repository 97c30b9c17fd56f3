import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';

import type { Diagnosis } from './assumptions';
import type { Operation, Paging, Resource } from './resource';
import type { Watched } from './watch';
import type { Answer, Unwrapped, VendorRequest } from './wire';

export interface SessionRule {
	/** Whether this credential works with a session at all (Guardant: not with a ready access token). */
	isUsed(credential: ICredentialDataDecryptedObject): boolean;
	/** Credential properties that say whose session it is. A run that began for one account ends with it. */
	readonly account: readonly string[];
	/** What a session depends on besides: a new password makes a new session of the same account. */
	readonly proof: readonly string[];
	/** Whether a log-in ends the account's other sessions, which another process may be working with. */
	readonly isExclusive: boolean;
	/** What to tell people when a new session is refused as well. */
	readonly hint: string;
}

/** A vendor as data and pure functions: all that the runtime knows about it. */
export interface Vendor {
	readonly displayName: string;
	readonly credential: string;
	/** Credential properties whose values never appear in an error, a log or an output. */
	readonly secrets: readonly string[];
	/** What a record is called in the vendor's answers that must not be shown unless asked for. */
	readonly sensitiveFields?: readonly string[];
	/** Path segments between the credential's base URL and a request's path. */
	readonly basePath?: readonly string[];
	/** Turns a request into the form that the credential asks for (ManEx: query string or JSON). */
	encode?(request: VendorRequest, credential: ICredentialDataDecryptedObject): VendorRequest;
	/** What to do about words of the vendor's own that say too little. */
	readonly advice?: ReadonlyArray<{ readonly says: RegExp; readonly advice: string }>;
	/** Takes the vendor's envelope off. */
	unwrap(answer: Answer): Unwrapped;
	/** For vendors with a log-in. */
	readonly session?: SessionRule;
	/** The most requests at once, whatever the options say. No vendor documents a number: a courtesy. */
	readonly maxParallelRequests: number;
	/** What has to be known of requests that people write themselves. */
	readonly call?: {
		/** A path, as an example. */
		readonly example: string;
		/** How a list goes on; undefined for what is no list, and for a person's own paging. */
		paging?(request: VendorRequest): Paging | undefined;
		/** Requests by GET that change something. */
		writes?(request: VendorRequest): boolean;
	};
	/** What its guide assumes, and how to ask: loaded with the first diagnosis. */
	readonly diagnosis?: {
		/** As many requests at most. */
		readonly requests: number;
		/** What a record is called whose key a person may give to check with, and of which resource it is. */
		readonly sample?: Pick<INodeProperties, 'displayName' | 'placeholder'> & { readonly of: string };
		load(): Promise<Diagnosis>;
	};
	/** By the name that workflows store. */
	readonly resources: Readonly<Record<string, Resource>>;
	/** What its trigger watches, by the name that workflows store. */
	readonly watched: Readonly<Record<string, Watched>>;
	/** Credential properties beside the base URL that say whose records these are; none of them secret. */
	readonly account: readonly string[];
	/** What a request costs beyond those that are included in a month, in dollars. */
	readonly billing?: { readonly dollars: number; readonly included: number };
	/** Minutes between two questions of a trigger, where each is billed. */
	readonly minutesBetweenPolls?: number;
}

/** The one operation of an execution, and where it stands. */
export interface Scope<O extends Operation = Operation> {
	readonly vendor: Vendor;
	/** The name of the resource, and of the parameter that names one of its records. */
	readonly name: string;
	readonly resource: Resource;
	readonly operation: O;
}
