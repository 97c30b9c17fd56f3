import { Random } from './data';
import type { GuardantCustomer } from './guardantData';
import { licensedProducts } from './guardantFeatures';
import { pageOf, paging, statuses } from './guardantPaging';
import { idOf, MOST_KEY } from './guardantRoute';
import type { GuardantContext, GuardantRoute } from './guardantRoute';
import { isObject, parseJson } from './json';
import { Refused } from './refused';
import { Store } from './store';
import type { JsonObject, VendorReply, VendorRequest } from './types';

const VENDOR = 41;

interface GuardantSerial {
	_id: number;
	activationcount: number;
	activationlimit: number;
	dongleid: number;
	licensecontainerversion: number;
	serialstring: string;
	status: number;
	/** Of an order that is a demo: it allows fewer activations. */
	isDemo: boolean;
	/** A customer of the account, or one that only the vendor's page shows. */
	customer?: number | GuardantCustomer;
}

/** The pages' records: https://dev.guardant.ru/pages/viewpage.action?pageId=148045867 and …148045885. */
const DOCUMENTED: readonly GuardantSerial[] = [
	{
		_id: 10176,
		activationcount: 1,
		activationlimit: 30,
		customer: {
			_id: 246,
			archivationdate: 0,
			archived: false,
			companyname: '',
			description: 'Autocreated from activator info',
			email: 'bma_customer@guardant.com',
			lastname: '',
			name: 'bma_customer',
			phone: '+49 (0xx) xxxx-xxxx',
			status: 0,
			crmid: '',
			refid: '',
		},
		dongleid: -1235188599,
		licensecontainerversion: 393218,
		serialstring: 'LvHdHH-Ux1VmY-pGKq1y-NEE4pp-8iAAgP',
		status: 0,
		isDemo: false,
	},
	{
		_id: 10022,
		activationcount: 0,
		activationlimit: 3,
		dongleid: -1989049396,
		licensecontainerversion: 0,
		serialstring: 'L6Jo6h-KLvZ6M-SzMs3K-64Uggc-7B2ZDG',
		status: 0,
		isDemo: false,
	},
	{
		_id: 58273,
		activationcount: 4,
		activationlimit: 30,
		dongleid: -1244123347,
		licensecontainerversion: 393218,
		serialstring: 'w388Nt-ecbUam-hp1h3M-mxXgHp-tdk9k7',
		status: 0,
		isDemo: false,
	},
];

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789';

function serial(seed: number, index: number): GuardantSerial {
	const documented = DOCUMENTED[index];
	if (documented !== undefined) return { ...documented };
	const random = new Random(seed, VENDOR, index);
	const isDemo = index % 5 === 4;
	const activationlimit = random.int(1, isDemo ? 10 : 50);
	const group = (): string => Array.from({ length: 6 }, () => random.pick([...LETTERS])).join('');
	return {
		_id: 60_000 + index,
		activationcount: random.int(0, activationlimit),
		activationlimit,
		dongleid: -random.int(1, MOST_KEY),
		licensecontainerversion: index % 3 === 0 ? 0 : 393218,
		serialstring: Array.from({ length: 5 }, group).join('-'),
		status: index % 8 === 7 ? 1 : 0,
		isDemo,
		...(index % 5 === 0 ? {} : { customer: 7 + index }),
	};
}

const PARTS = ['CPU', 'DVD', 'HDD', 'MAC', 'MOTHERBOARD', 'OS'];
const BOUND = new Set(['CPU', 'HDD', 'MAC', 'MOTHERBOARD']);

export const binding = (): Record<string, boolean> => ({
	...Object.fromEntries(PARTS.map((part) => [`CAN_REPLACE_${part}`, false])),
	...Object.fromEntries(PARTS.map((part) => [part, BOUND.has(part)])),
});

const MOST_ACTIVATIONS = 50;
const MOST_DEMO_ACTIVATIONS = 10;

