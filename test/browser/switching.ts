import { session } from './shared';

/** What stays in the panel, and what is sent, when a person changes what the node does. */
describe('what a node does', () => {
	beforeAll(async () => await session.renewTab());

	beforeEach(async () => {
		session.instance.sandbox.control.reset();
		await session.editor.newWorkflow();
	});

	afterEach(async () => await session.editor.leaveNode());

	const ADA = {
		last_name: 'Lovelace',
		'address.line_1': '12 St James Square',
		'address.city': 'London',
		'address.postal_code': 'SW1Y 4JH',
	};

	it('I1: switched from Create, asks for no field of a new customer, and keeps what was typed', async () => {
		await session.seen(async () => {
			const { editor, instance } = session;
			await editor.addNode('Pro Delivery Manager', 'Create customer');
			await editor.chooseCredential('Pro Delivery Manager (sandbox)');
			await editor.fill('email_address', 'joe@example.com');
			expect((await editor.panel()).issues).toBe(5);

			await editor.choose('operation', 'Update');
			await editor.enterCustomer('By ID', '1408');
			expect((await editor.panel()).issues).toBe(0);
			await editor.execute();
			expect(await editor.items()).toMatchObject({
				total: 1,
				rows: [{ id: '1408', email: 'joe@example.com', name: 'Joe Bloggs' }],
			});

			await editor.choose('operation', 'Create or Update');
			await editor.fill('external_customer_ref', 'EXTREF164736');
			expect((await editor.panel()).issues).toBe(0);
			await editor.execute();
			expect(await editor.items()).toMatchObject({ total: 1, rows: [{ id: '1408', result: 'unchanged' }] });

			await editor.choose('operation', 'Create');
			// The reference belongs to Joe.
			await editor.fill('external_customer_ref', 'EXTREF-ADA');
			await editor.fill('first_name', 'Ada');
			for (const [field, value] of Object.entries(ADA)) await editor.fill(field, value);
			await editor.execute();
			expect(await editor.items()).toMatchObject({ total: 1, rows: [{ name: 'Ada Lovelace' }] });
			expect(instance.sandbox.control.created('pdm')).toMatchObject([
				{ first_name: 'Ada', email_address: 'joe@example.com' },
			]);
		})();
	});

	it('I2: clears what is added to an update and left empty, or emptied, and nothing else', async () => {
		await session.seen(async () => {
			const { editor, instance } = session;
			instance.sandbox.control.amend('pdm', 'customer', 1408, {
				tel_number_1: '555-1',
				tel_number_2: '555-2',
			});
			await editor.addNode('Pro Delivery Manager', 'Update customer');
			await editor.chooseCredential('Pro Delivery Manager (sandbox)');
			await editor.enterCustomer('By ID', '1408');
			await editor.addField('Email');
			await editor.addField('Title');
			await editor.addField('Date of Birth');
			await editor.addField('Gender');
			await editor.addField('Phone');
			await editor.fill('tel_number_1', '555-3');
			await editor.fill('tel_number_1', '');
			await editor.fillDate('dob', '1815-12-10 00:00:00');
			await editor.fillDate('dob', '');
			expect((await editor.panel()).issues).toBe(0);
			await editor.execute();
			expect(await editor.items()).toMatchObject({ total: 1, rows: [{ id: '1408', name: 'Joe Bloggs' }] });
			expect(instance.sandbox.control.record('pdm', 1408)).toMatchObject({
				email_address: '',
				tel_number_1: '',
				tel_number_2: '555-2',
				first_name: 'Joe',
			});
		})();
	});

	it('I2: sends no field of Create or Update that nobody touched, and clears an emptied one', async () => {
		await session.seen(async () => {
			const { editor, instance } = session;
			instance.sandbox.control.amend('pdm', 'customer', 1408, { tel_number_1: '555-1' });
			await editor.addNode('Pro Delivery Manager', 'Create or update customer');
			await editor.chooseCredential('Pro Delivery Manager (sandbox)');
			await editor.fill('external_customer_ref', 'EXTREF164736');
			await editor.fill('email_address', 'x');
			await editor.fill('email_address', '');
			await editor.execute();
			expect(await editor.items()).toMatchObject({ total: 1, rows: [{ id: '1408', result: 'updated' }] });
			expect(instance.sandbox.control.record('pdm', 1408)).toMatchObject({
				email_address: '',
				tel_number_1: '555-1',
				first_name: 'Joe',
			});
		})();
	});

	it.each([
		['resource', 'Guardant Station', 'Guardant Station (sandbox)'],
		['operation', 'Guardant Station', 'Guardant Station (sandbox)'],
	])('I4: is any request to the API when %s says so', async (list, displayName, credential) => {
		await session.seen(async () => {
			const { editor } = session;
			await editor.addNode(displayName, 'Get customer');
			await editor.chooseCredential(credential);
			const choices = await editor.choices(list);
			expect(choices.filter((name) => name === 'Custom API Call')).toHaveLength(1);
			expect(choices.at(-1)).toBe('Custom API Call');
			await editor.choose(list, 'Custom API Call');
			await editor.fill('path', 'customers/8');
			const { issues, text } = await editor.panel();
			expect(issues).toBe(0);
			expect(text).toContain('Unwrap');
			expect(text).not.toMatch(/Allow Agents|HTTP Request/);
			await editor.execute();
			expect(await editor.items()).toMatchObject({ total: 1, rows: [{ _id: '8', companyname: 'Google' }] });
			await editor.closeNode();
		})();
	});
});
