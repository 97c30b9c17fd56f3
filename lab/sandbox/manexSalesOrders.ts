import { isoDay, Random } from './data';
import { ITEMS, seededItem } from './manexItems';
import {
	dayOf,
	good,
	numberOf,
	oneOf,
	oneOrNought,
	padded,
	paddedNumber,
	readColumns,
	refused,
	refusedData,
	sentText,
	textOf,
	trueOrFalse,
} from './manexController';
import type { Columns, Controller, Outcome, Reader } from './manexController';
import { Store } from './store';
import type { JsonObject, VendorContext } from './types';

/** Sales orders and their items, https://kb.manex.com/print.asp?Lang=1&id=5757 and id=5760 to 5763. */

const SALT = 32;
const FIRST = 100_000;
const ADD = 'Sales Order add';
const ITEM_ADD = 'Sales Order Item add';
const NO_ORDER = '$$Sales Order does not exists.';
const NO_ITEM = '$$Sales Order Item does not exists.';
const WIDTHS = { PONO: 20, FOB: 15, SHIPVIA: 15, SHIPCHARGE: 15, BUYER: 10, TERMS: 15, ATTENTION: 10 };
const LINE_WIDTHS = { UOFMEAS: 4, STATUS: 10, CATEGORY: 10, DELIFREQ: 10 };

export const salesOrderNumber = (index: number): string => paddedNumber(FIRST + index);
/** The customers' numbers begin with 10. */
const customerOf = (index: number): string => paddedNumber(10 + index);

function blankOrder(): Columns {
	return {
		SONO: '',
		CUSTNO: '',
		ORDERDATE: null,
		PONO: '',
		SONOTE: '',
		SOFOOT: '',
		BUYER: '',
		ATTENTION: '',
		BLINKADD: '',
		SLINKADD: '',
		FOB: '',
		SHIPVIA: '',
		SHIPCHARGE: '',
		DELIV_TIME: '',
		TERMS: '',
		BILLACCOUNT: '',
		SOAMTDSCT: 0,
		POACK: false,
		ACKPO_DOC: '',
		SOAPPROVAL: false,
		SOAPPRVINIT: '',
		SOAPPRVDT: null,
	};
}

function seededOrder(seed: number, index: number): Columns {
	const random = new Random(seed, SALT, index);
	return {
		...blankOrder(),
		SONO: salesOrderNumber(index),
		CUSTNO: customerOf(index),
		ORDERDATE: `${isoDay(random.int(19_000, 20_453))}T00:00:00`,
		PONO: `PO-${random.digits(6)}`,
		SONOTE: index % 3 === 0 ? 'Call before delivery' : '',
		SHIPVIA: random.pick(['UPS', 'FEDEX']),
		TERMS: random.pick(['NET 30', 'COD']),
		POACK: index % 2 === 0,
	};
}

interface Line {
	columns: Columns;
	/** Seeded ones have due dates and prices. */
	seeded: number | undefined;
}

function seededLines(seed: number, order: number): Line[] {
	const random = new Random(seed, SALT, order, 1);
	return Array.from({ length: 1 + (order % 3) }, (_, index) => {
		const item = seededItem(seed, (order + index) % ITEMS);
		const quantity = random.int(2, 40);
		const shipped = random.int(0, quantity);
		const number = order * 4 + index;
		return {
			seeded: number,
			columns: {
				UNIQUELN: `_L${String(number).padStart(8, '0')}`,
				UNIQ_KEY: String(item.Uniq_Key),
				SONO: salesOrderNumber(order),
				LINE_NO: paddedNumber(index + 1, 7),
				UOFMEAS: String(item.U_Of_Meas),
				EACHQTY: 1,
				ORD_QTY: quantity,
				SHIPPEDQTY: shipped,
				BALANCE: quantity - shipped,
				Sodet_Desc: String(item.Descript),
				TRANS_DAYS: 2,
				FSTDUEDT: `${isoDay(20_454 + index)}T00:00:00`,
				DELIFREQ: 'ON DEMAND',
				CATEGORY: '',
				NOTE: '',
				EXTENDED: quantity * 12.5,
				WONOFLAG: index === 0,
				STATUS: 'Standard',
				W_KEY: '',
			},
		};
	});
}

