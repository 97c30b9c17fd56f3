import { anyText, choiceOf, fieldOf, flag, readAs } from '../shared/fields';
import type { Field } from '../shared/fields';
import { fullName } from '../shared/names';
import { recordRefs, ruled, textKey } from '../shared/keys';
import type { Resource } from '../shared/resource';
import { CUSTOMER } from '../shared/shapes';
import type { CustomerKey } from '../shared/shapes';
import { dateFrom, simplified, textFrom } from '../shared/sources';
import type { Source } from '../shared/sources';
import { text } from '../shared/values';
import { watchParameter } from '../shared/watch';
import type { Watched } from '../shared/watch';
import { yesOrNo } from '../shared/words';
import type { RecordKey, VendorRequest } from '../shared/wire';
import { get, tenDigits, write } from './calls';

const date = fieldOf({ type: 'date', format: 'MM/DD/YYYY' });
const amount = fieldOf({ type: 'number', min: 0 });
// The Edit table writes these in capitals, its sample does not: as in the samples.
const status = fieldOf({
	type: 'choice',
	choices: ['Active', 'Inactive', 'Quote'].map((value) => ({ name: value, value })),
	anyCase: true,
});
const territory = choiceOf(
	...['SOUTHERN CA', 'NORTHERN CA', 'EAST', 'WEST', 'MIDWEST', 'NEW ENGLAND'],
	...['SOUTH', 'GREAT LAKES', 'MEXICO', 'CANADA', 'UNITED KINGDOM'],
);
const terms = choiceOf('NET 10', 'NET 15', 'NET 30', 'NET 30/2% 10', 'NET 45', 'COD', 'NONE');

/** The common customer's `active`, written. */
const statusFromActive: Source = {
	reads: ['active'],
	of: ({ active }) => {
		const flag = yesOrNo(active);
		// What is neither is checked, and refused, like any other status.
		if (flag === undefined) return text(active);
		return flag ? 'Active' : 'Inactive';
	},
};

/** A quote is neither active nor inactive. */
const ACTIVE: Readonly<Record<string, boolean>> = { active: true, inactive: false };

/**
 * Parameters of Customer/Add and Customer/Edit, https://kb.manex.com/print.asp?Lang=1&id=5818
 * Territory and Terms are set-up tables of the site: other values go through Extra Fields.
 */
const fields: Field<CustomerKey>[] = readAs(
	(id) => id.toUpperCase(),
	[
		anyText('Custname', 'Customer Name', { common: fullName, required: true }),
		status('Status', 'Status', {
			common: statusFromActive,
			automaticDefault: 'Active',
			required: true,
		}),
		tenDigits('Custno', 'Customer Number', { only: 'create' }),
		anyText('Phone', 'Phone', { common: 'phone' }),
		anyText('Fax', 'Fax'),
		territory('Territory', 'Territory'),
		terms('Terms', 'Terms'),
		amount('Credlimit', 'Credit Limit'),
		choiceOf('OK', 'HOLD', 'REJECT')('Creditok', 'Credit Status', { readAs: 'CREDITOK' }),
		amount('Ar_highBal', 'Accounts Receivable Balance'),
		date('Acct_date', 'Account Created On'),
		anyText('Saledsctid', 'Sales Discount ID'),
		flag('Acctaxable', 'Account Taxable', { readAs: 'ACTTAXABLE' }),
		anyText('Resl_no', 'Reseller Number', { only: 'update' }),
		date('Inactdt', 'Account Inactive On', { only: 'update' }),
		anyText('Inactinit', 'Inactive Initial', { only: 'update' }),
		date('modifieddate', 'Account Modified On', { readAs: 'modifiedDate', only: 'update' }),
	],
);

/** Customer numbers have ten digits; a shorter one is padded with zeros as the vendor keeps it. */
export const customerNumber = ruled(
	'\\d{1,10}',
	'the customer number must be up to ten digits',
	'Enter a number such as 0000000010',
	(value) => value.padStart(10, '0'),
);

const getCustomer = (numberOrName: RecordKey): VendorRequest =>
	get(['Customer', 'Get'], { CustNumOrName: numberOrName });

export const customer: Resource<CustomerKey> & Watched<CustomerKey> = {
	one: 'customer',
	many: 'customers',
	keys: [
		{ name: 'id', displayName: 'By ID', placeholder: 'e.g. 0000000010', parse: customerNumber },
		{
			name: 'name',
			displayName: 'By Name',
			placeholder: 'e.g. Acme Ltd',
			field: 'Custname',
			parse: textKey('customer name'),
		},
	],
	fields,
	namesInAnyCase: true,
	keyNames: ['Custno'],
	keyOf: (record) => text(record.CUSTNO) ?? undefined,
	...simplified(CUSTOMER, fields, {
		id: textFrom('CUSTNO'),
		code: textFrom('CUSTNO'),
		name: textFrom('CUSTNAME'),
		active: { reads: ['STATUS'], of: ({ STATUS }) => ACTIVE[text(STATUS)?.toLowerCase() ?? ''] ?? null },
		createdAt: dateFrom('ACCT_DATE'),
		updatedAt: dateFrom('modifiedDate'),
	}),
	read: ({ value }) => getCustomer(value),
	operations: {
		get: {
			kind: 'get',
			description: 'Get one customer by its number or its name',
		},
		create: {
			kind: 'create',
			description: 'Add a customer and return it with its new number',
			request: (values) => write(['Customer', 'Add'], values),
			references: [{ field: 'Custno', label: 'customer number', request: getCustomer }],
		},
		update: {
			kind: 'update',
			answersKey: true,
			description: 'Change some fields of a customer',
			// Edit wants the number: a customer named by its name is read first.
			readsFirst: ({ by }) => by === 'name',
			request: ({ value }, values, current) =>
				write(['Customer', 'Edit'], { Custno: text(current?.CUSTNO) ?? value, ...values }),
		},
		upsert: {
			kind: 'upsert',
			description: 'Update the customer that has the same number or name, or create a new one',
			usual: 'Custname',
			matchOn: ['Custno', 'Custname'],
			find: { kind: 'search', bringsOne: true, request: (_, value) => getCustomer(value) },
		},
	},
	watch: {
		events: ['updated'],
		parameters: [
			watchParameter('Numbers of the customers to watch, separated by commas', 'e.g. 0000000010, 0000000011'),
		],
		changeDates: ['modifiedDate'],
		cost: () => 'A poll takes one request for each customer that is watched.',
		source: (_, parameters) => ({
			kind: 'records',
			refs: recordRefs(customer, parameters, { parameter: 'watch', label: 'Watch' }),
		}),
	},
};
