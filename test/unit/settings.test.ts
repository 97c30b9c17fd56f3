import type { GenericValue } from 'n8n-workflow';

import { epass } from '../../nodes/Epass/vendor';
import type { Parameters } from '../../nodes/shared/parameters';
import {
	DEFAULT_MAX_RETRIES,
	DEFAULT_PARALLEL_REQUESTS,
	DEFAULT_TIMEOUT_MS,
	settingsOf,
} from '../../nodes/shared/settings';

const settings = (options: Record<string, GenericValue>) =>
	settingsOf({ options } as unknown as Parameters, epass);

describe('G6: Options > Timeout', () => {
	it.each([undefined, null, '', '  ', 0, '0', -5, 'soon', NaN, false])(
		'%p says nothing, so it is the default',
		(timeout) => {
			expect(settings({ timeout }).timeoutMs).toBe(DEFAULT_TIMEOUT_MS);
		},
	);

	it.each([3_000_000_000, 2 ** 31, '3000000000', 1e300, Infinity])(
		'%p is longer than a timer can be, which would go off at once',
		(timeout) => {
			const { timeoutMs } = settings({ timeout });
			expect([DEFAULT_TIMEOUT_MS, 2 ** 31 - 1]).toContain(timeoutMs);
		},
	);

	it.each([
		[1, 1],
		[1500.9, 1500],
		['2000', 2000],
		[2 ** 31 - 1, 2 ** 31 - 1],
	])('%p is %i ms', (timeout, timeoutMs) => {
		expect(settings({ timeout }).timeoutMs).toBe(timeoutMs);
	});
});

describe('G6: the other options of a run', () => {
	it('hold their defaults where nothing sensible is said, and 0 retries are said', () => {
		for (const odd of ['', null, -1, 'many', NaN]) {
			expect(settings({ maxRetries: odd, maxParallelRequests: odd })).toMatchObject({
				maxRetries: DEFAULT_MAX_RETRIES,
				maxParallelRequests: DEFAULT_PARALLEL_REQUESTS,
			});
		}
		expect(settings({ maxRetries: 0, maxParallelRequests: 0 })).toMatchObject({
			maxRetries: 0,
			maxParallelRequests: DEFAULT_PARALLEL_REQUESTS,
		});
	});

	it('ask no vendor for more at once than it is to get', () => {
		for (const maxParallelRequests of [1e9, Infinity, '500'])
			expect(settings({ maxParallelRequests }).maxParallelRequests).toBeLessThanOrEqual(
				epass.maxParallelRequests,
			);
	});
});
