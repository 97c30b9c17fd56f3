import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

const listenOn = async (port: number): Promise<number | undefined> =>
	await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(undefined));
		server.listen(port, '127.0.0.1', () => {
			const { port: got } = server.address() as AddressInfo;
			server.close(() => resolve(got));
		});
	});

/** A port that was handed out may not be taken yet, and would be found free once more. */
const handedOut = new Set<number>();

/** The wanted port if nobody listens there, or else any free one. */
export const freePort = async (wanted = 0): Promise<number> => {
	for (;;) {
		const port = (await listenOn(wanted)) ?? (await listenOn(0));
		if (port === undefined) throw new Error('No free port on this machine');
		if (port !== wanted && handedOut.has(port)) continue;
		handedOut.add(port);
		return port;
	}
};
