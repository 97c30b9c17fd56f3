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

/**
 * Lets others have their turn in between: called before each piece of a long work, it rests when so much time has
 * passed since the last rest.
 */
export function resting(longestMs: number): () => Promise<void> {
	let rested = Date.now();
	return async () => {
		if (Date.now() - rested <= longestMs) return;
		await sleep(1, undefined);
		rested = Date.now();
	};
}

/** Lets at most `limit` works in at once; the others wait in order of arrival. */
export class Gate {
	private inside = 0;
	private readonly waiting: Array<() => void> = [];

	constructor(private readonly limit: number) {}

	async pass<T>(work: () => Promise<T>): Promise<T> {
		if (this.inside >= this.limit) await new Promise<void>((resolve) => this.waiting.push(resolve));
		else this.inside++;
		try {
			return await work();
		} finally {
			const next = this.waiting.shift();
			// The place goes straight to the next in line, so that no newcomer slips in between.
			if (next === undefined) this.inside--;
			else next();
		}
	}
}
