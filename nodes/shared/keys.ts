import { Fault, InputFault } from './fault';
import { isResourceLocatorValue } from './n8n';
import { exactNumber } from './parameters';
import type { Parameters } from './parameters';
import { quoted } from './printable';
import { entriesOf, numeric, text } from './values';
import { aOrAn, titled } from './words';
import type { RecordKey } from './wire';

/** The record that a person named, and by which of the vendor's keys. */
export interface RecordRef {
	readonly by: KeyMode['name'];
	readonly value: RecordKey;
}

/** One way of naming a record. */
export interface KeyMode {
	readonly name: 'id' | 'list' | 'externalRef' | 'name' | 'partNumber';
	readonly displayName: string;
	readonly placeholder?: string;
	/** Why a list takes its time, and what to do instead. */
	readonly slow?: string;
	/** The field that holds it, where it is not the vendor's own key: what is looked up by it must have it. */
	readonly field?: string;
	/** What else can be given, where several records share it, and under which name answers bring that. */
	readonly beside?: { readonly given: string; readonly readAs: string };
	/**
	 * The value as the vendor wants it.
	 * @throws InputFault that says the rule, when it breaks one
	 */
	readonly parse: KeyRule;
}

/** A vendor's rule for a key; what can be seen before the run stands beside it, for the editor. */
export interface KeyRule {
	(value: string): RecordKey;
	/** A regular expression of the whole value, and what to say of one that breaks it. */
	readonly form?: string;
	readonly rule?: string;
}

/** @param form of the value without white space around it, which is dropped */
const foreseen = (form: string, rule: string, parse: KeyRule): KeyRule =>
	Object.assign(parse, { form: `\\s*(?:${form})?\\s*`, rule });

/**
 * A key of one form.
 * @param rule the form in words, such as "the order number must be a whole number"
 */
export function ruled(form: string, rule: string, advice: string, keyOf: KeyRule): KeyRule {
	const whole = new RegExp(`^(?:${form})$`);
	return foreseen(form, rule, (value) => {
		if (!whole.test(value)) throw new InputFault(`${rule}, not ${quoted(value)}`, advice);
		return keyOf(value);
	});
}

/** A parameter names a record by what cannot be its key. */
export class KeyFault extends InputFault {
	/** @param keys the ways in which such a record can be named */
	constructor(
		message: string,
		description: string | undefined,
		readonly keys: readonly KeyMode[],
	) {
		super(message, description);
	}
}

/** What has keys, and a word for one of it. */
interface Named {
	readonly keys: readonly KeyMode[];
	readonly one: string;
}

/** What a locator holds, and by which key; a value alone is the vendor's own. */
export function givenIn(
	parameters: Parameters,
	name: string,
): { readonly by: string; readonly value: unknown } {
	const locator = parameters.raw(name);
	return isResourceLocatorValue(locator)
		? { by: locator.mode, value: locator.value }
		: { by: 'id', value: locator };
}

/**
 * The record that the resource's locator names.
 * @throws InputFault when it is empty or breaks the vendor's rule for that key
 */
export function recordRef(
	{ name, resource }: { readonly name: string; readonly resource: Named },
	parameters: Parameters,
): RecordRef {
	const { keys, one } = resource;
	const label = titled(one);
	const { by: chosen, value } = givenIn(parameters, name);
	// A node that was copied from another vendor's may name the key by a list that this one does not have.
	const mode = keys.find(({ name: known }) => known === chosen) ?? (chosen === 'list' ? keys[0] : undefined);
	if (mode === undefined)
		throw new InputFault(`${label}: this way of choosing ${aOrAn(one)} is not known here`);
	const key = typeof value === 'number' && !Number.isNaN(value) ? exactNumber(value, label) : textOf(value);
	if (key === null) {
		throw new InputFault(
			`${label}: nothing is chosen or entered (${mode.displayName})`,
			`Choose ${aOrAn(one)}, or check that the expression has a value for this item`,
		);
	}
	return refOf(mode, key, label, keys);
}

/** @throws KeyFault that names the parameter, when the key breaks the vendor's rule */
export function refOf(mode: KeyMode, key: string, label: string, keys: readonly KeyMode[]): RecordRef {
	try {
		return { by: mode.name, value: mode.parse(key) };
	} catch (error) {
		throw error instanceof InputFault
			? new KeyFault(`${label}: ${error.message}`, error.description, keys)
			: error;
	}
}

/**
 * The records whose keys a parameter lists, each once: separated by commas, or as an array.
 * @throws InputFault when there is none, or one that breaks the vendor's rule
 */
export function recordRefs(
	{ keys, one }: Named,
	parameters: Parameters,
	{ label, parameter, by = 'id' }: { parameter: string; label: string; by?: KeyMode['name'] },
): RecordRef[] {
	const mode = keys.find(({ name }) => name === by);
	const refs = new Map<RecordKey, RecordRef>();
	for (const entry of entriesOf(parameters.raw(parameter))) {
		const key = typeof entry === 'number' ? exactNumber(entry, label) : textOf(entry);
		if (mode === undefined || key === null) continue;
		const ref = refOf(mode, key, label, keys);
		refs.set(ref.value, ref);
	}
	if (refs.size > 0) return [...refs.values()];
	throw new InputFault(
		`${label}: nothing is entered`,
		`Enter the keys of one or more ${one}s, separated by commas, or check that the expression has a value`,
	);
}

/** A yes or no, an object or a list is no key. */
const textOf = (value: unknown): string | null => (typeof value === 'string' ? text(value) : null);

/** Batches look for the vendor's own key; other ways of naming a record are looked up singly. */
export const isOwnKey = ({ by }: { readonly by: string }): boolean => by === 'id' || by === 'list';

/** @param form what it is written in, where that is not digits alone */
export function wholeNumberKey(label: string, form = '\\d+'): KeyRule {
	const rule = `the ${label} must be a whole number`;
	const advice = 'Enter digits only';
	return ruled(form, rule, advice, (value) => {
		const number = Number(value);
		if (!Number.isSafeInteger(number)) throw new InputFault(`${rule}, not ${quoted(value)}`, advice);
		return number;
	});
}

/**
 * A vendor's whole number as the key of a record.
 * @throws Fault for one so large that reading the answer has rounded it to another record's
 */
export function readWholeNumberKey(value: unknown): number | undefined {
	const key = numeric(value) ?? undefined;
	if (key !== undefined && Math.abs(key) > Number.MAX_SAFE_INTEGER) {
		throw new Fault({
			kind: 'unreadable',
			message: `The vendor's record has the key ${key}, which is too large to be exact`,
			description: 'Such a record cannot be worked on from n8n',
		});
	}
	return key;
}

export function textKey(label: string, maxLength = Infinity): KeyRule {
	const parse = (value: string): string => {
		if (!value.isWellFormed())
			throw new InputFault(
				`the ${label} ${quoted(value)} holds half a character`,
				'Check where it comes from',
			);
		const { length } = [...value];
		if (length > maxLength)
			throw new InputFault(
				`the ${label} is ${length} characters long; the vendor takes at most ${maxLength}`,
				'Check the value',
			);
		return value;
	};
	// The editor counts a character outside of the basic plane as two: those are left to the run.
	return maxLength === Infinity
		? parse
		: foreseen(
				`\\S(?:.{0,${maxLength - 2}}\\S)?|.*[\\uD800-\\uDFFF].*`,
				`the ${label} has at most ${maxLength} characters`,
				parse,
			);
}
