import type { IDataObject } from 'n8n-workflow';
import type { VendorName } from '../../lab/sandbox';
import { mapped } from '../../lab/n8n/workflows';
import { vendorOf } from '../../lab/vendors';
import type { NodeName } from '../../lab/vendors';
import { AUTOMATIC, commonCustomer, customer, KNOWN, Rig } from './support';

const byHand = (value: IDataObject): IDataObject => ({
	fields: mapped(value),
});
const extra = (fields: string): IDataObject => ({ extraFields: fields });
const ADDRESS = {
	'address.line_1': '1 High St',
	'address.city': 'Leeds',
	'address.postal_code': 'LS1 1AA',
};
const PERSON = { first_name: 'Ada', last_name: 'Lovelace', ...ADDRESS };

/** How each vendor writes, as its address tells. */
const UPDATE_PATH: Record<string, string> = {
	weevio: '/customers/update',
	pdm: '/ModifyCustomer',
	manex: '/Customer/Edit',
	guardant: '/customers/8',
};
const CREATE: Record<string, { method?: string; pathIncludes: string }> = {
	weevio: { pathIncludes: '/customers/create' },
	pdm: { pathIncludes: '/CreateCustomer' },
	manex: { pathIncludes: '/Customer/Add' },
	guardant: { method: 'POST', pathIncludes: '/customers' },
	epass: { method: 'POST', pathIncludes: '/customer/customer' },
};

