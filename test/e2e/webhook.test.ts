import { readExamples, webhookOf } from '../../lab/n8n/examples';
import { Instance } from '../../lab/n8n/instance';

describe('webhooks of published workflows', () => {
	let instance: Instance;
	let url: string;

	beforeAll(async () => {
		instance = await Instance.create();
		const examples = readExamples().filter((example) => webhookOf(example) !== undefined);
		await instance.import(examples);
		const started = await instance.start();
		url = started.url;
		for (const { id } of examples) await started.rest.publish(id);
	});

	beforeEach(() => instance.sandbox.control.reset());

	afterAll(async () => await instance.remove());

	const call = async (path: string, body: Record<string, unknown>) => {
		const response = await fetch(`${url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		return { status: response.status, body: (await response.json()) as Record<string, unknown> };
	};

	const london = { street: '12 St James Square', city: 'London', postalCode: 'SW1Y 4JH' };

	it('S9: lets no page of another site read its answers', async () => {
		for (const origin of ['http://localhost:3000', 'https://evil.example']) {
			const answer = await fetch(`${url}/rest/settings`, { headers: { origin } });
			expect(answer.headers.get('access-control-allow-origin')).toBeNull();
			const asked = await fetch(`${url}/rest/login`, {
				method: 'OPTIONS',
				headers: { origin, 'access-control-request-method': 'POST' },
			});
			expect(asked.headers.get('access-control-allow-origin')).toBeNull();
		}
	});

	it('creates a customer in Weevio and answers with its code', async () => {
		const answer = await call('weevio-new-customer', {
			name: 'Ada Lovelace',
			email: 'ada@example.com',
			phone: '020 7946 0000',
			city: 'London',
		});
		expect(answer).toMatchObject({ status: 201, body: { name: 'Ada Lovelace', email: 'ada@example.com' } });
		const code = String(answer.body.customerCode);
		expect(instance.sandbox.control.record('weevio', code)).toMatchObject({
			CUSTOMER_NAME: 'Ada Lovelace',
			BEMAIL: 'ada@example.com',
			BPHONE: '020 7946 0000',
			BCITY: 'London',
		});
		expect(instance.sandbox.control.created('weevio')).toHaveLength(1);
	});

	it("answers with Weevio's words when it refuses", async () => {
		instance.sandbox.control.addFault({
			vendor: 'weevio',
			fault: { kind: 'vendorError', message: 'Customer is on hold' },
		});
		const answer = await call('weevio-new-customer', { name: 'Ada Lovelace' });
		expect(answer.status).toBe(422);
		expect(answer.body.error).toMatch(/^Customer is on hold/);
	});

	it('says where the orders behind a Shopify number stand', async () => {
		const { body, status } = await call('where-is-my-order', { shopifyOrderNumber: '#12345' });
		expect(status).toBe(200);
		expect(body.orders).toHaveLength(2);
		expect(body.orders).toContainEqual(expect.objectContaining({ reference: '#12345', status: 'invoice' }));
		expect(await call('where-is-my-order', { shopifyOrderNumber: '#00000' })).toEqual({
			status: 200,
			body: { orders: [] },
		});
		const unasked = await call('where-is-my-order', {});
		expect(unasked).toMatchObject({ status: 422, body: { error: expect.stringContaining('Shopify') } });
	});

	it('puts the order of a web shop into the queue of EPASS', async () => {
		const order = {
			number: 'SHOP-1001',
			date: '2026-11-26',
			firstName: 'Ada',
			lastName: 'Lovelace',
			email: 'ada@example.com',
			total: 199,
			comment: 'Ring twice',
		};
		expect(await call('epass-web-order', order)).toEqual({ status: 200, body: { queued: 'SHOP-1001' } });
		expect(instance.sandbox.control.created('epass')).toMatchObject([
			{ webOrderID: 'SHOP-1001', grandTotal: 199, orderComment: 'Ring twice' },
		]);
		const without = { ...order, email: undefined };
		const refused = await call('epass-web-order', { ...without, number: 'SHOP-1002' });
		expect(refused).toMatchObject({ status: 422, body: { error: expect.stringContaining('email') } });
		expect(instance.sandbox.control.created('epass')).toHaveLength(1);
	});

	it('changes an address in Pro Delivery Manager and leaves the rest as it was', async () => {
		const before = instance.sandbox.control.record('pdm', 1408);
		const answer = await call('pdm-change-of-address', { reference: 'EXTREF164736', ...london });
		expect(answer).toMatchObject({
			status: 200,
			body: { id: 1408, addressLine1: london.street, city: london.city, postalCode: london.postalCode },
		});
		const after = instance.sandbox.control.record('pdm', 1408);
		expect(after).toMatchObject({
			first_name: before?.first_name,
			dob: before?.dob,
			address: {
				line_1: london.street,
				line_2: 'Test Address Line 2',
				city: london.city,
				postal_code: london.postalCode,
			},
		});
	});

	it('creates a customer in Pro Delivery Manager once, however often the shop sends it', async () => {
		const customer = {
			reference: 'SHOP-1001',
			firstName: 'Ada',
			lastName: 'Lovelace',
			email: 'ada@example.com',
			...london,
		};
		const first = await call('pdm-customer', customer);
		expect(first).toMatchObject({ status: 200, body: { result: 'created', name: 'Ada Lovelace' } });
		const again = await call('pdm-customer', customer);
		expect(again.body).toEqual({ ...first.body, result: 'unchanged' });
		const moved = await call('pdm-customer', { ...customer, city: 'Oldham' });
		expect(moved.body).toEqual({ ...first.body, result: 'updated' });
		expect(instance.sandbox.control.created('pdm')).toHaveLength(1);
	});

	it('answers 404 with the reason for a reference that nobody has', async () => {
		const answer = await call('pdm-change-of-address', { reference: 'NOBODY', ...london });
		expect(answer.status).toBe(404);
		expect(answer.body.error).toEqual(expect.stringMatching(/\w+/));
	});

	it('serves thirty calls at once with one session', async () => {
		await call('pdm-change-of-address', { reference: 'EXTREF164736', ...london });
		const { logins } = instance.sandbox.control.counters().pdm;
		const answers = await Promise.all(
			Array.from({ length: 30 }, async (_, index) =>
				call('pdm-change-of-address', {
					reference: 'EXTREF164736',
					...london,
					street: `${index} Main Street`,
				}),
			),
		);
		expect(answers.map(({ status }) => status)).toEqual(Array<number>(30).fill(200));
		expect(instance.sandbox.control.counters().pdm.logins).toBe(logins);
	});

	it('logs in again when the session has ended at the vendor', async () => {
		await call('pdm-change-of-address', { reference: 'EXTREF164736', ...london });
		instance.sandbox.control.expireSessions('pdm');
		expect(await call('pdm-change-of-address', { reference: 'EXTREF164736', ...london })).toMatchObject({
			status: 200,
		});
	});
});
