import type { IDataObject } from 'n8n-workflow';

import { inDocumentedSpelling } from '../../nodes/Epass/spelling';

const spelled = (...records: IDataObject[]): IDataObject[] => {
	const unwrapped = inDocumentedSpelling({ kind: 'records', records });
	return unwrapped.kind === 'records' ? unwrapped.records : [];
};

/** A row with all of a table's columns, most of which nobody reads. */
const whole = (name: (column: string) => string, code: string): IDataObject =>
	Object.fromEntries([
		[name('Code'), code],
		[name('City'), 'Burnaby'],
		...Array.from({ length: 150 }, (_, index) => [`Column${index}`, index]),
	]) as IDataObject;

const lower = (column: string): string => column.toLowerCase();
const same = (column: string): string => column;

describe('the names of columns in an answer of EPASS', () => {
	it.each([
		['as they are documented', same],
		['in small letters', lower],
	])('are the documented ones in each of many whole rows that have them %s', (_, name) => {
		const found = spelled(...['1', '2', '3'].map((code) => whole(name, code)));
		expect(found).toEqual(['1', '2', '3'].map((code) => whole(same, code)));
		expect(found.map((record) => Object.keys(record).slice(0, 2))).toEqual(Array(3).fill(['Code', 'City']));
	});

	it('are looked at in each row that has few of them', () => {
		expect(spelled({ Code: '1' }, { Code: '2', city: 'Burnaby' }, { CODE: '3', City: 'Calgary' })).toEqual([
			{ Code: '1' },
			{ Code: '2', City: 'Burnaby' },
			{ Code: '3', City: 'Calgary' },
		]);
	});

	it('stay where the documented one is there as well, and where nobody reads them', () => {
		const both = { Code: '1', code: '2', SomeThing: 3 };
		expect(spelled(both)).toEqual([both]);
	});
});
