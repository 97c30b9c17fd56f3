import { cancelled } from './fault';

/** Longer than this a timer cannot wait: it would be over at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Does `work` within a time, and no longer than `cancel` lets it. Whoever waits is let go at once; `ends` lets the
 * work itself end, where it listens.
 * @throws what `late` gives when the time is over, and a fault when the execution is cancelled
 */
export async function withDeadline<T>(
	milliseconds: number,
	cancel: AbortSignal | undefined,
	late: () => Error,
	work: (ends: AbortSignal) => Promise<T>,
): Promise<T> {
	if (cancel?.aborted === true) throw cancelled();
	const time = AbortSignal.timeout(Math.min(milliseconds, LONGEST_MS));
	// AbortSignal.any would cost some three times as much, and each request goes through here.
	const controller = new AbortController();
	const asItEnded = (): Error => (cancel?.aborted === true ? cancelled() : late());
	let end = (): void => undefined;
	const ended = new Promise<never>((_, reject) => {
		end = () => {
			reject(asItEnded());
			controller.abort();
		};
	});
	time.addEventListener('abort', end);
	cancel?.addEventListener('abort', end);
	try {
		return await Promise.race([work(controller.signal), ended]);
	} catch (error) {
		// The work may notice its end before we do, and call it by another name.
		throw controller.signal.aborted ? asItEnded() : error;
	} finally {
		time.removeEventListener('abort', end);
		cancel?.removeEventListener('abort', end);
	}
}
