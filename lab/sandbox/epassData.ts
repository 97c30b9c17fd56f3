import { isoDay, orderCount, ORDERS_PER_CUSTOMER, person, Random, today } from './data';
import { CUSTOMER_TEMPLATE, DOCUMENTED_CUSTOMERS } from './epassFields';
import type { EpassFields } from './epassFields';
import { Refused } from './refused';
import type { JsonObject } from './types';

const VENDOR = 5;

/** Only what differs from the template: 100,000 customers of 153 attributes would fill the memory. */
export interface EpassCustomer {
	id: number;
	code: string;
	changed: EpassFields;
	/** The CustomerContact row, if the customer has one. */
	contact?: EpassFields;
	departments: EpassFields[];
	/** Index in the seed, which the invoices derive from; undefined for a created customer. */
	index?: number;
}

/** Branch codes and the one documented branch record (ID 11, Abbotsford). */
export const BRANCHES: readonly EpassFields[] = [
	{ ID: 1, Code: 'DEFAULT', Description: 'Head office' },
	{ ID: 11, Code: '140', Description: 'Abbotsford' },
	{ ID: 12, Code: '310', Description: 'Saskatoon' },
	{ ID: 13, Code: '210', Description: 'Burnaby' },
];

const PROVINCES: readonly string[] = ['BC', 'AB', 'SK', 'ON'];

/** EPASS keeps days, as the moment at which they begin. */
export const midnight = (): string => `${isoDay(today())}T00:00:00`;

/** IDs are for EPASS to give: they grow, and pages follow them. */
export function withoutId(fields: JsonObject): JsonObject {
	if ('ID' in fields) throw new Refused('EPASS gives IDs itself');
	return fields;
}

export function wholeCustomer(customer: EpassCustomer): EpassFields {
	return { ...CUSTOMER_TEMPLATE, ...customer.changed, ID: customer.id, Code: customer.code };
}

export function seededCustomer(seed: number, index: number): EpassCustomer {
	const documented = DOCUMENTED_CUSTOMERS[index];
	if (documented) {
		return {
			id: Number(documented.ID),
			code: String(documented.Code),
			changed: documented,
			departments: [],
			index,
		};
	}
	const random = new Random(seed, VENDOR, index);
	const who = person(random, seed, index);
	const bare = index % 17 === 4;
	const phone = `(604) ${who.phone.slice(4)}`;
	return {
		// Round the documented IDs 157946 and 303428, and below 354308, the first one created.
		id: index < 140_000 ? 160_000 + index : 400_000 + index,
		code: seededCode(index),
		changed: {
			ExternalID: index % 4 === 0 ? `EXT-${index}` : '',
			FirstName: who.first,
			LastName: who.last,
			Address1: who.street,
			City: index % 6 === 0 ? random.pick(['Vancouver', 'Calgary', 'Burnaby']) : who.city,
			State: random.pick(PROVINCES),
			BranchCode: random.pick(['140', '310', '210']),
			DateCreated: `${isoDay(who.day)}T00:00:00`,
			DateModified: index % 3 === 0 ? `${isoDay(who.day + 20)}T00:00:00` : null,
			Email: bare ? '' : who.email,
			LastActivityDate: `${isoDay(who.day + 30)}T00:00:00`,
			LastYearPurchase: index % 3 === 0 ? random.money(5000) : 0,
			Phone1: bare ? '' : phone,
			TaxCode: random.pick(['BCP', 'SKP']),
			UserCreated: '03082',
			YTDPurchase: random.money(2000),
			ZipCode: `V${random.int(1, 9)}G ${random.int(1, 9)}N${random.int(1, 9)}`,
			// The samples of https://help.epass.software/docs/customer hold values that a client should drop or hide.
			SSN: index % 29 === 7 ? '000-00-0000' : '',
			WebPassword: index % 29 === 7 ? 'sandbox-web-password' : '',
		},
		departments: [],
		index,
	};
}

/** Some are phone numbers, as the page recommends; some begin with a letter, for its LIKE sample. */
function seededCode(index: number): string {
	if (index % 10 === 5) return `604${`${index}`.padStart(7, '0')}`;
	if (index % 10 === 7) return `A${index}`;
	return `${500_000 + index}`;
}

