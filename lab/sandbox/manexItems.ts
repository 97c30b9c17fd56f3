import { product, Random } from './data';
import {
	good,
	oneOf,
	padded,
	readColumns,
	refused,
	refusedData,
	sentText,
	textOf,
	trueOrFalse,
} from './manexController';
import type { Columns, Controller, Reader } from './manexController';
import { Store } from './store';
import type { JsonObject, VendorContext } from './types';

/** The item master, https://kb.manex.com/print.asp?Lang=1&id=5865 (Get) and id=5873 (Add); its key is in the query of Get. */

const SALT = 31;
export const ITEMS = 40;
const UNITS = ['EACH', 'FT', 'ROLL'] as const;
const WIDTHS = { Part_Class: 8, Part_Type: 8, Part_No: 25, Revision: 4, Descript: 45, U_Of_Meas: 4 };

export const itemKey = (index: number): string => `_I${String(index).padStart(8, '0')}`;

export function seededItem(seed: number, index: number): Columns {
	const random = new Random(seed, SALT, index);
	return {
		Uniq_Key: itemKey(index),
		Part_Class: random.pick(['IC', 'CAP', 'RES', 'ASSY']),
		Part_Type: random.pick(['SMT', 'THRU']),
		// Every eighth is a further revision of the one before it.
		Part_No: `910-${String(index % 8 === 7 ? index - 1 : index).padStart(4, '0')}`,
		Revision: index % 8 === 7 ? 'B' : 'A',
		Part_Sourc: random.pick(['BUY', 'MAKE']),
		Custno: '',
		Custpartno: '',
		Custrev: '',
		Descript: product(random, seed),
		U_Of_Meas: random.pick(UNITS),
		Pur_Uofm: random.pick(UNITS),
		Status: index % 9 === 5 ? 'Inactive' : 'Active',
		Serialyes: index % 4 === 0,
		Abc: random.pick(['A', 'M', 'D']),
	};
}

/** Two manufacturers' parts at most, each at several places; the last item of all has none. */
function stock(seed: number, index: number): JsonObject[] {
	const random = new Random(seed, SALT, index, 1);
	return Array.from({ length: index % 3 }, (_, head) => ({
		Uniqmfgrhd: `_M${index}${head}`,
		InvtmfGrList: Array.from({ length: 1 + random.int(0, 2) }, (__, place) => ({
			W_Key: `_W${index}${head}${place}`,
			Qty_Oh: random.int(5, 500),
			Reserved: random.int(0, 5),
			Netable: true,
			Location: `A-${place}`,
			Uniqwh: '_WH1',
			Reordpoint: 10,
		})),
	}));
}

const READERS: Readonly<Record<string, Reader>> = {
	part_class: textOf('Part_Class', 8),
	part_type: textOf('Part_Type', 8),
	part_sourc: oneOf('Part_Sourc', ['BUY', 'MAKE', 'CONSG']),
	u_of_meas: textOf('U_Of_Meas', 4),
	pur_uofm: textOf('Pur_Uofm', 4),
	custno: textOf('Custno', 10),
	custpartno: textOf('Custpartno', 25),
	custrev: textOf('Custrev', 8),
	part_no: textOf('Part_No', 25),
	status: oneOf('Status', ['active', 'inactive']),
	serialyes: trueOrFalse('Serialyes'),
	descript: textOf('Descript', 45),
};
const REQUIRED = Object.keys(READERS);
const EDITED: Readonly<Record<string, Reader>> = { ...READERS, abc: oneOf('Abc', ['A', 'M', 'D']) };

export function manexItems({ counters, seed }: VendorContext): Controller {
	let made: Store<string, Columns> | undefined;
	let next = ITEMS;
	const items = (): Store<string, Columns> => {
		if (made !== undefined) return made;
		made = new Store((record) => String(record.Uniq_Key));
		for (let index = 0; index < ITEMS; index++) made.load(seededItem(seed, index));
		return made;
	};
	const whole = (record: Columns): JsonObject => {
		const index = Number(String(record.Uniq_Key).slice(2));
		return { ...padded(record, WIDTHS), InvtmfHdList: index < ITEMS ? stock(seed, index) : [] };
	};
	const find = (sent: JsonObject): Columns | undefined => {
		const key = sentText(sent, 'uniqkey');
		if (key !== '') return items().get(key);
		const [partNo, revision] = [sentText(sent, 'partnum'), sentText(sent, 'revision')];
		return [...items().all()].find(
			(each) => each.Part_No === partNo && (revision === '' || each.Revision === revision),
		);
	};

	return {
		actions: {
			get: {
				needs: ['uniqkey', 'partnum'],
				run: (sent) => {
					const record = find(sent);
					if (record === undefined) return refused('Item does not exists.');
					return good('Item details:', whole(record));
				},
			},
			add: {
				run: (sent) => {
					const columns = readColumns(READERS, sent);
					const isWhole = REQUIRED.every((name) => sentText(sent, name) !== '');
					if (columns === undefined || !isWhole) return refusedData('Item add');
					const record: Columns = { Uniq_Key: itemKey(next++), Revision: '', Abc: '', ...columns };
					items().add(record);
					counters.created++;
					return good('Item added successfully.', record.Uniq_Key);
				},
			},
			edit: {
				run: (sent) => {
					const record = items().get(sentText(sent, 'uniq_key'));
					if (record === undefined) return refused('Item does not exists.');
					// The table says descript, the sample Description: both are taken.
					const columns = readColumns(EDITED, { descript: sent.description, ...sent });
					if (columns?.Abc === undefined) return refusedData('Item edit');
					items().replace({ ...record, ...columns });
					counters.updated++;
					return good('Item edited successfully.');
				},
			},
		},
		record: (key) => {
			const record = items().get(key);
			return record && whole(record);
		},
		created: () => items().created().map(whole),
	};
}
