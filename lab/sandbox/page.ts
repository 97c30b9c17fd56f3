import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { vendors } from '../vendors';
import { VENDORS } from './types';
import type { SandboxCredentials, VendorName } from './types';

/** A vendor as the page shows it. */
export interface ShownVendor {
	name: VendorName;
	displayName: string;
	/** What a person enters in n8n, called as n8n's window calls it. */
	accounts: Array<{ name: string; fields: Array<{ label: string; value: unknown }> }>;
	/** A customer's key first: label, and where it stands in the vendor's record; several are joined. */
	columns: ReadonlyArray<readonly [label: string, ...paths: string[]]>;
}

const COLUMNS: Record<VendorName, ShownVendor['columns']> = {
	weevio: [
		['Customer Code', 'CUSTOMER_CODE'],
		['Name', 'CUSTOMER_NAME'],
		['Email', 'BEMAIL'],
		['City', 'BCITY'],
	],
	pdm: [
		['Customer ID', 'customer_id'],
		['Name', 'first_name', 'last_name'],
		['Reference', 'external_customer_ref'],
		['City', 'address.city'],
	],
	manex: [
		['Customer Number', 'CUSTNO'],
		['Name', 'CUSTNAME'],
		['Phone', 'PHONE'],
		['Status', 'STATUS'],
	],
	guardant: [
		['Customer ID', '_id'],
		['Company', 'companyname'],
		['Person', 'name', 'lastname'],
		['Email', 'email'],
	],
	epass: [
		['Code', 'Code'],
		['Name', 'FirstName', 'LastName'],
		['Email', 'Email'],
		['City', 'City'],
	],
};

/** What n8n's window calls a value of a list. */
const CHOICES: Readonly<Record<string, string>> = {
	accessToken: 'Access Token',
	login: 'Login',
	query: 'Query String',
	json: 'JSON Body',
};
const LISTS: readonly string[] = ['authentication', 'requestFormat'];

/** `apiId` as "API ID": so n8n's window calls it. */
const labelOf = (field: string): string =>
	field
		.split(/(?=[A-Z])/)
		.map((word) =>
			/^(api|id|url)$/i.test(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1),
		)
		.join(' ');

export const shownVendors = (credentials: SandboxCredentials): ShownVendor[] =>
	VENDORS.map((name) => {
		const { displayName, account, loginAccount } = vendors[name];
		return {
			name,
			displayName,
			accounts: [...new Set([account, loginAccount])].map((each) => ({
				name: each.name,
				fields: Object.entries(credentials[each.key]).map(([field, value]: [string, unknown]) => ({
					label: labelOf(field),
					value: LISTS.includes(field) ? CHOICES[String(value)] : value,
				})),
			})),
			columns: COLUMNS[name],
		};
	});

/** The page at the sandbox's own address, which reads and steers it by the routes of `control.ts`. */
export function addPage(app: FastifyInstance): void {
	const page = readFileSync(join(__dirname, 'page.html'), 'utf8');
	app.get('/', (_request, reply) =>
		reply
			.header('content-type', 'text/html; charset=utf-8')
			.header(
				'content-security-policy',
				"default-src 'none'; connect-src 'self'; img-src data:; script-src 'unsafe-inline'; style-src 'unsafe-inline'; " +
					"form-action 'none'; frame-ancestors 'none'",
			)
			.send(page),
	);
}
