import { redactor } from '../../nodes/shared/redact';

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

	it('minds no property that is missing or no text', () => {
		expect(redactor({ password: 12345 as unknown as string }, ['password', 'missing'])('12345')).toBe(
			'12345',
		);
	});
});
