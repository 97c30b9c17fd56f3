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
});

it('no body is left of an example that is gone', () => {
	const paths = examples.map((example) => webhookOf(example)?.path);
	expect(paths).toEqual(expect.arrayContaining(Object.keys(sampleBodies)));
});
