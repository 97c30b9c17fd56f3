import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readExamples } from '../../lab/n8n/examples';
import { n8nDo } from '../../lab/n8n/n8n';
import { executed } from '../../lab/n8n/execution';
import { Instance } from '../../lab/n8n/instance';
import { chain, click, recordBy, customerNode, mapped } from '../../lab/n8n/workflows';

/** The example that compares two systems, with the node switched on that says how to mend one. */
const reconcile = readExamples().find(({ id }) => id === 'backofficeReconcile');
const withMend = {
	...reconcile,
	id: 'reconcileAndMend',
	nodes: reconcile?.nodes.map((node) => ({ ...node, disabled: false })),
};

describe('n8n on the command line', () => {
	let instance: Instance;

	beforeAll(async () => {
		instance = await Instance.create();
		await instance.import([
			...readExamples(),
			withMend,
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

	it('runs the example that compares EPASS with Weevio, which tells what only one has and where they differ', async () => {
		const { control } = instance.sandbox;
		control.reset();
		await execute('backofficeEpassToWeevio');
		const epass = control.records('epass');
		const [moved, gone] = epass.filter(({ Email }) => Email !== '');
		const keyOf = (record: typeof moved): string => {
			const found = control.records('weevio').find(({ BEMAIL }) => BEMAIL === record?.Email);
			return String(found?.CUSTOMER_CODE);
		};
		control.amend('weevio', 'customer', keyOf(moved), { BCITY: 'Elsewhere' });
		control.remove('weevio', 'customer', keyOf(gone));
		const weevio = control.records('weevio');

		const json = await execute('backofficeReconcile');
		const emails = (node: string) => json(node).map(({ email }) => email);
		const [inEpass, inWeevio] = [
			epass.map(({ Email }) => Email).filter(Boolean),
			weevio.map(({ BEMAIL }) => BEMAIL).filter(Boolean),
		];
		expect(emails('Only in EPASS')).toEqual(inEpass.filter((email) => !inWeevio.includes(email)));
		expect(emails('Only in EPASS')).toContain(gone?.Email);
		expect(emails('Only in Weevio').sort()).toEqual(
			inWeevio.filter((email) => !inEpass.includes(email)).sort(),
		);
		expect(json('Different')).toMatchObject([
			{ email: moved?.Email, differences: `city: EPASS ${String(moved?.City)}, Weevio Elsewhere` },
		]);
		// A node that is switched off hands its items on as they are.
		expect(json('What a mend would do').filter(({ result }) => result !== undefined)).toEqual([]);

		const mend = await execute('reconcileAndMend');
		const would = mend('What a mend would do');
		const result = (item: (typeof would)[number]) => item.result;
		expect(would.filter((item) => result(item) === 'wouldUpdate')).toMatchObject([
			{ changes: [{ field: 'BCITY', from: 'Elsewhere', to: moved?.City }] },
		]);
		expect(
			would.filter((item) => result(item) === 'wouldCreate').length + mend('What a mend would do', 1).length,
		).toBe(emails('Only in EPASS').length);
		expect(would.map(({ email }) => email)).toContain(gone?.Email);
		expect(control.records('weevio')).toEqual(weevio);
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
		expect(json('One line per order')).toEqual(
			orders.map((order) => ({ ...order, name: names.get(order.customerId) })),
		);
	});
});
