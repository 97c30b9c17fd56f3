import type { ICredentialType, INodeProperties, INodeType } from 'n8n-workflow';

import { EpassApi } from '../../credentials/EpassApi.credentials';
import { GuardantStationApi } from '../../credentials/GuardantStationApi.credentials';
import { ManexErpApi } from '../../credentials/ManexErpApi.credentials';
import { ProDeliveryManagerApi } from '../../credentials/ProDeliveryManagerApi.credentials';
import { WeevioPimsApi } from '../../credentials/WeevioPimsApi.credentials';
import { Epass } from '../../nodes/Epass/Epass.node';
import { GuardantStation } from '../../nodes/GuardantStation/GuardantStation.node';
import { ManexErp } from '../../nodes/ManexErp/ManexErp.node';
import { ProDeliveryManager } from '../../nodes/ProDeliveryManager/ProDeliveryManager.node';
import { CUSTOMER_KEYS, ORDER_KEYS } from '../../nodes/shared/shapes';
import { WeevioPims } from '../../nodes/WeevioPims/WeevioPims.node';

/**
 * The names that saved workflows depend on. A name may be added to the nodes; none that stands here may be
 * renamed. What surrounds them, texts included, is compared in frozen.test.ts.
 */
interface Interface {
	readonly node: INodeType;
	readonly credential: ICredentialType;
	readonly nodeName: string;
	readonly displayName: string;
	readonly credentialName: string;
	/** Properties a person fills in, with the default where the table gives one. */
	readonly filledIn: Readonly<Record<string, unknown>>;
	readonly hidden: readonly string[];
	/** What there may be beside the customer. */
	readonly furtherResources: readonly string[];
	readonly operations: readonly string[];
	readonly modes: readonly string[];
	readonly options: readonly string[];
}

const SESSION = ['sessionToken', 'sessionExpiresAt'];
const EVERY_OPTION = ['maxParallelRequests', 'timeout', 'maxRetries'];
const ANY = Symbol('any default');

const TABLE: readonly Interface[] = [
	{
		node: new WeevioPims(),
		credential: new WeevioPimsApi(),
		nodeName: 'weevioPims',
		displayName: 'Weevio PIMS',
		credentialName: 'weevioPimsApi',
		filledIn: {
			baseUrl: 'https://cloud.weevio.co/tenant/api/pims/v1',
			teamId: ANY,
			apiId: ANY,
			apiSecret: ANY,
		},
		hidden: [],
		furtherResources: ['order', 'inventoryItem'],
		operations: ['get', 'search', 'create', 'update', 'upsert', 'listOrders'],
		modes: ['id', 'list'],
		options: [...EVERY_OPTION, 'batchLookups'],
	},
	{
		node: new ProDeliveryManager(),
		credential: new ProDeliveryManagerApi(),
		nodeName: 'proDeliveryManager',
		displayName: 'Pro Delivery Manager',
		credentialName: 'proDeliveryManagerApi',
		filledIn: { baseUrl: ANY, companyId: ANY, apiKey: ANY },
		hidden: SESSION,
		furtherResources: ['delivery'],
		operations: ['get', 'create', 'update', 'upsert'],
		modes: ['id', 'externalRef'],
		options: EVERY_OPTION,
	},
	{
		node: new ManexErp(),
		credential: new ManexErpApi(),
		nodeName: 'manexErp',
		displayName: 'ManEx ERP',
		credentialName: 'manexErpApi',
		filledIn: { baseUrl: ANY, apiKey: ANY, requestFormat: 'query' },
		hidden: [],
		furtherResources: [
			'salesOrder',
			'salesOrderItem',
			'item',
			'workOrder',
			'purchaseOrder',
			'purchaseOrderItem',
		],
		operations: ['get', 'create', 'update', 'upsert'],
		modes: ['id', 'name'],
		options: EVERY_OPTION,
	},
	{
		node: new GuardantStation(),
		credential: new GuardantStationApi(),
		nodeName: 'guardantStation',
		displayName: 'Guardant Station',
		credentialName: 'guardantStationApi',
		filledIn: {
			baseUrl: 'https://station.guardant.ru/v1.0',
			authentication: 'accessToken',
			accessToken: ANY,
			headerName: 'Authorization',
			headerPrefix: 'Bearer',
			username: ANY,
			password: ANY,
			loginPath: '/login',
			usernameField: 'login',
			passwordField: 'password',
			tokenField: 'token',
		},
		hidden: SESSION,
		furtherResources: ['serial', 'dongle', 'productFeature'],
		operations: ['get', 'search', 'create', 'update', 'upsert', 'delete', 'listOrders'],
		modes: ['id', 'list'],
		options: [...EVERY_OPTION, 'status', 'sortBy', 'direction'],
	},
	{
		node: new Epass(),
		credential: new EpassApi(),
		nodeName: 'epass',
		displayName: 'EPASS',
		credentialName: 'epassApi',
		filledIn: {
			baseUrl: ANY,
			userId: ANY,
			password: ANY,
			organizationId: ANY,
			applicationName: 'n8n',
			branchCode: ANY,
			terminalCode: ANY,
		},
		hidden: [...SESSION, 'refreshToken', 'refreshExpiresAt'],
		furtherResources: ['invoice', 'invoiceLine', 'invoiceNote', 'item', 'webOrder'],
		operations: ['get', 'search', 'create', 'listOrders'],
		modes: ['id', 'list'],
		options: [...EVERY_OPTION, 'batchLookups', 'includeSensitiveFields'],
	},
];

