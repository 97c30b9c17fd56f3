import { readExamples } from '../../lab/n8n/examples';
import { chain, click, customerNode, mapped, recordBy } from '../../lab/n8n/workflows';
import type { PastedWorkflow } from '../../lab/browser/editor';
import { session } from './shared';

describe('a node in the editor', () => {
	beforeEach(async () => {
		session.instance.sandbox.control.reset();
		await session.editor.newWorkflow();
	});

	afterEach(async () => await session.editor.leaveNode());

	describe('its fields', () => {
		it('of Pro Delivery Manager: required ones first, a choice and a date', async () => {
			await session.seen(async () => {
				const { editor, instance } = session;
				await editor.addNode('Pro Delivery Manager', 'Create customer');
				await editor.chooseCredential('Pro Delivery Manager (sandbox)');
				expect((await editor.fieldLabels()).slice(0, 5)).toEqual([
					'First Name',
					'Last Name',
					'Address Line 1',
					'City',
					'Postal Code',
				]);
				expect((await editor.panel()).issues).toBe(5);
				await editor.fill('first_name', 'Ada');
				await editor.fill('last_name', 'Lovelace');
				await editor.fill('address.line_1', '12 St James Square');
				await editor.fill('address.city', 'London');
				await editor.fill('address.postal_code', 'SW1Y 4JH');
				expect(await editor.choices('gender')).toEqual(['Female', 'Male']);
				await editor.choose('gender', 'Female');
				await editor.fillDate('dob', '1815-12-10 00:00:00');
				expect((await editor.panel()).issues).toBe(0);
				await editor.execute();
				expect(await editor.items()).toMatchObject({
					total: 1,
					rows: [{ name: 'Ada Lovelace', city: 'London' }],
				});
				expect(instance.sandbox.control.created('pdm')).toMatchObject([
					{ first_name: 'Ada', gender: 'Female', dob: '1815-12-10', address: { postal_code: 'SW1Y 4JH' } },
				]);
			})();
		});

		it('of ManEx: a status to choose, a date in the form that the vendor wants', async () => {
			await session.seen(async () => {
				const { editor, instance } = session;
				await editor.addNode('ManEx ERP', 'Create customer');
				await editor.chooseCredential('ManEx ERP (sandbox)');
				expect((await editor.fieldLabels()).slice(0, 2)).toEqual(['Customer Name', 'Status']);
				await editor.fill('Custname', 'Turing Ltd');
				expect(await editor.choices('Status')).toEqual(['Active', 'Inactive', 'Quote']);
				await editor.choose('Status', 'Inactive');
				await editor.fillDate('Acct_date', '2026-11-03 00:00:00');
				await editor.execute();
				expect(await editor.items()).toMatchObject({
					total: 1,
					rows: [{ name: 'Turing Ltd', active: 'false', createdAt: expect.stringMatching(/^2026-11-03/) }],
				});
				const [request] = instance.sandbox.control.requests({
					vendor: 'manex',
					pathIncludes: '/Customer/Add',
				});
				expect(request?.query).toMatchObject({
					Custname: 'Turing Ltd',
					Status: 'Inactive',
					Acct_date: '11/03/2026',
				});
			})();
		});

		it('of EPASS: of its sixty those that every vendor has', async () => {
			await session.seen(async () => {
				const { editor } = session;
				await editor.addNode('EPASS', 'Create customer');
				await editor.chooseCredential('EPASS (sandbox)');
				expect(await editor.fieldLabels()).toEqual([
					...['First Name', 'Last Name', 'External ID', 'Email', 'Phone'],
					...['Address Line 1', 'Address Line 2', 'City', 'State', 'ZIP Code', 'Country'],
				]);
				await editor.addField('Website');
				expect(await editor.fieldLabels()).toContain('Website');
			})();
		});

		it('of an update: only the ones that a person adds are sent', async () => {
			await session.seen(async () => {
				const { editor, instance } = session;
				await editor.addNode('Guardant Station', 'Update customer');
				await editor.chooseCredential('Guardant Station (sandbox)');
				await editor.enterCustomer('By ID', '8');
				await editor.addField('Phone');
				await editor.fill('customerPhone', '555-1');
				await editor.execute();
				expect(await editor.items()).toMatchObject({
					total: 1,
					rows: [{ id: '8', phone: '555-1', name: 'Google' }],
				});
				expect(instance.sandbox.control.record('guardant', 8)).toMatchObject({
					phone: '555-1',
					companyname: 'Google',
					archived: false,
				});
			})();
		});

		it('of an example that maps by hand: only those that it fills', async () => {
			await session.seen(async () => {
				const { editor } = session;
				const example = readExamples().find(({ id }) => id === 'backofficePdmAddress');
				const { nodes = [], connections = {} } = (example ?? {}) as Partial<PastedWorkflow>;
				await editor.paste({ nodes: nodes.filter(({ type }) => !type.endsWith('.stickyNote')), connections });
				await editor.openNode('Update the address');
				expect(await editor.fieldLabels()).toEqual(['Address Line 1', 'City', 'Postal Code']);
			})();
		});

		it("are mapped automatically from another vendor's node", async () => {
			await session.seen(async () => {
				const { editor, instance } = session;
				await editor.paste(
					chain(
						'pasted',
						click,
						customerNode('From EPASS', 'epass', instance.credential('sandboxEpass'), {
							operation: 'get',
							customer: recordBy('id', '1000'),
						}),
						customerNode('To PDM', 'proDeliveryManager', instance.credential('sandboxPdm'), {
							operation: 'create',
							fields: { ...mapped({}), mappingMode: 'autoMapInputData', value: null },
						}),
					),
				);
				await editor.openNode('To PDM');
				const { text, values, issues } = await editor.panel();
				expect([text, ...values].join('\n')).toContain('Map Automatically');
				expect(issues).toBe(0);
				await editor.execute();
				expect(await editor.items()).toMatchObject({
					total: 1,
					rows: [{ firstName: 'Ben', lastName: 'Kenobi', city: 'Mos Eisley' }],
				});
				expect(instance.sandbox.control.created('pdm')).toMatchObject([
					{ first_name: 'Ben', last_name: 'Kenobi', address: { city: 'Mos Eisley' } },
				]);
			})();
		});
	});

	describe('an error', () => {
		it('about a missing required field names the field', async () => {
			await session.seen(async () => {
				const { editor, instance } = session;
				await editor.paste(
					chain(
						'pasted',
						click,
						customerNode('Create', 'proDeliveryManager', instance.credential('sandboxPdm'), {
							operation: 'create',
							// An expression, so that the editor cannot see beforehand that it is empty.
							fields: mapped({
								first_name: 'Ada',
								last_name: '={{ $json.family }}',
								'address.line_1': '12 St James Square',
								'address.city': 'London',
								'address.postal_code': 'SW1Y 4JH',
							}),
						}),
					),
				);
				await editor.openNode('Create');
				await editor.execute();
				const { message, description } = await editor.error();
				expect(message).toBe('Fields: "Last Name" (last_name) is required [item 0]');
				expect(description).toBe('Fill in the field, or map it from the input item');
				expect(instance.sandbox.control.created('pdm')).toEqual([]);
			})();
		});

		it('about a base URL where nothing listens says so', async () => {
			await session.seen(async () => {
				const { editor, rest, instance } = session;
				const { type, data } = instance.credential('sandboxWeevio');
				const stored = { name: 'Weevio nowhere', type, data: { ...data, baseUrl: 'http://127.0.0.1:9' } };
				const { id } = await rest.must<{ id: string }>('POST', '/rest/credentials', stored);
				// The editor has to learn of it.
				await editor.reload();
				await editor.paste(
					chain(
						'pasted',
						click,
						customerNode(
							'Get',
							'weevioPims',
							{ id, ...stored },
							{
								operation: 'get',
								customer: recordBy('id', 'M-1000'),
								options: { maxRetries: 0 },
							},
						),
					),
				);
				await editor.openNode('Get');
				await editor.execute();
				const { message, description } = await editor.error();
				expect(message).toMatch(/\[item 0\]$/);
				expect(message).not.toMatch(/^ECONNREFUSED/);
				expect(description).toMatch(/Base URL/);
			})();
		});

		it('in the list of customers is shown where the list would be', async () => {
			await session.seen(async () => {
				const { editor, instance } = session;
				instance.sandbox.control.addFault({
					vendor: 'weevio',
					fault: { kind: 'status', status: 401 },
					count: 5,
				});
				await editor.addNode('Weevio PIMS', 'Get customer');
				await editor.chooseCredential('Weevio PIMS (sandbox)');
				await editor.part('rlc-input').click();
				await editor.part('rlc-error-container').waitFor();
				const words = await editor.part('rlc-error-container').innerText();
				expect(words).toMatch(/Could not load list|credential/i);
			})();
		});
	});
});
