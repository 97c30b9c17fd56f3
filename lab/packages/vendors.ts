import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repository } from '../repository';

export interface Manifest {
	name: string;
	version: string;
	license: string;
	homepage: string;
	bugs: string;
	repository: { type: string; url: string };
	author: { name: string; email: string };
	engines: Record<string, string>;
	files: string[];
	dependencies?: Record<string, string>;
	peerDependencies: Record<string, string>;
	devDependencies: Record<string, string>;
	n8n: { n8nNodesApiVersion: number; strict: boolean; nodes: string[]; credentials: string[] };
}

export const readManifest = (folder = repository): Manifest =>
	JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** A package of one vendor's alone: n8n verifies only packages for a single service. */
export interface VendorPackage {
	name: string;
	/** `WeevioPims`: the folder under nodes/, the node's class, and its credential's without `Api`. */
	vendor: string;
	/** Paths in the repository. */
	node: string;
	credential: string;
	guide: string;
}

/** Where the packages are written. */
export const vendorsFolder = join(repository, 'dist-vendors');

const sourceOf = (built: string): string => built.replace(/^dist\//, '').replace(/\.js$/, '.ts');

/** One for each node of this package; all names follow from the node's folder. */
export const vendorPackages = (): VendorPackage[] =>
	readManifest().n8n.nodes.map((built) => {
		const vendor = basename(built, '.node.js');
		const slug = vendor.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
		const found = {
			name: `n8n-nodes-${slug}`,
			vendor,
			node: sourceOf(built),
			credential: `credentials/${vendor}Api.credentials.ts`,
			guide: `docs/${slug}.md`,
		};
		for (const path of [found.node, found.credential, found.guide]) {
			if (!existsSync(join(repository, path))) throw new Error(`${vendor} has no ${path}`);
		}
		return found;
	});

export const tarballOf = ({ name }: VendorPackage): string =>
	join(vendorsFolder, name, `${name}-${readManifest().version}.tgz`);

/** A customer as each vendor takes one, for the workflow below. */
const newCustomers: Record<string, Record<string, unknown>> = {
	WeevioPims: { CUSTOMER_NAME: 'Grace Hopper', BEMAIL: 'grace@example.com', BCITY: 'New York' },
	ProDeliveryManager: {
		first_name: 'Ada',
		last_name: 'Lovelace',
		'address.line_1': '12 St James Square',
		'address.city': 'London',
		'address.postal_code': 'SW1Y 4JH',
	},
	ManexErp: { Custname: 'Turing Ltd', Status: 'Quote', Territory: 'EAST' },
	GuardantStation: { customerCompanyName: 'Bletchley Ltd', customerEmail: 'park@example.com' },
	Epass: { firstName: 'Mary', lastName: 'Shelley', email: 'mary@example.com' },
};

export interface FirstWorkflow {
	nodes: Array<{
		id: string;
		name: string;
		type: string;
		typeVersion: number;
		position: [number, number];
		parameters: Record<string, unknown>;
		credentials?: Record<string, { id: string; name: string }>;
	}>;
	connections: Record<string, { main: Array<Array<{ node: string; type: 'main'; index: number }>> }>;
}

/** Creates a customer and gets it: the example in the package's README, and what every pinned n8n has to run. */
export const firstWorkflow = ({ vendor }: VendorPackage, packageName: string): FirstWorkflow => {
	const type = `${packageName}.${vendor.charAt(0).toLowerCase()}${vendor.slice(1)}`;
	const value = newCustomers[vendor];
	if (value === undefined) throw new Error(`${vendor} has no example customer`);
	const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
	return {
		nodes: [
			{
				id: 'click',
				name: 'Click',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'create',
				name: 'Create',
				type,
				typeVersion: 1,
				position: [220, 0],
				parameters: {
					resource: 'customer',
					operation: 'create',
					fields: { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] },
				},
			},
			{
				id: 'get',
				name: 'Get',
				type,
				typeVersion: 1,
				position: [440, 0],
				parameters: {
					resource: 'customer',
					operation: 'get',
					customer: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				},
			},
		],
		connections: { Click: to('Create'), Create: to('Get') },
	};
};
