import type { IDataObject } from 'n8n-workflow';

import { epass } from '../../nodes/Epass/vendor';
import { guardantStation } from '../../nodes/GuardantStation/vendor';
import { manexErp } from '../../nodes/ManexErp/vendor';
import { proDeliveryManager } from '../../nodes/ProDeliveryManager/vendor';
import { refusalFault, unwrapAnswer } from '../../nodes/shared/unwrap';
import type { Vendor } from '../../nodes/shared/vendor';
import type { Answer, Unwrapped } from '../../nodes/shared/wire';
import { weevioPims } from '../../nodes/WeevioPims/vendor';
import { customerOf } from '../unit/planned';
import { faultIn, only, read, recordsIn } from './helpers';

const ANN: Record<string, { vendor: Vendor; record: IDataObject; key: unknown }> = {
	weevio: { vendor: weevioPims, record: { CUSTOMER_CODE: 'M-1', BEMAIL: 'a@x.com' }, key: 'M-1' },
	pdm: { vendor: proDeliveryManager, record: { customer_id: 7, first_name: 'Ann' }, key: 7 },
	manex: { vendor: manexErp, record: { CUSTNO: '0000000010', CUSTNAME: 'Ann' }, key: '0000000010' },
	guardant: { vendor: guardantStation, record: { _id: 8, name: 'Ann' }, key: 8 },
	epass: { vendor: epass, record: { ID: 1, Code: '1000' }, key: '1000' },
};

const answered = (vendor: Vendor, answer: Partial<Answer>): Unwrapped =>
	unwrapAnswer(vendor, { status: 200, headers: {}, body: {}, ...answer });

describe('answers in other forms than the documented one', () => {
	const { weevio, pdm, manex, guardant, epass: e } = ANN;

	it.each<[string, (typeof ANN)[string] | undefined, (record: IDataObject) => unknown]>([
		['EPASS, Success "true"', e, (Fields) => ({ Result: { Success: 'true' }, Values: [{ Fields }] })],
		['EPASS, Success 1', e, (Fields) => ({ Result: { Success: 1 }, Values: [{ Fields }] })],
		['EPASS, Values an object', e, (Fields) => ({ Result: { Success: true }, Values: { Fields } })],
		['EPASS, Result a list of one', e, (Fields) => ({ Result: [{ Success: true }], Values: [{ Fields }] })],
		['EPASS, Customer an object', e, (Fields) => ({ Results: { Success: true }, Customer: { Fields } })],
		['EPASS, small letters', e, (Fields) => ({ results: { success: 'True' }, customer: [{ Fields }] })],
		[
			'EPASS, Customer by numbers',
			e,
			(Fields) => ({ Results: { Success: true }, Customer: { '0': { Fields } } }),
		],
		['ManEx, a list of one', manex, (record) => ({ Code: 200, ResponseObject: [record] })],
		['ManEx, Code "200"', manex, (record) => ({ Code: '200', IsValidUser: 'true', ResponseObject: record })],
		['ManEx, small letters', manex, (record) => ({ code: 200, responseObject: record })],
		['PDM, a list of one', pdm, (record) => ({ status: { code: 101, details: 'OK' }, customer: [record] })],
		['PDM, code "101"', pdm, (record) => ({ status: { code: '101' }, customer: record })],
		['PDM, status a list of one', pdm, (record) => ({ status: [{ code: 101 }], customer: record })],
		['PDM, status a number', pdm, (record) => ({ status: 101, customer: record })],
		['Guardant, customers an object', guardant, (record) => ({ customers: record })],
		['Guardant, customers by numbers', guardant, (record) => ({ customers: { '0': record } })],
		['Guardant, customer a list of one', guardant, (record) => ({ customer: [record] })],
		[
			'Weevio, data a list of one',
			weevio,
			(record) => ({ status: 'success', data: [record], subRecords: null }),
		],
		['Weevio, status in capitals', weevio, (record) => ({ status: 'SUCCESS', data: record })],
		['Weevio, success true beside it', weevio, (record) => ({ success: 'true', status: 'ok', data: record })],
	])('K7: %s', (_, found, body) => {
		const { vendor, record, key } = found as NonNullable<typeof found>;
		const read = only(recordsIn(vendor, body(record)));
		expect(read).toEqual(record);
		expect(customerOf(vendor).keyOf(read)).toEqual(key);
	});

	it.each([null, [], {}, '', false])('K7: %j in the place of records is none', (nothing) => {
		expect(recordsIn(guardantStation, { customers: nothing })).toEqual([]);
		expect(recordsIn(proDeliveryManager, { status: { code: 101 }, customer: nothing })).toEqual([]);
		expect(recordsIn(weevioPims, { status: 'success', data: nothing })).toEqual([]);
		expect(recordsIn(epass, { Results: { Success: true }, Customer: nothing })).toEqual([]);
		expect(recordsIn(manexErp, { Code: 200, ResponseObject: nothing })).toEqual([]);
	});

	it.each<unknown>([[8, 9], ['x'], [null], [[]], 5])(
		'K7: %j in the place of records cannot be read',
		(no) => {
			expect(faultIn(guardantStation, { customers: no }).details.kind).toBe('unreadable');
			expect(faultIn(proDeliveryManager, { status: { code: 101 }, customer: no }).details.kind).toBe(
				'unreadable',
			);
			expect(faultIn(epass, { Result: { Success: true }, Values: no }).details.kind).toBe('unreadable');
		},
	);

	it.each([
		[false, true],
		[0, true],
		['false', true],
		['0', true],
		[true, false],
		[1, false],
		['True', false],
		[null, null],
		['perhaps', null],
	])('K7: Guardant’s archived %j is active %j', (archived, active) => {
		expect(customerOf(guardantStation).simplify({ _id: 8, archived }, '').active).toBe(active);
	});

	it.each([
		[true, 12],
		['true', '12'],
		[1, 12],
	])('K7: EPASS says with PagesRemaining %j that more follow', (PagesRemaining, LargestID) => {
		const body = { Results: { Success: true }, Paging: { PagesRemaining, LargestID }, Customer: [] };
		expect(read(epass, body)).toMatchObject({ kind: 'records', next: 12 });
	});
});

