import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

/** HTTP Basic with API ID and API Secret, and `teamID` on every call. https://support.weevio.co/docs/api-reference/authentication/ */
export class WeevioPimsApi implements ICredentialType {
	name = 'weevioPimsApi';

	displayName = 'Weevio PIMS API';

	icon: Icon = {
		light: 'file:../nodes/WeevioPims/weevioPims.svg',
		dark: 'file:../nodes/WeevioPims/weevioPims.dark.svg',
	};

	documentationUrl = 'https://support.weevio.co/docs/api-reference/authentication/';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://cloud.weevio.co/tenant/api/pims/v1',
			required: true,
		},
		{
			displayName: 'Team ID',
			name: 'teamId',
			type: 'string',
			default: '',
			required: true,
			description: 'Your tenant identifier in Weevio Cloud',
		},
		{
			displayName: 'API ID',
			name: 'apiId',
			type: 'string',
			default: '',
			required: true,
			description: 'In Weevio Cloud under Developer Settings > API Settings',
		},
		{
			displayName: 'API Secret',
			name: 'apiSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Shown under Developer Settings > API Settings when keys are replaced (Replace Keys > Save)',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			auth: { username: '={{$credentials.apiId}}', password: '={{$credentials.apiSecret}}' },
			qs: { teamID: '={{$credentials.teamId}}' },
		},
	};

	/** One query for one record; the vendor bills it like every call. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.replace(/\\/+$/, "")}}',
			url: '/customers/query',
			method: 'POST',
			qs: { maxReturn: 1 },
			body: [{ field: 'CUSTOMER_CODE', value: '', contains: true }],
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'Weevio refused the log-in. Check Team ID, API ID and API Secret.',
				},
			},
			{
				type: 'responseCode',
				properties: { value: 400, message: 'Weevio refused the request. Check the Team ID.' },
			},
			{
				type: 'responseCode',
				properties: { value: 404, message: 'There is no Weevio PIMS API at this Base URL.' },
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'status',
					value: undefined,
					message: 'The Base URL answers, but not as the Weevio PIMS API does. Check the Base URL.',
				},
			},
		] as ICredentialTestRequest['rules'],
	};
}
