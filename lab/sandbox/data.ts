import { faker } from '@faker-js/faker/locale/en';

// Taken once: inside a Jest test each look-up of a global is slow, and these run millions of times.
const { floor, imul, round } = Math;

/**
 * Faker makes pools of values once per seed; a record picks from the pools with a small generator of
 * its own. A record thus depends on (seed, vendor, index) alone, and 100,000 of them take a moment
 * rather than minutes.
 */
interface Pools {
	first: string[];
	last: string[];
	company: string[];
	street: string[];
	city: string[];
	product: string[];
}

const pools = new Map<number, Pools>();

function poolsFor(seed: number): Pools {
	const known = pools.get(seed);
	if (known) return known;
	faker.seed(seed);
	const many = (count: number, make: () => string) => Array.from({ length: count }, make);
	const made: Pools = {
		first: many(300, () => faker.person.firstName()),
		last: many(500, () => faker.person.lastName()),
		company: many(400, () => faker.company.name()),
		street: many(300, () => faker.location.street()),
		city: many(250, () => faker.location.city()),
		product: many(100, () => faker.commerce.productName()),
	};
	pools.set(seed, made);
	return made;
}

export class Random {
	private state: number;

	constructor(...parts: number[]) {
		let state = 0x9e3779b9;
		for (const part of parts) {
			state = imul(state ^ part, 0x85ebca6b);
			state ^= state >>> 13;
			state = imul(state, 0xc2b2ae35) ^ (state >>> 16);
		}
		this.state = state;
	}

	next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let t = imul(this.state ^ (this.state >>> 15), 1 | this.state);
		t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	}

	/** Whole number, both ends included. */
	int(min: number, max: number): number {
		return min + floor(this.next() * (max - min + 1));
	}

	pick<T>(values: readonly T[]): T {
		return values[floor(this.next() * values.length)] as T;
	}

	digits(count: number): string {
		let text = '';
		for (let i = 0; i < count; i++) text += this.int(0, 9);
		return text;
	}

	money(max: number): number {
		return round(this.next() * max * 100) / 100;
	}
}

/** Names that break careless code: other scripts, quotes, commas, markup, expression-like text. */
const AWKWARD_PEOPLE: ReadonlyArray<readonly [string, string]> = [
	['Zoë', 'Müller-Lüdenscheidt'],
	['Łukasz', 'Żółć'],
	['Søren', 'Åkesson'],
	['太郎', '山田'],
	['Ирина', 'Петрова'],
	['Seán', "O'Brien"],
	['Ann "Nan"', 'Smith, Jr.'],
	['José María', 'Núñez'],
	['Ünal', 'Şahin'],
	['Δήμητρα', 'Παππά'],
];

const AWKWARD_COMPANIES: readonly string[] = [
	"O'Connor & Sons",
	'Müller "Premium" GmbH',
	'Śląskie Zakłady, Sp. z o.o.',
	'株式会社サンプル',
	'ООО «Ромашка»',
	'A/S Blåbær & Co',
	'<b>Bold</b> Ideas',
	'100% Cotton + More',
	'Back\\slash Ltd',
	'{{ Curly }} Works',
];

export interface Person {
	first: string;
	last: string;
	company: string;
	street: string;
	city: string;
	state: string;
	zip: string;
	phone: string;
	email: string;
	/** Days since 1970 of the record's creation, 2015 to 2025. */
	day: number;
}

const STATES: readonly string[] = ['IN', 'OH', 'IL', 'MI', 'KY', 'TX', 'CA', 'WA', 'NY', 'FL'];

export function person(random: Random, seed: number, index: number): Person {
	const pool = poolsFor(seed);
	let first = random.pick(pool.first);
	let last = random.pick(pool.last);
	let company = random.pick(pool.company);
	// Equal names on purpose: a look-up by name must not be taken for a key.
	if (index % 25 === 1) [first, last, company] = ['John', 'Smith', 'Smith Services'];
	if (index % 11 === 3) {
		const awkward = AWKWARD_PEOPLE[floor(index / 11) % AWKWARD_PEOPLE.length];
		if (awkward) [first, last] = awkward;
		company = AWKWARD_COMPANIES[floor(index / 11) % AWKWARD_COMPANIES.length] ?? company;
	}
	const mail = `${first}.${last}`.toLowerCase().replace(/[^a-z.]/g, '') || 'customer';
	return {
		first,
		last,
		company,
		street: `${random.int(1, 9999)} ${random.pick(pool.street)}`,
		city: random.pick(pool.city),
		state: random.pick(STATES),
		zip: random.digits(5),
		phone: `${random.int(200, 989)}-555-${random.digits(4)}`,
		email: `${mail}${index}@example.com`,
		day: random.int(16436, 20453),
	};
}

export function product(random: Random, seed: number): string {
	return random.pick(poolsFor(seed).product);
}

/** 0 to 12 orders a customer; depends on the customer's index only. */
export function orderCount(seed: number, vendor: number, index: number): number {
	return new Random(seed, vendor, index, 77).int(0, 12);
}

/** Room for the orders of one customer in a number range, so that a number tells its customer. */
export const ORDERS_PER_CUSTOMER = 13;

const DAY_MS = 86_400_000;
const isoDays = new Map<number, string>();

/** Remembered: writing dates is most of the time that 100,000 records take. */
export function isoDay(day: number): string {
	let text = isoDays.get(day);
	if (text === undefined) {
		text = new Date(day * DAY_MS).toISOString().slice(0, 10);
		isoDays.set(day, text);
	}
	return text;
}

/** Days since 1970. */
export const today = (): number => floor(Date.now() / DAY_MS);

/** ISO without a zone, to the second. */
export const isoNow = (): string => new Date(Date.now()).toISOString().slice(0, 19);

export function americanDay(day: number): string {
	const iso = isoDay(day);
	return `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)}`;
}
