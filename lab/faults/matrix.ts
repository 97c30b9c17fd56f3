import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { startSandbox } from '../sandbox';
import type { JsonObject, LoggedRequest, Sandbox } from '../sandbox';
import { Engine } from '../engine/harness';
import type { EngineError, EngineRun } from '../engine/harness';
import { FAULTS, LIMIT_MS } from './faults';
import type { Duration, MatrixFault } from './faults';
import { Clock, Gate, Names } from './outages';
import { MAX_RETRIES } from './rules';
import type { ItemOutcome, Recovery } from './rules';
import { ITEMS, jobOf, markerOf, MATRIX_VENDORS, operationsOf, phoneOf } from './vendors';
import type { Job, MatrixVendor, Operation } from './vendors';

export interface Cell {
	readonly vendor: MatrixVendor;
	readonly operation: Operation;
	readonly job: Job;
	readonly fault: MatrixFault;
	readonly duration: Duration;
}

/** What a cell showed. */
export interface Row {
	readonly items: readonly ItemOutcome[];
	/** The message of each item, empty where it brought a result. */
	readonly messages: readonly string[];
	/** Results that are not what they should be, in words. */
	readonly wrong: readonly string[];
	readonly requests: number;
	readonly logins: number;
	readonly saved?: readonly number[];
	/** Requests that were to change something, whether they did or not. */
	readonly writes: number;
	readonly recovery: Recovery;
	/** Requests that followed a redirect away from the vendor. */
	readonly astray: number;
	/** Secrets found in what the node gave out. */
	readonly leaked: readonly string[];
}

/** Cells run side by side, each in a sandbox of its own: nearly all of their time is waiting. */
const SIDE_BY_SIDE = 32;
/** More customers than a page of Guardant's takes. */
const CUSTOMERS = 150;
const FOR_EVER = 1_000_000;

/** Every cell that can be run, in the order of the report. */
export function allCells(): Cell[] {
	return MATRIX_VENDORS.flatMap((vendor) =>
		operationsOf(vendor).flatMap((operation) => {
			const job = jobOf(vendor, operation);
			if (job === undefined) return [];
			return FAULTS.filter((fault) => whyNot(vendor, operation, fault) === undefined).flatMap((fault) =>
				fault.durations.map((duration): Cell => ({ vendor, operation, job, fault, duration })),
			);
		}),
	);
}

/** Why a cell has nothing to show; undefined for a cell that is run. */
export function whyNot(vendor: MatrixVendor, operation: Operation, fault: MatrixFault): string | undefined {
	if (jobOf(vendor, operation) === undefined) return 'no such operation';
	if (fault.pages !== undefined && operation !== 'list') return 'no list';
	if (fault.pages !== undefined && vendor.pages === undefined) return 'no pages';
	if (fault.place.at === 'log-in' && vendor.session === undefined) return 'no log-in';
	// A closed port does not tell the batch from the single look-up that is sent beside it.
	const wholeHost = fault.place.at === 'port' || fault.place.at === 'name';
	const all = wholeHost || fault.nature === 'no session holds';
	return all && operation === 'get, looked up together' ? 'as get' : undefined;
}

export const cellName = ({ vendor, operation, fault, duration }: Cell): string =>
	`${vendor.displayName} · ${operation} · ${fault.name}, ${duration}`;

/** Runs cells over real sockets in n8n's engine; the rows come in the order of the cells. */
export async function runMatrix(cells: readonly Cell[]): Promise<Row[]> {
	return await onStands(cells, async (stand, cell) => await stand.row(cell));
}

/** The error with which each cell's workflow stops when the node is not told to go on. */
export async function errorsOf(cells: readonly Cell[]): Promise<Array<EngineError | undefined>> {
	return await onStands(
		cells,
		async (stand, cell) => await stand.run(cell, 'stopWorkflow', ({ error }) => error),
	);
}

