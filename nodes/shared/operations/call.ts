import type { IDataObject } from 'n8n-workflow';

import { Fault, InputFault, orThrow } from '../fault';
import { jsonWithValue, limitOf, withoutValue } from '../parameters';
import type { Parameters } from '../parameters';
import type { Call } from '../resource';
import { outcomeUnknown } from '../retry';
import type { Effect } from '../retry';
import { TOO_DEEP, unlessNamed } from '../hiding';
import { refuseSensitive } from '../sensitive';
import { outputIn } from '../shape';
import { records } from '../unwrap';
import { joinUrl, typedPath } from '../url';
import { asObject, asObjects, define, isBlank } from '../values';
import type { Vendor } from '../vendor';
import { requestIdentity } from '../wire';
import type { Answer, Unwrapped, VendorRequest } from '../wire';
import { sendable } from '../write';
import { METHODS, NAME } from './calls';
import type { Give, Kind, Plan, Run } from './kind';
import { giveList } from './list';

/** A request that no operation knows, as the vendor's documentation writes it. */

interface CallPlan extends Plan {
	readonly request: VendorRequest;
	readonly effect: Effect;
	readonly unwrap: boolean;
	readonly limit: number | undefined;
}

export const call: Kind<Call, CallPlan> = {
	vendor: (vendor) => ({ ...vendor, unwrap: unwrapAny(vendor) }),
	plan: ({ operation, vendor }, parameters) => {
		checkAllowed(parameters);
		const request = typedRequest(vendor, parameters);
		const includeSensitiveFields = parameters.option(
			'includeSensitiveFields',
			'Include Sensitive Fields',
			false,
		);
		if (!includeSensitiveFields) {
			const { body, path, query } = request;
			refuseSensitive([path, query, body], vendor.sensitiveFields ?? [], NAME);
		}
		const isRead = request.method === 'GET' && vendor.call?.writes?.(request) !== true;
		const choice = { mode: 'raw', fields: [], includeSensitiveFields } as const;
		return {
			request,
			effect: isRead ? 'read' : 'write',
			unwrap: parameters.raw('unwrap') === undefined || parameters.flag('unwrap', 'Unwrap'),
			limit: operation.paged ? limitOf(parameters) : undefined,
			output: outputIn(choice, (record) => record, vendor),
		};
	},
	identity: ({ effect, limit, output, request, unwrap }) =>
		effect === 'read' ? JSON.stringify([requestIdentity(request), unwrap, limit, output.choice]) : undefined,
	begin: (run) => ({
		one: async (plan, give) => {
			const { clean } = run.connection.secrecy;
			const shownName = remembered(clean);
			const giveClean: Give = (record) =>
				give(redacted(shownText(record, plan.output.hidden), clean, shownName));
			await (plan.unwrap ? giveRecords(run, plan, giveClean) : giveAnswer(run, plan, giveClean));
		},
	}),
};

/** What an agent asks for was written by whoever it read: a person must have allowed it, and no expression will do. */
function checkAllowed(parameters: Parameters): void {
	if (!parameters.isTool || parameters.entered('allowApiCalls') === true) return;
	throw new InputFault(
		'Custom API Call: agents may not send requests of their own here',
		'Turn on "Allow Agents to Call the API" in the tool, or give the agent one of the other operations',
	);
}

function typedRequest(vendor: Vendor, parameters: Parameters): VendorRequest {
	const wanted = parameters.text('method', 'Method') ?? 'GET';
	const method = METHODS.find((each) => each === wanted.toUpperCase());
	if (method === undefined)
		throw new InputFault(`Method: "${wanted}" is not one of ${METHODS.join(', ')}`, 'Choose one of them');
	const { path: typed, query: behindPath } = typedPath(
		parameters.text('path', 'Path') ?? '',
		parameters.isExpression('path'),
	);
	const path = withoutBase(typed, vendor.basePath ?? []);
	// Throws for what has no place in an address, before anything is sent.
	joinUrl('', path);
	const query = { ...behindPath, ...typedQuery(parameters) };
	const body = method === 'GET' ? undefined : typedBody(parameters, method);
	return {
		method,
		path,
		...(Object.keys(query).length === 0 ? {} : { query }),
		...(body === undefined ? {} : { body }),
	};
}

