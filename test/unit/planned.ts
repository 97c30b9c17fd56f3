import type { IDataObject } from 'n8n-workflow';

import { kindOf } from '../../nodes/shared/operations';
import { create } from '../../nodes/shared/operations/create';
import { remove } from '../../nodes/shared/operations/delete';
import { get } from '../../nodes/shared/operations/get';
import { list } from '../../nodes/shared/operations/list';
import { update } from '../../nodes/shared/operations/update';
import { upsert } from '../../nodes/shared/operations/upsert';
import { parametersFrom } from '../../nodes/shared/parameters';
import type { Parameters as NodeParameters } from '../../nodes/shared/parameters';
import type { Resource } from '../../nodes/shared/resource';
import type { Scope, Vendor } from '../../nodes/shared/vendor';

/** Operations, and the kind that each must be of. */
const KINDS = {
	get,
	search: list,
	create,
	update,
	upsert,
	delete: remove,
	listOrders: list,
	getByShopifyNumber: list,
};

type OperationName = keyof typeof KINDS;
type Planning<N extends OperationName> = (typeof KINDS)[N]['plan'];
/** What an item's plan holds, beside the operation that made it. */
export type Planned<N extends OperationName> = ReturnType<Planning<N>> &
	Pick<Parameters<Planning<N>>[0], 'operation'>;

export const parameters = (values: IDataObject, item: IDataObject = {}): NodeParameters =>
	parametersFrom((name) => values[name], item);

export function resourceOf({ displayName, resources }: Vendor, name: string): Resource {
	const resource = resources[name];
	if (resource === undefined) throw new Error(`${displayName} has no resource ${name}`);
	return resource;
}

export const customerOf = (vendor: Vendor): Resource => resourceOf(vendor, 'customer');

/** Plans one item for an operation, of the customer resource unless another is named. */
export function planned<N extends OperationName>(
	vendor: Vendor,
	name: N,
	values: IDataObject,
	item: IDataObject = {},
	resourceName = 'customer',
): Planned<N> {
	const resource = resourceOf(vendor, resourceName);
	const operation = resource.operations[name];
	if (operation === undefined) throw new Error(`${vendor.displayName} has no ${name}`);
	const kind = kindOf(operation);
	expect(kind).toBe(KINDS[name]);
	const scope: Scope = { vendor, name: resourceName, resource, operation };
	return { ...kind.plan(scope, parameters(values, item)), operation } as unknown as Planned<N>;
}
