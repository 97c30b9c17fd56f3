import type { VendorName } from '../../lab/sandbox';
import type { Row } from '../../lab/browser/editor';
import { vendors } from '../../lab/vendors';
import { session } from './shared';

interface Walk {
	vendor: VendorName;
	/** What a person does to name the customer, and what comes of it. */
	customer: { filter: string; entry: string } | { mode: string; value: string };
	found: Row;
	/** What a new customer needs, by fields that an update has as well; the first of them is changed. */
	typed: Readonly<Record<string, string>>;
	/** The same in the row that comes out. */
	shown: Row;
	updates: boolean;
	lists: boolean;
}

const WALKS: readonly Walk[] = [
	{
		vendor: 'weevio',
		customer: { filter: 'Acme N', entry: 'Acme North (M-1001)' },
		found: { id: 'M-1001', name: 'Acme North' },
		typed: { CUSTOMER_NAME: 'Grace Hopper', BEMAIL: 'grace@example.com' },
		shown: { name: 'Grace Hopper', email: 'grace@example.com' },
		updates: true,
		lists: true,
	},
	{
		vendor: 'pdm',
		customer: { mode: 'By ID', value: '1408' },
		found: { id: '1408', name: 'Joe Bloggs' },
		typed: {
			first_name: 'Ada',
			last_name: 'Lovelace',
			'address.line_1': '12 St James Square',
			'address.city': 'London',
			'address.postal_code': 'SW1Y 4JH',
		},
		shown: { name: 'Ada Lovelace', city: 'London' },
		updates: true,
		lists: false,
	},
	{
		vendor: 'manex',
		customer: { mode: 'By Name', value: 'Smith Services' },
		found: { id: '0000000011', name: 'Smith Services' },
		typed: { Custname: 'Turing Ltd' },
		shown: { name: 'Turing Ltd' },
		updates: true,
		lists: false,
	},
	{
		vendor: 'guardant',
		customer: { filter: 'google', entry: 'Google (8)' },
		found: { id: '8', companyName: 'Google' },
		typed: { customerCompanyName: 'Bletchley Ltd', customerEmail: 'park@example.com' },
		shown: { name: 'Bletchley Ltd', email: 'park@example.com' },
		updates: true,
		lists: true,
	},
	{
		vendor: 'epass',
		customer: { filter: 'kenobi', entry: 'Ben Kenobi (1000)' },
		found: { id: '1000', name: 'Ben Kenobi' },
		typed: { firstName: 'Mary', lastName: 'Shelley' },
		shown: { name: 'Mary Shelley' },
		updates: false,
		lists: true,
	},
];

/** One node, made to do one thing after the other, with what was filled in before. */
describe('a person who looks first, and then writes', () => {
	// An editor that runs for long gets heavy: it keeps what it has shown.
	beforeAll(async () => await session.editor.reload());

	beforeEach(async () => {
		session.instance.sandbox.control.reset();
		await session.editor.newWorkflow();
	});

	afterEach(async () => await session.editor.leaveNode());

	it.each(WALKS)(
		'at $vendor: tries without writing, switches back and forth, and writes in the end',
		async (walk) => {
			await session.seen(async () => {
				const { editor, instance } = session;
				const { control } = instance.sandbox;
				const { customer, found, lists, shown, typed, updates, vendor } = walk;
				const { displayName, loginAccount } = vendors[vendor];
				const values = Object.values(typed);
				const [changed = '', value = ''] = Object.entries(typed)[0] ?? [];
				const written = (): number => {
					const { created, deleted, updated } = control.counters()[vendor];
					return created + updated + deleted;
				};

				await editor.addNode(displayName, 'Create customer');
				await editor.chooseCredential(loginAccount.name);
				for (const [field, text] of Object.entries(typed)) await editor.fill(field, text);
				expect((await editor.panel()).issues).toBe(0);
				await editor.addOption('Dry Run');
				await editor.toggle('dryRun');
				await editor.execute();
				expect(await editor.items()).toMatchObject({ total: 1, rows: [{ result: 'wouldCreate', ...shown }] });
				expect((await editor.hints()).join(' ')).toMatch(/Dry run, nothing was written: 1 would be created/);

				if (updates) {
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
				expect(written()).toBe(1);

				await editor.choose('operation', 'Get');
				if ('filter' in customer) await editor.pickCustomer(customer.filter, customer.entry);
				else await editor.enterCustomer(customer.mode, customer.value);
				await editor.execute();
				expect(await editor.items()).toMatchObject({ total: 1, rows: [found] });
				if (!lists) return;
				await editor.choose('operation', 'Get Many');
				await editor.execute();
				expect((await editor.items()).total).toBeGreaterThan(1);
			})();
		},
	);
});
