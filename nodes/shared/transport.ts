import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { cancelled, Fault } from './fault';
import { LOGIN_FAILED } from './login';
import type { LoginFailed } from './login';
import { asText } from './values';
import type { Vendor } from './vendor';
import type { Answer } from './wire';

/** Where a node runs: an execution, a trigger, or the editor. */
export type Context = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

/** One request through n8n, whatever its status; a fault instead of an answer when there was none. */
export async function exchange(
	context: Context,
	vendor: Vendor,
	timeoutMs: number,
	options: Pick<IHttpRequestOptions, 'method' | 'url' | 'qs' | 'body'>,
	credential: ICredentialDataDecryptedObject,
): Promise<Answer | Fault> {
	const type = vendor.credential;
	const stored = context.getNode().credentials?.[type];
	try {
		// Handing over the credential spares n8n reading and decrypting it for each request.
		const response = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			type,
			{
				...options,
				json: true,
				timeout: timeoutMs,
				returnFullResponse: true,
				// Every status is an answer, so that the vendor's own words are read in one place.
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				sendCredentialsOnCrossOriginRedirect: false,
			},
			{
				credentialsDecrypted: { id: stored?.id ?? '', name: stored?.name ?? '', type, data: credential },
			},
		)) as { statusCode: number; headers: IDataObject; body: unknown };
		return { status: response.statusCode, headers: response.headers, body: response.body };
	} catch (error) {
		return faultFrom(error, vendor);
	}
}

const NOT_CONNECTED = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EADDRNOTAVAIL',
]);
const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);
const BROKEN_OFF = new Set(['ECONNRESET', 'EPIPE', 'ERR_BAD_RESPONSE', 'ERR_STREAM_PREMATURE_CLOSE']);

/** What n8n's request helper threw, as a fault: n8n wraps the cause, whose code tells what happened. */
export function faultFrom(thrown: unknown, vendor: Vendor): Fault {
	if (thrown instanceof Fault) return thrown;
	const chain = causes(thrown);
	const login = chain.find((error): error is LoginFailed => error.name === LOGIN_FAILED);
	if (login !== undefined) return new Fault(login.details);
	const coded = chain.find((error) => typeof error.code === 'string');
	const code = asText(coded?.code);
	if (code === 'ERR_CANCELED') return cancelled();
	if (
		NOT_CONNECTED.has(code) ||
		(TIMED_OUT.has(code) && chain.some((error) => error.syscall === 'connect'))
	) {
		return new Fault({
			kind: 'unreachable',
			message: `${vendor.displayName} cannot be reached (${code})`,
			description: 'Check the Base URL of the credential, and that this n8n can reach the address',
		});
	}
	if (TIMED_OUT.has(code)) {
		return new Fault({
			kind: 'timeout',
			message: `${vendor.displayName} did not answer in time`,
			description: 'Try again, or raise Timeout in the options',
		});
	}
	if (BROKEN_OFF.has(code)) {
		return new Fault({
			kind: 'interrupted',
			message: `${vendor.displayName} broke the connection off before its answer was complete`,
			description: 'Try again',
		});
	}
	const last = chain.at(-1);
	return new Fault({
		kind: 'foreign',
		message: last?.message ?? String(thrown),
		description: /cert|tls|ssl/i.test(code)
			? 'The server shows a certificate that this n8n does not trust; check the Base URL of the credential'
			: asText(chain[0]?.description) || 'Check the credential',
	});
}

interface Thrown extends Error {
	readonly code?: unknown;
	readonly syscall?: unknown;
	readonly description?: unknown;
}

function causes(thrown: unknown): Thrown[] {
	const chain: Thrown[] = [];
	for (let error = thrown; error instanceof Error && chain.length < 10; error = error.cause)
		chain.push(error as Thrown);
	return chain;
}
