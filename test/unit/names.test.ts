import { companyName, familyName, fullName, givenName } from '../../nodes/shared/names';

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
		expect(fullName(customer)).toBe(full);
		expect(givenName(customer)).toBe(given);
		expect(familyName(customer)).toBe(family);
		expect(companyName(customer)).toBe(company);
	});

	it('do not split a name that the source has split already', () => {
		const customer = { name: 'van der Berg, Jan', firstName: 'Jan', lastName: 'van der Berg' };
		expect([givenName(customer), familyName(customer)]).toEqual(['Jan', 'van der Berg']);
	});
});
