import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { repository } from '../../lab/repository';

let linter: Worker;

beforeAll(() => {
	linter = new Worker(join(repository, 'lab', 'linter.mjs'), { workerData: repository });
});

afterAll(async () => await linter.terminate());

/** The rules about imports that a file of this text would break, if it stood at this path. */
const broken = async (path: string, text: string): Promise<string[]> => {
	const { port1: answered, port2: port } = new MessageChannel();
	linter.postMessage({ path: join(repository, path), text, port }, [port]);
	const [rules] = (await once(answered, 'message')) as [string[]];
	answered.close();
	return rules;
};

const imports = (...modules: string[]): string => modules.map((module) => `import '${module}';\n`).join('');

const PATHS = 'import-x/no-restricted-paths';
const NAMES = 'no-restricted-imports';

describe('a vendor', () => {
	it('is written in the words that are made for it', async () => {
		const words = ['wire', 'shapes', 'sources', 'keys', 'fields', 'conditions', 'resource', 'vendor'];
		const more = ['parameters', 'values', 'dates', 'names', 'words', 'printable', 'unwrap'];
		const text = imports('./vendor', ...[...words, ...more, 'assumptions'].map((word) => `../shared/${word}`));
		expect(await broken('nodes/Epass/order.ts', text)).toEqual([]);
	});

	it.each([
		'send',
		'transport',
		'execute',
		'write',
		'pages',
		'operations',
		'operations/get',
		'n8n',
		'settings',
	])('does not know the runtime: %s', async (word) => {
		expect(await broken('nodes/Epass/order.ts', imports(`../shared/${word}`))).toEqual([PATHS]);
	});

	it('is told to n8n by a class that may name the runtime, and nothing beneath it', async () => {
		const names = ['execute', 'methods', 'properties', 'n8n'];
		const text = imports('./vendor', ...names.map((name) => `../shared/${name}`));
		expect(await broken('nodes/Epass/Epass.node.ts', text)).toEqual([]);
		expect(await broken('nodes/Epass/Epass.node.ts', imports('../shared/send'))).toEqual([PATHS]);
	});

	it('takes of faults only the one about input, and knows nothing of sessions', async () => {
		const allowed = "import { InputFault } from '../shared/fault';\n" + 'export const used = InputFault;\n';
		expect(await broken('nodes/Epass/order.ts', allowed)).toEqual([]);
		const forbidden = "import { Fault } from '../shared/fault';\n" + 'export const used = Fault;\n';
		expect(await broken('nodes/Epass/order.ts', forbidden)).toEqual([NAMES]);
		expect(await broken('nodes/Epass/order.ts', imports('../shared/session'))).toEqual([PATHS]);
	});

	it('knows neither another vendor nor a credential', async () => {
		const credential = '../../credentials/EpassApi.credentials';
		expect(await broken('nodes/Epass/order.ts', imports('../ManexErp/vendor'))).toEqual([PATHS]);
		expect(await broken('nodes/Epass/order.ts', imports(credential))).toEqual([PATHS]);
	});
});

describe('the runtime', () => {
	it('knows neither a vendor nor a credential', async () => {
		const own = imports('./values', '../shared/wire');
		expect(await broken('nodes/shared/new.ts', own)).toEqual([]);
		expect(await broken('nodes/shared/operations/new.ts', imports('../values'))).toEqual([]);
		for (const path of ['nodes/shared/new.ts', 'nodes/shared/operations/new.ts']) {
			const up = '../'.repeat(path.split('/').length - 2);
			expect(await broken(path, imports(`${up}Epass/vendor`))).toEqual([PATHS]);
			expect(await broken(path, imports(`${up}../credentials/EpassApi.credentials`))).toEqual([PATHS]);
		}
	});

	it('runs in no circle', async () => {
		const text = "import { asText } from './values';\nimport { Connection } from './send';\n";
		const used = `${text}export const used = [asText, Connection];\n`;
		expect(await broken('nodes/shared/new.ts', used)).toEqual([]);
		expect(await broken('nodes/shared/values.ts', used)).toContain('import-x/no-cycle');
	});
});

describe('what is published', () => {
	it.each(['nodes/shared/new.ts', 'nodes/Epass/new.ts', 'credentials/New.credentials.ts'])(
		'needs nothing of what only the repository has: %s',
		async (path) => {
			const up = '../'.repeat(path.split('/').length - 1);
			const foreign = [
				'lab/sandbox',
				'lab/repository',
				'scripts/scanner',
				'bench/report',
				'test/unit/planned',
			];
			for (const module of foreign) {
				expect([module, await broken(path, imports(up + module))]).toEqual([module, [PATHS]]);
			}
		},
	);

	it('shares no code with the sandbox, whose answers are to catch its mistakes', async () => {
		expect(await broken('lab/sandbox/new.ts', imports('./server', '../repository'))).toEqual([]);
		for (const module of ['nodes/shared/values', 'credentials/EpassApi.credentials'])
			expect(await broken('lab/sandbox/new.ts', imports(`../../${module}`))).toEqual([PATHS]);
	});
});

describe('tests, benchmarks and scripts', () => {
	const one: Record<string, string> = {
		test: 'test/engine/support',
		bench: 'bench/report',
		scripts: 'scripts/scanner',
	};

	it.each(Object.keys(one))('share what is in lab/, and nothing else: %s', async (own) => {
		const shared = ['lab/sandbox', 'nodes/shared/values', 'credentials/EpassApi.credentials'];
		const allowed = [...shared, one[own] ?? ''].map((module) => `../${module}`);
		expect(await broken(`${own}/new.ts`, imports(...allowed))).toEqual([]);
		for (const [other, module] of Object.entries(one).filter(([folder]) => folder !== own))
			expect([other, await broken(`${own}/new.ts`, imports(`../${module}`))]).toEqual([other, [PATHS]]);
	});

	it('are unknown to lab/', async () => {
		for (const module of Object.values(one))
			expect(await broken('lab/engine/new.ts', imports(`../../${module}`))).toEqual([PATHS]);
	});
});

describe('types', () => {
	it('are imported on lines of their own', async () => {
		const use = 'export type A = ChildProcess;\nexport const b = spawn;\n';
		const separate = "import { spawn } from 'node:child_process';\n";
		const types = "import type { ChildProcess } from 'node:child_process';\n";
		expect(await broken('scripts/new.ts', separate + types + use)).toEqual([]);
		const inline = "import { spawn, type ChildProcess } from 'node:child_process';\n";
		expect(await broken('scripts/new.ts', inline + use)).toEqual([
			'import-x/consistent-type-specifier-style',
		]);
		const plain = "import { spawn, ChildProcess } from 'node:child_process';\n";
		expect(await broken('scripts/new.ts', plain + use)).toEqual([
			'@typescript-eslint/consistent-type-imports',
		]);
	});
});

describe('what all vendors share', () => {
	const folder = join(repository, 'nodes', 'shared');
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

	it('names no record of theirs, but for the shapes', () => {
		expect(files.length).toBeGreaterThan(40);
		const naming = files.filter((file) => /customer/i.test(readFileSync(join(folder, file), 'utf8')));
		expect(naming).toEqual(['shapes.ts']);
	});
});