describe('refusals', () => {
	it.each([
		[{ message: 'Note cannot be blank.', messageDetails: [] }, 'Note cannot be blank.'],
		[
			{ message: 'Not saved.', messageDetails: ['Note cannot be blank.', 'Code is unknown.'] },
			'Not saved.; Note cannot be blank.; Code is unknown.',
		],
		[{ message: null, messageDetails: ['Note cannot be blank.'] }, 'Note cannot be blank.'],
		[{ message: 'Too long.', messageDetails: ['Too long.'] }, 'Too long.'],
		[{ message: null, messageDetails: [{ code: 'N-1', message: 'Too long.' }] }, 'N-1 Too long.'],
		[{ messages: ['Too long.'] }, 'Too long.'],
		[{ messages: { code: 'CUS-1', message: 'No.' } }, 'CUS-1 No.'],
	])('A7: EPASS’s second form %j is read', (words, message) => {
		for (const status of [200, 422]) {
			const body = { success: false, lastException: null, httpStatusCode: 422, ...words };
			expect(read(epass, body, status)).toEqual({ kind: 'refused', reason: 'input', message });
		}
	});

	const advice = (vendor: Vendor, body: unknown, status = 200): string | undefined => {
		const refusal = read(vendor, body, status);
		if (refusal.kind !== 'refused') throw new Error('Not refused');
		return refusalFault(refusal, { status, headers: {}, body }).details.description;
	};

	it('A8: PDM’s 204 tells of the white list, 201 and 202 of what is wrong', () => {
		const status = (code: number | string) => ({ status: { code, details: 'No' } });
		expect(advice(proDeliveryManager, status(204))).toContain('IP white list');
		expect(advice(proDeliveryManager, status('204'))).toContain('IP white list');
		expect(advice(proDeliveryManager, status(201))).toContain('Company ID');
		expect(advice(proDeliveryManager, status(202))).toContain('API Key');
	});

	it('A8: ManEx’s bad route tells of the Base URL, whatever its status', () => {
		const route = { $id: '1', Message: 'No HTTP resource was found.', MessageDetail: 'No action was found.' };
		for (const status of [200, 400, 404]) expect(advice(manexErp, route, status)).toContain('Base URL');
		expect(advice(manexErp, { message: 'x', messageDetail: 'y' }, 404)).toContain('Base URL');
	});

	it.each<[string, unknown, string]>([
		['success false', { success: false, message: 'No, thanks' }, 'No, thanks'],
		['Success "false"', { Success: 'false', message: 'No, thanks' }, 'No, thanks'],
		['success 0', { success: 0, errorMessage: 'No, thanks' }, 'No, thanks'],
		['an error text', { error: 'No, thanks' }, 'No, thanks'],
		['an error object', { error: { code: 1, message: 'No, thanks' } }, 'No, thanks'],
		['errors', { errors: [{ message: 'No, thanks' }] }, 'No, thanks'],
		['a code with a message', { code: 10172, message: 'No, thanks' }, 'No, thanks'],
		['a code as text', { Code: '10172', Message: 'No, thanks' }, 'No, thanks'],
	])('F3: a good status with %s is a no to every vendor’s write', (_, body, words) => {
		for (const vendor of [guardantStation, weevioPims, proDeliveryManager, manexErp, epass])
			expect(answered(vendor, { method: 'POST', body })).toMatchObject({ kind: 'refused', message: words });
	});

	it('F3: a no beside records is a no; a yes beside them is none', () => {
		const customer = { _id: 8 };
		expect(read(guardantStation, { success: false, message: 'No', customers: [] })).toMatchObject({
			kind: 'refused',
		});
		expect(
			recordsIn(guardantStation, {
				success: true,
				error: null,
				errors: [],
				code: 0,
				message: 'OK',
				customer,
			}),
		).toEqual([customer]);
		expect(read(weevioPims, { status: 'success', error: 'No', data: 'M-1' })).toMatchObject({
			kind: 'refused',
		});
	});

	it.each([
		undefined,
		'',
		null,
		{},
		true,
		{ success: true },
		{ Success: '1' },
		{ status: 'OK' },
		{ customer: { _id: 9 } },
	])('F3: Guardant’s %j to a deletion is a yes', (body) => {
		expect(answered(guardantStation, { method: 'DELETE', body })).toMatchObject({ kind: 'records' });
	});

	it.each([
		{ success: false },
		{ code: 10172, message: 'x' },
		'Removed',
		'No',
		{ error: 'x' },
		{ a: 1 },
		[],
		false,
		0,
	])('F3: Guardant’s %j to a deletion is not, so that it is looked up', (body) => {
		const answer = answered(guardantStation, { method: 'DELETE', body });
		expect(answer).toMatchObject({ kind: 'refused', reason: 'failed' });
	});

	it.each(['No record found', 'Record not found', 'No matching customer', 'Customer does not exist'])(
		'K8: Weevio’s data "%s" is a look-up that found nothing, never a key',
		(data) => {
			const body = { status: 'success', data };
			expect(answered(weevioPims, { body, method: 'GET', path: ['customers', 'single'] })).toMatchObject({
				reason: 'absent',
				message: data,
			});
			expect(answered(weevioPims, { body, method: 'POST', path: ['customers', 'query'] })).toMatchObject({
				records: [],
			});
		},
	);

	it('K8: Weevio’s other words in the place of data are a refusal in its words', () => {
		const body = { status: 'success', data: 'Database is locked' };
		for (const [method, action] of [
			['GET', 'single'],
			['POST', 'query'],
		] as const)
			expect(answered(weevioPims, { body, method, path: ['customers', action] })).toMatchObject({
				reason: 'input',
				message: 'Database is locked',
			});
	});
});

