import type { IDataObject } from 'n8n-workflow';

import { findable, isSameKey } from './compare';
import { Fault, isAbsent, orThrow } from './fault';
import { givenIn, isOwnKey, KeyFault } from './keys';
import type { KeyMode } from './keys';
import { panelOf } from './operations/panel';
import type { Parameters } from './parameters';
import { listEntry, pickedBy } from './picking';
import type { Pick, Resource } from './resource';
import type { Connection } from './send';
import { keyLabel } from './telling';
import { joinedName, text } from './values';
import type { Scope } from './vendor';
import { listed } from './words';

/**
 * What a model means by a name where a key is asked for. A write never ends at another record: a name is taken for it
 * only where it cannot be a key, and where exactly one record has it; a deletion takes none.
 */

/** What stands in the place of the vendor's own key; undefined where nothing does. */
function givenAsKey({ name, operation }: Scope, parameters: Parameters): string | undefined {
	if (operation.kind === 'call' || !panelOf(operation).parameters(operation).includes('record'))
		return undefined;
	const given = givenIn(parameters, name);
	return isOwnKey(given) ? (text(given.value) ?? undefined) : undefined;
}

/** The parameters with the record named in another way. */
function naming({ name }: Scope, parameters: Parameters, mode: KeyMode['name'], value: string): Parameters {
	const locator = { __rl: true, mode, value };
	return Object.create(parameters, {
		raw: { value: (each: string): unknown => (each === name ? locator : parameters.raw(each)) },
	}) as Parameters;
}

const isMissed = (thrown: unknown): boolean =>
	thrown === undefined || thrown instanceof KeyFault || isAbsent(thrown);

/**
 * The same item with what was given as a key taken for another one that the vendor looks up exactly, such as a name.
 * @param thrown undefined where nothing came
 */
export function otherWays(scope: Scope, parameters: Parameters, thrown: unknown): Parameters[] {
	const { operation, resource } = scope;
	const given = givenAsKey(scope, parameters);
	if (given === undefined || thrown === undefined || !isMissed(thrown)) return [];
	return resource.keys
		.filter(({ field, name }) => {
			if (field === undefined) return false;
			if (operation.kind === 'get') return true;
			return (
				operation.kind === 'update' &&
				thrown instanceof KeyFault &&
				operation.readsFirst?.({ by: name, value: given }) === true
			);
		})
		.map(({ name }) => naming(scope, parameters, name, given));
}

/** How many records of a name are looked at: among more, nobody can tell which is meant. */
const MOST_SEEN = 50;

/**
 * Looks for records by what was given as a key, as a person does in the list.
 * @returns the item with the key of the only one of that name, the fault that says which there are, or undefined
 * where there are none
 */
export async function meantBy(
	scope: Scope,
	parameters: Parameters,
	thrown: unknown,
	connect: () => Promise<Connection>,
): Promise<Parameters | Fault | undefined> {
	const { operation, resource } = scope;
	const given = givenAsKey(scope, parameters);
	if (given === undefined || resource.pick === undefined || !isMissed(thrown)) return undefined;
	if (thrown === undefined && operation.kind !== 'list') return undefined;
	const { more, records } = await search(resource, resource.pick, given, await connect());
	const isKey = (record: IDataObject): boolean => isSameKey(resource.keyOf(record), given);
	if (records.length === 0 || records.some(isKey)) return undefined;
	const named = records.filter((record) => isNamed(scope, record, given));
	const [only, ...others] = named;
	const reads = operation.kind === 'get' || operation.kind === 'list';
	const mayTake = reads || (operation.kind === 'update' && thrown instanceof KeyFault);
	const key = only === undefined ? undefined : resource.keyOf(only);
	if (mayTake && key !== undefined && others.length === 0 && !more)
		return naming(scope, parameters, 'id', String(key));
	const entries = (named.length > 0 ? named : records).map((record) => listEntry(resource, record).name);
	const label = keyLabel(resource, 'id');
	return new Fault({
		kind: 'input',
		message: `"${given}" is no ${label} of ${resource.many}${reads ? '' : ', and nothing was written'}. Found: ${listed(entries)}`,
		description: `Call again with the ${label}, which stands in brackets`,
	});
}

/** A person's whole name may stand in two fields, each of which is looked through for itself. */
async function search(
	resource: Resource,
	pick: Pick,
	given: string,
	connection: Connection,
): Promise<{ more: boolean; records: readonly IDataObject[] }> {
	const bounds = { limit: MOST_SEEN, maxParallelRequests: 1 };
	const lastWord = given.split(/\s+/).at(-1) ?? given;
	let more = false;
	for (const typed of new Set([given, lastWord])) {
		const found = orThrow(await pickedBy(connection, resource, pick, typed, bounds));
		more ||= found.more;
		if (found.records.length > 0) return { more, records: found.records };
	}
	return { more, records: [] };
}

/** Whether a record is known by just this: its name in any of its forms, or its email address. */
function isNamed({ resource: { pick, simplify } }: Scope, record: IDataObject, given: string): boolean {
	const { companyName, email, firstName, lastName, name } = simplify(record, '') as IDataObject;
	const names = [name, companyName, joinedName(firstName, lastName), email, pick?.nameOf?.(record)];
	return names.some((each) => text(each) !== null && findable(each) === findable(given));
}
