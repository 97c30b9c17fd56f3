import { secrets } from './credentials';
import { header, isObject, parseJson } from './json';
import { orRefuse, Refused } from './refused';
import { tableOf } from './table';
import type { JsonObject, Tables, Vendor, VendorContext, VendorReply, VendorRequest } from './types';
import { CUSTOMER_COLUMNS, generated, weevioData } from './weevioData';
import type { WeevioData } from './weevioData';
import { candidates } from './weevioFilter';
import { createInventory } from './weevioInventory';
import { createOrders } from './weevioOrders';
import { Columns, filtersFrom, maxReturn, parameter, single, success, take, texts } from './weevioTables';

const BASE = '/tenant/api/pims/v1';

/** Weevio Cloud PIMS Open API: Basic or apiID/apiSecret, teamID on every call, values all strings. */
export function createWeevio(context: VendorContext): Vendor {
	const { seed, counters } = context;
	let made: WeevioData | undefined;
	const data = () => (made ??= weevioData(seed, context.customers));
	const orders = createOrders(context, data);
	const inventory = createInventory(context);
	const furtherRoutes = { ...orders.routes, ...inventory.routes };
	const columns = new Columns(CUSTOMER_COLUMNS);
	let nextCode = 1234;
	let inserted = 0;

	function error(status: number, message: string): VendorReply {
		// Nothing documents the body of an error, so all three forms can be chosen.
		const form = context.settings().weevioErrorBody;
		if (form === 'text') return { status, body: message, contentType: 'text/plain; charset=utf-8' };
		return { status, body: { status: 'error', [form]: message } };
	}

	function authorised(request: VendorRequest, body: JsonObject): boolean {
		if (request.deadSession) return false;
		const basic = header(request.headers, 'authorization');
		let id: unknown;
		let secret: unknown;
		if (basic !== undefined) {
			const [scheme, encoded] = basic.split(' ');
			if (scheme?.toLowerCase() !== 'basic') return false;
			const pair = Buffer.from(encoded ?? '', 'base64').toString('utf8');
			id = pair.slice(0, pair.indexOf(':'));
			secret = pair.slice(pair.indexOf(':') + 1);
		} else {
			// Auth B: query or body parameters.
			id = request.query.get('apiID') ?? body.apiID;
			secret = request.query.get('apiSecret') ?? body.apiSecret;
		}
		return id === secrets.weevio.apiId && secret === secrets.weevio.apiSecret;
	}

	function handle(request: VendorRequest): VendorReply {
		const parsed = readBody(request);
		const body = isObject(parsed) ? parsed : {};
		const team = request.query.get('teamID') ?? body.teamID;
		if (!authorised(request, body)) return error(401, 'Invalid API ID or API Secret');
		if (team === undefined || team === '') return error(400, "Missing 'teamID' parameter!");
		// "no keys configured" (for that tenant) is a 401; keys are tenant-wide.
		if (team !== secrets.weevio.teamId) return error(401, 'Invalid API ID or API Secret');
		counters.metered++;
		return orRefuse(
			() => route(request, parsed),
			(message) => error(400, message),
		);
	}

	function route(request: VendorRequest, body: unknown): VendorReply {
		const path = request.path.startsWith(BASE) ? request.path.slice(BASE.length) : '';
		const createByPost = context.settings().weevioCreateMethod === 'both';
		switch (`${request.method} ${path}`) {
			case 'GET /customers/single':
				return single(context, data().customers.get(parameter(request, 'customerCode')), null);
			case 'POST /customers/query':
				return success(queryCustomers(request, body), null);
			case 'PUT /customers/create':
				return create(body);
			case 'POST /customers/create':
				if (createByPost) return create(body);
				break;
			case 'POST /customers/update':
				return update(body);
		}
		const further = furtherRoutes[`${request.method} ${path}`];
		if (further !== undefined) return further(request, body);
		// An unknown path or method: nothing documented, the form is plausible.
		return error(404, 'Not found');
	}

	function queryCustomers(request: VendorRequest, body: unknown): JsonObject[] {
		const filters = filtersFrom(context, body, columns.all());
		const { customers } = data();
		const pinned = candidates(filters)?.map((code) => customers.get(code));
		const source = pinned?.filter((customer) => customer !== undefined) ?? customers.all();
		return take(source, filters, maxReturn(context, request));
	}

	function create(body: unknown): VendorReply {
		const fields = fieldsFrom(body);
		let code = fields.CUSTOMER_CODE ?? '';
		if (code !== '' && data().customers.held(code) !== undefined) {
			throw new Refused(`CUSTOMER_CODE ${code} already exists`);
		}
		if (code === '') code = freeCode();
		const record: Record<string, string> = { CUSTOMER_CODE: code };
		for (const column of CUSTOMER_COLUMNS) record[column] ??= fields[column] ?? '';
		Object.assign(record, columns.taken(fields), { CUSTOMER_CODE: code });
		data().customers.add(record);
		counters.created++;
		return { status: 200, body: { status: 'success', data: code } };
	}

	function freeCode(): string {
		while (data().customers.held(`M-${nextCode}`) !== undefined) nextCode++;
		return `M-${nextCode++}`;
	}

	function update(body: unknown): VendorReply {
		const fields = fieldsFrom(body);
		const code = fields.CUSTOMER_CODE ?? '';
		if (code === '') throw new Refused('CUSTOMER_CODE is required');
		const record = data().customers.get(code);
		// What PIMS says here is not documented; the page only says it rejects with 400.
		if (!record) throw new Refused(`CUSTOMER_CODE ${code} does not exist`);
		data().customers.replace({ ...record, ...columns.taken(fields) });
		counters.updated++;
		return { status: 200, body: { status: 'success', data: code } };
	}

	const tables: Tables<'weevio'> = {
		customer: tableOf(() => data().customers, {
			key: String,
			made: (fields) => {
				const given = columns.taken(fields);
				const sample = generated(seed, context.customers + 2 + inserted++);
				return { ...sample, ...given, CUSTOMER_CODE: given.CUSTOMER_CODE ?? freeCode() };
			},
			amended: (record, fields) => ({ ...record, ...columns.taken(fields) }),
		}),
		order: orders.table,
		inventoryItem: inventory.table,
	};

	return {
		handle,
		refuse: (_request, detail) => error(400, detail.message ?? 'PIMS rejected the request'),
		// No sessions: credentials are checked on every call.
		expireSessions: () => undefined,
		records: () => [...data().customers.all()].map((record) => ({ ...record })),
		record: (key) => {
			const text = String(key);
			const record = data().customers.get(text) ?? orders.record(text) ?? inventory.record(text);
			return record && { ...record };
		},
		tables,
		created: () =>
			data()
				.customers.created()
				.map((record) => ({ ...record })),
	};
}

/** JSON, or a form for those who send apiID, apiSecret and teamID as body parameters. */
function readBody(request: VendorRequest): unknown {
	if (header(request.headers, 'content-type')?.includes('x-www-form-urlencoded')) {
		return Object.fromEntries(new URLSearchParams(request.rawBody));
	}
	return parseJson(request.rawBody);
}

/** Auth B sends these among the fields. */
const CREDENTIALS: ReadonlySet<string> = new Set(['teamID', 'apiID', 'apiSecret']);

function fieldsFrom(body: unknown): Record<string, string> {
	if (!isObject(body)) throw new Refused('The request body must be a JSON object');
	const fields = Object.fromEntries(Object.entries(body).filter(([name]) => !CREDENTIALS.has(name)));
	// "You do not send a FUNCTION field": refusing it shows a client that does.
	if ('FUNCTION' in fields) throw new Refused('FUNCTION must not be sent');
	return texts(fields);
}