/** The parameters, their type and default, and the operations for which each must be there. */
const WRITES = ['create', 'update', 'upsert'];
const LISTS = ['search', 'listOrders'];
const PARAMETERS: ReadonlyArray<{
	name: string;
	type: string;
	operations: readonly string[];
	default?: unknown;
}> = [
	{ name: 'customer', type: 'resourceLocator', operations: ['get', 'update', 'delete', 'listOrders'] },
	{ name: 'returnAll', type: 'boolean', operations: LISTS, default: false },
	{ name: 'limit', type: 'number', operations: LISTS, default: 50 },
	{ name: 'fields', type: 'resourceMapper', operations: WRITES },
	{ name: 'extraFields', type: 'json', operations: WRITES },
	{ name: 'matchOn', type: 'options', operations: ['upsert'] },
	{ name: 'output', type: 'options', operations: ['get', ...LISTS, ...WRITES], default: 'simplified' },
	{ name: 'outputFields', type: 'string', operations: ['get', ...LISTS, ...WRITES] },
];

const named = (properties: readonly INodeProperties[], name: string): INodeProperties[] =>
	properties.filter((property) => property.name === name);
const first = (properties: readonly INodeProperties[], name: string): INodeProperties => {
	const [found] = named(properties, name);
	if (found === undefined) throw new Error(`There is no parameter ${name}`);
	return found;
};
const namesIn = (list: unknown): string[] => (list as Array<{ name: string }>).map(({ name }) => name);
const valuesIn = (list: unknown): unknown[] => (list as Array<{ value: unknown }>).map(({ value }) => value);
/** Parameters of another resource have names and rules of their own. */
const isOfCustomers = ({ displayOptions }: INodeProperties): boolean =>
	displayOptions?.show?.resource?.includes('customer') ?? true;
/** Not an agent's, which has a parameter once more in another form. */
const forPeople = ({ displayOptions }: INodeProperties): boolean =>
	displayOptions?.show?.['@tool'] === undefined;
/** Not shown to those alone who stored something in it before it went into the options. */
const forEverybody = (property: INodeProperties): boolean =>
	forPeople(property) && property.displayOptions?.show?.[`/${property.name}`] === undefined;
/** The operations for which a parameter is shown. */
const shownFor = (property: INodeProperties): unknown[] => property.displayOptions?.show?.operation ?? [];

