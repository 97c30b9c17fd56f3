import { secrets } from './credentials';
import { isObject } from './json';

const HIDDEN = '***';

/** Names under which the five vendors take secrets, in headers, query and bodies alike. */
const SECRET_NAMES = new Set(
	[
		'authorization',
		'proxy-authorization',
		'cookie',
		'apiID',
		'apiSecret',
		'apiKey',
		'key',
		'session_token',
		'password',
		'token',
		'CurrentToken',
		'RefreshToken',
	].map((name) => name.toLowerCase()),
);

/** The fixed values themselves, wherever else they turn up (a path, another field name). */
const SECRET_VALUES: readonly string[] = [
	secrets.weevio.apiSecret,
	secrets.pdm.apiKey,
	secrets.manex.apiKey,
	secrets.guardant.accessToken,
	secrets.guardant.password,
	secrets.epass.password,
];

export function hideText(text: string): string {
	let hidden = text;
	for (const value of SECRET_VALUES) hidden = hidden.split(value).join(HIDDEN);
	return hidden;
}

export function hide(value: unknown, extraNames: ReadonlySet<string>): unknown {
	if (typeof value === 'string') return hideText(value);
	if (Array.isArray(value)) return (value as unknown[]).map((each) => hide(each, extraNames));
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, held]) => {
			const lower = name.toLowerCase();
			const secret = SECRET_NAMES.has(lower) || extraNames.has(lower);
			return [name, secret && typeof held === 'string' ? HIDDEN : hide(held, extraNames)];
		}),
	);
}
