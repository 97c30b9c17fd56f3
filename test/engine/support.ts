import { setTimeout as sleep } from 'node:timers/promises';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeListSearchResult,
	INodeParameters,
	INodeType,
	ResourceMapperField,
} from 'n8n-workflow';
import { startSandbox } from '../../lab/sandbox';
import type {
	LoggedRequest,
	Sandbox,
	SandboxCredentials,
	SandboxOptions,
	VendorName,
} from '../../lab/sandbox';
import { CUSTOMER_KEYS } from '../../nodes/shared/shapes';
import { PATHS } from '../../lab/sandbox/credentials';
import { vendorList } from '../../lab/vendors';
import type { NodeName } from '../../lab/vendors';
import { Engine } from '../../lab/engine/harness';
import type { EngineRun, RunNodeOptions } from '../../lab/engine/harness';

export { CUSTOMER_KEYS, ORDER_KEYS } from '../../nodes/shared/shapes';

/** Each node, with a customer that its vendor's documentation shows. */
export const KNOWN: ReadonlyArray<readonly [NodeName, string | number]> = [
	['weevioPims', 'M-1000'],
	['proDeliveryManager', 1408],
	['manexErp', '0000000010'],
	['guardantStation', 8],
	['epass', '1000'],
];

/** A common customer that holds the given values and null everywhere else. */
export function commonCustomer(values: IDataObject): IDataObject {
	return { ...Object.fromEntries(CUSTOMER_KEYS.map((key) => [key, null])), ...values };
}

/** Where a vendor's requests begin in the log. */
export const PREFIX: Record<VendorName, string> = { ...PATHS, manex: `${PATHS.manex}/API/Customer` };

const LOGIN_PATHS = [
	'/GetSessionToken',
	`${PATHS.guardant}/login`,
	'/authentication/login',
	'/authentication/tokenrefresh',
];

export interface Sent {
	method: string;
	path: string;
	query: Record<string, string>;
	body?: unknown;
}

export interface NodeCall extends Pick<
	RunNodeOptions,
	| 'input'
	| 'onError'
	| 'signal'
	| 'retryOnFail'
	| 'maxTries'
	| 'waitBetweenTries'
	| 'executeOnce'
	| 'typeVersion'
> {
	/** Id of the credential in the store; default: the valid one. Null leaves the node without a credential. */
	credential?: string | null;
}

/** Where `meanwhile` sends its requests to. */
const ELSEWHERE = '/elsewhere';

/** The real engine with the built nodes, and the vendors' stand-ins on a real port. */
export class Rig {
	private readonly schemas = new Map<string, ResourceMapperField[]>();

	private constructor(
		readonly engine: Engine,
		readonly sandbox: Sandbox,
	) {}

	static async start(options: SandboxOptions = {}): Promise<Rig> {
		const [engine, sandbox] = await Promise.all([Engine.load(), startSandbox(options)]);
		const rig = new Rig(engine, sandbox);
		rig.reset();
		return rig;
	}

	async close(): Promise<void> {
		await this.sandbox.close();
	}

	get control(): Sandbox['control'] {
		return this.sandbox.control;
	}

	/** Sandbox and credentials as at the start: `<node>Api`, and `guardantLogin` for Guardant with a log-in. */
	reset(): void {
		this.sandbox.control.reset();
		this.engine.credentials.clear();
		for (const { node } of vendorList) this.setCredential(`${node}Api`, node, {});
		this.setCredential('guardantLogin', 'guardantStation', {}, 'guardantStationLogin');
	}

	/** Stores a valid credential of a node, with some values changed, under an id. */
	setCredential(
		id: string,
		node: NodeName,
		changes: IDataObject,
		from: keyof SandboxCredentials = `${node}Api` as keyof SandboxCredentials,
	): void {
		const data = {
			...this.sandbox.credentials[from],
			...changes,
		} as unknown as ICredentialDataDecryptedObject;
		this.engine.credentials.set({ id, name: id, type: `${node}Api`, data });
	}

	async run(
		node: NodeName,
		operation: string,
		parameters: INodeParameters | IDataObject = {},
		{ credential, ...call }: NodeCall = {},
	): Promise<EngineRun> {
		return await this.engine.runNode({
			...call,
			...this.nodeOf(node, { operation, ...parameters }, credential),
		});
	}

	/** A run that is expected to come to its end: the `json` of its items. */
	async items(
		node: NodeName,
		operation: string,
		parameters: INodeParameters | IDataObject = {},
		call: NodeCall = {},
	): Promise<IDataObject[]> {
		const run = await this.run(node, operation, parameters, call);
		if (run.error !== undefined) throw new Error(`${node} ${operation}: ${run.error.message}`);
		return run.json();
	}

