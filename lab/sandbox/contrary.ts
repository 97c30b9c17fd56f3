import { isObject, parseJson } from './json';
import type { JsonObject, VendorName, VendorReply, VendorRequest } from './types';

/**
 * Ways in which a vendor may turn out to work otherwise than the guides assume: each changes what is asked, or what is
 * answered, and nothing else. Chosen by the setting `contrary`.
 */
type Way = (call: VendorRequest, work: (call: VendorRequest) => VendorReply) => VendorReply;

/** For the calls whose path ends so, in any letter case. */
const at =
	(end: string, way: Way): Way =>
	(call, work) =>
		call.path.toLowerCase().includes(end) ? way(call, work) : work(call);

const answers =
	(change: (reply: VendorReply, body: JsonObject) => VendorReply): Way =>
	(call, work) => {
		const reply = work(call);
		return change(reply, isObject(reply.body) ? reply.body : {});
	};

const asks =
	(change: (call: VendorRequest, body: JsonObject) => VendorRequest | VendorReply): Way =>
	(call, work) => {
		const sent = parseJson(call.rawBody);
		const changed = change(call, isObject(sent) ? sent : {});
		return 'rawBody' in changed ? work(changed) : changed;
	};

const withBody = (call: VendorRequest, body: unknown): VendorRequest => ({
	...call,
	rawBody: JSON.stringify(body),
});

function withQuery(call: VendorRequest, changes: Record<string, string | undefined>): VendorRequest {
	const query = new URLSearchParams(call.query);
	for (const [name, value] of Object.entries(changes)) {
		if (value === undefined) query.delete(name);
		else query.set(name, value);
	}
	return { ...call, query };
}

const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

const picked = (record: JsonObject, names: readonly string[]): JsonObject =>
	Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)));

const clockIsWrong: Way = answers((reply) => ({
	...reply,
	headers: { ...reply.headers, date: new Date(Date.now() + 3_600_000).toUTCString() },
}));

const PIMS_SAYS: VendorReply = { status: 400, body: { status: 'error', message: 'PIMS error 17' } };

/** The conditions of a query of Weevio. */
const conditions = (
	change: (filters: JsonObject[], call: VendorRequest) => JsonObject[] | VendorReply,
): Way =>
	at('/query', (call, work) => {
		const changed = change(listOf(parseJson(call.rawBody)), call);
		return Array.isArray(changed) ? work(withBody(call, changed)) : changed;
	});

const isForAll = (filters: readonly JsonObject[]): boolean =>
	filters.some(({ contains, value }) => contains === true && value === '');

const weevio = {
	clockIsWrong,
	emptyFindsNone: conditions((filters) =>
		isForAll(filters) ? { status: 200, body: { status: 'success', data: [], subRecords: null } } : filters,
	),
	emptyIsRefused: conditions((filters) => (isForAll(filters) ? PIMS_SAYS : filters)),
	maxReturnIsIgnored: asks((call) => withQuery(call, { maxReturn: undefined })),
	orIsIgnored: conditions((filters) => filters.slice(0, 1)),
	listsShowFewFields: at(
		'/customers/query',
		answers((reply, body) => ({
			...reply,
			body: { ...body, data: listOf(body.data).map((each) => picked(each, ['CUSTOMER_CODE', 'BNAME'])) },
		})),
	),
	caseIsIgnored: conditions((filters) =>
		filters.map((filter) => ({ ...filter, value: String(filter.value).toUpperCase() })),
	),
	unknownIsOddlySaid: at(
		'/single',
		answers((reply) => (reply.status === 400 ? PIMS_SAYS : reply)),
	),
	ordersIgnoreCustomer: conditions((filters, { path }) =>
		filters.map((filter) =>
			path.endsWith('/orders/query') && filter.field === 'CUSTOMER_CODE'
				? { field: 'ORDER_NUMBER', value: '', contains: true }
				: filter,
		),
	),
	daysAreIso: at(
		'/orders/query',
		answers((reply, body) => ({
			...reply,
			body: {
				...body,
				data: listOf(body.data).map((each) => {
					const [month, day, year] = String(each.ORDER_DATE).split('/');
					return { ...each, ORDER_DATE: `${year}-${month}-${day}` };
				}),
			},
		})),
	),
	stockIsText: at(
		'/inventory/query',
		answers((reply, body) => ({ ...reply, body: { ...body, data: '400 parts' } })),
	),
} satisfies Record<string, Way>;

