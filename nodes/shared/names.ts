import type { IDataObject } from 'n8n-workflow';

import type { Source } from './sources';
import { firstText, joinedName, text } from './values';

/**
 * Names of a common record in the form that a vendor keeps them: as one, or as given and family name.
 * A single name is split at its last blank; one without a blank is a family name alone.
 */
const named = (of: (record: IDataObject) => string | null): Source<string | null> => ({
	reads: ['name', 'firstName', 'lastName', 'companyName'],
	of,
});

export const fullName = named(nameOf);

export const givenName = named((record) =>
	hasSeparateNames(record) ? text(record.firstName) : splitName(nameOf(record)).given,
);

export const familyName = named((record) =>
	hasSeparateNames(record) ? text(record.lastName) : splitName(nameOf(record)).family,
);

/** A company where the source says so, or a name that the source does not split into a person's. */
export const companyName = named(
	(record) => text(record.companyName) ?? (hasSeparateNames(record) ? null : text(record.name)),
);

/** A company has one name; only a person's is split. */
export const unlessCompany = ({ of }: Source<string | null>): Source<string | null> =>
	named((record) =>
		companyName.of(record, '') !== null && !hasSeparateNames(record) ? null : of(record, ''),
	);

function nameOf(record: IDataObject): string | null {
	return firstText(record.name, record.companyName) ?? joinedName(record.firstName, record.lastName);
}

function hasSeparateNames(record: IDataObject): boolean {
	return text(record.firstName) !== null || text(record.lastName) !== null;
}

function splitName(name: string | null): { given: string | null; family: string | null } {
	if (name === null) return { given: null, family: null };
	const at = name.lastIndexOf(' ');
	return at < 0
		? { given: null, family: name }
		: { given: name.slice(0, at).trim(), family: name.slice(at + 1) };
}
