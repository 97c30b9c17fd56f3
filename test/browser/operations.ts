import { canvasOf, catalogue } from '../../lab/browser/catalogue';
import { session } from './shared';

describe('every operation in the editor', () => {
	// An editor that runs for long gets heavy: it keeps what it has shown.
	beforeAll(async () => await session.editor.reload());

	describe.each(catalogue)('$displayName', (node) => {
		const { account, displayName, operations } = node;

		beforeAll(async () => {
			session.instance.sandbox.control.reset();
			await session.editor.newWorkflow();
			await session.editor.paste(canvasOf(node, session.instance.credential(account.id)));
		});

		afterEach(async () => await session.editor.leaveNode());

		it.each(operations)(
			'$name',
			async ({ name, label, panel = [], total, row, every = {}, kept, resource }) => {
				await session.seen(async () => {
					const { editor, instance } = session;
					// Its name, and in words what it does.
					const what = (resource ?? 'customer').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
					expect(await editor.node(name).innerText()).toContain(`${label.toLowerCase()}: ${what}`);
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
			},
		);

		it('is offered in the node panel with all of its operations', async () => {
			await session.seen(async () => {
				await session.editor.newWorkflow();
				const actions = await session.editor.actionsOf(displayName);
				const ofCustomers = operations.filter(({ resource }) => resource === undefined);
				expect(actions.filter((words) => words.includes('customer'))).toHaveLength(ofCustomers.length);
				for (const { action, label } of operations) {
					// "Get a customer", "Search customers", "List orders of a customer", "List invoices of a customer"
					const words = label.replace('Orders', '(orders|invoices) of');
					expect(actions).toContainEqual(
						action ?? expect.stringMatching(new RegExp(`^${words} (a )?customers?$`, 'i')),
					);
				}
			})();
		});
	});
});
