import type { IDataObject } from 'n8n-workflow';

import { GuardantStationApi } from '../../credentials/GuardantStationApi.credentials';
import { guardantStation as vendor } from '../../nodes/GuardantStation/vendor';
import { kindOf } from '../../nodes/shared/operations';
import type { Get, Operation, Resource } from '../../nodes/shared/resource';
import type { Yields } from '../../nodes/shared/sources';
import type { Scope } from '../../nodes/shared/vendor';
import { unwrapAnswer } from '../../nodes/shared/unwrap';
import type { VendorRequest } from '../../nodes/shared/wire';
import documented from '../sandbox/documented/guardantLicenses';
import { parameters } from '../unit/planned';
import type { Planned } from '../unit/planned';
import { byHand, faultIn, listRequests, locator, only, queryOf, recordsIn, Wiretap } from './helpers';
import type { Wire } from './helpers';

const SERIAL = 'LvHdHH-Ux1VmY-pGKq1y-NEE4pp-8iAAgP';

const resourceOf = (name: string): Resource => {
	const resource = (vendor.resources as Record<string, Resource>)[name];
	if (resource === undefined) throw new Error(`There is no ${name}`);
	return resource;
};

/** Plans one item for an operation. */
function plan(name: string, operationName: string, values: IDataObject): Planned<'get'> {
	const resource = resourceOf(name);
	const operation = resource.operations[operationName];
	if (operation === undefined) throw new Error(`There is no ${operationName}`);
	const scope: Scope = { vendor, name, resource, operation };
	return { ...kindOf(operation).plan(scope, parameters(values)), operation } as unknown as Planned<'get'>;
}

const operationOf = <K extends Operation['kind']>(
	name: string,
	operation: string,
	kind: K,
): Extract<Operation, { kind: K }> => {
	const found = resourceOf(name).operations[operation];
	if (found?.kind !== kind) throw new Error(`${name} has no ${operation}`);
	return found as Extract<Operation, { kind: K }>;
};

/** The one request of a list. */
const listed = async (name: string, operation: string, values: IDataObject): Promise<VendorRequest> =>
	only(await listRequests(plan(name, operation, values) as unknown as Planned<'search'>));

/** Records of an answer to what was asked for by this path. */
function answered(body: unknown, ...path: string[]): IDataObject[] {
	const unwrapped = unwrapAnswer(vendor, { status: 200, headers: {}, body, method: 'GET', path });
	if (unwrapped.kind !== 'records') throw new Error(`Refused: ${unwrapped.message}`);
	return unwrapped.records;
}

const simplified = (name: string, body: unknown): IDataObject[] =>
	recordsIn(vendor, body).map((record) => resourceOf(name).simplify(record, ''));

