import { addControlRoutes, createControl } from './control';
import { credentialsFor } from './credentials';
import { createServer } from './server';
import { SandboxState } from './state';
import type { Sandbox, SandboxOptions } from './types';

export * from './types';
export { defaultSettings, type Settings } from './settings';

/** A local stand-in for the five vendors, one port, a path prefix each. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const host = options.host ?? '127.0.0.1';
	const state = new SandboxState(options);
	const control = createControl(state);
	const app = createServer(state);
	let url = '';
	addControlRoutes(app, control, () => credentialsFor(url, state.settings));
	await app.listen({ host, port: options.port ?? 0 });
	const address = app.server.address();
	if (address === null || typeof address === 'string') throw new Error('The sandbox has no port');
	// Listening everywhere is no address to call.
	const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
	url = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${address.port}`;
	return {
		url,
		port: address.port,
		credentials: credentialsFor(url, state.settings),
		control,
		close: () => app.close(),
	};
}