describe('what comes beside the records', () => {
	it('K9: Weevio’s sub-records stand in the record that they are beside', () => {
		const data = { CUSTOMER_CODE: 'M-1' };
		const subRecords = [{ CUSTOMERS_ADDITIONAL_LOCATIONS: { CITY: 'Rome' } }];
		for (const form of [data, [data]])
			expect(only(recordsIn(weevioPims, { status: 'success', data: form, subRecords }))).toEqual({
				...data,
				subRecords,
			});
		expect(only(recordsIn(weevioPims, { status: 'success', data, subRecords: null }))).toEqual(data);
	});

	it('K9: beside several records they are nobody’s, which is said', () => {
		const data = [{ CUSTOMER_CODE: 'M-1' }, { CUSTOMER_CODE: 'M-2' }];
		const unwrapped = read(weevioPims, { status: 'success', data, subRecords: [{ A: 1 }] });
		expect(unwrapped).toMatchObject({ records: data, warnings: [expect.stringContaining('sub-records')] });
		expect(read(weevioPims, { status: 'success', data, subRecords: [] })).toEqual({
			kind: 'records',
			records: data,
		});
	});

	const keys = [
		{ table: 'Customer', keys: [{ key: 'PrimaryKey', fields: [{ fieldName: 'Code', fieldValue: '1000' }] }] },
	];
	it.each<[string, IDataObject, string[]]>([
		[
			'objects',
			{ warnings: [{ code: 'CUS-1', message: 'Zip code is not known.' }] as unknown as IDataObject[] },
			['CUS-1 Zip code is not known.'],
		],
		['texts', { warnings: ['Look at it.', 'And at that.'] }, ['Look at it.', 'And at that.']],
		['a general message', { warning: true, warnings: [], generalMessage: 'Look at it.' }, ['Look at it.']],
		['none', { warning: false, warnings: [], generalMessage: 'Added.' }, []],
	])('K10: EPASS’s warnings of a good add, as %s', (_, given, warnings) => {
		const unwrapped = read(epass, { success: true, httpStatusCode: 201, messages: [], keys, ...given }, 201);
		expect(unwrapped).toMatchObject({ kind: 'records', warnings });
		const [record] = unwrapped.kind === 'records' ? unwrapped.records : [];
		const list = given.warnings as unknown[];
		expect(record).toEqual({ Code: '1000', ...(list.length > 0 ? { warnings: list } : {}) });
	});
});
