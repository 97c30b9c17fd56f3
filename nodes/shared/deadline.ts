import { cancelled } from './fault';

/** Longer than this a timer cannot wait: it would be over at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** A work under way. */
interface Running {
	/** When its time is over, by the clock of `performance`. */
	readonly until: number;
	readonly end: () => void;
}

/**
 * Gives each work the same time, and none longer than `cancel` lets it. Works are over in the order in which they
 * began, so that one timer does for all: one for each request was the dearest part of its way.
 */
export class Deadline {
	private readonly running = new Set<Running>();
	readonly milliseconds: number;
	private isWatched = false;
	/** Of works that are done, for the next ones: one for each request costs making and collecting it. */
	private readonly unused: AbortController[] = [];

	constructor(
		milliseconds: number,
		private readonly cancel: AbortSignal | undefined,
	) {
		this.milliseconds = Math.min(milliseconds, LONGEST_MS);
	}

	/**
	 * Whoever waits is let go at once; `ends` lets the work itself end, where it listens. It is the work's no longer than
	 * that lasts.
	 * @throws what `late` gives when the time is over, and a fault when the execution is cancelled
	 */
	async keep<T>(late: () => Error, work: (ends: AbortSignal) => Promise<T>): Promise<T> {
		const { cancel, running } = this;
		if (cancel?.aborted === true) throw cancelled();
		return await new Promise<T>((done, failed) => {
			const ending = this.unused.pop() ?? new AbortController();
			const one: Running = {
				until: performance.now() + this.milliseconds,
				end: () => {
					running.delete(one);
					failed(cancel?.aborted === true ? cancelled() : late());
					ending.abort();
				},
			};
			running.add(one);
			this.watch();
			const over = (): void => {
				running.delete(one);
				if (!ending.signal.aborted) this.unused.push(ending);
			};
			work(ending.signal).then(
				(result) => {
					over();
					done(result);
				},
				(problem: unknown) => {
					over();
					failed(problem);
				},
			);
		});
	}

	/** Until the first of the works is over; a work that is done meanwhile leaves it at that. */
	private watch(): void {
		if (this.isWatched) return;
		this.isWatched = true;
		const { cancel, running } = this;
		const [{ until } = { until: 0 }] = running;
		const time = AbortSignal.timeout(Math.max(1, Math.ceil(until - performance.now())));
		const look = (): void => {
			time.removeEventListener('abort', look);
			cancel?.removeEventListener('abort', look);
			this.isWatched = false;
			// The timer says that this time is over; a clock that is read besides may be behind it.
			const over = cancel?.aborted === true ? Infinity : Math.max(until, performance.now());
			for (const one of [...running]) if (one.until <= over) one.end();
			if (running.size > 0) this.watch();
		};
		time.addEventListener('abort', look);
		cancel?.addEventListener('abort', look);
	}
}
