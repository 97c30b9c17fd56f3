import type { IDataObject } from 'n8n-workflow';

import { firstText, joinedName, text } from './values';

/**
 * Names of a common customer in the form that a vendor keeps them: as one, or as given and family name.
 * A single name is split at its last blank; one without a blank is a family name alone.
 */
export function fullName(customer: IDataObject): string | null {
	return firstText(customer.name, customer.companyName) ?? joinedName(customer.firstName, customer.lastName);
}

export function givenName(customer: IDataObject): string | null {
	if (hasSeparateNames(customer)) return text(customer.firstName);
	return splitName(fullName(customer)).given;
}

export function familyName(customer: IDataObject): string | null {
	if (hasSeparateNames(customer)) return text(customer.lastName);
	return splitName(fullName(customer)).family;
}

/** A company where the source says so, or a name that the source does not split into a person's. */
export function companyName(customer: IDataObject): string | null {
	return text(customer.companyName) ?? (hasSeparateNames(customer) ? null : text(customer.name));
}

function hasSeparateNames(customer: IDataObject): boolean {
	return text(customer.firstName) !== null || text(customer.lastName) !== null;
}

function splitName(name: string | null): { given: string | null; family: string | null } {
	if (name === null) return { given: null, family: null };
	const at = name.lastIndexOf(' ');
	return at < 0
		? { given: null, family: name }
		: { given: name.slice(0, at).trim(), family: name.slice(at + 1) };
}
