import type { GuardantCustomer } from './guardantData';
import { SortedList } from './sortedList';

type Text = 'companyname' | 'lastname' | 'name';

/** seed page: default (CompanyName,LastName,FirstName), name (LastName,FirstName), company. */
const SORT_FIELDS: Record<string, readonly Text[]> = {
	default: ['companyname', 'lastname', 'name'],
	name: ['lastname', 'name'],
	company: ['companyname'],
};

/** Letter case does not count (collation is not documented); `_id` decides between equals. */
function comparator(fields: readonly Text[]) {
	return (a: GuardantCustomer, b: GuardantCustomer): number => {
		for (const field of fields) {
			const left = a[field].toLowerCase();
			const right = b[field].toLowerCase();
			if (left !== right) return left < right ? -1 : 1;
		}
		return a._id - b._id;
	};
}

export interface ListQuery {
	sortBy: string;
	descending: boolean;
	type: string | null;
	archived: boolean | undefined;
}

/** All customers in each documented order; orders and filtered copies are made when first asked for. */
export class CustomerLists {
	private readonly bySort = new Map<string, SortedList<GuardantCustomer>>();
	private filtered = new Map<string, GuardantCustomer[]>();

	constructor(private readonly all: () => Iterable<GuardantCustomer>) {}

	static knows(sortBy: string): boolean {
		return sortBy in SORT_FIELDS;
	}

	page(query: ListQuery, offset: number, limit: number): GuardantCustomer[] {
		const items = this.select(query);
		if (!query.descending) return items.slice(offset, offset + limit);
		const end = Math.max(0, items.length - offset);
		return items.slice(Math.max(0, end - limit), end).reverse();
	}

	insert(record: GuardantCustomer): void {
		for (const list of this.bySort.values()) list.insert(record);
		this.filtered = new Map();
	}

	remove(record: GuardantCustomer): void {
		for (const list of this.bySort.values()) list.remove(record);
		this.filtered = new Map();
	}

	private select(query: ListQuery): GuardantCustomer[] {
		let list = this.bySort.get(query.sortBy);
		if (!list) {
			list = new SortedList(this.all(), comparator(SORT_FIELDS[query.sortBy] ?? []));
			this.bySort.set(query.sortBy, list);
		}
		// "does not match one of {company, person}": all.
		const type = query.type === 'company' || query.type === 'person' ? query.type : undefined;
		if (type === undefined && query.archived === undefined) return list.items;
		const key = `${query.sortBy}|${type}|${query.archived}`;
		let items = this.filtered.get(key);
		if (!items) {
			items = list.items.filter(
				(record) =>
					(type === undefined || (record.companyname !== '') === (type === 'company')) &&
					(query.archived === undefined || record.archived === query.archived),
			);
			this.filtered.set(key, items);
		}
		return items;
	}
}
