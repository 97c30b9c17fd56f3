import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { cancelled, Fault } from './fault';
import type { FaultDetails } from './fault';
import { parseJson, textOf } from './json';
import { CREDENTIAL_UNUSABLE, LOGIN_FAILED } from './login';
import type { LoginFailed } from './login';
import type { Deadline } from './deadline';
import { asText } from './values';
import type { Vendor } from './vendor';
import type { Answer } from './wire';

/** Where a node runs: an execution, a trigger, or the editor. */
export type Context = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

/** Ends with the execution, where a context belongs to one. */
export const cancelSignal = (context: Context): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

/** Under which n8n stores it. */
export interface StoredCredential {
	readonly id: string;
	readonly name: string;
}

/**
 * One request through n8n, whatever its status; a fault instead of an answer when there was none.
 * @param deadline for the whole of it, its answer's last byte included
 */
export async function exchange(
	context: Context,
	vendor: Vendor,
	deadline: Deadline,
	options: Pick<IHttpRequestOptions, 'method' | 'url' | 'qs' | 'body'>,
	credential: ICredentialDataDecryptedObject,
	stored: StoredCredential,
): Promise<Answer | Fault> {
	const type = vendor.credential;
	try {
		const late = (): Fault => faultOf(LATE, vendor);
		return await deadline.keep(late, async (ends) => {
			const request: IHttpRequestOptions = {
				json: true,
				// Read here: n8n would read an answer of any length at one go.
				encoding: 'arraybuffer',
				timeout: deadline.milliseconds,
				returnFullResponse: true,
				// Every status is an answer, so that the vendor's own words are read in one place.
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				sendCredentialsOnCrossOriginRedirect: false,
				// n8n's own timeout is of silence only.
				abortSignal: ends,
				// Last: in Node 20 each name that is added to a copy costs many times what the copy does.
				...options,
			};
			// n8n puts the execution's signal in its place. Asked for that, this gives it ours, which minds both.
			const asked = Object.create(context) as Context & { getExecutionCancelSignal(): AbortSignal };
			asked.getExecutionCancelSignal = () => ends;
			// Handing over the credential spares n8n reading and decrypting it for each request.
			const response = (await context.helpers.httpRequestWithAuthentication.call(asked, type, request, {
				credentialsDecrypted: { type, data: credential, ...stored },
			})) as { statusCode: number; headers: IDataObject; body: unknown };
			return {
				status: response.statusCode,
				headers: response.headers,
				body: await bodyOf(response.body, charsetOf(response.headers), ends),
			};
		});
	} catch (error) {
		return faultFrom(error, vendor);
	}
}

const charsetOf = (headers: IDataObject): string | undefined =>
	/;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(asText(headers['content-type']))?.[1];

/** What is no JSON stays a text. */
async function bodyOf(body: unknown, charset: string | undefined, ends: AbortSignal): Promise<unknown> {
	if (!(body instanceof Uint8Array)) return body;
	const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
	try {
		return await parseJson(bytes, ends, charset);
	} catch {
		return ends.aborted ? undefined : textOf(bytes, charset);
	}
}

type Sort = Pick<FaultDetails, 'kind' | 'description' | 'nothingDone'> & {
	message(vendor: string, code: string): string;
};

