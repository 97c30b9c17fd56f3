import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { textOfHtml } from './printable';
import { escaped } from './values';

const MASK = '***';
/** Shorter values would blank out ordinary words. */
const SHORTEST_SECRET = 3;
/** In base64 a short value leaves so few whole characters that they would be found in ordinary words. */
const SHORTEST_IN_BASE64 = 6;
/** In other letter cases a shorter value, or a plain word, would be found in ordinary words. */
const SHORTEST_IN_ANY_CASE = 8;
/** What is left of a secret where tags are cut out of a text says little when it is shorter, and is found everywhere. */
const SHORTEST_REST = 4;

/**
 * Blanks secrets in any text, in every form in which they travel:
 * - as they are, their accents as part of the letter or apart; of 8 characters on, and no plain word, in any letter case
 * - in a URL or a form, in UTF-8 or Latin-1, also within another URL
 * - in JSON, also within JSON, and in the texts of JavaScript, SQL and CSV
 * - in HTML, by number or by name, also within HTML, and as it is left when a page's tags are cut out
 * - in UTF-8 that was read as Latin-1
 * - in base64 and as hexadecimal bytes, alone or within a longer text such as a Basic header
 *
 * It keeps all that it has been shown: a secret that was replaced during a run is still one.
 */
export class Redactor {
	private readonly secrets = new Set<string>();
	private forms: readonly Form[] | undefined;

	/** Remembers the secrets of a credential. */
	readonly see = (credential: ICredentialDataDecryptedObject, properties: readonly string[]): void => {
		for (const property of properties) {
			const value = credential[property];
			const secret = typeof value === 'number' ? String(value) : value;
			if (typeof secret !== 'string' || secret.trim().length < SHORTEST_SECRET) continue;
			for (const form of [secret, secret.trim()]) {
				if (this.secrets.has(form)) continue;
				this.secrets.add(form);
				this.forms = undefined;
			}
		}
	};

	readonly clean = (text: string): string => {
		if (this.secrets.size === 0) return text;
		this.forms ??= formsOf([...this.secrets]);
		// All are looked for in the text as it is: what is masked first may be a part of a longer one.
		const found = this.forms
			.filter(({ shortest }) => shortest <= text.length)
			.flatMap(({ pattern }) => [...text.matchAll(pattern)])
			.map(({ index, 0: { length } }) => ({ start: index, end: index + length }));
		found.sort((a, b) => a.start - b.start);
		let cleaned = '';
		let end = 0;
		for (const each of found) {
			if (each.start >= end) cleaned += text.slice(end, each.start) + MASK;
			end = Math.max(end, each.end);
		}
		return cleaned + text.slice(end);
	};
}

interface Form {
	readonly pattern: RegExp;
	/** No shorter text holds it. V8 compiles a pattern when it is first used, which for a long token takes milliseconds. */
	readonly shortest: number;
}

/** Each spelling has a pattern of its own: V8 takes many times as long to compile all of them as one. */
function formsOf(secrets: readonly string[]): Form[] {
	const pairs = secrets.flatMap((user) => secrets.map((password) => `${user}:${password}`));
	// The whole of a Basic header, so that not even the seam is left.
	const inBase64s = new Set([...secrets.flatMap(base64Of), ...pairs.flatMap(inBase64)]);
	// The longest first, of those that begin alike.
	const longestFirst = [...inBase64s].sort((a, b) => b.length - a.length);
	const padding = `(?:${waysOf('=', false).join('|')}){0,2}`;
	const encodings = [
		...secrets.flatMap(hexadecimalOf),
		`(?:${longestFirst.map(writtenBase64).join('|')})${padding}`,
	];
	return [
		...Array.from(new Set(secrets.flatMap(spellingsOf)), (spelling) => ({
			pattern: new RegExp(writtenOf(spelling), 'g'),
			shortest: [...spelling].length,
		})),
		{
			pattern: new RegExp(encodings.join('|'), 'g'),
			shortest: SHORTEST_SECRET,
		},
	];
}

/** A secret as other programs spell it before anything is encoded. */
function spellingsOf(secret: string): string[] {
	// A secret may stand within a tag as well, which its own angle bracket ends.
	const rests = [secret, `<${secret}`].map(textOfHtml).filter((rest) => rest.length >= SHORTEST_REST);
	return [
		secret,
		secret.normalize('NFC'),
		secret.normalize('NFD'),
		secret.replaceAll("'", "''"),
		secret.replaceAll('"', '""'),
		...rests,
	];
}

/** A secret with each of its characters in any of the ways in which texts write it. */
function writtenOf(secret: string): string {
	const inAnyCase = secret.length >= SHORTEST_IN_ANY_CASE && /[^\p{L}\p{M}]/u.test(secret);
	// Backslashes that follow one another are one, lest a text be tried with each of them in turn.
	return [...secret.matchAll(/\\+|[^\\]/gu)]
		.map(([part]) => `(?:${waysOf(part, inAnyCase).join('|')})`)
		.join('');
}