/** As ItemGet shows it: what belongs to the line first. */
function wholeLine({ columns, seeded }: Line): JsonObject {
	const of = { SONO: columns.SONO, UNIQUELN: columns.UNIQUELN };
	const dueDate = {
		DUEDT_UNIQ: `_D${seeded ?? ''}`,
		...of,
		DUE_DTS: columns.FSTDUEDT,
		SHIP_DTS: columns.FSTDUEDT,
		COMMIT_DTS: null,
		QTY: columns.ORD_QTY,
		ACT_SHP_QT: columns.SHIPPEDQTY,
		ON_SCHED: true,
		COMPL_DTS: null,
	};
	const price = {
		PLPRICELNK: `_R${seeded ?? ''}`,
		...of,
		DESCRIPTIO: columns.Sodet_Desc,
		QUANTITY: columns.ORD_QTY,
		PRICE: 12.5,
		EXTENDED: columns.EXTENDED,
		TAXABLE: false,
		FLAT: false,
		RECORDTYPE: 'P',
		SALETYPEID: 'PC ASSEMB.',
	};
	return {
		DueDateList: seeded === undefined ? [] : [dueDate],
		SOPRICESList: seeded === undefined ? [] : [price],
		...padded(columns, LINE_WIDTHS),
	};
}

const ORDER: Readonly<Record<string, Reader>> = {
	custno: ['CUSTNO', (value) => (/^\d{10}$/.test(value) ? value : undefined)],
	orderdate: dayOf('ORDERDATE'),
	pono: textOf('PONO', 20),
	sonote: textOf('SONOTE', 1000),
	sofoot: textOf('SOFOOT', 1000),
	buyer: textOf('BUYER', 10),
	attention: textOf('ATTENTION', 10),
	blinkadd: textOf('BLINKADD', 10),
	slinkadd: textOf('SLINKADD', 10),
	fob: textOf('FOB', 15),
	shipvia: textOf('SHIPVIA', 15),
	shipcharge: textOf('SHIPCHARGE', 15),
	deliv_time: textOf('DELIV_TIME', 8),
	terms: textOf('TERMS', 15),
	billaccount: textOf('BILLACCOUNT', 20),
	soamtdsct: numberOf('SOAMTDSCT'),
	poack: oneOrNought('POACK'),
	ackpo_doc: textOf('ACKPO_DOC', 200),
	soapproval: oneOrNought('SOAPPROVAL'),
	soapprvinit: textOf('SOAPPRVINIT', 8),
	soapprvdt: dayOf('SOAPPRVDT'),
};

const LINE: Readonly<Record<string, Reader>> = {
	line_no: textOf('LINE_NO', 7),
	uofmeas: textOf('UOFMEAS', 4),
	eachqty: numberOf('EACHQTY', Number.MIN_VALUE),
	ord_qty: numberOf('ORD_QTY', 0),
	sodet_desc: textOf('Sodet_Desc', 45),
	trans_days: numberOf('TRANS_DAYS'),
	fstduedt: dayOf('FSTDUEDT'),
	deliv_time: ['DELIV_TIME', (value) => (/^\d{1,2}:\d{2}$/.test(value) ? value : undefined)],
	note: textOf('NOTE', 1000),
	status: oneOf('STATUS', ['Standard', 'Priority-1', 'Priority-2', 'Cancel', 'Closed']),
	w_key: textOf('W_KEY', 10),
	ismisc: trueOrFalse('IsMisc'),
};

interface SalesData {
	orders: Store<string, Columns>;
	lines: Store<string, Line>;
	nextOrder: number;
	nextLine: number;
}

function load(seed: number, count: number): SalesData {
	const orders = new Store<string, Columns>((record) => String(record.SONO));
	const lines = new Store<string, Line>(({ columns }) => String(columns.UNIQUELN));
	for (let index = 0; index < count; index++) {
		orders.load(seededOrder(seed, index));
		for (const line of seededLines(seed, index)) lines.load(line);
	}
	return { orders, lines, nextOrder: count, nextLine: count * 4 };
}

