import type { IDataObject } from 'n8n-workflow';

import { ProDeliveryManagerApi } from '../../credentials/ProDeliveryManagerApi.credentials';
import { proDeliveryManager as vendor } from '../../nodes/ProDeliveryManager/vendor';
import { ORDER_KEYS } from '../../nodes/shared/shapes';
import { unwrapAnswer } from '../../nodes/shared/unwrap';
import type { Unwrapped } from '../../nodes/shared/wire';
import { planned, resourceOf } from '../unit/planned';
import type { Planned } from '../unit/planned';
import documented from '../sandbox/documented/pdm';
import { byHand, inSession, locator, Wiretap } from './helpers';

const TOKEN = documented.getRequest.session_token;
/** Every field that the page lists, in the form in which it wants it. */
const EVERYTHING = {
	external_delivery_ref: 'SO-100245',
	delivery_date: '2026-02-03',
	boxes: 2,
	items: [{ item_ref: 'P-10442', description: 'Brake pad', quantity: 4, pack_size: '2 x 2' }],
	notes: 'Ring twice',
	fridge: true,
	controlled_delivery: false,
	check_delivery: true,
};

const plan = (
	fields: IDataObject,
	customer: unknown = locator('id', 1408),
	more: IDataObject = {},
): Planned<'create'> =>
	planned(vendor, 'create', { customer, fields: byHand(fields), ...more } as IDataObject, {}, 'delivery');

const bodyOf = ({ request }: Planned<'create'>): unknown => (request.body as IDataObject).delivery;

const answered = (body: unknown): Unwrapped =>
	unwrapAnswer(vendor, { status: 200, headers: {}, body, method: 'POST', path: ['CreateDelivery'] });