const UNREACHABLE: Sort = {
	kind: 'unreachable',
	message: (vendor, code) => `${vendor} cannot be reached (${code})`,
	description: 'Check the Base URL of the credential, and that this n8n can reach the address',
};
const LATE: Sort = {
	kind: 'timeout',
	message: (vendor) => `${vendor} did not answer in time`,
	description: 'Try again, or raise Timeout in the options',
};
const BROKEN_OFF: Sort = {
	kind: 'interrupted',
	message: (vendor) => `${vendor} broke the connection off before its answer was complete`,
	description: 'Try again',
};
const DAMAGED: Sort = {
	kind: 'interrupted',
	message: (vendor) => `${vendor} sent an answer that arrived damaged`,
	description: 'Try again; a proxy in between may be the cause',
};
const UNTRUSTED: Sort = {
	kind: 'foreign',
	message: (vendor) => `${vendor} shows a certificate that this n8n does not trust; nothing was sent`,
	description:
		'Check the Base URL of the credential; for a certificate of your own company, give its authority to n8n (NODE_EXTRA_CA_CERTS)',
	nothingDone: true,
};
const NO_TLS: Sort = {
	kind: 'foreign',
	message: (vendor) => `${vendor} does not speak https at this address; nothing was sent`,
	description:
		'Check the Base URL of the credential: its port, and whether it begins with http:// or https://',
	nothingDone: true,
};
const UNSENDABLE: Sort = {
	kind: 'credential',
	message: () => 'The request cannot be sent as it is; nothing was sent',
	description:
		'Check key, token and header name in the credential: they may hold no line break, blank or other character that a header or an address cannot carry',
	nothingDone: true,
};

/** What the codes of Node and of its request library tell. */
const SORTS: ReadonlyArray<readonly [RegExp, Sort]> = [
	[
		/^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/,
		UNREACHABLE,
	],
	[/^(ECONNABORTED|ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, LATE],
	[/^(Z_\w+|ERR__ERROR_FORMAT\w*|ERR_PADDING\w*|ERR_BROTLI\w*|ERR_ZLIB\w*|ERR__ERROR\w*)$/, DAMAGED],
	[/^(EPROTO|ERR_SSL_\w+)$/, NO_TLS],
	[/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY|DECODE|DECRYPT)|^ERR_TLS/, UNTRUSTED],
	[
		/^(ERR_INVALID_(CHAR|HTTP_TOKEN|URL|PROTOCOL|ARG_\w+)|ERR_HTTP_INVALID_HEADER_VALUE|ERR_UNESCAPED_CHARACTERS)$/,
		UNSENDABLE,
	],
	[/^(ECONNRESET|EPIPE|ERR_BAD_RESPONSE|ERR_STREAM_PREMATURE_CLOSE|HPE_\w+)$/, BROKEN_OFF],
];

/** What n8n's request helper threw, as a fault: n8n wraps the cause, whose code tells what happened. */
export function faultFrom(thrown: unknown, vendor: Pick<Vendor, 'displayName'>): Fault {
	if (thrown instanceof Fault) return thrown;
	const chain = causes(thrown);
	const ours = chain.find((error): error is LoginFailed =>
		[LOGIN_FAILED, CREDENTIAL_UNUSABLE].includes(error.name),
	);
	if (ours !== undefined) return new Fault(ours.details);
	const code = asText(chain.find((error) => typeof error.code === 'string')?.code);
	if (code === 'ERR_CANCELED') return cancelled();
	const connecting = chain.some(({ syscall }) => syscall === 'connect');
	const sort = SORTS.find(([pattern]) => pattern.test(code))?.[1];
	if (sort !== undefined) return faultOf(sort === LATE && connecting ? UNREACHABLE : sort, vendor, code);
	// What the library that sends has not seen was stopped by n8n before: a host that is not allowed, for one.
	const sent = chain.some(({ config, isAxiosError }) => isAxiosError === true || config !== undefined);
	return new Fault({
		kind: 'foreign',
		message: chain.at(-1)?.message ?? String(thrown),
		description: asText(chain[0]?.description) || 'Check the credential',
		...(sent ? {} : { nothingDone: true }),
	});
}

const faultOf = (
	{ message, ...sort }: Sort,
	{ displayName }: Pick<Vendor, 'displayName'>,
	code = '',
): Fault => new Fault({ ...sort, message: message(displayName, code) });

interface Thrown extends Error {
	readonly code?: unknown;
	readonly syscall?: unknown;
	readonly description?: unknown;
	/** Of the library with which n8n sends. */
	readonly isAxiosError?: unknown;
	readonly config?: unknown;
}

function causes(thrown: unknown): Thrown[] {
	const chain: Thrown[] = [];
	for (let error = thrown; error instanceof Error && chain.length < 10; error = error.cause)
		chain.push(error as Thrown);
	return chain;
}
