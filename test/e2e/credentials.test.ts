import type { N8nRest } from '../../lab/n8n/rest';
import { Instance } from '../../lab/n8n/instance';
import { chain, customerBy, customerNode, webhook } from '../../lab/n8n/workflows';

/** For each stored credential: a wrong secret, and a wrong account where the vendor has one beside the secret. */
const accounts: Array<{ id: string; secret: string; account?: [string, unknown] }> = [
	{ id: 'sandboxWeevio', secret: 'apiSecret', account: ['teamId', 'nobody'] },
	{ id: 'sandboxPdm', secret: 'apiKey', account: ['companyId', 4711] },
	{ id: 'sandboxManex', secret: 'apiKey' },
	{ id: 'sandboxGuardant', secret: 'accessToken' },
	{ id: 'sandboxGuardantLogin', secret: 'password', account: ['username', 'nobody'] },
	{ id: 'sandboxEpass', secret: 'password', account: ['organizationId', 'NOBODY'] },
];

/** Those for which n8n keeps a session, and a node that opens one. */
const sessions = [
	{ id: 'sandboxPdm', node: 'proDeliveryManager', vendor: 'pdm', customer: '1408', secret: 'apiKey' },
	{
		id: 'sandboxGuardantLogin',
		node: 'guardantStation',
		vendor: 'guardant',
		customer: '8',
		secret: 'password',
	},
	{ id: 'sandboxEpass', node: 'epass', vendor: 'epass', customer: '1000', secret: 'password' },
] as const;

/** A sentence for a person: not a status text, and nothing that leaked out of the code. */
const words = /^(?!.*(?:undefined|null|\[object|TypeError|\s{4}at )).{15,}$/s;

describe('credential tests as the editor runs them', () => {
	let instance: Instance;
	let rest: N8nRest;
	let url: string;

	beforeAll(async () => {
		instance = await Instance.create();
		await instance.import(
			sessions.map(({ id, node, customer }) =>
				chain(
					`open${id}`,
					webhook(`open-${id}`),
					customerNode('Get', node, instance.credential(id), {
						operation: 'get',
						customer: customerBy('id', customer),
					}),
				),
			),
		);
		({ rest, url } = await instance.start());
		for (const { id } of sessions) await rest.publish(`open${id}`);
	});

	afterAll(async () => await instance.remove());

	const test = async (id: string, change: Record<string, unknown> = {}) => {
		const { name, type, data } = instance.credential(id);
		return await rest.testCredential({ id, name, type, data: { ...data, ...change } });
	};

	/** A person has the credential open in the editor, with its secrets hidden, and changes one field. */
	const testAsEdited = async (id: string, change: Record<string, unknown>) => {
		const { name, type, data } = await rest.must<{
			name: string;
			type: string;
			data: Record<string, unknown>;
		}>('GET', `/rest/credentials/${id}?includeData=true`);
		return await rest.testCredential({ id, name, type, data: { ...data, ...change } });
	};

	it('offers the five credential types', async () => {
		expect(await rest.credentialTypes()).toEqual(
			expect.arrayContaining([
				'weevioPimsApi',
				'proDeliveryManagerApi',
				'manexErpApi',
				'guardantStationApi',
				'epassApi',
			]),
		);
	});

	describe.each(accounts)('$id', ({ id, secret, account }) => {
		it('succeeds with the right values', async () => {
			expect(await test(id)).toMatchObject({ status: 'OK' });
		});

		it('fails with words for a wrong secret', async () => {
			const result = await test(id, { [secret]: 'wrong-secret' });
			expect(result).toEqual({ status: 'Error', message: expect.stringMatching(words) });
			expect(result.message).not.toContain('wrong-secret');
		});

		if (account) {
			it('fails with words for a wrong account', async () => {
				expect(await test(id, { [account[0]]: account[1] })).toEqual({
					status: 'Error',
					message: expect.stringMatching(words),
				});
			});
		}

		it('fails where nothing listens at the base URL', async () => {
			// n8n shows the bare code of a network error, for every node.
			expect(await test(id, { baseUrl: 'http://127.0.0.1:9' })).toEqual({
				status: 'Error',
				message: 'ECONNREFUSED',
			});
		});

		it('fails with words where the base URL is some other web site', async () => {
			expect(await test(id, { baseUrl: `${url}/signin` })).toEqual({
				status: 'Error',
				message: expect.stringMatching(words),
			});
		});
	});

	describe.each(sessions)('$id with a valid session stored', ({ id, vendor, secret }) => {
		beforeAll(async () => {
			const response = await fetch(`${url}/webhook/open-${id}`, { method: 'POST' });
			expect(response.status).toBe(200);
			expect(instance.sandbox.control.counters()[vendor].logins).toBeGreaterThan(0);
		});

		it('still succeeds with the right values', async () => {
			expect(await testAsEdited(id, {})).toMatchObject({ status: 'OK' });
		});

		it('still fails for a wrong secret', async () => {
			expect(await testAsEdited(id, { [secret]: 'wrong-secret' })).toEqual({
				status: 'Error',
				message: expect.stringMatching(words),
			});
		});
	});
});