/** Where in the seed this code is, if it is there at all. */
export function indexOfCode(code: string): number {
	const documented = DOCUMENTED_CUSTOMERS.findIndex((each) => each.Code === code);
	if (documented >= 0) return documented;
	const [, long, letter, plain] = /^(?:604(\d{7})|A(\d+)|(\d{6}))$/.exec(code) ?? [];
	const index = Number(long ?? letter ?? Number(plain) - 500_000);
	return seededCode(index) === code ? index : -1;
}

const FIRST_INVOICE_ID = 1_000_000;
const FIRST_INVOICE_CODE = 10_000;
const CODE_WIDTH = 8;

/** Left-padded like the sample's `" 5827"`; the width itself was not readable. */
export function paddedCode(code: string): string {
	return code.trim().padStart(CODE_WIDTH);
}

/**
 * Invoices of a customer. The attributes are those that https://help.epass.software/docs/invoices/invoice/searchinvoices
 * searches by (SoldToCode, BillToCode, SoldToFirstName, SoldToLastName, Status, MapZoneCode, InvTypeCode,
 * PaymentTypeCode, Department); nothing lists all, so dates and totals are plausible inventions.
 */
export function invoicesOf(seed: number, customer: EpassCustomer): EpassFields[] {
	const { index } = customer;
	if (index === undefined) return [];
	const count = index === 0 ? 4 : orderCount(seed, VENDOR, index);
	return Array.from({ length: count }, (_, n) => invoice(seed, customer, index, n));
}

function invoice(seed: number, customer: EpassCustomer, index: number, n: number): EpassFields {
	const random = new Random(seed, VENDOR, index, 1000 + n);
	const place = index * ORDERS_PER_CUSTOMER + n;
	// 5827 is the documented invoice code; it belongs to customer 1000 here.
	const code = place === 0 ? '5827' : String(FIRST_INVOICE_CODE + place);
	const day = random.int(18262, 20453);
	const subTotal = random.money(2000);
	return {
		ID: FIRST_INVOICE_ID + place,
		Code: paddedCode(code),
		BillToCode: customer.code,
		SoldToCode: customer.code,
		SoldToFirstName: customer.changed.FirstName ?? '',
		SoldToLastName: customer.changed.LastName ?? '',
		Status: random.pick(['Open', 'Committed', 'Finished', 'Not Posted', 'Processing']),
		InvTypeCode: random.pick(['SALE', 'QUOTE', 'SERVICE']),
		PaymentTypeCode: 'COD',
		Department: random.pick(['VANCOUVER', 'KELOWNA']),
		BranchCode: customer.changed.BranchCode ?? 'DEFAULT',
		MapZoneCode: random.pick(['', 'VANIS', 'KEL']),
		PONumber: n % 3 === 0 ? '' : `PO-${random.digits(5)}`,
		DateCreated: `${isoDay(day)}T00:00:00`,
		DateModified: null,
		ScheduleDate: null,
		PickupDate: null,
		RequestedDate: null,
		Tax2Code: 'BCP',
		UserCreated: '03082',
		SubTotal: subTotal,
		Total: Math.round(subTotal * 112) / 100,
		Balance: 0,
		Salesperson1: '03082',
		Salesperson2: '',
	};
}

export const INVOICE_FIELDS: readonly string[] = Object.keys(
	invoice(0, { id: 0, code: '', changed: {}, departments: [] }, 0, 0),
);

/** The ID that the seed's invoice of this code has; NaN for what is no such code. */
export function invoiceIdOf(code: string): number {
	if (code === '5827') return FIRST_INVOICE_ID;
	const place = /^\d+$/.test(code) ? Number(code) - FIRST_INVOICE_CODE : NaN;
	return place >= 1 ? FIRST_INVOICE_ID + place : NaN;
}

/** The seed index of the customer that owns an invoice. */
export function indexOfInvoice(id: number): number {
	return Math.floor((id - FIRST_INVOICE_ID) / ORDERS_PER_CUSTOMER);
}
