import { cancelled } from './fault';
import { sleep } from './n8n';

/**
 * Runs `work` on each index from 0 to `count - 1`, at most `limit` at once, in order of index.
 * After `stop()` answers true, or one has failed, no further one is started; those under way are awaited.
 * @throws what the first to fail threw
 */
export async function eachInParallel(
	count: number,
	limit: number,
	work: (index: number) => Promise<void>,
	stop: () => boolean = () => false,
): Promise<void> {
	let next = 0;
	let failure: { readonly thrown: unknown } | undefined;
	const worker = async (): Promise<void> => {
		while (next < count && failure === undefined && !stop()) {
			try {
				await work(next++);
			} catch (error) {
				failure ??= { thrown: error };
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, count) }, worker));
	if (failure !== undefined) throw failure.thrown;
}

/** How long a work may go on without a rest: a worker of n8n's that does nothing else for a minute counts as dead. */
const LONGEST_WITHOUT_REST_MS = 50;

/** So many records are handed on in some ten milliseconds, without a rest. */
export const AT_ONE_GO = 1000;

/**
 * Lets others have their turn in between: called before each piece of a long work, it rests when so much time has
 * passed since the last rest. Only then can anybody cancel it, and no piece is begun after that.
 * @param error what it throws when it is cancelled
 */
export function resting(
	cancel: AbortSignal | undefined,
	longestMs = LONGEST_WITHOUT_REST_MS,
	error: () => Error = cancelled,
): () => Promise<void> {
	let rested = Date.now();
	return async () => {
		if (Date.now() - rested > longestMs) {
			await sleep(1, undefined);
			rested = Date.now();
		}
		if (cancel?.aborted === true) throw error();
	};
}

/**
 * Lets at most `limit` works in at once; the others wait in order of arrival. Nobody waits once it is cancelled: a
 * work that goes on after that may hold its place for long. It is for those who come in to see that they do nothing.
 */
export class Gate {
	private inside = 0;
	private readonly waiting: Array<() => void> = [];

	constructor(
		private readonly limit: number,
		private readonly cancel?: AbortSignal,
	) {}

	async pass<T>(work: () => Promise<T>): Promise<T> {
		if (this.inside < this.limit || this.cancel?.aborted === true) this.inside++;
		else await new Promise<void>((resolve) => this.wait(resolve));
		try {
			return await work();
		} finally {
			const next = this.waiting.shift();
			// The place goes straight to the next in line, so that no newcomer slips in between.
			if (next === undefined) this.inside--;
			else {
				if (this.waiting.length === 0) this.cancel?.removeEventListener('abort', this.letAllIn);
				next();
			}
		}
	}

	private wait(letIn: () => void): void {
		this.waiting.push(letIn);
		// Added once, however many wait.
		this.cancel?.addEventListener('abort', this.letAllIn, { once: true });
	}

	private readonly letAllIn = (): void => {
		this.inside += this.waiting.length;
		for (const letIn of this.waiting.splice(0)) letIn();
	};
}
