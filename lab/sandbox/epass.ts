import { contactRow, createAnswer, createdKeys, departmentRow, readNewCustomer } from './epassCreate';
import { seededCustomer, wholeCustomer } from './epassData';
import type { EpassCustomer } from './epassData';
import { CUSTOMER_TEMPLATE } from './epassFields';
import { createInvoices } from './epassInvoices';
import { itemRoutes } from './epassItems';
import { lineRoutes } from './epassLines';
import { noteRoutes } from './epassNotes';
import { matches, parseQuery, pinned, selectColumns } from './epassQuery';
import { extended, readPaging, searchAnswer, searchRefused, takePage } from './epassSearch';
import type { SearchPaging } from './epassSearch';
import { EpassSessions } from './epassSession';
import { webOrderRoutes } from './epassWebOrders';
import { secondForm } from './epassWrites';
import type { EpassRoom, Routes } from './epassWrites';
import { header, isObject, lowerKeys, parseJson } from './json';
import { orRefuse } from './refused';
import { SortedList } from './sortedList';
import { Store } from './store';
import type { JsonObject, Vendor, VendorContext, VendorReply, VendorRequest } from './types';

const BASE = '/api/v1';
const spelling = (names: readonly string[]) => new Map(names.map((name) => [name.toLowerCase(), name]));
const CUSTOMER_NAMES = spelling(Object.keys(CUSTOMER_TEMPLATE));

interface EpassData {
	customers: Store<string, EpassCustomer>;
	byIndex: EpassCustomer[];
	byId: Map<number, EpassCustomer>;
	byExternalId: Set<string>;
	/** In the order of ID, which paging follows. */
	ordered: SortedList<EpassCustomer>;
}

