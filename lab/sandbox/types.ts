import type { Settings } from './settings';
import type { Table } from './table';

export const VENDORS = ['weevio', 'pdm', 'manex', 'guardant', 'epass'] as const;
export type VendorName = (typeof VENDORS)[number];

/** What a person works on in each vendor's own program, as far as a test can do so, too. */
export interface TableNames {
	weevio: 'customer' | 'order' | 'inventoryItem';
	pdm: 'customer';
	manex: 'customer' | 'purchaseOrder';
	guardant: 'customer' | 'order';
	epass: 'customer' | 'invoice';
}

export type Tables<V extends VendorName> = Readonly<Record<TableNames[V], Table>>;

export type JsonObject = { [key: string]: unknown };

/** What a vendor's handler gets: the call without sockets, so a handler cannot depend on transport. */
export interface VendorRequest {
	method: string;
	/** Path below the vendor's prefix, as sent (not decoded). */
	path: string;
	/** The whole URL as sent, for ManEx which repeats it in its route error. */
	fullUrl: string;
	query: URLSearchParams;
	headers: Record<string, string | string[] | undefined>;
	rawBody: string;
	/** Set by the fault `expiredSession`: treat whatever session or key the call brings as dead. */
	deadSession: boolean;
}

export interface VendorReply {
	status: number;
	/** A string is sent as it is, everything else as JSON; undefined is an empty body. */
	body?: unknown;
	contentType?: string;
	headers?: Record<string, string>;
}

export interface VendorCounters {
	requests: number;
	logins: number;
	failedLogins: number;
	refreshes: number;
	/** Sockets that carried at least one request of this vendor. */
	connections: number;
	created: number;
	updated: number;
	deleted: number;
	/** Calls that passed authentication (Weevio bills every one of them: https://support.weevio.co/docs/api-reference/). */
	metered: number;
}

export interface VendorContext {
	customers: number;
	seed: number;
	settings(): Settings;
	counters: VendorCounters;
}

export interface VendorErrorDetail {
	message?: string;
	code?: number;
}

export interface Vendor {
	handle(request: VendorRequest): VendorReply;
	/** The vendor's own refusal inside its own envelope, for the fault `vendorError`. */
	refuse(request: VendorRequest, detail: VendorErrorDetail): VendorReply;
	expireSessions(): void;
	records(): JsonObject[];
	record(key: string | number): JsonObject | undefined;
	/** `Tables` of this vendor. */
	readonly tables: Readonly<Record<string, Table>>;
	created(): JsonObject[];
}

