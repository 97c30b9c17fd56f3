/** Records kept in order, so that a page costs its own length and not a sort of everything. */
export class SortedList<R> {
	readonly items: R[];

	constructor(
		records: Iterable<R>,
		private readonly compare: (a: R, b: R) => number,
	) {
		this.items = [...records].sort(compare);
	}

	insert(record: R): void {
		this.items.splice(this.position(record), 0, record);
	}

	remove(record: R): void {
		const position = this.position(record);
		const held = this.items[position];
		if (held !== undefined && this.compare(held, record) === 0) this.items.splice(position, 1);
	}

	/** Position of the first record for which `distance` is above 0. */
	firstAfter(distance: (record: R) => number): number {
		let low = 0;
		let high = this.items.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (distance(this.items[middle] as R) <= 0) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	private position(record: R): number {
		return this.firstAfter((held) => (this.compare(held, record) < 0 ? -1 : 1));
	}
}
