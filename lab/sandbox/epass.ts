import { contactRow, createAnswer, createdKeys, departmentRow, readNewCustomer } from './epassCreate';
import { midnight, seededCustomer, wholeCustomer, withoutId } from './epassData';
import type { EpassCustomer } from './epassData';
import { CUSTOMER_TEMPLATE } from './epassFields';
import type { EpassFields } from './epassFields';
import { createInvoices } from './epassInvoices';
import { itemRoutes } from './epassItems';
import { lineRoutes } from './epassLines';
import { noteRoutes } from './epassNotes';
import { idsAbove, matches, parseQuery, pinned, selectColumns } from './epassQuery';
import type { Query } from './epassQuery';
import { extended, readPaging, searchAnswer, searchRefused, takePage } from './epassSearch';
import { EpassSessions } from './epassSession';
import { webOrderRoutes } from './epassWebOrders';
import { secondForm } from './epassWrites';
import type { EpassRoom, Routes } from './epassWrites';
import { header, isObject, lowerKeys, parseJson } from './json';
import { orRefuse, Refused } from './refused';
import { SortedList } from './sortedList';
import { Store } from './store';
import { known, tableOf } from './table';
import type { JsonObject, Tables, Vendor, VendorContext, VendorReply, VendorRequest } from './types';

const BASE = '/api/v1';
const spelling = (names: readonly string[]) => new Map(names.map((name) => [name.toLowerCase(), name]));
const CUSTOMER_NAMES = spelling(Object.keys(CUSTOMER_TEMPLATE));

interface EpassData {
	customers: Store<string, EpassCustomer>;
	/** As the seed made them. */
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

	let inserted = 0;

	/** Made of whatever else than customers. */
	const further: JsonObject[] = [];
	const room: EpassRoom = { context, rejectStatus, made: (record) => further.push(record) };
	const invoices = createInvoices(room, {
		get: (code) => data().customers.get(code),
		held: (code) => data().customers.held(code),
		seeded: () => data().byIndex,
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
		const { customers, byExternalId } = data();
		const { messages, changed } = wanted;
		const externalId = String(changed.ExternalID ?? '');
		// Both are documented as unique; the codes of these two messages are inventions.
		if (externalId !== '' && byExternalId.has(externalId)) {
			messages.push({ code: 'CUS-90014', message: 'ExternalID must be unique.' });
		}
		if (wanted.code !== '' && customers.held(wanted.code) !== undefined) {
			messages.push({ code: 'CUS-90015', message: 'Code must be unique.' });
		}
		if (messages.length > 0) {
			return { status: rejectStatus(422), body: createAnswer(422, messages, []) };
		}
		const code = wanted.code === '' ? freeCode() : wanted.code;
		const customer: EpassCustomer = {
			id: freeId(),
			code,
			changed: { ...changed, DateCreated: midnight(), LastActivityDate: midnight() },
			departments: wanted.departments.map((each) => departmentRow(next.department++, code, each)),
		};
		if (wanted.contacts.length > 0) {
			customer.contact = contactRow(next.contact++, code, wanted.contacts);
		}
		customers.add(customer);
		counters.created++;
		return { status: 201, body: createAnswer(201, [], createdKeys(customer)) };
	}

	function freeCode(): string {
		while (data().customers.held(String(next.code)) !== undefined) next.code++;
		return String(next.code++);
	}

	function freeId(): number {
		while (data().byId.has(next.id)) next.id++;
		return next.id++;
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
			customersFrom(query, Math.max(paging.pageStartId, idsAbove(query))),
			(customer) => matches(query, read(customer), epassDateOrder),
			paging.pageSize,
		);
		const rows = page.records.map((customer) => customerRow(customer, body));
		const largestId = page.records.at(-1)?.id ?? 0;
		return searchAnswer(body, 'Customer', { pageSize: paging.pageSize, largestId, more: page.more }, rows);
	}

