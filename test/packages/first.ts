import type { StoredCredential } from '../../lab/n8n/examples';
import { firstWorkflow } from '../../lab/packages/vendors';
import type { VendorPackage } from '../../lab/packages/vendors';
import type { VendorName } from '../../lab/sandbox';
import { executed } from '../../lab/n8n/execution';
import type { Instance } from '../../lab/n8n/instance';

/** Each vendor's name and account in the sandbox; the one with a log-in where there is a choice. */
const inSandbox: Record<string, { vendor: VendorName; credential: string }> = {
	WeevioPims: { vendor: 'weevio', credential: 'sandboxWeevio' },
	ProDeliveryManager: { vendor: 'pdm', credential: 'sandboxPdm' },
	ManexErp: { vendor: 'manex', credential: 'sandboxManex' },
	GuardantStation: { vendor: 'guardant', credential: 'sandboxGuardantLogin' },
	Epass: { vendor: 'epass', credential: 'sandboxEpass' },
};

const sandboxOf = (cut: VendorPackage) => {
	const found = inSandbox[cut.vendor];
	if (found === undefined) throw new Error(`No sandbox for ${cut.vendor}`);
	return found;
};

const withCredential = (cut: VendorPackage, packageName: string, { id, name, type }: StoredCredential) => {
	const { nodes, connections } = firstWorkflow(cut, packageName);
	return {
		id: `first${cut.vendor}`,
		name: cut.vendor,
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
			withCredential(cut, packageName(cut), instance.credential(sandboxOf(cut).credential)),
		),
	);

/** Runs it, and checks that a customer was created at the vendor's and read back. */
export const runFirst = async (instance: Instance, cut: VendorPackage): Promise<void> => {
	const { control } = instance.sandbox;
	const { vendor } = sandboxOf(cut);
	const before = control.created(vendor).length;
	const json = await executed(instance, `first${cut.vendor}`);
	const [created] = json('Create');
	const [got] = json('Get');
	expect(control.created(vendor)).toHaveLength(before + 1);
	expect(created?.id).toBeTruthy();
	expect(got).toMatchObject({ id: created?.id, name: created?.name });
	expect(String(got?.name)).toMatch(/\w/);
};

/** How often n8n has logged in at a vendor that wants it. */
export const logins = (instance: Instance, cut: VendorPackage): number =>
	instance.sandbox.control.counters()[sandboxOf(cut).vendor].logins;
