import type { Settings } from './settings';
import type { SandboxCredentials } from './types';

/** Fixed sample secrets: they open nothing but this sandbox. */
export const secrets = {
	weevio: {
		teamId: 'sandbox-team',
		apiId: 'sandbox-weevio-id',
		apiSecret: 'sandbox-weevio-secret',
	},
	pdm: { companyId: 9001, apiKey: 'sandbox-pdm-key' },
	// A key is 10 characters, and unique per user: https://kb.manex.com/print.asp?Lang=1&id=5731
	manex: { apiKey: 'SANDBOXKEY' },
	guardant: {
		accessToken: 'sandbox-guardant-token',
		username: 'sandbox',
		password: 'sandbox-guardant-password',
	},
	epass: {
		userId: 'N8NAPI',
		password: 'sandbox-epass-password',
		organizationId: 'SANDBOX',
	},
	// "Give each application its own user": the second one shows that it helps.
	// https://documents.rdbusiness.com/docs/getting-started/sessionmanagement/
	epassSecond: { userId: 'OTHERAPI', password: 'sandbox-epass-password' },
} as const;

/** Where each vendor is below the sandbox's address, as its credential's base URL names it. */
export const PATHS = {
	weevio: '/weevio/tenant/api/pims/v1',
	pdm: '/pdm',
	manex: '/manex',
	guardant: '/guardant/v1.0',
	epass: '/epass/api/v1',
} as const;

export function credentialsFor(url: string, settings: Settings): SandboxCredentials {
	return {
		weevioPimsApi: { baseUrl: url + PATHS.weevio, ...secrets.weevio },
		proDeliveryManagerApi: { baseUrl: url + PATHS.pdm, ...secrets.pdm },
		manexErpApi: { baseUrl: url + PATHS.manex, ...secrets.manex, requestFormat: 'query' },
		guardantStationApi: {
			baseUrl: url + PATHS.guardant,
			authentication: 'accessToken',
			accessToken: secrets.guardant.accessToken,
			headerName: settings.guardantHeaderName,
			headerPrefix: settings.guardantHeaderPrefix,
		},
		guardantStationLogin: {
			baseUrl: url + PATHS.guardant,
			authentication: 'login',
			username: secrets.guardant.username,
			password: secrets.guardant.password,
			loginPath: settings.guardantLoginPath,
			usernameField: settings.guardantUsernameField,
			passwordField: settings.guardantPasswordField,
			tokenField: settings.guardantTokenField,
			headerName: settings.guardantHeaderName,
			headerPrefix: settings.guardantHeaderPrefix,
		},
		epassApi: {
			baseUrl: url + PATHS.epass,
			...secrets.epass,
			applicationName: 'n8n',
			branchCode: '',
			terminalCode: '',
		},
	};
}
