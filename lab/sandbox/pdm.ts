import { randomUUID } from 'node:crypto';
import { secrets } from './credentials';
import { isoDay, today } from './data';
import { isObject, parseJson } from './json';
import { customerRef, FIRST_CUSTOMER_ID, pdmCustomer, readWrite } from './pdmCustomer';
import type { PdmCustomer, PdmWrite } from './pdmCustomer';
import { PdmDeliveries } from './pdmDelivery';
import { Refused } from './refused';
import { Store } from './store';
import { known, tableOf } from './table';
import type { JsonObject, Tables, Vendor, VendorContext, VendorReply, VendorRequest } from './types';

/** The details texts of the code list in the seed page. */
const DETAILS: Record<number, string> = {
	101: 'OK',
	201: 'Invalid / inactive company ID',
	202: 'Invalid / inactive API key',
	// Never listed: the only gap in 201 to 205, and so probably this.
	203: 'Invalid / expired session token',
	204: 'IP address not approved',
	205: 'Rate limit exceeded',
	301: 'Required data missing',
	302: 'Data exceeded parameters',
	303: 'Incorrect data type',
	401: 'No matching customer found',
	404: 'Delivery already scheduled',
	500: 'General service error',
};

interface PdmData {
	customers: Store<number, PdmCustomer>;
	idByExternalRef: Map<string, number>;
	nextId: number;
}

/** Pro Delivery Manager v2: always POST, always HTTP 200, the code is in `status.code`. */
export function createPdm(context: VendorContext): Vendor {
	const { counters } = context;
	let made: PdmData | undefined;
	const data = () => (made ??= load(context.seed, context.customers));
	/** Token to the moment it dies, in ms. */
	const sessions = new Map<string, number>();
	const deliveries = new PdmDeliveries();

	function answer(code: number, fields?: string[], extra?: JsonObject): VendorReply {
		const text = DETAILS[code] ?? `Status ${code}`;
		const details = fields && fields.length > 0 ? `${text}: ${fields.join(', ')}` : text;
		const failed = code !== 101;
		const settings = context.settings();
		const body: JsonObject = { status: { code, details }, ...extra };
		if (failed && settings.pdmFailureCustomer === 'null') body.customer = null;
		return { status: failed ? settings.pdmFailureHttpStatus : 200, body };
	}

	function handle(request: VendorRequest): VendorReply {
		// "No trailing slash" and "always POST"; what the vendor answers otherwise is not documented.
		const known = [
			'/GetSessionToken',
			'/GetCustomer',
			'/CreateCustomer',
			'/ModifyCustomer',
			'/CreateDelivery',
		];
		if (!known.includes(request.path)) return { status: 404, body: 'Not Found', contentType: 'text/plain' };
		if (request.method !== 'POST') {
			return { status: 405, body: 'Method Not Allowed', contentType: 'text/plain' };
		}
		const body = parseJson(request.rawBody);
		if (!isObject(body)) return answer(301);
		const company = body.company_id;
		if (company === undefined || company === null || company === '') return answer(301, ['company_id']);
		if (!Number.isInteger(company)) return answer(303, ['company_id']);
		if (company !== secrets.pdm.companyId) return answer(201);
		if (request.path === '/GetSessionToken') return login(body);
		const refusal = checkToken(body.session_token, request.deadSession);
		if (refusal) return refusal;
		counters.metered++;
		if (request.path === '/GetCustomer') return getCustomer(body);
		if (request.path === '/CreateDelivery') return createDelivery(body.delivery);
		const customer = body.customer;
		if (customer === undefined || customer === null) return answer(301, ['customer']);
		if (!isObject(customer)) return answer(303, ['customer']);
		return request.path === '/CreateCustomer' ? create(customer) : modify(customer);
	}

	function login(body: JsonObject): VendorReply {
		if (body.key === undefined || body.key === '') return answer(301, ['key']);
		if (body.key !== secrets.pdm.apiKey) {
			counters.failedLogins++;
			return answer(202);
		}
		counters.logins++;
		const { pdmTokenSeconds, pdmUtcOffsetHours } = context.settings();
		const token = `${secrets.pdm.companyId}|${randomUUID()}|0001`;
		const expires = Date.now() + pdmTokenSeconds * 1000;
		sessions.set(token, expires);
		const stamp = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
		return answer(101, undefined, {
			session: {
				session_token: token,
				expires_local_datetime: stamp(expires + pdmUtcOffsetHours * 3_600_000),
				expires_utc_datetime: stamp(expires),
			},
		});
	}

	function checkToken(token: unknown, dead: boolean): VendorReply | undefined {
		if (token === undefined || token === null || token === '') return answer(301, ['session_token']);
		if (typeof token !== 'string') return answer(303, ['session_token']);
		const expires = sessions.get(token);
		if (dead || expires === undefined || expires <= Date.now()) {
			return answer(context.settings().pdmDeadTokenCode);
		}
		return undefined;
	}

	/** By customer_id first, then by external reference: "using first match". */
	function find(source: JsonObject): PdmCustomer | VendorReply {
		const unused = (value: unknown) => value === undefined || value === null || value === '';
		const { customer_id: id, external_customer_ref: ref } = source;
		if (unused(id) && unused(ref)) return answer(301, ['customer_id', 'external_customer_ref']);
		if (!unused(id) && !Number.isInteger(id)) return answer(303, ['customer_id']);
		if (!unused(ref) && typeof ref !== 'string') return answer(303, ['external_customer_ref']);
		if (typeof ref === 'string' && ref.length > 50) return answer(302, ['external_customer_ref']);
		const { customers, idByExternalRef } = data();
		const byId = typeof id === 'number' ? customers.get(id) : undefined;
		if (byId) return byId;
		const refId = typeof ref === 'string' && ref !== '' ? idByExternalRef.get(ref) : undefined;
		const byRef = refId === undefined ? undefined : customers.get(refId);
		return byRef ?? answer(401);
	}

	function getCustomer(body: JsonObject): VendorReply {
		const found = find(body);
		return isCustomer(found) ? answer(101, undefined, { customer: found }) : found;
	}

	function create(source: JsonObject): VendorReply {
		const write = readWrite(source, true);
		if ('code' in write) return answer(write.code, write.fields);
		if (refTaken(write, undefined)) return duplicateRef();
		const { customers } = data();
		const day = isoDay(today());
		const record = build(freeId(), day, day, write);
		customers.add(record);
		counters.created++;
		return answer(101, undefined, { customer: record });
	}

	function modify(source: JsonObject): VendorReply {
		const found = find(source);
		if (!isCustomer(found)) return found;
		// "The complete record must be sent": what is missing is cleared, `active` included.
		const write = readWrite(source, false);
		if ('code' in write) return answer(write.code, write.fields);
		if (refTaken(write, found.customer_id)) return duplicateRef();
		const record = build(found.customer_id, found.created, isoDay(today()), write);
		data().customers.replace(record);
		counters.updated++;
		const whole = context.settings().pdmModifyAnswer === 'customer';
		return answer(101, undefined, whole ? { customer: record } : undefined);
	}

	function createDelivery(source: unknown): VendorReply {
		if (source === undefined || source === null) return answer(301, ['delivery']);
		if (!isObject(source)) return answer(303, ['delivery']);
		const customer = find(source);
		if (!isCustomer(customer)) return customer;
		const made = deliveries.order(source, customer);
		if (made === 'taken') return answer(404);
		if ('code' in made) return answer(made.code as number, made.fields as string[]);
		counters.created++;
		switch (context.settings().pdmDeliveryAnswer) {
			case 'delivery':
				return answer(101, undefined, { delivery: made });
			case 'id':
				return answer(101, undefined, { delivery_id: made.delivery_id });
			case 'statusOnly':
				return answer(101);
		}
	}

	function refTaken(write: Pick<PdmWrite, 'external_customer_ref'>, ownId: number | undefined): boolean {
		const holder = data().idByExternalRef.get(write.external_customer_ref);
		return write.external_customer_ref !== '' && holder !== undefined && holder !== ownId;
	}

	/** References are "unique per record type"; the code for a second use is not documented. */
	function duplicateRef(): VendorReply {
		return answer(302, ['external_customer_ref must be unique']);
	}

	function freeId(): number {
		while (data().customers.held(data().nextId) !== undefined) data().nextId++;
		return data().nextId++;
	}

	/** With the fields that a person set; parts of the address beside those that stay. */
	function laidOver(record: PdmCustomer, fields: JsonObject): PdmCustomer {
		const { address, ...others } = known(fields, Object.keys(record));
		if (address !== undefined && !isObject(address)) throw new Refused('address is an object');
		const changed: PdmCustomer = {
			...record,
			...others,
			address: { ...record.address, ...known(address ?? {}, Object.keys(record.address)) },
		};
		if (refTaken(changed, record.customer_id)) throw new Refused('external_customer_ref must be unique');
		return changed;
	}

	const tables: Tables<'pdm'> = {
		customer: tableOf(() => data().customers, {
			key: Number,
			made: (fields) => {
				const day = isoDay(today());
				const id = Number(fields.customer_id ?? freeId());
				const sample = pdmCustomer(context.seed, id - FIRST_CUSTOMER_ID);
				if (refTaken(sample, undefined)) sample.external_customer_ref = '';
				return laidOver({ ...sample, created: day, last_modified: day, active: true }, fields);
			},
			amended: (record, fields) => laidOver(record, { last_modified: isoDay(today()), ...fields }),
		}),
	};

	return {
		handle,
		refuse: (_request, detail) => {
			const reply = answer(detail.code ?? 500);
			if (detail.message !== undefined && isObject(reply.body)) {
				reply.body.status = { code: detail.code ?? 500, details: detail.message };
			}
			return reply;
		},
		expireSessions: () => sessions.clear(),
		records: () => [...data().customers.all()].map(copy),
		record: (key) => {
			const record = data().customers.get(Number(key));
			return record && copy(record);
		},
		tables,
		created: () => [...data().customers.created().map(copy), ...deliveries.all()],
	};
}

