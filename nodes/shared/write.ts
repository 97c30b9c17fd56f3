import type { IDataObject } from 'n8n-workflow';

import { isSameKey, isStored, storedAt } from './compare';
import { absent, broughtOther, cancelled, Fault, InputFault } from './fault';
import {
	checkFields,
	fieldsFor,
	filledNames,
	labelled,
	listOfObjects,
	mapAutomatically,
	refuseNoValue,
	requireFilled,
	unmappedKeys,
} from './fields';
import type { WriteKind } from './fields';
import { firstOf, keyless, otherKey } from './keyed';
import type { Keyed } from './keyed';
import { isOwnKey } from './keys';
import type { KeyMode, RecordRef } from './keys';
import type { Run } from './operations/kind';
import { jsonOption } from './parameters';
import type { Parameters } from './parameters';
import { outcomeUnknown, waitBefore } from './retry';
import type { Connection } from './send';
import type { Given, Operation, Resource } from './resource';
import { asObject, define, isBlank, isInexact, text } from './values';
import type { Scope } from './vendor';
import type { RecordKey, VendorRequest, WriteFields } from './wire';
import { listed } from './words';

/** How often a write is sent again after a look-up showed that it had not arrived. */
const MOST_RESENDS = 2;

export interface Written {
	/** Mapped by hand or automatically, checked, and overlaid with the extra fields. */
	readonly fields: WriteFields;
	readonly automatic: boolean;
	readonly unmapped: readonly string[];
}

export function writeFields(
	{ operation, resource }: Scope,
	parameters: Parameters,
	kind: WriteKind,
	mapped = resource.fields,
): Written {
	const mapper = asObject(parameters.raw('fields')) ?? {};
	const automatic = mapper.mappingMode === 'autoMapInputData';
	if (automatic) refuseRaw(resource, parameters.item);
	const given = automatic ? mapAutomatically(mapped, parameters.item, kind) : (asObject(mapper.value) ?? {});
	const extra = extraFields(resource, parameters);
	refuseSaid(resource, operation, extra);
	const entered = automatic ? undefined : asObject(asObject(parameters.entered('fields'))?.value);
	const typed = (id: string): boolean => entered?.[id] === given[id];
	const fields = { ...checkFields(resource.fields, given, kind, filledNames(extra), typed), ...extra };
	if (Object.keys(fields).length === 0) {
		throw new InputFault(
			automatic
				? 'Fields: the input item has no field that the vendor knows'
				: 'Fields: nothing is filled in, so there is nothing to save',
			automatic
				? 'Rename the fields of the input item to the names listed in Fields, or map them by hand'
				: 'Fill in at least one field',
		);
	}
	requireFilled(resource.fields, fields, kind);
	return {
		fields,
		automatic,
		unmapped: automatic
			? unmappedKeys(fieldsFor(mapped, kind), resource.shape, parameters.item).filter(
					(name) => !isKeyName(resource, name) && operation.takes?.includes(name) !== true,
				)
			: [],
	};
}

/**
 * A record as the vendor sends it may have a name in common with the shared shape that means something else there:
 * Guardant's `name` is a given name.
 * @throws InputFault for such a record, of which names would be lost
 */
function refuseRaw({ fields, keyOf, one, shape }: Resource, item: IDataObject): void {
	if (Object.hasOwn(item, 'id') || keyOf(item) === undefined) return;
	const read = fields.filter(({ id, readAs = id }) => readAs !== id && Object.hasOwn(item, readAs));
	const misread = read.find(
		({ common, readAs = '' }) => common !== undefined && common !== readAs && shape.keys.includes(readAs),
	);
	if (misread === undefined || read.length < 2) return;
	throw new InputFault(
		`Fields: this item is a ${one} as the vendor sends it, whose "${misread.readAs}" is "${misread.label}"`,
		'Set Output to Simplified in the node that it comes from, or map the fields by hand',
	);
}

