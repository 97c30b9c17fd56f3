import { InputFault } from './fault';
import { quoted } from './printable';
import { define, isBlank } from './values';
import type { VendorRequest } from './wire';

/**
 * The base URL of a credential without a trailing slash.
 * @throws InputFault when it is not an http(s) address, or carries a user, a query or a fragment
 */
export function checkedBaseUrl(value: unknown): string {
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '') {
		throw new InputFault(
			'The Base URL of the credential is empty',
			'Open the credential and fill in the Base URL',
		);
	}
	// Asked for each request.
	if (text === lastChecked.text) return lastChecked.url;
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
		throw new InputFault(
			'The Base URL of the credential is not a web address',
			'Open the credential and enter an address that begins with https:// (or http://)',
		);
	}
	if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) {
		throw new InputFault(
			'The Base URL of the credential may hold no user name, password, question mark or hash',
			'Open the credential and enter the address alone, such as https://api.example.com/v1',
		);
	}
	lastChecked = { text, url: text.replace(/\/+$/, '') };
	return lastChecked.url;
}

/** The last base URL that was found good. */
let lastChecked = { text: '', url: '' };

/** A path as a person types it. */
export interface TypedPath {
	/** Its segments, decoded. */
	readonly path: readonly string[];
	/** What stands behind its first question mark. */
	readonly query: Readonly<Record<string, string>>;
}

/**
 * @param byExpression whether an expression made it: then a part or a value that is not there has been lost
 * @throws InputFault for whatever could lead elsewhere than below the base URL: another host, or a way up
 */
export function typedPath(typed: string, byExpression = false): TypedPath {
	const refuse = (why: string, advice: string): never => {
		throw new InputFault(`Path: ${why}`, advice);
	};
	const [before = '', ...behind] = typed.trim().split('?');
	if (before === '') refuse('nothing is entered', 'Enter what follows the Base URL, such as orders/8');
	if (/^[a-z][a-z\d+.-]*:/i.test(before) || before.startsWith('//'))
		refuse('this is a whole address', 'Enter only what follows the Base URL of the credential');
	if (/[\\@#\p{Cc}]/u.test(before))
		refuse(
			'it may hold no backslash, @, # or control character',
			'Write such a character of a key with a percent sign, such as %40 for @',
		);
	const path = before
		.replace(/^\/|\/$/g, '')
		.split('/')
		.map(decoded);
	if (byExpression && before.endsWith('/'))
		refuse('its last part is empty', 'Check that the expression has a value for this item');
	if (path.some(isBlank)) refuse('a part of it is empty', 'Remove the extra slash');
	if (path.some(leadsUp)) refuse('it may not lead up with . or ..', 'Enter what follows the Base URL');
	const query: Record<string, string> = {};
	for (const [name, value] of new URLSearchParams(behind.join('?'))) {
		if (Object.hasOwn(query, name))
			refuse(`${name} stands twice behind the question mark`, 'Give each name one value');
		if (byExpression && isBlank(value))
			refuse(
				`${quoted(name)} has no value behind the question mark`,
				'Check that the expression has a value for this item',
			);
		define(query, name, value);
	}
	return { path, query };
}

function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		// Said below.
	}
	throw new InputFault(
		`Path: "${segment}" has a percent sign that encodes nothing`,
		'Write a percent sign as %25',
	);
}

/** However often it is encoded: some servers decode more than once. */
export function leadsUp(segment: string): boolean {
	let text = segment;
	for (let before = ''; before !== text;) {
		before = text;
		text = text
			.replace(/%(?:25)+/g, '%')
			.replace(/%(2e|2f|5c|0[0-9a-f]|1[0-9a-f]|7f)/gi, (found) => decodeURIComponent(found));
	}
	return /\p{Cc}/u.test(text) || text.split(/[/\\]/).some((part) => part === '.' || part === '..');
}

/** The full address of a path; each segment stays one segment, whatever characters it holds. */
export function joinUrl(baseUrl: string, segments: readonly string[]): string {
	return [baseUrl, ...segments.map(encodeSegment)].join('/');
}

/** `.` and `..` would be resolved away by every URL parser, encoded or not; half a surrogate pair has no encoding. */
function encodeSegment(segment: string): string {
	if (segment === '' || segment === '.' || segment === '..' || isBroken(segment)) {
		throw new InputFault(`${quoted(segment)} cannot be part of an address`, 'Enter the key of a record');
	}
	return encodeURIComponent(segment);
}

/** Half a surrogate pair. */
const isBroken = (text: string): boolean => !text.isWellFormed();

/** Axios, with which n8n sends, leaves them out of queries and bodies without a word, wherever they stand. */
const LEFT_OUT: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Half a character in a query or in a name of the body would arrive as another one, and some names not at all.
 * @throws InputFault when there is one
 */
export function checkSendable({ body, query }: Pick<VendorRequest, 'body' | 'query'>): void {
	const found = unsendablePart(query) ?? unsendableName(body);
	if (found === undefined) return;
	if (LEFT_OUT.has(found)) {
		throw new InputFault(
			`A field named ${quoted(found)} cannot be sent: n8n leaves it out`,
			"Leave it out where you entered it; a record that the vendor holds with it is changed in the vendor's own program",
		);
	}
	throw new InputFault(
		`${quoted(found)} holds half a character, which cannot be sent`,
		'Check where the text comes from: it may have been cut within an emoji',
	);
}

const isUnsendable = (name: string): boolean => isBroken(name) || LEFT_OUT.has(name);

function unsendablePart(query: VendorRequest['query'] = {}): string | undefined {
	for (const name of Object.keys(query)) {
		if (isUnsendable(name)) return name;
		const value = String(query[name]);
		if (isBroken(value)) return value;
	}
	return undefined;
}

function unsendableName(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	for (const name of Object.keys(value)) {
		const found = isUnsendable(name) ? name : unsendableName((value as Record<string, unknown>)[name]);
		if (found !== undefined) return found;
	}
	return undefined;
}
