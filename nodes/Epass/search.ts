import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { conditionsOf, conditionsParameter } from '../shared/conditions';
import type { Condition, ConditionField } from '../shared/conditions';
import { InputFault } from '../shared/fault';
import type { Parameters } from '../shared/parameters';
import type { Paging } from '../shared/resource';
import { asObject, numeric, text } from '../shared/values';
import { aOrAn } from '../shared/words';
import type { RecordKey, VendorRequest } from '../shared/wire';

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
		const paging = { pageSize: size, pageStartId: cursor };
		// First, as in the sample; and again, so that a query pasted with its own paging is read to its end.
		return { ...request, body: Object.assign({ paging }, asObject(request.body), { paging }) };
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

export function pageSizeOf({ options }: Parameters): { pageSize?: number } {
	const size = Number(options.pageSize);
	return Number.isInteger(size) && size > 0 ? { pageSize: size } : {};
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

/** A search needs a condition; each record has an ID above 0. */
export const searchOfAll: Search = { query: { fieldName: 'ID', eval: 'GREATERTHAN', value: '0' } };

/** What the search parameters ask for: the nested query if there is one, or else the conditions. */
export function searchOf(parameters: Parameters): Search {
	const nested = parameters.json('query', 'Query');
	const object = asObject(nested);
	if (nested === undefined || (object !== undefined && Object.keys(object).length === 0)) {
		return searchFromConditions(conditionsOf(parameters, 'an EPASS field such as LastName'));
	}
	if (object === undefined) {
		throw new InputFault(
			'Query must be a JSON object',
			'Enter {"query": {…}, "subquery": […]} as EPASS documents it',
		);
	}
	if (asObject(object.query) !== undefined) return object as Search;
	if (object.fieldName !== undefined) return { query: object };
	throw new InputFault(
		'Query has neither "query" nor "fieldName"',
		'Enter {"query": {…}, "subquery": […]} as EPASS documents it',
	);
}

function searchFromConditions(conditions: readonly Condition[]): Search {
	const [first, ...others] = conditions;
	if (first === undefined) return searchOfAll;
	const subquery = others.map((other) => ({ logic: other.conjunction, query: queryOf(other) }));
	return { query: queryOf(first), ...(others.length === 0 ? {} : { subquery }) };
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
		description: 'For "In": values separated by commas',
	},
	{
		displayName: 'Value Until',
		name: 'value2',
		type: 'string',
		default: '',
		description: 'The end of the range',
		displayOptions: { show: { operator: ['between'] } },
	},
];

/** Conditions, or instead of them a nested query. */
export const searchParameters = (one: string, field: ConditionField): INodeProperties[] => [
	conditionsParameter(
		`Conditions that ${aOrAn(one)} must meet, combined from first to last. Without any, all ${one}s are returned.`,
		field,
		{ default: 'equal', options: operators },
		operands,
	),
	{
		displayName: 'Query',
		name: 'query',
		type: 'json',
		default: '{}',
		description:
			'A nested search in the language of EPASS, used instead of Filters when filled in, e.g. {"query": {"fieldName": "City", "eval": "EQUAL", "value": "Burnaby"}, "subquery": []}',
	},
];

const EVALS: Readonly<Record<string, string>> = { equal: 'EQUAL', like: 'LIKE', greaterThan: 'GREATERTHAN' };

/** @throws InputFault that names the condition by its position */
function queryOf({ entry, field: fieldName, label, operator, value }: Condition): Query {
	switch (operator) {
		case 'between': {
			const end = text(entry.value2);
			if (text(value) === null || end === null)
				throw new InputFault(`${label} needs two values for "between"`, 'Fill in Value and Value Until');
			return { fieldName, eval: 'BETWEEN', start: String(value), end };
		}
		case 'in': {
			const list = (Array.isArray(value) ? value.map(String) : String(value).split(','))
				.map((part) => part.trim())
				.filter((part) => part !== '');
			if (list.length === 0)
				throw new InputFault(
					`${label} needs at least one value for "in"`,
					'Enter values separated by commas',
				);
			return { fieldName, eval: 'IN', valueList: list };
		}
		default: {
			const typed = operator === 'other' ? text(entry.otherOperator) : (EVALS[operator] ?? operator);
			if (typed === null)
				throw new InputFault(`${label} has no operator`, 'Enter the operator as EPASS names it');
			return { fieldName, eval: typed, value: String(value) };
		}
	}
}
