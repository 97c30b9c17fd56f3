import { currentN8n, ensureN8n, olderN8n } from '../lab/n8n/n8n';

/**
 * Installs the pinned n8n, for the end-to-end and the browser tests; `npm start` does it by itself. With `--all`
 * the older ones as well, after it: they take its compiled SQLite library.
 */
const install = async (): Promise<void> => {
	const wanted = process.argv.includes('--all') ? [currentN8n, ...olderN8n] : [currentN8n];
	for (const n8n of wanted) await ensureN8n((line) => console.log(line), n8n);
};

install().catch((problem: unknown) => {
	console.error(problem);
	process.exitCode = 1;
});
