import type { Sandbox } from '../../lab/sandbox';
import documented from './documented/manex';
import { client, manex, withSandbox } from './helpers';
import type { Json } from './helpers';

/** The page collapsed the padding to one blank. */
function collapsed(value: Json): Json {
	return JSON.parse(JSON.stringify(value).replace(/ +"/g, '"')) as Json;
}

describe('sandbox: ManEx', () => {
	let sandbox: Sandbox;
	let call: ReturnType<typeof manex>;
	beforeAll(async () => {
		sandbox = await withSandbox();
		call = manex(sandbox);
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => sandbox.control.reset());

	it('answers the documented Get, by name and by number, padded', async () => {
		const { status, data } = await call('Get', { CustNumOrName: 'Customer' });
		expect(status).toBe(200);
		expect(collapsed(data)).toEqual(collapsed(documented.getAnswer));
		expect(Object.keys(data.ResponseObject as Json)).toEqual(
			Object.keys(documented.getAnswer.ResponseObject),
		);
		expect(data.ResponseObject.CUSTNAME).toMatch(/^Customer {2,}$/);
		expect((await call('get', { CUSTNUMORNAME: '0000000010' })).data).toEqual(data);
	});

	it('takes JSON bodies, single quotes included, and any letter case in the path', async () => {
		const { apiKey, baseUrl } = sandbox.credentials.manexErpApi;
		const url = `${baseUrl}/api/CUSTOMER/GET/${apiKey}`;
		const sent = [JSON.stringify({ CustNumOrName: 'Customer' }), "{\n'CustNumOrName':'Customer'\n}"];
		for (const body of sent) {
			const { data } = await client.post<Json>(url, body, {
				headers: { 'Content-Type': 'application/json' },
				// Sent as it is: axios would quote a text that is not JSON.
				transformRequest: [(text: string) => text],
			});
			expect(data.Message).toBe('Customer details:');
		}
	});

	it('adds as documented, unpadded', async () => {
		const { data } = await call('Add', documented.addRequest, 'POST');
		const shown = data.ResponseObject as Json;
		expect(Object.keys(shown)).toEqual(Object.keys(documented.addAnswer.ResponseObject));
		expect(data).toEqual({
			...documented.addAnswer,
			ResponseObject: {
				...documented.addAnswer.ResponseObject,
				CUSTNO: '0000000510',
				ACCT_DATE: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+\.\d+-05:00$/),
			},
		});
		expect(sandbox.control.created('manex')).toHaveLength(1);
	});

	it('refuses bad values with the documented text', async () => {
		const cases = [
			{ Custname: 'x' },
			{ Status: 'Active' },
			{ Custname: 'x', Status: 'ACTIVE' },
			{ Custname: 'x', Status: 'Active', Custno: '0000000010' },
			{ Custname: 'x', Status: 'Active', Territory: 'MOON' },
			{ Custname: 'x', Status: 'Active', Credlimit: -1 },
			{ Custname: 'x', Status: 'Active', Acct_date: '2020-01-01' },
			{ Custname: 'x', Status: 'Active', Acct_date: '02/31/2020' },
		];
		for (const each of cases) {
			const { status, data } = await call('Add', each, 'POST');
			expect(status).toBe(200);
			expect(data).toEqual(documented.addRefused);
		}
		expect(sandbox.control.created('manex')).toHaveLength(0);
	});

	it('edits as documented', async () => {
		const change = {
			CUSTNO: '0000000010',
			CUSTNAME: 'CustomerName',
			ACCT_DATE: '2020-02-0300:00:00',
			STATUS: 'QUOTE',
			territory: 'WEST',
		};
		expect((await call('Edit', change, 'POST')).data).toEqual(documented.editAnswer);
		const record = sandbox.control.record('manex', '0000000010') as Json;
		expect(collapsed(record)).toMatchObject({
			CUSTNAME: 'CustomerName',
			ACCT_DATE: '2020-02-03T00:00:00',
			STATUS: 'Quote',
			TERRITORY: 'WEST',
		});
		expect((await call('Get', { CustNumOrName: 'Customer' })).data).toEqual(documented.notFound);
		expect((await call('Edit', { Phone: '1' }, 'POST')).data).toEqual(documented.editRefused);
	});

	it('gives the documented errors', async () => {
		const get = { CustNumOrName: 'Customer' };
		expect((await call('Get', get, 'GET', 'WRONGKEY00')).data).toEqual(documented.keyRefused);
		expect((await call('Get', { CustNumOrName: 'nobody' })).data).toEqual(documented.notFound);
		const wrongName = await call('Get', { CustName: 'CustomerName' });
		expect(wrongName.status).toBe(404);
		expect(wrongName.data).toEqual({
			...documented.getRouteError,
			Message: `No HTTP resource was found that matches the request URI '${sandbox.credentials.manexErpApi.baseUrl}/API/Customer/Get/SANDBOXKEY?CustName=CustomerName'.`,
		});
		const wrongController = await client.get<Json>(`${sandbox.url}/manex/api/CustomerAdd/123456789`);
		expect(wrongController.data.MessageDetail).toBe(documented.addRouteError.MessageDetail);
	});

	it('has the form with strings only, and other HTTP statuses', async () => {
		sandbox.control.settings({ manexCodeForm: 'string', manexFailureHttpStatus: 403 });
		const { status, data } = await call('Get', { CustNumOrName: 'nobody' });
		expect(status).toBe(403);
		expect(data).toEqual({
			$id: '1',
			Code: '403',
			Message: 'Customer does not exists.',
			SessionId: 'null',
			IsValidUser: 'true',
			ResponseObject: 'null',
		});
	});
});
