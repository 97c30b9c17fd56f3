import '../../lab/engine/environment';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { vendorOf } from '../../lab/vendors';
import type { NodeName } from '../../lab/vendors';
import { PREFIX, Rig, until } from './support';

const NODES: readonly NodeName[] = [
	'weevioPims',
	'proDeliveryManager',
	'manexErp',
	'guardantStation',
	'epass',
];

/** A request that brings the customer of the node's tests, and a value that it brings. */
const LOOKUP: Readonly<Record<NodeName, readonly [IDataObject, IDataObject]>> = {
	weevioPims: [
		{ path: 'customers/single', queryParameters: { customerCode: 'M-1000' } },
		{ CUSTOMER_CODE: 'M-1000' },
	],
	proDeliveryManager: [
		{ method: 'POST', path: 'GetCustomer', body: { customer_id: 1408 } },
		{ customer_id: 1408 },
	],
	manexErp: [
		{ path: 'Customer/Get', queryParameters: { CustNumOrName: '0000000010' } },
		{ CUSTNO: '0000000010' },
	],
	guardantStation: [{ path: 'customers/8' }, { _id: 8 }],
	epass: [{ path: 'customer/customer', queryParameters: { CustomerCode: '1000' } }, { Code: '1000' }],
};

/** A filter of Weevio that no customer fails. */
const EVERYBODY = { field: 'CUSTOMER_CODE', value: '', contains: true };

