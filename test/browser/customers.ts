import type { Row } from '../../lab/browser/editor';
import type { VendorName } from '../../lab/sandbox';

export interface KnownCustomer {
	displayName: string;
	type: string;
	vendor: VendorName;
	credential: string;
	/** What a person does to name the customer. */
	customer: { filter: string; entry: string } | { mode: string; value: string };
	shows: Row;
	/** What a person types into the mapper for a new customer, and what the output pane shows of it. */
	typed: Record<string, string>;
	/** Where the vendor takes new customers. */
	path: string;
	created: Row;
}

/** One for each vendor, in the sandbox and in the editor. */
export const CUSTOMERS: readonly KnownCustomer[] = [
	{
		displayName: 'Weevio PIMS',
		type: 'weevioPims',
		vendor: 'weevio',
		credential: 'Weevio PIMS (sandbox)',
		customer: { filter: 'Acme N', entry: 'Acme North (M-1001)' },
		shows: { id: 'M-1001', name: 'Acme North' },
		typed: { CUSTOMER_NAME: 'Grace Hopper', BEMAIL: 'grace@example.com' },
		path: '/customers/create',
		created: { name: 'Grace Hopper', email: 'grace@example.com' },
	},
	{
		displayName: 'Guardant Station',
		type: 'guardantStation',
		vendor: 'guardant',
		credential: 'Guardant Station with log-in (sandbox)',
		customer: { filter: 'google', entry: 'Google (8)' },
		shows: { id: '8', companyName: 'Google' },
		typed: { customerCompanyName: 'Bletchley Ltd', customerEmail: 'park@example.com' },
		path: '/customers',
		created: { name: 'Bletchley Ltd', email: 'park@example.com' },
	},
	{
		displayName: 'EPASS',
		type: 'epass',
		vendor: 'epass',
		credential: 'EPASS (sandbox)',
		customer: { filter: 'kenobi', entry: 'Ben Kenobi (1000)' },
		shows: { id: '1000', name: 'Ben Kenobi' },
		typed: { firstName: 'Mary', lastName: 'Shelley' },
		path: '/customer/customer',
		created: { name: 'Mary Shelley' },
	},
	{
		displayName: 'Pro Delivery Manager',
		type: 'proDeliveryManager',
		vendor: 'pdm',
		credential: 'Pro Delivery Manager (sandbox)',
		customer: { mode: 'By External Reference', value: 'EXTREF164736' },
		shows: { id: '1408', name: 'Joe Bloggs' },
		typed: {
			first_name: 'Ada',
			last_name: 'Lovelace',
			'address.line_1': '12 St James Square',
			'address.city': 'London',
			'address.postal_code': 'SW1Y 4JH',
		},
		path: 'CreateCustomer',
		created: { name: 'Ada Lovelace', city: 'London' },
	},
	{
		displayName: 'ManEx ERP',
		type: 'manexErp',
		vendor: 'manex',
		credential: 'ManEx ERP (sandbox)',
		customer: { mode: 'By Name', value: 'Smith Services' },
		shows: { id: '0000000011', name: 'Smith Services' },
		// A status is required, and preset.
		typed: { Custname: 'Turing Ltd' },
		path: '/Customer/Add',
		created: { name: 'Turing Ltd' },
	},
];