export function manexSalesOrders({ counters, customers, seed }: VendorContext): Controller {
	let made: SalesData | undefined;
	const data = (): SalesData => (made ??= load(seed, customers));
	const shown = (record: Columns): Columns => padded(record, WIDTHS);

	function add(sent: JsonObject): Outcome {
		const columns = readColumns(ORDER, sent);
		const asked = sentText(sent, 'sono');
		if (columns?.CUSTNO === undefined || (columns.SOAPPROVAL === true && !columns.SOAPPRVINIT))
			return refusedData(ADD);
		const state = data();
		if (asked !== '' && (asked.length > 10 || state.orders.has(asked))) return refusedData(ADD);
		const number = asked === '' ? salesOrderNumber(state.nextOrder++) : asked;
		const today = `${new Date().toISOString().slice(0, 10)}T00:00:00`;
		state.orders.add({ ...blankOrder(), ORDERDATE: today, ...columns, SONO: number });
		counters.created++;
		// Which number it was given is not said.
		return good('Sales Order added successfully.');
	}

	function edit(sent: JsonObject): Outcome {
		const { orders } = data();
		const record = orders.get(sentText(sent, 'sono'));
		if (record === undefined) return refused(NO_ORDER);
		const columns = readColumns(ORDER, sent);
		if (columns === undefined) return refusedData('Sales Order edit');
		const changed = { ...record, ...columns };
		if (changed.SOAPPROVAL === true && !changed.SOAPPRVINIT) return refusedData('Sales Order edit');
		orders.replace(changed);
		counters.updated++;
		return good('Sales Order edited successfully.', shown(changed));
	}

	function addItem(sent: JsonObject): Outcome {
		const { lines, orders } = data();
		const order = sentText(sent, 'sono');
		if (!orders.has(order)) return refused(NO_ORDER);
		const columns = readColumns(LINE, sent);
		const required = ['uofmeas', 'sodet_desc', 'deliv_time', 'status', 'ord_qty'];
		if (columns === undefined || required.some((name) => sentText(sent, name) === ''))
			return refusedData(ITEM_ADD);
		const part = [sentText(sent, 'part_no'), sentText(sent, 'part_num'), sentText(sent, 'uniq_key')];
		if (columns.IsMisc !== true && part.every((name) => name === '')) return refusedData(ITEM_ADD);
		if (columns.EACHQTY !== undefined && Number(columns.EACHQTY) >= Number(columns.ORD_QTY))
			return refusedData(ITEM_ADD);
		const key = `_L${String(data().nextLine++).padStart(8, '0')}`;
		const line: Columns = { SHIPPEDQTY: 0, BALANCE: columns.ORD_QTY ?? 0, ...columns };
		lines.add({
			seeded: undefined,
			columns: { ...line, UNIQUELN: key, SONO: order, UNIQ_KEY: part[2] ?? '', PART_NO: part[0] ?? '' },
		});
		counters.created++;
		return good('Sales Order Item added successfully.');
	}

	function deleteItem(sent: JsonObject): Outcome {
		const { lines } = data();
		const key = sentText(sent, 'uniqueln');
		if (lines.get(key)?.columns.SONO !== sentText(sent, 'sono')) return refused(NO_ITEM);
		lines.remove(key);
		counters.deleted++;
		return good('Sales Order Item deleted successfully.');
	}

	return {
		actions: {
			get: {
				needs: ['sono'],
				run: (sent) => {
					const record = data().orders.get(sentText(sent, 'sono'));
					return record === undefined ? refused(NO_ORDER) : good('Sales Order details:', shown(record));
				},
			},
			add: { run: add },
			edit: { run: edit },
			itemget: {
				needs: ['uniqueln'],
				run: (sent) => {
					const line = data().lines.get(sentText(sent, 'uniqueln'));
					return line === undefined ? refused(NO_ITEM) : good('Sales Order Item details:', wholeLine(line));
				},
			},
			itemadd: { run: addItem },
			itemdelete: { run: deleteItem },
		},
		record: (key) => {
			const line = data().lines.get(key);
			return data().orders.get(key) ?? (line && wholeLine(line));
		},
		created: () => [...data().orders.created(), ...data().lines.created().map(wholeLine)],
	};
}
