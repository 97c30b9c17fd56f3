import type { IDataObject } from 'n8n-workflow';

import { companyName, familyName, fullName, givenName, unlessCompany } from '../../nodes/shared/names';
import type { Source } from '../../nodes/shared/sources';

const of = (source: Source<string | null>, customer: IDataObject): string | null => source.of(customer, '');

describe('names of a common customer', () => {
	it.each([
		['first and last name', { firstName: 'Ben', lastName: 'Kenobi' }, ['Ben Kenobi', 'Ben', 'Kenobi', null]],
		['a single name', { name: 'Acme Repair' }, ['Acme Repair', 'Acme', 'Repair', 'Acme Repair']],
		[
			'a name of three words',
			{ name: 'Anna Maria Smith' },
			['Anna Maria Smith', 'Anna Maria', 'Smith', 'Anna Maria Smith'],
		],
		['a name of one word', { name: 'Cher' }, ['Cher', null, 'Cher', 'Cher']],
		['a company', { companyName: 'Google' }, ['Google', null, 'Google', 'Google']],
		[
			'a person of a company',
			{ name: 'Google', companyName: 'Google', firstName: 'Ann', lastName: 'Lee' },
			['Google', 'Ann', 'Lee', 'Google'],
		],
		[
			'a first name alone',
			{ name: 'Peter', firstName: 'Peter', lastName: null },
			['Peter', 'Peter', null, null],
		],
		['nothing', {}, [null, null, null, null]],
		['blanks', { name: '  ', firstName: ' ', lastName: '' }, [null, null, null, null]],
	])('are taken apart and put together from %s', (_, customer, [full, given, family, company]) => {
		expect(of(fullName, customer)).toBe(full);
		expect(of(givenName, customer)).toBe(given);
		expect(of(familyName, customer)).toBe(family);
		expect(of(companyName, customer)).toBe(company);
	});

	it('do not split a name that the source has split already', () => {
		const customer = { name: 'van der Berg, Jan', firstName: 'Jan', lastName: 'van der Berg' };
		expect([of(givenName, customer), of(familyName, customer)]).toEqual(['Jan', 'van der Berg']);
	});

	it('do not split the one name of a company, where that is asked for', () => {
		const company = { name: 'Acme Repair' };
		expect([of(unlessCompany(givenName), company), of(unlessCompany(familyName), company)]).toEqual([
			null,
			null,
		]);
		const person = { companyName: 'Google', firstName: 'Ann', lastName: 'Lee' };
		expect([of(unlessCompany(givenName), person), of(unlessCompany(familyName), person)]).toEqual([
			'Ann',
			'Lee',
		]);
	});

	it('say what they read, so that none of it passes for left over', () => {
		for (const source of [fullName, givenName, familyName, companyName, unlessCompany(givenName)]) {
			const read = new Set<string>();
			const note = (_: object, key: string | symbol): undefined =>
				void (typeof key === 'string' && read.add(key));
			of(source, new Proxy({}, { get: note, getOwnPropertyDescriptor: note }));
			expect(source.reads).toEqual(expect.arrayContaining([...read]));
		}
	});
});