describe.each(TABLE.map((entry) => [entry.displayName, entry] as const))(
	'the interface of %s',
	(_, entry) => {
		const { description } = entry.node;
		const properties = description.properties.filter(isOfCustomers).filter(forPeople);

		it('has its node and credential under their names', () => {
			expect(description).toMatchObject({ name: entry.nodeName, displayName: entry.displayName });
			expect(entry.credential.name).toBe(entry.credentialName);
			expect(description.credentials).toEqual([
				expect.objectContaining({ name: entry.credentialName, required: true }),
			]);
			expect(description.usableAsTool).toBe(true);
		});

		it('has the credential properties, with their defaults', () => {
			for (const [name, value] of Object.entries(entry.filledIn)) {
				const property = first(entry.credential.properties, name);
				expect([name, property.type]).not.toEqual([name, 'hidden']);
				if (value !== ANY) expect([name, property.default]).toEqual([name, value]);
			}
			for (const name of entry.hidden) expect(first(entry.credential.properties, name).type).toBe('hidden');
		});

		it('lets n8n renew the session by emptying its token', () => {
			const expirable = entry.credential.properties.filter(
				({ typeOptions }) => typeOptions?.expirable === true,
			);
			expect(expirable.map(({ name }) => name)).toEqual(entry.hidden.length > 0 ? ['sessionToken'] : []);
			expect(entry.credential.preAuthentication !== undefined).toBe(entry.hidden.length > 0);
		});

		it('masks every secret', () => {
			const secrets = entry.credential.properties.filter(({ name }) =>
				/^(apiKey|apiSecret|password|.*Token)$/.test(name),
			);
			expect(secrets.length).toBeGreaterThan(0);
			for (const { name, typeOptions } of secrets)
				expect([name, typeOptions?.password]).toEqual([name, true]);
		});

		it('has the customer as its first resource, and further ones under their own names', () => {
			const resource = first(properties, 'resource');
			const [customer, ...others] = valuesIn(resource.options);
			expect([customer, resource.default]).toEqual(['customer', 'customer']);
			const ofAll = ['connection', 'apiCall'];
			expect([...entry.furtherResources, ...ofAll]).toEqual(expect.arrayContaining(others));
			expect(others.slice(-2)).toEqual(ofAll);
		});

		it('offers exactly the operations that the vendor has', () => {
			const offered = valuesIn(first(properties, 'operation').options);
			expect(offered.sort()).toEqual([...entry.operations, 'apiCall'].sort());
		});

		it('names customers in exactly the vendor’s ways', () => {
			expect(namesIn(first(properties, 'customer').modes).sort()).toEqual([...entry.modes].sort());
		});

		it.each(PARAMETERS)('has the parameter $name where an operation needs it', (parameter) => {
			const operations = parameter.operations.filter((operation) => entry.operations.includes(operation));
			const found = named(properties, parameter.name);
			// Lists that custom API calls read page by page need them as well.
			const shown = found.flatMap(shownFor).filter((each) => entry.operations.includes(String(each)));
			// Once for each version of the node that has another default.
			expect([...new Set(shown)].sort()).toEqual([...operations].sort());
			for (const property of found) {
				expect(property.type).toBe(parameter.type);
				if ('default' in parameter) expect(property.default).toBe(parameter.default);
			}
		});

		it('has the three outputs', () => {
			expect(valuesIn(first(properties, 'output').options).sort()).toEqual(['raw', 'selected', 'simplified']);
		});

		it('has the options', () => {
			const options = first(properties, 'options');
			expect(options.type).toBe('collection');
			expect(namesIn(options.options)).toEqual(expect.arrayContaining([...entry.options]));
		});
	},
);

