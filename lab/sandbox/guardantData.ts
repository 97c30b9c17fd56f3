import { orderCount, ORDERS_PER_CUSTOMER, person, Random } from './data';

const VENDOR = 4;

/** Read names: `_id` and lower case; the write names differ: https://dev.guardant.ru (customers). */
export interface GuardantCustomer {
	_id: number;
	description: string;
	email: string;
	name: string;
	lastname: string;
	companyname: string;
	phone: string;
	status: number;
	archived: boolean;
	archivationdate: number;
	crmid: string;
	refid: string;
}

export interface GuardantOrder {
	_id: number;
	activationbirthdate: number;
	activationdeathdate: number;
	activationlimit: number;
	archivationdate: number;
	archived: boolean;
	canoverwritecontainer: boolean;
	customerrequired: boolean;
	date: number;
	description: string;
	isdemo: boolean;
	number: number;
	quantity: number;
	status: number;
	submitdate: number;
	type: number;
	crmid: string;
	refid: string;
}

const blank: Omit<GuardantCustomer, '_id'> = {
	description: '',
	email: '',
	name: '',
	lastname: '',
	companyname: '',
	phone: '',
	status: 0,
	archived: false,
	archivationdate: 0,
	crmid: '',
	refid: '',
};

/** The seed page's records: 8 from the list, 4 from the get, 9 as after the create sample. */
const DOCUMENTED: readonly GuardantCustomer[] = [
	{ ...blank, _id: 4, email: 'mail@gmail.com', name: 'Peter', phone: '8', status: 1 },
	{
		...blank,
		_id: 8,
		description: 'test',
		email: 'cust@gmail.com',
		name: 'My first name',
		lastname: 'My last name',
		companyname: 'Google',
		phone: '123-12-12',
	},
	{
		...blank,
		_id: 9,
		description: 'Created by postman',
		email: 'postman@gmail.com',
		name: 'PostMan',
		lastname: 'My last name',
		companyname: 'Google',
		phone: '123-11-11',
	},
];

export function guardantCustomer(seed: number, index: number): GuardantCustomer {
	const documented = DOCUMENTED[index];
	if (documented) return { ...documented };
	const random = new Random(seed, VENDOR, index);
	const who = person(random, seed, index);
	const isCompany = index % 2 === 0;
	const bare = index % 17 === 4;
	const archived = index % 9 === 5;
	return {
		_id: 7 + index,
		description: index % 6 === 0 ? `Customer since ${2015 + (index % 10)}` : '',
		email: bare ? '' : who.email,
		name: who.first,
		lastname: who.last,
		companyname: isCompany ? who.company : '',
		phone: bare ? '' : who.phone,
		status: index % 4 === 0 ? 1 : 0,
		archived,
		archivationdate: archived ? (who.day + 30) * 86_400 : 0,
		crmid: index % 3 === 0 ? `CRM-${index}` : '',
		refid: '',
	};
}

const order = {
	activationbirthdate: 0,
	activationdeathdate: 0,
	archivationdate: 0,
	archived: false,
	canoverwritecontainer: false,
	customerrequired: true,
	isdemo: false,
	number: 0,
	submitdate: 0,
	type: 0,
	crmid: '',
	refid: '',
};

function documentedOrders(): GuardantOrder[] {
	return [
		sorted({
			...order,
			_id: 10016,
			activationlimit: 7,
			date: 1527501148,
			description: 'With client',
			quantity: 2,
			status: 0,
		}),
		sorted({
			...order,
			_id: 10096,
			activationbirthdate: 1538463338,
			activationlimit: 1,
			date: 1538463338,
			description: 'test bugs in sn activation number',
			quantity: 10,
			status: 1,
		}),
	];
}

/** The key order of the page: alphabetical, with crmid and refid at the end. */
function sorted(source: GuardantOrder): GuardantOrder {
	const { crmid, refid, ...rest } = source;
	const keys = Object.keys(rest).sort() as Array<keyof typeof rest>;
	const ordered = Object.fromEntries(keys.map((key) => [key, rest[key]])) as typeof rest;
	return { ...ordered, crmid, refid };
}

const FIRST_ORDER = 20_000;

/** Behind the numbers of the seed, which leave room for each customer's orders. */
export const firstNewOrder = (seeded: number): number => FIRST_ORDER + seeded * ORDERS_PER_CUSTOMER;

/** As it is written at first: a draft that nobody has submitted. */
export function newOrder(seed: number, id: number, at: number): GuardantOrder {
	const random = new Random(seed, VENDOR, id, 1000);
	return sorted({
		...order,
		_id: id,
		activationlimit: random.int(1, 50),
		date: at,
		description: `Order ${id}`,
		number: id,
		quantity: random.int(1, 100),
		status: 0,
	});
}

/** Orders of a seeded customer; a created one has none. */
export function ordersOf(seed: number, id: number, seeded: number): GuardantOrder[] {
	if (id === 4) return documentedOrders();
	const index = id - 7;
	if (index < 3 || index >= seeded) return [];
	return Array.from({ length: orderCount(seed, VENDOR, index) }, (_, n) => {
		const random = new Random(seed, VENDOR, index, 1000 + n);
		const date = random.int(1_420_070_400, 1_767_139_200);
		const status = random.pick([0, 1, 1, 2]);
		const number = FIRST_ORDER + index * ORDERS_PER_CUSTOMER + n;
		return sorted({
			...order,
			_id: number,
			activationlimit: random.int(1, 50),
			date,
			description: n % 3 === 0 ? '' : `Order ${n + 1}`,
			isdemo: n % 5 === 4,
			number,
			quantity: random.int(1, 100),
			status,
			submitdate: status === 0 ? 0 : date + random.int(60, 864_000),
			archived: n % 6 === 5,
			archivationdate: n % 6 === 5 ? date + 1_000_000 : 0,
		});
	});
}

/** The order of a seeded customer, whoever that is. */
export function orderById(seed: number, id: number, seeded: number): GuardantOrder | undefined {
	const customer = 7 + Math.floor((id - FIRST_ORDER) / ORDERS_PER_CUSTOMER);
	return [4, customer].flatMap((each) => ordersOf(seed, each, seeded)).find((each) => each._id === id);
}
