import { randomUUID } from 'node:crypto';
import { secrets } from './credentials';
import { guardantCustomer } from './guardantData';
import type { GuardantCustomer } from './guardantData';
import { dongleRoute } from './guardantDongles';
import { featureRoute } from './guardantFeatures';
import { CustomerLists } from './guardantList';
import { archived, GuardantOrders, secondsNow } from './guardantOrders';
import { pageOf, paging, statuses } from './guardantPaging';
import type { GuardantContext, GuardantRoute } from './guardantRoute';
import { serialRoute } from './guardantSerials';
import { header, isObject, parseJson } from './json';
import { orRefuse, Refused } from './refused';
import { Store } from './store';
import { known, tableOf } from './table';
import type { JsonObject, Tables, Vendor, VendorContext, VendorReply, VendorRequest } from './types';

const BASE = '/v1.0';

interface GuardantData {
	customers: Store<number, GuardantCustomer>;
	lists: CustomerLists;
	nextId: number;
}

/** Guardant Station: login and errors are not documented, the customer calls are. */
export function createGuardant(context: VendorContext): Vendor {
	const { counters, seed } = context;
	const seeded = Math.max(3, context.customers);
	let made: GuardantData | undefined;
	const data = () => (made ??= load(seed, seeded));
	const tokens = new Map<string, number>();
	const orders = new GuardantOrders(seed, seeded, (id) => data().customers.held(id));

	/**
	 * There are numeric codes (10172 is one, https://dev.guardant.ru/pages/viewpage.action?pageId=148045875), but neither
	 * their list nor their form is documented.
	 */
	function error(status: number, message: string, code = 10000 + status): VendorReply {
		switch (context.settings().guardantErrorBody) {
			case 'flat':
				return { status, body: { code, message } };
			case 'text':
				return { status, body: message, contentType: 'text/plain; charset=utf-8' };
			case 'empty':
				return { status };
			default:
				return { status, body: { error: { code, message } } };
		}
	}

	const shared: GuardantContext = {
		seed,
		seeded,
		counters,
		settings: () => context.settings(),
		customer: (id) => data().customers.get(id),
		order: (id) => orders.get(id),
		error,
	};
	/** The calls beyond customers. */
	const routes: readonly GuardantRoute[] = [serialRoute(shared), dongleRoute(shared), featureRoute(shared)];

	function handle(request: VendorRequest): VendorReply {
		const settings = context.settings();
		if (!request.path.startsWith(`${BASE}/`)) return error(404, 'Not found');
		const path = request.path.slice(BASE.length);
		if (path === settings.guardantLoginPath) return login(request);
		if (!authorised(request)) return error(401, 'Authorization required');
		counters.metered++;
		return orRefuse(
			() => route(request, path),
			(message) => error(400, message),
		);
	}

	function login(request: VendorRequest): VendorReply {
		if (request.method !== 'POST') return error(405, 'Method not allowed');
		const settings = context.settings();
		const body = parseJson(request.rawBody);
		const sent = isObject(body) ? body : {};
		if (
			sent[settings.guardantUsernameField] !== secrets.guardant.username ||
			sent[settings.guardantPasswordField] !== secrets.guardant.password
		) {
			counters.failedLogins++;
			return error(401, 'Wrong login or password');
		}
		counters.logins++;
		const token = randomUUID();
		tokens.set(token, Date.now() + settings.guardantTokenSeconds * 1000);
		return { status: 200, body: nested(settings.guardantTokenField, token) };
	}

	function authorised(request: VendorRequest): boolean {
		if (request.deadSession) return false;
		const { guardantHeaderName, guardantHeaderPrefix } = context.settings();
		const value = header(request.headers, guardantHeaderName) ?? '';
		const prefix = guardantHeaderPrefix === '' ? '' : `${guardantHeaderPrefix} `;
		if (!value.startsWith(prefix)) return false;
		const token = value.slice(prefix.length);
		return token === secrets.guardant.accessToken || (tokens.get(token) ?? 0) > Date.now();
	}

	function route(request: VendorRequest, path: string): VendorReply {
		const parts = /^\/customers(?:\/([^/]+)(\/orders)?)?$/.exec(path);
		if (!parts) {
			for (const each of routes) {
				const found = each.answer(request, path);
				if (found !== undefined) return found;
			}
			return error(404, 'Not found');
		}
		const [, idText, orders] = parts;
		if (idText === undefined) {
			if (request.method === 'GET') return list(request.query);
			if (request.method === 'POST') return create(request);
			return error(405, 'Method not allowed');
		}
		const id = /^\d+$/.test(idText) ? Number(idText) : NaN;
		const record = data().customers.get(id);
		if (!record) return error(404, 'Customer not found');
		if (orders !== undefined) {
			if (request.method !== 'GET') return error(405, 'Method not allowed');
			return listOrders(record, request.query);
		}
		switch (request.method) {
			case 'GET':
				return { status: 200, body: { customer: record } };
			case 'PUT':
				return replace(record, request);
			case 'DELETE':
				return remove(record);
			default:
				return error(405, 'Method not allowed');
		}
	}

	function list(query: URLSearchParams): VendorReply {
		const { offset, limit, descending } = paging(query);
		const sortBy = query.get('sortby') ?? 'default';
		if (!CustomerLists.knows(sortBy)) throw new Refused('Invalid sortby');
		const archived = query.get('archived');
		if (archived !== null && archived !== 'true' && archived !== 'false') {
			throw new Refused('Invalid archived');
		}
		const wanted = archived === null ? undefined : archived === 'true';
		const page = { sortBy, descending, type: query.get('type'), archived: wanted };
		return { status: 200, body: { customers: data().lists.page(page, offset, limit) } };
	}

	function listOrders(record: GuardantCustomer, query: URLSearchParams): VendorReply {
		const page = paging(query);
		const sortBy = query.get('sortby') ?? 'number';
		if (sortBy !== 'number' && sortBy !== 'submitdate') throw new Refused('Invalid sortby');
		const wanted = statuses(query, [0, 1, 2]);
		// Archived orders are shown, too: the default here is not stated.
		const found = orders
			.of(record._id)
			.filter((order) => wanted.has(order.status))
			.sort((a, b) => a[sortBy] - b[sortBy] || a._id - b._id);
		return { status: 200, body: { orders: pageOf(found, page) } };
	}

	function create(request: VendorRequest): VendorReply {
		const record = readWrite(request, data().nextId, undefined);
		data().customers.add(record);
		counters.created++;
		// The status of a create is not stated; the page shows only the body.
		return { status: 200, body: { customer: record } };
	}

	function replace(old: GuardantCustomer, request: VendorRequest): VendorReply {
		const record = readWrite(request, old._id, old);
		data().customers.replace(record);
		counters.updated++;
		return { status: 200, body: { customer: record } };
	}

	function remove(record: GuardantCustomer): VendorReply {
		data().customers.remove(record._id);
		counters.deleted++;
		switch (context.settings().guardantDeleteAnswer) {
			case 'empty':
				return { status: 200 };
			case 'noContent':
				return { status: 204 };
			default:
				return { status: 200, body: {} };
		}
	}

	const laidOver = (record: GuardantCustomer, fields: JsonObject): GuardantCustomer =>
		archived(record, { ...record, ...known(fields, Object.keys(record)) }, fields);

	const tables: Tables<'guardant'> = {
		customer: tableOf(() => data().customers, {
			key: Number,
			made: (fields) => {
				const sample = guardantCustomer(seed, Number(fields._id ?? data().nextId) - 7);
				return laidOver({ ...sample, archived: false, archivationdate: 0 }, fields);
			},
			amended: laidOver,
		}),
		order: orders.table,
	};

	return {
		handle,
		refuse: (_request, detail) => error(400, detail.message ?? 'Request refused', detail.code ?? 10172),
		expireSessions: () => tokens.clear(),
		records: () => [...data().customers.all()].map((record) => ({ ...record })),
		record: (key) => {
			const record = data().customers.get(Number(key));
			if (record !== undefined) return { ...record };
			return routes.map((each) => each.record?.(String(key))).find((found) => found !== undefined);
		},
		tables,
		created: () => [
			...data()
				.customers.created()
				.map((record) => ({ ...record })),
			...routes.flatMap((each) => each.created?.() ?? []),
		],
	};
}

