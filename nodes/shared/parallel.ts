/**
 * Runs `work` on each index from 0 to `count - 1`, at most `limit` at once, in order of index.
 * After `stop()` answers true no further one is started; those under way are awaited.
 */
export async function eachInParallel(
	count: number,
	limit: number,
	work: (index: number) => Promise<void>,
	stop: () => boolean = () => false,
): Promise<void> {
	let next = 0;
	const worker = async (): Promise<void> => {
		while (next < count && !stop()) await work(next++);
	};
	await Promise.all(Array.from({ length: Math.min(limit, count) }, worker));
}
