import type { IDataObject } from 'n8n-workflow';

import { InputFault } from './fault';
import { chosenFrom } from './parameters';
import type { Parameters } from './parameters';
import { quoted } from './printable';
import type { Yields } from './sources';
import { entriesOf, inAnyCase } from './values';
import type { Scope } from './vendor';
import type { RecordKey } from './wire';

export type OutputMode = 'simplified' | 'raw' | 'selected';

/** How a record becomes an item: a new object each time. */
export type Shaper = (record: IDataObject) => IDataObject;

export interface OutputChoice {
	readonly mode: OutputMode;
	/** For `selected`: names of the common shape or of the vendor, dotted for nesting. */
	readonly fields: readonly string[];
	readonly includeSensitiveFields: boolean;
}

/** What a person chose, and what it makes of a record. */
export interface Output {
	readonly choice: OutputChoice | undefined;
	readonly shape: Shaper;
	/** Names of fields, in small letters, that are not shown. */
	readonly hidden: readonly string[];
	/** Of the fields that were selected, those that any record had. */
	readonly found?: ReadonlySet<string> | undefined;
	/** The names, in any letter case, under which a record holds what is put out; undefined for all that it holds. */
	readonly reads?: readonly string[] | undefined;
}

/** For what is no record of the vendor's. */
export const asItIs: Output = { choice: undefined, hidden: [], shape: (record) => ({ ...record }) };

/** @param of where the records come from, when not from the resource itself: from a list of one `parent` */
export function outputOf(
	{ resource, vendor }: { readonly resource: Yields } & Pick<Scope, 'vendor'>,
	parameters: Parameters,
	of: Yields = resource,
	parent: RecordKey = '',
): Output {
	const choice = outputChoice(parameters);
	// An agent pays for every word that it reads.
	const brief = parameters.isTool && choice.mode === 'simplified';
	const simplify = (record: IDataObject): IDataObject => of.simplify(record, parent, brief);
	return { ...outputIn(choice, simplify, vendor), reads: readsOf(choice, of) };
}

/** What a choice makes of records. */
export function outputIn(
	choice: OutputChoice,
	simplify: (record: IDataObject) => IDataObject,
	{ sensitiveFields = [] }: Pick<Scope['vendor'], 'sensitiveFields'>,
): Output {
	const found = choice.mode === 'selected' ? new Set<string>() : undefined;
	return {
		choice,
		found,
		hidden: hiddenIn(choice, sensitiveFields),
		shape: shaper(choice, simplify, sensitiveFields, found),
	};
}

/** EPASS answers in the letter case in which a column was asked for. */
const hiddenIn = ({ includeSensitiveFields }: OutputChoice, sensitiveFields: readonly string[]): string[] =>
	includeSensitiveFields ? [] : sensitiveFields.map((name) => name.toLowerCase());

function readsOf({ fields, mode }: OutputChoice, of: Yields): readonly string[] | undefined {
	switch (mode) {
		case 'simplified':
			return of.reads;
		case 'raw':
			return undefined;
		case 'selected':
			return ['id', ...fields].flatMap((field) => of.readsFor(field) ?? [field]);
	}
}

const MODES: readonly OutputMode[] = ['simplified', 'raw', 'selected'];

/** @throws InputFault for an unknown mode, and when "selected" comes without a field */
function outputChoice(parameters: Parameters): OutputChoice {
	const chosen = parameters.raw('output') ?? undefined;
	const isSet = chosen !== undefined || parameters.isExpression('output');
	const mode = isSet ? chosenFrom(MODES, chosen, 'Output') : 'simplified';
	return {
		mode,
		fields:
			mode === 'selected' ? fieldsOf(parameters.raw('selectedFields'), parameters.raw('outputFields')) : [],
		includeSensitiveFields: parameters.option('includeSensitiveFields', 'Include Sensitive Fields', false),
	};
}

