import type { Row } from '../../lab/browser/editor';
import { vendors } from '../../lab/vendors';
import type { VendorFacts } from '../../lab/vendors';

interface KnownCustomer extends VendorFacts {
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
		...vendors.weevio,
		customer: { filter: 'Acme N', entry: 'Acme North (M-1001)' },
		shows: { id: 'M-1001', name: 'Acme North' },
		typed: { CUSTOMER_NAME: 'Grace Hopper', BEMAIL: 'grace@example.com' },
		path: '/customers/create',
		created: { name: 'Grace Hopper', email: 'grace@example.com' },
	},
	{
		...vendors.guardant,
		customer: { filter: 'google', entry: 'Google (8)' },
		shows: { id: '8', companyName: 'Google' },
		typed: { customerCompanyName: 'Bletchley Ltd', customerEmail: 'park@example.com' },
		path: '/customers',
		created: { name: 'Bletchley Ltd', email: 'park@example.com' },
	},
	{
		...vendors.epass,
		customer: { filter: 'kenobi', entry: 'Ben Kenobi (1000)' },
		shows: { id: '1000', name: 'Ben Kenobi' },
		typed: { firstName: 'Mary', lastName: 'Shelley' },
		path: '/customer/customer',
		created: { name: 'Mary Shelley' },
	},
	{
		...vendors.pdm,
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
		...vendors.manex,
		customer: { mode: 'By Name', value: 'Smith Services' },
		shows: { id: '0000000011', name: 'Smith Services' },
		// A status is required, and preset.
		typed: { Custname: 'Turing Ltd' },
		path: '/Customer/Add',
		created: { name: 'Turing Ltd' },
	},
];
