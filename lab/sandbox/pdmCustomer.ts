import { isoDay, person, Random } from './data';
import { isObject } from './json';
import type { JsonObject } from './types';

const VENDOR = 2;

export interface PdmAddress {
	line_1: string;
	line_2: string;
	line_3: string;
	city: string;
	county: string;
	postal_code: string;
}

export interface PdmCustomer {
	customer_id: number;
	customer_ref: string;
	external_customer_ref: string;
	created: string;
	last_modified: string;
	title: string;
	first_name: string;
	last_name: string;
	gender: string;
	dob: string;
	address: PdmAddress;
	email_address: string;
	tel_number_1: string;
	tel_number_2: string;
	active: boolean;
}

export const FIRST_CUSTOMER_ID = 1408;

/** `C######` in the seed page. */
export function customerRef(id: number): string {
	return `C${String(id).padStart(6, '0')}`;
}

export function pdmCustomer(seed: number, index: number): PdmCustomer {
	const id = FIRST_CUSTOMER_ID + index;
	if (index === 0) return documented(id);
	const random = new Random(seed, VENDOR, index);
	const who = person(random, seed, index);
	const bare = index % 17 === 4;
	return {
		customer_id: id,
		customer_ref: customerRef(id),
		external_customer_ref: index % 5 === 2 ? '' : `EXT${100_000 + index}`,
		created: isoDay(who.day),
		last_modified: isoDay(who.day + random.int(0, 60)),
		title: bare ? '' : random.pick(['Mr', 'Mrs', 'Ms', 'Dr']),
		first_name: who.first,
		last_name: who.last,
		gender: bare ? '' : random.pick(['Male', 'Female']),
		dob: bare ? '' : isoDay(random.int(-9000, 12_000)),
		address: {
			line_1: who.street,
			line_2: index % 3 === 0 ? `Flat ${random.int(1, 40)}` : '',
			line_3: '',
			city: who.city,
			county: bare ? '' : `${who.city}shire`,
			postal_code: `TT${random.int(1, 99)} ${random.int(1, 9)}TT`,
		},
		email_address: bare ? '' : who.email,
		tel_number_1: bare ? '' : who.phone,
		tel_number_2: '',
		active: index % 13 !== 6,
	};
}

function documented(id: number): PdmCustomer {
	return {
		customer_id: id,
		customer_ref: customerRef(id),
		external_customer_ref: 'EXTREF164736',
		created: '2017-12-12',
		last_modified: '2017-12-14',
		title: 'Mr',
		first_name: 'Joe',
		last_name: 'Bloggs',
		gender: 'Male',
		dob: '1968-11-06',
		address: {
			line_1: 'Test Address Line 1',
			line_2: 'Test Address Line 2',
			line_3: '',
			city: 'Test City',
			county: 'Test County',
			postal_code: 'TT11 1TT',
		},
		email_address: 'joe@blogs.com',
		tel_number_1: '',
		tel_number_2: '',
		active: true,
	};
}

export interface PdmProblem {
	code: 301 | 302 | 303;
	fields: string[];
}

/** Everything a write sets; the rest of the record is the vendor's own. */
export type PdmWrite = Omit<PdmCustomer, 'customer_id' | 'customer_ref' | 'created' | 'last_modified'>;

/** line_2, line_3 and county have no limit: https://prodeliverymanager.com/support/api-documentation/api-documentation-for-version-2-accounts/ */
const LIMITS: Record<string, number> = {
	external_customer_ref: 50,
	title: 12,
	first_name: 50,
	last_name: 50,
	'address.line_1': 50,
	'address.city': 50,
	'address.postal_code': 20,
	email_address: 250,
	tel_number_1: 50,
	tel_number_2: 50,
};
const REQUIRED = ['first_name', 'last_name', 'address.line_1', 'address.city', 'address.postal_code'];

/**
 * A whole record from what was sent. A field left out becomes empty, because ModifyCustomer wants
 * "the complete record": this is what makes a client that sends a part lose data here, too.
 */
export function readWrite(source: JsonObject, activeDefault: boolean): PdmWrite | PdmProblem {
	const wrongType: string[] = [];
	const tooLong: string[] = [];
	if (source.address !== undefined && !isObject(source.address)) wrongType.push('address');
	const address = isObject(source.address) ? source.address : {};
	const text = (path: string): string => {
		const [parent, child] = path.split('.');
		const value = child === undefined ? source[path] : parent === 'address' ? address[child] : '';
		if (value === undefined || value === null) return '';
		if (typeof value !== 'string') {
			wrongType.push(path);
			return '';
		}
		if (value.length > (LIMITS[path] ?? Infinity)) tooLong.push(path);
		return value;
	};
	const write: PdmWrite = {
		external_customer_ref: text('external_customer_ref'),
		title: text('title'),
		first_name: text('first_name'),
		last_name: text('last_name'),
		gender: text('gender'),
		dob: text('dob'),
		address: {
			line_1: text('address.line_1'),
			line_2: text('address.line_2'),
			line_3: text('address.line_3'),
			city: text('address.city'),
			county: text('address.county'),
			postal_code: text('address.postal_code'),
		},
		email_address: text('email_address'),
		tel_number_1: text('tel_number_1'),
		tel_number_2: text('tel_number_2'),
		active: activeDefault,
	};
	// Documented as boolean while the sample sends 1.
	if (source.active === 0 || source.active === 1) write.active = source.active === 1;
	else if (typeof source.active === 'boolean') write.active = source.active;
	else if (source.active !== undefined) wrongType.push('active');
	if (!['', 'Male', 'Female'].includes(write.gender)) tooLong.push('gender');
	if (write.dob !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(write.dob)) tooLong.push('dob');
	const missing = REQUIRED.filter((path) => text(path).trim() === '' && !wrongType.includes(path));
	// Which code wins when several apply is not documented.
	if (missing.length > 0) return { code: 301, fields: missing };
	if (wrongType.length > 0) return { code: 303, fields: [...new Set(wrongType)] };
	if (tooLong.length > 0) return { code: 302, fields: [...new Set(tooLong)] };
	return write;
}
