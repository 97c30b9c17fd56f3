import { parentPort, workerData } from 'node:worker_threads';
import { ESLint } from 'eslint';

/** A thread that lints texts as if they stood at a path: ESLint loads modules in a way that Jest does not allow. */
const linter = new ESLint({ cwd: workerData });

parentPort.on('message', async ({ path, text }) => {
	const [result] = await linter.lintText(text, { filePath: path });
	parentPort.postMessage(result.messages.map(({ ruleId, message }) => ruleId ?? message));
});
