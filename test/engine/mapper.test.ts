import '../../lab/engine/environment';
import type { IDataObject } from 'n8n-workflow';
import { AUTOMATIC, Rig, customer } from './support';

const pickOf = (record: Readonly<Record<string, unknown>> = {}, name: string): Record<string, unknown> =>
	Object.hasOwn(record, name) ? { [name]: record[name] } : {};

/** What the mapper of the editor stores, and what becomes of it. */
describe('Fields', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 20 });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	const BRACES = ['Dear {{ $name }}', '{{ $json.x }}', 'a {{$now}} b'];

	describe('I3: a text that looks like an expression', () => {
		it.each(BRACES)('is saved where the input item brings it: %s', async (BATTN) => {
			const input = [{ CUSTOMER_NAME: 'Acme', BATTN }];
			await rig.item('weevioPims', 'create', AUTOMATIC, { input });
			expect(rig.control.created('weevio')).toMatchObject([{ BATTN }]);
		});

		it.each(BRACES)('is saved where an expression brings it: %s', async (words) => {
			const value = { CUSTOMER_NAME: '={{ $json.words }}', BATTN: '=To: {{ $json.words }}' };
			const fields = await rig.mapped('weevioPims', 'create', value);
			await rig.item('weevioPims', 'create', fields, { input: [{ words }] });
			expect(rig.control.created('weevio')).toMatchObject([{ CUSTOMER_NAME: words, BATTN: `To: ${words}` }]);
		});

		it.each(BRACES)('is refused where a person typed it: %s', async (words) => {
			for (const operation of ['create', 'update'] as const) {
				const fields = await rig.mapped('guardantStation', operation, { customerDescription: words });
				const run = await rig.run('guardantStation', operation, { ...customer('8'), ...fields });
				expect(run.error?.message).toBe(
					`Fields: Description (customerDescription): "${words}" is an expression, but the field takes it as plain text [item 0]`,
				);
			}
			expect(rig.sent('guardant')).toEqual([]);
		});
	});

	describe('I1: left over from Create', () => {
		it.each(['update', 'upsert'])('lack nothing that only a new customer needs in %s', async (operation) => {
			const { fields } = await rig.mapped('proDeliveryManager', 'create', {
				email_address: 'joe@example.com',
				external_customer_ref: 'EXTREF164736',
			});
			const parameters = { ...customer('1408'), matchOn: 'external_customer_ref', fields } as IDataObject;
			const item = await rig.item('proDeliveryManager', operation, parameters);
			expect(item).toMatchObject({ id: 1408, email: 'joe@example.com', firstName: 'Joe' });
		});
	});

	describe('I2: an empty text', () => {
		it.each([
			['proDeliveryManager', 'pdm', '1408', 'email_address', 'email_address'],
			['guardantStation', 'guardant', '8', 'customerPhone', 'phone'],
		] as const)('of %s clears the field, and leaves the others', async (node, vendor, key, id, column) => {
			const before = rig.control.record(vendor, key);
			expect(before?.[column]).toMatch(/./);
			const fields = await rig.mapped(node, 'update', { [id]: '' });
			await rig.item(node, 'update', { ...customer(key), ...fields });
			const now = rig.control.record(vendor, key);
			// PDM keeps the day of the last change.
			expect(now).toEqual({ ...before, [column]: '', ...pickOf(now, 'last_modified') });
		});

		it('is what an update offers for a text that is added, and nothing else is', async () => {
			const offered = await rig.mapped('proDeliveryManager', 'update', {});
			const { schema } = offered.fields as { schema: Array<{ id: string; defaultValue?: unknown }> };
			const withDefault = schema.filter((field) => field.defaultValue !== undefined);
			expect(withDefault.map(({ defaultValue }) => defaultValue)).toEqual(withDefault.map(() => ''));
			const others = schema.filter((field) => field.defaultValue === undefined).map(({ id }) => id);
			expect(others).toEqual(['gender', 'dob', 'active']);
			const { fields } = await rig.mapped('proDeliveryManager', 'create', {});
			expect(JSON.stringify(fields)).not.toContain('defaultValue');
		});
	});
});
