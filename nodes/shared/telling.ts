import { Fault, InputFault, isAbsent } from './fault';
import type { FaultKind } from './fault';
import { labelFor, mapAutomatically } from './fields';
import { isOwnKey, KeyFault, recordRef } from './keys';
import type { RecordRef } from './keys';
import { panelOf } from './operations/panel';
import type { Parameters } from './parameters';
import { offersOf } from './properties';
import type { Resource } from './resource';
import { asObject, text } from './values';
import type { Scope } from './vendor';

/** Who reads of an error, and so what its message has to say by itself. */
export interface Readers {
	/** Nothing but the message is left of it, among those of other items. */
	readonly messageAlone: boolean;
	/** A model, which can call again. */
	readonly model: boolean;
}

/** An error with the key of the record that it is about, and with what to do next. */
export function told(
	thrown: unknown,
	scope: Scope,
	parameters: Parameters,
	{ messageAlone, model }: Readers,
): unknown {
	if (!(thrown instanceof Fault) && !(thrown instanceof InputFault)) return thrown;
	const missing = isAbsent(thrown);
	const isOfItem = !(thrown instanceof Fault) || !OF_THE_RUN.has(thrown.details.kind);
	const subject = missing || (messageAlone && isOfItem) ? subjectOf(scope, parameters, missing) : undefined;
	const message = subject === undefined ? thrown.message : withSubject(thrown.message, subject, missing);
	const advice = adviceOn(thrown, scope, missing ? subject?.named : undefined);
	const isTerse = messageAlone && thrown instanceof Fault && thrown.details.isTerse === true;
	const said = advice !== undefined && (model || isTerse) ? `${sentence(message)} ${advice}` : message;
	return thrown instanceof Fault
		? new Fault({ ...thrown.details, message: said, description: advice })
		: new InputFault(said, advice);
}

/** Faults that every item has. */
const OF_THE_RUN: ReadonlySet<FaultKind> = new Set([
	'credential',
	'login',
	'session',
	'unreachable',
	'cancelled',
]);

/** @param missing the record that is not there */
function adviceOn(thrown: Fault | InputFault, scope: Scope, missing: Subject['named']): string | undefined {
	if (thrown instanceof KeyFault) {
		// A key of another resource's record is found by that one's operations.
		const of = Object.values(scope.vendor.resources).find(({ keys }) => keys === thrown.keys);
		return `${thrown.description ?? 'Correct the value'}${waysToFind(of ?? scope.resource, true)}`;
	}
	if (!(thrown instanceof Fault)) return thrown.description;
	const { broughtOther, description, status } = thrown.details;
	if (missing === undefined || (broughtOther === true && !isOwnKey(missing))) return description;
	const check = `Check the ${keyLabel(missing.resource, missing.by)}${waysToFind(missing.resource)}`;
	// Where nothing is at all, it may be the address that is wrong.
	return status === 404 ? `${check}. If nothing is ever found, check the Base URL of the credential` : check;
}

/** What an item's error is about. */
interface Subject {
	/** As in `order 100245`. */
	readonly what: string;
	readonly value: string;
	/** For a record that there should be: what it is one of, and by what it was named. */
	readonly named?: { readonly resource: Resource; readonly by: RecordRef['by'] };
}

/**
 * Undefined where the item's parameters do not say it, or not rightly.
 * @param missing whether it is about a record that there should be
 */
function subjectOf(scope: Scope, parameters: Parameters, missing: boolean): Subject | undefined {
	try {
		const written = missing ? undefined : writtenIn(scope, parameters);
		return written ?? namedIn(scope, parameters);
	} catch {
		// What is wrong with them is what is told.
		return undefined;
	}
}

/** The record that a locator names: of the resource, or of the one that a new record belongs to. */
function namedIn({ name, operation, resource, vendor }: Scope, parameters: Parameters): Subject | undefined {
	const own = panelOf(operation).parameters(operation).includes('record');
	const locator = own ? name : operation.parameters?.find(({ type }) => type === 'resourceLocator')?.name;
	const of = own ? resource : vendor.resources[locator ?? ''];
	if (locator === undefined || of === undefined) return undefined;
	const { by, value } = recordRef({ name: locator, resource: of }, parameters);
	return { what: of.one, value: String(value), named: { resource: of, by } };
}

/** What a new record is to be known by. */
function writtenIn({ operation, resource: { fields } }: Scope, parameters: Parameters): Subject | undefined {
	const { kind } = operation;
	if (kind !== 'create' && kind !== 'upsert') return undefined;
	const names =
		kind === 'create'
			? operation.references.map(({ field }) => field)
			: [text(parameters.raw('matchOn')) ?? operation.matchOn[0]];
	const { mappingMode, value } = asObject(parameters.raw('fields')) ?? {};
	const given =
		mappingMode === 'autoMapInputData' ? mapAutomatically(fields, parameters.item, kind) : asObject(value);
	for (const name of names) {
		if (name === undefined) continue;
		const found = text(given?.[name]);
		if (found !== null) return { what: labelFor(fields, name), value: found };
	}
	return undefined;
}

const sentence = (words: string): string => (/[.!?…]\s*$/.test(words) ? words.trim() : `${words}.`);

function withSubject(words: string, { named, value, what }: Subject, missing: boolean): string {
	if (says(words, value) || (named === undefined && words.includes(what))) return words;
	return missing && named !== undefined
		? `${words.replace(/[\s.]+$/, '')}: ${value}`
		: `${words} (${what} ${value})`;
}

/** Whether words hold a value as a word of its own: the 1 of "item 12" is none. */
function says(words: string, value: string): boolean {
	for (let at = words.indexOf(value); at >= 0; at = words.indexOf(value, at + 1)) {
		const around = words.charAt(at - 1) + words.charAt(at + value.length);
		if (!/[\p{L}\p{N}]/u.test(around)) return true;
	}
	return false;
}

/** What a person calls a way of naming a record: `ID` for "By ID", `external reference`. */
export function keyLabel({ keys }: Pick<Resource, 'keys'>, by: string): string {
	const mode = keys.find(({ name }) => name === (by === 'list' ? 'id' : by));
	const label = (mode?.displayName ?? 'ID').replace(/^By /, '');
	return /^[A-Z]{2}/.test(label) ? label : label.toLowerCase();
}

/**
 * How the key of a record is found, in the words that the panel shows.
 * @param names whether what is to be found has to be named once more
 */
function waysToFind(resource: Resource, names = false): string {
	const search = offersOf(resource).find(
		({ operation }) =>
			operation.kind === 'list' && operation.of === undefined && operation.brings === undefined,
	);
	const what = names ? `the ${keyLabel(resource, 'id')}` : 'it';
	if (search !== undefined) return `, or find ${what} with the operation "${search.action}"`;
	const others = resource.keys.filter(({ field }) => field !== undefined);
	if (others.length === 0) return '';
	return `, or choose the ${resource.one} by its ${others.map(({ name }) => keyLabel(resource, name)).join(' or ')}`;
}