function extraFields(resource: Resource, parameters: Parameters): IDataObject {
	const value = jsonOption(parameters, 'extraFields', 'Extra Fields');
	if (value === undefined) return {};
	const object = asObject(value);
	if (object === undefined) {
		throw new InputFault('Extra Fields must be a JSON object', 'Enter something such as {"FIELD": "value"}');
	}
	const extra: IDataObject = {};
	for (const [name, value] of inParts(resource, object)) {
		const id = documentedName(resource, name);
		if (Object.hasOwn(extra, id) && !isStored(undefined, extra[id], value)) {
			throw new InputFault(
				`Extra Fields: ${id} is given twice, with different values`,
				'Leave one of them out',
			);
		}
		define(extra, id, sendable(asList(resource, id, value), `Extra Fields: ${name}`));
	}
	return extra;
}

/** @throws InputFault for a name that the operation says by itself, unless it is a field under just that name */
function refuseSaid({ fields }: Resource, { says = {} }: Operation, extra: IDataObject): void {
	for (const [name, by] of Object.entries(says)) {
		const given = Object.keys(extra).find((each) => each.toLowerCase() === name.toLowerCase());
		if (given === undefined || fields.some(({ id }) => id === given)) continue;
		throw new InputFault(
			`Extra Fields: ${given} is not taken from here, since ${by} says it`,
			`Leave it out, and fill in ${by}`,
		);
	}
}

/** Lists are taken apart before they are sent, wherever they were given. */
function asList({ fields }: Resource, id: string, value: unknown): unknown {
	const isList = fields.some((field) => field.id === id && field.kind.type === 'list');
	return isList && !isBlank(value) ? listOfObjects(value, `Extra Fields: ${id}`) : value;
}

/** Objects that documented fields are parts of, such as an address, taken apart into `address.city` and so on. */
function inParts({ fields }: Resource, object: IDataObject): Array<[string, unknown]> {
	return Object.entries(object).flatMap(([name, value]): Array<[string, unknown]> => {
		const inner = fields.some(({ id }) => id.startsWith(`${name}.`)) ? asObject(value) : undefined;
		if (inner === undefined) return [[name, value]];
		return Object.entries(inner).map(([key, each]) => [`${name}.${key}`, each]);
	});
}

function documentedName({ fields, namesInAnyCase }: Resource, name: string): string {
	if (namesInAnyCase !== true) return name;
	return fields.find(({ id }) => id.toLowerCase() === name.toLowerCase())?.id ?? name;
}

/**
 * A value as JSON sends it.
 * @throws InputFault for what JSON would send as null, or as another number
 */
export function sendable(value: unknown, label: string): unknown {
	// As text "Infinity" may be a name.
	if (value !== 'Infinity' && value !== '-Infinity') refuseNoValue(value, label);
	if (Array.isArray(value)) return value.map((each, index) => sendable(each, `${label}[${index}]`));
	const object = asObject(value);
	if (object === undefined) return value;
	if (typeof object.toJSON === 'function') {
		const written: unknown = (object as { toJSON(): unknown }).toJSON();
		return written === null ? sendable(NaN, label) : sendable(written, label);
	}
	const copy: IDataObject = {};
	for (const [key, each] of Object.entries(object)) define(copy, key, sendable(each, `${label}.${key}`));
	return copy;
}

const isKeyName = ({ keyNames = [] }: Resource, name: string): boolean =>
	keyNames.some((each) => each.toLowerCase() === name.toLowerCase());

/**
 * The values to write without the key: which record is written was chosen already.
 * @throws InputFault when there is a key among them that names another record
 */
