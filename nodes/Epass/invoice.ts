import type { INodeProperties } from 'n8n-workflow';

import { InputFault } from '../shared/fault';
import { anyText, fieldOf, textUpTo } from '../shared/fields';
import type { Field } from '../shared/fields';
import { textKey } from '../shared/keys';
import { chosenIn } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import type { BatchLookup, Listing, Resource } from '../shared/resource';
import { ORDER } from '../shared/shapes';
import type { OrderKey } from '../shared/shapes';
import { dateFrom, linesFrom, numberFrom, parentKey, simplified, textFrom } from '../shared/sources';
import type { Sources } from '../shared/sources';
import { asObject, joinedName, nested, text } from '../shared/values';
import type { Watched } from '../shared/watch';
import type { RecordKey, VendorRequest, WriteFields } from '../shared/wire';
import {
	anyOf,
	equal,
	MOST_IN_VALUES,
	pageSizeOf,
	paging,
	searchIn,
	searchOfAll,
	searchOptions,
	searchParameters,
	searchPlan,
	searchRequest,
	watchSearch,
} from './search';
import { WRITES } from './writes';

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

const customerCode = textUpTo(20);
const date = fieldOf({ type: 'date', format: 'YYYY-MM-DDTHH:mm:ss.sssZ' });
/** Consent to what EPASS would ask a person about: no part of the invoice. */
const consent = (id: string, label: string, description: string): Field<OrderKey> =>
	fieldOf({ type: 'boolean' })(id, label, { only: 'update', neverRead: true, isConsent: true, description });

/**
 * The documented fields of POST /invoicing/invoice/add and, for dates, of POST /invoicing/invoice/edit,
 * https://help.epass.software/docs/invoices/invoice/addinvoiceheader and
 * https://help.epass.software/docs/invoices/invoice/changeschedulepickuprequesteddate
 */
const fields: Array<Field<OrderKey>> = [
	customerCode('BillToCode', 'Billed To', {
		common: 'customerId',
		required: true,
		only: 'create',
		description: 'Code of the customer who pays',
	}),
	customerCode('SoldToCode', 'Sold To', {
		common: 'customerId',
		required: true,
		only: 'create',
		description: 'Code of the customer who buys',
	}),
	anyText('InvTypeCode', 'Invoice Type', {
		required: true,
		only: 'create',
		description: 'Code of an invoice type of your EPASS',
	}),
	anyText('PaymentTypeCode', 'Payment Type', {
		required: true,
		only: 'create',
		description: 'Code of a payment type of your EPASS',
	}),
	textUpTo(20)('Code', 'Code', { only: 'create', description: 'Made by EPASS when left empty' }),
	anyText('Department', 'Department', {
		only: 'create',
		description: 'EPASS may require it; it depends on the invoice type',
	}),
	anyText('BranchCode', 'Branch Code', {
		only: 'create',
		description: 'The branch of the log-in when left empty, or else DEFAULT',
	}),
	anyText('Tax2Code', 'Tax 2 Code', {
		only: 'create',
		description: 'Taken from the customer who pays when left empty',
	}),
	anyText('UserCreated', 'User Created', {
		only: 'create',
		description: 'The user of the log-in when left empty',
	}),
	date('ScheduleDate', 'Schedule Date', { only: 'update', perhapsRead: true }),
	date('PickupDate', 'Pickup Date', { only: 'update', perhapsRead: true }),
	date('RequestedDate', 'Requested Date', { only: 'update', perhapsRead: true }),
	consent(
		'OverridesScheduleDate.LoginOverride',
		'Schedule Date: Override Log-In',
		'Go on where EPASS asks for a log-in',
	),
	consent(
		'OverridesScheduleDate.DeleteExistingPrimaryCall',
		'Schedule Date: Delete Primary Call',
		'Deletes the primary dispatch call',
	),
	consent(
		'OverridesScheduleDate.DeleteExistingOtherCalls',
		'Schedule Date: Delete Other Calls',
		'Deletes the other dispatch calls',
	),
	consent(
		'OverridesScheduleDate.UpdateExistingOtherCalls',
		'Schedule Date: Update Other Calls',
		'Moves the other dispatch calls along',
	),
	consent(
		'OverridesPickupDate.LoginOverride',
		'Pickup Date: Override Log-In',
		'Go on where EPASS asks for a log-in',
	),
	consent(
		'OverridesPickupDate.TerminalTaxChange',
		'Pickup Date: Keep Tax Code',
		'Go on where EPASS asks to take the tax code of the terminal',
	),
	consent(
		'OverridesPickupDate.DeleteExistingPrimaryCall',
		'Pickup Date: Delete Primary Call',
		'Deletes the primary dispatch call',
	),
	consent(
		'OverridesPickupDate.DeleteExistingOtherCalls',
		'Pickup Date: Delete Other Calls',
		'Deletes the other dispatch calls',
	),
];

