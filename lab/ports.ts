import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';

const HOST = '127.0.0.1';

const listenOn = async (port: number): Promise<Server> => {
	const server = createServer();
	server.listen(port, HOST);
	await once(server, 'listening');
	return server;
};

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

export interface HeldPort {
	readonly port: number;
	release(): void;
}

/**
 * A port that is this process's until it is released: a connection that goes out from it keeps the system from
 * handing it to anybody else. Nobody listens there, so whoever connects to it is refused, until somebody who knows
 * its number listens: this process, or one that it has started.
 */
export const holdPort = async (): Promise<HeldPort> => {
	const anchor = await listenOn(0);
	const holder = connect({ host: HOST, port: portOf(anchor), localAddress: HOST });
	const [[far]] = (await Promise.all([once(anchor, 'connection'), once(holder, 'connect')])) as [
		[typeof holder],
		unknown,
	];
	const { localPort: port } = holder;
	if (port === undefined) throw new Error('The connection has no port');
	for (const each of [anchor, holder, far]) each.unref();
	return {
		port,
		release: () => {
			holder.destroy();
			far.destroy();
			anchor.close();
		},
	};
};

/** Whether nobody listens there. */
export const isFree = async (port: number): Promise<boolean> => {
	try {
		const server = await listenOn(port);
		await new Promise((resolve) => server.close(resolve));
		return true;
	} catch {
		return false;
	}
};

/** A port of one's own for the rest of this process's life. */
export const ownPort = async (): Promise<number> => (await holdPort()).port;
