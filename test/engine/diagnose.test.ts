import '../../lab/engine/environment';
import type { IDataObject } from 'n8n-workflow';
import type { ContraryWay } from '../../lab/sandbox/contrary';
import { secrets } from '../../lab/sandbox/credentials';
import type { Settings } from '../../lab/sandbox/settings';
import { vendorList, vendorOf } from '../../lab/vendors';
import type { NodeName } from '../../lab/vendors';
import { Rig } from './support';

const NODES = vendorList.map(({ node }) => node);

/** Keys that a person gives to check with. */
const SAMPLE: Partial<Record<NodeName, string>> = { proDeliveryManager: '1408', manexErp: '0000100000' };

/** How many requests a diagnosis says that it sends at most. */
const MOST: Readonly<Record<NodeName, number>> = {
	weevioPims: 10,
	proDeliveryManager: 3,
	manexErp: 8,
	guardantStation: 7,
	epass: 15,
};

/** What makes an assumption untrue, by the vendor and by words of the assumption. */
const CONTRARY: ReadonlyArray<readonly [NodeName, string, ContraryWay | Partial<Settings>]> = [
	['weevioPims', 'without filters', 'weevio.emptyFindsNone'],
	['weevioPims', 'without filters', 'weevio.emptyIsRefused'],
	['weevioPims', 'no more records than maxReturn', 'weevio.maxReturnIsIgnored'],
	['weevioPims', 'several keys at once', 'weevio.orIsIgnored'],
	['weevioPims', 'each field', 'weevio.listsShowFewFields'],
	['weevioPims', 'capital from small', 'weevio.caseIsIgnored'],
	['weevioPims', 'does not exist', 'weevio.unknownIsOddlySaid'],
	['weevioPims', 'by CUSTOMER_CODE', 'weevio.ordersIgnoreCustomer'],
	['weevioPims', 'ORDER_DATE', 'weevio.daysAreIso'],
	['weevioPims', 'line items', { weevioQuerySubRecords: true }],
	['weevioPims', 'Lists of inventory items', 'weevio.stockIsText'],
	['weevioPims', 'clocks', 'weevio.clockIsWrong'],
	['proDeliveryManager', 'has ended', 'pdm.deadTokenIsOther'],
	['proDeliveryManager', 'external reference', 'pdm.unknownIsOther'],
	['proDeliveryManager', 'A customer is read with', 'pdm.customersShowFewFields'],
	['proDeliveryManager', 'at the time that the log-in names', 'pdm.expiryHasPassed'],
	['proDeliveryManager', 'clocks', 'pdm.clockIsWrong'],
	['manexErp', 'form that ManEx wants', 'manex.methodIsOther'],
	['manexErp', 'small letters', 'manex.namesAreExact'],
	['manexErp', 'sales order number', 'manex.orderWantsCustomer'],
	['manexErp', 'SONO', 'manex.ordersHaveOtherNames'],
	['manexErp', 'PONUM', 'manex.ordersComePerLine'],
	['manexErp', 'finds nothing', 'manex.nothingIsOddlySaid'],
	['manexErp', '15 digits', 'manex.numbersAreShort'],
	['manexErp', 'PO/ItemGet', 'manex.linesAreElsewhere'],
	['manexErp', 'clocks', 'manex.clockIsWrong'],
	['guardantStation', 'A page holds', 'guardant.pagesAreShort'],
	['guardantStation', 'next page', 'guardant.pagesRepeat'],
	['guardantStation', 'sorted', 'guardant.sortingIsIgnored'],
	['guardantStation', 'filtered', 'guardant.filtersAreIgnored'],
	['guardantStation', 'does not exist', 'guardant.unknownIsOddlySaid'],
	['guardantStation', 'Dongles', 'guardant.donglesAreOther'],
	['guardantStation', 'has ended', 'guardant.deadTokenIsOther'],
	['guardantStation', 'clocks', 'guardant.clockIsWrong'],
	['epass', 'without filters', 'epass.aboveIsRefused'],
	['epass', 'next page', 'epass.pagesStartOver'],
	['epass', 'rising ID', 'epass.pagesFall'],
	['epass', 'A page may hold', { epassMaxPageSize: 200 }],
	['epass', 'several keys at once', 'epass.inFindsOne'],
	['epass', 'with AND', 'epass.subqueryIsIgnored'],
	['epass', 'each field', 'epass.searchesShowFewFields'],
	['epass', 'LIKE', 'epass.likeWantsWildcards'],
	['epass', 'Dates', 'epass.isoIsRefused'],
	['epass', 'A customer code', 'epass.unknownIsOddlySaid'],
	['epass', 'An item code', 'epass.noItemIsOddlySaid'],
	['epass', 'by SoldToCode', 'epass.soldToIsRefused'],
	['epass', 'names that the node knows', 'epass.invoicesHaveOtherNames'],
	['epass', 'has ended', 'epass.deadTokenIsOther'],
	['epass', 'at the time that the log-in names', 'epass.expiryHasPassed'],
	['epass', 'clocks', 'epass.clockIsWrong'],
];

