import type { IDataObject } from 'n8n-workflow';
import type { VendorName } from '../../lab/sandbox';
import { mapped } from '../../lab/n8n/workflows';
import { vendorOf } from '../../lab/vendors';
import { AUTOMATIC, Rig, numbered } from './support';
import type { NodeName } from '../../lab/vendors';

/** Moves between two vendors as they come, with nothing mapped or chosen by hand. */
interface Sync {
	from: NodeName;
	to: NodeName;
	/** A common field that tells the source's records apart, and that the target insists on. */
	distinct: string;
	needs?: readonly string[];
	/** How the source's own program calls a phone number. */
	phone: string;
}

const SYNCS: Sync[] = [
	{ from: 'epass', to: 'weevioPims', distinct: 'email', phone: 'Phone1' },
	{ from: 'epass', to: 'manexErp', distinct: 'name', phone: 'Phone1' },
	{ from: 'epass', to: 'proDeliveryManager', distinct: 'id', phone: 'Phone1' },
	{ from: 'epass', to: 'guardantStation', distinct: 'id', phone: 'Phone1' },
	{ from: 'weevioPims', to: 'guardantStation', distinct: 'id', phone: 'BPHONE' },
	{
		from: 'weevioPims',
		to: 'proDeliveryManager',
		distinct: 'id',
		needs: ['addressLine1', 'city', 'postalCode'],
		phone: 'BPHONE',
	},
	{ from: 'guardantStation', to: 'manexErp', distinct: 'name', phone: 'phone' },
	{ from: 'guardantStation', to: 'weevioPims', distinct: 'email', phone: 'phone' },
];

const MOVED = 200;

