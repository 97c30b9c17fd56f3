import type { IDataObject } from 'n8n-workflow';
import type { EngineRun } from '../../lab/engine/harness';
import { mapped } from '../../lab/n8n/workflows';
import { jobOf, MATRIX_VENDORS, operationsOf } from '../../lab/faults/vendors';
import { VENDORS } from '../../lab/sandbox';
import type { NodeName } from '../../lab/vendors';
import { AUTOMATIC, customer, Rig } from './support';

let rig: Rig;

beforeAll(async () => {
	rig = await Rig.start({ customers: 300 });
});
afterAll(async () => await rig.close());
beforeEach(() => rig.reset());

const DRY: IDataObject = { options: { dryRun: true } };
const byHand = (value: IDataObject): IDataObject => ({
	fields: mapped(value),
});

const said = (run: EngineRun): string[] => run.hints().map(({ message }) => message);

/** All that the vendors have, to see that nothing of it has changed. */
const everything = (): string =>
	JSON.stringify(VENDORS.map((vendor) => [rig.control.records(vendor), rig.control.created(vendor)]));

const writes = MATRIX_VENDORS.flatMap((vendor) =>
	operationsOf(vendor).flatMap((name) => {
		const job = jobOf(vendor, name);
		return job?.isWrite === undefined ? [] : [{ vendor, name, job, isWrite: job.isWrite }];
	}),
);

describe('a dry run of', () => {
	it.each(writes.map((each) => [`${each.vendor.displayName}: ${each.name}`, each] as const))(
		'%s checks and compares, and writes nothing',
		async (_, { vendor, job, isWrite }) => {
			const input = job.items(rig.control.records(vendor.name));
			const before = everything();
			const items = await rig.items(
				vendor.node,
				job.operation,
				{ resource: job.resource ?? 'customer', ...job.parameters, ...DRY },
				{ input },
			);
			expect(everything()).toBe(before);
			expect(rig.sent(vendor.name).filter(({ method, path }) => isWrite(method, path))).toEqual([]);
			expect(items).toHaveLength(input.length);
			const would = { create: 'wouldCreate', update: 'wouldUpdate', delete: 'wouldDelete' }[job.operation];
			for (const item of items) {
				expect(item.result).toBe(would);
				expect(Object.keys(item)[0]).toBe('result');
				expect(Object.keys(item).at(-1)).toBe('changes');
				const changes = item.changes as IDataObject[];
				if (job.operation !== 'delete') expect(changes.length).toBeGreaterThan(0);
				for (const change of changes) {
					expect(Object.keys(change)).toEqual(['field', 'from', 'to']);
					if (job.operation === 'create') expect(change.from).toBeNull();
					expect(change.to).not.toEqual(change.from);
				}
			}
		},
	);

	it('a deletion looks whether the customer is there', async () => {
		const run = await rig.run(
			'guardantStation',
			'delete',
			{ ...customer('={{ $json.key }}'), ...DRY },
			{ input: [{ key: 8 }, { key: 999_999 }], onError: 'continueErrorOutput' },
		);
		expect(run.json()).toEqual([{ result: 'wouldDelete', deleted: false, id: 8, changes: [] }]);
		expect(run.json(undefined, 1)).toHaveLength(1);
		expect(rig.sent('guardant').map(({ method }) => method)).toEqual(['GET', 'GET']);
	});

	it('an update of a customer that is not there fails as the update would', async () => {
		const run = await rig.run('weevioPims', 'update', {
			...customer('M-99999'),
			...byHand({ BCITY: 'Leeds' }),
			...DRY,
		});
		expect(run.error?.message).toMatch(/M-99999|not found/i);
	});
});

