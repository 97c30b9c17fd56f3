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

/**
 * Jobs that mean, or may mean, the same record follow one another in the order of their items: those that share a
 * name, and those that another job joins to them. All others stand alone.
 */
export function inSequence<P>(
	jobs: ReadonlyArray<Job<P>>,
	namesOf: ((plan: P) => readonly string[]) | undefined,
): Array<Array<Job<P>>> {
	if (namesOf === undefined) return jobs.map((job) => [job]);
	const leaders = new Map<string, string>();
	const leaderOf = (name: string): string => {
		const path: string[] = [];
		let leader = name;
		for (let next = leaders.get(leader); next !== undefined; next = leaders.get(leader)) {
			path.push(leader);
			leader = next;
		}
		for (const each of path) leaders.set(each, leader);
		return leader;
	};
	const named = jobs.map((job) => ({ job, names: namesOf(job.plan) }));
	for (const { names } of named) {
		for (const name of names) {
			const [one, other] = [leaderOf(names[0] ?? name), leaderOf(name)];
			if (one !== other) leaders.set(other, one);
		}
	}
	const sequences = new Map<string | Job<P>, Array<Job<P>>>();
	for (const { job, names } of named) {
		const sequence = names[0] === undefined ? job : leaderOf(names[0]);
		const known = sequences.get(sequence);
		if (known === undefined) sequences.set(sequence, [job]);
		else known.push(job);
	}
	return [...sequences.values()];
}