function load(seed: number, count: number): GuardantData {
	const customers: Store<number, GuardantCustomer> = new Store<number, GuardantCustomer>(
		(record) => record._id,
		() => ({ lists: [lists], indexes: [numbers] }),
	);
	for (let index = 0; index < count; index++) customers.load(guardantCustomer(seed, index));
	const lists = new CustomerLists(() => customers.all());
	const data: GuardantData = { customers, lists, nextId: 7 + count };
	/** A number is not given twice, not even when its customer is gone. */
	const numbers = {
		insert: ({ _id }: GuardantCustomer): void => void (data.nextId = Math.max(data.nextId, _id + 1)),
		remove: (): void => undefined,
	};
	return data;
}

/**
 * The record from the write names. Keys left out become empty on PUT as well: a partial PUT is not
 * documented, and the strict reading shows a client that forgets to send fields back.
 */
function readWrite(request: VendorRequest, id: number, old: GuardantCustomer | undefined): GuardantCustomer {
	const body = parseJson(request.rawBody);
	if (!isObject(body)) throw new Refused('Invalid JSON');
	// Trimmed, because the create sample has a leading blank in " customerName" (a typo).
	const sent: JsonObject = {};
	for (const [key, value] of Object.entries(body)) sent[key.trim()] = value;
	const text = (key: string): string => {
		const value = sent[key] ?? '';
		if (typeof value !== 'string') throw new Refused(`Invalid ${key}`);
		return value;
	};
	const status = sent.customerStatus ?? 0;
	if (status !== 0 && status !== 1) throw new Refused('Invalid customerStatus');
	const archived = sent.archived ?? false;
	if (typeof archived !== 'boolean') throw new Refused('Invalid archived');
	const since = old?.archived ? old.archivationdate : secondsNow();
	return {
		_id: id,
		description: text('customerDescription'),
		email: text('customerEmail'),
		name: text('customerName'),
		lastname: text('customerLastName'),
		companyname: text('customerCompanyName'),
		phone: text('customerPhone'),
		status,
		archived,
		archivationdate: archived ? since : 0,
		crmid: text('crmId'),
		refid: text('refId'),
	};
}

function nested(path: string, value: string): JsonObject {
	const [first = '', ...rest] = path.split('.');
	return { [first]: rest.length === 0 ? value : nested(rest.join('.'), value) };
}
