import '../../lab/engine/environment';
import { mapped } from '../../lab/n8n/workflows';

import type { IDataObject } from 'n8n-workflow';

import { ITEM_KEYS } from '../../nodes/shared/shapes';
import { AUTOMATIC, Rig } from './support';

const GET = '/manex/API/ItemMaster/Get';
const call = (action: string): string => `/manex/API/ItemMaster/${action}/***`;

let rig: Rig;
beforeAll(async () => {
	rig = await Rig.start({ customers: 40 });
});
beforeEach(() => rig.reset());
afterAll(async () => await rig.close());

const item = (value: unknown, mode = 'id'): IDataObject => ({
	resource: 'item',
	item: { __rl: true, mode, value } as IDataObject,
});
const byHand = (value: IDataObject): IDataObject => ({
	resource: 'item',
	fields: mapped(value),
});
const stored = (key: string): IDataObject => (rig.control.record('manex', key) ?? {}) as IDataObject;
const counters = () => rig.control.counters().manex;
const paths = (): string[] => rig.sent('manex').map(({ path }) => path);

/** Every look-up of an item brings this one. */
const lookUpBrings = (record: IDataObject | IDataObject[]): void => {
	const body = { Code: 200, IsValidUser: true, ResponseObject: record };
	const fault = { kind: 'status', status: 200, body } as const;
	rig.control.addFault({ vendor: 'manex', fault, match: { pathIncludes: '/ItemMaster/Get' }, count: 10 });
};

describe('a look-up that brings another item than was asked for', () => {
	const ofPart = (revision?: string): IDataObject => ({
		...item('910-0006', 'partNumber'),
		...(revision === undefined ? {} : { options: { revision } }),
	});
	const REVISION_A = '_I00000006';
	const unrevised: IDataObject = { Uniq_Key: REVISION_A, Part_No: '910-0006' };

	const others: Array<[string, IDataObject, IDataObject, string]> = [
		[
			'another key',
			item('_I00000007'),
			{ ...unrevised, Revision: 'B' },
			'No item found for "_I00000007": the look-up brought "_I00000006"',
		],
		[
			'another part number',
			ofPart(),
			{ ...unrevised, Part_No: '910-00061' },
			'No item found for "910-0006": the look-up brought "910-00061"',
		],
		[
			'another part number of the same revision',
			ofPart('B'),
			{ ...unrevised, Part_No: '910-0007', Revision: 'B' },
			'No item found for "910-0006": the look-up brought "910-0007"',
		],
		[
			'another revision',
			ofPart('B'),
			{ ...unrevised, Revision: 'A' },
			'No item found for "910-0006" with the revision "B": the look-up brought "A"',
		],
		[
			'no revision',
			ofPart('B'),
			unrevised,
			'No item found for "910-0006" with the revision "B": the look-up brought ""',
		],
	];

	it.each(others)('is refused by a get: %s', async (_name, chosen, brought, words) => {
		lookUpBrings(brought);
		const run = await rig.run('manexErp', 'get', chosen);
		expect(run.error?.message).toBe(`${words} [item 0]`);
	});

	it.each(others.slice(1))(
		'is refused by an update, and none is written: %s',
		async (_name, chosen, brought, words) => {
			lookUpBrings(brought);
			const run = await rig.run('manexErp', 'update', { ...byHand({ abc: 'A', descript: 'x' }), ...chosen });
			expect(run.error?.message).toBe(`${words} [item 0]`);
			expect(paths()).toEqual([GET]);
		},
	);

	it.each(['get', 'update'])(
		'more than one item of a part number is left to a person: %s',
		async (operation) => {
			lookUpBrings([
				{ ...unrevised, Revision: 'A' },
				{ ...unrevised, Uniq_Key: '_I00000007', Revision: 'B' },
			]);
			const fields = operation === 'update' ? byHand({ abc: 'A', descript: 'x' }) : {};
			const run = await rig.run('manexErp', operation, { ...fields, ...ofPart() });
			expect(run.error?.message).toBe(
				'More than one item found for "910-0006": _I00000006, _I00000007 [item 0]',
			);
			expect(paths()).toEqual([GET]);
			const one = await rig.item('manexErp', 'get', ofPart('B'));
			expect(one).toMatchObject({ id: '_I00000007' });
		},
	);

	it.each<[string, IDataObject]>([
		['no revision', ofPart()],
		['it in another letter case, and padded', ofPart(' a ')],
		['the key, whose revision is what it is', { ...item(REVISION_A), options: { revision: 'B' } }],
	])('is not seen in the right one, where a person gives %s', async (_name, chosen) => {
		lookUpBrings({ ...unrevised, Revision: 'A   ' });
		expect(await rig.item('manexErp', 'get', chosen)).toMatchObject({ id: REVISION_A });
	});

	it('is not taken for the one that was changed, when the answer to the change was lost', async () => {
		const lost = { pathIncludes: '/ItemMaster/Edit' };
		rig.control.addFault({ vendor: 'manex', fault: { kind: 'resetBefore' }, match: lost });
		lookUpBrings({ Uniq_Key: REVISION_A, Part_No: '910-0001', Descript: 'Better', Abc: 'A' });
		const run = await rig.run('manexErp', 'update', {
			...byHand({ abc: 'A', descript: 'Better' }),
			...item('_I00000001'),
		});
		expect(run.error?.message).toMatch(/ - the record may have been saved all the same \[item 0\]$/);
		expect(paths()).toEqual([call('Edit'), GET]);
	});
});

