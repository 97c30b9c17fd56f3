import type { IDataObject } from 'n8n-workflow';

import { toVendorDate } from './dates';
import type { DateFormat } from './dates';
import { InputFault } from './fault';
import type { Shape } from './shapes';
import type { Source } from './sources';
import { asObject, asObjects, DECIMAL, define, isBlank, isInexact, nested, text, valueAt } from './values';
import type { WriteFields } from './wire';
import { yesOrNo } from './words';

/** One documented write field of a vendor, with the rules that its documentation states. */
export interface Field<K extends string = string> {
	/** The vendor's write name; a dot nests (`address.line_1`). */
	readonly id: string;
	readonly label: string;
	readonly kind: FieldKind;
	/** The name of the same value in the vendor's answers, where it differs. */
	readonly readAs?: string;
	/** Answers do not bring it, so that nobody can look whether it was saved. */
	readonly neverRead?: true;
	/** It says how to write, and is no part of the record. */
	readonly isConsent?: true;
	/** That answers bring it is not documented: one without it does not tell what is stored. */
	readonly perhapsRead?: true;
	/** Where "map automatically" finds the value in a record of the shared shape. */
	readonly common?: K | Source<unknown>;
	/** What "map automatically" takes for a new record when the input item says nothing. */
	readonly automaticDefault?: string | number | boolean;
	/** The record's reference in other systems: an upsert that maps automatically puts the source's `id` there. */
	readonly isReference?: boolean;
	/** Operations that do not know the field leave it out. Default: both. */
	readonly only?: 'create' | 'update';
	/** Required when a record is created. */
	readonly required?: boolean;
	readonly description?: string;
}

export type FieldKind =
	| { readonly type: 'text'; readonly maxLength?: number; readonly pattern?: RegExp; readonly rule?: string }
	| { readonly type: 'number'; readonly min?: number; readonly max?: number; readonly whole?: true }
	/** `asNumber`: the vendor wants 1 or 0. */
	| { readonly type: 'boolean'; readonly asNumber?: true }
	| { readonly type: 'date'; readonly format: DateFormat }
	/** `anyCase`: the vendor itself writes the values now in one letter case, now in another. */
	| { readonly type: 'choice'; readonly choices: readonly Choice[]; readonly anyCase?: true }
	/** A list of objects, as JSON. */
	| { readonly type: 'list' };

export interface Choice {
	readonly name: string;
	readonly value: string | number;
}

type More<K extends string> = Omit<Partial<Field>, 'id' | 'label' | 'kind' | 'common'> & {
	common?: NoInfer<Field<K>['common']>;
};

/** A kind of field, to be given a name: `const anyText = fieldOf({ type: 'text' })`. */
export const fieldOf =
	(kind: FieldKind) =>
	<K extends string>(id: string, label: string, more: More<K> = {}): Field<K> => ({
		id,
		label,
		kind,
		...more,
	});

export const anyText = fieldOf({ type: 'text' });
export const textUpTo = (maxLength: number): ReturnType<typeof fieldOf> =>
	fieldOf({ type: 'text', maxLength });
export const flag = fieldOf({ type: 'boolean' });
export const choiceOf = (...values: Array<string | number>): ReturnType<typeof fieldOf> =>
	fieldOf({ type: 'choice', choices: values.map((value) => ({ name: String(value), value })) });

/** Fields whose names in answers follow from their write names by a rule, but for those that say theirs. */
export const readAs = <K extends string>(
	rule: (id: string) => string,
	fields: ReadonlyArray<Field<K>>,
): Array<Field<K>> => fields.map((field) => ({ readAs: rule(field.id), ...field }));

export type WriteKind = 'create' | 'update' | 'upsert';

const fieldsByKind = new WeakMap<readonly Field[], Map<WriteKind, readonly Field[]>>();

/** Fields that can be written by an operation: the same list each time, since each item asks. */
export function fieldsFor(fields: readonly Field[], kind: WriteKind): readonly Field[] {
	const kinds = fieldsByKind.get(fields) ?? new Map<WriteKind, readonly Field[]>();
	const known = kinds.get(kind);
	if (known !== undefined) return known;
	const found = fields.filter(({ only }) => only === undefined || kind === 'upsert' || only === kind);
	fieldsByKind.set(fields, kinds.set(kind, found));
	return found;
}

/**
 * What "map automatically" takes from an input item: the vendor's write names first, then the common names.
 * A common value of null means "not known" and is left alone.
 */
