import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

/** The words between a vendor and the runtime: what is asked, and what an answer says. */

/** A vendor's own key of a record, in the vendor's own type. */
export type RecordKey = string | number;

/** Values by the vendor's write name (dotted for nesting), checked and in the vendor's format, extra fields included. */
export type WriteFields = Readonly<IDataObject>;

/** One request as a vendor's documentation writes it, before base URL and credential are added. */
export interface VendorRequest {
	readonly method: Extract<IHttpRequestMethods, 'GET' | 'POST' | 'PUT' | 'DELETE'>;
	/** Path segments below the base URL, not yet encoded: each stays one segment whatever it holds. */
	readonly path: readonly string[];
	readonly query?: Readonly<Record<string, string | number | boolean>>;
	readonly body?: IDataObject | IDataObject[];
}

/** Equal for requests that the vendor answers equally. */
export function requestIdentity(request: VendorRequest): string {
	return JSON.stringify([request.method, request.path, request.query ?? null, request.body ?? null]);
}

export interface Answer {
	/** What was asked: some answers to a deletion say nothing, which no other answer may. */
	readonly method?: VendorRequest['method'];
	readonly path?: readonly string[];
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	/** Parsed JSON where the answer was JSON, otherwise its text. */
	readonly body: unknown;
}

/** Why a vendor said no; decides what the user is told to do, and whether it may be tried again. */
export type RefusalReason =
	/** No such record. */
	| 'absent'
	/** Key, password or account wrong: nothing will be taken from this credential. */
	| 'credential'
	/** The account may not do this, which says nothing of other requests. */
	| 'forbidden'
	/** The session has ended: log in again. */
	| 'session'
	| 'rateLimit'
	/** The vendor, or what stands before it, is out of order for now (HTTP 408, 425, 502 to 504, 52x). */
	| 'unavailable'
	/** The vendor broke down over this request (HTTP 500 and the like). */
	| 'failed'
	/** The data or the request was refused. */
	| 'input';

export interface Refusal {
	readonly kind: 'refused';
	readonly reason: RefusalReason;
	/** The vendor's own words. */
	readonly message: string;
	/** What to do, where it is not what the reason suggests. */
	readonly advice?: string;
}

export interface Records {
	readonly kind: 'records';
	readonly records: IDataObject[];
	/** Where the vendor says that more follow: what to ask for next (EPASS: LargestID). */
	readonly next?: number | string;
	/** What the vendor remarked, although it did what was asked. */
	readonly warnings?: readonly string[];
}

/** What an answer says once its envelope is off. */
export type Unwrapped = Records | Refusal;