	/** The only item of a run. */
	async item(
		node: NodeName,
		operation: string,
		parameters: INodeParameters | IDataObject = {},
		call: NodeCall = {},
	): Promise<IDataObject> {
		const items = await this.items(node, operation, parameters, call);
		const [item] = items;
		if (item === undefined || items.length > 1) throw new Error(`Expected one item, got ${items.length}`);
		return item;
	}

	/** What n8n stores when a person maps these fields by hand: the values, and the fields it offered. */
	async mapped(node: NodeName, operation: 'create' | 'update', value: IDataObject): Promise<IDataObject> {
		const key = `${node} ${operation}`;
		let schema = this.schemas.get(key);
		if (schema === undefined) {
			const offered = await this.engine.mappingFields({
				...this.nodeOf(node, { operation }),
				method: `${operation}Fields`,
			});
			schema = offered.fields;
			this.schemas.set(key, schema);
		}
		return {
			fields: {
				mappingMode: 'defineBelow',
				value,
				matchingColumns: [],
				schema: schema as unknown as IDataObject[],
			},
		};
	}

	async pick(node: NodeName, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
		return await this.engine.listSearch({
			...this.nodeOf(node, { operation: 'get' }),
			method: 'searchCustomers',
			filter,
			paginationToken,
		});
	}

	nodeOf(
		node: NodeName,
		parameters: INodeParameters | IDataObject,
		credential?: string | null,
	): Pick<RunNodeOptions, 'type' | 'parameters' | 'credentials'> {
		return {
			type: `n8n-nodes-backoffice.${node}`,
			parameters: { resource: 'customer', ...parameters } as INodeParameters,
			credentials: credential === null ? undefined : { [`${node}Api`]: credential ?? `${node}Api` },
		};
	}

	/** Requests that reached a vendor, log-ins left out. */
	sent(vendor: VendorName): Sent[] {
		return this.requests(vendor)
			.filter((request) => !isLogin(request))
			.map(({ method, path, query, body }) => ({
				method,
				path,
				query,
				...(body === undefined ? {} : { body }),
			}));
	}

	/** Every request that reached a vendor, but for those of `meanwhile`. */
	requests(vendor: VendorName): LoggedRequest[] {
		return this.sandbox.control.requests({ vendor }).filter(({ path }) => !path.endsWith(ELSEWHERE));
	}

	/**
	 * Lets other requests go by, one after the other and as slow as all: whoever still sends to this vendor has sent
	 * as many by then.
	 */
	async meanwhile(vendor: VendorName, requests = 5): Promise<void> {
		const other = vendor === 'epass' ? 'weevio' : 'epass';
		for (let sent = 0; sent < requests; sent++) await fetch(`${this.sandbox.url}/${other}${ELSEWHERE}`);
	}

	/** Paths of the log-ins and refreshes that reached a vendor. */
	logins(vendor: VendorName): string[] {
		return this.requests(vendor)
			.filter(isLogin)
			.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
	}
}

function isLogin({ path }: LoggedRequest): boolean {
	return LOGIN_PATHS.some((login) => path.endsWith(login));
}

/** The `customer` parameter as n8n stores it. */
export function customer(value: unknown, mode = 'id'): IDataObject {
	return { customer: { __rl: true, mode, value } as IDataObject };
}

/** "Map automatically" as n8n stores it. */
export const AUTOMATIC: IDataObject = {
	fields: { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] },
};

/** Look-ups one by one, in the order of the items. */
export const ONE_BY_ONE: IDataObject = { options: { batchLookups: false, maxParallelRequests: 1 } };

export function numbered(count: number, key: (index: number) => unknown): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({ key: key(index) }) as IDataObject);
}

/** Waits until `ready` says yes, checking again and again; the test's own limit ends what never comes. */
export async function until(ready: () => boolean): Promise<void> {
	while (!ready()) await sleep(2);
}

type Outcome = ReturnType<NonNullable<INodeType['execute']>>;

/** Stands between n8n and a node until the mocks are restored: `run` is what n8n would have called. */
export function between(
	rig: Rig,
	node: NodeName,
	stand: (context: IExecuteFunctions, run: () => Outcome) => Outcome,
): void {
	const type = rig.engine.nodeType(`n8n-nodes-backoffice.${node}`);
	const own = type.execute;
	jest.spyOn(type as Required<INodeType>, 'execute').mockImplementation(async function (
		this: IExecuteFunctions,
	) {
		return await stand(this, async () => (await own?.call(this)) ?? null);
	});
}

/** Tells when a node reads a parameter, and of which item. */
export function onReading(context: IExecuteFunctions, read: (item: number) => void): void {
	const own = context.getNodeParameter.bind(context) as (...args: unknown[]) => unknown;
	const told = (name: string, item: number, ...more: unknown[]): unknown => {
		read(item);
		return own(name, item, ...more);
	};
	Object.assign(context, { getNodeParameter: told });
}
