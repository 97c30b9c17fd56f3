/** A group of items that ask for the same thing: it is done once, and each item gets its own copy of the result. */
export interface Job<Plan> {
	readonly plan: Plan;
	/** Indexes of the input items, in order; one for a write. */
	readonly items: readonly number[];
}

/**
 * Groups equal reads. `identity` names what makes two plans equal, or undefined for a plan that must be
 * carried out for itself (every write).
 */
export function coalesce<Plan>(
	plans: ReadonlyArray<{ readonly item: number; readonly plan: Plan }>,
	identity: (plan: Plan) => string | undefined,
): Array<Job<Plan>> {
	const jobs: Array<{ plan: Plan; items: number[] }> = [];
	const byIdentity = new Map<string, { plan: Plan; items: number[] }>();
	for (const { item, plan } of plans) {
		const key = identity(plan);
		const known = key === undefined ? undefined : byIdentity.get(key);
		if (known !== undefined) {
			known.items.push(item);
			continue;
		}
		const job = { plan, items: [item] };
		jobs.push(job);
		if (key !== undefined) byIdentity.set(key, job);
	}
	return jobs;
}

/** Jobs that mean the same record follow one another; all others stand alone. */
export function inSequence<P>(
	jobs: ReadonlyArray<Job<P>>,
	sequenceOf: ((plan: P) => string) | undefined,
): Array<Array<Job<P>>> {
	if (sequenceOf === undefined) return jobs.map((job) => [job]);
	const sequences = new Map<string, Array<Job<P>>>();
	for (const job of jobs) {
		const sequence = sequenceOf(job.plan);
		const known = sequences.get(sequence);
		if (known === undefined) sequences.set(sequence, [job]);
		else known.push(job);
	}
	return [...sequences.values()];
}
