import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

import axios from 'axios';
import type { AxiosInstance, AxiosRequestConfig } from 'axios';
import { startSandbox } from '../../lab/sandbox';
import type { Sandbox, SandboxOptions } from '../../lab/sandbox';

/** Answers are read freely here; what they must look like is what the tests say. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an assertion on the answer is the check of its type
export type Json = { [key: string]: any };

/** A client that answers every status, so that a test reads it instead of catching it. */
export const client: AxiosInstance = axios.create({
	validateStatus: () => true,
	maxRedirects: 0,
	proxy: false,
});

export async function withSandbox(options?: SandboxOptions): Promise<Sandbox> {
	return await startSandbox(options);
}

export function weevio(sandbox: Sandbox) {
	const { baseUrl, teamId, apiId, apiSecret } = sandbox.credentials.weevioPimsApi;
	return async (method: string, path: string, query: Json = {}, data?: unknown, more?: AxiosRequestConfig) =>
		await client.request<Json>({
			method,
			url: baseUrl + path,
			params: { teamID: teamId, ...query },
			data,
			auth: { username: apiId, password: apiSecret },
			...more,
		});
}

export async function pdmToken(sandbox: Sandbox): Promise<string> {
	const { baseUrl, companyId, apiKey } = sandbox.credentials.proDeliveryManagerApi;
	const answer = await client.post<Json>(`${baseUrl}/GetSessionToken`, {
		key: apiKey,
		company_id: companyId,
	});
	return answer.data.session.session_token as string;
}

export function pdm(sandbox: Sandbox, token: string) {
	const { baseUrl, companyId } = sandbox.credentials.proDeliveryManagerApi;
	return async (name: string, body: Json = {}) =>
		(
			await client.post<Json>(`${baseUrl}/${name}`, {
				company_id: companyId,
				session_token: token,
				...body,
			})
		).data;
}

export function manex(sandbox: Sandbox) {
	const { baseUrl, apiKey } = sandbox.credentials.manexErpApi;
	return async (action: string, params: Json = {}, method = 'GET', key: string = apiKey) =>
		await client.request<Json>({ method, url: `${baseUrl}/API/Customer/${action}/${key}`, params });
}

export function guardant(sandbox: Sandbox, token?: string) {
	const { baseUrl, accessToken } = sandbox.credentials.guardantStationApi;
	return async (method: string, path: string, params: Json = {}, data?: unknown) =>
		await client.request<Json>({
			method,
			url: baseUrl + path,
			params,
			data,
			headers: { Authorization: `Bearer ${token ?? accessToken}` },
		});
}

export async function epassLogin(sandbox: Sandbox, change: Json = {}) {
	const { baseUrl, userId, password, organizationId, applicationName } = sandbox.credentials.epassApi;
	return await client.post<Json>(`${baseUrl}/authentication/login`, {
		UserID: userId,
		Password: password,
		OrganizationID: organizationId,
		ApplicationName: applicationName,
		...change,
	});
}

export function epass(sandbox: Sandbox, token: string) {
	const { baseUrl } = sandbox.credentials.epassApi;
	return async (method: string, path: string, data?: unknown) =>
		await client.request<Json>({
			method,
			url: baseUrl + path,
			data,
			headers: { Authorization: `Bearer ${token}` },
		});
}

/** Has the sandbox's clock stand still; a test that does so puts it right with `jest.restoreAllMocks`. */
export const clockAt = (now: number): void => void jest.spyOn(Date, 'now').mockReturnValue(now);

/** Has the sandbox's waits end only when the test lets time pass; the network goes on by itself. */
export function holdWaits(): void {
	jest.useFakeTimers({
		doNotFake: [
			'Date',
			'clearImmediate',
			'clearInterval',
			'hrtime',
			'nextTick',
			'performance',
			'queueMicrotask',
			'setImmediate',
			'setInterval',
		],
	});
}

/** Until the sandbox has taken in so many requests, answered or not. */
export async function arrived(sandbox: Sandbox, count: number): Promise<void> {
	while (sandbox.control.requests().length < count) await new Promise((resolve) => setImmediate(resolve));
}

/** The sandbox's end of the next connection. */
export async function nextConnection(): Promise<Socket> {
	return await new Promise((resolve) => {
		const take = (message: unknown): void => {
			unsubscribe('net.server.socket', take);
			resolve((message as { socket: Socket }).socket);
		};
		subscribe('net.server.socket', take);
	});
}
