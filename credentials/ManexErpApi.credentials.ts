import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { addressOf } from '../nodes/shared/login';

/** The API key is the last part of the path: `{Root URL}/API/{Controller}/{Action}/{API Key}`. */
export class ManexErpApi implements ICredentialType {
	name = 'manexErpApi';

	displayName = 'ManEx ERP API';

	icon: Icon = {
		light: 'file:../nodes/ManexErp/manexErp.svg',
		dark: 'file:../nodes/ManexErp/manexErp.dark.svg',
	};

	documentationUrl = 'https://kb.manex.com/print.asp?Lang=1&id=5731';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://manex.example.com',
			required: true,
			description: 'The Root URL of your Manexcloud or on-premises site, without /API',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Ten characters, given to each user by the system administrator',
		},
		{
			displayName: 'Request Format',
			name: 'requestFormat',
			type: 'options',
			options: [
				{ name: 'JSON Body', value: 'json' },
				{ name: 'Query String', value: 'query' },
			],
			default: 'query',
			description:
				'How parameters are sent. ManEx documents both, but not the HTTP method: query strings go with GET and POST, JSON with POST.',
		},
	];

	authenticate: IAuthenticate = async (credentials, requestOptions): Promise<IHttpRequestOptions> => {
		const [path = '', query] = addressOf(requestOptions).split('?', 2);
		const keyed = `${path.replace(/\/+$/, '')}/${encodeURIComponent(String(credentials.apiKey))}`;
		return { ...requestOptions, url: query === undefined ? keyed : `${keyed}?${query}` };
	};

	/** Looks for a customer that need not exist: only a wrong key is refused as such. */
	test: ICredentialTestRequest = {
		request: {
			url: '={{$credentials.baseUrl.replace(/\\/+$/, "")}}/API/Customer/Get',
			method: '={{$credentials.requestFormat === "json" ? "POST" : "GET"}}' as 'GET',
			qs: '={{$credentials.requestFormat === "json" ? {} : { CustNumOrName: "0000000000" } }}' as unknown as undefined,
			body: '={{$credentials.requestFormat === "json" ? { CustNumOrName: "0000000000" } : {} }}' as unknown as undefined,
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: { key: 'IsValidUser', value: false, message: 'ManEx refused the API Key.' },
			},
			{
				type: 'responseSuccessBody',
				properties: { key: 'IsValidUser', value: 'false', message: 'ManEx refused the API Key.' },
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'Code',
					value: undefined,
					message: 'The Base URL answers, but not as the ManEx API does. Check the Base URL.',
				},
			},
			{
				type: 'responseCode',
				properties: { value: 403, message: 'ManEx refused the API Key.' },
			},
			{
				type: 'responseCode',
				properties: { value: 404, message: 'There is no ManEx API at this Base URL.' },
			},
		] as ICredentialTestRequest['rules'],
	};
}
