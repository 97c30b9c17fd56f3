import type { IDataObject } from 'n8n-workflow';
import { mapped } from '../../lab/n8n/workflows';
import { Rig } from './support';

/** After a write of which nobody can tell whether it was carried out, nothing that was known before holds. */
describe('a write that may have been carried out', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 60 });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	const byHand = (value: IDataObject, options: IDataObject = {}): IDataObject => ({
		fields: mapped(value),
		options,
	});
	const goesOn = { onError: 'continueRegularOutput' } as const;
	const lost = { kind: 'resetAfter' } as const;
	/** A field that Guardant does not know: a look-up cannot show that it was saved. */
	const unseen = { extraFields: '{"x_unknown":"1"}' };

	it('is looked for by the items after it: no record is made twice (Guardant)', async () => {
		rig.control.addFault({ vendor: 'guardant', fault: lost, match: { method: 'POST' } });
		const parameters = { matchOn: 'crmId', ...byHand({ crmId: 'NEW-1', customerName: 'Ann' }), ...unseen };
		const [first, second] = await rig.items('guardantStation', 'upsert', parameters, {
			input: [{}, {}],
			...goesOn,
		});
		expect(first?.error).toMatch(/may have been saved all the same/);
		expect(second).toMatchObject({ externalId: 'NEW-1', result: 'updated' });
		expect(rig.control.created('guardant')).toHaveLength(1);
	});

	it('is looked for although items are matched on several fields (Weevio)', async () => {
		rig.control.addFault({ vendor: 'weevio', fault: lost, match: { pathIncludes: '/customers/create' } });
		const value = { BEMAIL: 'ann@new.example', BNAME: 'Ann New', CUSTOMER_NAME: 'Ann' };
		const [first, second, third] = await rig.items(
			'weevioPims',
			'upsert',
			{ matchOn: '={{ $json.by }}', ...byHand(value) },
			{ input: [{ by: 'BEMAIL' }, { by: 'BEMAIL' }, { by: 'BNAME' }], ...goesOn },
		);
		expect(first?.error).toMatch(/may have been saved all the same/);
		expect([second?.result, third?.result]).toEqual(['unchanged', 'unchanged']);
		expect(rig.control.created('weevio')).toHaveLength(1);
	});

	it('is not taken for undone: a value that is put back is written (Weevio)', async () => {
		rig.control.addFault({ vendor: 'weevio', fault: lost, match: { pathIncludes: '/customers/update' } });
		const refused = { kind: 'status', status: 500 } as const;
		rig.control.addFault({
			vendor: 'weevio',
			fault: refused,
			match: { pathIncludes: '/customers/single' },
			count: 9,
		});
		const before = rig.control.record('weevio', 'M-1000')?.BCITY;
		const value = { BEMAIL: 'jane@acme.example', BCITY: '={{ $json.city }}' };
		const [first, second] = await rig.items(
			'weevioPims',
			'upsert',
			{ matchOn: 'BEMAIL', ...byHand(value, { maxRetries: 0 }) },
			{ input: [{ city: 'Rome' }, { city: before } as IDataObject], ...goesOn },
		);
		expect(first?.error).toMatch(/may have been saved all the same/);
		expect(second).toMatchObject({ result: 'updated', city: before });
		expect(rig.control.record('weevio', 'M-1000')?.BCITY).toBe(before);
	});

	it('is not taken for undone where a list is read for all (Guardant)', async () => {
		rig.control.amend('guardant', 'customer', 8, { crmid: 'CRM-8', phone: '1' });
		rig.control.addFault({ vendor: 'guardant', fault: lost, match: { method: 'PUT' } });
		rig.control.addFault({
			vendor: 'guardant',
			fault: { kind: 'status', status: 500 },
			match: { method: 'GET', pathIncludes: '/customers/8' },
			// Guardant wants the whole record, which is read before it is written.
			skip: 1,
		});
		const value = { crmId: 'CRM-8', customerPhone: '={{ $json.phone }}' };
		const [first, second] = await rig.items(
			'guardantStation',
			'upsert',
			{ matchOn: 'crmId', ...byHand(value, { maxRetries: 0 }) },
			{ input: [{ phone: '2' }, { phone: '1' }], ...goesOn },
		);
		expect(first?.error).toMatch(/may have been saved all the same/);
		expect(second).toMatchObject({ result: 'updated', phone: '1' });
		expect(rig.control.record('guardant', 8)).toMatchObject({ phone: '1' });
	});

	it.each([true, false])('is not in the list of a while ago (Reuse List then: %s)', async (reused) => {
		const upsertOf = (crmId: string, options: IDataObject): IDataObject => ({
			matchOn: 'crmId',
			...byHand({ crmId, customerName: 'Ann' }, options),
		});
		const reuse = { reuseList: 3600 };
		await rig.item('guardantStation', 'upsert', upsertOf('FIRST', reuse));
		rig.control.addFault({ vendor: 'guardant', fault: lost, match: { method: 'POST' } });
		const failed = await rig.run('guardantStation', 'upsert', {
			...upsertOf('NEW-2', reused ? reuse : {}),
			...unseen,
		});
		expect(failed.error?.message).toMatch(/may have been saved all the same/);
		const again = await rig.item('guardantStation', 'upsert', upsertOf('NEW-2', reuse));
		expect(again).toMatchObject({ externalId: 'NEW-2', result: 'unchanged' });
		expect(rig.control.created('guardant')).toHaveLength(2);
	});

	it('is done where the record is gone although the second request finds nothing', async () => {
		const match = { method: 'DELETE' };
		const body = { error: { code: 10404, message: 'Customer not found' } };
		const gone = { kind: 'statusAfter', status: 404, body } as const;
		rig.control.addFault({ vendor: 'guardant', fault: { kind: 'resetBefore' }, match });
		rig.control.addFault({ vendor: 'guardant', fault: gone, match });
		const customer = { customer: { __rl: true, mode: 'id', value: '8' } };
		expect(await rig.item('guardantStation', 'delete', customer)).toEqual({ deleted: true, id: 8 });
		expect(rig.control.record('guardant', 8)).toBeUndefined();
	});

	it('is said to be one when the key of the new record cannot be read', async () => {
		rig.control.addFault({
			vendor: 'guardant',
			fault: { kind: 'statusAfter', status: 200, body: { customer: { _id: 2 ** 53 } } },
			match: { method: 'POST' },
		});
		const run = await rig.run('guardantStation', 'create', {
			...byHand({ crmId: 'N-1', customerName: 'Ann' }),
			...unseen,
		});
		expect(run.error?.message).toMatch(/9007199254740992, .*may have been saved all the same/);
	});
});

describe('a record whose key cannot be read', () => {
	it('is refused to its own item, and stands in the way of no other', async () => {
		const rig = await Rig.start({ customers: 60 });
		try {
			const strange = { ...rig.control.record('guardant', 8), _id: 2 ** 53, crmid: 'STRANGE' };
			const customers = [...rig.control.records('guardant'), strange];
			rig.control.addFault({
				vendor: 'guardant',
				fault: { kind: 'statusAfter', status: 200, body: { customers } },
				match: { method: 'GET' },
			});
			const value = { crmId: '={{ $json.id }}', customerName: 'Ann' };
			const items = await rig.items(
				'guardantStation',
				'upsert',
				{ matchOn: 'crmId', fields: mapped(value) },
				{ input: [{ id: 'N-5' }, { id: 'STRANGE' }, { id: 'N-6' }], onError: 'continueRegularOutput' },
			);
			expect(items.map(({ result }) => result)).toEqual(['created', undefined, 'created']);
			expect(items[1]?.error).toMatch(/9007199254740992, which is too large to be exact/);
		} finally {
			await rig.close();
		}
	});
});
