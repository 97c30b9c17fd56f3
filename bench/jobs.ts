import type { IDataObject } from 'n8n-workflow';
import type { VendorName } from '../lab/sandbox';
import { compare } from './compare';
import type { Row, Target } from './compare';
import { floor } from './floor';
import { list } from './list';
import { loadingRows } from './loading';
import type { SandboxProcess } from './processes';
import { atMost, BARE, common, FIRST_KEY, keysOf, OURS, PARALLEL, titleOf } from './stage';
import type { Common, Job, Stage, Trial } from './stage';
import { BENCH_VENDORS } from './vendors';

const HTTP_REQUEST = 'HTTP Request node';
const STOCK = 'HTTP Request, Split Out, Edit Fields';
const AUTHENTICATED = 'loop over httpRequestWithAuthentication';
const ARRAY = 'plain array';
const SINGLY = 'this package, one look-up an item';
const APART = 'this package, 10 executions';

const MB = 1024 * 1024;
const NO_BATCH = { batchLookups: false };

function newCustomers(vendor: VendorName, count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => BENCH_VENDORS[vendor].newCustomer?.(index) ?? {});
}

async function inputOf(
	sandbox: SandboxProcess,
	vendor: VendorName,
	work: 'get' | 'create',
	count: number,
): Promise<IDataObject[]> {
	return work === 'get' ? await keysOf(sandbox, vendor, count) : newCustomers(vendor, count);
}

async function batchTrials(stage: Stage): Promise<Trial[]> {
	const { items } = stage.sizes;
	const sandbox = await stage.sandbox(items + 200);
	const trials: Trial[] = [];
	for (const vendor of ['weevio', 'epass'] as const) {
		const shared = await common(sandbox, vendor, 'get', await keysOf(sandbox, vendor, items));
		trials.push({ sandbox, subject: `${titleOf(vendor)}, get of ${items}`, latencyMs: 50, shared });
	}
	return trials;
}

/** New ones, since their keys are known. */
async function orderTrials(stage: Stage): Promise<Trial[]> {
	const { items } = stage.sizes;
	const sandbox = await stage.sandbox(items + 200);
	const trials: Trial[] = [];
	for (const [vendor, resource, parameters] of [
		['weevio', 'order', { output: 'selected', outputFields: 'number, customerId, status, date' }],
		['epass', 'invoice', {}],
	] as const) {
		const input: IDataObject[] = [];
		for (let item = 0; item < items; item++)
			input.push({ key: String(await sandbox.insert(vendor, resource)).trim() });
		const shared = await common(sandbox, vendor, 'get', input, { resource, parameters });
		trials.push({
			sandbox,
			subject: `${titleOf(vendor)}, get of ${items} ${resource}s`,
			latencyMs: 50,
			shared,
		});
	}
	return trials;
}

const getInBatches: Job = {
	name: 'get-batch',
	title: 'Get of many customers and orders, vendors with a documented multi-look-up',
	method:
		'Items that each name another customer, order or invoice reach the node. The baseline is the HTTP Request node, one call per item, with the same credential; it sends all of its requests at once. Orders of Weevio are asked for without their lines: where its lists do not bring those, as in the sandbox, our node asks for each order singly that is to have them.',
	trials: batchTrials,
	run: async (stage) => {
		const rows: Row[] = [];
		for (const { sandbox, shared, ...trial } of [
			...(await batchTrials(stage)),
			...(await orderTrials(stage)),
		]) {
			const samples = await compare(sandbox, {
				...trial,
				job: 'get-batch',
				tasks: {
					[OURS]: { ...shared, contender: 'ours' },
					[HTTP_REQUEST]: { ...shared, contender: 'request' },
				},
				rounds: stage.sizes.rounds,
			});
			const pair = [OURS, HTTP_REQUEST] as const;
			rows.push(
				samples.row(pair, 'requests', { label: 'requests', unit: '', target: atMost(1 / 20, '1/20') }),
				samples.row(pair, 'wallMs', {
					label: 'time',
					unit: 'ms',
					target: atMost(1 / 10, '1/10 (10 times faster)'),
				}),
				samples.row(pair, 'cpuMs', { label: 'CPU', unit: 'ms' }),
				samples.row(pair, 'connections', { label: 'connections', unit: '' }),
				samples.row(pair, 'failed', { label: 'items that failed', unit: '' }),
			);
		}
		return rows;
	},
};