describe('what would become of an item', () => {
	const UPSERT: IDataObject = { matchOn: 'CUSTOMER_NAME', ...AUTOMATIC };

	it('is told with the fields, as they are and as they would be', async () => {
		const [stored] = rig.control.records('weevio');
		const name = stored?.CUSTOMER_NAME;
		const input = [
			{ CUSTOMER_NAME: name, BCITY: 'Leeds' },
			{ CUSTOMER_NAME: name, BCITY: stored?.BCITY },
			{ CUSTOMER_NAME: 'Nobody yet', BCITY: 'York' },
		] as IDataObject[];
		const run = await rig.run('weevioPims', 'upsert', { ...UPSERT, ...DRY }, { input });
		expect(run.json()).toMatchObject([
			{
				result: 'wouldUpdate',
				city: 'Leeds',
				changes: [{ field: 'BCITY', from: stored?.BCITY, to: 'Leeds' }],
			},
			// The item before it would have changed it already.
			{ result: 'wouldUpdate', changes: [{ field: 'BCITY', from: 'Leeds', to: stored?.BCITY }] },
			{ result: 'wouldCreate', id: null, name: 'Nobody yet', city: 'York' },
		]);
		expect(said(run).join(' ')).toContain(
			'Dry run, nothing was written: 1 would be created, 2 would be updated.',
		);
	});

	it('is known to the items after it, although nothing has a key yet', async () => {
		const items = await rig.items(
			'weevioPims',
			'upsert',
			{ ...UPSERT, ...DRY },
			{
				input: [
					{ CUSTOMER_NAME: 'New', BCITY: 'York' },
					{ CUSTOMER_NAME: 'new', BCITY: 'Hull' },
					{ CUSTOMER_NAME: 'NEW', BCITY: 'Hull' },
				],
			},
		);
		expect(items.map(({ result }) => result)).toEqual(['wouldCreate', 'wouldUpdate', 'wouldUpdate']);
		expect(items[1]?.changes).toEqual([
			{ field: 'CUSTOMER_NAME', from: 'New', to: 'new' },
			{ field: 'BCITY', from: 'York', to: 'Hull' },
		]);
		expect(items[2]?.changes).toEqual([{ field: 'CUSTOMER_NAME', from: 'new', to: 'NEW' }]);
	});

	it('says what a real run then does, in the same words but for "would"', async () => {
		const input = Array.from({ length: 60 }, (_, index) => {
			const stored = rig.control.records('weevio')[index * 2];
			return index % 3 === 0
				? { CUSTOMER_CODE: `N-${index}`, CUSTOMER_NAME: `New ${index}` }
				: { CUSTOMER_CODE: stored?.CUSTOMER_CODE, BCITY: index % 3 === 1 ? `City ${index}` : stored?.BCITY };
		}) as IDataObject[];
		const parameters = { matchOn: 'CUSTOMER_CODE', ...AUTOMATIC };
		const seen = await rig.items('weevioPims', 'upsert', { ...parameters, ...DRY }, { input });
		const done = await rig.items(
			'weevioPims',
			'upsert',
			{ ...parameters, options: { includeChanges: true } },
			{ input },
		);
		const words: Record<string, string> = {
			wouldCreate: 'created',
			wouldUpdate: 'updated',
			unchanged: 'unchanged',
		};
		expect(done.map(({ changes, id, result }) => ({ changes, id, result }))).toEqual(
			seen.map(({ changes, result }, index) => ({
				changes,
				id: input[index]?.CUSTOMER_CODE,
				result: words[String(result)],
			})),
		);
		expect(new Set(done.map(({ result }) => result)).size).toBe(3);
	});

	it('has an update say "unchanged" where the customer holds all values already', async () => {
		const [stored] = rig.control.records('weevio');
		const item = await rig.item('weevioPims', 'update', {
			...customer(stored?.CUSTOMER_CODE),
			...byHand({ BCITY: String(stored?.BCITY) }),
			...DRY,
		});
		expect(item).toMatchObject({ result: 'unchanged', changes: [] });
	});

	it('has a real update list what it changed, and no result of its own', async () => {
		const [stored] = rig.control.records('weevio');
		const item = await rig.item('weevioPims', 'update', {
			...customer(stored?.CUSTOMER_CODE),
			...byHand({ BCITY: 'Leeds', CUSTOMER_NAME: String(stored?.CUSTOMER_NAME) }),
			options: { includeChanges: true },
		});
		expect(item.changes).toEqual([{ field: 'BCITY', from: stored?.BCITY, to: 'Leeds' }]);
		expect(item).not.toHaveProperty('result');
		expect(rig.control.record('weevio', String(stored?.CUSTOMER_CODE))).toMatchObject({ BCITY: 'Leeds' });
	});

	/** What a dry run says of each item, and what the real run after it then does. */
	const both = async (
		node: NodeName,
		operation: string,
		parameters: IDataObject,
		input: IDataObject[],
	): Promise<{ dry: unknown[]; real: unknown[] }> => {
		const told = (items: IDataObject[]): unknown[] => items.map(({ changes, error }) => error ?? changes);
		const call = { input, onError: 'continueRegularOutput' } as const;
		const dry = await rig.items(node, operation, { ...parameters, ...DRY }, call);
		const real = await rig.items(node, operation, { ...parameters, options: { includeChanges: true } }, call);
		return { dry: told(dry), real: told(real) };
	};

	it.each<[string, NodeName, string, IDataObject, IDataObject[]]>([
		[
			'updates of one record',
			'weevioPims',
			'update',
			{ ...customer('={{ $json.key }}'), ...byHand({ BCITY: '={{ $json.city }}' }) },
			[
				{ key: 'M-1000', city: 'Leeds' },
				{ key: 'M-1000', city: 'Leeds' },
				{ key: 'M-1000', city: 'Hull' },
			],
		],
		[
			'updates that give a record another name',
			'manexErp',
			'update',
			{ ...customer('={{ $json.name }}', 'name'), ...byHand({ Custname: '={{ $json.next }}' }) },
			[
				{ name: 'Acme', next: 'Renamed' },
				{ name: 'Renamed', next: 'Third' },
				{ name: 'Acme', next: 'Fourth' },
			],
		],
		[
			'upserts of one record that is read again before it is written',
			'guardantStation',
			'upsert',
			{ matchOn: 'customerEmail', ...AUTOMATIC },
			[
				{ customerEmail: 'one@example.com', customerName: 'One' },
				{ customerEmail: 'one@example.com', customerPhone: '222' },
				{ customerEmail: 'one@example.com', customerPhone: '222' },
			],
		],
		[
			'upserts of one record by several fields',
			'weevioPims',
			'upsert',
			{ matchOn: '={{ $json.by }}', ...AUTOMATIC },
			[
				{ BEMAIL: 'q@q.org', CUSTOMER_NAME: 'Qq', by: 'BEMAIL' },
				{ CUSTOMER_NAME: 'Qq', BCITY: 'York', by: 'CUSTOMER_NAME' },
				{ BEMAIL: 'q@q.org', BCITY: 'Hull', by: 'BEMAIL' },
			],
		],
		[
			'deletions of one record',
			'guardantStation',
			'delete',
			customer('={{ $json.key }}'),
			[{ key: 8 }, { key: 8 }],
		],
		[
			'a key among the extra fields',
			'manexErp',
			'update',
			{ ...customer('0000000010'), ...byHand({ Fax: '1' }), extraFields: '{"Custno": "10"}' },
			[{}],
		],
	])('is what the real run does, for %s', async (_, node, operation, parameters, input) => {
		const { dry, real } = await both(node, operation, parameters, input);
		const failed = (told: unknown[]): boolean[] => told.map((each) => typeof each === 'string');
		expect(failed(dry)).toEqual(failed(real));
		if (operation !== 'delete') expect(dry).toEqual(real);
	});

	it('is refused where the real run would not even be sent', async () => {
		const run = await rig.run('manexErp', 'create', {
			...byHand({ Custname: 'A\ud83d', Status: 'Active' }),
			...DRY,
		});
		expect(run.error?.message).toContain('half a character');
	});

	it('leaves out what is consent and no field', async () => {
		const item = await rig.item('epass', 'update', {
			resource: 'invoice',
			invoice: { __rl: true, mode: 'id', value: '10002' },
			...byHand({ PickupDate: '2099-01-01', 'OverridesScheduleDate.LoginOverride': true }),
			...DRY,
		});
		expect(item.changes).toEqual([expect.objectContaining({ field: 'PickupDate' })]);
	});

	it('names a record that nothing reads by the key it was chosen by', async () => {
		const item = await rig.item('guardantStation', 'update', {
			resource: 'dongle',
			dongle: { __rl: true, mode: 'id', value: '991846791' },
			...byHand({ driverType: 17 }),
			...DRY,
		});
		expect(item).toMatchObject({ result: 'wouldUpdate', id: 991846791 });
		expect(item.changes).toEqual([{ field: 'driverType', from: null, to: 17 }]);
	});

	it.each([
		'{" ssn": "078-05-1120"}',
		'{"ssn.a": "078-05-1120"}',
		'{"note": "{\\"ssn\\": \\"078-05-1120\\"}"}',
		'{"pairs": [{"fieldName": "SSN", "fieldValue": "078-05-1120"}]}',
	])('shows no value of a field that is hidden under another spelling: %s', async (extraFields) => {
		const item = await rig.item('epass', 'create', {
			...byHand({ firstName: 'Ada', lastName: 'L' }),
			extraFields,
			...DRY,
		});
		expect(JSON.stringify(item.changes)).toContain('(hidden)');
		expect(JSON.stringify(item.changes)).not.toContain('078-05-1120');
	});

	it('shows no value of a field that is hidden', async () => {
		const create = { ...byHand({ firstName: 'Ada', lastName: 'L' }), extraFields: '{"ssn": "078-05-1120"}' };
		const hidden = await rig.item('epass', 'create', { ...create, ...DRY });
		expect(hidden.changes).toContainEqual({ field: 'ssn', from: '(hidden)', to: '(hidden)' });
		expect(JSON.stringify(hidden)).not.toContain('078-05-1120');
		const shown = await rig.item('epass', 'create', {
			...create,
			options: { dryRun: true, includeSensitiveFields: true },
		});
		expect(shown.changes).toContainEqual({ field: 'ssn', from: null, to: '078-05-1120' });
	});

	it('takes few requests for many items', async () => {
		const input = Array.from({ length: 1_000 }, (_, index) => ({
			CUSTOMER_NAME: `Sync ${index}`,
			BEMAIL: `sync${index}@example.com`,
		}));
		const items = await rig.items(
			'weevioPims',
			'upsert',
			{ matchOn: 'BEMAIL', ...AUTOMATIC, options: { dryRun: true, maxParallelRequests: 10 } },
			{ input },
		);
		expect(items.every(({ result }) => result === 'wouldCreate')).toBe(true);
		// Those that no search of many brought are looked for singly, as in a real run.
		expect(rig.sent('weevio').every(({ path }) => path.endsWith('/customers/query'))).toBe(true);
	});
});

