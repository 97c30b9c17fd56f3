import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { repository } from '../../lab/repository';

const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

const below = (folder: string, ending: string): string[] =>
	readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending))
		.map((file) => `${folder}/${file.replaceAll('\\', '/')}`);

/** Text alone: what stands in a block or span of code is no link and no heading. */
const withoutCode = (markdown: string): string =>
	markdown
		.replace(/^\s*```[\s\S]*?^\s*```/gm, '')
		.replace(/`[^`\n]*`/g, (code) => code.replace(/[[\](]/g, ''));

/** The anchors that GitHub gives a page's headings. */
function anchorsOf(markdown: string): Set<string> {
	const anchors = new Set<string>();
	for (const [, heading = ''] of withoutCode(markdown).matchAll(/^#{1,6} (.+)$/gm)) {
		const slug = heading
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replace(/ /g, '-');
		let anchor = slug;
		for (let times = 1; anchors.has(anchor); times++) anchor = `${slug}-${times}`;
		anchors.add(anchor);
	}
	return anchors;
}

/** The addresses that a page links to, pictures included. */
const targetsOf = (markdown: string): string[] =>
	[...withoutCode(markdown).matchAll(/\]\(([^)\s]+)[^)]*\)|\b(?:src|srcset|href)="([^"\s]+)/g)].map(
		([, link = '', attribute = '']) => link || attribute,
	);

/** Why an address of this repository leads nowhere; undefined when it leads somewhere. */
function brokenIn(page: string, target: string): string | undefined {
	const [path = '', anchor = ''] = target.split('#');
	const file = path === '' ? page : relative(repository, resolve(repository, dirname(page), path));
	if (!existsSync(join(repository, file))) return `${page}: there is no ${file} (${target})`;
	if (anchor === '' || !file.endsWith('.md')) return undefined;
	return anchorsOf(read(file)).has(anchor) ? undefined : `${page}: ${file} has no heading #${anchor}`;
}

describe('links', () => {
	const pages = ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', ...below('docs', '.md')];

	it.each(pages)('of %s lead to files and headings that are there', (page) => {
		const relatives = targetsOf(read(page)).filter((target) => !/^(https?|mailto):/.test(target));
		expect(relatives.flatMap((target) => brokenIn(page, target) ?? [])).toEqual([]);
	});

	it('are found, and so are broken ones', () => {
		expect(targetsOf('[a](b.md#c) ![d](e.png) <img src="f.png"> `[g](h.md)`')).toEqual([
			'b.md#c',
			'e.png',
			'f.png',
		]);
		expect([...anchorsOf('# It’s 1 `a.b` & more\n\n## Same\n\n## Same')]).toEqual([
			'its-1-ab--more',
			'same',
			'same-1',
		]);
		expect(brokenIn('docs/README.md', 'nowhere.md')).toContain('there is no docs/nowhere.md');
		expect(brokenIn('docs/README.md', '#nowhere')).toContain('has no heading #nowhere');
	});

	it('of nodes and credentials into the guides lead to pages and headings that are there', () => {
		const { homepage } = JSON.parse(read('package.json')) as { homepage: string };
		const page = `${homepage.replace(/#.*$/, '')}/blob/main/`;
		const files = [...below('nodes', '.node.json'), ...below('credentials', '.ts'), ...below('nodes', '.ts')];
		const links = files.flatMap((file) =>
			read(file)
				.split(page)
				.slice(1)
				.map((rest) => /^[\w./#-]*/.exec(rest)?.[0] ?? ''),
		);
		expect(links.length).toBeGreaterThan(10);
		expect(links.flatMap((target) => brokenIn('README.md', target) ?? [])).toEqual([]);
	});
});
