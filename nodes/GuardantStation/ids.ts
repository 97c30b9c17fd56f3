import { InputFault } from '../shared/fault';
import { wholeNumber } from '../shared/parameters';
import type { Parameters } from '../shared/parameters';
import { quoted } from '../shared/printable';

/**
 * The ID of a record that no documented request lists, so that a person has to enter it.
 * @throws InputFault when it is none
 */
export function idIn(parameters: Parameters, name: string, label: string): number {
	const value = parameters.raw(name);
	const id = wholeNumber(value, 1);
	if (id !== undefined) return id;
	throw new InputFault(
		isNothing(value)
			? `${label}: nothing is entered`
			: `${label}: ${quoted(value)} is not a whole number from 1 on`,
		`Enter the ID of the ${label.toLowerCase()}, or check that the expression has a value for this item`,
	);
}

/**
 * The same where it may be left out; an expression that finds none does not leave it out.
 * @throws InputFault when it is none
 */
export const optionalIdIn = (parameters: Parameters, name: string, label: string): number | undefined =>
	isNothing(parameters.raw(name)) && !parameters.isExpression(name)
		? undefined
		: idIn(parameters, name, label);

/** What stands in a number's field that nobody has filled in. */
const isNothing = (value: unknown): boolean =>
	value === undefined || value === null || value === '' || value === 0;
