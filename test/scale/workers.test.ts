import { eachInParallel } from '../../nodes/shared/parallel';
import { VENDORS } from '../../lab/sandbox';
import { Cluster } from '../../lab/n8n/cluster';
import { recordsFor, roundTrip, targets, writeOnly } from '../../lab/n8n/roundTrips';
import type { Target } from '../../lab/n8n/roundTrips';

const WORKERS = 3;
const CONCURRENCY = 5;

const RUNS = 60 * targets.length;
const ITEMS = 20;

/** Vendors with a log-in. Each of them ends all sessions after so many runs, as a restart of its server does. */
const WITH_SESSION = ['epass', 'pdm', 'guardant'] as const;
const ENDED_AFTER = [50, 100, 150, 200, 250];
/** Beside that, a token of EPASS runs out after a while, and is then refreshed. */
const EPASS_TOKEN_SECONDS = 4;

/** Records of a run in whose middle the worker dies. */
const CRASH_ITEMS = 100;
const CRASH_LATENCY_MS = 500;
const CREATE_RUN = 1000;
const SYNC_RUN = 2000;
const syncTargets = targets.filter(({ matchOn }) => matchOn !== undefined);

let cluster: Cluster;

beforeAll(async () => {
	cluster = await Cluster.create({
		workers: WORKERS,
		concurrency: CONCURRENCY,
		// How often workers look for executions that nobody works on any more; by itself every 30 s.
		env: { QUEUE_WORKER_STALLED_INTERVAL: '10000' },
		sandbox: { latencyMs: 20, settings: { epassTokenSeconds: EPASS_TOKEN_SECONDS } },
		workflows: (credential) => [
			...targets.map((target) => roundTrip(target, credential)),
			...targets.map((target) => writeOnly(target, 'create', credential)),
			...syncTargets.map((target) => writeOnly(target, 'upsert', credential)),
		],
	});
});

afterAll(async () => await cluster.remove());

/** References of the records that were created, with how often each is there. */
const createdAt = ({ stored, vendor }: Target): Map<string, number> => {
	const times = new Map<string, number>();
	for (const record of cluster.sandbox.control.created(vendor))
		times.set(stored(record), (times.get(stored(record)) ?? 0) + 1);
	return times;
};

/** How often each record of a run is there. */
const copies = (target: Target, run: number, count: number, times = createdAt(target)): number[] =>
	recordsFor(run, count).map((record) => times.get(target.sent(record)) ?? 0);

const once = (count: number): number[] => Array<number>(count).fill(1);

describe('three workers with one account for each vendor', () => {
	const answers: Array<{ status: number; ids: number } | undefined> = [];
	let seconds = 0;

	beforeAll(async () => {
		const started = Date.now();
		let finished = 0;
		await eachInParallel(RUNS, WORKERS * CONCURRENCY, async (run) => {
			const { status, body } = await cluster.call(`roundTrip-${targetOf(run).vendor}`, {
				records: recordsFor(run, ITEMS),
			});
			const items = Array.isArray(body) ? (body as Array<{ id: unknown }>) : [];
			answers[run] = { status, ids: new Set(items.map(({ id }) => id)).size };
			if (ENDED_AFTER.includes(++finished))
				for (const vendor of WITH_SESSION) cluster.sandbox.control.expireSessions(vendor);
		});
		seconds = (Date.now() - started) / 1000;
	});

	const targetOf = (run: number): Target => {
		const target = targets[run % targets.length];
		if (target === undefined) throw new Error(`No target for run ${run}`);
		return target;
	};

	it('answer every call with all of its records', () => {
		expect(answers).toEqual(Array.from({ length: RUNS }, () => ({ status: 200, ids: ITEMS })));
	});

	it('leave no execution failed, crashed or unfinished', async () => {
		const workflows = targets.map(({ vendor }) => `roundTrip-${vendor}`);
		expect(await cluster.executions(workflows)).toEqual({ success: RUNS });
	});

	it('write every record once, and change none without need', () => {
		const times = new Map(targets.map((target) => [target, createdAt(target)]));
		for (let run = 0; run < RUNS; run++) {
			const target = targetOf(run);
			expect(copies(target, run, ITEMS, times.get(target))).toEqual(once(ITEMS));
		}
		const counters = cluster.sandbox.control.counters();
		const written = (RUNS / targets.length) * ITEMS;
		for (const { vendor } of targets)
			expect([vendor, counters[vendor].created, counters[vendor].updated]).toEqual([
				vendor,
				written,
				vendor === 'guardant' ? written : 0,
			]);
	});

	it('log in a few times only, however many executions find their session ended', () => {
		const counters = cluster.sandbox.control.counters();
		const requests = VENDORS.reduce((total, vendor) => total + counters[vendor].requests, 0);
		const logins = WITH_SESSION.map((vendor) => `${vendor} ${counters[vendor].logins}`).join(', ');
		process.stdout.write(
			[
				'',
				`executions  ${RUNS} in ${seconds.toFixed(1)} s`,
				`items       ${RUNS * ITEMS}`,
				`log-ins     ${logins}; and ${counters.epass.refreshes} refreshes of EPASS`,
				`requests    ${requests}`,
				'',
			].join('\n'),
		);
		expect(counters.epass.refreshes).toBeGreaterThan(0);
		for (const vendor of WITH_SESSION) {
			// Ended by the vendor, or by the clock: a token is given up a tenth of its life early.
			const clock = vendor === 'epass' ? Math.floor(seconds / (EPASS_TOKEN_SECONDS * 0.9)) : 0;
			// Each worker at its start, and at most each of them once for an end.
			const most = WORKERS * (1 + ENDED_AFTER.length + clock);
			const { logins, refreshes } = counters[vendor];
			expect(logins + refreshes).toBeGreaterThan(ENDED_AFTER.length);
			expect(logins + refreshes).toBeLessThanOrEqual(most);
		}
	});
});

