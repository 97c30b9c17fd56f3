import type { IDataObject } from 'n8n-workflow';
import { mapped } from '../../lab/n8n/workflows';
import type { Sent } from './support';
import { Rig } from './support';

const byHand = (value: IDataObject, options: IDataObject = {}): IDataObject => ({
	fields: mapped(value),
	options,
});

const isPage = ({ method, path }: Sent): boolean => method === 'GET' && path.endsWith('/customers');

const MANY = 5000;
const MOST = 25;

describe('Create or Update of a few records among many, with a vendor that has no search for them', () => {
	let rig: Rig;

	beforeAll(async () => {
		rig = await Rig.start({ customers: MANY });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	const sent = (): Sent[] => rig.sent('guardant');
	const pages = (): Sent[] => sent().filter(isPage);
	const all = (): IDataObject[] => rig.control.records('guardant') as IDataObject[];

	/** Customers from all over the list, all with the values that look-ups go by. */
	const some = (count: number, isMeant: (customer: IDataObject) => boolean = () => true): IDataObject[] => {
		const fit = all().filter((each) => each.crmid !== '' && each.lastname !== '' && isMeant(each));
		return Array.from(
			{ length: count },
			(_, index) => fit[Math.floor(((index + 0.5) * fit.length) / count)] ?? {},
		);
	};

	const FIELDS: IDataObject = {
		crmId: '={{ $json.crmid }}',
		customerName: '={{ $json.name }}',
		customerLastName: '={{ $json.lastname }}',
		customerCompanyName: '={{ $json.companyname }}',
		customerPhone: '={{ $json.phone }}',
	};

	it.each([
		['companies', ({ companyname }: IDataObject) => companyname !== ''],
		['persons', ({ companyname }: IDataObject) => companyname === ''],
	])('writes one of the %s whose name has not changed with few requests', async (_, isMeant) => {
		for (const customer of some(5, isMeant)) {
			rig.reset();
			const same = await rig.item('guardantStation', 'upsert', byHand(FIELDS), { input: [customer] });
			expect(same).toMatchObject({ result: 'unchanged', id: customer._id });
			expect(sent().length).toBeLessThanOrEqual(MOST);
			expect(sent().every(isPage)).toBe(true);

			rig.control.clearRequests();
			const input = [{ ...customer, phone: '555 01' }];
			const changed = await rig.item('guardantStation', 'upsert', byHand(FIELDS), { input });
			expect(changed).toMatchObject({ result: 'updated', id: customer._id, phone: '555 01' });
			expect(sent().length).toBeLessThanOrEqual(MOST);
			expect(rig.control.counters().guardant).toMatchObject({ created: 0, updated: 1 });
		}
	});

	it('looks for a few items where each has to stand, in fewer requests than the list has pages', async () => {
		const input = some(4);
		const items = await rig.items('guardantStation', 'upsert', byHand(FIELDS), { input });
		expect(items.map(({ id, result }) => [id, result])).toEqual(input.map(({ _id }) => [_id, 'unchanged']));
		expect(pages().length).toBeLessThan(MANY / 100);
	});

	it('reads all where the name has changed, and updates the same record', async () => {
		const [customer = {}] = some(1, ({ companyname }) => companyname === '');
		const input = [{ ...customer, lastname: 'Zzyzx' }];
		const item = await rig.item('guardantStation', 'upsert', byHand(FIELDS), { input });
		expect(item).toMatchObject({ result: 'updated', id: customer._id, lastName: 'Zzyzx' });
		expect(rig.control.counters().guardant).toMatchObject({ created: 0, updated: 1 });
		// No page of the list was read twice for it.
		const offsets = pages().map(({ query }) => query.offset);
		expect(new Set(offsets).size).toBe(offsets.length);
	});

	it('reads all before it creates one', async () => {
		const input = [{ crmid: 'NEW-1', name: 'Ada', lastname: 'Lovelace', companyname: '', phone: '1' }];
		const item = await rig.item('guardantStation', 'upsert', byHand(FIELDS), { input });
		expect(item).toMatchObject({ result: 'created', externalId: 'NEW-1' });
		const offsets = new Set(pages().map(({ query }) => Number(query.offset)));
		for (let offset = 0; offset < MANY; offset += 100) expect(offsets).toContain(offset);
	});

	it('never takes another record of the same name for it', async () => {
		const [customer = {}] = some(1, ({ companyname }) => companyname === '');
		const input = [{ ...customer, crmid: 'NEW-2' }];
		const item = await rig.item('guardantStation', 'upsert', byHand(FIELDS), { input });
		expect(item).toMatchObject({ result: 'created', externalId: 'NEW-2' });
		expect(item.id).not.toBe(customer._id);
	});

	it('reads all where an item says nothing of the name', async () => {
		const [customer = {}] = some(1);
		const fields = { crmId: '={{ $json.crmid }}', customerPhone: '555 02' };
		const item = await rig.item('guardantStation', 'upsert', byHand(fields), { input: [customer] });
		expect(item).toMatchObject({ result: 'updated', id: customer._id });
		expect(pages().every(({ query }) => query.sortby === undefined)).toBe(true);
	});

	it('writes nothing in a dry run', async () => {
		const [customer = {}] = some(1);
		const input = [{ ...customer, phone: '555 03' }];
		const item = await rig.item('guardantStation', 'upsert', byHand(FIELDS, { dryRun: true }), { input });
		expect(item).toMatchObject({ result: 'wouldUpdate' });
		expect(sent().length).toBeLessThanOrEqual(MOST);
		expect(rig.control.counters().guardant).toMatchObject({ created: 0, updated: 0 });
	});

	describe('with Reuse List', () => {
		const REUSE = { reuseList: 3600 };
		const fresh = (number: number): IDataObject => ({
			crmid: `REUSED-${number}`,
			name: 'Ada',
			lastname: 'Lovelace',
			companyname: '',
			phone: '1',
		});
		let credentials = 0;
		/** A list that no other test has read. */
		const upsert = async (
			input: IDataObject[],
			options: IDataObject = REUSE,
			credential = current,
		): Promise<IDataObject[]> =>
			await rig.items('guardantStation', 'upsert', byHand(FIELDS, options), { input, credential });
		let current = '';

		beforeEach(() => {
			current = `reuse-${++credentials}`;
			rig.setCredential(current, 'guardantStation', {});
		});

		it('reads the list once for several executions', async () => {
			expect(await upsert([fresh(1)])).toMatchObject([{ result: 'created' }]);
			rig.control.clearRequests();
			expect(await upsert([fresh(2)])).toMatchObject([{ result: 'created' }]);
			expect(pages()).toEqual([]);
			expect(await upsert([fresh(2)])).toMatchObject([{ result: 'unchanged' }]);
			expect(await upsert([{ ...fresh(1), phone: '2' }])).toMatchObject([{ result: 'updated', phone: '2' }]);
			const [other = {}] = some(1);
			expect(await upsert([other])).toMatchObject([{ result: 'unchanged', id: other._id }]);
			expect(pages()).toEqual([]);
			expect(rig.control.created('guardant')).toHaveLength(2);
		});

		it('reads it anew without the option, and where it is 0', async () => {
			await upsert([fresh(1)]);
			for (const options of [{}, { reuseList: 0 }]) {
				rig.control.clearRequests();
				await upsert([fresh(2)], options);
				expect(pages().length).toBeGreaterThan(0);
			}
		});

		it.each([
			[
				'has got another value',
				(key: string) => rig.control.amend('guardant', 'customer', key, { crmid: 'OTHER' }),
			],
			['has gone', (key: string) => rig.control.remove('guardant', 'customer', key)],
		])('reads it anew when the record %s meanwhile', async (_, change) => {
			await upsert([fresh(1)]);
			const [customer = {}] = some(1, ({ companyname }) => companyname === '');
			change(String(customer._id));
			rig.control.clearRequests();
			const [item] = await upsert([customer]);
			expect(item).toMatchObject({ result: 'created', externalId: customer.crmid });
			expect(pages().length).toBeGreaterThanOrEqual(MANY / 100);
		});

		it.each([
			['create', { ...byHand({ customerName: 'Ada', customerLastName: 'L', crmId: 'REUSED-9' }) }],
			['delete', { customer: { __rl: true, mode: 'id', value: '8' } }],
			['upsert', byHand(FIELDS)],
		])('reads it anew after another node of this process has written (%s)', async (operation, parameters) => {
			await upsert([fresh(1)]);
			await rig.items('guardantStation', operation, parameters, { input: [fresh(9)], credential: current });
			rig.control.clearRequests();
			const [item] = await upsert([fresh(9)]);
			expect(item).toMatchObject({
				result: operation === 'delete' ? 'created' : expect.stringMatching(/unchanged|updated/),
			});
			expect(pages().length).toBeGreaterThan(0);
		});

		it('keeps the lists of two credentials apart', async () => {
			await upsert([fresh(1)]);
			rig.setCredential('reuse-other', 'guardantStation', {});
			rig.control.clearRequests();
			await upsert([fresh(2)], REUSE, 'reuse-other');
			expect(pages().length).toBeGreaterThanOrEqual(MANY / 100);
		});

		it('is not filled by a dry run with records that nobody has made', async () => {
			await upsert([fresh(1)], { ...REUSE, dryRun: true });
			rig.control.clearRequests();
			expect(await upsert([fresh(1)])).toMatchObject([{ result: 'created' }]);
			expect(pages()).toEqual([]);
		});

		it.each(['soon', -1, null])('refuses %p', async (reuseList) => {
			const run = await rig.run('guardantStation', 'upsert', byHand(FIELDS, { reuseList }), {
				input: [fresh(1)],
				credential: current,
			});
			expect(run.error?.message).toContain('Options: Reuse List must be a number of seconds');
			expect(sent()).toEqual([]);
		});
	});
});
