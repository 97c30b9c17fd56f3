import type { Sandbox } from '../../lab/sandbox';
import { vendors } from '../../lab/vendors';
import type { VendorFacts } from '../../lab/vendors';
import type { Row } from '../../lab/browser/editor';
import { session } from './shared';

interface Trigger {
	vendor: VendorFacts;
	/** As the node panel names it. */
	starts: string;
	/** What else has to be filled in. */
	filled?: Record<string, string>;
	/** Options, by their labels and names, that are added. */
	options?: Array<[label: string, name: string, value: string]>;
	/** Words of what a poll costs. */
	costs: RegExp;
	shows: Row;
	/** Something that it notices. */
	change: (control: Sandbox['control']) => void;
}

const triggers: Trigger[] = [
	{
		vendor: vendors.weevio,
		starts: 'On created',
		costs: /\$/,
		// Otherwise it asks no more often than every 15 minutes.
		options: [['Minimum Interval', 'minimumInterval', '0']],
		shows: { event: 'created' },
		change: (control) => void control.insert('weevio', 'order', { ORDER_DATE: today() }),
	},
	{
		vendor: vendors.pdm,
		starts: 'On updated',
		filled: { watch: '1408' },
		costs: /one request for each customer/,
		shows: { id: '1408', event: 'updated' },
		change: (control) => void control.amend('pdm', 'customer', 1408, { last_name: 'Changed' }),
	},
	{
		vendor: vendors.manex,
		starts: 'On created',
		costs: /one request/,
		shows: { event: 'created' },
		change: (control) => void control.insert('manex', 'purchaseOrder'),
	},
	{
		vendor: vendors.guardant,
		starts: 'On created',
		costs: /100 customers/,
		shows: { event: 'created' },
		change: (control) => void control.insert('guardant', 'customer'),
	},
	{
		vendor: vendors.epass,
		starts: 'On created',
		costs: /one request/,
		shows: { event: 'created' },
		change: (control) => void control.insert('epass', 'customer'),
	},
];

const today = (): string => new Date().toISOString().replace(/^(\d+)-(\d+)-(\d+)T.*$/, '$2/$3/$1');

describe('a trigger in the editor', () => {
	beforeEach(async () => {
		session.instance.sandbox.control.reset();
		await session.editor.newWorkflow();
	});

	it.each(triggers)(
		'of $vendor.displayName is taken out of the node panel, tested and published, and starts an execution',
		async ({ vendor, starts, filled = {}, options = [], costs, shows, change }) => {
			await session.seen(async () => {
				const { editor, instance, rest } = session;
				const { control } = instance.sandbox;
				if (vendor === vendors.weevio) change(control);
				await editor.addVendorTrigger(vendor.displayName, starts);
				await editor.chooseCredential(vendor.account.name);
				for (const [name, value] of Object.entries(filled)) await editor.fill(name, value);
				for (const [label, name, value] of options) {
					await editor.addOption(label);
					await editor.fill(name, value);
				}
				const panel = await editor.panel();
				expect(panel.text).toMatch(costs);
				expect(panel.issues).toBe(0);

				await editor.execute();
				const { rows } = await editor.items();
				expect(rows[0]).toMatchObject(shows);
				expect(rows[0]?.detectedAt).toMatch(/^\d{4}-\d\d-\d\dT/);

				await editor.closeNode();
				await editor.publish();
				const id = editor.workflowId();
				const node = `${vendor.displayName} Trigger`;
				await instance.until('it has its baseline', async () => (await rest.stateOf(id, node)) !== undefined);
				change(control);
				const seen = await rest.executionsOf(id);
				await instance.until('n8n has run it', async () => (await rest.executionsOf(id)) > seen);
				expect(await editor.executions()).toContain('Success');
			})();
		},
	);
});