describe('Pro Delivery Manager, as the page of CreateDelivery has it', () => {
	describe('requests', () => {
		let tap: Wiretap;
		beforeAll(async () => {
			tap = await Wiretap.open();
		});
		afterAll(async () => await tap.close());

		it('order a delivery with every documented field', async () => {
			const credential = { companyId: 9001, apiKey: 'key', baseUrl: `${tap.origin}/end-point` };
			const wire = await tap.send(
				vendor,
				new ProDeliveryManagerApi(),
				inSession(vendor, credential, TOKEN),
				plan(EVERYTHING).request,
			);
			expect(wire).toMatchObject({ method: 'POST', path: '/end-point/CreateDelivery', query: '' });
			expect(wire.body).toBe(
				JSON.stringify({
					company_id: 9001,
					session_token: TOKEN,
					delivery: { customer_id: 1408, ...EVERYTHING },
				}),
			);
		});

		it('name the customer by the external reference instead', () => {
			expect(bodyOf(plan({ boxes: 1 }, locator('externalRef', 'EXTREF164736')))).toEqual({
				external_customer_ref: 'EXTREF164736',
				boxes: 1,
			});
		});

		it('put values into the documented form', () => {
			expect(
				bodyOf(
					plan({
						boxes: '2',
						fridge: 'yes',
						delivery_date: '2026-02-03T10:00:00.000Z',
						items: '[{"description": "Brake pad", "quantity": "4", "item_ref": 10442, "pack_size": null}]',
					}),
				),
			).toEqual({
				customer_id: 1408,
				boxes: 2,
				fridge: true,
				delivery_date: '2026-02-03',
				items: [{ item_ref: '10442', description: 'Brake pad', quantity: 4 }],
			});
		});

		it('take further fields of a delivery and of its items as they are', () => {
			const items = [{ description: 'x', quantity: 1, batch: 'B-7' }];
			expect(bodyOf(plan({ items }, locator('id', 1408), { extraFields: { vehicle: 'van' } }))).toEqual({
				customer_id: 1408,
				items,
				vehicle: 'van',
			});
		});

		it.each<[string, IDataObject, RegExp]>([
			['a long reference', { external_delivery_ref: 'x'.repeat(51) }, /51 characters.*at most 50/],
			['long notes', { notes: 'x'.repeat(251) }, /Notes \(notes\) is 251 characters.*at most 250/],
			['no box', { boxes: 0 }, /Boxes \(boxes\) must be 1 or more, not 0/],
			['half a box', { boxes: 1.5 }, /Boxes \(boxes\) must be a whole number, not 1.5/],
			['no date', { delivery_date: 'soon' }, /Delivery Date \(delivery_date\): "soon" is not a date/],
			[
				'items that are no list',
				{ items: { description: 'x' } },
				/Items \(items\) must be a list of objects/,
			],
		])('are refused before they are sent: %s', (_, fields, words) => {
			expect(() => plan(fields)).toThrow(words);
		});

		it.each<[string, IDataObject, string]>([
			['nothing', {}, '"Description" (description), "Quantity" (quantity) are required'],
			['no quantity', { description: 'x' }, '"Quantity" (quantity) is required'],
			['none of it', { description: 'x', quantity: 0 }, 'Quantity (quantity) must be 1 or more, not 0'],
			['a part', { description: 'x', quantity: 0.5 }, 'Quantity (quantity) must be 1 or more, not 0.5'],
			[
				'a part more',
				{ description: 'x', quantity: 1.5 },
				'Quantity (quantity) must be a whole number, not 1.5',
			],
			[
				'a long description',
				{ description: 'x'.repeat(151), quantity: 1 },
				'Description (description) is 151 characters long; the vendor takes at most 150',
			],
			[
				'a long reference',
				{ description: 'x', quantity: 1, item_ref: 'x'.repeat(51) },
				'Item Reference (item_ref) is 51 characters long; the vendor takes at most 50',
			],
			[
				'a long pack size',
				{ description: 'x', quantity: 1, pack_size: 'x'.repeat(51) },
				'Pack Size (pack_size) is 51 characters long; the vendor takes at most 50',
			],
		])('are refused with the number of the item that has %s', (_, item, words) => {
			const good = { description: 'Brake pad', quantity: 1 };
			expect(() => plan({ items: [good, item] })).toThrow(`Fields: Items (items), item 2: ${words}`);
		});

		it.each(['customer_id', 'external_customer_ref'])(
			'are refused when %s names a customer beside the one that was chosen',
			(name) => {
				expect(() => plan({ boxes: 1 }, locator('id', 1408), { extraFields: { [name]: 7 } })).toThrow(
					`Extra Fields: ${name} is not taken from here, since Customer says it`,
				);
			},
		);

		it('are not made without a customer', () => {
			expect(() => plan({ boxes: 1 }, locator('externalRef', ''))).toThrow(
				'Customer: nothing is chosen or entered (By External Reference)',
			);
			expect(() => plan({ boxes: 1 }, locator('externalRef', 'x'.repeat(51)))).toThrow(/at most 50/);
			expect(() => plan({ boxes: 1 }, locator('id', 'C001408'))).toThrow(/must be a whole number/);
		});
	});

	describe('answers, of which nothing but the status is known', () => {
		const status = { code: 101, details: 'OK' };

		it.each<[string, IDataObject, IDataObject]>([
			[
				'the delivery, as the pages on customers suggest',
				{ delivery: { delivery_id: 7, delivery_ref: 'D000007' } },
				{ delivery_id: 7, delivery_ref: 'D000007' },
			],
			['a list of one', { delivery: [{ delivery_id: 7 }] }, { delivery_id: 7 }],
			['values beside the status', { delivery_id: 7, route: 'N' }, { delivery_id: 7, route: 'N' }],
			['a bare value', { delivery: 7 }, { delivery: 7 }],
			['a word in another letter case', { Delivery: { delivery_id: 7 } }, { delivery_id: 7 }],
			['nothing', {}, {}],
			['null', { delivery: null }, {}],
		])('may hold %s', (_, more, record) => {
			expect(answered({ status, ...more })).toEqual({ kind: 'records', records: [record] });
		});

		it('become the common order', () => {
			const item = resourceOf(vendor, 'delivery').simplify(
				{ delivery_id: 7, delivery_ref: 'D000007', customer_id: 1408, ...EVERYTHING },
				'',
			);
			expect(Object.keys(item)).toEqual([...ORDER_KEYS]);
			expect(item).toEqual({
				id: 7,
				number: 'D000007',
				customerId: 1408,
				reference: 'SO-100245',
				description: 'Ring twice',
				status: null,
				date: '2026-02-03',
				quantity: null,
				total: null,
				lines: [
					{
						lineNumber: null,
						code: 'P-10442',
						description: 'Brake pad',
						quantity: 4,
						shipped: null,
						price: null,
						total: null,
					},
				],
			});
		});

		it('say that the customer has a delivery on that day by code 404, with what to do', () => {
			expect(answered({ status: { code: 404, details: 'Delivery already scheduled' } })).toEqual({
				kind: 'refused',
				reason: 'input',
				message: 'Delivery already scheduled (code 404)',
				advice: expect.stringContaining('another day'),
			});
		});
	});
});
