import type { INodeProperties } from 'n8n-workflow';

import { textKey } from '../shared/keys';
import { chosenIn } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import type { BatchLookup, Listing, Resource } from '../shared/resource';
import { ORDER } from '../shared/shapes';
import type { OrderKey } from '../shared/shapes';
import { dateFrom, linesFrom, numberFrom, parentKey, simplified, textFrom } from '../shared/sources';
import type { Sources } from '../shared/sources';
import { asObject, joinedName, text } from '../shared/values';
import type { RecordKey, VendorRequest } from '../shared/wire';
import {
	anyOf,
	equal,
	MOST_IN_VALUES,
	pageOption,
	pageSizeOf,
	paging,
	searchIn,
	searchOfAll,
	searchParameters,
	searchPlan,
	searchRequest,
} from './search';

const INVOICE_SEARCH = ['invoicing', 'invoice', 'search'] as const;

/**
 * An EPASS invoice as a common order. Documented are Code, SoldToCode, BillToCode and Status; the names of
 * date, total and item fields are not, so the plausible ones are tried.
 */
const sources: Sources<OrderKey> = {
	id: textFrom('Code', 'ID'),
	number: textFrom('Code'),
	customerId: textFrom('SoldToCode'),
	reference: textFrom('PONumber', 'ExternalID'),
	description: textFrom('Description', 'Note'),
	status: textFrom('Status'),
	date: dateFrom('InvoiceDate', 'Date', 'DateCreated'),
	total: numberFrom('Total', 'InvoiceTotal'),
	lines: linesFrom(
		['InvoiceItem', 'InvoiceItems'],
		{
			lineNumber: numberFrom('LineNumber', 'LineNo'),
			code: textFrom('ItemCode', 'ModelCode', 'Code'),
			description: textFrom('Description', 'ItemDescription'),
			quantity: numberFrom('QtyOrdered', 'Qty', 'Quantity'),
			shipped: numberFrom('QtyShipped'),
			price: numberFrom('SellingPrice', 'Price'),
			total: numberFrom('ExtendedPrice', 'Total'),
		},
		(line) => asObject(line.Fields) ?? line,
	),
};

/** https://help.epass.software/docs/invoices/invoice/searchinvoices */
const byCode = (code: RecordKey): VendorRequest =>
	searchRequest([...INVOICE_SEARCH, 'code'], { query: { invoicecode: String(code) } });

export const invoice: Resource<OrderKey> = {
	one: 'invoice',
	many: 'invoices',
	keys: [
		{ name: 'list', displayName: 'From List', parse: textKey('invoice code') },
		{
			name: 'id',
			displayName: 'By ID',
			placeholder: 'e.g. invoice code 5827',
			parse: textKey('invoice code'),
		},
	],
	fields: [],
	keyOf: (record) => text(record.Code) ?? undefined,
	...simplified(ORDER, [], sources),
	read: ({ value }) => byCode(value),
	operations: {
		get: {
			kind: 'get',
			description: 'Get one invoice by its code',
		},
		search: {
			kind: 'list',
			parameters: searchParameters('invoice', {
				default: 'SoldToLastName',
				placeholder: 'e.g. Status',
				description: 'Any field of an EPASS invoice, such as Code, SoldToCode, BillToCode or Status',
			}),
			options: [pageOption],
			description: 'Find invoices by conditions on their fields, or by a nested query',
			plan: (parameters) => searchPlan(INVOICE_SEARCH, parameters),
			paging,
		},
	},
	pick: {
		plan: (filter) => ({
			request: searchRequest(
				INVOICE_SEARCH,
				filter === '' ? searchOfAll : anyOf(['Code', 'SoldToLastName', 'SoldToFirstName'], filter),
			),
		}),
		paging,
		nameOf: (record) => joinedName(record.SoldToFirstName, record.SoldToLastName),
	},
};

/** The invoices of one customer. */
export const invoicesOfCustomer = simplified(ORDER, [], {
	...sources,
	// An invoice names two customers, sold to and billed to: this is the one that was asked for.
	customerId: parentKey,
});

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
	const chosen = chosenIn(options, 'invoiceCustomer', ['BillToCode', 'SoldToCode'], 'Options: Customer Is');
	return chosen ?? 'SoldToCode';
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
