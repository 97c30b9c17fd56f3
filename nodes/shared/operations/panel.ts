import type { Operation, Resource } from '../resource';
import { NAME } from './calls';

/** Parameters that operations share; `properties.ts` has each of them once. */
export type Parameter = 'record' | 'limit' | 'matchOn' | 'fields' | 'output';

/** What the editor shows of a kind of operation: all of it that n8n loads when it starts. */
interface Panel<O extends Operation> {
	words(resource: Resource): { readonly name: string; readonly action: string };
	parameters(operation: O): readonly Parameter[];
}

type OfKind<K> = Extract<Operation, { kind: K }>;

const PANELS: { readonly [K in Operation['kind']]: Panel<OfKind<K>> } = {
	get: {
		words: ({ one }) => ({ name: 'Get', action: `Get ${one}` }),
		parameters: () => ['record', 'output'],
	},
	list: {
		words: ({ many }) => ({ name: 'Get Many', action: `Get many ${many}` }),
		parameters: ({ of, whole }) => [
			...(of === undefined ? [] : (['record'] as const)),
			...(whole === true ? [] : (['limit'] as const)),
			'output',
		],
	},
	create: {
		words: ({ one }) => ({ name: 'Create', action: `Create ${one}` }),
		parameters: () => ['fields', 'output'],
	},
	update: {
		words: ({ one }) => ({ name: 'Update', action: `Update ${one}` }),
		parameters: () => ['record', 'fields', 'output'],
	},
	upsert: {
		words: ({ one }) => ({ name: 'Create or Update', action: `Create or update ${one}` }),
		parameters: () => ['matchOn', 'fields', 'output'],
	},
	delete: {
		words: ({ one }) => ({ name: 'Delete', action: `Delete ${one}` }),
		parameters: () => ['record'],
	},
	diagnose: {
		words: () => ({ name: 'Diagnose', action: 'Diagnose connection' }),
		parameters: () => [],
	},
	call: {
		words: () => ({ name: NAME, action: 'Make custom API call' }),
		parameters: ({ paged }) => (paged ? ['limit'] : []),
	},
};

export const panelOf = (operation: Operation): Panel<Operation> =>
	PANELS[operation.kind] as unknown as Panel<Operation>;