	/** Records after `pageStartId`: the next page begins after LargestID, as far as the manual can be read. */
	function* customersFrom(query: Query, above: number): Iterable<EpassCustomer> {
		const { customers, byId, ordered } = data();
		const exact =
			pinned(query, 'Code')?.map((code) => customers.get(code.trim())) ??
			pinned(query, 'ID')?.map((id) => customers.get(byId.get(Number(id))?.code ?? ''));
		// A code that is written in another case is found by comparing it with all.
		if (exact?.every((customer) => customer !== undefined)) {
			const found = [...new Set(exact)].filter(({ id }) => id > above);
			yield* found.sort((a, b) => a.id - b.id);
			return;
		}
		const { items } = ordered;
		for (let n = ordered.firstAfter((customer) => customer.id - above); n < items.length; n++) {
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

	/** Columns as a search names them, which tell one customer from all others where EPASS wants that. */
	function columnsOf(fields: JsonObject, own: EpassCustomer | undefined): EpassFields {
		const { Code, ...given } = withoutId(known(fields, Object.keys(CUSTOMER_TEMPLATE))) as EpassFields;
		const externalId = given.ExternalID ?? '';
		if (data().byExternalId.has(String(externalId)) && externalId !== own?.changed.ExternalID)
			throw new Refused('ExternalID must be unique');
		if (own !== undefined && Code !== undefined && Code !== own.code)
			throw new Refused('The key of a record stays as it is');
		return given;
	}

	const tables: Tables<'epass'> = {
		customer: tableOf(() => data().customers, {
			key: String,
			made: (fields) => {
				const given = columnsOf(fields, undefined);
				const next = () => seededCustomer(seed, data().byIndex.length + inserted++).changed;
				let sample = next();
				// Whoever adds one wants to see where it arrives, and others know it by its email.
				while (sample.Email === '') sample = next();
				const dates = { DateCreated: midnight(), DateModified: null, LastActivityDate: midnight() };
				return {
					id: freeId(),
					code: typeof fields.Code === 'string' ? fields.Code : freeCode(),
					changed: { ...sample, ExternalID: '', ...dates, ...given },
					departments: [],
				};
			},
			amended: (customer, fields) => ({
				...customer,
				changed: { ...customer.changed, DateModified: midnight(), ...columnsOf(fields, customer) },
			}),
		}),
		invoice: invoices.table,
	};

	return {
		handle,
		refuse,
		expireSessions: () => sessions.clear(),
		records: () => [...data().customers.all()].map(wholeCustomer),
		record: (key) => {
			const customer = data().customers.get(String(key));
			return customer ? wholeCustomer(customer) : invoices.find(String(key));
		},
		tables,
		created: () => [...data().customers.created().map(wholeCustomer), ...further],
	};
}

function load(seed: number, count: number): EpassData {
	const byIndex: EpassCustomer[] = [];
	const byId = new Map<number, EpassCustomer>();
	const byExternalId = new Set<string>();
	const externalId = ({ changed }: EpassCustomer): string => String(changed.ExternalID ?? '');
	const indexes = [
		{
			insert: (customer: EpassCustomer): void => void byId.set(customer.id, customer),
			remove: ({ id }: EpassCustomer): void => void byId.delete(id),
		},
		{
			insert: (customer: EpassCustomer): void => {
				if (externalId(customer) !== '') byExternalId.add(externalId(customer));
			},
			remove: (customer: EpassCustomer): void => void byExternalId.delete(externalId(customer)),
		},
	];
	const customers = new Store<string, EpassCustomer>(
		({ code }) => code,
		() => ({ indexes, lists: [ordered] }),
	);
	for (let index = 0; index < count || index < 2; index++) {
		const customer = seededCustomer(seed, index);
		customers.load(customer);
		byIndex.push(customer);
		for (const each of indexes) each.insert(customer);
	}
	const ordered = new SortedList(byIndex, (a, b) => a.id - b.id);
	return { customers, byIndex, byId, byExternalId, ordered };
}
