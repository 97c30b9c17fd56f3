import { parentPort, workerData } from 'node:worker_threads';
import { ESLint } from 'eslint';

/**
 * A thread that lints texts as if they stood at a path: ESLint loads modules in a way that Jest does not allow. Each
 * question brings the port that its answer goes to, so that one that comes late is nobody else's.
 */
const linter = new ESLint({ cwd: workerData });

parentPort.on('message', async ({ path, text, port }) => {
	const [result] = await linter.lintText(text, { filePath: path });
	port.postMessage(result.messages.map(({ ruleId, message }) => ruleId ?? message));
});