export function mapAutomatically(fields: readonly Field[], given: IDataObject, kind: WriteKind): IDataObject {
	const mapped: IDataObject = {};
	const known = withoutFalse(given);
	for (const field of fieldsFor(fields, kind)) {
		const item = mayBeFalse(field) ? given : known;
		const own = valueAt(item, field.id);
		// A record of the shared shape names what it does not know as null; then another of its names may tell.
		const value = own ?? commonValue(field, item);
		if (value !== undefined && value !== null) mapped[field.id] = value as IDataObject[string];
		// The parts of one name change together: what is left of an older name would make a third one.
		else if (kind !== 'create' && typeof field.common === 'object' && field.common.isGone?.(item) === true)
			mapped[field.id] = '';
	}
	if (kind === 'create' && Object.keys(mapped).length > 0)
		for (const [id, value] of Object.entries(defaultsOf(fields))) mapped[id] ??= value;
	if (kind === 'upsert') {
		const reference = fields.find(({ isReference }) => isReference === true);
		const id = text(known.id);
		if (reference !== undefined && id !== null) mapped[reference.id] ??= id;
	}
	return mapped;
}

const mayBeFalse = ({ kind }: Field): boolean => kind.type === 'boolean' || kind.type === 'choice';

/** Some systems say false where a text, a number or a date is empty: they know none, as with null. */
function withoutFalse(item: IDataObject): IDataObject {
	if (!Object.values(item).includes(false)) return item;
	return Object.fromEntries(
		Object.entries(item).map(([name, value]) => [name, value === false ? null : value]),
	);
}

/** Values that a new record takes when its source says nothing. */
export function defaultsOf(fields: readonly Field[]): IDataObject {
	const defaults: IDataObject = {};
	for (const { id, automaticDefault } of fields) {
		if (automaticDefault !== undefined) defaults[id] = automaticDefault;
	}
	return defaults;
}

/** What an upsert did with the item before, and what a trigger says of it. */
const TOLD: readonly string[] = ['result', 'changes', 'event', 'detectedAt'];

/** The names under which an item's values have a place in the vendor's record. */
interface Places {
	readonly known: ReadonlySet<string>;
	/** Of objects, parts of which have one. */
	readonly parents: ReadonlySet<string>;
}

const placesByFields = new WeakMap<readonly Field[], Places>();

function placesIn(fields: readonly Field[]): Places {
	const before = placesByFields.get(fields);
	if (before !== undefined) return before;
	const namesOf = ({ common, id }: Field): readonly string[] => [
		id,
		...(typeof common === 'string' ? [common] : (common?.reads ?? [])),
	];
	const places: Places = {
		known: new Set(fields.flatMap(namesOf)),
		parents: new Set(fields.flatMap(({ id }) => (id.includes('.') ? [id.slice(0, id.indexOf('.'))] : []))),
	};
	placesByFields.set(fields, places);
	return places;
}

/** Keys of an input item that hold something but have no place in the vendor's record. */
export function unmappedKeys(fields: readonly Field[], { sourceOnly }: Shape, item: IDataObject): string[] {
	const { known, parents } = placesIn(fields);
	const hasPlace = (key: string): boolean => known.has(key) || sourceOnly.includes(key) || TOLD.includes(key);
	const unmapped: string[] = [];
	const look = (object: IDataObject, path: string): void => {
		for (const name of Object.keys(object)) {
			const key = path + name;
			const value = object[name];
			if (value === null || value === '' || hasPlace(key)) continue;
			const inner = parents.has(key) ? asObject(value) : undefined;
			if (inner === undefined) unmapped.push(key);
			else look(inner, `${key}.`);
		}
	};
	look(item, '');
	return unmapped;
}

function commonValue(field: Field, item: IDataObject): unknown {
	if (field.common === undefined) return undefined;
	if (typeof field.common === 'string') return filled(valueAt(item, field.common));
	const value = field.common.of(item, '');
	if (value !== null) return filled(value);
	// A list or an object where the source expects one value is refused by the field's own rules, not left out.
	return field.common.reads.map((name) => valueAt(item, name)).find(isNested);
}

const filled = (value: unknown): unknown => (value === '' ? undefined : value);

const isNested = (value: unknown): boolean =>
	typeof value === 'object' && value !== null && !(Array.isArray(value) && value.length === 0);

/**
 * Checks the values a person gave against the vendor's documented rules and puts them in the vendor's format.
 * Missing values (undefined, null) are left out; so are empty values of anything but text.
 * @param givenElsewhere names among the extra fields, which count as given when required fields are looked for
 * @param typed whether a field's value is what a person typed, not what an expression or the input item gave
 * @throws InputFault that names the field and the rule
 */
