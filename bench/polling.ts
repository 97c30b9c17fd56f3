import '../lab/engine/environment';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { INodeParameters } from 'n8n-workflow';
import { Engine } from '../lab/engine/harness';
import { Poller } from '../lab/engine/poller';
import type { VendorName } from '../lab/sandbox';
import { vendors } from '../lab/vendors';
import { epass } from '../nodes/Epass/vendor';
import { guardantStation } from '../nodes/GuardantStation/vendor';
import { weevioPims } from '../nodes/WeevioPims/vendor';
import type { Vendor } from '../nodes/shared/vendor';
import { SandboxProcess } from './processes';

/** What a poll costs, by the number of records that are watched. */
export interface PollCost {
	readonly subject: string;
	readonly records: number;
	readonly poll: 'the first' | 'nothing new' | '100 changes';
	readonly requests: number;
	readonly seconds: number;
	/** Processor time of the process that polls, its waiting for the vendor left out. */
	readonly cpuSeconds: number;
	/** The longest time for which n8n could do nothing else. */
	readonly longestBlockMs: number;
	/** What n8n stores of it, in characters. */
	readonly state: number;
}

const CHANGES = 100;

interface Subject {
	readonly title: string;
	readonly vendor: VendorName;
	readonly definition: Vendor;
	readonly parameters: INodeParameters;
	/** The field whose change is noticed; left out where only new records are. */
	readonly field?: string;
}

const SUBJECTS: readonly Subject[] = [
	{
		title: 'Weevio customers, created or updated',
		vendor: 'weevio',
		definition: weevioPims,
		parameters: { resource: 'customer', event: 'createdOrUpdated', options: { minimumInterval: 0 } },
		field: 'BCITY',
	},
	{
		title: 'Guardant customers, created or updated',
		vendor: 'guardant',
		definition: guardantStation,
		parameters: { resource: 'customer', event: 'createdOrUpdated' },
		field: 'companyname',
	},
	{
		title: 'EPASS customers, created or updated',
		vendor: 'epass',
		definition: epass,
		parameters: { resource: 'customer', event: 'createdOrUpdated' },
		field: 'City',
	},
	{
		title: 'EPASS customers, created',
		vendor: 'epass',
		definition: epass,
		parameters: { resource: 'customer', event: 'created' },
	},
];

const CREDENTIAL = 'bench';

async function measured(
	sandbox: SandboxProcess,
	{ vendor }: Subject,
	work: () => Promise<unknown>,
): Promise<Pick<PollCost, 'requests' | 'seconds' | 'cpuSeconds' | 'longestBlockMs'>> {
	const before = (await sandbox.counters(vendor)).requests;
	global.gc?.();
	const delay = monitorEventLoopDelay({ resolution: 1 });
	delay.enable();
	const cpu = process.cpuUsage();
	const started = performance.now();
	await work();
	const seconds = (performance.now() - started) / 1000;
	const { user, system } = process.cpuUsage(cpu);
	delay.disable();
	return {
		requests: (await sandbox.counters(vendor)).requests - before,
		seconds,
		cpuSeconds: (user + system) / 1e6,
		longestBlockMs: delay.max / 1e6,
	};
}

async function costsOf(subject: Subject, records: number): Promise<PollCost[]> {
	const { definition, field, parameters, title, vendor } = subject;
	const { account, credential, keyOf, node } = vendors[vendor];
	const sandbox = await SandboxProcess.start(records);
	try {
		const engine = await Engine.load();
		const data = { ...(await sandbox.credentials())[account.key] };
		engine.credentials.set({ id: CREDENTIAL, name: CREDENTIAL, type: credential, data });
		const poller = new Poller(engine, definition, {
			type: `n8n-nodes-backoffice.${node}Trigger`,
			parameters: { output: 'simplified', ...parameters },
			credentials: { [credential]: CREDENTIAL },
		});
		// The session, and the code's first run, belong to n8n's start.
		await poller.test();
		const rows: PollCost[] = [];
		const add = async (
			poll: PollCost['poll'],
			count: number,
			work: () => Promise<unknown[]>,
		): Promise<void> => {
			let given: unknown[] = [];
			const cost = await measured(sandbox, subject, async () => (given = await work()));
			if (given.length !== count || poller.failures.length > 0)
				throw new Error(`${title}: ${given.length} items instead of ${count}; ${poller.failures.join()}`);
			rows.push({ subject: title, records, poll, ...cost, state: poller.stored?.length ?? 0 });
		};
		await add('the first', 0, async () => await poller.activate());
		await add('nothing new', 0, async () => await poller.tick());
		const known = await sandbox.records(vendor);
		for (let change = 0; change < CHANGES; change++) {
			const record = known[Math.floor((change * known.length) / CHANGES)];
			if (field === undefined || record === undefined) await sandbox.insert(vendor, 'customer');
			else await sandbox.amend(vendor, 'customer', keyOf(record), { [field]: `Change ${change}` });
		}
		await add('100 changes', CHANGES, async () => await poller.tick());
		return rows;
	} finally {
		sandbox.stop();
	}
}

export async function pollCosts(
	sizes: readonly number[],
	told: (cost: PollCost) => void,
): Promise<PollCost[]> {
	const costs: PollCost[] = [];
	for (const subject of SUBJECTS) {
		for (const records of sizes) {
			const rows = await costsOf(subject, records);
			rows.forEach(told);
			costs.push(...rows);
		}
	}
	return costs;
}
