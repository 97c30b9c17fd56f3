import type { JsonObject, Sandbox } from '../sandbox';
import { vendors } from '../vendors';
import type { VendorFacts } from '../vendors';
import { click, customerNode, fan, mapped, recordBy } from '../n8n/workflows';
import type { StoredCredential } from '../n8n/examples';
import type { PastedWorkflow, Row } from './editor';

export interface Operation {
	/** Name of the node on the canvas. */
	name: string;
	/** The customer where it is left out. */
	resource?: string;
	operation: string;
	/** What the node panel calls it, where that does not follow from its label and the customer. */
	action?: string;
	/** What the Operation parameter shows. */
	label: string;
	parameters: Record<string, unknown>;
	/** Words and values that the panel has to show. */
	panel?: string[];
	/** How many items come out; at least one where it is left open. */
	total?: number;
	/** What the first row shows. */
	row: Row;
	/** What holds for every row. */
	every?: Row;
	/** What the sandbox has afterwards. */
	kept?: (sandbox: Sandbox) => void;
}

export interface CatalogueNode extends VendorFacts {
	operations: Operation[];
}

/** A customer taken from the list, with the entry that was taken. */
const listed = (value: string, cachedResultName: string) => ({
	...recordBy('list', value),
	cachedResultName,
});

const condition = (field: string, operator: string, value: string, more: Record<string, unknown> = {}) => ({
	conjunction: 'AND',
	field,
	operator,
	value,
	...more,
});

/** A serial of Guardant's own documentation. */
const SERIAL = 'LvHdHH-Ux1VmY-pGKq1y-NEE4pp-8iAAgP';
/** What every node has, whatever its vendor. */
const diagnosis = (name: string): Operation => ({
	name: `${name} diagnosis`,
	resource: 'connection',
	operation: 'diagnose',
	action: 'Diagnose connection',
	label: 'Diagnose',
	parameters: {},
	row: {},
});

