import type { FastifyInstance, FastifyReply } from 'fastify';
import { isObject, parseJson } from './json';
import { addPage, shownVendors } from './page';
import { orRefuse, Refused } from './refused';
import { lastOf } from './requestLog';
import type { Settings } from './settings';
import type { SandboxState } from './state';
import type { Table } from './table';
import { VENDORS } from './types';
import type {
	Control,
	FaultKind,
	FaultRule,
	RequestFilter,
	RequestTarget,
	SandboxCredentials,
	TableNames,
	VendorName,
} from './types';

export function createControl(state: SandboxState): Control {
	return {
		addFault: (rule) => state.faults.add(rule),
		clearFaults: () => state.faults.clear(),
		faults: () => state.faults.active(),
		requests: (filter) => state.log.list(filter),
		clearRequests: () => state.log.clear(),
		onRequest: (listener) => {
			state.listeners.add(listener);
			return () => void state.listeners.delete(listener);
		},
		counters: () => state.counters(),
		records: (vendor) => state.vendor(vendor).records(),
		record: (vendor, key) => state.vendor(vendor).record(key),
		created: (vendor) => state.vendor(vendor).created(),
		insert: (vendor, table, fields = {}) => tableOf(state, vendor, table).insert(fields),
		amend: (vendor, table, key, fields) => tableOf(state, vendor, table).amend(String(key), fields),
		remove: (vendor, table, key) => tableOf(state, vendor, table).remove(String(key)),
		hide: (vendor, table, key) => tableOf(state, vendor, table).hide(String(key)),
		reveal: (vendor, table, key) => tableOf(state, vendor, table).reveal(String(key)),
		setLatency: (ms) => {
			state.latencyMs = ms;
		},
		settings: (change) => {
			state.settings = { ...state.settings, ...change };
			return { ...state.settings };
		},
		quiet: async () => await state.quiet(),
		reset: () => state.reset(),
		expireSessions: (vendor) => state.vendor(vendor).expireSessions(),
	};
}

function tableOf(state: SandboxState, vendor: VendorName, name: string): Table {
	const { tables } = state.vendor(vendor);
	const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
	if (table === undefined)
		throw new Refused(`${vendor} has no such table: ${name}, only ${Object.keys(tables).join(', ')}`);
	return table;
}

export const CONTROL_ROUTES: ReadonlyArray<readonly [string, string]> = [
	['GET /', 'the page, for a browser'],
	['GET /control', 'this list'],
	['GET /control/vendors', 'what the page shows of each vendor'],
	['GET /control/credentials', 'the credential values of each vendor'],
	['GET /control/faults', 'faults still switched on'],
	['POST /control/faults', '{vendor, fault: {kind, …}, count?, skip?, match?: {method?, pathIncludes?}}'],
	['DELETE /control/faults', 'switch all faults off'],
	['GET /control/requests', 'requests so far; ?vendor= &method= &pathIncludes= &last='],
	['DELETE /control/requests', 'empty the request log'],
	['GET /control/counters', 'requests, logins, refreshes, connections, writes per vendor'],
	[
		'GET /control/records/{vendor}',
		'all customers, in the form the vendor reads; ?text= for those with this text, &last= for so many of the newest',
	],
	['GET /control/records/{vendor}/{key}', 'one customer'],
	['GET /control/created/{vendor}', 'what was created since the start'],
	[
		'POST /control/records/{vendor}/{table}',
		"a record as if made in the vendor's program; {field: value, …} as the vendor reads them",
	],
	['POST /control/records/{vendor}/{table}/{key}/amend', 'change fields of a record: {field: value, …}'],
	['POST /control/records/{vendor}/{table}/{key}/remove', 'delete it'],
	['POST /control/records/{vendor}/{table}/{key}/hide', 'there with its key, and not yet seen'],
	['POST /control/records/{vendor}/{table}/{key}/reveal', 'seen again'],
	['POST /control/latency', '{ms}'],
	['GET /control/settings', 'the switches for what is not documented'],
	['POST /control/settings', 'change some of them'],
	['POST /control/sessions/{vendor}/expire', 'end all sessions of a vendor'],
	['POST /control/reset', 'data, faults, counters, sessions and settings back to the start'],
];

const KINDS: Record<FaultKind, true> = {
	status: true,
	statusAfter: true,
	delay: true,
	delayBefore: true,
	resetBefore: true,
	resetAfter: true,
	truncated: true,
	html: true,
	empty: true,
	notJson: true,
	expiredSession: true,
	rateLimit: true,
	redirect: true,
	vendorError: true,
	page: true,
	gzipDamaged: true,
	dribble: true,
	deepJson: true,
	otherType: true,
	repeatPages: true,
	shortPages: true,
	longPages: true,
	endlessPages: true,
};

