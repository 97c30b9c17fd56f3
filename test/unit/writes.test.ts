import type { IDataObject } from 'n8n-workflow';

import { epass } from '../../nodes/Epass/vendor';
import { guardantStation } from '../../nodes/GuardantStation/vendor';
import { manexErp } from '../../nodes/ManexErp/vendor';
import { proDeliveryManager } from '../../nodes/ProDeliveryManager/vendor';
import { inSequence } from '../../nodes/shared/coalesce';
import { familyName, givenName } from '../../nodes/shared/names';
import type { Vendor } from '../../nodes/shared/vendor';
import { laidOver } from '../../nodes/shared/values';
import { weevioPims } from '../../nodes/WeevioPims/vendor';
import { planned } from './planned';

const byHand = (value: IDataObject): IDataObject => ({ mappingMode: 'defineBelow', value });
const automatic = { mappingMode: 'autoMapInputData', value: null };
const ADDRESS = { 'address.line_1': '1 High St', 'address.city': 'Leeds', 'address.postal_code': 'LS1' };

describe('a value of white space alone', () => {
	const BLANKS = ['   ', '\t\n', '\u00a0', '\u3000\u2003', '\u0085', '\u200b\ufeff'];

	it.each<[Vendor, IDataObject, string]>([
		[manexErp, { Custname: ' ', Status: 'Active' }, 'Custname'],
		[proDeliveryManager, { first_name: ' ', last_name: 'L', ...ADDRESS }, 'first_name'],
		[epass, { firstName: 'A', lastName: ' ' }, 'lastName'],
	])('G7: does not do for a required field of $displayName', (vendor, fields, name) => {
		for (const blank of BLANKS) {
			const values = { ...fields, [name]: blank };
			const missed = new RegExp(`\\(${name.replace('.', '\\.')}\\) is required`);
			expect(() => planned(vendor, 'create', { fields: byHand(values) })).toThrow(missed);
			const extraFields = JSON.stringify({ [name]: blank });
			expect(() => planned(vendor, 'create', { fields: byHand(fields), extraFields })).toThrow(missed);
		}
	});

	it('G7: takes no required field away from a record that is there', () => {
		const refused = /"Customer Name" \(Custname\) is required and cannot be emptied/;
		const change = { customer: '10', fields: byHand({ Custname: ' ' }) };
		expect(() => planned(manexErp, 'update', change)).toThrow(refused);
		const upsert = { fields: byHand({ Custno: '0000000010', Custname: '' }) };
		expect(() => planned(manexErp, 'upsert', upsert)).toThrow(refused);
		expect(() => planned(manexErp, 'update', { customer: '10', extraFields: '{"custname":null}' })).toThrow(
			refused,
		);
	});

	it.each<[Vendor, string, string]>([
		[weevioPims, 'BNAME', 'BCITY'],
		[guardantStation, 'customerName', 'customerEmail'],
	])('G7: is nothing where a name is not required, as for $displayName', (vendor, name, other) => {
		for (const blank of BLANKS) {
			const { fields } = planned(vendor, 'create', { fields: byHand({ [name]: blank, [other]: 'x' }) });
			expect(fields).toEqual({ [other]: 'x' });
			expect(() => planned(vendor, 'create', { fields: byHand({ [name]: blank }) })).toThrow(
				/nothing is filled in/,
			);
		}
	});
});

describe('what an expression gives that went wrong', () => {
	it.each([NaN, 'NaN', Infinity, '-Infinity', 'Invalid DateTime', ' Invalid Date '])(
		'G8: %p is saved in no field, be it text or not',
		(value) => {
			for (const name of ['Phone', 'Credlimit', 'Acct_date', 'Acctaxable', 'Territory']) {
				const fields = byHand({ [name]: value });
				expect(() => planned(manexErp, 'update', { customer: '10', fields })).toThrow(
					new RegExp(`^Fields: .*\\(${name}\\)`),
				);
			}
		},
	);

	it.each<[unknown]>([[NaN], [-Infinity], [new Date(NaN)], ['Invalid DateTime'], [{ deep: [NaN] }]])(
		'G8: %p is sent in no extra field either',
		(value) => {
			const extraFields = { NOTE: value } as IDataObject;
			expect(() => planned(weevioPims, 'update', { customer: 'M-1', extraFields })).toThrow(
				/^Extra Fields: NOTE/,
			);
		},
	);

	it('G8: what reads like it is text all the same', () => {
		const fields = byHand({ BNAME: 'Infinity Ltd', BATTN: 'Nan', BCITY: 'Invalid' });
		expect(planned(weevioPims, 'create', { fields }).fields).toEqual({
			BNAME: 'Infinity Ltd',
			BATTN: 'Nan',
			BCITY: 'Invalid',
		});
		const day = new Date(Date.UTC(2026, 0, 31));
		const { fields: sent } = planned(weevioPims, 'create', {
			extraFields: { DAY: day } as unknown as IDataObject,
		});
		expect(sent).toEqual({ DAY: '2026-01-31T00:00:00.000Z' });
	});
});

