import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { conditionsOf, conditionsParameter, isMissing, operand, storedBefore } from '../shared/conditions';
import type { Condition, ConditionFields } from '../shared/conditions';
import { toIsoDate, toVendorDate } from '../shared/dates';
import { InputFault } from '../shared/fault';
import { choiceIn, chosenFrom, chosenIn, jsonOption, plainObject, wholeNumber } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import { quoted } from '../shared/printable';
import type { BatchLookup, Listing, Paging } from '../shared/resource';
import { refuseSensitive } from '../shared/sensitive';
import { asObject, isBlank, numeric, text } from '../shared/values';
import { aOrAn } from '../shared/words';
import type { Watch } from '../shared/watch';
import type { RecordKey, VendorRequest } from '../shared/wire';
import { SENSITIVE_FIELDS } from './sensitive';

/**
 * The search language of EPASS, the same for customers and invoices.
 * https://help.epass.software/docs/getting-started/ (searching, extended info, paging)
 */
interface Query extends IDataObject {
	fieldName: string;
	eval: string;
}

export interface Search extends IDataObject {
	query: IDataObject;
	subquery?: IDataObject[];
}

export const equal = (fieldName: string, value: string): Query => ({ fieldName, eval: 'EQUAL', value });

export const searchRequest = (path: readonly string[], search: Search): VendorRequest => ({
	method: 'POST',
	path,
	body: { ...search },
});

/** The documented default is 100 records a page; a maximum is not documented, so the size is an option. */
const PAGE_SIZE = 500;

/** Documented are `LargestID` and `PagesRemaining`; that the next page starts at `LargestID` is an assumption. */
export const paging = {
	kind: 'cursor',
	pageSize: PAGE_SIZE,
	page: (request: VendorRequest, cursor: number | string, size: number): VendorRequest => {
		const { paging: own, ...search } = asObject(request.body) ?? {};
		// A query may say where its first page starts.
		const pageStartId = cursor === 0 ? (asObject(own)?.pageStartId ?? cursor) : cursor;
		return { ...request, body: { paging: { pageSize: size, pageStartId }, ...search } };
	},
	idOf: (record: IDataObject): RecordKey | undefined => numeric(record.ID) ?? undefined,
} satisfies Paging;

export const pageOption: INodeProperties = {
	displayName: 'Page Size',
	name: 'pageSize',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: PAGE_SIZE,
	description:
		'How many records to ask for at a time. Lower it to 100, the default of EPASS, if your server refuses more.',
};

const DATE_FORMATS = ['asTyped', 'DD/MM/YYYY', 'MM/DD/YYYY', 'YYYY-MM-DD'] as const;
type DateOrder = (typeof DATE_FORMATS)[number];

/** A sample shows `10/10/2020`, which leaves the order of day and month open. */
export const dateOption: INodeProperties = {
	displayName: 'Date Format',
	name: 'dateFormat',
	type: 'options',
	options: [
		{ name: 'As Typed', value: 'asTyped' },
		{ name: 'DD/MM/YYYY', value: 'DD/MM/YYYY' },
		{ name: 'MM/DD/YYYY', value: 'MM/DD/YYYY' },
		{ name: 'YYYY-MM-DD', value: 'YYYY-MM-DD' },
	],
	default: 'asTyped',
	description:
		'How your server wants dates in conditions, which EPASS does not document. Dates of expressions, and those typed as 2026-01-31, are sent so.',
};

const dateOrderOf = ({ options }: Parameters): DateOrder =>
	chosenIn(options, 'dateFormat', DATE_FORMATS, 'Options: Date Format') ?? 'asTyped';

/** A value that is a date in ISO 8601 in the order that was chosen; any other as it is. */
function inOrder(value: string, order: DateOrder, label: string): string {
	const isDate = /^\s*\d{4}-\d{2}-\d{2}(T|\s*$)/.test(value) && toIsoDate(value) !== null;
	return order === 'asTyped' || !isDate ? value : toVendorDate(value, order, label);
}

