import type { StoredCredential } from '../../lab/n8n/examples';
import { firstWorkflow } from '../../lab/packages/vendors';
import type { VendorPackage } from '../../lab/packages/vendors';
import { executed } from '../../lab/n8n/execution';
import type { Instance } from '../../lab/n8n/instance';

const withCredential = (cut: VendorPackage, packageName: string, { id, name, type }: StoredCredential) => {
	const { nodes, connections } = firstWorkflow(cut, packageName);
	return {
		id: `first${cut.vendor.folder}`,
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
export const importFirst = async (
	instance: Instance,
	vendors: VendorPackage[],
	packageName: (cut: VendorPackage) => string,
): Promise<void> =>
	await instance.import(
		vendors.map((cut) =>
			withCredential(cut, packageName(cut), instance.credential(cut.vendor.loginAccount.id)),
		),
	);

/** Runs it, and checks that a customer was created at the vendor's and read back. */
export const runFirst = async (instance: Instance, cut: VendorPackage): Promise<void> => {
	const { control } = instance.sandbox;
	const vendor = cut.vendor.name;
	const before = control.created(vendor).length;
	const json = await executed(instance, `first${cut.vendor.folder}`);
	const [created] = json('Create');
	const [got] = json('Get');
	expect(control.created(vendor)).toHaveLength(before + 1);
	expect(created?.id).toBeTruthy();
	expect(got).toMatchObject({ id: created?.id, name: created?.name });
	expect(String(got?.name)).toMatch(/\w/);
};

/** How often n8n has logged in at a vendor that wants it. */
export const logins = (instance: Instance, cut: VendorPackage): number =>
	instance.sandbox.control.counters()[cut.vendor.name].logins;