async function singleTrials(stage: Stage): Promise<Trial[]> {
	const { items, latencies } = stage.sizes;
	const sandbox = await stage.sandbox(items + 200);
	const trials: Trial[] = [];
	for (const vendor of ['pdm', 'manex', 'guardant'] as const) {
		for (const work of ['get', 'create'] as const) {
			const shared = await common(sandbox, vendor, work, await inputOf(sandbox, vendor, work, items));
			const subject = `${titleOf(vendor)}, ${work} of ${items}`;
			trials.push(...latencies.map((latencyMs) => ({ sandbox, subject, latencyMs, shared })));
		}
	}
	return trials;
}

const sameParallelism: Job = {
	name: 'same-parallelism',
	title: 'Get and create of many customers, vendors without a multi-look-up',
	method: `The baseline is a node that does nothing but call n8n's \`httpRequest\` ${PARALLEL} at a time, signs its requests by hand, reads no parameter, and gives out the bodies as they come; at 0 ms, where the machine's own work is all there is, it is shown without a target. At 10 ms there is a second one: the same loop over \`httpRequestWithAuthentication\`, which for a get reads the one parameter that names the customer, as most nodes are written.`,
	trials: singleTrials,
	run: async (stage) => {
		const { rounds } = stage.sizes;
		const rows: Row[] = [];
		for (const { sandbox, shared, ...trial } of await singleTrials(stage)) {
			const { latencyMs } = trial;
			const samples = await compare(sandbox, {
				...trial,
				job: 'same-parallelism',
				tasks: {
					[OURS]: { ...shared, contender: 'ours' },
					[BARE]: { ...shared, contender: 'bare' },
					...(latencyMs === 10 ? { [AUTHENTICATED]: { ...shared, contender: 'authenticated' } } : {}),
				},
				rounds: latencyMs === 10 ? rounds : Math.min(rounds, 3),
			});
			rows.push(
				samples.row([OURS, BARE], 'wallMs', {
					label: 'time',
					unit: 'ms',
					...(latencyMs === 0 ? {} : { target: atMost(1.25, '1.25') }),
				}),
			);
			if (latencyMs !== 10) continue;
			rows.push(
				samples.row([OURS, BARE], 'cpuMs', { label: 'CPU', unit: 'ms' }),
				samples.row([OURS, BARE], 'requests', { label: 'requests', unit: '' }),
				samples.row([OURS, AUTHENTICATED], 'wallMs', { label: 'time', unit: 'ms' }),
				samples.row([OURS, AUTHENTICATED], 'cpuMs', { label: 'CPU', unit: 'ms' }),
			);
		}
		return rows;
	},
};

async function cpuTrials(stage: Stage): Promise<Trial[]> {
	const { items, listedByStock } = stage.sizes;
	const trials: Trial[] = [];
	const add = (sandbox: SandboxProcess, shared: Common, count: number): void => {
		const subject = `${titleOf(shared.vendor)}, ${shared.work} of ${count}`;
		trials.push({ sandbox, subject, latencyMs: 0, shared });
	};
	const sandbox = await stage.sandbox(items + 200);
	for (const vendor of ['weevio', 'epass', 'pdm', 'manex', 'guardant'] as const) {
		add(sandbox, await common(sandbox, vendor, 'get', await keysOf(sandbox, vendor, items)), items);
	}
	for (const vendor of ['pdm', 'manex', 'guardant'] as const) {
		add(sandbox, await common(sandbox, vendor, 'create', newCustomers(vendor, items)), items);
	}
	const lists = await stage.sandbox(listedByStock);
	for (const vendor of ['guardant', 'epass'] as const) {
		const keys = await keysOf(lists, vendor, 1);
		add(lists, await common(lists, vendor, 'search', keys, { warmUp: 1000 }), listedByStock);
	}
	return trials;
}

const againstStockNodes: Job = {
	name: 'cpu',
	title: "The same items out of n8n's stock nodes",
	method:
		'The baseline is a workflow of HTTP Request (with the same credential; for lists with its pagination), Split Out where the answer holds an array, and Edit Fields with the 18 fields of the common shape, one expression each. That both give out the same items, value for value, is checked for get and search; no latency, so that only work counts.',
	trials: cpuTrials,
	run: async (stage) => {
		const pair = [OURS, STOCK] as const;
		const rows: Row[] = [];
		for (const { sandbox, shared, ...trial } of await cpuTrials(stage)) {
			const samples = await compare(sandbox, {
				...trial,
				job: 'cpu',
				tasks: { [OURS]: { ...shared, contender: 'ours' }, [STOCK]: { ...shared, contender: 'stock' } },
				rounds: stage.sizes.rounds,
			});
			if (shared.work !== 'create') rows.push(samples.sameItems(pair));
			rows.push(
				samples.row(pair, 'cpuMs', { label: 'CPU', unit: 'ms', target: atMost(1 / 2, '1/2') }),
				samples.row(pair, 'wallMs', { label: 'time', unit: 'ms' }),
				samples.row(pair, 'requests', { label: 'requests', unit: '' }),
			);
		}
		return rows;
	},
};

