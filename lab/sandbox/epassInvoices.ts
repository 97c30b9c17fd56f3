import { Random } from './data';
import {
	indexOfCode,
	indexOfInvoice,
	INVOICE_FIELDS,
	invoiceIdOf,
	invoicesOf,
	midnight,
	paddedCode,
	withoutId,
} from './epassData';
import type { EpassCustomer } from './epassData';
import type { EpassFields } from './epassFields';
import { idsAbove, matches, parseQuery, pinned, selectColumns } from './epassQuery';
import type { Query } from './epassQuery';
import { extended, readPaging, searchAnswer, searchRefused, takePage } from './epassSearch';
import { accepted, idAndCodeOf, idOf, isOpen, rejected, textOf } from './epassWrites';
import type { EpassRoom, Routes } from './epassWrites';
import { isObject, lowerKeys } from './json';
import { Overlay } from './overlay';
import { orRefuse, Refused } from './refused';
import { known, tableOf } from './table';
import type { Table } from './table';
import type { JsonObject, VendorReply } from './types';

const NAMES = new Map(INVOICE_FIELDS.map((name) => [name.toLowerCase(), name]));
/** Nothing documents that answers bring them, or how they are called there. */
const DATES = ['ScheduleDate', 'PickupDate', 'RequestedDate'] as const;

const INVOICE_TYPES = ['SALE', 'QUOTE', 'SERVICE'];
const PAYMENT_TYPES = ['AR', 'COD', 'VISA'];
const DEPARTMENTS = ['VANCOUVER', 'KELOWNA'];
/** Above every ID of the seed. */
const FIRST_NEW_ID = 50_000_000;

const SALT = 51;

const columnsOf = (fields: JsonObject): EpassFields =>
	withoutId(known(fields, INVOICE_FIELDS)) as EpassFields;

export interface Invoices {
	readonly routes: Routes;
	readonly table: Table;
	/** With what was changed; undefined where there is none. */
	find(code: string): EpassFields | undefined;
}

interface Customers {
	get(code: string): EpassCustomer | undefined;
	/** Hidden or not. */
	held(code: string): EpassCustomer | undefined;
	/** As the seed made them: an invoice keeps the name that its customer had. */
	seeded(): readonly EpassCustomer[];
}

/**
 * Invoice headers: https://help.epass.software/docs/invoices/invoice/addinvoiceheader and its neighbours. Seeded ones
 * follow from their customer, whatever becomes of it; those that were added or changed are kept. Codes of messages are
 * inventions (INV-9xxxx) but for the documented INV-010073.
 */
