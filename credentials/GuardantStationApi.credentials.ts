import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { guardantStation } from '../nodes/GuardantStation/vendor';
import {
	answerTo,
	checkedToken,
	loginAnswer,
	LoginFailed,
	loginWords,
	renewalAskedOf,
} from '../nodes/shared/login';
import { checkedBaseUrl, leadsUp } from '../nodes/shared/url';
import { asObject, text, valueAt } from '../nodes/shared/values';
import type { Answer } from '../nodes/shared/wire';
import {
	byStatus,
	byValue,
	headerName,
	headerValue,
	sessionCredential,
	sessionProperties,
	testOf,
} from './shared/credential';

const VENDOR = 'Guardant Station';

/** A read that costs little. */
const probe = ({ baseUrl }: ICredentialDataDecryptedObject): IHttpRequestOptions => ({
	method: 'GET',
	url: `${checkedBaseUrl(baseUrl)}/customers`,
	qs: { limit: 1 },
});

/** Whether a log-in was answered as a call without one is, which every path but the log-in's would do. */
async function isLikeNoLogIn(
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	{ body, status }: Answer,
): Promise<boolean> {
	try {
		const other = await answerTo(helpers, VENDOR, probe(credentials));
		return other.status === status && JSON.stringify(other.body) === JSON.stringify(body);
	} catch {
		// Then nobody knows.
		return false;
	}
}

const logIn = sessionCredential({
	vendor: guardantStation,
	begin: async (helper, credentials, ended) => {
		const request = {
			method: 'POST',
			url: `${checkedBaseUrl(credentials.baseUrl)}${loginPath(credentials)}`,
			body: {
				[text(credentials.usernameField) ?? 'login']: credentials.username,
				[text(credentials.passwordField) ?? 'password']: credentials.password,
			},
		} as const;
		const answer = await loginAnswer(helper, VENDOR, request, 'Base URL and the Login Path');
		const { body, status } = answer;
		if (status >= 400) {
			const words = loginWords(body, status) ?? `${VENDOR} refused the log-in (HTTP ${status})`;
			// A path that has worked is right, and a node whose log-in is refused sends nothing more.
			const isNew = ended === '' && renewalAskedOf(credentials) === undefined;
			if (isNew && (await isLikeNoLogIn(helper, credentials, answer))) {
				throw new LoginFailed(
					`${words}: ${VENDOR} answers so to whoever has not logged in, so Login Path is most likely wrong`,
					{ status, description: 'Check Login Path in the credential, and then its user name and password' },
				);
			}
			throw new LoginFailed(words, {
				status,
				description: 'Check user name and password in the credential, and its Login Path',
			});
		}
		const token = valueAt(asObject(body) ?? {}, text(credentials.tokenField) ?? 'token');
		// No lifetime is documented: only a refusal tells that a session has ended.
		return { sessionToken: checkedToken(token, VENDOR), sessionExpiresAt: '' };
	},
	probe,
	saysEnded: ({ status }) => status === 401,
	sign: (credentials, request) => {
		const token = credentials.authentication === 'login' ? credentials.sessionToken : credentials.accessToken;
		const name = headerName(text(credentials.headerName) ?? 'Authorization');
		const prefix = text(credentials.headerPrefix);
		const value = headerValue(
			prefix === null ? String(token).trim() : `${prefix} ${String(token).trim()}`,
			'Header Prefix or Access Token',
		);
		return { ...request, headers: { ...request.headers, [name]: value } };
	},
});

const forToken = { show: { authentication: ['accessToken'] } };
const forLogin = { show: { authentication: ['login'] } };

/**
 * https://dev.guardant.ru/pages/viewpage.action?pageId=148045875
 * Every call needs authorization, but the documentation does not say how one logs in: so a ready access
 * token, or a log-in whose path and field names are settings.
 */
export class GuardantStationApi implements ICredentialType {
	name = 'guardantStationApi';

	displayName = 'Guardant Station API';

	icon: Icon = {
		light: 'file:../nodes/GuardantStation/guardantStation.svg',
		dark: 'file:../nodes/GuardantStation/guardantStation.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/guardant-station.md#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://station.guardant.ru/v1.0',
			required: true,
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Access Token', value: 'accessToken' },
				{ name: 'Login', value: 'login' },
			],
			default: 'accessToken',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: forToken,
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			displayOptions: forLogin,
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: forLogin,
		},
		{
			displayName: 'Login Path',
			name: 'loginPath',
			type: 'string',
			default: '/login',
			description:
				'The path below the Base URL that takes the log-in. Not documented by the vendor: ask Guardant support.',
			displayOptions: forLogin,
		},
		{
			displayName: 'Username Field',
			name: 'usernameField',
			type: 'string',
			default: 'login',
			description: 'The name of the user name in the log-in request. Not documented by the vendor.',
			displayOptions: forLogin,
		},
		{
			displayName: 'Password Field',
			name: 'passwordField',
			type: 'string',
			// No secret, but n8n's linter wants every property with such a name masked.
			typeOptions: { password: true },
			default: 'password',
			description: 'The name of the password in the log-in request. Not documented by the vendor.',
			displayOptions: forLogin,
		},
		{
			displayName: 'Token Field',
			name: 'tokenField',
			type: 'string',
			typeOptions: { password: true },
			default: 'token',
			description:
				'The name of the token in the answer to the log-in, dotted for nesting. Not documented by the vendor.',
			displayOptions: forLogin,
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			default: 'Authorization',
			description: 'The header that carries the token. Not documented by the vendor.',
		},
		{
			displayName: 'Header Prefix',
			name: 'headerPrefix',
			type: 'string',
			default: 'Bearer',
			description: 'What stands before the token in the header; leave empty for the token alone',
		},
		...sessionProperties,
	];

	authenticate = logIn.authenticate;

	preAuthentication = logIn.preAuthentication;

	/** One customer, with the token, or with a session of these very values. */
	test: ICredentialTestRequest = testOf({ url: '/customers', method: 'GET', qs: { limit: 1 } }, [
		...byStatus({
			401: `${VENDOR} refused the token. Check Access Token, Header Name and Header Prefix.`,
			403: `${VENDOR} refused the token. Check Access Token, Header Name and Header Prefix.`,
			404: `There is no ${VENDOR} at this Base URL.`,
		}),
		byValue('customers', undefined, `The Base URL answers, but not as ${VENDOR} does. Check the Base URL.`),
	]);
}

/**
 * The path of the log-in below the Base URL.
 * @throws LoginFailed when it is an address, which would take the password to another host
 */
function loginPath(credentials: ICredentialDataDecryptedObject): string {
	const path = text(credentials.loginPath) ?? '/login';
	if (/^[a-z][a-z0-9+.-]*:|^\/\/|[\\?#]/i.test(path) || leadsUp(path)) {
		throw new LoginFailed('Login Path of the credential must be a path below the Base URL, such as /login', {
			description: 'Open the credential and enter the path alone',
		});
	}
	return path.replace(/^\/*/, '/');
}