export function pageSizeOf({ options }: Parameters): { pageSize?: number } {
	const { pageSize } = options;
	// As for every number of the options: empty and 0 stand for the usual.
	if (pageSize === undefined || pageSize === null || pageSize === '' || pageSize === 0) return {};
	const size = wholeNumber(pageSize, 1);
	if (size !== undefined) return { pageSize: size };
	throw new InputFault(
		`Options: Page Size must be a whole number from 1 on, not ${quoted(pageSize)}`,
		`Enter a number such as ${PAGE_SIZE}`,
	);
}

/** How many values one IN takes; a maximum is not documented. */
export const MOST_IN_VALUES = 250;

/** A search for many values of one field at once. */
export const searchIn = (
	path: readonly string[],
	fieldName: string,
	keys: readonly RecordKey[],
): VendorRequest => searchRequest(path, { query: { fieldName, eval: 'IN', valueList: keys.map(String) } });

/** A search for a text in any of several fields. */
export function anyOf(fieldNames: readonly [string, ...string[]], value: string): Search {
	const [first, ...others] = fieldNames.map((fieldName) => ({ fieldName, eval: 'LIKE', value }));
	return { query: { ...first }, subquery: others.map((query) => ({ logic: 'OR', query })) };
}

const aboveId = (id: number): Query => ({ fieldName: 'ID', eval: 'GREATERTHAN', value: String(id) });

/** A search needs a condition; each record has an ID above 0. */
export const searchOfAll: Search = { query: aboveId(0) };

/** A table, and those of its columns that may be asked for by name. */
interface Table {
	readonly name: string;
	readonly columns: readonly string[];
}

/** A search that may be asked for with a few of a table's columns. */
export const narrowable = (request: VendorRequest, { columns, name }: Table): Listing => ({
	request,
	narrowed: (fields) =>
		fields.every((field) => columns.includes(field)) ? withColumns(request, name, fields) : undefined,
});

/**
 * What the search parameters ask for: the nested query if there is one, which is sent as it was written, or else the
 * conditions.
 * @param table where its columns are known
 * @throws InputFault for what cannot be read, would find more than was asked for, or names a sensitive field
 */
export function searchPlan(path: readonly string[], parameters: Parameters, table?: Table): Listing {
	const showsAll = parameters.option('includeSensitiveFields', 'Include Sensitive Fields', false);
	const allowed = <T>(search: T, parameter: string): T => {
		if (!showsAll) refuseSensitive(search, SENSITIVE_FIELDS, parameter);
		return search;
	};
	const usual = pageSizeOf(parameters);
	const query = queryParameter(parameters);
	if (query === undefined) {
		const conditions = conditionsOf(parameters, 'an EPASS field such as LastName');
		const search = searchFromConditions(conditions, dateOrderOf(parameters));
		const request = searchRequest(path, allowed(search, 'Filters'));
		return { ...(table === undefined ? { request } : narrowable(request, table)), ...usual };
	}
	const { pageSize, search } = searchFromQuery(allowed(query, 'Query'));
	return {
		request: searchRequest(path, search),
		choosesFields: Object.keys(search).some((name) => name.toLowerCase() === 'tables'),
		...(pageSize === undefined ? usual : { pageSize }),
	};
}

/** A search, narrowed down to records above an ID. Conditions are combined from first to last, so the last holds for all. */
function above(listing: Listing, id: number): Listing {
	const { subquery, ...search } = asObject(listing.request.body) ?? {};
	const others = Array.isArray(subquery) ? (subquery as IDataObject[]) : [];
	return {
		...listing,
		request: {
			...listing.request,
			body: { ...search, subquery: [...others, { logic: 'AND', query: aboveId(id) }] },
		},
	};
}

/** @throws InputFault for a search that chooses its own fields: among them may be none that tells records apart */
function watchPlan(path: readonly string[], parameters: Parameters): Listing {
	const listing = searchPlan(path, parameters);
	if (listing.choosesFields !== true) return listing;
	throw new InputFault('Query: "tables" has no place in a trigger', 'Leave it out, and use Output instead');
}

/** The same with no more columns than these, and what a record is known by. */
export const withColumns = (
	request: VendorRequest,
	table: string,
	columns: readonly string[],
): VendorRequest => ({
	...request,
	body: { ...request.body, tables: { [table]: [...new Set(['ID', 'Code', ...columns])] } },
});