export function checkFields(
	fields: readonly Field[],
	values: IDataObject,
	kind: WriteKind,
	givenElsewhere: readonly string[] = [],
	typed: (id: string) => boolean = () => true,
): WriteFields {
	const known = fieldsFor(fields, kind);
	const checked: IDataObject = {};
	for (const field of known) {
		const value = values[field.id];
		if (value === undefined || value === null) continue;
		// White space alone is no text.
		const isEmpty = field.kind.type === 'text' ? isBlank(value) : value === '';
		if (isEmpty && (field.kind.type !== 'text' || kind === 'create')) continue;
		if (typed(field.id)) checkNoExpression(field, value);
		checked[field.id] = checkValue(field, isEmpty ? '' : value);
	}
	if (kind === 'create') requireFields(known, [...Object.keys(checked), ...givenElsewhere]);
	return checked;
}

/**
 * What a record must have is there when it is new, and is not taken from it later.
 * @throws InputFault that names the fields
 */
export function requireFilled(fields: readonly Field[], values: WriteFields, kind: WriteKind): void {
	const known = fieldsFor(fields, kind);
	if (kind === 'create') requireFields(known, filledNames(values));
	const emptied = known.find(
		({ id, required }) => required === true && Object.hasOwn(values, id) && isBlank(values[id]),
	);
	if (emptied === undefined) return;
	throw new InputFault(
		`Fields: "${emptied.label}" (${emptied.id}) is required and cannot be emptied`,
		'Fill in the field, or map the fields by hand without it to keep what is stored',
	);
}

/** The names of values that say something. */
export const filledNames = (values: WriteFields): string[] =>
	Object.keys(values).filter((name) => !isBlank(values[name]));

/** @throws InputFault that names the fields that a new record must have and this one has not */
export function requireFields(fields: readonly Field[], given: readonly string[]): void {
	const isGiven = ({ id }: Field): boolean => given.some((name) => id === name || id.startsWith(`${name}.`));
	const missing = fields.filter((field) => field.required === true && !isGiven(field));
	if (missing.length === 0) return;
	const names = missing.map(({ id, label }) => `"${label}" (${id})`).join(', ');
	throw new InputFault(
		`Fields: ${names} ${missing.length === 1 ? 'is' : 'are'} required`,
		'Fill in the field, or map it from the input item',
	);
}

