import type { Sandbox } from '../../lab/sandbox';
import documented from './documented/epass';
import { epass, epassLogin, withSandbox } from './helpers';
import type { Json } from './helpers';

const HEADER = { BillToCode: '1000', SoldToCode: '1000', InvTypeCode: 'SALE', PaymentTypeCode: 'COD' };

describe('sandbox: EPASS beyond customers', () => {
	let sandbox: Sandbox;
	let call: ReturnType<typeof epass>;
	beforeAll(async () => {
		sandbox = await withSandbox();
	});
	afterAll(async () => await sandbox.close());
	beforeEach(async () => {
		sandbox.control.reset();
		call = epass(sandbox, (await epassLogin(sandbox)).data.token as string);
	});

	const post = async (path: string, body: Json) => await call('POST', `/invoicing/invoice/${path}`, body);
	const invoice = async (code: string): Promise<Json> =>
		(await post('search/code', { query: { invoicecode: code } })).data.Invoice[0]?.Fields as Json;

	describe('invoices', () => {
		it('are added with a code of their own, or one that is made, and found by it', async () => {
			const made = await post('add', HEADER);
			expect(made.status).toBe(201);
			const [key] = made.data.keys as Json[];
			expect(key).toMatchObject({ table: 'Invoice' });
			expect(await invoice('RS00000118')).toMatchObject({ SoldToCode: '1000', Status: 'Open' });
			await post('add', { ...HEADER, Code: 'W-1' });
			const found = await post('search', {
				query: { fieldName: 'code', eval: 'IN', valueList: ['W-1', '5827'] },
			});
			expect((found.data.Invoice as Json[]).map(({ Fields }) => String(Fields.Code).trim())).toEqual([
				'5827',
				'W-1',
			]);
			const all = await post('search', {
				query: { fieldName: 'SoldToCode', eval: 'EQUAL', value: '1000' },
				paging: { pageSize: 2, pageStartId: 1_000_002 },
			});
			expect((all.data.Invoice as Json[]).map(({ Fields }) => String(Fields.Code).trim())).toEqual([
				'10003',
				'RS00000118',
			]);
			expect(all.data.Paging).toMatchObject({ PagesRemaining: true, LargestID: 50_000_000 });
		});

		it('may be answered with the ID alone', async () => {
			sandbox.control.settings({ epassInvoiceKeys: 'idOnly' });
			const { keys } = (await post('add', HEADER)).data;
			expect(keys).toEqual([
				{ table: 'Invoice', keys: [{ key: 'ID', fields: [{ fieldName: 'ID', fieldValue: 50_000_000 }] }] },
			]);
		});

		it('want customers, types and a department that are there, and a new code', async () => {
			for (const wrong of [
				{ BillToCode: 'NOBODY' },
				{ SoldToCode: '' },
				{ InvTypeCode: 'NONE' },
				{ PaymentTypeCode: '' },
				{ Department: 'MOON' },
				{ Code: '5827' },
			])
				expect(await post('add', { ...HEADER, ...wrong })).toMatchObject({
					status: 422,
					data: { success: false },
				});
			expect(sandbox.control.created('epass')).toEqual([]);
		});

		it('change their dates while they are open or committed, and lose them by null', async () => {
			const changed = await post('edit', { invoiceCode: '10002', ScheduleDate: '2099-01-31T00:00:00.000Z' });
			expect(changed).toMatchObject({ status: 201, data: { success: true } });
			expect(await invoice('10002')).toMatchObject({ ScheduleDate: '2099-01-31T00:00:00', PickupDate: null });
			await post('edit', { invoiceCode: '10002', scheduleDate: null });
			expect(await invoice('10002')).toMatchObject({ ScheduleDate: null });
			expect((await post('edit', { invoiceCode: '5827', PickupDate: '2099-01-31' })).status).toBe(422);
			expect((await post('edit', { invoiceCode: 'NONE', PickupDate: '2099-01-31' })).status).toBe(422);
			sandbox.control.settings({ epassInvoiceDates: 'hidden' });
			expect(await invoice('10002')).not.toHaveProperty('ScheduleDate');
		});

		it('refuse a schedule date in the past as documented', async () => {
			const { invoiceCode, ...rest } = documented.editRequest;
			const refused = await post('edit', { ...rest, invoiceCode: '10002' });
			expect([invoiceCode, refused.status]).toEqual(['1234567', 422]);
			expect(refused.data).toEqual(documented.editRefused);
		});
	});

	it.each<[string, string, Json, Json]>([
		['item', 'InvoiceItem', { ItemCode: '110' }, { ItemCode: 'NONE' }],
		['model', 'InvoiceModel', { ModelCode: 'AEG-100' }, { ModelCode: 'AEG-100', QtyOrdered: 0 }],
		['misc', 'InvoiceMisc', { MiscCode: 'DELIVERY' }, {}],
		['labor', 'InvoiceLabor', { TechnicianCode: 'T1' }, { LaborRateCode: 'NONE' }],
		['package', 'InvoicePackage', { PackageCode: 'KITCHEN' }, { PackageCode: '' }],
	])('adds lines of type %s to open invoices', async (type, table, good, bad) => {
		const made = await post(`${type}/add`, { InvoiceCode: '10002', ...good });
		expect(made).toMatchObject({ status: 201, data: { keys: [{ table }] } });
		expect(sandbox.control.created('epass')).toMatchObject([{ table, InvoiceCode: '10002', ...good }]);
		expect((await post(`${type}/add`, { InvoiceCode: '10002', ...bad })).status).toBe(422);
		expect((await post(`${type}/add`, { InvoiceCode: '5827', ...good })).status).toBe(422);
		expect((await post(`${type}/add`, { InvoiceCode: 'NONE', ...good })).status).toBe(422);
	});

	describe('notes and comments', () => {
		it('are answered as documented', async () => {
			const note = await post('note/add', { ...documented.noteRequest, code: 5827 });
			expect([note.status, note.data]).toEqual([201, documented.noteAnswer]);
			const comment = await post('comment/add', { ...documented.commentRequest, invoiceCode: '5827' });
			expect([comment.status, comment.data]).toEqual([201, documented.commentAnswer]);
		});

		it('are refused in the second form', async () => {
			const blank = await post('note/add', { ...documented.noteRequest, code: 5827, note: ' ' });
			expect([blank.status, blank.data]).toEqual([422, documented.noteRefused]);
			const unknown = await post('comment/add', documented.commentRequest);
			expect(unknown).toMatchObject({ status: 422, data: { messageDetails: [expect.any(String)] } });
			sandbox.control.addFault({ vendor: 'epass', fault: { kind: 'vendorError', message: 'No.' } });
			const fault = await post('note/add', { ...documented.noteRequest, code: 5827 });
			expect(fault).toMatchObject({ status: 422, data: { messageDetails: ['No.'] } });
		});
	});

	describe('items', () => {
		it('are answered as documented', async () => {
			const found = await call('GET', '/items/item?code=110');
			expect([found.status, found.data]).toEqual([200, documented.item]);
		});

		it('are not found in each form that a client must survive', async () => {
			expect(await call('GET', '/items/item?code=NONE')).toMatchObject({
				status: 404,
				data: 'Item not found.',
			});
			sandbox.control.settings({ epassItemNotFound: 'noValues' });
			expect(await call('GET', '/items/item?code=NONE')).toMatchObject({ status: 200, data: { Values: [] } });
			sandbox.control.settings({ epassItemNotFound: 'envelope' });
			expect(await call('GET', '/items/item?code=NONE')).toMatchObject({
				status: 404,
				data: { Result: { Success: false, ExceptionMessage: 'Item not found.' } },
			});
		});
	});

	it('takes web orders as they come, and answers in each plausible form', async () => {
		const order = async () => await call('POST', '/external/weborder', { webOrderID: 'W-1' });
		expect(await order()).toMatchObject({ status: 201, data: { success: true } });
		sandbox.control.settings({ epassWebOrderAnswer: 'record' });
		expect(await order()).toMatchObject({ status: 200, data: { webOrderID: 'W-1' } });
		sandbox.control.settings({ epassWebOrderAnswer: 'created' });
		expect(await order()).toMatchObject({ status: 201, data: '' });
		expect(sandbox.control.created('epass')).toHaveLength(3);
	});

	it('wants a session for all of them', async () => {
		const stranger = epass(sandbox, 'no.such.token');
		for (const path of ['/invoicing/invoice/add', '/invoicing/invoice/note/add', '/external/weborder'])
			expect((await stranger('POST', path, {})).status).toBe(401);
		expect((await stranger('GET', '/items/item?code=110')).status).toBe(401);
	});
});
