/**
 * What differs from records that follow from the seed and are made anew each time they are read: those that were
 * changed, added, removed or hidden. All others cost nothing.
 */
export class Overlay<K extends string | number, R> {
	/** Changed and added ones, hidden or not, in the order in which they came. */
	private readonly touched = new Map<K, R>();
	private readonly removed = new Set<K>();
	private readonly hidden = new Set<K>();

	/** @param seeded is the record of this key as the seed makes it */
	constructor(
		readonly keyOf: (record: R) => K,
		private readonly seeded: (key: K) => R | undefined,
	) {}

	get(key: K): R | undefined {
		return this.hidden.has(key) ? undefined : this.held(key);
	}

	/** Hidden or not. */
	held(key: K): R | undefined {
		return this.removed.has(key) ? undefined : (this.touched.get(key) ?? this.seeded(key));
	}

	insert(record: R): void {
		this.removed.delete(this.keyOf(record));
		this.touched.set(this.keyOf(record), record);
	}

	replace(record: R): void {
		this.touched.set(this.keyOf(record), record);
	}

	remove(key: K): boolean {
		if (this.held(key) === undefined) return false;
		this.touched.delete(key);
		this.hidden.delete(key);
		this.removed.add(key);
		return true;
	}

	hide(key: K): boolean {
		if (this.get(key) === undefined) return false;
		this.hidden.add(key);
		return true;
	}

	reveal(key: K): boolean {
		return this.hidden.delete(key);
	}

	/**
	 * Seeded records as they are now, each in its place, and then all others that were changed or added: what was
	 * changed may be one of those asked for without having been so in the seed.
	 */
	among(seeded: Iterable<R>): Iterable<R> {
		const isUntouched = this.touched.size + this.removed.size + this.hidden.size === 0;
		return isUntouched ? seeded : this.merged(seeded);
	}

	private *merged(seeded: Iterable<R>): Iterable<R> {
		const given = new Set<K>();
		for (const record of seeded) {
			const key = this.keyOf(record);
			if (this.removed.has(key) || this.hidden.has(key)) continue;
			const changed = this.touched.get(key);
			if (changed !== undefined) given.add(key);
			yield changed ?? record;
		}
		for (const [key, record] of this.touched) if (!given.has(key) && !this.hidden.has(key)) yield record;
	}
}
