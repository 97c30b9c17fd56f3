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

import { SESSION_PROPERTIES } from '../nodes/ProDeliveryManager/vendor';
import { addressOf, checkedToken, loginAnswer, LoginFailed, stopIfRenewalOnly } from '../nodes/shared/login';
import { accountDigest, expiryWithLeeway } from '../nodes/shared/session';
import type { StoredSession } from '../nodes/shared/session';
import { checkedBaseUrl } from '../nodes/shared/url';
import { asObject, numeric, text } from '../nodes/shared/values';

const VENDOR = 'Pro Delivery Manager';

/**
 * An access key buys a session token, which goes with the company ID into the body of every call.
 * https://prodeliverymanager.com/support/api-documentation/api-documentation-for-version-2-accounts/getsessiontoken/
 */
export class ProDeliveryManagerApi implements ICredentialType {
	name = 'proDeliveryManagerApi';

	displayName = 'Pro Delivery Manager API';

	icon: Icon = {
		light: 'file:../nodes/ProDeliveryManager/proDeliveryManager.svg',
		dark: 'file:../nodes/ProDeliveryManager/proDeliveryManager.dark.svg',
	};

	documentationUrl =
		'https://prodeliverymanager.com/support/api-documentation/api-documentation-for-version-2-accounts/';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://your-end-point.example.com',
			required: true,
			description: 'The URL end-point shown in PDM when the access key is made, without a function name',
		},
		{
			displayName: 'Company ID',
			name: 'companyId',
			type: 'number',
			default: 0,
			required: true,
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The access key of your branch, made in PDM under Settings',
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
	): Promise<StoredSession> {
		const { body, status } = await loginAnswer(this, VENDOR, {
			method: 'POST',
			url: `${checkedBaseUrl(credentials.baseUrl)}/GetSessionToken`,
			body: { key: credentials.apiKey, company_id: Number(credentials.companyId) },
		});
		const envelope = asObject(body);
		const code = numeric(asObject(envelope?.status)?.code);
		const details = text(asObject(envelope?.status)?.details);
		if (code === 205)
			throw new LoginFailed(`${details ?? 'Rate limit exceeded'} (code 205)`, { kind: 'rateLimit' });
		if (code === 500)
			throw new LoginFailed(`${details ?? 'General service error'} (code 500)`, {
				kind: 'failed',
				description: 'Try again later',
			});
		if (code !== 101) {
			throw new LoginFailed(
				code === null
					? `${VENDOR} refused the log-in (HTTP ${status})`
					: `${details ?? 'The log-in was refused'} (code ${code})`,
				{ description: 'Check Company ID and API Key in the credential' },
			);
		}
		const session = asObject(envelope?.session);
		return {
			sessionToken: checkedToken(session?.session_token, VENDOR),
			sessionExpiresAt: expiryWithLeeway(utcTime(session?.expires_utc_datetime), Date.now()),
			sessionAccount: accountDigest(credentials, SESSION_PROPERTIES),
		};
	}

	authenticate: IAuthenticate = async (credentials, requestOptions): Promise<IHttpRequestOptions> => {
		stopIfRenewalOnly(credentials);
		// The log-in itself, as the credential test sends it, carries no session.
		if (addressOf(requestOptions).endsWith('/GetSessionToken')) return requestOptions;
		const body = asObject(requestOptions.body) ?? ({} as IDataObject);
		return {
			...requestOptions,
			body: { company_id: Number(credentials.companyId), session_token: credentials.sessionToken, ...body },
		};
	};

	/** The log-in itself, so that a session that still runs cannot hide a wrong key. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.replace(/\\/+$/, "")}}',
			url: '/GetSessionToken',
			method: 'POST',
			body: { key: '={{$credentials.apiKey}}', company_id: '={{Number($credentials.companyId)}}' },
		},
		rules: [
			...statusRules({
				201: 'Pro Delivery Manager does not know this Company ID, or it is inactive.',
				202: 'Pro Delivery Manager does not know this API Key, or it is inactive.',
				204: 'Pro Delivery Manager has not approved the IP address of this n8n.',
				205: 'Pro Delivery Manager has had too many requests. Try again in a while.',
				301: 'Company ID or API Key is missing.',
				302: 'Company ID or API Key is too long.',
				303: 'The Company ID must be a number.',
				500: 'Pro Delivery Manager is out of order for now. Try again later.',
			}),
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'status.code',
					value: undefined,
					message: 'The Base URL answers, but not as Pro Delivery Manager does. Check the Base URL.',
				},
			},
			{
				type: 'responseCode',
				properties: { value: 404, message: 'There is no Pro Delivery Manager at this Base URL.' },
			},
		] as ICredentialTestRequest['rules'],
	};
}

/** The vendor answers HTTP 200 and says in `status.code` what it thinks. */
function statusRules(messages: Readonly<Record<number, string>>): object[] {
	return Object.entries(messages).map(([code, message]) => ({
		type: 'responseSuccessBody',
		properties: { key: 'status.code', value: Number(code), message },
	}));
}

/** `YYYY-MM-DD HH:MM:SS` in UTC, as epoch milliseconds; NaN for anything else. */
function utcTime(value: unknown): number {
	return Date.parse(`${String(value).replace(' ', 'T')}Z`);
}