/** What stands between the base URL and every path may be typed or not (ManEx: `API/`). */
function withoutBase(path: readonly string[], base: readonly string[]): readonly string[] {
	const typed = base.every((segment, index) => segment.toLowerCase() === path[index]?.toLowerCase());
	return typed ? path.slice(base.length) : path;
}

function typedQuery(parameters: Parameters): Record<string, string | number | boolean> {
	const given = jsonWithValue(parameters, 'queryParameters', 'Query Parameters');
	const object = asObject(given);
	if (object === undefined)
		throw new InputFault(
			'Query Parameters must be a JSON object',
			'Enter something such as {"name": "value"}',
		);
	const query: IDataObject = {};
	const byExpression = parameters.isExpression('queryParameters');
	for (const [name, value] of Object.entries(object)) {
		const label = `Query Parameters: ${name}`;
		// Without it, a search would bring more than was asked for.
		if (byExpression && isBlank(value)) throw withoutValue(label);
		if (value === null || value === undefined) continue;
		if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
			throw new InputFault(`${label} must be a single value`, 'Enter text, a number, true or false');
		}
		define(query, name, sendable(value, label));
	}
	return query as Record<string, string | number | boolean>;
}

function typedBody(parameters: Parameters, method: VendorRequest['method']): VendorRequest['body'] {
	const given = jsonWithValue(parameters, 'body', 'Body');
	refuseLost(given, 'Body');
	if (Array.isArray(given) && asObjects(given).length === given.length)
		return asObjects(sendable(given, 'Body'));
	const object = asObject(given);
	if (object === undefined)
		throw new InputFault(
			'Body must be a JSON object or a list of objects',
			'Enter something such as {"name": "value"}',
		);
	// Hardly any deletion takes a body.
	return method === 'DELETE' && Object.keys(object).length === 0
		? undefined
		: asObject(sendable(object, 'Body'));
}

/** What JSON leaves out without a word: an expression had no value for it. */
function refuseLost(value: unknown, label: string): void {
	if (value === undefined) throw withoutValue(label);
	if (typeof value !== 'object' || value === null) return;
	for (const [name, each] of Object.entries(value)) refuseLost(each, `${label}.${name}`);
}

async function giveRecords(run: Run<Call>, { effect, limit, request }: CallPlan, give: Give): Promise<void> {
	const { connection, parallel, stoppedAt, vendor } = run;
	const paging = vendor.call?.paging?.(request);
	if (paging !== undefined)
		return await giveList(run, { request, paging, limit, maxParallelRequests: parallel }, give);
	const { records: found } = done(await connection.send(request, effect), effect);
	const rest = connection.resting();
	for (const record of found.slice(0, limit)) {
		await rest();
		give(record);
	}
	if (limit !== undefined && found.length > limit) stoppedAt(limit);
}

async function giveAnswer(
	{ connection }: Run<Call>,
	{ effect, request }: CallPlan,
	give: Give,
): Promise<void> {
	const { body } = done(await connection.raw(request, effect), effect);
	give(asObject(body) ?? { data: body as IDataObject[string] });
}

/** @throws Fault when it was not done, or nobody can tell */
function done<T>(outcome: T | Fault, effect: Effect): T {
	if (!(outcome instanceof Fault) || effect === 'read' || !outcomeUnknown(outcome)) return orThrow(outcome);
	throw new Fault({
		...outcome.details,
		kind: 'unknownOutcome',
		message: `${outcome.message} - the request may have been carried out all the same`,
		description: "Look in the vendor's system before you run this item again",
	});
}

/** An answer whose envelope the vendor's resources know is unwrapped as for them, any other by what it looks like. */
function unwrapAny({ unwrap }: Vendor): Vendor['unwrap'] {
	return (answer) => {
		let known: Unwrapped | undefined;
		let unknown: unknown;
		try {
			known = unwrap(answer);
		} catch (error) {
			unknown = error;
		}
		if (known?.kind === 'refused') return known;
		if (known?.records.some((record) => Object.keys(record).length > 0) === true) return known;
		const found = recordsIn(answer, known !== undefined);
		if (found === undefined && known === undefined) throw unknown;
		return records(found ?? [], known?.next);
	};
}

