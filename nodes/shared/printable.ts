/** Foreign text - keys of items, values, vendors' words - made fit to be shown to people. */

/** What nobody sees, or what turns the text around it: control characters, direction marks, half characters. */
const UNSEEN = /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu;

function plain(text: string, most: number): string {
	// A character has two units at most: of a text that is far too long, the rest is never looked at.
	const characters = [...text.slice(0, (most + 1) * 2).replace(UNSEEN, ' ')];
	return characters.length > most ? `${characters.slice(0, most).join('')}…` : characters.join('');
}

/**
 * Text for messages, which n8n shows as text in one place and as HTML in another: no `<` begins a tag any more.
 * @param most how many characters are shown
 */
export function printable(text: string, most: number): string {
	return plain(text, most).replace(/<(?=[a-z/!?])/gi, '< ');
}

/** The same for what the editor always shows as HTML: hints, and descriptions of errors. */
export function printableHtml(text: string, most: number): string {
	return plain(text, most).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const MOST_QUOTED = 80;

/** A value as a complaint names it. */
export function quoted(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object' && value !== null) return 'an object';
	return `"${printable(String(value), MOST_QUOTED)}"`;
}

/** What a page shows as text: without tags, scripts and styles, its white space as one blank each. */
export function textOfHtml(html: string): string {
	return html
		.replace(/<(script|style)\b[\s\S]*?(<\/\1\s*>|$)/gi, ' ')
		.replace(/<[^>]*(>|$)/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
}
