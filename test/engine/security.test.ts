import '../../lab/engine/environment';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { vendorOf } from '../../lab/vendors';
import type { NodeName } from '../../lab/vendors';
import type { EngineRun } from '../../lab/engine/harness';
import { TestServer } from './server';
import { AUTOMATIC, customer, KNOWN, PREFIX, Rig, until } from './support';

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 60 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

describe('a redirect', () => {
	let thief: Server;
	let thiefUrl: string;
	const stolen: string[] = [];

	beforeAll(async () => {
		thief = createServer((request, response) => {
			stolen.push(`${request.method ?? ''} ${request.url ?? ''} ${JSON.stringify(request.headers)}`);
			response.end('{}');
		});
		await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
		thiefUrl = `http://127.0.0.1:${(thief.address() as AddressInfo).port}`;
	});
	beforeEach(() => {
		stolen.length = 0;
	});
	afterAll(async () => {
		thief.closeAllConnections();
		await new Promise((resolve) => thief.close(resolve));
	});

	it.each(KNOWN)(
		'of a look-up leads %s nowhere, neither to another origin nor to another path',
		async (node, key) => {
			const vendor = vendorOf(node).name;
			await rig.item(node, 'get', customer(key));
			rig.control.clearRequests();
			for (const location of [`${thiefUrl}/steal`, '/elsewhere', '//127.0.0.1/steal']) {
				rig.control.addFault({ vendor, fault: { kind: 'redirect', location } });
				const run = await rig.run(node, 'get', customer(key));
				expect(run.error?.message).toMatch(/redirected the request to another address.* \[item 0\]$/);
				expect(run.error?.description).toContain('Base URL');
			}
			expect(stolen).toEqual([]);
			expect(rig.control.requests({ vendor: 'other' })).toEqual([]);
			expect(rig.sent(vendor)).toHaveLength(3);
		},
	);

	it.each([
		['proDeliveryManager', 'proDeliveryManagerApi', 1408],
		['guardantStation', 'guardantLogin', 8],
		['epass', 'epassApi', '1000'],
	] as const)('of a log-in leads %s nowhere', async (node, credential, key) => {
		for (const location of [`${thiefUrl}/steal`, '/elsewhere']) {
			rig.control.addFault({ vendor: vendorOf(node).name, fault: { kind: 'redirect', location } });
			const run = await rig.run(node, 'get', customer(key), { credential });
			expect(run.error?.message).toMatch(/redirected the log-in to another address.* \[item 0\]$/);
		}
		expect(stolen).toEqual([]);
		expect(rig.control.requests({ vendor: 'other' })).toEqual([]);
	});

	it.each(KNOWN)('of a write leads %s nowhere', async (node) => {
		const vendor = vendorOf(node).name;
		const path = {
			weevio: 'create',
			pdm: 'CreateCustomer',
			manex: '/Add',
			guardant: '/customers',
			epass: '/customer/customer',
		}[vendor];
		rig.control.addFault({
			vendor,
			fault: { kind: 'redirect', location: `${thiefUrl}/steal` },
			count: 9,
			match: { pathIncludes: path },
		});
		const person = {
			name: 'A B',
			firstName: 'A',
			lastName: 'B',
			addressLine1: 'C',
			city: 'D',
			postalCode: 'E',
		};
		const run = await rig.run(node, 'create', AUTOMATIC, { input: [person] });
		expect(run.error?.message).toMatch(/redirected the request to another address/);
		expect(stolen).toEqual([]);
		expect(rig.control.created(vendor)).toEqual([]);
	});
});

