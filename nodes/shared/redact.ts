import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

const MASK = '***';
/** Shorter values would blank out ordinary words. */
const SHORTEST_SECRET = 3;
/** In base64 a short value leaves so few whole characters that they would be found in ordinary words. */
const SHORTEST_IN_BASE64 = 6;

/**
 * Blanks secrets in any text, in every form in which they travel: as they are, in a URL, in a form, in JSON, in HTML,
 * and in base64, alone or within a longer text such as a Basic header. It keeps all that it has been shown: a secret
 * that was replaced during a run is still one.
 */
export class Redactor {
	private readonly secrets = new Set<string>();
	private pattern: RegExp | undefined;

	/** Remembers the secrets of a credential. */
	readonly see = (credential: ICredentialDataDecryptedObject, properties: readonly string[]): void => {
		for (const property of properties) {
			const value = credential[property];
			const secret = typeof value === 'number' ? String(value) : value;
			if (typeof secret !== 'string' || secret.trim().length < SHORTEST_SECRET) continue;
			for (const form of [secret, secret.trim()]) {
				if (this.secrets.has(form)) continue;
				this.secrets.add(form);
				this.pattern = undefined;
			}
		}
	};

	readonly clean = (text: string): string => {
		if (this.secrets.size === 0) return text;
		this.pattern ??= patternOf([...this.secrets]);
		return text.replace(this.pattern, MASK);
	};
}

/** In place of what cannot be shown without fields that are hidden. */
export const NOT_SHOWN = '(not shown: holds hidden fields)';

/** Hides a text that is JSON, or holds some, with one of these fields in it: an answer's words may be all of its body. */
export function hidingJsonWith(fields: readonly string[]): (text: string) => string {
	if (fields.length === 0) return (text) => text;
	const field = new RegExp(`"(?:${fields.map(escaped).join('|')})\\\\*"\\s*[:,}\\]]`, 'i');
	return (text) => (/[{[]/.test(text) && field.test(text) ? NOT_SHOWN : text);
}

function patternOf(secrets: readonly string[]): RegExp {
	const pairs = secrets.flatMap((user) => secrets.map((password) => `${user}:${password}`));
	const forms = [
		...secrets.map(writtenOf),
		...secrets.flatMap(base64Of).map(escaped),
		// The whole of a Basic header, so that not even the seam is left.
		...pairs.flatMap(inBase64).map(escaped),
	];
	// The longest first, so that no part of a longer form is left over.
	return new RegExp(forms.sort((a, b) => b.length - a.length).join('|'), 'g');
}

/** A secret with each of its characters in any of the ways in which texts write it. */
function writtenOf(secret: string): string {
	return [...secret].map((character) => `(?:${waysOf(character).join('|')})`).join('');
}

const ENTITIES: Readonly<Record<string, readonly string[]>> = {
	'&': ['amp'],
	'<': ['lt'],
	'>': ['gt'],
	'"': ['quot'],
	"'": ['apos'],
	' ': ['nbsp'],
	'+': ['plus'],
	'/': ['sol'],
	'=': ['equals'],
};

/** JSON within JSON doubles its backslashes each time. */
const BACKSLASHES = '\\\\{1,8}';

function waysOf(character: string): string[] {
	const code = character.codePointAt(0) ?? 0;
	const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
	const ways = [
		character === '\\' ? BACKSLASHES : escaped(character),
		units.map((unit) => `${BACKSLASHES}u${hex(unit, 4)}`).join(''),
		`&#0*${code};?`,
		`&#[xX]0*${hex(code, 1)};?`,
		...(ENTITIES[character] ?? []).map((name) => `&${name};?`),
	];
	// Half a character, as a slip of the keyboard may leave it, has no form in a URL.
	if (character.isWellFormed()) {
		// Once, or again as part of an address within an address.
		ways.push(Array.from(Buffer.from(character), (byte) => `%(?:25){0,3}${hex(byte, 2)}`).join(''));
	}
	if (character === ' ') ways.push('\\+');
	if (character === '"' || character === '/') ways.push(`${BACKSLASHES}${escaped(character)}`);
	const letter = CONTROL_LETTERS[character];
	if (letter !== undefined) ways.push(`${BACKSLASHES}${letter}`);
	return ways;
}

const CONTROL_LETTERS: Readonly<Record<string, string>> = {
	'\n': 'n',
	'\r': 'r',
	'\t': 't',
	'\b': 'b',
	'\f': 'f',
};

/** A number in hexadecimal, its letters in either case. */
function hex(value: number, digits: number): string {
	const written = value.toString(16).padStart(digits, '0');
	return written.replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** With and without padding, in the usual alphabet and in that of addresses. */
function inBase64(value: string | Buffer): string[] {
	const padded = Buffer.from(value).toString('base64');
	const plain = padded.replace(/=+$/, '');
	return [padded, plain, plain.replaceAll('+', '-').replaceAll('/', '_')];
}

/**
 * A secret in base64: alone, and what a longer text shows of it at each of the three places where it may begin
 * within a group of three bytes, without the characters that it shares with what stands around it.
 */
function base64Of(secret: string): string[] {
	const bytes = Buffer.from(secret);
	const forms = inBase64(bytes);
	if (bytes.length < SHORTEST_IN_BASE64) return forms;
	for (const before of [0, 1, 2]) {
		const shared = (before + bytes.length) % 3 === 0 ? 0 : 1;
		for (const within of inBase64(Buffer.concat([Buffer.alloc(before), bytes])).slice(1)) {
			forms.push(within.slice(before === 0 ? 0 : before + 1, within.length - shared));
		}
	}
	return forms;
}

const escaped = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
