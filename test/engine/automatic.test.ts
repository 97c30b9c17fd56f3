import '../../lab/engine/environment';

import type { IDataObject } from 'n8n-workflow';

import { mapped } from '../../lab/n8n/workflows';
import { vendorOf } from '../../lab/vendors';
import type { NodeName } from '../../lab/vendors';
import { AUTOMATIC, Rig } from './support';

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 60 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

/** What each item of a dry run would write, by the names of the vendor; or the error in its place. */
async function wouldWrite(
	node: NodeName,
	operation: string,
	parameters: IDataObject,
	input: IDataObject[],
): Promise<unknown[]> {
	const run = await rig.run(
		node,
		operation,
		{ ...AUTOMATIC, ...parameters, options: { dryRun: true } },
		{ input, onError: 'continueRegularOutput' },
	);
	return run.json().map(({ changes, error }) => {
		if (error !== undefined) return String(error).replace(/( \(invoice 10002\))? \[item \d+\]$/, '');
		const told = changes as Array<{ field: string; to: unknown }>;
		return Object.fromEntries(told.map(({ field, to }) => [field, to]));
	});
}

describe('false where a text, a number or a date is empty, as some systems say it', () => {
	it.each<[NodeName, IDataObject, IDataObject[]]>([
		[
			'weevioPims',
			{ matchOn: 'BEMAIL' },
			[
				{ name: 'Azure Interior', email: false },
				{ name: 'Deco Addict', email: false },
			],
		],
		[
			'guardantStation',
			{ matchOn: 'customerEmail' },
			[
				{ name: 'Azure Interior', email: false },
				{ name: 'Deco Addict', email: false },
			],
		],
	])('finds no %s customer', async (node, parameters, input) => {
		const run = await rig.run(
			node,
			'upsert',
			{ ...AUTOMATIC, ...parameters },
			{ input, onError: 'continueRegularOutput' },
		);
		expect(run.json().map(({ error }) => String(error))).toEqual(
			[0, 1].map((item) => expect.stringMatching(new RegExp(`^Match On: .* no value .*\\[item ${item}\\]$`))),
		);
		expect(rig.control.created(vendorOf(node).name)).toEqual([]);
	});

	it('is no reference, and no part of a name', async () => {
		const people = [
			{ id: 1, externalId: false, name: 'Ada Lovelace', firstName: false, lastName: false },
			{ id: 2, externalId: false, name: 'Alan Turing', companyName: false },
		];
		const found = await wouldWrite('guardantStation', 'upsert', { matchOn: 'crmId' }, people);
		expect(found).toMatchObject([
			{ crmId: '1', customerCompanyName: 'Ada Lovelace' },
			{ crmId: '2', customerCompanyName: 'Alan Turing' },
		]);
	});

	it('is still a no where yes or no is asked for', async () => {
		const [active] = await wouldWrite('guardantStation', 'create', {}, [
			{ name: 'A', active: false, email: false },
		]);
		expect(active).toEqual({ customerCompanyName: 'A', archived: true });
		const [status] = await wouldWrite('manexErp', 'create', {}, [{ name: 'A', active: false, phone: false }]);
		expect(status).toMatchObject({ Custname: 'A', Status: 'Inactive' });
		expect(status).not.toHaveProperty('Phone');
	});

	it.each([true, false])('given by hand as %s, tells no record from another', async (email) => {
		const run = await rig.run(
			'weevioPims',
			'upsert',
			{
				matchOn: 'BEMAIL',
				fields: mapped({ BEMAIL: '={{ $json.email }}', BCITY: 'Leeds' }),
			},
			{ input: [{ email }] },
		);
		expect(run.error?.message).toBe(
			`Match On: the field Billing Email (BEMAIL) is ${email} in this item, which tells no customer from another [item 0]`,
		);
		expect(rig.requests('weevio')).toEqual([]);
	});
});

