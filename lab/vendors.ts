import type { JsonObject, SandboxCredentials, VendorName } from './sandbox';

/** The five vendors as tests, benchmarks and scripts need them; what only one of those needs stands there. */

export type NodeName = 'weevioPims' | 'proDeliveryManager' | 'manexErp' | 'guardantStation' | 'epass';

/** An account of the sandbox, and the credential that n8n keeps it in. */
export interface Account {
	readonly key: keyof SandboxCredentials;
	readonly id: string;
	readonly name: string;
}

interface Facts {
	readonly displayName: string;
	readonly node: NodeName;
	/** An account with a log-in, where the vendor has others as well. */
	readonly login?: Account;
	/** The key by which the node knows a record. */
	keyOf(record: JsonObject): string | number;
	/** A customer that the vendor takes, in its write names. */
	readonly newCustomer: Readonly<Record<string, unknown>>;
}

export interface VendorFacts extends Omit<Facts, 'login'> {
	/** In the sandbox. */
	readonly name: VendorName;
	/** `WeevioPims`: the folder under nodes/, the node's class, and its credential's without `Api`. */
	readonly folder: string;
	/** Type of the credential. */
	readonly credential: `${NodeName}Api`;
	readonly account: Account;
	/** The account with a log-in where the vendor knows any, or else `account`. */
	readonly loginAccount: Account;
	/** The package of this vendor alone. */
	readonly packageName: string;
	/** Path in the repository. */
	readonly guide: string;
}

/** Names follow from each other as they do in the package. */
const vendor = (name: VendorName, { login, ...facts }: Facts): VendorFacts => {
	const { displayName, node } = facts;
	const slug = node.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
	const credential = `${node}Api` as const;
	const account = {
		key: credential,
		id: `sandbox${name.charAt(0).toUpperCase()}${name.slice(1)}`,
		name: `${displayName} (sandbox)`,
	};
	return {
		...facts,
		name,
		folder: node.charAt(0).toUpperCase() + node.slice(1),
		credential,
		account,
		loginAccount: login ?? account,
		packageName: `n8n-nodes-${slug}`,
		guide: `docs/${slug}.md`,
	};
};

export const vendors: Readonly<Record<VendorName, VendorFacts>> = {
	weevio: vendor('weevio', {
		displayName: 'Weevio PIMS',
		node: 'weevioPims',
		keyOf: ({ CUSTOMER_CODE }) => String(CUSTOMER_CODE),
		newCustomer: { CUSTOMER_NAME: 'Grace Hopper', BEMAIL: 'grace@example.com', BCITY: 'New York' },
	}),
	pdm: vendor('pdm', {
		displayName: 'Pro Delivery Manager',
		node: 'proDeliveryManager',
		keyOf: ({ customer_id }) => Number(customer_id),
		newCustomer: {
			first_name: 'Ada',
			last_name: 'Lovelace',
			'address.line_1': '12 St James Square',
			'address.city': 'London',
			'address.postal_code': 'SW1Y 4JH',
		},
	}),
	manex: vendor('manex', {
		displayName: 'ManEx ERP',
		node: 'manexErp',
		keyOf: ({ CUSTNO }) => String(CUSTNO).trim(),
		newCustomer: { Custname: 'Turing Ltd', Status: 'Quote', Territory: 'EAST' },
	}),
	guardant: vendor('guardant', {
		displayName: 'Guardant Station',
		node: 'guardantStation',
		login: {
			key: 'guardantStationLogin',
			id: 'sandboxGuardantLogin',
			name: 'Guardant Station with log-in (sandbox)',
		},
		keyOf: ({ _id }) => Number(_id),
		newCustomer: { customerCompanyName: 'Bletchley Ltd', customerEmail: 'park@example.com' },
	}),
	epass: vendor('epass', {
		displayName: 'EPASS',
		node: 'epass',
		keyOf: ({ Code }) => String(Code),
		newCustomer: { firstName: 'Mary', lastName: 'Shelley', email: 'mary@example.com' },
	}),
};

/** The day before a moment, as Weevio writes days: one that is not in the future anywhere on earth. */
export const weevioYesterday = (now: Date): string =>
	new Date(now.getTime() - 24 * 60 * 60 * 1000).toISOString().replace(/^(\d+)-(\d+)-(\d+)T.*$/, '$2/$3/$1');

export const vendorList: readonly VendorFacts[] = Object.values(vendors);

/** The vendor of a node. */
export const vendorOf = (node: string): VendorFacts => {
	const found = vendorList.find((candidate) => candidate.node === node);
	if (found === undefined) throw new Error(`No vendor has a node "${node}"`);
	return found;
};