async function onStands<T>(
	cells: readonly Cell[],
	measure: (stand: Stand, cell: Cell) => Promise<T>,
): Promise<T[]> {
	const engine = await Engine.load();
	const names = new Names();
	names.install();
	const clock = new Clock();
	clock.install();
	const elsewhere = await Elsewhere.start();
	const results: T[] = [];
	let next = 0;
	const work = async (stand: Stand): Promise<void> => {
		while (next < cells.length) {
			const index = next++;
			const cell = cells[index];
			if (cell !== undefined) results[index] = await measure(stand, cell);
		}
	};
	// All of them first: starting takes the processor, and would make requests of the first cells late.
	const stands = await Promise.all(
		Array.from({ length: Math.min(SIDE_BY_SIDE, cells.length) }, async (_, number) => {
			const sandbox = await startSandbox({ customers: CUSTOMERS });
			return new Stand(engine, sandbox, { names, clock, elsewhere }, number);
		}),
	);
	try {
		await Promise.all(stands.map(work));
	} finally {
		names.restore();
		clock.restore();
		await elsewhere.close();
		await Promise.all(stands.map(async ({ sandbox }) => await sandbox.close()));
	}
	return results;
}

/** Another origin, where no request may arrive. */
class Elsewhere {
	private readonly paths: string[] = [];
	private readonly server = createServer((request, response) => {
		this.paths.push(request.url ?? '');
		response.end('{}');
	});

	static async start(): Promise<Elsewhere> {
		const elsewhere = new Elsewhere();
		await new Promise<void>((resolve) => elsewhere.server.listen(0, '127.0.0.1', resolve));
		return elsewhere;
	}

	address(worker: number): string {
		return `http://localhost:${(this.server.address() as AddressInfo).port}/worker-${worker}/`;
	}

	requests(worker: number): number {
		return this.paths.filter((path) => path.startsWith(`/worker-${worker}/`)).length;
	}

	async close(): Promise<void> {
		await new Promise((resolve) => this.server.close(resolve));
	}
}

/** What a run started from. */
interface Seen {
	readonly input: IDataObject[];
	readonly records: JsonObject[];
	/** Id of the credential. */
	readonly credential: string;
	/** Connections that the system refused, and names not resolved. */
	readonly refused: number;
	/** Requests that had come to the other origin before. */
	readonly astray: number;
}

/** One worker's place: a sandbox of its own, and its own credentials in the shared engine. */
class Stand {
	constructor(
		private readonly engine: Engine,
		readonly sandbox: Sandbox,
		private readonly around: {
			readonly names: Names;
			readonly clock: Clock;
			readonly elsewhere: Elsewhere;
		},
		private readonly number: number,
	) {}

	async row(cell: Cell): Promise<Row> {
		return await this.run(cell, 'continueRegularOutput', (run, seen) => this.rowOf(cell, run, seen));
	}

	async run<T>(
		cell: Cell,
		onError: 'continueRegularOutput' | 'stopWorkflow',
		read: (run: EngineRun, seen: Seen) => T,
	): Promise<T> {
		const { vendor, job } = cell;
		const { control } = this.sandbox;
		control.reset();
		const records = control.records(vendor.name);
		const input = job.items(records);
		const astray = this.around.elsewhere.requests(this.number);
		const outage = await this.switchOn(cell, input.length);
		const credential = this.setCredential(cell, outage.address);
		try {
			const node: Parameters<Engine['runNode']>[0] = {
				type: `n8n-nodes-backoffice.${vendor.node}`,
				parameters: {
					resource: job.resource ?? 'customer',
					operation: job.operation,
					...job.parameters,
					options: {
						...job.options,
						maxRetries: MAX_RETRIES,
						// One item after another, so that it is certain which one is hit.
						maxParallelRequests: 1,
						timeout: LIMIT_MS,
					},
				} as INodeParameters,
				credentials: { [vendor.credential]: credential },
				input,
				onError,
			};
			const run = await this.around.clock.during(
				this.sandbox.port,
				cell.fault.leap ?? 0,
				async () => await this.engine.runNode(node),
			);
			return read(run, { input, records, credential, refused: outage.refused(), astray });
		} finally {
			outage.end();
		}
	}