describe('a number beyond 2^53', () => {
	const big = 2 ** 53 + 2;

	it.each<[string, IDataObject]>([
		['a text field', { fields: byHand({ crmId: big }) }],
		['the extra fields', { fields: byHand({ crmId: 'x' }), extraFields: '{"ref": 9007199254740993}' }],
		[
			'the extra fields, deeper',
			{ fields: byHand({ crmId: 'x' }), extraFields: '{"ref": [{"a": 9007199254740993}]}' },
		],
		['Match On', { extraFields: '{"crmId": 9007199254740993}' }],
	])('S20: is refused in %s, and taken as text', (_, values) => {
		expect(() => planned(guardantStation, 'upsert', values)).toThrow(/too large to be exact/);
	});

	it('S20: is refused as a key, even where keys are text', () => {
		const fields = byHand({ BCITY: 'Leeds' });
		expect(() => planned(weevioPims, 'update', { customer: big, fields })).toThrow(/^Customer: .*exact/);
		expect(planned(weevioPims, 'update', { customer: '9007199254740993', fields }).ref.value).toBe(
			'9007199254740993',
		);
		expect(() =>
			planned(manexErp, 'create', {
				fields: byHand({ Custname: 'x', Status: 'Active', Credlimit: '9007199254740993' }),
			}),
		).toThrow(/exact/);
	});
});

describe('a list or an object where one value belongs', () => {
	const VALUES: Array<[string, unknown]> = [
		['a list', ['Active']],
		['a list', [1]],
		['a list', []],
		['an object', { value: 1 }],
	];
	const FIELDS: Array<[string, string[], IDataObject, Vendor]> = [
		['customer', ['BNAME'], { customer: 'M-1' }, weevioPims],
		['customer', ['title', 'dob', 'active'], { customer: '1' }, proDeliveryManager],
		[
			'customer',
			['Phone', 'Credlimit', 'Acct_date', 'Acctaxable', 'Status', 'Territory'],
			{ customer: '10' },
			manexErp,
		],
		['customer', ['customerPhone', 'archived', 'customerStatus'], { customer: '8' }, guardantStation],
		['serial', ['activationLimit', 'status'], { serial: 'LvHdHH' }, guardantStation],
	];

	it.each(FIELDS)(
		'is refused, mapped by hand or automatically, in a %s’s %j',
		(name, ids, chosen, vendor) => {
			for (const field of ids) {
				for (const [what, value] of VALUES) {
					const given = { [field]: value } as IDataObject;
					const words = new RegExp(`^Fields: .*\\(${field}\\).*\\b${what}\\b`);
					for (const fields of [byHand(given), automatic])
						expect(() => planned(vendor, 'update', { ...chosen, fields }, given, name)).toThrow(words);
				}
			}
		},
	);

	it.each(['Phone', 'Credlimit', 'Acct_date', 'Acctaxable', 'Status'])(
		'is refused among the extra fields of ManEx, whose addresses hold single values: %s',
		(field) => {
			for (const [, value] of VALUES) {
				const values = { customer: '10', extraFields: JSON.stringify({ [field]: value }) };
				expect(() => planned(manexErp, 'update', values)).toThrow(
					`Extra Fields: ${field} must be a single value`,
				);
			}
		},
	);
});