describe('writing', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 60 });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	/** A change in the vendor's own program. */
	const changed = (node: NodeName, key: string, fields: IDataObject): void => {
		rig.control.amend(vendorOf(node).name, 'customer', key, fields);
	};
	const stored = (node: NodeName, key: string): IDataObject =>
		(rig.control.record(vendorOf(node).name, key) ?? {}) as IDataObject;
	const updates = (vendor: VendorName): number =>
		rig
			.sent(vendor)
			.filter(({ method, path }) => method !== 'GET' && path.includes(UPDATE_PATH[vendor] ?? '?')).length;
	const creates = (vendor: VendorName): number =>
		rig
			.sent(vendor)
			.filter(
				({ method, path }) =>
					path.includes(CREATE[vendor]?.pathIncludes ?? '?') && method === (CREATE[vendor]?.method ?? method),
			).length;

	describe('decides exactly what differs', () => {
		it.each<[NodeName, string, IDataObject, IDataObject, (record: IDataObject) => unknown]>([
			[
				'weevioPims',
				'M-1000',
				{ CNOTE: 'VIP' },
				{ ...byHand({ CUSTOMER_CODE: 'M-1000' }), ...extra('{"CNOTE":"vip"}') },
				({ CNOTE }) => CNOTE === 'vip',
			],
			[
				'proDeliveryManager',
				'1408',
				{ address: { line_1: '1 High St', line_3: 'flat B', city: 'Leeds', postal_code: 'LS1' } },
				{ ...byHand({ external_customer_ref: 'EXTREF164736' }), ...extra('{"address":{"line_3":"FLAT B"}}') },
				({ address }) => (address as IDataObject).line_3 === 'FLAT B',
			],
			[
				'manexErp',
				'0000000010',
				{ PHONE: '12 ext a' },
				byHand({ Custno: '0000000010', Phone: '12 EXT A' }),
				({ PHONE }) => String(PHONE).trim() === '12 EXT A',
			],
			[
				'guardantStation',
				'8',
				{ crmid: 'C-8', description: 'vip' },
				byHand({ crmId: 'C-8', customerDescription: 'VIP' }),
				({ description }) => description === 'VIP',
			],
		])(
			'D1: an upsert of %s that differs in letter case alone is written, once',
			async (node, key, before, fields, holds) => {
				changed(node, key, before);
				// As in version 1, in which these are matched on the vendor's own keys.
				const call = { typeVersion: 1 };
				expect(await rig.item(node, 'upsert', fields, call)).toMatchObject({ result: 'updated' });
				expect(holds(stored(node, key))).toBe(true);
				expect(await rig.item(node, 'upsert', fields, call)).toMatchObject({ result: 'unchanged' });
				expect(updates(vendorOf(node).name)).toBe(1);
			},
		);

		it.each<[NodeName, string, IDataObject, IDataObject, string, string]>([
			['weevioPims', 'M-1000', { BNAME: 'acme' }, { BNAME: 'ACME' }, 'BNAME', 'ACME'],
			['manexErp', '0000000010', { FAX: 'a' }, { Fax: 'A' }, 'FAX', 'A'],
			['proDeliveryManager', '1408', { title: 'mr' }, { title: 'MR' }, 'title', 'MR'],
			['guardantStation', '8', { name: 'ann' }, { customerName: 'Ann' }, 'name', 'Ann'],
		])(
			'D2: an update of %s that did not arrive is sent again, though letter case alone differs',
			async (node, key, before, fields, name, value) => {
				const vendor = vendorOf(node).name;
				changed(node, key, before);
				rig.control.addFault({
					vendor,
					fault: { kind: 'resetBefore' },
					match: { pathIncludes: UPDATE_PATH[vendor], ...(vendor === 'guardant' ? { method: 'PUT' } : {}) },
				});
				await rig.item(node, 'update', { ...customer(key), ...byHand(fields) });
				expect(updates(vendor)).toBe(2);
				expect(String(stored(node, key)[name]).trim()).toBe(value);
			},
		);

		it.each<[NodeName, string, IDataObject]>([
			['manexErp', '0000000010', { Acct_date: '2014-11-20', Acctaxable: true, Credlimit: 250 }],
			['manexErp', '0000000010', { Status: 'INACTIVE', Inactdt: '01/31/2026' }],
			['proDeliveryManager', '1408', { dob: '11/20/1974', active: false }],
			['guardantStation', '8', { archived: true, customerStatus: 1 }],
		])(
			'D3: an update of %s whose answer was lost is seen as arrived, whatever form its values have',
			async (node, key, fields) => {
				const vendor = vendorOf(node).name;
				rig.control.addFault({
					vendor,
					fault: { kind: 'resetAfter' },
					match: { pathIncludes: UPDATE_PATH[vendor], ...(vendor === 'guardant' ? { method: 'PUT' } : {}) },
				});
				await rig.item(node, 'update', { ...customer(key), ...byHand(fields) });
				expect(updates(vendor)).toBe(1);
			},
		);
	});

	describe('takes no record for its own that may be another’s', () => {
		it.each<[NodeName, IDataObject]>([
			['guardantStation', { ...byHand({ crmId: 'C-NEW', customerName: 'Ada' }), ...extra('{"vip": 1}') }],
			['guardantStation', { ...byHand({ refId: 'R-NEW', customerName: 'Ada' }), ...extra('{"vip": "x"}') }],
			[
				'proDeliveryManager',
				{ ...byHand({ external_customer_ref: 'NEW', ...PERSON }), ...extra('{"vip": 1}') },
			],
		])(
			'D4: a new record of %s that came out otherwise than written may have been saved, and is not created twice',
			async (node, fields) => {
				const vendor = vendorOf(node).name;
				rig.control.addFault({ vendor, fault: { kind: 'resetAfter' }, match: CREATE[vendor] });
				const run = await rig.run(node, 'create', fields);
				expect(run.error?.message).toMatch(/may have been saved all the same/);
				expect(rig.control.created(vendor)).toHaveLength(1);
				expect(creates(vendor)).toBe(1);
			},
		);

		it.each<[NodeName, IDataObject]>([
			['weevioPims', { CUSTOMER_CODE: 'M-1000', BNAME: 'Somebody else' }],
			['proDeliveryManager', { external_customer_ref: 'EXTREF164736', ...PERSON }],
			['manexErp', { Custno: '0000000010', Custname: 'Somebody else', Status: 'Active' }],
			['guardantStation', { crmId: 'C-8', customerName: 'Somebody else' }],
			['epass', { code: '1000', firstName: 'Somebody', lastName: 'Else' }],
		])(
			'S11: a reference that another record of %s has is not taken for a record that arrived',
			async (node, fields) => {
				const vendor = vendorOf(node).name;
				if (vendor === 'guardant') rig.control.amend(vendor, 'customer', '8', { crmid: 'C-8' });
				rig.control.addFault({ vendor, fault: { kind: 'resetBefore' }, match: CREATE[vendor] });
				const run = await rig.run(node, 'create', byHand(fields));
				expect(run.error?.message).toMatch(/may have been saved all the same/);
				expect(creates(vendor)).toBe(1);
				expect(rig.control.created(vendor)).toHaveLength(0);
			},
		);

		it.each<[NodeName, IDataObject]>([
			['weevioPims', { CUSTOMER_CODE: 'NEW-1', BNAME: 'Acme' }],
			['proDeliveryManager', { external_customer_ref: 'NEW-1', ...PERSON, dob: '11/20/1974', active: true }],
			[
				'manexErp',
				{ Custno: '0000009999', Custname: 'Acme', Status: 'QUOTE', Acct_date: '2014-11-20', Credlimit: '10' },
			],
			['guardantStation', { crmId: 'NEW-1', customerName: 'Ada', archived: false, customerStatus: '1' }],
			[
				'epass',
				{ externalID: 'NEW-1', firstName: 'Ada', lastName: 'L', contacts: [{ name: 'x' }], doNotText: true },
			],
		])(
			'S11: a new record of %s whose answer was lost is found again when all that was written is there',
			async (node, fields) => {
				const vendor = vendorOf(node).name;
				rig.control.addFault({ vendor, fault: { kind: 'resetAfter' }, match: CREATE[vendor] });
				expect((await rig.item(node, 'create', byHand(fields))).id).toBeTruthy();
				expect(rig.control.created(vendor)).toHaveLength(1);
				expect(creates(vendor)).toBe(1);
			},
		);
	});

	describe('finds one record where there is one', () => {
		it('D5: a record that a list brings twice is one record', async () => {
			const twice = { ...stored('guardantStation', '8'), crmid: 'TWICE' };
			rig.control.amend('guardant', 'customer', '8', { crmid: 'TWICE' });
			rig.control.addFault({
				vendor: 'guardant',
				fault: { kind: 'status', status: 200, body: { customers: [twice, twice] } },
				match: { method: 'GET', pathIncludes: '/customers' },
			});
			const item = await rig.item(
				'guardantStation',
				'upsert',
				byHand({ crmId: 'twice', customerPhone: '1' }),
			);
			expect(item).toMatchObject({ id: 8, result: 'updated', phone: '1' });
		});

		it.each<[NodeName, string, IDataObject]>([
			['guardantStation', 'crmId', { customerLastName: 'x' }],
			['weevioPims', 'BNAME', { BCITY: 'x' }],
			['manexErp', 'Custname', { Status: 'Active' }],
			['proDeliveryManager', 'external_customer_ref', PERSON],
		])('D6: two forms of one accented letter make one new record of %s', async (node, matchOn, fields) => {
			const items = await rig.items(
				node,
				'upsert',
				{ matchOn, ...byHand({ [matchOn]: '={{ $json.key }}', ...fields }) },
				{ input: [{ key: 'Zo\u00eb' }, { key: 'Zoe\u0308' }, { key: 'ZO\u00cb' }] },
			);
			expect(items.map(({ result }) => result)).toEqual(['created', 'updated', 'updated']);
			expect(rig.control.created(vendorOf(node).name)).toHaveLength(1);
		});

		it('D6: a record that is stored in the other form is found by it', async () => {
			rig.control.amend('weevio', 'customer', 'M-1000', { BNAME: 'Zoe\u0308' });
			const item = await rig.item('weevioPims', 'upsert', {
				matchOn: 'BNAME',
				...byHand({ BNAME: 'Zo\u00eb', BCITY: 'Leeds' }),
			});
			expect(item).toMatchObject({ id: 'M-1000', result: 'updated' });
		});
	});

	describe('says what it leaves out', () => {
		const said = async (node: NodeName, parameters: IDataObject): Promise<string> => {
			const run = await rig.run(node, 'upsert', parameters);
			expect(run.error).toBeUndefined();
			return run
				.hints()
				.map(({ message }) => message)
				.join('\n');
		};
		const weevio = (code: string): IDataObject => ({
			matchOn: 'BNAME',
			...byHand({ BNAME: '={{ "Kept as it is" }}', BCITY: 'Leeds', CUSTOMER_CODE: code }),
		});
		beforeEach(() => {
			rig.control.amend('weevio', 'customer', 'M-1000', { BNAME: 'Kept as it is' });
		});

		it.each<[string, boolean]>([
			['as it is written', false],
			['in a dry run', true],
		])('a key of a record that exists and has another one, %s', async (_, dryRun) => {
			const options = { dryRun };
			expect(await said('weevioPims', { ...weevio('M-9'), options })).toContain(
				'Only new records take Customer Code (CUSTOMER_CODE): records that exist kept what they had.',
			);
			expect(stored('weevioPims', 'M-1000').BCITY === 'Leeds').toBe(!dryRun);
		});

		it('but not the key that it has, an empty one, or one of an item that is mapped automatically', async () => {
			for (const code of ['M-1000', '']) {
				expect(await said('weevioPims', weevio(code))).not.toContain('Customer Code');
			}
			const run = await rig.run(
				'weevioPims',
				'upsert',
				{ matchOn: 'BNAME', ...AUTOMATIC },
				{ input: [commonCustomer({ name: 'Kept as it is', code: 'OTHER-1' })] },
			);
			expect(run.json()).toMatchObject([{ id: 'M-1000' }]);
			expect(JSON.stringify(run.hints())).not.toContain('Customer Code');
		});

		it('and of a new one what only a later write takes', async () => {
			const fields = { Custname: 'Quite new', Status: 'Active', Resl_no: '0000000012' };
			expect(await said('manexErp', { matchOn: 'Custname', ...byHand(fields) })).toContain(
				'Only records that exist take Reseller Number (Resl_no): new ones were made without.',
			);
			expect(await said('manexErp', { matchOn: 'Custname', ...byHand(fields) })).not.toContain('Reseller');
		});
	});

	describe('writes to one record in the order of the items', () => {
		const either = { customer: { __rl: true, mode: '={{ $json.by }}', value: '={{ $json.key }}' } };

		it.each<[NodeName, string, IDataObject, IDataObject, IDataObject]>([
			[
				'guardantStation',
				'8',
				{ customerEmail: 'a@b.c' },
				{ customerPhone: '77' },
				{ email: 'a@b.c', phone: '77' },
			],
			[
				'proDeliveryManager',
				'1408',
				{ email_address: 'a@b.c' },
				{ title: 'Dr' },
				{ email_address: 'a@b.c', title: 'Dr' },
			],
			['weevioPims', 'M-1000', { BEMAIL: 'a@b.c' }, { BPHONE: '77' }, { BEMAIL: 'a@b.c', BPHONE: '77' }],
		])('E1: two updates of one record of %s are both kept', async (node, key, first, second, both) => {
			const names = [...Object.keys(first), ...Object.keys(second)];
			await rig.items(
				node,
				'update',
				{
					...customer(key),
					...byHand(Object.fromEntries(names.map((name) => [name, `={{ $json[${JSON.stringify(name)}] }}`]))),
				},
				{ input: [first, second] },
			);
			expect(stored(node, key)).toMatchObject(both);
		});

		it.each([
			['the reference first', ['externalRef', 'id']],
			['the ID first', ['id', 'externalRef']],
		])('E1: so are those that name the record in two ways, %s', async (_, ways) => {
			rig.control.addFault({
				vendor: 'pdm',
				fault: { kind: 'delayBefore', ms: 100 },
				match: { pathIncludes: '/GetCustomer' },
			});
			const keys: Record<string, string> = { id: '1408', externalRef: 'EXTREF164736' };
			await rig.items(
				'proDeliveryManager',
				'update',
				{ ...either, ...byHand({ email_address: '={{ $json.email }}', title: '={{ $json.title }}' }) },
				{
					input: [
						{ by: ways[0], key: keys[ways[0] ?? ''], email: 'first@b.c', title: null },
						{ by: ways[1], key: keys[ways[1] ?? ''], email: 'second@b.c', title: 'Dr' },
					],
				},
			);
			expect(stored('proDeliveryManager', '1408')).toMatchObject({
				email_address: 'second@b.c',
				title: 'Dr',
			});
		});

		it('E1: a record is found by the reference that the item before has given it', async () => {
			await rig.items(
				'proDeliveryManager',
				'update',
				{
					...customer('={{ $json.key }}', 'externalRef'),
					...byHand({ external_customer_ref: '={{ $json.reference }}', title: 'Dr' }),
				},
				{
					input: [
						{ key: 'EXTREF164736', reference: 'RENAMED' },
						{ key: 'RENAMED', reference: 'AGAIN' },
					],
				},
			);
			expect(stored('proDeliveryManager', '1408')).toMatchObject({ external_customer_ref: 'AGAIN' });
		});

		it.each<[NodeName, string, string, string]>([
			['weevioPims', 'M-1000', 'BCITY', 'BCITY'],
			['manexErp', '10', 'Fax', 'FAX'],
			['guardantStation', '8', 'customerPhone', 'phone'],
		])(
			'E2: the last item for one record of %s has the last word, however slow the first is',
			async (node, key, id, name) => {
				const vendor = vendorOf(node).name;
				rig.control.addFault({
					vendor,
					fault: { kind: 'delayBefore', ms: 200 },
					match: { pathIncludes: UPDATE_PATH[vendor] },
				});
				await rig.items(
					node,
					'update',
					{ ...customer('={{ $json.key }}'), ...byHand({ [id]: '={{ $json.value }}' }) },
					{
						input: [
							{ key, value: 'A' },
							{ key, value: 'B' },
						],
					},
				);
				expect(String(stored(node, node === 'manexErp' ? '0000000010' : key)[name]).trim()).toBe('B');
			},
		);

		it.each<[NodeName, string, IDataObject, [string, string], [string, string], IDataObject]>([
			[
				'guardantStation',
				'8',
				{ crmid: 'C-8', refid: 'R-8' },
				['crmId', 'C-8'],
				['refId', 'R-8'],
				{ email: 'a@b.c', phone: '77' },
			],
			[
				'weevioPims',
				'M-1000',
				{ BNAME: 'Acme' },
				['CUSTOMER_CODE', 'M-1000'],
				['BNAME', 'Acme'],
				{ BEMAIL: 'a@b.c', BPHONE: '77' },
			],
			[
				'manexErp',
				'0000000010',
				{ CUSTNAME: 'Acme' },
				['Custname', 'Acme'],
				['Custno', '0000000010'],
				{ FAX: 'a@b.c', PHONE: '77' },
			],
		])(
			'E3: upserts that reach one record of %s by different fields are both kept',
			async (node, key, before, first, second, after) => {
				changed(node, key, before);
				const [email, phone] = {
					guardantStation: ['customerEmail', 'customerPhone'],
					weevioPims: ['BEMAIL', 'BPHONE'],
					manexErp: ['Fax', 'Phone'],
				}[node as string] ?? ['', ''];
				// ManEx finds a name by its own index, which a change beside the API does not reach.
				if (node === 'manexErp')
					await rig.item(node, 'update', { ...customer(key), ...byHand({ Custname: 'Acme' }) });
				const items = await rig.items(
					node,
					'upsert',
					{
						matchOn: '={{ $json.on }}',
						...byHand({
							[first[0]]: '={{ $json.one }}',
							[second[0]]: '={{ $json.two }}',
							[email ?? '']: '={{ $json.email }}',
							[phone ?? '']: '={{ $json.phone }}',
						}),
					},
					{
						input: [
							{ on: first[0], one: first[1], two: null, email: 'a@b.c', phone: null },
							{ on: second[0], one: null, two: second[1], email: null, phone: '77' },
							{ on: second[0], one: null, two: second[1], email: 'a@b.c', phone: '77' },
						],
					},
				);
				expect(items.map(({ result }) => result)).toEqual(['updated', 'updated', 'unchanged']);
				const record = Object.fromEntries(
					Object.entries(stored(node, key)).map(([name, value]) => [name, String(value).trim()]),
				);
				expect(record).toMatchObject(after);
				expect(rig.control.created(vendorOf(node).name)).toHaveLength(0);
			},
		);
	});

	describe('writes the record that was chosen', () => {
		it.each<[NodeName, string, string, string]>([
			['weevioPims', 'M-1000', '{"CUSTOMER_CODE":"M-1001"}', 'CUSTOMER_CODE'],
			['weevioPims', 'M-1000', '{"customer_code":"M-1001"}', 'customer_code'],
			['proDeliveryManager', '1408', '{"customer_id":1409}', 'customer_id'],
			['proDeliveryManager', '1408', '{"customer_id":"","external_customer_ref":"EXT100001"}', 'customer_id'],
			['manexErp', '10', '{"Custno":"0000000011"}', 'Custno'],
			['manexErp', '10', '{"CUSTNO":"11"}', 'Custno'],
			['guardantStation', '8', '{"_id":9}', '_id'],
			['guardantStation', '8', '{"id":"9"}', 'id'],
		])('F1: an update of %s %s with %s is refused and names the field', async (node, key, fields, name) => {
			const run = await rig.run(node, 'update', { ...customer(key), ...extra(fields) });
			expect(run.error?.message).toMatch(new RegExp(`^Extra Fields: ${name} is `));
			expect(rig.sent(vendorOf(node).name)).toEqual([]);
		});

		it.each<[NodeName, string, string, IDataObject]>([
			['weevioPims', 'M-1000', '{"CUSTOMER_CODE":"M-1000"}', { BCITY: 'Leeds' }],
			['proDeliveryManager', '1408', '{"customer_id":"1408"}', { title: 'Dr' }],
			['manexErp', '10', '{"CUSTNO":"10"}', { Fax: '1' }],
			['guardantStation', '8', '{"_id":8}', { customerPhone: '1' }],
		])('F1: the key of %s %s given once more is fine', async (node, key, fields, values) => {
			await rig.item(node, 'update', { ...customer(key), ...byHand(values), ...extra(fields) });
			expect(updates(vendorOf(node).name)).toBe(1);
		});

		it.each<[string, string, IDataObject]>([
			['an update by reference', 'update', customer('EXTREF164736', 'externalRef')],
			['an upsert', 'upsert', byHand({ external_customer_ref: 'EXTREF164736' })],
		])(
			'F1: %s with another record’s ID is refused once the record is known',
			async (_, operation, parameters) => {
				const run = await rig.run('proDeliveryManager', operation, {
					...parameters,
					...extra('{"customer_id":1409}'),
				});
				expect(run.error?.message).toMatch(
					/^Extra Fields: customer_id is "1409", but the customer to write is 1408/,
				);
				expect(updates('pdm')).toBe(0);
			},
		);

		const brings = (name: string): void => {
			const record = { ...stored('manexErp', '0000000011'), CUSTNAME: name.padEnd(35) };
			rig.control.addFault({
				vendor: 'manex',
				fault: {
					kind: 'status',
					status: 200,
					body: {
						$id: '1',
						Code: 200,
						Message: 'Customer details:',
						IsValidUser: true,
						ResponseObject: record,
					},
				},
				match: { pathIncludes: '/Customer/Get' },
				count: 2,
			});
		};

		it.each<[string, IDataObject]>([
			['update', { ...customer('Acme', 'name'), ...byHand({ Fax: '1' }) }],
			['get', customer('Acme', 'name')],
			['upsert', { matchOn: 'Custname', ...byHand({ Custname: 'Acme', Status: 'Active' }) }],
		])(
			'F2: %s of ManEx by a name refuses a look-up that brings another one',
			async (operation, parameters) => {
				brings('Acme North');
				const run = await rig.run('manexErp', operation, parameters);
				expect(run.error?.message).toContain('"Acme North"');
				expect(updates('manex')).toBe(0);
				expect(rig.control.created('manex')).toHaveLength(0);
			},
		);

		it('F2: padding and letter case do not make another name', async () => {
			brings('ACME');
			await rig.item('manexErp', 'update', { ...customer(' Acme ', 'name'), ...byHand({ Fax: '1' }) });
			expect(stored('manexErp', '0000000011').FAX).toMatch(/^1 *$/);
		});

		/** Where one record is looked up by its key, and how an answer brings it. */
		const LOOKUP: Record<
			string,
			[{ method?: string; pathIncludes: string }, (record: IDataObject) => unknown]
		> = {
			weevio: [{ pathIncludes: '/customers/single' }, (data) => ({ status: 'success', data })],
			pdm: [
				{ pathIncludes: '/GetCustomer' },
				(found) => ({ status: { code: 101, message: 'Success' }, customer: found }),
			],
			manex: [
				{ pathIncludes: '/Customer/Get' },
				(ResponseObject) => ({ Code: 200, IsValidUser: true, ResponseObject }),
			],
			guardant: [{ method: 'GET', pathIncludes: '/customers/8' }, (found) => ({ customer: found })],
			epass: [
				{ method: 'GET', pathIncludes: '/customer/customer' },
				(Fields) => ({ Result: { Success: true }, Values: [{ Fields }] }),
			],
		};
		/** After so many look-ups as they should be, all bring this record. */
		const lookUpBrings = (node: NodeName, record: IDataObject, skip = 0): void => {
			const vendor = vendorOf(node).name;
			const [match, bodyOf] = LOOKUP[vendor] ?? [];
			const fault = { kind: 'status', status: 200, body: bodyOf?.(record) } as const;
			rig.control.addFault({ vendor, fault, match, skip, count: 10 });
		};
		const OTHER: Record<NodeName, IDataObject> = {
			weevioPims: { CUSTOMER_CODE: 'M-1001' },
			proDeliveryManager: { customer_id: 1409 },
			manexErp: { CUSTNO: '0000000011' },
			guardantStation: { _id: 9 },
			epass: { Code: '1001' },
		};
		const refusal = (node: NodeName, key: string | number): string =>
			`No customer found for "${key}": the look-up brought "${String(Object.values(OTHER[node])[0])}" [item 0]`;

		it.each(KNOWN)('get of %s %s refuses a look-up by the key that brings another one', async (node, key) => {
			lookUpBrings(node, OTHER[node]);
			const run = await rig.run(node, 'get', customer(key), { onError: 'continueRegularOutput' });
			expect(run.json()).toEqual([{ error: refusal(node, key) }]);
			expect(rig.sent(vendorOf(node).name)).toHaveLength(1);
		});

		it.each<[NodeName, unknown, IDataObject]>([
			['weevioPims', 'm-1000', { CUSTOMER_CODE: ' M-1000 ' }],
			['proDeliveryManager', ' 1408 ', { customer_id: '1408' }],
			['manexErp', '10', { CUSTNO: '0000000010  ' }],
			['guardantStation', '8', { _id: '8' }],
			['epass', 1000, { Code: '1000 ' }],
		])(
			'get of %s %j takes %j: padding, letter case and type make no other key',
			async (node, key, record) => {
				lookUpBrings(node, record);
				expect((await rig.item(node, 'get', customer(key))).id).toBeTruthy();
			},
		);

		it.each<[NodeName, string, IDataObject, string]>([
			['proDeliveryManager', 'update', { ...customer('1408'), ...byHand({ title: 'Dr' }) }, '1408'],
			['guardantStation', 'update', { ...customer('8'), ...byHand({ customerPhone: '1' }) }, '8'],
			['guardantStation', 'upsert', byHand({ crmId: 'C-8', customerPhone: '1' }), '8'],
		])(
			'%s %s refuses to write what a look-up by the key brings of another one',
			async (node, operation, parameters, key) => {
				if (node === 'guardantStation') changed(node, '8', { crmid: 'C-8' });
				lookUpBrings(node, OTHER[node]);
				const run = await rig.run(node, operation, parameters);
				expect(run.error?.message).toBe(refusal(node, key));
				expect(updates(vendorOf(node).name)).toBe(0);
			},
		);

		it('upsert of ManEx by the number refuses a look-up that brings another one, and makes none', async () => {
			lookUpBrings('manexErp', OTHER.manexErp);
			const fields = byHand({ Custno: '0000000010', Custname: 'Acme', Status: 'Active' });
			const run = await rig.run('manexErp', 'upsert', { matchOn: 'Custno', ...fields });
			expect(run.error?.message).toMatch(/^Match On: .*"0000000010" brought the customer "0000000011"/);
			expect(rig.sent('manex')).toHaveLength(1);
		});

		it.each<[NodeName, string, IDataObject, IDataObject, number]>([
			['weevioPims', 'M-1000', { BCITY: 'Leeds' }, { BCITY: 'Leeds' }, 0],
			['proDeliveryManager', '1408', { title: 'Dr' }, { title: 'Dr' }, 1],
			['manexErp', '0000000010', { Fax: '1' }, { FAX: '1' }, 0],
			['guardantStation', '8', { customerPhone: '1' }, { phone: '1' }, 1],
		])(
			'an update of %s whose answer was lost is not seen as arrived in another record that holds its values',
			async (node, key, fields, held, before) => {
				const vendor = vendorOf(node).name;
				const match = {
					pathIncludes: UPDATE_PATH[vendor],
					...(vendor === 'guardant' ? { method: 'PUT' } : {}),
				};
				rig.control.addFault({ vendor, fault: { kind: 'resetBefore' }, match });
				lookUpBrings(node, { ...OTHER[node], ...held }, before);
				const run = await rig.run(node, 'update', { ...customer(key), ...byHand(fields) });
				expect(run.error?.message).toMatch(/ - the record may have been saved all the same \[item 0\]$/);
				expect(run.error?.description).toContain(`for the customer ${key} `);
				expect(updates(vendor)).toBe(1);
			},
		);

		it('a deletion whose answer was lost is not taken for done because another record comes', async () => {
			const match = { method: 'DELETE', pathIncludes: '/customers' };
			rig.control.addFault({ vendor: 'guardant', fault: { kind: 'resetBefore' }, match });
			lookUpBrings('guardantStation', OTHER.guardantStation);
			const run = await rig.run('guardantStation', 'delete', customer('8'));
			expect(run.error?.message).toMatch(/ - the record may have been deleted all the same \[item 0\]$/);
			expect(rig.control.record('guardant', '8')).toBeDefined();
		});

		it('a creation whose answer was lost is not sent again because another record comes', async () => {
			const match = { pathIncludes: '/CreateCustomer' };
			rig.control.addFault({ vendor: 'pdm', fault: { kind: 'resetAfter' }, match });
			lookUpBrings('proDeliveryManager', { ...OTHER.proDeliveryManager, external_customer_ref: 'OTHER' });
			const run = await rig.run('proDeliveryManager', 'create', {
				...byHand({
					external_customer_ref: 'NEW-1',
					first_name: 'Ada',
					last_name: 'L',
					'address.line_1': '1 High St',
					'address.city': 'Leeds',
					'address.postal_code': 'LS1 1AA',
				}),
			});
			expect(run.error?.message).toMatch(/ - the record may have been saved all the same \[item 0\]$/);
			expect(rig.control.created('pdm')).toHaveLength(1);
		});

		it.each<[NodeName]>([['weevioPims'], ['epass']])(
			'get of %s refuses another record where many are looked up together, too',
			async (node) => {
				const { keyOf, name } = vendorOf(node);
				const records = rig.control.records(name).slice(0, 6);
				const keys = records
					.map((record) => String(keyOf(record)))
					.filter((key) => key !== Object.values(OTHER[node])[0]);
				lookUpBrings(node, OTHER[node]);
				const run = await rig.run(
					node,
					'get',
					{ ...customer('={{ $json.key }}'), output: 'raw' },
					{ input: keys.map((key) => ({ key })), onError: 'continueErrorOutput' },
				);
				expect(run.json(undefined, 1)).toContainEqual(
					expect.objectContaining({ error: refusal(node, keys[0] ?? '') }),
				);
				expect(run.json().map(({ CUSTOMER_CODE, Code }) => CUSTOMER_CODE ?? Code)).not.toContain(
					Object.values(OTHER[node])[0],
				);
			},
		);

		it.each<[string, string, IDataObject]>([
			['an object', 'companyName', { name: 'Acme' }],
			['a list', 'firstName', { 0: 'Ada' }],
		])(
			'%s where one value is expected is refused in automatic mapping, not left out',
			async (_, key, value) => {
				const given = key === 'firstName' ? Object.values(value) : value;
				const run = await rig.run('guardantStation', 'create', AUTOMATIC, {
					input: [{ email: 'a@example.com', lastName: 'L', [key]: given } as IDataObject],
				});
				expect(run.error?.message).toMatch(/^Fields: "?.*must be text, not (a list|an object)/);
				expect(rig.sent('guardant')).toEqual([]);
			},
		);

		it.each<[string, NodeName, string, IDataObject]>([
			[
				'an upsert that finds such a key',
				'guardantStation',
				'upsert',
				byHand({ crmId: 'BIG', customerPhone: '1' }),
			],
			[
				'an update that sends such a number back',
				'guardantStation',
				'update',
				{ ...customer('8'), ...byHand({ customerPhone: '1' }) },
			],
		])('S20: %s beyond 2^53 is refused', async (_, node, operation, parameters) => {
			const big = {
				_id: operation === 'upsert' ? 2 ** 53 + 2 : 8,
				crmid: operation === 'upsert' ? 'BIG' : 2 ** 53 + 2,
			};
			rig.control.addFault({
				vendor: 'guardant',
				fault: {
					kind: 'status',
					status: 200,
					body: operation === 'upsert' ? { customers: [big] } : { customer: big },
				},
				match: { method: 'GET', pathIncludes: '/customers' },
			});
			const run = await rig.run(node, operation, parameters);
			expect(run.error?.message).toMatch(/too large to be exact/);
			expect(rig.sent('guardant').filter(({ method }) => method !== 'GET')).toEqual([]);
		});
	});

	describe('changes the parts of a name together', () => {
		const named = (name: string): IDataObject => ({ externalId: 'N-1', name });
		const automatic = {
			fields: { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] },
		};

		it('H1: a part that a vendor requires is missed, not left from the older name', async () => {
			const place = { addressLine1: '1 High St', city: 'Leeds', postalCode: 'LS1' };
			const run = await rig.run('proDeliveryManager', 'upsert', automatic, {
				input: [
					{ ...named('Ada Lovelace'), ...place },
					{ ...named('Acme'), ...place },
				],
				onError: 'continueRegularOutput',
			});
			expect(run.json()[0]).toMatchObject({ result: 'created' });
			expect(run.json()[1]?.error).toMatch(
				/^Fields: "First Name" \(first_name\) is required and cannot be emptied/,
			);
		});

		it.each<[string, string, IDataObject]>([
			['Ada Lovelace', 'Acme', { companyname: 'Acme', name: '', lastname: '' }],
			['Acme', 'Ada\u00a0Lovelace', { companyname: 'Ada\u00a0Lovelace', name: '', lastname: '' }],
		])('H1: "%s" that becomes "%s" leaves nothing of itself behind', async (first, second, after) => {
			await rig.items('guardantStation', 'upsert', automatic, { input: [named(first), named(second)] });
			expect(rig.control.created('guardant')[0]).toMatchObject(after);
		});

		it('H1: a company that becomes a person has no company’s name any more', async () => {
			const person = {
				externalId: 'N-1',
				name: 'Ada Lovelace',
				firstName: 'Ada',
				lastName: 'Lovelace',
				companyName: null,
			};
			await rig.items('guardantStation', 'upsert', automatic, { input: [named('Acme'), person] });
			expect(rig.control.created('guardant')[0]).toMatchObject({
				companyname: '',
				name: 'Ada',
				lastname: 'Lovelace',
			});
		});
	});

	it.each<[IDataObject, string, Record<string, unknown>]>([
		[{ Custname: 'N', Status: 'Active' }, '{"CustName":"X"}', { Custname: 'X', Status: 'Active' }],
		[{ Status: 'Active' }, '{"CUSTNAME":"X"}', { Custname: 'X', Status: 'Active' }],
		[
			{ Custname: 'N', Status: 'Active', Phone: '1' },
			'{"PHONE":"2"}',
			{ Custname: 'N', Status: 'Active', Phone: '2' },
		],
	])('K5: ManEx fields %j with the extra fields %s are sent once each', async (fields, more, sent) => {
		await rig.item('manexErp', 'create', { ...byHand(fields), ...extra(more) });
		expect(rig.sent('manex')[0]?.query).toEqual(sent);
	});
});
