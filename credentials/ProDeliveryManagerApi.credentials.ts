import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';

import { proDeliveryManager } from '../nodes/ProDeliveryManager/vendor';
import {
	checkedToken,
	CredentialUnusable,
	loginAnswer,
	LoginFailed,
	loginWords,
} from '../nodes/shared/login';
import { expiryWithLeeway } from '../nodes/shared/session';
import { checkedBaseUrl } from '../nodes/shared/url';
import { asObject, numeric, text } from '../nodes/shared/values';
import { byStatus, byValue, sessionCredential, sessionProperties, testOf } from './shared/credential';

const VENDOR = 'Pro Delivery Manager';

/** A look-up that finds nothing. */
const PROBE = { customer_id: 0, external_customer_ref: '' };

const logIn = sessionCredential({
	vendor: proDeliveryManager,
	begin: async (helper, credentials) => {
		const { body, status } = await loginAnswer(helper, VENDOR, {
			method: 'POST',
			url: `${checkedBaseUrl(credentials.baseUrl)}/GetSessionToken`,
			body: { key: credentials.apiKey, company_id: companyOf(credentials) },
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
					? (loginWords(body, status) ?? `${VENDOR} refused the log-in (HTTP ${status})`)
					: `${details ?? 'The log-in was refused'} (code ${code})`,
				{
					description:
						code === 204
							? 'Add the address of this n8n to the white list of the access key in PDM, under Settings'
							: 'Check Company ID and API Key in the credential',
				},
			);
		}
		const session = asObject(envelope?.session);
		return {
			sessionToken: checkedToken(session?.session_token, VENDOR),
			sessionExpiresAt: expiryWithLeeway(utcTime(session?.expires_utc_datetime), Date.now()),
		};
	},
	probe: ({ baseUrl }) => ({
		method: 'POST',
		url: `${checkedBaseUrl(baseUrl)}/GetCustomer`,
		body: { ...PROBE },
	}),
	saysEnded: ({ body, status }) =>
		status === 401 || [202, 203].includes(numeric(asObject(asObject(body)?.status)?.code) ?? 0),
	sign: ({ companyId, sessionToken }, request) => {
		const { asText, fields } = jsonBody(request.body);
		const company = Number(companyId);
		// First, as the documentation has them, and over what is there: n8n signs a request anew that it sends again.
		const body: Record<string, unknown> = { company_id: company, session_token: sessionToken, ...fields };
		body.company_id = company;
		body.session_token = sessionToken;
		return { ...request, body: asText ? JSON.stringify(body) : body };
	},
});

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
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/pro-delivery-manager.md#credentials';

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
			// Nothing: a number that stands there looks filled in.
			default: '',
			required: true,
			placeholder: 'e.g. 1234',
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
		...sessionProperties,
	];

	authenticate = logIn.authenticate;

	preAuthentication = logIn.preAuthentication;

	/** Looks for a customer that need not exist, with a session of these very values. */
	test: ICredentialTestRequest = testOf({ url: '/GetCustomer', method: 'POST', body: { ...PROBE } }, [
		...Object.entries({
			201: 'Pro Delivery Manager does not know this Company ID, or it is inactive.',
			202: 'Pro Delivery Manager does not know this API Key, or it is inactive.',
			203: 'Pro Delivery Manager refused the session.',
			204: 'Pro Delivery Manager has not approved the IP address of this n8n.',
			205: 'Pro Delivery Manager has had too many requests. Try again in a while.',
			500: 'Pro Delivery Manager is out of order for now. Try again later.',
		}).map(([code, message]) => byValue('status.code', Number(code), message)),
		byValue(
			'status.code',
			undefined,
			'The Base URL answers, but not as Pro Delivery Manager does. Check the Base URL.',
		),
		...byStatus({ 404: 'There is no Pro Delivery Manager at this Base URL.' }),
	]);
}

/** @throws CredentialUnusable when it is no number, which would be another company or none */
function companyOf({ companyId }: ICredentialDataDecryptedObject): number {
	const company = numeric(companyId);
	if (company !== null) return company;
	throw new CredentialUnusable(
		`The Company ID of the credential is ${text(companyId) === null ? 'empty' : 'not a number'}`,
		'Open the credential and enter the number that PDM gave your company',
	);
}

/** The body of a request as an object, also where n8n's HTTP Request node hands it over as JSON text. */
function jsonBody(body: unknown): { readonly fields: IDataObject; readonly asText: boolean } {
	if (body === undefined || body === null || body === '') return { fields: {}, asText: false };
	const parsed: unknown = typeof body === 'string' ? parsedJson(body) : body;
	const fields = isPlainObject(parsed) ? asObject(parsed) : undefined;
	if (fields !== undefined) return { fields, asText: typeof body === 'string' };
	throw new CredentialUnusable(
		'Pro Delivery Manager takes a JSON object as the body of every request',
		'Send the body as JSON',
		'input',
	);
}

function parsedJson(body: string): unknown {
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return undefined;
	}
}

/** Not a form, a buffer or a stream, which hold more than their own properties tell. */
function isPlainObject(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

/** `YYYY-MM-DD HH:MM:SS` in UTC, as epoch milliseconds; NaN for anything else. */
function utcTime(value: unknown): number {
	return Date.parse(`${String(value).replace(' ', 'T')}Z`);
}
