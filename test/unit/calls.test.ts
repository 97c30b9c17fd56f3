import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { epass } from '../../nodes/Epass/vendor';
import { guardantStation } from '../../nodes/GuardantStation/vendor';
import { manexErp } from '../../nodes/ManexErp/vendor';
import { proDeliveryManager } from '../../nodes/ProDeliveryManager/vendor';
import { call } from '../../nodes/shared/operations/call';
import { withCalls } from '../../nodes/shared/operations/calls';
import { parametersFrom } from '../../nodes/shared/parameters';
import { nodeProperties } from '../../nodes/shared/properties';
import type { Call } from '../../nodes/shared/resource';
import { typedPath } from '../../nodes/shared/url';
import type { Scope, Vendor } from '../../nodes/shared/vendor';
import { weevioPims } from '../../nodes/WeevioPims/vendor';

const VENDORS: readonly Vendor[] = [epass, guardantStation, manexErp, proDeliveryManager, weevioPims];

const scopeOf = (described: Vendor): Scope<Call> => {
	const vendor = withCalls(described);
	const resource = vendor.resources.apiCall;
	const operation = resource?.operations.apiCall;
	if (resource === undefined || operation?.kind !== 'call') throw new Error('There is no custom API call');
	return { vendor, name: 'apiCall', resource, operation };
};

const planned = (vendor: Vendor, values: IDataObject, { isTool = false, entered = values } = {}) =>
	call.plan(
		scopeOf(vendor),
		parametersFrom(
			(name) => values[name],
			{},
			{
				isExpression: () => false,
				timeZone: () => 'UTC',
				entered: (name) => entered[name],
				isTool,
			},
		),
	);