/** EPASS xAPI: JWT sessions, three envelopes, a search language. */
export function createEpass(context: VendorContext): Vendor {
	const { counters, seed } = context;
	const sessions = new EpassSessions(context);
	let made: EpassData | undefined;
	const data = () => (made ??= load(seed, context.customers));
	// The first customer created gets the numbers of the documented answer.
	const next = { id: 354308, code: 191408, contact: 140192, department: 531 };

	/** Made of whatever else than customers. */
	const further: JsonObject[] = [];
	const room: EpassRoom = { context, rejectStatus, made: (record) => further.push(record) };
	const invoices = createInvoices(room, {
		get: (code) => data().customers.get(code),
		all: () => data().byIndex,
	});
	const routes: Routes = {
		...invoices.routes,
		...lineRoutes(room, invoices),
		...noteRoutes(room, invoices),
		...itemRoutes(room),
		...webOrderRoutes(room),
	};

	function handle(request: VendorRequest): VendorReply {
		const path = request.path.toLowerCase();
		if (!path.startsWith(`${BASE}/`)) return { status: 404 };
		const parsed = parseJson(request.rawBody);
		const body = isObject(parsed) ? parsed : {};
		const call = `${request.method} ${path.slice(BASE.length)}`;
		if (call === 'POST /authentication/login') return sessions.login(body);
		if (call === 'PUT /authentication/tokenrefresh') return sessions.refresh(body);
		if (!sessions.authorised(header(request.headers, 'authorization'), request.deadSession)) {
			return unauthorised();
		}
		counters.metered++;
		switch (call) {
			case 'GET /customer/customer':
				return getCustomer(request);
			case 'POST /customer/customer':
				return create(body);
			case 'POST /customer/search':
				return search(body, 'Customer', () => searchCustomers(body));
			default:
				return routes[call]?.(body, request) ?? { status: 404 };
		}
	}

	function unauthorised(): VendorReply {
		const headers = { 'www-authenticate': 'Bearer' };
		// The body is not documented; ASP.NET's own bearer check sends none.
		if (context.settings().epassUnauthorizedBody === 'empty') return { status: 401, headers };
		return { status: 401, headers, body: { message: 'Unauthorized' } };
	}

	function rejectStatus(code: number): number {
		return context.settings().epassRejectHttpStatus === 'ok' ? 200 : code;
	}

	function getCustomer(request: VendorRequest): VendorReply {
		const name = [...request.query.keys()].find((key) => key.toLowerCase() === 'customercode');
		const code = name === undefined ? '' : (request.query.get(name) ?? '');
		const customer = data().customers.get(code);
		if (!customer) {
			const { epassNotFoundForm: form, epassNotFoundStatus: status } = context.settings();
			const text = 'Customer not found.';
			return form === 'jsonString'
				? { status, body: JSON.stringify(text), contentType: 'application/json; charset=utf-8' }
				: { status, body: text, contentType: 'text/plain; charset=utf-8' };
		}
		return {
			status: 200,
			body: {
				Result: {
					Success: true,
					Warning: false,
					// 0 on a good get, as the page shows it.
					HttpStatusCode: 0,
					GeneralMessage: 'Returned 1 record',
					ExceptionMessage: null,
					Keys: [],
					Messages: [],
					Warnings: [],
				},
				Values: [{ Fields: wholeCustomer(customer) }],
			},
		};
	}

	function create(body: JsonObject): VendorReply {
		const wanted = readNewCustomer(body, context.settings());
		const { customers, byExternalId, byId, ordered } = data();
		const { messages, changed } = wanted;
		const externalId = String(changed.ExternalID ?? '');
		// Both are documented as unique; the codes of these two messages are inventions.
		if (externalId !== '' && byExternalId.has(externalId)) {
			messages.push({ code: 'CUS-90014', message: 'ExternalID must be unique.' });
		}
		if (wanted.code !== '' && customers.has(wanted.code)) {
			messages.push({ code: 'CUS-90015', message: 'Code must be unique.' });
		}
		if (messages.length > 0) {
			return { status: rejectStatus(422), body: createAnswer(422, messages, []) };
		}
		const code = wanted.code === '' ? freeCode() : wanted.code;
		while (byId.has(next.id)) next.id++;
		const today = `${new Date().toISOString().slice(0, 10)}T00:00:00`;
		const customer: EpassCustomer = {
			id: next.id++,
			code,
			changed: { ...changed, DateCreated: today, LastActivityDate: today },
			departments: wanted.departments.map((each) => departmentRow(next.department++, code, each)),
		};
		if (wanted.contacts.length > 0) {
			customer.contact = contactRow(next.contact++, code, wanted.contacts);
		}
		customers.add(customer);
		byId.set(customer.id, customer);
		ordered.insert(customer);
		if (externalId !== '') byExternalId.add(externalId);
		counters.created++;
		return { status: 201, body: createAnswer(201, [], createdKeys(customer)) };
	}

	function freeCode(): string {
		while (data().customers.has(String(next.code))) next.code++;
		return String(next.code++);
	}

	function search(body: JsonObject, table: string, run: () => VendorReply): VendorReply {
		return orRefuse(run, (message) => searchRefused(body, table, message, rejectStatus(400)));
	}

	function searchCustomers(body: JsonObject): VendorReply {
		const { epassMaxPageSize, epassDateOrder } = context.settings();
		const query = parseQuery(body, CUSTOMER_NAMES);
		const paging = readPaging(body, epassMaxPageSize);
		const read = (customer: EpassCustomer) => (field: string) => {
			if (field === 'ID') return customer.id;
			if (field === 'Code') return customer.code;
			return customer.changed[field] ?? CUSTOMER_TEMPLATE[field] ?? null;
		};
		const page = takePage(
			customersFrom(pinned(query, 'Code'), pinned(query, 'ID'), paging),
			(customer) => matches(query, read(customer), epassDateOrder),
			paging.pageSize,
		);
		const rows = page.records.map((customer) => customerRow(customer, body));
		const largestId = page.records.at(-1)?.id ?? 0;
		return searchAnswer(body, 'Customer', { pageSize: paging.pageSize, largestId, more: page.more }, rows);
	}

	/** Records after `pageStartId`: the next page begins after LargestID, as far as the manual can be read. */
	function* customersFrom(
		codes: string[] | undefined,
		ids: string[] | undefined,
		paging: SearchPaging,
	): Iterable<EpassCustomer> {
		const { customers, byId, ordered } = data();
		const exact = codes?.map((code) => customers.get(code.trim())) ?? ids?.map((id) => byId.get(Number(id)));
		// A code that is written in another case is found by comparing it with all.
		if (exact?.every((customer) => customer !== undefined)) {
			const found = [...new Set(exact)].filter(({ id }) => id > paging.pageStartId);
			yield* found.sort((a, b) => a.id - b.id);
			return;
		}
		const { items } = ordered;
		for (let n = ordered.firstAfter((customer) => customer.id - paging.pageStartId); n < items.length; n++) {
			yield items[n] as EpassCustomer;
		}
	}

	function customerRow(customer: EpassCustomer, body: JsonObject): JsonObject {
		const tables = isObject(body.tables) ? lowerKeys(body.tables) : undefined;
		const row: JsonObject = { Fields: selectColumns(wholeCustomer(customer), tables?.customer) };
		// CustomerDepartment stands in the sample answer even though no tables were asked for.
		if (!tables || 'customerdepartment' in tables) {
			row.CustomerDepartment = customer.departments.map((each) => ({
				Fields: selectColumns(each, tables?.customerdepartment),
			}));
		}
		// The place of CustomerContact is a guess: beside CustomerDepartment, in the same form.
		if (tables && 'customercontact' in tables) {
			row.CustomerContact = customer.contact
				? [{ Fields: selectColumns(customer.contact, tables.customercontact) }]
				: [];
		}
		return extended(row, body, String(customer.changed.BranchCode ?? ''));
	}

	/** The refusal of whichever envelope the call answers with. */
	function refuse(request: VendorRequest, detail: { message?: string; code?: number }): VendorReply {
		const message = detail.message ?? 'The request was refused.';
		const path = request.path.toLowerCase();
		const parsed = parseJson(request.rawBody);
		const body = isObject(parsed) ? parsed : {};
		if (path.includes('/search')) {
			const table = path.includes('/invoice') ? 'Invoice' : 'Customer';
			return searchRefused(body, table, message, rejectStatus(detail.code ?? 400));
		}
		if (request.method === 'GET') {
			const status = detail.code ?? 400;
			const Result = {
				Success: false,
				Warning: false,
				HttpStatusCode: status,
				GeneralMessage: null,
				ExceptionMessage: message,
				Keys: [],
				Messages: [],
				Warnings: [],
			};
			return { status: rejectStatus(status), body: { Result, Values: [] } };
		}
		const status = detail.code ?? 422;
		if (/\/(note|comment)\/add$/.test(path)) {
			const answer = { ...secondForm([message]), httpStatusCode: status };
			return { status: rejectStatus(status), body: answer };
		}
		const answer = createAnswer(status, [{ code: 'CUS-90000', message }], []);
		return { status: rejectStatus(status), body: answer };
	}

	return {
		handle,
		refuse,
		expireSessions: () => sessions.clear(),
		records: () => [...data().customers.all()].map(wholeCustomer),
		record: (key) => {
			const customer = data().customers.get(String(key));
			return customer ? wholeCustomer(customer) : invoices.find(String(key));
		},
		change: (key, fields) => {
			const customer = data().customers.get(String(key));
			// In place: the invoices and look-ups by ID point to the same object.
			if (customer !== undefined) Object.assign(customer.changed, fields);
			return customer !== undefined;
		},
		created: () => [...data().customers.created().map(wholeCustomer), ...further],
	};
}

function load(seed: number, count: number): EpassData {
	const customers = new Store<string, EpassCustomer>((customer) => customer.code);
	const byIndex: EpassCustomer[] = [];
	const byId = new Map<number, EpassCustomer>();
	const byExternalId = new Set<string>();
	for (let index = 0; index < count || index < 2; index++) {
		const customer = seededCustomer(seed, index);
		customers.load(customer);
		byIndex.push(customer);
		byId.set(customer.id, customer);
		const externalId = customer.changed.ExternalID;
		if (typeof externalId === 'string' && externalId !== '') byExternalId.add(externalId);
	}
	const ordered = new SortedList(byIndex, (a, b) => a.id - b.id);
	return { customers, byIndex, byId, byExternalId, ordered };
}