interface Place {
	readonly Qty_Oh: number;
	readonly Reserved: number;
}
/** All places of an item, as the sandbox keeps them. */
const placesOf = (key: string): Place[] =>
	(stored(key).InvtmfHdList as Array<{ InvtmfGrList: Place[] }>).flatMap(({ InvtmfGrList }) => InvtmfGrList);

describe('get', () => {
	it('reads the item by its key, with what lies at all of its places', async () => {
		const key = '_I00000002';
		const found = await rig.item('manexErp', 'get', item(key));
		const places = placesOf(key);
		const onHand = places.reduce((sum, { Qty_Oh }) => sum + Qty_Oh, 0);
		expect(places.length).toBeGreaterThan(1);
		expect(Object.keys(found)).toEqual([...ITEM_KEYS]);
		expect(found).toEqual({
			id: key,
			code: '910-0002',
			name: expect.any(String),
			description: found.name,
			barcode: null,
			unit: expect.stringMatching(/^(EACH|FT|ROLL)$/),
			price: null,
			cost: null,
			quantityOnHand: onHand,
			quantityAvailable: onHand - places.reduce((sum, { Reserved }) => sum + Reserved, 0),
			active: true,
			createdAt: null,
			updatedAt: null,
		});
	});

	it('sends the key of the account in the query, as both manuals print it, and the item’s behind it', async () => {
		rig.control.settings({ keepSecrets: true });
		await rig.item('manexErp', 'get', item('_I00000002'));
		const [request] = rig.requests('manex');
		expect(request).toMatchObject({ method: 'GET', path: GET });
		expect(Object.entries(request?.query ?? {})).toEqual([
			['apiKey', 'SANDBOXKEY'],
			['uniqkey', '_I00000002'],
		]);
	});

	it('keeps it there, and posts the rest, when the credential says JSON', async () => {
		rig.setCredential('json', 'manexErp', { requestFormat: 'json' });
		await rig.item('manexErp', 'get', item('_I00000002'), { credential: 'json' });
		expect(rig.sent('manex')).toEqual([
			{ method: 'POST', path: GET, query: { apiKey: '***' }, body: { uniqkey: '_I00000002' } },
		]);
	});

	it('has no stock where an item lies nowhere', async () => {
		expect(await rig.item('manexErp', 'get', item('_I00000000'))).toMatchObject({
			quantityOnHand: 0,
			quantityAvailable: 0,
		});
	});

	it('finds an item by its part number, and one of its revisions by the option', async () => {
		const parameters = item('910-0006', 'partNumber');
		expect(await rig.item('manexErp', 'get', parameters)).toMatchObject({ id: '_I00000006' });
		const options = { revision: 'B' };
		expect(await rig.item('manexErp', 'get', { ...parameters, options })).toMatchObject({
			id: '_I00000007',
			code: '910-0006',
		});
		expect(rig.sent('manex').map(({ query }) => query)).toEqual([
			{ apiKey: '***', partnum: '910-0006' },
			{ apiKey: '***', partnum: '910-0006', revision: 'B' },
		]);
	});

	it('gives every field under its name under "raw", and named ones under "selected"', async () => {
		const raw = await rig.item('manexErp', 'get', { ...item('_I00000001'), output: 'raw' });
		expect(raw).toMatchObject({ Uniq_Key: '_I00000001', Part_No: '910-0001', Revision: 'A' });
		expect(raw.InvtmfHdList).toEqual(stored('_I00000001').InvtmfHdList);
		const selected = await rig.item('manexErp', 'get', {
			...item('_I00000001'),
			output: 'selected',
			outputFields: 'quantityOnHand,Part_Class',
		});
		expect(selected).toEqual({
			id: '_I00000001',
			quantityOnHand: expect.any(Number),
			Part_Class: raw.Part_Class,
		});
	});

	it('fails for the item that is missing, and asks once for equal ones', async () => {
		const run = await rig.run('manexErp', 'get', item('={{ $json.key }}'), {
			input: [{ key: '_I00000001' }, { key: 'none' }, { key: '_I00000001' }],
			onError: 'continueRegularOutput',
		});
		expect(run.json().map(({ error, id }) => id ?? error)).toEqual([
			'_I00000001',
			'Item does not exists: none [item 1]',
			'_I00000001',
		]);
		expect(rig.sent('manex')).toHaveLength(2);
	});

	it.each<[IDataObject, RegExp]>([
		[item("={{ '' }}"), /^Item: nothing is chosen or entered \(By ID\)/],
		[item("={{ '' }}", 'partNumber'), /^Item: nothing is chosen or entered \(By Part Number\)/],
		[
			{ ...item('910-0006', 'partNumber'), options: { revision: '' } },
			/^Options: Revision has no value that is a text/,
		],
	])('sends nothing for %j', async (parameters, message) => {
		const run = await rig.run('manexErp', 'get', parameters);
		expect(run.error?.message).toMatch(message);
		expect(rig.requests('manex')).toEqual([]);
	});

	it.each([
		['as it is', 'SANDBOXKEY'],
		['with characters that an address takes apart', 'a+b/c d?e&f#g'],
	])('keeps the key, %s, out of a message that repeats the address', async (_, apiKey) => {
		for (const requestFormat of ['query', 'json']) {
			const baseUrl = `${rig.sandbox.url}/manex/API`;
			rig.setCredential('wrongRoot', 'manexErp', { baseUrl, apiKey, requestFormat });
			rig.control.addFault({
				vendor: 'manex',
				fault: {
					kind: 'status',
					status: 404,
					body: {
						$id: '1',
						Message: `No HTTP resource was found that matches the request URI '${baseUrl}/ItemMaster/Get?apiKey=${encodeURIComponent(apiKey)}&uniqkey=1'.`,
						MessageDetail: `apiKey=${apiKey}`,
					},
				},
			});
			const run = await rig.run('manexErp', 'get', item('1'), { credential: 'wrongRoot' });
			const shown = JSON.stringify([run.error?.message, run.error?.description, run.error, run.json()]);
			expect(run.error?.message).toContain('?apiKey=***&uniqkey=1');
			expect(shown).not.toContain(apiKey);
			expect(shown).not.toContain(encodeURIComponent(apiKey));
		}
	});

	it('keeps the key out of the message when nobody answers, and when it is refused', async () => {
		rig.setCredential('down', 'manexErp', { baseUrl: 'http://127.0.0.1:1', apiKey: 'SANDBOXKEY' });
		const down = await rig.run(
			'manexErp',
			'get',
			{ ...item('1'), options: { maxRetries: 0 } },
			{ credential: 'down' },
		);
		rig.setCredential('wrong', 'manexErp', { apiKey: 'WRONGKEY00' });
		const wrong = await rig.run('manexErp', 'get', item('1'), { credential: 'wrong' });
		expect(wrong.error?.message).toBe('Invalid API Key. [item 0]');
		const shown = JSON.stringify([down.error, wrong.error]);
		for (const secret of ['SANDBOXKEY', 'WRONGKEY00']) expect(shown).not.toContain(secret);
	});
});