/** Those that were picked, and behind them those that were typed. */
function fieldsOf(picked: unknown, typed: unknown): string[] {
	const fields = [...fieldNames(picked, 'Output Fields'), ...fieldNames(typed, 'Other Output Fields')];
	if (fields.length > 0) return [...new Set(fields)];
	throw new InputFault(
		'Output Fields is empty, but Output is set to "Selected Fields"',
		'Choose one or more fields, or enter names such as name, email in Other Output Fields',
	);
}

/**
 * Names of fields, as a comma list or an array.
 * @throws InputFault for what is no name
 */
export function fieldNames(names: unknown, label: string): string[] {
	return entriesOf(names)
		.filter((name) => name !== undefined && name !== null)
		.map((name) => {
			if (typeof name === 'string') return name.trim();
			throw new InputFault(
				`${label}: ${quoted(name)} is not the name of a field`,
				'Enter field names separated by commas, such as name, email',
			);
		})
		.filter((name) => name !== '');
}

/**
 * The function that turns a vendor's record into an item's data.
 * Records are never changed: each call gives a new object, so that equal reads can share one answer.
 * @param found takes the names of selected fields that a record has
 */
export function shaper(
	choice: OutputChoice,
	simplify: (record: IDataObject) => IDataObject,
	sensitiveFields: readonly string[],
	found?: Set<string>,
): Shaper {
	const hidden = hiddenIn(choice, sensitiveFields);
	const simplified = (record: IDataObject): IDataObject => {
		const common = simplify(record);
		// The only value of the common shapes that is not the item's own already.
		if (Array.isArray(common.lines)) common.lines = withoutHidden(common.lines, hidden);
		return common;
	};
	switch (choice.mode) {
		case 'simplified':
			return simplified;
		case 'raw':
			return (record) => visible(record, hidden);
		case 'selected':
			return (record) => {
				const common = simplified(record);
				const own = visible(record, hidden);
				const selected: IDataObject = { id: common.id };
				for (const field of choice.fields) {
					if (field === '__proto__') continue;
					const value = Object.hasOwn(common, field) ? common[field] : inAnyCase(own, field);
					if (value !== undefined) found?.add(field);
					selected[field] = (value ?? null) as IDataObject[string];
				}
				return selected;
			};
	}
}

/** A deep copy of a vendor's record without the fields that are hidden, and without a field named `__proto__`. */
function visible(record: IDataObject, hidden: readonly string[]): IDataObject {
	const copy: IDataObject = {};
	if (isHiddenPair(record, hidden)) return copy;
	for (const [key, value] of Object.entries(record)) {
		if (key === '__proto__' || hidden.includes(key.trim().toLowerCase())) continue;
		copy[key] = withoutHidden(value, hidden);
	}
	return copy;
}

/** A field that a list names with its value, such as `{fieldName, fieldValue}`. */
function isHiddenPair(entry: unknown, hidden: readonly string[]): boolean {
	if (hidden.length === 0 || typeof entry !== 'object' || entry === null) return false;
	const values = Object.values(entry);
	return (
		values.length === 2 &&
		values.some((value) => typeof value === 'string' && hidden.includes(value.trim().toLowerCase()))
	);
}

/** Whether a pair of a hidden field's name and its value stands anywhere in a value. */
export const namesHidden = (value: unknown, hidden: readonly string[]): boolean =>
	hidden.length > 0 &&
	typeof value === 'object' &&
	value !== null &&
	(isHiddenPair(value, hidden) || Object.values(value).some((each) => namesHidden(each, hidden)));

/** A deep copy of a value without the fields that are hidden. */
export function withoutHidden(value: IDataObject[string], hidden: readonly string[]): IDataObject[string] {
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value))
		return value
			.filter((entry) => !isHiddenPair(entry, hidden))
			.map((entry) => withoutHidden(entry as IDataObject[string], hidden)) as IDataObject[];
	return visible(value as IDataObject, hidden);
}