/** The names of HTML for the characters of Latin-1 from U+00A0 on. */
const LATIN_1_NAMES = `nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr
	deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest
	Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml
	ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig
	agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml
	eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml`;

const ENTITIES: Readonly<Record<string, string>> = {
	...Object.fromEntries(
		LATIN_1_NAMES.split(/\s+/).map((name, index) => [String.fromCharCode(0xa0 + index), name]),
	),
	' ': 'nbsp',
	'!': 'excl',
	'"': 'quot|QUOT',
	'#': 'num',
	$: 'dollar',
	'%': 'percnt',
	'&': 'amp|AMP',
	"'": 'apos',
	'(': 'lpar',
	')': 'rpar',
	'*': 'ast',
	'+': 'plus',
	',': 'comma',
	'.': 'period',
	'/': 'sol',
	':': 'colon',
	';': 'semi',
	'<': 'lt|LT',
	'=': 'equals',
	'>': 'gt|GT',
	'?': 'quest',
	'@': 'commat',
	'[': 'lsqb|lbrack',
	'\\': 'bsol',
	']': 'rsqb|rbrack',
	'^': 'Hat',
	_: 'lowbar',
	'`': 'grave',
	'{': 'lcub|lbrace',
	'|': 'verbar|vert',
	'}': 'rcub|rbrace',
};

/*
 * The bounds below are four and more because V8 writes out a loop of up to three: a pattern of a few secrets took a
 * third of a second to compile.
 */

/** HTML within HTML writes its ampersands as entities each time. */
const AMPERSAND = '&(?:amp;){0,4}';

/** JSON within JSON doubles its backslashes each time. */
const BACKSLASHES = '\\\\{1,8}';

/** A byte after its percent sign, which is encoded once more as part of an address within an address. */
const PERCENT = '%(?:25){0,4}';

/** What all encoded ways begin with: looked at first, it spares V8 most of each character's ways. */
const ENCODED = '(?=[\\\\&%])';

function waysOf(part: string, inAnyCase: boolean): string[] {
	if (part.length > 1 && part.startsWith('\\')) {
		const one = waysOf('\\', false).slice(1);
		return [`\\\\{${part.length},${8 * part.length}}`, `(?:${one.join('|')}){${part.length}}`];
	}
	const character = part;
	const code = character.codePointAt(0) ?? 0;
	const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
	const plain = [character === '\\' ? BACKSLASHES : escaped(character)];
	const escapes = [units.map((unit) => `u${hex(unit, 4)}`).join(BACKSLASHES)];
	const entities = [`#0*${code}`, `#[xX]0*${hex(code, 1)}`];
	const octets: string[] = [];
	const named = ENTITIES[character];
	if (named !== undefined) entities.push(named);
	if (inAnyCase) {
		const others = [character.toLowerCase(), character.toUpperCase()].filter((each) => each !== character);
		plain.push(...others.map(escaped));
	}
	// Half a character, as a slip of the keyboard may leave it, has no form in a URL.
	if (character.isWellFormed()) {
		const bytes = Buffer.from(character);
		octets.push([...bytes].map((byte) => hex(byte, 2)).join(PERCENT));
		if (bytes.length > 1) plain.push(escaped(bytes.toString('latin1')));
	}
	if (code <= 0xff) escapes.push(`x${hex(code, 2)}`);
	if (code > 0x7f && code <= 0xff) octets.push(hex(code, 2));
	if (character === ' ') plain.push('\\+');
	if (/["'/`]/.test(character)) escapes.push(escaped(character));
	const letter = CONTROL_LETTERS[character];
	if (letter !== undefined) escapes.push(letter);
	const encoded = [
		`${BACKSLASHES}(?:${escapes.join('|')})`,
		`${AMPERSAND}(?:${entities.join('|')});?`,
		...(octets.length > 0 ? [`${PERCENT}(?:${octets.join('|')})`] : []),
	];
	return [...plain, `${ENCODED}(?:${encoded.join('|')})`];
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

/** Its signs may be written in other ways, as in an address or in JSON; its letters and digits are left alone. */
const writtenBase64 = (form: string): string =>
	form.replace(/[+/_-]/g, (sign) => `(?:${waysOf(sign, false).join('|')})`);

/** The bytes of a secret, with at most one sign between them; of a short one they might be any number. */
function hexadecimalOf(secret: string): string[] {
	const bytes = Buffer.from(secret);
	return bytes.length < SHORTEST_IN_BASE64 ? [] : [Array.from(bytes, (byte) => hex(byte, 2)).join('[-: ]?')];
}

/** In the usual alphabet and in that of addresses, without padding. */
function inBase64(value: string | Buffer): string[] {
	const plain = Buffer.from(value).toString('base64').replace(/=+$/, '');
	return [plain, plain.replaceAll('+', '-').replaceAll('/', '_')];
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
		for (const within of inBase64(Buffer.concat([Buffer.alloc(before), bytes]))) {
			forms.push(within.slice(before === 0 ? 0 : before + 1, within.length - shared));
		}
	}
	return forms;
}
