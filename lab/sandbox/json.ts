import type { JsonObject } from './types';

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined for a body that is empty or not JSON; the vendors' handlers turn that into their own error. */
export function parseJson(text: string): unknown {
	if (text.trim() === '') return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** A copy with lower-case keys, for the vendors whose keys come in mixed case. */
export function lowerKeys(source: JsonObject): JsonObject {
	const result: JsonObject = {};
	for (const [key, value] of Object.entries(source)) result[key.toLowerCase()] = value;
	return result;
}

export function header(
	headers: Record<string, string | string[] | undefined>,
	name: string,
): string | undefined {
	const value = headers[name.toLowerCase()];
	return Array.isArray(value) ? value[0] : value;
}
