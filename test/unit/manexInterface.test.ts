import type { INodeProperties } from 'n8n-workflow';

import { ManexErp } from '../../nodes/ManexErp/ManexErp.node';

/** Names of the resources beside the customer, which saved workflows depend on: none that stands here may be renamed. */

interface Names {
	readonly operations: readonly string[];
	/** Ways of naming a record, by the parameter that names it. */
	readonly modes?: Readonly<Record<string, readonly string[]>>;
	/** Parameters, by the operations for which they must be there. */
	readonly parameters?: Readonly<Record<string, readonly string[]>>;
	readonly options?: readonly string[];
	readonly filters?: readonly string[];
	/** Of the fields to write. */
	readonly fields?: readonly string[];
}

const FILTERS = [
	...['poNum', 'uniqSupno', 'partNo', 'revision', 'uniqKey', 'uniqlnno', 'poStatus', 'mfgrPtNo', 'partmfgr'],
	...['withBalance', 'received', 'scheduledPriorTo'],
];

const RESOURCES: Readonly<Record<string, Names>> = {
	salesOrder: {
		operations: ['get', 'create', 'update'],
		modes: { salesOrder: ['id'] },
		parameters: {
			salesOrder: ['get', 'update'],
			fields: ['create', 'update'],
			extraFields: ['create', 'update'],
		},
		fields: [
			'custNo',
			'orderDate',
			'SoNo',
			'PoNo',
			'SONote',
			'POAck',
			'SOAPPROVAL',
			'SOAPPRVINIT',
			'BILLACCOUNT',
		],
	},
	salesOrderItem: {
		operations: ['get', 'create', 'delete'],
		modes: { salesOrderItem: ['id'], salesOrder: ['id'] },
		parameters: {
			salesOrderItem: ['get', 'delete'],
			salesOrder: ['create', 'delete'],
			fields: ['create'],
			extraFields: ['create'],
		},
		fields: ['part_no', 'uniq_key', 'uOfMeas', 'ord_qty', 'soDet_Desc', 'deliv_time', 'status', 'IsMisc'],
	},
	item: {
		operations: ['get', 'create', 'update'],
		modes: { item: ['id', 'partNumber'] },
		parameters: { item: ['get', 'update'], fields: ['create', 'update'], extraFields: ['create', 'update'] },
		options: ['revision'],
		fields: ['part_No', 'descript', 'part_class', 'U_of_Meas', 'Pur_UOfM', 'CustNo', 'serialYes'],
	},
	workOrder: {
		operations: ['get', 'create'],
		modes: { workOrder: ['id'] },
		parameters: { workOrder: ['get'], fields: ['create'], extraFields: ['create'] },
		fields: ['Uniq_Key', 'openclos', 'Due_Date', 'custNo', 'bldQty', 'WoNo'],
	},
	purchaseOrder: {
		operations: ['search'],
		parameters: { filters: ['search'], returnAll: ['search'], limit: ['search'] },
		filters: [...FILTERS, 'supName'],
	},
	purchaseOrderItem: {
		operations: ['search'],
		parameters: { filters: ['search'], returnAll: ['search'], limit: ['search'] },
		filters: [...FILTERS, 'supplierName'],
	},
};

const { description, methods } = new ManexErp();

const namesIn = (list: unknown): string[] =>
	((list ?? []) as Array<{ name: string }>).map(({ name }) => name);
const valuesIn = (list: unknown): unknown[] =>
	((list ?? []) as Array<{ value: unknown }>).map(({ value }) => value);

describe.each(Object.entries(RESOURCES))('the resource %s of ManEx ERP', (resource, names) => {
	const properties = description.properties.filter(
		({ displayOptions }) =>
			displayOptions?.show?.resource?.includes(resource) === true &&
			displayOptions.show['@tool'] === undefined,
	);
	const named = (name: string): INodeProperties[] => properties.filter((property) => property.name === name);

	it('offers its operations', () => {
		expect(valuesIn(named('operation')[0]?.options).sort()).toEqual([...names.operations, 'apiCall'].sort());
	});

	it('names records in its ways', () => {
		for (const [parameter, modes] of Object.entries(names.modes ?? {})) {
			const found = named(parameter);
			expect(found.length).toBeGreaterThan(0);
			for (const { modes: own, type } of found) {
				expect(type).toBe('resourceLocator');
				expect(namesIn(own).sort()).toEqual([...modes].sort());
			}
		}
	});

	it('has its parameters where an operation needs them', () => {
		const withOutput = names.operations.filter((operation) => operation !== 'delete');
		const expected = { ...names.parameters, output: withOutput, outputFields: withOutput };
		for (const [parameter, operations] of Object.entries(expected)) {
			const shown = named(parameter).flatMap(({ displayOptions }) => displayOptions?.show?.operation ?? []);
			expect([parameter, shown.filter((each) => names.operations.includes(String(each))).sort()]).toEqual([
				parameter,
				[...operations].sort(),
			]);
		}
	});

	it('has its options and filters', () => {
		const options = ['maxParallelRequests', 'timeout', 'maxRetries', ...(names.options ?? [])];
		expect(namesIn(named('options')[0]?.options)).toEqual(expect.arrayContaining(options));
		expect(namesIn(named('filters')[0]?.options).sort()).toEqual([...(names.filters ?? [])].sort());
	});

	it('writes fields by the vendor’s names', async () => {
		const kinds = names.operations.filter((operation) => ['create', 'update'].includes(operation));
		const ids: string[] = [];
		for (const kind of kinds) {
			const method = `${kind}${resource.charAt(0).toUpperCase()}${resource.slice(1)}Fields`;
			const offered = await methods?.resourceMapping?.[method]?.call({} as never);
			ids.push(...(offered?.fields ?? []).map(({ id }) => id));
		}
		expect(ids).toEqual(expect.arrayContaining([...(names.fields ?? [])]));
	});
});