const search: Job = {
	name: 'search',
	title: 'Search that returns very many records',
	method: `Time against a node that fetches the same pages with n8n's \`httpRequest\` and the same parallelism (Guardant ${PARALLEL} pages at a time, EPASS one after another, since each page names the next), counts their records and drops them. Memory against the same loop that shapes the records as our node does and keeps them in an array, without n8n's envelope of each item; "peak memory" is the most heap and external memory, seen every 5 ms, above what there was before; "peak of the process" is the kernel's high-water mark, n8n and all; "kept" is what is left after a garbage collection while the result is held.`,
	run: async (stage) => {
		const { listed, rounds } = stage.sizes;
		const rows: Row[] = [];
		for (const { resource, vendor } of [
			{ vendor: 'guardant' },
			{ vendor: 'epass' },
			{ vendor: 'epass', resource: 'invoice' },
		] as const) {
			// A customer has six invoices on average.
			const sandbox = await stage.sandbox(resource === undefined ? listed : Math.round(listed / 6));
			const shared = await common(sandbox, vendor, 'search', [{ key: FIRST_KEY[vendor] }], {
				warmUp: 2000,
				resource,
			});
			const what = resource === undefined ? `${listed}` : `some ${listed} invoices`;
			for (const latencyMs of [0, 10]) {
				const samples = await compare(sandbox, {
					job: 'search',
					subject: `${titleOf(vendor)}, search of ${what}`,
					latencyMs,
					tasks: {
						[OURS]: { ...shared, contender: 'ours' },
						[BARE]: { ...shared, contender: 'bare' },
						...(latencyMs === 10 ? { [ARRAY]: { ...shared, contender: 'array' } } : {}),
					},
					rounds: latencyMs === 10 ? rounds : Math.min(rounds, 3),
				});
				rows.push(
					samples.row([OURS, BARE], 'wallMs', { label: 'time', unit: 'ms', target: atMost(1.25, '1.25') }),
				);
				if (latencyMs !== 10) continue;
				const inMb = { unit: 'MB', divisor: MB } as const;
				const memory = atMost(1.5, '1.5');
				rows.push(
					samples.row([OURS, BARE], 'cpuMs', { label: 'CPU', unit: 'ms' }),
					samples.row([OURS, BARE], 'requests', { label: 'requests', unit: '' }),
					samples.row([OURS, ARRAY], 'peakHeap', { ...inMb, label: 'peak memory', target: memory }),
					samples.row([OURS, ARRAY], 'peakRss', { ...inMb, label: 'peak of the process' }),
					samples.row([OURS, ARRAY], 'retained', { unit: 'B', divisor: listed, label: 'kept per record' }),
				);
			}
		}
		return rows;
	},
};

/** One after the other in one process, so that it is not the first that is measured. */
const RENEWALS = 20;

