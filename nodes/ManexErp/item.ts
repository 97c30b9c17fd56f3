import type { INodeProperties } from 'n8n-workflow';

import { InputFault } from '../shared/fault';
import { anyText, choiceOf, fieldOf, flag } from '../shared/fields';
import type { Field } from '../shared/fields';
import { textKey } from '../shared/keys';
import type { RecordRef } from '../shared/keys';
import type { Parameters } from '../shared/parameters';
import { quoted } from '../shared/printable';
import type { Given, Resource } from '../shared/resource';
import { ITEM } from '../shared/shapes';
import type { ItemKey } from '../shared/shapes';
import { numberFrom, simplified, textFrom } from '../shared/sources';
import type { Source } from '../shared/sources';
import { asObjects, isBlank, numeric, text } from '../shared/values';
import { yesOrNo } from '../shared/words';
import type { RecordKey, VendorRequest, WriteFields } from '../shared/wire';
import { customerOfSource, get, tenDigits, write } from './calls';

/** The common item's `active`, written. */
const statusFromActive: Source = {
	reads: ['active'],
	of: ({ active }) => {
		const flag = yesOrNo(active);
		if (flag === undefined) return text(active);
		return flag ? 'active' : 'inactive';
	},
};

const status = fieldOf({
	type: 'choice',
	choices: ['active', 'inactive'].map((value) => ({ name: value, value })),
	anyCase: true,
});

/**
 * Parameters of ItemMaster/Add and ItemMaster/Edit, https://kb.manex.com/print.asp?Lang=1&id=5873 and
 * https://manexerp.freshdesk.com/support/solutions/articles/72000514382
 * Answers write the names in a letter case of their own.
 */
const fields: Field<ItemKey>[] = [
	anyText('part_No', 'Part Number', { readAs: 'Part_No', common: 'code', required: true }),
	anyText('descript', 'Description', {
		readAs: 'Descript',
		common: textFrom('description', 'name'),
		required: true,
	}),
	anyText('part_class', 'Part Class', { readAs: 'Part_Class', required: true }),
	anyText('part_type', 'Part Type', { readAs: 'Part_Type', required: true }),
	anyText('part_sourc', 'Part Source', {
		readAs: 'Part_Sourc',
		required: true,
		description: 'Such as BUY, MAKE or CONSG',
	}),
	anyText('U_of_Meas', 'Unit of Measure', { readAs: 'U_Of_Meas', common: 'unit', required: true }),
	anyText('Pur_UOfM', 'Purchase Unit of Measure', { readAs: 'Pur_Uofm', common: 'unit', required: true }),
	tenDigits('CustNo', 'Customer Number', { readAs: 'Custno', common: customerOfSource, required: true }),
	anyText('CustPartNo', 'Customer Part Number', { readAs: 'Custpartno', required: true }),
	anyText('CustRev', 'Customer Revision', { readAs: 'Custrev', required: true }),
	status('status', 'Status', {
		readAs: 'Status',
		common: statusFromActive,
		automaticDefault: 'active',
		required: true,
	}),
	flag('serialYes', 'Serial Numbers', { readAs: 'Serialyes', required: true }),
	choiceOf('A', 'M', 'D')('abc', 'ABC Code', {
		readAs: 'Abc',
		only: 'update',
		description: '**Required** for every change',
	}),
];

/** What lies at all places of all manufacturers of an item; null where the answer tells of none. */
function inStock(name: 'Qty_Oh' | 'Reserved', { InvtmfHdList }: { InvtmfHdList?: unknown }): number | null {
	if (!Array.isArray(InvtmfHdList)) return null;
	return asObjects(InvtmfHdList)
		.flatMap(({ InvtmfGrList }) => asObjects(InvtmfGrList))
		.reduce((sum, place) => sum + (numeric(place[name]) ?? 0), 0);
}

const onHand: Source<number | null> = {
	reads: ['InvtmfHdList'],
	of: (record) => inStock('Qty_Oh', record),
};
const available: Source<number | null> = {
	reads: ['InvtmfHdList'],
	of: (record) => {
		const quantity = inStock('Qty_Oh', record);
		return quantity === null ? null : quantity - (inStock('Reserved', record) ?? 0);
	},
};

