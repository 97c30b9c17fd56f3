import { parseArgs } from 'node:util';
import { CONTROL_ROUTES } from './control';
import { startSandbox } from '.';

const DEFAULT_PORT = 5680;

function wholeNumber(text: string | undefined, fallback: number, name: string): number {
	if (text === undefined || text === '') return fallback;
	const number = Number(text);
	if (!Number.isInteger(number) || number < 0) throw new Error(`${name} must be a whole number`);
	return number;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string' },
			host: { type: 'string' },
			customers: { type: 'string' },
			latency: { type: 'string' },
		},
	});
	process.title = 'backoffice-sandbox';
	const sandbox = await startSandbox({
		port: wholeNumber(values.port ?? process.env.SANDBOX_PORT, DEFAULT_PORT, 'port'),
		host: values.host ?? process.env.SANDBOX_HOST,
		customers: wholeNumber(values.customers ?? process.env.SANDBOX_CUSTOMERS, 500, 'customers'),
		latencyMs: wholeNumber(values.latency ?? process.env.SANDBOX_LATENCY, 0, 'latency'),
	});
	const lines = [
		`The five vendors' stand-in listens on ${sandbox.url} (open it in a browser to see and steer it)`,
		'',
		'Credential values:',
	];
	for (const [name, values] of Object.entries(sandbox.credentials)) {
		lines.push('', `  ${name}`);
		for (const [field, value] of Object.entries(values as Record<string, unknown>)) {
			lines.push(`    ${field.padEnd(16)} ${value === '' ? '(empty)' : String(value)}`);
		}
	}
	lines.push('', 'Control:');
	const width = Math.max(...CONTROL_ROUTES.map(([route]) => route.length));
	for (const [route, use] of CONTROL_ROUTES) lines.push(`  ${route.padEnd(width)} ${use}`);
	lines.push('', 'Ctrl-C stops it.', '');
	process.stdout.write(lines.join('\n'));

	const stop = () => void sandbox.close().then(() => process.exit(0));
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

main().catch((problem: unknown) => {
	process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`);
	process.exitCode = 1;
});
