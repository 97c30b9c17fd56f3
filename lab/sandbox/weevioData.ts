import { americanDay, isoDay, orderCount, ORDERS_PER_CUSTOMER, person, Random } from './data';
import { Store } from './store';
import { part, PARTS } from './weevioInventory';

const VENDOR = 1;

/** Raw PIMS column names; every value is a string: https://support.weevio.co/docs/api-reference/orders/ */
export type WeevioCustomer = Record<string, string>;
export type WeevioOrder = Record<string, string>;
export interface WeevioLineItem {
	ORDER_LINEITEMS: Record<string, string>;
}

function customer(code: string, values: Record<string, string>): WeevioCustomer {
	return {
		CUSTOMER_CODE: code,
		CUSTOMER_NAME: '',
		BNAME: '',
		BATTN: '',
		BEMAIL: '',
		BPHONE: '',
		BADDRESS1: '',
		BCITY: '',
		BSTATE: '',
		BZIPCODE: '',
		BCOUNTRY: '',
		SNAME: '',
		SEMAIL: '',
		...values,
	};
}

/** Columns a filter may name; a create may add more ("any PIMS CUSTOMER field name is accepted"). */
export const CUSTOMER_COLUMNS: readonly string[] = Object.keys(customer('', {}));
export const ORDER_COLUMNS: readonly string[] = [
	'ORDER_NUMBER',
	'REFERENCE_NUMBER',
	'CUSTOMER_CODE',
	'ORDER_DATE',
	'ORDER_STATUS',
];

export interface WeevioData {
	customers: Store<string, WeevioCustomer>;
	/** Index of the customer in the seed, which its orders derive from. */
	indexOf: Map<string, number>;
	codes: string[];
}

export function weevioData(seed: number, count: number): WeevioData {
	const customers = new Store<string, WeevioCustomer>((record) => record.CUSTOMER_CODE ?? '');
	const codes: string[] = [];
	for (let index = 0; index < count || index < 2; index++) {
		const record = index < 2 ? documented(index) : generated(seed, index);
		customers.load(record);
		codes.push(record.CUSTOMER_CODE ?? '');
	}
	return { customers, codes, indexOf: new Map(codes.map((code, index) => [code, index])) };
}

/** The seed page's two records; it shows the mail addresses obfuscated. */
function documented(index: number): WeevioCustomer {
	if (index === 0) {
		return customer('M-1000', {
			CUSTOMER_NAME: 'Acme Repair',
			BNAME: 'Acme Repair',
			BATTN: 'Jane Doe',
			BEMAIL: 'jane@acme.example',
			BPHONE: '800-555-1212',
			BADDRESS1: '101 Main St',
			BCITY: 'Bloomington',
			BSTATE: 'IN',
			BZIPCODE: '47404',
			BCOUNTRY: 'US',
		});
	}
	// Found by the sample's second filter: SEMAIL contains acme.example.
	return customer('M-1001', {
		CUSTOMER_NAME: 'Acme North',
		BEMAIL: 'north@acme.example',
		SEMAIL: 'dock@acme.example',
	});
}

export function generated(seed: number, index: number): WeevioCustomer {
	const random = new Random(seed, VENDOR, index);
	const who = person(random, seed, index);
	const bare = index % 17 === 4;
	return {
		// From 2000 up, so that the first created record gets the documented M-1234.
		CUSTOMER_CODE: `M-${2000 + index}`,
		CUSTOMER_NAME: who.company,
		BNAME: who.company,
		BATTN: bare ? '' : `${who.first} ${who.last}`,
		BEMAIL: bare ? '' : who.email,
		BPHONE: bare ? '' : who.phone,
		BADDRESS1: who.street,
		BCITY: who.city,
		BSTATE: who.state,
		BZIPCODE: who.zip,
		BCOUNTRY: 'US',
		SNAME: bare ? '' : who.company,
		SEMAIL: bare ? '' : who.email,
	};
}

const STATUSES: readonly string[] = ['Open', 'Open', 'Shipped', 'Closed', 'Cancelled'];
const FIRST_ORDER = 100_000;

/** The days of the seed's orders. */
const FIRST_DAY = 18_262;
const LAST_DAY = 20_453;

