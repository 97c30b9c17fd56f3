import { isoDay, Random, today } from './data';
import { itemKey, ITEMS, seededItem } from './manexItems';
import { good, isoOf, padded, paddedNumber, refused, sentText } from './manexController';
import type { Columns, Controller, Outcome } from './manexController';
import { Store } from './store';
import { known, tableOf } from './table';
import type { Table } from './table';
import type { JsonObject, VendorContext } from './types';

/**
 * Purchase orders, https://manexerp.freshdesk.com/support/solutions/articles/72000514410, and their items,
 * https://kb.manex.com/print.asp?Lang=1&id=5789: the only searches of ManEx.
 */

const SALT = 34;
const FIRST = 300_000;
export const PURCHASE_ORDERS = 60;
const STATES = ['Open', 'Cancelled', 'Closed'] as const;
const SUPPLIERS = ['Arrow', 'Digi-Key', 'Mouser & Co'] as const;
const WIDTHS = { POSTATUS: 8, BUYER: 10, TERMS: 15, SHIPVIA: 15, Supname: 30, Part_No: 25, Revision: 4 };

interface Line {
	readonly columns: Columns;
	/** What can be asked for and is not shown. */
	readonly hidden: {
		readonly uniqKey: string;
		readonly supplierKey: string;
		readonly manufacturer: string;
		readonly manufacturerPart: string;
		readonly scheduled: string;
	};
}

interface PurchaseOrder {
	readonly columns: Columns;
	readonly lines: readonly Line[];
}

function seeded(
	seed: number,
	index: number,
	day = 20_400 + index,
	state: (typeof STATES)[number] = STATES[index % 3] ?? 'Open',
): PurchaseOrder {
	const random = new Random(seed, SALT, index);
	const number = paddedNumber(FIRST + index, 15);
	const supplier = random.int(0, 2);
	const dated = `${isoDay(day)}T00:00:00`;
	const lines = Array.from({ length: 1 + (index % 3) }, (_, line): Line => {
		const item = (index * 3 + line) % ITEMS;
		const { Part_No = '', Revision = '' } = seededItem(seed, item);
		const quantity = random.int(10, 500);
		const received = state === 'Closed' ? quantity : random.int(0, quantity - 1);
		const rejected = Math.floor(received / 50);
		return {
			columns: {
				UNIQLNNO: `_P${String(index * 4 + line).padStart(8, '0')}`,
				PONUM: number,
				ITEMNO: String(line + 1).padStart(3, '0'),
				COSTEACH: random.money(20),
				ORD_QTY: quantity,
				RECV_QTY: received,
				ACPT_QTY: received - rejected,
				REJ_QTY: rejected,
				POSTATUS: state,
				PODATE: dated,
				Part_No,
				Revision,
				Supname: SUPPLIERS[supplier] ?? '',
			},
			hidden: {
				uniqKey: itemKey(item),
				supplierKey: `_S${supplier}`,
				manufacturer: 'TI',
				manufacturerPart: `TI-${item}`,
				scheduled: `${isoDay(day + 14 + line)}T00:00:00`,
			},
		};
	});
	const total = lines.reduce(
		(sum, { columns }) => sum + Number(columns.COSTEACH) * Number(columns.ORD_QTY),
		0,
	);
	return {
		lines,
		columns: {
			PONUM: number,
			PODATE: dated,
			POSTATUS: state,
			CONUM: 0,
			VERDATE: dated,
			BUYER: random.pick(['SMITH', 'JONES']),
			APPVNAME: '',
			POTAX: 0,
			POTOTAL: Math.round(total * 100) / 100,
			TERMS: 'NET 30',
			CLOSDDATE: state === 'Closed' ? `${isoDay(day + 20)}T00:00:00` : null,
			SHIPVIA: 'UPS',
		},
	};
}

type Test = (line: Line, wanted: string) => boolean;

