/** What keeps up with the records of a store. */
export interface Follower<R> {
	insert(record: R): void;
	remove(record: R): void;
}

export interface Followers<R> {
	/** Lists of what is seen: a record that is hidden leaves them. */
	readonly lists?: ReadonlyArray<Follower<R>>;
	/** Indexes of all that is there: what is hidden still takes its key. */
	readonly indexes?: ReadonlyArray<Follower<R>>;
}

/**
 * Keyed records in the order they were added, plus the keys made since the start. A hidden record has its place and
 * its key, and is not seen yet: as one of a transaction that is still open.
 */
export class Store<K extends string | number, R> {
	private readonly byKey = new Map<K, R>();
	private readonly createdKeys = new Set<K>();
	private readonly hidden = new Set<K>();

	/** @param followers are told of every change but `load`, after which they are made */
	constructor(
		readonly keyOf: (record: R) => K,
		private readonly followers: () => Followers<R> = () => ({}),
	) {}

	/** For the seed data. */
	load(record: R): void {
		this.byKey.set(this.keyOf(record), record);
	}

	/** As the vendor's interface makes one. */
	add(record: R): void {
		this.insert(record);
		this.createdKeys.add(this.keyOf(record));
	}

	/** As a person makes one in the vendor's own program. */
	insert(record: R): void {
		this.load(record);
		this.tell(record, 'insert', true);
	}

	replace(record: R): void {
		const key = this.keyOf(record);
		const old = this.byKey.get(key);
		const isSeen = !this.hidden.has(key);
		if (old !== undefined) this.tell(old, 'remove', isSeen);
		this.byKey.set(key, record);
		this.tell(record, 'insert', isSeen);
	}

	remove(key: K): boolean {
		const record = this.byKey.get(key);
		if (record === undefined) return false;
		this.tell(record, 'remove', !this.hidden.delete(key));
		this.createdKeys.delete(key);
		return this.byKey.delete(key);
	}

	hide(key: K): boolean {
		const record = this.get(key);
		if (record === undefined) return false;
		this.hidden.add(key);
		for (const list of this.followers().lists ?? []) list.remove(record);
		return true;
	}

	reveal(key: K): boolean {
		if (!this.hidden.delete(key)) return false;
		const record = this.byKey.get(key) as R;
		for (const list of this.followers().lists ?? []) list.insert(record);
		return true;
	}

	get(key: K): R | undefined {
		return this.hidden.has(key) ? undefined : this.byKey.get(key);
	}

	/** Hidden or not. */
	held(key: K): R | undefined {
		return this.byKey.get(key);
	}

	has(key: K): boolean {
		return this.get(key) !== undefined;
	}

	all(): Iterable<R> {
		return this.hidden.size === 0 ? this.byKey.values() : this.seen();
	}

	created(): R[] {
		const records: R[] = [];
		for (const key of this.createdKeys) {
			const record = this.get(key);
			if (record !== undefined) records.push(record);
		}
		return records;
	}

	private *seen(): Iterable<R> {
		for (const [key, record] of this.byKey) if (!this.hidden.has(key)) yield record;
	}

	private tell(record: R, what: 'insert' | 'remove', isSeen: boolean): void {
		const { indexes = [], lists = [] } = this.followers();
		for (const each of isSeen ? [...indexes, ...lists] : indexes) each[what](record);
	}
}
