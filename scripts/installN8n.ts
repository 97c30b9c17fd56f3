import { ensureN8n } from './n8n';

/** Installs the pinned n8n, for the end-to-end and the browser tests; `npm start` does it by itself. */
ensureN8n((line) => console.log(line)).catch((problem: unknown) => {
	console.error(problem);
	process.exitCode = 1;
});
