import { escaped } from './values';

/** Sensitive fields in texts, from which they cannot be taken out one by one: answers, vendors' words, lists of changes. */

/** In place of what cannot be shown without fields that are hidden. */
export const NOT_SHOWN = '(not shown: holds hidden fields)';

/** In place of what nobody can walk through. */
export const TOO_DEEP = '(not shown: nested too deep)';

/**
 * A text, unless one of these fields is named in it: where it is no JSON, nobody can tell where a field ends.
 * @param fields in small letters
 */
export function unlessNamed(text: string, fields: Iterable<string>): string {
	const lower = text.toLowerCase();
	return [...fields].some((field) => lower.includes(field)) ? NOT_SHOWN : text;
}

/** Hides a text that is JSON, or holds some, with one of these fields in it: an answer's words may be all of its body. */
export function hidingJsonWith(fields: readonly string[]): (text: string) => string {
	if (fields.length === 0) return (text) => text;
	const field = new RegExp(`"(?:${fields.map(escaped).join('|')})\\\\*"\\s*[:,}\\]]`, 'i');
	return (text) => (/[{[]/.test(text) && field.test(text) ? NOT_SHOWN : text);
}