describe('a key with the characters of addresses', () => {
	const AWKWARD = [
		'../x?y#z&teamID=evil',
		'..',
		'.',
		'%2e%2e/secret',
		'a/b',
		'a\\b',
		'ü ö',
		"O'Brien & Sons",
		'{{ 1 + 1 }}',
	];

	it.each(AWKWARD)('stays one parameter of Weevio: %j', async (code) => {
		const run = await rig.run('weevioPims', 'get', customer('={{ $json.code }}'), { input: [{ code }] });
		expect(run.error?.message).toMatch(/^Record not found: .+ \[item 0\]$/s);
		expect(rig.requests('weevio')).toHaveLength(1);
		expect(rig.sent('weevio')).toEqual([
			{
				method: 'GET',
				path: `${PREFIX.weevio}/customers/single`,
				query: { customerCode: code, teamID: 'sandbox-team' },
			},
		]);
		expect(rig.control.requests({ vendor: 'other' })).toEqual([]);
	});

	it.each(AWKWARD)('stays one parameter of ManEx, in both formats: %j', async (name) => {
		rig.setCredential('json', 'manexErp', { requestFormat: 'json' });
		for (const credential of ['manexErpApi', 'json']) {
			const run = await rig.run('manexErp', 'get', customer('={{ $json.name }}', 'name'), {
				input: [{ name }],
				credential,
			});
			expect(run.error?.message).toMatch(/^Customer does not exists(\.|: .+) \[item 0\]$/s);
		}
		expect(rig.sent('manex')).toEqual([
			{ method: 'GET', path: '/manex/API/Customer/Get/***', query: { CustNumOrName: name } },
			{ method: 'POST', path: '/manex/API/Customer/Get/***', query: {}, body: { CustNumOrName: name } },
		]);
	});

	it.each(AWKWARD.filter((code) => code.length <= 20))('stays one parameter of EPASS: %j', async (code) => {
		const run = await rig.run('epass', 'get', customer('={{ $json.code }}'), { input: [{ code }] });
		expect(run.error?.message).toMatch(/^Customer not found(\.|: .+) \[item 0\]$/s);
		expect(rig.sent('epass')).toEqual([
			{ method: 'GET', path: `${PREFIX.epass}/customer/customer`, query: { CustomerCode: code } },
		]);
	});

	it('stays one value of a Weevio filter, and of an EPASS condition', async () => {
		const value = '"}],"x":[{"field":"1"}]';
		const conditions = [{ field: 'CUSTOMER_NAME', operator: 'equals', value }];
		expect(await rig.items('weevioPims', 'search', { filters: { conditions } })).toEqual([]);
		expect(rig.sent('weevio')[0]?.body).toEqual([{ field: 'CUSTOMER_NAME', value, contains: false }]);
		expect(
			await rig.items('epass', 'search', {
				filters: { conditions: [{ field: 'LastName', operator: 'equal', value }] },
			}),
		).toEqual([]);
		expect(rig.sent('epass')[0]?.body).toMatchObject({
			query: { fieldName: 'LastName', eval: 'EQUAL', value },
		});
	});
});

