import { isoDay, person, Random } from './data';

const VENDOR = 3;

export type ManexValue = string | number | boolean | null;
/** In the key order of the Add answer; Get puts LinkAddList first. */
export type ManexCustomer = Record<string, ManexValue>;

export const TERRITORIES: readonly string[] = [
	'SOUTHERN CA',
	'NORTHERN CA',
	'EAST',
	'WEST',
	'MIDWEST',
	'NEW ENGLAND',
	'SOUTH',
	'GREAT LAKES',
	'MEXICO',
	'CANADA',
	'UNITED KINGDOM',
];
export const TERMS: readonly string[] = [
	'NET 10',
	'NET 15',
	'NET 30',
	'NET 30/2% 10',
	'NET 45',
	'COD',
	'NONE',
];
export const CREDIT_STATES: readonly string[] = ['OK', 'HOLD', 'REJECT'];

/**
 * Fixed-width columns, which Get pads with spaces. The web page collapsed the blanks, so the widths
 * are guesses; PROFILE, CUSTNOTE, AR_CALNOTE and CREDITNOTE are `""` in the Get sample, hence not
 * padded, and CUSTNO fills its ten places.
 */
const WIDTHS: Record<string, number> = {
	CUSTNAME: 35,
	PHONE: 19,
	FAX: 19,
	BLINKADD: 10,
	SLINKADD: 10,
	TERRITORY: 15,
	TERMS: 15,
	ACCTSTATUS: 10,
	DIVISION: 10,
	SREPS: 10,
	CREDITOK: 8,
	RESL_NO: 15,
	AR_CALTIME: 8,
	AR_CALBY: 8,
	SAVEINIT: 8,
	SIC_CODE: 10,
	SIC_DESC: 35,
	DELIVTIME: 8,
	STATUS: 8,
	IS_EDITED: 10,
	SALEDSCTID: 10,
	CUSTPFX: 4,
	INACTINIT: 8,
};

export function blankCustomer(): ManexCustomer {
	return {
		CUSTNO: '',
		CUSTNAME: '',
		PHONE: '',
		FAX: '',
		BLINKADD: '',
		SLINKADD: '',
		TERRITORY: '',
		TERMS: '',
		CREDLIMIT: 0,
		PROFILE: '',
		CUSTNOTE: '',
		ACCTSTATUS: '',
		DIVISION: '',
		SREPS: '',
		CREDITOK: '',
		RESL_NO: '',
		AR_CALDATE: null,
		AR_CALTIME: '',
		AR_CALBY: '',
		AR_CALNOTE: '',
		AR_HIGHBAL: 0,
		CREDITNOTE: '',
		ACCT_DATE: null,
		SAVEINIT: '',
		OUT_MARGIN: 0,
		TL_MARGIN: 0,
		MAT_MARGIN: 0,
		LAB_MARGIN: 0,
		MIN_ORDAMT: 0,
		SCRAP_FACT: 0,
		COMMITEM: 0,
		CUSTSPEC: 0,
		LABOR: false,
		MATERIAL: false,
		SPLIT1: 0,
		SPLIT2: 0,
		SPLITAMT: 0,
		SPLITPERC: 0,
		TOOLING: false,
		SIC_CODE: '',
		SIC_DESC: '',
		DELIVTIME: '',
		STATUS: '',
		SERIFLAG: false,
		OVERHEAD: 0,
		IS_EDITED: '',
		SALEDSCTID: '',
		CUSTPFX: '',
		// The parameter is Acctaxable, the answer key ACTTAXABLE (https://kb.manex.com/print.asp?Lang=1&id=5818).
		ACTTAXABLE: false,
		INACTDT: null,
		INACTINIT: '',
		modifiedDate: null,
		UserId: null,
		LinkAddList: null,
	};
}

/** As Get shows it, without `$id`: LinkAddList first, fixed-width columns padded. */
export function readForm(record: ManexCustomer): ManexCustomer {
	const shown: ManexCustomer = { LinkAddList: record.LinkAddList ?? null };
	for (const [key, value] of Object.entries(record)) {
		if (key === 'LinkAddList') continue;
		shown[key] = typeof value === 'string' ? value.padEnd(WIDTHS[key] ?? 0) : value;
	}
	return shown;
}

/** The seeded record's changed fields only: a full record has 53 and most of them stay blank. */
export function seededCustomer(seed: number, index: number): ManexCustomer {
	// 0000000010 is the documented one; the others follow it.
	const custno = `${10 + index}`.padStart(10, '0');
	if (index === 0) {
		return {
			CUSTNO: custno,
			CUSTNAME: 'Customer',
			TERRITORY: 'NEW ENGLAND',
			ACCT_DATE: '2014-11-19T13:28:00',
			STATUS: 'Active',
			modifiedDate: '2014-11-19T13:27:49.25',
		};
	}
	const random = new Random(seed, VENDOR, index);
	const who = person(random, seed, index);
	const bare = index % 17 === 4;
	return {
		CUSTNO: custno,
		CUSTNAME: who.company.slice(0, 35),
		PHONE: bare ? '' : who.phone,
		FAX: index % 4 === 0 ? who.phone : '',
		TERRITORY: bare ? '' : random.pick(TERRITORIES),
		TERMS: bare ? '' : random.pick(TERMS),
		CREDLIMIT: random.int(0, 50) * 1000,
		CREDITOK: bare ? '' : random.pick(['OK', 'OK', 'OK', 'HOLD', 'REJECT']),
		AR_HIGHBAL: random.money(20_000),
		ACCT_DATE: `${isoDay(who.day)}T00:00:00`,
		STATUS: random.pick(['Active', 'Active', 'Active', 'Inactive', 'Quote']),
		ACTTAXABLE: index % 2 === 0,
	};
}

export function whole(record: ManexCustomer): ManexCustomer {
	return { ...blankCustomer(), ...record };
}
