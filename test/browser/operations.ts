import { canvasOf, catalogue } from '../../lab/browser/catalogue';
import { session } from './shared';

/** `inventoryItem` as "inventory item". */
const inWords = (resource: string): string =>
	resource.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

describe('every operation in the editor', () => {
	describe.each(catalogue)('$displayName', (node) => {
		const { account, displayName, operations } = node;

		beforeAll(async () => {
			session.instance.sandbox.control.reset();
			await session.editor.newWorkflow();
			await session.editor.paste(canvasOf(node, session.instance.credential(account.id)));
		});

		afterEach(async () => await session.editor.leaveNode());

		it.each(operations)('$name', async (operation) => {
			const { name, resource = 'customer', label, panel = [], total, row, every = {}, kept } = operation;
			await session.seen(async () => {
				const { editor, instance } = session;
				// Its name, and in words what it does.
				expect(await editor.node(name).innerText()).toContain(`${label.toLowerCase()}: ${inWords(resource)}`);
				await editor.openNode(name);
				const shown = await editor.panel();
				expect(shown.text).not.toMatch(/\[object|undefined|NaN/);
				expect(shown.issues).toBe(0);
				expect(shown.values).not.toContainEqual(
					expect.stringMatching(/\[object|undefined|NaN|not supported/),
				);
				const everything = [shown.text, ...shown.values].join('\n');
				for (const words of [label, ...panel]) expect(everything).toContain(words);

				await editor.execute();
				const items = await editor.items();
				if (total === undefined) expect(items.total).toBeGreaterThan(0);
				else expect(items.total).toBe(total);
				expect(items.rows[0]).toMatchObject(row);
				for (const item of items.rows) expect(item).toMatchObject(every);
				kept?.(instance.sandbox);
			})();
		});

		it('is offered in the node panel with all of its operations', async () => {
			await session.seen(async () => {
				await session.editor.newWorkflow();
				const actions = await session.editor.actionsOf(displayName);
				expect(actions).toHaveLength(operations.length);
				for (const { action, label, resource = 'customer' } of operations) {
					// "Get order", "Get many customers", "Get many customer orders"
					const words = label.replace(/(Orders|Invoices)$/, 'customer $1');
					const one = /customer/.test(words) ? '' : ` ${inWords(resource)}s?`;
					expect(actions).toContainEqual(
						action ?? expect.stringMatching(new RegExp(`^${words}${one}$`, 'i')),
					);
				}
			})();
		});
	});
});
