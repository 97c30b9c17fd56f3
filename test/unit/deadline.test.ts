import { Deadline } from '../../nodes/shared/deadline';

const never = async (ends: AbortSignal): Promise<never> =>
	await new Promise((_, reject) => {
		ends.addEventListener('abort', () => reject(new Error('The work noticed')));
	});
const late = (): Error => new Error('late');

describe('Deadline', () => {
	it('hands on what a work gives, and what it throws', async () => {
		const deadline = new Deadline(60_000, undefined);

		await expect(deadline.keep(late, async () => await Promise.resolve(7))).resolves.toBe(7);
		await expect(deadline.keep(late, async () => await Promise.reject(new Error('its own')))).rejects.toThrow(
			'its own',
		);
	});

	it('ends works in the order in which they began, also such as began while another one was timed', async () => {
		const deadline = new Deadline(20, undefined);
		const ended: string[] = [];
		const begin = async (name: string): Promise<void> => {
			await expect(deadline.keep(late, never)).rejects.toThrow('late');
			ended.push(name);
		};
		const first = begin('first');
		// The timer is the first one's; the second began after it.
		const second = begin('second');
		await first;
		const third = begin('third');

		await Promise.all([second, third]);
		expect(ended).toEqual(['first', 'second', 'third']);
	});

	it('times the works that are left when the first one is done', async () => {
		const deadline = new Deadline(20, undefined);
		const done = deadline.keep(late, async () => await Promise.resolve('done'));
		const left = deadline.keep(late, never);

		await expect(done).resolves.toBe('done');
		await expect(left).rejects.toThrow('late');
	});

	it('tells a work that its time is over, before which it is told nothing', async () => {
		const seen: boolean[] = [];
		await expect(
			new Deadline(20, undefined).keep(late, async (ends) => {
				seen.push(ends.aborted);
				ends.addEventListener('abort', () => seen.push(ends.aborted));
				return await never(ends);
			}),
		).rejects.toThrow('late');

		expect(seen).toEqual([false, true]);
	});

	it('ends all of them with the execution, and begins no other', async () => {
		const execution = new AbortController();
		const deadline = new Deadline(60_000, execution.signal);
		const works = [deadline.keep(late, never), deadline.keep(late, never)];
		execution.abort();

		for (const work of works) await expect(work).rejects.toThrow('The execution was canceled');
		const begun = jest.fn(never);
		await expect(deadline.keep(late, begun)).rejects.toThrow('The execution was canceled');
		expect(begun).not.toHaveBeenCalled();
	});

	it('leaves nothing behind at the signal of an execution when its works are done', async () => {
		const execution = new AbortController();
		const removed = jest.spyOn(execution.signal, 'removeEventListener');
		const added = jest.spyOn(execution.signal, 'addEventListener');
		const deadline = new Deadline(60_000, execution.signal);
		for (let time = 0; time < 100; time++) await deadline.keep(late, async () => await Promise.resolve(time));
		execution.abort();

		expect(added).toHaveBeenCalledTimes(1);
		expect(removed).toHaveBeenCalledTimes(1);
	});
});
