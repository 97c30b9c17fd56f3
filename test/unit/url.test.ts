import type { IDataObject } from 'n8n-workflow';
import { InputFault } from '../../nodes/shared/fault';
import { checkedBaseUrl, checkSendable, joinUrl, leadsUp } from '../../nodes/shared/url';

describe('the base URL of a credential', () => {
	it.each([
		['https://api.example.com/v1', 'https://api.example.com/v1'],
		['https://api.example.com/v1/', 'https://api.example.com/v1'],
		['https://api.example.com//', 'https://api.example.com'],
		['  http://127.0.0.1:5678/x ', 'http://127.0.0.1:5678/x'],
		['http://[::1]:80/x', 'http://[::1]:80/x'],
		['HTTPS://API.example.com', 'HTTPS://API.example.com'],
	])('takes "%s"', (given, expected) => {
		expect(checkedBaseUrl(given)).toBe(expected);
	});

	it.each(['', '   ', undefined, null, 5, {}])('asks to be filled in when it is %p', (given) => {
		expect(() => checkedBaseUrl(given)).toThrow(/is empty/);
	});

	it.each([
		'api.example.com',
		'/v1',
		'ftp://example.com',
		'javascript:alert(1)',
		'file:///etc/passwd',
		'https://',
		'https://a b',
	])('refuses "%s", which is no web address', (given) => {
		expect(() => checkedBaseUrl(given)).toThrow(/not a web address/);
	});

	it.each([
		'https://user@example.com',
		'https://user:secret@example.com',
		'https://:secret@example.com',
		'https://example.com/?a=1',
		'https://example.com/#top',
		'https://example.com/?',
		'https://example.com/v1#',
	])('refuses "%s", in which a path cannot be put at the end or a secret would show', (given) => {
		expect(() => checkedBaseUrl(given)).toThrow(InputFault);
	});

	it('does not repeat a secret that stands in it', () => {
		expect(() => checkedBaseUrl('https://user:secret-word@example.com')).not.toThrow(/secret-word/);
		expect(() => checkedBaseUrl('https://user:secret-word@example.com')).toThrow();
	});
});

describe('the address of a path', () => {
	const segmentsOf = (url: string): string[] =>
		new URL(url).pathname.split('/').slice(1).map(decodeURIComponent);

	it.each([
		'../x?y#z',
		'../../etc/passwd',
		'a/b',
		'a\\b',
		'a b+c',
		'ä😀',
		'%2e%2e',
		'..%2f',
		'…',
		'~',
		"!'()*",
		';,:@&=$',
	])('keeps "%s" one segment', (segment) => {
		const url = joinUrl('https://api.example.com/v1', ['customers', segment, 'orders']);
		expect(segmentsOf(url)).toEqual(['v1', 'customers', segment, 'orders']);
		expect(new URL(url)).toMatchObject({ search: '', hash: '', host: 'api.example.com' });
	});

	it.each(['', '.', '..'])('refuses the segment "%s", which every URL parser resolves away', (segment) => {
		expect(() => joinUrl('https://api.example.com', ['customers', segment])).toThrow(InputFault);
	});

	it('refuses half a character, which no address can hold', () => {
		expect(() => joinUrl('https://api.example.com', ['\ud83d'])).toThrow(InputFault);
	});

	it('is the base alone when there is no path', () => {
		expect(joinUrl('https://api.example.com/v1', [])).toBe('https://api.example.com/v1');
	});
});

describe('a segment that leads up', () => {
	it.each([
		'..',
		'%2e%2E',
		'.%2e',
		'a%2f..',
		'%252e%252e',
		'%25252e.',
		'%2525252e%2525252e%25252fa',
		'a%255c..',
	])('is told however often it is encoded: %s', (segment) => expect(leadsUp(segment)).toBe(true));

	it.each(['a..b', '...', '%25', '2e2e', '100%25'])('is not %s', (segment) =>
		expect(leadsUp(segment)).toBe(false),
	);

	// Looked through once for each time, this would take days.
	it('is told as well in a text of any length', () => {
		expect(leadsUp(`%${'25'.repeat(1_000_000)}2e.`)).toBe(true);
		expect(leadsUp(`%${'25'.repeat(1_000_000)}`)).toBe(false);
	});
});

describe('S23: half a character', () => {
	it.each<Parameters<typeof checkSendable>[0]>([
		{ query: { q: 'A\ud83d' } },
		{ query: { 'A\ude00': 1 } },
		{ body: { 'A\ud83d': 1 } },
		{ body: { a: [{ '\ud83d': 1 }] } },
	])('is refused in %j', (request) => {
		expect(() => checkSendable(request)).toThrow(/half a character/);
	});

	it('is no whole one, which is sent', () => {
		expect(() => checkSendable({ query: { 'A😀': '😀' }, body: { '😀': ['😀'] } })).not.toThrow();
		expect(() => checkSendable({})).not.toThrow();
	});
});

describe('a name that the request library leaves out', () => {
	it.each(['__proto__', 'constructor', 'prototype'])('is refused wherever it stands: %s', (name) => {
		const held = JSON.parse(`{"${name}":1}`) as IDataObject;
		const words = `A field named "${name}" cannot be sent: n8n leaves it out`;
		for (const request of [
			{ query: held as Record<string, number> },
			{ body: held },
			{ body: [{ a: [held] }] },
			{ body: { [name.toUpperCase()]: 1, a: { b: held } } },
		])
			expect(() => checkSendable(request)).toThrow(words);
		expect(() => checkSendable({ query: { name }, body: { name, [`${name}s`]: 1 } })).not.toThrow();
	});
});
