import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { NodeName } from '../../lab/vendors';
import { mapped } from '../../lab/n8n/workflows';
import type { EngineRun } from '../../lab/engine/harness';
import { customer, Rig } from './support';
import type { NodeCall } from './support';

let rig: Rig;

beforeAll(async () => {
	rig = await Rig.start({ customers: 60 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const said = (run: EngineRun): string[] => run.hints().map(({ message }) => message);
const byHand = (value: IDataObject): IDataObject => ({
	fields: mapped(value),
});

/** Called by an agent. */
async function asTool(
	node: NodeName,
	operation: string,
	parameters: IDataObject,
	call: NodeCall = {},
): Promise<EngineRun> {
	const { type, ...rest } = rig.nodeOf(node, { operation, ...parameters } as INodeParameters);
	return await rig.engine.runNode({ ...call, ...rest, type: `${type}Tool` });
}

describe('an error where the run goes on', () => {
	it('says what to do where the vendor’s words say too little, and of which record', async () => {
		const run = await rig.run(
			'manexErp',
			'create',
			byHand({ Custname: '={{ $json.name }}', Status: 'Active', Custno: '0000000010' }),
			{ input: [{ name: 'N' }], onError: 'continueRegularOutput' },
		);
		expect(run.json()).toEqual([
			{
				error: expect.stringMatching(
					/^Customer add failed\.Object reference not set .+ \(Customer Number 0000000010\)\. ManEx misses a field.+ Customer Number is taken\. \[item 0\]$/,
				),
			},
		]);
	});

	it('keeps the advice beside the message where it stops the workflow', async () => {
		const run = await rig.run(
			'manexErp',
			'create',
			byHand({ Custname: 'N', Status: 'Active', Custno: '0000000010' }),
		);
		expect(run.error?.message).toMatch(/^Customer add failed\.Object reference not set [^(]+ \[item 0\]$/);
		expect(run.error?.description).toMatch(
			/Customer Name, Status .+ or whether the Customer Number is taken/,
		);
	});

	it.each<[NodeName, unknown, string]>([
		['weevioPims', 'M-99999', 'M-99999'],
		['proDeliveryManager', 99_999, '99999'],
		['manexErp', '99999', '0000099999'],
		['guardantStation', 99_999, '99999'],
		['epass', '99999', '99999'],
	])('names the key that %s does not know, and is no refused log-in', async (node, key, shown) => {
		const run = await rig.run(node, 'get', customer(key));
		expect(run.error?.message).toMatch(
			new RegExp(`found.*: ${shown} \\[item 0\\]$|exists: ${shown} \\[item 0\\]$`),
		);
		expect(run.error?.message).not.toMatch(/401/);
		expect(run.error?.description).toMatch(/^Check the ID, or (find|choose) /);
	});
});

describe('hints', () => {
	it('tell of nothing found, and how to go on', async () => {
		const filters = {
			filters: { conditions: [{ field: 'BEMAIL', operator: 'equals', value: 'nobody@example.com' }] },
		};
		const run = await rig.run('weevioPims', 'search', filters);
		expect(run.json()).toEqual([]);
		expect(said(run)).toContain(
			'0 customers found. To go on anyway, turn on Always Output Data in the settings of the node.',
		);
		const orders = await rig.run('weevioPims', 'listOrders', customer('NOBODY'));
		expect(said(orders)).toContainEqual(
			expect.stringMatching(/^Nothing found: the customer has none, or there is no such customer\./),
		);
	});

	it('name selected fields that no record has, and those that are hidden', async () => {
		const run = await rig.run('epass', 'get', {
			...customer('1000'),
			output: 'selected',
			outputFields: 'name, emial, SSN',
		});
		expect(run.json()[0]).toMatchObject({ emial: null });
		expect(said(run)).toContain('No record has emial: check the names in Output Fields.');
		expect(said(run)).toContain(
			'Not shown: SSN. Turn on Include Sensitive Fields in the options to get them.',
		);
		const known = await rig.run('epass', 'get', {
			...customer('1000'),
			output: 'selected',
			outputFields: 'name, email',
		});
		expect(said(known).join()).not.toContain('Output Fields');
	});
});

describe('an agent’s tool', () => {
	/** What a model fills in is an expression: the editor's rule for a key does not stop it. */
	const spoken = (name: unknown) => customer(`={{ ${JSON.stringify(name)} }}`);

	/** The first customer with a name that no other one has. */
	async function unique(node: NodeName): Promise<{ id: string | number; name: string }> {
		const all = await rig.items(node, 'search', { returnAll: true });
		const names = all.map(({ name }) => String(name).toLowerCase());
		const found = all.find(
			({ name }) =>
				typeof name === 'string' && names.filter((each) => each.includes(name.toLowerCase())).length === 1,
		);
		if (found === undefined) throw new Error('Each name is there twice');
		return found as unknown as { id: string | number; name: string };
	}

	it.each<NodeName>(['weevioPims', 'guardantStation', 'epass'])(
		'reads the only %s customer of a name that stands for a key',
		async (node) => {
			const { id, name } = await unique(node);
			const run = await asTool(node, 'get', spoken(name));
			expect(run.error).toBeUndefined();
			expect(run.json()).toMatchObject([{ id, name }]);
			const orders = await asTool(node, 'listOrders', { ...spoken(name), limit: 5 });
			const wanted = await asTool(node, 'listOrders', { ...customer(id), limit: 5 });
			expect(wanted.json().length).toBeGreaterThan(0);
			expect(orders.json()).toEqual(wanted.json());
		},
	);

	it('takes no name for a key in a workflow', async () => {
		const { name } = await unique('guardantStation');
		const run = await rig.run('guardantStation', 'get', spoken(name));
		expect(run.error?.message).toMatch(/must be a whole number/);
	});

	it('writes by a name only where it can be no key', async () => {
		const guardant = await unique('guardantStation');
		const changed = await asTool('guardantStation', 'update', {
			...spoken(guardant.name),
			...byHand({ customerPhone: '604 555 0199' }),
		});
		expect(changed.json()).toMatchObject([{ id: guardant.id, phone: '604 555 0199' }]);
		const weevio = await unique('weevioPims');
		const refused = await asTool('weevioPims', 'update', {
			...spoken(weevio.name),
			...byHand({ BCITY: 'York' }),
		});
		expect(refused.error?.message).toContain(`nothing was written. Found: ${weevio.name} (${weevio.id})`);
		expect(rig.control.counters().weevio.updated).toBe(0);
	});

	it('deletes nothing by a name', async () => {
		const { id, name } = await unique('guardantStation');
		const run = await asTool('guardantStation', 'delete', spoken(name));
		expect(run.error?.message).toContain(`nothing was written. Found: ${name} (${id})`);
		expect(rig.control.counters().guardant.deleted).toBe(0);
	});

	it('lists those that share a name, with their keys', async () => {
		for (const crmId of ['1', '2'])
			await rig.items('guardantStation', 'create', byHand({ customerCompanyName: 'Twins', crmId }));
		const run = await asTool('guardantStation', 'update', {
			...spoken('twins'),
			...byHand({ customerPhone: '1' }),
		});
		expect(run.error?.message).toMatch(
			/nothing was written\. Found: Twins \(\d+\), Twins \(\d+\)\. Call again with the ID/,
		);
		expect(rig.control.counters().guardant.updated).toBe(0);
	});

	it('looks a ManEx customer up by its name', async () => {
		const { name } = await rig.item('manexErp', 'get', customer('10'));
		expect((await asTool('manexErp', 'get', spoken(name))).json()).toMatchObject([{ id: '0000000010' }]);
	});

	it('says in the message what to do next, where nothing of the name is there', async () => {
		const unknown = await asTool('guardantStation', 'get', spoken('Nobody Atall'));
		expect(unknown.error?.message).toMatch(
			/^Customer: the customer ID must be a whole number, not "Nobody Atall"\. .*find the ID with the operation "[a-z ]+ customers" \[item 0\]$/i,
		);
		const pdm = await asTool('proDeliveryManager', 'get', spoken('Joe'));
		expect(pdm.error?.message).toMatch(
			/must be a whole number, not "Joe"\. .*by its external reference \[item 0\]$/,
		);
	});
});