/** Serials: found by text, read by the serial itself, changed by the number that stands for it. */
export function serialRoute({ counters, customer, error, seed, seeded }: GuardantContext): GuardantRoute {
	let made: Store<string, GuardantSerial> | undefined;
	const serials = (): Store<string, GuardantSerial> => {
		if (made !== undefined) return made;
		made = new Store<string, GuardantSerial>(({ serialstring }) => serialstring);
		for (let index = 0; index < seeded; index++) made.load(serial(seed, index));
		return made;
	};
	const ownerOf = ({ customer: owner }: GuardantSerial): GuardantCustomer | undefined =>
		typeof owner === 'number' ? customer(owner) : owner;

	function listed(record: GuardantSerial): JsonObject {
		const owner = ownerOf(record);
		return {
			_id: record._id,
			activationcount: record.activationcount,
			activationlimit: record.activationlimit,
			...(owner === undefined ? {} : { customer: owner }),
			dongleid: record.dongleid,
			licensecontainerversion: record.licensecontainerversion,
			serialstring: record.serialstring,
			status: record.status,
		};
	}

	function search({ query, rawBody }: VendorRequest): VendorReply {
		const body = parseJson(rawBody);
		const text = isObject(body) ? body.searchstring : undefined;
		// Whether an empty text finds all is not documented.
		if (typeof text !== 'string' || text.trim() === '') throw new Refused('Invalid searchstring');
		const page = paging(query);
		if ((query.get('sortby') ?? 'serial') !== 'serial') throw new Refused('Invalid sortby');
		const wanted = statuses(query, [0, 1]);
		const needle = text.toLowerCase();
		const holds = (value: string): boolean => value.toLowerCase().includes(needle);
		const found = [...serials().all()].filter((record) => {
			const { companyname, email, lastname, name, phone } = ownerOf(record) ?? NOBODY;
			return (
				wanted.has(record.status) &&
				(String(record.dongleid) === text ||
					[record.serialstring, companyname, email, lastname, name, phone].some(holds))
			);
		});
		found.sort((a, b) => (a.serialstring < b.serialstring ? -1 : 1));
		return { status: 200, body: { serialnumbers: pageOf(found, page).map(listed) } };
	}

	function info(record: GuardantSerial): VendorReply {
		const { customer: owner, ...rest } = listed(record);
		// Here the page shows a customer without the two references.
		const shown = isObject(owner) ? without(owner, 'crmid', 'refid') : undefined;
		return {
			status: 200,
			body: {
				serial: {
					...rest,
					binding: binding(),
					binding_maxhardwarechangenumber: 0,
					...(shown === undefined ? {} : { customer: shown }),
				},
			},
		};
	}

	/** The documented request has both values: one that is left out is refused, which shows a client that forgets it. */
	function change(record: GuardantSerial, { rawBody }: VendorRequest): VendorReply {
		const body = parseJson(rawBody);
		if (!isObject(body)) throw new Refused('Invalid JSON');
		const { activationLimit, status } = body;
		if (status !== 0 && status !== 1) throw new Refused('Invalid status');
		const most = record.isDemo ? MOST_DEMO_ACTIVATIONS : MOST_ACTIVATIONS;
		const isLimit = typeof activationLimit === 'number' && Number.isInteger(activationLimit);
		if (!isLimit || activationLimit < record.activationcount || activationLimit > most)
			throw new Refused('Invalid activationLimit');
		const changed = { ...record, status, activationlimit: activationLimit };
		serials().replace(changed);
		counters.updated++;
		const { _id, activationcount, activationlimit, dongleid, serialstring } = changed;
		return {
			status: 200,
			body: { serial: { _id, activationcount, activationlimit, dongleid, serialstring, status } },
		};
	}

	function license(record: GuardantSerial): VendorReply {
		const shown = without(listed(record), 'customer');
		const actuallicense = licensedProducts(seed, record._id).map((product) => ({
			...product,
			binding: binding(),
			binding_maxhardwarechangenumber: 0,
		}));
		return { status: 200, body: { serial: { ...shown, actuallicense } } };
	}

	return {
		answer: (request, path) => {
			if (path === '/search/serialnumbers') {
				return request.method === 'POST' ? search(request) : error(405, 'Method not allowed');
			}
			const [, text] = /^\/serial\/getinfo\/([^/]+)$/.exec(path) ?? [];
			if (text !== undefined) {
				if (request.method !== 'GET') return error(405, 'Method not allowed');
				const record = serials().get(decodeURIComponent(text));
				return record === undefined ? error(404, 'Serial number not found') : info(record);
			}
			const [isSerial, id, ofLicense] = /^\/serials\/([^/]+)(\/getactuallicense)?$/.exec(path) ?? [];
			if (isSerial === undefined) return undefined;
			const record = [...serials().all()].find(({ _id }) => _id === idOf(id));
			if (record === undefined) return error(404, 'Serial number not found');
			if (request.method !== (ofLicense === undefined ? 'PUT' : 'GET'))
				return error(405, 'Method not allowed');
			return ofLicense === undefined ? change(record, request) : license(record);
		},
		record: (key) => {
			const record = serials().get(key);
			return record && listed(record);
		},
	};
}

const NOBODY = { companyname: '', email: '', lastname: '', name: '', phone: '' };

const without = (record: JsonObject, ...names: string[]): JsonObject =>
	Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