/** Requests that read, by what their paths end with. */
const READS: Readonly<Record<NodeName, RegExp>> = {
	weevioPims: /\/(single|query)$/,
	proDeliveryManager: /\/GetCustomer$/,
	manexErp: /\/API\/(Customer|SO|PO)\/(Item)?Get\/[^/]+$/,
	guardantStation: /\/(customers(\/\d+)?|dongles)$/,
	epass: /\/(customer\/search|customer\/customer|items\/item|invoicing\/invoice\/search)$/,
};

const LAST = 'All else under "Documented and assumed" in the guide';

describe('Diagnose', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 620 });
	});
	beforeEach(() => rig.reset());
	afterAll(async () => await rig.close());

	const parameters = (node: NodeName, more: IDataObject = {}): IDataObject => ({
		resource: 'connection',
		...(SAMPLE[node] === undefined ? {} : { sampleKey: SAMPLE[node] }),
		...more,
	});
	const diagnosed = async (node: NodeName, more: IDataObject = {}, call = {}): Promise<IDataObject[]> =>
		await rig.items(node, 'diagnose', parameters(node, more), call);

	it.each(NODES)('of %s confirms what the sandbox does as the guide assumes', async (node) => {
		const items = await diagnosed(node);
		const last = items.pop();
		expect(items.filter(({ verdict }) => verdict !== 'confirmed')).toEqual([]);
		expect(items.map(({ advice }) => advice)).toEqual(items.map(() => ''));
		expect(last).toMatchObject({ assumption: LAST, verdict: 'unknown' });
		for (const item of [...items, last])
			expect(Object.keys(item ?? {})).toEqual(['assumption', 'verdict', 'evidence', 'advice']);
	});

	it.each<[NodeName, unknown, RegExp]>([
		['proDeliveryManager', 'M-1408', /^Sample Customer ID: /],
		['proDeliveryManager', '1e3', /^Sample Customer ID: /],
		['manexErp', 'an order of more than ten characters', /^Sample Sales Order: /],
	])('of %s asks nothing with %j for a sample', async (node, sampleKey, words) => {
		const run = await rig.run(node, 'diagnose', parameters(node, { sampleKey: sampleKey as string }));
		expect(run.error?.message).toMatch(words);
		expect(rig.requests(vendorOf(node).name)).toEqual([]);
	});

	it.each(CONTRARY)('of %s contradicts "… %s …" where it is otherwise: %j', async (node, words, way) => {
		rig.control.settings(typeof way === 'string' ? { contrary: [way] } : way);
		const items = await diagnosed(node);
		const found = items.filter(({ assumption }) => String(assumption).includes(words));
		expect(found).toMatchObject([{ verdict: 'contradicted' }]);
		expect(found[0]?.advice).toMatch(/\.$/);
	});

	it('has a way to contradict each assumption that it checks', async () => {
		for (const node of NODES) {
			const items = await diagnosed(node);
			const words = CONTRARY.filter(([each]) => each === node).map(([, each]) => each);
			const unchecked = items
				.map(({ assumption }) => String(assumption))
				.filter((assumption) => assumption !== LAST && !words.some((each) => assumption.includes(each)));
			expect([node, unchecked]).toEqual([node, []]);
		}
	});

	it.each(NODES)('of %s sends few requests, all of them reading, and logs in once at most', async (node) => {
		await diagnosed(node);
		const { name } = vendorOf(node);
		const sent = rig.sent(name);
		expect(sent.length).toBeLessThanOrEqual(MOST[node]);
		expect(sent.filter(({ path }) => !READS[node].test(path))).toEqual([]);
		const { created, deleted, updated } = rig.control.counters()[name];
		expect([created, updated, deleted]).toEqual([0, 0, 0]);
		expect(rig.logins(name).length).toBe(['proDeliveryManager', 'epass'].includes(node) ? 1 : 0);
	});

	it.each(NODES)('of %s shows neither a secret nor a value of a record', async (node) => {
		const { name } = vendorOf(node);
		const ways = CONTRARY.flatMap(([each, , way]) => (each === node ? [way] : []));
		for (const way of [{}, ...ways]) {
			rig.reset();
			rig.control.settings(typeof way === 'string' ? { contrary: [way] } : way);
			const shown = JSON.stringify(await diagnosed(node));
			const { sessionToken = '' } = rig.engine.credentials.get(`${node}Api`).data;
			const values = [...Object.values(secrets[name]), sessionToken].map(String);
			for (const value of values) if (value.length > 3) expect(shown).not.toContain(value);
			const held = rig.control
				.records(name)
				.slice(0, 5)
				.flatMap((record) => personalIn(record));
			expect(held.length).toBeGreaterThan(5);
			for (const value of held) expect(shown).not.toContain(value);
		}
	});

	it('asks once for many items, whose options hold', async () => {
		const items = await diagnosed('weevioPims', {}, { input: [{}, {}, {}] });
		expect(items.length % 3).toBe(0);
		expect(rig.sent('weevio').length).toBe(9);
		const cut = await rig.run(
			'weevioPims',
			'diagnose',
			parameters('weevioPims', { options: { maxRequests: 2 } }),
		);
		expect(cut.finished).toBe(true);
		expect(rig.sent('weevio').length).toBe(11);
		expect(cut.json().map(({ evidence }) => evidence)).toContainEqual(
			expect.stringContaining('no answer to go by (budget)'),
		);
		expect(cut.hints().map(({ message }) => message)).toContainEqual(
			expect.stringContaining('Stopped after 2'),
		);
	});

	it('goes on after a question that got no answer', async () => {
		rig.control.addFault({
			vendor: 'weevio',
			fault: { kind: 'status', status: 503 },
			match: { pathIncludes: '/orders/query' },
			count: 100,
		});
		const items = await diagnosed('weevioPims', { options: { maxRetries: 0 } });
		const verdicts = Object.fromEntries(items.map(({ assumption, verdict }) => [assumption, verdict]));
		expect(verdicts['Orders can be searched by CUSTOMER_CODE']).toBe('unknown');
		expect(verdicts['Lists of inventory items look like those of customers']).toBe('confirmed');
		expect(JSON.stringify(items)).toContain('no answer to go by (unavailable 503)');
	});

	it('asks no further after three questions in a row without an answer', async () => {
		rig.control.addFault({
			vendor: 'epass',
			fault: { kind: 'status', status: 503 },
			match: { pathIncludes: '/c' },
			count: 100,
		});
		rig.control.addFault({
			vendor: 'epass',
			fault: { kind: 'status', status: 503 },
			match: { pathIncludes: '/i' },
			count: 100,
		});
		const items = await diagnosed('epass', { options: { maxRetries: 0 } });
		expect(rig.sent('epass').length).toBe(3);
		expect(items.filter(({ verdict }) => verdict === 'contradicted')).toEqual([]);
	});

	it.each(['weevioPims', 'proDeliveryManager', 'epass'] as const)(
		'of %s ends with the error of a credential that is refused',
		async (node) => {
			rig.setCredential('wrong', node, { apiSecret: 'wrong', apiKey: 'wrong', password: 'wrong' });
			const run = await rig.run(node, 'diagnose', parameters(node), { credential: 'wrong' });
			expect(run.error).toMatchObject({ name: 'NodeApiError' });
		},
	);

	it('leaves the session of others alone', async () => {
		await diagnosed('epass');
		const before = rig.engine.credentials.get('epassApi').data.sessionToken;
		await diagnosed('epass');
		await rig.items('epass', 'get', { customer: { __rl: true, mode: 'id', value: '1000' } });
		expect(rig.engine.credentials.get('epassApi').data.sessionToken).toBe(before);
		expect(rig.logins('epass')).toEqual(['login']);
	});

	it('of Guardant asks with the token of a log-in, and with an access token', async () => {
		const items = await diagnosed('guardantStation', {}, { credential: 'guardantLogin' });
		expect(items.filter(({ verdict }) => verdict !== 'confirmed')).toMatchObject([{ assumption: LAST }]);
		expect(rig.logins('guardant')).toEqual(['login']);
	});
});

