import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';
import { CUSTOMER_KEYS } from '../nodes/shared/shapes';
import { FEEDER, NODE_UNDER_TEST } from '../lab/engine/harness';
import type { Engine, EngineNode, EngineRun } from '../lab/engine/harness';
import { floor } from './floorNode';
import { inParallel } from './inParallel';
import type { Task } from './protocol';
import { benchOf } from './vendors';
import type { BenchList, BenchVendor, StockRequest, Wire } from './vendors';

/** Does the work for some items; for `search`, `most` records are enough. */
export type Contest = (input: IDataObject[], most?: number) => Promise<EngineRun>;

export const CREDENTIAL_ID = 'bench';

const KEYED: INodeParameters = { __rl: true, mode: 'id', value: '={{ $json.key }}' };

/** The contender of a task, ready to run in the engine as often as wanted. */
export function contest(engine: Engine, task: Task): Contest {
	const vendor = benchOf(task);
	switch (task.contender) {
		case 'ours':
			return ours(engine, task, vendor);
		case 'floor':
			return floor(engine, task, vendor, ours(engine, task, vendor));
		case 'stock':
		case 'request':
			return stock(engine, task, vendor);
		default:
			return bare(engine, task, vendor);
	}
}

function ours(engine: Engine, task: Task, vendor: BenchVendor): Contest {
	const parameters: INodeParameters = {
		resource: task.resource ?? 'customer',
		operation: task.work === 'orders' ? 'listOrders' : task.work,
		options: { maxParallelRequests: task.parallel, ...task.options } as INodeParameters,
		...(task.parameters as INodeParameters | undefined),
	};
	if (task.work === 'get' || task.work === 'orders') {
		parameters[task.resource ?? 'customer'] = KEYED;
	}
	if (task.work === 'create' || task.work === 'upsert') {
		parameters.fields = { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] };
	}
	return async (input, most) =>
		await engine.runNode({
			type: `n8n-nodes-backoffice.${vendor.node}`,
			parameters: { ...parameters, returnAll: most === undefined, limit: most ?? 50 },
			credentials: { [vendor.credential]: CREDENTIAL_ID },
			input,
		});
}

/**
 * A minimal node: the loop takes the place of our node's `execute`, so that engine, credential and
 * description are the same. It reads no parameter, and gives out the answers as they come.
 */
function bare(engine: Engine, task: Task, vendor: BenchVendor): Contest {
	const type = `n8n-nodes-backoffice.${vendor.node}`;
	let most: number | undefined;
	const held: IDataObject[] = [];
	engine.nodeType(type).execute = async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const credential = await this.getCredentials(vendor.credential);
		const send = async (wire: Wire): Promise<IDataObject> =>
			await sendBare(this, task, vendor, credential, wire);
		if (task.work === 'search') {
			const { list } = vendor;
			if (list === undefined) throw new Error(`${vendor.displayName} has no list here`);
			held.length = 0;
			let records = 0;
			await readPages(list, task.parallel, most, send, (page) => {
				records += page.length;
				if (task.contender !== 'array') return;
				for (const record of page) held.push({ ...list.simplify(record) });
			});
			return [[{ json: { records } }]];
		}
		const input = this.getInputData();
		const output: INodeExecutionData[] = [];
		await inParallel(input.length, task.parallel, async (item) => {
			const given = { ...input[item]?.json };
			// The loop that stands for a usual node reads the one parameter that such a node has.
			if (task.contender === 'authenticated' && task.work === 'get') {
				given.key = this.getNodeParameter('customer', item, '', { extractValue: true }) as string;
			}
			const wire = task.work === 'create' ? vendor.create?.(given) : vendor.get(given.key);
			if (wire === undefined) throw new Error(`${vendor.displayName} has no ${task.work} here`);
			output[item] = { json: await send(wire), pairedItem: { item } };
		});
		return [output];
	};
	return async (input, limit) => {
		most = limit;
		return await engine.runNode({
			type,
			parameters: { customer: KEYED },
			credentials: { [vendor.credential]: CREDENTIAL_ID },
			input,
		});
	};
}

async function sendBare(
	context: IExecuteFunctions,
	{ contender }: Task,
	vendor: BenchVendor,
	credential: ICredentialDataDecryptedObject,
	{ body, method, path, qs }: Wire,
): Promise<IDataObject> {
	const options: IHttpRequestOptions = {
		method,
		url: `${String(credential.baseUrl)}${path}`,
		qs,
		body,
		json: true,
	};
	return contender === 'authenticated'
		? ((await context.helpers.httpRequestWithAuthentication.call(
				context,
				vendor.credential,
				options,
			)) as IDataObject)
		: ((await context.helpers.httpRequest(vendor.sign(options, credential))) as IDataObject);
}