function seededCount(seed: number, index: number): number {
	return index === 0 ? 3 : orderCount(seed, VENDOR, index);
}

/** Orders as the seed has them, whatever has become of their customer since. */
export function* ordersOf(seed: number, data: WeevioData, code: string): Iterable<WeevioOrder> {
	const index = data.indexOf.get(code);
	if (index === undefined) return;
	const count = seededCount(seed, index);
	for (let n = 0; n < count; n++) yield order(seed, code, index, n);
}

function order(seed: number, code: string, index: number, n: number): WeevioOrder {
	const random = new Random(seed, VENDOR, index, 1000 + n);
	return {
		ORDER_NUMBER: String(FIRST_ORDER + index * ORDERS_PER_CUSTOMER + n),
		REFERENCE_NUMBER: n % 3 === 2 ? '' : `PO-${random.digits(6)}`,
		CUSTOMER_CODE: code,
		ORDER_DATE: americanDay(random.int(FIRST_DAY, LAST_DAY)),
		ORDER_STATUS: random.pick(STATUSES),
	};
}

/** The number carries customer and position, so one order is found without a scan. */
export function orderByNumber(seed: number, data: WeevioData, orderNumber: string): WeevioOrder | undefined {
	if (!/^\d+$/.test(orderNumber)) return undefined;
	const place = Number(orderNumber) - FIRST_ORDER;
	const index = Math.floor(place / ORDERS_PER_CUSTOMER);
	const code = data.codes[index];
	const n = place % ORDERS_PER_CUSTOMER;
	return code === undefined || n >= seededCount(seed, index) ? undefined : order(seed, code, index, n);
}

/** Behind the numbers of the seed, which leave room for each customer's orders. */
export const firstNewOrder = ({ codes }: WeevioData): number =>
	FIRST_ORDER + codes.length * ORDERS_PER_CUSTOMER;

/** Numbers of the seed's orders by their day, so that those of some days are found without making them all. */
export class OrderDays {
	private byDay: Map<string, number[]> | undefined;

	constructor(
		private readonly seed: number,
		private readonly data: () => WeevioData,
	) {}

	*of(days: readonly string[]): Iterable<WeevioOrder> {
		const wanted = days.filter(isSeeded);
		// New orders are of other days, so that most tests never need the index.
		if (wanted.length === 0) return;
		const byDay = (this.byDay ??= this.sorted());
		const numbers = wanted.flatMap((day) => byDay.get(day) ?? []).sort((a, b) => a - b);
		for (const number of numbers) {
			const found = orderByNumber(this.seed, this.data(), String(number));
			if (found !== undefined) yield found;
		}
	}

	private sorted(): Map<string, number[]> {
		const byDay = new Map<string, number[]>();
		for (const code of this.data().codes) {
			for (const { ORDER_DATE = '', ORDER_NUMBER } of ordersOf(this.seed, this.data(), code)) {
				const numbers = byDay.get(ORDER_DATE);
				if (numbers === undefined) byDay.set(ORDER_DATE, [Number(ORDER_NUMBER)]);
				else numbers.push(Number(ORDER_NUMBER));
			}
		}
		return byDay;
	}
}

function isSeeded(text: string): boolean {
	const [month, day, year] = text.split('/');
	const iso = `${year}-${month}-${day}`;
	return iso >= isoDay(FIRST_DAY) && iso <= isoDay(LAST_DAY);
}

export function lineItems(seed: number, orderNumber: string): WeevioLineItem[] {
	const random = new Random(seed, VENDOR, Number(orderNumber), 2000);
	return Array.from({ length: random.int(1, 4) }, (_, n) => {
		const quantity = random.int(1, 20);
		const { PART_CODE = '', PART_DESCRIPTION = '' } = part(seed, random.int(0, PARTS - 1));
		return {
			ORDER_LINEITEMS: {
				LINE_NUMBER: String(n + 1),
				PART_CODE,
				DESCRIPTION: PART_DESCRIPTION,
				QUANTITY: String(quantity),
				NUMBER_SHIPPED: String(random.int(0, quantity)),
			},
		};
	});
}