function load(seed: number, count: number): PdmData {
	const idByExternalRef = new Map<string, number>();
	const references = {
		insert: ({ customer_id: id, external_customer_ref: reference }: PdmCustomer): void => {
			if (reference !== '') idByExternalRef.set(reference, id);
		},
		remove: ({ external_customer_ref: reference }: PdmCustomer): void => {
			idByExternalRef.delete(reference);
		},
	};
	const customers = new Store<number, PdmCustomer>(
		(record) => record.customer_id,
		() => ({ indexes: [references] }),
	);
	const seeded = Math.max(1, count);
	for (let index = 0; index < seeded; index++) {
		const record = pdmCustomer(seed, index);
		customers.load(record);
		references.insert(record);
	}
	return { customers, idByExternalRef, nextId: FIRST_CUSTOMER_ID + seeded };
}

function build(id: number, created: string, modified: string, write: PdmWrite): PdmCustomer {
	const { external_customer_ref: ref, ...rest } = write;
	return {
		customer_id: id,
		customer_ref: customerRef(id),
		external_customer_ref: ref,
		created,
		last_modified: modified,
		...rest,
	};
}

function isCustomer(value: PdmCustomer | VendorReply): value is PdmCustomer {
	return 'customer_id' in value;
}

function copy(record: PdmCustomer): JsonObject {
	return { ...record, address: { ...record.address } };
}
