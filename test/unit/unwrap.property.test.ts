import fc from 'fast-check';

import { epass } from '../../nodes/Epass/vendor';
import { guardantStation } from '../../nodes/GuardantStation/vendor';
import { manexErp } from '../../nodes/ManexErp/vendor';
import { proDeliveryManager } from '../../nodes/ProDeliveryManager/vendor';
import { Fault } from '../../nodes/shared/fault';
import { refusalFault, unwrapAnswer } from '../../nodes/shared/unwrap';
import type { Vendor } from '../../nodes/shared/vendor';
import type { Answer } from '../../nodes/shared/wire';
import { weevioPims } from '../../nodes/WeevioPims/vendor';
import { json } from './arbitraries';

const VENDORS: Array<[string, Vendor]> = [
	weevioPims,
	proDeliveryManager,
	manexErp,
	guardantStation,
	epass,
].map((vendor) => [vendor.displayName, vendor]);
const answer: fc.Arbitrary<Answer> = fc.record({
	status: fc.oneof(
		fc.constantFrom(200, 201, 204, 301, 302, 400, 401, 403, 404, 422, 429, 500, 502, 503),
		fc.integer({ min: 100, max: 599 }),
	),
	headers: fc.constant({}),
	body: fc.oneof(
		{ weight: 5, arbitrary: json },
		fc.jsonValue(),
		fc.string(),
		fc.constantFrom<unknown>(undefined, null, '', '<html></html>', 'Customer not found.'),
	),
});

describe.each(VENDORS)('whatever is answered in the name of %s', (_, vendor) => {
	it('is read as records, as a refusal in words, or ends with a fault in words', () => {
		fc.assert(
			fc.property(answer, (given) => {
				let unwrapped;
				try {
					unwrapped = unwrapAnswer(vendor, given);
				} catch (error) {
					expect(error).toBeInstanceOf(Fault);
					expect((error as Fault).message.trim()).not.toBe('');
					return;
				}
				if (unwrapped.kind === 'records') {
					for (const record of unwrapped.records)
						expect(typeof record === 'object' && record !== null).toBe(true);
				} else {
					expect(unwrapped.message.trim()).not.toBe('');
					expect(refusalFault(unwrapped, given).details.kind).toBe(unwrapped.reason);
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('leaves the answer as it was', () => {
		fc.assert(
			fc.property(answer, (given) => {
				const before = structuredClone(given.body);
				try {
					unwrapAnswer(vendor, given);
				} catch (error) {
					expect(error).toBeInstanceOf(Fault);
				}
				expect(given.body).toEqual(before);
			}),
			{ numRuns: 100 },
		);
	});

	it('is never taken for records when the HTTP status is a redirect', () => {
		fc.assert(
			fc.property(answer, fc.integer({ min: 300, max: 399 }), (given, status) => {
				expect(() => unwrapAnswer(vendor, { ...given, status })).toThrow(Fault);
			}),
		);
	});
});