describe('a worker that is killed in the middle of its runs', () => {
	const created = (target: Target, run: number): number =>
		copies(target, run, CRASH_ITEMS).filter((times) => times > 0).length;
	const runs = [
		...targets.map((target) => ({ target, run: CREATE_RUN, workflow: `create-${target.vendor}` })),
		...syncTargets.map((target) => ({ target, run: SYNC_RUN, workflow: `upsert-${target.vendor}` })),
	];
	const send = async (): Promise<void> => {
		for (const { run, workflow } of runs) {
			const { status } = await cluster.call(workflow, { records: recordsFor(run, CRASH_ITEMS) });
			expect(status).toBe(200);
		}
	};
	const statuses = async (): Promise<unknown[]> =>
		await Promise.all(runs.map(async ({ workflow }) => (await cluster.lastExecution(workflow))?.status));
	let atDeath: number[];

	beforeAll(async () => {
		// All runs shall be on the one that dies.
		await cluster.stopWorkers(WORKERS);
		await cluster.addWorkers(1, {
			concurrency: runs.length,
			// How long its executions count as alive without a sign of life; by itself a minute.
			env: { QUEUE_WORKER_LOCK_DURATION: '10000', QUEUE_WORKER_LOCK_RENEW_TIME: '2000' },
		});
		cluster.sandbox.control.setLatency(CRASH_LATENCY_MS);
		await send();
		await cluster.until('every run has written something', () =>
			runs.every(({ run, target }) => created(target, run) >= 3),
		);
		await cluster.killWorker();
		// What was under way arrives all the same.
		await cluster.sandbox.control.quiet();
		cluster.sandbox.control.setLatency(0);
		atDeath = runs.map(({ run, target }) => created(target, run));
		await cluster.addWorkers(WORKERS);
	});

	it('leaves each run half done', () => {
		for (const count of atDeath) {
			expect(count).toBeGreaterThanOrEqual(3);
			expect(count).toBeLessThan(CRASH_ITEMS);
		}
	});

	it('has its executions shown as failed, and run again by nobody', async () => {
		await cluster.until(
			'n8n has given the executions of the dead worker up',
			async () => !(await statuses()).includes('running'),
		);
		expect(await statuses()).toEqual(runs.map(() => 'error'));
		expect(runs.map(({ run, target }) => created(target, run))).toEqual(atDeath);
	});

	it('has nothing left that n8n could retry', async () => {
		for (const { workflow } of runs) {
			const failed = await cluster.lastExecution(workflow);
			await cluster.rest.must('POST', `/rest/executions/${failed?.id}/retry`, { loadWorkflow: false });
		}
		expect(runs.map(({ run, target }) => created(target, run))).toEqual(atDeath);
	});

	it('does no harm where the run is sent again', async () => {
		await send();
		await cluster.until('the runs are done', async () =>
			(await statuses()).every((status) => status === 'success'),
		);
		for (const { run, target, workflow } of runs) {
			if (run === CREATE_RUN && !target.uniqueReference) continue;
			expect([workflow, copies(target, run, CRASH_ITEMS)]).toEqual([workflow, once(CRASH_ITEMS)]);
		}
	});

	it.each(targets.filter(({ uniqueReference }) => !uniqueReference))(
		'has created twice what it had created, with Create and $vendor, which takes a second record with the same values',
		(target) => {
			const times = copies(target, CREATE_RUN, CRASH_ITEMS);
			const index = runs.findIndex(({ run, target: each }) => run === CREATE_RUN && each === target);
			expect(times.filter((count) => count === 2)).toHaveLength(atDeath[index] ?? -1);
			expect(times.filter((count) => count === 1)).toHaveLength(CRASH_ITEMS - (atDeath[index] ?? -1));
		},
	);
});