/**
 * What is new, and what has changed: IDs only grow, by all samples; changes take a comparison of the whole list.
 * @param columns of which table a list may be asked for no more than what is watched, and what reads whole records then
 */
export const watchSearch = (
	path: readonly string[],
	columns?: { readonly table: string; readonly batch: BatchLookup },
): Pick<Watch, 'events' | 'options' | 'narrowing' | 'changeDates' | 'cost' | 'source'> => ({
	events: ['created', 'updated', 'createdOrUpdated'],
	options: searchOptions,
	narrowing: ['dateFormat'],
	changeDates: ['DateModified'],
	cost: (event) =>
		event === 'created'
			? 'Each poll sends one request; the first, when you publish, about forty.'
			: 'A poll reads the whole list that Filters leave: one request for each 500 records, at most 25,000.',
	source: (event, parameters) => {
		const listing = watchPlan(path, parameters);
		if (event === 'created') {
			const all: Listing = { ...listing, request: searchRequest(path, searchOfAll) };
			return {
				kind: 'rising',
				above: (id, filtered) => above(filtered ? listing : all, id),
				numberOf: (record) => numeric(record.ID) ?? undefined,
				paging,
			};
		}
		if (columns === undefined) return { kind: 'list', listing, paging };
		const { batch, table } = columns;
		return {
			kind: 'list',
			listing,
			paging,
			batch,
			narrowed: (fields) => ({ ...listing, request: withColumns(listing.request, table, fields) }),
		};
	},
});

function searchFromConditions(conditions: readonly Condition[], order: DateOrder): Search {
	const [first, ...others] = conditions;
	if (first === undefined) return searchOfAll;
	const subquery = others.map((other) => ({ logic: other.conjunction, query: queryOf(other, order) }));
	return { query: queryOf(first, order), ...(others.length === 0 ? {} : { subquery }) };
}

/** What a person chooses as the operator of a condition, and what is typed beside it. */
const operators: INodePropertyOptions[] = [
	{ name: 'Between', value: 'between' },
	{ name: 'Equal', value: 'equal' },
	{ name: 'Greater Than', value: 'greaterThan' },
	{ name: 'In', value: 'in' },
	{ name: 'Like', value: 'like' },
	{ name: 'Other', value: 'other', description: 'An operator of EPASS that is not in this list' },
];
const operands: INodeProperties[] = [
	{
		displayName: 'Other Operator',
		name: 'otherOperator',
		type: 'string',
		default: '',
		placeholder: 'e.g. LESSTHAN',
		displayOptions: { show: { operator: ['other'] } },
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		placeholder: 'e.g. Burnaby',
		description:
			'For In: values separated by commas. A date is typed as 2026-01-31, and sent as Date Format in the options says.',
		displayOptions: { hide: { operator: ['between'] } },
	},
	{
		displayName: 'From',
		name: 'value',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2026-01-01',
		description: 'Where the range begins',
		displayOptions: { show: { operator: ['between'] } },
	},
	{
		displayName: 'To',
		name: 'value2',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2026-01-31',
		description: 'Where the range ends',
		displayOptions: { show: { operator: ['between'] } },
	},
];

const queryOption: INodeProperties = {
	displayName: 'Query',
	name: 'query',
	type: 'json',
	default: '{}',
	description:
		'A nested search in the language of EPASS, used instead of Filters when filled in, e.g. {"query": {"fieldName": "City", "eval": "EQUAL", "value": "Burnaby"}, "subquery": []}',
};

/** What the options of a search add. */
export const searchOptions: readonly INodeProperties[] = [dateOption, pageOption, queryOption];

/** Conditions, or instead of them a nested query. */
export const searchParameters = (one: string, fields: ConditionFields): INodeProperties[] => [
	conditionsParameter(
		`Conditions that ${aOrAn(one)} must meet, combined from first to last. Without any, all ${one}s are returned.`,
		fields,
		{ default: 'equal', options: operators },
		operands,
	),
	storedBefore(queryOption),
];

const EVALS = {
	equal: 'EQUAL',
	like: 'LIKE',
	greaterThan: 'GREATERTHAN',
	in: 'IN',
	between: 'BETWEEN',
} as const;
const OPERATORS = Object.keys(EVALS) as Array<keyof typeof EVALS>;

