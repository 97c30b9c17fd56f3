import axios from 'axios';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Fault } from '../../nodes/shared/fault';
import { readList } from '../../nodes/shared/pages';
import { resting } from '../../nodes/shared/parallel';
import type { Connection } from '../../nodes/shared/send';
import { markOf } from '../../nodes/shared/session';
import { shaper } from '../../nodes/shared/shape';
import { unwrapAnswer } from '../../nodes/shared/unwrap';
import { joinUrl } from '../../nodes/shared/url';
import type { Vendor } from '../../nodes/shared/vendor';
import { readRequest } from '../../nodes/shared/write';
import type { Answer, RecordKey, Unwrapped, VendorRequest } from '../../nodes/shared/wire';
import { customerOf } from '../unit/planned';
import type { Planned } from '../unit/planned';

/** A request as it arrived, nothing decoded. */
export interface Wire {
	method: string;
	path: string;
	/** Without the question mark; '' when there was none. */
	query: string;
	body: string;
	headers: Record<string, string | string[] | undefined>;
}

/** A local server that only notes what arrives, and answers as it is told. */
export class Wiretap {
	readonly arrived: Wire[] = [];
	answer: { status: number; body: string; contentType?: string } = { status: 200, body: '{}' };

	private constructor(
		private readonly server: Server,
		readonly origin: string,
	) {}

	static async open(): Promise<Wiretap> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const tap = new Wiretap(server, `http://127.0.0.1:${port}`);
		server.on('request', (request, response) => {
			let body = '';
			request.setEncoding('utf8');
			request.on('data', (chunk: string) => (body += chunk));
			request.on('end', () => {
				const [path = '', query = ''] = (request.url ?? '').split('?', 2);
				tap.arrived.push({ method: request.method ?? '', path, query, body, headers: request.headers });
				response.writeHead(tap.answer.status, {
					'Content-Type': tap.answer.contentType ?? 'application/json',
				});
				response.end(tap.answer.body);
			});
		});
		return tap;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Sends a planned request as the runtime does: encoded, joined, authenticated by the credential, through axios. */
	async send(
		vendor: Vendor,
		type: ICredentialType,
		credential: ICredentialDataDecryptedObject,
		request: VendorRequest,
	): Promise<Wire> {
		const encoded = vendor.encode?.(request, credential) ?? request;
		const options = await authenticated(type, credential, {
			method: encoded.method,
			url: joinUrl(String(credential.baseUrl), [...(vendor.basePath ?? []), ...encoded.path]),
			...(encoded.query === undefined ? {} : { qs: { ...encoded.query } }),
			...(encoded.body === undefined ? {} : { body: encoded.body }),
		});
		await axios.request({
			method: options.method,
			url: options.url,
			params: options.qs,
			data: options.body,
			headers: options.headers as Record<string, string> | undefined,
			auth: options.auth as { username: string; password: string } | undefined,
			proxy: false,
		});
		const wire = this.arrived.at(-1);
		if (wire === undefined) throw new Error('Nothing arrived');
		return wire;
	}
}

/** A request with the credential in it, by the credential's own rule. */
export async function authenticated(
	{ authenticate, name }: ICredentialType,
	credential: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	// n8n would lay the values of a rule that is none over any request, whatever its host.
	if (typeof authenticate !== 'function') throw new Error(`${name} signs no requests`);
	return await authenticate(credential, options);
}

/** A credential with a session that was made for its values. */
export function inSession<T extends ICredentialDataDecryptedObject>(
	{ session }: Vendor,
	credential: T,
	sessionToken: string,
): ICredentialDataDecryptedObject {
	if (session === undefined) return credential;
	return { ...credential, sessionToken, sessionAccount: markOf(sessionToken, credential, session) };
}

/** A query string as an object, for requests whose order of parameters says nothing. */
export const queryOf = (wire: Wire): Record<string, string> =>
	Object.fromEntries(new URLSearchParams(wire.query));

