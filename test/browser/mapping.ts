import { session } from './shared';
import { chain, click, recordBy, customerNode } from '../../lab/n8n/workflows';
import type { TestNode } from '../../lab/n8n/workflows';

/** What "map automatically" takes from an input item, and what it says of the rest. */
describe('fields that are mapped automatically', () => {
	beforeEach(() => session.instance.sandbox.control.reset());
	afterEach(async () => await session.editor.leaveNode());

	const automatic = { mappingMode: 'autoMapInputData', value: {}, matchingColumns: [], schema: [] };

	/** An item of our own: n8n's expressions are not looked for in JSON that says so. */
	const item = (json: object): TestNode => ({
		name: 'Item',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: { jsCode: `return ${JSON.stringify([{ json }])};` },
	});

	const pasted = async (json: object, parameters: Record<string, unknown>): Promise<void> => {
		const { editor, instance } = session;
		const credential = instance.credential('sandboxPdm');
		await editor.newWorkflow();
		await editor.paste(
			chain(
				'mapping',
				click,
				item(json),
				customerNode('Write', 'proDeliveryManager', credential, { fields: automatic, ...parameters }),
			),
		);
		await editor.openNode('Write');
	};

	it('I3: takes a text with braces as the text that it is', async () => {
		await session.seen(async () => {
			const { editor, instance } = session;
			const address = {
				line_1: '12 St James Square',
				line_3: 'Ring for {{ $name }}, twice',
				city: 'London',
				postal_code: 'SW1Y 4JH',
			};
			await pasted({ first_name: 'Ada', last_name: 'Lovelace', address }, { operation: 'create' });
			await editor.execute();
			expect(await editor.items()).toMatchObject({ total: 1, rows: [{ name: 'Ada Lovelace' }] });
			expect(instance.sandbox.control.created('pdm')).toMatchObject([
				{ address: { line_3: address.line_3 } },
			]);
		})();
	});

	it('I5: names what had no place', async () => {
		await session.seen(async () => {
			const { editor } = session;
			await pasted(
				{ title: 'Dr', address: '1 High St, Leeds', planet: 'Earth' },
				{ operation: 'update', customer: recordBy('id', '1408') },
			);
			await editor.execute();
			expect(await editor.items()).toMatchObject({ total: 1, rows: [{ id: '1408' }] });
			expect(await editor.hints()).toEqual([
				'2 fields of the input had no place and were left out: address, planet.',
				// One more where the session had ended.
				expect.stringMatching(/^[23] requests were sent\.$/),
			]);
		})();
	});
});
