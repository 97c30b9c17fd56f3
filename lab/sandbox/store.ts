/** Keyed records in the order they were added, plus the keys made since the start. */
export class Store<K extends string | number, R> {
	private readonly byKey = new Map<K, R>();
	private readonly createdKeys = new Set<K>();
	/** Grows with every change, so that a cached order knows when it is out of date. */
	version = 0;

	constructor(private readonly keyOf: (record: R) => K) {}

	/** For the seed data. */
	load(record: R): void {
		this.byKey.set(this.keyOf(record), record);
	}

	add(record: R): void {
		this.load(record);
		this.createdKeys.add(this.keyOf(record));
		this.version++;
	}

	replace(record: R): void {
		this.byKey.set(this.keyOf(record), record);
		this.version++;
	}

	remove(key: K): boolean {
		this.createdKeys.delete(key);
		this.version++;
		return this.byKey.delete(key);
	}

	get(key: K): R | undefined {
		return this.byKey.get(key);
	}

	has(key: K): boolean {
		return this.byKey.has(key);
	}

	get size(): number {
		return this.byKey.size;
	}

	all(): IterableIterator<R> {
		return this.byKey.values();
	}

	created(): R[] {
		const records: R[] = [];
		for (const key of this.createdKeys) {
			const record = this.byKey.get(key);
			if (record !== undefined) records.push(record);
		}
		return records;
	}
}
