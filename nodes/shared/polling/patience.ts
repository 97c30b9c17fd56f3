import { Fault, InputFault } from '../fault';
import type { FaultKind } from '../fault';
import { fingerprint } from '../session';

const HOUR_MS = 3_600_000;

/** The account is refused: asking again each minute would have it locked. */
const REFUSED: ReadonlySet<FaultKind> = new Set(['credential', 'login', 'forbidden']);
/** What is asked for is refused. */
const WRONG: ReadonlySet<FaultKind> = new Set(['input', 'absent']);

/** What a trigger does about a poll that failed. */
export type Verdict = 'throw' | 'log';

/**
 * When a person is told that polls fail: at once what only a person can mend, and once an hour as long as it lasts;
 * what passes by itself only once it has lasted.
 */
export class Patience {
	private failingSince: number | undefined;
	private told: { readonly at: number; readonly fault: string } | undefined;
	private refused: { readonly at: number; readonly credential: string } | undefined;

	verdictOn(
		thrown: unknown,
		{ publishing, durable, now, reportAfterMs }: Moment & { reportAfterMs: number },
	): Verdict {
		const kind = thrown instanceof Fault ? thrown.details.kind : undefined;
		const lasting =
			thrown instanceof InputFault || kind === undefined || REFUSED.has(kind) || WRONG.has(kind);
		const words = thrown instanceof Error ? thrown.message : String(thrown);
		if (lasting) {
			// A number in a vendor's words is another one each time, such as the request's.
			const fault = words.replace(/\d+/g, '#');
			const again = this.told?.fault === fault && isWithinAnHour(now, this.told.at);
			if (again && !publishing) return 'log';
			this.told = { at: now, fault };
			return 'throw';
		}
		this.failingSince ??= now;
		if (publishing) return 'log';
		// It waits longer from one failure to the next, if it is told.
		if (durable) return 'throw';
		// A clock that was set back counts from now on.
		this.failingSince = Math.min(this.failingSince, now);
		if (now - this.failingSince < reportAfterMs) return 'log';
		if (this.told !== undefined && isWithinAnHour(now, this.told.at)) return 'log';
		this.told = { at: now, fault: '' };
		return 'throw';
	}

	/** A poll with this credential failed: one that was refused before and is not now waits for its turn again. */
	failed(thrown: unknown, credential: object, now: number): void {
		const { refused: before } = this;
		const isRefusal = thrown instanceof Fault && REFUSED.has(thrown.details.kind);
		this.refused = isRefusal ? { at: now, credential: fingerprint(credential) } : undefined;
		// Whoever has changed it wants to know that it is refused as well.
		if (before !== undefined && isRefusal && before.credential !== this.refused?.credential)
			this.told = undefined;
	}

	/** Whether a credential was refused, and none was taken since. */
	get hasRefused(): boolean {
		return this.refused !== undefined;
	}

	/** Whether it was refused less than an hour ago, and nobody has changed it since. */
	isRefused(credential: object, now: number): boolean {
		const { refused } = this;
		return (
			refused !== undefined &&
			isWithinAnHour(now, refused.at) &&
			refused.credential === fingerprint(credential)
		);
	}

	/** How long it has been failing counts anew: the workflow was off. */
	resume(): void {
		this.failingSince = undefined;
	}

	succeeded(): void {
		this.failingSince = undefined;
		this.told = undefined;
		this.refused = undefined;
	}
}

/** A time that lies ahead is of a clock that was set back since. */
const isWithinAnHour = (now: number, at: number): boolean => at <= now && now - at < HOUR_MS;

export interface Moment {
	readonly now: number;
	/** Whether a person is just publishing the workflow: what passes does not stand in the way. */
	readonly publishing: boolean;
	/** Whether n8n itself keeps count of failures. */
	readonly durable: boolean;
}
