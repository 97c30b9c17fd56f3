import type { IDataObject } from 'n8n-workflow';

import { InputFault } from '../fault';
import { fieldNames, outputOf } from '../shape';
import type { Output } from '../shape';
import type { Parameters } from '../parameters';
import { inAnyCase } from '../values';
import type { Vendor } from '../vendor';
import type { Watched } from '../watch';
import type { RecordKey } from '../wire';
import type { Watching } from './kind';
import { versionOf } from './ledger';

/** The name under which shared shapes say when a record was changed. */
const CHANGED = 'updatedAt';

/**
 * What of a record is watched: the fields that are named, or else all of the chosen output but dates of change.
 * @throws InputFault for a field that the output does not have
 */
export function watchingOf(
	vendor: Vendor,
	watched: Watched,
	parameters: Parameters,
): Watching & { readonly scope: unknown } {
	const outputs = new Map<RecordKey, Output>();
	const outputFor = (parent: RecordKey): Output => {
		const output =
			outputs.get(parent) ?? outputOf({ vendor, resource: watched }, parameters, watched, parent);
		outputs.set(parent, output);
		return output;
	};
	const { choice, reads } = outputFor('');
	const named = fieldNames(parameters.raw('fieldsToWatch'), 'Fields to Watch');
	const shared = choice?.mode === 'simplified' ? watched.shape.keys : undefined;
	const available = shared ?? (choice?.mode === 'selected' ? ['id', ...choice.fields] : undefined);
	const unknown = named.find((name) => available?.includes(name) === false);
	if (unknown !== undefined) {
		throw new InputFault(
			`Fields to Watch: the output has no field "${unknown}"`,
			`Enter some of ${available?.join(', ')}, or choose another Output`,
		);
	}
	const ignored = new Set([CHANGED, ...watched.watch.changeDates].map((name) => name.toLowerCase()));
	const unseen = new Set(available === undefined ? named : []);
	const values = (item: IDataObject): unknown => {
		if (named.length === 0) return Object.entries(item).filter(([name]) => !ignored.has(name.toLowerCase()));
		return named.map((name) => {
			const value = inAnyCase(item, name);
			if (value !== undefined) unseen.delete(name);
			return value ?? null;
		});
	};
	return {
		shape: (record, parent) => outputFor(parent).shape(record),
		versionOf: (record, parent) => versionOf(inOneOrder(values(outputFor(parent).shape(record)))),
		watches:
			named.length === 0
				? reads
				: named.flatMap((name) => (shared === undefined ? undefined : watched.readsFor(name)) ?? [name]),
		reads,
		unseen,
		scope: [choice?.mode, named.length > 0 ? named : available, choice?.includeSensitiveFields],
	};
}

/** As text, whatever the order of names in which a vendor sends the same record. */
function inOneOrder(value: unknown): string {
	return JSON.stringify(value, (_, inner: unknown) =>
		typeof inner === 'object' && inner !== null && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
			: inner,
	);
}
