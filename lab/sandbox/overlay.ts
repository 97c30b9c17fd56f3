interface Change<R> {
	/** Undefined where the record is as the seed makes it. */
	record: R | undefined;
	state: 'seen' | 'hidden' | 'removed';
}

/**
 * What differs from records that follow from the seed and are made anew each time they are read: those that were
 * changed, added, removed or hidden. All others cost nothing.
 */
export class Overlay<K extends string | number, R> {
	/** In the order in which they came. */
	private readonly changes = new Map<K, Change<R>>();

	/** @param seeded is the record of this key as the seed makes it */
	constructor(
		readonly keyOf: (record: R) => K,
		private readonly seeded: (key: K) => R | undefined,
	) {}

	get(key: K): R | undefined {
		return this.changes.get(key)?.state === 'hidden' ? undefined : this.held(key);
	}

	/** Hidden or not. */
	held(key: K): R | undefined {
		const change = this.changes.get(key);
		return change?.state === 'removed' ? undefined : (change?.record ?? this.seeded(key));
	}

	insert(record: R): void {
		this.changes.set(this.keyOf(record), { record, state: 'seen' });
	}

	replace(record: R): void {
		const key = this.keyOf(record);
		this.changes.set(key, { record, state: this.changes.get(key)?.state ?? 'seen' });
	}

	remove(key: K): boolean {
		if (this.held(key) === undefined) return false;
		this.changes.set(key, { record: undefined, state: 'removed' });
		return true;
	}

	hide(key: K): boolean {
		if (this.get(key) === undefined) return false;
		this.changes.set(key, { record: this.changes.get(key)?.record, state: 'hidden' });
		return true;
	}

	reveal(key: K): boolean {
		const change = this.changes.get(key);
		if (change?.state !== 'hidden') return false;
		change.state = 'seen';
		return true;
	}

	/**
	 * Seeded records as they are now, each in its place, and then all others that were changed or added: what was
	 * changed may be one of those asked for without having been so in the seed.
	 */
	among(seeded: Iterable<R>): Iterable<R> {
		return this.changes.size === 0 ? seeded : this.merged(seeded);
	}

	private *merged(seeded: Iterable<R>): Iterable<R> {
		const given = new Set<K>();
		for (const record of seeded) {
			const key = this.keyOf(record);
			const change = this.changes.get(key);
			if (change === undefined) {
				yield record;
				continue;
			}
			given.add(key);
			if (change.state === 'seen') yield change.record ?? record;
		}
		for (const [key, { record, state }] of this.changes)
			if (record !== undefined && state === 'seen' && !given.has(key)) yield record;
	}
}