	/** Switches the fault on: it hits the last request of the second item. */
	private async switchOn(
		{ vendor, job, fault, duration }: Cell,
		items: number,
	): Promise<{ address?: string; refused(): number; end(): void }> {
		const { place } = fault;
		const count = duration === 'once' ? 1 : FOR_EVER;
		const before = passingBefore(job, fault);
		const connections = { passing: (vendor.session === undefined ? 0 : 1) + before, refusing: count };
		switch (place.at) {
			case 'port': {
				const gate = await Gate.open(this.sandbox.port, connections);
				return { address: `127.0.0.1:${gate.port}`, refused: () => gate.refused, end: () => gate.close() };
			}
			case 'name': {
				const name = `worker-${this.number}.invalid`;
				this.around.names.set(name, connections);
				return {
					address: `${name}:${this.sandbox.port}`,
					refused: () => this.around.names.refused(name),
					end: nothing,
				};
			}
			case 'log-in':
				this.sandbox.control.addFault({
					vendor: vendor.name,
					fault: place.fault,
					count,
					match: { pathIncludes: vendor.session?.path ?? '' },
				});
				break;
			case 'sandbox':
				this.sandbox.control.addFault({
					vendor: vendor.name,
					fault: place.fault(vendor, this.around.elsewhere.address(this.number)),
					count,
					skip: items > ITEMS ? 0 : before,
					match: { pathIncludes: job.hits ?? vendor.dataPath },
				});
				break;
			case 'credential':
		}
		return { refused: () => 0, end: nothing };
	}

	private setCredential({ vendor, fault }: Cell, address: string | undefined): string {
		const id = `${vendor.credential}-${this.number}`;
		const sound = this.sandbox.credentials[vendor.loginAccount.key];
		const data: IDataObject = { ...sound };
		if (address !== undefined)
			data.baseUrl = sound.baseUrl.replace(`127.0.0.1:${this.sandbox.port}`, address);
		if (fault.place.at === 'credential') Object.assign(data, vendor.wrong);
		this.engine.credentials.set({
			id,
			name: id,
			type: vendor.credential,
			data: data as ICredentialDataDecryptedObject,
		});
		return id;
	}

	private rowOf(cell: Cell, run: EngineRun, seen: Seen): Row {
		const { vendor, job } = cell;
		const { control } = this.sandbox;
		const outputs = outputsOf(run, seen.input.length);
		const log = control.requests();
		const logins = log.filter(({ path }) => isLogin(vendor, path));
		const sent = log.filter(({ path }) => !isLogin(vendor, path));
		const items = outputs.map(([output]) => outcomeOf(output));
		const isWrite = job.isWrite !== undefined;
		const saved = isWrite ? this.saved(cell, seen.input) : undefined;
		const text = JSON.stringify(run.json());
		return {
			items,
			messages: outputs.map(([output]) => (typeof output?.error === 'string' ? output.error : '')),
			wrong: [
				...(run.error === undefined ? [] : [`the workflow stopped: ${run.error.message}`]),
				...outputs.flatMap((output, item) =>
					items[item] === 'result' ? this.wrongWith(cell, seen.input, seen.records, output, item) : [],
				),
			],
			requests: sent.length + seen.refused,
			logins: logins.length,
			...(saved === undefined ? {} : { saved }),
			writes: writesAmong(job, sent),
			recovery: recoveryOf(cell, items, sent, logins.length, seen.refused),
			astray: this.around.elsewhere.requests(this.number) - seen.astray,
			leaked: this.secretsOf(vendor, seen.credential).filter((secret) => text.includes(secret)),
		};
	}

	/** How often each item's record is there: one that was created, or one that holds the new value; or is gone. */
	private saved({ vendor, job }: Cell, input: IDataObject[]): number[] {
		const { control } = this.sandbox;
		const { marker = job.operation === 'update' ? phoneOf : markerOf } = job;
		if (job.operation === 'delete')
			return input.map(({ key }) => (control.record(vendor.name, String(key)) === undefined ? 1 : 0));
		if (job.operation === 'update') {
			return input.map((sent, item) =>
				JSON.stringify(control.record(vendor.name, String(sent.key))).includes(marker(item, sent)) ? 1 : 0,
			);
		}
		const created = control.created(vendor.name).map((record) => JSON.stringify(record));
		return input.map((sent, item) => created.filter((record) => record.includes(marker(item, sent))).length);
	}