/** As answers write it, as other answers of ManEx write it, and as it is sent. */
const key = textFrom('Uniq_Key', 'UNIQ_KEY', 'uniq_key');

const ACTIVE: Readonly<Record<string, boolean>> = { active: true, inactive: false };

const revision: INodeProperties = {
	displayName: 'Revision',
	name: 'revision',
	type: 'string',
	default: '',
	placeholder: 'e.g. A',
	description: 'The revision of the part number, for an item that is chosen by it',
};

/** @throws InputFault for an option without a value: another revision would be taken */
function revisionGiven({ options }: Parameters): Given {
	if (!('revision' in options)) return {};
	const chosen = typeof options.revision === 'object' ? null : text(options.revision);
	if (chosen === null) {
		throw new InputFault(
			`Options: Revision has no value that is a text, but ${quoted(options.revision)}`,
			'Fill it in, or remove the option',
		);
	}
	return { revision: chosen };
}

const byPartNumber = (partnum: RecordKey, revision?: string): VendorRequest =>
	get(['ItemMaster', 'Get'], { partnum, ...(revision === undefined ? {} : { revision }) });

const read = ({ by, value }: RecordRef, given: Given): VendorRequest =>
	by === 'partNumber'
		? byPartNumber(value, text(given.revision) ?? undefined)
		: get(['ItemMaster', 'Get'], { uniqkey: value });

/** @throws InputFault for a change without what the vendor wants in each */
function edit(uniqKey: RecordKey, values: WriteFields): VendorRequest {
	if (isBlank(values.abc)) {
		throw new InputFault(
			'Fields: "ABC Code" (abc) is required for every change of an item',
			'Fill in A, M or D, as it is to be afterwards',
		);
	}
	const { descript } = values;
	// The table calls it descript, the example Description.
	const both = descript === undefined ? {} : { Description: descript };
	return write(['ItemMaster', 'Edit'], { uniq_key: uniqKey, ...both, ...values });
}

/** The item master, https://kb.manex.com/print.asp?Lang=1&id=5865 */
export const item: Resource<ItemKey> = {
	one: 'item',
	many: 'items',
	keys: [
		{
			name: 'id',
			displayName: 'By ID',
			placeholder: 'e.g. the Uniq_Key _1EP0Q018R',
			parse: textKey('item key'),
		},
		{
			name: 'partNumber',
			displayName: 'By Part Number',
			placeholder: 'e.g. 910-0001',
			field: 'part_No',
			beside: { given: 'revision', readAs: 'Revision' },
			parse: textKey('part number'),
		},
	],
	fields,
	namesInAnyCase: true,
	keyNames: ['uniq_key', 'uniqkey'],
	keyOf: (record) => key.of(record, '') ?? undefined,
	...simplified(ITEM, fields, {
		id: key,
		name: textFrom('Descript'),
		description: textFrom('Descript'),
		cost: numberFrom('Stdcost'),
		quantityOnHand: onHand,
		quantityAvailable: available,
		active: { reads: ['Status'], of: ({ Status }) => ACTIVE[text(Status)?.toLowerCase() ?? ''] ?? null },
	}),
	read,
	operations: {
		get: {
			kind: 'get',
			description:
				'Get one item, that is a part of the item master with its stock, by its key or its part number',
			options: [revision],
			given: revisionGiven,
		},
		create: {
			kind: 'create',
			answersKey: true,
			description:
				'Add an item, that is a part which can be bought, made and sold, and return it with its new key',
			request: (values) => write(['ItemMaster', 'Add'], values),
			// Several revisions may share a part number.
			references: [
				{ field: 'part_No', label: 'part number', request: (value) => byPartNumber(value), shared: true },
			],
		},
		update: {
			kind: 'update',
			answersKey: true,
			description: 'Change some fields of an item; ManEx wants the ABC code each time',
			options: [revision],
			says: { Description: 'Description (descript)' },
			given: revisionGiven,
			// Edit wants the key.
			readsFirst: ({ by }) => by === 'partNumber',
			request: ({ value }, values, current) => edit(key.of(current ?? {}, '') ?? value, values),
		},
	},
};