/** What the editor leaves of an expression that was typed into a field that is not set to Expression. */
const UNEVALUATED = /\{\{\s*\$[a-z(]/i;

function checkNoExpression(field: Field, value: unknown): void {
	if (typeof value !== 'string' || !UNEVALUATED.test(value)) return;
	throw new InputFault(
		`${labelOf(field)}: "${value}" is an expression, but the field takes it as plain text`,
		'Switch the field from Fixed to Expression',
	);
}

const labelOf = ({ id, label }: Field): string => `Fields: ${label} (${id})`;

const labelIn = (fields: readonly Field[], name: string): string | undefined =>
	fields.find(({ id }) => id === name)?.label;

/** A field as the panel calls it; one that is not known by its name. */
export const labelFor = (fields: readonly Field[], name: string): string => labelIn(fields, name) ?? name;

/** A field as the panel and the vendor call it; one that is not known by its name alone. */
export function labelled(fields: readonly Field[], name: string): string {
	const label = labelIn(fields, name);
	return label === undefined ? name : `${label} (${name})`;
}

function checkValue(field: Field, value: unknown): IDataObject[string] {
	const label = labelOf(field);
	const { kind } = field;
	switch (kind.type) {
		case 'text':
			return checkText(kind, value, label);
		case 'number':
			return checkNumber(kind, value, label);
		case 'boolean':
			return kind.asNumber === true ? Number(checkBoolean(value, label)) : checkBoolean(value, label);
		case 'date':
			return toVendorDate(value, kind.format, label);
		case 'choice':
			return checkChoice(kind.choices, value, label);
		case 'list':
			return listOfObjects(value, label);
	}
}

/** What an expression gives that went wrong; n8n hands numbers on to text fields as text. */
const NO_VALUES = new Set(['NaN', 'Infinity', '-Infinity', 'Invalid Date', 'Invalid DateTime']);

/** @throws InputFault when it is no value at all, or a number that may not be the one that was meant */
export function refuseNoValue(value: unknown, label: string): void {
	const written = String(value).trim();
	if (NO_VALUES.has(written)) {
		throw new InputFault(
			`${label} must not be "${written}", which is what an expression gives that went wrong`,
			'Check the expression, and what it reads from the input item',
		);
	}
	if (isInexact(value)) {
		throw new InputFault(`${label}: the number ${written} is too large to be exact`, 'Hand it in as text');
	}
}

function checkText(kind: Extract<FieldKind, { type: 'text' }>, value: unknown, label: string): string {
	if (typeof value === 'object') {
		throw new InputFault(`${label} must be text, not ${describe(value)}`, 'Map a single value to this field');
	}
	refuseNoValue(value, label);
	const content = String(value);
	if (kind.maxLength !== undefined && [...content].length > kind.maxLength) {
		throw new InputFault(
			`${label} is ${[...content].length} characters long; the vendor takes at most ${kind.maxLength}`,
			'Shorten the value',
		);
	}
	if (kind.pattern !== undefined && !kind.pattern.test(content)) {
		throw new InputFault(`${label}: "${content}" ${kind.rule ?? 'has the wrong form'}`, 'Correct the value');
	}
	return content;
}

function checkNumber(kind: Extract<FieldKind, { type: 'number' }>, value: unknown, label: string): number {
	const number = typeof value === 'string' && DECIMAL.test(value.trim()) ? Number(value) : value;
	if (typeof number !== 'number' || !Number.isFinite(number)) {
		throw new InputFault(
			`${label} must be a number, not ${describe(value)}`,
			'Enter digits, with a point for decimals',
		);
	}
	refuseNoValue(number, label);
	if (kind.min !== undefined && number < kind.min) {
		throw new InputFault(`${label} must be ${kind.min} or more, not ${number}`, 'Correct the value');
	}
	if (kind.max !== undefined && number > kind.max) {
		throw new InputFault(`${label} must be ${kind.max} or less, not ${number}`, 'Correct the value');
	}
	if (kind.whole === true && !Number.isInteger(number)) {
		throw new InputFault(`${label} must be a whole number, not ${number}`, 'Correct the value');
	}
	return number;
}

function checkBoolean(value: unknown, label: string): boolean {
	const flag = yesOrNo(value);
	if (flag !== undefined) return flag;
	throw new InputFault(`${label} must be true or false, not ${describe(value)}`, 'Enter true or false');
}

function checkChoice(choices: readonly Choice[], value: unknown, label: string): string | number {
	const wanted = String(value).trim().toLowerCase();
	// A list of one reads like what is in it.
	const isSingle = typeof value !== 'object';
	const found = choices.find(
		({ name, value: known }) =>
			isSingle && [known, name].some((each) => String(each).toLowerCase() === wanted),
	);
	if (found === undefined) {
		throw new InputFault(
			`${label}: ${describe(value)} is not one of ${choices.map((choice) => choice.value).join(', ')}`,
			'Pick one of the values, or send another one with Extra Fields if your installation knows it',
		);
	}
	return found.value;
}

/** A list of objects, which may be given as JSON; undefined for anything else, or where an entry is none. */
export function objectsIn(value: unknown): IDataObject[] | undefined {
	const list = listIn(value);
	const objects = asObjects(list);
	return Array.isArray(list) && objects.length === list.length ? objects : undefined;
}

const listIn = (value: unknown): unknown => (typeof value === 'string' ? parseJson(value) : value);

/**
 * A list of objects, which may be given as JSON.
 * @throws InputFault for anything else, or an entry that is none: it would be lost without a word
 */
export function listOfObjects(value: unknown, label: string): IDataObject[] {
	const objects = objectsIn(value);
	if (objects !== undefined) return objects;
	const list = listIn(value);
	const advice = 'Enter JSON such as [{"name": "…"}]';
	if (!Array.isArray(list)) {
		throw new InputFault(`${label} must be a list of objects, not ${describe(list ?? value)}`, advice);
	}
	const other = list.findIndex((entry) => asObject(entry) === undefined);
	throw new InputFault(
		`${label} must be a list of objects, but its entry ${other + 1} is ${describe(list[other])}`,
		advice,
	);
}

function parseJson(value: string): unknown {
	try {
		return JSON.parse(value) as unknown;
	} catch {
		return undefined;
	}
}

function describe(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (asObject(value) !== undefined) return 'an object';
	return `"${String(value)}"`;
}

/** Written values under the names that the vendor's answers use, dotted where they nest. */
export function underReadNames(fields: readonly Field[], written: WriteFields): WriteFields {
	const names = readNamesOf(fields);
	const read: IDataObject = {};
	for (const id of Object.keys(written)) define(read, names.get(id) ?? id, written[id]);
	return read;
}

const readNames = new WeakMap<readonly Field[], ReadonlyMap<string, string>>();

/** By the names under which they are written: the same map each time, since each write asks. */
function readNamesOf(fields: readonly Field[]): ReadonlyMap<string, string> {
	const known = readNames.get(fields);
	if (known !== undefined) return known;
	const names = new Map(fields.map((field) => [field.id, field.readAs ?? field.id]));
	readNames.set(fields, names);
	return names;
}

/** Written values as a record of one's own; for vendors that answer a write with a key alone. */
export const inReadNames = (fields: readonly Field[], written: WriteFields): IDataObject =>
	nested(underReadNames(fields, written));
