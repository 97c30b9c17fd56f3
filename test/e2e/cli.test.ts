import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readExamples } from '../../lab/n8n/examples';
import { n8nDo } from '../../lab/n8n/n8n';
import { executed } from '../../lab/n8n/execution';
import { Instance } from '../../lab/n8n/instance';
import { chain, click, recordBy, customerNode, mapped } from '../../lab/n8n/workflows';

describe('n8n on the command line', () => {
	let instance: Instance;

	beforeAll(async () => {
		instance = await Instance.create();
		await instance.import([
			...readExamples(),
			chain(
				'e2eWeevio',
				click,
				customerNode('Create', 'weevioPims', instance.credential('sandboxWeevio'), {
					operation: 'create',
					fields: mapped({ CUSTOMER_NAME: 'Grace Hopper', BEMAIL: 'grace@example.com', BCITY: 'New York' }),
				}),
				customerNode('Get', 'weevioPims', instance.credential('sandboxWeevio'), {
					operation: 'get',
					customer: recordBy('id', '={{ $json.id }}'),
				}),
			),
			chain(
				'e2ePdm',
				click,
				customerNode('Get', 'proDeliveryManager', instance.credential('sandboxPdm'), {
					operation: 'get',
					customer: recordBy('externalRef', 'EXTREF164736'),
				}),
				customerNode('Update', 'proDeliveryManager', instance.credential('sandboxPdm'), {
					operation: 'update',
					customer: recordBy('id', '={{ $json.id }}'),
					fields: mapped({ 'address.city': 'Oldham' }),
				}),
			),
		]);
	});

	afterAll(async () => await instance.remove());

	const execute = async (id: string) => await executed(instance, id);

	it('loads the five nodes and their triggers out of the packed package, each with its credential', async () => {
		const file = join(instance.userFolder, 'nodes.json');
		await n8nDo(['export:nodes', `--output=${file}`], instance, /Successfully exported/);
		const nodes = JSON.parse(await readFile(file, 'utf8')) as Array<{
			name: string;
			credentials?: Array<{ name: string }>;
		}>;
		const ours = nodes
			.filter(({ name }) => name.startsWith('n8n-nodes-backoffice.') && !name.endsWith('Tool'))
			.map(({ name, credentials }) => [
				name.split('.')[1],
				credentials?.map((credential) => credential.name),
			]);
		expect(Object.fromEntries(ours)).toEqual({
			weevioPims: ['weevioPimsApi'],
			weevioPimsTrigger: ['weevioPimsApi'],
			proDeliveryManager: ['proDeliveryManagerApi'],
			proDeliveryManagerTrigger: ['proDeliveryManagerApi'],
			manexErp: ['manexErpApi'],
			manexErpTrigger: ['manexErpApi'],
			guardantStation: ['guardantStationApi'],
			guardantStationTrigger: ['guardantStationApi'],
			epass: ['epassApi'],
			epassTrigger: ['epassApi'],
		});
	});

	it('creates a customer in Weevio and reads it back', async () => {
		const json = await execute('e2eWeevio');
		expect(json('Get')).toMatchObject([
			{ name: 'Grace Hopper', email: 'grace@example.com', city: 'New York' },
		]);
		expect(instance.sandbox.control.created('weevio')).toHaveLength(1);
	});

	it('updates a customer of Pro Delivery Manager, and uses one session in two processes', async () => {
		const json = await execute('e2ePdm');
		expect(json('Get')).toMatchObject([{ id: 1408, externalId: 'EXTREF164736' }]);
		expect(json('Update')).toMatchObject([{ id: 1408, city: 'Oldham', addressLine1: 'Test Address Line 1' }]);
		await execute('e2ePdm');
		expect(instance.sandbox.control.counters().pdm.logins).toBe(1);
	});

	it('runs the example that copies customers from EPASS to ManEx, and lists what was refused', async () => {
		const json = await execute('backofficeEpassToManex');
		const found = json('Find customers in EPASS');
		expect(found).toHaveLength(20);
		expect(found.every(({ state }) => state === 'BC')).toBe(true);
		const created = json('Created');
		const refused = json('Refused');
		expect(created.length).toBeGreaterThan(0);
		expect(refused.length).toBeGreaterThan(0);
		// Item linking holds over both branches: no customer is lost, none is told twice.
		expect([...created, ...refused].map(({ epassCode }) => epassCode).sort()).toEqual(
			found.map(({ id }) => id).sort(),
		);
		for (const { epassCode, reason } of refused) {
			expect(epassCode).toMatch(/[A-Z]/);
			expect(reason).toContain('ten digits');
		}
		expect(instance.sandbox.control.created('manex')).toHaveLength(created.length);
	});

	it('runs the example that keeps Weevio up to date with EPASS, which finds nothing to do the second time', async () => {
		const first = await execute('backofficeEpassToWeevio');
		const found = first('Customers with an email').length;
		expect(found).toBeGreaterThan(100);
		expect(first('What was done').length + first('To be fixed').length).toBe(found);
		const created = first('What was done').filter(({ result }) => result === 'created').length;
		expect(created).toBeGreaterThan(100);
		const customers = instance.sandbox.control.records('weevio').length;
		const second = await execute('backofficeEpassToWeevio');
		expect(new Set(second('What was done').map(({ result }) => result))).toEqual(new Set(['unchanged']));
		expect(instance.sandbox.control.records('weevio')).toHaveLength(customers);
	});

	it('runs the example that mails what a sync would do, which writes nothing', async () => {
		instance.sandbox.control.reset();
		const before = instance.sandbox.control.records('weevio');
		const json = await execute('backofficeSyncDryRun');
		const seen = json('What would be done in Weevio');
		expect(seen.length).toBeGreaterThan(100);
		const [mail] = json('The mail');
		const lines = String(mail?.text).split('\n');
		expect(mail?.subject).toBe(`The sync would change ${lines.length} customers in Weevio`);
		expect(lines).toHaveLength(seen.filter(({ result }) => result !== 'unchanged').length);
		for (const line of lines) expect(line).toMatch(/^(New|Change): .+ – [A-Z_0-9]+ .+/);
		expect(instance.sandbox.control.records('weevio')).toEqual(before);
	});

	it('runs the example that looks up a thousand customers, with a handful of billed requests for those there are', async () => {
		const before = instance.sandbox.control.counters().weevio.requests;
		const json = await execute('backofficeWeevioBulk');
		const found = json('Found').length;
		const missing = json('Not found').length;
		expect(found).toBeGreaterThan(100);
		expect(found + missing).toBe(1_000);
		// What a batch does not bring is asked for singly, to be sure and to have the vendor's words.
		expect(instance.sandbox.control.counters().weevio.requests - before - missing).toBeLessThan(50);
	});

	it('runs the example that lists the orders of all Guardant companies', async () => {
		const json = await execute('backofficeGuardantOrders');
		const companies = json('Find companies');
		const orders = json('List their orders');
		expect(companies.length).toBeGreaterThan(100);
		expect(orders.length).toBeGreaterThan(0);
		const names = new Map(companies.map(({ id, name }) => [id, name]));
		expect(json('One line per order').map(({ company }) => company)).toEqual(
			orders.map(({ customerId }) => names.get(customerId)),
		);
	});
});