describe('the chosen record', () => {
	it('F1: is not contradicted by a field that the editor shows; one that it hides is left over', () => {
		const value = { CUSTOMER_CODE: 'M-2', BCITY: 'Leeds' };
		const shown = { ...byHand(value), schema: [{ id: 'CUSTOMER_CODE', removed: false }] };
		expect(() => planned(weevioPims, 'update', { customer: 'M-1', fields: shown })).toThrow(
			/^Fields: Customer Code \(CUSTOMER_CODE\) is "M-2", but the customer to write is M-1/,
		);
		const hidden = { ...byHand(value), schema: [{ id: 'BCITY' }] };
		expect(planned(weevioPims, 'update', { customer: 'M-1', fields: hidden }).fields).toEqual({
			BCITY: 'Leeds',
		});
	});

	it('F1: is nothing to save by itself', () => {
		const values = { customer: '10', extraFields: '{"Custno":"10"}' };
		expect(() => planned(manexErp, 'update', values)).toThrow(/nothing to save but the key/);
	});
});

describe('names', () => {
	it.each([
		'Ada Lovelace',
		'Ada\u00a0Lovelace',
		'Ada\tLovelace',
		'Ada\u3000Lovelace',
		'Ada \u2009 Lovelace',
		'Ada\u0085Lovelace',
	])('H2: are split at any white space: %j', (name) => {
		expect([givenName.of({ name }, ''), familyName.of({ name }, '')]).toEqual(['Ada', 'Lovelace']);
	});

	it.each<[string, IDataObject, IDataObject]>([
		[
			'a whole name without a given one',
			{ name: 'Acme' },
			{ customerName: '', customerLastName: '', customerCompanyName: 'Acme' },
		],
		[
			'a part that is named as empty',
			{ firstName: 'Ada', lastName: null },
			{ customerName: 'Ada', customerLastName: '' },
		],
		['a part alone, which leaves the others as they are', { firstName: 'Ada' }, { customerName: 'Ada' }],
		['no name at all', { name: null, firstName: null, phone: '1' }, { customerPhone: '1' }],
	])('H1: by %s', (_, item, expected) => {
		const { fields } = planned(guardantStation, 'update', { customer: '8', fields: automatic }, item);
		expect(fields).toEqual(expected);
	});

	it('H1: stay as they were typed by hand', () => {
		const fields = byHand({ last_name: 'Acme' });
		expect(planned(proDeliveryManager, 'update', { customer: '1', fields }).fields).toEqual({
			last_name: 'Acme',
		});
	});
});

describe('keys of an item without a place', () => {
	it.each<[string, IDataObject, string[]]>([
		['a text where an object belongs', { address: '1 High St, Leeds' }, ['address']],
		['a list where an object belongs', { address: [{ city: 'Leeds' }] }, ['address']],
		['what the object has besides', { address: { city: 'Leeds', planet: 'Earth' } }, ['address.planet']],
	])('I5: name %s', (_, item, expected) => {
		const { unmapped } = planned(
			proDeliveryManager,
			'update',
			{ customer: '1', fields: automatic },
			{ title: 'Dr', ...item },
		);
		expect(unmapped).toEqual(expected);
	});

	it('I5: name a field that the operation does not know, but not the key of the chosen record', () => {
		const create = planned(manexErp, 'create', { fields: automatic }, { name: 'Acme', Resl_no: '7' });
		expect(create.unmapped).toEqual(['Resl_no']);
		const update = planned(
			manexErp,
			'update',
			{ customer: '10', fields: automatic },
			{ Custno: '10', phone: '1' },
		);
		expect(update.unmapped).toEqual([]);
	});
});

it('K4: EPASS takes the names of its sample, contact and customerDepartment', () => {
	const lists = { contact: [{ name: 'a' }], customerDepartment: '[{"department":"KELOWNA"}]' };
	const fields = byHand({ firstName: 'A', lastName: 'B', ...lists });
	expect(planned(epass, 'create', { fields }).fields).toMatchObject({
		contact: [{ name: 'a' }],
		customerDepartment: [{ department: 'KELOWNA' }],
	});
});