describe('Custom API call', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 230 });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	const call = async (node: NodeName, parameters: IDataObject, more = {}) =>
		await rig.run(node, 'apiCall', { resource: 'apiCall', ...parameters }, more);
	const called = async (node: NodeName, parameters: IDataObject, more = {}): Promise<IDataObject[]> =>
		await rig.items(node, 'apiCall', { resource: 'apiCall', ...parameters }, more);

	it.each(NODES)('of %s gives each record of the answer as an item, under each resource', async (node) => {
		const [parameters, expected] = LOOKUP[node];
		expect(await called(node, parameters)).toMatchObject([expected]);
		expect(await called(node, { ...parameters, resource: 'customer' })).toMatchObject([expected]);
	});

	it.each(NODES)('of %s gives the whole answer as one item where it is not to unwrap', async (node) => {
		const [parameters, expected] = LOOKUP[node];
		const [answer, ...others] = await called(node, { ...parameters, unwrap: false });
		expect(others).toEqual([]);
		expect(answer).not.toMatchObject(expected);
		const [name, value] = Object.entries(expected)[0] ?? [''];
		expect(JSON.stringify(answer)).toContain(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
	});

	it('finds its way in ManEx with and without API/, in either letter case and in both formats', async () => {
		for (const path of ['Customer/Get', 'API/Customer/Get', '/api/Customer/Get/']) {
			const query = { path, queryParameters: { CustNumOrName: '0000000010' } };
			expect(await called('manexErp', query)).toMatchObject([{ CUSTNO: '0000000010' }]);
		}
		rig.setCredential('json', 'manexErp', { requestFormat: 'json' });
		const body = { method: 'POST', path: 'Customer/Get', body: { CustNumOrName: '0000000010' } };
		expect(await called('manexErp', body, { credential: 'json' })).toMatchObject([{ CUSTNO: '0000000010' }]);
		const paths = rig.sent('manex').map(({ path }) => path.replace(/[^/]*$/, ''));
		expect(new Set(paths)).toEqual(new Set([`${PREFIX.manex}/Get/`]));
	});

	it('takes what stands behind the question mark of the path; what is entered beside it wins', async () => {
		const path = 'customer/customer?CustomerCode=4711&x=a?b';
		const [item] = await called('epass', { path, queryParameters: { CustomerCode: '1000' } });
		expect(item).toMatchObject({ Code: '1000' });
		expect(rig.sent('epass').at(-1)?.query).toEqual({ CustomerCode: '1000', x: 'a?b' });
	});

	it('takes path, query and body from the input item', async () => {
		const [item] = await called(
			'guardantStation',
			{ method: '={{ $json.method }}', path: '=customers/{{ $json.id }}', body: '={{ $json.body }}' },
			{ input: [{ method: 'PUT', id: 8, body: { customerPhone: '555-1' } }] },
		);
		expect(item).toMatchObject({ _id: 8, phone: '555-1' });
		expect(rig.control.record('guardant', 8)).toMatchObject({ phone: '555-1' });
	});

	describe('never asks another host', () => {
		let thief: Server;
		let host: string;
		const stolen: string[] = [];

		beforeAll(async () => {
			thief = createServer((request, response) => {
				stolen.push(`${request.method ?? ''} ${request.url ?? ''}`);
				response.end('{}');
			});
			await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
			host = `127.0.0.1:${(thief.address() as AddressInfo).port}`;
		});
		afterAll(async () => {
			thief.closeAllConnections();
			await new Promise((resolve) => thief.close(resolve));
		});

		const refused = (): string[] => [
			`http://${host}/steal`,
			`HTTP://${host}/steal`,
			`http:${host}/steal`,
			`ftp:/${host}`,
			`//${host}/steal`,
			`///${host}/steal`,
			`/\\${host}/steal`,
			`\\\\${host}/steal`,
			`@${host}/steal`,
			`x@${host}/steal`,
			`customers/..//${host}`,
			'..',
			'../control/records',
			'customers/../../../control/records',
			'customers/./8',
			'%2e%2e/%2e%2e/control/records',
			'.%2E/control',
			'%252e%252e/control',
			'customers/..%2f..%2fcontrol',
			'customers/%5c..%5c..%5ccontrol',
			'customers//8',
			'customers/8#x',
			'customers/8\r\nHost: evil',
			'customers/%0d%0aHost:%20evil',
			'customers/\u0000',
			'customers/%zz',
			'customers/8?a=1&a=2',
			'customers/\ud83d',
			' ',
			'?x=1',
		];

		it.each(NODES)('of %s', async (node) => {
			for (const path of refused()) {
				const run = await call(node, { method: 'POST', path });
				expect([path, run.error?.message]).toEqual([
					path,
					expect.stringMatching(/^(Path: |".*" cannot be part of an address).*\[item 0\]$/s),
				]);
			}
			// By an expression as well, and as a part of a path whose other parts are fine.
			const run = await call(node, { path: '={{ $json.path }}' }, { input: [{ path: `//${host}/steal` }] });
			expect(run.error?.message).toMatch(/^Path: this is a whole address/);
			expect(stolen).toEqual([]);
			expect(rig.requests(vendorOf(node).name)).toEqual([]);
			expect(rig.control.requests({ vendor: 'other' })).toEqual([]);
		});

		it.each([
			['customers/a%2Fb', '/customers/a%2Fb'],
			['customers/%40home', '/customers/%40home'],
			[`customers/${'127.0.0.1'}:80`, '/customers/127.0.0.1%3A80'],
			['customers/..x', '/customers/..x'],
			['customers/ü ö', '/customers/%C3%BC%20%C3%B6'],
		])('but sends %s below the base URL', async (path, sent) => {
			await call('guardantStation', { path });
			expect(rig.sent('guardant').map((request) => request.path)).toEqual([`${PREFIX.guardant}${sent}`]);
		});

		it('not even when the vendor redirects there', async () => {
			for (const unwrap of [true, false]) {
				const fault = { kind: 'redirect', location: `http://${host}/steal` } as const;
				rig.control.addFault({ vendor: 'guardant', fault });
				const run = await call('guardantStation', { path: 'customers/8', unwrap });
				expect(run.error?.message).toMatch(/redirected the request to another address/);
			}
			expect(stolen).toEqual([]);
		});
	});

	describe('has the session of the node', () => {
		it.each([
			['proDeliveryManager', 'pdm', undefined],
			['epass', 'epass', undefined],
			['guardantStation', 'guardant', 'guardantLogin'],
		] as const)(
			'%s logs in once, and once more when the session has ended',
			async (node, vendor, credential) => {
				const [parameters, expected] = LOOKUP[node];
				for (const unwrap of [true, false]) {
					const run = await call(node, { ...parameters, unwrap }, { credential, input: [{}, {}, {}] });
					expect(run.error).toBeUndefined();
					rig.control.expireSessions(vendor);
				}
				expect(await called(node, parameters, { credential })).toMatchObject([expected]);
				// EPASS tries to refresh a session before it logs in anew.
				const logins = rig.logins(vendor).filter((path) => path !== 'tokenrefresh');
				expect(logins).toHaveLength(3);
			},
		);
	});

	describe('repeats', () => {
		it.each([true, false])('a GET after a passing fault (unwrap: %s)', async (unwrap) => {
			rig.control.addFault({ vendor: 'guardant', fault: { kind: 'status', status: 503 } });
			const run = await call('guardantStation', { path: 'customers/8', unwrap });
			expect(run.error).toBeUndefined();
			expect(rig.sent('guardant')).toHaveLength(2);
		});

		it.each(['POST', 'PUT', 'DELETE'])('no %s that may have arrived', async (method) => {
			for (const unwrap of [true, false]) {
				rig.control.addFault({ vendor: 'guardant', fault: { kind: 'resetAfter' } });
				const path = method === 'POST' ? 'customers' : unwrap ? 'customers/8' : 'customers/100';
				const body = { customerName: 'Ada' };
				const run = await call('guardantStation', { method, path, body, unwrap });
				expect(run.error?.message).toMatch(/the request may have been carried out all the same \[item 0\]$/);
				expect(run.error?.description).toContain("Look in the vendor's system");
			}
			expect(rig.sent('guardant')).toHaveLength(2);
		});

		it('no GET of ManEx that changes something', async () => {
			rig.control.addFault({ vendor: 'manex', fault: { kind: 'resetAfter' } });
			const query = { Custname: 'Turing Ltd', Status: 'Active' };
			const run = await call('manexErp', { path: 'Customer/Add', queryParameters: query });
			expect(run.error?.message).toMatch(/may have been carried out/);
			expect(rig.sent('manex')).toHaveLength(1);
		});

		it('nothing beyond the time limit and the number of tries in the options', async () => {
			rig.control.addFault({ vendor: 'guardant', fault: { kind: 'status', status: 503 }, count: 5 });
			await call('guardantStation', { path: 'customers/8', options: { maxRetries: 0 } });
			expect(rig.sent('guardant')).toHaveLength(1);
			rig.control.clearFaults();
			rig.control.addFault({ vendor: 'guardant', fault: { kind: 'delay', ms: 5_000 } });
			const options = { maxRetries: 0, timeout: 50 };
			const run = await call('guardantStation', { path: 'customers/8', options });
			expect(run.error?.message).toMatch(/did not answer in time/);
			// The sandbox writes a request down once its client is gone, which must not be in the next test.
			await until(() => rig.sent('guardant').length === 2);
		});

		it('no GET for items that ask for the same', async () => {
			const input = [{ id: 8 }, { id: 100 }, { id: 8 }];
			const items = await called('guardantStation', { path: '=customers/{{ $json.id }}' }, { input });
			expect(items.map(({ _id }) => _id)).toEqual([8, 100, 8]);
			expect(rig.sent('guardant')).toHaveLength(2);
		});
	});

	describe('reads lists page by page', () => {
		it.each([
			['guardantStation', { path: 'customers' }, '_id'],
			['weevioPims', { method: 'POST', path: 'customers/query', body: [EVERYBODY] }, 'CUSTOMER_CODE'],
			[
				'epass',
				{
					method: 'POST',
					path: 'customer/search',
					body: { query: { fieldName: 'ID', eval: 'GREATERTHAN', value: '0' } },
				},
				'Code',
			],
		] as const)('of %s, up to the limit or to the end', async (node, parameters, key) => {
			const vendor = vendorOf(node).name;
			const fifty = await called(node, parameters);
			expect(new Set(fifty.map((item) => item[key])).size).toBe(50);
			expect(rig.sent(vendor)).toHaveLength(1);
			// Of a limit that is typed in, the editor itself says that it was reached.
			const run = await call(node, { ...parameters, limit: '={{ 3 }}' });
			expect(run.json()).toHaveLength(3);
			expect(run.hints().map(({ message }) => message)).toContainEqual(expect.stringMatching(/limit of 3/));
			const all = await called(node, { ...parameters, returnAll: true });
			expect(new Set(all.map((item) => item[key])).size).toBe(rig.control.records(vendor).length);
		});

		it('but leaves a paging of their own to people', async () => {
			const queryParameters = { limit: 5, offset: 10 };
			const items = await called('guardantStation', { path: 'customers', queryParameters, returnAll: true });
			expect(items).toHaveLength(5);
			expect(rig.sent('guardant').map(({ query }) => query)).toEqual([{ limit: '5', offset: '10' }]);
			const body = {
				method: 'POST',
				path: 'customers/query',
				body: [EVERYBODY],
				queryParameters: { maxReturn: 7 },
			};
			expect(await called('weevioPims', body)).toHaveLength(7);
			for (const name of ['paging', 'Paging']) {
				const page = { pageSize: 5, pageStartId: 0 };
				const query = { fieldName: 'ID', eval: 'GREATERTHAN', value: '0' };
				const search = {
					method: 'POST',
					path: 'customer/search',
					body: { query, [name]: page },
					returnAll: true,
				};
				rig.control.clearRequests();
				await called('epass', search);
				expect(rig.sent('epass').map((each) => each.body)).toEqual([search.body]);
			}
		});
	});

	describe('says no in the words of the vendor', () => {
		it.each([
			[
				'weevioPims',
				{ path: 'customers/single', queryParameters: { customerCode: 'M-9999' } },
				/^Record not found/,
			],
			[
				'proDeliveryManager',
				{ method: 'POST', path: 'GetCustomer', body: { customer_id: 99 } },
				/^No matching/,
			],
			[
				'manexErp',
				{ path: 'Customer/Get', queryParameters: { CustNumOrName: '99' } },
				/^Customer does not exist/,
			],
			['guardantStation', { path: 'customers/99999' }, /^Customer not found/],
		] as const)('%s', async (node, parameters, words) => {
			const run = await call(node, parameters);
			expect(run.error?.message).toMatch(words);
		});

		it('as an item where it is not to unwrap and the status is good, as an error from 400 on', async () => {
			const pdm = { method: 'POST', path: 'GetCustomer', body: { customer_id: 99 }, unwrap: false };
			expect(await called('proDeliveryManager', pdm)).toMatchObject([{ status: { code: 401 } }]);
			const manex = { path: 'Customer/Get', queryParameters: { CustNumOrName: '99' }, unwrap: false };
			expect(await called('manexErp', manex)).toMatchObject([
				{ Message: expect.stringMatching(/does not exist/) },
			]);
			const run = await call('guardantStation', { path: 'customers/99999', unwrap: false });
			expect(run.error?.message).toMatch(/^Customer not found.* \[item 0\]$/);
		});

		it('for its item alone where the workflow goes on', async () => {
			const run = await call(
				'guardantStation',
				{ path: '={{ $json.path }}' },
				{
					input: [{ path: 'customers/8' }, { path: '../x' }, { path: 'nowhere' }],
					onError: 'continueRegularOutput',
				},
			);
			expect(run.json()).toMatchObject([
				{ _id: 8 },
				{ error: expect.stringMatching(/^Path: it may not lead up/) },
				{ error: expect.stringMatching(/\[item 2\]$/) },
			]);
		});
	});

	describe('unwraps an answer that no resource knows', () => {
		it.each([
			['a list under any name', { serials: [{ a: 1 }, { a: 2 }] }, [{ a: 1 }, { a: 2 }]],
			['an empty list', { serials: [] }, []],
			['one object under any name', { serial: { a: 1 } }, [{ a: 1 }]],
			['a list beside empty ones', { tags: [], serials: [{ a: 1 }] }, [{ a: 1 }]],
			['a list beside what counts it', { total: 9, page: 1, serials: [{ a: 1 }] }, [{ a: 1 }]],
			['a list under the name of an answer', { results: [{ a: 1 }, { a: 2 }] }, [{ a: 1 }, { a: 2 }]],
			['an empty list beside what counts it', { total: 0, serials: [] }, []],
			['a record with an empty list', { a: 1, tags: [] }, [{ a: 1, tags: [] }]],
			[
				'a record with a list and a total',
				{ a: 1, total: 2, of: [{ b: 1 }] },
				[{ a: 1, total: 2, of: [{ b: 1 }] }],
			],
			['two lists', { one: [{ a: 1 }], two: [{ b: 1 }] }, [{ one: [{ a: 1 }], two: [{ b: 1 }] }]],
			['one object beside an empty list', { serial: { a: 1 }, notes: [] }, [{ a: 1 }]],
			['no errors, and nothing else', { errors: [] }, [{ errors: [] }]],
			['a bare list', [{ a: 1 }, 2], [{ a: 1 }, { data: 2 }]],
			['a bare record', { a: 1, b: 2 }, [{ a: 1, b: 2 }]],
			['a text', 'done', [{ data: 'done' }]],
		])('%s', async (_, body, items) => {
			rig.control.addFault({ vendor: 'guardant', fault: { kind: 'status', status: 200, body } });
			expect(await called('guardantStation', { path: 'serials/1' })).toEqual(items);
			rig.control.addFault({ vendor: 'guardant', fault: { kind: 'status', status: 200, body } });
			const whole = Array.isArray(body) || typeof body === 'string' ? { data: body } : body;
			expect(await called('guardantStation', { path: 'serials/1', unwrap: false })).toEqual([whole]);
		});

		it.each(['orders/create', 'orders/lineitems/update'])(
			'whatever key it names: that of %s is no customer’s',
			async (path) => {
				const body = { status: 'success', data: '100245' };
				rig.control.addFault({ vendor: 'weevio', fault: { kind: 'status', status: 200, body } });
				const items = await called('weevioPims', { method: 'PUT', path, body: { a: 1 } });
				expect(JSON.stringify(items)).toContain('100245');
				expect(JSON.stringify(items)).not.toContain('CUSTOMER_CODE');
			},
		);

		it('and takes an empty one for done, but not for a record', async () => {
			rig.control.addFault({ vendor: 'guardant', fault: { kind: 'empty' } });
			expect(await called('guardantStation', { method: 'DELETE', path: 'customers/8' })).toEqual([{}]);
			rig.control.addFault({ vendor: 'guardant', fault: { kind: 'empty' }, count: 9 });
			const run = await call('guardantStation', { path: 'customers/100', options: { maxRetries: 0 } });
			expect(run.error?.message).toMatch(/empty answer/);
		});

		it('and cuts off what is nested too deep to be shown, of a write that was done as well', async () => {
			for (const unwrap of [true, false]) {
				rig.control.addFault({ vendor: 'guardant', fault: { kind: 'deepJson', levels: 8000 } });
				const [item] = await called('guardantStation', {
					method: 'POST',
					path: 'customers/8',
					body: { a: 1 },
					unwrap,
				});
				expect(JSON.stringify(item)).toContain('(not shown: nested too deep)');
			}
		});

		it('nor JSON that was cut off', async () => {
			const fault = { kind: 'status', status: 200, body: '{"customers":[{"_id":8' } as const;
			rig.control.addFault({ vendor: 'guardant', fault, count: 9 });
			const run = await call('guardantStation', { path: 'customers/8', options: { maxRetries: 0 } });
			expect(run.error?.message).toMatch(/cannot be read/);
		});
	});

	describe('hides', () => {
		it.each([true, false])("the credential's secrets that an answer repeats (unwrap: %s)", async (unwrap) => {
			const { apiKey } = rig.sandbox.credentials.manexErpApi;
			const body = {
				Code: 200,
				Message: `key ${apiKey}`,
				ResponseObject: { a: [`x${apiKey}`], [apiKey]: 1 },
			};
			rig.control.addFault({ vendor: 'manex', fault: { kind: 'status', status: 200, body } });
			const items = await called('manexErp', { path: 'Customer/Get', unwrap });
			expect(JSON.stringify(items)).not.toContain(apiKey);
			expect(JSON.stringify(items)).toContain('x***');
		});

		it.each([
			['weevioPims', 'weevio', 'apiSecret', '8812345'],
			['manexErp', 'manex', 'apiKey', '55512344'],
		] as const)('a number that is a secret of %s', async (node, vendor, property, secret) => {
			rig.setCredential('number', node, { [property]: secret });
			for (const unwrap of [true, false]) {
				const body = { a: Number(secret), list: [{ b: Number(secret), c: 7 }] };
				rig.control.addFault({ vendor, fault: { kind: 'status', status: 200, body } });
				const path = node === 'manexErp' ? 'Customer/Get' : 'customers/single';
				const items = await called(node, { path, unwrap }, { credential: 'number' });
				expect(JSON.stringify(items)).not.toContain(secret);
				expect(JSON.stringify(items)).toContain('"***"');
				expect(JSON.stringify(items)).toContain('"c":7');
			}
		});

		it.each([true, false])('the sensitive fields of EPASS unless asked for (unwrap: %s)', async (unwrap) => {
			const [parameters] = LOOKUP.epass;
			const shown = await called('epass', {
				...parameters,
				unwrap,
				options: { includeSensitiveFields: true },
			});
			expect(JSON.stringify(shown)).toMatch(/"SSN"/);
			const hidden = await called('epass', { ...parameters, unwrap });
			expect(JSON.stringify(hidden)).not.toMatch(/SSN|WebPassword/i);
		});

		it.each([true, false])('them in a text, or in a pair of name and value (unwrap: %s)', async (unwrap) => {
			const [parameters] = LOOKUP.epass;
			const answered = async (body: IDataObject | string, options: IDataObject = {}) => {
				rig.control.addFault({ vendor: 'epass', fault: { kind: 'status', status: 200, body } });
				return JSON.stringify(await called('epass', { ...parameters, unwrap, options }));
			};
			await called('epass', parameters);
			const values = [
				{ fieldName: 'SSN', fieldValue: '123-45-6789' },
				{ fieldName: 'City', fieldValue: 'Bergen' },
			];
			for (const body of [{ Result: { Success: true }, Values: values }, 'Code,SSN\n1000,123-45-6789']) {
				expect(await answered(body)).not.toContain('123-45-6789');
				expect(await answered(body, { includeSensitiveFields: true })).toContain('123-45-6789');
			}
			expect(await answered({ Result: { Success: true }, Values: values })).toContain('Bergen');
		});

		it('them from questions too', async () => {
			const ask = async (body: IDataObject, options: IDataObject = {}) =>
				await call('epass', { method: 'POST', path: 'customer/search', body, options });
			const hun = { fieldName: 'webpassword', eval: 'LIKE', value: 'hun' };
			const byCity = { fieldName: 'City', eval: 'LIKE', value: 'a' };
			for (const body of [{ query: hun }, { query: byCity, subquery: [{ logic: 'AND', query: hun }] }]) {
				const run = await ask(body);
				expect(run.error?.message).toBe(
					'Custom API Call: "webpassword" is a sensitive field, which cannot be searched by or asked for [item 0]',
				);
			}
			expect(rig.sent('epass')).toEqual([]);
			expect((await ask({ query: hun }, { includeSensitiveFields: true })).error).toBeUndefined();
		});
	});

	it.each([
		[{ query: { fieldName: 'Customer.SSN', eval: 'LIKE', value: '1' } }],
		[{ query: { fieldName: 'SSN\u200b', eval: 'LIKE', value: '1' } }],
		[{ query: { fieldName: '[SSN]', eval: 'LIKE', value: '1' } }],
		[{ tables: { SSN: [] } }],
		[{ tables: { customer: ['EmpSalary'] } }],
	])('refuses %j, which names a sensitive field', async (body) => {
		const run = await call('epass', { method: 'POST', path: 'customer/search', body });
		expect(run.error?.message).toMatch(/^Custom API Call: ".*" is a sensitive field.* \[item 0\]$/);
		expect(rig.requests('epass')).toEqual([]);
	});

	it.each([
		[{ method: 'DELETE', path: '=customers/{{ $json.nope }}' }, /^Path: its last part is empty/],
		[{ method: 'DELETE', path: '=customers/{{ $json.blank }}/8' }, /^Path: a part of it is empty/],
		[{ path: '=customers/{{ $json.nope }}?x=1' }, /^Path: its last part is empty/],
		[{ path: '=customers?text={{ $json.nope }}' }, /^Path: "text" has no value/],
		[{ path: 'x', queryParameters: '={{ $json.nope }}' }, /^Query Parameters has no value/],
		[{ path: 'x', queryParameters: '={{ {text: $json.nope} }}' }, /^Query Parameters: text has no value/],
		[{ path: 'x', queryParameters: '={{ {n: 0/0} }}' }, /^Query Parameters: n must not be "NaN"/],
		[{ path: 'x', queryParameters: '{"n": 9007199254740993}' }, /^Query Parameters: n: .* too large/],
		[{ method: 'PUT', path: 'x', body: '={{ $json.nope }}' }, /^Body has no value/],
		[{ method: 'PUT', path: 'x', body: '={{ {a: {b: 0/0} } }}' }, /^Body\.a\.b must not be "NaN"/],
		[{ method: 'PUT', path: 'x', body: '={{ {a: 1/0} }}' }, /^Body\.a: |^Body\.a must not be "Infinity"/],
		[{ method: 'PUT', path: 'x', body: '={{ {a: $json.nope} }}' }, /^Body\.a has no value/],
		[{ method: 'PUT', path: 'x', body: '{"a": [9007199254740993]}' }, /^Body\.a\[0\]: .* too large/],
		[{ method: 'PUT', path: 'x', body: '={{ [{a: 2 ** 60}] }}' }, /^Body\[0\]\.a: .* too large/],
	])('refuses %j, which an expression or a large number spoiled', async (parameters, words) => {
		const run = await call('guardantStation', parameters, { input: [{ blank: ' ' }] });
		expect(run.error?.message).toMatch(words);
		expect(run.error?.message).toMatch(/\[item 0\]$/);
		expect(rig.requests('guardant')).toEqual([]);
	});

	it.each([
		[{ method: 'PATCH', path: 'x' }, /^Method: "PATCH" is not one of/],
		[{ path: 'x', queryParameters: '[1]' }, /^Query Parameters must be a JSON object/],
		[{ path: 'x', queryParameters: '{"a":{"b":1}}' }, /^Query Parameters: a must be a single value/],
		[{ path: 'x', queryParameters: '{' }, /^Query Parameters: this is not valid JSON/],
		[{ method: 'POST', path: 'x', body: '"text"' }, /^Body must be a JSON object or a list/],
		[{ method: 'POST', path: 'x', body: '[1]' }, /^Body must be a JSON object or a list/],
		[{ method: 'POST', path: 'x', body: '{a' }, /^Body: this is not valid JSON/],
	])('refuses %j before anything is sent', async (parameters, words) => {
		const run = await call('proDeliveryManager', parameters);
		expect(run.error?.message).toMatch(words);
		expect(rig.requests('pdm')).toEqual([]);
	});

	it.each([
		{ resource: '__CUSTOM_API_CALL__', operation: '__CUSTOM_API_CALL__' },
		{ resource: 'customer', operation: '__CUSTOM_API_CALL__' },
		{ resource: 'apiCall', operation: 'get' },
		{ resource: 'customer', operation: 'nonsense' },
	])('I4: a workflow that holds %j is told to choose again', async (chosen) => {
		const run = await rig.run('epass', 'get', chosen);
		expect(run.error?.message).toMatch(
			/^(Resource|Operation): EPASS has no (resource|operation) ".*" \[item 0\]$/,
		);
	});
});
