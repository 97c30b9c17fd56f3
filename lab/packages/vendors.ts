import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../repository';
import { vendorList } from '../vendors';
import type { VendorFacts } from '../vendors';

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
	peerDependenciesMeta: Record<string, { optional: boolean }>;
	peerDependencies: Record<string, string>;
	devDependencies: Record<string, string>;
	n8n: { n8nNodesApiVersion: number; strict: boolean; nodes: string[]; credentials: string[] };
}

export const readManifest = (folder = repository): Manifest =>
	JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** A package of one vendor's alone: n8n verifies only packages for a single service. */
export interface VendorPackage {
	name: string;
	vendor: VendorFacts;
	/** Paths in the repository. */
	node: string;
	trigger: string;
	credential: string;
}

/** Where the packages are written. */
export const vendorsFolder = join(repository, 'dist-vendors');

export const vendorPackages = (): VendorPackage[] =>
	vendorList.map((vendor) => ({
		name: vendor.packageName,
		vendor,
		node: `nodes/${vendor.folder}/${vendor.folder}.node.ts`,
		trigger: `nodes/${vendor.folder}/${vendor.folder}Trigger.node.ts`,
		credential: `credentials/${vendor.folder}Api.credentials.ts`,
	}));

export const tarballOf = ({ name }: VendorPackage): string =>
	join(vendorsFolder, name, `${name}-${readManifest().version}.tgz`);

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
	const type = `${packageName}.${vendor.node}`;
	const value = { ...vendor.newCustomer };
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
