import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { conditionsOf, conditionsParameter, operand } from '../shared/conditions';
import type { ConditionFields } from '../shared/conditions';
import { toVendorDate } from '../shared/dates';
import { chosenIn } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import type { BatchLookup, Paging, Pick } from '../shared/resource';
import { text } from '../shared/values';
import type { Watch } from '../shared/watch';
import type { RecordKey, VendorRequest } from '../shared/wire';

/** A table of PIMS, https://support.weevio.co/docs/api-reference/: customers, orders and stock are asked for alike. */
export interface Table {
	/** The first part of its paths. */
	readonly path: 'customers' | 'orders' | 'inventory';
	/** The column that holds a record's key, and what the key is called when one record is asked for. */
	readonly key: string;
	readonly parameter: string;
	/** Columns that hold a day as `MM/DD/YYYY`. */
	readonly days?: readonly string[];
}

/** One condition of a query, https://support.weevio.co/docs/api-reference/customers/ */
interface Filter extends IDataObject {
	field: string;
	value: string;
	contains?: boolean;
	conjunction?: 'AND' | 'OR';
}

export const single = ({ parameter, path }: Table, key: RecordKey): VendorRequest => ({
	method: 'GET',
	path: [path, 'single'],
	query: { [parameter]: key },
});

export const query = ({ path }: Table, filters: readonly Filter[]): VendorRequest => ({
	method: 'POST',
	path: [path, 'query'],
	body: filters.map((filter) => ({ ...filter })),
});

export const keyIn =
	({ key }: Table) =>
	(record: IDataObject): string | undefined =>
		text(record[key]) ?? undefined;

/**
 * One answer without paging: `maxReturn` is all there is. Its default and its maximum are not documented,
 * so Return All asks for many, and for more when as many came.
 */
export const paging = {
	kind: 'single',
	returnAllSize: 10_000,
	sized: (request: VendorRequest, size: number): VendorRequest => ({
		...request,
		query: { ...request.query, maxReturn: size },
	}),
} satisfies Paging;

const equal = (field: string, value: RecordKey): Filter => ({
	field,
	value: String(value),
	contains: false,
});

/** Conditions of which one is enough. */
const anyOf = (filters: readonly Filter[]): Filter[] =>
	filters.map((filter, index) => (index === 0 ? filter : { ...filter, conjunction: 'OR' }));

/** The vendor wants filters: every key contains this. */
const everyRecord = ({ key }: Table): Filter[] => [{ field: key, value: '', contains: true }];

/** Records that have one of these values in a column. */
export const havingAnyOf = (table: Table, field: string, values: readonly RecordKey[]): VendorRequest =>
	query(table, anyOf(values.map((value) => equal(field, value))));

/** How many conditions one query takes; a maximum is not documented. */
export const MOST_CONDITIONS = 250;

/** A `maxReturn` as large as the number of keys is enough: a key is unique. */
export const batchIn = (table: Table): BatchLookup => ({
	size: MOST_CONDITIONS,
	request: (keys) => havingAnyOf(table, table.key, keys),
	paging,
	keyOf: keyIn(table),
});

/** PIMS minds the letter case, a person who looks for somebody does not: as typed, Capitalised and in capitals. */
const formsOf = (typed: string): string[] => [
	...new Set([
		typed,
		typed.toLowerCase().replace(/(?<![\p{L}\p{N}])\p{Ll}/gu, (letter) => letter.toUpperCase()),
		typed.toUpperCase(),
	]),
];

/** @param columns where what a person types is looked for */
export const pickFrom = (table: Table, columns: readonly string[]): Pick => ({
	plan: (filter) => ({
		request: query(
			table,
			filter === ''
				? everyRecord(table)
				: anyOf(
						columns.flatMap((field) => formsOf(filter).map((value) => ({ field, value, contains: true }))),
					),
		),
	}),
	paging,
});

export const filtersParameter = (
	description: string,
	fields: Omit<ConditionFields, 'placeholder' | 'description'>,
): INodeProperties =>
	conditionsParameter(
		description,
		{
			...fields,
			placeholder: 'e.g. COLUMN_NAME',
			description: 'The column to look at. Choose Other for any further column of PIMS.',
		},
		{
			default: 'equals',
			options: [
				{ name: 'Contains', value: 'contains' },
				{ name: 'Equals', value: 'equals' },
			],
		},
		[
			{
				displayName: 'Value',
				name: 'value',
				type: 'string',
				default: '',
				placeholder: 'e.g. Chicago',
				description:
					'One value, in which a comma is a part of it. A date is typed as 2026-01-31, and equals one day.',
			},
		],
	);

/** @param example a column, for the complaint when a condition has none */
function filtersFrom(table: Table, parameters: Parameters, example: string): Filter[] {
	return conditionsOf(parameters, `a PIMS column name such as ${example}`).map(
		({ conjunction, entry, field, label }) => {
			const operator = chosenIn(entry, 'operator', ['contains', 'equals'], `${label}: Operator`);
			const contains = operator === 'contains';
			const value = entry.value === '' && !contains ? '' : operand(entry.value, label);
			return {
				field,
				value: table.days?.includes(field) === true && !contains ? dayOf(value, label) : value,
				contains,
				...(conjunction === undefined ? {} : { conjunction }),
			};
		},
	);
}

/** The query that Filters ask for; without any, for all records. */
export function filtered(table: Table, parameters: Parameters, example: string): VendorRequest {
	const filters = filtersFrom(table, parameters, example);
	return query(table, filters.length === 0 ? everyRecord(table) : filters);
}

/** The same conditions on records that came otherwise, from first to last; in any letter case, as for a person. */
export function matching(
	table: Table,
	parameters: Parameters,
	example: string,
): ((record: IDataObject) => boolean) | undefined {
	const filters = filtersFrom(table, parameters, example);
	if (filters.length === 0) return undefined;
	const holds = (record: IDataObject, { contains, field, value }: Filter): boolean => {
		const held = (text(record[field]) ?? '').toLowerCase();
		const wanted = value.trim().toLowerCase();
		return contains === true ? held.includes(wanted) : held === wanted;
	};
	return (record) =>
		filters.reduce<boolean | undefined>((result, filter) => {
			const held = holds(record, filter);
			if (result === undefined) return held;
			return filter.conjunction === 'OR' ? result || held : result && held;
		}, undefined) ?? true;
}

/** What Weevio asks for a question, https://support.weevio.co/docs/api-reference/ and its price list. */
const BILLED =
	'A poll is one request, and Weevio bills each: one in 15 minutes makes 2,880 a month, one in 5 minutes 8,640, one a minute 43,200. 50,000 a month are included, further ones cost $0.0015 each; all triggers and nodes of the account share them. Minimum Interval in the options is 15 minutes unless you change it, whatever Poll Times say.';

/** A list as a whole, which comes as one answer. */
export const watchQuery = (
	table: Table,
	example: string,
): Omit<Watch, 'events' | 'options' | 'parameters'> => ({
	changeDates: [],
	cost: () => BILLED,
	remains: (key) => ({ [table.key]: key }),
	source: (_, parameters) => ({
		kind: 'list',
		listing: { request: filtered(table, parameters, example) },
		paging,
	}),
});

/** A day that is written in any other way than the column's would equal no value of it. */
const dayOf = (value: string, label: string): string =>
	value === '' ? '' : toVendorDate(value, 'MM/DD/YYYY', label);
