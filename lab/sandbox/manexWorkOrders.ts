import { isoDay, Random } from './data';
import { itemKey, ITEMS } from './manexItems';
import {
	dayOf,
	good,
	numberOf,
	oneOf,
	padded,
	paddedNumber,
	readColumns,
	refused,
	refusedData,
	sentText,
	textOf,
} from './manexController';
import type { Columns, Controller, Reader } from './manexController';
import { salesOrderNumber } from './manexSalesOrders';
import { Store } from './store';
import type { JsonObject, VendorContext } from './types';

/** Work orders, https://kb.manex.com/print.asp?Lang=1&id=5801 (Get) and id=5803 (Add). */

const SALT = 33;
const FIRST = 200_000;
const WORK_ORDERS = 30;
const WIDTHS = { OPENCLOS: 12, KITSTATUS: 10 };
const STATES = [
	'STANDARD',
	'PRIORITY-1',
	'PRIORITY-2',
	'FIRM PLAN',
	'ADMIN HOLD',
	'MFG HOLD',
	'REWORK',
	'REWORK FIRM',
	'CANCEL',
];

const workOrderNumber = (index: number): string => paddedNumber(FIRST + index);

const blank: Columns = {
	WONO: '',
	UNIQ_KEY: '',
	OPENCLOS: '',
	ORDERDATE: null,
	DUE_DATE: null,
	BLDQTY: 0,
	COMPLETE: 0,
	BALANCE: 0,
	IS_CLOSED: false,
	DATECHG: null,
	KITSTATUS: '',
	START_DATE: null,
	CUSTNO: '',
	SONO: '',
	KITLSTCHDT: null,
	COMPLETEDT: null,
};

function seeded(seed: number, index: number): Columns {
	const random = new Random(seed, SALT, index);
	const quantity = random.int(5, 100);
	const complete = random.int(0, quantity);
	const day = random.int(20_300, 20_453);
	return {
		...blank,
		WONO: workOrderNumber(index),
		UNIQ_KEY: itemKey(index % ITEMS),
		OPENCLOS: random.pick(STATES),
		ORDERDATE: `${isoDay(day)}T00:00:00`,
		DUE_DATE: `${isoDay(day + 30)}T00:00:00`,
		START_DATE: `${isoDay(day + 5)}T00:00:00`,
		BLDQTY: quantity,
		COMPLETE: complete,
		BALANCE: quantity - complete,
		KITSTATUS: random.pick(['', 'KIT PROCSS']),
		CUSTNO: paddedNumber(10 + index),
		SONO: salesOrderNumber(index),
	};
}

const READERS: Readonly<Record<string, Reader>> = {
	uniq_key: textOf('UNIQ_KEY', 10),
	openclos: oneOf('OPENCLOS', STATES),
	due_date: dayOf('DUE_DATE'),
	custno: ['CUSTNO', (value) => (/^\d{10}$/.test(value) ? value : undefined)],
	bldqty: numberOf('BLDQTY', 0),
};

export function manexWorkOrders({ counters, seed }: VendorContext): Controller {
	let made: Store<string, Columns> | undefined;
	let next = WORK_ORDERS;
	const orders = (): Store<string, Columns> => {
		if (made !== undefined) return made;
		made = new Store((record) => String(record.WONO));
		for (let index = 0; index < WORK_ORDERS; index++) made.load(seeded(seed, index));
		return made;
	};
	const shown = (record: Columns): JsonObject => padded(record, WIDTHS);

	return {
		actions: {
			get: {
				needs: ['wono'],
				run: (sent) => {
					const record = orders().get(sentText(sent, 'wono'));
					if (record === undefined) return refused('Work Order does not exists.');
					// A list, although it is asked for one.
					return good('Work Order details:', [shown(record)]);
				},
			},
			add: {
				run: (sent) => {
					const columns = readColumns(READERS, sent);
					const required = ['uniq_key', 'openclos', 'due_date', 'custno'];
					const asked = sentText(sent, 'wono');
					const isTaken = asked.length > 10 || orders().has(asked);
					if (columns === undefined || isTaken || required.some((name) => sentText(sent, name) === ''))
						return refusedData('Work Order add');
					const number = asked === '' ? workOrderNumber(next++) : asked;
					const today = `${new Date().toISOString().slice(0, 10)}T00:00:00`;
					const record = {
						...blank,
						ORDERDATE: today,
						BALANCE: columns.BLDQTY ?? 0,
						...columns,
						WONO: number,
					};
					orders().add(record);
					counters.created++;
					return good('Work Order added successfully.', record);
				},
			},
		},
		record: (key) => orders().get(key),
		created: () => orders().created(),
	};
}
