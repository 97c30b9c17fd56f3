import type { Sandbox } from '../../lab/sandbox';
import documented from './documented/guardantLicenses';
import { guardant, withSandbox } from './helpers';
import type { Json } from './helpers';

describe('sandbox: Guardant’s serials, dongles and features', () => {
	let sandbox: Sandbox;
	let call: ReturnType<typeof guardant>;
	beforeAll(async () => {
		sandbox = await withSandbox({ customers: 30 });
		call = guardant(sandbox);
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => sandbox.control.reset());

	const SERIAL = documented.serial.serial.serialstring;

	it('answers the documented reads', async () => {
		expect((await call('GET', `/serial/getinfo/${SERIAL}`)).data).toEqual(documented.serial);
		const found = await call('POST', '/search/serialnumbers', {}, { searchstring: 'bma_customer' });
		expect(found.data.serialnumbers).toEqual([documented.serialSearch.serialnumbers[0]]);
		expect((await call('GET', '/dongles', { limit: 100 })).data.dongles).toContainEqual(
			documented.dongles.dongles[0],
		);
		expect((await call('GET', '/products/10082/features')).data).toEqual(documented.productFeatures);
		const license = (await call('GET', '/serials/10176/getactuallicense')).data.serial as Json;
		expect(license).toMatchObject({ _id: 10176, serialstring: SERIAL });
		expect(Object.keys((license.actuallicense as Json[])[0]?.featuresWithLicenses[0] as Json)).toEqual(
			expect.arrayContaining(Object.keys(documented.orderFeatures.features[0] ?? {})),
		);
	});

	it('answers the documented writes', async () => {
		expect((await call('PUT', '/serials/58273', {}, documented.serialPutRequest)).data).toEqual(
			documented.serialPutAnswer,
		);
		expect((await call('PUT', '/dongles/991846791', {}, documented.donglePutRequest)).data).toEqual(
			documented.donglePutAnswer,
		);
		expect((await call('POST', '/orders/10096/dongles', {}, documented.dongleAddRequest)).data).toEqual(
			documented.dongleAddAnswer,
		);
		expect(sandbox.control.counters().guardant).toMatchObject({ created: 1, updated: 2 });
	});

	it('finds serials by text and state, in pages', async () => {
		const search = async (searchstring: string, query: Json = {}): Promise<Json[]> =>
			(await call('POST', '/search/serialnumbers', query, { searchstring })).data.serialnumbers as Json[];
		const all = await search('-', { limit: 100 });
		expect(all).toHaveLength(30);
		expect(await search('-', { limit: 4, offset: 3 })).toEqual(all.slice(3, 7));
		expect(await search('-', { direction: 'desc' })).toEqual([...all].reverse());
		const blocked = await search('-', { status: 1 });
		expect(blocked).toEqual(all.filter(({ status }) => status === 1));
		expect(await search('-', { status: '0,1' })).toEqual(all);
		expect(await search('-1989049396')).toMatchObject([{ _id: 10022 }]);
	});

	it.each<[string, string, Json, Json | undefined, number]>([
		['POST', '/search/serialnumbers', {}, { searchstring: '' }, 400],
		['POST', '/search/serialnumbers', { status: 2 }, { searchstring: 'Lv' }, 400],
		['POST', '/search/serialnumbers', { limit: 101 }, { searchstring: 'Lv' }, 400],
		['GET', '/search/serialnumbers', {}, undefined, 405],
		['GET', '/serial/getinfo/nothing', {}, undefined, 404],
		['GET', '/serials/10176', {}, undefined, 405],
		['GET', '/serials/1/getactuallicense', {}, undefined, 404],
		['PUT', '/serials/58273', {}, { status: 0 }, 400],
		['PUT', '/serials/58273', {}, { activationLimit: 9 }, 400],
		['PUT', '/serials/58273', {}, { status: 0, activationLimit: 3 }, 400],
		['PUT', '/serials/58273', {}, { status: 0, activationLimit: 51 }, 400],
		['GET', '/dongles', { sortby: 'model' }, undefined, 400],
		['PUT', '/dongles/1', {}, { driverType: 2 }, 404],
		['PUT', '/dongles/991846791', {}, { driverType: 'W16' }, 400],
		['POST', '/orders/10016/dongles', {}, { dongleId: 1 }, 400],
		['POST', '/orders/10096/dongles', {}, { dongleId: 'x' }, 400],
		['POST', '/orders/10096/dongles', {}, {}, 400],
		['POST', '/orders/1/dongles', {}, { dongleId: 1 }, 404],
		['GET', '/getdonglehistory/991846791', { actiondatebegin: 'x' }, undefined, 400],
		['GET', '/getdonglehistory/5', {}, undefined, 404],
		['GET', '/products/999/features', {}, undefined, 404],
		['GET', '/orders/1/products/1/features', {}, undefined, 404],
		['DELETE', '/products/1/features', {}, undefined, 405],
		['GET', '/elsewhere', {}, undefined, 404],
	])('refuses %s %s with %j and %j', async (method, path, query, body, status) => {
		expect((await call(method, path, query, body)).status).toBe(status);
	});

	it('takes a dongle once for each order', async () => {
		const add = async (): Promise<number> =>
			(await call('POST', '/orders/10096/dongles', {}, { dongleId: 7 })).status;
		expect([await add(), await add()]).toEqual([200, 400]);
	});

	it('tells the history of a dongle within a closed period, under a name that can be changed', async () => {
		const history = async (query: Json = {}): Promise<Json> =>
			(await call('GET', '/getdonglehistory/991846791', query)).data;
		const { history: all } = await history();
		expect(all).toHaveLength(12);
		const [, second, third] = all as Json[];
		const period = { actiondatebegin: second?.actiondate, actiondateend: third?.actiondate };
		expect((await history(period)).history).toEqual([second, third]);
		expect((await history({ actionresult: 1 })).history).toHaveLength(1);
		sandbox.control.settings({ guardantHistoryName: '' });
		expect(await history(period)).toEqual([second, third]);
	});

	it('makes the same data from the same seed, and other data from another', async () => {
		const serials = async (from: Sandbox): Promise<unknown> =>
			(await guardant(from)('POST', '/search/serialnumbers', {}, { searchstring: '-' })).data;
		const [same, other] = await Promise.all([
			withSandbox({ customers: 30 }),
			withSandbox({ customers: 30, seed: 5 }),
		]);
		expect(await serials(same)).toEqual(await serials(sandbox));
		expect(await serials(other)).not.toEqual(await serials(sandbox));
		await Promise.all([same.close(), other.close()]);
	});
});
