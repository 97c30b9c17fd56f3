import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { Redactor } from '../../nodes/shared/redact';
import { namedWordsOf, wordsOf } from '../../nodes/shared/unwrap';

const redactor = (
	credential: ICredentialDataDecryptedObject,
	secrets: readonly string[],
): ((text: string) => string) => {
	const redactor = new Redactor();
	redactor.see(credential, secrets);
	return redactor.clean;
};

const SECRET = 'p@ss "wörd"/+&=\\x';
const redact = redactor({ password: SECRET, userId: 'jane' }, ['password']);

describe('redacting', () => {
	it.each([
		['as it is', SECRET],
		['in a query string', encodeURIComponent(SECRET)],
		['in an address', encodeURI(SECRET)],
		['in JSON', JSON.stringify(SECRET).slice(1, -1)],
		['in base64', Buffer.from(SECRET).toString('base64')],
	])('blanks a secret %s, wherever and how often it stands', (_, form) => {
		expect(redact(`a ${form} b ${form}`)).toBe('a *** b ***');
	});

	it('blanks a Basic header of API ID and secret as a whole', () => {
		const credential = { apiId: 'the-id', apiSecret: 'the-secret' };
		const header = Buffer.from('the-id:the-secret').toString('base64');
		expect(redactor(credential, ['apiId', 'apiSecret'])(`Authorization: Basic ${header}`)).toBe(
			'Authorization: Basic ***',
		);
	});

	it.each([
		['in an address', (text: string) => encodeURIComponent(text)],
		['in an address within one', (text: string) => encodeURIComponent(encodeURIComponent(text))],
		['as PHP writes JSON', (text: string) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/')],
		['in JSON of signs alone', (text: string) => text.replaceAll('+', '\\u002b').replaceAll('/', '\\u002F')],
		['in HTML', (text: string) => text.replaceAll('+', '&#43;').replaceAll('=', '&equals;')],
	])('blanks a Basic header %s', (_, written) => {
		const credential = { apiId: 'myid', apiSecret: 'Zq>>>k3y???abc9' };
		const header = Buffer.from('myid:Zq>>>k3y???abc9').toString('base64');
		expect(header).toMatch(/\+.*\/.*=/);
		expect(redactor(credential, ['apiId', 'apiSecret'])(`Basic ${written(header)}.`)).toBe('Basic ***.');
	});

	it.each(['', '-', ':', ' '])('blanks the bytes of a secret with "%s" between them', (between) => {
		const bytes = [...Buffer.from(SECRET)].map((byte) => byte.toString(16).padStart(2, '0'));
		expect(redact(`bytes ${bytes.join(between)}.`)).toBe('bytes ***.');
		expect(redact(`bytes ${bytes.join(between).toUpperCase()}.`)).toBe('bytes ***.');
	});

	it('leaves no end of a secret that another one begins', () => {
		const both = redactor({ apiKey: 'abcdef', sessionToken: 'abcdef-123456' }, ['apiKey', 'sessionToken']);
		expect(both('token abcdef-123456')).toBe('token ***');
	});

	it('leaves no end of a secret that begins within another one, or is a part of the form of another', () => {
		const both = redactor({ apiKey: 'abcdefgh', password: 'fghijk-xyz' }, ['apiKey', 'password']);
		expect(both('key abcdefghijk-xyz, fghijk-xyz')).toBe('key ***, ***');
		const header = Buffer.from('a-long-secret').toString('base64');
		const within = redactor({ apiKey: 'a-long-secret', password: header.slice(4, 9) }, [
			'apiKey',
			'password',
		]);
		expect(within(`${header} ${header.slice(4, 9)}`)).toBe('*** ***');
	});

	it('finds a secret that is all of a text, each of its characters in the shortest form', () => {
		for (const secret of ['abc', '\\\\\\', 'ü-ö', '😀😀😀', 'a"b']) {
			expect(redactor({ password: secret }, ['password'])(secret)).toBe('***');
		}
	});

	it('leaves all other text, the user’s name included', () => {
		expect(redact('jane: Customer not found. 100 %')).toBe('jane: Customer not found. 100 %');
	});

	it('does not blank out words for a secret of one or two letters, or for an empty one', () => {
		const short = redactor({ password: 'a', sessionToken: '', apiKey: 'to' }, [
			'password',
			'sessionToken',
			'apiKey',
		]);
		expect(short('a token to take')).toBe('a token to take');
	});

	it('takes a secret with special characters literally', () => {
		expect(redactor({ password: '.*$&' }, ['password'])('x .*$& abc')).toBe('x *** abc');
	});

	it('S17: blanks a key that is kept as a number, and minds no property that is missing', () => {
		const numeric = redactor({ apiKey: 12345 as unknown as string }, ['apiKey', 'missing']);
		expect(numeric('key 12345 of 1234')).toBe('key *** of 1234');
	});

	it.each([
		['percent codes in small letters', 'zürich-pass', 'z%c3%bcrich-pass'],
		['a plus for a blank', 'open sesame now', 'open+sesame+now'],
		['escapes of JSON that need not be', 'a&b<c>d', 'a\\u0026b\\u003Cc\\u003ed'],
		['escaped slashes', 'aa/bb/cc', 'aa\\/bb\\/cc'],
		['entities of HTML', `x<y>&"z'`, 'x&lt;y&gt;&amp;&quot;z&#039;'],
		['entities by number', 'päss+wort', 'p&#xE4;ss&#43;wort'],
		['base64 without padding', 'secret', 'c2VjcmV0'],
		['base64 for addresses', '>>>???>>>???', 'Pj4-Pz8_Pj4-Pz8_'],
		['an address within an address', 'a b&c d', 'a%2520b%2526c%2520d'],
		['accents apart from their letters', 'z\u00fcrich-pass', 'zu\u0308rich-pass'],
		['accents as part of their letters', 'zu\u0308rich-pass', 'z\u00fcrich-pass'],
		['percent codes of Latin-1', 'caf\u00e9 cr\u00e8me', 'caf%E9+cr%e8me'],
		['UTF-8 read as Latin-1', 'z\u00fcrich-\u20ac9', 'z\u00c3\u00bcrich-\u00e2\u0082\u00ac9'],
		['entities of letters by name', 'z\u00fcrich-\u00c9t\u00e9', 'z&uuml;rich-&Eacute;t&eacute;'],
		['entities of signs by name', '!@#$%_x', '&excl;&commat;&num;&dollar;&percnt;&lowbar;x'],
		['HTML within HTML', 'a<b>"c', 'a&amp;lt;b&amp;gt;&amp;#34;c'],
		['quotes behind a backslash', `it's "so"`, `it\\'s \\"so\\"`],
		['doubled single quotes', `it's 'so'`, `it''s ''so''`],
		['doubled quotes', 'say "so" 9', 'say ""so"" 9'],
		['codes of JavaScript', 'a<b>c', 'a\\x3Cb\\x3ec'],
		['hexadecimal', 'opensesame', '6f70656E736573616d65'],
		['capital letters', 'open-sesame-9z', 'OPEN-SESAME-9Z'],
		['small letters', 'Open-Sesame-9Z', 'open-sesame-9z'],
		['doubled backslashes', 'a\\\\\\b', 'a\\\\\\\\\\\\b'],
	])('S17: blanks a secret in %s', (_, password, form) => {
		expect(redactor({ password }, ['password'])(`<${form}>`)).toBe('<***>');
	});

	it('S17: blanks no word for a plain word in another letter case, nor for a short secret', () => {
		const both = redactor({ password: 'Customer', apiKey: 'aB-3' }, ['password', 'apiKey']);
		expect(both('customer ab-3, Customer aB-3')).toBe('customer ab-3, *** ***');
	});

	it.each([
		['open  sesame  99', 'Bad password open  sesame  99'],
		['open\tsesame\n99', '<p>open\tsesame\n99</p> is wrong'],
		['opensesame<s99', '<p>Bad token opensesame<s99</p><p>Try again</p>'],
		['opensesame<s99', 'Bad token opensesame<s99'],
		['open<b>sesame99', 'Bad <i>token</i> open<b>sesame99'],
		['ope>nsesame99', '<p>No</p><input value="ope>nsesame99">'],
	])('S17: blanks what the words of an answer leave of %j', (password, body) => {
		for (const answer of [body, { message: body }, { error: { errors: [`<div>${body}</div>`] } }]) {
			const words = redactor({ password }, ['password'])(wordsOf(answer) ?? namedWordsOf(answer) ?? '');
			expect(words).not.toMatch(/open|sesame/);
			expect(words).toContain('***');
		}
	});

	it.each([
		['quotes', `${`'"`.repeat(20)}x`, `'"`.repeat(5_000)],
		['backslashes', `${'\\'.repeat(20)}x`, '\\'.repeat(10_000)],
		['backslashes before quotes', `${`\\'`.repeat(15)}x`, `\\'`.repeat(5_000)],
		['ampersands', `${'&'.repeat(20)}x`, '&amp;amp;'.repeat(2_000)],
		['percent signs', `${'%25'.repeat(12)}x`, '%25'.repeat(5_000)],
		['blanks', `a${'  '.repeat(20)}x`, `a${' '.repeat(10_000)}`],
	])('S17: comes to an end with %s that may be read in many ways', (_, password, answer) => {
		// Read in each of these ways by itself, it would take years; the secret, at the end, is found all the same.
		const found = redactor({ password }, ['password'])(`${answer} and ${password}`);
		expect(found).toContain('***');
		expect(found).not.toContain(password);
	});

	it('S4: blanks all secrets that it has seen, those that were replaced included', () => {
		const seen = new Redactor();
		seen.see({ sessionToken: 'first-token' }, ['sessionToken']);
		expect(seen.clean('first-token second-token')).toBe('*** second-token');
		seen.see({ sessionToken: 'second-token' }, ['sessionToken']);
		expect(seen.clean('first-token second-token')).toBe('*** ***');
	});
});
