import type { Page, Request } from 'playwright-core';

/** Timers for longer than this are the editor's clockwork, not the rest of something that a person did. */
const SHORT_MS = 1_500;

interface TimedWindow {
	/** Of each short timer that has not run yet: what is to be called when it has, or will not any more. */
	pendingTimers?: Map<number, Array<() => void>>;
	setTimeout(handler: (...given: unknown[]) => void, ms?: number, ...given: unknown[]): number;
	clearTimeout(timer?: number): void;
}

/** Keeps a list of the page's short timers that have not run yet. It runs in the page, so it names no function. */
const watchTimers = (shortMs: number): void => {
	const timed = window as unknown as TimedWindow;
	const set = timed.setTimeout.bind(window);
	const clear = timed.clearTimeout.bind(window);
	const pending = new Map<number, Array<() => void>>();
	timed.pendingTimers = pending;
	timed.setTimeout = (handler, ms = 0, ...given) => {
		const timer = set(
			(...args) => {
				try {
					handler(...args);
				} finally {
					pending.get(timer)?.forEach((resume) => resume());
					pending.delete(timer);
				}
			},
			ms,
			...given,
		);
		if (ms <= shortMs) pending.set(timer, []);
		return timer;
	};
	timed.clearTimeout = (timer) => {
		clear(timer);
		if (timer === undefined) return;
		pending.get(timer)?.forEach((resume) => resume());
		pending.delete(timer);
	};
};

/**
 * What the editor still has to do because of something that was done to it: it asks n8n, and puts off by timers what
 * it takes over and draws. Nothing shows that this is over, but both can be watched.
 */
export class Stir {
	private readonly asking = new Set<Request>();
	private readonly ready: Promise<void>;

	constructor(private readonly page: Page) {
		this.ready = page.addInitScript(watchTimers, SHORT_MS).then(() => undefined);
		page.on('request', (request) => {
			if (/^(fetch|xhr)$/.test(request.resourceType())) this.asking.add(request);
		});
		page.on('requestfinished', (request) => this.asking.delete(request));
		page.on('requestfailed', (request) => this.asking.delete(request));
	}

	/** Waits until all that is under way now has come to its end, and so has what followed from it. */
	async over(): Promise<void> {
		await this.ready;
		// An answer starts timers, a timer sends a request, and a timer that was put off starts another.
		for (let round = 0; round < 3; round++) {
			await Promise.all([...this.asking].map(async (request) => await request.response().catch(() => null)));
			await this.page.evaluate(async () => {
				const pending = (window as unknown as TimedWindow).pendingTimers?.values() ?? [];
				await Promise.all(
					[...pending].map(async (waiting) => await new Promise<void>((resume) => waiting.push(resume))),
				);
				await new Promise(requestAnimationFrame);
			});
		}
	}
}
