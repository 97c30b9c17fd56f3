import { NodeConnectionTypes as connectionTypes, sleep as wait } from 'n8n-workflow';
import type { IDisplayOptions, INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';

/** What n8n came to offer only by and by, so that the nodes work in the older ones as well. */

/** Since n8n 1.85 under this name. */
export const NodeConnectionTypes = connectionTypes ?? { Main: 'main' as const };

/**
 * Whether the editor maps fields without asking for columns to match; an older one hides all fields then. It came
 * before that name.
 */
export const MAPS_WITHOUT_MATCHING = connectionTypes !== undefined;

/** Since n8n 1.97 within n8n's own. */
export function isResourceLocatorValue(value: unknown): value is INodeParameterResourceLocator {
	return (
		typeof value === 'object' && value !== null && 'mode' in value && 'value' in value && '__rl' in value
	);
}

/** How long an older n8n takes to notice that an execution was cancelled. */
const SLICE_MS = 500;

/** Waits, unless the signal ends it: at once where n8n's own wait takes one (since 2.x), else soon. */
export async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
	const until = Date.now() + milliseconds;
	for (let left = milliseconds; left > 0 && signal?.aborted !== true; left = until - Date.now()) {
		await wait(Math.min(left, SLICE_MS), signal);
	}
}

/**
 * The head of a parameter whose default is computed. n8n's linter takes no default but one that stands there; what
 * it does not see as a parameter it leaves alone.
 */
export const named = (displayName: string, name: string) => ({ displayName, name });

type Show = NonNullable<IDisplayOptions['show']>;

/**
 * n8n loses a parameter that is shown by its own value if there are several of that name: each such is there once,
 * for all resources and operations that have it.
 */
export function storedOnce(properties: readonly INodeProperties[]): INodeProperties[] {
	const kept = new Map<string, INodeProperties>();
	for (const [index, property] of properties.entries()) {
		const show: Show = property.displayOptions?.show ?? {};
		const isStored = show[`/${property.name}`] !== undefined;
		const name = isStored ? property.name : `${index}`;
		const before = kept.get(name)?.displayOptions?.show;
		kept.set(
			name,
			before === undefined ? property : { ...property, displayOptions: { show: united(before, show) } },
		);
	}
	return [...kept.values()];
}

/** For all that either of two rules is for; what they say of values is the same. */
const united = (one: Show, other: Show): Show => ({
	...one,
	...Object.fromEntries(
		(['resource', 'operation'] as const)
			.filter((name) => name in one)
			.map((name) => [name, [...new Set([...(one[name] ?? []), ...(other[name] ?? [])])]]),
	),
});

/**
 * Where an agent uses the node as its tool, and everywhere else. An n8n that knows no such rule (before 1.97) has
 * what is hidden from agents as well, and nothing that is for them alone.
 */
export const AS_TOOL = { show: { '@tool': [true] } } satisfies IDisplayOptions;
export const NOT_AS_TOOL = { hide: { '@tool': [true] } } satisfies IDisplayOptions;
