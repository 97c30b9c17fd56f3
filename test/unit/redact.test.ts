import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { Redactor } from '../../nodes/shared/redact';

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

	it('leaves no end of a secret that another one begins', () => {
		const both = redactor({ apiKey: 'abcdef', sessionToken: 'abcdef-123456' }, ['apiKey', 'sessionToken']);
		expect(both('token abcdef-123456')).toBe('token ***');
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
	])('S17: blanks a secret in %s', (_, password, form) => {
		expect(redactor({ password }, ['password'])(`<${form}>`)).toBe('<***>');
	});

	it('S4: blanks all secrets that it has seen, those that were replaced included', () => {
		const seen = new Redactor();
		seen.see({ sessionToken: 'first-token' }, ['sessionToken']);
		expect(seen.clean('first-token second-token')).toBe('*** second-token');
		seen.see({ sessionToken: 'second-token' }, ['sessionToken']);
		expect(seen.clean('first-token second-token')).toBe('*** ***');
	});
});