export function withoutKey(
	resource: Resource,
	chosen: RecordKey,
	values: WriteFields,
	parameter = 'Extra Fields',
): WriteFields {
	const parse = resource.keys.find(({ field }) => field === undefined)?.parse;
	const isChosen = (value: unknown): boolean => {
		const key = text(value);
		if (key === null || isInexact(value)) return false;
		if (key === String(chosen)) return true;
		try {
			return String(parse?.(key)) === String(chosen);
		} catch {
			// What breaks the rule for keys is no key, and so not this one.
			return false;
		}
	};
	for (const [name, value] of Object.entries(values)) {
		if (!isKeyName(resource, name) || isChosen(value)) continue;
		throw new InputFault(
			`${parameter}: ${parameter === 'Fields' ? labelled(resource.fields, name) : name} is "${text(value) ?? ''}", but the ${resource.one} to write is ${chosen}`,
			`Leave ${name} out, or choose the ${resource.one} that it names`,
		);
	}
	return Object.fromEntries(Object.entries(values).filter(([name]) => !isKeyName(resource, name)));
}

/**
 * The vendor's key of a record that is to be written.
 * @throws InputFault when it is a number that JavaScript does not hold exactly: it may be another record's
 */
export function exactKey(resource: Resource, record: IDataObject): RecordKey | undefined {
	const key = resource.keyOf(record);
	const rounded = Object.entries(record).find(
		([name, value]) => isKeyName(resource, name) && isInexact(value),
	);
	if (!isInexact(key) && rounded === undefined) return key;
	throw new InputFault(
		`The ${resource.one}'s key ${key ?? ''} is too large to be exact, so another ${resource.one} might be written`,
		`Change this ${resource.one} in the vendor's own program`,
	);
}

/** What one record can be read of. */
type Readable = Pick<Resource, 'fields' | 'keyOf' | 'keys' | 'namesInAnyCase' | 'one' | 'read'>;

/** The request that reads one record. */
export function readRequest(resource: Readable, ref: RecordRef, given: Given): VendorRequest {
	const request = resource.read?.(ref, given);
	if (request === undefined) throw new Error(`Nothing that is documented reads one ${resource.one}`);
	return request;
}

/** The one record that a look-up brings. */
export async function readOne(
	{ connection, resource }: Pick<Run, 'connection'> & { readonly resource: Readable },
	ref: RecordRef,
	given: Given = {},
): Promise<IDataObject | Fault> {
	const answer = await connection.send(readRequest(resource, ref, given), 'read');
	if (answer instanceof Fault) return answer;
	const record = firstOf(resource, answer.records) ?? absent(resource.one, ref.value);
	if (record instanceof Fault) return record;
	if (isOwnKey(ref)) return otherKey(resource, ref.value, record) ?? record;
	const named = answer.records.filter((each) => namesake(resource, ref, each, given) === undefined);
	return (
		several(resource, ref, named) ??
		firstOf(resource, named) ??
		namesake(resource, ref, record, given) ??
		record
	);
}

/** A name that several records share says of none of them that it is meant. */
function several(
	{ keyOf, one }: Readable,
	{ value }: RecordRef,
	records: readonly IDataObject[],
): Fault | undefined {
	const keys = [...new Set(records.map((record) => String(keyOf(record) ?? '')))];
	if (keys.length < 2) return undefined;
	return new Fault({
		kind: 'input',
		message: `More than one ${one} found for "${value}": ${listed(keys)}`,
		description: `Choose the ${one} by its ID`,
	});
}

/** A look-up by a name may bring the record of a similar one, which is not what was asked for. */
export function namesake(
	resource: Readable,
	{ by, value }: RecordRef,
	record: IDataObject,
	given: Given,
): Fault | undefined {
	const { fields, keys, one } = resource;
	const { beside, field: name } = keys.find((mode) => mode.name === by) ?? {};
	if (name === undefined) return undefined;
	const field = fields.find(({ id }) => id === name);
	const advice = (what: string): string =>
		`Write the ${what} as the vendor has it, or choose the ${one} by its ID`;
	const found = storedAt(resource, record, field?.readAs ?? name);
	if (!isSameKey(found, value))
		return broughtOther(one, `"${value}"`, text(found) ?? '', advice(field?.label ?? name));
	// Several records may share a name: then what else was said must be theirs as well.
	if (beside === undefined || isAsGiven(resource, record, beside, given)) return undefined;
	const both = `"${value}" with the ${beside.given} "${text(given[beside.given]) ?? ''}"`;
	const other = text(storedAt(resource, record, beside.readAs)) ?? '';
	return broughtOther(one, both, other, advice(beside.given));
}

