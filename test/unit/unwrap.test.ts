import { epass } from '../../nodes/Epass/vendor';
import { guardantStation } from '../../nodes/GuardantStation/vendor';
import type { Fault } from '../../nodes/shared/fault';
import { manexErp } from '../../nodes/ManexErp/vendor';
import { proDeliveryManager } from '../../nodes/ProDeliveryManager/vendor';
import { namedWordsOf, shortened, unwrapAnswer, wordsOf } from '../../nodes/shared/unwrap';
import type { Vendor } from '../../nodes/shared/vendor';
import { weevioPims } from '../../nodes/WeevioPims/vendor';

const VENDORS: ReadonlyArray<readonly [string, Vendor]> = [
	epass,
	guardantStation,
	manexErp,
	proDeliveryManager,
	weevioPims,
].map((vendor: Vendor) => [vendor.displayName, vendor] as const);

const WORDS = 'Bad BSTATE';
const BODIES: ReadonlyArray<readonly [string, unknown]> = Object.entries({
	'a list of texts': { errors: [WORDS] },
	'a list of objects': { errors: [{ message: WORDS }] },
	'a list of lists': { errors: [[WORDS]] },
	'texts by field': { errors: { message: [WORDS] } },
	errorMessage: { errorMessage: WORDS },
	error_description: { error: { error_description: WORDS } },
	reason: { reason: WORDS },
	'a key in capitals': { MESSAGE: WORDS },
	'a list as data': { data: [WORDS] },
	title: { title: WORDS, status: 400 },
	detail: { detail: WORDS },
	'a text alone': WORDS,
	'a list alone': [WORDS],
	'a page': `<html><head><title>${WORDS}</title><style>p {}</style></head></html>`,
	'no usual key': { BSTATE: WORDS },
	'a number beside it': { message: 400, reason: WORDS },
	'nothing beside it': { message: null, error: '', reason: WORDS },
});

describe.each(VENDORS)('A7: the words of a refusal of %s', (_, vendor) => {
	it.each(BODIES)('are found in %s', (_name, body) => {
		const unwrapped = unwrapAnswer(vendor, { status: 400, headers: {}, body });
		expect(unwrapped).toMatchObject({ kind: 'refused', message: expect.stringContaining(WORDS) });
	});

	it.each([['', {}, [], null, undefined, '   ', '<br/>']])(
		'say at least the status where there are none',
		(...bodies) => {
			for (const body of bodies)
				expect(unwrapAnswer(vendor, { status: 400, headers: {}, body })).toMatchObject({
					message: expect.stringContaining('400'),
				});
		},
	);

	it('are shortened', () => {
		const body = { message: 'x'.repeat(100_000) };
		const unwrapped = unwrapAnswer(vendor, { status: 400, headers: {}, body });
		const message = unwrapped.kind === 'refused' ? unwrapped.message : 'x'.repeat(100_000);
		expect(message.length).toBeLessThanOrEqual(10_100);
		expect(shortened(message)).toHaveLength(500);
	});

	it.each([301, 302, 303, 304, 307, 308])('B1: HTTP %i is followed nowhere', (status) => {
		let thrown: unknown;
		try {
			unwrapAnswer(vendor, { status, headers: {}, body: '' });
		} catch (error) {
			thrown = error;
		}
		// "See Other" may follow what was done.
		expect((thrown as Fault).details.nothingDone).toBe(status === 303 ? undefined : true);
	});
});

describe('the words of a body', () => {
	it('are a page’s text without its tags, scripts and styles', () => {
		expect(wordsOf('<p>Too <b>many</b></p><script>x < y</script>')).toBe('Too many');
	});

	it('are its own text where it has no usual key, and nothing where it is empty', () => {
		expect(wordsOf({ code: 7 })).toBe('{"code":7}');
		for (const empty of ['', {}, null, undefined]) expect(wordsOf(empty)).toBeNull();
	});

	it('stand under a usual name, or there are none', () => {
		expect(namedWordsOf({ code: 7 })).toBeNull();
		expect(namedWordsOf({ errors: [{ reason: 'Bad' }] })).toBe('Bad');
	});

	it('are looked for no deeper than they are put, so that nothing can make us run out of stack', () => {
		let body: unknown = { x: 1 };
		for (let level = 0; level < 50_000; level++) body = { message: body };
		expect(() => wordsOf(body)).not.toThrow();
	});
});
