import { cancelled } from './fault';
import { sleep } from './n8n';

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
	const isCancelled = (): boolean => cancel?.aborted === true;
	if (isCancelled()) throw cancelled();
	const ends = new AbortController();
	const done = new AbortController();
	let isLate = false;
	const end = (): void => ends.abort();
	cancel?.addEventListener('abort', end, { once: true });
	const whenOver = async (): Promise<void> => {
		try {
			await sleep(milliseconds, done.signal);
		} catch {
			// Done before: newer versions of n8n say so by throwing.
		}
		if (done.signal.aborted) return;
		isLate = true;
		end();
	};
	void whenOver();
	const ended = new Promise<never>((_, reject) => {
		ends.signal.addEventListener('abort', () => reject(isLate ? late() : cancelled()), { once: true });
	});
	try {
		return await Promise.race([work(ends.signal), ended]);
	} catch (error) {
		// The work may notice its end before we do, and call it by another name.
		throw isLate ? late() : isCancelled() ? cancelled() : error;
	} finally {
		done.abort();
		cancel?.removeEventListener('abort', end);
	}
}