/** The `customer` parameter as the editor stores it. */
export const locator = (mode: string, value: RecordKey): IDataObject => ({ __rl: true, mode, value });

/** The `fields` parameter as the editor stores it. */
export const byHand = (value: IDataObject): IDataObject => ({ mappingMode: 'defineBelow', value });

/** The requests with which a list is read when no record comes back. */
export async function listRequests(plan: Planned<'search'>): Promise<VendorRequest[]> {
	const requests: VendorRequest[] = [];
	const connection = {
		send: async (request: VendorRequest) => {
			requests.push(request);
			return { kind: 'records', records: [] };
		},
		resting: () => resting(undefined),
	} as unknown as Connection;
	await readList(connection, {
		...plan.listing,
		paging: plan.operation.paging,
		limit: plan.limit,
		maxParallelRequests: 1,
		take: () => undefined,
	});
	return requests;
}

/** What an update reads before it writes; undefined for nothing. */
export function readFirst(vendor: Vendor, { operation, ref }: Planned<'update'>): VendorRequest | undefined {
	return operation.readsFirst?.(ref) === true ? readRequest(customerOf(vendor), ref, {}) : undefined;
}

export function only<T>(list: readonly T[]): T {
	const [first] = list;
	if (first === undefined || list.length !== 1) throw new Error(`Expected one, got ${list.length}`);
	return first;
}

export const read = (vendor: Vendor, body: unknown, status = 200, method?: Answer['method']): Unwrapped =>
	unwrapAnswer(vendor, { status, headers: {}, body, method });

export function recordsIn(
	vendor: Vendor,
	body: unknown,
	status = 200,
	method?: Answer['method'],
): IDataObject[] {
	const unwrapped = read(vendor, body, status, method);
	if (unwrapped.kind !== 'records') throw new Error(`Refused: ${unwrapped.message}`);
	return unwrapped.records;
}

/** The fault that is thrown for an answer which cannot be the vendor's. */
export function faultIn(vendor: Vendor, body: unknown, status = 200): Fault {
	try {
		read(vendor, body, status);
	} catch (error) {
		if (error instanceof Fault) return error;
		throw error;
	}
	throw new Error('Nothing was thrown');
}

/** Simplified, as the customer operations put it out. */
export const simplified = (vendor: Vendor, record: IDataObject): IDataObject =>
	shaper(
		{ mode: 'simplified', fields: [], includeSensitiveFields: false },
		(customer) => customerOf(vendor).simplify(customer, ''),
		vendor.sensitiveFields ?? [],
	)(record);

/** Simplified, as the list of a customer's orders puts it out. */
export function simplifiedOrder(vendor: Vendor, record: IDataObject, customer: RecordKey): IDataObject {
	const { listOrders } = customerOf(vendor).operations;
	const of = listOrders?.kind === 'list' ? listOrders.of : undefined;
	if (of === undefined) throw new Error(`${vendor.displayName} has no orders`);
	return shaper(
		{ mode: 'simplified', fields: [], includeSensitiveFields: false },
		(order) => of.simplify(order, customer),
		vendor.sensitiveFields ?? [],
	)(record);
}

interface LoginAnswer {
	readonly statusCode?: number;
	readonly body: unknown;
}

/** n8n's request helper as a log-in sees it: notes each request and gives the answers in turn. */
export function loginHelper(...answers: LoginAnswer[]): {
	helper: IHttpRequestHelper;
	requests: IHttpRequestOptions[];
} {
	const requests: IHttpRequestOptions[] = [];
	const httpRequest = async (options: IHttpRequestOptions): Promise<unknown> => {
		requests.push(options);
		const answer = answers.shift();
		if (answer === undefined) throw new Error('One request too many');
		return { statusCode: answer.statusCode ?? 200, headers: {}, body: answer.body };
	};
	return { helper: { helpers: { httpRequest } } as unknown as IHttpRequestHelper, requests };
}
