import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import type { VendorName } from '../lab/sandbox';
import type { Row, Target } from './compare';
import { SandboxProcess } from './processes';
import type { Task, Work } from './protocol';
import { BENCH_VENDORS } from './vendors';

export interface Sizes {
	/** Items of a get or create. */
	readonly items: number;
	/** Customers that a search returns. */
	readonly listed: number;
	/** The same where the stock nodes do it, which takes them long. */
	readonly listedByStock: number;
	/** Customers whose orders are listed. */
	readonly orders: number;
	/** Items of each run that is compared with what nobody gets by without. */
	readonly floor: readonly number[];
	/** Customers of a vendor without a search, among whom one is looked for. */
	readonly lists: readonly number[];
	readonly rounds: number;
	readonly loads: number;
	/** Milliseconds that the sandbox waits before each answer, for the job that compares all of them. */
	readonly latencies: readonly number[];
}

export const FULL: Sizes = {
	items: 1000,
	listed: 100_000,
	listedByStock: 5000,
	orders: 500,
	floor: [10, 1000],
	lists: [100, 1000, 10_000, 100_000],
	rounds: 5,
	loads: 20,
	latencies: [0, 10, 50],
};
export const QUICK: Sizes = {
	items: 200,
	listed: 5000,
	listedByStock: 1000,
	orders: 100,
	floor: [100],
	lists: [100, 3000],
	rounds: 1,
	loads: 3,
	latencies: [0, 10, 50],
};

/** The sandboxes by their number of customers, started when first needed and kept for all jobs. */
export class Stage {
	private readonly sandboxes = new Map<number, SandboxProcess>();

	constructor(readonly sizes: Sizes) {}

	async sandbox(customers: number): Promise<SandboxProcess> {
		const known = this.sandboxes.get(customers);
		if (known !== undefined) return known;
		const started = await SandboxProcess.start(customers);
		this.sandboxes.set(customers, started);
		return started;
	}

	stop(): void {
		for (const sandbox of this.sandboxes.values()) sandbox.stop();
	}
}

/** A piece of work, whoever does it. */
export interface Trial {
	readonly sandbox: SandboxProcess;
	readonly subject: string;
	readonly latencyMs: number;
	readonly shared: Common;
}

export interface Job {
	readonly name: string;
	readonly title: string;
	/** How it is measured, for the report. */
	readonly method: string;
	/** Where two versions of this package can be compared by the same work. */
	trials?(stage: Stage): Promise<Trial[]>;
	run(stage: Stage): Promise<Row[]>;
}

/** Requests at once; our node's cap, so that its own work weighs most. */
export const PARALLEL = 10;

export const OURS = 'this package';
export const BARE = 'loop over httpRequest';

/** The documented customers, with which the sandbox always begins. */
export const FIRST_KEY = { guardant: 8, epass: '1000' } as const;

export const atMost = (most: number, words: string): Target => ({ kind: 'ratio', most, words });
export const titleOf = (vendor: VendorName): string => BENCH_VENDORS[vendor].displayName;

/** All that the contenders of a comparison have in common. */
export type Common = Omit<Task, 'contender'>;

export async function common(
	sandbox: SandboxProcess,
	vendor: VendorName,
	work: Work,
	input: IDataObject[],
	changes: Partial<Common> = {},
): Promise<Common> {
	const credentials = await sandbox.credentials();
	const name = BENCH_VENDORS[vendor].credential as keyof typeof credentials;
	const credential: ICredentialDataDecryptedObject = { ...credentials[name] };
	return {
		vendor,
		work,
		credential,
		input,
		warmUp: Math.min(50, input.length),
		parallel: PARALLEL,
		...changes,
	};
}

export async function keysOf(
	sandbox: SandboxProcess,
	vendor: VendorName,
	count: number,
): Promise<IDataObject[]> {
	const records = await sandbox.records(vendor);
	return records.slice(0, count).map((record) => ({ key: BENCH_VENDORS[vendor].keyOf(record) }));
}