describe('K5: extra fields of ManEx', () => {
	it('are refused when two of them are one field with two values', () => {
		const values = { customer: '10', extraFields: '{"Phone":"1","PHONE":"2"}' };
		expect(() => planned(manexErp, 'update', values)).toThrow(/Phone is given twice/);
		const same = { customer: '10', extraFields: '{"Phone":"1","PHONE":"1"}' };
		expect(planned(manexErp, 'update', same).fields).toEqual({ Phone: '1' });
	});

	it('are told apart by letter case at the other vendors', () => {
		const values = { customer: 'M-1', extraFields: '{"note":"1","NOTE":"2"}' };
		expect(planned(weevioPims, 'update', values).fields).toEqual({ note: '1', NOTE: '2' });
	});
});

describe('D1: fields laid over a record', () => {
	it('reach into an object by a dotted name, and put one value in the place of another by a plain one', () => {
		const record = { address: { line_1: 'a', city: 'b' }, O: { a: 1, b: 2 } };
		expect(laidOver(record, { 'address.city': 'c', O: { a: 1 } })).toEqual({
			address: { line_1: 'a', city: 'c' },
			O: { a: 1 },
		});
		expect(record.O).toEqual({ a: 1, b: 2 });
	});

	it('are the parts of an address where they are handed in as an object', () => {
		const values = { customer: '1', extraFields: '{"address":{"line_3":"FLAT B"},"O":{"a":1}}' };
		expect(planned(proDeliveryManager, 'update', values).fields).toEqual({
			'address.line_3': 'FLAT B',
			O: { a: 1 },
		});
	});
});

describe('E1: jobs that mean one record', () => {
	const jobs = (...names: string[][]) => names.map((plan, item) => ({ plan, items: [item] }));
	const order = (...names: string[][]): number[][] =>
		inSequence(jobs(...names), (plan) => plan).map((sequence) => sequence.flatMap(({ items }) => [...items]));

	it('follow one another in the order of their items, all others stand alone', () => {
		expect(order(['a'], ['b'], ['a'], ['c'], ['a'])).toEqual([[0, 2, 4], [1], [3]]);
	});

	it('are joined by one that shares a name with each', () => {
		expect(order(['a'], ['b'], ['c'], ['b', 'a'])).toEqual([[0, 1, 3], [2]]);
		expect(order(['a'], ['a', 'b'], ['b', 'c'], ['c'])).toEqual([[0, 1, 2, 3]]);
	});

	it('stand alone without a name', () => {
		expect(order([], [], ['a'])).toEqual([[0], [1], [2]]);
	});
});

describe('the lines of an order', () => {
	const toPdm = { resource: 'delivery', customer: 1408 };
	const web = {
		webOrderID: 'W-1',
		orderDate: '2026-01-31',
		firstName: 'Ada',
		lastName: 'Lovelace',
		email: 'ada@example.com',
	};
	const LINE = { code: 'A', description: 'A', quantity: 2 };

	it.each<[unknown, RegExp]>([
		[{ code: 'A', quantity: 2 }, /must be a list of objects, not an object$/],
		['two stoves', /must be a list of objects, not "two stoves"$/],
		['{"code": "A"}', /must be a list of objects, not an object$/],
		[7, /must be a list of objects, not "7"$/],
		[[LINE, 'B 2 pieces'], /must be a list of objects, but its entry 2 is "B 2 pieces"$/],
		[[null, LINE], /must be a list of objects, but its entry 1 is "null"$/],
		[[LINE, [LINE]], /must be a list of objects, but its entry 2 is a list$/],
	])('are refused where one of them would be lost: %j', (lines, words) => {
		const item = { ...web, number: 'SO-1', lines } as IDataObject;
		const deliver = { ...toPdm, fields: automatic };
		expect(() => planned(proDeliveryManager, 'create', deliver, item, 'delivery')).toThrow(words);
		expect(() => planned(epass, 'create', { fields: automatic, linesKey: 'x' }, item, 'webOrder')).toThrow(
			words,
		);
		const items = { ...toPdm, fields: byHand({ boxes: 1 }), extraFields: { items: lines } as IDataObject };
		expect(() => planned(proDeliveryManager, 'create', items, {}, 'delivery')).toThrow(words);
		const ordered = { fields: byHand(web), linesKey: 'x', extraFields: { lines } as IDataObject };
		expect(() => planned(epass, 'create', ordered, {}, 'webOrder')).toThrow(words);
	});

	it('may be JSON, and may be none', () => {
		const body = (lines: unknown): unknown => {
			const item = { number: 'SO-1', lines } as IDataObject;
			const deliver = { ...toPdm, fields: automatic };
			return planned(proDeliveryManager, 'create', deliver, item, 'delivery').request.body;
		};
		const items = [{ item_ref: 'A', description: 'A', quantity: 2 }];
		const delivery = { customer_id: 1408, external_delivery_ref: 'SO-1' };
		expect(body(JSON.stringify([LINE]))).toEqual({ delivery: { ...delivery, items } });
		for (const none of [null, '', []]) expect(body(none)).toEqual({ delivery });
	});
});