const FILTERS: Readonly<Record<string, Test>> = {
	ponum: ({ columns }, wanted) => columns.PONUM === wanted,
	supname: ({ columns }, wanted) => columns.Supname === wanted,
	uniqsupno: ({ hidden }, wanted) => hidden.supplierKey === wanted,
	partno: ({ columns }, wanted) => columns.Part_No === wanted,
	revision: ({ columns }, wanted) => columns.Revision === wanted,
	uniqkey: ({ hidden }, wanted) => hidden.uniqKey === wanted,
	uniqlnno: ({ columns }, wanted) => columns.UNIQLNNO === wanted,
	postatus: ({ columns }, wanted) => columns.POSTATUS === wanted,
	mfgrptno: ({ hidden }, wanted) => hidden.manufacturerPart === wanted,
	partmfgr: ({ hidden }, wanted) => hidden.manufacturer === wanted,
	withbalance: ({ columns }, wanted) =>
		Number(columns.ORD_QTY) > Number(columns.ACPT_QTY) === (wanted.toLowerCase() === 'true'),
	received: ({ columns }, wanted) => Number(columns.RECV_QTY) > 0 === (wanted.toLowerCase() === 'true'),
	scheduledpriorto: ({ hidden }, wanted) => hidden.scheduled < (isoOf(wanted) ?? ''),
};

/** Columns of the order, of its lines, or of both, laid over them. */
function laidOver({ columns, lines }: PurchaseOrder, fields: JsonObject): PurchaseOrder {
	const ofLine = lines[0]?.columns ?? {};
	const given = known(fields, [...Object.keys(columns), ...Object.keys(ofLine)]) as Columns;
	const of = (names: Columns): Columns =>
		Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(names, name)));
	return {
		columns: { ...columns, ...of(columns) },
		lines: lines.map((line) => ({ ...line, columns: { ...line.columns, ...of(line.columns) } })),
	};
}

export function manexPurchaseOrders({ seed, settings }: VendorContext): Controller & { table: Table } {
	let made: Store<string, PurchaseOrder> | undefined;
	const orders = (): Store<string, PurchaseOrder> => {
		if (made !== undefined) return made;
		made = new Store<string, PurchaseOrder>(({ columns }) => String(columns.PONUM));
		for (let index = 0; index < PURCHASE_ORDERS; index++) made.load(seeded(seed, index));
		return made;
	};
	let next = PURCHASE_ORDERS;

	function passing(sent: JsonObject): (line: Line) => boolean {
		const wanted = { ...sent, supname: sent.suppliername ?? sent.supname };
		const tests = Object.entries(FILTERS).filter(([name]) => sentText(wanted, name) !== '');
		return (line) => tests.every(([name, test]) => test(line, sentText(wanted, name)));
	}

	function answer(what: string, found: readonly Columns[]): Outcome {
		// What nothing found looks like was not to be seen.
		if (found.length === 0 && settings().manexNothingFound === 'refused')
			return refused(`${what} does not exists.`);
		return good(
			`${what} details:`,
			found.map((columns) => padded(columns, WIDTHS)),
		);
	}

	return {
		actions: {
			get: {
				run: (sent) => {
					const passes = passing(sent);
					const found = [...orders().all()].filter(({ lines }) => lines.some(passes));
					return answer(
						'Purchase Order',
						found.map(({ columns }) => columns),
					);
				},
			},
			itemget: {
				run: (sent) => {
					const found = [...orders().all()].flatMap(({ lines }) => lines).filter(passing(sent));
					return answer(
						'Purchase Order Item',
						found.map(({ columns }) => columns),
					);
				},
			},
		},
		record: (key) => orders().get(key)?.columns,
		created: () => [],
		table: tableOf(orders, {
			key: String,
			// Of a new one nothing has been received.
			made: (fields) =>
				laidOver(seeded(seed, next++, today(), 'Open'), {
					RECV_QTY: 0,
					ACPT_QTY: 0,
					REJ_QTY: 0,
					...fields,
				}),
			amended: laidOver,
		}),
	};
}
