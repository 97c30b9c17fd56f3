/** Words of a sentence that follow from others, and words that people enter. */

export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** As a label: `Sales Order Item`. */
export const titled = (words: string): string => words.split(' ').map(capital).join(' ');

/** `a record`, `an invoice`. */
export const aOrAn = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

export const number = (value: number): string => value.toLocaleString('en-US');

/** `1 item`, `1,200 items`. */
export const counted = (count: number, one: string): string =>
	`${number(count)} ${one}${count === 1 ? '' : 's'}`;

const MOST_LISTED = 10;

/** The first of many, and how many more there are. */
export function listed(names: readonly string[]): string {
	const others = names.length - MOST_LISTED;
	return names.slice(0, MOST_LISTED).join(', ') + (others > 0 ? ` and ${number(others)} more` : '');
}

const YES = new Set<unknown>([true, 1, 'true', '1', 'yes']);
const NO = new Set<unknown>([false, 0, 'false', '0', 'no']);

/** What is taken for yes or no where a person is asked for one; undefined for anything else. */
export function yesOrNo(value: unknown): boolean | undefined {
	const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (YES.has(word)) return true;
	return NO.has(word) ? false : undefined;
}