describe('the filters of a search', () => {
	const of = (displayName: string): readonly INodeProperties[] =>
		TABLE.find((entry) => entry.displayName === displayName)?.node.description.properties ?? [];
	/** The fields of one condition of a fixedCollection. */
	const condition = (displayName: string): INodeProperties[] => {
		const { options, type } = first(of(displayName), 'filters');
		expect(type).toBe('fixedCollection');
		const [conditions] = options as Array<{ name: string; values: INodeProperties[] }>;
		expect(conditions?.name).toBe('conditions');
		return conditions?.values ?? [];
	};

	it('of Weevio are conditions with two operators', () => {
		const fields = condition('Weevio PIMS');
		expect(namesIn(fields)).toEqual(expect.arrayContaining(['field', 'operator', 'value', 'conjunction']));
		expect(valuesIn(first(fields, 'operator').options).sort()).toEqual(['contains', 'equals']);
		expect(valuesIn(first(fields, 'conjunction').options)).toEqual(['AND', 'OR']);
	});

	it('of EPASS are conditions with the documented operators and others, or a nested query', () => {
		const fields = condition('EPASS');
		expect(namesIn(fields)).toEqual(
			expect.arrayContaining(['field', 'operator', 'value', 'value2', 'conjunction']),
		);
		expect(valuesIn(first(fields, 'operator').options)).toEqual(
			expect.arrayContaining(['equal', 'like', 'in', 'between', 'greaterThan']),
		);
		expect(first(of('EPASS'), 'query')).toMatchObject({ type: 'json', default: '{}' });
	});

	it('of Guardant are a plain collection', () => {
		const { options, type } = first(of('Guardant Station'), 'filters');
		expect(type).toBe('collection');
		const fields = options as INodeProperties[];
		expect(namesIn(fields)).toEqual(
			expect.arrayContaining(['type', 'archived', 'text', 'sortBy', 'direction']),
		);
		expect(valuesIn(first(fields, 'type').options).sort()).toEqual(['company', 'person']);
		expect(valuesIn(first(fields, 'archived').options).sort()).toEqual(['any', 'no', 'yes']);
	});

	it('are not offered where the vendor has no search of customers', () => {
		for (const name of ['Pro Delivery Manager', 'ManEx ERP'])
			expect(named(of(name).filter(isOfCustomers), 'filters')).toEqual([]);
	});
});

describe('the orders and stock of Weevio PIMS, and the deliveries of Pro Delivery Manager', () => {
	const nodes = { weevioPims: new WeevioPims(), proDeliveryManager: new ProDeliveryManager() };
	const of = (node: keyof typeof nodes, resource: string): INodeProperties[] =>
		nodes[node].description.properties.filter(
			({ displayOptions, type }) => type !== 'notice' && String(displayOptions?.show?.resource) === resource,
		);
	const READS = ['output', 'selectedFields', 'outputFields', 'options'];
	const LIST = ['filters', 'returnAll', 'limit', ...READS];

	it.each([
		['weevioPims', 'order', 'get', ['order', ...READS]],
		['weevioPims', 'order', 'search', LIST],
		['weevioPims', 'order', 'getByShopifyNumber', ['shopifyOrderNumber', ...READS]],
		['weevioPims', 'inventoryItem', 'get', ['inventoryItem', ...READS]],
		['weevioPims', 'inventoryItem', 'search', LIST],
		['proDeliveryManager', 'delivery', 'create', ['customer', 'fields', ...READS]],
	] as const)('have the parameters of %s: %s / %s', (node, resource, operation, names) => {
		const shown = of(node, resource)
			.filter(forEverybody)
			.filter(
				({ displayOptions, name }) =>
					name !== 'operation' && (displayOptions?.show?.operation ?? [operation]).includes(operation),
			);
		expect(shown.map(({ name }) => name)).toEqual([...names]);
	});

	it.each([
		['weevioPims', 'order', ['get', 'search', 'getByShopifyNumber']],
		['weevioPims', 'inventoryItem', ['get', 'search']],
		['proDeliveryManager', 'delivery', ['create']],
	] as const)('have no other operations: %s / %s', (node, resource, operations) => {
		const offered = valuesIn(first(of(node, resource), 'operation').options);
		expect(offered.sort()).toEqual([...operations, 'apiCall'].sort());
	});

	it('are named in exactly the vendors’ ways', () => {
		for (const resource of ['order', 'inventoryItem'])
			expect(namesIn(first(of('weevioPims', resource), resource).modes).sort()).toEqual(['id', 'list']);
		expect(first(of('weevioPims', 'order'), 'shopifyOrderNumber').type).toBe('string');
		const { default: untouched, modes } = first(of('proDeliveryManager', 'delivery'), 'customer');
		expect(namesIn(modes).sort()).toEqual(['externalRef', 'id']);
		expect(untouched).toEqual({ mode: 'externalRef', value: '={{ $json.customerId }}' });
	});

	it('are written by the vendor’s names', async () => {
		const read = nodes.proDeliveryManager.methods?.resourceMapping?.createDeliveryFields;
		const { fields = [] } = (await read?.call({} as never)) ?? {};
		expect(fields.map(({ id }) => id).sort()).toEqual(
			[
				...['external_delivery_ref', 'delivery_date', 'boxes', 'items', 'notes', 'fridge'],
				...['controlled_delivery', 'check_delivery'],
			].sort(),
		);
	});

	it('say that a driver sets out for a delivery', () => {
		const { options } = first(of('proDeliveryManager', 'delivery'), 'operation');
		const [create] = options as Array<{ description: string }>;
		expect(create?.description).toMatch(/driver sets out.*cannot be changed or cancelled/);
	});
});