describe('Diagnose, in an empty account', () => {
	let rig: Rig;
	beforeAll(async () => {
		rig = await Rig.start({ customers: 0 });
		for (const { keyOf, name } of vendorList)
			for (const record of rig.control.records(name)) rig.control.remove(name, 'customer', keyOf(record));
		for (let index = 0; index < 400; index++)
			rig.control.remove('weevio', 'inventoryItem', `P-${10_000 + index}`);
		for (let index = 0; index < 60; index++)
			rig.control.remove('manex', 'purchaseOrder', String(300_000 + index).padStart(15, '0'));
	});
	afterAll(async () => await rig.close());

	it.each(NODES)('of %s does not know what only records can tell', async (node) => {
		const items = await rig.items(node, 'diagnose', { resource: 'connection' });
		expect(items.filter(({ verdict }) => verdict === 'contradicted')).toEqual([]);
		const unknown = items.filter(({ assumption, verdict }) => verdict === 'unknown' && assumption !== LAST);
		expect(unknown.length).toBeGreaterThan(0);
		for (const { advice, evidence } of unknown) {
			expect(evidence).toMatch(/there was no record|There are no records|too few|No archived|same name/);
			expect(advice).not.toBe('');
		}
	});
});

/** What a record of a customer holds of a person. */
function personalIn(record: unknown, name = ''): string[] {
	if (typeof record === 'string')
		return /name|mail|phone|address|line_|tel_/i.test(name) && record.trim().length > 8
			? [record.trim()]
			: [];
	if (typeof record !== 'object' || record === null) return [];
	return Object.entries(record).flatMap(([key, value]) => personalIn(value, key));
}
