import type { VendorRequest } from './vendor';

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

/** Equal for requests that the vendor answers equally. */
export function requestIdentity(request: VendorRequest): string {
	return JSON.stringify([request.method, request.path, request.query ?? null, request.body ?? null]);
}
