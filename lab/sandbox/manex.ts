import { secrets } from './credentials';
import { isoNow } from './data';
import { isObject } from './json';
import type { Controller } from './manexController';
import { blankCustomer, readForm, seededCustomer, whole } from './manexCustomer';
import type { ManexCustomer, ManexValue } from './manexCustomer';
import { manexItems } from './manexItems';
import { parameters, readFields } from './manexParameters';
import { manexPurchaseOrders } from './manexPurchaseOrders';
import { manexSalesOrders } from './manexSalesOrders';
import { manexWorkOrders } from './manexWorkOrders';
import { Store } from './store';
import { known, tableOf } from './table';
import type { JsonObject, Tables, Vendor, VendorContext, VendorReply, VendorRequest } from './types';

const NULL_REFERENCE = 'Object reference not set to an instance of an object.';

interface ManexData {
	/** Changed fields only; `whole` fills in the rest. */
	customers: Store<string, ManexCustomer>;
	/** Lower-case name to the customer numbers that bear it, lowest first. */
	numbersByName: Map<string, string[]>;
	nextNumber: number;
}

/** ManEx ERP: key in the path, one envelope with `Code`, ASP.NET route errors in another shape. */
export function createManex(context: VendorContext): Vendor {
	const { counters } = context;
	let made: ManexData | undefined;
	const data = () => (made ??= load(context.seed, context.customers));
	const purchaseOrders = manexPurchaseOrders(context);
	/** By the name in the path; names are told apart in any letter case. */
	const controllers: Readonly<Record<string, Controller>> = {
		SO: manexSalesOrders(context),
		ItemMaster: manexItems(context),
		WO: manexWorkOrders(context),
		PO: purchaseOrders,
	};

	function envelope(code: number, message: string, validUser: boolean, object: unknown): VendorReply {
		const settings = context.settings();
		// Two manuals: kb.manex.com has real values, manexerp.freshdesk.com "200", "null" and "true" as strings.
		const asText = settings.manexCodeForm === 'string';
		const show = (value: ManexValue) => (asText ? String(value) : value);
		return {
			status: code === 200 ? 200 : settings.manexFailureHttpStatus,
			body: {
				$id: '1',
				Code: show(code),
				Message: message,
				SessionId: show(null),
				IsValidUser: show(validUser),
				ResponseObject: object === null ? show(null) : withIds(object),
			},
		};
	}

	function routeError(request: VendorRequest, detail: string): VendorReply {
		return {
			status: context.settings().manexRouteHttpStatus,
			body: {
				$id: '1',
				Message: `No HTTP resource was found that matches the request URI '${request.fullUrl}'.`,
				MessageDetail: detail,
			},
		};
	}

	function handle(request: VendorRequest): VendorReply {
		// ASP.NET routing: `api`, controller and action in any letter case.
		const [root, controller = '', action = '', key, ...rest] = request.path.split('/').slice(1);
		if (root?.toLowerCase() !== 'api') return { status: 404, body: 'Not Found', contentType: 'text/html' };
		const other = Object.entries(controllers).find(
			([name]) => name.toLowerCase() === controller.toLowerCase(),
		);
		if (other !== undefined) return handleOther(request, other, action.toLowerCase(), [key, ...rest]);
		if (controller.toLowerCase() !== 'customer') {
			return routeError(request, `No type was found that matches the controller named '${controller}'.`);
		}
		const noAction = `No action was found on the controller 'Customer' that matches the request.`;
		const name = action.toLowerCase();
		const known = ['add', 'edit', 'get'].includes(name);
		// The HTTP method is stated nowhere, so both are taken.
		const method = request.method === 'GET' || request.method === 'POST';
		if (!known || !method || key === undefined || rest.length > 0) return routeError(request, noAction);
		const sent = parameters(request);
		// Binding comes before the action runs: a wrong name on Get never reaches the key check.
		if (name === 'get' && sent.custnumorname === undefined) return routeError(request, noAction);
		if (request.deadSession || decodeURIComponent(key) !== secrets.manex.apiKey) {
			return envelope(403, 'Invalid API Key.', false, null);
		}
		counters.metered++;
		if (name === 'get') return get(sent.custnumorname);
		return name === 'add' ? add(sent) : edit(sent);
	}

	function handleOther(
		request: VendorRequest,
		[name, { actions }]: readonly [string, Controller],
		wanted: string,
		behind: ReadonlyArray<string | undefined>,
	): VendorReply {
		const noAction = `No action was found on the controller '${name}' that matches the request.`;
		const action = Object.hasOwn(actions, wanted) ? actions[wanted] : undefined;
		const sent = parameters(request);
		// The one action that both manuals show with the key in the query.
		const isByQuery = name === 'ItemMaster' && wanted === 'get';
		const keys = behind.filter((part) => part !== undefined);
		const key = isByQuery ? request.query.get('apiKey') : decodeURIComponent(keys[0] ?? '');
		const isShaped = isByQuery ? keys.length === 0 && key !== null : keys.length === 1;
		const method = request.method === 'GET' || request.method === 'POST';
		const isBound = action?.needs === undefined || action.needs.some((need) => sent[need] !== undefined);
		if (action === undefined || !method || !isShaped || !isBound) return routeError(request, noAction);
		if (request.deadSession || key !== secrets.manex.apiKey)
			return envelope(403, 'Invalid API Key.', false, null);
		counters.metered++;
		const { code, message, object } = action.run(sent);
		return envelope(code, message, true, object);
	}

	function get(wanted: unknown): VendorReply {
		const { customers, numbersByName } = data();
		// Number first, then the whole name; which of several equal names comes is not documented.
		const text = String(wanted).trim();
		const number = customers.has(text)
			? text
			: numbersByName.get(text.toLowerCase())?.find((each) => customers.has(each));
		const record = number === undefined ? undefined : customers.get(number);
		if (!record) return envelope(403, 'Customer does not exists.', true, null);
		return envelope(200, 'Customer details:', true, readForm(whole(record)));
	}

	function add(sent: JsonObject): VendorReply {
		const refused = envelope(403, `Customer add failed.${NULL_REFERENCE}`, true, null);
		const fields = readFields(sent, false);
		if (!fields || fields.CUSTNAME === undefined || fields.STATUS === undefined) return refused;
		const { customers } = data();
		const asked = sent.custno === undefined || sent.custno === null ? '' : String(sent.custno);
		if (asked !== '' && (!/^\d{10}$/.test(asked) || customers.held(asked) !== undefined)) return refused;
		const custno = asked === '' ? freeNumber() : asked;
		const record: ManexCustomer = { ACCT_DATE: isoNow(), ...fields, CUSTNO: custno };
		customers.add(record);
		counters.created++;
		// Unlike Get, the Add answer is not padded, and a date ManEx sets carries an offset there.
		const shown = whole(record);
		if (fields.ACCT_DATE === undefined) shown.ACCT_DATE = `${isoNow()}.041868-05:00`;
		return envelope(200, 'Customer added successfully.', true, shown);
	}

	function freeNumber(): string {
		const state = data();
		let number: string;
		do number = String(state.nextNumber++).padStart(10, '0');
		while (state.customers.held(number) !== undefined);
		return number;
	}

	function edit(sent: JsonObject): VendorReply {
		const custno = sent.custno === undefined || sent.custno === null ? '' : String(sent.custno).trim();
		// The message names both, the table requires the number alone: the table is followed.
		if (custno === '') {
			return envelope(403, 'Customer edit failed.Customer Number or Customer Name is Required', true, null);
		}
		const record = data().customers.get(custno);
		if (!record) return envelope(403, 'Customer does not exists.', true, null);
		const fields = readFields(sent, true);
		if (!fields) return envelope(403, `Customer edit failed.${NULL_REFERENCE}`, true, null);
		data().customers.replace({ ...record, modifiedDate: momentNow(), ...fields });
		counters.updated++;
		return envelope(200, 'Customer edited successfully.', true, null);
	}

	const tables: Tables<'manex'> = {
		customer: tableOf(() => data().customers, {
			key: String,
			made: (fields) => {
				const { CUSTNO = freeNumber(), ...given } = columnsOf(fields);
				const sample = seededCustomer(context.seed, Number(CUSTNO) - 10);
				return { ...sample, ACCT_DATE: isoNow(), STATUS: 'Active', ...given, CUSTNO };
			},
			amended: (record, fields) => ({ ...record, modifiedDate: momentNow(), ...columnsOf(fields) }),
		}),
		purchaseOrder: purchaseOrders.table,
	};

	return {
		handle,
		refuse: (_request, detail) =>
			envelope(detail.code ?? 403, detail.message ?? `Customer request failed.${NULL_REFERENCE}`, true, null),
		// No session: SessionId is null in every sample.
		expireSessions: () => undefined,
		records: () => [...data().customers.all()].map((record) => readForm(whole(record))),
		record: (key) => {
			const record = data().customers.get(String(key));
			if (record !== undefined) return readForm(whole(record));
			return Object.values(controllers)
				.map((controller) => controller.record(String(key)))
				.find((found) => found !== undefined);
		},
		tables,
		created: () => [
			...data()
				.customers.created()
				.map((record) => readForm(whole(record))),
			...Object.values(controllers).flatMap((controller) => controller.created()),
		],
	};
}