describe('a vendor’s answer with fields named __proto__ and constructor', () => {
	const record = (fields: string): IDataObject =>
		JSON.parse(
			`{${fields}, "__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}`,
		) as IDataObject;

	const ANSWERS: ReadonlyArray<readonly [NodeName, string | number, IDataObject]> = [
		[
			'weevioPims',
			'M-1000',
			{ status: 'success', data: record('"CUSTOMER_CODE": "M-1000", "CUSTOMER_NAME": "X"') },
		],
		[
			'proDeliveryManager',
			1408,
			{
				status: { code: 101 },
				customer: record('"customer_id": 1408, "address": {"__proto__": {"polluted": true}, "city": "Y"}'),
			},
		],
		[
			'manexErp',
			'0000000010',
			{ Code: 200, IsValidUser: true, ResponseObject: record('"CUSTNO": "0000000010"') },
		],
		['guardantStation', 8, { customer: record('"_id": 8') }],
		['epass', '1000', { Result: { Success: true }, Values: [{ Fields: record('"Code": "1000"') }] }],
	];

	it.each(ANSWERS)('does no harm in %s', async (node, key, body) => {
		const vendor = vendorOf(node).name;
		await rig.item(node, 'get', customer(key));
		for (const output of ['simplified', 'raw', 'selected']) {
			rig.control.addFault({ vendor, fault: { kind: 'status', status: 200, body } });
			const parameters = {
				...customer(key),
				output,
				outputFields: 'name,__proto__,polluted,constructor.prototype.polluted,address.city',
			};
			const item = await rig.item(node, 'get', parameters);
			expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
			expect(Object.getPrototypeOf(item)).toBe(Object.prototype);
			expect(item.polluted ?? null).toBeNull();
			if (output !== 'raw') expect(item.id).toBe(key);
			if (output !== 'selected') expect(Object.keys(item)).not.toContain('__proto__');
		}
	});

	const updateOf = async (node: NodeName, key: string | number, values: IDataObject): Promise<EngineRun> => {
		const body = ANSWERS.find(([name]) => name === node)?.[2];
		await rig.item(node, 'get', customer(key));
		rig.control.addFault({ vendor: vendorOf(node).name, fault: { kind: 'status', status: 200, body } });
		const mapped = await rig.mapped(node, 'update', values);
		const run = await rig.run(node, 'update', { ...customer(key), ...mapped, output: 'raw' });
		expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
		return run;
	};

	it('does no harm on the way through read and write in guardantStation', async () => {
		const [item] = (await updateOf('guardantStation', 8, { customerPhone: '5' })).json();
		expect(item?._id).toBe(8);
		expect(item?.polluted).toBeUndefined();
		expect(Object.getPrototypeOf(item)).toBe(Object.prototype);
	});

	it('is not written back in proDeliveryManager, whose whole records are, since it would be lost', async () => {
		const { error } = await updateOf('proDeliveryManager', 1408, {
			first_name: 'A',
			last_name: 'B',
			'address.line_1': 'C',
			'address.city': 'D',
			'address.postal_code': 'E',
		});
		expect(error?.message).toBe('A field named "__proto__" cannot be sent: n8n leaves it out [item 0]');
		expect(rig.sent('pdm').filter(({ path }) => !path.endsWith('GetCustomer'))).toEqual([]);
	});

	it('does no harm as an extra field either', async () => {
		const extraFields =
			'{"__proto__": {"polluted": true}, "constructor.prototype.polluted": true, "CUSTOMER_NAME": "X"}';
		await rig.run('weevioPims', 'create', {
			...(await rig.mapped('weevioPims', 'create', {})),
			extraFields,
		});
		const nested = '{"__proto__.polluted": true, "constructor.prototype.polluted": true, "first_name": "A"}';
		await rig.run('proDeliveryManager', 'create', {
			...(await rig.mapped('proDeliveryManager', 'create', {})),
			fields: { mappingMode: 'defineBelow', value: {}, matchingColumns: [], schema: [] } as IDataObject,
			extraFields: nested,
		});
		expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
		expect((Object as unknown as { polluted?: unknown }).polluted).toBeUndefined();
	});
});

