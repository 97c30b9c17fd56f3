import { isObject, lowerKeys } from './json';
import { Refused } from './refused';
import type { EpassFields, EpassValue } from './epassFields';
import type { JsonObject } from './types';

/** The search language: https://documents.rdbusiness.com/docs/getting-started/searchingextendedinfopaging/ */
export interface Condition {
	/** In the table's own spelling. */
	field: string;
	operator: 'EQUAL' | 'LIKE' | 'IN' | 'BETWEEN' | 'GREATERTHAN';
	value: string;
	valueList: string[];
	start: string;
	end: string;
}

export interface Query {
	condition: Condition;
	subqueries: Array<{ or: boolean; query: Query }>;
}

const OPERATORS: readonly string[] = ['EQUAL', 'LIKE', 'IN', 'BETWEEN', 'GREATERTHAN'];

/** `fields`: lower-case name to the table's spelling; names come in mixed case. */
export function parseQuery(body: JsonObject, fields: Map<string, string>): Query {
	const sent = isObject(body.query) ? lowerKeys(body.query) : {};
	const name = sent.fieldname;
	if (typeof name !== 'string' || name === '') throw new Refused('Error. Empty Search Field');
	const field = fields.get(name.toLowerCase());
	// Texts of the refusals from here on are not documented.
	if (field === undefined) throw new Refused(`Error. Invalid Search Field: ${name}`);
	const operator = String(sent.eval ?? 'EQUAL').toUpperCase();
	// Others may exist (the page was cut), but none is known, so none is taken.
	if (!isOperator(operator)) throw new Refused(`Error. Invalid Search Operator: ${String(sent.eval)}`);
	const list = Array.isArray(sent.valuelist) ? sent.valuelist.map(String) : [];
	if (operator === 'IN' && list.length === 0) throw new Refused('Error. Empty Search Value List');
	if (operator === 'BETWEEN' && (missing(sent.start) || missing(sent.end))) {
		throw new Refused('Error. Empty Search Range');
	}
	const nested = lowerKeys(body).subquery;
	return {
		condition: {
			field,
			operator,
			value: text(sent.value),
			valueList: list,
			start: text(sent.start),
			end: text(sent.end),
		},
		subqueries: (Array.isArray(nested) ? (nested as unknown[]) : []).map((each) => {
			if (!isObject(each)) throw new Refused('Error. Invalid SubQuery');
			const logic = String(each.logic ?? '').toUpperCase();
			if (logic !== 'AND' && logic !== 'OR') throw new Refused('Error. Invalid SubQuery Logic');
			return { or: logic === 'OR', query: parseQuery(each, fields) };
		}),
	};
}

function isOperator(value: string): value is Condition['operator'] {
	return OPERATORS.includes(value);
}

