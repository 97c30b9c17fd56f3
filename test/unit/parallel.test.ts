import { eachInParallel, Gate, resting } from '../../nodes/shared/parallel';

const turn = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

describe('working on many at once', () => {
	it.each([
		[10, 3],
		[2, 5],
		[7, 1],
		[0, 4],
	])('of %i, at most %i, starts each once and in order, and awaits them all', async (count, limit) => {
		const started: number[] = [];
		let running = 0;
		let most = 0;
		let done = 0;
		await eachInParallel(count, limit, async (index) => {
			started.push(index);
			most = Math.max(most, ++running);
			for (let turns = 0; turns <= (index * 7) % 5; turns++) await turn();
			running--;
			done++;
		});
		expect(started).toEqual(Array.from({ length: count }, (_, index) => index));
		expect(most).toBe(Math.min(count, limit));
		expect(done).toBe(count);
	});

	it('starts no further one after the word to stop, and awaits those under way', async () => {
		let stop = false;
		const finished: number[] = [];
		await eachInParallel(
			20,
			3,
			async (index) => {
				await turn();
				if (index === 4) stop = true;
				await turn();
				finished.push(index);
			},
			() => stop,
		);
		expect(finished.length).toBeGreaterThanOrEqual(5);
		expect(finished.length).toBeLessThanOrEqual(4 + 3);
		expect(finished).toContain(4);
	});

	it('starts none at all when it is to stop from the beginning', async () => {
		const work = jest.fn(async () => undefined);
		await eachInParallel(5, 2, work, () => true);
		expect(work).not.toHaveBeenCalled();
	});

	it.each([
		[[1], 'first to fail: 1'],
		[[1, 2], 'first to fail: 1'],
		[[2, 0], 'first to fail: 2'],
	])(
		'S22: awaits those under way when one fails, whichever of them fail after it: %j',
		async (order, words) => {
			const ended: number[] = [];
			const failing = eachInParallel(9, 3, async (index) => {
				const turns = order.includes(index) ? 1 + order.indexOf(index) : 5;
				for (let turned = 0; turned < turns; turned++) await turn();
				ended.push(index);
				if (order.includes(index)) throw new Error(`first to fail: ${index}`);
			});
			await expect(failing).rejects.toThrow(words);
			// All three that were begun, and none after them.
			expect([...ended].sort()).toEqual([0, 1, 2]);
		},
	);

	it('S22: hands on a failure before anything is waited for', async () => {
		await expect(
			eachInParallel(3, 2, (index) => {
				throw new Error(`at once: ${index}`);
			}),
		).rejects.toThrow('at once: 0');
	});

	it('hands on what one of them throws', async () => {
		const work = eachInParallel(3, 2, async (index) => {
			await turn();
			if (index === 1) throw new Error('second');
		});
		await expect(work).rejects.toThrow('second');
	});
});

describe('a gate', () => {
	it('lets no more in at once than its limit, in order of arrival, whoever asks', async () => {
		const gate = new Gate(2);
		const entered: number[] = [];
		let inside = 0;
		let most = 0;
		const results = await Promise.all(
			[0, 1, 2, 3, 4, 5].map(
				async (index) =>
					await gate.pass(async () => {
						entered.push(index);
						most = Math.max(most, ++inside);
						for (let turns = 0; turns <= (index * 7) % 3; turns++) await turn();
						inside--;
						return index * 10;
					}),
			),
		);
		expect(entered).toEqual([0, 1, 2, 3, 4, 5]);
		expect(most).toBe(2);
		expect(results).toEqual([0, 10, 20, 30, 40, 50]);
	});

	it('lets the next one in after a failure, and hands the failure on', async () => {
		const gate = new Gate(1);
		const failing = gate.pass(async () => {
			await turn();
			throw new Error('inside');
		});
		const next = gate.pass(async () => 'in');
		await expect(failing).rejects.toThrow('inside');
		expect(await next).toBe('in');
		expect(await gate.pass(async () => 'later')).toBe('later');
	});

	it('keeps nobody waiting once it is cancelled, whoever is inside', async () => {
		const stop = new AbortController();
		const gate = new Gate(1, stop.signal);
		let leave = (): void => undefined;
		const inside = gate.pass(async () => await new Promise<void>((resolve) => (leave = resolve)));
		const waiting = [1, 2, 3].map(async (index) => await gate.pass(async () => index));
		stop.abort();
		expect(await Promise.all(waiting)).toEqual([1, 2, 3]);
		expect(await gate.pass(async () => 'later')).toBe('later');
		leave();
		await inside;
	});

	it('leaves nothing with what may cancel it once nobody waits', async () => {
		const stop = new AbortController();
		const removed = jest.spyOn(stop.signal, 'removeEventListener');
		const added = jest.spyOn(stop.signal, 'addEventListener');
		const gate = new Gate(1, stop.signal);
		await Promise.all([1, 2, 3].map(async () => await gate.pass(turn)));
		expect(new Set(added.mock.calls.map(([, listener]) => listener)).size).toBe(1);
		expect(removed).toHaveBeenCalledTimes(1);
	});

	it('keeps to its limit when a newcomer arrives just as a place is handed over', async () => {
		const gate = new Gate(1);
		let inside = 0;
		let most = 0;
		const visit = async (): Promise<void> =>
			await gate.pass(async () => {
				most = Math.max(most, ++inside);
				await turn();
				inside--;
			});
		const first = visit();
		const second = visit();
		await first;
		await Promise.all([second, visit(), visit()]);
		expect(most).toBe(1);
	});
});

describe('a long work with rests', () => {
	afterEach(() => jest.restoreAllMocks());

	it('rests when it has gone on for long, and not before', async () => {
		let now = 0;
		jest.spyOn(Date, 'now').mockImplementation(() => now);
		const rest = resting(undefined, 30);
		/** Whether it is over before anybody else has had a turn. */
		const isOverAtOnce = async (): Promise<boolean> => {
			let over = false;
			const resting = rest().then(() => (over = true));
			for (let step = 0; step < 20; step++) await Promise.resolve();
			const atOnce = over;
			// Its timer looks at this clock as well.
			now += 10;
			await resting;
			return atOnce;
		};
		now = 30;
		expect(await isOverAtOnce()).toBe(true);
		expect(await isOverAtOnce()).toBe(false);
		expect(await isOverAtOnce()).toBe(true);
	});

	it('ends once it is cancelled, be it while it rests', async () => {
		const stop = new AbortController();
		const rest = resting(stop.signal, -1);
		await rest();
		const rested = rest();
		stop.abort();
		await expect(rested).rejects.toMatchObject({ details: { kind: 'cancelled' } });
		await expect(resting(stop.signal, undefined, () => new Error('in other words'))()).rejects.toThrow(
			'in other words',
		);
	});
});
