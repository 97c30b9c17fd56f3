import { InputFault } from './fault';
import { isResourceLocatorValue } from './n8n';
import type { Parameters } from './parameters';
import { isInexact, text } from './values';
import { aOrAn, capital } from './words';
import type { RecordKey } from './wire';

/** The record that a person named, and by which of the vendor's keys. */
export interface RecordRef {
	readonly by: KeyMode['name'];
	readonly value: RecordKey;
}

/** One way of naming a record. */
export interface KeyMode {
	readonly name: 'id' | 'list' | 'externalRef' | 'name';
	readonly displayName: string;
	readonly placeholder?: string;
	/** The field that holds it, where it is not the vendor's own key: what is looked up by it must have it. */
	readonly field?: string;
	/**
	 * The value as the vendor wants it.
	 * @throws InputFault that says the rule, when it breaks one
	 */
	parse(value: string): RecordKey;
}

/** What has keys, and a word for one of it. */
interface Named {
	readonly keys: readonly KeyMode[];
	readonly one: string;
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
	const label = capital(one);
	const locator = parameters.raw(name);
	const chosen = isResourceLocatorValue(locator) ? locator.mode : 'id';
	const mode = keys.find((candidate) => candidate.name === chosen) ?? keys[0];
	if (mode === undefined)
		throw new InputFault(`${label}: this way of choosing ${aOrAn(one)} is not known here`);
	const entered = isResourceLocatorValue(locator) ? locator.value : locator;
	if (isInexact(entered)) {
		throw new InputFault(
			`${label}: ${String(entered)} is larger than JavaScript holds exactly, so it may not be the key that was meant`,
			'Hand the key in as text',
		);
	}
	const key = text(entered);
	if (key === null) {
		throw new InputFault(
			`${label}: nothing is chosen or entered (${mode.displayName})`,
			`Choose ${aOrAn(one)}, or check that the expression has a value for this item`,
		);
	}
	try {
		return { by: mode.name, value: mode.parse(key) };
	} catch (error) {
		throw error instanceof InputFault
			? new InputFault(`${label}: ${error.message}`, error.description)
			: error;
	}
}

/** Batches look for the vendor's own key; other ways of naming a record are looked up singly. */
export const isOwnKey = ({ by }: RecordRef): boolean => by === 'id' || by === 'list';

export function wholeNumberKey(label: string): KeyMode['parse'] {
	return (value) => {
		const number = Number(value);
		if (!/^\d+$/.test(value) || !Number.isSafeInteger(number))
			throw new InputFault(`the ${label} must be a whole number, not "${value}"`, 'Enter digits only');
		return number;
	};
}

export function textKey(label: string, maxLength = Infinity): KeyMode['parse'] {
	return (value) => {
		const { length } = [...value];
		if (length > maxLength)
			throw new InputFault(
				`the ${label} is ${length} characters long; the vendor takes at most ${maxLength}`,
				'Check the value',
			);
		return value;
	};
}