/** @throws InputFault when there is consent alone, and nothing that it is about */
function edit(code: RecordKey, values: WriteFields): VendorRequest {
	const names = Object.keys(values);
	if (names.length > 0 && names.every((name) => /^Overrides/i.test(name))) {
		throw new InputFault(
			'Fields: there is nothing to change but overrides',
			'Fill in Schedule Date, Pickup Date or Requested Date',
		);
	}
	return {
		method: 'POST',
		path: WRITES.invoiceEdit.path,
		body: { InvoiceCode: String(code), ...nested(values) },
	};
}

/** https://help.epass.software/docs/invoices/invoice/searchinvoices */
const byCode = (code: RecordKey): VendorRequest =>
	searchRequest([...INVOICE_SEARCH, 'code'], { query: { invoicecode: String(code) } });

/**
 * All columns: which ones an invoice has is not documented, and a search for one that it has not may be refused.
 */
const batchByCode: BatchLookup = {
	size: MOST_IN_VALUES,
	request: (keys) => searchIn(INVOICE_SEARCH, 'Code', keys),
	paging,
	keyOf: (record) => text(record.Code) ?? undefined,
};

const filters = searchParameters('invoice', {
	default: 'SoldToLastName',
	placeholder: 'e.g. InvTypeCode',
	description: 'The field to look at. Choose Other for any further field of an EPASS invoice.',
	columns: {
		BillToCode: 'Billed To (Code)',
		Code: 'Code',
		SoldToCode: 'Sold To (Code)',
		SoldToFirstName: 'Sold To (First Name)',
		SoldToLastName: 'Sold To (Last Name)',
		Status: 'Status',
	},
});

export const invoice: Resource<OrderKey> & Watched<OrderKey> = {
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
	fields,
	namesInAnyCase: true,
	keyNames: ['Code', 'InvoiceCode'],
	keyOf: (record) => text(record.Code) ?? undefined,
	...simplified(ORDER, [], sources),
	read: ({ value }) => byCode(value),
	operations: {
		get: {
			kind: 'get',
			description: 'Get one invoice by its code',
			batch: batchByCode,
		},
		search: {
			kind: 'list',
			parameters: filters,
			options: searchOptions,
			description: 'Find invoices by conditions on their fields, or by a nested query',
			plan: (parameters) => searchPlan(INVOICE_SEARCH, parameters),
			paging,
		},
		create: {
			kind: 'create',
			description:
				'Create the header of an invoice, which is a sale in the books of EPASS, and return it with its new code. Its lines are added with the resource Invoice Line.',
			request: (values) => ({ method: 'POST', path: WRITES.invoice.path, body: { ...values } }),
			references: [
				{ field: 'Code', label: 'invoice code', request: byCode },
				{ field: 'SoldToCode', label: 'new invoice sold to', shared: true },
			],
			unnamed: true,
			// What the answer names is cut in the documentation; that to a change names the ID alone.
			find: ({ ID }) => {
				const id = text(ID);
				return id === null ? undefined : searchRequest(INVOICE_SEARCH, { query: equal('ID', id) });
			},
		},
		update: {
			kind: 'update',
			description:
				'Change the schedule, pickup or requested date of an open or committed invoice; its delivery is planned by them. With overrides, dispatch calls are deleted or moved.',
			// The answer names neither the code nor the customers, which the next node needs.
			readsFirst: () => true,
			request: ({ value }, values) => edit(value, values),
		},
	},
	// Which columns an invoice has is not documented: all of them are read.
	watch: { ...watchSearch(INVOICE_SEARCH), parameters: filters },
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