describe('extra fields', () => {
	const note = { invoice: '5827', noteType: 'note', fields: byHand({ note: 'x' }) };
	const comment = { invoice: '5827', noteType: 'comment', fields: byHand({ commentCode: 'C' }) };
	const invoiceLine = { invoice: '5827', lineType: 'item', fields: byHand({ ItemCode: 'A' }) };
	const delivery = { customer: 1408, fields: byHand({ boxes: 1 }) };
	const dongle = { order: 10_015, fields: byHand({ dongleId: 991_846_791 }) };
	const orderItem = {
		salesOrder: '123',
		fields: byHand({
			part_no: 'P-1',
			ord_qty: 1,
			uOfMeas: 'EACH',
			soDet_Desc: 'x',
			deliv_time: '3:00',
			status: 'Standard',
		}),
	};

	it.each<[Vendor, string, IDataObject, IDataObject, string]>([
		[epass, 'invoiceNote', note, { code: '9999' }, 'Invoice'],
		[epass, 'invoiceNote', note, { Code: '9999' }, 'Invoice'],
		[epass, 'invoiceNote', note, { INVOICECODE: '9999' }, 'Invoice'],
		[epass, 'invoiceNote', comment, { invoiceCode: '9999' }, 'Invoice'],
		[epass, 'invoiceNote', comment, { noteType: 'comment' }, 'Note Type'],
		[epass, 'invoiceLine', invoiceLine, { invoicecode: '9999' }, 'Invoice'],
		[epass, 'invoiceLine', invoiceLine, { lineType: 'model' }, 'Line Type'],
		[proDeliveryManager, 'delivery', delivery, { Customer_ID: 7 }, 'Customer'],
		[guardantStation, 'dongle', dongle, { dongleid: 777 }, 'Dongle ID (dongleId)'],
		[guardantStation, 'dongle', dongle, { order: 10_016 }, 'Order'],
		[manexErp, 'salesOrderItem', orderItem, { sono: '124' }, 'Sales Order'],
		[manexErp, 'salesOrderItem', orderItem, { part_num: 'P-2' }, 'Part Number (part_no)'],
		[manexErp, 'salesOrderItem', orderItem, { PART_NUM: 'P-2' }, 'Part Number (part_no)'],
	])('do not say again what $displayName is told of a new %s: %j', (vendor, name, values, extra, by) => {
		expect(() => planned(vendor, 'create', { ...values, extraFields: extra }, {}, name)).toThrow(
			`Extra Fields: ${Object.keys(extra).join()} is not taken from here, since ${by} says it`,
		);
		expect(() => planned(vendor, 'create', { ...values, extraFields: { other: 1 } }, {}, name)).not.toThrow();
	});

	it.each<[Vendor, string, IDataObject, IDataObject]>([
		[guardantStation, 'serial', { serial: 'LvHdHH-Ux1VmY' }, { _id: 3 }],
		[manexErp, 'item', { item: '_1EP0Q018R', fields: byHand({ abc: 'A' }) }, { uniqkey: '_2' }],
		[manexErp, 'item', { item: '_1EP0Q018R', fields: byHand({ abc: 'A' }) }, { Uniq_Key: '_2' }],
	])('name no other record of $displayName than the chosen %s', (vendor, name, values, extra) => {
		const words = new RegExp(
			`^Extra Fields: ${Object.keys(extra).join()} is "[^"]+", but the ${name} to write`,
		);
		const extraFields = { status: 'active', ...extra };
		expect(() => planned(vendor, 'update', { ...values, extraFields }, {}, name)).toThrow(words);
	});
});
