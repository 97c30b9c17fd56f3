import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IDataObject,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';

import { epass } from '../nodes/Epass/vendor';
import { checkedToken, loginAnswer, LoginFailed, loginWords } from '../nodes/shared/login';
import { expiryWithLeeway, markOf } from '../nodes/shared/session';
import type { NewSession } from '../nodes/shared/session';
import { checkedBaseUrl } from '../nodes/shared/url';
import { asObject, flagOf, text } from '../nodes/shared/values';
import {
	byStatus,
	byValue,
	headerValue,
	sessionCredential,
	sessionProperties,
	testOf,
} from './shared/credential';

const VENDOR = 'EPASS';

interface EpassSession extends NewSession {
	refreshToken: string;
	refreshExpiresAt: string;
}

/** A search that brings one record at most. */
const PROBE = {
	query: { fieldName: 'ID', eval: 'GREATERTHAN', value: '0' },
	paging: { pageSize: 1, pageStartId: 0 },
};

const logIn = sessionCredential({
	vendor: epass,
	begin: async (helper, credentials, ended) =>
		(await refreshed(helper, credentials, ended)) ?? (await loggedIn(helper, credentials)),
	probe: ({ baseUrl }) => ({
		method: 'POST',
		url: `${checkedBaseUrl(baseUrl)}/customer/search`,
		body: { ...PROBE },
	}),
	saysEnded: ({ status }) => status === 401,
	sign: ({ sessionToken }, request) => ({
		...request,
		headers: {
			...request.headers,
			Authorization: headerValue(`Bearer ${String(sessionToken)}`, 'The session token'),
		},
	}),
});

/** A log-in gives a bearer token and a refresh token; one session per API user. https://documents.epass.software/docs/authentication */
export class EpassApi implements ICredentialType {
	name = 'epassApi';

	displayName = 'EPASS API';

	icon: Icon = { light: 'file:../nodes/Epass/epass.svg', dark: 'file:../nodes/Epass/epass.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/epass.md#credentials';

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
		{
			displayName: 'Organization ID',
			name: 'organizationId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'As at the EPASS log-in',
		},
		{
			displayName: 'Application Name',
			name: 'applicationName',
			type: 'string',
			default: 'n8n',
			required: true,
			description: 'Free text that tells EPASS who is logging in',
		},
		{
			displayName: 'Branch Code',
			name: 'branchCode',
			type: 'string',
			default: '',
			placeholder: 'e.g. DEFAULT',
		},
		{ displayName: 'Terminal Code', name: 'terminalCode', type: 'string', default: '' },
		...sessionProperties,
		{
			displayName: 'Refresh Token',
			name: 'refreshToken',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
		{ displayName: 'Refresh Expires At', name: 'refreshExpiresAt', type: 'hidden', default: '' },
	];

	authenticate = logIn.authenticate;

	preAuthentication = logIn.preAuthentication;

	/** One search for one record, with a session of these very values. */
	test: ICredentialTestRequest = testOf({ url: '/customer/search', method: 'POST', body: { ...PROBE } }, [
		...byStatus({
			401: 'EPASS refused the session. Check User ID, Password and Organization ID.',
			403: 'EPASS does not let this user search customers. Check its security options in EPASS.',
			404: 'There is no EPASS at this Base URL.',
		}),
		byValue(
			'Results.Success',
			false,
			'EPASS refused to search customers. Check the security options of this user.',
		),
		byValue('Results', undefined, 'The Base URL answers, but not as EPASS does. Check the Base URL.'),
	]);
}

/** A new pair for the old one; undefined where there is none, or EPASS wants a log-in instead. */
async function refreshed(
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	ended: string,
): Promise<EpassSession | undefined> {
	const refresh = text(credentials.refreshToken);
	const ends = Date.parse(String(credentials.refreshExpiresAt));
	if (ended === '' || refresh === null || ends <= Date.now()) return undefined;
	// Made for other values, it would go on as the account that was there before.
	if (credentials.sessionAccount !== markOf(ended, credentials, epass.session)) return undefined;
	try {
		const { body } = await loginAnswer(helper, VENDOR, {
			method: 'PUT',
			url: `${checkedBaseUrl(credentials.baseUrl)}/authentication/tokenrefresh`,
			body: { CurrentToken: ended, RefreshToken: refresh },
		});
		const answer = asObject(body);
		return flagOf(answer?.successful) === true && answer !== undefined ? sessionOf(answer) : undefined;
	} catch (error) {
		// Whatever keeps the refresh from working, the log-in may work; only a busy server is left alone.
		if (error instanceof LoginFailed && error.details.kind !== 'rateLimit') return undefined;
		throw error;
	}
}

async function loggedIn(
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
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
	if (answer === undefined || flagOf(answer.successful) !== true) {
		const words = text(answer?.additionalMessages) ?? loginWords(body, status);
		throw new LoginFailed(words ?? `${VENDOR} refused the log-in (HTTP ${status})`, {
			status,
			description: 'Check User ID, Password and Organization ID in the credential',
		});
	}
	return sessionOf(answer);
}

/** `{successful, token, tokenExpiry, refreshToken, refreshExpiry}`; the times are ISO 8601 with an offset. */
function sessionOf(answer: IDataObject): EpassSession {
	const now = Date.now();
	return {
		sessionToken: checkedToken(answer.token, VENDOR),
		sessionExpiresAt: expiryWithLeeway(Date.parse(String(answer.tokenExpiry)), now),
		refreshToken: text(answer.refreshToken) ?? '',
		refreshExpiresAt: expiryWithLeeway(Date.parse(String(answer.refreshExpiry)), now),
	};
}
