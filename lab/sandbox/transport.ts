import type { FastifyReply } from 'fastify';
import type { VendorReply } from './types';
import type { Waits } from './waits';

/** The bytes of an answer, prepared apart from sending so that a fault can cut them. */
interface Bytes {
	status: number;
	headers: Record<string, string>;
	body: Buffer;
}

function bytesOf(answer: VendorReply): Bytes {
	const { status, body, contentType, headers = {} } = answer;
	if (body === undefined) return { status, headers, body: Buffer.alloc(0) };
	if (Buffer.isBuffer(body))
		return { status, headers: { 'content-type': contentType ?? '', ...headers }, body };
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const type =
		contentType ??
		(typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8');
	return { status, headers: { 'content-type': type, ...headers }, body: Buffer.from(text, 'utf8') };
}

export function send(reply: FastifyReply, answer: VendorReply): FastifyReply {
	const { status, headers, body } = bytesOf(answer);
	void reply.code(status).headers(headers);
	return body.length === 0 ? reply.send() : reply.send(body);
}

/** Ends the socket without an answer. */
export function destroy(reply: FastifyReply): void {
	reply.hijack();
	reply.raw.socket?.destroy();
}

/** Announces the whole body, sends half of it and closes. */
export function sendTruncated(reply: FastifyReply, answer: VendorReply): void {
	const { status, headers, body } = bytesOf(answer);
	reply.hijack();
	const { raw } = reply;
	raw.writeHead(status, { ...headers, 'content-length': String(Math.max(2, body.length)) });
	raw.write(body.subarray(0, Math.floor(body.length / 2)), () => raw.socket?.destroy());
	// Nothing to write means the callback may not fire before the headers are out.
	if (body.length < 2) {
		raw.flushHeaders();
		setImmediate(() => raw.socket?.destroy());
	}
}

/** One byte at a time, with a wait before each; ends when all are sent, or the client or the server goes. */
export function sendByteByByte(reply: FastifyReply, answer: VendorReply, ms: number, waits: Waits): void {
	const { status, headers, body } = bytesOf(answer);
	reply.hijack();
	const { raw } = reply;
	raw.writeHead(status, { ...headers, 'content-length': String(body.length) });
	raw.flushHeaders();
	const drip = async (): Promise<void> => {
		for (const byte of body) {
			await waits.wait(ms);
			if (raw.destroyed) return;
			if (waits.finished) return void raw.destroy();
			raw.write(Buffer.of(byte));
		}
		raw.end();
	};
	void drip();
}
