import type { IDataObject } from 'n8n-workflow';

import type { Source } from './sources';
import { firstText, joinedName, text } from './values';

/**
 * Names of a common record in the form that a vendor keeps them: as one, or as given and family name.
 * A single name is split at its last white space of any kind; one without is a family name alone.
 */
const named = (of: (record: IDataObject) => string | null): Source<string | null> => ({
	reads: ['name', 'firstName', 'lastName', 'companyName'],
	of,
});

/** A part of a name: gone where the record says the whole name without it, or names it as empty beside other parts. */
const part = (
	name: 'firstName' | 'lastName' | 'companyName',
	of: (record: IDataObject) => string | null,
): Source<string | null> => ({
	...named(of),
	isGone: (record) =>
		of(record) === null &&
		nameOf(record) !== null &&
		(firstText(record.name, record.companyName) !== null || Object.hasOwn(record, name)),
});

export const fullName = named(nameOf);

export const givenName = part('firstName', (record) =>
	hasSeparateNames(record) ? text(record.firstName) : splitName(nameOf(record)).given,
);

export const familyName = part('lastName', (record) =>
	hasSeparateNames(record) ? text(record.lastName) : splitName(nameOf(record)).family,
);

/** A company where the source says so, or a name that the source does not split into a person's. */
export const companyName = part(
	'companyName',
	(record) => text(record.companyName) ?? (hasSeparateNames(record) ? null : text(record.name)),
);

/** A company has one name; only a person's is split. */
export const unlessCompany = ({ isGone, of }: Source<string | null>): Source<string | null> => ({
	...named((record) => (isCompany(record) ? null : of(record, ''))),
	isGone: (record) => isCompany(record) || isGone?.(record) === true,
});

function isCompany(record: IDataObject): boolean {
	return companyName.of(record, '') !== null && !hasSeparateNames(record);
}

function nameOf(record: IDataObject): string | null {
	return firstText(record.name, record.companyName) ?? joinedName(record.firstName, record.lastName);
}

function hasSeparateNames(record: IDataObject): boolean {
	return text(record.firstName) !== null || text(record.lastName) !== null;
}

function splitName(name: string | null): { given: string | null; family: string | null } {
	if (name === null) return { given: null, family: null };
	const [, given = null, family = name] =
		/^(.*[^\s\p{White_Space}])[\s\p{White_Space}]+(.+)$/su.exec(name) ?? [];
	return { given, family };
}