/** Whether a record has what else was given of the one that is meant, if anything was. */
export function isAsGiven(
	resource: Readable,
	record: IDataObject,
	beside: NonNullable<KeyMode['beside']>,
	given: Given,
): boolean {
	const wanted = given[beside.given];
	return wanted === undefined || isSameKey(storedAt(resource, record, beside.readAs), wanted);
}

/** What a person is told of a write of which nobody can tell whether it was done. */
interface Doubt {
	/** Undefined where the record is known by nothing. */
	readonly whatToCheck: string | undefined;
	readonly done?: 'deleted';
}

/**
 * Sends a write. When it cannot be known whether it was done, `lookAgain` looks: a record means that it was,
 * 'missing' that it was not (then it is sent again), undefined or a fault that nobody can tell.
 * In a dry run nothing is sent, and nothing answered.
 * @param made what a write makes whose answer must name its key
 * @throws Fault when it was not done, or nobody can tell
 */
export async function surely(
	connection: Connection,
	request: VendorRequest,
	doubt: Doubt,
	lookAgain: () => Promise<IDataObject | 'missing' | Fault | undefined>,
	made?: Keyed,
): Promise<IDataObject> {
	refuseInexact(request.body ?? request.query, '');
	if (connection.dryRun) {
		connection.check(request);
		return {};
	}
	for (let resends = 0; ; resends++) {
		const answer = await connection.send(request, 'write');
		const result = answer instanceof Fault ? answer : answered(answer.records, made);
		if (!(result instanceof Fault)) return result;
		// Refused the second time, perhaps because the first has arrived meanwhile: look once more.
		const { kind } = result.details;
		const overtaken = resends > 0 && (kind === 'input' || (kind === 'absent' && doubt.done === 'deleted'));
		if (!outcomeUnknown(result) && !overtaken) throw result;
		// A write that was given up on may still be under way at the vendor's.
		await connection.pause(waitBefore(resends + 1, result, Math.random()));
		if (connection.cancelled) throw cancelled();
		const seen = await lookAgain();
		// What the vendor called good is not sent again because it cannot be found.
		const good = !(answer instanceof Fault) && seen === 'missing';
		if (seen === undefined || seen instanceof Fault || good)
			throw overtaken ? result : maybeDone(result, doubt);
		if (seen !== 'missing') return seen;
		// A breakdown over the request was an answer, not a lost one: it would only come again.
		if (overtaken || result.details.kind === 'failed' || resends >= MOST_RESENDS) throw result;
	}
}

/** What was read only to be sent back may hold such a number as well. */
function refuseInexact(value: unknown, path: string): void {
	if (isInexact(value)) refuseNoValue(value, `The value of ${path}`);
	if (typeof value !== 'object' || value === null) return;
	for (const name of Object.keys(value))
		refuseInexact((value as Record<string, unknown>)[name], path === '' ? name : `${path}.${name}`);
}

function answered(records: readonly IDataObject[], made: Keyed | undefined): IDataObject | Fault {
	if (made === undefined) return records[0] ?? {};
	return firstOf(made, records) ?? keyless(made.one);
}

function maybeDone(fault: Fault, { done, whatToCheck }: Doubt): Fault {
	return new Fault({
		...fault.details,
		kind: 'unknownOutcome',
		message: `${fault.message} - the record may have been ${done ?? 'saved'} all the same`,
		description:
			whatToCheck === undefined
				? "Look in the vendor's system whether the record is there before you run this item again"
				: `Look in the vendor's system for ${whatToCheck} before you run this item again`,
	});
}
