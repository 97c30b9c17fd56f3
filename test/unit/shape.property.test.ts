import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { epass } from '../../nodes/Epass/vendor';
import { guardantStation } from '../../nodes/GuardantStation/vendor';
import { manexErp } from '../../nodes/ManexErp/vendor';
import { proDeliveryManager } from '../../nodes/ProDeliveryManager/vendor';
import { shaper } from '../../nodes/shared/shape';
import type { OutputChoice, OutputMode } from '../../nodes/shared/shape';
import { CUSTOMER_KEYS, ORDER_KEYS } from '../../nodes/shared/shapes';
import type { Vendor } from '../../nodes/shared/vendor';
import { weevioPims } from '../../nodes/WeevioPims/vendor';
import { json } from './arbitraries';
import { customerOf } from './planned';

const VENDORS: Array<[string, Vendor]> = [
	weevioPims,
	proDeliveryManager,
	manexErp,
	guardantStation,
	epass,
].map((vendor) => [vendor.displayName, vendor]);
const record = json.map((value) => value as IDataObject);
const choice: fc.Arbitrary<OutputChoice> = fc.record({
	mode: fc.constantFrom<OutputMode>('simplified', 'raw', 'selected'),
	fields: fc.array(
		fc.oneof(
			fc.constantFrom('name', 'id', '__proto__', 'address.__proto__', 'constructor', 'a.b'),
			fc.string(),
		),
		{
			maxLength: 4,
		},
	),
	includeSensitiveFields: fc.boolean(),
});

/** Whether any object of a value has an own property of the name. */
function holdsKey(value: unknown, key: string): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return Object.hasOwn(value, key) || Object.values(value).some((inner) => holdsKey(inner, key));
}

describe.each(VENDORS)('any record of %s', (_, vendor) => {
	const customer = customerOf(vendor);
	const simplify = (given: IDataObject): IDataObject => customer.simplify(given, '');
	const { listOrders } = customer.operations;
	const orders = listOrders?.kind === 'list' ? listOrders.of : undefined;
	const hidden = vendor.sensitiveFields ?? [];

	it('becomes an item without a field named __proto__, and stays as it was', () => {
		fc.assert(
			fc.property(record, choice, (given, output) => {
				const before = JSON.stringify(given);
				const item = shaper(output, simplify, hidden)(given);
				expect(holdsKey(item, '__proto__')).toBe(false);
				expect(Object.getPrototypeOf(item)).toBe(Object.prototype);
				expect(JSON.stringify(given)).toBe(before);
			}),
			{ numRuns: 150 },
		);
	});

	it('has the common keys in order when simplified, each a single value or null', () => {
		fc.assert(
			fc.property(record, (given) => {
				const item = shaper(
					{ mode: 'simplified', fields: [], includeSensitiveFields: false },
					simplify,
					hidden,
				)(given);
				expect(Object.keys(item)).toEqual([...CUSTOMER_KEYS]);
				for (const value of Object.values(item)) {
					expect(value === null || ['string', 'number', 'boolean'].includes(typeof value)).toBe(true);
					expect(value).not.toBe('');
					expect(value).not.toBeNaN();
				}
			}),
			{ numRuns: 150 },
		);
	});

	if (orders === undefined) return;
	it('has the common keys of an order in order, the customer among them', () => {
		fc.assert(
			fc.property(record, (given) => {
				const item = shaper(
					{ mode: 'simplified', fields: [], includeSensitiveFields: false },
					(order) => orders.simplify(order, 'M-1000'),
					hidden,
				)(given);
				expect(Object.keys(item)).toEqual([...ORDER_KEYS]);
				expect(item.customerId).not.toBeNull();
			}),
			{ numRuns: 150 },
		);
	});
});

describe('sensitive fields', () => {
	it('are in no item of EPASS unless they are asked for, whatever else is', () => {
		fc.assert(
			fc.property(record, choice, fc.string({ minLength: 12 }), (given, output, secret) => {
				const withSecret = { ...given, SSN: secret, WebPassword: secret };
				const fields = [...output.fields, 'SSN', 'WebPassword'];
				const item = shaper(
					{ ...output, fields, includeSensitiveFields: false },
					(customer) => customerOf(epass).simplify(customer, ''),
					epass.sensitiveFields ?? [],
				)(withSecret);
				expect([item.SSN ?? null, item.WebPassword ?? null]).toEqual([null, null]);
			}),
			{ numRuns: 150 },
		);
	});
});