const OUTPUT = ['output', 'selectedFields', 'outputFields', 'options'];

describe('the licenses of Guardant Station', () => {
	const { properties } = new GuardantStation().description;
	const of = (resource: string, operation?: string): INodeProperties[] =>
		properties.filter(
			({ displayOptions, type }) =>
				type !== 'notice' &&
				displayOptions?.show?.resource?.includes(resource) === true &&
				(operation === undefined || (displayOptions.show.operation ?? [operation]).includes(operation)),
		);

	it.each([
		['serial', ['get', 'getLicense', 'search', 'update']],
		['dongle', ['create', 'getHistory', 'search', 'update']],
		['productFeature', ['search']],
	])('have the resource %s with its operations', (resource, operations) => {
		const offered = valuesIn(first(of(resource), 'operation').options);
		expect(offered.sort()).toEqual([...operations, 'apiCall'].sort());
	});

	it.each([
		['serial', 'get', ['serial', ...OUTPUT]],
		['serial', 'getLicense', ['serial', ...OUTPUT]],
		['serial', 'search', ['filters', 'sort', 'returnAll', 'limit', ...OUTPUT]],
		['serial', 'update', ['serial', 'fields', ...OUTPUT]],
		['dongle', 'search', ['filters', 'returnAll', 'limit', ...OUTPUT]],
		['dongle', 'create', ['order', 'fields', ...OUTPUT]],
		['dongle', 'update', ['dongle', 'fields', ...OUTPUT]],
		['dongle', 'getHistory', ['dongle', 'filters', 'sort', 'returnAll', 'limit', ...OUTPUT]],
		['productFeature', 'search', ['product', 'order', ...OUTPUT]],
	])('have the parameters of %s / %s', (resource, operation, names) => {
		const shown = of(resource, operation)
			.filter(forEverybody)
			.map(({ name }) => name);
		expect(shown.filter((name) => name !== 'operation')).toEqual(names);
	});

	it('are named by the keys of the vendor, and their orders and products by numbers', () => {
		for (const resource of ['serial', 'dongle'])
			expect(namesIn(first(of(resource), resource).modes)).toEqual(['id']);
		expect(first(of('dongle', 'create'), 'order').type).toBe('number');
		for (const name of ['product', 'order']) expect(first(of('productFeature'), name).type).toBe('number');
	});

	it('are searched by text, state and direction', () => {
		expect(namesIn(first(of('serial', 'search'), 'filters').options)).toEqual([
			'direction',
			'status',
			'text',
		]);
	});

	it('say of each write what it does to licenses', () => {
		for (const resource of ['serial', 'dongle']) {
			const { options } = first(of(resource), 'operation');
			for (const { description, value } of options as Array<{ description: string; value: string }>) {
				if (['create', 'update'].includes(value))
					expect([value, description]).toEqual([value, expect.stringMatching(/license/)]);
			}
		}
	});
});

