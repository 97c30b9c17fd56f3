import { curlOf, readExamples, sampleBodies, webhookOf } from '../../lab/n8n/examples';
import { Instance } from '../../lab/n8n/instance';

describe('webhooks of published workflows', () => {
	let instance: Instance;
	let url: string;

	beforeAll(async () => {
		instance = await Instance.create();
		const examples = readExamples().filter((example) => webhookOf(example) !== undefined);
		const started = await instance.start(examples);
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

	it('creates a customer in Weevio once, however often the form is sent, and answers with its code', async () => {
		const form = { name: 'Ada Lovelace', email: 'ada@example.com', phone: '020 7946 0000', city: 'London' };
		const answer = await call('weevio-new-customer', form);
		expect(answer).toMatchObject({
			status: 201,
			body: { result: 'created', name: 'Ada Lovelace', email: 'ada@example.com' },
		});
		const code = String(answer.body.customerCode);
		expect(instance.sandbox.control.record('weevio', code)).toMatchObject({
			CUSTOMER_NAME: 'Ada Lovelace',
			BEMAIL: 'ada@example.com',
			BPHONE: '020 7946 0000',
			BCITY: 'London',
		});
		for (const [change, result] of [
			[{}, 'unchanged'],
			[{ city: 'Leeds' }, 'updated'],
		] as const)
			expect(await call('weevio-new-customer', { ...form, ...change })).toMatchObject({
				status: 200,
				body: { result, customerCode: code },
			});
		expect(instance.sandbox.control.created('weevio')).toHaveLength(1);
	});

	it.each(
		Object.entries(sampleBodies).map(([path, body]) => [
			curlOf(`/webhook/${path}`, 'POST', body),
			path,
			body,
		]),
	)('does what it is called for with the line that `npm start` prints: %s', async (line, path, sample) => {
		const fields = [...String(line).matchAll(/ -d "([^"]*)"/g)].map(([, field]) => field);
		expect(fields).toHaveLength(Object.keys(sample).length);
		const response = await fetch(`${url}/webhook/${String(path)}`, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: fields.join('&'),
		});
		expect(response.ok).toBe(true);
		expect(JSON.stringify(await response.json())).not.toMatch(/error|refused/);
	});

	it("answers with Weevio's words when it refuses, and without n8n's numbers of items", async () => {
		instance.sandbox.control.addFault({
			vendor: 'weevio',
			fault: { kind: 'vendorError', message: 'Customer is on hold' },
		});
		const answer = await call('weevio-new-customer', { name: 'Ada Lovelace', email: 'ada@example.com' });
		expect(answer.status).toBe(422);
		expect(answer.body.error).toMatch(/^Customer is on hold/);
		expect(answer.body.error).not.toContain('[item');
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

	it('tells a reference that nobody has from none at all, and both from a vendor that cannot be asked', async () => {
		expect(await call('pdm-change-of-address', { reference: 'NOBODY', ...london })).toEqual({
			status: 404,
			body: { error: 'No customer has the reference NOBODY' },
		});
		expect(await call('pdm-change-of-address', london)).toEqual({
			status: 400,
			body: { error: 'Say in "reference" who has moved' },
		});
		instance.sandbox.control.addFault({
			vendor: 'pdm',
			fault: { kind: 'vendorError', code: 204 },
			match: { pathIncludes: 'GetCustomer' },
		});
		const { body, status } = await call('pdm-change-of-address', { reference: 'EXTREF164736', ...london });
		expect(status).toBe(503);
		expect(body.error).toMatch(/^The address was not changed, try again later: \w/);
		expect(body.error).not.toContain('[item');
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
