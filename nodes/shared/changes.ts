import type { IDataObject } from 'n8n-workflow';

import { notStored, storedAt } from './compare';
import type { Parameters } from './parameters';
import { hidingJsonWith } from './hiding';
import type { Resource } from './resource';
import { namesHidden, withoutHidden } from './shape';
import { isBlank } from './values';
import type { WriteFields } from './wire';

/** What a write did to a record, or would do: `{ field, from, to }` each, in the vendor's write names. */
export type Changes = IDataObject[];

/** The options of every operation that writes. */
export interface WriteOptions {
	/** Everything is read, checked and compared, and nothing is written. */
	readonly dryRun: boolean;
	/** Whether the item tells what was, or would be, changed. */
	readonly includeChanges: boolean;
}

export function writeOptionsOf(parameters: Parameters): WriteOptions {
	const dryRun = parameters.option('dryRun', 'Dry Run', false);
	return { dryRun, includeChanges: dryRun || parameters.option('includeChanges', 'Include Changes', false) };
}

/**
 * The written values that a record does not hold, each with the one that it holds: null where it holds none, or where
 * no answer brings it.
 * @param before undefined for a record that is new, or that nothing documented reads
 * @param hidden names of fields, in small letters, of which no value is shown
 */
export function changesOf(
	resource: Pick<Resource, 'fields' | 'namesInAnyCase'>,
	written: WriteFields,
	before: IDataObject | undefined,
	hidden: readonly string[],
): Changes {
	const differing = before === undefined ? written : notStored(resource, written, before);
	const hides = hidingJsonWith(hidden);
	return Object.entries(written).flatMap(([id, to]) => {
		const field = resource.fields.find((each) => each.id === id);
		const readAs = field?.readAs ?? id;
		if (field?.isConsent === true) return [];
		const isUnseen = field?.neverRead === true;
		if (!Object.hasOwn(differing, id) && !isUnseen) return [];
		const from = before === undefined ? null : storedAt(resource, before, readAs);
		if (isBlank(from) && isBlank(to) && !isUnseen) return [];
		if ([id, readAs].some((name) => isHidden(name, hidden))) return [{ field: id, from: HIDDEN, to: HIDDEN }];
		const shown = (value: unknown): IDataObject[string] => {
			const given = (value ?? null) as IDataObject[string];
			if (namesHidden(given, hidden)) return HIDDEN;
			const visible = withoutHidden(given, hidden);
			// A hidden field may be named in a text as well.
			const written = JSON.stringify([visible]);
			return hides(written) === written ? visible : HIDDEN;
		};
		return [{ field: id, from: isBlank(from) ? null : shown(from), to: shown(to) }];
	});
}

const HIDDEN = '(hidden)';

const isHidden = (name: string, hidden: readonly string[]): boolean =>
	name.split('.').some((part) => hidden.includes(part.trim().toLowerCase()));
