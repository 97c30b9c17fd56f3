import { n8nCommand } from './n8n';
import type { N8nOptions } from './n8n';

interface Item {
	json: Record<string, unknown>;
}

interface ExecutionResult {
	status: string;
	finished?: boolean;
	data: {
		resultData: {
			error?: { message: string };
			runData: Record<string, Array<{ data?: { main: Array<Item[] | null> } }>>;
		};
	};
}

/** n8n's log lines surround the result, which begins and ends on lines of its own. */
const resultIn = (output: string): ExecutionResult => {
	const lines = output.split('\n');
	const text = lines.slice(lines.indexOf('{'), lines.lastIndexOf('}') + 1).join('\n');
	if (text === '') throw new Error(`n8n printed no result:\n${output}`);
	return JSON.parse(text) as ExecutionResult;
};

/**
 * Executes a workflow by n8n's command line, in a process of its own.
 * @returns what a node put out; nothing for one that was not reached
 */
export const executed = async (
	{ userFolder, n8n }: N8nOptions,
	id: string,
): Promise<(node: string, output?: number) => Array<Record<string, unknown>>> => {
	const { stdout, stderr } = await n8nCommand(['execute', `--id=${id}`, '--rawOutput'], { userFolder, n8n });
	const { data, finished, status } = resultIn(stdout + stderr);
	const { error, runData } = data.resultData;
	expect(error?.message).toBeUndefined();
	// n8n 1.49 prints the result before it has set the status.
	expect(status === 'running' && finished === true ? 'success' : status).toBe('success');
	return (node, output = 0) => (runData[node]?.[0]?.data?.main[output] ?? []).map(({ json }) => json);
};
