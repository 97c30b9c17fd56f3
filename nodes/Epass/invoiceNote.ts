import type { INodeProperties } from 'n8n-workflow';

import { InputFault } from '../shared/fault';
import { anyText, fieldOf, flag, labelFor } from '../shared/fields';
import type { Field } from '../shared/fields';
import { recordRef } from '../shared/keys';
import { recordLocator } from '../shared/locator';
import { chosenFrom } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import type { Resource } from '../shared/resource';
import { dateFrom, flagFrom, numberFrom, ownShape, textFrom } from '../shared/sources';
import { isBlank, numeric } from '../shared/values';
import type { WriteFields } from '../shared/wire';
import { invoice } from './invoice';
import { WRITES } from './writes';

const NOTE_TYPES = ['note', 'comment'] as const;
type NoteType = (typeof NOTE_TYPES)[number];

/** Under which name each takes the code of its invoice. */
const INVOICE_CODE = { note: 'code', comment: 'invoiceCode' } as const;

const OF: Readonly<Record<NoteType, ReadonlyArray<Field>>> = {
	/** https://documents.rdbusiness.com/docs/invoices/invoicenote/ */
	note: [
		anyText('note', 'Note', { description: 'Required for a note' }),
		flag('systemGenerated', 'System Generated', { description: 'For a note' }),
		fieldOf({ type: 'date', format: 'YYYY-MM-DDTHH:mm:ss.sssZ' })('scheduleDate', 'Schedule Date', {
			description: 'For a note',
		}),
		flag('sentToSvcReqProvider', 'Sent to Service Request Provider', { description: 'For a note' }),
		anyText('userName', 'User Name', { description: 'For a note' }),
	],
	/** https://documents.rdbusiness.com/docs/invoices/invoicecomment/ */
	comment: [
		anyText('commentCode', 'Comment Code', {
			description: 'Required for a comment: the code of one that EPASS has',
		}),
		anyText('commentDesc', 'Comment Description', {
			description: 'For a comment; the text of the code when left empty',
		}),
		fieldOf({ type: 'number', whole: true })('tripNo', 'Trip Number', { description: 'For a comment' }),
		flag('inPackage', 'In Package', { description: 'For a comment' }),
		flag('updateHistory', 'Update History', {
			description: 'For a comment; the setting of the code when left empty',
		}),
		anyText('userCreated', 'User Created', {
			description: 'For a comment; the user of the log-in when left empty',
		}),
	],
};

const REQUIRED = { note: 'note', comment: 'commentCode' } as const;

const labelOf = (type: NoteType, id: string): string => `"${labelFor(OF[type], id)}" (${id})`;

/** @throws InputFault when what makes it a note or a comment is missing, or a value is for the other one */
function checkFor(type: NoteType, values: WriteFields): void {
	const [other = type] = NOTE_TYPES.filter((each) => each !== type);
	const foreign = OF[other].find(({ id }) => Object.hasOwn(values, id));
	if (foreign !== undefined) {
		throw new InputFault(
			`Fields: ${labelOf(other, foreign.id)} is for a ${other}, but Note Type is ${type}`,
			'Leave it out, or choose the other Note Type',
		);
	}
	if (!isBlank(values[REQUIRED[type]])) return;
	throw new InputFault(
		`Fields: ${labelOf(type, REQUIRED[type])} is required for a ${type}`,
		'Fill in the field, or map it from the input item',
	);
}

const noteType: INodeProperties = {
	displayName: 'Note Type',
	name: 'noteType',
	type: 'options',
	options: [
		{
			name: 'Comment',
			value: 'comment',
			description: 'A text that EPASS has, by its code; printed on the invoice',
		},
		{ name: 'Note', value: 'note', description: 'Any text, for the notepad; customers do not see it' },
	],
	default: 'note',
	description: 'Whether it is for your own people or for the customer',
};

function typeOf(parameters: Parameters): NoteType {
	const chosen = parameters.raw('noteType');
	const isSet = chosen !== undefined || parameters.isExpression('noteType');
	return isSet ? chosenFrom(NOTE_TYPES, chosen, 'Note Type') : 'note';
}

export const invoiceNote: Resource = {
	one: 'invoice note',
	many: 'invoice notes',
	keys: [],
	fields: [...OF.note, ...OF.comment],
	namesInAnyCase: true,
	keyOf: (record) => numeric(record.ID) ?? undefined,
	...ownShape({
		id: numberFrom('ID'),
		invoiceCode: textFrom('invoiceCode', 'code'),
		noteType: textFrom('noteType'),
		note: textFrom('note'),
		systemGenerated: flagFrom('systemGenerated'),
		scheduleDate: dateFrom('scheduleDate'),
		sentToSvcReqProvider: flagFrom('sentToSvcReqProvider'),
		userName: textFrom('userName'),
		commentCode: textFrom('commentCode'),
		commentDesc: textFrom('commentDesc'),
		tripNo: numberFrom('tripNo'),
		inPackage: flagFrom('inPackage'),
		updateHistory: flagFrom('updateHistory'),
		userCreated: textFrom('userCreated'),
	}),
	// No page reads a note.
	read: undefined,
	operations: {
		create: {
			kind: 'create',
			description:
				'Add a note to an invoice, which only your own people see, or a comment, which is printed on it',
			parameters: [...recordLocator('invoice', invoice, 'The invoice to add the note to'), noteType],
			says: { code: 'Invoice', invoiceCode: 'Invoice', noteType: 'Note Type' },
			given: (parameters) => {
				const type = typeOf(parameters);
				const { value } = recordRef({ name: 'invoice', resource: invoice }, parameters);
				return { noteType: type, [INVOICE_CODE[type]]: String(value) };
			},
			request: (values, { noteType: type, ...named }) => {
				checkFor(type as NoteType, values);
				return { method: 'POST', path: WRITES[type as NoteType].path, body: { ...values, ...named } };
			},
			references: [
				{ field: 'code', label: 'new note on invoice' },
				{ field: 'invoiceCode', label: 'new comment on invoice' },
			],
			unnamed: true,
		},
	},
};
