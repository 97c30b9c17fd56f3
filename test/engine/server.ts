import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface Arrived {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}

/** A server that notes what arrives, and answers as a test tells it. */
export class TestServer {
	readonly arrived: Arrived[] = [];
	/** What it answers; by default an empty object. */
	answer: (response: ServerResponse, request: Arrived) => void = (response) => {
		response.end('{}');
	};

	private constructor(
		private readonly server: Server,
		readonly url: string,
	) {}

	/** @param certificate for https */
	static async start(certificate?: { key: string; cert: string }): Promise<TestServer> {
		let listener: RequestListener = () => undefined;
		const hear: RequestListener = (request, response) => listener(request, response);
		const server = certificate === undefined ? createServer(hear) : createTlsServer(certificate, hear);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const own = new TestServer(
			server as Server,
			`http${certificate === undefined ? '' : 's'}://127.0.0.1:${port}`,
		);
		listener = (request, response) => {
			let body = '';
			request.setEncoding('utf8');
			request.on('data', (part: string) => (body += part));
			request.on('end', () => {
				const { headers, method = '', url = '' } = request;
				const arrived = { method, path: url, headers, body };
				own.arrived.push(arrived);
				own.answer(response, arrived);
			});
		};
		return own;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}

/** Sends the beginning of an answer, and goes on without ever coming to its end. */
export function dribble(response: ServerResponse): void {
	response.writeHead(200, { 'content-type': 'application/json' });
	response.write('{');
	const timer = setInterval(() => response.write(' '), 50);
	response.on('close', () => clearInterval(timer));
}
