import type { Fault, FaultRule, VendorName } from './types';

interface ActiveRule {
	id: number;
	rule: FaultRule;
	left: number;
	skip: number;
}

/** The faults switched on; a request is hit by the first rule that matches and has nothing to skip. */
export class Faults {
	private rules: ActiveRule[] = [];
	private nextId = 1;

	add(rule: FaultRule): number {
		const id = this.nextId++;
		this.rules.push({ id, rule, left: rule.count ?? 1, skip: rule.skip ?? 0 });
		return id;
	}

	clear(): void {
		this.rules = [];
	}

	active(): FaultRule[] {
		return this.rules.map(({ rule, left, skip }) => ({ ...rule, count: left, skip }));
	}

	take(vendor: VendorName, method: string, path: string): Fault | undefined {
		for (const active of this.rules) {
			const { rule } = active;
			if (rule.vendor !== vendor) continue;
			if (rule.match?.method && rule.match.method.toUpperCase() !== method) continue;
			if (rule.match?.pathIncludes && !path.includes(rule.match.pathIncludes)) continue;
			if (active.skip > 0) {
				active.skip--;
				continue;
			}
			active.left--;
			if (active.left <= 0) this.rules = this.rules.filter((each) => each !== active);
			return rule.fault;
		}
		return undefined;
	}
}
