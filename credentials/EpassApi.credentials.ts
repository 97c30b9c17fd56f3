import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { SESSION_PROPERTIES } from '../nodes/Epass/vendor';
import {
	addressOf,
	checkedToken,
	headerValue,
	loginAnswer,
	LoginFailed,
	stopIfRenewalOnly,
} from '../nodes/shared/login';
import { accountDigest, expiryWithLeeway } from '../nodes/shared/session';
import type { StoredSession } from '../nodes/shared/session';
import { wordsOf } from '../nodes/shared/unwrap';
import { checkedBaseUrl } from '../nodes/shared/url';
import { asObject, text } from '../nodes/shared/values';

const VENDOR = 'EPASS';

interface EpassSession extends StoredSession {
	refreshToken: string;
	refreshExpiresAt: string;
}

/** A log-in gives a bearer token and a refresh token; one session per API user. https://documents.epass.software/docs/authentication */
export class EpassApi implements ICredentialType {
	name = 'epassApi';

	displayName = 'EPASS API';

	icon: Icon = { light: 'file:../nodes/Epass/epass.svg', dark: 'file:../nodes/Epass/epass.dark.svg' };

	documentationUrl = 'https://documents.epass.software/docs/authentication';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://epass.example.com/api/v1',
			required: true,
			description: 'The address of your EPASS server with /api and the version',
		},
		{
			displayName: 'User ID',
			name: 'userId',
			type: 'string',
			default: '',
			required: true,
			description:
				'An EPASS user of the type "API User". EPASS keeps one session per user, so give n8n a user of its own.',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{ displayName: 'Organization ID', name: 'organizationId', type: 'string', default: '', required: true },
		{
			displayName: 'Application Name',
			name: 'applicationName',
			type: 'string',
			default: 'n8n',
			required: true,
			description: 'Free text that tells EPASS who is logging in',
		},
		{ displayName: 'Branch Code', name: 'branchCode', type: 'string', default: '' },
		{ displayName: 'Terminal Code', name: 'terminalCode', type: 'string', default: '' },
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{ displayName: 'Session Expires At', name: 'sessionExpiresAt', type: 'hidden', default: '' },
		{ displayName: 'Session Account', name: 'sessionAccount', type: 'hidden', default: '' },
		{
			displayName: 'Refresh Token',
			name: 'refreshToken',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
		{ displayName: 'Refresh Expires At', name: 'refreshExpiresAt', type: 'hidden', default: '' },
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<EpassSession> {
		const account = accountDigest(credentials, SESSION_PROPERTIES);
		return (await refreshed(this, credentials, account)) ?? (await loggedIn(this, credentials, account));
	}

	authenticate: IAuthenticate = async (credentials, requestOptions): Promise<IHttpRequestOptions> => {
		stopIfRenewalOnly(credentials);
		// The log-in itself, as the credential test sends it, carries no session.
		if (addressOf(requestOptions).endsWith('/authentication/login')) return requestOptions;
		const authorization = headerValue(`Bearer ${String(credentials.sessionToken)}`, 'The session token');
		return { ...requestOptions, headers: { ...requestOptions.headers, Authorization: authorization } };
	};

	/** The log-in itself, so that a session that still runs cannot hide a wrong password. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.replace(/\\/+$/, "")}}',
			url: '/authentication/login',
			method: 'POST',
			body: {
				UserID: '={{$credentials.userId}}',
				Password: '={{$credentials.password}}',
				OrganizationID: '={{$credentials.organizationId}}',
				ApplicationName: '={{$credentials.applicationName}}',
				BranchCode: '={{$credentials.branchCode}}',
				TerminalCode: '={{$credentials.terminalCode}}',
			},
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'successful',
					value: false,
					message: 'EPASS refused the log-in. Check User ID, Password and Organization ID.',
				},
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'successful',
					value: undefined,
					message: 'The Base URL answers, but not as EPASS does. Check the Base URL.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'EPASS refused the log-in. Check User ID, Password and Organization ID.',
				},
			},
			{
				type: 'responseCode',
				properties: { value: 404, message: 'There is no EPASS at this Base URL.' },
			},
		] as ICredentialTestRequest['rules'],
	};
}

/** A new pair for the old one; undefined where there is none, or EPASS wants a log-in instead. */
async function refreshed(
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	account: string,
): Promise<EpassSession | undefined> {
	// The node blanks the session token to have n8n renew it, and hands the old one on beside it.
	const current = text(credentials.sessionToken) ?? text(credentials.endedToken);
	const refresh = text(credentials.refreshToken);
	const ends = Date.parse(String(credentials.refreshExpiresAt));
	if (current === null || refresh === null || credentials.sessionAccount !== account || ends <= Date.now())
		return undefined;
	try {
		const { body } = await loginAnswer(helper, VENDOR, {
			method: 'PUT',
			url: `${checkedBaseUrl(credentials.baseUrl)}/authentication/tokenrefresh`,
			body: { CurrentToken: current, RefreshToken: refresh },
		});
		const answer = asObject(body);
		return answer?.successful === true ? sessionOf(answer, account) : undefined;
	} catch (error) {
		// Whatever keeps the refresh from working, the log-in may work; only a busy server is left alone.
		if (error instanceof LoginFailed && error.details.kind !== 'rateLimit') return undefined;
		throw error;
	}
}

async function loggedIn(
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	account: string,
): Promise<EpassSession> {
	const { body, status } = await loginAnswer(helper, VENDOR, {
		method: 'POST',
		url: `${checkedBaseUrl(credentials.baseUrl)}/authentication/login`,
		body: {
			UserID: credentials.userId,
			Password: credentials.password,
			OrganizationID: credentials.organizationId,
			ApplicationName: credentials.applicationName,
			BranchCode: credentials.branchCode,
			TerminalCode: credentials.terminalCode,
		},
	});
	const answer = asObject(body);
	if (answer?.successful !== true) {
		const words = text(answer?.additionalMessages) ?? wordsOf(body);
		throw new LoginFailed(words ?? `${VENDOR} refused the log-in (HTTP ${status})`, {
			status,
			description: 'Check User ID, Password and Organization ID in the credential',
		});
	}
	return sessionOf(answer, account);
}

/** `{successful, token, tokenExpiry, refreshToken, refreshExpiry}`; the times are ISO 8601 with an offset. */
function sessionOf(answer: IDataObject, account: string): EpassSession {
	const now = Date.now();
	return {
		sessionToken: checkedToken(answer.token, VENDOR),
		sessionExpiresAt: expiryWithLeeway(Date.parse(String(answer.tokenExpiry)), now),
		sessionAccount: account,
		refreshToken: text(answer.refreshToken) ?? '',
		refreshExpiresAt: expiryWithLeeway(Date.parse(String(answer.refreshExpiry)), now),
	};
}