const values = {
	part_No: 'N-100',
	descript: 'Nut & bolt',
	part_class: 'IC',
	part_type: 'SMT',
	part_sourc: 'BUY',
	U_of_Meas: 'EACH',
	Pur_UOfM: 'ROLL',
	CustNo: '0000000011',
	CustPartNo: 'C-1',
	CustRev: 'A',
	status: '={{ "Active" }}',
	serialYes: false,
};

describe('create', () => {
	it('adds the item and gives its new key with what was sent', async () => {
		const added = await rig.item('manexErp', 'create', byHand(values));
		expect(added).toMatchObject({
			id: '_I00000040',
			code: 'N-100',
			description: 'Nut & bolt',
			unit: 'EACH',
			active: true,
			quantityOnHand: null,
		});
		expect(rig.sent('manex')).toEqual([
			{
				method: 'POST',
				path: call('Add'),
				query: { ...values, status: 'active', serialYes: 'false' },
			},
		]);
		expect(await rig.item('manexErp', 'get', item(added.id))).toMatchObject({ code: 'N-100' });
	});

	it('posts it as JSON when the credential says so', async () => {
		rig.setCredential('json', 'manexErp', { requestFormat: 'json' });
		await rig.item('manexErp', 'create', byHand(values), { credential: 'json' });
		expect(rig.sent('manex')).toMatchObject([
			{ method: 'POST', path: call('Add'), query: {}, body: { part_No: 'N-100', serialYes: false } },
		]);
	});

	const foreign = {
		...Object.fromEntries(ITEM_KEYS.map((key) => [key, null])),
		id: 'W-1',
		code: 'W-1',
		name: 'Widget',
		unit: 'FT',
		active: false,
		quantityOnHand: 5,
	};

	it('takes the stock record of another vendor, but for what is ManEx’s own', async () => {
		const { part_class, part_type, part_sourc, CustNo, CustPartNo, CustRev, serialYes } = values;
		const own = { part_class, part_type, part_sourc, CustNo, CustPartNo, CustRev, serialYes };
		await rig.item(
			'manexErp',
			'create',
			{ resource: 'item', ...AUTOMATIC, extraFields: JSON.stringify(own) },
			{ input: [foreign] },
		);
		expect(rig.sent('manex')[0]?.query).toEqual({
			...own,
			serialYes: 'false',
			part_No: 'W-1',
			descript: 'Widget',
			U_of_Meas: 'FT',
			Pur_UOfM: 'FT',
			status: 'inactive',
		});
	});

	it('names what such a record lacks, and sends nothing', async () => {
		const run = await rig.run('manexErp', 'create', { resource: 'item', ...AUTOMATIC }, { input: [foreign] });
		expect(run.error?.message).toBe(
			'Fields: "Part Class" (part_class), "Part Type" (part_type), "Part Source" (part_sourc), "Customer Number" (CustNo), "Customer Part Number" (CustPartNo), "Customer Revision" (CustRev), "Serial Numbers" (serialYes) are required [item 0]',
		);
		expect(rig.requests('manex')).toEqual([]);
	});

	const lost = { vendor: 'manex', match: { pathIncludes: '/ItemMaster/Add' } } as const;

	it.each([
		['resetAfter', 1],
		['resetBefore', 2],
	] as const)('looks the part number up after %s, and adds the item once', async (kind, adds) => {
		rig.control.addFault({ ...lost, fault: { kind } });
		expect(await rig.item('manexErp', 'create', byHand(values))).toMatchObject({ id: '_I00000040' });
		expect(paths().filter((path) => path === call('Add'))).toHaveLength(adds);
		expect(paths().filter((path) => path === GET)).toHaveLength(1);
		expect(counters().created).toBe(1);
	});

	it('does not take another item of the same part number for the new one', async () => {
		rig.control.addFault({ ...lost, fault: { kind: 'resetAfter' } });
		const run = await rig.run('manexErp', 'create', byHand({ ...values, part_No: '910-0001' }));
		expect(run.error?.message).toMatch(/ - the record may have been saved all the same \[item 0\]$/);
		expect(run.error?.description).toContain('for the part number 910-0001');
		expect(counters().created).toBe(1);
	});

	it('fails for the item that ManEx refuses, in its words, and goes on with the others', async () => {
		const run = await rig.run(
			'manexErp',
			'create',
			byHand({ ...values, part_sourc: '={{ $json.source }}' }),
			{
				input: [{ source: 'FOUND' }, { source: 'MAKE' }],
				onError: 'continueRegularOutput',
			},
		);
		const [refused, added] = run.json();
		expect(refused?.error).toMatch(/^Item add failed\.Object reference not set.* \[item 0\]$/);
		expect(added).toMatchObject({ id: '_I00000040' });
	});
});