describe('a sync between two vendors', () => {
	let rig: Rig;

	beforeAll(async () => {
		rig = await Rig.start({ customers: 500 });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	/** The first customers of the source that can be told apart and have what the target insists on. */
	async function source({ distinct, from, needs = [] }: Sync): Promise<IDataObject[]> {
		const seen = new Set<string>();
		const customers = await rig.items(from, 'search', { returnAll: true });
		return customers
			.filter((customer) => {
				const key = String(customer[distinct] ?? '').toLowerCase();
				if (key === '' || seen.has(key) || needs.some((field) => customer[field] === null)) return false;
				// A vendor of persons insists on two names: one word cannot be split.
				if (needs.length > 0 && !String(customer.name).includes(' ')) return false;
				seen.add(key);
				return true;
			})
			.slice(0, MOVED);
	}

	async function move(sync: Sync, input: IDataObject[]): Promise<Record<string, number>> {
		const items = await rig.items(sync.to, 'upsert', AUTOMATIC, { input });
		const results: Record<string, number> = {};
		for (const { result } of items) results[String(result)] = (results[String(result)] ?? 0) + 1;
		return results;
	}

	function writes(vendor: VendorName): number {
		const { created, updated } = rig.control.counters()[vendor];
		return created + updated;
	}

	it.each(SYNCS)(
		'from $from to $to writes everything once, then nothing, then only what changed',
		async (sync) => {
			const target = vendorOf(sync.to).name;
			const customers = await source(sync);
			expect(customers).toHaveLength(MOVED);

			const first = await move(sync, customers);
			expect((first.created ?? 0) + (first.updated ?? 0) + (first.unchanged ?? 0)).toBe(MOVED);
			expect(writes(target)).toBe((first.created ?? 0) + (first.updated ?? 0));
			expect(first.created).toBeGreaterThan(MOVED / 2);

			expect(await move(sync, await source(sync))).toEqual({ unchanged: MOVED });
			expect(writes(target)).toBe((first.created ?? 0) + (first.updated ?? 0));

			for (const customer of customers.slice(10, 15)) {
				rig.control.amend(vendorOf(sync.from).name, 'customer', String(customer.id), {
					[sync.phone]: '800-555-1234',
				});
			}
			expect(await move(sync, await source(sync))).toEqual({ unchanged: MOVED - 5, updated: 5 });
			expect(writes(target)).toBe((first.created ?? 0) + (first.updated ?? 0) + 5);
		},
	);
});

describe('create or update', () => {
	let rig: Rig;

	beforeAll(async () => {
		rig = await Rig.start();
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	const address = {
		'address.line_1': '1 High St',
		'address.city': 'Leeds',
		'address.postal_code': 'LS1 1AA',
	};
	const byHand = (value: IDataObject): IDataObject => ({
		fields: mapped(value),
	});

	it('creates a new record once although two items of the run mean it', async () => {
		const items = await rig.items(
			'proDeliveryManager',
			'upsert',
			byHand({
				external_customer_ref: '={{ $json.reference }}',
				first_name: 'Ada',
				last_name: '={{ $json.last }}',
				...address,
			}),
			{
				input: [
					{ reference: 'SHOP-1', last: 'Byron' },
					{ reference: 'SHOP-1', last: 'Lovelace' },
					{ reference: 'SHOP-1', last: 'Lovelace' },
				],
			},
		);
		expect(items.map(({ result }) => result)).toEqual(['created', 'updated', 'unchanged']);
		expect(rig.control.created('pdm')).toHaveLength(1);
		expect(rig.control.created('pdm')[0]).toMatchObject({ last_name: 'Lovelace' });
	});

	it('refuses to choose among several matches and lists them', async () => {
		const run = await rig.run(
			'weevioPims',
			'upsert',
			{ matchOn: 'CUSTOMER_NAME', ...byHand({ CUSTOMER_NAME: 'Twin', BCITY: 'Leeds' }) },
			{ input: [{}], onError: 'continueRegularOutput' },
		);
		expect(run.json()[0]?.result).toBe('created');
		await rig.items('weevioPims', 'create', byHand({ CUSTOMER_NAME: 'Twin' }));
		const again = await rig.run('weevioPims', 'upsert', {
			matchOn: 'CUSTOMER_NAME',
			...byHand({ CUSTOMER_NAME: 'Twin', BCITY: 'York' }),
		});
		expect(again.error?.message).toMatch(
			/^Match On: 2 customers have the Customer Name \(CUSTOMER_NAME\) "Twin": M-\d+, M-\d+ \[item 0\]$/,
		);
	});

	it('names the field to match on when an item has no value for it', async () => {
		const run = await rig.run(
			'guardantStation',
			'upsert',
			{ ...byHand({ crmId: '={{ $json.crm }}', customerName: 'Ada' }) },
			{ input: [{ crm: '' }, { crm: 'C-1' }], onError: 'continueErrorOutput' },
		);
		expect(run.json(undefined, 1)).toMatchObject([
			{
				error:
					'Match On: the field CRM ID (crmId) has no value in this item, nor in Reference ID (refId), Email (customerEmail) [item 0]',
			},
		]);
		expect(run.json()[0]).toMatchObject({ externalId: 'C-1', result: 'created' });
	});

	it('asks for the required fields only when the record is new', async () => {
		const change = byHand({ external_customer_ref: '={{ $json.reference }}', last_name: 'Blogg' });
		const run = await rig.run('proDeliveryManager', 'upsert', change, {
			input: [{ reference: 'EXTREF164736' }, { reference: 'NEW' }],
			onError: 'continueErrorOutput',
		});
		expect(run.json()[0]).toMatchObject({ id: 1408, lastName: 'Blogg', firstName: 'Joe', result: 'updated' });
		expect(String(run.json(undefined, 1)[0]?.error)).toMatch(
			/^Fields: "First Name" \(first_name\).* are required/,
		);
		expect(rig.control.created('pdm')).toHaveLength(0);
	});

	it('never takes a ManEx customer for another one of a similar name', async () => {
		const items = await rig.items('manexErp', 'upsert', {
			matchOn: 'Custname',
			...byHand({ Custname: 'Custom', Status: 'Active' }),
		});
		expect(items[0]).toMatchObject({ name: 'Custom', result: 'created' });
	});

	it('finds many existing records with few requests where requests are billed', async () => {
		const customers = (await rig.items('weevioPims', 'search', { returnAll: true })).filter(
			({ email }) => email !== null,
		);
		const emails = new Map(customers.map((customer) => [String(customer.email).toLowerCase(), customer]));
		const input = [...emails.values()].slice(0, 300);
		const before = rig.control.counters().weevio.requests;
		await rig.items(
			'weevioPims',
			'upsert',
			{ matchOn: 'BEMAIL', ...byHand({ BEMAIL: '={{ $json.email }}' }) },
			{ input },
		);
		expect(input).toHaveLength(300);
		expect(rig.control.counters().weevio.requests - before).toBe(2);
	});

	it('says in hints what was left out and what was refused', async () => {
		const run = await rig.run(
			'manexErp',
			'upsert',
			{ matchOn: 'Custname', ...AUTOMATIC },
			{
				input: numbered(3, (index) => index).map((_, index) => ({
					name: index === 1 ? '' : `Hint ${index}`,
					email: 'a@example.com',
					shoeSize: 44,
				})),
				onError: 'continueRegularOutput',
			},
		);
		expect(run.hints()).toContainEqual(expect.objectContaining({ type: 'warning' }));
		expect(run.hints().map(({ message, type = 'info' }) => `${type}: ${message}`)).toEqual([
			'warning: 1 of 3 items was refused; see the field "error".',
			'info: 2 created. 4 requests were sent.',
			'info: 2 fields of the input had no place and were left out: email, shoeSize.',
		]);
	});

	it.each<[NodeName, string]>([
		['weevioPims', 'CUSTOMER_NAME'],
		['weevioPims', 'BEMAIL'],
		['weevioPims', 'BPHONE'],
		['manexErp', 'Custname'],
		['proDeliveryManager', 'external_customer_ref'],
		['guardantStation', 'crmId'],
	])('D6: what %s saved by a padded %s is found again', async (node, matchOn) => {
		const inputs = [' P-1 ', 'P-2\t', '\u00a0P-3\n'].map((value) => ({
			name: `Ada ${value}`,
			externalId: value,
			email: value,
			// White space but blanks around other values is a difference.
			phone: matchOn === 'BPHONE' ? value : '604 555 0100',
			addressLine1: ' 1 High St ',
			city: 'Leeds',
			postalCode: 'LS1 1AA',
		}));
		const upsert = { ...AUTOMATIC, matchOn };
		const first = await rig.items(node, 'upsert', upsert, { input: inputs });
		const again = await rig.items(node, 'upsert', upsert, { input: inputs });
		expect(first.map(({ result }) => result)).toEqual(['created', 'created', 'created']);
		expect(again.map(({ result }) => result)).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(again.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
	});

	it.each<NodeName>(['manexErp', 'guardantStation', 'proDeliveryManager'])(
		'K7: a flag given as a text or a number says the same to %s, and what is none is refused',
		async (node) => {
			const input = ['no', 0, 'FALSE', 'yes', 1, 'true', 'perhaps'].map((active, index) => ({
				name: `Ada Flag${index}`,
				addressLine1: '1 High St',
				city: 'Leeds',
				postalCode: 'LS1 1AA',
				active,
			}));
			const run = await rig.run(node, 'create', AUTOMATIC, { input, onError: 'continueErrorOutput' });
			expect(run.json().map(({ active }) => active)).toEqual([false, false, false, true, true, true]);
			expect(String(run.json(undefined, 1)[0]?.error)).toMatch(/"perhaps"/);
		},
	);
});
