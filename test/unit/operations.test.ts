import type { IDataObject } from 'n8n-workflow';

import { guardantStation } from '../../nodes/GuardantStation/vendor';
import { manexErp } from '../../nodes/ManexErp/vendor';
import { proDeliveryManager } from '../../nodes/ProDeliveryManager/vendor';
import type { Vendor } from '../../nodes/shared/vendor';
import { weevioPims } from '../../nodes/WeevioPims/vendor';
import { planned } from './planned';
import type { Planned } from './planned';

const create = (vendor: Vendor, values: IDataObject, item?: IDataObject): IDataObject =>
	planned(vendor, 'create', values, item).fields;
const byHand = (value: IDataObject | null) => ({ mappingMode: 'defineBelow', value });
const automatic = { mappingMode: 'autoMapInputData', value: null };

/** What another vendor's node puts out. */
const COMMON = {
	id: 8,
	code: 'C8',
	externalId: 'EXT-8',
	name: 'Ann Lee',
	firstName: 'Ann',
	lastName: 'Lee',
	companyName: null,
	email: 'ann@example.com',
	phone: '123',
	addressLine1: '1 High St',
	addressLine2: null,
	city: 'Leeds',
	state: 'Yorks',
	postalCode: 'LS1 1AA',
	country: 'GB',
	active: true,
	createdAt: null,
	updatedAt: null,
};

describe('the fields to write', () => {
	it('are those mapped by hand, with the extra fields over them', () => {
		const values = {
			fields: byHand({ BEMAIL: 'a', BPHONE: '1' }),
			extraFields: '{"BEMAIL": "b", "ANY_COLUMN": 2}',
		};
		expect(create(weevioPims, values)).toEqual({ BEMAIL: 'b', BPHONE: '1', ANY_COLUMN: 2 });
	});

	it('take any value among the extra fields, null included, unchecked', () => {
		const values = { fields: byHand({ customerName: 'x' }), extraFields: { customerStatus: 9, note: null } };
		expect(create(guardantStation, values)).toEqual({ customerName: 'x', customerStatus: 9, note: null });
	});

	it.each([byHand(null), byHand({}), undefined, null, automatic])('must not be empty: %j', (fields) => {
		expect(() => create(weevioPims, { fields: fields as IDataObject }, { nothing: 'known' })).toThrow(
			/^Fields: /,
		);
	});

	it.each(['[1]', '"text"', '7', 'true'])('cannot be extended by the JSON %s', (extraFields) => {
		expect(() => create(weevioPims, { extraFields })).toThrow(/Extra Fields must be a JSON object/);
	});

	it('are taken from another vendor’s simplified customer when mapped automatically', () => {
		expect(create(weevioPims, { fields: automatic }, COMMON)).toEqual({
			CUSTOMER_NAME: 'Ann Lee',
			BNAME: 'Ann Lee',
			BADDRESS1: '1 High St',
			BCITY: 'Leeds',
			BSTATE: 'Yorks',
			BZIPCODE: 'LS1 1AA',
			BCOUNTRY: 'GB',
			BPHONE: '123',
			BEMAIL: 'ann@example.com',
		});
		expect(create(proDeliveryManager, { fields: automatic }, COMMON)).toEqual({
			first_name: 'Ann',
			last_name: 'Lee',
			'address.line_1': '1 High St',
			'address.city': 'Leeds',
			'address.postal_code': 'LS1 1AA',
			'address.county': 'Yorks',
			external_customer_ref: 'EXT-8',
			email_address: 'ann@example.com',
			tel_number_1: '123',
			active: true,
		});
		expect(create(manexErp, { fields: automatic }, COMMON)).toEqual({
			Custname: 'Ann Lee',
			Status: 'Active',
			Phone: '123',
		});
		expect(create(guardantStation, { fields: automatic }, COMMON)).toEqual({
			customerName: 'Ann',
			customerLastName: 'Lee',
			customerEmail: 'ann@example.com',
			customerPhone: '123',
			archived: false,
			crmId: 'EXT-8',
		});
	});

	it('take a company’s name whole where the vendor splits a person’s', () => {
		const company = { name: 'Acme Repair', companyName: 'Acme Repair' };
		expect(create(guardantStation, { fields: automatic }, company)).toEqual({
			customerCompanyName: 'Acme Repair',
		});
	});

	it('become Active when a new ManEx customer comes without a state', () => {
		expect(create(manexErp, { fields: automatic }, { name: 'Acme' })).toEqual({
			Custname: 'Acme',
			Status: 'Active',
		});
		expect(create(manexErp, { fields: automatic }, { name: 'Acme', active: false }).Status).toBe('Inactive');
	});

	it('are refused for ManEx when they are no single values, before anything is sent', () => {
		const fields = byHand({ Custname: 'x', Status: 'Active' });
		expect(() => create(manexErp, { fields, extraFields: '{"Notes": ["a"]}' })).toThrow(
			/Notes must be a single value/,
		);
		const change = { customer: '10', fields: byHand({ Phone: '1' }), extraFields: '{"Notes": {}}' };
		expect(() => planned(manexErp, 'update', change)).toThrow(/Notes must be a single value/);
	});
});