const sessions: Job = {
	name: 'sessions',
	title: 'A session that has ended',
	method: `First ten items, ten requests at once, and a session that the vendor has ended (or none yet). Log-ins and refreshes are counted by the sandbox. The baseline is the HTTP Request node with the same credential, with n8n's own refresh. Where it makes none although the session has ended, the vendor says so in the body of an HTTP 200, which n8n does not see. A third contender spreads the ten items over ten executions at once. Then what one item takes that finds its session ended, ${RENEWALS} times: at the vendor's, but for Pro Delivery Manager by the clock, since n8n does not see the other.`,
	run: async (stage) => {
		const { items, rounds } = stage.sizes;
		const sandbox = await stage.sandbox(items + 200);
		const rows: Row[] = [];
		for (const vendor of ['epass', 'pdm', 'guardant'] as const) {
			const { guardantStationLogin } = await sandbox.credentials();
			const login = vendor === 'guardant' ? { credential: { ...guardantStationLogin } } : {};
			const once: Target = { kind: 'exactly', value: 1 };
			for (const forgetSession of [false, true]) {
				const shared = await common(sandbox, vendor, 'get', await keysOf(sandbox, vendor, 10), {
					...login,
					warmUp: 1,
					options: NO_BATCH,
					forgetSession,
				});
				const samples = await compare(sandbox, {
					job: 'sessions',
					subject: `${titleOf(vendor)}, ${forgetSession ? 'no session yet' : 'session ended'}`,
					latencyMs: 10,
					tasks: {
						[OURS]: { ...shared, contender: 'ours' },
						[APART]: { ...shared, contender: 'ours', executions: 10 },
						[HTTP_REQUEST]: { ...shared, contender: 'request' },
					},
					rounds: Math.min(rounds, 3),
					beforeGo: async () => await sandbox.expireSessions(vendor),
				});
				rows.push(
					samples.row([OURS, HTTP_REQUEST], 'logins', { label: 'log-ins', unit: '', target: once }),
					samples.row([APART, HTTP_REQUEST], 'logins', {
						label: 'log-ins, ours in 10 executions',
						unit: '',
						target: once,
					}),
					samples.row([OURS, HTTP_REQUEST], 'failed', { label: 'items that failed', unit: '' }),
					samples.row([APART, HTTP_REQUEST], 'failed', {
						label: 'items that failed, ours in 10 executions',
						unit: '',
					}),
				);
			}
			const one = await common(sandbox, vendor, 'get', await keysOf(sandbox, vendor, 1), {
				...login,
				options: NO_BATCH,
				renewals: { times: RENEWALS, endedBy: vendor === 'pdm' ? 'clock' : 'vendor' },
			});
			const samples = await compare(sandbox, {
				job: 'sessions',
				subject: `${titleOf(vendor)}, one item`,
				latencyMs: 10,
				tasks: {
					[OURS]: { ...one, contender: 'ours' },
					[HTTP_REQUEST]: { ...one, contender: 'request' },
				},
				rounds: Math.min(rounds, 3),
			});
			const pair = [OURS, HTTP_REQUEST] as const;
			// A log-in there ends the session of another worker, so ours waits a little whether one comes with it.
			const each = { divisor: RENEWALS } as const;
			const time = vendor === 'epass' ? atMost(3, '3') : atMost(1.5, '1.5');
			rows.push(
				samples.row(pair, 'wallMs', { ...each, label: 'time', unit: 'ms', target: time }),
				samples.row(pair, 'cpuMs', { ...each, label: 'CPU', unit: 'ms' }),
				samples.row(pair, 'requests', { ...each, label: 'requests', unit: '' }),
				samples.row(pair, 'logins', { ...each, label: 'log-ins', unit: '', target: once }),
			);
		}
		return rows;
	},
};

const orders: Job = {
	name: 'orders',
	title: 'Orders of many customers',
	method:
		'The invoices of many EPASS customers, against our own node with the option Batch Look-Ups turned off.',
	run: async (stage) => {
		const { items, orders: count, rounds } = stage.sizes;
		const sandbox = await stage.sandbox(items + 200);
		const shared = await common(sandbox, 'epass', 'orders', await keysOf(sandbox, 'epass', count));
		const samples = await compare(sandbox, {
			job: 'orders',
			subject: `EPASS, listOrders of ${count} customers`,
			latencyMs: 50,
			tasks: {
				[OURS]: { ...shared, contender: 'ours' },
				[SINGLY]: { ...shared, contender: 'ours', options: NO_BATCH },
			},
			rounds: Math.min(rounds, 3),
		});
		const pair = [OURS, SINGLY] as const;
		return [
			samples.row(pair, 'requests', { label: 'requests', unit: '' }),
			samples.row(pair, 'wallMs', { label: 'time', unit: 'ms' }),
			samples.row(pair, 'items', { label: 'orders', unit: '' }),
		];
	},
};

const loading: Job = {
	name: 'loading',
	title: 'Loading the package',
	method:
		'A fresh process loads n8n-workflow and collects its garbage, then the clock runs while it requires and instantiates the nodes and credentials of dist. "Packed" is what `npm pack --dry-run` says.',
	run: async (stage) => await loadingRows(stage.sizes.loads),
};

export const JOBS: readonly Job[] = [
	getInBatches,
	sameParallelism,
	floor,
	againstStockNodes,
	search,
	sessions,
	orders,
	list,
	loading,
];
