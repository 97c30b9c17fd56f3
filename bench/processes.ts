import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { SandboxCredentials, VendorCounters, VendorName } from '../lab/sandbox';
import type { Contender, FromChild, Measured, Task, Turn } from './protocol';
import { repository } from '../lab/repository';

const PRODUCTION = { ...process.env, NODE_ENV: 'production' };

/** The vendors' stand-in in a process of its own. */
export class SandboxProcess {
	private constructor(
		private readonly child: ChildProcess,
		private readonly url: string,
	) {}

	static async start(customers: number): Promise<SandboxProcess> {
		const child = spawn(
			process.execPath,
			[
				'--import',
				'tsx',
				resolve(repository, 'lab', 'sandbox', 'main.ts'),
				'--port',
				'0',
				'--customers',
				String(customers),
			],
			{ cwd: repository, stdio: ['ignore', 'pipe', 'inherit'], env: PRODUCTION },
		);
		const url = await new Promise<string>((done, failed) => {
			let printed = '';
			child.stdout.on('data', (part: Buffer) => {
				printed += part.toString();
				const found = /listens on (http:\S+)\s/.exec(printed);
				if (found?.[1] !== undefined) done(found[1]);
			});
			child.once('exit', () => failed(new Error('The sandbox did not start')));
		});
		return new SandboxProcess(child, url);
	}

	stop(): void {
		this.child.kill('SIGTERM');
	}

	async credentials(): Promise<SandboxCredentials> {
		return (await this.control('GET', 'credentials')) as SandboxCredentials;
	}

	async records(vendor: VendorName): Promise<IDataObject[]> {
		return (await this.control('GET', `records/${vendor}`)) as IDataObject[];
	}

	/** The key of a record that is made now, as in the vendor's own program. */
	async insert(vendor: VendorName, table: string): Promise<string | number> {
		const { key } = (await this.control('POST', `records/${vendor}/${table}`, {})) as {
			key: string | number;
		};
		return key;
	}

	/** Changes a record, as in the vendor's own program. */
	async amend(vendor: VendorName, table: string, key: string | number, fields: IDataObject): Promise<void> {
		await this.control('POST', `records/${vendor}/${table}/${encodeURIComponent(key)}/amend`, fields);
	}

	async counters(vendor: VendorName): Promise<VendorCounters> {
		return ((await this.control('GET', 'counters')) as Record<VendorName, VendorCounters>)[vendor];
	}

	async latency(ms: number): Promise<void> {
		await this.control('POST', 'latency', { ms });
	}

	async expireSessions(vendor: VendorName): Promise<void> {
		await this.control('POST', `sessions/${vendor}/expire`);
	}

	async clearRequests(): Promise<void> {
		await this.control('DELETE', 'requests');
	}

	private async control(method: string, route: string, body?: object): Promise<unknown> {
		const response = await fetch(`${this.url}/control/${route}`, {
			method,
			...(body === undefined
				? {}
				: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});
		if (!response.ok) throw new Error(`Sandbox: ${route} answered ${response.status}`);
		return await response.json();
	}
}

/** One task in a fresh child process; `beforeGo` runs when the child is warm. */
export async function runTask(task: Task, beforeGo: () => Promise<void>): Promise<Measured> {
	return await inChild(task, async (run) => {
		await beforeGo();
		return await run(task.contender);
	});
}

/** A fresh child process, warm, for as many runs of the contender and its rival as are wanted. */
export async function inChild<T>(
	task: Task,
	use: (run: (contender: Contender) => Promise<Measured>) => Promise<T>,
): Promise<T> {
	const checkout = task.checkout ?? repository;
	const child = fork(resolve(checkout, 'bench', 'child.ts'), {
		cwd: checkout,
		env: PRODUCTION,
		execArgv: ['--import', 'tsx', '--expose-gc'],
	});
	const answer = async (to: Task | Turn): Promise<FromChild> =>
		await new Promise((done, failed) => {
			child.once('exit', (code) => failed(new Error(`The child process ended with code ${code}`)));
			child.once('message', (message: FromChild) => {
				child.removeAllListeners('exit');
				if (message.kind === 'failed') failed(new Error(`${nameOf(task)}: ${message.message}`));
				else done(message);
			});
			child.send(to);
		});
	try {
		await answer(task);
		return await use(async (contender) => {
			const message = await answer(contender === task.contender ? 'go' : 'rival');
			if (message.kind !== 'measured') throw new Error(`${nameOf(task)}: nothing was measured`);
			return message.measured;
		});
	} finally {
		child.removeAllListeners('exit');
		child.disconnect();
	}
}

export const nameOf = ({ contender, vendor, work }: Task): string => `${vendor} ${work} by ${contender}`;