describe('the path of a custom API call', () => {
	it.each([
		['customers', ['customers']],
		[' /customers/8/ ', ['customers', '8']],
		['customers/a%2Fb%20c', ['customers', 'a/b c']],
		['customers/ü', ['customers', 'ü']],
		['customers/...', ['customers', '...']],
	])('"%s" is cut into its segments', (typed, path) => {
		expect(typedPath(typed)).toEqual({ path, query: {} });
	});

	it.each([
		['customers?limit=5&type=', { limit: '5', type: '' }],
		['customers?q=a?b=c', { q: 'a?b=c' }],
		['customers?q=a%26b+c', { q: 'a&b c' }],
		['customers?', {}],
	])('"%s" has its query behind the first question mark', (typed, query) => {
		expect(typedPath(typed)).toEqual({ path: ['customers'], query });
	});

	it('"customers?__proto__=1&constructor=2" loses none of its names', () => {
		const { query } = typedPath('customers?__proto__=1&constructor=2');
		expect(Object.entries(query)).toEqual([
			['__proto__', '1'],
			['constructor', '2'],
		]);
	});

	it.each([
		['https://evil.example/x', /a whole address/],
		['//evil.example/x', /a whole address/],
		['javascript:x', /a whole address/],
		['a\\b', /backslash/],
		['a@b', /backslash, @/],
		['a#b', /backslash, @, #/],
		['a\tb', /control character/],
		['a/../b', /lead up/],
		['a/%2E./b', /lead up/],
		['a/%252e%252E/b', /lead up/],
		['a/..%5Cb', /lead up/],
		['a%00b', /lead up/],
		['a//b', /a part of it is empty/],
		['a%', /percent sign/],
		['a?b=1&b=2', /b stands twice/],
		['', /nothing is entered/],
	])('"%s" is refused', (typed, words) => {
		expect(() => typedPath(typed)).toThrow(words);
	});
});

describe('a custom API call', () => {
	it.each(VENDORS)('is the last entry that the lists of $displayName offer', (vendor) => {
		const lists = nodeProperties(vendor).filter(({ name }) => ['resource', 'operation'].includes(name));
		expect(lists).toHaveLength(3 + Object.keys(vendor.resources).length);
		for (const { options } of lists)
			expect(options?.at(-1)).toMatchObject({ name: 'Custom API Call', value: 'apiCall' });
	});

	it.each(VENDORS)('stands behind Diagnose in the list of the connection to $displayName', (vendor) => {
		const offered = nodeProperties(vendor).find(
			({ displayOptions, name }) =>
				name === 'operation' && displayOptions?.show?.resource?.includes('connection') === true,
		)?.options;
		expect(offered).toMatchObject([{ name: 'Diagnose', value: 'diagnose' }, { value: 'apiCall' }]);
		expect(JSON.stringify(offered)).toContain(` ${vendor.diagnosis?.requests} reading requests at most`);
		const billed = JSON.stringify(offered).includes('billed');
		expect(billed).toBe(vendor.billing !== undefined);
	});

	it.each(VENDORS)('has a default in $displayName that the list offers', (vendor) => {
		for (const { default: chosen, name, options } of nodeProperties(vendor)) {
			if (name !== 'resource' && name !== 'operation') continue;
			expect(options).toContainEqual(expect.objectContaining({ value: chosen }));
		}
	});

	it('shows its parameters for itself alone, and the leave for agents in tools alone', () => {
		const shown = (wanted: string): Array<INodeProperties['displayOptions']> =>
			nodeProperties(manexErp)
				.filter(({ name }) => name === wanted)
				.map(({ displayOptions }) => displayOptions);
		const operation = ['apiCall'];
		expect(shown('path')).toEqual([{ show: { operation } }]);
		expect(shown('allowApiCalls')).toEqual([{ show: { operation, '@tool': [true] } }]);
	});

	it.each([
		['GET', 'Customer/Get', 'read', manexErp],
		['GET', 'Customer/Add', 'write', manexErp],
		['GET', 'API/PO/ItemGet', 'read', manexErp],
		['GET', 'customer/customer', 'read', epass],
		['POST', 'GetCustomer', 'write', proDeliveryManager],
		['DELETE', 'customers/8', 'write', guardantStation],
	] as const)('%s %s is a %s', (method, path, effect, vendor) => {
		expect(planned(vendor, { method, path })).toMatchObject({ effect });
	});

	it('is no longer a lone read once it may change something', () => {
		const get = planned(guardantStation, { path: 'customers/8' });
		expect(call.identity?.(get)).toBe(call.identity?.(planned(guardantStation, { path: '/customers/8' })));
		expect(call.identity?.(planned(guardantStation, { path: 'customers/8', unwrap: false }))).not.toBe(
			call.identity?.(get),
		);
		expect(call.identity?.(planned(guardantStation, { path: 'customers/8', method: 'PUT' }))).toBeUndefined();
	});

	it('of a tool needs leave that a person has given, by no expression', () => {
		const values = { path: 'customers/8', allowApiCalls: true };
		const isTool = true;
		expect(() => planned(guardantStation, { path: 'customers/8' }, { isTool })).toThrow(/agents may not/);
		expect(() =>
			planned(guardantStation, values, { isTool, entered: { allowApiCalls: "={{ $fromAI('x') }}" } }),
		).toThrow(/agents may not/);
		expect(planned(guardantStation, values, { isTool })).toMatchObject({ effect: 'read' });
	});

	it.each([
		['customers', true],
		['customers/8', false],
		['customers/8/orders', true],
		['dongles', true],
		['serials/AB12-CD34', false],
		['customers?limit=5', false],
	])('of Guardant Station to %s is read page by page: %s', (path, paged) => {
		const { request } = planned(guardantStation, { path });
		expect(guardantStation.call?.paging?.(request) !== undefined).toBe(paged);
	});
});

describe('a GET of ManEx', () => {
	it.each<[string, boolean]>([
		['Customer/Get', false],
		['PO/ScheduleGet', false],
		['po/itemget', false],
		['Customer/Add', true],
		['Finance/AddBudget', true],
		['Widget/SetTarget', true],
		['Get/Edit', true],
	])('%s may change something: %s', (path, writes) => {
		expect(manexErp.call?.writes?.({ method: 'GET', path: path.split('/') })).toBe(writes);
	});
});
