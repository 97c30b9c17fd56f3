import { Random } from './data';
import { pageOf, paging } from './guardantPaging';
import { idOf, MOST_KEY } from './guardantRoute';
import type { GuardantContext, GuardantRoute } from './guardantRoute';
import { isObject, parseJson } from './json';
import { Refused } from './refused';
import { Store } from './store';
import type { JsonObject, VendorReply, VendorRequest } from './types';

const VENDOR = 43;

interface GuardantDongle {
	dongleid: number;
	model: number;
	netresource: number;
	publiccode: number;
	typeflags: number;
}

/** https://dev.guardant.ru/pages/viewpage.action?pageId=148045875 */
const DOCUMENTED: GuardantDongle = {
	dongleid: 991846791,
	model: 2,
	netresource: 0,
	publiccode: 1368487351,
	typeflags: 0,
};

function dongle(seed: number, index: number): GuardantDongle {
	if (index === 0) return { ...DOCUMENTED };
	const random = new Random(seed, VENDOR, index);
	const model = random.int(0, 5);
	return {
		// Numbers of 32 bits with a sign; the index keeps them apart.
		dongleid: (index % 9 === 4 ? -1 : 1) * (random.int(1, MOST_KEY / 1000) * 1000 + (index % 1000)),
		model,
		netresource: random.pick([0, 0, 10]),
		publiccode: DOCUMENTED.publiccode,
		typeflags: random.int(0, 511),
	};
}

/** The order state in which keys may be added. */
const SUBMIT = 1;
const DAY = 86_400;

/** Hardware keys: listed, added to an order, changed, and their history. */
export function dongleRoute({
	counters,
	error,
	order: orderOf,
	seed,
	seeded,
	settings,
}: GuardantContext): GuardantRoute {
	let made: Store<number, GuardantDongle> | undefined;
	const dongles = (): Store<number, GuardantDongle> => {
		if (made !== undefined) return made;
		made = new Store<number, GuardantDongle>(({ dongleid }) => dongleid);
		for (let index = 0; index < seeded; index++) made.load(dongle(seed, index));
		return made;
	};
	/** Keys that were added, by order. */
	const added = new Map<number, Set<number>>();
	/** As they were changed: no documented list shows them. */
	const driverTypes = new Map<number, number>();

	function list({ query }: VendorRequest): VendorReply {
		const page = paging(query);
		if ((query.get('sortby') ?? 'default') !== 'default') throw new Refused('Invalid sortby');
		const sorted = [...dongles().all()].sort((a, b) => a.dongleid - b.dongleid);
		return { status: 200, body: { dongles: pageOf(sorted, page) } };
	}

	function add(order: number, { rawBody }: VendorRequest): VendorReply {
		const status = orderOf(order)?.status;
		if (status === undefined) return error(404, 'Order not found');
		if (status !== SUBMIT) throw new Refused('The order is not in the Submit status');
		const body = parseJson(rawBody);
		if (!isObject(body)) throw new Refused('Invalid JSON');
		const number = (name: string): number => {
			const value = body[name] ?? 0;
			if (typeof value !== 'number' || !Number.isInteger(value)) throw new Refused(`Invalid ${name}`);
			return value;
		};
		if (body.dongleId === undefined) throw new Refused('Invalid dongleId');
		const record: GuardantDongle = {
			dongleid: number('dongleId'),
			model: number('dongleModel'),
			netresource: number('netResource'),
			publiccode: number('publicCode'),
			typeflags: number('typeFlags'),
		};
		if (record.model < 0 || record.model > 5) throw new Refused('Invalid dongleModel');
		const keys = added.get(order) ?? new Set();
		if (keys.has(record.dongleid)) throw new Refused('The hardware key was added to the order before');
		added.set(order, keys.add(record.dongleid));
		dongles().add(record);
		counters.created++;
		return { status: 200, body: { dongle: record } };
	}

	/** Which values a driver type may have is not certain: any whole number from 0 on is taken. */
	function change(record: GuardantDongle, { rawBody }: VendorRequest): VendorReply {
		const body = parseJson(rawBody);
		const drivertype = isObject(body) ? body.driverType : undefined;
		if (typeof drivertype !== 'number' || !Number.isInteger(drivertype) || drivertype < 0)
			throw new Refused('Invalid driverType');
		driverTypes.set(record.dongleid, drivertype);
		counters.updated++;
		const { dongleid, ...rest } = record;
		return { status: 200, body: { dongle: { dongleid, drivertype, ...rest } } };
	}

	/** https://kb.guardant.ru/pages/viewpage.action?pageId=197853466: the parameters; the answer is cut there. */
	function history({ dongleid }: GuardantDongle, { query }: VendorRequest): VendorReply {
		const page = paging(query);
		const moment = (name: string, otherwise: number): number => {
			const value = query.get(name);
			if (value === null) return otherwise;
			if (!/^\d+$/.test(value)) throw new Refused(`Invalid ${name}`);
			return Number(value);
		};
		const begin = moment('actiondatebegin', 0);
		const end = moment('actiondateend', Infinity);
		const wanted = query.get('actionresult');
		const entries = entriesOf(seed, dongleid).filter(
			({ actiondate, actionresult }) =>
				actiondate >= begin && actiondate <= end && (wanted === null || String(actionresult) === wanted),
		);
		const rows = pageOf(entries, page);
		const name = settings().guardantHistoryName;
		return { status: 200, body: name === '' ? rows : { [name]: rows } };
	}

	return {
		answer: (request, path) => {
			const { method } = request;
			if (path === '/dongles') return method === 'GET' ? list(request) : error(405, 'Method not allowed');
			const [isOrder, order] = /^\/orders\/([^/]+)\/dongles$/.exec(path) ?? [];
			if (isOrder !== undefined)
				return method === 'POST' ? add(idOf(order), request) : error(405, 'Method not allowed');
			const [isDongle, kind, id] = /^\/(dongles|getdonglehistory)\/([^/]+)$/.exec(path) ?? [];
			if (isDongle === undefined) return undefined;
			const isHistory = kind === 'getdonglehistory';
			if (method !== (isHistory ? 'GET' : 'PUT')) return error(405, 'Method not allowed');
			const record = dongles().get(idOf(id));
			if (record === undefined) return error(404, 'Hardware key not found');
			return isHistory ? history(record, request) : change(record, request);
		},
		record: (key) => {
			const record = dongles().get(idOf(key));
			const drivertype = driverTypes.get(idOf(key));
			return record && { ...record, ...(drivertype === undefined ? {} : { drivertype }) };
		},
		created: () =>
			dongles()
				.created()
				.map((record) => ({ ...record })),
	};
}

interface Entry extends JsonObject {
	actiondate: number;
	actionresult: number;
}

/** One entry a month for the documented key, each tenth of which failed; for any other 0 to 240. */
function entriesOf(seed: number, dongleid: number): Entry[] {
	const isDocumented = dongleid === DOCUMENTED.dongleid;
	const random = new Random(seed, VENDOR, dongleid, 5);
	const count = isDocumented ? 12 : random.int(0, 240);
	return Array.from({ length: count }, (_, index) => ({
		actiondate: 1_600_000_000 + index * 30 * DAY,
		actionresult: index % 10 === 9 ? 1 : 0,
		comment: index === 0 ? 'First writing' : '',
	}));
}