describe('what must not be shown', () => {
	it('keeps the sensitive fields of EPASS out of every raw output', async () => {
		const whole = rig.control.records('epass').find((record) => record.WebPassword !== '') ?? {};
		const query = JSON.stringify({ fieldName: 'Code', eval: 'EQUAL', value: whole.Code });
		const outputs = [
			await rig.items('epass', 'get', { ...customer(whole.Code), output: 'raw' }),
			await rig.items('epass', 'search', { query, output: 'raw' }),
			await rig.items('epass', 'search', { query, output: 'selected', outputFields: 'WebPassword,SSN' }),
			await rig.items('epass', 'search', { query }),
		];
		for (const items of outputs) {
			expect(items).toHaveLength(1);
			expect(JSON.stringify(items)).not.toContain('sandbox-web-password');
			expect(JSON.stringify(items)).not.toContain('000-00-0000');
		}
		const [shown] = await rig.items('epass', 'search', {
			query,
			output: 'raw',
			options: { includeSensitiveFields: true },
		});
		expect(shown).toMatchObject({ SSN: '000-00-0000', WebPassword: 'sandbox-web-password' });
	});

	it.each([
		['as it is', 'SANDBOXKEY'],
		['with characters that an address encodes', 'kéy/1 +&=#?"x'],
	])('keeps the ManEx key, %s, out of an error that repeats the address', async (_, apiKey) => {
		for (const requestFormat of ['query', 'json']) {
			rig.setCredential('wrongRoot', 'manexErp', {
				baseUrl: `${rig.sandbox.url}/manex/API`,
				apiKey,
				requestFormat,
			});
			const run = await rig.run('manexErp', 'get', customer('10'), { credential: 'wrongRoot' });
			expect(run.error?.message).toMatch(
				/^No HTTP resource was found that matches the request URI .*\*\*\*.* \[item 0\]$/,
			);
			const kept = JSON.stringify(run.raw.data.resultData);
			for (const form of [
				apiKey,
				encodeURIComponent(apiKey),
				encodeURI(apiKey),
				JSON.stringify(apiKey).slice(1, -1),
			]) {
				expect(kept).not.toContain(form);
			}
		}
	});

	it('keeps the ManEx key out of the error when nobody answers', async () => {
		rig.setCredential('down', 'manexErp', { baseUrl: 'http://127.0.0.1:1', apiKey: 'SANDBOXKEY' });
		const run = await rig.run(
			'manexErp',
			'get',
			{ ...customer('10'), options: { maxRetries: 0 } },
			{ credential: 'down' },
		);
		expect(run.error?.message).toMatch(/cannot be reached/);
		expect(JSON.stringify(run.raw.data.resultData)).not.toContain('SANDBOXKEY');
	});

	it('keeps a secret out of a message in which the vendor repeats it', async () => {
		const repeat = async (node: NodeName, key: string | number, secret: string): Promise<void> => {
			const vendor = vendorOf(node).name;
			await rig.item(node, 'get', customer(key));
			const { sessionToken } = rig.engine.credentials.get(`${node}Api`).data;
			const spoken = typeof sessionToken === 'string' && sessionToken !== '' ? sessionToken : secret;
			const basic = Buffer.from(`sandbox-weevio-id:${secret}`).toString('base64');
			rig.control.addFault({
				vendor,
				fault: {
					kind: 'status',
					status: 418,
					body: { message: `Bad header "${spoken}" (${secret}, ${basic})` },
				},
			});
			const run = await rig.run(node, 'get', customer(key));
			expect(run.error?.message).toMatch(/^Bad header "\*\*\*"/);
			const kept = JSON.stringify(run.raw.data.resultData);
			for (const word of [spoken, secret, basic]) expect(kept).not.toContain(word);
		};
		await repeat('weevioPims', 'M-1000', 'sandbox-weevio-secret');
		await repeat('guardantStation', 8, 'sandbox-guardant-token');
	});

	it('keeps the session token out of the error of the request that carried it', async () => {
		await rig.item('proDeliveryManager', 'get', customer(1408));
		const token = String(rig.engine.credentials.get('proDeliveryManagerApi').data.sessionToken);
		rig.control.addFault({
			vendor: 'pdm',
			fault: { kind: 'vendorError', code: 303, message: `Incorrect data type: ${token}` },
		});
		const run = await rig.run('proDeliveryManager', 'get', customer(1408));
		expect(run.error?.message).toBe('Incorrect data type: *** (code 303) [item 0]');
		expect(JSON.stringify(run.raw.data.resultData)).not.toContain(token);
	});

	it.each([
		['weevioPims', 'M-1000', 'apiSecret'],
		['proDeliveryManager', 1408, 'sessionToken'],
		['manexErp', '0000000010', 'apiKey'],
		['guardantStation', 8, 'accessToken'],
		['epass', '1000', 'sessionToken'],
	] as const)('S17: keeps half a secret out of words that are shortened: %s', async (node, key, property) => {
		await rig.item(node, 'get', customer(key));
		const secret = String(rig.engine.credentials.get(`${node}Api`).data[property]);
		// Wherever the words end, they end within the secret.
		for (const words of [494, 490, 485].map((length) => `${'x'.repeat(length)} ${secret} and more`)) {
			for (const body of [{ message: words }, `<p>${words}</p>`, words, { XWORDS: words }]) {
				rig.control.addFault({ vendor: vendorOf(node).name, fault: { kind: 'status', status: 400, body } });
				const { error, raw } = await rig.run(node, 'get', customer(key));
				expect(error?.message).toMatch(/x{400}/);
				expect(error?.message.length).toBeLessThan(600);
				expect(error?.message).not.toContain(secret.slice(0, 4));
				expect(JSON.stringify(raw.data.resultData)).not.toContain(secret);
			}
		}
	});

	it.each([
		['proDeliveryManager', 1408, 'proDeliveryManagerApi'],
		['guardantStation', 8, 'guardantLogin'],
		['epass', '1000', 'epassApi'],
	] as const)('S4: blanks a session that another execution has begun: %s', async (node, key, credential) => {
		const server = await TestServer.start();
		rig.setCredential('shared', node, {
			...rig.engine.credentials.get(credential).data,
			baseUrl: server.url,
		} as IDataObject);
		const token = 'live-session-of-both';
		const logins: Array<() => void> = [];
		let begun = 0;
		server.answer = (response, { path }) => {
			if (/login|GetSessionToken/.test(path)) {
				logins.push(() => {
					const session = { session_token: token, expires_utc_datetime: '2099-01-01 00:00:00' };
					response.end(JSON.stringify({ status: { code: 101 }, session, successful: true, token }));
				});
				return;
			}
			begun++;
			response.writeHead(418);
			response.end(JSON.stringify({ message: `Not with ${token}` }));
		};
		const run = async (): Promise<EngineRun> =>
			await rig.run(node, 'get', { ...customer(key), options: { maxRetries: 0 } }, { credential: 'shared' });
		const runs = [run(), run()];
		await until(() => logins.length > 0);
		await rig.meanwhile('weevio');
		for (const finish of logins) finish();
		for (const { error, raw } of await Promise.all(runs)) {
			expect(error?.message).toBe('Not with *** [item 0]');
			expect(JSON.stringify(raw.data.resultData)).not.toContain(token);
		}
		expect([begun, logins.length]).toEqual([2, 1]);
		await server.close();
	});

	it.each([
		['proDeliveryManager', 'proDeliveryManagerApi'],
		['guardantStation', 'guardantLogin'],
		['epass', 'epassApi'],
	] as const)(
		'S5: shows no session of a log-in whose answer has another form: %s',
		async (node, credential) => {
			const server = await TestServer.start();
			rig.setCredential('odd', node, {
				...rig.engine.credentials.get(credential).data,
				baseUrl: server.url,
			} as IDataObject);
			const token = 'live-session';
			const bodies = [
				{ session: { session_token: token }, accessToken: token },
				{ status: { code: 999 }, access_token: token },
				{ data: { token } },
				{ result: { success: false }, sessionToken: token },
				...[{ data: token }, { value: token }, [token]].map((body) => ({ ok: body })),
			];
			for (const [index, body] of bodies.entries()) {
				for (const status of index < 4 ? [200, 201, 400, 401, 403, 409] : [200, 201]) {
					server.answer = (response) => {
						response.writeHead(status, { 'content-type': 'application/json' });
						response.end(JSON.stringify(body));
					};
					const { error, raw } = await rig.run(node, 'get', customer('8'), { credential: 'odd' });
					expect(error?.message).toBeDefined();
					expect([status, JSON.stringify(raw.data.resultData)]).toEqual([
						status,
						expect.not.stringContaining(token),
					]);
				}
			}
			await server.close();
		},
	);

	it('refuses a header name or prefix that would split the header', async () => {
		for (const changes of [{ headerName: 'X-A\r\nX-Evil: 1' }, { headerPrefix: 'Bearer\r\nX-Evil: 1' }]) {
			rig.setCredential('split', 'guardantStation', changes);
			const run = await rig.run('guardantStation', 'get', customer(8), { credential: 'split' });
			expect(run.error?.message).toMatch(/line break.* \[item 0\]$/);
			expect(JSON.stringify(run.raw.data.resultData)).not.toContain('sandbox-guardant-token');
		}
		expect(rig.requests('guardant')).toEqual([]);
	});
});
