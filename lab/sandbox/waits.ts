/** Waiting that a closing server can cut short, so that no test hangs on a delayed answer. */
export class Waits {
	/** The server is closing: nobody waits any more. */
	finished = false;
	private readonly pending = new Set<() => void>();

	wait(ms: number): Promise<void> {
		return new Promise((resolve) => {
			const done = () => {
				clearTimeout(timer);
				this.pending.delete(done);
				resolve();
			};
			const timer = setTimeout(done, ms);
			this.pending.add(done);
		});
	}

	finish(): void {
		this.finished = true;
		for (const done of [...this.pending]) done();
	}
}