function missing(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

function text(value: unknown): string {
	return value === undefined || value === null ? '' : String(value);
}

/** The echo of the query in the answer: all six keys, null where nothing was sent. */
export function echoQuery(body: JsonObject): JsonObject {
	const sent = isObject(body.query) ? lowerKeys(body.query) : {};
	return {
		fieldName: sent.fieldname || null,
		eval: sent.eval ?? 'EQUAL',
		value: sent.value ?? (sent.fieldname ? null : ''),
		valueList: sent.valuelist ?? null,
		start: sent.start ?? null,
		end: sent.end ?? null,
	};
}

type DateOrder = 'mdy' | 'dmy';
type Read = (field: string) => EpassValue;

/** Siblings combine left to right with what stands so far; a nested list belongs to its own query. */
export function matches(query: Query, read: Read, order: DateOrder): boolean {
	let result = holds(query.condition, read(query.condition.field), order);
	for (const sub of query.subqueries) {
		// Nothing to compute where the result is already settled.
		if (sub.or === result) continue;
		result = matches(sub.query, read, order);
	}
	return result;
}

function holds(condition: Condition, held: EpassValue, order: DateOrder): boolean {
	switch (condition.operator) {
		case 'EQUAL':
			return compare(held, condition.value, order) === 0;
		case 'IN':
			return condition.valueList.some((value) => compare(held, value, order) === 0);
		case 'GREATERTHAN':
			return compare(held, condition.value, order) > 0;
		case 'BETWEEN':
			return compare(held, condition.start, order) >= 0 && compare(held, condition.end, order) <= 0;
		case 'LIKE':
			return like(String(held ?? ''), condition.value);
	}
}

/** Wildcards were not found; the sample value has none, so plain text is taken as "contains". */
function like(held: string, pattern: string): boolean {
	const subject = held.toLowerCase();
	const wanted = pattern.toLowerCase();
	if (!wanted.includes('%')) return subject.includes(wanted);
	const parts = wanted.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`, 's').test(subject);
}

/**
 * NaN when the two cannot be compared, so that every operator answers no. Texts compare without
 * case: the sample's city list is in lower case, the data is not.
 */
function compare(held: EpassValue, wanted: string, order: DateOrder): number {
	if (held === null) return NaN;
	if (typeof held === 'number') return wanted.trim() === '' ? NaN : held - Number(wanted);
	if (typeof held === 'boolean') return String(held) === wanted.toLowerCase() ? 0 : NaN;
	const left = held.trim().toLowerCase();
	if (/^\d{4}-\d{2}-\d{2}t/.test(left)) {
		const date = isoDate(wanted, order);
		if (date !== undefined) return Date.parse(`${held}Z`) - Date.parse(date);
	}
	const right = wanted.trim().toLowerCase();
	return left === right ? 0 : left < right ? -1 : 1;
}

/** `10/10/2020` in the sample: the order of day and month is not stated. */
function isoDate(text: string, order: DateOrder): string | undefined {
	const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
	if (slashed) {
		const [, first = '', second = '', year = ''] = slashed;
		const [month, day] = order === 'mdy' ? [first, second] : [second, first];
		return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T00:00:00Z`;
	}
	if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return `${text}T00:00:00Z`;
	return /^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text) ? `${text}Z` : undefined;
}

/**
 * The conditions that every match meets: siblings combine left to right, so these are the ones behind the last OR,
 * and the first one where there is no OR.
 */
function required({ condition, subqueries }: Query): Condition[] {
	const lastOr = subqueries.map((sub) => sub.or).lastIndexOf(true);
	const behind = subqueries.slice(lastOr + 1).flatMap((sub) => required(sub.query));
	return lastOr === -1 ? [condition, ...behind] : behind;
}

/** The values one of which a field must have, if the query pins it: saves the scan. */
export function pinned(query: Query, field: string): string[] | undefined {
	for (const { field: named, operator, value, valueList } of required(query)) {
		if (named !== field) continue;
		if (operator === 'EQUAL') return [value];
		if (operator === 'IN') return valueList;
	}
	return undefined;
}

/** The ID above which all matches are, if the query has one: saves going through all before it. */
export function idsAbove(query: Query): number {
	const bounds = required(query).flatMap(({ field, operator, value, start }) => {
		if (field !== 'ID') return [];
		if (operator === 'GREATERTHAN') return [Number(value)];
		return operator === 'BETWEEN' ? [Number(start) - 1] : [];
	});
	return Math.max(0, ...bounds.filter((bound) => !Number.isNaN(bound)));
}

/** The chosen columns of a table, named as they were asked for; `[]` or nothing means all, in the table's spelling. */
export function selectColumns(fields: EpassFields, columns: unknown): EpassFields {
	if (!Array.isArray(columns) || columns.length === 0) return fields;
	const wanted = new Map(columns.map((column) => [String(column).toLowerCase(), String(column)]));
	return Object.fromEntries(
		Object.entries(fields).flatMap(([name, value]) => {
			const asked = wanted.get(name.toLowerCase());
			return asked === undefined ? [] : [[asked, value]];
		}),
	);
}