/**
 * The operator as EPASS names it. One that this node does not know is sent as it was typed.
 * @throws InputFault when there is none
 */
function evalOf({ entry, label }: Condition): string {
	const chosen = 'operator' in entry ? entry.operator : 'equal';
	const typed = choiceIn(['other'], chosen) === undefined ? chosen : entry.otherOperator;
	const known = choiceIn(OPERATORS, typed);
	if (known !== undefined) return EVALS[known];
	if (typeof typed !== 'string' || !/^[\p{L}<>=!][\p{L}<>=! _-]*$/u.test(typed.trim())) {
		throw new InputFault(
			`${label} has no operator`,
			`Enter one of ${OPERATORS.join(', ')}, or another operator as EPASS names it`,
		);
	}
	return typed.trim();
}

/** @throws InputFault that names the condition by its position */
function queryOf(condition: Condition, order: DateOrder): Query {
	const { entry, field: fieldName, label } = condition;
	const { value, value2 } = entry;
	const query = { fieldName, eval: evalOf(condition) };
	const written = (operand: string): string => inOrder(operand, order, label);
	switch (query.eval) {
		case 'BETWEEN':
			if (isMissing(value) || isMissing(value2))
				throw new InputFault(`${label} needs two values for "between"`, 'Fill in From and To');
			return {
				...query,
				start: written(operand(value, label)),
				end: written(operand(value2, `${label}: To`)),
			};
		case 'IN':
			return { ...query, valueList: listOf(value, label).map(written) };
		case 'LIKE':
			return { ...query, value: likeOperand(value, label) };
		case 'EQUAL':
			return { ...query, value: value === '' ? '' : written(operand(value, label)) };
		default:
			return { ...query, value: written(operand(value, label)) };
	}
}

/** Values of a comma list or of an array; blank ones between others are nothing. */
function listOf(value: unknown, label: string): string[] {
	const parts: unknown[] = Array.isArray(value)
		? value
		: isMissing(value)
			? []
			: operand(value, label).split(',');
	const list = parts
		.filter((part) => typeof part !== 'string' || !isBlank(part))
		.map((part) => operand(part, label).trim());
	if (list.length > 0) return list;
	throw new InputFault(
		`${label} needs at least one value for "in"`,
		'Enter values separated by commas, or check that the expression has some for this item',
	);
}

/** Wildcards with nothing between them, which an expression without a value leaves, would find everything. */
function likeOperand(value: unknown, label: string): string {
	const like = operand(value, label);
	if (!isBlank(like.replace(/[%*_?]/g, ''))) return like;
	throw new InputFault(
		`${label} has no value but wildcards`,
		'Enter a text between them, or check that the expression has a value for this item',
	);
}

/** The Query parameter, when a person filled it in. */
function queryParameter(parameters: Parameters): IDataObject | undefined {
	const query = jsonOption(parameters, 'query', 'Query');
	const object = plainObject(query);
	const nothing = query === undefined || (object !== undefined && Object.keys(object).length === 0);
	if (nothing && !parameters.isExpression('query')) return undefined;
	if (object !== undefined && !nothing) return spelled(object, PARTS);
	throw new InputFault(
		nothing ? 'Query has no value' : 'Query must be a JSON object',
		'Enter {"query": {…}, "subquery": […]} as EPASS documents it, or check the expression',
	);
}

const PARTS = ['query', 'subquery', 'paging', 'tables', 'extendedInfo'];
const INNER_PARTS = ['logic', 'query', 'subquery'];
const CONDITION = ['fieldName', 'eval', 'value', 'valueList', 'start', 'end'];

/** An object with the names that EPASS documents spelled as documented: it takes them in any letter case. */
function spelled(object: IDataObject, names: readonly string[]): IDataObject {
	const known = new Map(names.map((name) => [name.toLowerCase(), name]));
	return Object.fromEntries(
		Object.entries(object).map(([name, value]) => [known.get(name.toLowerCase()) ?? name, value]),
	);
}