describe('a value that is none of its kind is refused, and never left out', () => {
	const invoice = (lineType: string): IDataObject => ({
		resource: 'invoiceLine',
		invoice: { __rl: true, mode: 'id', value: '10002' } as IDataObject,
		lineType,
	});

	it.each([
		[{ quantity: '1,000' }, 'Fields: Quantity Ordered (QtyOrdered) must be a number, not "1,000"'],
		[{ quantity: '3 pcs' }, 'Fields: Quantity Ordered (QtyOrdered) must be a number, not "3 pcs"'],
		[{ quantity: true }, 'Fields: Quantity Ordered (QtyOrdered) must be a number, not "true"'],
		[{ price: '12,50' }, 'Fields: Selling Price (SellingPrice) must be a number, not "12,50"'],
		[{ price: '$9.99' }, 'Fields: Selling Price (SellingPrice) must be a number, not "$9.99"'],
	])('on a line of an invoice: %j', async (values, message) => {
		const found = await wouldWrite('epass', 'create', invoice('item'), [{ code: 'P-1002', ...values }]);
		expect(found).toEqual([message]);
		expect(rig.requests('epass')).toEqual([]);
	});

	it.each([
		[{ dueDate: 46053 }, '46053'],
		[{ dueDate: '46053' }, '46053'],
		[{ dueDate: 20260131 }, '20260131'],
		[{ dueDate: '31.12.2026' }, '31.12.2026'],
		[{ dueDate: '31.12.2026', firstDueDate: '2026-01-05' }, '31.12.2026'],
	])('as the day of a work order: %j', async (values, shown) => {
		const line = { itemId: '_I00000001', customerId: '0000000011', quantity: 1, ...values };
		expect(await wouldWrite('manexErp', 'create', { resource: 'workOrder' }, [line])).toEqual([
			`Fields: Due Date (Due_Date): "${shown}" is not a date`,
		]);
	});

	it('which an empty one, or one that is not known, is not', async () => {
		const line = { itemId: '_I00000001', customerId: '0000000011', quantity: 1, firstDueDate: '2026-01-05' };
		for (const dueDate of ['', null, false, undefined]) {
			const [found] = await wouldWrite('manexErp', 'create', { resource: 'workOrder' }, [
				{ ...line, dueDate },
			]);
			expect(found).toMatchObject({ Due_Date: '01-05-2026' });
		}
	});

	it.each([
		[{ quantity: '3 pcs', description: 'Bolt' }, 'must be a number, not "3 pcs"'],
		[{ quantity: 1, description: ['Bolt'] }, 'must be text, not a list'],
	])('in a line of a delivery: %j', async (line, words) => {
		const order = { number: 'SO-1', lines: [line] };
		const customer = { __rl: true, mode: 'id', value: '1408' } as IDataObject;
		const [found] = await wouldWrite('proDeliveryManager', 'create', { resource: 'delivery', customer }, [
			order,
		]);
		expect(found).toContain(words);
	});

	it.each<[string, IDataObject, IDataObject]>([
		['misc', { code: 'CREDIT', quantity: -1 }, { MiscCode: 'CREDIT', Qty: -1 }],
		['package', { code: 'KITCHEN', quantity: 0 }, { PackageCode: 'KITCHEN', Qty: 0 }],
		['labor', { code: 'INSTALL', quantity: 1.5 }, { LaborRateCode: 'INSTALL' }],
		['model', { code: 'X'.repeat(25), quantity: 2 }, { ModelCode: 'X'.repeat(25), QtyOrdered: 2 }],
		['item', { ItemCode: 'A', code: 'B' }, { ItemCode: 'A' }],
	])('but by the rules of a line of type %s alone: %j', async (type, item, written) => {
		expect(await wouldWrite('epass', 'create', invoice(type), [item])).toEqual([written]);
	});
});

describe('a record as Guardant itself sends it', () => {
	it.each<[NodeName, string]>([
		['guardantStation', 'update'],
		['guardantStation', 'create'],
	])('is not taken for a common one, whose name is the whole: %s, %s', async (node, operation) => {
		const [raw] = await rig.items(node, 'get', {
			customer: { __rl: true, mode: 'id', value: '8' } as IDataObject,
			output: 'raw',
		});
		const run = await rig.run(
			node,
			operation,
			{ customer: { __rl: true, mode: 'id', value: '8' } as IDataObject, ...AUTOMATIC },
			{ input: [raw ?? {}] },
		);
		expect(run.error).toMatchObject({
			message:
				'Fields: this item is a customer as the vendor sends it, whose "name" is "First Name" [item 0]',
			description: 'Set Output to Simplified in the node that it comes from, or map the fields by hand',
		});
		expect(rig.sent('guardant').filter(({ method }) => method !== 'GET')).toEqual([]);
	});

	it('is told from an item of another system with an ID of that name', async () => {
		const found = await wouldWrite('guardantStation', 'create', {}, [
			{ _id: '65f1', name: 'Zoë Müller', email: 'z@x.example' },
		]);
		expect(found).toEqual([{ customerCompanyName: 'Zoë Müller', customerEmail: 'z@x.example' }]);
	});
});
