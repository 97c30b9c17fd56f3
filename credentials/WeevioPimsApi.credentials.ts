import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { authenticated, byStatus, byValue, testOf } from './shared/credential';

/** HTTP Basic with API ID and API Secret, and `teamID` on every call. https://support.weevio.co/docs/api-reference/authentication/ */
export class WeevioPimsApi implements ICredentialType {
	name = 'weevioPimsApi';

	displayName = 'Weevio PIMS API';

	icon: Icon = {
		light: 'file:../nodes/WeevioPims/weevioPims.svg',
		dark: 'file:../nodes/WeevioPims/weevioPims.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/weevio-pims.md#credentials';

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

	authenticate = authenticated(({ apiId, apiSecret, teamId }, request) => ({
		...request,
		auth: { username: String(apiId), password: String(apiSecret) },
		qs: { ...request.qs, teamID: String(teamId) },
	}));

	/** One query for one record; the vendor bills it like every call. */
	test: ICredentialTestRequest = testOf(
		{
			url: '/customers/query',
			method: 'POST',
			qs: { maxReturn: 1 },
			body: [{ field: 'CUSTOMER_CODE', value: '', contains: true }],
		},
		[
			...byStatus({
				400: 'Weevio refused the request. Check the Team ID.',
				401: 'Weevio refused the log-in. Check Team ID, API ID and API Secret.',
				404: 'There is no Weevio PIMS API at this Base URL.',
			}),
			byValue(
				'status',
				undefined,
				'The Base URL answers, but not as the Weevio PIMS API does. Check the Base URL.',
			),
		],
	);
}
