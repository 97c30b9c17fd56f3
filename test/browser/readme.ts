import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../lab/repository';
import { session } from './shared';

const TITLE = '## Build one by hand';

/** The README's instructions, up to the next heading. */
const instructions = (): string => {
	const [, section] = readFileSync(join(repository, 'README.md'), 'utf8').split(TITLE);
	return section?.split('\n## ')[0] ?? '';
};

/** What the README has the reader call, as "curl" would send it: a form. */
const readCall = (text: string): { path: string; body: Record<string, string> } => {
	const [, path, fields = ''] =
		/^ *curl http:\/\/localhost:5678(\S+)((?: -d "[^"=]+=[^"]*")+)$/m.exec(text) ?? [];
	if (path === undefined) throw new Error('The README has no call');
	const body = [...fields.matchAll(/-d "([^"=]+)=([^"]*)"/g)].map(([, name, value]) => [name, value]);
	return { path, body: Object.fromEntries(body) as Record<string, string> };
};

/** The table of fields and expressions. */
const readFields = (text: string): Array<[label: string, expression: string]> =>
	[...text.matchAll(/^ *\| ([^|]+) \| `(\{\{ .+ \}\})` \|$/gm)].map(([, label = '', expression = '']) => [
		label,
		expression,
	]);

describe("the README's example", () => {
	const text = instructions();

	/** Only what the README says may be looked for in the editor. */
	const said = (words: string): string => {
		expect(text).toContain(words);
		return words;
	};

	it('is built by hand, published and called, in the dark theme', async () => {
		await session.seen(async () => {
			const reader = await session.window({ theme: 'dark' });
			await reader.page.goto(`${session.url}/signin`);
			expect(await reader.themeOf()).toBe('dark');
			await reader.logIn();

			// While there are no workflows yet, the page offers a second one that does the same.
			await reader.page
				.getByRole('button', { name: said('Create workflow') })
				.first()
				.click();
			await reader.page.getByText(said('Add first step')).waitFor();
			expect(await reader.themeOf(reader.part('canvas-wrapper'))).toBe('dark');
			await reader.addTrigger(said('On webhook call'));
			await reader.choose('httpMethod', said('POST'));
			await reader.fill('path', said('new-customer'));
			await reader.choose('responseMode', said("Using 'Respond to Webhook' Node"));
			expect((await reader.panel()).text).toMatch(/HTTP Method[^]*Path[^]*Respond\n/);
			await reader.closeNode();

			await reader.addAfter(said('Pro Delivery Manager'), said('Create or update customer'));
			expect(await reader.credential()).toBe(said('Pro Delivery Manager (sandbox)'));
			expect((await reader.panel()).text).toContain(said('Values to Send'));
			const fields = readFields(text);
			expect(fields).toHaveLength(6);
			for (const [label, expression] of fields) await reader.pasteExpression(label, expression);
			await reader.closeNode();

			await reader.addAfter(said('Respond to Webhook'));
			await reader.closeNode();
			said('**Publish**');
			await reader.publish();

			const { path, body } = readCall(text);
			const result = async (change: Record<string, string> = {}): Promise<unknown> => {
				const response = await fetch(session.url + path, {
					method: 'POST',
					body: new URLSearchParams({ ...body, ...change }),
				});
				return ((await response.json()) as { result?: unknown }).result;
			};
			expect(await result()).toBe(JSON.parse(said('"created"')));
			expect(await result()).toBe(JSON.parse(said('"unchanged"')));
			expect(await result({ city: 'York' })).toBe(JSON.parse(said('"updated"')));
			expect(session.instance.sandbox.control.created('pdm')).toMatchObject([
				{
					external_customer_ref: body.reference,
					first_name: body.firstName,
					last_name: body.lastName,
					address: { line_1: body.street, city: 'York', postal_code: body.postalCode },
				},
			]);
			await reader.page.context().close();
		})();
	});
});