describe('the invoices, items and web orders of EPASS', () => {
	const { properties } = new Epass().description;
	const of = (resource: string, operation: string): INodeProperties[] =>
		properties.filter(
			({ displayOptions, type }) =>
				type !== 'notice' &&
				displayOptions?.show?.resource?.includes(resource) === true &&
				(displayOptions.show.operation ?? [operation]).includes(operation),
		);
	const offered = (resource: string): Array<{ value: string; description: string }> =>
		first(of(resource, ''), 'operation').options as Array<{ value: string; description: string }>;

	it.each([
		['invoice', ['create', 'get', 'search', 'update']],
		['invoiceLine', ['create']],
		['invoiceNote', ['create']],
		['item', ['get']],
		['webOrder', ['create']],
	])('have the resource %s with its operations', (resource, operations) => {
		expect(valuesIn(offered(resource)).sort()).toEqual([...operations, 'apiCall'].sort());
	});

	const WRITE = ['fields', ...OUTPUT];
	it.each([
		['invoice', 'get', ['invoice', ...OUTPUT]],
		['invoice', 'search', ['filters', 'returnAll', 'limit', ...OUTPUT]],
		['invoice', 'create', WRITE],
		['invoice', 'update', ['invoice', ...WRITE]],
		['invoiceLine', 'create', ['invoice', 'lineType', ...WRITE]],
		['invoiceNote', 'create', ['invoice', 'noteType', ...WRITE]],
		['item', 'get', ['item', ...OUTPUT]],
		['webOrder', 'create', ['linesKey', 'lineNames', ...WRITE]],
	])('have the parameters of %s / %s', (resource, operation, names) => {
		const shown = of(resource, operation)
			.filter(forEverybody)
			.map(({ name }) => name);
		expect(shown.filter((name) => name !== 'operation')).toEqual(names);
	});

	it('are named by their codes, invoices from a list as well', () => {
		for (const [resource, operation] of [
			['invoice', 'get'],
			['invoice', 'update'],
			['invoiceLine', 'create'],
			['invoiceNote', 'create'],
		] as const)
			expect(namesIn(first(of(resource, operation), 'invoice').modes)).toEqual(['list', 'id']);
		expect(namesIn(first(of('item', 'get'), 'item').modes)).toEqual(['id']);
	});

	it('have their types of lines and of notes', () => {
		expect(valuesIn(first(of('invoiceLine', 'create'), 'lineType').options).sort()).toEqual(
			['item', 'labor', 'misc', 'model', 'package'].sort(),
		);
		expect(valuesIn(first(of('invoiceNote', 'create'), 'noteType').options).sort()).toEqual([
			'comment',
			'note',
		]);
	});

	it('say of each write what it does to sales, deliveries and stock', () => {
		const words: ReadonlyArray<readonly [string, string, RegExp]> = [
			['invoice', 'create', /a sale in the books/],
			['invoice', 'update', /delivery .* dispatch calls are deleted/],
			['invoiceLine', 'create', /charged for, and takes from the stock/],
			['webOrder', 'create', /EPASS does not check its data/],
		];
		for (const [resource, operation, said] of words) {
			const found = offered(resource).find(({ value }) => value === operation);
			expect(found?.description).toMatch(said);
		}
	});

	it.each([
		[
			'createInvoiceFields',
			['BillToCode', 'SoldToCode', 'InvTypeCode', 'PaymentTypeCode', 'Code', 'Department'],
		],
		[
			'updateInvoiceFields',
			['ScheduleDate', 'PickupDate', 'RequestedDate', 'OverridesScheduleDate.LoginOverride'],
		],
		[
			'createInvoiceLineFields',
			['ItemCode', 'ModelCode', 'MiscCode', 'LaborRateCode', 'PackageCode', 'QtyOrdered', 'Qty'],
		],
		['createInvoiceNoteFields', ['note', 'userName', 'commentCode', 'commentDesc', 'tripNo']],
		[
			'createWebOrderFields',
			['webOrderID', 'orderDate', 'grandTotal', 'lines', 'shipToCity', 'billToCompanyName'],
		],
	])('offer by %s the vendor’s write names', async (method, expected) => {
		const read = new Epass().methods.resourceMapping?.[method];
		const offer = await read?.call({} as never);
		expect(offer?.fields.map(({ id }) => id)).toEqual(expect.arrayContaining(expected));
	});
});

