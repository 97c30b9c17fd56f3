import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repository } from '../../lab/repository';
import { vendorList } from '../../lab/vendors';
import { readExamples, sampleBodies, webhookOf } from '../../lab/n8n/examples';

const examples = readExamples();

describe.each(examples.map((example) => [example.name, example] as const))('%s', (_, example) => {
	it('has a body to try its webhook with, where it has one, which holds all that its nodes read', () => {
		const webhook = webhookOf(example);
		if (webhook === undefined) {
			expect(JSON.stringify(example.nodes)).not.toContain('$json.body.');
			return;
		}
		const read = [...JSON.stringify(example.nodes).matchAll(/\bbody\.(\w+)/g)].map(([, name]) => name);
		expect(read.length).toBeGreaterThan(0);
		expect(Object.keys(sampleBodies[webhook.path] ?? {})).toEqual(expect.arrayContaining(read));
	});

	const of = (type: RegExp) => example.nodes.filter((node) => type.test(node.type));

	/** What its notes say to a person. */
	const said = of(/\.stickyNote$/)
		.map(({ parameters }) => parameters.content)
		.join('\n');

	it('says that it has to be published, where it is to start by itself, and which clock its hour is of', () => {
		if (of(/\.scheduleTrigger$|^n8n-nodes-backoffice\..*Trigger$/).length > 0)
			expect(said).toMatch(/publish the workflow/);
		if (JSON.stringify(of(/\.scheduleTrigger$/)).includes('triggerAtHour')) expect(said).toMatch(/time zone/);
	});

	it("tells a caller no number of n8n's items", () => {
		for (const { name, parameters } of of(/\.respondToWebhook$/)) {
			const told = String(parameters.responseBody ?? '')
				.replaceAll('$json.error.replace(/ \\[item \\d+\\]$/, "")', '')
				.replaceAll('$json.error ?', '');
			expect([name, told]).toEqual([name, expect.not.stringContaining('$json.error')]);
		}
	});

	it('has for each tool that wants a key another one of the same vendor that finds it, and can be tried without a model', () => {
		const tools = of(/^n8n-nodes-backoffice\..*Tool$/);
		const searches = tools.filter(({ parameters }) => parameters.operation === 'search');
		for (const tool of tools.filter(({ parameters }) =>
			/fromAI/.test(JSON.stringify(parameters.customer ?? '')),
		))
			expect(searches).toContainEqual(expect.objectContaining({ type: tool.type }));
		if (tools.length > 0) expect(said).toMatch(/\*\*Without a model\*\*/);
	});
});

it('no body is left of an example that is gone', () => {
	const paths = examples.map((example) => webhookOf(example)?.path);
	expect(paths).toEqual(expect.arrayContaining(Object.keys(sampleBodies)));
});

describe('the pages about the examples', () => {
	const read = (path: string): string => readFileSync(join(repository, path), 'utf8');
	const files = (folder: string, ending: string): string[] =>
		readdirSync(join(repository, folder)).filter((name) => name.endsWith(ending));
	const page = read('examples/README.md');

	it.each(files('examples', '.json'))(
		'lead to %s, and show all its nodes to who cannot see the picture',
		(file) => {
			expect(read('README.md').split(`](examples/${file})`)).toHaveLength(2);
			const [, after, more] = page.split(`](${file})`);
			expect(more).toBeUndefined();
			const { id, nodes } = JSON.parse(read(`examples/${file}`)) as (typeof examples)[number];
			const name = id
				.replace('backoffice', 'example')
				.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
			const seen = nodes.filter(({ type }) => !type.endsWith('.stickyNote')).map((node) => node.name);
			expect(after?.trim().split('\n')[0]).toBe(
				`<picture><source media="(prefers-color-scheme: dark)" srcset="../docs/images/${name}-dark.png">` +
					`<img src="../docs/images/${name}-light.png" alt="On the n8n canvas: ${seen.join(', ')}"></picture>`,
			);
		},
	);

	it('and the READMEs show every picture that there is, and no other', () => {
		const texts = [read('README.md'), page, ...files('docs', '.md').map((name) => read(`docs/${name}`))];
		const shown = texts.flatMap((text) =>
			[...text.matchAll(/docs\/images\/([\w-]+\.png)|\]\(images\/([\w-]+\.png)\)/g)].map(
				([, one, other]) => one ?? other,
			),
		);
		// In the README of each vendor's own package.
		const ofVendors = vendorList.flatMap(({ guide }) =>
			['light', 'dark'].map((theme) => `node-${basename(guide, '.md')}-${theme}.png`),
		);
		expect([...new Set([...shown, ...ofVendors])].sort()).toEqual(files('docs/images', '.png').sort());
	});
});
