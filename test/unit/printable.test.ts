import fc from 'fast-check';
import { hintsFor } from '../../nodes/shared/hints';
import { printable, printableHtml, quoted } from '../../nodes/shared/printable';
import { listed } from '../../nodes/shared/words';
import { notes } from './notes';

const LIVE = '<a href="https://evil.example">click</a><img src=x onerror=alert(1)>';
/** What begins a tag, a comment or the like for a browser. */
const TAG = /<[a-z/!?]/i;

describe('S19: a foreign text that is shown', () => {
	it('has no tag that a browser would take for one, and reads as it was', () => {
		expect(printable(LIVE, 200)).toBe(
			'< a href="https://evil.example">click< /a>< img src=x onerror=alert(1)>',
		);
		expect(printable('5 < 6 & a<5', 200)).toBe('5 < 6 & a<5');
		expect(printableHtml('<b>Tom & Co</b>', 200)).toBe('&lt;b&gt;Tom &amp; Co&lt;/b&gt;');
	});

	it('is cut between characters', () => {
		expect(printable('x'.repeat(100_000), 10)).toBe(`${'x'.repeat(10)}…`);
		expect(printable('😀😀😀', 2)).toBe('😀😀…');
		expect(printable('😀😀', 2)).toBe('😀😀');
	});

	it('has nothing that cannot be seen', () => {
		expect(printable('a\u0000\u001b[31mb\nc\u202ed\ufeffe\ud83d', 50)).toBe('a [31mb c d e ');
	});

	it('is never live and never longer than it may be, whatever it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (tail, most) => {
				for (const text of [tail, `<a${tail}`, `${tail}<!--`, `<\u0000img${tail}`]) {
					expect(printable(text, most)).not.toMatch(TAG);
					expect(printableHtml(text, most)).not.toContain('<');
					expect([...printable(text, most).replaceAll('< ', '<')].length).toBeLessThanOrEqual(most + 1);
				}
			}),
		);
	});

	it('is named in a complaint by what it is', () => {
		expect([quoted('a'), quoted(5), quoted(null), quoted([1]), quoted({})]).toEqual([
			'"a"',
			'"5"',
			'"null"',
			'a list',
			'an object',
		]);
	});

	it('stands in a hint escaped, cut and with no more than ten others', () => {
		const unmapped = new Set([LIVE, 'k'.repeat(100_000), ...Array.from({ length: 50 }, (_, n) => `key${n}`)]);
		const [hint = ''] = hintsFor(notes({ unmapped }));
		expect(hint).toContain('&lt;a href=');
		expect(hint).not.toContain('<');
		expect(hint).toMatch(/^52 fields of the input .+ and 42 more\.$/);
		expect(hint.length).toBeLessThan(600);
	});
});

describe('a long list', () => {
	it('is cut to ten, with how many more there are', () => {
		const keys = Array.from({ length: 51 }, (_, index) => `M-${index}`);
		expect(listed(keys.slice(0, 10))).toBe('M-0, M-1, M-2, M-3, M-4, M-5, M-6, M-7, M-8, M-9');
		expect(listed(keys)).toBe('M-0, M-1, M-2, M-3, M-4, M-5, M-6, M-7, M-8, M-9 and 41 more');
	});
});
