import '../../lab/engine/environment';
import type { IDataObject } from 'n8n-workflow';
import type { Fault, OtherType, VendorName } from '../../lab/sandbox';
import { mapped } from '../../lab/n8n/workflows';
import { vendors } from '../../lab/vendors';
import type { NodeName } from '../../lab/vendors';
import { AUTOMATIC, customer, Rig } from './support';

const SANDBOX_OF = Object.fromEntries(Object.values(vendors).map(({ name, node }) => [node, name])) as Record<
	NodeName,
	VendorName
>;

const NODES = ['weevioPims', 'proDeliveryManager', 'manexErp', 'guardantStation', 'epass'] as const;
const FIRST: Record<NodeName, string | number> = {
	weevioPims: 'M-1000',
	proDeliveryManager: 1408,
	manexErp: '0000000010',
	guardantStation: 8,
	epass: '1000',
};
const SOURCE = {
	firstName: 'Ann',
	lastName: 'Smith',
	name: 'Ann Smith',
	addressLine1: 'High St 1',
	city: 'Bath',
	postalCode: 'BA1',
};
const ALL = { returnAll: true };

describe('answers as no documentation has them', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 230 });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	const forEver = (vendor: VendorName, fault: Fault, pathIncludes = ''): void => {
		rig.control.addFault({ vendor, fault, count: 1_000_000, match: { pathIncludes } });
	};
	const instead = (vendor: VendorName, body: unknown, pathIncludes: string, status = 200): void =>
		forEver(vendor, { kind: 'status', status, body }, pathIncludes);

	it.each([
		['which it names', 'application/json; charset=iso-8859-1'],
		['which it does not name', 'application/json'],
	])('in another charset, %s, damage no name, nor write it back damaged', async (_, type) => {
		const body = { _id: 8, name: 'Jörg', lastname: 'Müller', description: 'Größe' };
		const text = Buffer.from(JSON.stringify({ customer: body }), 'latin1');
		rig.control.addFault({
			vendor: 'guardant',
			fault: { kind: 'status', status: 200, body: text, headers: { 'content-type': type } },
			match: { method: 'GET' },
		});
		await rig.item('guardantStation', 'update', {
			...customer(8),
			fields: mapped({ customerEmail: 'j@x.example' }),
		});
		expect(rig.sent('guardant').find(({ method }) => method === 'PUT')?.body).toMatchObject({
			customerName: 'Jörg',
			customerLastName: 'Müller',
			customerDescription: 'Größe',
			customerEmail: 'j@x.example',
		});
	});

	const message = async (node: NodeName, operation: string, parameters: IDataObject, input?: IDataObject[]) =>
		(await rig.run(node, operation, parameters, input === undefined ? {} : { input })).error?.message;

	const forms: OtherType[] = ['unwrapped', 'listed', 'textFlags', 'numberFlags', 'textNumbers'];
	describe.each(NODES)('K7: %s', (node) => {
		it.each(forms)('reads a customer in the form "%s" as in the documented one', async (form) => {
			const plain = await rig.item(node, 'get', customer(FIRST[node]));
			forEver(SANDBOX_OF[node], { kind: 'otherType', form }, '');
			expect(await rig.item(node, 'get', customer(FIRST[node]))).toEqual(plain);
		});

		it.each(forms)('reads a created customer in the form "%s"', async (form) => {
			const made = rig.control.created(SANDBOX_OF[node]).length;
			// The log-in's own forms are not what is looked at here.
			await rig.item(node, 'get', customer(FIRST[node]));
			forEver(SANDBOX_OF[node], { kind: 'otherType', form }, '');
			const item = await rig.item(node, 'create', AUTOMATIC, { input: [SOURCE] });
			expect(item.id).not.toBeNull();
			expect(rig.control.created(SANDBOX_OF[node])).toHaveLength(made + 1);
		});
	});

	describe.each(['weevioPims', 'guardantStation', 'epass'] as const)('K7: %s', (node) => {
		it.each(forms)('lists customers in the form "%s" as in the documented one', async (form) => {
			const plain = await rig.items(node, 'search', ALL);
			forEver(SANDBOX_OF[node], { kind: 'otherType', form }, '');
			expect(await rig.items(node, 'search', ALL)).toEqual(plain);
			expect(plain).toHaveLength(230);
		});
	});

	describe('F3: a deletion', () => {
		const bodies = [
			{ success: false },
			{ code: 10172, message: 'In use' },
			'Something else',
			{ error: 'In use' },
		];

		it.each(bodies)('that was not done is none, although HTTP 200 came with %j', async (body) => {
			rig.control.addFault({ vendor: 'guardant', fault: { kind: 'status', status: 200, body } });
			const run = await rig.run('guardantStation', 'delete', customer(9), {
				onError: 'continueRegularOutput',
			});
			expect(run.json()).toEqual([{ error: expect.stringContaining('[item 0]') }]);
			expect(rig.control.record('guardant', 9)).toBeDefined();
			expect(rig.sent('guardant').map(({ method }) => method)).toEqual(['DELETE', 'GET']);
		});

		it.each(bodies)('that was done is one, although HTTP 200 came with %j', async (body) => {
			rig.control.addFault({ vendor: 'guardant', fault: { kind: 'statusAfter', status: 200, body } });
			expect(await rig.item('guardantStation', 'delete', customer(9))).toEqual({ deleted: true, id: 9 });
			expect(rig.control.record('guardant', 9)).toBeUndefined();
		});
	});

	it.each(NODES)('F3: a create of %s that is answered with a no is an error in its words', async (node) => {
		await rig.item(node, 'get', customer(FIRST[node]));
		for (const body of [
			{ success: false, message: 'Quota' },
			{ errors: ['Quota'] },
			{ code: 10172, message: 'Quota' },
		]) {
			rig.control.addFault({ vendor: SANDBOX_OF[node], fault: { kind: 'status', status: 200, body } });
			expect(await message(node, 'create', AUTOMATIC, [SOURCE])).toBe('Quota [item 0]');
		}
		expect(rig.control.created(SANDBOX_OF[node])).toEqual([]);
	});

	it('A7: EPASS’s second form of a refusal is given in its words', async () => {
		const body = {
			success: false,
			message: 'Not saved.',
			messageDetails: ['Name is blank.'],
			httpStatusCode: 422,
		};
		instead('epass', body, '/customer/customer', 422);
		expect(await message('epass', 'create', AUTOMATIC, [SOURCE])).toBe('Not saved.; Name is blank. [item 0]');
	});

	describe('K8: no record, and a record without its key', () => {
		it('is not found in Weevio’s words', async () => {
			instead('weevio', { status: 'success', data: 'No record found' }, '/single');
			expect(await message('weevioPims', 'get', customer('M-1'))).toBe('No record found: M-1 [item 0]');
			instead('weevio', { status: 'success', data: 'No record found' }, '/query');
			expect(await rig.items('weevioPims', 'search', ALL)).toEqual([]);
		});

		const keyless: Array<[NodeName, string, unknown]> = [
			['weevioPims', '/customers/', { status: 'success', data: { CUSTOMER_NAME: 'Ann' } }],
			['proDeliveryManager', 'Customer', { status: { code: 101 }, customer: { first_name: 'Ann' } }],
			['manexErp', '/Customer/', { Code: 200, IsValidUser: true, ResponseObject: { CUSTNAME: 'Ann' } }],
			['guardantStation', '/customers', { customer: { name: 'Ann' } }],
			['epass', '/customer/', { Result: { Success: true }, Values: [{ Fields: { FirstName: 'Ann' } }] }],
		];
		it.each(keyless)('cannot be read from %s: get, create', async (node, path, body) => {
			instead(SANDBOX_OF[node], body, path);
			const unreadable = /without its key, so its answer cannot be read/;
			expect(await message(node, 'get', customer(FIRST[node]))).toMatch(unreadable);
			expect(await message(node, 'create', AUTOMATIC, [SOURCE])).toMatch(
				/without its key.*may have been saved/,
			);
		});

		it('cannot be read from a list, a batch or an upsert', async () => {
			instead('weevio', { status: 'success', data: [{ BEMAIL: 'a@x.com' }] }, '/query');
			instead('guardant', { customers: [{ email: 'a@x.com' }] }, '/customers');
			expect(await message('weevioPims', 'search', ALL)).toMatch(/without its key/);
			expect(await message('guardantStation', 'search', ALL)).toMatch(/without its key/);
			const upsert = { ...AUTOMATIC, matchOn: 'BEMAIL' };
			expect(await message('weevioPims', 'upsert', upsert, [{ BEMAIL: 'a@x.com' }])).toMatch(
				/without its key/,
			);
			expect(
				await message('guardantStation', 'upsert', { ...AUTOMATIC, matchOn: 'customerEmail' }, [
					{ email: 'a@x.com' },
				]),
			).toMatch(/without its key/);
			expect(rig.control.created('weevio')).toEqual([]);
		});
	});

	it('K9: Weevio’s sub-records are in raw output, and not there when it sends none', async () => {
		const raw = { ...customer('M-1000'), output: 'raw' };
		expect(await rig.item('weevioPims', 'get', raw)).not.toHaveProperty('subRecords');
		const subRecords = [{ CUSTOMERS_ADDITIONAL_LOCATIONS: { CITY: 'Rome' } }];
		instead('weevio', { status: 'success', data: { CUSTOMER_CODE: 'M-1000' }, subRecords }, '/single');
		expect(await rig.item('weevioPims', 'get', raw)).toEqual({ CUSTOMER_CODE: 'M-1000', subRecords });
	});

	it('K10: EPASS’s warnings of a good create are a hint, and in raw output', async () => {
		const warnings = [{ code: 'CUS-1', message: 'Zip code is not known.' }];
		const keys = [{ table: 'Customer', keys: [{ fields: [{ fieldName: 'Code', fieldValue: '1' }] }] }];
		instead(
			'epass',
			{ success: true, httpStatusCode: 201, keys, messages: [], warnings },
			'/customer/customer',
			201,
		);
		const run = await rig.run('epass', 'create', { ...AUTOMATIC, output: 'raw' }, { input: [SOURCE] });
		expect(run.json()).toEqual([expect.objectContaining({ Code: '1', warnings })]);
		expect(run.hints().map((hint) => hint.message)).toEqual([
			expect.stringMatching(/ID alone/),
			expect.stringContaining('CUS-1 Zip code is not known.'),
			'1 request was sent.',
		]);
	});

	describe('pages', () => {
		it.each([1, 7, 50, 99])('K11: Guardant, %i at most, brings all 230 once', async (most) => {
			const plain = await rig.items('guardantStation', 'search', ALL);
			forEver('guardant', { kind: 'shortPages', most });
			expect(await rig.items('guardantStation', 'search', ALL)).toEqual(plain);
			expect(plain).toHaveLength(230);
		});

		it.each([150, 300])('S12: Guardant, %i at least, brings all 230 once', async (least) => {
			const plain = await rig.items('guardantStation', 'search', ALL);
			forEver('guardant', { kind: 'longPages', least });
			expect(await rig.items('guardantStation', 'search', ALL)).toEqual(plain);
			expect(await rig.items('guardantStation', 'search', { limit: 20 })).toEqual(plain.slice(0, 20));
		});

		it('K11: an upsert finds what comes after a short page', async () => {
			const last = rig.control.records('guardant').at(-1) as IDataObject;
			rig.control.amend('guardant', 'customer', Number(last._id), { crmid: 'LAST' });
			forEver('guardant', { kind: 'shortPages', most: 50 }, '/customers');
			const upsert = { ...AUTOMATIC, matchOn: 'crmId' };
			const item = await rig.item('guardantStation', 'upsert', upsert, {
				input: [{ crmId: 'LAST', phone: '99' }],
			});
			expect(item).toMatchObject({ id: last._id, result: 'updated' });
			expect(rig.control.created('guardant')).toEqual([]);
		});

		it.each(['repeatPages', 'endlessPages'] as const)('S12, S13: %s end with an error', async (kind) => {
			for (const node of ['guardantStation', 'epass'] as const) {
				const options = node === 'epass' ? { options: { pageSize: 50 } } : {};
				forEver(SANDBOX_OF[node], { kind }, '/customer');
				expect(await message(node, 'search', { ...ALL, ...options })).toMatch(
					/more records follow .*, but sends none/,
				);
				// Some pages that are known already may come of records that are added meanwhile.
				expect(rig.sent(SANDBOX_OF[node]).length).toBeLessThan(8);
			}
		});

		it.each(['shortPages', 'longPages'] as const)('EPASS in %s brings all 230 once', async (kind) => {
			const plain = await rig.items('epass', 'search', ALL);
			forEver('epass', kind === 'shortPages' ? { kind, most: 30 } : { kind, least: 150 });
			expect(await rig.items('epass', 'search', { ...ALL, options: { pageSize: 100 } })).toEqual(plain);
		});
	});
});
