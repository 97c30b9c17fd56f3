import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { addressOf, authenticated, byStatus, byValue, testOf } from './shared/credential';

/** The one function to which both manuals have the key sent in the query: https://kb.manex.com/print.asp?Lang=1&id=5865 */
const KEY_IN_QUERY = /\/ItemMaster\/Get$/i;

/** The API key is the last part of the path: `{Root URL}/API/{Controller}/{Action}/{API Key}`. https://kb.manex.com/print.asp?Lang=1&id=5731 */
export class ManexErpApi implements ICredentialType {
	name = 'manexErpApi';

	displayName = 'ManEx ERP API';

	icon: Icon = {
		light: 'file:../nodes/ManexErp/manexErp.svg',
		dark: 'file:../nodes/ManexErp/manexErp.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/manex-erp.md#credentials';

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

	authenticate = authenticated((credentials, request) => {
		const address = addressOf(request);
		// At the first question mark alone: the next one belongs to a value.
		const [, path = '', query = ''] = /^([^?#]*)([^#]*)/.exec(address) ?? [];
		const key = encodeURIComponent(String(credentials.apiKey).trim());
		const bare = path.replace(/\/+$/, '');
		if (KEY_IN_QUERY.test(bare))
			return { ...request, url: `${bare}?apiKey=${key}${query.replace(/^\?/, '&').replace(/^&$/, '')}` };
		return { ...request, url: `${bare}/${key}${query}` };
	});

	/** Looks for a customer that need not exist: only a wrong key is refused as such. */
	test: ICredentialTestRequest = testOf(
		{
			url: '/API/Customer/Get',
			method: '={{$credentials.requestFormat === "json" ? "POST" : "GET"}}' as 'GET',
			qs: '={{$credentials.requestFormat === "json" ? {} : { CustNumOrName: "0000000000" } }}' as unknown as undefined,
			body: '={{$credentials.requestFormat === "json" ? { CustNumOrName: "0000000000" } : {} }}' as unknown as undefined,
		},
		[
			byValue('IsValidUser', false, 'ManEx refused the API Key.'),
			byValue('IsValidUser', 'false', 'ManEx refused the API Key.'),
			byValue('Code', undefined, 'The Base URL answers, but not as the ManEx API does. Check the Base URL.'),
			...byStatus({
				403: 'ManEx refused the API Key.',
				404: 'There is no ManEx API at this Base URL.',
			}),
		],
	);
}
