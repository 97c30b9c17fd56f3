import type { Sandbox } from '../../lab/sandbox';
import { vendors, weevioYesterday } from '../../lab/vendors';
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
		change: (control) => void control.insert('weevio', 'order', { ORDER_DATE: weevioYesterday(new Date()) }),
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

/** The node and the workflow of a trigger that was published. */
interface Published extends Trigger {
	id: string;
	node: string;
}

describe('a trigger in the editor', () => {
	beforeEach(() => session.instance.sandbox.control.reset());

	afterEach(async () => await session.editor.leaveNode());

	/** Takes it out of the node panel, sets it up, tests and publishes it, all as a person does. */
	const published = async (trigger: Trigger): Promise<Published> => {
		const { vendor, starts, filled = {}, options = [], costs, shows } = trigger;
		const { editor } = session;
		await editor.newWorkflow();
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
		return { ...trigger, id: editor.workflowId(), node: `${vendor.displayName} Trigger` };
	};

	it('is taken out of the node panel, tested and published, and starts an execution for a change: all five', async () => {
		await session.seen(async () => {
			const { editor, instance, rest } = session;
			const { control } = instance.sandbox;
			control.insert('weevio', 'order', { ORDER_DATE: weevioYesterday(new Date()) });
			const all: Published[] = [];
			for (const trigger of triggers) all.push(await published(trigger));
			const counts = new Map<string, number>();
			for (const { change, id, node } of all) {
				await instance.until('it has its baseline', async () => (await rest.stateOf(id, node)) !== undefined);
				counts.set(id, await rest.executionsOf(id));
				change(control);
			}
			for (const { id } of all) {
				const before = counts.get(id) ?? 0;
				await instance.until('n8n has run it', async () => (await rest.executionsOf(id)) > before);
				await editor.openWorkflow(id);
				// The test in the editor was one.
				await editor.showsSuccesses(2);
			}
			for (const { id } of all) await rest.unpublish(id);
		})();
	});
});
