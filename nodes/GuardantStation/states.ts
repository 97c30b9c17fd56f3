import { InputFault } from '../shared/fault';
import { fieldOf } from '../shared/fields';
import { quoted } from '../shared/printable';
import type { Source } from '../shared/sources';
import { numeric, text } from '../shared/values';

/** What the vendor writes as a number, by that number: the names that its documentation gives them. */
export type Names = Readonly<Record<number, string>>;

/** The documented name, or what the vendor sent where there is none. */
export const namedFrom = (field: string, names: Names): Source<string | null> => ({
	reads: [field],
	of: ({ [field]: value }) => names[numeric(value) ?? -1] ?? text(value),
});

/** A field that takes the number, and shows the name. */
export const namedChoice = (names: Names): ReturnType<typeof fieldOf> =>
	fieldOf({
		type: 'choice',
		choices: Object.entries(names).map(([number, name]) => ({ name, value: Number(number) })),
	});

/**
 * Numbers or names of states, as a list or separated by commas. An empty list stands for all of them.
 * @param what names them in complaints, such as "Options: the order status"
 * @throws InputFault for one that is not documented
 */
export function statesOf(value: unknown, names: Names, what: string): string[] {
	const list: unknown[] = Array.isArray(value)
		? value
		: typeof value === 'string'
			? value.split(',')
			: [value];
	return [...new Set(list.map((each) => stateOf(each, names, what)))];
}

function stateOf(value: unknown, names: Names, what: string): string {
	const word =
		typeof value === 'number' || typeof value === 'string' ? String(value).trim().toLowerCase() : '';
	const states = Object.entries(names);
	const state = states.find(([number, name]) => word === number || word === name.toLowerCase());
	if (state !== undefined) return state[0];
	throw new InputFault(
		`${what} ${quoted(value)} is not ${oneOf(states.map(([number]) => number))}`,
		`Choose ${oneOf(states.map(([number, name]) => `${name} (${number})`))}, or check that the expression has a value for this item`,
	);
}

const oneOf = (words: readonly string[]): string =>
	`${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