describe('Guardant Station’s licenses, as its pages print them', () => {
	let tap: Wiretap;
	beforeAll(async () => {
		tap = await Wiretap.open();
	});
	afterAll(async () => await tap.close());
	const send = async (request: VendorRequest): Promise<Wire> =>
		await tap.send(
			vendor,
			new GuardantStationApi(),
			{
				authentication: 'accessToken',
				accessToken: 'ready-access-token',
				headerName: 'Authorization',
				headerPrefix: 'Bearer',
				baseUrl: `${tap.origin}/v1.0`,
			},
			request,
		);

	describe('requests', () => {
		it('search for serials by POST, with paging, state and direction in the query', async () => {
			const wire = await send(
				await listed('serial', 'search', {
					filters: { text: 'Lv', status: [0, 1], direction: 'asc' },
					limit: 100,
				}),
			);
			expect(wire).toMatchObject({ method: 'POST', path: '/v1.0/search/serialnumbers' });
			expect(wire.body).toBe(JSON.stringify(documented.serialSearchRequest));
			expect(wire.query).toBe('status=0,1&direction=asc&offset=0&limit=100');
		});

		it('ask for a serial by itself, in the path', async () => {
			const { request } = plan('serial', 'get', { serial: locator('id', SERIAL) });
			expect(await send(request)).toMatchObject({
				method: 'GET',
				path: `/v1.0/serial/getinfo/${SERIAL}`,
				query: '',
				body: '',
			});
		});

		it('ask for its license by the number that was read with it', async () => {
			const getLicense: Get = operationOf('serial', 'getLicense', 'get');
			const record = only(recordsIn(vendor, documented.serial));
			const request = getLicense.then?.request(record) ?? { method: 'GET', path: [] };
			expect(await send(request)).toMatchObject({
				method: 'GET',
				path: '/v1.0/serials/10176/getactuallicense',
				body: '',
			});
		});

		it('change a serial by that number, with both values as printed', async () => {
			const update = operationOf('serial', 'update', 'update');
			const current = { ...documented.serialPutAnswer.serial, activationlimit: 30 };
			const ref = { by: 'id', value: current.serialstring } as const;
			expect(update.readsFirst?.(ref)).toBe(true);
			const wire = await send(update.request(ref, { activationLimit: 9 }, current, {}));
			expect(wire).toMatchObject({ method: 'PUT', path: '/v1.0/serials/58273', query: '' });
			expect(wire.body).toBe(JSON.stringify(documented.serialPutRequest));
		});

		it('list dongles', async () => {
			const wire = await send(
				await listed('dongle', 'search', { filters: { direction: 'asc' }, limit: 100 }),
			);
			expect(wire).toMatchObject({ method: 'GET', path: '/v1.0/dongles', body: '' });
			expect(wire.query).toBe('direction=asc&offset=0&limit=100');
		});

		it('add a dongle to an order, byte for byte as printed', async () => {
			const { request } = plan('dongle', 'create', {
				order: 10096,
				fields: byHand(documented.dongleAddRequest),
			});
			const wire = await send(request);
			expect(wire).toMatchObject({ method: 'POST', path: '/v1.0/orders/10096/dongles' });
			expect(wire.body).toBe(JSON.stringify(documented.dongleAddRequest));
		});

		it('change a dongle, byte for byte as printed', async () => {
			const { fields, ref } = plan('dongle', 'update', {
				dongle: locator('id', 991846791),
				fields: byHand(documented.donglePutRequest),
			}) as unknown as Planned<'update'>;
			const update = operationOf('dongle', 'update', 'update');
			const wire = await send(update.request(ref, fields, undefined, {}));
			expect(wire).toMatchObject({ method: 'PUT', path: '/v1.0/dongles/991846791' });
			expect(wire.body).toBe(JSON.stringify(documented.donglePutRequest));
		});

		it('ask for the history of a dongle by the documented names, in Unix time', async () => {
			const wire = await send(
				await listed('dongle', 'getHistory', {
					dongle: locator('id', 991846791),
					filters: {
						actionDateBegin: '2020-09-13T12:26:40Z',
						actionDateEnd: '2021-01-31',
						actionResult: '0',
						direction: 'desc',
					},
				}),
			);
			expect(wire).toMatchObject({ method: 'GET', path: '/v1.0/getdonglehistory/991846791', body: '' });
			expect(queryOf(wire)).toEqual({
				actiondatebegin: '1600000000',
				actiondateend: String(Date.parse('2021-01-31T23:59:59Z') / 1000),
				actionresult: '0',
				direction: 'desc',
				offset: '0',
				limit: '50',
			});
		});

		it('list the features of a product, and those of a product in an order', async () => {
			const features = async (values: IDataObject): Promise<Wire> =>
				await send(await listed('productFeature', 'search', values));
			expect(await features({ product: 10082 })).toMatchObject({
				method: 'GET',
				path: '/v1.0/products/10082/features',
				query: '',
			});
			expect(await features({ product: 22, order: 1053 })).toMatchObject({
				method: 'GET',
				path: '/v1.0/orders/1053/products/22/features',
				query: '',
			});
		});
	});

	describe('answers', () => {
		it('of a search for serials give them with and without a customer', () => {
			const [first, second] = simplified('serial', documented.serialSearch);
			expect(first).toEqual({
				id: SERIAL,
				internalId: 10176,
				status: 'Normal',
				activationCount: 1,
				activationLimit: 30,
				dongleId: -1235188599,
				licenseContainerVersion: 393218,
				customerId: 246,
				customerName: 'bma_customer',
				customerCompanyName: null,
				customerEmail: 'bma_customer@guardant.com',
				customerPhone: '+49 (0xx) xxxx-xxxx',
				binding: null,
				bindingMaxHardwareChangeNumber: null,
			});
			expect(second).toMatchObject({
				id: 'L6Jo6h-KLvZ6M-SzMs3K-64Uggc-7B2ZDG',
				customerId: null,
				customerName: null,
			});
		});

		it('about one serial say what its license is bound to', () => {
			const item = only(simplified('serial', documented.serial));
			expect(item).toMatchObject({ id: SERIAL, customerId: 246, bindingMaxHardwareChangeNumber: 0 });
			expect(item.binding).toEqual([
				{ part: 'CPU', bound: true, replaceable: false },
				{ part: 'DVD', bound: false, replaceable: false },
				{ part: 'HDD', bound: true, replaceable: false },
				{ part: 'MAC', bound: true, replaceable: false },
				{ part: 'MOTHERBOARD', bound: true, replaceable: false },
				{ part: 'OS', bound: false, replaceable: false },
			]);
		});

		it('to a change of a serial give what it has become', () => {
			expect(only(simplified('serial', documented.serialPutAnswer))).toMatchObject({
				id: 'w388Nt-ecbUam-hp1h3M-mxXgHp-tdk9k7',
				internalId: 58273,
				status: 'Normal',
				activationCount: 4,
				activationLimit: 9,
			});
		});

		it('about a license list its features; where the serial is cut off, it is the one asked for', () => {
			const { brings } = operationOf('serial', 'getLicense', 'get').then ?? {};
			const record = only(recordsIn(vendor, documented.license));
			const item = brings?.simplify(record, SERIAL);
			expect(item).toMatchObject({ id: SERIAL, internalId: 144529, activationCount: 1, activationLimit: 1 });
			const license = only((item?.licenses ?? []) as IDataObject[]);
			expect(license).toMatchObject({ id: 91035, accessCodeId: 18, archived: false, bindingScheme: 0 });
			expect((license.binding as IDataObject[]).map(({ part }) => part)).toEqual(
				expect.arrayContaining(['CPU', 'FQDN', 'IP', 'SID']),
			);
			expect(only(license.features as IDataObject[])).toMatchObject({
				id: 15,
				name: 'f5',
				featureNumber: 5,
				licenseFlags: 32,
				licenseIsExcluded: false,
				canModify: true,
			});
		});

		it.each([
			['a list', documented.dongles],
			['an added one', documented.dongleAddAnswer],
		])('about dongles name their model: %s', (_, body) => {
			expect(only(simplified('dongle', body))).toEqual({
				id: 991846791,
				model: 'SIGN',
				publicCode: 1368487351,
				typeFlags: 0,
				netResource: 0,
				driverType: null,
			});
		});

		it('to a change of a dongle give its driver type', () => {
			expect(only(simplified('dongle', documented.donglePutAnswer))).toMatchObject({
				id: 991846791,
				driverType: 2,
			});
		});

		it('about features give the terms that the product sets, or those of the order', () => {
			const [general] = simplified('productFeature', documented.productFeatures);
			expect(general).toEqual({
				id: 10029,
				name: 'Feature 1',
				description: 'My test feature',
				featureNumber: 1,
				archived: null,
				archivationDate: null,
				crmId: null,
				refId: null,
				pubKey: documented.productFeatures.features[0]?.pubkey,
				licenseConsumptionMode: 0,
				licenseFlags: 0,
				licenseIsExcluded: null,
				licenseIsRemote: false,
				licenseLicensingModel: 4,
				licenseNetLicensesCount: 0,
				licenseRentBeginDate: null,
				licenseRentDaysCount: 10,
				licenseRentEndDate: null,
				licenseRunCounter: 0,
				canExclude: true,
				canModify: true,
			});
			expect(only(simplified('productFeature', documented.orderFeatures))).toMatchObject({
				id: 14,
				archived: false,
				licenseIsExcluded: false,
				licenseRentBeginDate: '2019-08-08T14:05:29.000Z',
				licenseRentEndDate: '2020-08-08T14:05:29.000Z',
				canExclude: false,
			});
		});

		it('about features never mix the terms of an order with those of the product', () => {
			const [feature] = documented.orderFeatures.features;
			const license = { ...feature?.license, rentenddate: 0 };
			const [item] = simplified('productFeature', { features: [{ ...feature, license }] });
			expect(item).toMatchObject({ licenseRentEndDate: null });
		});

		it('that show no braces around their list are read as a list', () => {
			expect(answered(documented.dongles.dongles, 'dongles')).toEqual(documented.dongles.dongles);
			expect(answered(documented.productFeatures.features, 'products', '10082', 'features')).toEqual(
				documented.productFeatures.features,
			);
			expect(faultIn(vendor, documented.dongles.dongles).details.kind).toBe('unreadable');
		});
	});

	describe('the history of a dongle, whose answer is cut', () => {
		const entry = { actiondate: 1600000000, actionresult: 0, comment: 'First writing' };
		const history = (body: unknown): IDataObject[] => answered(body, 'getdonglehistory', '991846791');

		it.each([
			['under any name', { history: [entry] }],
			['under another name', { donglehistory: [entry] }],
			['alone', [entry]],
			['beside numbers and empty lists', { warnings: [], total: 1, events: [entry] }],
			['one level down', { dongle: { dongleid: 991846791, history: [entry] } }],
			['as its only entry', { history: entry }],
		])('is read %s', (_, body) => {
			expect(history(body)).toEqual([entry]);
		});

		it.each([
			['an empty list', { history: [] }],
			['an empty list alone', []],
			['null', { history: null }],
		])('is empty as %s', (_, body) => {
			expect(history(body)).toEqual([]);
		});

		it.each([
			['an empty object', {}],
			['a number', { total: 5 }],
			['a text', 'It works!'],
		])('is not read out of %s', (_, body) => {
			expect(() => history(body)).toThrow(/cannot be read|empty answer/);
		});

		it('passes on what nobody has documented under its own name', () => {
			const { of } = operationOf('dongle', 'getHistory', 'list');
			const simplify = (record: IDataObject): IDataObject | undefined =>
				(of as Yields | undefined)?.simplify(record, 991846791);
			expect(simplify({ ...entry, user: { _id: 1 }, flags: [1] })).toEqual({
				dongleId: 991846791,
				actionDate: '2020-09-13T12:26:40.000Z',
				actionResult: 0,
				comment: 'First writing',
			});
			expect(simplify({ actionDate: 1600000000, actionResult: 'OK' })).toEqual({
				dongleId: 991846791,
				actionDate: '2020-09-13T12:26:40.000Z',
				actionResult: 'OK',
			});
			expect(simplify({})).toEqual({ dongleId: 991846791, actionDate: null, actionResult: null });
		});
	});

	describe('calls that people write themselves', () => {
		const isPaged = (method: VendorRequest['method'], ...path: string[]): boolean =>
			vendor.call.paging({ method, path }) !== undefined;

		it('are read page by page where the documentation has pages', () => {
			expect(isPaged('POST', 'search', 'serialnumbers')).toBe(true);
			expect(isPaged('GET', 'dongles')).toBe(true);
			expect(isPaged('GET', 'getdonglehistory', '991846791')).toBe(true);
		});

		it('are sent once where it has none', () => {
			expect(isPaged('GET', 'products', '10082', 'features')).toBe(false);
			expect(isPaged('GET', 'orders', '1053', 'products', '22', 'features')).toBe(false);
			expect(isPaged('GET', 'serial', 'getinfo', SERIAL)).toBe(false);
			expect(isPaged('POST', 'orders', '10096', 'dongles')).toBe(false);
		});
	});

	describe('moments', () => {
		const asked = async (filters: IDataObject): Promise<VendorRequest['query']> => {
			const { query } = await listed('dongle', 'getHistory', { dongle: locator('id', 1), filters });
			return query;
		};

		it.each([
			['2020-09-13T12:26:40Z', 1600000000],
			['2020-09-13T12:26:40.900Z', 1600000000],
			['2020-09-13 12:26:40', 1600000000],
			['2020-09-13T15:26:40+03:00', 1600000000],
			['2020-09-13T15:26:40+0300', 1600000000],
			['2020-09-13T05:26:40-07', 1600000000],
			['2020-09-13T12:26', 1599999960],
			['2020-09-13', 1599955200],
			['09/13/2020', 1599955200],
			[1600000000, 1600000000],
			['1600000000', 1600000000],
		])('begin at %j', async (actionDateBegin, seconds) => {
			expect(await asked({ actionDateBegin })).toMatchObject({ actiondatebegin: seconds });
		});

		it('end with the last second of a day', async () => {
			expect(await asked({ actionDateEnd: '2020-09-13' })).toMatchObject({ actiondateend: 1600041599 });
			expect(await asked({ actionDateEnd: '2020-09-13T00:00:00' })).toMatchObject({
				actiondateend: 1599955200,
			});
		});

		it.each([
			[{ actionDateBegin: 'yesterday' }, /^Filters: From: "yesterday" is not a date/],
			[{ actionDateEnd: '2020-02-30' }, /^Filters: Until: "2020-02-30" is not a date/],
			[{ actionDateBegin: '' }, /^Filters: From has no value/],
			[{ actionDateBegin: '2020-09-14', actionDateEnd: '2020-09-13' }, /^Filters: From is later than Until/],
		])('are refused in %j', async (filters, words) => {
			await expect(asked(filters)).rejects.toThrow(words);
		});
	});
});