describe('creating or updating', () => {
	const upsert = (vendor: Vendor, values: IDataObject, item?: IDataObject): Planned<'upsert'> =>
		planned(vendor, 'upsert', values, item);

	it('matches on the vendor’s key or reference unless told otherwise', () => {
		const usual = upsert(proDeliveryManager, {
			fields: byHand({ external_customer_ref: ' EXT-8 ', title: 'Mr' }),
		});
		expect(usual).toMatchObject({ matchOn: 'external_customer_ref', matchValue: 'EXT-8' });
		const other = upsert(weevioPims, { matchOn: 'BEMAIL', fields: byHand({ BEMAIL: 'a@b.c' }) });
		expect(other).toMatchObject({ matchOn: 'BEMAIL', matchValue: 'a@b.c' });
	});

	it('finds the value to match among the extra fields too', () => {
		expect(upsert(guardantStation, { extraFields: '{"crmId": 77}' })).toMatchObject({
			matchOn: 'crmId',
			matchValue: '77',
		});
	});

	it('refuses a field by which customers cannot be found, and an item without a value in it', () => {
		const fields = byHand({ BEMAIL: 'a@b.c' });
		expect(() => upsert(weevioPims, { matchOn: 'BCITY', fields })).toThrow(/^Match On: .*"BCITY"/);
		expect(() => upsert(weevioPims, { matchOn: 'BPHONE', fields })).toThrow(
			'Match On: the field Billing Phone (BPHONE) has no value in this item, while there is one in Billing Email (BEMAIL)',
		);
		expect(() => upsert(manexErp, { matchOn: 'Custno', fields: byHand({ Phone: '1' }) })).toThrow(
			'Match On: the field Customer Number (Custno) has no value in this item, nor in Customer Name (Custname)',
		);
		expect(() => upsert(proDeliveryManager, { fields: byHand({ first_name: 'Ada' }) })).toThrow(
			/^Match On: the field External Reference \(external_customer_ref\) has no value in this item$/,
		);
	});

	it('puts the source’s id into the reference when mapped automatically, unless the item has one', () => {
		const { externalId, ...without } = COMMON;
		expect(externalId).toBe('EXT-8');
		expect(upsert(guardantStation, { fields: automatic }, without)).toMatchObject({
			matchOn: 'crmId',
			matchValue: '8',
		});
		expect(upsert(guardantStation, { fields: automatic }, COMMON)).toMatchObject({ matchValue: 'EXT-8' });
	});

	it('does not ask for the fields of a new record before it is known that there is none', () => {
		expect(() => upsert(manexErp, { fields: byHand({ Custno: '0000000010', Phone: '1' }) })).not.toThrow();
	});
});
