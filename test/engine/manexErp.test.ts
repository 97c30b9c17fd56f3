import '../../lab/engine/environment';
import { AUTOMATIC, Rig, commonCustomer, customer, CUSTOMER_KEYS } from './support';

/** The key at the end of the path is masked in the log. */
const call = (action: string): string => `/manex/API/Customer/${action}/***`;

const FIRST = commonCustomer({
	id: '0000000010',
	code: '0000000010',
	name: 'Customer',
	active: true,
	createdAt: '2014-11-19T13:28:00',
	updatedAt: '2014-11-19T13:27:49.25',
});

describe('ManEx ERP', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 60 });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	const nameOf = (number: string): string => String(rig.control.record('manex', number)?.CUSTNAME);

	describe('get', () => {
		it('gives the common shape, with the key in the path of one request', async () => {
			const item = await rig.item('manexErp', 'get', customer('0000000010'));
			expect(item).toEqual(FIRST);
			expect(Object.keys(item)).toEqual(CUSTOMER_KEYS);
			expect(rig.sent('manex')).toEqual([
				{ method: 'GET', path: call('Get'), query: { CustNumOrName: '0000000010' } },
			]);
			rig.control.settings({ keepSecrets: true });
			expect(rig.requests('manex')[0]?.path).toBe('/manex/API/Customer/Get/SANDBOXKEY');
		});

		it('posts the same parameters as JSON when the credential says so', async () => {
			rig.setCredential('json', 'manexErp', { requestFormat: 'json' });
			expect(await rig.item('manexErp', 'get', customer('0000000010'), { credential: 'json' })).toEqual(
				FIRST,
			);
			expect(rig.sent('manex')).toEqual([
				{ method: 'POST', path: call('Get'), query: {}, body: { CustNumOrName: '0000000010' } },
			]);
		});

		it.each(['10', '0000000010', ' 10 ', 10])('takes the number %j, padded or not', async (key) => {
			expect(await rig.item('manexErp', 'get', customer('={{ $json.key }}'), { input: [{ key }] })).toEqual(
				FIRST,
			);
			expect(rig.sent('manex')[0]?.query).toEqual({ CustNumOrName: '0000000010' });
		});

		it('finds a customer by its name, whatever characters it holds', async () => {
			const awkward =
				rig.control.records('manex').find(({ CUSTNAME }) => /[&'"%+]/.test(String(CUSTNAME))) ?? {};
			const name = String(awkward.CUSTNAME).trim();
			const item = await rig.item('manexErp', 'get', customer(name, 'name'));
			expect(item).toMatchObject({ id: awkward.CUSTNO, name });
			expect(rig.sent('manex')[0]?.query).toEqual({ CustNumOrName: name });
		});

		it.each([
			['a number and a name', ['id', 'name'], [0]],
			['a name and a number', ['name', 'id'], [1]],
		])('judges what comes by what was asked for: %s of the same text', async (_, modes, good) => {
			const run = await rig.run(
				'manexErp',
				'get',
				{ customer: '={{ $json.customer }}' },
				{
					input: modes.map((mode) => ({ customer: { __rl: true, mode, value: '0000000010' } })),
					onError: 'continueRegularOutput',
				},
			);
			expect(run.json().flatMap(({ id }, item) => (id === '0000000010' ? [item] : []))).toEqual(good);
			expect(run.json().filter(({ error }) => error !== undefined)).toHaveLength(1);
		});

		it('gives every field without padding and without $id under "raw"', async () => {
			const item = await rig.item('manexErp', 'get', { ...customer('11'), output: 'raw' });
			const padded = rig.control.record('manex', '0000000011') ?? {};
			expect(String(padded.CUSTNAME).endsWith(' ')).toBe(true);
			expect(item).toEqual(
				Object.fromEntries(
					Object.entries(padded).map(([key, value]) => [
						key,
						typeof value === 'string' ? value.trim() : value,
					]),
				),
			);
		});

		it('gives the named fields under "selected"', async () => {
			const item = await rig.item('manexErp', 'get', {
				...customer('11'),
				output: 'selected',
				outputFields: 'name,CREDLIMIT',
			});
			expect(item).toEqual({
				id: '0000000011',
				name: nameOf('0000000011').trim(),
				CREDLIMIT: expect.any(Number),
			});
		});

		it('reads the envelope of both documentation sites', async () => {
			rig.control.settings({ manexCodeForm: 'string' });
			expect(await rig.item('manexErp', 'get', customer('10'))).toEqual(FIRST);
			const run = await rig.run('manexErp', 'get', customer('99'));
			expect(run.error?.message).toBe('Customer does not exists: 0000000099 [item 0]');
		});

		it('tells by Code, not by HTTP status', async () => {
			rig.control.settings({ manexFailureHttpStatus: 403 });
			const run = await rig.run('manexErp', 'get', customer('99'));
			expect(run.error?.message).toBe('Customer does not exists: 0000000099 [item 0]');
			expect(run.error?.description).toBe('Check the ID, or choose the customer by its name');
		});

		it('answers several items in their order, linked to them', async () => {
			const run = await rig.run('manexErp', 'get', customer('={{ $json.no }}'), {
				input: [{ no: 13 }, { no: 11 }, { no: '0000000013' }],
			});
			expect(run.output().map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
				['0000000013', { item: 0 }],
				['0000000011', { item: 1 }],
				['0000000013', { item: 2 }],
			]);
			expect(rig.sent('manex')).toHaveLength(2);
		});
	});

	describe('create', () => {
		const values = {
			Custname: 'Näme & Söhne',
			// Expressions: the editor itself checks a literal against the list.
			Status: '={{ "active" }}',
			Territory: '={{ "east" }}',
			Terms: 'NET 30/2% 10',
			Credlimit: '2500.5',
			Acct_date: '2024-02-29',
			Acctaxable: true,
		};
		const sent = {
			Custname: 'Näme & Söhne',
			Status: 'Active',
			Territory: 'EAST',
			Terms: 'NET 30/2% 10',
			Credlimit: '2500.5',
			Acct_date: '02/29/2024',
			Acctaxable: 'true',
		};

		it('posts the fields as a query string, in the vendor’s spelling and date format', async () => {
			const item = await rig.item('manexErp', 'create', {
				...(await rig.mapped('manexErp', 'create', values)),
			});
			expect(item).toEqual(
				commonCustomer({
					id: '0000000070',
					code: '0000000070',
					name: 'Näme & Söhne',
					active: true,
					createdAt: '2024-02-29T00:00:00',
				}),
			);
			expect(rig.sent('manex')).toEqual([{ method: 'POST', path: call('Add'), query: sent }]);
		});

		it('posts them as JSON when the credential says so', async () => {
			rig.setCredential('json', 'manexErp', { requestFormat: 'json' });
			await rig.item(
				'manexErp',
				'create',
				{ ...(await rig.mapped('manexErp', 'create', values)) },
				{ credential: 'json' },
			);
			expect(rig.sent('manex')).toEqual([
				{
					method: 'POST',
					path: call('Add'),
					query: {},
					body: { ...sent, Credlimit: 2500.5, Acctaxable: true },
				},
			]);
		});

		it.each([
			'={{ new Date(Date.UTC(2024, 1, 29, 17)) }}',
			'={{ DateTime.local(2024, 2, 29) }}',
			'2/29/2024',
			'2024-02-29T10:00:00Z',
		])('sends the date %j as MM/DD/YYYY', async (date) => {
			await rig.item('manexErp', 'create', {
				...(await rig.mapped('manexErp', 'create', { Custname: 'N', Status: 'Quote', Acct_date: date })),
			});
			expect(rig.sent('manex')[0]?.query.Acct_date).toBe('02/29/2024');
		});

		it('maps the customer of another vendor by the common names, active unless it says otherwise', async () => {
			const [weevio] = await rig.items('weevioPims', 'get', customer('M-1000'));
			await rig.item('manexErp', 'create', AUTOMATIC, { input: [weevio ?? {}] });
			const inactive = rig.control.records('pdm').find((record) => record.active === false) ?? {};
			const [pdm] = await rig.items('proDeliveryManager', 'get', customer(inactive.customer_id));
			await rig.item('manexErp', 'create', AUTOMATIC, { input: [pdm ?? {}] });
			expect(rig.sent('manex').map(({ query }) => query)).toEqual([
				{ Custname: 'Acme Repair', Status: 'Active', Phone: '800-555-1212' },
				{ Custname: pdm?.name, Status: 'Inactive', Phone: pdm?.phone },
			]);
		});

		it('lets extra fields win, and takes values outside the documented lists there', async () => {
			await rig.item('manexErp', 'create', {
				...(await rig.mapped('manexErp', 'create', { Custname: 'N', Status: 'Active', Phone: '1' })),
				extraFields: '{"Phone": "2", "Custname": "Extra"}',
			});
			expect(rig.sent('manex')[0]?.query).toEqual({ Custname: 'Extra', Status: 'Active', Phone: '2' });
		});

		it('refuses extra fields that are no single values, before anything is sent', async () => {
			const run = await rig.run('manexErp', 'create', {
				...(await rig.mapped('manexErp', 'create', { Custname: 'N', Status: 'Active' })),
				extraFields: '{"Phone": {"home": "2"}}',
			});
			expect(run.error?.message).toBe('Extra Fields: Phone must be a single value [item 0]');
			expect(rig.sent('manex')).toEqual([]);
		});

		it('passes on the words with which ManEx refuses a record', async () => {
			const run = await rig.run('manexErp', 'create', {
				...(await rig.mapped('manexErp', 'create', {
					Custname: 'N',
					Status: 'Active',
					Custno: '0000000010',
				})),
			});
			expect(run.error?.message).toMatch(/^Customer add failed\.Object reference not set.* \[item 0\]$/);
		});
	});

	describe('update', () => {
		it('sends the number and the changes, and returns at least these', async () => {
			const before = rig.control.record('manex', '0000000011') ?? {};
			const item = await rig.item('manexErp', 'update', {
				...customer(11),
				...(await rig.mapped('manexErp', 'update', { Phone: '55', Inactdt: '2025-01-31' })),
			});
			expect(item).toMatchObject({ id: '0000000011', code: '0000000011', phone: '55' });
			expect(rig.sent('manex')).toEqual([
				{
					method: 'POST',
					path: call('Edit'),
					query: { Custno: '0000000011', Phone: '55', Inactdt: '01/31/2025' },
				},
			]);
			const after = rig.control.record('manex', '0000000011') ?? {};
			expect({ ...after, PHONE: '', INACTDT: '', modifiedDate: '' }).toEqual({
				...before,
				PHONE: '',
				INACTDT: '',
				modifiedDate: '',
			});
			expect(String(after.PHONE).trim()).toBe('55');
		});

		it('looks the number up when the customer is named, and keeps the rest of the record in the output', async () => {
			const name = nameOf('0000000011').trim();
			const item = await rig.item('manexErp', 'update', {
				...customer(name, 'name'),
				...(await rig.mapped('manexErp', 'update', { Phone: '55' })),
			});
			expect(item).toMatchObject({ id: '0000000011', name, phone: '55' });
			expect(rig.sent('manex').map(({ path, query }) => [path, query])).toEqual([
				[call('Get'), { CustNumOrName: name }],
				[call('Edit'), { Custno: '0000000011', Phone: '55' }],
			]);
		});

		it('changes each item’s own customer, linked to it', async () => {
			const run = await rig.run(
				'manexErp',
				'update',
				{
					...customer('={{ $json.no }}'),
					...(await rig.mapped('manexErp', 'update', { Phone: '={{ $json.phone }}' })),
				},
				{ input: [11, 12].map((no) => ({ no, phone: `555-${no}` })) },
			);
			expect(run.output().map(({ json, pairedItem }) => [json.id, json.phone, pairedItem])).toEqual([
				['0000000011', '555-11', { item: 0 }],
				['0000000012', '555-12', { item: 1 }],
			]);
		});
	});
});
