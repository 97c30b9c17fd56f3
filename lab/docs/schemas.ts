import { broughtBy } from '../../nodes/shared/methods';
import type { RecordKey } from '../../nodes/shared/wire';
import type { Operation, Resource } from '../../nodes/shared/resource';
import { outputKeys, sampleOf } from './sources';
import type { OutputKey } from './sources';

export interface ValueSchema {
	readonly type: 'string' | 'number' | 'boolean' | 'array';
	readonly items?: { readonly type: 'object' };
}

/** The output of an operation, in the form in which n8n's editor looks for it. */
export const outputSchema = (resource: Resource, operation: Operation): object => ({
	type: 'object',
	properties: propertiesOf(resource, operation),
	version: 1,
});

function propertiesOf(resource: Resource, operation: Operation): Record<string, ValueSchema> {
	const key = sampleKey(resource);
	const properties = Object.fromEntries(
		outputKeys(broughtBy(operation) ?? resource, key).map((output) => [output.key, valueSchema(output)]),
	);
	switch (operation.kind) {
		case 'diagnose':
			return Object.fromEntries(
				['assumption', 'verdict', 'evidence', 'advice'].map((name) => [name, { type: 'string' }]),
			);
		case 'delete':
			return { deleted: { type: 'boolean' }, id: schemaOf(key) };
		case 'upsert':
			return { ...properties, result: { type: 'string' } };
		default:
			return properties;
	}
}

/** A key that every vendor takes, in the type in which it takes it. */
export const sampleKey = ({ keys }: Resource): RecordKey => keys[0]?.parse('1') ?? '';

/** Keys whose type is the same for every vendor, also for one that has no such value. */
const FIXED_TYPES: Readonly<Record<string, ValueSchema>> = {
	active: { type: 'boolean' },
	quantity: { type: 'number' },
	total: { type: 'number' },
	price: { type: 'number' },
	cost: { type: 'number' },
	quantityOnHand: { type: 'number' },
	quantityAvailable: { type: 'number' },
	lines: { type: 'array', items: { type: 'object' } },
};

export const valueSchema = (output: OutputKey): ValueSchema =>
	FIXED_TYPES[output.key] ?? schemaOf(sampleOf(output));

function schemaOf(value: unknown): ValueSchema {
	if (Array.isArray(value)) return { type: 'array', items: { type: 'object' } };
	if (typeof value === 'number') return { type: 'number' };
	return { type: typeof value === 'boolean' ? 'boolean' : 'string' };
}