const withCode = (from: readonly number[], to: number): Way =>
	at(
		'/getcustomer',
		answers((reply, body) => {
			const status = isObject(body.status) ? body.status : {};
			return from.includes(Number(status.code))
				? { ...reply, body: { ...body, status: { ...status, code: to } } }
				: reply;
		}),
	);

const pdm = {
	clockIsWrong,
	deadTokenIsOther: withCode([202, 203], 499),
	unknownIsOther: withCode([401], 402),
	customersShowFewFields: at(
		'/getcustomer',
		answers((reply, body) =>
			isObject(body.customer)
				? { ...reply, body: { ...body, customer: picked(body.customer, ['customer_id', 'first_name']) } }
				: reply,
		),
	),
	expiryHasPassed: at(
		'/getsessiontoken',
		answers((reply, body) => ({
			...reply,
			body: {
				...body,
				session: {
					...(isObject(body.session) ? body.session : {}),
					expires_utc_datetime: '2020-01-01 00:00:00',
				},
			},
		})),
	),
} satisfies Record<string, Way>;

const NO_ROUTE: VendorReply = {
	status: 404,
	body: { $id: '1', Message: 'No HTTP resource was found.', MessageDetail: 'No action was found.' },
};

/** What an action of ManEx answers with. */
const objects = (end: string, change: (found: JsonObject[], call: VendorRequest) => unknown): Way =>
	at(end, (call, work) => {
		const reply = work(call);
		const body = isObject(reply.body) ? reply.body : {};
		return { ...reply, body: { ...body, ResponseObject: change(listOf(body.ResponseObject), call) } };
	});

const manex = {
	clockIsWrong,
	methodIsOther: asks((call) => (call.method === 'GET' ? NO_ROUTE : call)),
	namesAreExact: at(
		'/customer/get/',
		asks((call) => (call.query.has('custnumorname') ? NO_ROUTE : call)),
	),
	orderWantsCustomer: at(
		'/so/get/',
		asks((call) => (call.query.has('custNo') ? call : NO_ROUTE)),
	),
	ordersHaveOtherNames: at(
		'/so/get/',
		answers((reply, body) => ({
			...reply,
			body: { ...body, ResponseObject: { OrderNumber: '1', Customer: '2' } },
		})),
	),
	ordersComePerLine: objects('/po/get/', (found) => [...found, ...found]),
	nothingIsOddlySaid: at(
		'/po/get/',
		answers((reply, body) =>
			listOf(body.ResponseObject).length > 0
				? reply
				: { ...reply, body: { ...body, Code: 403, Message: 'Nothing to show.', ResponseObject: null } },
		),
	),
	numbersAreShort: objects('/po/get/', (found, { query }) => (query.has('poNum') ? [] : found)),
	linesAreElsewhere: at(
		'/po/itemget/',
		asks(() => NO_ROUTE),
	),
} satisfies Record<string, Way>;

const guardant = {
	clockIsWrong,
	deadTokenIsOther: answers((reply) => (reply.status === 401 ? { ...reply, status: 403 } : reply)),
	pagesAreShort: asks((call) => withQuery(call, { limit: '50' })),
	pagesRepeat: asks((call) => withQuery(call, { offset: undefined })),
	sortingIsIgnored: asks((call) => withQuery(call, { direction: undefined })),
	filtersAreIgnored: asks((call) => withQuery(call, { archived: undefined })),
	unknownIsOddlySaid: answers((reply) =>
		reply.status === 404
			? { status: 400, body: { error: { code: 10172, message: 'Wrong identifier' } } }
			: reply,
	),
	donglesAreOther: at(
		'/dongles',
		answers((reply, body) => ({ ...reply, body: { keys: body.dongles } })),
	),
} satisfies Record<string, Way>;

const REFUSED_SEARCH: VendorReply = {
	status: 400,
	body: { Results: { Success: false, HttpStatusCode: 400, ExceptionMessage: 'Error. Invalid Search Value' } },
};

