import { firstNewOrder, newOrder, orderById, ordersOf } from './guardantData';
import type { GuardantCustomer, GuardantOrder } from './guardantData';
import { Overlay } from './overlay';
import { Refused } from './refused';
import { known, tableOf } from './table';
import type { Table } from './table';
import type { JsonObject } from './types';

/** Orders as they follow from the seed, with what was changed and added since. */
export class GuardantOrders {
	/** An order does not say whose it is. */
	private readonly customerOf = new Map<number, number>();
	private made = 0;
	private readonly changes: Overlay<number, GuardantOrder>;
	readonly table: Table;

	constructor(
		private readonly seed: number,
		private readonly seeded: number,
		private readonly customer: (id: number) => GuardantCustomer | undefined,
	) {
		this.changes = new Overlay<number, GuardantOrder>(
			({ _id }) => _id,
			(id) => orderById(seed, id, seeded),
		);
		this.table = tableOf(() => this.changes, {
			key: Number,
			made: (fields) => this.written(fields),
			amended: dated,
		});
	}

	get(id: number): GuardantOrder | undefined {
		return this.changes.get(id);
	}

	of(customer: number): GuardantOrder[] {
		const own = ordersOf(this.seed, customer, this.seeded);
		const ids = new Set(own.map(({ _id }) => _id));
		return [...this.changes.among(own)].filter(
			({ _id }) => ids.has(_id) || this.customerOf.get(_id) === customer,
		);
	}

	private written({ customer, ...fields }: JsonObject): GuardantOrder {
		const owner = Number(customer);
		if (this.customer(owner) === undefined) throw new Refused('An order needs the _id of its customer');
		const id = Number(fields._id ?? firstNewOrder(this.seeded) + this.made++);
		if (this.changes.held(id) === undefined) this.customerOf.set(id, owner);
		return dated(newOrder(this.seed, id, secondsNow()), fields);
	}
}

export const secondsNow = (): number => Math.floor(Date.now() / 1000);

const SUBMITTED = 1;

/** With the times that Station notes: when an order was submitted, and when it was put into the archive. */
function dated(order: GuardantOrder, fields: JsonObject): GuardantOrder {
	const changed: GuardantOrder = { ...order, ...known(fields, Object.keys(order)) };
	const isSubmitted = changed.status === SUBMITTED && order.status !== SUBMITTED;
	if (isSubmitted && fields.submitdate === undefined) changed.submitdate = secondsNow();
	return archived(order, changed, fields);
}

/** With the time at which a record was put into the archive. */
export function archived<R extends { archived: boolean; archivationdate: number }>(
	old: R,
	changed: R,
	fields: JsonObject,
): R {
	if (fields.archivationdate !== undefined || changed.archived === old.archived) return changed;
	return { ...changed, archivationdate: changed.archived ? secondsNow() : 0 };
}
