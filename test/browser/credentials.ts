import { iconOf, session } from './shared';

type Step = [kind: 'type' | 'choose', field: string, value: string];

interface Account {
	id: string;
	type: string;
	name: string;
	/** Fields that are not typed but chosen, with what the editor calls the value. */
	chosen?: Record<string, string>;
	typed: string[];
	/** n8n logs in before it sends the test of a credential with a session: the words are the vendor's then. */
	wrong: Array<{ what: string; field: string; value: string; words: string }>;
}

const accounts: Account[] = [
	{
		id: 'sandboxWeevio',
		type: 'Weevio PIMS API',
		name: 'Weevio PIMS',
		typed: ['baseUrl', 'teamId', 'apiId', 'apiSecret'],
		wrong: [
			{
				what: 'secret',
				field: 'apiSecret',
				value: 'wrong',
				words: 'Weevio refused the log-in. Check Team ID, API ID and API Secret.',
			},
			{
				what: 'account',
				field: 'teamId',
				value: 'nobody',
				words: 'Weevio refused the log-in. Check Team ID, API ID and API Secret.',
			},
		],
	},
	{
		id: 'sandboxPdm',
		type: 'Pro Delivery Manager API',
		name: 'Pro Delivery Manager',
		typed: ['baseUrl', 'companyId', 'apiKey'],
		wrong: [
			{
				what: 'secret',
				field: 'apiKey',
				value: 'wrong',
				words: 'Invalid / inactive API key (code 202)',
			},
			{
				what: 'account',
				field: 'companyId',
				value: '4711',
				words: 'Invalid / inactive company ID (code 201)',
			},
		],
	},
	{
		id: 'sandboxManex',
		type: 'ManEx ERP API',
		name: 'ManEx ERP',
		typed: ['baseUrl', 'apiKey'],
		wrong: [{ what: 'secret', field: 'apiKey', value: 'WRONGKEY00', words: 'ManEx refused the API Key.' }],
	},
	{
		id: 'sandboxGuardant',
		type: 'Guardant Station API',
		name: 'Guardant Station',
		typed: ['baseUrl', 'accessToken'],
		wrong: [
			{
				what: 'secret',
				field: 'accessToken',
				value: 'wrong',
				words: 'Guardant Station refused the token. Check Access Token, Header Name and Header Prefix.',
			},
		],
	},
	{
		id: 'sandboxGuardantLogin',
		type: 'Guardant Station API',
		name: 'Guardant Station with login',
		chosen: { authentication: 'Login' },
		typed: ['baseUrl', 'username', 'password'],
		wrong: [
			{
				what: 'secret',
				field: 'password',
				value: 'wrong',
				words: 'Wrong login or password',
			},
			{
				what: 'account',
				field: 'username',
				value: 'nobody',
				words: 'Wrong login or password',
			},
		],
	},
	{
		id: 'sandboxEpass',
		type: 'EPASS API',
		name: 'EPASS',
		typed: ['baseUrl', 'userId', 'password', 'organizationId'],
		wrong: [
			{
				what: 'secret',
				field: 'password',
				value: 'wrong',
				words: 'Invalid user or password.',
			},
			{
				what: 'account',
				field: 'organizationId',
				value: 'NOBODY',
				words: 'Invalid user or password.',
			},
		],
	},
];

describe('credentials in the editor', () => {
	beforeEach(() => session.instance.sandbox.control.reset());

	const enter = async ([kind, field, value]: Step): Promise<void> =>
		kind === 'choose' ? await session.editor.choose(field, value) : await session.editor.fill(field, value);

	it.each(accounts)(
		'$name: right values, then wrong ones',
		async ({ id, type, chosen = {}, typed, wrong }) => {
			await session.seen(async () => {
				const { editor } = session;
				const { data, type: name } = session.instance.credential(id);
				await editor.newCredential(type);
				const inBothThemes = async (look: () => Promise<void>): Promise<void> => {
					const dialog = editor.part('editCredential-modal');
					for (const theme of ['dark', 'light'] as const) {
						await editor.wear(theme);
						expect(await editor.themeOf(dialog.getByTestId('credential-connection-parameter').first())).toBe(
							theme,
						);
						expect(await editor.icons(dialog)).toEqual([iconOf(name.replace(/Api$/, ''), theme)]);
						await look();
					}
				};
				for (const [field, value] of Object.entries(chosen)) await enter(['choose', field, value]);
				for (const field of typed) await enter(['type', field, String(data[field])]);
				// What n8n keeps for itself is not for people.
				const form = (await editor.part('credential-connection-parameter').allInnerTexts()).join('\n');
				expect(form).not.toMatch(/Session|Refresh|\[object|undefined/);
				await editor.saveCredential();
				await inBothThemes(async () => await editor.credentialSucceeds());
				for (const { field, value, words } of wrong) {
					await enter(['type', field, value]);
					await editor.saveCredential();
					await inBothThemes(async () => await editor.credentialFails(words));
					await enter(['type', field, String(data[field])]);
				}
				await editor.saveCredential();
				await editor.credentialSucceeds();
				await editor.closeCredential();
			})();
		},
	);
});