/** Frozen here and nowhere else: workflows read these keys, and other tests take them from the product. */
describe('the common shapes', () => {
	it('have the keys of the interface, in its order', () => {
		expect(CUSTOMER_KEYS.join(' ')).toBe(
			'id code externalId name firstName lastName companyName email phone addressLine1 addressLine2 city state postalCode country active createdAt updatedAt',
		);
		expect(ORDER_KEYS.join(' ')).toBe(
			'id number customerId reference description status date quantity total lines',
		);
	});
});

describe('the fields that can be written', () => {
	const ids = async (node: INodeType, method: string): Promise<string[]> => {
		const read = node.methods?.resourceMapping?.[method];
		if (read === undefined) throw new Error(`There is no method ${method}`);
		const { fields } = await read.call({} as never);
		return fields.map(({ id }) => id);
	};

	it.each<[string, readonly string[]]>([
		[
			'Weevio PIMS',
			[
				'CUSTOMER_NAME',
				'BNAME',
				'BATTN',
				'BEMAIL',
				'BPHONE',
				'BADDRESS1',
				'BCITY',
				'BSTATE',
				'BZIPCODE',
				'BCOUNTRY',
				'SNAME',
				'SEMAIL',
			],
		],
		[
			'Pro Delivery Manager',
			[
				'first_name',
				'last_name',
				'address.line_1',
				'address.city',
				'address.postal_code',
				'external_customer_ref',
				'active',
				'dob',
				'gender',
				'title',
			],
		],
		[
			'ManEx ERP',
			[
				'Custname',
				'Status',
				'Custno',
				'Territory',
				'Terms',
				'Credlimit',
				'Creditok',
				'Ar_highBal',
				'Acct_date',
				'Saledsctid',
				'Acctaxable',
			],
		],
		[
			'Guardant Station',
			[
				'customerName',
				'customerLastName',
				'customerEmail',
				'customerCompanyName',
				'customerPhone',
				'customerDescription',
				'customerStatus',
				'archived',
				'crmId',
				'refId',
			],
		],
		[
			'EPASS',
			[
				'firstName',
				'lastName',
				'taxCode',
				'externalID',
				'code',
				'zipCode',
				'branchCode',
				'contacts',
				'customerDepartments',
				'mailingSameAsPhysical',
			],
		],
	])('of %s are named by the vendor’s write names', async (displayName, expected) => {
		const entry = TABLE.find((candidate) => candidate.displayName === displayName);
		if (entry === undefined) throw new Error(`${displayName} is not in the table`);
		expect(await ids(entry.node, 'createFields')).toEqual(expect.arrayContaining([...expected]));
	});

	it('leave out of a change what only a new record takes, and the other way round', async () => {
		const manex = new ManexErp();
		expect(await ids(manex, 'createFields')).not.toContain('Resl_no');
		expect(await ids(manex, 'updateFields')).not.toContain('Custno');
		expect(await ids(manex, 'updateFields')).toEqual(
			expect.arrayContaining(['Resl_no', 'Inactdt', 'modifieddate']),
		);
	});

	it('are asked for by a method that the node has, for every write', () => {
		for (const { node } of TABLE) {
			for (const property of named(node.description.properties, 'fields')) {
				const method = property.typeOptions?.resourceMapper?.resourceMapperMethod ?? '';
				expect(Object.keys(node.methods?.resourceMapping ?? {})).toContain(method);
			}
		}
	});
});
