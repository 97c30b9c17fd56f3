import fc from 'fast-check';

import { checkedBaseUrl, joinUrl } from '../../nodes/shared/url';

/** Any text that an address can hold: '', '.' and '..' are refused, which url.test.ts shows. */
const segment = fc
	.oneof(
		fc.string({ unit: 'binary' }),
		fc.string(),
		fc.constantFrom('../x?y#z', '...', '%2e', '//', '\\..\\', '?', '#', '@', ':'),
	)
	.filter((text) => !['', '.', '..'].includes(text));

describe('the address of any path', () => {
	it('gives back every segment as it was, and nothing but them', () => {
		fc.assert(
			fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) => {
				const url = new URL(joinUrl('https://api.example.com/v1', segments));
				expect(url.pathname.split('/').slice(2).map(decodeURIComponent)).toEqual(segments);
				expect([url.origin, url.search, url.hash, url.username]).toEqual([
					'https://api.example.com',
					'',
					'',
					'',
				]);
			}),
			{ numRuns: 300 },
		);
	});
});

describe('any base URL that is taken', () => {
	it('keeps its host when a path is put at its end', () => {
		fc.assert(
			fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), segment, (given, last) => {
				let base: string;
				try {
					base = checkedBaseUrl(given);
				} catch {
					expect(given).toMatch(/[?#]/);
					return;
				}
				const url = new URL(joinUrl(base, [last]));
				expect(url.host).toBe(new URL(given).host);
				expect(decodeURIComponent(url.pathname.split('/').at(-1) ?? '')).toBe(last);
			}),
			{ numRuns: 300 },
		);
	});
});
