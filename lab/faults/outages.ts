import { AsyncLocalStorage } from 'node:async_hooks';
import diagnosticsChannel from 'node:diagnostics_channel';
import dns from 'node:dns';
import { once } from 'node:events';
import type { ClientRequest } from 'node:http';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { holdPort } from '../ports';
import type { HeldPort } from '../ports';
import { dribbling, heldBack } from '../sandbox/server';

/**
 * Faults that no server can play: a port where nobody listens, and a name that nobody knows. Both are real
 * to the node under test: its sockets are refused by the system, its look-up ends as one of an unknown name does.
 */

const refusals = new Map<number, () => void>();

diagnosticsChannel.subscribe('net.client.socket', (message) => {
	const { socket } = message as { socket: Socket };
	socket.once('error', (error: NodeJS.ErrnoException & { port?: number }) => {
		if (error.code === 'ECONNREFUSED' && error.port !== undefined) refusals.get(error.port)?.();
	});
});

const underWay = new Set<ClientRequest>();

diagnosticsChannel.subscribe('http.client.request.start', (message) => {
	const { request } = message as { request: ClientRequest };
	underWay.add(request);
	request.once('close', () => underWay.delete(request));
});

/**
 * Nobody waits for an answer that the sandbox holds back: the time limit of its request passes at once. The limit
 * itself is so long that it is never reached, whatever else the machine has to do.
 */
function passAtOnce(message: unknown): void {
	const { client, server } = message as { client: number; server: number };
	for (const request of underWay) {
		const { localPort, remotePort } = request.socket ?? {};
		if (localPort === client && remotePort === server) request.emit('timeout');
	}
}

/** The time of whoever sends to a sandbox. */
interface Time {
	/** How much of it has passed at once, in ms. */
	leapt: number;
	/** The limits that run, with what is left of each. */
	readonly running: Map<AbortController, number>;
}

const times = new AsyncLocalStorage<Time>();
const leaps = new Map<number, () => void>();

dribbling.subscribe((port) => {
	leaps.get(Number(port))?.();
});

/**
 * The limits of a request's whole time. For the run that a sandbox sends byte by byte to they are over with the first
 * byte, so that nobody waits for them to pass, and no other limit is shorter than it should be.
 */
export class Clock {
	private readonly timeout = AbortSignal.timeout.bind(AbortSignal);
	private readonly now = performance.now.bind(performance);

	install(): void {
		const { now, timeout } = this;
		heldBack.subscribe(passAtOnce);
		performance.now = () => now() + (times.getStore()?.leapt ?? 0);
		AbortSignal.timeout = (milliseconds) => {
			const time = times.getStore();
			if (time === undefined) return timeout(milliseconds);
			const limit = new AbortController();
			time.running.set(limit, milliseconds);
			return limit.signal;
		};
	}

	/** The channel is the process's: whoever tests in it afterwards waits for what is held back. */
	restore(): void {
		heldBack.unsubscribe(passAtOnce);
		AbortSignal.timeout = this.timeout;
		performance.now = this.now;
	}

	/**
	 * @param leap how much time passes for `work`, and so for the limits that it has set, with each answer that the
	 * sandbox at `port` begins to send so
	 */
	async during<T>(port: number, leap: number, work: () => Promise<T>): Promise<T> {
		const time: Time = { leapt: 0, running: new Map() };
		const pass = (): void => {
			time.leapt += leap;
			for (const [limit, left] of [...time.running]) {
				time.running.set(limit, left - leap);
				if (left <= leap) limit.abort(new DOMException('It took too long', 'TimeoutError'));
			}
		};
		leaps.set(port, () => times.run(time, pass));
		try {
			return await times.run(time, work);
		} finally {
			leaps.delete(port);
		}
	}
}

/** A port before the sandbox's own, which closes after some connections and opens again after some refusals. */
export class Gate {
	/** Connections that were refused. */
	refused = 0;
	private server: Server | undefined;
	private readonly sockets = new Set<Socket>();
	private left: number;

	private constructor(
		private readonly held: HeldPort,
		private readonly target: number,
		private readonly plan: { passing: number; refusing: number },
	) {
		this.left = plan.passing;
		refusals.set(held.port, () => {
			this.refused++;
			if (this.refused !== this.plan.refusing) return;
			this.left = Infinity;
			this.listen();
		});
	}

	/** @param plan how many connections pass first, and how many are refused after that */
	static async open(target: number, plan: { passing: number; refusing: number }): Promise<Gate> {
		const gate = new Gate(await holdPort(), target, plan);
		if (plan.passing > 0) await once(gate.listen(), 'listening');
		return gate;
	}

	get port(): number {
		return this.held.port;
	}

	close(): void {
		refusals.delete(this.port);
		this.server?.close();
		for (const socket of this.sockets) socket.destroy();
		this.held.release();
	}

	private listen(): Server {
		const server = createServer((socket) => {
			this.left--;
			if (this.left === 0) server.close();
			this.forward(socket);
		});
		this.server = server;
		return server.listen(this.port, '127.0.0.1');
	}

	private forward(near: Socket): void {
		const far = connect(this.target, '127.0.0.1');
		for (const [socket, other] of [
			[near, far],
			[far, near],
		] as const) {
			this.sockets.add(socket);
			socket.on('error', () => other.destroy());
			socket.on('close', () => {
				this.sockets.delete(socket);
				other.destroy();
			});
			socket.pipe(other);
		}
	}
}

type Lookup = typeof dns.lookup;

/** Names that this process resolves itself: to this machine, or not at all. */
export class Names {
	private readonly plans = new Map<string, { passing: number; refusing: number; refused: number }>();
	private readonly original: Lookup = dns.lookup;

	install(): void {
		const { original, plans } = this;
		const lookup = (hostname: string, options: unknown, callback: unknown): void => {
			const plan = plans.get(hostname);
			if (plan === undefined) {
				Reflect.apply(original, dns, [hostname, options, callback]);
				return;
			}
			const done = (typeof options === 'function' ? options : callback) as (...results: unknown[]) => void;
			const known = plan.passing-- > 0 || plan.refused >= plan.refusing;
			if (!known) plan.refused++;
			const all = typeof options === 'object' && options !== null && 'all' in options && options.all === true;
			process.nextTick(() => {
				if (known) done(null, ...(all ? [[{ address: '127.0.0.1', family: 4 }]] : ['127.0.0.1', 4]));
				else done(unknownName(hostname));
			});
		};
		dns.lookup = Object.assign(lookup, original) as Lookup;
	}

	restore(): void {
		dns.lookup = this.original;
	}

	/** @param plan how many look-ups succeed first, and how many fail after that */
	set(hostname: string, plan: { passing: number; refusing: number }): void {
		this.plans.set(hostname, { ...plan, refused: 0 });
	}

	/** Look-ups of this name that failed. */
	refused(hostname: string): number {
		return this.plans.get(hostname)?.refused ?? 0;
	}
}

/** As Node makes it. */
function unknownName(hostname: string): NodeJS.ErrnoException {
	return Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
		code: 'ENOTFOUND',
		errno: -3008,
		syscall: 'getaddrinfo',
		hostname,
	});
}
