import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { Engine } from '../lab/engine/harness';
import type { EngineRun } from '../lab/engine/harness';
import type { VendorName } from '../lab/sandbox';
import { epass } from '../nodes/Epass/vendor';
import { guardantStation } from '../nodes/GuardantStation/vendor';
import { markOf } from '../nodes/shared/session';
import type { SessionRule } from '../nodes/shared/vendor';
import { contest, CREDENTIAL_ID } from './contenders';
import { measure, profiled } from './measure';
import type { FromChild, Measured, Task, Turn } from './protocol';
import { BENCH_VENDORS } from './vendors';

/** A process of its own for measured runs: engine loaded and warmed up first, then it waits for its turn. */

const NO_SESSION = {
	sessionToken: '',
	sessionExpiresAt: '',
	sessionAccount: '',
	refreshToken: '',
	refreshExpiresAt: '',
};

const SESSIONS: Partial<Record<VendorName, SessionRule>> = {
	epass: epass.session,
	guardant: guardantStation.session,
};

const LONG_AGO = '2020-01-01T00:00:00.000Z';

/** With a session that can be expected to be good, and that the vendor does not know (any more). */
function withUnknownSession(credential: Task['credential'], name: VendorName): Task['credential'] {
	const session = SESSIONS[name];
	if (session === undefined) throw new Error('This vendor has no sessions');
	const sessionToken = 'ended';
	return { ...credential, sessionToken, sessionAccount: markOf(sessionToken, credential, session) };
}

function tell(message: FromChild): void {
	process.send?.(message);
}

async function prepare(engine: Engine, task: Task): Promise<() => Promise<Measured>> {
	const vendor = BENCH_VENDORS[task.vendor];
	const store = (data: Task['credential']): void =>
		engine.credentials.set({ id: CREDENTIAL_ID, name: CREDENTIAL_ID, type: vendor.credential, data });
	store(task.credential);
	// Our node logs in first, so that every contender starts with a session where the vendor has one. Any key will do.
	await contest(engine, { ...task, contender: 'ours', work: 'get' })([{ key: 1, ...task.input[0] }]);
	const run = contest(engine, task);
	const input = inputsOf(task);
	// What is upserted is there before: so it is as it was, unless a field changes.
	if (task.work === 'upsert') await contest(engine, { ...task, contender: 'ours' })(input());
	if (task.warmUp > 0) {
		const warm =
			task.work === 'search' ? await run(task.input, task.warmUp) : await run(input().slice(0, task.warmUp));
		if (warm.error !== undefined) throw new Error(`Warm-up: ${warm.error.message}`);
	}
	const held = (): Task['credential'] => engine.credentials.get(CREDENTIAL_ID).data;
	if (task.forgetSession === true) store({ ...held(), ...NO_SESSION });

	const executions = task.executions ?? 1;
	const { times, endedBy } = task.renewals ?? { times: task.repeats ?? 1 };
	const work = async (): Promise<EngineRun[]> => {
		const runs: EngineRun[] = [];
		for (let time = 0; time < times; time++) {
			if (endedBy === 'clock') store({ ...held(), sessionExpiresAt: LONG_AGO });
			if (endedBy === 'vendor') store(withUnknownSession(held(), task.vendor));
			const shares = spread(input(), executions);
			runs.push(...(await Promise.all(shares.map(async (share) => await run(share, task.most)))));
		}
		return runs;
	};
	const { profile } = task;
	if (profile !== undefined) {
		return async () => ({ ...NOTHING_MEASURED, profile: await profiled(profile, work) });
	}
	return async () => {
		const { costs, result } = await measure(work);
		// The last time stands for all of them.
		const output = result.slice(-executions).flatMap((each) => each.json());
		const broken = result.find(({ error }) => error !== undefined)?.error;
		if (broken !== undefined) throw new Error(broken.message);
		return {
			...costs,
			items: output.length,
			failed: failures(task, output),
			digest: task.contender === 'ours' || task.contender === 'stock' ? digestOf(output) : '',
		};
	};
}

/** The items of a run, in which the field that changes holds what it never held before. */
function inputsOf({ changing, input }: Task): () => IDataObject[] {
	if (changing === undefined) return () => input;
	return () => {
		const now = process.hrtime.bigint().toString(36);
		return input.map((item, index) => ({ ...item, [changing]: `${now} ${index}` }));
	};
}

const NOTHING_MEASURED: Measured = {
	wallMs: 0,
	cpuMs: 0,
	peakRss: 0,
	peakHeap: 0,
	retained: 0,
	items: 0,
	failed: 0,
	digest: '',
};

function spread(input: IDataObject[], executions: number): IDataObject[][] {
	const each = Math.ceil(input.length / executions);
	return Array.from({ length: executions }, (_, index) => input.slice(index * each, (index + 1) * each));
}

/** Answers to single look-ups that do not hold the key that was looked up. */
function failures(task: Task, output: readonly IDataObject[]): number {
	// The floor drops what comes.
	if (task.contender === 'floor') return 0;
	if (task.work !== 'get') return output.filter(({ error }) => error !== undefined).length;
	return task.input.filter(({ key }, index) => !JSON.stringify(output[index] ?? null).includes(String(key)))
		.length;
}

function digestOf(output: readonly IDataObject[]): string {
	const hash = createHash('sha256');
	for (const json of output) hash.update(JSON.stringify(json));
	return hash.digest('hex').slice(0, 16);
}

const runs = new Map<Turn, () => Promise<Measured>>();

async function take(message: Task | Turn): Promise<void> {
	if (typeof message !== 'string') {
		const engine = await Engine.load();
		const { contender, rival } = message;
		runs.set('go', await prepare(engine, { ...message, contender }));
		if (rival !== undefined) runs.set('rival', await prepare(engine, { ...message, contender: rival }));
		tell({ kind: 'ready' });
		return;
	}
	const run = runs.get(message);
	if (run === undefined) throw new Error('No task yet');
	tell({ kind: 'measured', measured: await run() });
}

process.on('message', (message: Task | Turn) => {
	take(message).catch((problem: unknown) => {
		tell({
			kind: 'failed',
			message: problem instanceof Error ? (problem.stack ?? problem.message) : String(problem),
		});
	});
});

process.once('disconnect', () => process.exit());
