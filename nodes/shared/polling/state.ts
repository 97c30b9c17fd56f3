import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { plainObject } from '../parameters';
import { asObjects, numeric } from '../values';
import type { Known } from './kind';

/** What lies in n8n's static data of a trigger: no secret, and nothing that a record could be read out of but keys. */
export interface State {
	/** What it is about: other settings or another account have a state of their own. */
	readonly scope: string;
	readonly known: Known;
	readonly emissions: readonly Emission[];
}

/** Changes that were given out not long ago, by a process that may have ended before their execution did. */
export interface Emission {
	readonly at: number;
	readonly process: string;
	readonly names: string;
	/** Whether n8n started shortly after it, so that it is to be given out once more, however long that takes. */
	readonly due?: boolean;
}

/** How long, as text, the emissions may be that are kept in mind. */
const LONGEST_EMISSIONS = 30_000;

/** The same for settings that watch the same. */
export const scopeOf = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64').slice(0, 22);

/** @returns undefined where there is none, or none that can be read */
export function stateIn(staticData: IDataObject): State | undefined {
	const state = plainObject(staticData.state);
	const known = plainObject(state?.known);
	if (state === undefined || known === undefined || typeof state.scope !== 'string') return undefined;
	return {
		scope: state.scope,
		known: known as Known,
		emissions: asObjects(state.emissions).map(({ at, due, names, process }) => ({
			at: numeric(at) ?? 0,
			process: String(process),
			names: String(names),
			...(due === true ? { due } : {}),
		})),
	};
}

/** Those that are young enough, the newest first to be kept; the last one always is. */
export function recent(emissions: readonly Emission[], since: number): Emission[] {
	let length = 0;
	return emissions
		.filter(({ at, due }) => due === true || at >= since)
		.reverse()
		.filter(({ names }, index) => (length += names.length) <= LONGEST_EMISSIONS || index === 0)
		.reverse();
}
