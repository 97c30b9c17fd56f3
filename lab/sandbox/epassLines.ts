import { itemOf } from './epassItems';
import { accepted, idOf, isOpen, rejected, textOf } from './epassWrites';
import type { EpassRoom, Routes } from './epassWrites';
import type { Invoices } from './epassInvoices';
import { lowerKeys } from './json';
import type { JsonObject, VendorReply } from './types';

interface Line {
	readonly table: string;
	/** The field that names what is sold, and whether EPASS has it. */
	readonly code: string;
	isKnown(code: string): boolean;
	readonly quantity?: string;
	/** A line without the code is taken. */
	readonly optional?: true;
}

const among =
	(...codes: string[]) =>
	(code: string): boolean =>
		codes.includes(code);

/** https://documents.epass.software/categories/invoices; what EPASS has beside items is invented. */
const LINES: Record<string, Line> = {
	item: {
		table: 'InvoiceItem',
		code: 'ItemCode',
		isKnown: (code) => itemOf(code) !== undefined,
		quantity: 'QtyOrdered',
	},
	labor: {
		table: 'InvoiceLabor',
		code: 'LaborRateCode',
		isKnown: among('INSTALL', 'REPAIR'),
		optional: true,
	},
	misc: { table: 'InvoiceMisc', code: 'MiscCode', isKnown: among('DELIVERY', 'HAULAWAY'), quantity: 'Qty' },
	model: {
		table: 'InvoiceModel',
		code: 'ModelCode',
		isKnown: among('AEG-100', 'AEG-200'),
		quantity: 'QtyOrdered',
	},
	package: { table: 'InvoicePackage', code: 'PackageCode', isKnown: among('KITCHEN'), quantity: 'Qty' },
};

/** Lines of invoices. Codes of messages are inventions (INV-9xxxx). */
export function lineRoutes(room: EpassRoom, invoices: Invoices): Routes {
	let id = 7_000_000;

	function add(line: Line, body: JsonObject): VendorReply {
		const sent = lowerKeys(body);
		const invoice = invoices.find(textOf(sent.invoicecode));
		if (invoice === undefined)
			return rejected(room, [{ code: 'INV-90020', message: 'InvoiceCode must be a valid Invoice Code.' }]);
		if (!isOpen(invoice))
			return rejected(room, [{ code: 'INV-90021', message: 'Invoice Status must be Open or Committed.' }]);
		const code = textOf(sent[line.code.toLowerCase()]);
		if (!(code === '' && line.optional === true) && !line.isKnown(code))
			return rejected(room, [{ code: 'INV-90022', message: `${line.code} must be a valid code.` }]);
		const quantity = line.quantity === undefined ? undefined : (sent[line.quantity.toLowerCase()] ?? 1);
		if (line.quantity === 'QtyOrdered' && !(Number.isInteger(quantity) && Number(quantity) > 0))
			return rejected(room, [{ code: 'INV-90023', message: 'QtyOrdered must be greater than zero.' }]);
		room.made({
			table: line.table,
			...body,
			...(line.quantity === undefined ? {} : { [line.quantity]: quantity }),
			ID: ++id,
		});
		room.context.counters.created++;
		// "If not stock …, we will return a warning message"
		const isShort = line.table === 'InvoiceItem' && Number(itemOf(code)?.MainStockQOH) === 0;
		const warnings = isShort ? [{ code: 'INV-90024', message: 'The item is not in stock.' }] : [];
		return accepted([idOf(line.table, id)], warnings);
	}

	return Object.fromEntries(
		Object.entries(LINES).map(([name, line]) => [
			`POST /invoicing/invoice/${name}/add`,
			(body: JsonObject) => add(line, body),
		]),
	);
}