export type Fault =
	| { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
	/** Without a body, the page of a proxy. */
	| { kind: 'statusAfter'; status: number; body?: unknown; headers?: Record<string, string> }
	| { kind: 'delay'; ms: number }
	| { kind: 'delayBefore'; ms: number }
	| { kind: 'resetBefore' }
	| { kind: 'resetAfter' }
	| { kind: 'truncated' }
	| { kind: 'html'; status?: number }
	| { kind: 'empty' }
	| { kind: 'notJson' }
	| { kind: 'expiredSession' }
	| { kind: 'rateLimit'; retryAfter?: string }
	| { kind: 'redirect'; location: string }
	| { kind: 'vendorError'; message?: string; code?: number }
	/** A page of a proxy or a firewall, before any work. */
	| { kind: 'page'; status: number; headers?: Record<string, string> }
	/** Announces gzip and sends what cannot be unpacked. */
	| { kind: 'gzipDamaged' }
	/** One byte each `ms`, until all are sent or the client goes. */
	| { kind: 'dribble'; ms: number }
	/** JSON nested so deep, instead of the vendor's. */
	| { kind: 'deepJson'; levels?: number; status?: number }
	/** The good answer in types that its documentation does not show. */
	| { kind: 'otherType'; form: OtherType }
	/** Pages as no documentation has them; everything else is answered as ever. */
	| { kind: 'repeatPages' }
	| { kind: 'shortPages'; most: number }
	| { kind: 'longPages'; least: number }
	| { kind: 'endlessPages' };

/** A list of one as its entry and one record as a list of it, yes and no as text or number, numbers as text. */
export type OtherType = 'unwrapped' | 'listed' | 'textFlags' | 'numberFlags' | 'textNumbers';

export type FaultKind = Fault['kind'];

export interface FaultRule {
	vendor: VendorName;
	fault: Fault;
	/** How many matching requests it hits; default 1. */
	count?: number;
	/** How many matching requests pass first; default 0. */
	skip?: number;
	match?: { method?: string; pathIncludes?: string };
}

/** `other`: a request outside every vendor's prefix, e.g. one that followed a redirect. */
export type RequestTarget = VendorName | 'other';

export interface RequestFilter {
	vendor?: RequestTarget;
	method?: string;
	pathIncludes?: string;
	/** So many of the newest at most. */
	last?: number;
}

export interface LoggedRequest {
	vendor: RequestTarget;
	method: string;
	/** Full path, without the query string. */
	path: string;
	query: Record<string, string>;
	/** Parsed when it is JSON, otherwise the text; absent when there was none. */
	body?: unknown;
	headers: Record<string, string>;
	/** HTTP status answered; 0 when no complete answer was sent (reset, or client gone). */
	status: number;
	fault?: FaultKind;
	connectionId: number;
	/** Arrival, in milliseconds since 1970 with a fraction (comparable with Date.now()). */
	atMs: number;
}

/** The status is 0 as yet. */
export type RequestListener = (request: LoggedRequest) => void;

export interface Control {
	addFault(rule: FaultRule): number;
	clearFaults(): void;
	/** Rules that still have requests to hit. */
	faults(): FaultRule[];
	requests(filter?: RequestFilter): LoggedRequest[];
	clearRequests(): void;
	/** Called with each request as it arrives, before any of it is done. @returns what ends that, as `reset` does */
	onRequest(listener: RequestListener): () => void;
	counters(): Record<VendorName, VendorCounters>;
	records(vendor: VendorName): JsonObject[];
	record(vendor: VendorName, key: string | number): JsonObject | undefined;
	created(vendor: VendorName): JsonObject[];
	/**
	 * A record as if made in the vendor's own program today, with these fields, which are called as the vendor reads
	 * them. An order of Guardant names its `customer`. @returns its key
	 */
	insert<V extends VendorName>(vendor: V, table: TableNames[V], fields?: JsonObject): string | number;
	/**
	 * Fields as a person changes them in the vendor's own program, and the date of the change where the vendor keeps
	 * one. This and the next three are false where there is no such record.
	 */
	amend<V extends VendorName>(
		vendor: V,
		table: TableNames[V],
		key: string | number,
		fields: JsonObject,
	): boolean;
	remove<V extends VendorName>(vendor: V, table: TableNames[V], key: string | number): boolean;
	/** From now on there with its key, and not yet seen: as of a transaction that ends late. */
	hide<V extends VendorName>(vendor: V, table: TableNames[V], key: string | number): boolean;
	reveal<V extends VendorName>(vendor: V, table: TableNames[V], key: string | number): boolean;
	setLatency(ms: number): void;
	/** Changes the given settings and returns all; without argument only returns them. */
	settings(change?: Partial<Settings>): Settings;
	/** Once all that has been sent has arrived and is done with. */
	quiet(): Promise<void>;
	reset(): void;
	expireSessions(vendor: VendorName): void;
}

export interface SandboxCredentials {
	weevioPimsApi: { baseUrl: string; teamId: string; apiId: string; apiSecret: string };
	proDeliveryManagerApi: { baseUrl: string; companyId: number; apiKey: string };
	manexErpApi: { baseUrl: string; apiKey: string; requestFormat: 'query' | 'json' };
	guardantStationApi: {
		baseUrl: string;
		authentication: 'accessToken';
		accessToken: string;
		headerName: string;
		headerPrefix: string;
	};
	guardantStationLogin: {
		baseUrl: string;
		authentication: 'login';
		username: string;
		password: string;
		loginPath: string;
		usernameField: string;
		passwordField: string;
		tokenField: string;
		headerName: string;
		headerPrefix: string;
	};
	epassApi: {
		baseUrl: string;
		userId: string;
		password: string;
		organizationId: string;
		applicationName: string;
		branchCode: string;
		terminalCode: string;
	};
}

export interface SandboxOptions {
	/** 0 = any free port (default). */
	port?: number;
	host?: string;
	/** Customers per vendor, default 500. */
	customers?: number;
	seed?: number;
	latencyMs?: number;
	settings?: Partial<Settings>;
}

export interface Sandbox {
	url: string;
	port: number;
	credentials: SandboxCredentials;
	control: Control;
	close(): Promise<void>;
}