export function addControlRoutes(
	app: FastifyInstance,
	control: Control,
	credentials: () => SandboxCredentials,
): void {
	// A page that a browser shows must not steer it, whatever name of its own it gives this machine's address.
	app.addHook('onRequest', async (request, reply) => {
		if (!/^\/(control(\/|\?|$)|\?|$)/.test(request.raw.url ?? '')) return;
		const { host = '', origin } = request.headers;
		const known = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
		if (known && (origin === undefined || origin === `http://${host}`)) return;
		await reply.code(403).send({ message: 'The sandbox is steered from this machine alone' });
	});
	app.get('/control', () => Object.fromEntries(CONTROL_ROUTES));
	app.get('/control/credentials', () => credentials());
	app.get('/control/vendors', () => shownVendors(credentials()));
	addPage(app);

	app.get('/control/faults', () => control.faults());
	app.post('/control/faults', (request, reply) => {
		const body = parseJson(String(request.body ?? ''));
		if (!isFaultRule(body)) return refuse(reply, 'Expected {vendor, fault: {kind, …}}');
		return { id: control.addFault(body) };
	});
	app.delete('/control/faults', () => {
		control.clearFaults();
		return {};
	});

	app.get('/control/requests', (request) => control.requests(filterFrom(request.query)));
	app.delete('/control/requests', () => {
		control.clearRequests();
		return {};
	});
	app.get('/control/counters', () => control.counters());

	app.get<{ Params: { vendor: string } }>('/control/records/:vendor', (request, reply) =>
		withVendor(request.params.vendor, reply, (vendor) => {
			const text = sentText(request.query, 'text')?.toLowerCase() ?? '';
			const records = control.records(vendor);
			const found = records.filter(
				(record) => text === '' || JSON.stringify(record).toLowerCase().includes(text),
			);
			return lastOf(found, filterFrom(request.query).last);
		}),
	);
	app.get<{ Params: { vendor: string; key: string } }>('/control/records/:vendor/:key', (request, reply) =>
		withVendor(
			request.params.vendor,
			reply,
			(vendor) => control.record(vendor, request.params.key) ?? refuse(reply, 'No such record', 404),
		),
	);
	app.get<{ Params: { vendor: string } }>('/control/created/:vendor', (request, reply) =>
		withVendor(request.params.vendor, reply, (vendor) => control.created(vendor)),
	);

	addRecordRoutes(app, control);

	app.post('/control/latency', (request, reply) => {
		const body = parseJson(String(request.body ?? ''));
		if (!isObject(body) || typeof body.ms !== 'number') return refuse(reply, 'Expected {ms}');
		control.setLatency(body.ms);
		return {};
	});
	app.get('/control/settings', () => control.settings());
	app.post('/control/settings', (request, reply) => {
		const body = parseJson(String(request.body ?? ''));
		const known = control.settings();
		if (!isObject(body)) return refuse(reply, 'Expected an object of settings');
		const unknown = Object.keys(body).filter((name) => !(name in known));
		if (unknown.length > 0) return refuse(reply, `No such setting: ${unknown.join(', ')}`);
		return control.settings(body as Partial<Settings>);
	});
	app.post<{ Params: { vendor: string } }>('/control/sessions/:vendor/expire', (request, reply) =>
		withVendor(request.params.vendor, reply, (vendor) => {
			control.expireSessions(vendor);
			return {};
		}),
	);
	app.post('/control/reset', () => {
		control.reset();
		return {};
	});
}

interface RecordParams {
	vendor: string;
	table: string;
	key: string;
}

/** Changes to records; which tables there are is for the vendor to say. */
function addRecordRoutes(app: FastifyInstance, control: Control): void {
	type AnyTable = TableNames[VendorName];
	const run = (reply: FastifyReply, { vendor }: RecordParams, work: (vendor: VendorName) => object) =>
		orRefuse(
			() => withVendor(vendor, reply, work),
			(message) => refuse(reply, message),
		);
	const done = (reply: FastifyReply, isDone: boolean) => (isDone ? {} : refuse(reply, 'No such record', 404));
	const path = '/control/records/:vendor/:table';

	app.post<{ Params: RecordParams }>(path, ({ body, params }, reply) => {
		const fields = body === undefined || body === '' ? {} : parseJson(String(body));
		if (!isObject(fields)) return refuse(reply, 'Expected {field: value, …}');
		return run(reply, params, (vendor) => ({
			key: control.insert(vendor, params.table as AnyTable, fields),
		}));
	});
	app.post<{ Params: RecordParams }>(`${path}/:key/amend`, ({ body, params }, reply) => {
		const fields = parseJson(String(body ?? ''));
		if (!isObject(fields)) return refuse(reply, 'Expected {field: value, …}');
		return run(reply, params, (vendor) =>
			done(reply, control.amend(vendor, params.table as AnyTable, params.key, fields)),
		);
	});
	for (const change of ['remove', 'hide', 'reveal'] as const) {
		app.post<{ Params: RecordParams }>(`${path}/:key/${change}`, ({ params }, reply) =>
			run(reply, params, (vendor) =>
				done(reply, control[change](vendor, params.table as AnyTable, params.key)),
			),
		);
	}
}

function refuse(reply: FastifyReply, message: string, status = 400): object {
	void reply.code(status);
	return { message };
}

function withVendor(name: string, reply: FastifyReply, run: (vendor: VendorName) => object): object {
	const vendor = VENDORS.find((each) => each === name);
	return vendor ? run(vendor) : refuse(reply, `No such vendor: ${name}`, 404);
}

function isFaultRule(value: unknown): value is FaultRule {
	if (!isObject(value) || !isObject(value.fault)) return false;
	const vendor = VENDORS.some((name) => name === value.vendor);
	return vendor && typeof value.fault.kind === 'string' && value.fault.kind in KINDS;
}

function sentText(query: unknown, name: string): string | undefined {
	const value = isObject(query) ? query[name] : undefined;
	return typeof value === 'string' ? value : undefined;
}

function filterFrom(query: unknown): RequestFilter {
	return {
		vendor: sentText(query, 'vendor') as RequestTarget | undefined,
		method: sentText(query, 'method'),
		pathIncludes: sentText(query, 'pathIncludes'),
		last: sentText(query, 'last') === undefined ? undefined : Number(sentText(query, 'last')),
	};
}
