import diagnosticsChannel from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RawLogEntry } from './requestLog';
import type { SandboxState } from './state';
import { damagedGzip, deepJson, inOtherTypes } from './forms';
import { contrary } from './contrary';
import { inOtherPages } from './otherPages';
import { destroy, send, sendByteByByte, sendTruncated } from './transport';
import { Waits } from './waits';
import { VENDORS } from './types';
import type { Fault, RequestTarget, Vendor, VendorName, VendorReply, VendorRequest } from './types';

/** Says within this process that an answer is held back, and between which ports: one of them alone may serve another. */
export const heldBack = diagnosticsChannel.channel('backoffice-sandbox:held-back');

/** Says within this process that an answer is sent byte by byte, and by the server at which port. */
export const dribbling = diagnosticsChannel.channel('backoffice-sandbox:dribbling');

const LOGIN_PAGE =
	'<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Proxy sign-in</h1>' +
	'<form method="post"><input name="user"><input name="password" type="password"></form></body></html>';

export function createServer(state: SandboxState): FastifyInstance {
	const app = Fastify({
		logger: false,
		bodyLimit: 64 * 1024 * 1024,
		// A test closes while sockets are kept alive; they must not hold it up.
		forceCloseConnections: true,
		routerOptions: { ignoreTrailingSlash: false, maxParamLength: 2000 },
	});
	const waits = new Waits();
	const connectionIds = new WeakMap<Socket, number>();
	let connections = 0;

	// Bodies stay text: each vendor answers bad JSON in its own way.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	app.addHook('onClose', async () => waits.finish());

	function connectionId(socket: Socket): number {
		let id = connectionIds.get(socket);
		if (id === undefined) {
			id = ++connections;
			connectionIds.set(socket, id);
		}
		return id;
	}

	function logged(target: RequestTarget, request: FastifyRequest): RawLogEntry {
		const [path = '', query = ''] = splitUrl(request.raw.url ?? '');
		const entry: RawLogEntry = {
			vendor: target,
			method: request.method,
			path,
			query,
			body: typeof request.body === 'string' ? request.body : '',
			headers: request.headers,
			status: 0,
			connectionId: connectionId(request.raw.socket),
			atMs: performance.timeOrigin + performance.now(),
		};
		state.log.add(entry);
		state.tell(entry);
		return entry;
	}

	async function serve(
		name: VendorName,
		request: FastifyRequest,
		reply: FastifyReply,
	): Promise<FastifyReply> {
		const entry = logged(name, request);
		state.countRequest(name, entry.connectionId);
		const fault = state.faults.take(name, entry.method, entry.path);
		if (fault) entry.fault = fault.kind;
		if (state.latencyMs > 0) await waits.wait(state.latencyMs);
		const vendor = state.vendor(name);
		const call = vendorRequest(name, request, entry, fault);

		const instead = fault && insteadOfWork(fault, name, vendor, call);
		if (instead) return finish(instead);
		if (fault?.kind === 'resetBefore') {
			destroy(reply);
			return reply;
		}
		if (fault?.kind === 'delayBefore') {
			heldBack.publish({ client: request.raw.socket.remotePort, server: request.raw.socket.localPort });
			await waits.wait(fault.ms);
			// The client gave up meanwhile: as if the request had never been read.
			if (request.raw.socket.destroyed) {
				reply.hijack();
				return reply;
			}
		}
		if (fault?.kind === 'expiredSession') vendor.expireSessions();

		const answer = contrary(name, state.settings.contrary, call, (asked) =>
			answerOf(name, vendor, asked, fault),
		);

		switch (fault?.kind) {
			case 'delay':
				heldBack.publish({ client: request.raw.socket.remotePort, server: request.raw.socket.localPort });
				await waits.wait(fault.ms);
				return finish(answer);
			case 'resetAfter':
				destroy(reply);
				return reply;
			case 'truncated':
				entry.status = answer.status;
				sendTruncated(reply, answer);
				return reply;
			case 'gzipDamaged':
				return finish(damagedGzip(answer));
			case 'dribble':
				entry.status = answer.status;
				dribbling.publish(request.raw.socket.localPort);
				sendByteByByte(reply, answer, fault.ms, waits);
				return reply;
			case 'statusAfter':
				return finish(
					fault.body === undefined
						? pageOf(fault.status, `${fault.status}`, fault.headers)
						: { status: fault.status, body: fault.body, headers: fault.headers },
				);
			default:
				return finish(answer);
		}

		function finish(result: VendorReply): FastifyReply {
			// Gone clients keep status 0: nobody received an answer.
			if (request.raw.socket.destroyed) {
				reply.hijack();
				return reply;
			}
			entry.status = result.status;
			return send(reply, result);
		}
	}

	for (const name of VENDORS) {
		app.all(`/${name}/*`, (request, reply) => state.during(serve(name, request, reply)));
	}
	app.setNotFoundHandler((request, reply) => {
		const entry = logged('other', request);
		entry.status = 404;
		return send(reply, { status: 404, body: { message: 'Not found' } });
	});
	return app;
}

