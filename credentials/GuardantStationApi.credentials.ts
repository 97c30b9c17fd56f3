import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { SESSION_PROPERTIES } from '../nodes/GuardantStation/vendor';
import {
	checkedToken,
	headerValue,
	loginAnswer,
	LoginFailed,
	stopIfRenewalOnly,
} from '../nodes/shared/login';
import { accountDigest } from '../nodes/shared/session';
import type { StoredSession } from '../nodes/shared/session';
import { wordsOf } from '../nodes/shared/unwrap';
import { checkedBaseUrl } from '../nodes/shared/url';
import { asObject, text, valueAt } from '../nodes/shared/values';

const VENDOR = 'Guardant Station';

const forToken = { show: { authentication: ['accessToken'] } };
const forLogin = { show: { authentication: ['login'] } };

/**
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

	documentationUrl = 'https://dev.guardant.ru/pages/viewpage.action?pageId=148045875';

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
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{ displayName: 'Session Expires At', name: 'sessionExpiresAt', type: 'hidden', default: '' },
		{ displayName: 'Session Account', name: 'sessionAccount', type: 'hidden', default: '' },
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<Partial<StoredSession>> {
		// n8n asks for a log-in whenever the session is empty; with an access token there is none.
		if (credentials.authentication !== 'login') return {};
		const path = (text(credentials.loginPath) ?? '/login').replace(/^\/*/, '/');
		const { body, status } = await loginAnswer(this, VENDOR, {
			method: 'POST',
			url: `${checkedBaseUrl(credentials.baseUrl)}${path}`,
			body: {
				[String(credentials.usernameField)]: credentials.username,
				[String(credentials.passwordField)]: credentials.password,
			},
		});
		if (status >= 400) {
			throw new LoginFailed(wordsOf(body) ?? `${VENDOR} refused the log-in (HTTP ${status})`, {
				status,
				description: 'Check user name and password in the credential, and its Login Path',
			});
		}
		return {
			sessionToken: checkedToken(valueAt(asObject(body) ?? {}, String(credentials.tokenField)), VENDOR),
			// No lifetime is documented: only a refusal tells that a session has ended.
			sessionExpiresAt: '',
			sessionAccount: accountDigest(credentials, SESSION_PROPERTIES),
		};
	}

	authenticate: IAuthenticate = async (credentials, requestOptions): Promise<IHttpRequestOptions> => {
		stopIfRenewalOnly(credentials);
		const token = credentials.authentication === 'login' ? credentials.sessionToken : credentials.accessToken;
		const name = headerValue(text(credentials.headerName) ?? 'Authorization', 'Header Name');
		const prefix = text(credentials.headerPrefix);
		const value = headerValue(
			prefix === null ? String(token) : `${prefix} ${String(token)}`,
			'Header Prefix or Access Token',
		);
		return { ...requestOptions, headers: { ...requestOptions.headers, [name]: value } };
	};

	/** With a log-in: the log-in itself, so that a session that still runs cannot hide a wrong password. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.replace(/\\/+$/, "")}}',
			url: '={{$credentials.authentication === "login" ? $credentials.loginPath : "/customers"}}',
			method: '={{$credentials.authentication === "login" ? "POST" : "GET"}}' as 'GET',
			qs: '={{$credentials.authentication === "login" ? {} : { limit: 1 } }}' as unknown as undefined,
			body: '={{$credentials.authentication === "login" ? { [$credentials.usernameField]: $credentials.username, [$credentials.passwordField]: $credentials.password } : {} }}' as unknown as undefined,
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'Guardant Station refused the log-in. Check the Access Token, or Username and Password.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message: 'Guardant Station refused the log-in. Check the Access Token, or Username and Password.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: 'There is nothing at this address. Check Base URL and Login Path.',
				},
			},
			{
				// A rule can look at one place only; the first character of a web page's text tells it.
				type: 'responseSuccessBody',
				properties: {
					key: '0',
					value: '<',
					message: 'The Base URL answers with a web page, not as Guardant Station does. Check the Base URL.',
				},
			},
		] as ICredentialTestRequest['rules'],
	};
}
