import { parseJson } from './json';
import { hide, hideText } from './redact';
import type { Settings } from './settings';
import type { FaultKind, LoggedRequest, RequestFilter, RequestTarget } from './types';

/** As it came; parsing and hiding secrets wait until somebody asks, since most are never read. */
export interface RawLogEntry {
	vendor: RequestTarget;
	method: string;
	path: string;
	query: string;
	body: string;
	headers: Record<string, string | string[] | undefined>;
	status: number;
	fault?: FaultKind;
	connectionId: number;
	atMs: number;
}

/** The end of a list; all of it where no number is given. */
export const lastOf = <T>(list: T[], last: number | undefined): T[] =>
	last !== undefined && last > 0 ? list.slice(-last) : list;

export class RequestLog {
	private entries: RawLogEntry[] = [];

	constructor(private readonly settings: () => Settings) {}

	add(entry: RawLogEntry): void {
		const { maxLoggedRequests, maxLoggedBody } = this.settings();
		if (entry.body.length > maxLoggedBody) entry.body = entry.body.slice(0, maxLoggedBody);
		this.entries.push(entry);
		// Cut in large steps: shifting an array on every request would cost more than the request.
		if (this.entries.length >= maxLoggedRequests * 2) this.entries = this.entries.slice(-maxLoggedRequests);
	}

	clear(): void {
		this.entries = [];
	}

	list(filter: RequestFilter = {}): LoggedRequest[] {
		const settings = this.settings();
		const found = this.entries
			.slice(-settings.maxLoggedRequests)
			.filter(
				(entry) =>
					(!filter.vendor || entry.vendor === filter.vendor) &&
					(!filter.method || entry.method === filter.method.toUpperCase()) &&
					(!filter.pathIncludes || entry.path.includes(filter.pathIncludes)),
			);
		return lastOf(found, filter.last).map((entry) => show(entry, settings));
	}

	shown(entry: RawLogEntry): LoggedRequest {
		return show(entry, this.settings());
	}
}

function show(entry: RawLogEntry, settings: Settings): LoggedRequest {
	const { query, body, headers, ...rest } = entry;
	const plainHeaders: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		if (value !== undefined) plainHeaders[name] = Array.isArray(value) ? value.join(', ') : value;
	}
	const shown: LoggedRequest = {
		...rest,
		query: Object.fromEntries(new URLSearchParams(query)),
		headers: plainHeaders,
	};
	if (body !== '') shown.body = parseJson(body) ?? body;
	if (settings.keepSecrets) return shown;
	const extra = new Set([
		settings.guardantHeaderName.toLowerCase(),
		settings.guardantPasswordField.toLowerCase(),
	]);
	shown.path = hideText(shown.path);
	shown.query = hide(shown.query, extra) as Record<string, string>;
	shown.headers = hide(shown.headers, extra) as Record<string, string>;
	if (shown.body !== undefined) shown.body = hide(shown.body, extra);
	return shown;
}
