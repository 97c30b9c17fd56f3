import type { ICredentialDataDecryptedObject, ICredentialType, IHttpRequestHelper } from 'n8n-workflow';

import { EpassApi } from '../../credentials/EpassApi.credentials';
import { GuardantStationApi } from '../../credentials/GuardantStationApi.credentials';
import { ManexErpApi } from '../../credentials/ManexErpApi.credentials';
import { ProDeliveryManagerApi } from '../../credentials/ProDeliveryManagerApi.credentials';
import { WeevioPimsApi } from '../../credentials/WeevioPimsApi.credentials';
import { epass } from '../../nodes/Epass/vendor';
import { guardantStation } from '../../nodes/GuardantStation/vendor';
import { keepSession } from '../../nodes/shared/login';
import { proDeliveryManager } from '../../nodes/ProDeliveryManager/vendor';
import { authenticated, inSession, loginHelper } from './helpers';

const ALL: ReadonlyArray<readonly [string, ICredentialType]> = [
	['EPASS', new EpassApi()],
	['Guardant Station', new GuardantStationApi()],
	['ManEx ERP', new ManexErpApi()],
	['Pro Delivery Manager', new ProDeliveryManagerApi()],
	['Weevio PIMS', new WeevioPimsApi()],
];

describe.each(ALL)('the credential of %s', (_, type) => {
	it.each([
		{ url: 'http:other.example/x' },
		{ url: 'HTTP:/other.example/x' },
		{ url: '\thttp:other.example/x' },
		{ url: '//other.example/x' },
		{ url: '\\\\other.example/x' },
		{ url: '/x', baseURL: 'http://other.example' },
		{ url: 'http:home.example/x', baseURL: 'http://other.example' },
		{ url: 'http:other.example/x', baseURL: 'http://home.example' },
		{ url: 'http://home.example./x' },
		{ url: 'http://home.example:81/x' },
		{ url: 'http://home.example.other.example/x' },
	])('L7: goes nowhere else, however the address is read: %j', async (request) => {
		const credential = { baseUrl: 'http://home.example', authentication: 'accessToken', apiKey: 'key' };
		keepSession(credential);
		await expect(authenticated(type, credential, request)).rejects.toThrow(
			/^The credential is for http:\/\/home\.example only/,
		);
	});

	it.each([{ url: 'HTTP://HOME.example:80/x' }, { url: '/x', baseURL: 'http://home.example/v1' }])(
		'L7: goes to its own host, however it is written: %j',
		async (request) => {
			const credential = { baseUrl: 'http://home.example', authentication: 'accessToken', apiKey: 'key' };
			keepSession(credential);
			await expect(authenticated(type, credential, request)).resolves.toBeDefined();
		},
	);
});

describe.each(ALL)('the credential test of %s', (_, { test }) => {
	it('S3: follows no redirect, which would take the secrets along', () => {
		expect(test?.request.disableFollowRedirect).toBe(true);
	});

	it('L1: takes the Base URL as the node does, blanks and slashes at its end aside', () => {
		const [, expression = ''] = /^=\{\{(.*)\}\}$/s.exec(String(test?.request.baseURL)) ?? [];
		const baseUrl = new Function('$credentials', `return ${expression}`) as (credentials: object) => unknown;
		for (const written of ['https://a.example/v1', ' https://a.example/v1/', 'https://a.example/v1//\n'])
			expect(baseUrl({ baseUrl: written })).toBe('https://a.example/v1');
	});

	it('S3: holds no secret itself: the credential signs it, and only for its own host', () => {
		expect(JSON.stringify(test)).not.toMatch(/\$credentials\.(?!baseUrl|requestFormat)/);
	});

	it('L2: looks at the shape of a good answer', () => {
		const rules = test?.rules ?? [];
		const missing = rules.filter(
			({ type, properties }) => type === 'responseSuccessBody' && properties.value === undefined,
		);
		expect(missing).toHaveLength(1);
	});
});

const BASE_URL = 'https://api.example/v1';
const LOG_IN = {
	epass: { successful: true, token: 'new', tokenExpiry: 'soon' },
	guardant: { token: 'new' },
	pdm: { status: { code: 101 }, session: { session_token: 'new', expires_utc_datetime: 'soon' } },
};
const SESSIONS = [
	['EPASS', EpassApi, epass, { userId: 'A', password: 'p', organizationId: 'O' }, LOG_IN.epass, 401, ''],
	[
		'Guardant Station',
		GuardantStationApi,
		guardantStation,
		{ authentication: 'login', username: 'A', password: 'p' },
		LOG_IN.guardant,
		401,
		'<html>Log in</html>',
	],
	[
		'Pro Delivery Manager',
		ProDeliveryManagerApi,
		proDeliveryManager,
		{ companyId: 1, apiKey: 'k-1' },
		LOG_IN.pdm,
		200,
		{ status: { code: 203 } },
	],
] as const;