/** What an envelope says of itself rather than of a record. */
const ABOUT_THE_ANSWER = new Set([
	'$id',
	'code',
	'isvaliduser',
	'message',
	'messages',
	'paging',
	'error',
	'errors',
	'result',
	'results',
	'sessionid',
	'status',
	'success',
	'warnings',
]);

/** How much there is, and which part of it this is. */
const ABOUT_THE_LIST = new Set([
	...['count', 'total', 'totalcount', 'total_count', 'totalrecords', 'totalpages', 'total_pages'],
	...['page', 'pages', 'pagesize', 'page_size', 'per_page', 'perpage', 'limit', 'offset'],
	...['next', 'previous', 'prev', 'hasmore', 'has_more', 'cursor', 'nextpage', 'next_page'],
]);

/**
 * The records of an envelope that nobody has described: its list of objects, or the one object in it, where there is
 * nothing else but what counts them. Anything else might be a record that holds these: it is given as it is.
 * @param empty whether the vendor has looked and found nothing
 * @returns undefined for an answer that cannot be read
 */
function recordsIn({ body, method }: Answer, empty: boolean): IDataObject[] | undefined {
	if (Array.isArray(body))
		return body.map((entry) => asObject(entry) ?? { data: entry as IDataObject[string] });
	if (body === undefined || body === null || body === '') return method === 'GET' ? undefined : [{}];
	const envelope = asObject(body);
	// JSON that is still a text was cut off on its way.
	if (envelope === undefined) return /^\s*[[{]/.test(String(body)) ? undefined : [{ data: body as string }];
	const content = Object.entries(envelope).filter(
		([key, value]) =>
			value !== null && (!ABOUT_THE_ANSWER.has(key.toLowerCase()) || (isList(value) && value.length > 0)),
	);
	const said = content.filter(([key, value]) =>
		typeof value === 'object' ? !isList(value) || value.length > 0 : !ABOUT_THE_LIST.has(key.toLowerCase()),
	);
	const [only, ...others] = said.map(([, value]) => value);
	if (only === undefined) return empty || content.some(([, value]) => isList(value)) ? [] : [envelope];
	if (others.length > 0) return [envelope];
	return isList(only) ? only : [asObject(only) ?? envelope];
}

const isList = (value: unknown): value is IDataObject[] =>
	Array.isArray(value) && asObjects(value).length === value.length;

/** An answer that is a text. */
function shownText(record: IDataObject, hidden: readonly string[]): IDataObject {
	const { data, ...others } = record;
	if (typeof data !== 'string' || Object.keys(others).length > 0) return record;
	return { data: unlessNamed(data, hidden) };
}

function remembered(of: (text: string) => string): (text: string) => string {
	const known = new Map<string, string>();
	return (text) => {
		const found = known.get(text) ?? of(text);
		known.set(text, found);
		return found;
	};
}

/** Deeper objects would be more than JavaScript, or n8n, can walk through. */
const DEEPEST = 500;

/**
 * An answer may repeat what it was asked with.
 * @param shownName of a field, whose names all records have alike
 */
function redacted(
	record: IDataObject,
	redact: (text: string) => string,
	shownName: (name: string) => string,
	depth = 0,
): IDataObject {
	const clean = (value: unknown, deep: number): unknown => {
		if (typeof value === 'string') return redact(value);
		if (typeof value === 'number') {
			const digits = String(value);
			const shown = redact(digits);
			return shown === digits ? value : shown;
		}
		if (typeof value === 'object' && value !== null && deep > DEEPEST) return TOO_DEEP;
		if (Array.isArray(value)) return value.map((each) => clean(each, deep + 1));
		const object = asObject(value);
		return object === undefined ? value : redacted(object, redact, shownName, deep);
	};
	const copy: IDataObject = {};
	for (const [key, value] of Object.entries(record)) define(copy, shownName(key), clean(value, depth + 1));
	return copy;
}