describe('update', () => {
	it('sends the key, the ABC code and the changes', async () => {
		const before = stored('_I00000001');
		const changed = await rig.item('manexErp', 'update', {
			...byHand({ abc: 'A', descript: 'Better' }),
			...item('_I00000001'),
		});
		expect(changed).toMatchObject({ id: '_I00000001', description: 'Better' });
		expect(rig.sent('manex')).toEqual([
			{
				method: 'POST',
				path: call('Edit'),
				// The manual's table and its example call it differently.
				query: { uniq_key: '_I00000001', Description: 'Better', descript: 'Better', abc: 'A' },
			},
		]);
		const after = stored('_I00000001');
		expect(String(after.Descript).trim()).toBe('Better');
		expect({ ...after, Descript: '', Abc: '' }).toEqual({ ...before, Descript: '', Abc: '' });
	});

	it('looks the key up when the item is named by its part number, and one of its revisions', async () => {
		const changed = await rig.item('manexErp', 'update', {
			...byHand({ abc: 'D', part_type: 'THRU' }),
			...item('910-0006', 'partNumber'),
			options: { revision: 'B' },
		});
		expect(changed).toMatchObject({ id: '_I00000007', code: '910-0006' });
		expect(rig.sent('manex').map(({ path, query }) => [path, query])).toEqual([
			[GET, { apiKey: '***', partnum: '910-0006', revision: 'B' }],
			[call('Edit'), { uniq_key: '_I00000007', part_type: 'THRU', abc: 'D' }],
		]);
	});

	it('means the same revision when other items are named by their keys', async () => {
		const run = await rig.run(
			'manexErp',
			'update',
			{
				...byHand({ abc: 'D', part_type: '={{ $json.type }}' }),
				resource: 'item',
				item: '={{ $json.item }}',
				options: { revision: 'B' },
			},
			{
				input: [
					{ type: 'SMT', item: { __rl: true, mode: 'partNumber', value: '910-0006' } },
					{ type: 'THRU', item: { __rl: true, mode: 'id', value: '_I00000007' } },
				],
			},
		);
		expect(run.error).toBeUndefined();
		expect(run.json().map(({ id }) => id)).toEqual(['_I00000007', '_I00000007']);
		expect(String(stored('_I00000007').Part_Type).trim()).toBe('THRU');
	});

	it.each([1, 5])('tries it dry on the revision that is meant, %i at once', async (maxParallelRequests) => {
		const items = await rig.items(
			'manexErp',
			'update',
			{
				...byHand({ abc: 'A', descript: 'NEW TEXT' }),
				resource: 'item',
				item: '={{ $json.item }}',
				options: { revision: '={{ $json.revision }}', dryRun: true, maxParallelRequests },
			},
			{
				input: [
					{ revision: 'A', item: { __rl: true, mode: 'partNumber', value: '910-0006' } },
					{ revision: 'B', item: { __rl: true, mode: 'partNumber', value: '910-0006' } },
					{ revision: 'B', item: { __rl: true, mode: 'id', value: '_I00000007' } },
					{ revision: 'A', item: { __rl: true, mode: 'partNumber', value: '910-0006' } },
				],
			},
		);
		expect(items.map(({ id, result }) => [id, result])).toEqual([
			['_I00000006', 'wouldUpdate'],
			['_I00000007', 'wouldUpdate'],
			['_I00000007', 'unchanged'],
			['_I00000006', 'unchanged'],
		]);
	});

	it('refuses a change without the ABC code, and sends nothing', async () => {
		const run = await rig.run('manexErp', 'update', {
			...byHand({ descript: 'Better' }),
			...item('_I00000001'),
		});
		expect(run.error?.message).toBe(
			'Fields: "ABC Code" (abc) is required for every change of an item [item 0]',
		);
		expect(rig.requests('manex')).toEqual([]);
	});

	it.each<[IDataObject, RegExp]>([
		[{ abc: '={{ "X" }}' }, /\(abc\): "X" is not one of A, M, D/],
		[{ abc: 'A', CustNo: '11' }, /\(CustNo\): "11" is not a customer number of ten digits/],
		[{ abc: 'A', descript: '' }, /"Description" \(descript\) is required and cannot be emptied/],
	])('sends nothing for %j', async (fields, message) => {
		const run = await rig.run('manexErp', 'update', { ...byHand(fields), ...item('_I00000001') });
		expect(run.error?.message).toMatch(message);
		expect(rig.requests('manex')).toEqual([]);
	});

	it.each([
		['resetAfter', 1],
		['resetBefore', 2],
	] as const)('looks again after %s, and changes the item once', async (kind, edits) => {
		rig.control.addFault({
			vendor: 'manex',
			match: { pathIncludes: '/ItemMaster/Edit' },
			fault: { kind },
		});
		const changed = await rig.item('manexErp', 'update', {
			...byHand({ abc: 'M', descript: 'Better' }),
			...item('_I00000001'),
		});
		// What the look-up brought, or else what was sent.
		const code = edits === 1 ? '910-0001' : null;
		expect(changed).toMatchObject({ id: '_I00000001', description: 'Better', code });
		expect(paths().filter((path) => path === call('Edit'))).toHaveLength(edits);
		expect(counters().updated).toBe(1);
	});

	it('names the item that is missing', async () => {
		const run = await rig.run('manexErp', 'update', { ...byHand({ abc: 'A' }), ...item('none') });
		expect(run.error?.message).toBe('Item does not exists: none [item 0]');
	});
});
