import type { StoredCredential } from '../../lab/n8n/examples';
import { firstWorkflow } from '../../lab/packages/vendors';
import type { VendorPackage } from '../../lab/packages/vendors';
import type { Outputs } from '../../lab/n8n/execution';
import type { Instance } from '../../lab/n8n/instance';

export const firstId = ({ vendor }: VendorPackage): string => `first1${vendor.folder}`;

const withCredential = (cut: VendorPackage, packageName: string, { id, name, type }: StoredCredential) => {
	const { nodes, connections } = firstWorkflow(cut, packageName);
	return {
		id: firstId(cut),
		name: cut.vendor.displayName,
		active: false,
		settings: { executionOrder: 'v1' },
		nodes: nodes.map((node) =>
			node.type.startsWith(packageName) ? { ...node, credentials: { [type]: { id, name } } } : node,
		),
		connections,
	};
};

/** The README's first workflow of each of these vendors, with credentials of the sandbox. */
export const firstWorkflows = (
	instance: Instance,
	vendors: VendorPackage[],
	packageName: (cut: VendorPackage) => string,
): unknown[] =>
	vendors.map((cut) =>
		withCredential(cut, packageName(cut), instance.credential(cut.vendor.loginAccount.id)),
	);

/** Runs workflows of `firstWorkflows`, and checks that each made one customer at its vendor's and read it back. */
export const runFirst = async (
	{ sandbox }: Instance,
	vendors: VendorPackage[],
	run: () => Promise<(id: string) => Outputs>,
): Promise<(cut: VendorPackage) => void> => {
	const created = (): number[] => vendors.map(({ vendor }) => sandbox.control.created(vendor.name).length);
	const before = created();
	const outputsOf = await run();
	const after = created();
	return (cut) => {
		const json = outputsOf(firstId(cut));
		const [made] = json('Create');
		const [got] = json('Get');
		const index = vendors.indexOf(cut);
		expect(after[index]).toBe((before[index] ?? NaN) + 1);
		expect(made?.id).toBeTruthy();
		expect(got).toMatchObject({ id: made?.id, name: made?.name });
		expect(String(got?.name)).toMatch(/\w/);
	};
};

/** How often n8n has logged in at a vendor that wants it. */
export const logins = (instance: Instance, cut: VendorPackage): number =>
	instance.sandbox.control.counters()[cut.vendor.name].logins;
