import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import type { Engine } from '../lab/engine/harness';
import { holdsExpression } from '../nodes/shared/expressions';
import type { Contest } from './contenders';
import { inParallel } from './inParallel';
import type { Task } from './protocol';
import type { BenchVendor } from './vendors';

type Request = Pick<IHttpRequestOptions, 'method' | 'url' | 'qs' | 'body'>;

/** Requests that follow one another, since each needs the answer to the one ahead of it. */
type Chain = readonly Request[];

/** What our node did for the same items. */
interface Recording {
	readonly requests: readonly Request[];
	readonly parameters: ReadonlySet<string>;
}

/**
 * What no node gets by without: it reads the parameters that ours reads, as n8n hands them out, waits for the requests
 * that are needed at least, and gives out an empty item for each. Its first run is a recording of our node's.
 */
export function floor(engine: Engine, task: Task, vendor: BenchVendor, ours: Contest): Contest {
	const node = engine.nodeType(`n8n-nodes-backoffice.${vendor.node}`);
	let phases: ReadonlyArray<readonly Chain[]> | undefined;
	let parameters: readonly string[] = [];

	async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const credential = await this.getCredentials(vendor.credential);
		const { parameters: entered } = this.getNode();
		const items = this.getInputData().length;
		for (const name of parameters) {
			// What is the same for all items is read once.
			const times = holdsExpression(entered[name]) ? items : 1;
			for (let item = 0; item < times; item++) this.getNodeParameter(name, item, null);
		}
		for (const chains of phases ?? []) {
			await inParallel(chains.length, task.parallel, async (index) => {
				for (const request of chains[index] ?? [])
					await this.helpers.httpRequest(vendor.sign({ ...request, json: true }, credential));
			});
		}
		return [Array.from({ length: items }, (_, item) => ({ json: {}, pairedItem: { item } }))];
	}

	return async (input, most) => {
		if (phases === undefined) {
			const recording = await recorded(node, async () => await ours(input, most));
			parameters = [...recording.parameters];
			phases = phasesOf(needed(recording.requests, task), task, input);
		}
		const usual = node.execute;
		node.execute = execute;
		try {
			return await ours(input, most);
		} finally {
			node.execute = usual;
		}
	};
}

async function recorded(node: INodeType, run: () => ReturnType<Contest>): Promise<Recording> {
	const requests: Request[] = [];
	const parameters = new Set<string>();
	const usual = node.execute;
	node.execute = async function (this: IExecuteFunctions) {
		const { getNodeParameter, helpers } = this;
		const { httpRequestWithAuthentication: send } = helpers;
		helpers.httpRequestWithAuthentication = async function (type, options, more): Promise<unknown> {
			const { body, method, qs, url } = options;
			requests.push({ method, url, qs, body });
			return await send.call(this, type, options, more);
		};
		const read = ((name: string, ...given: [number]): unknown => {
			// Of a parameter, our node reads only the parts that differ.
			parameters.add(/^\w+/.exec(name)?.[0] ?? name);
			return getNodeParameter.call(this, name, ...given);
		}) as typeof getNodeParameter;
		this.getNodeParameter = read;
		return (await usual?.call(this)) ?? [];
	};
	try {
		const { error } = await run();
		if (error !== undefined) throw new Error(`Recording: ${error.message}`);
		return { requests, parameters };
	} finally {
		node.execute = usual;
	}
}

/**
 * Without the requests that our node sends for safety's sake: the single look-up with which it compares what a batch
 * brought, the page behind one that was not full, and the look at a record that came in a list before it is written.
 */
function needed(requests: readonly Request[], { input, work }: Task): readonly Request[] {
	const all = requests.filter(
		({ qs = {} }) => qs.offset === undefined || Number(qs.offset) % Number(qs.limit) === 0,
	);
	if (work === 'upsert') {
		const isListed = all.some((request) => listOf(request) !== undefined);
		return all.filter((request) => !isListed || request.method !== 'GET' || listOf(request) !== undefined);
	}
	if (work !== 'get' && work !== 'orders') return all;
	// Keys that are numbers are looked up singly everywhere.
	const keys = input.flatMap(({ key }) => (typeof key === 'string' ? [JSON.stringify(key)] : []));
	const together = all.filter((request) => {
		const sent = JSON.stringify([request.qs, request.body]);
		return keys.filter((key) => sent.includes(key)).length > 1;
	});
	return together.length > 0 ? together : all;
}

/** What can be sent at the same time; a phase begins when the one ahead of it has its answers. */
function phasesOf(
	requests: readonly Request[],
	{ changing, work }: Task,
	input: readonly IDataObject[],
): ReadonlyArray<readonly Chain[]> {
	const lists = new Map<unknown, Request[]>();
	for (const request of requests) {
		const list = listOf(request) ?? request;
		lists.set(list, [...(lists.get(list) ?? []), request]);
	}
	const chains = [...lists.values()];
	if (work !== 'upsert') return inTurn(chains);
	// What is written follows on what is looked for.
	const written = input.map((item) => JSON.stringify(item[changing ?? '']));
	const isWrite = ([request]: Chain): boolean => {
		const sent = JSON.stringify(request);
		return changing !== undefined && written.some((value) => sent.includes(value));
	};
	return [...inTurn(chains.filter((chain) => !isWrite(chain))), chains.filter(isWrite)];
}

/** Pages of one list that are numbered go together, once the first has shown that there are more. */
function inTurn(chains: readonly Chain[]): ReadonlyArray<readonly Chain[]> {
	const [pages = [], ...others] = chains;
	const [first, ...more] = pages;
	if (first?.qs?.offset === undefined || others.length > 0) return [chains];
	return [[[first]], more.map((page) => [page])];
}

/** What the pages of a list have in common; undefined for what is no page. */
function listOf({ body, method, qs, url }: Request): string | undefined {
	const { paging, ...query } = (body ?? {}) as IDataObject;
	const { offset, ...others } = qs ?? {};
	if (paging === undefined && offset === undefined) return undefined;
	return JSON.stringify([method, url, query, others]);
}
