import type { StoredCredential } from './examples';
import type { VendorName } from '../sandbox';
import { vendors } from '../vendors';
import { chain, recordBy, customerNode, mapped } from './workflows';
import type { TestNode, TestWorkflow } from './workflows';

/** Workflows that write the records which their webhook is sent. */

export interface SentRecord {
	reference: string;
	number: string;
	firstName: string;
	lastName: string;
	email: string;
}

/** Records that no other run sends. */
export const recordsFor = (run: number, count: number): SentRecord[] =>
	Array.from({ length: count }, (_, item) => ({
		reference: `SCALE-${run}-${item}`,
		number: String(1_000_000_000 + run * 10_000 + item),
		firstName: 'Ada',
		lastName: `Lovelace ${run}-${item}`,
		email: `ada-${run}-${item}@example.com`,
	}));

const given = (name: keyof SentRecord): string => `={{ $json.${name} }}`;

/** What a vendor is written to with. */
export interface Target {
	vendor: VendorName;
	/** Write names of the fields, with expressions on a record that was sent. */
	fields: Record<string, unknown>;
	/** The field that tells records apart, where Create or Update can match on it. */
	matchOn?: string;
	/** Whether the vendor refuses a second record with the same reference, as its documentation says. */
	uniqueReference: boolean;
	/** The reference of a stored record, and of the one that was sent. */
	stored: (record: Record<string, unknown>) => string;
	sent: (record: SentRecord) => string;
}

export const targets: Target[] = [
	{
		vendor: 'epass',
		fields: { externalID: given('reference'), firstName: given('firstName'), lastName: given('lastName') },
		uniqueReference: true,
		stored: ({ ExternalID }) => String(ExternalID),
		sent: ({ reference }) => reference,
	},
	{
		vendor: 'pdm',
		fields: {
			...vendors.pdm.newCustomer,
			external_customer_ref: given('reference'),
			first_name: given('firstName'),
			last_name: given('lastName'),
		},
		matchOn: 'external_customer_ref',
		uniqueReference: true,
		stored: ({ external_customer_ref }) => String(external_customer_ref),
		sent: ({ reference }) => reference,
	},
	{
		vendor: 'manex',
		fields: { Custno: given('number'), Custname: given('lastName'), Status: 'Active' },
		matchOn: 'Custno',
		uniqueReference: true,
		stored: ({ CUSTNO }) => String(CUSTNO).trim(),
		sent: ({ number }) => number,
	},
	{
		vendor: 'guardant',
		fields: {
			crmId: given('reference'),
			customerName: given('firstName'),
			customerLastName: given('lastName'),
		},
		matchOn: 'crmId',
		uniqueReference: false,
		stored: ({ crmid }) => String(crmid),
		sent: ({ reference }) => reference,
	},
	{
		vendor: 'weevio',
		fields: { BEMAIL: given('email'), CUSTOMER_NAME: given('lastName') },
		matchOn: 'BEMAIL',
		uniqueReference: false,
		stored: ({ BEMAIL }) => String(BEMAIL),
		sent: ({ email }) => email,
	},
];

type Find = (id: string) => StoredCredential;

const webhook = (path: string, response: Record<string, unknown>): TestNode => ({
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2.1,
	webhookId: path,
	parameters: { httpMethod: 'POST', path, ...response, options: {} },
});

const split: TestNode = {
	name: 'Split out',
	type: 'n8n-nodes-base.splitOut',
	parameters: { fieldToSplitOut: 'body.records', options: {} },
};

const write = ({ vendor, fields, matchOn }: Target, operation: string, find: Find): TestNode =>
	customerNode('Write', vendors[vendor].node, find(vendors[vendor].loginAccount.id), {
		operation,
		...(operation === 'upsert' ? { matchOn } : {}),
		fields: mapped(fields),
	});

const again = recordBy('id', '={{ $json.id }}');

const read = ({ vendor }: Target, find: Find): TestNode =>
	customerNode('Read', vendors[vendor].node, find(vendors[vendor].loginAccount.id), {
		operation: 'get',
		customer: again,
	});

const change = ({ vendor }: Target, find: Find): TestNode =>
	customerNode('Change', vendors[vendor].node, find(vendors[vendor].loginAccount.id), {
		operation: 'update',
		customer: again,
		fields: mapped({ customerDescription: 'Written by two nodes' }),
	});

/** Writes its records, reads or changes each of them, and answers with all. */
export const roundTrip = (target: Target, find: Find): TestWorkflow => {
	const writes = target.vendor === 'epass' || target.vendor === 'guardant' ? 'create' : 'upsert';
	return chain(
		`roundTrip-${target.vendor}`,
		webhook(`roundTrip-${target.vendor}`, { responseMode: 'lastNode', responseData: 'allEntries' }),
		split,
		write(target, writes, find),
		target.vendor === 'guardant' ? change(target, find) : read(target, find),
	);
};

/** Answers at once and writes then; what the vendor refuses does not keep the rest from being written. */
export const writeOnly = (target: Target, operation: 'create' | 'upsert', find: Find): TestWorkflow => {
	const id = `${operation}-${target.vendor}`;
	return chain(id, webhook(id, { responseMode: 'onReceived' }), split, {
		...write(target, operation, find),
		onError: 'continueRegularOutput',
	});
};

/** Answers at once and looks up then, by the numbers which it is sent. */
export const lookUp = (target: Target, find: Find): TestWorkflow => {
	const id = `lookUp-${target.vendor}`;
	return chain(id, webhook(id, { responseMode: 'onReceived' }), split, read(target, find));
};