async function readPages(
	list: BenchList,
	parallel: number,
	most: number | undefined,
	send: (wire: Wire) => Promise<IDataObject>,
	take: (records: IDataObject[]) => void,
): Promise<void> {
	const lastPage = most === undefined ? Infinity : Math.ceil(most / list.pageSize);
	// A function of its own, so that no page is held while the next is waited for.
	const readPage = async (start: number): Promise<number | undefined> => {
		const { next, records } = list.read(await send(list.request(start)));
		take(records);
		return next;
	};
	if (!list.byOffset) {
		let start: number | undefined = 0;
		for (let page = 0; start !== undefined && page < lastPage; page++) start = await readPage(start);
		return;
	}
	let page = 0;
	let ended = false;
	await inParallel(parallel, parallel, async () => {
		while (!ended && page < lastPage) {
			if ((await readPage(page++ * list.pageSize)) === undefined) ended = true;
		}
	});
}

/** n8n's own nodes, wired as a person would wire them. */
function stock(engine: Engine, task: Task, vendor: BenchVendor): Contest {
	const { list } = vendor;
	const isList = task.work === 'search';
	const request = isList ? list?.stock : task.work === 'create' ? vendor.stockCreate : vendor.stockGet;
	if (request === undefined)
		throw new Error(`${vendor.displayName} has no ${task.work} for the HTTP Request node`);
	return async (input, most) => {
		const pages = most === undefined || list === undefined ? undefined : Math.ceil(most / list.pageSize);
		const nodes: EngineNode[] = [
			{ name: FEEDER, type: 'n8n-nodes-base.manualTrigger' },
			{
				name: 'HTTP Request',
				type: 'n8n-nodes-base.httpRequest',
				parameters: {
					...httpParameters(vendor, request, String(task.credential.baseUrl)),
					options: isList && list !== undefined ? pagination(list, pages) : {},
				},
				credentials: { [vendor.credential]: { id: CREDENTIAL_ID, name: CREDENTIAL_ID } },
				onError: task.contender === 'request' ? 'continueRegularOutput' : undefined,
			},
		];
		if (task.contender === 'stock') {
			const splitOut = isList ? list?.field : task.work === 'get' ? vendor.splitOut : undefined;
			if (splitOut !== undefined) {
				nodes.push({
					name: 'Split Out',
					type: 'n8n-nodes-base.splitOut',
					parameters: { fieldToSplitOut: splitOut, options: {} },
				});
			}
			nodes.push(editFields(vendor, isList ? (vendor.listed ?? '$json') : vendor.record));
		}
		// The harness takes the last node as the one to look at.
		const last = nodes.at(-1);
		if (last !== undefined) last.name = NODE_UNDER_TEST;
		return await engine.run({ nodes, connections: inARow(nodes) }, { input, startNode: FEEDER });
	};
}

function inARow(nodes: readonly EngineNode[]): Parameters<Engine['run']>[0]['connections'] {
	return Object.fromEntries(
		nodes
			.slice(0, -1)
			.map(({ name }, index) => [
				name,
				{ main: [[{ node: nodes[index + 1]?.name ?? '', type: 'main' as const, index: 0 }]] },
			]),
	);
}

function httpParameters(vendor: BenchVendor, request: StockRequest, baseUrl: string): INodeParameters {
	const { jsonBody, jsonQuery, method, path, query } = request;
	return {
		method,
		url: `=${baseUrl}${path}`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: vendor.credential,
		...(query === undefined
			? {}
			: {
					sendQuery: true,
					queryParameters: { parameters: Object.entries(query).map(([name, value]) => ({ name, value })) },
				}),
		...(jsonQuery === undefined ? {} : { sendQuery: true, specifyQuery: 'json', jsonQuery }),
		...(jsonBody === undefined ? {} : { sendBody: true, specifyBody: 'json', jsonBody }),
	};
}

function pagination(list: BenchList, pages: number | undefined): INodeParameters {
	return {
		pagination: {
			pagination: {
				paginationMode: 'updateAParameterInEachRequest',
				parameters: { parameters: [list.stockParameter] },
				paginationCompleteWhen: 'other',
				completeExpression: list.stockComplete,
				limitPagesFetched: pages !== undefined,
				maxRequests: pages ?? 0,
			},
		},
	};
}

function editFields(vendor: BenchVendor, record: string): EngineNode {
	const expressions = vendor.expressions(record);
	return {
		name: 'Edit Fields',
		type: 'n8n-nodes-base.set',
		parameters: {
			mode: 'manual',
			assignments: {
				assignments: CUSTOMER_KEYS.map((name) => ({
					id: name,
					name,
					type: name === 'active' ? 'boolean' : name === 'id' ? vendor.keyType : 'string',
					value: `={{ ${expressions[name]} }}`,
				})),
			},
			options: {},
		},
	};
}
