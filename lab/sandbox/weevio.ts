import { secrets } from './credentials';
import { header, isObject, parseJson } from './json';
import { orRefuse, Refused } from './refused';
import type { JsonObject, Vendor, VendorContext, VendorReply, VendorRequest } from './types';
import { CUSTOMER_COLUMNS, weevioData } from './weevioData';
import type { WeevioData } from './weevioData';
import { candidates } from './weevioFilter';
import { inventoryRoutes } from './weevioInventory';
import { orderRoutes } from './weevioOrders';
import { filtersFrom, maxReturn, parameter, single, success, take } from './weevioTables';

const BASE = '/tenant/api/pims/v1';

/** Weevio Cloud PIMS Open API: Basic or apiID/apiSecret, teamID on every call, values all strings. */
export function createWeevio(context: VendorContext): Vendor {
	const { seed, counters } = context;
	let made: WeevioData | undefined;
	const data = () => (made ??= weevioData(seed, context.customers));
	const furtherRoutes = { ...orderRoutes(context, data), ...inventoryRoutes(context) };
	const extraColumns = new Set<string>();
	let nextCode = 1234;

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
		const columns = new Set([...CUSTOMER_COLUMNS, ...extraColumns]);
		const filters = filtersFrom(context, body, columns);
		const { customers } = data();
		const pinned = candidates(filters)?.map((code) => customers.get(code));
		const source = pinned?.filter((customer) => customer !== undefined) ?? customers.all();
		return take(source, filters, maxReturn(context, request));
	}

	function create(body: unknown): VendorReply {
		const fields = fieldsFrom(body);
		let code = fields.CUSTOMER_CODE ?? '';
		if (code !== '' && data().customers.has(code)) {
			throw new Refused(`CUSTOMER_CODE ${code} already exists`);
		}
		if (code === '') {
			while (data().customers.has(`M-${nextCode}`)) nextCode++;
			code = `M-${nextCode++}`;
		}
		const record: Record<string, string> = { CUSTOMER_CODE: code };
		for (const column of CUSTOMER_COLUMNS) record[column] ??= fields[column] ?? '';
		Object.assign(record, fields, { CUSTOMER_CODE: code });
		remember(fields);
		data().customers.add(record);
		counters.created++;
		return { status: 200, body: { status: 'success', data: code } };
	}

	function update(body: unknown): VendorReply {
		const fields = fieldsFrom(body);
		const code = fields.CUSTOMER_CODE ?? '';
		if (code === '') throw new Refused('CUSTOMER_CODE is required');
		const record = data().customers.get(code);
		// What PIMS says here is not documented; the page only says it rejects with 400.
		if (!record) throw new Refused(`CUSTOMER_CODE ${code} does not exist`);
		remember(fields);
		data().customers.replace({ ...record, ...fields });
		counters.updated++;
		return { status: 200, body: { status: 'success', data: code } };
	}

	function remember(fields: Record<string, string>): void {
		for (const column of Object.keys(fields)) extraColumns.add(column);
	}

	return {
		handle,
		refuse: (_request, detail) => error(400, detail.message ?? 'PIMS rejected the request'),
		// No sessions: credentials are checked on every call.
		expireSessions: () => undefined,
		records: () => [...data().customers.all()].map((record) => ({ ...record })),
		record: (key) => {
			const record = data().customers.get(String(key));
			return record && { ...record };
		},
		change: (key, fields) => {
			const record = data().customers.get(String(key));
			if (record !== undefined) data().customers.replace({ ...record, ...fields });
			return record !== undefined;
		},
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

function fieldsFrom(body: unknown): Record<string, string> {
	if (!isObject(body)) throw new Refused('The request body must be a JSON object');
	const fields: Record<string, string> = {};
	for (const [name, value] of Object.entries(body)) {
		if (name === 'teamID' || name === 'apiID' || name === 'apiSecret') continue;
		// "You do not send a FUNCTION field": refusing it shows a client that does.
		if (name === 'FUNCTION') throw new Refused('FUNCTION must not be sent');
		if (typeof value === 'object' && value !== null) {
			throw new Refused(`Invalid value for field ${name}`);
		}
		fields[name] = value === null || value === undefined ? '' : String(value);
	}
	return fields;
}
