import type { Invoices } from './epassInvoices';
import { accepted, idOf, secondForm, textOf } from './epassWrites';
import type { EpassRoom, Routes } from './epassWrites';
import { lowerKeys } from './json';
import type { JsonObject, VendorReply } from './types';

const COMMENTS = ['No Refunds.', 'WARRANTY'];

/**
 * https://documents.rdbusiness.com/docs/invoices/invoicenote/ and …/invoicecomment/; of the words of refusals only
 * "Note cannot be blank." is documented.
 */
export function noteRoutes(room: EpassRoom, invoices: Invoices): Routes {
	const next = { note: 4_988_226, comment: 1_234_567 };

	const refused = (...details: string[]): VendorReply => ({
		status: room.rejectStatus(422),
		body: secondForm(details),
	});

	function made(table: string, body: JsonObject, id: number, ...others: JsonObject[]): VendorReply {
		room.made({ table, ...body, ID: id });
		room.context.counters.created++;
		return accepted([idOf(table, id), ...others]);
	}

	function note(body: JsonObject): VendorReply {
		const sent = lowerKeys(body);
		if (invoices.find(textOf(sent.code)) === undefined) return refused('Code must be a valid Invoice code.');
		if (textOf(sent.note) === '') return refused('Note cannot be blank.');
		return made('InvoiceNote', body, next.note++);
	}

	function comment(body: JsonObject): VendorReply {
		const sent = lowerKeys(body);
		if (invoices.find(textOf(sent.invoicecode)) === undefined)
			return refused('InvoiceCode must be a valid Invoice Code.');
		if (!COMMENTS.includes(textOf(sent.commentcode)))
			return refused('CommentCode must be a valid Comment Code.');
		const id = next.comment++;
		return made('InvoiceComment', body, id, idOf('InvoiceAddress', id));
	}

	return { 'POST /invoicing/invoice/note/add': note, 'POST /invoicing/invoice/comment/add': comment };
}
