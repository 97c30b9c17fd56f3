import type { INodeProperties } from 'n8n-workflow';

import { toIsoDate } from '../shared/dates';
import type { Parameters } from '../shared/parameters';
import type { BatchLookup, Listing, Yields } from '../shared/resource';
import type { OrderKey } from '../shared/shapes';
import { asObject, asObjects, firstText, numeric, text } from '../shared/values';
import type { RecordKey } from '../shared/wire';
import { equal, MOST_IN_VALUES, pageSizeOf, paging, searchIn, searchRequest } from './search';

const INVOICE_SEARCH = ['invoicing', 'invoice', 'search'] as const;

/**
 * An EPASS invoice as a common order. Documented are Code, SoldToCode, BillToCode and Status; the names of
 * date, total and item fields are not, so the plausible ones are tried.
 */
export const invoice: Yields<OrderKey> = {
	simplify: (record, customer) => {
		const lines = record.InvoiceItem ?? record.InvoiceItems;
		return {
			id: firstText(record.Code, record.ID),
			number: text(record.Code),
			// An invoice names two customers, sold to and billed to: this is the one that was asked for.
			customerId: customer,
			reference: firstText(record.PONumber, record.ExternalID),
			description: firstText(record.Description, record.Note),
			status: text(record.Status),
			date: toIsoDate(firstText(record.InvoiceDate, record.Date, record.DateCreated)),
			quantity: null,
			total: numeric(record.Total ?? record.InvoiceTotal),
			lines: Array.isArray(lines) ? asObjects(lines).map((line) => asObject(line.Fields) ?? line) : null,
		};
	},
};

/** Both fields are invoice fields by documentation; that they can be searched by follows from "any attribute". */
export function invoicesPlan(parameters: Parameters, customer: RecordKey): Listing {
	return {
		request: searchRequest(INVOICE_SEARCH, { query: equal(customerField(parameters), String(customer)) }),
		...pageSizeOf(parameters),
	};
}

/** The invoices of many customers; the paging of EPASS says when all are read. */
export function invoicesBatch(parameters: Parameters): BatchLookup {
	const field = customerField(parameters);
	return {
		size: MOST_IN_VALUES,
		request: (keys) => searchIn(INVOICE_SEARCH, field, keys),
		paging,
		keyOf: (record) => text(record[field]) ?? undefined,
	};
}

function customerField({ options }: Parameters): 'BillToCode' | 'SoldToCode' {
	return options.invoiceCustomer === 'BillToCode' ? 'BillToCode' : 'SoldToCode';
}

export const invoiceOptions: INodeProperties[] = [
	{
		displayName: 'Customer Is',
		name: 'invoiceCustomer',
		type: 'options',
		options: [
			{ name: 'Billed To', value: 'BillToCode' },
			{ name: 'Sold To', value: 'SoldToCode' },
		],
		default: 'SoldToCode',
		description: 'Which customer of an invoice must be the one chosen',
	},
];
