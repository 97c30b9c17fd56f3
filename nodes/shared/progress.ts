import type { IExecuteFunctions, IPollFunctions } from 'n8n-workflow';

import type { Connection } from './send';
import { counted } from './words';

/** What is over by then is not spoken of. */
const FIRST_MS = 5_000;
const EVERY_MS = 10_000;

/** What ends when the time is over: a test hands in its own. */
export type Timer = (milliseconds: number) => AbortSignal;

/** It keeps no process alive. */
const clock: Timer = (milliseconds) => AbortSignal.timeout(milliseconds);

/**
 * Says again and again how far a long run is. n8n shows nothing of a node that is still running but its log, and the
 * console of the browser in which a person has started it.
 * @param stand counts and names alone: a log is read by others than those who may see the records
 * @returns what ends it
 */
export function sayProgress(
	context: IExecuteFunctions | IPollFunctions,
	stand: () => string,
	timer: Timer = clock,
): () => void {
	let end = (): void => undefined;
	const sayAfter = (milliseconds: number): void => {
		const time = timer(milliseconds);
		const over = (): void => {
			say(context, stand);
			sayAfter(EVERY_MS);
		};
		time.addEventListener('abort', over, { once: true });
		end = () => time.removeEventListener('abort', over);
	};
	sayAfter(FIRST_MS);
	return () => end();
}

function say(context: IExecuteFunctions | IPollFunctions, stand: () => string): void {
	try {
		const words = stand();
		const execution = context.getExecutionId();
		const of = execution === undefined ? '' : ` (execution ${execution})`;
		context.logger.info(`${context.getNode().name}${of}: ${words}`);
		// Of a person's own run alone; n8n's triggers have no such thing.
		if ('sendMessageToUI' in context) context.sendMessageToUI(words);
	} catch {
		// What only tells of a run does not end it.
	}
}

/** What went to the vendor, and what came. */
export const traffic = ({ records, requests }: Pick<Connection, 'records' | 'requests'>): string =>
	`${counted(requests, 'request')} sent, ${counted(records, 'record')} read`;