/** `$id` stands at each object level (Json.NET reference handling), counted from the envelope's on. */
function withIds(value: unknown): unknown {
	let last = 1;
	const numbered = (each: unknown): unknown => {
		if (Array.isArray(each)) return each.map(numbered);
		if (!isObject(each)) return each;
		const $id = String(++last);
		return {
			$id,
			...Object.fromEntries(Object.entries(each).map(([name, held]) => [name, numbered(held)])),
		};
	};
	return numbered(value);
}

function load(seed: number, count: number): ManexData {
	const numbersByName = new Map<string, string[]>();
	const names = {
		insert: (record: ManexCustomer): void => addName(numbersByName, record),
		remove: (record: ManexCustomer): void => removeName(numbersByName, record),
	};
	const customers = new Store<string, ManexCustomer>(
		(record) => String(record.CUSTNO),
		() => ({ indexes: [names] }),
	);
	const seeded = Math.max(1, count);
	for (let index = 0; index < seeded; index++) {
		const record = seededCustomer(seed, index);
		customers.load(record);
		names.insert(record);
	}
	return { customers, numbersByName, nextNumber: 10 + seeded };
}

/** Columns as Get names them. */
function columnsOf(fields: JsonObject): ManexCustomer {
	return known(fields, Object.keys(blankCustomer())) as ManexCustomer;
}

function nameOf(record: ManexCustomer): string {
	return String(record.CUSTNAME).trim().toLowerCase();
}

function addName(numbersByName: ManexData['numbersByName'], record: ManexCustomer): void {
	const numbers = numbersByName.get(nameOf(record));
	if (!numbers) {
		numbersByName.set(nameOf(record), [String(record.CUSTNO)]);
		return;
	}
	numbers.push(String(record.CUSTNO));
	const last = numbers.length - 1;
	// Nearly always already in order: numbers grow.
	if (last > 0 && (numbers[last] ?? '') < (numbers[last - 1] ?? '')) numbers.sort();
}

function removeName(numbersByName: ManexData['numbersByName'], record: ManexCustomer): void {
	const numbers = numbersByName.get(nameOf(record)) ?? [];
	const position = numbers.indexOf(String(record.CUSTNO));
	if (position >= 0) numbers.splice(position, 1);
}

/** Local time without a zone, to the millisecond and without zeros at its end, as in the Get sample. */
function momentNow(): string {
	return new Date(Date.now())
		.toISOString()
		.slice(0, 23)
		.replace(/\.?0+$/, '');
}