/** A query as it was pasted, its paging apart: where it starts stays in the request, its size goes with the list. */
function searchFromQuery({ paging: own, ...pasted }: IDataObject): { search: Search; pageSize?: number } {
	const isCondition = spelled(pasted, CONDITION).fieldName !== undefined;
	const query = plainObject(pasted.query);
	if (query === undefined && !isCondition) {
		throw new InputFault(
			'Query has neither "query" nor "fieldName"',
			'Enter {"query": {…}, "subquery": […]} as EPASS documents it',
		);
	}
	const search = query === undefined ? aroundCondition(pasted) : { ...pasted, query };
	checkPart(search, PARTS);
	if (own === undefined || own === null) return { search };
	const given = plainObject(own);
	if (given === undefined) throw unreadable('"paging" is not an object');
	const { pageSize, pageStartId } = spelled(given, ['pageSize', 'pageStartId']);
	const size = pageSize === undefined ? undefined : pagingNumber(pageSize, 'pageSize', 1);
	const start = pageStartId === undefined ? 0 : pagingNumber(pageStartId, 'pageStartId', 0);
	return {
		search: start === 0 ? search : { ...search, paging: { pageStartId: start } },
		...(size === undefined ? {} : { pageSize: size }),
	};
}

/** What stands beside a condition that was given without a "query" around it is a part of the search all the same. */
function aroundCondition(pasted: IDataObject): Search {
	const isPart = ([name]: [string, unknown]): boolean => PARTS.includes(name);
	const entries = Object.entries(pasted);
	return {
		...Object.fromEntries(entries.filter(isPart)),
		query: Object.fromEntries(entries.filter((entry) => !isPart(entry))),
	};
}

function pagingNumber(value: unknown, name: string, least: number): number {
	const number = wholeNumber(value, least);
	if (number !== undefined) return number;
	throw new InputFault(
		`Query: ${name} must be a whole number from ${least} on, not ${quoted(value)}`,
		'Correct it, or leave "paging" out',
	);
}

/**
 * @param names what may stand in it
 * @throws InputFault when a condition, at any depth, lacks what it compares with, or is joined to others by a name
 * that EPASS does not document: it would find too much
 */
function checkPart(part: IDataObject, names: readonly string[]): void {
	const { query, subquery, ...others } = spelled(part, names);
	const condition = plainObject(query);
	if (condition === undefined) throw unreadable('a part of it has no "query"');
	const misplaced =
		Object.keys(others).find((name) => !names.includes(name)) ??
		Object.keys(spelled(condition, PARTS)).find((name) => PARTS.includes(name));
	if (misplaced !== undefined) throw unreadable(`${quoted(misplaced)} has no place where it stands`);
	checkCondition(spelled(condition, CONDITION));
	if (subquery === undefined || subquery === null) return;
	if (!Array.isArray(subquery)) throw unreadable('"subquery" is not a list');
	for (const entry of subquery) {
		const inner = plainObject(entry);
		if (inner === undefined) throw unreadable('"subquery" holds something that is no object');
		chosenFrom(['AND', 'OR'], spelled(inner, ['logic']).logic, 'Query: "logic"');
		checkPart(inner, INNER_PARTS);
	}
}

const unreadable = (reason: string): InputFault =>
	new InputFault(
		`Query cannot be read: ${reason}`,
		'Enter {"query": {…}, "subquery": [{"logic": "AND", "query": {…}}]} as EPASS documents it',
	);

function checkCondition(condition: IDataObject): void {
	const { end, eval: operator = 'EQUAL', fieldName, start, value, valueList } = condition;
	if (typeof fieldName !== 'string' || text(fieldName) === null)
		throw unreadable('a condition has no "fieldName"');
	if (typeof operator !== 'string' || text(operator) === null)
		throw unreadable(`the "eval" of the condition on ${quoted(fieldName)} is no operator`);
	const label = `Query: the condition on ${quoted(fieldName)}`;
	switch (operator.trim().toUpperCase()) {
		case 'BETWEEN':
			operand(start, `${label}: start`);
			operand(end, `${label}: end`);
			return;
		case 'IN':
			listOf(valueList ?? value, label);
			return;
		case 'LIKE':
			likeOperand(value, label);
			return;
		case 'GREATERTHAN':
			operand(value, label);
			return;
		case 'EQUAL':
			if (value !== '') operand(value, label);
			return;
		default:
			// An operator that is not known here may need no value.
			if ('value' in condition) operand(value, label);
	}
}
