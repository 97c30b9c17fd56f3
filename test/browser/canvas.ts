import type { Locator } from 'playwright-core';
import type { VendorName } from '../../lab/sandbox';
import { catalogue } from '../../lab/browser/catalogue';
import { CUSTOMERS } from './customers';
import { iconOf, session, THEMES } from './shared';

/** Whether the vendor's customers can be worked on so. */
const offers = (vendor: VendorName, operation: string): boolean =>
	catalogue.some(
		({ name, operations }) =>
			name === vendor &&
			operations.some((each) => each.resource === undefined && each.operation === operation),
	);

/** What is to be seen is of the theme that the system has, and changes with it. */
const expectBothThemes = async (part: Locator, node?: string): Promise<void> => {
	const { editor } = session;
	for (const theme of THEMES) {
		await editor.wear(theme);
		expect(await editor.themeOf(part)).toBe(theme);
		if (node !== undefined) expect(new Set(await editor.icons())).toEqual(new Set([iconOf(node, theme)]));
	}
};

/** One node, made to do one thing after the other, with what was filled in before. */
describe('a person who looks first, and then writes', () => {
	beforeEach(async () => {
		session.instance.sandbox.control.reset();
		await session.editor.newWorkflow();
	});

	afterEach(async () => {
		await session.editor.leaveNode();
		await session.editor.wear('light');
	});

	it.each(CUSTOMERS)(
		'at $name, in both themes: tries without writing, switches back and forth, and writes in the end no flag that nobody touched',
		async (known) => {
			await session.seen(async () => {
				const { editor, instance } = session;
				const { control } = instance.sandbox;
				const {
					created: shown,
					customer,
					displayName,
					loginAccount,
					name: vendor,
					node,
					path,
					shows: found,
					typed,
				} = known;
				const values = Object.values(typed);
				const [changed = '', value = ''] = Object.entries(typed)[0] ?? [];
				const written = (): number => {
					const { created, deleted, updated } = control.counters()[vendor];
					return created + updated + deleted;
				};

				await editor.addNode(displayName, 'Create customer');
				await expectBothThemes(editor.part('canvas-wrapper'), node);
				await editor.chooseCredential(loginAccount.name);
				for (const [field, text] of Object.entries(typed)) await editor.fill(field, text);
				await expectBothThemes(editor.part('mapping-fields-container'));
				expect((await editor.panel()).issues).toBe(0);
				await editor.addOption('Dry Run');
				await editor.toggle('dryRun');
				await editor.execute();
				expect(await editor.items()).toMatchObject({ total: 1, rows: [{ result: 'wouldCreate', ...shown }] });
				expect((await editor.hints()).join(' ')).toMatch(/Dry run, nothing was written: 1 would be created/);

				if (offers(vendor, 'update')) {
					// n8n keeps what the next operation has a place for.
					await editor.choose('operation', 'Update');
					if ('filter' in customer) await editor.pickCustomer(customer.filter, customer.entry);
					else await editor.enterCustomer(customer.mode, customer.value);
					const { issues, values: kept } = await editor.panel();
					expect(issues).toBe(0);
					expect(kept).toEqual(expect.arrayContaining(values));
					await editor.execute();
					expect(await editor.items()).toMatchObject({
						total: 1,
						rows: [{ result: 'wouldUpdate', id: found.id }],
					});
					await editor.choose('operation', 'Create');
				}
				expect((await editor.panel()).values).toEqual(expect.arrayContaining(values));
				await editor.fill(changed, '');
				await editor.fill(changed, value);
				await editor.execute();
				expect(await editor.items()).toMatchObject({ total: 1, rows: [{ result: 'wouldCreate', ...shown }] });
				expect(written()).toBe(0);

				await editor.toggle('dryRun');
				await editor.execute();
				expect(await editor.items()).toMatchObject({ total: 1, rows: [shown] });
				await expectBothThemes(editor.part('output-panel').locator('tbody td').first());
				expect(written()).toBe(1);
				expect(control.created(vendor)).toHaveLength(1);
				const write = control.requests({ vendor, pathIncludes: path }).at(-1);
				const sent = JSON.stringify([write?.query, write?.body]);
				for (const text of values) expect(sent).toContain(text);
				expect(sent).not.toMatch(/:"?(true|false)\b/);

				await editor.choose('operation', 'Get');
				if ('filter' in customer) await editor.pickCustomer(customer.filter, customer.entry);
				else await editor.enterCustomer(customer.mode, customer.value);
				await editor.execute();
				expect(await editor.items()).toMatchObject({ total: 1, rows: [found] });
				await expectBothThemes(editor.part('output-panel').locator('tbody td').first());
				if (!offers(vendor, 'search')) return;
				await editor.choose('operation', 'Get Many');
				await editor.execute();
				expect((await editor.items()).total).toBeGreaterThan(1);
			})();
		},
	);
});