/** The condition of a search of EPASS. */
const condition = (end: string, change: (query: JsonObject) => JsonObject | undefined): Way =>
	at(
		end,
		asks((call, body) => {
			const query = isObject(body.query) ? change(body.query) : {};
			return query === undefined ? REFUSED_SEARCH : withBody(call, { ...body, query });
		}),
	);

/** The records that a search of EPASS brings. */
const rows = (end: string, table: string, change: (found: JsonObject[]) => JsonObject[]): Way =>
	at(
		end,
		answers((reply, body) =>
			Array.isArray(body[table])
				? { ...reply, body: { ...body, [table]: change(listOf(body[table])) } }
				: reply,
		),
	);

const fieldsOf = (row: JsonObject): JsonObject => (isObject(row.Fields) ? row.Fields : {});

const epass = {
	clockIsWrong,
	deadTokenIsOther: answers((reply) =>
		reply.status === 401 ? { status: 400, body: { message: 'Bad token' } } : reply,
	),
	aboveIsRefused: condition('/customer/search', (query) =>
		query.eval === 'GREATERTHAN' ? undefined : query,
	),
	pagesStartOver: at(
		'/search',
		asks((call, body) =>
			withBody(call, { ...body, paging: { ...(isObject(body.paging) ? body.paging : {}), pageStartId: 0 } }),
		),
	),
	pagesFall: rows('/customer/search', 'Customer', (found) => [...found].reverse()),
	inFindsOne: condition('/customer/search', (query) =>
		Array.isArray(query.valueList) ? { ...query, valueList: query.valueList.slice(0, 1) } : query,
	),
	subqueryIsIgnored: at(
		'/customer/search',
		asks((call, body) => withBody(call, { ...body, subquery: [] })),
	),
	searchesShowFewFields: rows('/customer/search', 'Customer', (found) =>
		found.map((row) => ({ Fields: picked(fieldsOf(row), ['ID', 'Code', 'DateCreated']) })),
	),
	likeWantsWildcards: condition('/customer/search', (query) =>
		query.eval === 'LIKE' ? { ...query, eval: 'EQUAL' } : query,
	),
	isoIsRefused: condition('/customer/search', (query) =>
		/^\d{4}-/.test(String(query.start)) ? undefined : query,
	),
	unknownIsOddlySaid: at(
		'/customer/customer',
		answers((reply) => (reply.status === 404 ? { status: 200, body: 'Nothing' } : reply)),
	),
	noItemIsOddlySaid: at(
		'/items/item',
		answers((reply) => (reply.status === 404 ? { status: 200, body: 'Nothing' } : reply)),
	),
	soldToIsRefused: condition('/invoice/search', (query) =>
		query.fieldName === 'SoldToCode' ? undefined : query,
	),
	invoicesHaveOtherNames: rows('/invoice/search', 'Invoice', (found) =>
		found.map((row) => ({ Fields: picked(fieldsOf(row), ['ID', 'Code', 'SoldToCode', 'Status']) })),
	),
	expiryHasPassed: at(
		'/authentication/login',
		answers((reply, body) => ({ ...reply, body: { ...body, tokenExpiry: '2020-01-01T00:00:00Z' } })),
	),
} satisfies Record<string, Way>;

const WAYS = { weevio, pdm, manex, guardant, epass } satisfies Record<VendorName, Record<string, Way>>;

type Ways = typeof WAYS;
/** Such as `epass.inFindsOne`. */
export type ContraryWay = { [V in VendorName]: `${V}.${keyof Ways[V] & string}` }[VendorName];

/** A vendor's answer where it works in the ways that are chosen. */
export function contrary(
	vendor: VendorName,
	chosen: readonly string[],
	call: VendorRequest,
	work: (call: VendorRequest) => VendorReply,
): VendorReply {
	const ways: Readonly<Record<string, Way>> = WAYS[vendor];
	const found = chosen.flatMap((name) =>
		name.startsWith(`${vendor}.`) ? (ways[name.slice(vendor.length + 1)] ?? []) : [],
	);
	return found.reduce<typeof work>((inner, way) => (asked) => way(asked, inner), work)(call);
}