describe('Dry Run', () => {
	it('is the same for all items of a run, and nothing is sent where it is not', async () => {
		const run = await rig.run(
			'weevioPims',
			'create',
			{ ...byHand({ CUSTOMER_NAME: 'X' }), options: { dryRun: '={{ $json.dry }}' } },
			{ input: [{ dry: true }, { dry: false }] },
		);
		expect(run.error?.message).toBe('Options: Dry Run must be the same for all items [item 0]');
		expect(rig.sent('weevio')).toEqual([]);
	});

	it.each([
		['', /Dry Run/],
		[null, /Dry Run/],
		['perhaps', /Dry Run must be true or false, not "perhaps"/],
	])('with the value %j is refused instead of writing', async (dry, words) => {
		const run = await rig.run(
			'weevioPims',
			'create',
			{ ...byHand({ CUSTOMER_NAME: 'X' }), options: { dryRun: '={{ $json.dry }}' } },
			{ input: [{ dry }] },
		);
		expect(run.error?.message).toMatch(words);
		expect(rig.sent('weevio')).toEqual([]);
	});
});

describe('Max Requests', () => {
	const MOST = (maxRequests: unknown): IDataObject => ({
		options: { maxRequests, maxParallelRequests: 1, batchLookups: false } as IDataObject,
	});
	const input = ['M-1000', 'M-1001', 'M-1002', 'M-1003'].map((key) => ({ key }));

	it('leaves items over, each with an error that says so', async () => {
		const run = await rig.run(
			'weevioPims',
			'get',
			{ ...customer('={{ $json.key }}'), ...MOST(2) },
			{ input, onError: 'continueErrorOutput' },
		);
		expect(run.json().map(({ id }) => id)).toEqual(['M-1000', 'M-1001']);
		expect(run.json(undefined, 1)).toEqual([
			expect.objectContaining({
				error: 'Not done: 2 requests were sent, as many as Max Requests allows (customer M-1002) [item 2]',
			}),
			expect.objectContaining({
				error: 'Not done: 2 requests were sent, as many as Max Requests allows (customer M-1003) [item 3]',
			}),
		]);
		expect(rig.sent('weevio')).toHaveLength(2);
	});

	it('stops a workflow that does not go on, which hears how much was done', async () => {
		const run = await rig.run(
			'weevioPims',
			'create',
			{ ...byHand({ CUSTOMER_NAME: '={{ $json.key }}' }), ...MOST(3) },
			{ input },
		);
		expect(run.error?.message).toBe(
			'Not done: 3 requests were sent, as many as Max Requests allows; 3 of 4 items were done [item 3]',
		);
		expect(rig.control.created('weevio')).toHaveLength(3);
	});

	it('gives out a list as far as it came, and says so', async () => {
		const run = await rig.run('guardantStation', 'search', { returnAll: true, ...MOST(2) });
		expect(run.json()).toHaveLength(200);
		expect(said(run)).toContain(
			'Stopped after 2 requests, as many as Max Requests allows: there may be more.',
		);
	});

	it('says that a list was cut although another one only came to its limit', async () => {
		const run = await rig.run(
			'guardantStation',
			'search',
			{
				returnAll: '={{ $json.all }}',
				limit: 50,
				options: { maxRequests: 2, maxParallelRequests: 2 },
			},
			{ input: [{ all: true }, { all: false }] },
		);
		expect(said(run).join(' ')).toContain('as many as Max Requests allows: there may be more');
	});

	it('does not count a list that was cut as done', async () => {
		const run = await rig.run(
			'guardantStation',
			'search',
			{ returnAll: true, filters: { type: '={{ $json.type }}' }, ...MOST(2) },
			{ input: [{ type: 'company' }, { type: 'person' }] },
		);
		expect(run.error?.message).toMatch(/; 0 of 2 items were done \[item 1\]$/);
	});

	it('is the same for all items of a run', async () => {
		const run = await rig.run(
			'weevioPims',
			'get',
			{ ...customer('M-1000'), options: { maxRequests: '={{ $json.most }}' } },
			{ input: [{ most: 1 }, { most: 0 }] },
		);
		expect(run.error?.message).toMatch(/^Options: Max Requests must be the same for all items/);
		expect(rig.sent('weevio')).toEqual([]);
	});

	it('never takes part of a list for all of it where that would make a second record', async () => {
		const run = await rig.run('guardantStation', 'upsert', {
			...byHand({ crmId: 'C-1', customerName: 'Ada' }),
			...MOST(2),
		});
		expect(run.error?.message).toMatch(/^Not done: 2 requests were sent/);
		expect(rig.control.created('guardant')).toEqual([]);
	});

	it('counts no log-ins', async () => {
		const item = await rig.item('epass', 'get', { ...customer('1000'), ...MOST(1) });
		expect(item.id).toBe('1000');
	});

	it('leaves a write whose answer was lost in doubt, rather than looking', async () => {
		rig.control.addFault({ vendor: 'weevio', fault: { kind: 'resetAfter' }, count: 1 });
		const run = await rig.run('weevioPims', 'create', {
			...byHand({ CUSTOMER_CODE: 'N-1', CUSTOMER_NAME: 'X' }),
			...MOST(1),
		});
		expect(run.error?.message).toContain('may have been saved all the same');
		expect(rig.sent('weevio')).toHaveLength(1);
	});

	it.each([['many'], [-1], [1.5], ['']])('is refused when it is %j', async (most) => {
		const run = await rig.run('weevioPims', 'get', { ...customer('M-1000'), ...MOST(most) });
		expect(run.error?.message).toMatch(/^Options: Max Requests must be a whole number/);
		expect(rig.sent('weevio')).toEqual([]);
	});

	it('says what was sent, and what Weevio takes for it', async () => {
		const weevio = await rig.run('weevioPims', 'get', customer('M-1000'));
		expect(said(weevio)).toEqual([
			'1 request was sent ($0.0015, once the 50,000 that a month includes are used up).',
		]);
		const guardant = await rig.run('guardantStation', 'get', customer(8));
		expect(said(guardant)).toEqual(['1 request was sent.']);
	});
});