export function createInvoices(room: EpassRoom, customers: Customers): Invoices {
	const { counters, seed, settings } = room.context;
	const codeOf = (invoice: EpassFields): string => textOf(invoice.Code);
	const byId = ({ ID: a }: EpassFields, { ID: b }: EpassFields): number => Number(a) - Number(b);
	/** By ID, which costs less to look up than a code where all are gone through. */
	const invoices = new Overlay<number, EpassFields>(
		({ ID }) => Number(ID),
		(id) => {
			const customer = customers.seeded()[indexOfInvoice(id)];
			return customer && invoicesOf(seed, customer).find(({ ID }) => ID === id);
		},
	);
	/** IDs of added ones. */
	const idByCode = new Map<string, number>();
	const next = { id: FIRST_NEW_ID, number: 118 };

	const idOfCode = (code: string): number => idByCode.get(code.trim()) ?? invoiceIdOf(code.trim());
	const find = (code: string): EpassFields | undefined => invoices.get(idOfCode(code));
	const isTaken = (code: string): boolean => invoices.held(idOfCode(code)) !== undefined;
	const ownCode = (): string => `RS${String(next.number++).padStart(8, '0')}`;
	const fresh = (code: string, given: EpassFields): EpassFields => {
		idByCode.set(code, next.id);
		return {
			...Object.fromEntries(INVOICE_FIELDS.map((name) => [name, null])),
			Status: 'Open',
			DateCreated: midnight(),
			SubTotal: 0,
			Total: 0,
			Balance: 0,
			...given,
			ID: next.id++,
			Code: paddedCode(code),
		};
	};
	/** As an answer shows it. */
	const shown = (invoice: EpassFields): EpassFields => {
		if (settings().epassInvoiceDates === 'shown') return invoice;
		return Object.fromEntries(
			Object.entries(invoice).filter(([name]) => !DATES.some((date) => date === name)),
		);
	};

	function searchAll(body: JsonObject): VendorReply {
		const { epassDateOrder, epassMaxPageSize } = settings();
		const query = parseQuery(body, NAMES);
		const paging = readPaging(body, epassMaxPageSize);
		const page = takePage(
			candidates(query, Math.max(paging.pageStartId, idsAbove(query))),
			(invoice) =>
				Number(invoice.ID) > paging.pageStartId &&
				matches(query, (field) => invoice[field] ?? null, epassDateOrder),
			paging.pageSize,
		);
		const tables = isObject(body.tables) ? lowerKeys(body.tables) : undefined;
		const rows = page.records.map((invoice) =>
			extended({ Fields: selectColumns(shown(invoice), tables?.invoice) }, body, textOf(invoice.BranchCode)),
		);
		const largestId = Number(page.records.at(-1)?.ID ?? 0);
		return searchAnswer(body, 'Invoice', { pageSize: paging.pageSize, largestId, more: page.more }, rows);
	}

	/** In the order of ID, which grows with the customer's index; added ones come last. */
	function candidates(query: Query, above: number): Iterable<EpassFields> {
		const ids = pinned(query, 'ID')?.map(Number) ?? pinned(query, 'Code')?.map(idOfCode);
		if (ids !== undefined) {
			const found = [...new Set(ids)].map((id) => invoices.get(id));
			return found.filter((invoice) => invoice !== undefined).sort(byId);
		}
		const ofCustomers = pinned(query, 'SoldToCode') ?? pinned(query, 'BillToCode');
		if (ofCustomers === undefined) return invoices.among(seededFrom(indexOfInvoice(above)));
		const indexes = new Set(ofCustomers.map((code) => indexOfCode(code.trim())));
		const owners = [...indexes].flatMap((index) => customers.seeded()[index] ?? []);
		return [...invoices.among(owners.flatMap((owner) => invoicesOf(seed, owner)))].sort(byId);
	}

	function* seededFrom(index: number): Iterable<EpassFields> {
		const all = customers.seeded();
		for (let n = Math.max(0, index); n < all.length; n++) yield* invoicesOf(seed, all[n] as EpassCustomer);
	}

	function byCode(body: JsonObject): VendorReply {
		const query = isObject(body.query) ? lowerKeys(body.query) : {};
		const code = textOf(query.invoicecode);
		if (code === '') throw new Refused('Error. Empty Search Field');
		const invoice = find(code);
		const rows =
			invoice === undefined ? [] : [extended({ Fields: shown(invoice) }, body, textOf(invoice.BranchCode))];
		return searchAnswer(body, 'Invoice', { pageSize: 100, largestId: 0, more: false }, rows);
	}

	function add(body: JsonObject): VendorReply {
		const sent = lowerKeys(body);
		const value = (name: string): string => textOf(sent[name.toLowerCase()]);
		const messages: string[] = [];
		for (const name of ['BillToCode', 'SoldToCode']) {
			const customer = customers.get(value(name));
			if (customer === undefined) messages.push(`${name} must be a valid Customer Code.`);
			else if (customer.changed.DoNotService === true) messages.push(`${name}: Do Not Service is set.`);
		}
		if (!INVOICE_TYPES.includes(value('InvTypeCode')))
			messages.push('InvTypeCode must be a valid Invoice Type Code.');
		if (!PAYMENT_TYPES.includes(value('PaymentTypeCode')))
			messages.push('PaymentTypeCode must be a valid Payment Type Code.');
		const department = value('Department') || 'VANCOUVER';
		if (!DEPARTMENTS.includes(department)) messages.push('Department must be valid for the Invoice Type.');
		const code = value('Code') || ownCode();
		if (isTaken(code)) messages.push('Code must be unique.');
		if (messages.length > 0)
			return rejected(
				room,
				messages.map((message, index) => ({ code: `INV-9000${index + 1}`, message })),
			);
		const buyer = customers.get(value('SoldToCode'));
		const invoice = fresh(code, {
			BillToCode: value('BillToCode'),
			SoldToCode: value('SoldToCode'),
			SoldToFirstName: buyer?.changed.FirstName ?? '',
			SoldToLastName: buyer?.changed.LastName ?? '',
			InvTypeCode: value('InvTypeCode'),
			PaymentTypeCode: value('PaymentTypeCode'),
			Department: department,
			BranchCode: value('BranchCode') || 'DEFAULT',
			Tax2Code: value('Tax2Code') || textOf(customers.get(value('BillToCode'))?.changed.TaxCode),
			UserCreated: value('UserCreated') || 'N8NAPI',
		});
		invoices.insert(invoice);
		room.made(invoice);
		counters.created++;
		const id = Number(invoice.ID);
		return accepted([
			settings().epassInvoiceKeys === 'idOnly' ? idOf('Invoice', id) : idAndCodeOf('Invoice', id, code),
		]);
	}

	function edit(body: JsonObject): VendorReply {
		const sent = lowerKeys(body);
		const code = textOf(sent.invoicecode);
		const invoice = find(code);
		if (invoice === undefined)
			return rejected(room, [{ code: 'INV-90010', message: 'InvoiceCode must be a valid Invoice Code.' }]);
		if (!isOpen(invoice))
			return rejected(room, [{ code: 'INV-90011', message: 'Invoice must be Open or Committed.' }]);
		const dates: EpassFields = {};
		for (const name of DATES) {
			const value = sent[name.toLowerCase()];
			if (value === undefined) continue;
			const day = /^\d{4}-\d{2}-\d{2}/.exec(textOf(value))?.[0];
			if (value !== null && day === undefined)
				return rejected(room, [{ code: 'INV-90012', message: `${name} is invalid.` }]);
			if (name === 'ScheduleDate' && day !== undefined && day < new Date().toISOString().slice(0, 10))
				return rejected(room, [
					{ code: 'INV-010073', message: 'You cannot select a Schedule Date that is in the past.' },
				]);
			dates[name] = day === undefined ? null : `${day}T00:00:00`;
		}
		invoices.replace({ ...invoice, ...dates });
		counters.updated++;
		return accepted([
			idOf('InvoiceNote', 20_115_388 + counters.updated),
			idOf('Invoice', Number(invoice.ID)),
		]);
	}

	/** As a person in the shop writes one. */
	function written(fields: JsonObject): EpassFields {
		const given = columnsOf(fields);
		const soldTo = textOf(given.SoldToCode) || (customers.seeded()[0]?.code ?? '');
		const buyer = customers.held(soldTo);
		if (buyer === undefined) throw new Refused(`There is no customer ${soldTo}`);
		const subTotal = new Random(seed, SALT, next.id).money(2000);
		const code = textOf(given.Code) || ownCode();
		if (isTaken(code)) throw new Refused(`There is a record ${code} already`);
		return fresh(code, {
			BillToCode: soldTo,
			SoldToCode: soldTo,
			SoldToFirstName: buyer.changed.FirstName ?? '',
			SoldToLastName: buyer.changed.LastName ?? '',
			InvTypeCode: 'SALE',
			PaymentTypeCode: 'COD',
			Department: 'VANCOUVER',
			BranchCode: buyer.changed.BranchCode ?? 'DEFAULT',
			MapZoneCode: '',
			PONumber: '',
			Tax2Code: buyer.changed.TaxCode ?? '',
			UserCreated: '03082',
			SubTotal: subTotal,
			Total: Math.round(subTotal * 112) / 100,
			Salesperson1: '03082',
			Salesperson2: '',
			...given,
		});
	}

	const searched =
		(run: (body: JsonObject) => VendorReply) =>
		(body: JsonObject): VendorReply =>
			orRefuse(
				() => run(body),
				(message) => searchRefused(body, 'Invoice', message, room.rejectStatus(400)),
			);

	return {
		find,
		table: tableOf(() => invoices, {
			key: idOfCode,
			nameOf: codeOf,
			made: written,
			amended: (invoice, fields) => ({ ...invoice, DateModified: midnight(), ...columnsOf(fields) }),
		}),
		routes: {
			'POST /invoicing/invoice/search': searched(searchAll),
			'POST /invoicing/invoice/search/code': searched(byCode),
			'POST /invoicing/invoice/add': add,
			'POST /invoicing/invoice/edit': edit,
		},
	};
}
