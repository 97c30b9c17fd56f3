import { createHash } from 'node:crypto';

import { Fault, InputFault } from '../fault';
import type { FaultKind } from '../fault';

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
	private told: { readonly at: number; readonly words: string } | undefined;
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
			const again = this.told?.words === words && now - this.told.at < HOUR_MS;
			if (again && !publishing) return 'log';
			this.told = { at: now, words };
			return 'throw';
		}
		this.failingSince ??= now;
		if (publishing) return 'log';
		// It waits longer from one failure to the next, if it is told.
		if (durable) return 'throw';
		if (now - this.failingSince < reportAfterMs) return 'log';
		if (this.told !== undefined && now - this.told.at < HOUR_MS) return 'log';
		this.told = { at: now, words };
		return 'throw';
	}

	/** The vendor does not take this credential. */
	refuse(thrown: unknown, credential: object, now: number): void {
		if (thrown instanceof Fault && REFUSED.has(thrown.details.kind))
			this.refused = { at: now, credential: fingerprint(credential) };
	}

	/** Whether a credential was refused, and none was taken since. */
	get hasRefused(): boolean {
		return this.refused !== undefined;
	}

	/** Whether it was refused less than an hour ago, and nobody has changed it since. */
	isRefused(credential: object, now: number): boolean {
		const { refused } = this;
		return (
			refused !== undefined && now - refused.at < HOUR_MS && refused.credential === fingerprint(credential)
		);
	}

	succeeded(): void {
		this.failingSince = undefined;
		this.told = undefined;
		this.refused = undefined;
	}
}

export interface Moment {
	readonly now: number;
	/** Whether a person is just publishing the workflow: what passes does not stand in the way. */
	readonly publishing: boolean;
	/** Whether n8n itself keeps count of failures. */
	readonly durable: boolean;
}

/** Stays in this process, and tells nobody what is in the credential. */
const fingerprint = (credential: object): string =>
	createHash('sha256')
		.update(JSON.stringify(Object.entries(credential).filter(([name]) => !name.startsWith('session'))))
		.digest('base64');