	/** What is wrong with an item's result. */
	private wrongWith(
		{ vendor, operation, job }: Cell,
		input: IDataObject[],
		records: JsonObject[],
		output: IDataObject[],
		item: number,
	): string[] {
		const { control } = this.sandbox;
		const ids = output.map(({ id }) => String(id));
		const should = (expected: string[]): string[] =>
			ids.join() === expected.join()
				? []
				: [`item ${item} brought ${ids.join()} instead of ${expected.join()}`];
		const { key, codes } = input[item] ?? {};
		if (job.operation === 'create') {
			const { keyOf = vendor.keyOf, marker = markerOf } = job;
			const created = control
				.created(vendor.name)
				.filter((record) => JSON.stringify(record).includes(marker(item, input[item] ?? {})));
			return should(created.map((record) => String(keyOf(record))));
		}
		if (operation === 'list' && vendor.name === 'guardant') {
			// Every customer once; the order is the vendor's affair.
			ids.sort();
			return should(records.map((record) => String(record._id)).sort());
		}
		if (operation === 'list' && codes !== undefined) return should(String(codes).split(','));
		const { isComplete = operation === 'update' ? showsPhone : showsWhose } = job;
		const complete = isComplete(output[0] ?? {}, item);
		return [...should([String(key)]), ...(complete ? [] : [`item ${item} is not complete`])];
	}

	private secretsOf(vendor: MatrixVendor, credential: string): string[] {
		const { sessionToken, refreshToken } = this.engine.credentials.get(credential).data;
		return [...vendor.secrets, sessionToken, refreshToken].filter(
			(secret): secret is string => typeof secret === 'string' && secret !== '',
		);
	}
}

const nothing = (): void => undefined;

const showsPhone = ({ phone }: IDataObject, item: number): boolean => phone === phoneOf(item);
const showsWhose = ({ customerId, name }: IDataObject): boolean => typeof (name ?? customerId) === 'string';

const isLogin = ({ session }: MatrixVendor, path: string): boolean =>
	session !== undefined && path.includes(session.path);

/** How many requests pass before the fault: all of the first item, and of the second all but the last. */
function passingBefore({ requests }: Job, { nature }: MatrixFault): number {
	if (nature === 'no session holds') return 0;
	return nature === 'pages' ? requests : requests + (requests - 1);
}

/** The outputs of each input item. */
function outputsOf(run: EngineRun, items: number): IDataObject[][] {
	const outputs: IDataObject[][] = Array.from({ length: items }, () => []);
	for (const { json, pairedItem } of run.output()) {
		const item = typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : undefined;
		if (item !== undefined) outputs[item]?.push(json);
	}
	return outputs;
}

function outcomeOf(output: IDataObject | undefined): ItemOutcome {
	if (output === undefined || typeof output.error === 'string') {
		return /may have been (saved|deleted)/.test(String(output?.error)) ? 'may be saved' : 'error';
	}
	return 'result';
}

const writesAmong = ({ isWrite }: Job, sent: readonly LoggedRequest[]): number =>
	sent.filter(({ method, path }) => isWrite?.(method, path) === true).length;

/** How the hit item came through, as the requests show it. */
function recoveryOf(
	{ vendor, operation, job, fault }: Cell,
	items: readonly ItemOutcome[],
	sent: readonly LoggedRequest[],
	logins: number,
	refused: number,
): Recovery {
	// Other pages take other numbers of requests.
	if (fault.nature === 'pages' || items.some((item) => item !== 'result')) return '–';
	if (operation === 'get, looked up together') {
		const singly = sent.filter(({ path }) => !path.includes(job.hits ?? '')).length;
		if (singly >= items.length) return 'looked up singly';
	}
	if (logins > (vendor.session === undefined ? 0 : 1)) return 'new session';
	const writes = writesAmong(job, sent);
	const lookUps = job.isWrite === undefined ? 0 : sent.length - writes - items.length * (job.requests - 1);
	if (lookUps > 0) return writes > items.length ? 'looked up: not saved, sent again' : 'looked up: saved';
	const usual = operation === 'get, looked up together' ? 2 : items.length * job.requests;
	return sent.length + refused > usual ? 'sent again' : '–';
}
