import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** What a node of an execution put out; nothing for one that was not reached. */
export type Outputs = (node: string, output?: number) => Array<Record<string, unknown>>;

/** n8n's log lines surround the result, which begins and ends on lines of its own. */
const resultIn = (output: string): ExecutionResult => {
	const lines = output.split('\n');
	const text = lines.slice(lines.indexOf('{'), lines.lastIndexOf('}') + 1).join('\n');
	if (text === '') throw new Error(`n8n printed no result:\n${output}`);
	return JSON.parse(text) as ExecutionResult;
};

const outputsOf = ({ data, finished, status }: ExecutionResult): Outputs => {
	const { error, runData } = data.resultData;
	expect(error?.message).toBeUndefined();
	// n8n 1.49 hands out the result before it has set the status.
	expect(status === 'running' && finished === true ? 'success' : status).toBe('success');
	return (node, output = 0) => (runData[node]?.[0]?.data?.main[output] ?? []).map(({ json }) => json);
};

/** Executes a workflow by n8n's command line, in a process of its own. */
export const executed = async (n8n: N8nOptions, id: string): Promise<Outputs> => {
	const { stdout, stderr } = await n8nCommand(['execute', `--id=${id}`, '--rawOutput'], n8n);
	return outputsOf(resultIn(stdout + stderr));
};

/**
 * Executes workflows by n8n's command line, each once, one after the other in one process: n8n takes longer to start
 * than to run them.
 * @param ids with a digit in each: n8n passes over others
 * @returns the outputs of one of them
 */
export const executedTogether = async (
	n8n: N8nOptions,
	ids: readonly string[],
): Promise<(id: string) => Outputs> => {
	const results = await mkdtemp(join(tmpdir(), 'n8n-backoffice-results-'));
	try {
		const { stdout, stderr } = await n8nCommand(
			['executeBatch', `--ids=${ids.join()}`, `--snapshot=${results}`, '--retries=0'],
			n8n,
		);
		const found = new Map<string, string>();
		for (const id of ids) {
			const file = join(results, `${id}-snapshot.json`);
			if (existsSync(file)) found.set(id, await readFile(file, 'utf8'));
		}
		return (id) => {
			const result = found.get(id);
			if (result === undefined) throw new Error(`n8n has no result of ${id}:\n${stdout}${stderr}`);
			return outputsOf(JSON.parse(result) as ExecutionResult);
		};
	} finally {
		await rm(results, { recursive: true, force: true });
	}
};
