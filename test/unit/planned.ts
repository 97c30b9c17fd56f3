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

/** The operations of the customer resource, and the kind that each must be of. */
const KINDS = { get, search: list, create, update, upsert, delete: remove, listOrders: list };

type OperationName = keyof typeof KINDS;
type Planning<N extends OperationName> = (typeof KINDS)[N]['plan'];
/** What an item's plan holds, beside the operation that made it. */
export type Planned<N extends OperationName> = ReturnType<Planning<N>> &
	Pick<Parameters<Planning<N>>[0], 'operation'>;

export const parameters = (values: IDataObject, item: IDataObject = {}): NodeParameters =>
	parametersFrom((name) => values[name], item);

export function customerOf({ displayName, resources }: Vendor): Resource {
	const { customer } = resources;
	if (customer === undefined) throw new Error(`${displayName} has no customers`);
	return customer;
}

/** Plans one item for an operation of the customer resource. */
export function planned<N extends OperationName>(
	vendor: Vendor,
	name: N,
	values: IDataObject,
	item: IDataObject = {},
): Planned<N> {
	const resource = customerOf(vendor);
	const operation = resource.operations[name];
	if (operation === undefined) throw new Error(`${vendor.displayName} has no ${name}`);
	const kind = kindOf(operation);
	expect(kind).toBe(KINDS[name]);
	const scope: Scope = { vendor, name: 'customer', resource, operation };
	return { ...kind.plan(scope, parameters(values, item)), operation } as unknown as Planned<N>;
}
