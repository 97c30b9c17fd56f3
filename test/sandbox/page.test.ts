import { join } from 'node:path';
import type { ICredentialType } from 'n8n-workflow';
import { repository } from '../../lab/repository';
import type { Sandbox } from '../../lab/sandbox';
import type { ShownVendor } from '../../lab/sandbox/page';
import { vendors } from '../../lab/vendors';
import { client, guardant, withSandbox } from './helpers';

describe('the page of the sandbox, over HTTP', () => {
	let sandbox: Sandbox;
	let shown: ShownVendor[];

	beforeAll(async () => {
		sandbox = await withSandbox();
		shown = (await client.get<ShownVendor[]>(`${sandbox.url}/control/vendors`)).data;
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => sandbox.control.reset());

	it('is what the address answers with, and is no request to a vendor', async () => {
		const { data, headers, status } = await client.get<string>(sandbox.url);
		expect(status).toBe(200);
		expect(headers['content-type']).toBe('text/html; charset=utf-8');
		expect(headers['content-security-policy']).toContain("default-src 'none'");
		expect(data).toContain('<h2 id="requests-title">Requests received</h2>');
		// Nothing is fetched from anywhere else.
		expect(data).not.toMatch(/(?:src|href)="(?!data:)/);
		expect(sandbox.control.requests()).toEqual([]);
	});

	it('S9: is shown at no name but those of this machine', async () => {
		const headers = { host: 'rebound.evil.example' };
		expect((await client.get(sandbox.url, { headers })).status).toBe(403);
		expect((await client.get(`${sandbox.url}/?again`, { headers })).status).toBe(403);
	});

	it('names the five vendors, with the fields and the words of their credentials in n8n', async () => {
		expect(shown.map(({ displayName }) => displayName)).toEqual(
			Object.values(vendors).map(({ displayName }) => displayName),
		);
		for (const { accounts, name } of shown) {
			const { folder } = vendors[name];
			const module = (await import(join(repository, 'credentials', `${folder}Api.credentials.ts`))) as Record<
				string,
				new () => ICredentialType
			>;
			const Credential = module[`${folder}Api`];
			if (Credential === undefined) throw new Error(`${folder} has no credential`);
			const { properties } = new Credential();
			for (const { label, value } of accounts.flatMap(({ fields }) => fields)) {
				const property = properties.find(({ displayName }) => displayName === label);
				expect([label, property?.type]).toEqual([label, expect.stringMatching(/^(string|number|options)$/)]);
				if (property?.type === 'options')
					expect(property.options?.map((option) => 'name' in option && option.name)).toContain(value);
			}
		}
	});

	it('has a column of keys for each vendor, and more that the customers fill', () => {
		const within = (record: unknown, path: string): unknown =>
			path.split('.').reduce<unknown>((held, key) => (held as Record<string, unknown>)[key], record);
		for (const { columns, name } of shown) {
			const records = sandbox.control.records(name);
			for (const [label, ...paths] of columns) {
				const filled = records.filter((record) => paths.some((path) => within(record, path)));
				expect([name, label, filled.length > 0]).toEqual([name, label, true]);
			}
			const [, keyPath = ''] = columns[0] ?? [];
			const keys = records.map((record) => String(within(record, keyPath)).trim());
			expect(new Set(keys).size).toBe(records.length);
			expect(keys.map(String)).toEqual(records.map((record) => String(vendors[name].keyOf(record)).trim()));
		}
	});

	it('gets the newest customers and requests alone, and customers with a text', async () => {
		const control = async (path: string): Promise<Array<Record<string, unknown>>> =>
			(await client.get<Array<Record<string, unknown>>>(`${sandbox.url}/control/${path}`)).data;
		sandbox.control.insert('guardant', 'customer', { companyname: 'Bletchley Park' });
		expect(await control('records/guardant?last=1')).toMatchObject([{ companyname: 'Bletchley Park' }]);
		expect(await control('records/guardant?text=BLETCHLEY%20park&last=5')).toHaveLength(1);
		expect(await control('records/guardant?text=&last=5')).toHaveLength(5);
		for (const id of [4, 8]) await guardant(sandbox)('GET', `/customers/${id}`);
		expect(await control('requests?last=1')).toMatchObject([{ path: '/guardant/v1.0/customers/8' }]);
		expect(await control('requests?vendor=guardant')).toHaveLength(2);
	});
});