/** Every operation of every vendor, on the sandbox's own records. */
const known: CatalogueNode[] = [
	{
		...vendors.weevio,
		operations: [
			{
				name: 'Weevio get',
				operation: 'get',
				label: 'Get',
				parameters: { customer: recordBy('id', 'M-1000') },
				panel: ['By ID', 'M-1000'],
				total: 1,
				row: { id: 'M-1000', name: 'Acme Repair', email: 'jane@acme.example' },
			},
			{
				name: 'Weevio search',
				operation: 'search',
				label: 'Get Many',
				parameters: {
					filters: { conditions: [condition('CUSTOMER_NAME', 'contains', 'Acme')] },
					limit: 2,
				},
				panel: ['Contains', 'Acme', 'Customer Name'],
				total: 2,
				row: { id: 'M-1000', name: 'Acme Repair' },
			},
			{
				name: 'Weevio orders',
				operation: 'listOrders',
				label: 'Get Many Orders',
				parameters: { customer: listed('M-1000', 'Acme Repair (M-1000)') },
				total: 3,
				row: { id: '100000', reference: 'PO-815527', status: 'Shipped', date: '2022-03-29' },
				every: { customerId: 'M-1000' },
			},
			{
				name: 'Weevio create',
				operation: 'create',
				label: 'Create',
				parameters: { fields: mapped({ CUSTOMER_NAME: 'Grace Hopper', BEMAIL: 'grace@example.com' }) },
				panel: ['Customer Name', 'Grace Hopper'],
				total: 1,
				row: { name: 'Grace Hopper', email: 'grace@example.com' },
				kept: ({ control }) =>
					expect(control.created('weevio')).toMatchObject([
						{ CUSTOMER_NAME: 'Grace Hopper', BEMAIL: 'grace@example.com' },
					]),
			},
			{
				name: 'Weevio upsert',
				operation: 'upsert',
				label: 'Create or Update',
				parameters: {
					matchOn: 'BEMAIL',
					fields: mapped({ BEMAIL: 'jane@acme.example', BCITY: 'Whiting' }),
				},
				panel: ['Match On', 'jane@acme.example', 'Whiting'],
				total: 1,
				row: { id: 'M-1000', city: 'Whiting', result: 'updated' },
				kept: ({ control }) =>
					expect(control.record('weevio', 'M-1000')).toMatchObject({
						BCITY: 'Whiting',
						CUSTOMER_NAME: 'Acme Repair',
					}),
			},
			{
				name: 'Weevio update',
				operation: 'update',
				label: 'Update',
				parameters: { customer: recordBy('id', 'M-1001'), fields: mapped({ BCITY: 'Gary' }) },
				total: 1,
				row: { id: 'M-1001', city: 'Gary' },
				kept: ({ control }) =>
					expect(control.record('weevio', 'M-1001')).toMatchObject({
						BCITY: 'Gary',
						CUSTOMER_NAME: 'Acme North',
					}),
			},
			{
				name: 'Weevio order get',
				resource: 'order',
				operation: 'get',
				label: 'Get',
				parameters: { order: { ...recordBy('list', '100000'), cachedResultName: 'PO-815527 (100000)' } },
				panel: ['From list', 'PO-815527 (100000)'],
				total: 1,
				row: { id: '100000', customerId: 'M-1000', date: '2022-03-29' },
			},
			{
				name: 'Weevio order search',
				resource: 'order',
				operation: 'search',
				label: 'Get Many',
				parameters: {
					filters: { conditions: [condition('ORDER_DATE', 'equals', '2022-03-29')] },
					limit: 1,
				},
				panel: ['Order Date', 'Equals', '2022-03-29'],
				total: 1,
				row: { id: '100000', reference: 'PO-815527' },
				every: { date: '2022-03-29' },
			},
			{
				name: 'Weevio order by Shopify number',
				resource: 'order',
				operation: 'getByShopifyNumber',
				label: 'Get by Shopify Number',
				action: 'Get orders by Shopify number',
				parameters: { shopifyOrderNumber: '#12345' },
				panel: ['Shopify Order Number', '#12345'],
				total: 2,
				row: { id: '100000', status: 'invoice', trackingNumbers: '1Z999AA10123456784' },
				every: { reference: '#12345' },
			},
			{
				name: 'Weevio inventory item get',
				resource: 'inventoryItem',
				operation: 'get',
				label: 'Get',
				parameters: { inventoryItem: recordBy('id', 'P-10000') },
				panel: ['By ID', 'P-10000'],
				total: 1,
				row: { id: 'P-10000', code: 'P-10000' },
			},
			{
				name: 'Weevio inventory item search',
				resource: 'inventoryItem',
				operation: 'search',
				label: 'Get Many',
				parameters: { filters: { conditions: [condition('PART_CODE', 'contains', 'P-1000')] }, limit: 3 },
				panel: ['Part Code', 'Contains', 'P-1000'],
				total: 3,
				row: { id: 'P-10000' },
			},
		],
	},
	{
		...vendors.pdm,
		operations: [
			{
				name: 'PDM get',
				operation: 'get',
				label: 'Get',
				parameters: { customer: recordBy('externalRef', 'EXTREF164736') },
				panel: ['By External Reference', 'EXTREF164736'],
				total: 1,
				row: { id: '1408', name: 'Joe Bloggs', externalId: 'EXTREF164736' },
			},
			{
				name: 'PDM upsert',
				operation: 'upsert',
				label: 'Create or Update',
				parameters: {
					matchOn: 'external_customer_ref',
					fields: mapped({ external_customer_ref: 'EXTREF164736', first_name: 'Joe' }),
				},
				panel: ['Match On', 'External Reference', 'EXTREF164736'],
				total: 1,
				row: { id: '1408', name: 'Joe Bloggs', result: 'unchanged' },
				kept: ({ control }) => expect(control.counters().pdm).toMatchObject({ created: 0, updated: 0 }),
			},
			{
				name: 'PDM create',
				operation: 'create',
				label: 'Create',
				parameters: {
					fields: mapped({
						first_name: 'Ada',
						last_name: 'Lovelace',
						'address.line_1': '12 St James Square',
						'address.city': 'London',
						'address.postal_code': 'SW1Y 4JH',
						gender: 'Female',
						dob: '1815-12-10T00:00:00',
						active: true,
					}),
				},
				panel: ['First Name', 'Ada', 'Date of Birth', 'Female'],
				total: 1,
				row: { name: 'Ada Lovelace', city: 'London', active: 'true' },
				kept: ({ control }) =>
					expect(control.created('pdm')).toMatchObject([
						{ first_name: 'Ada', dob: '1815-12-10', address: { city: 'London', postal_code: 'SW1Y 4JH' } },
					]),
			},
			{
				name: 'PDM update',
				operation: 'update',
				label: 'Update',
				parameters: { customer: recordBy('id', '1408'), fields: mapped({ 'address.city': 'Oldham' }) },
				total: 1,
				row: { id: '1408', city: 'Oldham', addressLine1: 'Test Address Line 1' },
				kept: ({ control }) =>
					expect(control.record('pdm', 1408)).toMatchObject({
						first_name: 'Joe',
						address: { city: 'Oldham', county: 'Test County' },
					}),
			},
			{
				name: 'PDM delivery create',
				resource: 'delivery',
				operation: 'create',
				label: 'Create',
				parameters: {
					customer: recordBy('externalRef', 'EXTREF164736'),
					fields: mapped({
						external_delivery_ref: 'SO-1',
						delivery_date: '2026-02-03T00:00:00',
						boxes: 2,
						notes: 'Ring twice',
					}),
				},
				panel: ['By External Reference', 'EXTREF164736', 'External Delivery Reference', 'Ring twice'],
				total: 1,
				row: { customerId: '1408', reference: 'SO-1', date: '2026-02-03', description: 'Ring twice' },
				kept: ({ control }) =>
					expect(control.created('pdm')).toContainEqual(
						expect.objectContaining({ external_delivery_ref: 'SO-1', customer_id: 1408, boxes: 2 }),
					),
			},
		],
	},
	{
		...vendors.manex,
		operations: [
			{
				name: 'ManEx get',
				operation: 'get',
				label: 'Get',
				parameters: { customer: recordBy('name', 'Smith Services') },
				panel: ['By Name', 'Smith Services'],
				total: 1,
				row: { id: '0000000011', name: 'Smith Services', phone: '244-555-9992' },
			},
			{
				name: 'ManEx create',
				operation: 'create',
				label: 'Create',
				parameters: {
					fields: mapped({ Custname: 'Turing Ltd', Status: 'Quote', Territory: 'EAST', Credlimit: 500 }),
				},
				panel: ['Turing Ltd', 'Quote', 'EAST', '500'],
				total: 1,
				row: { name: 'Turing Ltd' },
				kept: ({ control }) =>
					expect(trimmed(control.created('manex')[0])).toMatchObject({
						CUSTNAME: 'Turing Ltd',
						TERRITORY: 'EAST',
					}),
			},
			{
				name: 'ManEx upsert',
				operation: 'upsert',
				label: 'Create or Update',
				parameters: {
					matchOn: 'Custname',
					fields: mapped({ Custname: 'Bombe Ltd', Status: 'Active', Territory: 'WEST' }),
				},
				panel: ['Match On', 'Bombe Ltd', 'WEST'],
				total: 1,
				row: { name: 'Bombe Ltd', result: 'created' },
				kept: ({ control }) =>
					expect(control.created('manex').map(trimmed)).toContainEqual(
						expect.objectContaining({ CUSTNAME: 'Bombe Ltd', TERRITORY: 'WEST' }),
					),
			},
			{
				name: 'ManEx update',
				operation: 'update',
				label: 'Update',
				parameters: { customer: recordBy('id', '0000000011'), fields: mapped({ Phone: '244-555-0000' }) },
				total: 1,
				row: { id: '0000000011', phone: '244-555-0000' },
				kept: ({ control }) =>
					expect(trimmed(control.record('manex', '0000000011'))).toMatchObject({
						PHONE: '244-555-0000',
						CUSTNAME: 'Smith Services',
					}),
			},
			{
				name: 'ManEx get sales order',
				resource: 'salesOrder',
				operation: 'get',
				label: 'Get',
				parameters: { salesOrder: recordBy('id', '100000') },
				panel: ['100000'],
				total: 1,
				row: { id: '0000100000', customerId: '0000000010', description: 'Call before delivery' },
			},
			{
				name: 'ManEx create sales order',
				resource: 'salesOrder',
				operation: 'create',
				label: 'Create',
				parameters: {
					fields: mapped({ custNo: '0000000011', SoNo: '0000900001', PoNo: 'PO-77', POAck: true }),
				},
				panel: ['Customer Number', '0000000011', 'PO-77'],
				total: 1,
				row: { id: '0000900001', customerId: '0000000011', reference: 'PO-77' },
				kept: ({ control }) =>
					expect(control.record('manex', '0000900001')).toMatchObject({ PONO: 'PO-77', POACK: true }),
			},
			{
				name: 'ManEx update sales order',
				resource: 'salesOrder',
				operation: 'update',
				label: 'Update',
				parameters: { salesOrder: recordBy('id', '100001'), fields: mapped({ SONote: 'By noon' }) },
				total: 1,
				row: { id: '0000100001', description: 'By noon' },
				kept: ({ control }) =>
					expect(control.record('manex', '0000100001')).toMatchObject({ SONOTE: 'By noon' }),
			},
			{
				name: 'ManEx get line',
				resource: 'salesOrderItem',
				operation: 'get',
				label: 'Get',
				parameters: { salesOrderItem: recordBy('id', '_L00000000') },
				panel: ['_L00000000'],
				total: 1,
				row: { id: '_L00000000', salesOrderId: '0000100000', lineNumber: '1' },
			},
			{
				name: 'ManEx create line',
				resource: 'salesOrderItem',
				operation: 'create',
				label: 'Create',
				parameters: {
					salesOrder: recordBy('id', '100000'),
					fields: mapped({
						part_no: '910-0001',
						ord_qty: 12,
						uOfMeas: 'EACH',
						soDet_Desc: 'Bolt',
						deliv_time: '3:00',
						status: 'Standard',
					}),
				},
				panel: ['Sales Order', '100000', '910-0001', 'Standard'],
				total: 1,
				row: { salesOrderId: '0000100000', partNumber: '910-0001', quantity: '12' },
				kept: ({ control }) =>
					expect(control.created('manex')).toContainEqual(
						expect.objectContaining({ SONO: '0000100000', Sodet_Desc: 'Bolt' }),
					),
			},
			{
				name: 'ManEx delete line',
				resource: 'salesOrderItem',
				operation: 'delete',
				label: 'Delete',
				parameters: {
					salesOrderItem: recordBy('id', '_L00000004'),
					salesOrder: recordBy('id', '100001'),
				},
				total: 1,
				row: { deleted: 'true', id: '_L00000004' },
				kept: ({ control }) => expect(control.record('manex', '_L00000004')).toBeUndefined(),
			},
			{
				name: 'ManEx get item',
				resource: 'item',
				operation: 'get',
				label: 'Get',
				parameters: { item: recordBy('partNumber', '910-0006'), options: { revision: 'B' } },
				panel: ['By Part Number', '910-0006', 'Revision'],
				total: 1,
				row: { id: '_I00000007', code: '910-0006' },
			},
			{
				name: 'ManEx create item',
				resource: 'item',
				operation: 'create',
				label: 'Create',
				parameters: {
					fields: mapped({
						part_No: 'N-100',
						descript: 'Nut',
						part_class: 'IC',
						part_type: 'SMT',
						part_sourc: 'BUY',
						U_of_Meas: 'EACH',
						Pur_UOfM: 'EACH',
						CustNo: '0000000011',
						CustPartNo: 'C-1',
						CustRev: 'A',
						status: 'active',
						serialYes: false,
					}),
				},
				panel: ['Part Number', 'N-100', 'Serial Numbers'],
				total: 1,
				row: { id: '_I00000040', code: 'N-100', unit: 'EACH', active: 'true' },
				kept: ({ control }) =>
					expect(trimmed(control.record('manex', '_I00000040'))).toMatchObject({ Part_No: 'N-100' }),
			},
			{
				name: 'ManEx update item',
				resource: 'item',
				operation: 'update',
				label: 'Update',
				parameters: {
					item: recordBy('id', '_I00000001'),
					fields: mapped({ abc: 'A', descript: 'Better' }),
				},
				panel: ['ABC Code'],
				total: 1,
				row: { id: '_I00000001', description: 'Better' },
				kept: ({ control }) =>
					expect(trimmed(control.record('manex', '_I00000001'))).toMatchObject({ Descript: 'Better' }),
			},
			{
				name: 'ManEx get work order',
				resource: 'workOrder',
				operation: 'get',
				label: 'Get',
				parameters: { workOrder: recordBy('id', '0000200003') },
				total: 1,
				row: { id: '0000200003', itemId: '_I00000003', salesOrderId: '0000100003' },
			},
			{
				name: 'ManEx create work order',
				resource: 'workOrder',
				operation: 'create',
				label: 'Create',
				parameters: {
					fields: mapped({
						Uniq_Key: '_I00000001',
						custNo: '0000000011',
						Due_Date: '2026-05-31T00:00:00',
						openclos: 'FIRM PLAN',
						bldQty: 25,
					}),
				},
				panel: ['Due Date', 'FIRM PLAN'],
				total: 1,
				row: { id: '0000200030', status: 'FIRM PLAN', quantity: '25' },
				kept: ({ control }) =>
					expect(control.record('manex', '0000200030')).toMatchObject({ DUE_DATE: '2026-05-31T00:00:00' }),
			},
			{
				name: 'ManEx purchase orders',
				resource: 'purchaseOrder',
				operation: 'search',
				label: 'Get Many',
				parameters: {
					filters: { poStatus: 'Open', scheduledPriorTo: '2026-01-31T00:00:00' },
					limit: 3,
				},
				panel: ['Scheduled Prior To', 'Open'],
				total: 3,
				row: { id: '000000000300000', status: 'Open' },
				every: { status: 'Open' },
			},
			{
				name: 'ManEx purchase order items',
				resource: 'purchaseOrderItem',
				operation: 'search',
				label: 'Get Many',
				parameters: { filters: { poNum: '300002' } },
				panel: ['Purchase Order Number', '300002'],
				total: 3,
				row: { id: '_P00000008', purchaseOrderId: '000000000300002', lineNumber: '1' },
			},
		],
	},
	{
		...vendors.guardant,
		operations: [
			{
				name: 'Guardant get',
				operation: 'get',
				label: 'Get',
				parameters: { customer: recordBy('id', '8') },
				panel: ['By ID', '8'],
				total: 1,
				row: { id: '8', name: 'Google', firstName: 'My first name' },
			},
			{
				name: 'Guardant search',
				operation: 'search',
				label: 'Get Many',
				parameters: {
					filters: { type: 'company', archived: 'no', text: 'google', sortBy: 'company', direction: 'asc' },
				},
				panel: ['Archived', 'Sort By', 'Sort Direction', 'Ascending', 'google'],
				row: { name: 'Google' },
				every: { active: 'true' },
			},
			{
				name: 'Guardant orders',
				operation: 'listOrders',
				label: 'Get Many Orders',
				parameters: { customer: listed('4', 'Peter (4)'), options: { status: [1] } },
				panel: ['Order Status', 'Submit'],
				total: 1,
				row: { id: '10096', customerId: '4', status: 'Submit', quantity: '10' },
			},
			{
				name: 'Guardant create',
				operation: 'create',
				label: 'Create',
				parameters: {
					fields: mapped({
						customerCompanyName: 'Bletchley Ltd',
						customerEmail: 'park@example.com',
						crmId: 'CRM-1',
					}),
				},
				panel: ['Company Name', 'Bletchley Ltd'],
				total: 1,
				row: { name: 'Bletchley Ltd', email: 'park@example.com', externalId: 'CRM-1' },
				kept: ({ control }) =>
					expect(control.created('guardant')).toMatchObject([
						{ companyname: 'Bletchley Ltd', crmid: 'CRM-1' },
					]),
			},
			{
				name: 'Guardant upsert',
				operation: 'upsert',
				label: 'Create or Update',
				parameters: {
					matchOn: 'customerEmail',
					fields: mapped({ customerEmail: 'postman@gmail.com', customerPhone: '555-9' }),
				},
				panel: ['Match On', 'postman@gmail.com', '555-9'],
				total: 1,
				row: { id: '9', name: 'Google', phone: '555-9', result: 'updated' },
				kept: ({ control }) =>
					expect(control.record('guardant', 9)).toMatchObject({ phone: '555-9', companyname: 'Google' }),
			},
			{
				name: 'Guardant update',
				operation: 'update',
				label: 'Update',
				parameters: { customer: recordBy('id', '8'), fields: mapped({ customerPhone: '555-1' }) },
				total: 1,
				row: { id: '8', phone: '555-1', name: 'Google' },
				kept: ({ control }) =>
					expect(control.record('guardant', 8)).toMatchObject({ phone: '555-1', companyname: 'Google' }),
			},
			{
				name: 'Guardant delete',
				operation: 'delete',
				label: 'Delete',
				parameters: { customer: recordBy('id', '4') },
				total: 1,
				row: { deleted: 'true', id: '4' },
				kept: ({ control }) => {
					expect(control.record('guardant', 4)).toBeUndefined();
					expect(control.record('guardant', 8)).toBeDefined();
				},
			},
			{
				name: 'Guardant serial',
				resource: 'serial',
				operation: 'get',
				action: 'Get serial',
				label: 'Get',
				parameters: { serial: recordBy('id', SERIAL) },
				panel: [SERIAL],
				total: 1,
				row: { id: SERIAL, status: 'Normal', activationLimit: '30', customerName: 'bma_customer' },
			},
			{
				name: 'Guardant serial search',
				resource: 'serial',
				operation: 'search',
				action: 'Get many serials',
				label: 'Get Many',
				parameters: { filters: { text: 'bma_customer', status: [0], direction: 'asc' } },
				panel: ['Text', 'bma_customer', 'Status', 'Normal', 'Ascending'],
				total: 1,
				row: { id: SERIAL },
			},
			{
				name: 'Guardant license',
				resource: 'serial',
				operation: 'getLicense',
				action: 'Get serial license',
				label: 'Get License',
				parameters: { serial: recordBy('id', SERIAL) },
				total: 1,
				row: { id: SERIAL, internalId: '10176' },
			},
			{
				name: 'Guardant serial update',
				resource: 'serial',
				operation: 'update',
				action: 'Update serial',
				label: 'Update',
				parameters: {
					serial: recordBy('id', 'w388Nt-ecbUam-hp1h3M-mxXgHp-tdk9k7'),
					fields: mapped({ status: 1, activationLimit: 9 }),
				},
				panel: ['Blocked', '9'],
				total: 1,
				row: { status: 'Blocked', activationLimit: '9', activationCount: '4' },
			},
			{
				name: 'Guardant dongles',
				resource: 'dongle',
				operation: 'search',
				action: 'Get many dongles',
				label: 'Get Many',
				parameters: { filters: { direction: 'desc' }, limit: 2 },
				panel: ['Descending'],
				total: 2,
				row: {},
			},
			{
				name: 'Guardant dongle create',
				resource: 'dongle',
				operation: 'create',
				action: 'Add dongle to order',
				label: 'Create',
				parameters: { order: 10096, fields: mapped({ dongleId: 123456789, dongleModel: 2 }) },
				panel: ['Order', '10096', '123456789', 'SIGN'],
				total: 1,
				row: { id: '123456789', model: 'SIGN' },
				kept: ({ control }) =>
					expect(
						control.requests({ vendor: 'guardant', pathIncludes: '/orders/10096/dongles' }),
					).toMatchObject([{ status: 200, body: { dongleId: 123456789, dongleModel: 2 } }]),
			},
			{
				name: 'Guardant dongle update',
				resource: 'dongle',
				operation: 'update',
				action: 'Update dongle',
				label: 'Update',
				parameters: { dongle: recordBy('id', '991846791'), fields: mapped({ driverType: 2 }) },
				panel: ['Driver Type', '2'],
				total: 1,
				row: { id: '991846791', driverType: '2' },
			},
			{
				name: 'Guardant dongle history',
				resource: 'dongle',
				operation: 'getHistory',
				action: 'Get dongle history',
				label: 'Get History',
				parameters: {
					dongle: recordBy('id', '991846791'),
					filters: { actionDateBegin: '2020-09-13T12:26:40Z', actionResult: '0' },
				},
				panel: ['From', 'Action Result'],
				row: { dongleId: '991846791', actionDate: '2020-09-13T12:26:40.000Z', actionResult: '0' },
				every: { dongleId: '991846791' },
			},
			{
				name: 'Guardant features',
				resource: 'productFeature',
				operation: 'search',
				action: 'Get many product features',
				label: 'Get Many',
				parameters: { product: 22, order: 1053 },
				panel: ['Product', '22', 'Order', '1053'],
				row: { archived: 'false' },
			},
		],
	},
	{
		...vendors.epass,
		operations: [
			{
				name: 'EPASS get',
				operation: 'get',
				label: 'Get',
				parameters: { customer: recordBy('id', '1000') },
				panel: ['By ID', '1000'],
				total: 1,
				row: { id: '1000', name: 'Ben Kenobi', city: 'Mos Eisley' },
			},
			{
				name: 'EPASS search',
				operation: 'search',
				label: 'Get Many',
				parameters: {
					filters: {
						conditions: [
							condition('LastName', 'in', 'Kenobi, WILLIAMS'),
							condition('ID', 'between', '1', { value2: '999999' }),
						],
					},
					limit: 5,
				},
				panel: ['In', 'Kenobi, WILLIAMS', 'Between', 'From', 'To', '999999'],
				row: { id: '1000', lastName: 'Kenobi' },
			},
			{
				name: 'EPASS invoices',
				operation: 'listOrders',
				label: 'Get Many Invoices',
				parameters: {
					customer: listed('140773', 'ASH WILLIAMS (140773)'),
					options: { invoiceCustomer: 'SoldToCode' },
				},
				panel: ['Customer Is', 'Sold To'],
				total: 8,
				row: { id: '10013', status: 'Processing' },
				every: { customerId: '140773' },
			},
			{
				name: 'EPASS create',
				operation: 'create',
				label: 'Create',
				parameters: {
					fields: mapped({
						firstName: 'Mary',
						lastName: 'Shelley',
						email: 'mary@example.com',
						creditLimit: 1000,
					}),
				},
				panel: ['First Name', 'Mary', 'Email', 'mary@example.com'],
				total: 1,
				row: { name: 'Mary Shelley', email: 'mary@example.com' },
				kept: ({ control }) =>
					expect(control.created('epass')).toMatchObject([{ FirstName: 'Mary', LastName: 'Shelley' }]),
			},
			{
				name: 'EPASS invoice get',
				resource: 'invoice',
				operation: 'get',
				action: 'Get invoice',
				label: 'Get',
				parameters: { invoice: recordBy('id', '10002') },
				panel: ['Invoice', '10002'],
				total: 1,
				row: { id: '10002', customerId: '1000', status: 'Open', total: '1701.92' },
			},
			{
				name: 'EPASS invoice search',
				resource: 'invoice',
				operation: 'search',
				action: 'Get many invoices',
				label: 'Get Many',
				parameters: {
					filters: { conditions: [condition('DateCreated', 'greaterThan', '2024-05-21')] },
					options: { dateFormat: 'MM/DD/YYYY' },
					limit: 3,
				},
				panel: ['Greater Than', 'Date Format', 'MM/DD/YYYY'],
				total: 3,
				row: { id: '10002', date: '2024-05-22T00:00:00' },
			},
			{
				name: 'EPASS invoice create',
				resource: 'invoice',
				operation: 'create',
				action: 'Create invoice',
				label: 'Create',
				parameters: {
					fields: mapped({
						BillToCode: '1000',
						SoldToCode: '1000',
						InvTypeCode: 'SALE',
						PaymentTypeCode: 'COD',
					}),
				},
				panel: ['Billed To', 'Sold To', 'SALE', 'COD'],
				total: 1,
				row: { customerId: '1000' },
				kept: ({ control }) =>
					expect(control.created('epass')).toContainEqual(
						expect.objectContaining({ SoldToCode: '1000', InvTypeCode: 'SALE' }),
					),
			},
			{
				name: 'EPASS invoice update',
				resource: 'invoice',
				operation: 'update',
				action: 'Update invoice',
				label: 'Update',
				parameters: {
					invoice: recordBy('id', '10002'),
					fields: mapped({ ScheduleDate: '2099-01-31T00:00:00' }),
				},
				panel: ['Schedule Date'],
				total: 1,
				row: { id: '10002', customerId: '1000', status: 'Open' },
				kept: ({ control }) => expect(control.counters().epass).toMatchObject({ updated: 1 }),
			},
			{
				name: 'EPASS line',
				resource: 'invoiceLine',
				operation: 'create',
				action: 'Create invoice line',
				label: 'Create',
				parameters: {
					invoice: recordBy('id', '10002'),
					lineType: 'item',
					fields: mapped({ ItemCode: 'P-1001', QtyOrdered: 2 }),
				},
				panel: ['Line Type', 'Item', 'P-1001'],
				total: 1,
				row: { invoiceCode: '10002', lineType: 'item', itemCode: 'P-1001', qtyOrdered: '2' },
				kept: ({ control }) =>
					expect(control.created('epass')).toContainEqual(
						expect.objectContaining({ table: 'InvoiceItem', InvoiceCode: '10002' }),
					),
			},
			{
				name: 'EPASS note',
				resource: 'invoiceNote',
				operation: 'create',
				action: 'Create invoice note',
				label: 'Create',
				parameters: {
					invoice: recordBy('id', '5827'),
					noteType: 'note',
					fields: mapped({ note: 'Call first' }),
				},
				panel: ['Note Type', 'Call first'],
				total: 1,
				row: { invoiceCode: '5827', noteType: 'note', note: 'Call first' },
				kept: ({ control }) =>
					expect(control.created('epass')).toContainEqual(
						expect.objectContaining({ table: 'InvoiceNote', note: 'Call first' }),
					),
			},
			{
				name: 'EPASS item',
				resource: 'item',
				operation: 'get',
				action: 'Get item',
				label: 'Get',
				parameters: { item: recordBy('id', 'P-1002') },
				panel: ['P-1002'],
				total: 1,
				row: { id: 'P-1002', name: 'Hose 2', price: '11', quantityOnHand: '2' },
			},
			{
				name: 'EPASS web order',
				resource: 'webOrder',
				operation: 'create',
				action: 'Create web order',
				label: 'Create',
				parameters: {
					linesKey: 'items',
					fields: mapped({
						webOrderID: 'W-1',
						orderDate: '2026-01-31T00:00:00',
						firstName: 'Ada',
						lastName: 'Lovelace',
						email: 'ada@example.com',
						grandTotal: 120,
					}),
				},
				panel: ['Lines Key', 'Line Names', 'Web Order ID', 'ada@example.com'],
				total: 1,
				row: { id: 'W-1', number: 'W-1', date: '2026-01-31', total: '120' },
				kept: ({ control }) =>
					expect(control.created('epass')).toContainEqual(
						expect.objectContaining({ table: 'WebOrder', webOrderID: 'W-1', orderDate: '2026-01-31' }),
					),
			},
		],
	},
];

export const catalogue: readonly CatalogueNode[] = known.map((node) => ({
	...node,
	operations: [...node.operations, diagnosis(node.displayName)],
}));

/** ManEx pads its values. */
function trimmed(record: JsonObject = {}): JsonObject {
	return Object.fromEntries(
		Object.entries(record).map(([key, value]) => [key, typeof value === 'string' ? value.trim() : value]),
	);
}

/** All operations of a node, ready to be executed one by one. */
export const canvasOf = ({ node, operations }: CatalogueNode, credential: StoredCredential): PastedWorkflow =>
	fan(
		node,
		click,
		...operations.map(({ name, operation, parameters, resource = 'customer' }) =>
			customerNode(name, node, credential, { resource, operation, ...parameters }),
		),
	);