function splitUrl(url: string): [string, string] {
	const mark = url.indexOf('?');
	return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

function vendorRequest(
	name: VendorName,
	request: FastifyRequest,
	entry: RawLogEntry,
	fault: Fault | undefined,
): VendorRequest {
	return {
		method: entry.method,
		path: entry.path.slice(name.length + 1),
		fullUrl: `http://${request.headers.host ?? 'localhost'}${request.raw.url ?? ''}`,
		query: new URLSearchParams(entry.query),
		headers: request.headers,
		// Not the log's copy, which may be cut.
		rawBody: typeof request.body === 'string' ? request.body : '',
		deadSession: fault?.kind === 'expiredSession',
	};
}

/** The vendor's answer, in the form and the pages that a fault asks for. */
function answerOf(
	name: VendorName,
	vendor: Vendor,
	call: VendorRequest,
	fault: Fault | undefined,
): VendorReply {
	switch (fault?.kind) {
		case 'repeatPages':
		case 'shortPages':
		case 'longPages':
		case 'endlessPages':
			return inOtherPages(name, call, fault, (changed) => work(vendor, changed));
		case 'otherType':
			return inOtherTypes(work(vendor, call), fault.form);
		default:
			return work(vendor, call);
	}
}

/** A mistake of the sandbox itself must look different from any vendor's answer. */
function work(vendor: Vendor, call: VendorRequest): VendorReply {
	try {
		return vendor.handle(call);
	} catch (problem) {
		const message = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
		return { status: 500, body: { sandboxError: message } };
	}
}

function pageOf(status: number, heading: string, headers: Record<string, string> | undefined): VendorReply {
	return {
		status,
		headers,
		contentType: 'text/html; charset=utf-8',
		body: `<html><body><h1>${heading}</h1></body></html>`,
	};
}

/** The faults that answer without doing the work. */
function insteadOfWork(
	fault: Fault,
	name: VendorName,
	vendor: Vendor,
	call: VendorRequest,
): VendorReply | undefined {
	switch (fault.kind) {
		case 'status':
			return {
				status: fault.status,
				body: fault.body ?? { message: `Fault: HTTP ${fault.status}` },
				headers: fault.headers,
			};
		case 'html':
			return {
				status: fault.status ?? 200,
				body: LOGIN_PAGE,
				contentType: 'text/html; charset=utf-8',
			};
		case 'page':
			return pageOf(fault.status, `Proxy says ${fault.status}`, fault.headers);
		case 'deepJson':
			return deepJson(fault.levels ?? 5000, fault.status ?? 200);
		case 'empty':
			return { status: 200 };
		case 'notJson':
			return { status: 200, body: '<<<not json', contentType: 'application/json; charset=utf-8' };
		case 'redirect':
			return { status: 302, headers: { location: fault.location } };
		case 'rateLimit': {
			const headers: Record<string, string> =
				fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
			// PDM says it in the body: code 205, HTTP 200.
			if (name === 'pdm') return { ...vendor.refuse(call, { code: 205 }), status: 200, headers };
			return { status: 429, body: { message: 'Too Many Requests' }, headers };
		}
		case 'vendorError':
			return vendor.refuse(call, { message: fault.message, code: fault.code });
		default:
			return undefined;
	}
}
