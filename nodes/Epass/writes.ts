interface Write {
	readonly path: readonly string[];
	/** The table whose keys the answer names for the record that was written. */
	readonly table: string;
}

const onInvoice = (part: string, table: string): Write => ({
	path: ['invoicing', 'invoice', part, 'add'],
	table,
});

/**
 * Where EPASS takes records, and in which table it keeps them. Documented are the tables of customers, of changes to
 * an invoice, of notes and of comments; the others are called as EPASS calls the object.
 * https://documents.epass.software/categories/invoices
 */
export const WRITES = {
	customer: { path: ['customer', 'customer'], table: 'Customer' },
	invoice: { path: ['invoicing', 'invoice', 'add'], table: 'Invoice' },
	invoiceEdit: { path: ['invoicing', 'invoice', 'edit'], table: 'Invoice' },
	item: onInvoice('item', 'InvoiceItem'),
	labor: onInvoice('labor', 'InvoiceLabor'),
	misc: onInvoice('misc', 'InvoiceMisc'),
	model: onInvoice('model', 'InvoiceModel'),
	package: onInvoice('package', 'InvoicePackage'),
	note: onInvoice('note', 'InvoiceNote'),
	comment: onInvoice('comment', 'InvoiceComment'),
} as const satisfies Record<string, Write>;

/** Its answer, and so the name of its table, is not documented. */
export const WEB_ORDER = ['external', 'weborder'] as const;

/** As people may type it. */
const asOne = (path: readonly string[]): string => path.join('/').toLowerCase();

const tables = new Map(Object.values(WRITES).map(({ path, table }) => [asOne(path), table]));

/** The table that a write is about; undefined for one that nothing here knows. */
export const tableOf = (path: readonly string[]): string | undefined => tables.get(asOne(path));

export const isWebOrder = (path: readonly string[]): boolean => asOne(path) === asOne(WEB_ORDER);