describe.each(SESSIONS)(
	'the session of %s, as n8n’s HTTP Request node asks for it',
	(_, Credential, vendor, values, granted, endedStatus, endedBody) => {
		const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);
		const clock = { now: NOW };
		beforeEach(() => {
			clock.now = NOW;
			jest.spyOn(Date, 'now').mockImplementation(() => clock.now);
		});
		afterEach(() => jest.restoreAllMocks());

		const credential = (): ICredentialDataDecryptedObject => ({
			...inSession(vendor, { baseUrl: BASE_URL, ...values }, 'old'),
			sessionExpiresAt: new Date(NOW + 60_000).toISOString(),
		});
		const type = new Credential();
		const sign = async (own: ICredentialDataDecryptedObject) =>
			await authenticated(type, own, { url: `${BASE_URL}/x`, method: 'POST', body: { a: 1 } });
		const renew = async (own: ICredentialDataDecryptedObject, helper: IHttpRequestHelper): Promise<unknown> =>
			await type.preAuthentication.call(helper, own);
		const login = { body: granted };
		const ended = { statusCode: endedStatus, body: endedBody };
		const paths = (requests: ReadonlyArray<{ url: string }>): string[] =>
			requests.map(({ url }) => url.slice(BASE_URL.length));

		it('L5: is not renewed after an error, unless the vendor says that it has ended', async () => {
			for (const answer of [
				{ body: {} },
				{ statusCode: 500, body: '' },
				{ statusCode: 403, body: '' },
				{ statusCode: 429, body: '' },
			]) {
				const own = credential();
				await sign(own);
				const { helper, requests } = loginHelper(answer);
				expect(await renew(own, helper)).toEqual({});
				expect(requests).toHaveLength(1);
			}
		});

		it('L5: nor when that cannot be found out', async () => {
			const own = credential();
			await sign(own);
			expect(await renew(own, loginHelper().helper)).toEqual({});
		});

		it('is renewed where the vendor says so', async () => {
			const own = credential();
			await sign(own);
			const { helper, requests } = loginHelper(ended, login);
			expect(await renew(own, helper)).toMatchObject({ sessionToken: 'new' });
			expect(paths(requests)).toHaveLength(2);
		});

		it('L5: is not renewed when its time was over while a request was under way, which n8n would send again', async () => {
			const own = credential();
			await sign(own);
			clock.now += 120_000;
			const { helper, requests } = loginHelper();
			expect(await renew(own, helper)).toEqual({});
			expect(requests).toEqual([]);
		});

		it('L6: is asked for with HTTP 401 before anything is sent, once its time is over', async () => {
			const own = credential();
			clock.now += 120_000;
			await expect(sign(own)).rejects.toMatchObject({ response: { status: 401 } });
			const { helper, requests } = loginHelper(login);
			const renewed = (await renew(own, helper)) as ICredentialDataDecryptedObject;
			expect(requests).toHaveLength(1);
			Object.assign(own, renewed);
			await expect(sign(own)).resolves.toBeDefined();
		});

		it('L6: is asked for likewise for other values than it was made for', async () => {
			const changes: ICredentialDataDecryptedObject[] = [
				{ baseUrl: `${BASE_URL}/` },
				{ password: 'q', apiKey: 'k-2' },
				{ sessionToken: '' },
			];
			for (const change of changes)
				await expect(sign({ ...credential(), ...change })).rejects.toMatchObject({
					response: { status: 401 },
				});
		});

		it.each([
			['ECONNREFUSED', /^.+ cannot be reached\. Check the Base URL/, 'unreachable'],
			['ENOTFOUND', /^.+ cannot be reached\. Check the Base URL/, 'unreachable'],
			['ECONNRESET', /^.+ broke the connection off/, 'interrupted'],
			['SELF_SIGNED_CERT_IN_CHAIN', /^.+ shows a certificate .+NODE_EXTRA_CA_CERTS/, 'foreign'],
		])('says in words that the log-in met with %s', async (code, words, kind) => {
			const httpRequest = async (): Promise<never> => {
				throw Object.assign(new Error(`connect ${code} 10.0.0.1:443`), { code });
			};
			const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
			const failed: unknown = await renew({ baseUrl: BASE_URL, ...values, sessionToken: '' }, helper).catch(
				(error: unknown) => error,
			);
			// n8n shows a code in the place of a message, wherever it finds one.
			expect(failed).toMatchObject({ name: 'LoginFailed', message: expect.stringMatching(words) });
			expect(failed).not.toHaveProperty('code');
			expect(String(failed)).not.toContain(code);
			expect(failed).toMatchObject({
				details: { kind, message: expect.stringContaining(vendor.displayName) },
			});
		});

		it('replaces the old one in a request that n8n signs again', async () => {
			const own = credential();
			const first = await sign(own);
			const again = await authenticated(type, inSession(vendor, own, 'newer'), first);
			expect(JSON.stringify(again)).toContain('newer');
			expect(JSON.stringify(again)).not.toContain('old');
		});

		it('goes along until the vendor refuses it where a node keeps it, which renews it for all its requests', async () => {
			const own = credential();
			keepSession(own);
			clock.now += 120_000;
			await expect(sign(own)).resolves.toBeDefined();
		});
	},
);
